//! How things are said to readers.

use serde::Serialize;

use crate::coverage::{Status, Totals};
use crate::model::document::{Inline, shown_text, word_parts};
use crate::model::{Date, EvidenceKind, Header, long_date};

/// A state as a word, with a name for its looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct State {
    /// The word that readers see.
    pub word: &'static str,
    /// A name for style sheets and print templates.
    pub look: &'static str,
}

/// How far a clause is met.
#[must_use]
pub fn status(status: Status) -> State {
    let word = match status {
        Status::Covered => "Covered",
        Status::Drafted => "Drafted",
        Status::Partial => "Partial",
        Status::Uncovered => "Uncovered",
        Status::Unconfirmed => "Unconfirmed",
        Status::NotApplicable => "Not applicable",
        Status::Informative => "Informative",
        Status::Heading => "Heading",
    };
    State { word, look: status.word() }
}

/// How far a version may be relied on.
#[must_use]
pub fn standing(version: &Header, today: Date) -> State {
    let (word, look) = match (&version.approval, version.effective) {
        (Some(_), Some(_)) if version.in_force(today) => ("In force", "covered"),
        (Some(_), Some(_)) => ("Approved, not yet in force", "drafted"),
        (Some(_), None) => ("Approved, no date yet", "drafted"),
        (None, Some(_)) => ("Not approved", "drafted"),
        (None, None) => ("Draft", "uncovered"),
    };
    State { word, look }
}

/// A kind of evidence, for a sentence such as "needs a form field".
#[must_use]
pub fn evidence(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Policy => "policy section",
        EvidenceKind::Form => "form field",
        EvidenceKind::Training => "training unit",
    }
}

/// Counts for a table and a bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TotalsView {
    /// All that evidence must meet.
    pub applicable: usize,
    /// Waived.
    pub not_applicable: usize,
    /// The parts of `applicable`, best first; their shares add up to 1000.
    pub parts: Vec<TotalsPart>,
    /// Partial, uncovered and unconfirmed together.
    pub open: usize,
}

/// How many clauses have one status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TotalsPart {
    /// The status.
    pub status: State,
    /// How many clauses.
    pub count: usize,
    /// Of a thousand.
    pub share: usize,
}

/// Counts for readers.
#[must_use]
pub fn totals(totals: &Totals) -> TotalsView {
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
            TotalsPart { status: status(kind), count, share }
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
pub fn name(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A day, or a dash where there is none.
#[must_use]
pub fn day(date: Option<Date>) -> String {
    date.map_or_else(|| "—".to_owned(), long_date)
}

/// A cell of up to so many characters is set on one line.
const ONE_LINE: usize = 20;
/// No longer word asks for a wider column: it is divided.
pub(crate) const LONGEST_WHOLE_WORD: usize = 24;

/// The share of a column of the table's width: by the usual length of its cells, and never less than its longest word or its
/// short cells need.
#[must_use]
pub fn column_weight(at: usize, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> usize {
    let cells: Vec<String> =
        rows.iter().filter_map(|row| row.get(at)).chain(head.get(at)).map(|cell| shown_text(cell)).collect();
    let lengths = cells.iter().map(|cell| cell.chars().count());
    let usual = lengths.clone().sum::<usize>() / cells.len().max(1);
    let words = cells.iter().flat_map(|cell| cell.split_whitespace());
    let longest_word = words.flat_map(whole).map(|part| part.chars().count()).max().unwrap_or(0);
    usual.min(70).max(lengths.max().unwrap_or(0).min(ONE_LINE)).max(longest_word) + 2
}

/// What of a word is better not divided: the word itself, or the parts of an address; of a part that is longer still, as much as
/// a column can be asked to hold.
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
    fn the_shares_of_a_bar_add_up() {
        let view =
            totals(&Totals { applicable: 7, covered: 2, drafted: 2, uncovered: 3, ..Totals::default() });
        let shares: Vec<usize> = view.parts.iter().map(|part| part.share).collect();
        assert_eq!(shares, [285, 286, 0, 0, 429]);
    }
}
