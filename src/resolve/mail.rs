//! Where mistakes are reported: an address for a `mailto:` link.

use std::collections::BTreeMap;

use super::header_fields::UNREAD;
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::model::{HandbookValue, REPORT_TO};

/// Finds an address that isn't valid. A blank one means that there is nobody to write to.
pub(crate) fn check(values: &BTreeMap<String, HandbookValue>, findings: &mut Findings) {
    let Some(value) = values.get(REPORT_TO) else { return };
    if value.text.is_empty() || value.text == UNREAD || is_address(&value.text) {
        return;
    }
    findings.push(
        Diagnostic::new(FindingCode::BadAddress, value.span, format!("“{}” is not an e-mail address", value.text))
            .hint("write one such as handbook@example.org, and nothing else; without the key, pages have no link for reports"),
    );
}

/// Whether it is an ordinary address, without characters that have a meaning of their own in a link.
fn is_address(text: &str) -> bool {
    let part = |part: &str, also: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.contains("..")
            && part.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c))
    };
    let Some((who, host)) = text.split_once('@') else { return false };
    part(who, ".-_+") && part(host, ".-") && host.contains('.') && text.len() <= 254
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_is_told_from_what_is_none() {
        for good in ["handbook@example.org", "a.b+c@x-y.example.org"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b.org",
            "a@",
            "a@b",
            "a@b.org, c@d.org",
            "a b@c.org",
            "a@b.org?cc=x@y.org",
            "a@@b.org",
            ".a@b.org",
            "a@b..org",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
