//! What is within a paragraph: runs, links, fields, tracked changes, and what is left out of them.

use std::collections::BTreeSet;

use super::body::{DocxReader, MARK};
use super::report::LossKind;
use super::styles::RunLook;
use super::symbols;
use super::text::{DraftBlock, DraftLine, Link, Piece, is_blank};
use super::xml::Element;

/// A paragraph that is being read.
#[derive(Default)]
pub(crate) struct OpenParagraph {
    pub(crate) line: DraftLine,
    /// What was in text boxes.
    pub(crate) boxes: Vec<DraftBlock>,
    /// The largest letters, in half points.
    pub(crate) largest: Option<u32>,
    /// What is reported once per paragraph, not once per run.
    once: BTreeSet<LossKind>,
}

/// Words look like this, unless they say otherwise themselves.
#[derive(Clone, Default)]
pub(crate) struct RunContext {
    /// Letters of the paragraph's style.
    pub(crate) look: RunLook,
    /// A heading, which is bold and colored anyway.
    pub(crate) heading: bool,
    pub(crate) link: Option<Link>,
}

/// Marks of Word's own that say nothing to a reader.
const SILENT: [&str; 17] = [
    "w:pPr",
    "w:rPr",
    "w:proofErr",
    "w:lastRenderedPageBreak",
    "w:permStart",
    "w:permEnd",
    "w:bookmarkEnd",
    "w:commentRangeStart",
    "w:commentRangeEnd",
    "w:annotationRef",
    "w:footnoteRef",
    "w:endnoteRef",
    "w:separator",
    "w:continuationSeparator",
    "w:sdtPr",
    "w:sdtEndPr",
    "w:softHyphen",
];

/// Whether an element only serves Word itself.
pub(crate) fn is_silent(name: &str) -> bool {
    SILENT.contains(&name)
        || name.starts_with("w:moveFromRange")
        || name.starts_with("w:moveToRange")
        || (name.starts_with("w:customXml") && name.contains("Range"))
}

impl DocxReader<'_> {
    /// Reads all that is in `parent` into the paragraph.
    pub(crate) fn inlines(&mut self, parent: &Element, around: &RunContext, open: &mut OpenParagraph) {
        for child in parent.elements() {
            match child.name.as_str() {
                "w:r" => self.run(child, around, open),
                "w:hyperlink" => {
                    let link = self.hyperlink(child);
                    self.inlines(
                        child,
                        &RunContext { link: link.or(around.link.clone()), ..around.clone() },
                        open,
                    );
                }
                "w:fldSimple" => {
                    let field = self.field(child.attribute("w:instr").unwrap_or_default());
                    if !field.dropped {
                        let link = field.link.or(around.link.clone());
                        self.inlines(child, &RunContext { link, ..around.clone() }, open);
                    }
                }
                "w:ins" | "w:moveTo" => {
                    self.report.note(LossKind::Inserted);
                    self.inlines(child, around, open);
                }
                "w:del" | "w:moveFrom" => self.report.detail(LossKind::Deleted, &child.text()),
                "w:sdt" => {
                    self.content_control(child);
                    if let Some(content) = child.child("w:sdtContent") {
                        self.inlines(content, around, open);
                    }
                }
                "w:smartTag" | "w:customXml" | "w:dir" | "w:bdo" => self.inlines(child, around, open),
                "mc:AlternateContent" => {
                    if let Some(choice) = choice(child) {
                        self.inlines(choice, around, open);
                    }
                }
                "m:oMath" | "m:oMathPara" => self.equation(child, open),
                "w:bookmarkStart" => self.bookmark(child),
                name if is_silent(name) || name.ends_with("Pr") => {}
                name => self.unknown(name, child),
            }
        }
    }

    /// An unknown element: reported with its name and its words.
    pub(crate) fn unknown(&mut self, name: &str, element: &Element) {
        let words = element.text();
        let name = name.split(':').next_back().unwrap_or(name);
        self.report.detail(
            LossKind::Unknown,
            &if words.trim().is_empty() { name.to_owned() } else { format!("{name}: {words}") },
        );
    }

    fn run(&mut self, run: &Element, around: &RunContext, open: &mut OpenParagraph) {
        let properties = run.child("w:rPr");
        let named = properties.and_then(|own| own.value("w:rStyle"));
        let mut look = RunLook::of(properties);
        if let Some(name) = named {
            look = look.over(&self.styles.get(Some(name)).look);
        }
        look = look.over(&around.look);
        if self.is_dropped() {
            // What a dropped field says is passed over; its end must be seen.
            for child in
                run.elements().filter(|child| matches!(child.name.as_str(), "w:fldChar" | "w:instrText"))
            {
                self.in_run(child, &look, around, None, open);
            }
            return;
        }
        if look.hidden == Some(true) {
            if !run.text().trim().is_empty() && run.child("w:instrText").is_none() {
                self.report.detail(LossKind::Hidden, &run.text());
                return;
            }
            for child in
                run.elements().filter(|child| matches!(child.name.as_str(), "w:fldChar" | "w:instrText"))
            {
                self.in_run(child, &look, around, None, open);
            }
            return;
        }
        let shows = !run.text().trim().is_empty();
        let mut raised = None;
        if let Some(own) = properties.filter(|_| shows) {
            let link = around.link.is_some() || self.fields.iter().any(|field| field.link.is_some());
            if own.switch("w:u") == Some(true) && !link && !around.heading {
                self.once(LossKind::Underline, open);
            }
            if !link && !around.heading && is_colored(own) {
                self.once(LossKind::Color, open);
            }
            // Other programs raise letters by a number of half points.
            let by_position = own.value("w:position").and_then(|position| position.parse::<f64>().ok());
            let by_position = by_position.filter(|by| *by != 0.0);
            let by_position = by_position.map(|by| if by > 0.0 { "superscript" } else { "subscript" });
            raised = own.value("w:vertAlign").filter(|value| *value != "baseline").or(by_position);
        }
        for child in run.elements() {
            self.in_run(child, &look, around, raised, open);
        }
    }

    fn once(&mut self, kind: LossKind, open: &mut OpenParagraph) {
        if open.once.insert(kind) {
            self.report.note(kind);
        }
    }

    fn in_run(
        &mut self,
        child: &Element,
        look: &RunLook,
        around: &RunContext,
        raised: Option<&str>,
        open: &mut OpenParagraph,
    ) {
        match child.name.as_str() {
            "w:fldChar" => self.field_mark(child),
            "w:instrText" => {
                if let Some(field) = self.fields.last_mut().filter(|field| !field.says) {
                    field.instruction.push_str(&child.text());
                }
            }
            // Between a field's beginning and what it says is nothing for readers, unless the field never says anything.
            _ if !self.broken_fields && self.fields.iter().any(|field| !field.says) => {}
            "w:t" => {
                let text = match raised {
                    Some(raised) => {
                        let text = child.text();
                        symbols::raised(&text, raised == "superscript").unwrap_or_else(|| {
                            self.once(LossKind::Raised, open);
                            text
                        })
                    }
                    None => child.text(),
                };
                self.words(&text, look, around, open);
            }
            "w:tab" | "w:ptab" => {
                // A tab before the first word only indents.
                if !is_blank(&open.line) {
                    self.once(LossKind::Tab, open);
                    self.words(" ", look, around, open);
                }
            }
            "w:br" => match child.attribute("w:type") {
                Some("page" | "column") => self.report.note(LossKind::PageBreak),
                _ => open.line.push(Piece::Break),
            },
            "w:cr" => open.line.push(Piece::Break),
            "w:noBreakHyphen" => self.words("\u{2011}", look, around, open),
            "w:sym" => {
                let font = child.attribute("w:font").unwrap_or_default();
                let code = child.attribute("w:char").and_then(|code| u32::from_str_radix(code, 16).ok());
                match code.and_then(|code| symbols::symbol(font, code)) {
                    Some(letter) => self.words(letter.encode_utf8(&mut [0; 4]), look, around, open),
                    None => {
                        self.report.detail(LossKind::Character, font);
                        self.mark("a symbol", open);
                    }
                }
            }
            "w:footnoteReference" => self.footnote(child, false, open),
            "w:endnoteReference" => self.footnote(child, true, open),
            "w:commentReference" => self.comment(child),
            "w:drawing" => self.drawing(child, open),
            "w:pict" => self.old_picture(child, open),
            "w:object" => {
                self.report.note(LossKind::Embedded);
                self.mark("an embedded file", open);
            }
            "w:ruby" => {
                for base in child.elements().filter(|one| one.name == "w:rubyBase") {
                    self.inlines(base, around, open);
                }
                self.unknown("ruby", child);
            }
            "w:delText" | "w:delInstrText" => self.report.note(LossKind::Deleted),
            "mc:AlternateContent" => {
                for inner in choice(child).into_iter().flat_map(Element::elements) {
                    self.in_run(inner, look, around, raised, open);
                }
            }
            name if is_silent(name) => {}
            "w:pgNum" | "w:dayShort" | "w:dayLong" | "w:monthShort" | "w:monthLong" | "w:yearShort"
            | "w:yearLong" => {
                self.report.note(LossKind::WordField);
            }
            name => self.unknown(name, child),
        }
    }

    fn words(&mut self, text: &str, look: &RunLook, around: &RunContext, open: &mut OpenParagraph) {
        let link = self.fields.iter().rev().find_map(|field| field.link.clone()).or(around.link.clone());
        let text = match look.font.as_deref().filter(|font| symbols::is_of_symbols(font)) {
            Some(font) => self.signs(text, font),
            None => self.letters(text),
        };
        let bold = look.bold == Some(true) && !around.heading;
        let italic = look.italic == Some(true);
        let struck = look.struck == Some(true);
        if !text.trim().is_empty() {
            open.largest = open.largest.max(look.size);
        }
        // Word breaks sentences into runs where nobody sees it.
        if let Some(Piece::Words { text: before, bold: b, italic: i, struck: s, link: l }) =
            open.line.last_mut()
            && (*b, *i, *s, &*l) == (bold, italic, struck, &link)
        {
            before.push_str(&text);
            return;
        }
        open.line.push(Piece::Words { text, bold, italic, struck, link });
    }

    /// Letters in a font of symbols.
    fn signs(&mut self, text: &str, font: &str) -> String {
        let mut signs = String::new();
        for c in text.chars() {
            let code = u32::from(c);
            let is_letter = c.is_whitespace() || !(code <= 0xff || (0xf000..=0xf0ff).contains(&code));
            match symbols::symbol(font, code).filter(|_| !is_letter) {
                Some(sign) => signs.push_str(&self.letters(sign.encode_utf8(&mut [0; 4]))),
                None if is_letter => signs.push_str(&self.letters(c.encode_utf8(&mut [0; 4]))),
                None => {
                    self.report.detail(LossKind::Character, font);
                    signs.push_str(&format!("{MARK}a sign of the font {font}]"));
                }
            }
        }
        signs
    }

    /// Puts one mark around each struck-out stretch, however many runs Word made of it.
    pub(crate) fn mark_struck(&mut self, line: &mut DraftLine) {
        let mut marked = DraftLine::new();
        let mut stretch = DraftLine::new();
        for piece in std::mem::take(line) {
            match piece {
                Piece::Words { struck: true, .. } => stretch.push(piece),
                // A space between two struck words is nobody's doubt.
                Piece::Words { ref text, .. } if !stretch.is_empty() && text.trim().is_empty() => {
                    stretch.push(piece);
                }
                other => {
                    self.end_struck(&mut stretch, &mut marked);
                    marked.push(other);
                }
            }
        }
        self.end_struck(&mut stretch, &mut marked);
        *line = marked;
    }

    fn end_struck(&mut self, stretch: &mut DraftLine, marked: &mut DraftLine) {
        let mut stretch = std::mem::take(stretch);
        let is_struck = |piece: &Piece| matches!(piece, Piece::Words { struck: true, text, .. } if !text.trim().is_empty());
        let Some(last) = stretch.iter().rposition(is_struck) else {
            marked.append(&mut stretch);
            return;
        };
        let after = stretch.split_off(last + 1);
        self.report.detail(LossKind::Struck, &super::text::words(&stretch));
        for (at, piece) in stretch.iter_mut().enumerate() {
            if let Piece::Words { text, struck, .. } = piece {
                *struck = false;
                if at == 0 {
                    let start = text.len() - text.trim_start().len();
                    text.insert_str(start, "[Struck out: ");
                }
                if at == last {
                    let end = text.trim_end().len();
                    text.insert(end, ']');
                }
            }
        }
        marked.append(&mut stretch);
        marked.extend(after);
    }

    /// Letters as the handbook can print them.
    pub(crate) fn letters(&mut self, text: &str) -> String {
        let mut letters = String::new();
        for c in text.chars() {
            let c = symbols::private(c).unwrap_or(c);
            match symbols::plain(c, self.prints) {
                symbols::SymbolMeaning::As(c) => letters.push(c),
                symbols::SymbolMeaning::Words(words) => letters.push_str(words),
                symbols::SymbolMeaning::Nothing => {}
                symbols::SymbolMeaning::Unprintable => {
                    let name = format!("U+{:04X}", u32::from(c));
                    self.report.detail(LossKind::Character, &name);
                    letters.push_str(&format!("{MARK}the character {name}]"));
                }
            }
        }
        letters
    }

    /// Marks where something was that is not carried over.
    pub(crate) fn mark(&mut self, what: &str, open: &mut OpenParagraph) {
        let what = self.letters(what);
        if !is_blank(&open.line) {
            open.line.push(Piece::plain(" "));
        }
        open.line.push(Piece::bold(format!("{MARK}{what}]")));
        open.line.push(Piece::plain(" "));
    }

    /// A comment is left out, and quoted in the report.
    fn comment(&mut self, reference: &Element) {
        let id = reference.attribute("w:id");
        let mut comments = self.comments.into_iter().flat_map(Element::elements);
        let words = comments.find(|one| one.attribute("w:id") == id).map(Element::shown).unwrap_or_default();
        self.report.detail(LossKind::Comment, &words);
    }

    fn footnote(&mut self, reference: &Element, end: bool, open: &mut OpenParagraph) {
        self.report.note(LossKind::Footnote);
        let id = reference.attribute("w:id").unwrap_or_default();
        if let Some(number) = self.note(id, end) {
            let text = format!(" (note {number})");
            match open.line.last_mut() {
                Some(Piece::Words { text: before, .. }) => before.push_str(&text),
                _ => open.line.push(Piece::plain(text)),
            }
        }
    }

    /// Reports a control that is there to be filled in, with its choices.
    pub(crate) fn content_control(&mut self, control: &Element) {
        let Some(properties) = control.child("w:sdtPr") else { return };
        let kinds = ["w14:checkbox", "w:dropDownList", "w:comboBox", "w:date", "w:text", "w:showingPlcHdr"];
        if kinds.iter().any(|kind| properties.child(kind).is_some()) {
            let name = properties.value("w:alias").or(properties.value("w:tag")).unwrap_or_default();
            let list = properties.child("w:dropDownList").or(properties.child("w:comboBox"));
            let choices: Vec<&str> = list
                .into_iter()
                .flat_map(Element::elements)
                .filter_map(|choice| choice.attribute("w:displayText").or(choice.attribute("w:value")))
                .collect();
            let said = if choices.is_empty() { String::new() } else { format!(": {}", choices.join(", ")) };
            self.report.detail(LossKind::FormField, &format!("{name}{said}"));
        }
    }
}

/// Of several ways in which Word writes the same, the first that has something in it.
pub(crate) fn choice(alternatives: &Element) -> Option<&Element> {
    let all =
        || alternatives.elements().filter(|one| matches!(one.name.as_str(), "mc:Choice" | "mc:Fallback"));
    all().find(|one| one.elements().next().is_some())
}

/// Whether words stand out by color: not black, not nearly so, or on a color.
fn is_colored(properties: &Element) -> bool {
    let dark = |hex: &str| {
        u32::from_str_radix(hex, 16)
            .is_ok_and(|color| [16, 8, 0].iter().all(|shift| (color >> shift) & 0xff <= 0x50))
    };
    let color = properties.value("w:color").is_some_and(|color| color != "auto" && !dark(color));
    let highlight = properties.value("w:highlight").is_some_and(|color| color != "none");
    let fill = properties.child("w:shd").and_then(|shade| shade.attribute("w:fill"));
    let shade = fill.is_some_and(|fill| !matches!(fill.to_ascii_lowercase().as_str(), "auto" | "ffffff"));
    color || highlight || shade
}
