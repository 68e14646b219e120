//! Where links and pictures may lead.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

use crate::model::text::LinkTarget;
use crate::model::{Anchor, DocumentId, DocumentKind};

/// What an address may not have in it. A `%` stays: it begins a letter that is encoded already.
const NOT_IN_ADDRESSES: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The text with `%20` and the like decoded; unchanged if they aren't text.
pub(super) fn decoded(written: &str) -> String {
    percent_decode_str(written)
        .decode_utf8()
        .map_or_else(|_| written.to_owned(), |words| words.nfc().collect())
}

/// Why a link leads nowhere; as text, what to do instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoTarget {
    Empty,
    /// `#` alone.
    NoHeading,
    /// `www.` without the scheme before it.
    WebAddress(String),
    MailAddress(String),
    /// A name or path.
    NoScheme,
    UnknownScheme,
}

impl fmt::Display for NoTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("write where it leads between the parentheses"),
            Self::NoHeading => f.write_str("name a heading: `#purpose`"),
            Self::WebAddress(written) => write!(f, "write `https://{written}`"),
            Self::MailAddress(written) => write!(f, "write `mailto:{written}`"),
            Self::NoScheme => f.write_str("link to a policy, form, curriculum or guide page by its id (`policy:intake`, `policy:intake#purpose`, `form:service-plan`, `guide:deadlines`), to a heading of this page (`#purpose`), or to an address that begins with https://"),
            Self::UnknownScheme => f.write_str(
                "links may begin with https:, http:, mailto:, tel:, policy:, form:, curriculum: or guide:",
            ),
        }
    }
}

/// Where a link of the document `own` leads.
pub(super) fn target(written: &str, own: &DocumentId) -> Result<LinkTarget, NoTarget> {
    let written = written.trim();
    if let Some(anchor) = written.strip_prefix('#') {
        return if anchor.is_empty() {
            Err(NoTarget::NoHeading)
        } else {
            Ok(LinkTarget::Here(Anchor::read(own, &decoded(anchor))))
        };
    }
    let Some((scheme, rest)) = written.split_once(':') else {
        return Err(without_scheme(written));
    };
    let scheme = scheme.to_ascii_lowercase();
    if let Some(kind) = DocumentKind::of_scheme(&scheme) {
        return Ok(within(kind, rest));
    }
    match scheme.as_str() {
        "http" | "https" if rest.starts_with("//") && rest.len() > 2 => Ok(external(written)),
        "mailto" | "tel" if !rest.is_empty() => Ok(external(written)),
        _ => Err(NoTarget::UnknownScheme),
    }
}

/// An address on the web as every output writes it; `None` for anything else.
pub(crate) fn web_address(written: &str) -> Option<String> {
    let written = written.trim();
    let (scheme, rest) = written.split_once("://")?;
    let is_web = matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https");
    (is_web && !rest.is_empty()).then(|| encoded(written))
}

/// `intake#purpose` in the place of a policy.
fn within(kind: DocumentKind, written: &str) -> LinkTarget {
    let (id, anchor) = written.split_once('#').map_or((written, None), |(id, anchor)| (id, Some(anchor)));
    let document = kind.id(decoded(id));
    let anchor = anchor.map(|anchor| Anchor::read(&document, &decoded(anchor)));
    LinkTarget::Document { document, anchor }
}

/// An address as the page, the PDF and the Word file all write it: a PDF's may have ASCII letters only.
fn external(written: &str) -> LinkTarget {
    LinkTarget::External(encoded(written))
}

fn encoded(written: &str) -> String {
    utf8_percent_encode(written, NOT_IN_ADDRESSES).to_string()
}

fn without_scheme(written: &str) -> NoTarget {
    if written.is_empty() {
        return NoTarget::Empty;
    }
    if written.to_ascii_lowercase().starts_with("www.") {
        return NoTarget::WebAddress(written.to_owned());
    }
    if written.contains('@') && !written.contains(['/', ' ']) {
        return NoTarget::MailAddress(written.to_owned());
    }
    NoTarget::NoScheme
}

/// The path of a picture from the handbook's folder, written in the file at `from`; `None` when it leaves `content`.
pub(super) fn image_path(from: &str, written: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    (parts.first() == Some(&"content")).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(written: &str) -> Result<LinkTarget, NoTarget> {
        target(written, &DocumentKind::Policy.id("visits"))
    }

    fn to_policy(id: &str, heading: &str) -> LinkTarget {
        let anchor = Some(Anchor::Heading(heading.into()));
        LinkTarget::Document { document: DocumentKind::Policy.id(id), anchor }
    }

    #[test]
    fn a_script_is_no_link() {
        for bad in [
            "javascript:alert(1)",
            "JavaScript:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "../x.md",
            "",
            "#",
            "https:x",
        ] {
            assert!(to(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_web_address_is_no_script_and_no_mail() {
        assert_eq!(web_address(" https://example.org/é ").as_deref(), Some("https://example.org/%C3%A9"));
        for bad in
            ["javascript:alert(1)", "javascript://x", "mailto:a@b.org", "https://", "www.example.org", ""]
        {
            assert_eq!(web_address(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_policy_is_linked_by_id() {
        assert_eq!(to("policy:intake#purpose"), Ok(to_policy("intake", "purpose")));
    }

    #[test]
    fn names_are_decoded_and_addresses_encoded() {
        let to = |written| to(written).unwrap();
        assert_eq!(to("#caf%C3%A9"), LinkTarget::Here(Anchor::Heading("café".into())));
        assert_eq!(to("#cafe\u{301}"), LinkTarget::Here(Anchor::Heading("café".into())));
        assert_eq!(to("policy:in%74ake#member%20name"), to_policy("intake", "member name"));
        for (written, address) in [
            ("https://example.org/a b", "https://example.org/a%20b"),
            ("https://example.org/a%20b?x=1&y=(2)", "https://example.org/a%20b?x=1&y=(2)"),
            ("https://example.org/é#ñ", "https://example.org/%C3%A9#%C3%B1"),
            ("mailto:me@example.org?subject=A b", "mailto:me@example.org?subject=A%20b"),
        ] {
            assert_eq!(to(written), LinkTarget::External(address.into()));
        }
    }

    #[test]
    fn a_picture_stays_in_the_content() {
        let from = "content/policies/intake/2026-11-23.md";
        assert_eq!(image_path(from, "map.png").as_deref(), Some("content/policies/intake/map.png"));
        assert_eq!(image_path(from, "../../images/map.png").as_deref(), Some("content/images/map.png"));
        assert_eq!(image_path(from, "../../../secret.png"), None);
        assert_eq!(image_path(from, "../../../../../x.png"), None);
    }
}
