//! The revisions of a specification, and where each clause was in the one before.
//!
//! ```text
//! revision of 2026-01-01        revision of 2027-01-01
//! items/1 Answer calls          items/1 Greet visitors    was = false
//! items/2 Lock the door         items/2 Answer calls      was = "items/1"
//!                               items/3 Lock the door     was = "items/2"
//! ```
//!
//! A citation is looked up in the revision that its document names, and followed along these lines to the revision of the day. What
//! a person read counts as long as no line on the way changes the meaning.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use sha2::{Digest as _, Sha256};

use super::Date;
use super::element::ClauseElement;
use super::handle::Handle;
use super::specification::{Clause, Figure, RemovedClause, Specification};
use crate::source::Placed;

/// The place of a revision among those of its specification, oldest first.
pub(crate) type RevisionAt = usize;

/// A specification in every revision that is at hand.
#[derive(Debug, Clone)]
pub(crate) struct Revisions {
    /// Oldest first; never empty.
    pub(crate) all: Vec<Revision>,
    /// The one of the day.
    pub(crate) in_force: RevisionAt,
}

#[derive(Debug, Clone)]
pub(crate) struct Revision {
    pub(crate) specification: Specification,
    /// Of its clauses, as `read_against` has it.
    pub(crate) mark: RevisionMark,
    /// What each clause was in the revision before, clause by clause; empty in the oldest.
    pub(crate) origins: Vec<ClauseOrigin>,
    /// What each clause of the revision before is now; empty in the oldest.
    successors: Vec<Vec<Handle<Clause>>>,
}

/// What a clause was in the revision before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ClauseOrigin {
    /// One clause; several that were merged; none, if it is new.
    pub(crate) clauses: Vec<Handle<Clause>>,
    pub(crate) meaning: MeaningChange,
}

/// Whether a clause means what it meant in the revision before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum MeaningChange {
    /// Its words are the same, or somebody decided that its meaning is.
    #[default]
    Same,
    /// Somebody decided that it changed.
    Changed,
    /// Its words changed, and nobody has decided what that means.
    Undecided,
}

/// A revision as a header names it: `2026-03-01 3f9a2c`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RevisionMark {
    pub(crate) effective: Date,
    /// Hexadecimal digits.
    pub(crate) fingerprint: String,
}

/// Digits of a fingerprint: enough to notice that somebody changed a file.
const FINGERPRINT_DIGITS: usize = 6;

/// What a version says of the revisions that it was written for.
#[derive(Debug, Clone, Default)]
pub(crate) struct CitedRevisions {
    /// By specification: the revision whose ids the file uses.
    pub(crate) cites: Cites,
    /// By specification: the revisions that a person read the text against.
    pub(crate) read_against: BTreeMap<String, Placed<Vec<RevisionMark>>>,
}

/// The revision whose ids a text uses, by specification.
pub(crate) type Cites = BTreeMap<String, Placed<Date>>;

/// Where a clause of one revision is in another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counterparts {
    /// Several if it was split, or merged of several; in the order of the document.
    pub(crate) clauses: Vec<Handle<Clause>>,
    /// The revision that has none any more, if a later one removed it.
    pub(crate) removed_in: Option<RevisionAt>,
}

impl RevisionMark {
    pub(crate) fn of(specification: &Specification) -> Self {
        let mut hash = Sha256::new();
        for clause in &specification.clauses {
            add(&mut hash, &clause.id);
            hash.update(digest_of_words(clause));
        }
        let digits = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        Self { effective: specification.effective, fingerprint: digits[..FINGERPRINT_DIGITS].to_owned() }
    }

    /// Reads what its `Display` writes; several are separated by commas.
    pub(crate) fn parse_all(text: &str) -> Option<Vec<Self>> {
        text.split(',').map(Self::parse).collect()
    }

    fn parse(text: &str) -> Option<Self> {
        let (date, fingerprint) = text.trim().split_once(' ')?;
        let fingerprint = fingerprint.trim();
        let is_fingerprint = fingerprint.len() == FINGERPRINT_DIGITS
            && fingerprint.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let effective: Date = date.parse().ok()?;
        (is_fingerprint && effective.to_string() == date)
            .then(|| Self { effective, fingerprint: fingerprint.to_owned() })
    }
}

impl fmt::Display for RevisionMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.effective, self.fingerprint)
    }
}

/// Stands for what a clause asks: its summary, figures, kind, needs and elements.
pub(crate) fn digest_of_words(clause: &Clause) -> [u8; 32] {
    let mut hash = Sha256::new();
    add(&mut hash, &clause.summary);
    add(&mut hash, clause.kind.word());
    for kind in &clause.needs {
        add(&mut hash, kind.word());
    }
    for Figure { written, value: _, kind, what, event: _ } in &clause.figures {
        add(&mut hash, written);
        add(&mut hash, kind.word());
        add(&mut hash, what);
    }
    // Nothing is added where there are none, so the marks of catalogs without elements stay what they were.
    for ClauseElement { id, label } in &clause.elements {
        add(&mut hash, "#");
        add(&mut hash, &id.0);
        add(&mut hash, label);
    }
    hash.finalize().into()
}

/// Adds a text after its length, so that no two lists of texts are the same bytes. Line breaks and spaces between words don't count.
fn add(hash: &mut Sha256, text: &str) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    hash.update((text.len() as u64).to_be_bytes());
    hash.update(text.as_bytes());
}

impl Revisions {
    pub(crate) fn current(&self) -> &Revision {
        &self.all[self.in_force]
    }

    /// The revision that takes effect on this day.
    pub(crate) fn find(&self, effective: Date) -> Option<RevisionAt> {
        self.all.iter().position(|revision| revision.mark.effective == effective)
    }

    /// The revision that a header names, as it was when somebody read it.
    pub(crate) fn at_hand(&self, mark: &RevisionMark) -> Option<RevisionAt> {
        self.find(mark.effective).filter(|at| self.all[*at].mark == *mark)
    }

    /// The revision in force, and those to come.
    pub(crate) fn not_past(&self) -> &[Revision] {
        &self.all[self.in_force..]
    }

    /// Where a clause of the revision `from` is in the revision `to`.
    pub(crate) fn counterparts(
        &self,
        from: RevisionAt,
        clause: Handle<Clause>,
        to: RevisionAt,
    ) -> Counterparts {
        let mut clauses = BTreeSet::from([clause]);
        if from <= to {
            for at in from + 1..=to {
                clauses = self.all[at].successors(&clauses);
                if clauses.is_empty() {
                    return Counterparts { clauses: Vec::new(), removed_in: Some(at) };
                }
            }
        } else {
            for at in (to + 1..=from).rev() {
                clauses =
                    clauses.iter().flat_map(|one| &self.all[at].origin(*one).clauses).copied().collect();
            }
        }
        Counterparts { clauses: clauses.into_iter().collect(), removed_in: None }
    }

    /// The ids that a clause of the revision in force has in every revision, and those it had before.
    pub(crate) fn ids(&self, clause: Handle<Clause>) -> BTreeSet<&str> {
        let mut ids = BTreeSet::new();
        for (at, revision) in self.all.iter().enumerate() {
            for one in self.counterparts(self.in_force, clause, at).clauses {
                let Clause { id, formerly, .. } = one.of(&revision.specification.clauses);
                ids.extend(std::iter::once(id).chain(formerly).map(String::as_str));
            }
        }
        ids
    }

    /// Whether somebody who read the revision `read` knows what `clause` of the revision `of` means.
    pub(crate) fn is_known_from(&self, read: RevisionAt, of: RevisionAt, clause: Handle<Clause>) -> bool {
        if read > of {
            let next = self.all[of + 1].successors(&BTreeSet::from([clause]));
            return !next.is_empty()
                && next.iter().all(|one| {
                    self.all[of + 1].origin(*one).meaning == MeaningChange::Same
                        && self.is_known_from(read, of + 1, *one)
                });
        }
        if read == of {
            return true;
        }
        // What was merged is read again: the text may have met only one of the clauses.
        let origin = self.all[of].origin(clause);
        origin.meaning == MeaningChange::Same
            && matches!(origin.clauses.as_slice(), [one] if self.is_known_from(read, of - 1, *one))
    }

    /// Why a clause is gone, if the revision that removed it says so.
    pub(crate) fn reason_of_removal(
        &self,
        from: RevisionAt,
        clause: Handle<Clause>,
        removed_in: RevisionAt,
    ) -> Option<&RemovedClause> {
        let before = self.counterparts(from, clause, removed_in - 1).clauses;
        let ids: Vec<&str> = before
            .iter()
            .map(|one| one.of(&self.all[removed_in - 1].specification.clauses).id.as_str())
            .collect();
        let removed = &self.all[removed_in].specification.removed;
        removed.iter().find(|one| ids.contains(&one.id.as_str()))
    }
}

impl Revision {
    pub(crate) fn oldest(specification: Specification) -> Self {
        let mark = RevisionMark::of(&specification);
        Self { specification, mark, origins: Vec::new(), successors: Vec::new() }
    }

    /// The revision after `before`, clause by clause with its origin there.
    pub(crate) fn after(before: &Self, specification: Specification, origins: Vec<ClauseOrigin>) -> Self {
        let mut successors = vec![Vec::new(); before.specification.clauses.len()];
        for ((clause, _), origin) in Handle::each(&specification.clauses).zip(&origins) {
            for one in &origin.clauses {
                one.beside_mut(&mut successors).push(clause);
            }
        }
        Self { mark: RevisionMark::of(&specification), specification, origins, successors }
    }

    pub(crate) fn origin(&self, clause: Handle<Clause>) -> &ClauseOrigin {
        static NONE: ClauseOrigin = ClauseOrigin { clauses: Vec::new(), meaning: MeaningChange::Same };
        if self.origins.is_empty() { &NONE } else { clause.beside(&self.origins) }
    }

    /// The clauses that were any of these in the revision before.
    fn successors(&self, before: &BTreeSet<Handle<Clause>>) -> BTreeSet<Handle<Clause>> {
        before.iter().flat_map(|one| one.beside(&self.successors)).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::RevisionMark;

    #[test]
    fn a_mark_is_read_as_it_is_written() {
        let mark = RevisionMark { effective: date(2026, 3, 1), fingerprint: "3f9a2c".to_owned() };
        assert_eq!(RevisionMark::parse_all(&mark.to_string()), Some(vec![mark.clone()]));
        assert_eq!(
            RevisionMark::parse_all("2026-03-01 3f9a2c, 2026-03-01  3f9a2c"),
            Some(vec![mark.clone(), mark])
        );
        for text in
            ["", "2026-03-01", "2026-3-1 3f9a2c", "2026-03-01 3F9A2C", "2026-03-01 3f9a2", "3f9a2c", ","]
        {
            assert_eq!(RevisionMark::parse_all(text), None, "{text}");
        }
    }
}
