use std::fmt;
use std::path::PathBuf;

use super::{CommandError, Exit, Place, count, shell, tell};
use crate::files::FileError;

/// Why `update` compares nothing.
#[derive(Debug)]
pub(crate) enum UpdateError {
    /// No record says with which starter the handbook began, or the program doesn't have that one.
    UnknownStarter {
        recorded: Option<String>,
        likest: StarterGuess,
        place: Place,
    },
    /// `--from` names neither a release whose starter the program has nor a folder.
    NoSuchStarter {
        name: String,
        known: Vec<String>,
    },
    /// A folder without a handbook.
    NotAStarter(PathBuf),
    Command(CommandError),
}

/// The starter that a handbook has most files of.
#[derive(Debug)]
pub(crate) struct StarterGuess {
    pub(crate) release: String,
    /// How many of its files the handbook has as they are.
    pub(crate) same: usize,
    pub(crate) all: usize,
}

impl UpdateError {
    pub(crate) fn tell(&self) -> Exit {
        match self {
            Self::Command(error) => error.tell(),
            Self::UnknownStarter { .. } | Self::NoSuchStarter { .. } | Self::NotAStarter(_) => {
                tell(&format!("clausebook: {self}"));
                Exit::Usage
            }
        }
    }
}

impl fmt::Display for UpdateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownStarter { recorded, likest, place } => {
                let StarterGuess { release, same, all } = likest;
                match recorded {
                    None => write!(f, "starter.toml doesn't say with which starter this handbook began")?,
                    Some(recorded) => {
                        write!(
                            f,
                            "this program doesn't have the starter of {recorded} that starter.toml names"
                        )?;
                    }
                }
                let command = shell::command(place, &["update"], &["--from", release]);
                write!(
                    f,
                    ". It is most like that of Clausebook {release}: {} of {all} are the same. If it began with that one, write: {command}\nIf it began with another, name a folder that has that starter in the place of {release}",
                    count(*same, "file", "files")
                )
            }
            Self::NoSuchStarter { name, known } => write!(
                f,
                "there is no starter {name}. Name a folder with a handbook, or a release: {}",
                known.join(", ")
            ),
            Self::NotAStarter(folder) => {
                write!(f, "there is no handbook.toml in {}, so it is not a starter", folder.display())
            }
            Self::Command(error) => error.fmt(f),
        }
    }
}

impl From<CommandError> for UpdateError {
    fn from(error: CommandError) -> Self {
        Self::Command(error)
    }
}

impl From<FileError> for UpdateError {
    fn from(error: FileError) -> Self {
        Self::Command(error.into())
    }
}
