//! What was refused, because it would leave errors.

use super::count;

/// What has the errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ErrorSubject {
    /// A file or folder.
    Path(String),
    /// Several files, by their number.
    Several(usize),
}

/// What was refused because of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    Approval,
    Review,
    End,
    Renaming,
    /// Other ids in citations.
    Rewriting,
    /// What a newer starter changed.
    Updating,
    /// Whatever the command was: a version of the document can't even be read.
    Unreadable,
}

impl Refusal {
    /// What was refused for a file with this number of errors.
    pub(super) fn of(self, file: &ErrorSubject, errors: usize) -> String {
        let errors = count(errors, "error", "errors");
        let (file, has) = match file {
            ErrorSubject::Path(path) => (path.clone(), "has"),
            ErrorSubject::Several(files) => (format!("{files} files"), "have"),
        };
        match self {
            Self::Approval => format!("{file} {has} {errors}, so no approval was recorded"),
            Self::Review => format!("with this review, {file} would have {errors}, so it was not recorded"),
            Self::Rewriting => {
                format!("with the new ids, {file} would have {errors}, so nothing was rewritten")
            }
            Self::End => format!("with this end, {file} would have {errors}, so it was not recorded"),
            Self::Renaming => {
                format!("with the new name the handbook would have {errors}, so nothing was renamed")
            }
            Self::Updating => {
                format!(
                    "with the changes of the starter the handbook would have {errors} more, so nothing was written"
                )
            }
            Self::Unreadable => format!("{file} has a file that cannot be read, so nothing was recorded"),
        }
    }
}
