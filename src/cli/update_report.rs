//! What `update` says: on the terminal, and in the file with what is left to people.

use std::fmt;

use super::update_files::{FileUpdate, FileUpdateKind, LeftOutReason, MergedFile, UpdateArea};
use crate::merge::{MergeOutcome, MergedBlock};

/// What of the updates is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReportScope {
    Everything,
    /// What both changed, and what is left out.
    LeftToPeople,
}

/// The updates by area, file and block.
pub(crate) struct UpdateReport<'a> {
    pub(crate) updates: &'a [FileUpdate],
    pub(crate) scope: ReportScope,
}

impl UpdateReport<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        !self.updates.iter().any(|update| self.lists(update))
    }

    fn lists(&self, update: &FileUpdate) -> bool {
        match (self.scope, &update.kind) {
            (ReportScope::Everything, _) | (ReportScope::LeftToPeople, FileUpdateKind::LeftOut(_)) => true,
            (ReportScope::LeftToPeople, FileUpdateKind::New(_)) => false,
            (ReportScope::LeftToPeople, FileUpdateKind::Merged(merged)) => {
                merged.blocks.iter().any(|block| self.lists_block(block))
            }
        }
    }

    fn lists_block(&self, block: &MergedBlock) -> bool {
        self.scope == ReportScope::Everything || block.outcome == MergeOutcome::ChangedByBoth
    }

    fn file(&self, f: &mut fmt::Formatter<'_>, update: &FileUpdate) -> fmt::Result {
        let FileUpdate { area: _, path, kind } = update;
        match kind {
            FileUpdateKind::New(_) => writeln!(f, "  {path}: new"),
            FileUpdateKind::LeftOut(reason) => writeln!(f, "  {path}: {reason}"),
            FileUpdateKind::Merged(MergedFile { old: _, new: _, blocks, is_approved }) => {
                let draft = if *is_approved { " (approved: the changes become a draft)" } else { "" };
                writeln!(f, "  {path}{draft}")?;
                blocks
                    .iter()
                    .filter(|block| self.lists_block(block))
                    .try_for_each(|block| one_block(f, block))
            }
        }
    }
}

impl fmt::Display for UpdateReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for area in UpdateArea::ALL {
            let listed: Vec<&FileUpdate> =
                self.updates.iter().filter(|update| update.area == area && self.lists(update)).collect();
            if !listed.is_empty() {
                writeln!(f, "\n{}\n", area.title())?;
            }
            listed.into_iter().try_for_each(|update| self.file(f, update))?;
        }
        Ok(())
    }
}

fn one_block(f: &mut fmt::Formatter<'_>, block: &MergedBlock) -> fmt::Result {
    let MergedBlock { at, before, own, published, outcome } = block;
    match outcome {
        MergeOutcome::Taken => {
            writeln!(f, "    {at}: taken")?;
            lines(f, "      - ", before)?;
            lines(f, "      + ", published)
        }
        MergeOutcome::ChangedByBoth => {
            writeln!(f, "    {at}: changed by both. Yours stays")?;
            lines(f, "      before:  ", before)?;
            lines(f, "      yours:   ", own)?;
            lines(f, "      starter: ", published)
        }
    }
}

/// The first line after `mark`, the others below it.
fn lines(f: &mut fmt::Formatter<'_>, mark: &str, text: &str) -> fmt::Result {
    let below = " ".repeat(mark.len());
    let is_sign = mark.trim().len() == 1;
    for (at, line) in text.lines().enumerate() {
        let before = if at == 0 || is_sign { mark } else { &below };
        writeln!(f, "{}", format!("{before}{line}").trim_end())?;
    }
    if text.is_empty() && !is_sign {
        writeln!(f, "{mark}(nothing)")?;
    }
    Ok(())
}

impl fmt::Display for LeftOutReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Removed => {
                write!(f, "changed in the starter. You removed or renamed it, so nothing is done")
            }
            Self::Taken => write!(f, "new in the starter. You have another file of that name, which stays"),
            Self::Ended => write!(f, "no longer in the starter. Yours stays"),
            Self::OriginalApproved => write!(
                f,
                "changed in the starter. It is a translation of an approved version, which stays as it is, and so does this"
            ),
            Self::NotCompared => {
                write!(f, "changed in the starter. Such files can't be compared, so yours stays")
            }
            Self::Errors(shown) => {
                writeln!(
                    f,
                    "changed in the starter. Yours stays, because with the change it would have errors:"
                )?;
                shown.trim_end().lines().try_for_each(|line| writeln!(f, "      {line}"))
            }
        }
    }
}
