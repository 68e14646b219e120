//! A slide as PowerPoint has it: boxes with text, or a table, at the places of its layout.

use super::lines::{self, LineMarker, SlideBody, SlideLine, SlideRun, SlideTable, bodies, lines_on_slides};
use crate::model::curriculum::Unit;
use crate::model::question::{CheckForm, Question, Response};
use crate::model::text::Block;
use crate::view::deck::Slide;
use crate::words::FixedWords;
use crate::xml_text::XmlText;

/// In the units of the format, of which an inch has 914,400.
const TABLE_LEFT: usize = 609_600;
const TABLE_TOP: usize = 1_447_800;
const TABLE_WIDTH: usize = 10_972_800;
const ROW_HEIGHT: usize = 320_040;
const INDENT: usize = 342_900;

/// Sizes of letters, in hundredths of a point.
const SIZE_OF_POINTS: u32 = 2200;
const SIZE_OF_TEXT: u32 = 1600;
const SIZE_OF_TABLE: u32 = 1200;

pub(super) const NAMESPACES: [(&str, &str); 3] = [
    ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:p", "http://schemas.openxmlformats.org/presentationml/2006/main"),
];

/// What every slide of a file has.
pub(super) struct SlideSetting<'a> {
    pub(super) words: &'a FixedWords,
    pub(super) language: String,
    pub(super) is_right_to_left: bool,
    pub(super) footer: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SlideLayout {
    Title,
    Text,
    /// A title, and a table below it.
    TitleOnly,
}

impl SlideLayout {
    pub(super) const ALL: [Self; 3] = [Self::Title, Self::Text, Self::TitleOnly];

    pub(super) fn number(self) -> usize {
        match self {
            Self::Title => 1,
            Self::Text => 2,
            Self::TitleOnly => 3,
        }
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Title => include_str!("../../templates/pptx/layout-title.xml"),
            Self::Text => include_str!("../../templates/pptx/layout-text.xml"),
            Self::TitleOnly => include_str!("../../templates/pptx/layout-title-only.xml"),
        }
    }
}

pub(super) struct PptxSlide {
    pub(super) layout: SlideLayout,
    title: String,
    body: SlideBody,
    size: u32,
    /// What whoever speaks reads, a paragraph each.
    pub(super) notes: Vec<String>,
}

/// The slide with the title of a unit. Its notes are what is for the trainer.
pub(super) fn of_unit(unit: &Unit, title: &str, curriculum: &str, minutes: &str) -> PptxSlide {
    PptxSlide {
        layout: SlideLayout::Title,
        title: title.to_owned(),
        body: SlideBody::Lines([curriculum, minutes].map(SlideLine::of_words).to_vec()),
        size: SIZE_OF_POINTS,
        notes: lines::words(&unit.for_trainer),
    }
}

/// A slide of a unit, in as many as it takes.
pub(super) fn of(slide: &Slide<'_>, setting: &SlideSetting<'_>) -> Vec<PptxSlide> {
    let say = &setting.words.curriculum;
    let bullets = |lines: Vec<SlideLine>| {
        lines.into_iter().map(|line| line.with_marker(LineMarker::Bullet)).collect::<Vec<SlideLine>>()
    };
    match slide {
        Slide::Objectives(lines) => {
            let lines = bullets(lines.iter().map(|line| SlideLine::of(line)).collect());
            let bodies = lines_on_slides(lines).into_iter().map(SlideBody::Lines).collect();
            slides(&say.objectives, bodies, SIZE_OF_POINTS, Vec::new())
        }
        Slide::Step { title, time, sentences, tables, notes } => {
            let title = if time.is_empty() { title.clone() } else { format!("{title} ({time})") };
            let said = bullets(sentences.iter().map(|sentence| SlideLine::of_words(sentence)).collect());
            let tables: Vec<Block> = tables.iter().map(|table| (*table).clone()).collect();
            let mut shown = bodies(&tables);
            if shown.is_empty() || !said.is_empty() {
                shown.insert(0, SlideBody::Lines(said));
            }
            slides(&title, shown, SIZE_OF_POINTS, lines::words(notes))
        }
        Slide::Section { title, blocks } => {
            let bodies = bodies(blocks);
            let is_short = matches!(bodies.as_slice(), [SlideBody::Lines(said)] if lines::are_few(said));
            slides(title, bodies, if is_short { SIZE_OF_POINTS } else { SIZE_OF_TEXT }, Vec::new())
        }
        Slide::Question { question, is_answered } => {
            let lines = of_question(question, *is_answered, setting.words);
            let bodies = lines_on_slides(lines).into_iter().map(SlideBody::Lines).collect();
            slides(&say.check, bodies, SIZE_OF_POINTS, Vec::new())
        }
    }
}

/// The question, its options with letters, and why, where it is answered.
fn of_question(one: &Question, is_answered: bool, words: &FixedWords) -> Vec<SlideLine> {
    let say = &words.curriculum;
    let options: Vec<SlideLine> = match &one.response {
        Response::Options(_) => {
            one.options(CheckForm::A).into_iter().map(|option| SlideLine::of(&option.text)).collect()
        }
        Response::TrueFalse(_) => {
            [&say.is_true, &say.is_false].map(|word| SlideLine::of_words(word)).to_vec()
        }
        Response::Open(_) => Vec::new(),
    };
    let right = if is_answered { one.right_places(CheckForm::A) } else { Vec::new() };
    let lettered = options.into_iter().zip('a'..).enumerate().map(|(at, (option, letter))| {
        let letter = SlideRun { text: format!("{letter})  "), ..SlideRun::default() };
        let runs = std::iter::once(letter).chain(option.runs);
        let runs = runs.map(|run| SlideRun { is_bold: run.is_bold || right.contains(&at), ..run });
        SlideLine { runs: runs.collect(), level: 1, marker: LineMarker::Plain }
    });
    let why = match &one.response {
        Response::Open(answer) => SlideLine::of(answer),
        Response::Options(_) | Response::TrueFalse(_) => SlideLine::of(&one.why),
    };
    let why = Some(why).filter(|why| is_answered && !why.runs.is_empty());
    std::iter::once(SlideLine::of(&one.question)).chain(lettered).chain(why).collect()
}

/// A slide for each body. Where there are several, their titles are numbered; the first has the notes.
fn slides(title: &str, bodies: Vec<SlideBody>, size: u32, mut notes: Vec<String>) -> Vec<PptxSlide> {
    let count = bodies.len();
    let slide = |(number, body): (usize, SlideBody)| PptxSlide {
        layout: match body {
            SlideBody::Lines(_) => SlideLayout::Text,
            SlideBody::Table(_) => SlideLayout::TitleOnly,
        },
        title: if count > 1 { format!("{title} ({number}/{count})") } else { title.to_owned() },
        body,
        size,
        notes: std::mem::take(&mut notes),
    };
    (1..).zip(bodies).map(slide).collect()
}

impl PptxSlide {
    pub(super) fn xml(&self, setting: &SlideSetting<'_>) -> String {
        let mut xml = XmlText::new();
        xml.element("p:sld", &NAMESPACES, |xml| {
            xml.element("p:cSld", &[], |xml| {
                tree(xml, |xml| {
                    let title = SlideLine::of_words(&self.title);
                    let kind = if self.layout == SlideLayout::Title { "ctrTitle" } else { "title" };
                    text_box(xml, 2, "Title", &[("type", kind)], &[title], None, setting);
                    match &self.body {
                        SlideBody::Lines(lines) => {
                            let place: &[(&str, &str)] = match self.layout {
                                SlideLayout::Title => &[("type", "subTitle"), ("idx", "1")],
                                SlideLayout::Text | SlideLayout::TitleOnly => &[("idx", "1")],
                            };
                            text_box(xml, 3, "Text", place, lines, Some(self.size), setting);
                        }
                        SlideBody::Table(rows) => table(xml, rows, &self.title, setting),
                    }
                    if self.layout != SlideLayout::Title {
                        footers(xml, setting);
                    }
                });
            });
            color_map(xml);
        });
        xml.into_text()
    }

    pub(super) fn notes_xml(&self, setting: &SlideSetting<'_>) -> String {
        let mut xml = XmlText::new();
        xml.element("p:notes", &NAMESPACES, |xml| {
            xml.element("p:cSld", &[], |xml| {
                tree(xml, |xml| {
                    picture_of_slide(xml);
                    let lines: Vec<SlideLine> =
                        self.notes.iter().map(|words| SlideLine::of_words(words)).collect();
                    text_box(xml, 3, "Notes", &[("type", "body"), ("idx", "1")], &lines, None, setting);
                });
            });
            color_map(xml);
        });
        xml.into_text()
    }
}

/// The boxes of a slide, in the order in which they are read aloud.
fn tree(xml: &mut XmlText, boxes: impl FnOnce(&mut XmlText)) {
    xml.element("p:spTree", &[], |xml| {
        xml.element("p:nvGrpSpPr", &[], |xml| {
            xml.empty("p:cNvPr", &[("id", "1"), ("name", "")]);
            xml.empty("p:cNvGrpSpPr", &[]);
            xml.empty("p:nvPr", &[]);
        });
        xml.empty("p:grpSpPr", &[]);
        boxes(xml);
    });
}

fn color_map(xml: &mut XmlText) {
    xml.element("p:clrMapOvr", &[], |xml| xml.empty("a:masterClrMapping", &[]));
}

/// A box at the place that the layout has for it.
fn text_box(
    xml: &mut XmlText,
    id: usize,
    name: &str,
    place: &[(&str, &str)],
    lines: &[SlideLine],
    size: Option<u32>,
    setting: &SlideSetting<'_>,
) {
    xml.element("p:sp", &[], |xml| {
        xml.element("p:nvSpPr", &[], |xml| {
            let id = id.to_string();
            xml.empty("p:cNvPr", &[("id", &id), ("name", &format!("{name} {id}"))]);
            xml.element("p:cNvSpPr", &[], |xml| xml.empty("a:spLocks", &[("noGrp", "1")]));
            xml.element("p:nvPr", &[], |xml| xml.empty("p:ph", place));
        });
        xml.empty("p:spPr", &[]);
        xml.element("p:txBody", &[], |xml| {
            xml.element("a:bodyPr", &[], |xml| xml.empty("a:normAutofit", &[]));
            xml.empty("a:lstStyle", &[]);
            for line in lines {
                paragraph(xml, line, size, setting);
            }
            if lines.is_empty() {
                xml.empty("a:p", &[]);
            }
        });
    });
}

fn picture_of_slide(xml: &mut XmlText) {
    xml.element("p:sp", &[], |xml| {
        xml.element("p:nvSpPr", &[], |xml| {
            xml.empty("p:cNvPr", &[("id", "2"), ("name", "Slide 2")]);
            let locks = [("noGrp", "1"), ("noRot", "1"), ("noChangeAspect", "1")];
            xml.element("p:cNvSpPr", &[], |xml| xml.empty("a:spLocks", &locks));
            xml.element("p:nvPr", &[], |xml| xml.empty("p:ph", &[("type", "sldImg")]));
        });
        xml.empty("p:spPr", &[]);
    });
}

/// Whose slides these are, and the number of the slide.
fn footers(xml: &mut XmlText, setting: &SlideSetting<'_>) {
    let footer = SlideLine::of_words(&setting.footer);
    let place = [("type", "ftr"), ("sz", "quarter"), ("idx", "11")];
    text_box(xml, 8, "Footer", &place, &[footer], None, setting);
    xml.element("p:sp", &[], |xml| {
        xml.element("p:nvSpPr", &[], |xml| {
            xml.empty("p:cNvPr", &[("id", "9"), ("name", "Slide number 9")]);
            xml.element("p:cNvSpPr", &[], |xml| xml.empty("a:spLocks", &[("noGrp", "1")]));
            let place = [("type", "sldNum"), ("sz", "quarter"), ("idx", "12")];
            xml.element("p:nvPr", &[], |xml| xml.empty("p:ph", &place));
        });
        xml.empty("p:spPr", &[]);
        xml.element("p:txBody", &[], |xml| {
            xml.empty("a:bodyPr", &[]);
            xml.empty("a:lstStyle", &[]);
            xml.element("a:p", &[], |xml| {
                // What it is, for a program that doesn't count slides.
                let kind = [("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"), ("type", "slidenum")];
                xml.element("a:fld", &kind, |xml| {
                    xml.empty("a:rPr", &[("lang", &setting.language)]);
                    xml.words("a:t", &[], "‹#›");
                });
            });
        });
    });
}

fn paragraph(xml: &mut XmlText, line: &SlideLine, size: Option<u32>, setting: &SlideSetting<'_>) {
    xml.element("a:p", &[], |xml| {
        // A list of its own is as far in as its marker needs.
        let level = line.level.min(8);
        let margin = (level.max(usize::from(line.marker != LineMarker::Plain)) * INDENT).to_string();
        let indent = if line.marker == LineMarker::Plain { "0".to_owned() } else { format!("-{INDENT}") };
        let mut attributes = vec![("marL", margin.as_str()), ("indent", indent.as_str())];
        attributes.extend([("algn", "r"), ("rtl", "1")].into_iter().filter(|_| setting.is_right_to_left));
        xml.element("a:pPr", &attributes, |xml| match line.marker {
            LineMarker::Plain => xml.empty("a:buNone", &[]),
            LineMarker::Bullet => xml.empty("a:buChar", &[("char", "•")]),
            LineMarker::Number(number) => {
                let start = number.clamp(1, 32_767).to_string();
                xml.empty("a:buAutoNum", &[("type", "arabicPeriod"), ("startAt", &start)]);
            }
        });
        line.runs.iter().for_each(|one| run(xml, one, size, setting));
    });
}

fn run(xml: &mut XmlText, run: &SlideRun, size: Option<u32>, setting: &SlideSetting<'_>) {
    let size = size.map(|size| size.to_string());
    let mut attributes = vec![("lang", setting.language.as_str())];
    attributes.extend(size.as_deref().map(|size| ("sz", size)));
    attributes.extend(run.is_bold.then_some(("b", "1")));
    attributes.extend(run.is_italic.then_some(("i", "1")));
    attributes.extend(run.is_struck.then_some(("strike", "sngStrike")));
    xml.element("a:r", &[], |xml| {
        xml.empty("a:rPr", &attributes);
        xml.words("a:t", &[], &run.text);
    });
}

/// The first row is the head.
fn table(xml: &mut XmlText, rows: &SlideTable, title: &str, setting: &SlideSetting<'_>) {
    let columns = rows.first().map_or(1, Vec::len).max(1);
    let (width, height) = (TABLE_WIDTH / columns, ROW_HEIGHT * rows.len());
    xml.element("p:graphicFrame", &[], |xml| {
        xml.element("p:nvGraphicFramePr", &[], |xml| {
            xml.empty("p:cNvPr", &[("id", "3"), ("name", "Table 3"), ("descr", title)]);
            xml.element("p:cNvGraphicFramePr", &[], |xml| {
                xml.empty("a:graphicFrameLocks", &[("noGrp", "1")]);
            });
            xml.empty("p:nvPr", &[]);
        });
        xml.element("p:xfrm", &[], |xml| {
            xml.empty("a:off", &[("x", &TABLE_LEFT.to_string()), ("y", &TABLE_TOP.to_string())]);
            xml.empty("a:ext", &[("cx", &TABLE_WIDTH.to_string()), ("cy", &height.to_string())]);
        });
        xml.element("a:graphic", &[], |xml| {
            let kind = [("uri", "http://schemas.openxmlformats.org/drawingml/2006/table")];
            xml.element("a:graphicData", &kind, |xml| {
                xml.element("a:tbl", &[], |xml| {
                    let mut look = vec![("firstRow", "1"), ("bandRow", "1")];
                    look.extend(setting.is_right_to_left.then_some(("rtl", "1")));
                    xml.element("a:tblPr", &look, |xml| {
                        // PowerPoint's own style “Medium Style 2 - Accent 1”.
                        xml.words("a:tableStyleId", &[], "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}");
                    });
                    xml.element("a:tblGrid", &[], |xml| {
                        (0..columns).for_each(|_| xml.empty("a:gridCol", &[("w", &width.to_string())]));
                    });
                    for (at, row) in rows.iter().enumerate() {
                        table_row(xml, row, at == 0, setting);
                    }
                });
            });
        });
    });
}

fn table_row(xml: &mut XmlText, row: &[Vec<SlideRun>], is_head: bool, setting: &SlideSetting<'_>) {
    xml.element("a:tr", &[("h", &ROW_HEIGHT.to_string())], |xml| {
        for cell in row {
            xml.element("a:tc", &[], |xml| {
                xml.element("a:txBody", &[], |xml| {
                    xml.empty("a:bodyPr", &[]);
                    xml.empty("a:lstStyle", &[]);
                    let runs =
                        cell.iter().map(|run| SlideRun { is_bold: run.is_bold || is_head, ..run.clone() });
                    let line = SlideLine { runs: runs.collect(), ..SlideLine::default() };
                    paragraph(xml, &line, Some(SIZE_OF_TABLE), setting);
                });
                xml.empty("a:tcPr", &[]);
            });
        }
    });
}
