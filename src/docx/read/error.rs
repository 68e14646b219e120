//! Why a Word file can't be brought in.

use std::fmt;

/// What is wrong with the file. As text it is the end of a sentence that begins with the file's name, and says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocxError {
    Empty,
    Protected,
    /// `.doc`
    OldWord,
    Pdf,
    NotWord,
    /// A zip of the same kind that isn't a document, e.g. a workbook.
    NotDocument,
    /// It can't be read to its end, or isn't in order.
    Damaged,
    /// A part is larger than any policy.
    TooLarge,
    NoText,
}

const SAVE_AS: &str =
    "Open it in Word, choose “Save As” and the kind “Word Document (.docx)”, and bring in that file";

impl fmt::Display for DocxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::Protected => f.write_str("is protected by a password. Open it in Word, remove the password (File, Info, Protect Document, Encrypt with Password), save it, and bring it in again"),
            Self::OldWord => write!(f, "is a Word file of the old kind (.doc). {SAVE_AS}"),
            Self::Pdf => f.write_str("is a PDF, and a PDF has no headings and lists to carry over. Bring in the Word file that it was made from"),
            Self::NotWord => write!(f, "is not a Word file (.docx). {SAVE_AS}"),
            Self::NotDocument => write!(f, "is not a Word document. {SAVE_AS}"),
            Self::Damaged => f.write_str("is damaged or was cut short. If Word still opens it, save it there under another name, and bring in that file"),
            Self::TooLarge => f.write_str("has more than 32 MB of text, too much for a policy"),
            Self::NoText => f.write_str("has no text"),
        }
    }
}

impl std::error::Error for DocxError {}
