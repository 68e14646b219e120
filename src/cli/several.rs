//! Which documents a command is for, and where the handbook is: `clausebook approve intake lab my-handbook`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::versions::{FoundDocument, OpenHandbook, is_number, parse_name};
use super::{CommandError, Place, shell};
use crate::model::{DocumentId, DocumentKind};

/// Which documents a command is for, and where the handbook is.
#[derive(Debug, Args)]
pub(crate) struct Several {
    /// The policies, forms or curricula: their names, such as intake or form:service-plan, their numbers, such as CSP-02, or patterns,
    /// such as "csp-*". The last word may be the handbook's folder
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Every policy, form and curriculum
    #[arg(long)]
    all: bool,
    /// With --all: only those of this kind
    #[arg(long, value_enum, value_name = "KIND", requires = "all")]
    kind: Vec<TypedKind>,
    /// With --all: all but these
    #[arg(long, value_name = "NAME", requires = "all")]
    except: Vec<String>,
    /// Instead of names: a table with a row for each and the columns name, on and by, such as a spreadsheet saves as CSV
    #[arg(long, value_name = "FILE", conflicts_with = "all")]
    from: Option<PathBuf>,
    /// The handbook's folder
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Another handbook file in that folder
    #[arg(long, value_name = "FILE", default_value = Place::CONFIG)]
    config: String,
    /// Show what would be recorded, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TypedKind {
    Policy,
    Form,
    Curriculum,
}

impl TypedKind {
    fn document_kind(self) -> DocumentKind {
        match self {
            Self::Policy => DocumentKind::Policy,
            Self::Form => DocumentKind::Form,
            Self::Curriculum => DocumentKind::Curriculum,
        }
    }
}

/// The documents that are meant.
pub(crate) struct Selection {
    pub(crate) documents: Vec<FoundDocument>,
    /// Whether each was named, so that one for which there is nothing to do is a mistake.
    pub(crate) are_named: bool,
}

/// Which documents are meant, before they are looked for.
pub(crate) struct Wanted<'a> {
    several: &'a Several,
    names: &'a [String],
}

impl Several {
    /// The handbook, and what is wanted of it. `command` is for the two spellings of a last word with two meanings.
    pub(crate) fn place(&self, command: &str) -> Result<(Place, Wanted<'_>), CommandError> {
        let place = |dir: &Path| Place { dir: dir.to_owned(), config: self.config.clone() };
        let (dir, names) = match (&self.dir, self.names.split_last()) {
            (Some(dir), _) => (dir.clone(), self.names.as_slice()),
            (None, Some((last, others))) if self.is_folder(last, others, command)? => {
                (PathBuf::from(last), others)
            }
            (None, _) => (PathBuf::from("."), self.names.as_slice()),
        };
        match (names.is_empty(), self.all, &self.from) {
            (true, false, None) => return Err(CommandError::NoNames),
            (false, true, _) => return Err(CommandError::NamesAndAll),
            (false, _, Some(_)) => return Err(CommandError::NamesAndTable),
            _ => {}
        }
        Ok((place(&dir), Wanted { several: self, names }))
    }

    /// The table that names the documents.
    pub(crate) fn from(&self) -> Option<&Path> {
        self.from.as_deref()
    }

    /// Whether the last word is the handbook's folder.
    fn is_folder(&self, last: &str, others: &[String], command: &str) -> Result<bool, CommandError> {
        let has_handbook = |dir: &Path| dir.join(&self.config).is_file();
        let is_here = has_handbook(Path::new("."));
        if !has_handbook(Path::new(last)) {
            // Somewhere else there is no handbook, so it can only be a folder that is misspelled.
            let is_path = last.contains(['/', '\\']) || Path::new(last).is_dir();
            let names_no_document = self.all || self.from.is_some();
            return Ok(
                !is_here && (names_no_document || !others.is_empty()) || is_path && !last.contains(':')
            );
        }
        if !is_here {
            return Ok(true);
        }
        let here = Place { dir: PathBuf::from("."), config: self.config.clone() };
        let known = OpenHandbook::open(&here)?.find(last);
        if matches!(known, Err(CommandError::UnknownName { .. })) {
            return Ok(true);
        }
        let spelled = |names: &[&str], dir: &str| {
            let words = [&[command], names].concat();
            let line: Vec<String> = words.iter().map(|word| shell::quoted(word)).collect();
            format!("clausebook {} --dir {}", line.join(" "), shell::quoted(dir))
        };
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        let all: &[&str] = if self.all { &["--all"] } else { &[] };
        Err(CommandError::NameOrFolder {
            word: last.to_owned(),
            name: spelled(&[others.as_slice(), &[last]].concat(), "."),
            folder: spelled(&[all, others.as_slice()].concat(), last),
        })
    }
}

impl Wanted<'_> {
    /// The name of the one document that is meant, if there is one.
    pub(crate) fn only_name(&self) -> Option<&str> {
        match self.names {
            [only] if !only.contains('*') => Some(only),
            _ => None,
        }
    }

    /// The documents that are meant, each once.
    pub(crate) fn find(&self, handbook: &OpenHandbook<'_>) -> Result<Selection, CommandError> {
        if self.several.all {
            let except: Vec<DocumentId> = self.excepted(handbook)?;
            let kinds: Vec<DocumentKind> =
                self.several.kind.iter().map(|kind| kind.document_kind()).collect();
            let documents = handbook
                .find_all(|id, _| !except.contains(id) && (kinds.is_empty() || kinds.contains(&id.kind)))?;
            return Ok(Selection { documents, are_named: false });
        }
        let mut documents: Vec<FoundDocument> = Vec::new();
        let mut are_named = true;
        for name in self.names {
            are_named &= !name.contains('*');
            for found in find_pattern(handbook, name)? {
                if !documents.iter().any(|known| known.id == found.id) {
                    documents.push(found);
                }
            }
        }
        Ok(Selection { documents, are_named })
    }

    fn excepted(&self, handbook: &OpenHandbook<'_>) -> Result<Vec<DocumentId>, CommandError> {
        let mut except = Vec::new();
        for name in self.several.except.iter().flat_map(|names| names.split(',')).map(str::trim) {
            except.extend(find_pattern(handbook, name)?.into_iter().map(|found| found.id));
        }
        Ok(except)
    }
}

/// The documents that a name or a pattern means. Windows leaves the `*` to us.
fn find_pattern(handbook: &OpenHandbook<'_>, name: &str) -> Result<Vec<FoundDocument>, CommandError> {
    if !name.contains('*') {
        return Ok(vec![handbook.find(name)?]);
    }
    let (kind, pattern) = parse_name(name);
    let found = handbook.find_all(|id, number| {
        kind.is_none_or(|kind| kind == id.kind)
            && (fits(pattern, &id.id)
                || fits(&pattern.to_lowercase(), &number.to_lowercase())
                || is_number(number, pattern))
    })?;
    if found.is_empty() { Err(CommandError::NothingFits(name.to_owned())) } else { Ok(found) }
}

/// Whether a name fits a pattern, in which `*` is any letters or none.
fn fits(pattern: &str, name: &str) -> bool {
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
