//! Why Word files were not brought in.

use std::fmt;
use std::path::PathBuf;

use super::{CommandError, Exit};

#[derive(Debug)]
pub(crate) enum ImportError {
    /// An option is for one file, and several were named.
    OneFile(&'static str),
    /// No file fits a pattern.
    NoFiles(String),
    /// A Word file has the text of the version in force.
    SameText { file: PathBuf, name: String },
    /// A Word file was exported from another document.
    OtherDocument { file: PathBuf, document: String, name: String },
    /// Only policies come back from Word.
    OnlyPolicies(String),
    /// Of several files some were refused; what was said of all of them.
    SomeRefused { said: String, refused: usize },
}

impl ImportError {
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::OneFile(_) | Self::NoFiles(_) | Self::OnlyPolicies(_) => Exit::Usage,
            Self::SameText { .. } | Self::OtherDocument { .. } | Self::SomeRefused { .. } => Exit::Findings,
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OneFile(option) => write!(f, "{option} is for one file, and several were named"),
            Self::NoFiles(pattern) => write!(f, "there is no file that fits {pattern}"),
            Self::SameText { file, name } => write!(
                f,
                "{} has the same text as the version of {name} in force, so nothing was written",
                file.display()
            ),
            Self::OtherDocument { file, document, name } => write!(
                f,
                "{} was exported from {document}, so it is not a version of {name}. Nothing was written",
                file.display()
            ),
            Self::OnlyPolicies(name) => {
                write!(f, "{name} is not a policy, and only policies come back from Word")
            }
            Self::SomeRefused { said, refused } => write!(
                f,
                "{said}\n{}",
                if *refused == 1 { "1 file or part was refused" } else { "Some files or parts were refused" }
            ),
        }
    }
}

impl From<ImportError> for CommandError {
    fn from(error: ImportError) -> Self {
        Self::Import(error)
    }
}
