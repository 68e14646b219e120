use std::fmt;
use std::io;

use super::holder::Holder;
use crate::files;

/// Why a site was not written. The old one is unchanged, unless it says otherwise.
#[derive(Debug)]
pub(crate) enum WriteError {
    /// The folder has files, and clausebook did not write it.
    NotOurs,
    /// The folder is the handbook, or has the handbook in it.
    HoldsHandbook,
    /// The folder is one of those that the handbook is written in.
    InSources,
    /// The path leads through a folder or a link that doesn't exist.
    Nowhere,
    /// Another build believed that this one was dead, and took its place.
    TakenOver(Holder),
    /// Some files could not be replaced and are still the old ones.
    Partly {
        kept: Vec<String>,
        error: io::Error,
    },
    /// It is written, but perhaps not yet on the disk.
    Unconfirmed(io::Error),
    Io(io::Error),
}

/// How many files a message names.
const NAMED: usize = 5;

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs => write!(
                f,
                "it has files that clausebook did not write, so it is unchanged. Choose another folder with `--out`, or empty this one"
            ),
            Self::HoldsHandbook => write!(
                f,
                "it holds the handbook itself, and the site can't take its place. Choose another folder with `--out`"
            ),
            Self::InSources => write!(
                f,
                "the handbook is written there, and the site can't be among its sources. Choose another folder with `--out`"
            ),
            Self::Nowhere => write!(
                f,
                "the path leads through a folder or a link that doesn't exist. Write it without `..`, or create that folder first"
            ),
            Self::TakenOver(holder) => write!(
                f,
                "this build gave no sign of life for ten minutes, and {} took its place, so this one wrote nothing. Build again if the site is not up to date",
                holder.named()
            ),
            Self::Partly { kept, error } => {
                let (number, are) = match kept.len() {
                    1 => ("1 file".to_owned(), "is"),
                    more => (format!("{more} files"), "are"),
                };
                let named = kept.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
                let more = if kept.len() > NAMED { ", …" } else { "" };
                write!(
                    f,
                    "{number} could not be replaced and {are} still as before ({named}{more}): {}. Close them in other programs, then build again",
                    files::reason(error)
                )
            }
            Self::Unconfirmed(error) => write!(
                f,
                "the site is written, but the disk did not confirm it: {}. Check the disk, then build again",
                files::reason(error)
            ),
            Self::Io(error) => {
                write!(f, "it can't be written: {}. The site is unchanged", files::reason(error))
            }
        }
    }
}

impl std::error::Error for WriteError {}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
