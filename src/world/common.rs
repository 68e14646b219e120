//! A handbook that others extend: what its agency writes once, for all of its programs.

use std::path::PathBuf;

use super::FOLDERS;

/// Where a file of a handbook comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileOrigin {
    /// The handbook's own folder.
    Own,
    /// The folder of the handbook that it extends.
    Common,
}

/// The handbook that another one extends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommonFolder {
    pub(crate) root: PathBuf,
    /// What its organization is called, for readers.
    pub(crate) name: String,
}

/// What belongs together and comes from one folder or the other: a document with all of its versions and translations, a specification with
/// all of its revisions; else a single file. `content/policies/intake` for `content/policies/intake/2027-01-01.md`.
pub(super) fn unit(path: &str) -> &str {
    let depth = match path.split('/').next() {
        Some("content") => 3,
        Some("forms") => 2,
        _ => return path,
    };
    let end = path.match_indices('/').nth(depth - 1).map_or(path.len(), |(at, _)| at);
    let unit = &path[..end];
    let is_catalog = unit.starts_with("content/specifications/");
    unit.strip_suffix(".toml").filter(|_| is_catalog).unwrap_or(unit)
}

/// The path of a source in a path that begins with another folder, e.g. that of a kept copy; `None` where it has no source.
pub(super) fn source_in(path: &str) -> Option<&str> {
    let begins = |folder: &&str| {
        path.match_indices(&format!("{folder}/"))
            .map(|(at, _)| at)
            .find(|at| *at == 0 || path[..*at].ends_with('/'))
    };
    FOLDERS.iter().filter_map(begins).min().map(|at| &path[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_and_a_specification_are_one_thing_and_a_look_is_a_file() {
        for (path, expected) in [
            ("content/policies/intake/2027-01-01.es.md", "content/policies/intake"),
            ("content/policies/intake/map.png", "content/policies/intake"),
            ("forms/plan/draft.toml", "forms/plan"),
            ("content/specifications/csp.toml", "content/specifications/csp"),
            ("content/specifications/csp/2027-01-01.toml", "content/specifications/csp"),
            ("content/guide/about.md", "content/guide/about.md"),
            ("content/glossary.toml", "content/glossary.toml"),
            ("site/style.css", "site/style.css"),
        ] {
            assert_eq!(unit(path), expected);
        }
    }

    #[test]
    fn the_copy_of_a_source_belongs_to_its_source() {
        assert_eq!(source_in(".clausebook/approved/forms/a/b.toml"), Some("forms/a/b.toml"));
        assert_eq!(source_in("content/guide/forms/a.md"), Some("content/guide/forms/a.md"));
        assert_eq!(source_in("people/people.toml"), None);
    }
}
