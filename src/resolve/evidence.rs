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
                document_title: version.header.title.clone(),
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

fn of_form(id: &str, version: &FormVersion, today: Date) -> Vec<Evidence> {
    let standing = standing(&version.header, today);
    let mut evidence = Vec::new();
    let mut cite = |covers: &[Cover], anchor: String, title: String, passage: String| {
        evidence.extend(covers.iter().map(|cover| Evidence {
            kind: EvidenceKind::Form,
            clause: cover.clause,
            document: id.to_owned(),
            document_title: version.header.title.clone(),
            anchor: anchor.clone(),
            title: title.clone(),
            standing,
            passage: passage.clone(),
            span: cover.span,
        }));
    };
    let cite_field = |field: &Field, cite: &mut dyn FnMut(&[Cover], String, String, String)| {
        let words = format!("{} {}", field.label, plain_text(&field.help));
        cite(&field.covers, field_anchor(&field.id), field.label.clone(), words);
        if let FieldKind::Table(table) = &field.kind {
            for column in &table.columns {
                let title = format!("{}: {}", field.label, column.label);
                cite(&column.covers, field_anchor(&field.id), title.clone(), title);
            }
        }
    };
    for field in &version.identity {
        cite_field(field, &mut cite);
    }
    for section in &version.sections {
        let words = format!("{} {}", section.title, blocks_text(&section.text.blocks));
        cite(&section.covers, section_anchor(&section.id), section.title.clone(), words);
        for field in &section.fields {
            cite_field(field, &mut cite);
        }
    }
    evidence
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
            document_title: version.header.title.clone(),
            anchor: unit_anchor(&unit.id),
            title: unit.title.clone(),
            standing,
            passage: blocks_text(&unit.text),
            span: cover.span,
        })
        .collect()
}
