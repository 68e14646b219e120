//! A Word file is a zip of parts, which refer to each other by relationships.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use encoding_rs::UTF_8;
use zip::ZipArchive;
use zip::result::ZipError;

use super::error::DocxError;
use super::xml::{self, Element, XmlError};
use crate::docx::IDENTITY;

/// More in all parts together is refused: no policy has 32 MB of text, and a zip of a few kilobytes can hold gigabytes, and name
/// the same part a hundred times.
const LARGEST: u64 = 32 * 1024 * 1024;
/// The most headers, and the most footers, that are read.
const MOST_PARTS: usize = 24;
/// A larger picture stays in Word.
const LARGEST_PICTURE: u64 = 32 * 1024 * 1024;

/// Pictures of a document together; those beyond stay in Word.
const LARGEST_PICTURES: u64 = 256 * 1024 * 1024;

/// What every old Office file, and every one with a password, begins with.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// The path of the document itself.
    main: String,
    relations: BTreeMap<String, Relation>,
    budget: ReadBudget,
}

/// How much may still be read.
struct ReadBudget {
    bytes: u64,
    /// Elements, attributes and texts.
    nodes: usize,
    /// Bytes of pictures.
    pictures: u64,
}

#[derive(Debug, Clone)]
pub(crate) struct Relation {
    /// The end of its kind's address, such as `hyperlink`.
    pub(crate) kind: String,
    /// An address, or the path of a part.
    pub(crate) target: String,
    /// Whether it leads out of the file.
    pub(crate) external: bool,
}

impl<'a> Package<'a> {
    /// Opens a file.
    ///
    /// # Errors
    /// What it is instead.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, DocxError> {
        if let Some(error) = not_a_zip(bytes) {
            return Err(error);
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DocxError::Damaged)?;
        let mut budget = ReadBudget { bytes: LARGEST, nodes: xml::MOST, pictures: LARGEST_PICTURES };
        let top = part(&mut zip, "_rels/.rels", &mut budget)?;
        let main = match &top {
            Some(top) => relations(top, "")
                .into_values()
                .find(|one| one.kind == "officeDocument")
                .map(|one| one.target),
            None => None,
        };
        let Some(main) = main.filter(|main| zip.index_for_name(main).is_some()) else {
            return Err(DocxError::NotDocument);
        };
        let relations = match part(&mut zip, &beside(&main), &mut budget)? {
            Some(part) => relations(&part, folder(&main)),
            None => BTreeMap::new(),
        };
        Ok(Self { zip, main, relations, budget })
    }

    pub(crate) fn document(&mut self) -> Result<Element, DocxError> {
        let main = self.main.clone();
        let document = part(&mut self.zip, &main, &mut self.budget)?.ok_or(DocxError::Damaged)?;
        if document.name == "w:document" { Ok(document) } else { Err(DocxError::NotDocument) }
    }

    /// The first part of this kind, such as `styles`; `None` when there is none.
    pub(crate) fn part(&mut self, kind: &str) -> Result<Option<Element>, DocxError> {
        Ok(self.parts(kind)?.into_iter().next())
    }

    pub(crate) fn parts(&mut self, kind: &str) -> Result<Vec<Element>, DocxError> {
        let targets = self.relations.values().filter(|one| one.kind == kind && !one.external);
        let targets: BTreeSet<String> = targets.map(|one| one.target.clone()).collect();
        let mut parts = Vec::new();
        for target in targets.iter().take(MOST_PARTS) {
            parts.extend(part(&mut self.zip, target, &mut self.budget)?);
        }
        Ok(parts)
    }

    /// The title among the file's properties.
    pub(crate) fn title(&mut self) -> Option<String> {
        let title =
            part(&mut self.zip, "docProps/core.xml", &mut self.budget).ok()??.child("dc:title")?.text();
        Some(title).filter(|title| !title.trim().is_empty())
    }

    /// The property that says which version of which document the file was exported from.
    pub(crate) fn identity(&mut self) -> Option<String> {
        let properties = part(&mut self.zip, "docProps/custom.xml", &mut self.budget).ok()??;
        let own = properties.elements().find(|one| one.attribute("name") == Some(IDENTITY))?;
        Some(own.text()).filter(|identity| !identity.trim().is_empty())
    }

    /// The bytes of a part such as a picture; `None` where there is none, it is too large, or there were too many.
    pub(crate) fn bytes(&mut self, path: &str) -> Option<Vec<u8>> {
        let most = LARGEST_PICTURE.min(self.budget.pictures);
        let mut bytes = Vec::new();
        self.zip.by_name(path).ok()?.take(most + 1).read_to_end(&mut bytes).ok()?;
        let size = bytes.len() as u64;
        self.budget.pictures = self.budget.pictures.saturating_sub(size);
        (size <= most).then_some(bytes)
    }

    /// The relationships of the document itself.
    pub(crate) fn relations(&self) -> &BTreeMap<String, Relation> {
        &self.relations
    }

    /// The relationships of the first part of this kind: each part has its own.
    pub(crate) fn relations_of(&mut self, kind: &str) -> BTreeMap<String, Relation> {
        let target = self.relations.values().find(|one| one.kind == kind && !one.external);
        let Some(target) = target.map(|one| one.target.clone()) else {
            return BTreeMap::new();
        };
        match part(&mut self.zip, &beside(&target), &mut self.budget) {
            Ok(Some(part)) => relations(&part, folder(&target)),
            _ => BTreeMap::new(),
        }
    }
}

/// What the file is instead of a zip, as far as its first bytes tell.
fn not_a_zip(bytes: &[u8]) -> Option<DocxError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    Some(if bytes.is_empty() {
        DocxError::Empty
    } else if bytes.starts_with(OLE) && bytes.windows(name.len()).any(|part| part == name) {
        DocxError::Protected
    } else if bytes.starts_with(OLE) {
        DocxError::OldWord
    } else if bytes.starts_with(b"%PDF") {
        DocxError::Pdf
    } else {
        DocxError::NotWord
    })
}

/// A part by its path; `None` when there is none.
fn part(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    path: &str,
    budget: &mut ReadBudget,
) -> Result<Option<Element>, DocxError> {
    let file = match zip.by_name(path) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(_) => return Err(DocxError::Damaged),
    };
    let mut bytes = Vec::new();
    file.take(budget.bytes + 1).read_to_end(&mut bytes).map_err(|_| DocxError::Damaged)?;
    budget.bytes = budget.bytes.checked_sub(bytes.len() as u64).ok_or(DocxError::TooLarge)?;
    let text = decoded(&bytes).ok_or(DocxError::Damaged)?;
    xml::parse(&text, &mut budget.nodes).map(Some).map_err(|error| match error {
        XmlError::Malformed => DocxError::Damaged,
        XmlError::TooMuch => DocxError::TooLarge,
    })
}

/// A part's text: UTF-8, or what its byte-order mark says. Word writes UTF-8; other programs may write UTF-16.
fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let (text, _, is_malformed) = UTF_8.decode(bytes);
    (!is_malformed).then_some(text)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Where the relationships of a part are.
fn beside(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") }
}

fn relations(part: &Element, folder: &str) -> BTreeMap<String, Relation> {
    part.elements()
        .filter_map(|one| {
            let kind = one.attribute("Type")?.rsplit('/').next()?.to_owned();
            let external = one.attribute("TargetMode") == Some("External");
            let target = one.attribute("Target")?;
            let target = match target.strip_prefix('/') {
                _ if external => target.to_owned(),
                Some(whole) => whole.to_owned(),
                None if folder.is_empty() => target.to_owned(),
                None => format!("{folder}/{target}"),
            };
            Some((one.attribute("Id")?.to_owned(), Relation { kind, target, external }))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(bytes: &[u8], error: DocxError) {
        assert_eq!(Package::open(bytes).err(), Some(error));
    }

    #[test]
    fn a_part_may_be_in_utf_8_or_utf_16() {
        let marked = |units: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}<a>é</a>".encode_utf16().flat_map(units).collect()
        };
        for bytes in
            ["<a>é</a>".into(), "\u{feff}<a>é</a>".into(), marked(u16::to_le_bytes), marked(u16::to_be_bytes)]
        {
            assert_eq!(decoded(&bytes).as_deref(), Some("<a>é</a>"));
        }
        assert_eq!(decoded(b"<a>\xe9</a>"), None);
    }

    #[test]
    fn other_files_are_recognized() {
        refused(b"", DocxError::Empty);
        refused(b"{\\rtf1 x}", DocxError::NotWord);
        refused(b"%PDF-1.7", DocxError::Pdf);
        refused(OLE, DocxError::OldWord);
        let mut locked = OLE.to_vec();
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        refused(&locked, DocxError::Protected);
        refused(b"PK\x03\x04 and no more", DocxError::Damaged);
    }
}
