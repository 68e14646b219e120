//! What cites a clause, with the words around the citation.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::model::curriculum::Unit;
use crate::model::form::{Cover, Field, FieldKind};
use crate::model::text::{Block, blocks_text, citations, plain_text};
use crate::model::{
    Anchor, ClauseKey, Confirmation, CurriculumVersion, Date, DocumentId, ElementId, Evidence, EvidenceKind,
    FormVersion, Handle, Header, PolicyVersion, Revisions, Standing, Track, Version, track,
};

/// Clauses that take evidence and that nothing of a kind meets, or of which an element isn't met.
pub(crate) struct OpenClauses {
    open: BTreeSet<(ClauseKey, EvidenceKind)>,
    elements: BTreeSet<(ClauseKey, ElementId)>,
    /// Their names, as citations write them, and those that they had before.
    names: HashSet<String>,
    /// What their names begin with: `payer/`.
    specifications: BTreeSet<String>,
}

impl OpenClauses {
    /// The binding clauses for the service lines offered that lack evidence of a kind that they take.
    pub(crate) fn new(revisions: &[Revisions], offered: &[Track], shown: &[Evidence], today: Date) -> Self {
        let met: HashSet<(ClauseKey, EvidenceKind)> =
            shown.iter().map(|one| (one.clause, one.kind)).collect();
        let met_elements: HashSet<(ClauseKey, &ElementId)> =
            shown.iter().filter_map(|one| Some((one.clause, one.element.as_ref()?))).collect();
        let mut open = Self {
            open: BTreeSet::new(),
            elements: BTreeSet::new(),
            names: HashSet::new(),
            specifications: BTreeSet::new(),
        };
        let clauses = Handle::each(revisions).flat_map(|(specification, one)| {
            let specification = specification.in_same_order();
            let clauses = Handle::each(&one.current().specification.clauses);
            clauses.map(move |(clause, written)| (one, ClauseKey { specification, clause }, written))
        });
        for (revisions, key, clause) in clauses {
            if !clause.binds()
                || revisions.current().specification.has_ended(today)
                || !track::meet(&clause.tracks, offered)
            {
                continue;
            }
            // The handbook file has records of every time.
            let missing = clause
                .needs
                .iter()
                .filter(|kind| **kind != EvidenceKind::Record && !met.contains(&(key, **kind)));
            let before = open.open.len() + open.elements.len();
            open.open.extend(missing.map(|kind| (key, *kind)));
            let elements = clause.elements.iter().map(|element| &element.id);
            let elements = elements.filter(|element| !met_elements.contains(&(key, element)));
            open.elements.extend(elements.map(|element| (key, element.clone())));
            if open.open.len() + open.elements.len() > before {
                let prefix = format!("{}/", revisions.current().specification.id);
                open.names.extend(revisions.ids(key.clause).into_iter().map(|id| format!("{prefix}{id}")));
                open.specifications.insert(prefix);
            }
        }
        open
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.open.is_empty() && self.elements.is_empty()
    }

    /// Whether it would meet any of them.
    pub(crate) fn want(&self, evidence: &Evidence) -> bool {
        let Evidence { clause, kind, element, .. } = evidence;
        self.open.contains(&(*clause, *kind))
            || element.as_ref().is_some_and(|element| self.elements.contains(&(*clause, element.clone())))
    }

    /// Whether a source names any of them: most need not be read.
    pub(crate) fn are_named_in(&self, text: &str) -> bool {
        self.specifications.iter().any(|prefix| {
            text.match_indices(prefix.as_str()).any(|(at, _)| {
                let rest = &text[at..];
                let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ']' | ';' | '"' | '\'' | '#'));
                self.names.contains(&rest[..end.unwrap_or(rest.len())])
            })
        })
    }
}

/// A version that meets clauses.
pub(crate) trait CitingVersion: Version {
    /// Its evidence, in reading order, as a version of `document`.
    fn evidence(&self, document: &DocumentId, today: Date) -> Vec<Evidence>;
}

impl CitingVersion for PolicyVersion {
    fn evidence(&self, document: &DocumentId, today: Date) -> Vec<Evidence> {
        of_policy(document, self, today)
    }
}

impl CitingVersion for FormVersion {
    fn evidence(&self, document: &DocumentId, today: Date) -> Vec<Evidence> {
        of_form(document, self, today)
    }
}

impl CitingVersion for CurriculumVersion {
    fn evidence(&self, document: &DocumentId, today: Date) -> Vec<Evidence> {
        of_curriculum(document, self, today)
    }
}

pub(super) fn standing(header: &Header, today: Date) -> Standing {
    Standing { in_force: header.in_force(today), read: header.last_reading() }
}

/// How far a unit may be relied on: where its text is another curriculum's, both must be approved and read.
fn standing_of(unit: &Unit, own: Standing) -> Standing {
    let Some(origin) = &unit.origin else { return own };
    Standing {
        in_force: own.in_force && origin.standing.in_force,
        read: own.read.zip(origin.standing.read).map(|(one, other)| one.min(other)),
    }
}

pub(crate) fn of_policy(document: &DocumentId, version: &PolicyVersion, today: Date) -> Vec<Evidence> {
    let standing = standing(&version.header, today);
    let mut evidence = Vec::new();
    for section in version.body.sections() {
        // A citation in a heading covers everything under it, subsections included.
        let in_heading = if section.id.is_empty() { 0 } else { citations(&section.own[..1]).len() };
        // Once for all of its citations: somebody may cite a clause in every sentence.
        let (whole, own) = (OnceCell::new(), OnceCell::new());
        let words = |blocks: &[Block]| -> Arc<str> { blocks_text(blocks).into() };
        for (at, citation) in citations(section.own).into_iter().enumerate() {
            let passage = if at < in_heading {
                whole.get_or_init(|| words(section.whole))
            } else {
                own.get_or_init(|| words(section.own))
            };
            let title = if section.title.is_empty() { &version.header.title } else { &section.title };
            evidence.push(Evidence {
                kind: EvidenceKind::Policy,
                clause: citation.clause,
                element: citation.element.clone(),
                document: document.clone(),
                document_title: version.header.title.to_string(),
                anchor: citation.anchor.clone(),
                title: title.clone(),
                standing,
                confirmation: Confirmation::NeverRead,
                passage: Arc::clone(passage),
                span: citation.span,
            });
        }
    }
    evidence
}

/// A place of a form that may meet clauses.
pub(super) struct CoveringPlace<'a> {
    pub(super) covers: &'a [Cover],
    anchor: Anchor,
    title: String,
    words: Arc<str>,
}

pub(crate) fn of_form(document: &DocumentId, version: &FormVersion, today: Date) -> Vec<Evidence> {
    let standing = standing(&version.header, today);
    places(version)
        .into_iter()
        .flat_map(|place| {
            place.covers.iter().map(move |cover| Evidence {
                kind: EvidenceKind::Form,
                clause: cover.part.clause,
                element: cover.part.element.clone(),
                document: document.clone(),
                document_title: version.header.title.to_string(),
                anchor: place.anchor.clone(),
                title: place.title.clone(),
                standing,
                confirmation: Confirmation::NeverRead,
                passage: place.words.clone(),
                span: cover.span,
            })
        })
        .collect()
}

/// The sections, fields and columns of a form, in reading order.
pub(super) fn places(version: &FormVersion) -> Vec<CoveringPlace<'_>> {
    let mut places: Vec<CoveringPlace<'_>> = version.identity.iter().flat_map(places_of_field).collect();
    for section in &version.sections {
        places.push(CoveringPlace {
            covers: &section.covers,
            anchor: section.anchor(),
            title: section.title.to_string(),
            words: format!("{} {}", section.title, blocks_text(&section.text.blocks)).into(),
        });
        places.extend(section.every_field().flat_map(places_of_field));
    }
    places
}

fn places_of_field(field: &Field) -> Vec<CoveringPlace<'_>> {
    let mut places = vec![CoveringPlace {
        covers: &field.covers,
        anchor: field.anchor(),
        title: field.label.to_string(),
        words: format!("{} {}", field.label, plain_text(&field.help)).into(),
    }];
    if let FieldKind::Table(table) = &field.kind {
        places.extend(table.columns.iter().map(|column| {
            let title = format!("{}: {}", field.label, column.label);
            CoveringPlace {
                covers: &column.covers,
                anchor: field.anchor(),
                words: title.as_str().into(),
                title,
            }
        }));
    }
    places
}

pub(crate) fn of_curriculum(
    document: &DocumentId,
    version: &CurriculumVersion,
    today: Date,
) -> Vec<Evidence> {
    let standing = standing(&version.header, today);
    let units = version.units.iter();
    units
        .flat_map(|unit| unit.covers.iter().map(move |cover| (unit, cover)))
        .map(|(unit, cover)| Evidence {
            kind: EvidenceKind::Training,
            clause: cover.part.clause,
            element: cover.part.element.clone(),
            document: document.clone(),
            document_title: version.header.title.to_string(),
            anchor: unit.anchor(),
            title: unit.title.to_string(),
            standing: standing_of(unit, standing),
            confirmation: Confirmation::NeverRead,
            passage: blocks_text(&unit.text).into(),
            span: cover.span,
        })
        .collect()
}
