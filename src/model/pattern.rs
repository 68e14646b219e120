//! Patterns for names, as people type them: `csp-*`.

/// Whether a name fits a pattern, in which `*` is any letters or none.
#[must_use]
pub(crate) fn fits(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut left) = name.strip_prefix(start) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        let Some((_, after)) = left.split_once(part) else { return false };
        left = after;
    }
    left.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_is_any_letters_or_none() {
        for (pattern, name) in [
            ("*", "intake"),
            ("in*", "intake"),
            ("*take", "intake"),
            ("i*t*e", "intake"),
            ("intake*", "intake"),
        ] {
            assert!(fits(pattern, name), "{pattern}");
        }
        for (pattern, name) in
            [("in*x", "intake"), ("x*", "intake"), ("intake*e", "intake"), ("a*a", "a"), ("", "a")]
        {
            assert!(!fits(pattern, name), "{pattern}");
        }
    }
}
