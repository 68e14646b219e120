//! What is recorded in a header besides who did something and when.

use jiff::civil::Date;

/// The text that was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRecord {
    /// `v1: 8k2m0q4t 1h7xw9ze`
    pub fingerprint: String,
    /// What the particulars in it were, by their keys in `[values]`.
    pub values: Vec<(String, String)>,
}

/// What a review or an approval records of the clauses that were read; nothing where only the text was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClausesRead {
    /// The revisions whose ids the file uses, by specification.
    pub cites: Vec<(String, Date)>,
    /// `2027-01-01 3f9a2c`, by specification.
    pub read_against: Vec<(String, String)>,
}
