//! Paragraphs, runs, tables and controls of WordprocessingML. Each writes its properties in the order of the schema (ECMA-376, part 1,
//! chapter 17), however they were set: `WordParagraph::new().align(…).style("Quote")` is
//!
//! ```text
//! <w:p><w:pPr><w:pStyle w:val="Quote" /><w:jc w:val="center" /></w:pPr></w:p>
//! ```

use quick_xml::escape::escape;

use super::package::PartWriter;
use super::tables::WordTable;

/// A paragraph or a table.
#[derive(Debug, Clone)]
pub(crate) enum WordBlock {
    Paragraph(WordParagraph),
    Table(WordTable),
}

#[derive(Debug, Clone, Default)]
pub(crate) struct WordParagraph {
    style: Option<String>,
    keep_next: bool,
    page_break_before: bool,
    /// The level and the list.
    numbering: Option<(usize, usize)>,
    /// A line below it, in this color.
    line_below: Option<&'static str>,
    /// Where words after a tab end, in twentieths of a point.
    right_tab: Option<usize>,
    /// Room below, in twentieths of a point.
    after: Option<u32>,
    indent: Option<usize>,
    align: Option<&'static str>,
    /// Whether the paragraph itself came or went.
    tracked: Option<Tracked>,
    content: Vec<ParagraphPart>,
}

#[derive(Debug, Clone)]
enum ParagraphPart {
    Run(Run),
    Bookmark {
        name: String,
        runs: Vec<Run>,
    },
    Link {
        to: LinkTo,
        runs: Vec<Run>,
    },
    Tracked {
        change: Tracked,
        run: Run,
    },
    Field {
        instruction: String,
        shown: Vec<ParagraphPart>,
    },
    /// The beginning and the end of a field that is more than one paragraph long.
    FieldBegins(String),
    FieldEnds,
    Control(InlineControl),
}

#[derive(Debug, Clone)]
pub(crate) enum LinkTo {
    Address(String),
    /// A bookmark of the file.
    Bookmark(String),
}

/// A tracked change of a day.
#[derive(Debug, Clone)]
pub(crate) struct Tracked {
    pub(crate) is_deleted: bool,
    /// As Word has it: `2027-01-01T00:00:00Z`.
    pub(crate) date: String,
}

/// Who made tracked changes, for Word.
const AUTHOR: &str = "Clausebook";

/// Letters of one look.
#[derive(Debug, Clone, Default)]
pub(crate) struct Run {
    style: Option<&'static str>,
    font: Option<&'static str>,
    bold: bool,
    italic: bool,
    strike: bool,
    parts: Vec<RunPart>,
}

#[derive(Debug, Clone)]
enum RunPart {
    Text(String),
    DeletedText(String),
    Tab,
    Break,
    Picture(WordPicture),
}

/// A picture in a line.
#[derive(Debug, Clone)]
pub(crate) struct WordPicture {
    /// Its path in the handbook.
    pub(crate) path: String,
    pub(crate) alt: String,
    /// In English metric units, 914,400 to an inch.
    pub(crate) width: u64,
    pub(crate) height: u64,
}

/// A control that is filled in, within a line.
#[derive(Debug, Clone)]
pub(crate) struct InlineControl {
    /// What people call it.
    pub(crate) name: String,
    /// The key of its field; at most 64 letters are kept.
    pub(crate) tag: String,
    pub(crate) kind: ControlKind,
    /// What is shown while it is empty.
    pub(crate) placeholder: String,
}

#[derive(Debug, Clone)]
pub(crate) enum ControlKind {
    Text { several_lines: bool },
    Date,
    CheckBox,
    Choice(Vec<String>),
}

impl WordParagraph {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn style(mut self, style: &str) -> Self {
        self.style = Some(style.to_owned());
        self
    }

    pub(crate) fn keep_next(mut self) -> Self {
        self.keep_next = true;
        self
    }

    pub(crate) fn page_break_before(mut self) -> Self {
        self.page_break_before = true;
        self
    }

    pub(crate) fn numbering(mut self, list: usize, level: usize) -> Self {
        self.numbering = Some((level, list));
        self
    }

    pub(crate) fn line_below(mut self, color: &'static str) -> Self {
        self.line_below = Some(color);
        self
    }

    pub(crate) fn right_tab(mut self, at: usize) -> Self {
        self.right_tab = Some(at);
        self
    }

    pub(crate) fn after(mut self, room: u32) -> Self {
        self.after = Some(room);
        self
    }

    pub(crate) fn indent(mut self, left: usize) -> Self {
        self.indent = Some(left);
        self
    }

    pub(crate) fn align(mut self, align: &'static str) -> Self {
        self.align = Some(align);
        self
    }

    pub(crate) fn tracked(mut self, change: Tracked) -> Self {
        self.tracked = Some(change);
        self
    }

    pub(crate) fn add_run(mut self, run: Run) -> Self {
        self.content.push(ParagraphPart::Run(run));
        self
    }

    /// Puts what is in the paragraph within a bookmark.
    pub(crate) fn bookmarked(mut self, name: String) -> Self {
        let runs = self.content.drain(..).flat_map(ParagraphPart::into_runs).collect();
        self.content.push(ParagraphPart::Bookmark { name, runs });
        self
    }

    pub(crate) fn add_link(mut self, to: LinkTo, runs: Vec<Run>) -> Self {
        self.content.push(ParagraphPart::Link { to, runs });
        self
    }

    pub(crate) fn add_tracked(mut self, change: Tracked, run: Run) -> Self {
        self.content.push(ParagraphPart::Tracked { change, run });
        self
    }

    /// A field that Word keeps up to date, with what it shows until then.
    pub(crate) fn add_field(mut self, instruction: &str, shown: Run) -> Self {
        let shown = vec![ParagraphPart::Run(shown)];
        self.content.push(ParagraphPart::Field { instruction: instruction.to_owned(), shown });
        self
    }

    /// Begins a field before the paragraph's words, which ends in another paragraph.
    pub(crate) fn begin_field(mut self, instruction: &str) -> Self {
        self.content.insert(0, ParagraphPart::FieldBegins(instruction.to_owned()));
        self
    }

    pub(crate) fn end_field(mut self) -> Self {
        self.content.push(ParagraphPart::FieldEnds);
        self
    }

    pub(crate) fn add_control(mut self, control: InlineControl) -> Self {
        self.content.push(ParagraphPart::Control(control));
        self
    }

    pub(super) fn write(&self, into: &mut PartWriter) {
        into.push("<w:p>");
        let properties = self.properties(into);
        if !properties.is_empty() {
            into.push(&format!("<w:pPr>{properties}</w:pPr>"));
        }
        self.content.iter().for_each(|part| part.write(into));
        into.push("</w:p>");
    }

    fn properties(&self, into: &mut PartWriter) -> String {
        let Self {
            style,
            keep_next,
            page_break_before,
            numbering,
            line_below,
            right_tab,
            after,
            indent,
            align,
            tracked,
            content: _,
        } = self;
        let mut xml = String::new();
        if let Some(style) = style {
            xml.push_str(&format!("<w:pStyle w:val=\"{style}\" />"));
        }
        if *keep_next {
            xml.push_str("<w:keepNext />");
        }
        if *page_break_before {
            xml.push_str("<w:pageBreakBefore />");
        }
        if let Some((level, list)) = numbering {
            xml.push_str(&format!(
                "<w:numPr><w:ilvl w:val=\"{level}\" /><w:numId w:val=\"{list}\" /></w:numPr>"
            ));
        }
        if let Some(color) = line_below {
            xml.push_str(&format!(
                "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"{color}\" /></w:pBdr>"
            ));
        }
        if let Some(at) = right_tab {
            xml.push_str(&format!("<w:tabs><w:tab w:val=\"right\" w:pos=\"{at}\" /></w:tabs>"));
        }
        if let Some(after) = after {
            xml.push_str(&format!("<w:spacing w:after=\"{after}\" />"));
        }
        if let Some(left) = indent {
            xml.push_str(&format!("<w:ind w:left=\"{left}\" />"));
        }
        if let Some(align) = align {
            xml.push_str(&format!("<w:jc w:val=\"{align}\" />"));
        }
        if let Some(change) = tracked {
            let (name, attributes) = change.tag(into);
            xml.push_str(&format!("<w:rPr><w:{name}{attributes} /></w:rPr>"));
        }
        xml
    }
}

impl ParagraphPart {
    fn into_runs(self) -> Vec<Run> {
        match self {
            Self::Run(run) | Self::Tracked { run, .. } => vec![run],
            Self::Bookmark { runs, .. } | Self::Link { runs, .. } => runs,
            Self::Field { shown, .. } => shown.into_iter().flat_map(Self::into_runs).collect(),
            Self::FieldBegins(_) | Self::FieldEnds | Self::Control(_) => Vec::new(),
        }
    }

    fn write(&self, into: &mut PartWriter) {
        let write_runs = |runs: &[Run], into: &mut PartWriter| runs.iter().for_each(|run| run.write(into));
        match self {
            Self::Run(run) => run.write(into),
            Self::Bookmark { name, runs } => {
                let id = into.next_id();
                into.push(&format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{}\" />", escape(name.as_str())));
                write_runs(runs, into);
                into.push(&format!("<w:bookmarkEnd w:id=\"{id}\" />"));
            }
            Self::Link { to, runs } => {
                let place = match to {
                    LinkTo::Address(address) => format!("r:id=\"{}\"", into.relate_link(address)),
                    LinkTo::Bookmark(name) => format!("w:anchor=\"{}\"", escape(name.as_str())),
                };
                into.push(&format!("<w:hyperlink {place} w:history=\"1\">"));
                write_runs(runs, into);
                into.push("</w:hyperlink>");
            }
            Self::Tracked { change, run } => {
                let (name, attributes) = change.tag(into);
                into.push(&format!("<w:{name}{attributes}>"));
                run.write(into);
                into.push(&format!("</w:{name}>"));
            }
            Self::Field { instruction, shown } => {
                into.push(&format!("<w:fldSimple w:instr=\" {} \">", escape(instruction.as_str())));
                for part in shown {
                    part.write(into);
                }
                into.push("</w:fldSimple>");
            }
            Self::FieldBegins(instruction) => into.push(&format!(
                "<w:r><w:fldChar w:fldCharType=\"begin\" /></w:r><w:r><w:instrText xml:space=\"preserve\"> {} </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\" /></w:r>",
                escape(instruction.as_str())
            )),
            Self::FieldEnds => into.push("<w:r><w:fldChar w:fldCharType=\"end\" /></w:r>"),
            Self::Control(control) => control.write(into),
        }
    }
}

impl Tracked {
    /// The name of the element and its attributes.
    pub(super) fn tag(&self, into: &mut PartWriter) -> (&'static str, String) {
        let name = if self.is_deleted { "del" } else { "ins" };
        let (id, date) = (into.next_id(), escape(self.date.as_str()));
        (name, format!(" w:id=\"{id}\" w:author=\"{AUTHOR}\" w:date=\"{date}\""))
    }
}

impl Run {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// These words on one line.
    pub(crate) fn of(words: &str) -> Self {
        Self { parts: vec![RunPart::Text(words.replace(['\n', '\t'], " "))], ..Self::default() }
    }

    pub(crate) fn deleted(words: &str) -> Self {
        Self { parts: vec![RunPart::DeletedText(words.to_owned())], ..Self::default() }
    }

    pub(crate) fn style(mut self, style: &'static str) -> Self {
        self.style = Some(style);
        self
    }

    pub(crate) fn font(mut self, font: &'static str) -> Self {
        self.font = Some(font);
        self
    }

    pub(crate) fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    pub(crate) fn italic(mut self) -> Self {
        self.italic = true;
        self
    }

    pub(crate) fn strike(mut self) -> Self {
        self.strike = true;
        self
    }

    pub(crate) fn tab(mut self) -> Self {
        self.parts.push(RunPart::Tab);
        self
    }

    pub(crate) fn line_break(mut self) -> Self {
        self.parts.push(RunPart::Break);
        self
    }

    pub(crate) fn picture(mut self, picture: WordPicture) -> Self {
        self.parts.push(RunPart::Picture(picture));
        self
    }

    fn write(&self, into: &mut PartWriter) {
        let Self { style, font, bold, italic, strike, parts } = self;
        let mut properties = String::new();
        if let Some(style) = style {
            properties.push_str(&format!("<w:rStyle w:val=\"{style}\" />"));
        }
        if let Some(font) = font {
            properties.push_str(&format!("<w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\" />"));
        }
        for (is_on, tags) in
            [(bold, "<w:b /><w:bCs />"), (italic, "<w:i /><w:iCs />"), (strike, "<w:strike />")]
        {
            if *is_on {
                properties.push_str(tags);
            }
        }
        into.push("<w:r>");
        if !properties.is_empty() {
            into.push(&format!("<w:rPr>{properties}</w:rPr>"));
        }
        for part in parts {
            part.write(into);
        }
        into.push("</w:r>");
    }
}

impl RunPart {
    fn write(&self, into: &mut PartWriter) {
        match self {
            Self::Text(words) => {
                into.push(&format!("<w:t xml:space=\"preserve\">{}</w:t>", text(words)));
            }
            Self::DeletedText(words) => {
                into.push(&format!("<w:delText xml:space=\"preserve\">{}</w:delText>", text(words)));
            }
            Self::Tab => into.push("<w:tab />"),
            Self::Break => into.push("<w:br />"),
            Self::Picture(picture) => picture.write(into),
        }
    }
}

/// Words as XML may hold them.
fn text(words: &str) -> String {
    let kept: String =
        words.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    escape(kept.as_str()).into_owned()
}

impl WordPicture {
    fn write(&self, into: &mut PartWriter) {
        let Some(relation) = into.relate_picture(&self.path) else {
            into.push(&format!("<w:t xml:space=\"preserve\">[{}]</w:t>", text(&self.alt)));
            return;
        };
        let (id, Self { path: _, alt, width, height }) = (into.next_id(), self);
        let alt = text(alt);
        into.push(&format!(
            "<w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\" />\
             <wp:docPr id=\"{id}\" name=\"Picture {id}\" descr=\"{alt}\" />\
             <wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\" /></wp:cNvGraphicFramePr>\
             <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
             <pic:pic><pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"Picture {id}\" descr=\"{alt}\" /><pic:cNvPicPr /></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"{relation}\" /><a:stretch><a:fillRect /></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\" /><a:ext cx=\"{width}\" cy=\"{height}\" /></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst /></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        ));
    }
}

impl InlineControl {
    fn write(&self, into: &mut PartWriter) {
        let Self { name, tag, kind, placeholder } = self;
        let short = |text_: &str| text(&text_.chars().take(64).collect::<String>());
        let (properties, shown) = match kind {
            ControlKind::Text { several_lines } => {
                let lines = if *several_lines { " w:multiLine=\"1\"" } else { "" };
                (format!("<w:text{lines} />"), placeholder.as_str())
            }
            ControlKind::Date => (
                "<w:date><w:dateFormat w:val=\"yyyy-MM-dd\" /><w:storeMappedDataAs w:val=\"dateTime\" /></w:date>".to_owned(),
                placeholder.as_str(),
            ),
            ControlKind::CheckBox => (
                "<w14:checkbox><w14:checked w14:val=\"0\" /><w14:checkedState w14:val=\"2612\" w14:font=\"MS Gothic\" /><w14:uncheckedState w14:val=\"2610\" w14:font=\"MS Gothic\" /></w14:checkbox>".to_owned(),
                "☐",
            ),
            ControlKind::Choice(choices) => {
                let mut known = std::collections::BTreeSet::new();
                let items: String = choices
                    .iter()
                    .filter(|choice| !choice.is_empty() && known.insert(choice.as_str()))
                    .map(|choice| {
                        let choice = text(choice);
                        format!("<w:listItem w:displayText=\"{choice}\" w:value=\"{choice}\" />")
                    })
                    .collect();
                (format!("<w:dropDownList>{items}</w:dropDownList>"), placeholder.as_str())
            }
        };
        let id = into.next_id();
        let is_empty = if matches!(kind, ControlKind::CheckBox) { "" } else { "<w:showingPlcHdr />" };
        into.push(&format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"{}\" /><w:tag w:val=\"{}\" /><w:id w:val=\"{id}\" />{is_empty}{properties}</w:sdtPr><w:sdtContent>",
            short(name),
            short(tag),
        ));
        Run::of(shown).style(if is_empty.is_empty() { "CheckBox" } else { "PlaceholderText" }).write(into);
        into.push("</w:sdtContent></w:sdt>");
    }
}

impl WordBlock {
    pub(crate) fn write(&self, into: &mut PartWriter) {
        match self {
            Self::Paragraph(paragraph) => paragraph.write(into),
            Self::Table(table) => table.write(into),
        }
    }
}
