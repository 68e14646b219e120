//! Facts in words for readers.

use serde::Serialize;

use crate::coverage::{Status, Totals};
use crate::model::text::{Inline, shown_text, word_parts};
use crate::model::{Authority, ClauseKind, Date, EvidenceKind, Handbook, Header, VersionStatus};
use crate::words::{FixedWords, Word};

/// A state as a word, with a name for its looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct StateView {
    pub(crate) word: Word,
    /// A name for style sheets and print templates.
    pub(crate) look: &'static str,
}

/// How far a clause is met.
#[must_use]
pub(crate) fn status(status: Status, words: &FixedWords) -> StateView {
    let words = &words.status;
    let word = match status {
        Status::Covered => &words.covered,
        Status::Drafted => &words.drafted,
        Status::Partial => &words.partial,
        Status::Uncovered => &words.uncovered,
        Status::Unconfirmed => &words.unconfirmed,
        Status::NotApplicable => &words.not_applicable,
        Status::Superseded => &words.superseded,
        Status::Informative => &words.informative,
        Status::Heading => &words.heading,
    };
    StateView { word: word.clone(), look: status.word() }
}

/// How far a version may be relied on.
#[must_use]
pub(crate) fn standing(version: &Header, today: Date, words: &FixedWords) -> StateView {
    if let Some(day) = version.changed_since() {
        let word = words.standing.changed.fill(&[("day", &words.dates.day(day))]);
        return StateView { word: Word::from(word.as_str()), look: "drafted" };
    }
    let words = &words.standing;
    let (word, look) = match (&version.approval, version.effective) {
        (Some(_), Some(_)) if version.in_force(today) => (&words.in_force, "covered"),
        (Some(_), Some(_)) => (&words.not_yet_in_force, "drafted"),
        (Some(_), None) => (&words.no_date, "drafted"),
        (None, Some(_)) => (&words.not_approved, "drafted"),
        (None, None) => (&words.draft, "uncovered"),
    };
    StateView { word: word.clone(), look }
}

/// How far a version of this status may be relied on.
#[must_use]
pub(crate) fn standing_of(status: VersionStatus, version: &Header, handbook: &Handbook) -> StateView {
    let words = &handbook.words;
    match status {
        VersionStatus::Superseded { on } => {
            let word = words.standing.replaced.fill(&[("day", &words.dates.day(on))]);
            StateView { word: Word::from(&*word), look: "not-applicable" }
        }
        VersionStatus::Ended { on } => {
            let word = words.standing.ended.fill(&[("day", &words.dates.day(on))]);
            StateView { word: Word::from(&*word), look: "not-applicable" }
        }
        VersionStatus::NeverInForce => {
            StateView { word: words.standing.never_in_force.clone(), look: "not-applicable" }
        }
        VersionStatus::Shown
        | VersionStatus::Upcoming { .. }
        | VersionStatus::Waiting { .. }
        | VersionStatus::Draft => standing(version, handbook.as_of, words),
    }
}

/// A kind of evidence as readers call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct EvidenceKindView {
    /// `form field`.
    pub(crate) name: Word,
    /// In a sentence: `a form field`.
    pub(crate) with_article: Word,
    /// What to do where it is missing, unless that goes without saying.
    pub(crate) how: Option<Word>,
}

#[must_use]
pub(crate) fn evidence(kind: EvidenceKind, words: &FixedWords) -> EvidenceKindView {
    let (words, how) = match kind {
        EvidenceKind::Policy => (&words.evidence.policy, None),
        EvidenceKind::Form => (&words.evidence.form, None),
        EvidenceKind::Training => (&words.evidence.training, None),
        EvidenceKind::Record => (&words.evidence.record, Some(words.evidence.record_how.clone())),
    };
    EvidenceKindView { name: words.name.clone(), with_article: words.with_article.clone(), how }
}

#[must_use]
pub(crate) fn clause_kind(kind: ClauseKind, words: &FixedWords) -> Word {
    let words = &words.clause_kind;
    let word = match kind {
        ClauseKind::Heading => &words.heading,
        ClauseKind::Requirement => &words.requirement,
        ClauseKind::Recommendation => &words.recommendation,
        ClauseKind::PaymentCondition => &words.payment_condition,
        ClauseKind::Informative => &words.informative,
    };
    word.clone()
}

/// What weight a specification or clause carries.
#[must_use]
pub(crate) fn authority(authority: Authority, words: &FixedWords) -> Word {
    let words = &words.authority;
    let word = match authority {
        Authority::Binding => &words.binding,
        Authority::Draft => &words.draft,
        Authority::Informative => &words.informative,
    };
    word.clone()
}

/// Counts for a table and a bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TotalsView {
    /// All that evidence must meet.
    pub(crate) applicable: usize,
    /// Waived.
    pub(crate) not_applicable: usize,
    /// The parts of `applicable`, best first; their shares add up to 1000.
    pub(crate) parts: Vec<TotalsPart>,
    /// Partial, uncovered and unconfirmed together.
    pub(crate) open: usize,
}

/// How many clauses have one status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TotalsPart {
    pub(crate) status: StateView,
    pub(crate) count: usize,
    /// Of a thousand.
    pub(crate) share: usize,
}

#[must_use]
pub(crate) fn totals(totals: &Totals, words: &FixedWords) -> TotalsView {
    let parts = [
        (Status::Covered, totals.covered),
        (Status::Drafted, totals.drafted),
        (Status::Partial, totals.partial),
        (Status::Unconfirmed, totals.unconfirmed),
        (Status::Uncovered, totals.uncovered),
    ];
    let mut before = 0;
    let mut seen = 0;
    let parts = parts
        .into_iter()
        .map(|(kind, count)| {
            seen += count;
            let upto = (seen * 1000).checked_div(totals.applicable).unwrap_or(0);
            let share = upto - before;
            before = upto;
            TotalsPart { status: status(kind, words), count, share }
        })
        .collect();
    TotalsView {
        applicable: totals.applicable,
        not_applicable: totals.not_applicable,
        parts,
        open: totals.partial + totals.unconfirmed + totals.uncovered,
    }
}

/// The words of an id: `Written policies` for `written-policies`.
#[must_use]
pub(crate) fn name(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A cell of up to this many characters is set on one line.
const ONE_LINE: usize = 20;
/// No longer word asks for a wider column: it is divided.
pub(crate) const LONGEST_WHOLE_WORD: usize = 24;

/// The share of a column of the table's width: by the usual length of its cells, and never less than its longest word or its
/// short cells need.
///
/// | Step | Who    | What                       |
/// |------|--------|----------------------------|
/// | 1    | Worker | Visits, and writes it down |
///
/// has the weights 6, 8 and 22, two of which are for the space between columns. "Step" and "Worker" are short, so they get their whole
/// length. The cells of the third column have 26 and 4 letters, 15 on average; but cells of up to 20 letters should be on one line. The
/// third column gets 22/36 of the width.
#[must_use]
pub(crate) fn column_weight(at: usize, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> usize {
    let cells: Vec<String> =
        rows.iter().filter_map(|row| row.get(at)).chain(head.get(at)).map(|cell| shown_text(cell)).collect();
    let lengths = cells.iter().map(|cell| cell.chars().count());
    let usual = lengths.clone().sum::<usize>() / cells.len().max(1);
    let words = cells.iter().flat_map(|cell| cell.split_whitespace());
    let longest_word = words.flat_map(whole).map(|part| part.chars().count()).max().unwrap_or(0);
    usual.min(70).max(lengths.max().unwrap_or(0).min(ONE_LINE)).max(longest_word) + 2
}

/// The parts of a word that should not be divided: the word itself, or the parts of an address; of a longer part, as much as a column
/// can hold.
pub(crate) fn whole(word: &str) -> Vec<String> {
    if word.chars().count() <= LONGEST_WHOLE_WORD {
        return vec![word.to_owned()];
    }
    word_parts(word).map(|part| part.chars().take(LONGEST_WHOLE_WORD).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_as_wide_as_its_cells_usually_need() {
        let cells = |texts: [&str; 3]| texts.map(|text| vec![Inline::Text(text.to_owned())]).to_vec();
        let (head, rows) =
            (cells(["Step", "Who", "What"]), [cells(["1", "Worker", "Visits, and writes it down"])]);
        assert_eq!([0, 1, 2].map(|at| column_weight(at, &head, &rows)), [6, 8, 22]);
    }

    #[test]
    fn the_shares_of_a_bar_add_up() {
        let counts = Totals { applicable: 7, covered: 2, drafted: 2, uncovered: 3, ..Totals::default() };
        let view = totals(&counts, &FixedWords::english());
        let shares: Vec<usize> = view.parts.iter().map(|part| part.share).collect();
        assert_eq!(shares, [285, 286, 0, 0, 429]);
    }
}
