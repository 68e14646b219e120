//! A catalog of OSCAL becomes a draft of ours: our own as it was, anybody else's as an outline of what its controls say.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use super::NAMESPACE;
use super::document::{
    Control, Metadata, OscalCatalog, OscalFile, OscalGroup, OscalPart, Parameter, Property, unescaped,
};
use super::foreign::{self, EntryName};
use super::tokens::id_of;
use crate::model::{Authority, ClauseKind, EvidenceKind, FigureKind, MappingKind, Meaning};
use crate::outline::{
    CatalogHead, DocumentOutline, DraftCatalog, DraftChange, DraftClause, DraftElement, DraftFigure,
    DraftReference, DraftRemoved, DraftSameAs, DraftWas,
};

/// Why a file is not a catalog of OSCAL. Completes a sentence that begins with the file's name.
#[derive(Debug)]
pub(crate) enum OscalError {
    NotJson(serde_json::Error),
    /// Our catalog, with a value that can't be read.
    BadValue {
        name: &'static str,
        value: String,
    },
    NoControls,
    /// It is no mapping collection.
    NoMappings(serde_json::Error),
    /// A mapping of a catalog of which nobody says which specification it is.
    UnknownCatalog {
        side: &'static str,
        address: String,
    },
}

impl fmt::Display for OscalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(error) => write!(f, "is not an OSCAL catalog in JSON: {error}"),
            Self::BadValue { name, value } => {
                write!(f, "has the property `{name}` with the value `{value}`, which can’t be read")
            }
            Self::NoControls => f.write_str("has no controls"),
            Self::NoMappings(error) => write!(f, "is not an OSCAL mapping collection in JSON: {error}"),
            Self::UnknownCatalog { side, address } => write!(
                f,
                "compares clauses of `{address}`, and the handbook has no specification of that name. Say which one it is: --{side} ID"
            ),
        }
    }
}

/// What a file of OSCAL holds.
#[derive(Debug)]
pub(crate) enum ImportedCatalog {
    /// One that this program wrote: whole, in our words.
    Ours(Box<DraftCatalog>),
    /// The publisher's: an outline in its words, and the day of the file.
    Publishers { outline: DocumentOutline, names: Vec<EntryName>, day: Option<Date>, publisher: String },
}

pub(crate) fn read_catalog(text: &str) -> Result<ImportedCatalog, OscalError> {
    let file: OscalFile =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(OscalError::NotJson)?;
    let catalog = file.catalog;
    if catalog.groups.is_empty() && catalog.controls.is_empty() {
        return Err(OscalError::NoControls);
    }
    if first(&catalog.metadata.props, "specification").is_some() {
        return ours(catalog).map(|draft| ImportedCatalog::Ours(Box::new(draft)));
    }
    let day = catalog.metadata.last_modified.get(..10).and_then(|day| day.parse().ok());
    let publisher = catalog.metadata.parties.first().map(|party| party.name.clone()).unwrap_or_default();
    let (outline, names) = foreign::outline(&catalog);
    Ok(ImportedCatalog::Publishers { outline, names, day, publisher })
}

/// The values of our own property of this name.
fn own<'a>(props: &'a [Property], name: &'a str) -> impl Iterator<Item = &'a Property> {
    props.iter().filter(move |one| one.ns.as_deref() == Some(NAMESPACE) && one.name == name)
}

pub(super) fn first<'a>(props: &'a [Property], name: &'a str) -> Option<&'a str> {
    own(props, name).next().map(|one| one.value.as_str())
}

fn values(props: &[Property], name: &str) -> Vec<String> {
    own(props, name).map(|one| one.value.clone()).collect()
}

pub(super) fn bad(name: &'static str, value: &str) -> OscalError {
    OscalError::BadValue { name, value: value.to_owned() }
}

fn day(props: &[Property], name: &'static str) -> Result<Option<Date>, OscalError> {
    first(props, name).map(|value| value.parse().map_err(|_| bad(name, value))).transpose()
}

/// One of the words of a list.
fn word<T: Copy>(
    name: &'static str,
    value: &str,
    known: &[T],
    spelled: impl Fn(T) -> &'static str,
) -> Result<T, OscalError> {
    known.iter().copied().find(|one| spelled(*one) == value).ok_or_else(|| bad(name, value))
}

const AUTHORITIES: [Authority; 3] = [Authority::Binding, Authority::Draft, Authority::Informative];
const KINDS: [ClauseKind; 5] = [
    ClauseKind::Heading,
    ClauseKind::Requirement,
    ClauseKind::Recommendation,
    ClauseKind::PaymentCondition,
    ClauseKind::Informative,
];
const FIGURES: [FigureKind; 6] = [
    FigureKind::Deadline,
    FigureKind::Interval,
    FigureKind::Ratio,
    FigureKind::Count,
    FigureKind::Hours,
    FigureKind::Telephone,
];

/// A clause with its place in the document.
struct SortedClause {
    place: String,
    clause: DraftClause,
}

fn ours(catalog: OscalCatalog) -> Result<DraftCatalog, OscalError> {
    let OscalCatalog { uuid: _, metadata, controls, groups, back_matter } = catalog;
    let mut clauses = Vec::new();
    for OscalGroup { id, title, params, props, parts, groups: _, controls } in groups {
        walk(Control { id, title, params, props, parts, controls }, &mut clauses)?;
    }
    for control in controls {
        walk(control, &mut clauses)?;
    }
    clauses.sort_by(|a, b| a.place.cmp(&b.place));
    let mut clauses: Vec<DraftClause> = clauses.into_iter().map(|one| one.clause).collect();
    let (revised, tracks) = shared(&mut clauses);
    let resources = back_matter.unwrap_or_default().resources;
    let refers_to = resources.into_iter().map(|one| DraftReference {
        title: unescaped(&one.title),
        note: one.description,
        at_hand: first(&one.props, "at-hand") == Some("true"),
    });
    let head = head(metadata, revised, tracks, refers_to.collect())?;
    Ok(DraftCatalog { head, clauses })
}

/// What most clauses have moves to the head: the day of the last change, and the service lines.
fn shared(clauses: &mut [DraftClause]) -> (Option<Date>, Vec<String>) {
    let revised = most_common(clauses.iter().filter_map(|clause| clause.revised));
    let tracks = most_common(clauses.iter().filter_map(|clause| clause.tracks.clone())).unwrap_or_default();
    for clause in clauses {
        clause.revised = clause.revised.filter(|day| Some(*day) != revised);
        clause.tracks = clause.tracks.take().filter(|own| *own != tracks);
    }
    (revised, tracks)
}

fn most_common<T: Ord + Clone>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(value, _)| value)
}

fn head(
    metadata: Metadata,
    revised: Option<Date>,
    tracks: Vec<String>,
    refers_to: Vec<DraftReference>,
) -> Result<CatalogHead, OscalError> {
    let Metadata { title, props, revisions, parties, .. } = metadata;
    let text = |name: &str| first(&props, name).unwrap_or_default().to_owned();
    let authority = text("authority");
    let mut history = Vec::new();
    for one in revisions {
        let date = one.version.parse().map_err(|_| bad("version", &one.version))?;
        history.push(DraftChange { date, change: one.remarks });
    }
    Ok(CatalogHead {
        id: text("specification"),
        title: unescaped(&title),
        short_title: text("short-title"),
        publisher: parties.first().map(|party| party.name.clone()).unwrap_or_default(),
        jurisdiction: text("jurisdiction"),
        authority: word("authority", &authority, &AUTHORITIES, Authority::word)?,
        revision: day(&props, "revision")?.ok_or_else(|| bad("revision", ""))?,
        tracks,
        revised,
        history,
        refers_to,
        removed: own(&props, "removed")
            .map(|one| DraftRemoved {
                id: one.value.clone(),
                reason: one.remarks.clone().unwrap_or_default(),
            })
            .collect(),
        is_complete: first(&props, "complete") != Some("false"),
        ends: day(&props, "ends")?,
        superseded_by: first(&props, "superseded-by").map(str::to_owned),
    })
}

fn walk(control: Control, clauses: &mut Vec<SortedClause>) -> Result<(), OscalError> {
    let Control { id, title, params, props, parts, controls } = control;
    let place =
        props.iter().find(|one| one.name == "sort-id").map(|one| one.value.clone()).unwrap_or_default();
    clauses.push(SortedClause { place, clause: clause(&id, &title, params, &props, &parts)? });
    controls.into_iter().try_for_each(|one| walk(one, clauses))
}

fn clause(
    id: &str,
    title: &str,
    params: Vec<Parameter>,
    props: &[Property],
    parts: &[OscalPart],
) -> Result<DraftClause, OscalError> {
    let kind = first(props, "kind").unwrap_or_default();
    let mut needs = Vec::new();
    for one in own(props, "needs") {
        needs.push(word("needs", &one.value, &EvidenceKind::ALL, EvidenceKind::word)?);
    }
    let authority =
        first(props, "authority").map(|value| word("authority", value, &AUTHORITIES, Authority::word));
    let meaning = match first(props, "meaning") {
        None => None,
        Some("same") => Some(Meaning::Same),
        Some("changed") => Some(Meaning::Changed),
        Some(other) => return Err(bad("meaning", other)),
    };
    let was = values(props, "was");
    let label = props.iter().find(|one| one.ns.is_none() && one.name == "label");
    Ok(DraftClause {
        id: id_of(id),
        label: label.map(|one| one.value.clone()),
        title: unescaped(title),
        summary: parts.first().map(|part| unescaped(&part.prose)).unwrap_or_default(),
        kind: word("kind", kind, &KINDS, ClauseKind::word)?,
        needs,
        elements: own(props, "element")
            .map(|one| DraftElement { id: one.value.clone(), label: one.remarks.clone().unwrap_or_default() })
            .collect(),
        met_by: first(props, "met-by").map(str::to_owned),
        same_as: own(props, "same-as").map(same_as).collect::<Result<_, _>>()?,
        tracks: Some(values(props, "track")).filter(|tracks| !tracks.is_empty()),
        figures: params.into_iter().map(figure).collect::<Result<_, _>>()?,
        revised: day(props, "revised")?,
        authority: authority.transpose()?,
        source: first(props, "source").unwrap_or_default().to_owned(),
        formerly: values(props, "formerly"),
        was: match (first(props, "new"), was.is_empty()) {
            (Some(_), _) => DraftWas::New,
            (None, false) => DraftWas::Ids(was),
            (None, true) => DraftWas::SameId,
        },
        meaning,
        sentence: first(props, "sentence").map(str::to_owned),
    })
}

const MAPPINGS: [MappingKind; 4] =
    [MappingKind::Equal, MappingKind::Subset, MappingKind::Superset, MappingKind::Overlaps];

fn same_as(property: &Property) -> Result<DraftSameAs, OscalError> {
    let how = property.class.as_deref().unwrap_or_default();
    let mut cites = Vec::new();
    for one in property.remarks.iter().flat_map(|remarks| remarks.split(", ")) {
        let (id, day) = one.split_once(' ').ok_or_else(|| bad("same-as", one))?;
        cites.push((id.to_owned(), day.parse().map_err(|_| bad("same-as", one))?));
    }
    let how = word("same-as", how, &MAPPINGS, MappingKind::word)?;
    Ok(DraftSameAs { clause: property.value.clone(), how, cites })
}

fn figure(param: Parameter) -> Result<DraftFigure, OscalError> {
    let Parameter { id: _, props, label, values, select: _ } = param;
    let kind = first(&props, "figure").unwrap_or_default();
    Ok(DraftFigure {
        value: values.into_iter().next().unwrap_or_default(),
        kind: word("figure", kind, &FIGURES, FigureKind::word)?,
        what: unescaped(&label),
        event: first(&props, "event").map(str::to_owned),
    })
}
