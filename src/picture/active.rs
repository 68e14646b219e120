//! Drawings that do something when they are opened by themselves. The file is read as XML, as browsers do: `<x:script>` is a script
//! whatever `x` is, and words in a text are only words.

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Elements that run or hold code, in lowercase.
const CODE: [&str; 3] = ["script", "foreignobject", "handler"];

/// Whether a drawing can run a script or lead elsewhere. A file that is not XML does nothing: it is not opened at all.
pub(crate) fn is_active(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(&text);
    loop {
        let is_active = match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => is_active_element(&start),
            Ok(Event::DocType(declared)) => declared.to_lowercase().contains("<!entity"),
            Ok(Event::Text(text)) => names_script(&text),
            Ok(Event::CData(text)) => names_script(&text),
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => false,
        };
        if is_active {
            return true;
        }
    }
}

fn is_active_element(start: &BytesStart<'_>) -> bool {
    let name = start.local_name().into_inner().to_lowercase();
    CODE.contains(&name.as_str())
        || start.attributes().with_checks(false).flatten().any(|one| is_active_attribute(&one))
}

/// `onload`; an `href` that leads out of the picture and is not a picture itself; a `javascript:` in any.
fn is_active_attribute(attribute: &Attribute<'_>) -> bool {
    let name = attribute.key.local_name().into_inner().to_lowercase();
    let value =
        attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_else(|_| attribute.value.clone());
    let value = value.trim_start().to_lowercase();
    let leads_elsewhere = name == "href" && !value.starts_with('#') && !value.starts_with("data:image/");
    leads_elsewhere || (name.len() > 4 && name.starts_with("on")) || names_script(&value)
}

fn names_script(text: &str) -> bool {
    text.to_lowercase().contains("javascript:")
}

#[cfg(test)]
mod tests {
    use super::is_active;

    fn drawing(inside: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:x=\"http://www.w3.org/2000/svg\">{inside}</svg>"
        )
    }

    #[test]
    fn what_runs_or_leads_elsewhere_is_found_however_it_is_written() {
        for inside in [
            "<script>1</script>",
            "<x:script>1</x:script>",
            "<foreignObject/>",
            "<rect\n onload = 'run()'/>",
            "<image href=\"https://example.org/a.png\"/>",
            "<a x:href='j&#97;vascript:run()'/>",
            "<a style=\"fill: url(JavaScript:run())\"/>",
        ] {
            assert!(is_active(drawing(inside).as_bytes()), "{inside}");
        }
        assert!(is_active(b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>"));
    }

    #[test]
    fn words_and_parts_of_the_picture_itself_do_nothing() {
        for inside in [
            "<text>based on = fine, href=here, &lt;script></text>",
            "<!-- <script> --><path id=\"p\" d=\"M0 0\"/><use href=\"#p\"/>",
            "<image href=\"data:image/png;base64,AA==\"/>",
        ] {
            assert!(!is_active(drawing(inside).as_bytes()), "{inside}");
        }
        assert!(!is_active(b"\x89PNG"));
    }
}
