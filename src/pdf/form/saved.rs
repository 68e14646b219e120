//! What is filled into the fields of a PDF, whoever saved it: `clausebook fill`, Acrobat, Firefox, Chromium, Preview.
//!
//! The file may be anybody's. It is opened with limits for its size, for nesting and for what it unpacks to, and none of its
//! content is trusted:
//!
//! ```text
//! 12 0 obj << /FT /Tx /T (worker) /V (Ann) /Rect [54 600 216 624] … >>     worker = "Ann", in a box of 162 by 24 points
//! 15 0 obj << /FT /Btn /T (pronouns) /V /they /Kids [13 0 R 14 0 R] >>     pronouns = "they"
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, dictionary};

use super::appearance::{Frame, Misfit};
use super::objects::rectangle;
use crate::model::form::FormMark;

/// Forms have hundreds of fields; a file with more than this isn't one of ours.
const MOST_FIELDS: usize = 20_000;
/// Fields may be within fields; ours are not.
const DEEPEST: usize = 16;
/// No stream with objects unpacks to more bytes.
const LARGEST_STREAM: usize = 8 * 1024 * 1024;

/// Whose private data the mark of a form is (ISO 32000-1, 14.5).
const OWNER: &str = "Clausebook";

/// Writes into a document which form it is of, where programs keep what is their own.
pub(super) fn write_mark(mark: &FormMark, document: &mut Document) -> Result<(), lopdf::Error> {
    let private = dictionary! {
        "Form" => Object::string_literal(mark.form.as_str()),
        "Version" => Object::string_literal(mark.version.as_str()),
    };
    let info = document.trailer.get(b"Info").and_then(|info| document.dereference(info));
    let changed = info.and_then(|(_, info)| info.as_dict()?.get(b"ModDate").cloned());
    let own = dictionary! {
        "LastModified" => changed.unwrap_or_else(|_| Object::string_literal("D:20000101000000Z")),
        "Private" => private,
    };
    document.catalog_mut()?.set("PieceInfo", dictionary! { OWNER => own });
    Ok(())
}

fn read_mark(document: &Document) -> Option<FormMark> {
    let below = |dictionary: &Dictionary, key: &[u8]| {
        document.dereference(dictionary.get(key).ok()?).ok()?.1.as_dict().ok().cloned()
    };
    let own = below(&below(document.catalog().ok()?, b"PieceInfo")?, OWNER.as_bytes())?;
    let private = below(&own, b"Private")?;
    let text = |key: &[u8]| {
        let (_, text) = document.dereference(private.get(key).ok()?).ok()?;
        lopdf::decode_text_string(text).ok()
    };
    Some(FormMark { form: text(b"Form")?, version: text(b"Version")? })
}

/// A form as somebody saved it.
#[derive(Debug, Default)]
pub struct SavedForm {
    pub(crate) mark: Option<FormMark>,
    /// The fields by their names, also those in which nothing is.
    pub fields: BTreeMap<String, SavedField>,
}

#[derive(Debug, Default)]
pub struct SavedField {
    /// A text, or the state of its boxes; empty where nothing is filled in.
    pub value: String,
    /// What is too long for its box, and so not on paper.
    pub(crate) overflow: Option<Misfit>,
    /// Somebody has signed it by certificate.
    pub(crate) is_signed: bool,
}

/// Why a file can't be read. Completes the sentence "FILE …".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnreadablePdf {
    NotPdf,
    Locked,
    Damaged,
    NoFields,
    TooManyFields,
}

impl fmt::Display for UnreadablePdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotPdf => "is not a PDF. Name the PDF that was filled in",
            Self::Locked => "has a password. Open it in a PDF viewer, save it without one, and try again",
            Self::Damaged => "is damaged. Open it in a PDF viewer, save it again, and try again",
            Self::NoFields => {
                "has no fields: it was printed to a PDF or scanned. Name the file that was filled in and saved"
            }
            Self::TooManyFields => "has more fields than any form of a handbook, so it was not read",
        })
    }
}

/// Reads what is filled in.
///
/// # Errors
/// It is no form.
pub fn saved(pdf: &[u8]) -> Result<SavedForm, UnreadablePdf> {
    // Some programs put something before it.
    let start = &pdf[..pdf.len().min(1024)];
    if !start.windows(5).any(|bytes| bytes == b"%PDF-") {
        return Err(UnreadablePdf::NotPdf);
    }
    let options = LoadOptions { max_decompressed_size: Some(LARGEST_STREAM), ..LoadOptions::default() };
    let document = match Document::load_mem_with_options(pdf, options) {
        Ok(document) => document,
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Unimplemented(_)) => {
            return Err(UnreadablePdf::Locked);
        }
        Err(_) => return Err(UnreadablePdf::Damaged),
    };
    if document.is_encrypted() {
        return Err(UnreadablePdf::Locked);
    }
    let mut reader = FieldWalk { document: &document, fields: BTreeMap::new(), seen: BTreeSet::new() };
    let form = document.catalog().ok().and_then(|catalog| reader.dictionary(catalog, b"AcroForm"));
    let form = form.ok_or(UnreadablePdf::NoFields)?;
    let inherited = Inherited { size: reader.size(form), ..Inherited::default() };
    reader.list(form.get(b"Fields").ok(), "", &inherited, 0)?;
    if reader.fields.is_empty() {
        return Err(UnreadablePdf::NoFields);
    }
    Ok(SavedForm { mark: read_mark(&document), fields: reader.fields })
}

struct FieldWalk<'d> {
    document: &'d Document,
    fields: BTreeMap<String, SavedField>,
    /// A field that is within itself is read once.
    seen: BTreeSet<ObjectId>,
}

/// What fields have from those that they are within (ISO 32000-1, 12.7.3.1).
#[derive(Clone, Default)]
struct Inherited<'d> {
    kind: Option<&'d [u8]>,
    value: Option<&'d Object>,
    flags: i64,
    size: Option<f32>,
}

const MULTILINE: i64 = 1 << 12;

impl<'d> FieldWalk<'d> {
    fn value(&self, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
        Some(self.document.dereference(dictionary.get(key).ok()?).ok()?.1)
    }

    fn dictionary(&self, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Dictionary> {
        self.value(dictionary, key)?.as_dict().ok()
    }

    /// The size of the letters in `/DA (/Typed 10 Tf 0 g)`; `None` where the viewer chooses it.
    fn size(&self, dictionary: &'d Dictionary) -> Option<f32> {
        let text = self.value(dictionary, b"DA")?.as_str().ok()?;
        let text = String::from_utf8_lossy(text);
        let words: Vec<&str> = text.split_whitespace().collect();
        let at = words.iter().position(|word| *word == "Tf")?;
        let size: f32 = words.get(at.checked_sub(1)?)?.parse().ok()?;
        (size > 0.0 && size < 200.0).then_some(size)
    }

    fn list(
        &mut self,
        list: Option<&'d Object>,
        within: &str,
        inherited: &Inherited<'d>,
        depth: usize,
    ) -> Result<(), UnreadablePdf> {
        let list = list.and_then(|list| self.document.dereference(list).ok());
        let list = list.and_then(|(_, list)| list.as_array().ok()).map(Vec::as_slice).unwrap_or_default();
        for field in list.iter().filter_map(|field| field.as_reference().ok()) {
            if self.seen.insert(field) && depth < DEEPEST {
                self.field(field, within, inherited, depth)?;
            }
            if self.seen.len() > MOST_FIELDS {
                return Err(UnreadablePdf::TooManyFields);
            }
        }
        Ok(())
    }

    fn field(
        &mut self,
        id: ObjectId,
        within: &str,
        inherited: &Inherited<'d>,
        depth: usize,
    ) -> Result<(), UnreadablePdf> {
        let Ok(field) = self.document.get_dictionary(id) else { return Ok(()) };
        let own = Inherited {
            kind: self.value(field, b"FT").and_then(|kind| kind.as_name().ok()).or(inherited.kind),
            value: self.value(field, b"V").or(inherited.value),
            flags: self.value(field, b"Ff").and_then(|flags| flags.as_i64().ok()).unwrap_or(inherited.flags),
            size: self.size(field).or(inherited.size),
        };
        let part = self.value(field, b"T").and_then(|name| lopdf::decode_text_string(name).ok());
        let name = match part {
            Some(part) if within.is_empty() => part,
            Some(part) => format!("{within}.{part}"),
            None => within.to_owned(),
        };
        let kids = self.kids(field);
        if kids.iter().any(|kid| kid.has(b"T")) {
            return self.list(field.get(b"Kids").ok(), &name, &own, depth + 1);
        }
        let boxes = if kids.is_empty() { vec![field] } else { kids };
        let saved = self.saved_field(&own, &boxes);
        self.fields.entry(name).or_insert(saved);
        Ok(())
    }

    fn kids(&self, field: &'d Dictionary) -> Vec<&'d Dictionary> {
        let kids = self.value(field, b"Kids").and_then(|kids| kids.as_array().ok());
        let kids = kids.map(Vec::as_slice).unwrap_or_default().iter().take(MOST_FIELDS);
        kids.filter_map(|kid| self.document.dereference(kid).ok()?.1.as_dict().ok()).collect()
    }

    fn saved_field(&self, field: &Inherited<'d>, boxes: &[&'d Dictionary]) -> SavedField {
        match field.kind {
            Some(b"Btn") => SavedField { value: self.state(field, boxes), ..SavedField::default() },
            Some(b"Sig") => SavedField { is_signed: field.value.is_some(), ..SavedField::default() },
            _ => {
                // Poppler writes it into the boxes of a field that has several.
                let shown = || boxes.iter().find_map(|shown| self.value(shown, b"V"));
                let value = field.value.or_else(shown).map(text_of).unwrap_or_default();
                let overflow = boxes.iter().find_map(|shown| overflow(&value, self.frame(field, shown)?));
                SavedField { value, overflow, is_signed: false }
            }
        }
    }

    /// The state of the boxes. A program that left out the value has at least drawn one of them as checked.
    fn state(&self, field: &Inherited<'d>, boxes: &[&'d Dictionary]) -> String {
        let name =
            |object: &Object| object.as_name().ok().map(|name| String::from_utf8_lossy(name).into_owned());
        let drawn =
            || boxes.iter().filter_map(|shown| name(self.value(shown, b"AS")?)).find(|state| state != OFF);
        let state = match field.value {
            // pypdf writes the text `(/yes)` for the name `/yes`.
            Some(value) => name(value).or_else(|| {
                let text = lopdf::decode_text_string(value).ok()?;
                Some(text.strip_prefix('/').map_or(text.clone(), str::to_owned))
            }),
            None => drawn(),
        };
        state.filter(|state| state != OFF).unwrap_or_default()
    }

    fn frame(&self, field: &Inherited<'d>, shown: &'d Dictionary) -> Option<Frame> {
        let [left, bottom, right, top] = rectangle(shown).ok()?;
        Some(Frame {
            width: (right - left).abs(),
            height: (top - bottom).abs(),
            size: self.size(shown).or(field.size)?,
            multiline: field.flags & MULTILINE != 0,
        })
    }
}

const OFF: &str = "Off";
/// No field has room for more; what is longer is cut, and reported as too long.
const LONGEST_TEXT: usize = 200_000;

fn text_of(value: &Object) -> String {
    let text = match value {
        Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
        // A long text may be a stream.
        Object::Stream(stream) => {
            let bytes = stream.decompressed_content_with_limit(LARGEST_STREAM).unwrap_or_default();
            lopdf::decode_text_string(&Object::string_literal(bytes)).unwrap_or_default()
        }
        Object::String(bytes, _) => lopdf::decode_text_string(value)
            // What isn't written by the rules has at least its plain letters.
            .unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned()),
        _ => String::new(),
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => text[..end].to_owned(),
        None => text,
    }
}

/// What of a text is not shown. A letter that our font lacks has another width in the viewer's: about that of an `n`.
fn overflow(text: &str, frame: Frame) -> Option<Misfit> {
    let mut text = text.to_owned();
    while let Err(misfit) = frame.fit(text.trim_end()) {
        match misfit {
            Misfit::Letter(strange) => text = text.replace(strange, "n"),
            Misfit::TooLong(_) | Misfit::TooManyLines { .. } => return Some(misfit),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PDF with these fields, which are objects of their own.
    fn pdf(fields: Vec<Dictionary>) -> Document {
        let mut document = Document::with_version("1.7");
        let fields: Vec<Object> = fields.into_iter().map(|field| document.add_object(field).into()).collect();
        let pages = document
            .add_object(dictionary! { "Type" => "Pages", "Kids" => Vec::<Object>::new(), "Count" => 0 });
        let form = dictionary! { "Fields" => fields, "DA" => Object::string_literal("/Typed 10 Tf 0 g") };
        let catalog =
            document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages, "AcroForm" => form });
        document.trailer.set("Root", catalog);
        document
    }

    fn bytes(mut document: Document) -> Vec<u8> {
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn text_field(name: &str, value: Object) -> Dictionary {
        dictionary! {
            "FT" => "Tx", "T" => Object::string_literal(name), "V" => value,
            "Rect" => vec![0.into(), 0.into(), 60.into(), 24.into()],
        }
    }

    #[test]
    fn texts_are_read_in_each_of_their_encodings() {
        let ways: [(&[u8], &str); 4] = [
            (b"\xfe\xff\x1e\xc5", "ễ"),
            (b"\xef\xbb\xbf\xe1\xbb\x85", "ễ"),
            (b"Mu\xf1oz", "Muñoz"),
            (b"a\r\nb\rc", "a\nb\nc"),
        ];
        for (written, read) in ways {
            let value = Object::string_literal(written);
            let saved = saved(&bytes(pdf(vec![text_field("a", value)]))).unwrap();
            assert_eq!(saved.fields["a"].value, read);
        }
    }

    #[test]
    fn text_that_the_box_does_not_show_is_reported() {
        let long = Object::string_literal("a text that is much longer than an inch");
        let saved = saved(&bytes(pdf(vec![text_field("a", long)]))).unwrap();
        assert!(matches!(saved.fields["a"].overflow, Some(Misfit::TooLong(_))), "{saved:?}");
    }

    #[test]
    fn a_text_that_only_a_box_of_the_field_has_is_read() {
        let mut document = pdf(vec![dictionary! { "FT" => "Tx", "T" => Object::string_literal("a") }]);
        let kid = document
            .add_object(dictionary! { "Subtype" => "Widget", "V" => Object::string_literal("words") });
        let is_field = |object: &Object| object.as_dict().is_ok_and(|field| field.has(b"T"));
        let field = *document.objects.iter().find(|(_, object)| is_field(object)).unwrap().0;
        document.get_dictionary_mut(field).unwrap().set("Kids", vec![Object::Reference(kid)]);
        assert_eq!(saved(&bytes(document)).unwrap().fields["a"].value, "words");
    }

    #[test]
    fn a_box_that_is_only_drawn_as_checked_is_checked() {
        let name = Object::string_literal("a");
        let field = dictionary! { "FT" => "Btn", "T" => name, "AS" => "Yes" };
        assert_eq!(saved(&bytes(pdf(vec![field]))).unwrap().fields["a"].value, "Yes");
    }

    #[test]
    fn a_state_is_read_from_a_name_and_from_a_text() {
        for value in
            [Object::Name(b"yes".to_vec()), Object::string_literal("yes"), Object::string_literal("/yes")]
        {
            let name = Object::string_literal("a");
            let field = dictionary! { "FT" => "Btn", "T" => name, "V" => value };
            assert_eq!(saved(&bytes(pdf(vec![field]))).unwrap().fields["a"].value, "yes");
        }
    }

    #[test]
    fn a_field_within_itself_is_read_once() {
        let mut document = pdf(vec![text_field("a", Object::string_literal("x"))]);
        let own = *document
            .objects
            .iter()
            .find(|(_, object)| object.as_dict().is_ok_and(|field| field.has(b"V")))
            .unwrap()
            .0;
        document.get_dictionary_mut(own).unwrap().set("Kids", vec![Object::Reference(own)]);
        assert_eq!(saved(&bytes(document)).unwrap_err(), UnreadablePdf::NoFields);
    }

    #[test]
    fn what_is_no_form_is_refused_with_a_reason() {
        assert_eq!(saved(b"hello").unwrap_err(), UnreadablePdf::NotPdf);
        assert_eq!(saved(b"%PDF-1.7 and nothing more").unwrap_err(), UnreadablePdf::Damaged);
        assert_eq!(saved(&bytes(pdf(Vec::new()))).unwrap_err(), UnreadablePdf::NoFields);
    }

    #[test]
    fn damage_anywhere_is_no_panic() {
        let whole = bytes(pdf(vec![text_field("a", Object::string_literal("words"))]));
        for at in 0..whole.len() {
            for byte in [0, b'0', b'9', b'(', b'<', b'[', 0xff] {
                let mut damaged = whole.clone();
                damaged[at] = byte;
                let _ = saved(&damaged);
            }
            let _ = saved(&whole[..at]);
        }
        let nested = ["[", "<<", "(", "<</A "]
            .map(|open| [b"%PDF-1.7\n1 0 obj ".as_slice(), open.repeat(100_000).as_bytes()].concat());
        for pdf in nested {
            assert!(saved(&pdf).is_err());
        }
    }
}
