//! A clause catalogue as it is written.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::ChangeSource;

/// The keys of a catalogue above its clauses.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CatalogueSource {
    /// Short id; the file's name.
    pub id: Option<Spanned<String>>,
    /// Full title.
    pub title: Option<Spanned<String>>,
    /// What citations call it.
    pub short_title: Option<Spanned<String>>,
    /// Who publishes it.
    pub publisher: Option<Spanned<String>>,
    /// Where it applies.
    pub jurisdiction: Option<Spanned<String>>,
    /// binding, draft or informative.
    pub authority: Option<Spanned<String>>,
    /// Date of the text at hand.
    pub revision: Option<Spanned<Datetime>>,
    /// Service lines of every clause that names none.
    pub tracks: Option<Spanned<Vec<Spanned<String>>>>,
    /// `revised` of every clause that names none.
    pub revised: Option<Spanned<Datetime>>,
    /// Its own updates.
    pub history: Vec<Spanned<ChangeSource>>,
    /// What it refers to.
    pub refers_to: Vec<Spanned<ReferenceSource>>,
}

/// A document referred to.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReferenceSource {
    /// Its title.
    pub title: Option<Spanned<String>>,
    /// Why it matters.
    pub note: Option<Spanned<String>>,
    /// Whether the handbook has it.
    pub at_hand: bool,
}

/// A clause.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClauseSource {
    /// Path in the document's numbering.
    pub id: Option<Spanned<String>>,
    /// First words of the citations of a section.
    pub label: Option<Spanned<String>>,
    /// A few words.
    pub title: Option<Spanned<String>>,
    /// What it asks, in our own words.
    pub summary: Option<Spanned<String>>,
    /// heading, requirement, recommendation, payment-condition or informative.
    pub kind: Option<Spanned<String>>,
    /// Any of policy, form, training.
    pub needs: Option<Spanned<Vec<Spanned<String>>>>,
    /// Service lines, when other than the catalogue's.
    pub tracks: Option<Spanned<Vec<Spanned<String>>>>,
    /// Deadlines, ratios, counts, telephone numbers.
    pub figures: Vec<Spanned<FigureSource>>,
    /// When its meaning changed, when other than the catalogue's.
    pub revised: Option<Spanned<Datetime>>,
    /// Its weight, when other than the catalogue's.
    pub authority: Option<Spanned<String>>,
    /// Where in the original.
    pub source: Option<Spanned<String>>,
    /// Ids it had.
    pub formerly: Vec<Spanned<String>>,
}

/// A figure of a clause.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FigureSource {
    /// As a policy states it.
    pub value: Option<Spanned<String>>,
    /// deadline, interval, ratio, count, hours or telephone.
    pub kind: Option<Spanned<String>>,
    /// What it is about.
    pub what: Option<Spanned<String>>,
}
