use std::fmt;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

/// Why a file was not written.
#[derive(Debug)]
pub(crate) enum FileError {
    /// It exists, and must not.
    Exists(PathBuf),
    /// It is a link that leads out of the folder it has to be in.
    Outside {
        file: PathBuf,
        real: PathBuf,
    },
    /// Its owner does not want it changed.
    ReadOnly(PathBuf),
    /// Another program changed it after it was read.
    Changed(PathBuf),
    /// Another command is writing in this folder and doesn't finish.
    Busy(PathBuf),
    Io {
        file: PathBuf,
        error: io::Error,
    },
    /// It is written, but perhaps not yet on the disk.
    Unconfirmed {
        file: PathBuf,
        error: io::Error,
    },
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists(file) => write!(f, "{} already exists", file.display()),
            Self::Outside { file, real } => write!(
                f,
                "{} is a link to {}, outside the handbook, so nothing was written. Put the file itself in the handbook",
                file.display(),
                real.display()
            ),
            Self::ReadOnly(file) => write!(
                f,
                "{} is read-only, so it is unchanged. Allow changes in its properties, then try again",
                file.display()
            ),
            Self::Changed(file) => write!(
                f,
                "{} was changed by another program at the same time, so nothing was written. Save it there, then try again",
                file.display()
            ),
            Self::Busy(folder) => write!(
                f,
                "another clausebook command is writing in {}, so nothing was written. Try again when it has finished",
                folder.display()
            ),
            Self::Io { file, error } => {
                write!(f, "{} could not be written: {}", file.display(), reason(error))
            }
            Self::Unconfirmed { file, error } => write!(
                f,
                "{} was written, but the disk did not confirm it: {}. Check the disk, and whether the file is complete",
                file.display(),
                reason(error)
            ),
        }
    }
}

impl std::error::Error for FileError {}

/// What the disk said, for somebody who isn't a programmer: `the disk is full`.
pub(crate) fn reason(error: &io::Error) -> String {
    let known = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::WriteZero => "the disk is full",
        ErrorKind::QuotaExceeded => "your share of the disk is full",
        ErrorKind::PermissionDenied => "you don't have permission",
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        ErrorKind::NotFound => "the folder or file doesn't exist",
        ErrorKind::NotADirectory => "a file is where a folder should be",
        ErrorKind::InvalidFilename => "the name is too long, or has a character that isn't allowed",
        _ => return error.to_string(),
    };
    known.to_owned()
}
