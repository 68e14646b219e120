//! What the headers of two versions say differently, besides title, number and summary, which are blocks.

use crate::model::{Header, Track};

/// A fact of the header that differs. Texts are empty where a version doesn't say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FactChange<'a> {
    Owner {
        old: &'a str,
        new: &'a str,
    },
    /// Who must approve it.
    Approver {
        old: &'a str,
        new: &'a str,
    },
    /// Months between reviews.
    ReviewMonths {
        old: u32,
        new: u32,
    },
    /// The service lines it is for.
    Tracks {
        old: &'a [Track],
        new: &'a [Track],
    },
}

/// The facts that differ. When a version takes effect, who approved it and when it was reviewed differ in any case.
#[must_use]
pub(crate) fn compare_facts<'a>(old: &'a Header, new: &'a Header) -> Vec<FactChange<'a>> {
    let Header {
        effective: _,
        // They are blocks.
        title: _,
        number: _,
        summary: _,
        owner,
        approver,
        approval: _,
        reviewed: _,
        reviewed_by: _,
        review_months,
        revisions: _,
        // Its document’s, not a change from one version to the next.
        end: _,
        tracks,
        // The sentences that say what changed.
        history: _,
        // They are no part of what is approved.
        sources: _,
        span: _,
    } = new;
    let mut changes = Vec::new();
    if old.owner.trim() != owner.trim() {
        changes.push(FactChange::Owner { old: &old.owner, new: owner });
    }
    if old.approver.trim() != approver.trim() {
        changes.push(FactChange::Approver { old: &old.approver, new: approver });
    }
    if old.review_months != *review_months {
        changes.push(FactChange::ReviewMonths { old: old.review_months, new: *review_months });
    }
    if old.tracks != *tracks {
        changes.push(FactChange::Tracks { old: &old.tracks, new: tracks });
    }
    changes
}
