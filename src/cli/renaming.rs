//! Carries out the steps of a renaming, all or none.

use super::rename::on_disk;
use super::{CommandError, Place};
use crate::files;

/// A change on the disk, which can be taken back. Paths are from the handbook's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RenameStep {
    Change { path: String, old: String, new: String },
    Move { from: String, to: String },
}

impl RenameStep {
    fn reversed(&self) -> Self {
        match self.clone() {
            Self::Change { path, old, new } => Self::Change { path, old: new, new: old },
            Self::Move { from, to } => Self::Move { from: to, to: from },
        }
    }

    fn carry_out(&self, place: &Place) -> Result<(), CommandError> {
        match self {
            Self::Change { path, old, new } => files::change(&on_disk(place, path), &place.dir, |bytes| {
                if bytes == old.as_bytes() {
                    Ok(new.clone().into_bytes())
                } else {
                    Err(CommandError::ChangedMeanwhile(path.clone()))
                }
            }),
            Self::Move { from, to } => {
                let (from, to) = (on_disk(place, from), on_disk(place, to));
                // Where nothing was approved there are no copies.
                if from.symlink_metadata().is_err() { Ok(()) } else { Ok(files::rename(&from, &to)?) }
            }
        }
    }
}

/// Carries out the steps in their order; when one fails, those before it are taken back.
pub(super) fn carry_out(place: &Place, steps: &[RenameStep]) -> Result<(), CommandError> {
    for (at, step) in steps.iter().enumerate() {
        if let Err(error) = step.carry_out(place) {
            for done in steps[..at].iter().rev() {
                // What somebody else has changed meanwhile stays.
                let _ = done.reversed().carry_out(place);
            }
            return Err(error);
        }
    }
    Ok(())
}
