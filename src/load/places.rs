//! Which file is what, by its path; and names that not every computer can store.

use std::collections::BTreeMap;

use super::training_sheet::SheetName;
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::DocumentKind;
use crate::names;
use crate::source::{FileId, Files, Span};
use crate::words::Language;
use crate::world::{FileEntry, FileTrouble};

/// What a file is, by its path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum FileRole<'a> {
    /// `content/specifications/<id>.toml`, or `content/specifications/<id>/<date>.toml`.
    Specification(&'a str),
    /// `content/specifications/<id>/<date>.txt`: the publisher's words, for `import` and `diff` alone. It is never read for a handbook.
    PublishersWords,
    /// `content/policies/<id>/<version>.not-carried-over.txt`: what `import` left in a Word file. It is never read for a handbook.
    NotCarriedOver,
    /// `content/mappings/<name>.toml`.
    Mapping,
    /// `content/policies/<id>/<version>.md`.
    Policy(VersionName<'a>),
    /// `forms/<id>/<version>.toml`.
    Form(VersionName<'a>),
    /// `content/curricula/<id>/<version>.md`.
    Curriculum(VersionName<'a>),
    /// `content/guide/<id>.md`.
    Guide(&'a str),
    /// `forms/<id>/<version>.<language>.toml` and the like: beside the original.
    Translation(TranslationName<'a>),
    /// `content/glossary.toml`.
    Glossary,
    /// A picture below `content`.
    Image,
    /// `templates/words.toml`, or the same for another language.
    Words,
    /// `templates/sheets/attendance.toml` and the like.
    TrainingSheet(SheetName),
    /// A template, style sheet or script that replaces one of ours.
    Look,
    /// Anything else, with a hint of where it should be.
    Misplaced(String),
}

/// A version, by the names of its folder and its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct VersionName<'a> {
    pub(crate) id: &'a str,
    /// Without its ending.
    pub(crate) version: &'a str,
}

/// A translation, by the names of its original and its language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TranslationName<'a> {
    pub(crate) kind: DocumentKind,
    pub(crate) id: &'a str,
    /// The name of the version without its ending; `None` for a page of the guide, which has no versions.
    pub(crate) version: Option<&'a str>,
    pub(crate) language: Language,
}

/// How the list is called that `import` writes beside a draft.
pub(crate) const NOT_CARRIED_OVER: &str = ".not-carried-over.txt";

const PICTURES: [&str; 5] = ["png", "jpg", "jpeg", "gif", "svg"];

/// What the file at `path` is.
pub(crate) fn place(path: &str) -> FileRole<'_> {
    let parts: Vec<&str> = path.split('/').collect();
    let (stem, ending) = parts.last().and_then(|name| name.rsplit_once('.')).unwrap_or_default();
    let is = |wanted: &str| ending.eq_ignore_ascii_case(wanted);
    match parts.as_slice() {
        ["templates", name] if name.starts_with("words.") && is("toml") => FileRole::Words,
        ["templates", "sheets", name] => match SheetName::read(name) {
            Some(sheet) => FileRole::TrainingSheet(sheet),
            None => FileRole::Misplaced("the sheets of every curriculum are `templates/sheets/attendance.toml` and `templates/sheets/certificate.toml`; for another language, such as `templates/sheets/attendance.vi.toml`, without the country".to_owned()),
        },
        ["templates" | "site", ..] => FileRole::Look,
        ["content", ..] if PICTURES.into_iter().any(is) => FileRole::Image,
        ["content", "specifications", _] if is("toml") => FileRole::Specification(stem),
        ["content", "specifications", id, _] if is("toml") => FileRole::Specification(id),
        ["content", "specifications", _, _] if is("txt") && stem.parse::<jiff::civil::Date>().is_ok() => FileRole::PublishersWords,
        ["content", "specifications", ..] => {
            FileRole::Misplaced("a clause catalog is `content/specifications/<id>.toml`, or with several revisions `content/specifications/<id>/<date>.toml`".to_owned())
        }
        ["content", "policies", _, name] if name.ends_with(NOT_CARRIED_OVER) => FileRole::NotCarriedOver,
        ["content", "mappings", _] if is("toml") => FileRole::Mapping,
        ["content", "mappings", ..] => {
            FileRole::Misplaced("a set of mappings is `content/mappings/<name>.toml`".to_owned())
        }
        ["content", "glossary.toml"] => FileRole::Glossary,
        _ => document(path, stem, ending).unwrap_or_else(|| {
            FileRole::Misplaced("policies go in `content/policies/<policy>/<date>.md`, forms in `forms/<form>/<date>.toml`, catalogs in `content/specifications/<id>.toml`; move anything else out of these folders".to_owned())
        }),
    }
}

/// What a file in the folder of a kind of document is.
fn document<'a>(path: &'a str, stem: &'a str, ending: &str) -> Option<FileRole<'a>> {
    let within = |kind: DocumentKind| path.strip_prefix(kind.folder())?.strip_prefix('/');
    let (kind, rest) = DocumentKind::ALL.into_iter().find_map(|kind| Some((kind, within(kind)?)))?;
    let parts: Vec<&str> = rest.split('/').collect();
    let fits = ending.eq_ignore_ascii_case(kind.extension());
    if let Some(name) = translation(kind, &parts, stem).filter(|_| fits) {
        return Some(FileRole::Translation(name));
    }
    Some(match (kind, parts.as_slice()) {
        (DocumentKind::Policy, [id, _]) if fits => FileRole::Policy(VersionName { id, version: stem }),
        (DocumentKind::Form, [id, _]) if fits => FileRole::Form(VersionName { id, version: stem }),
        (DocumentKind::Curriculum, [id, _]) if fits => {
            FileRole::Curriculum(VersionName { id, version: stem })
        }
        (DocumentKind::Guide, [_]) if fits => FileRole::Guide(stem),
        (DocumentKind::Guide, _) => {
            FileRole::Misplaced(format!("a guide page is `{}/<page>.{}`", kind.folder(), kind.extension()))
        }
        _ => {
            let (word, folder, extension) = (kind.word(), kind.folder(), kind.extension());
            FileRole::Misplaced(format!("a version of a {word} is `{folder}/<{word}>/<date>.{extension}`"))
        }
    })
}

/// `2026-11-25.es` is the Spanish of the version of 2026-11-25. Neither a day nor the id of a page has a period.
fn translation<'a>(kind: DocumentKind, parts: &[&'a str], stem: &'a str) -> Option<TranslationName<'a>> {
    let (original, language) = stem.split_once('.')?;
    let language = Language::parse(language)?;
    match (kind, parts) {
        (DocumentKind::Policy | DocumentKind::Form, [id, _]) => {
            Some(TranslationName { kind, id, version: Some(original), language })
        }
        (DocumentKind::Guide, [_]) => Some(TranslationName { kind, id: original, version: None, language }),
        _ => None,
    }
}

/// The name of a file without its folders and its ending.
pub(crate) fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// What keeps a place from being read, for the person who must fix it.
pub(crate) fn explain(trouble: FileTrouble, file: FileId, path: &str) -> Diagnostic {
    let (code, message, hint) = match trouble {
        FileTrouble::Loop => (
            FindingCode::LinkLoop,
            "is a link to a folder that is already in the handbook",
            "remove the link",
        ),
        FileTrouble::Leaves => (
            FindingCode::LeavesHandbook,
            "is a link that leads out of the handbook",
            "copy the file into the handbook instead: only files in it are published",
        ),
        FileTrouble::Unreadable => (
            FindingCode::UnreadableFile,
            "cannot be opened",
            "check that it exists and that you have permission to read it",
        ),
        FileTrouble::NoFile => {
            (FindingCode::UnreadableFile, "is neither a file nor a folder", "move it out of the handbook")
        }
        FileTrouble::Nameless => (
            FindingCode::BadName,
            "has a name that is not valid Unicode",
            "rename it with letters, digits and hyphens",
        ),
    };
    Diagnostic::new(code, Span::top(file), format!("`{path}` {message}")).hint(hint)
}

/// Findings about names that Windows or macOS cannot store beside the others.
pub(crate) fn check_names(entries: &[FileEntry], files: &mut Files) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for entry in entries {
        let mut end = 0;
        for part in entry.path.split('/') {
            end += part.len() + usize::from(end > 0);
            let path = &entry.path[..end];
            match seen.insert(path.to_lowercase(), path.to_owned()) {
                None => {
                    if let Some(trouble) = names::trouble(part) {
                        let file = files.add(&entry.path, "");
                        findings.push(
                            Diagnostic::new(
                                FindingCode::BadName,
                                Span::top(file),
                                format!("`{part}` cannot be stored on every computer: {trouble}"),
                            )
                            .hint("rename it with letters, digits and hyphens"),
                        );
                    }
                }
                Some(other) if other != path => {
                    let file = files.add(&entry.path, "");
                    findings.push(
                        Diagnostic::new(
                            FindingCode::NameCollision,
                            Span::top(file),
                            format!("`{path}` and `{other}` differ only in capital letters"),
                        )
                        .hint("Windows and macOS treat them as one file: rename one"),
                    );
                }
                Some(_) => {}
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_what_a_file_is() {
        assert_eq!(place("content/specifications/cca-csp.toml"), FileRole::Specification("cca-csp"));
        assert_eq!(
            place("content/policies/intake/2026-11-23.MD"),
            FileRole::Policy(VersionName { id: "intake", version: "2026-11-23" })
        );
        let language = Language::parse("es").unwrap();
        let version = Some("2026-11-23");
        let spanish = TranslationName { kind: DocumentKind::Form, id: "plan", version, language };
        assert_eq!(place("forms/plan/2026-11-23.es.toml"), FileRole::Translation(spanish));
        assert_eq!(place("content/policies/intake/map.png"), FileRole::Image);
        assert_eq!(place("site/style.css"), FileRole::Look);
        assert!(matches!(place("content/policies/a.md"), FileRole::Misplaced(_)));
    }
}
