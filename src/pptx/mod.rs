//! Slides of units for PowerPoint, with text that can be edited, and with notes for whoever speaks. What is the same in every file
//! (colors, letters, where the boxes are) is in `templates/pptx`.
//!
//! ```text
//! ppt/slides/slide1.xml            the title of a unit, its objectives, the steps of its outline, its questions
//! ppt/notesSlides/notesSlide1.xml  the whole text of the step
//! ```

mod lines;
mod slide;

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::model::Date;
use crate::view::Pages;
use crate::view::curriculum::CurriculumPage;
use crate::view::deck;
use crate::writing_systems::Direction;
use crate::xml_text::XmlText;
use slide::{PptxSlide, SlideLayout, SlideSetting};

const THEME: &str = include_str!("../../templates/pptx/theme.xml");
const MASTER: &str = include_str!("../../templates/pptx/master.xml");
const NOTES_MASTER: &str = include_str!("../../templates/pptx/notes-master.xml");

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.presentationml";

/// A relationship of a part: its kind, and the part that it leads to.
type PartRelation<'a> = (&'a str, String);

/// The slides of the units at these places of a curriculum.
///
/// # Errors
/// What the file cannot hold.
pub(crate) fn slides(pages: &Pages<'_>, page: &CurriculumPage<'_>, units: &[usize]) -> io::Result<Vec<u8>> {
    let shell = &pages.shell;
    let setting = SlideSetting {
        words: &shell.words,
        language: shell.language.to_string(),
        is_right_to_left: shell.direction() == Direction::RightToLeft,
        footer: format!("{} · {} · {}", shell.organization, page.row.number, page.row.date),
    };
    let mut all = Vec::new();
    for at in units {
        let (unit, row) = (&page.version.units[*at], &page.units[*at]);
        all.push(slide::of_unit(unit, &row.title, &page.row.title, &row.minutes));
        for shown in deck::slides(unit, &shell.words) {
            all.extend(slide::of(&shown, &setting));
        }
    }
    let facts = DeckFacts {
        title: &page.row.title,
        organization: &shell.organization,
        day: page.version.header.effective,
    };
    SlidePackage::new().pack(&all, &setting, &facts, &shell.accent)
}

/// What the file says of itself.
struct DeckFacts<'a> {
    title: &'a str,
    organization: &'a str,
    /// Of the version.
    day: Option<Date>,
}

struct SlidePackage {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    /// The parts so far, with their content types.
    parts: Vec<(String, &'static str)>,
}

impl SlidePackage {
    fn new() -> Self {
        Self { zip: ZipWriter::new(Cursor::new(Vec::new())), parts: Vec::new() }
    }

    fn add(&mut self, path: &str, text: &str) -> io::Result<()> {
        // The same bytes on every day.
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        self.zip.start_file(path, options)?;
        self.zip.write_all(text.as_bytes())
    }

    /// A part with what it leads to.
    fn part(
        &mut self,
        path: String,
        content: &'static str,
        text: &str,
        related: &[PartRelation<'_>],
    ) -> io::Result<()> {
        self.add(&path, text)?;
        if !related.is_empty() {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
            self.add(&format!("{folder}/_rels/{name}.rels"), &relations(related))?;
        }
        self.parts.push((path, content));
        Ok(())
    }

    fn pack(
        mut self,
        slides: &[PptxSlide],
        setting: &SlideSetting<'_>,
        facts: &DeckFacts<'_>,
        accent: &str,
    ) -> io::Result<Vec<u8>> {
        let theme = THEME.replace("{accent}", accent.trim_start_matches('#'));
        for number in [1, 2] {
            self.part(format!("ppt/theme/theme{number}.xml"), "theme", &theme, &[])?;
        }
        let layouts = SlideLayout::ALL
            .map(|layout| ("slideLayout", format!("../slideLayouts/slideLayout{}.xml", layout.number())));
        let related = [layouts.as_slice(), &[("theme", "../theme/theme1.xml".to_owned())]].concat();
        self.part("ppt/slideMasters/slideMaster1.xml".to_owned(), "slideMaster", MASTER, &related)?;
        for layout in SlideLayout::ALL {
            let path = format!("ppt/slideLayouts/slideLayout{}.xml", layout.number());
            let master = [("slideMaster", "../slideMasters/slideMaster1.xml".to_owned())];
            self.part(path, "slideLayout", layout.text(), &master)?;
        }
        let theme = [("theme", "../theme/theme2.xml".to_owned())];
        self.part("ppt/notesMasters/notesMaster1.xml".to_owned(), "notesMaster", NOTES_MASTER, &theme)?;
        for (number, slide) in (1..).zip(slides) {
            self.slide(number, slide, setting)?;
        }
        self.presentation(slides.len())?;
        self.add("docProps/core.xml", &core(facts, &setting.language))?;
        self.add("_rels/.rels", &package_relations())?;
        let types = content_types(&self.parts);
        self.add("[Content_Types].xml", &types)?;
        Ok(self.zip.finish()?.into_inner())
    }

    fn slide(&mut self, number: usize, slide: &PptxSlide, setting: &SlideSetting<'_>) -> io::Result<()> {
        let layout = ("slideLayout", format!("../slideLayouts/slideLayout{}.xml", slide.layout.number()));
        let mut related = vec![layout];
        if !slide.notes.is_empty() {
            related.push(("notesSlide", format!("../notesSlides/notesSlide{number}.xml")));
        }
        self.part(format!("ppt/slides/slide{number}.xml"), "slide", &slide.xml(setting), &related)?;
        if slide.notes.is_empty() {
            return Ok(());
        }
        let related = [
            ("notesMaster", "../notesMasters/notesMaster1.xml".to_owned()),
            ("slide", format!("../slides/slide{number}.xml")),
        ];
        let path = format!("ppt/notesSlides/notesSlide{number}.xml");
        self.part(path, "notesSlide", &slide.notes_xml(setting), &related)
    }

    fn presentation(&mut self, slides: usize) -> io::Result<()> {
        let mut related = vec![
            ("slideMaster", "slideMasters/slideMaster1.xml".to_owned()),
            ("notesMaster", "notesMasters/notesMaster1.xml".to_owned()),
            ("theme", "theme/theme1.xml".to_owned()),
        ];
        let before = related.len();
        related.extend((1..=slides).map(|number| ("slide", format!("slides/slide{number}.xml"))));
        let mut xml = XmlText::new();
        xml.element("p:presentation", &slide::NAMESPACES, |xml| {
            xml.element("p:sldMasterIdLst", &[], |xml| {
                xml.empty("p:sldMasterId", &[("id", "2147483648"), ("r:id", "rId1")]);
            });
            xml.element("p:notesMasterIdLst", &[], |xml| {
                xml.empty("p:notesMasterId", &[("r:id", "rId2")]);
            });
            xml.element("p:sldIdLst", &[], |xml| {
                for at in 0..slides {
                    let (id, relation) = ((256 + at).to_string(), format!("rId{}", before + at + 1));
                    xml.empty("p:sldId", &[("id", &id), ("r:id", &relation)]);
                }
            });
            xml.empty("p:sldSz", &[("cx", "12192000"), ("cy", "6858000")]);
            xml.empty("p:notesSz", &[("cx", "6858000"), ("cy", "9144000")]);
        });
        self.part("ppt/presentation.xml".to_owned(), "presentation.main", &xml.into_text(), &related)
    }
}

fn relations(related: &[PartRelation<'_>]) -> String {
    let mut xml = XmlText::new();
    xml.element("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))], |xml| {
        for (number, (kind, target)) in (1..).zip(related) {
            let (id, kind) = (format!("rId{number}"), format!("{OFFICE}/{kind}"));
            xml.empty("Relationship", &[("Id", &id), ("Type", &kind), ("Target", target)]);
        }
    });
    xml.into_text()
}

fn package_relations() -> String {
    let mut xml = XmlText::new();
    let kinds = [
        (format!("{OFFICE}/officeDocument"), "ppt/presentation.xml"),
        (format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml"),
    ];
    xml.element("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))], |xml| {
        for (number, (kind, target)) in (1..).zip(&kinds) {
            let id = format!("rId{number}");
            xml.empty("Relationship", &[("Id", &id), ("Type", kind), ("Target", target)]);
        }
    });
    xml.into_text()
}

fn core(facts: &DeckFacts<'_>, language: &str) -> String {
    let DeckFacts { title, organization, day } = facts;
    let mut xml = XmlText::new();
    let names = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.element("cp:coreProperties", &names, |xml| {
        xml.words("dc:title", &[], title);
        xml.words("dc:creator", &[], organization);
        xml.words("dc:language", &[], language);
        if let Some(day) = day {
            let created = format!("{day}T00:00:00Z");
            xml.words("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &created);
        }
    });
    xml.into_text()
}

fn content_types(parts: &[(String, &'static str)]) -> String {
    let mut xml = XmlText::new();
    xml.element("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))], |xml| {
        let relations = "application/vnd.openxmlformats-package.relationships+xml";
        xml.empty("Default", &[("Extension", "rels"), ("ContentType", relations)]);
        xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
        for (path, kind) in parts {
            let content = match *kind {
                "theme" => "application/vnd.openxmlformats-officedocument.theme+xml".to_owned(),
                kind => format!("{CONTENT}.{kind}+xml"),
            };
            xml.empty("Override", &[("PartName", &format!("/{path}")), ("ContentType", &content)]);
        }
        let core = "application/vnd.openxmlformats-package.core-properties+xml";
        xml.empty("Override", &[("PartName", "/docProps/core.xml"), ("ContentType", core)]);
    });
    xml.into_text()
}
