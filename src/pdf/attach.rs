//! The pages of other PDFs, such as the copy of a lease, after those of a form that is filled in.
//!
//! They are taken over as they are drawn. Nobody has tagged them, a font may be missing, and what was a field in them is a picture from here
//! on. So the file as a whole no longer says that it is PDF/UA or PDF/A, and its tags are marked as incomplete. What a PDF can do besides
//! being looked at, such as scripts and links, is left out.

use std::fmt;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

/// Why pages can't be appended. It says what to do, after the name of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttachError {
    NotPdf,
    Locked,
    Damaged,
    Empty,
    TooLarge,
    /// The form itself isn't as the program makes it.
    NotAppended,
}

impl fmt::Display for AttachError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotPdf => "is not a PDF. Print or scan it to a PDF first",
            Self::Locked => "has a password. Open it in a PDF viewer, save it without one, and try again",
            Self::Damaged => "is damaged. Open it in a PDF viewer, print it to a PDF, and try again",
            Self::Empty => "has no pages",
            Self::TooLarge => "has more than 64 MB. Divide it into several files",
            Self::NotAppended => "can't be taken, and nothing can be appended to it",
        })
    }
}

/// A PDF whose pages are to be appended.
pub(crate) struct Attachment {
    document: Document,
}

/// A scanned page has a few megabytes.
const LARGEST_STREAM: usize = 64 * 1024 * 1024;
/// A tree of pages is a few levels deep.
const DEEPEST: usize = 32;
/// What a page has from the tree that it is in (ISO 32000-1, table 30).
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// Of a page, what refers to the document that it was in, or does something.
const OF_ITS_DOCUMENT: [&[u8]; 8] =
    [b"StructParents", b"Tabs", b"AA", b"B", b"Metadata", b"PieceInfo", b"SeparationInfo", b"PresSteps"];
/// Of what lies on a page.
const OF_ITS_FORM: [&[u8]; 7] = [b"A", b"AA", b"StructParent", b"Parent", b"Popup", b"Dest", b"OC"];

impl Attachment {
    /// # Errors
    /// It is no PDF, or none whose pages can be taken over.
    pub(crate) fn read(pdf: &[u8]) -> Result<Self, AttachError> {
        let start = &pdf[..pdf.len().min(1024)];
        if !start.windows(5).any(|bytes| bytes == b"%PDF-") {
            return Err(AttachError::NotPdf);
        }
        let options = LoadOptions { max_decompressed_size: Some(LARGEST_STREAM), ..LoadOptions::default() };
        let document = Document::load_mem_with_options(pdf, options).map_err(|error| match error {
            lopdf::Error::InvalidPassword | lopdf::Error::Unimplemented(_) => AttachError::Locked,
            _ => AttachError::Damaged,
        })?;
        if document.is_encrypted() {
            return Err(AttachError::Locked);
        }
        let attachment = Self { document };
        if attachment.pages() == 0 { Err(AttachError::Empty) } else { Ok(attachment) }
    }

    pub(crate) fn pages(&self) -> usize {
        self.document.page_iter().count()
    }

    /// Its pages as they are alone, and everything that they show, under numbers from `first` on.
    fn detached(mut self, first: u32) -> (Vec<ObjectId>, Document) {
        self.document.renumber_objects_with(first);
        let pages: Vec<ObjectId> = self.document.page_iter().collect();
        for &id in &pages {
            let inherited = INHERITED.iter().filter_map(|key| Some((key.to_vec(), self.inherited(id, key)?)));
            let inherited: Vec<(Vec<u8>, Object)> = inherited.collect();
            for annotation in super::form::annotations(&self.document, id) {
                if let Ok(annotation) = self.document.get_dictionary_mut(annotation) {
                    take_out(annotation, &OF_ITS_FORM);
                }
            }
            let Ok(page) = self.document.get_dictionary_mut(id) else { continue };
            take_out(page, &OF_ITS_DOCUMENT);
            for (key, value) in inherited {
                page.set(key, value);
            }
        }
        (pages, self.document)
    }

    fn inherited(&self, page: ObjectId, key: &[u8]) -> Option<Object> {
        let mut node = self.document.get_dictionary(page).ok()?;
        for _ in 0..DEEPEST {
            if let Ok(value) = node.get(key) {
                return Some(value.clone());
            }
            node = self
                .document
                .get_dictionary(node.get(b"Parent").and_then(Object::as_reference).ok()?)
                .ok()?;
        }
        None
    }
}

fn take_out(dictionary: &mut Dictionary, keys: &[&[u8]]) {
    for key in keys {
        dictionary.remove(key);
    }
}

/// The PDF of a form with the pages of the attachments after its own.
///
/// # Errors
/// The form itself isn't as the program makes it.
pub(crate) fn append(form: &[u8], attachments: Vec<Attachment>) -> Result<Vec<u8>, AttachError> {
    appended(form, attachments).map_err(|_| AttachError::NotAppended)
}

fn appended(form: &[u8], attachments: Vec<Attachment>) -> Result<Vec<u8>, lopdf::Error> {
    let mut document = Document::load_mem(form)?;
    let root = document.catalog()?.get(b"Pages")?.as_reference()?;
    for attachment in attachments {
        let (pages, theirs) = attachment.detached(document.max_id + 1);
        document.max_id = theirs.max_id;
        document.objects.extend(theirs.objects);
        for &page in &pages {
            document.get_dictionary_mut(page)?.set("Parent", root);
        }
        let tree = document.get_dictionary_mut(root)?;
        let count = tree.get(b"Count").and_then(Object::as_i64)?;
        tree.set("Count", count + i64::try_from(pages.len()).unwrap_or(0));
        tree.get_mut(b"Kids")?.as_array_mut()?.extend(pages.into_iter().map(Object::Reference));
    }
    claim_nothing(&mut document)?;
    document.prune_objects();
    let mut bytes = Vec::new();
    document
        .save_to(&mut bytes)
        .map_err(|_| lopdf::Error::InvalidStream("it cannot be written".to_owned()))?;
    Ok(super::stream_ends::unmistakable(bytes))
}

/// What the file says of itself as a whole is no longer true.
fn claim_nothing(document: &mut Document) -> Result<(), lopdf::Error> {
    let mut marks = match document.catalog()?.get(b"MarkInfo") {
        Ok(marks) => document.dereference(marks)?.1.as_dict()?.clone(),
        Err(_) => Dictionary::new(),
    };
    marks.set("Suspects", true);
    document.catalog_mut()?.set("MarkInfo", marks);
    let Ok(metadata) = document.catalog()?.get(b"Metadata").and_then(Object::as_reference) else {
        return Ok(());
    };
    let stream = document.get_object_mut(metadata)?.as_stream_mut()?;
    let text = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let mut text = String::from_utf8_lossy(&text).into_owned();
    for name in ["pdfuaid:part", "pdfuaid:rev", "pdfaid:part", "pdfaid:conformance", "pdfaid:rev"] {
        text = without(&text, name);
    }
    stream.dict.remove(b"Filter");
    stream.set_plain_content(text.into_bytes());
    Ok(())
}

/// A text without the elements of this name.
fn without(text: &str, name: &str) -> String {
    let (start, end) = (format!("<{name}>"), format!("</{name}>"));
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once(&start) {
        let Some((_, after)) = after.split_once(&end) else { break };
        kept.push_str(before);
        rest = after;
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_taken_out_wherever_it_is() {
        let text = "<a/><pdfaid:part>2</pdfaid:part><b/><pdfaid:part>2</pdfaid:part>c<pdfaid:part>";
        assert_eq!(without(text, "pdfaid:part"), "<a/><b/>c<pdfaid:part>");
    }

    #[test]
    fn what_is_no_pdf_is_refused() {
        assert_eq!(Attachment::read(b"GIF89a").err(), Some(AttachError::NotPdf));
        assert_eq!(Attachment::read(b"%PDF-1.7\n").err(), Some(AttachError::Damaged));
    }
}
