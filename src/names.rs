//! Names that every computer of a program can store: Windows and macOS are stricter than Linux.

/// Why a file or folder of this name cannot be stored everywhere; `None` when it can.
///
/// Source: Microsoft, "Naming Files, Paths, and Namespaces".
#[must_use]
pub(crate) fn trouble(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let numbered = |device: &str| {
        stem.len() == 4
            && stem.is_char_boundary(3)
            && stem[..3].eq_ignore_ascii_case(device)
            && stem.as_bytes()[3].is_ascii_digit()
    };
    let device = ["con", "prn", "aux", "nul"].iter().any(|device| stem.eq_ignore_ascii_case(device));
    if device || numbered("com") || numbered("lpt") {
        Some("Windows keeps this name for a device")
    } else if name.ends_with(['.', ' ']) {
        Some("Windows drops a period or a space at the end of a name")
    } else if name.chars().any(|c| c.is_control() || "<>:\"|?*\\".contains(c)) {
        Some("Windows does not allow this character in a name")
    } else if name.contains(['#', '%']) {
        Some("an address on the site can't contain this character")
    } else {
        None
    }
}

/// Whether `id` may name a policy, form or specification: lowercase letters, digits and hyphens, at most 60.
///
/// It becomes a file name and part of an address, so it must be the same with and without regard to case; `index` is the
/// list of them all.
#[must_use]
pub(crate) fn is_id(id: &str) -> bool {
    (1..=60).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !id.starts_with('-')
        && id != "index"
        && trouble(id).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_names_are_refused_with_and_without_an_ending() {
        for name in ["CON", "con.md", "Lpt1.toml", "nul .md"] {
            assert!(trouble(name).is_some(), "{name}");
        }
        for name in ["concord.md", "com.md", "lpt10", "intake", "é3.md"] {
            assert!(trouble(name).is_none(), "{name}");
        }
    }

    #[test]
    fn an_id_is_lower_case() {
        assert!(is_id("csp-ji-safety-protocol"));
        for id in ["Intake", "in take", "", "-x", "aux", "ä", "index"] {
            assert!(!is_id(id), "{id}");
        }
    }
}
