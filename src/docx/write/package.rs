//! A Word file as a zip of parts: the text, its styles, lists, margins and pictures, and how they refer to each other.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Write};

use quick_xml::escape::escape;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::directions;
use super::parts::{WordBlock, WordParagraph};
use crate::docx::IDENTITY;
use crate::memo::Keyed;
use crate::picture::PictureKind;
use crate::writing_systems::Direction;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The names that the parts with text use.
const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" mc:Ignorable=\"w14\"";

/// The pictures of a handbook, by their paths.
pub type PictureFiles = BTreeMap<String, Keyed<[u8]>>;

/// A document that is to be written.
pub(crate) struct WordDocument<'a> {
    pub(crate) title: &'a str,
    pub(crate) author: &'a str,
    /// The language tag, such as `en-US`.
    pub(crate) language: String,
    pub(crate) direction: Direction,
    /// The day of the version, `2026-11-23`.
    pub(crate) date: String,
    /// Which version it is, for `import`: `policy:intake@2026-11-23`.
    pub(crate) identity: Option<String>,
    pub(crate) blocks: Vec<WordBlock>,
    pub(crate) header: WordParagraph,
    pub(crate) footer: WordParagraph,
    /// The parts `word/styles.xml` and `word/numbering.xml`, and the page.
    pub(crate) styles: String,
    pub(crate) numbering: String,
    pub(crate) page: String,
    pub(crate) pictures: &'a PictureFiles,
}

/// Writes the XML of one part, and collects what it refers to.
pub(crate) struct PartWriter<'a> {
    xml: String,
    ids: usize,
    relationships: Vec<Relationship>,
    pictures: &'a PictureFiles,
    /// The pictures that are used: their paths, in the order of their numbers.
    used: Vec<String>,
}

struct Relationship {
    kind: &'static str,
    target: String,
    is_external: bool,
}

impl<'a> PartWriter<'a> {
    fn new(pictures: &'a PictureFiles) -> Self {
        Self { xml: String::new(), ids: 0, relationships: Vec::new(), pictures, used: Vec::new() }
    }

    pub(crate) fn push(&mut self, xml: &str) {
        self.xml.push_str(xml);
    }

    /// A number that nothing else in the part has.
    pub(crate) fn next_id(&mut self) -> usize {
        self.ids += 1;
        self.ids
    }

    fn relate(&mut self, kind: &'static str, target: String, is_external: bool) -> String {
        let known = self.relationships.iter().position(|one| one.kind == kind && one.target == target);
        let at = known.unwrap_or_else(|| {
            self.relationships.push(Relationship { kind, target, is_external });
            self.relationships.len() - 1
        });
        format!("rId{}", at + 1)
    }

    pub(crate) fn relate_link(&mut self, address: &str) -> String {
        self.relate("hyperlink", address.to_owned(), true)
    }

    /// `None` where there is no such picture.
    pub(crate) fn relate_picture(&mut self, path: &str) -> Option<String> {
        let bytes = self.pictures.get(path)?;
        let ending = ending(path, bytes)?;
        let at = self.used.iter().position(|used| used == path).unwrap_or_else(|| {
            self.used.push(path.to_owned());
            self.used.len() - 1
        });
        Some(self.relate("image", format!("media/image{}.{ending}", at + 1), false))
    }

    fn relationships(&self) -> String {
        let one = |(at, Relationship { kind, target, is_external }): (usize, &Relationship)| {
            let mode = if *is_external { " TargetMode=\"External\"" } else { "" };
            format!(
                "<Relationship Id=\"rId{}\" Type=\"{OFFICE}/{kind}\" Target=\"{}\"{mode} />",
                at + 1,
                escape(target.as_str())
            )
        };
        let all: String = self.relationships.iter().enumerate().map(one).collect();
        format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{all}</Relationships>")
    }
}

/// The kinds of pictures that Word shows.
fn ending(path: &str, bytes: &[u8]) -> Option<&'static str> {
    match PictureKind::of(path, bytes)? {
        PictureKind::Png => Some("png"),
        PictureKind::Jpeg => Some("jpeg"),
        PictureKind::Gif => Some("gif"),
        PictureKind::Svg => None,
    }
}

/// Writes the file. The same document gives the same bytes.
pub(crate) fn pack(document: &WordDocument<'_>) -> io::Result<Vec<u8>> {
    let mut text = PartWriter::new(document.pictures);
    for (kind, target) in
        [("styles", "styles.xml"), ("numbering", "numbering.xml"), ("settings", "settings.xml")]
    {
        text.relate(kind, target.to_owned(), false);
    }
    let header = text.relate("header", "header1.xml".to_owned(), false);
    let footer = text.relate("footer", "footer1.xml".to_owned(), false);
    document.blocks.iter().for_each(|block| block.write(&mut text));
    // Word wants a paragraph after a table at the end.
    if matches!(document.blocks.last(), Some(WordBlock::Table(_)) | None) {
        WordBlock::Paragraph(WordParagraph::new()).write(&mut text);
    }
    let section = format!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"{header}\" /><w:footerReference w:type=\"default\" r:id=\"{footer}\" />{}</w:sectPr>",
        document.page
    );
    let body = directions::mark(std::mem::take(&mut text.xml), document.direction);
    let margin = |name: &str, paragraph: &WordParagraph| {
        let mut part = PartWriter::new(document.pictures);
        WordBlock::Paragraph(paragraph.clone()).write(&mut part);
        let xml = directions::mark(part.xml, document.direction);
        format!("{HEAD}<w:{name} {NAMESPACES}>{xml}</w:{name}>")
    };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |path: &str, bytes: &[u8]| -> io::Result<()> {
        zip.start_file(path, SimpleFileOptions::default()).map_err(io::Error::other)?;
        zip.write_all(bytes)
    };
    put("[Content_Types].xml", content_types(document).as_bytes())?;
    put("_rels/.rels", package_relationships(document).as_bytes())?;
    put("docProps/app.xml", app().as_bytes())?;
    put("docProps/core.xml", core(document).as_bytes())?;
    if let Some(identity) = &document.identity {
        put("docProps/custom.xml", custom(identity).as_bytes())?;
    }
    put(
        "word/document.xml",
        format!("{HEAD}<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>").as_bytes(),
    )?;
    put("word/_rels/document.xml.rels", text.relationships().as_bytes())?;
    put("word/styles.xml", format!("{HEAD}{}", document.styles).as_bytes())?;
    put("word/numbering.xml", format!("{HEAD}{}", document.numbering).as_bytes())?;
    put("word/settings.xml", settings().as_bytes())?;
    put("word/header1.xml", margin("hdr", &document.header).as_bytes())?;
    put("word/footer1.xml", margin("ftr", &document.footer).as_bytes())?;
    for (at, path) in text.used.iter().enumerate() {
        let Some(bytes) = document.pictures.get(path) else { continue };
        let ending = ending(path, bytes).unwrap_or("png");
        put(&format!("word/media/image{}.{ending}", at + 1), bytes)?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

fn content_types(document: &WordDocument<'_>) -> String {
    let defaults = [
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("png", "image/png"),
        ("jpeg", "image/jpeg"),
        ("gif", "image/gif"),
    ];
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut parts = vec![
        ("/word/document.xml", format!("{word}.document.main+xml")),
        ("/word/styles.xml", format!("{word}.styles+xml")),
        ("/word/numbering.xml", format!("{word}.numbering+xml")),
        ("/word/settings.xml", format!("{word}.settings+xml")),
        ("/word/header1.xml", format!("{word}.header+xml")),
        ("/word/footer1.xml", format!("{word}.footer+xml")),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
        (
            "/docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml".to_owned(),
        ),
    ];
    if document.identity.is_some() {
        let kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml".to_owned();
        parts.push(("/docProps/custom.xml", kind));
    }
    let defaults =
        defaults.map(|(ending, kind)| format!("<Default Extension=\"{ending}\" ContentType=\"{kind}\" />"));
    let parts: String = parts
        .iter()
        .map(|(path, kind)| format!("<Override PartName=\"{path}\" ContentType=\"{kind}\" />"))
        .collect();
    format!("{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">{}{parts}</Types>", defaults.concat())
}

fn package_relationships(document: &WordDocument<'_>) -> String {
    let mut all = vec![
        (format!("{OFFICE}/officeDocument"), "word/document.xml"),
        (format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml"),
        (format!("{OFFICE}/extended-properties"), "docProps/app.xml"),
    ];
    if document.identity.is_some() {
        all.push((format!("{OFFICE}/custom-properties"), "docProps/custom.xml"));
    }
    let all: String = all
        .iter()
        .enumerate()
        .map(|(at, (kind, target))| {
            format!("<Relationship Id=\"rId{}\" Type=\"{kind}\" Target=\"{target}\" />", at + 1)
        })
        .collect();
    format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{all}</Relationships>")
}

fn app() -> String {
    format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Clausebook</Application></Properties>"
    )
}

fn core(document: &WordDocument<'_>) -> String {
    let WordDocument { title, author, language, date, .. } = document;
    format!(
        "{HEAD}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>\
         <dc:language>{}</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:modified></cp:coreProperties>",
        escape(*title),
        escape(*author),
        escape(language.as_str()),
    )
}

/// The property that says which version the file is of. Word and LibreOffice keep it.
fn custom(identity: &str) -> String {
    format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" \
         xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">\
         <property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"2\" name=\"{IDENTITY}\"><vt:lpwstr>{}</vt:lpwstr></property></Properties>",
        escape(identity)
    )
}

fn settings() -> String {
    format!(
        "{HEAD}<w:settings {NAMESPACES}><w:zoom w:percent=\"100\" /><w:defaultTabStop w:val=\"720\" />\
         <w:characterSpacingControl w:val=\"doNotCompress\" />\
         <w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\" /></w:compat></w:settings>"
    )
}
