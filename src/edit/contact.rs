use toml_edit::{Document, Item, Value};

use super::EditError;
use super::splice::Splices;
use crate::source::split_byte_order_mark;

/// The text of a handbook file in which these keys of `[values]` say that they are contacts; every other byte is as it was.
///
/// ```text
/// hotline = "617-555-0100"   # ours   ->   hotline = { value = "617-555-0100", kind = "contact" }   # ours
/// ```
///
/// # Errors
/// When the file can't be read.
pub fn mark_contacts(text: &str, keys: &[&str]) -> Result<String, EditError> {
    let (mark, text) = split_byte_order_mark(text);
    let document = Document::parse(text).map_err(|error| EditError::NotToml(error.message().to_owned()))?;
    let mut splices = Splices::default();
    for key in keys {
        let value = document.get("values").and_then(|values| values.get(key));
        if let Some(item @ Item::Value(Value::String(_))) = value
            && let Some(span) = item.span()
        {
            let written = &text[span.clone()];
            splices.replace(span, format!("{{ value = {written}, kind = \"contact\" }}"));
        }
    }
    Ok(format!("{mark}{}", splices.apply(text)))
}

#[cfg(test)]
mod tests {
    use super::mark_contacts;

    #[test]
    fn a_value_becomes_a_contact_and_nothing_else_changes() {
        let text = "[values]\r\nhotline = '617-555-0100' # ours\r\nkept = \"7 years\"\r\n";
        let expected = text.replace("'617-555-0100'", "{ value = '617-555-0100', kind = \"contact\" }");
        assert_eq!(mark_contacts(text, &["hotline", "other"]).as_ref(), Ok(&expected));
        assert_eq!(mark_contacts(&expected, &["hotline"]), Ok(expected));
    }
}
