//! What cites a clause, with the words that stand around it.

use crate::model::curriculum::unit_anchor;
use crate::model::document::{blocks_text, citations, plain_text};
use crate::model::form::{Cover, Field, FieldKind, field_anchor, section_anchor};
use crate::model::{
    Curriculum, CurriculumVersion, Date, Evidence, EvidenceKind, Form, FormVersion, Header, Policy,
    PolicyVersion, Standing, Versioned,
};

/// The evidence of a handbook.
pub struct Collected {
    /// Of the versions shown.
    pub shown: Vec<Evidence>,
    /// Of the versions to come.
    pub to_come: Vec<Evidence>,
}

/// The evidence of policies, forms and curricula, in reading order.
pub fn collect(policies: &[Policy], forms: &[Form], curricula: &[Curriculum], today: Date) -> Collected {
    let mut collected = Collected { shown: Vec::new(), to_come: Vec::new() };
    add(policies, &|id, version| of_policy(id, version, today), &mut collected);
    add(forms, &|id, version| of_form(id, version, today), &mut collected);
    add(curricula, &|id, version| of_curriculum(id, version, today), &mut collected);
    collected
}

fn add<V>(documents: &[Versioned<V>], of: &dyn Fn(&str, &V) -> Vec<Evidence>, into: &mut Collected) {
    for document in documents {
        into.shown.extend(of(&document.id, &document.current));
        into.to_come.extend(document.later.iter().flat_map(|version| of(&document.id, version)));
    }
}

fn standing(header: &Header, today: Date) -> Standing {
    Standing { in_force: header.in_force(today), reviewed: header.reviewed }
}

fn of_policy(id: &str, version: &PolicyVersion, today: Date) -> Vec<Evidence> {
    let standing = standing(&version.header, today);
    let mut evidence = Vec::new();
    for section in version.body.sections() {
        // A citation in a heading speaks of all that stands under it, subsections included.
        let in_heading = if section.id.is_empty() { 0 } else { citations(&section.own[..1]).len() };
        for (at, citation) in citations(section.own).into_iter().enumerate() {
            let blocks = if at < in_heading { section.whole } else { section.own };
            let title = if section.title.is_empty() { &version.header.title } else { &section.title };
            evidence.push(Evidence {
                kind: EvidenceKind::Policy,
                clause: citation.clause,
                document: id.to_owned(),
                document_title: version.header.title.to_string(),
                anchor: citation.anchor.clone(),
                title: title.clone(),
                standing,
                passage: blocks_text(blocks),
                span: citation.span,
            });
        }
    }
    evidence
}

/// A place of a form that may meet clauses.
struct Place<'a> {
    covers: &'a [Cover],
    anchor: String,
    title: String,
    words: String,
}

fn of_form(id: &str, version: &FormVersion, today: Date) -> Vec<Evidence> {
    let standing = standing(&version.header, today);
    places(version)
        .into_iter()
        .flat_map(|place| {
            place.covers.iter().map(move |cover| Evidence {
                kind: EvidenceKind::Form,
                clause: cover.clause,
                document: id.to_owned(),
                document_title: version.header.title.to_string(),
                anchor: place.anchor.clone(),
                title: place.title.clone(),
                standing,
                passage: place.words.clone(),
                span: cover.span,
            })
        })
        .collect()
}

/// The sections, fields and columns of a form, in reading order.
fn places(version: &FormVersion) -> Vec<Place<'_>> {
    let mut places: Vec<Place<'_>> = version.identity.iter().flat_map(places_of_field).collect();
    for section in &version.sections {
        places.push(Place {
            covers: &section.covers,
            anchor: section_anchor(&section.id),
            title: section.title.to_string(),
            words: format!("{} {}", section.title, blocks_text(&section.text.blocks)),
        });
        places.extend(section.fields.iter().flat_map(places_of_field));
    }
    places
}

fn places_of_field(field: &Field) -> Vec<Place<'_>> {
    let mut places = vec![Place {
        covers: &field.covers,
        anchor: field_anchor(&field.id),
        title: field.label.to_string(),
        words: format!("{} {}", field.label, plain_text(&field.help)),
    }];
    if let FieldKind::Table(table) = &field.kind {
        places.extend(table.columns.iter().map(|column| {
            let title = format!("{}: {}", field.label, column.label);
            Place { covers: &column.covers, anchor: field_anchor(&field.id), words: title.clone(), title }
        }));
    }
    places
}

fn of_curriculum(id: &str, version: &CurriculumVersion, today: Date) -> Vec<Evidence> {
    let standing = standing(&version.header, today);
    let units = version.units.iter();
    units
        .flat_map(|unit| unit.covers.iter().map(move |cover| (unit, cover)))
        .map(|(unit, cover)| Evidence {
            kind: EvidenceKind::Training,
            clause: cover.clause,
            document: id.to_owned(),
            document_title: version.header.title.to_string(),
            anchor: unit_anchor(&unit.id),
            title: unit.title.to_string(),
            standing,
            passage: blocks_text(&unit.text),
            span: cover.span,
        })
        .collect()
}
