//! Small things that are looked up in a PDF, or written into one.

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};

use super::error::PdfFormError;

pub(crate) fn annotations(document: &Document, page: ObjectId) -> Vec<ObjectId> {
    let list = document.get_dictionary(page).and_then(|page| page.get(b"Annots"));
    let list = list.and_then(|list| document.dereference(list)).map(|(_, list)| list);
    let list = list.and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|annotation| annotation.as_reference().ok()).collect()
}

/// The address that a link leads to.
pub(super) fn link_address(document: &Document, annotation: &Dictionary) -> Option<String> {
    let action = document.dereference(annotation.get(b"A").ok()?).ok()?.1.as_dict().ok()?;
    let address = action.get(b"URI").ok()?.as_str().ok()?;
    Some(String::from_utf8_lossy(address).into_owned())
}

pub(super) fn rectangle(annotation: &Dictionary) -> Result<[f32; 4], PdfFormError> {
    let numbers: Vec<f32> = annotation
        .get(b"Rect")?
        .as_array()?
        .iter()
        .map(Object::as_float)
        .collect::<Result<_, lopdf::Error>>()?;
    numbers.try_into().map_err(|_| PdfFormError::Pdf("a link has no place".to_owned()))
}

pub(super) fn page_height(document: &Document, page: ObjectId) -> Result<f32, PdfFormError> {
    let size = document.get_dictionary(page)?.get(b"MediaBox")?;
    Ok(document.dereference(size)?.1.as_array()?.get(3).map_or(Ok(792.0), Object::as_float)?)
}

/// A text as PDF has it outside of pages: ASCII, or UTF-16 with its mark.
pub(super) fn text_string(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}
