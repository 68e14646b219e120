//! Fields, which Word fills in itself, and links, which it writes as fields or as elements.

use super::body::DocxReader;
use super::report::LossKind;
use super::text::Link;
use super::xml::Element;

pub(crate) struct WordField {
    /// What to show, such as `PAGE`.
    pub(crate) instruction: String,
    /// Whether its instruction is read, and what follows is what it says.
    pub(crate) says: bool,
    pub(crate) link: Option<Link>,
    /// Whether its words are left out.
    pub(crate) dropped: bool,
}

impl DocxReader<'_> {
    /// Where a link of the paragraph leads, if the handbook may link there.
    pub(crate) fn hyperlink(&mut self, element: &Element) -> Option<Link> {
        let anchor = element.attribute("w:anchor");
        let Some(id) = element.attribute("r:id") else {
            return anchor.map(|anchor| Link::Here(anchor.to_owned()));
        };
        let target = self.relations.get(id).map(|relation| relation.target.clone()).unwrap_or_default();
        self.link_to(&target, anchor)
    }

    /// A link to an address, if the handbook may have it.
    fn link_to(&mut self, target: &str, anchor: Option<&str>) -> Option<Link> {
        let target = target.trim();
        if let Some(anchor) = anchor.filter(|_| target.is_empty()).or(target.strip_prefix('#')) {
            return Some(Link::Here(anchor.to_owned()));
        }
        let (scheme, rest) = target.split_once(':').unwrap_or_default();
        let fine = match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => rest.len() > 2 && rest.starts_with("//"),
            "mailto" | "tel" => !rest.is_empty(),
            _ => false,
        };
        if !fine {
            self.report.detail(LossKind::Link, target);
            return None;
        }
        Some(Link::Out(match anchor {
            Some(anchor) if !target.contains('#') => format!("{target}#{anchor}"),
            _ => target.to_owned(),
        }))
    }

    /// The beginning, middle or end of a field.
    pub(crate) fn field_mark(&mut self, mark: &Element) {
        match mark.attribute("w:fldCharType") {
            Some("begin") => {
                self.fields.push(WordField {
                    instruction: String::new(),
                    says: false,
                    link: None,
                    dropped: false,
                });
            }
            Some("separate") => {
                if let Some(field) = self.fields.pop() {
                    let field = self.field(&field.instruction);
                    self.fields.push(field);
                }
            }
            Some("end") => {
                // A field that says nothing still is one.
                if let Some(field) = self.fields.pop().filter(|field| !field.says) {
                    self.field(&field.instruction);
                }
            }
            _ => {}
        }
    }

    /// Whether what is read now belongs to a field that is left out.
    pub(crate) fn is_dropped(&self) -> bool {
        self.fields.iter().any(|field| field.dropped)
    }

    /// What a field is, and what is kept of it.
    pub(crate) fn field(&mut self, instruction: &str) -> WordField {
        let mut words = instruction.split_whitespace();
        let name = words.next().unwrap_or_default().to_ascii_uppercase();
        let mut field =
            WordField { instruction: instruction.to_owned(), says: true, link: None, dropped: false };
        match name.as_str() {
            "HYPERLINK" => {
                let (target, anchor) = hyperlink_field(instruction);
                field.link = self.link_to(&target, anchor.as_deref());
            }
            "TOC" => {
                field.dropped = !self.broken_fields;
                self.report.note(LossKind::Contents);
            }
            // Marks for an index: they show nothing.
            "XE" | "TC" | "TA" | "" => field.dropped = !self.broken_fields,
            "REF" | "PAGEREF" | "NOTEREF" if !self.is_dropped() => self.report.note(LossKind::Reference),
            "FORMTEXT" | "FORMCHECKBOX" | "FORMDROPDOWN" => self.report.note(LossKind::FormField),
            _ if !self.is_dropped() => self.report.detail(LossKind::WordField, &name),
            _ => {}
        }
        field
    }
}

/// The address and the bookmark that a field `HYPERLINK "address" \l "bookmark"` names.
fn hyperlink_field(instruction: &str) -> (String, Option<String>) {
    let (mut target, mut anchor, mut next_is_anchor, mut skipped) = (String::new(), None, false, false);
    let mut rest = instruction.trim();
    rest = rest.get("HYPERLINK".len()..).unwrap_or_default();
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        let quoted = rest.starts_with('"');
        rest = after;
        match word {
            "\\l" if !quoted => next_is_anchor = true,
            // What follows these is a hint for the mouse, or a window.
            "\\o" | "\\t" if !quoted => skipped = true,
            _ if !quoted && word.starts_with('\\') && word.len() == 2 => {}
            _ if std::mem::take(&mut skipped) => {}
            _ if std::mem::take(&mut next_is_anchor) => anchor = Some(word.to_owned()),
            _ if target.is_empty() => word.clone_into(&mut target),
            _ => {}
        }
    }
    (target, anchor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_field_names_address_and_bookmark() {
        let field = |text| hyperlink_field(text);
        assert_eq!(
            field(" HYPERLINK \"https://a.example/x y\" \\o \"a hint\" "),
            ("https://a.example/x y".into(), None)
        );
        assert_eq!(field("HYPERLINK \\l \"_Ref1\" \\h"), (String::new(), Some("_Ref1".into())));
        assert_eq!(field("HYPERLINK"), (String::new(), None));
    }
}
