//! A clause catalog as it is written.

use std::collections::BTreeMap;
use std::fmt;

use ::toml::value::Datetime;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::ChangeSource;
use super::places::stem;
use super::spanned::{Day, Spanned};
use super::toml::{self, ReadKeys};
use super::versions;
use crate::diagnostic::Findings;
use crate::source::{FileId, SourceFile, Span};

/// The keys of a catalog above its clauses.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CatalogSource {
    /// Its id, which is the file's name.
    #[schemars(required)]
    pub(crate) id: Option<Spanned<String>>,
    /// Full title.
    #[schemars(required)]
    pub(crate) title: Option<Spanned<String>>,
    /// Its name in citations.
    #[schemars(required)]
    pub(crate) short_title: Option<Spanned<String>>,
    /// Who publishes it.
    #[schemars(required)]
    pub(crate) publisher: Option<Spanned<String>>,
    /// Where it applies.
    #[schemars(required)]
    pub(crate) jurisdiction: Option<Spanned<String>>,
    /// binding, draft or informative.
    #[schemars(required, extend("enum" = ["binding", "draft", "informative"]))]
    pub(crate) authority: Option<Spanned<String>>,
    /// The date of the text that the catalog was made from. In a file that is named after the day on which it takes effect: that day,
    /// when not set.
    #[schemars(with = "Option<Day>")]
    pub(crate) revision: Option<Spanned<Datetime>>,
    /// Service lines of each clause that doesn't set its own.
    pub(crate) tracks: Option<Spanned<Vec<Spanned<String>>>>,
    /// `revised` of each clause that doesn't set its own.
    #[schemars(with = "Option<Day>")]
    pub(crate) revised: Option<Spanned<Datetime>>,
    /// Whether the catalog has every clause of the document; true when not set. While it hasn't, nothing is met by complying with all of it.
    pub(crate) complete: Option<Spanned<bool>>,
    /// The first day on which it doesn't apply any more.
    #[schemars(with = "Option<Day>")]
    pub(crate) ends: Option<Spanned<Datetime>>,
    /// The id of the specification that takes its place then.
    pub(crate) superseded_by: Option<Spanned<String>>,
    /// Its own updates.
    pub(crate) history: Vec<Spanned<ChangeSource>>,
    /// Documents that it refers to.
    pub(crate) refers_to: Vec<Spanned<ReferenceSource>>,
    /// Clauses of the revision before that this one doesn't have.
    pub(crate) removed: Vec<Spanned<RemovedSource>>,
}

/// A catalog file that could be read.
#[derive(Debug)]
pub(crate) struct CatalogFile {
    /// The name of the file without its ending, or of its folder.
    pub(crate) id: String,
    /// The date in the name of the file; `None` where the name is the id.
    pub(crate) effective: Option<Date>,
    pub(crate) file: FileId,
    pub(crate) head: ReadKeys<CatalogSource>,
    /// Its clauses, each with the place of its table.
    pub(crate) clauses: Vec<(Span, ReadKeys<ClauseSource>)>,
}

/// Reads a catalog; `None` when it is named after neither its id nor a date, which becomes a finding.
pub(crate) fn read(written: &SourceFile, file: FileId, findings: &mut Findings) -> Option<CatalogFile> {
    let name = stem(&written.path);
    let (id, effective) = match written.path.split('/').collect::<Vec<_>>().as_slice() {
        [.., "specifications", id, _] => match versions::effective(&name, file, "toml") {
            Ok(Some(effective)) => ((*id).to_owned(), Some(effective)),
            Ok(None) => {
                findings.push(versions::not_a_date(&name, file, "toml"));
                return None;
            }
            Err(finding) => {
                findings.push(finding);
                return None;
            }
        },
        _ => (name, None),
    };
    let mut table = toml::parse(&written.text, file, findings);
    let clauses = toml::read_tables(&mut table, "clause", "a clause", file, findings);
    let head = toml::read(table, "a specification", file, findings);
    Some(CatalogFile { id, effective, file, head, clauses })
}

/// A clause catalog.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // It is never read as a whole, only described.
pub(crate) struct WholeCatalog {
    #[serde(flatten)]
    head: CatalogSource,
    /// The clauses, in the document's order.
    clause: Vec<ClauseSource>,
}

/// A clause of the revision before that this one doesn't have.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RemovedSource {
    /// Its id in the revision before.
    #[schemars(required)]
    pub(crate) id: Option<Spanned<String>>,
    /// Why it is gone, for people who read what cites it.
    #[schemars(required)]
    pub(crate) reason: Option<Spanned<String>>,
}

/// What a clause was in the revision before, as it is written.
#[derive(Debug)]
pub(crate) enum WasSource {
    /// `false`: it is new.
    New,
    Ids(Vec<String>),
}

/// What a schema says of `was`.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code)] // It is never read, only described.
pub(crate) enum WasKinds {
    Id(String),
    Ids(Vec<String>),
    New(bool),
}

impl<'de> Deserialize<'de> for WasSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WasVisitor)
    }
}

struct WasVisitor;

impl<'de> Visitor<'de> for WasVisitor {
    type Value = WasSource;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id, a list of ids, or false")
    }

    fn visit_bool<E: serde::de::Error>(self, was: bool) -> Result<WasSource, E> {
        if was { Err(E::invalid_type(serde::de::Unexpected::Bool(was), &self)) } else { Ok(WasSource::New) }
    }

    fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<WasSource, E> {
        Ok(WasSource::Ids(vec![id.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<WasSource, A::Error> {
        let mut ids = Vec::new();
        while let Some(id) = list.next_element()? {
            ids.push(id);
        }
        Ok(WasSource::Ids(ids))
    }
}

/// A document that the specification refers to.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ReferenceSource {
    /// Its title.
    pub(crate) title: Option<Spanned<String>>,
    /// Why it matters.
    pub(crate) note: Option<Spanned<String>>,
    /// Whether the handbook has it.
    pub(crate) at_hand: bool,
}

/// A clause.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ClauseSource {
    /// Path in the document's numbering.
    #[schemars(required)]
    pub(crate) id: Option<Spanned<String>>,
    /// How citations of a section begin.
    pub(crate) label: Option<Spanned<String>>,
    /// Its title, in a few words; its label, while it is empty.
    #[schemars(required)]
    pub(crate) title: Option<Spanned<String>>,
    /// What it asks, in our own words; empty until somebody has written it.
    #[schemars(required)]
    pub(crate) summary: Option<Spanned<String>>,
    /// heading, requirement, recommendation, payment-condition or informative.
    #[schemars(required, extend("enum" = ["heading", "requirement", "recommendation", "payment-condition", "informative"]))]
    pub(crate) kind: Option<Spanned<String>>,
    /// The kinds of evidence that it needs: policy, form, training, record.
    pub(crate) needs: Option<Spanned<Vec<Spanned<String>>>>,
    /// The parts of what it asks, each of which must be met: `["Name", "Date of birth"]`.
    #[schemars(with = "Vec<ElementKinds>")]
    pub(crate) elements: Vec<Spanned<ElementSource>>,
    /// Where it asks to comply with all of another specification: its id.
    pub(crate) met_by: Option<Spanned<String>>,
    /// Clauses of other specifications that ask the same, or nearly so.
    pub(crate) same_as: Vec<Spanned<SameAsSource>>,
    /// Service lines, if different from the catalog's.
    pub(crate) tracks: Option<Spanned<Vec<Spanned<String>>>>,
    /// Deadlines, ratios, counts, telephone numbers.
    pub(crate) figures: Vec<Spanned<FigureSource>>,
    /// When its meaning last changed, if different from the catalog's.
    #[schemars(with = "Option<Day>")]
    pub(crate) revised: Option<Spanned<Datetime>>,
    /// Its weight, if different from the catalog's.
    pub(crate) authority: Option<Spanned<String>>,
    /// Its place in the original document.
    #[schemars(required)]
    pub(crate) source: Option<Spanned<String>>,
    /// Ids that it had before, where there is no file of the revision before.
    pub(crate) formerly: Vec<Spanned<String>>,
    /// Its id in the revision before, if it was another; several if they were merged; false if it is new.
    #[schemars(with = "Option<WasKinds>")]
    pub(crate) was: Option<Spanned<WasSource>>,
    /// Where its words changed: whether its meaning changed, or is the same.
    #[schemars(extend("enum" = ["changed", "same"]))]
    pub(crate) meaning: Option<Spanned<String>>,
    /// A fingerprint of the publisher's sentence, which `import` writes.
    pub(crate) sentence: Option<Spanned<String>>,
}

/// A clause of another specification that was compared with this one.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SameAsSource {
    /// The other clause, as a citation names it.
    #[schemars(required)]
    pub(crate) clause: Option<Spanned<String>>,
    /// What this clause asks, compared with the other: equal, subset, superset or overlaps.
    #[schemars(required, extend("enum" = ["equal", "subset", "superset", "overlaps"]))]
    pub(crate) how: Option<Spanned<String>>,
    /// By specification: the revisions that somebody compared.
    #[schemars(with = "Option<BTreeMap<String, Day>>")]
    pub(crate) cites: Option<Spanned<BTreeMap<String, Spanned<Datetime>>>>,
}

/// An element of a clause, as it is written: its label, or a table with its id.
#[derive(Debug)]
pub(crate) enum ElementSource {
    /// Its id is made of it: `date-of-birth` of `Date of birth`.
    Label(String),
    Table(ElementTable),
}

/// `{ id = "birth-date", label = "Date of birth" }`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ElementTable {
    /// What citations write after the `#`. It stays when the label changes.
    pub(crate) id: String,
    pub(crate) label: String,
}

/// What a schema says of an element.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code)] // It is never read, only described.
pub(crate) enum ElementKinds {
    Label(String),
    Table(ElementTable),
}

impl<'de> Deserialize<'de> for ElementSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ElementVisitor)
    }
}

struct ElementVisitor;

impl<'de> Visitor<'de> for ElementVisitor {
    type Value = ElementSource;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a label, or a table with `id` and `label`")
    }

    fn visit_str<E: serde::de::Error>(self, label: &str) -> Result<ElementSource, E> {
        Ok(ElementSource::Label(label.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<ElementSource, A::Error> {
        ElementTable::deserialize(MapAccessDeserializer::new(table)).map(ElementSource::Table)
    }
}

/// A figure of a clause.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FigureSource {
    /// The figure as a policy states it.
    #[schemars(required)]
    pub(crate) value: Option<Spanned<String>>,
    /// deadline, interval, ratio, count, hours or telephone.
    #[schemars(required, extend("enum" = ["deadline", "interval", "ratio", "count", "hours", "telephone"]))]
    pub(crate) kind: Option<Spanned<String>>,
    /// What it is about.
    #[schemars(required)]
    pub(crate) what: Option<Spanned<String>>,
    /// The occasion on which it matters, such as `Ending services`: the list of deadlines is sorted by it.
    pub(crate) event: Option<Spanned<String>>,
}
