//! Where links and pictures may lead.

use crate::model::document::Target;

/// Where a link leads; `Err` says what to do instead.
pub fn target(written: &str) -> Result<Target, String> {
    let written = written.trim();
    if let Some(anchor) = written.strip_prefix('#') {
        return if anchor.is_empty() {
            Err("name a heading: `#purpose`".to_owned())
        } else {
            Ok(Target::Here(anchor.to_owned()))
        };
    }
    let Some((scheme, rest)) = written.split_once(':') else {
        return Err(
            "link to a policy, form, curriculum or guide page by its id (`policy:intake`, `policy:intake#purpose`, `form:service-plan`, `guide:deadlines`), to a heading of this page (`#purpose`), or to an address that begins with https://".to_owned(),
        );
    };
    match scheme.to_ascii_lowercase().as_str() {
        inner @ ("policy" | "form" | "curriculum" | "guide") => {
            let (id, anchor) = match rest.split_once('#') {
                Some((id, anchor)) => (id.to_owned(), Some(anchor.to_owned())),
                None => (rest.to_owned(), None),
            };
            Ok(match inner {
                "form" => Target::Form { id, anchor },
                "curriculum" => Target::Curriculum { id, anchor },
                "guide" => Target::Guide { id, anchor },
                _ => Target::Policy { id, anchor },
            })
        }
        "http" | "https" if rest.starts_with("//") && rest.len() > 2 => {
            Ok(Target::External(written.to_owned()))
        }
        "mailto" | "tel" if !rest.is_empty() => Ok(Target::External(written.to_owned())),
        _ => Err("links may begin with https:, http:, mailto:, tel:, policy:, form:, curriculum: or guide:"
            .to_owned()),
    }
}

/// The path of a picture from the handbook's folder, written in the file at `from`; `None` when it leaves `content`.
pub fn image_path(from: &str, written: &str) -> Option<String> {
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
            assert!(target(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_policy_is_linked_by_id() {
        assert_eq!(
            target("policy:intake#purpose"),
            Ok(Target::Policy { id: "intake".into(), anchor: Some("purpose".into()) })
        );
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
