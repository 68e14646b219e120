//! How far a handbook meets a specification, as an OSCAL component definition: the program is the component, and each clause that
//! something must meet an implemented requirement, with its status and the passages that meet it.

use super::OSCAL_VERSION;
use super::document::{
    Component, ComponentDefinition, ComponentFile, ControlImplementation, ImplementedRequirement, Metadata,
    Property, escaped, one_line, own, property,
};
use super::export::{json, time};
use super::tokens::{token, uuid};
use crate::coverage::{ClauseCoverage, Coverage, Status};
use crate::model::{Clause, Handbook, Handle, Specification};

/// The JSON of the component definition of a handbook, for the clauses of one specification.
pub(crate) fn component_definition(
    handbook: &Handbook,
    coverage: &Coverage,
    specification: Handle<Specification>,
) -> String {
    let one = specification.of(&handbook.specifications);
    let name = format!("{}/{}/{}", handbook.title, one.id, one.effective);
    let requirements: Vec<ImplementedRequirement> = coverage
        .iter()
        .filter(|(key, _)| key.specification == specification)
        .filter_map(|(key, covered)| requirement(handbook, handbook.clause(key), covered, &name))
        .collect();
    let implementation = ControlImplementation {
        uuid: uuid(&format!("control-implementation/{name}")),
        source: format!("{}-catalog.json", one.id),
        description: format!(
            "How {} meets {}.",
            escaped(&one_line(&handbook.title)),
            escaped(&one_line(&one.title))
        ),
        implemented_requirements: requirements,
    };
    let component = Component {
        uuid: uuid(&format!("component/{name}")),
        kind: "service",
        title: escaped(&one_line(&handbook.title)),
        description: "The program with its policies, forms and training.".to_owned(),
        // A list without requirements is not valid.
        control_implementations: if implementation.implemented_requirements.is_empty() {
            Vec::new()
        } else {
            vec![implementation]
        },
    };
    let file = ComponentFile {
        component_definition: ComponentDefinition {
            uuid: uuid(&format!("component-definition/{name}")),
            metadata: Metadata {
                title: escaped(&one_line(&format!("{} and {}", handbook.title, one.title.as_str()))),
                last_modified: time(handbook.as_of),
                version: handbook.as_of.to_string(),
                oscal_version: OSCAL_VERSION.to_owned(),
                ..Metadata::default()
            },
            components: vec![component],
        },
    };
    json(&file)
}

/// `None` for what nothing has to meet.
fn requirement(
    handbook: &Handbook,
    clause: &Clause,
    covered: &ClauseCoverage,
    name: &str,
) -> Option<ImplementedRequirement> {
    let status = implementation_status(covered.status)?;
    let places: Vec<String> = covered
        .cited_by(handbook)
        .map(|evidence| {
            format!(
                "{}: {}, {}",
                evidence.kind.word(),
                escaped(&one_line(&evidence.document_title)),
                escaped(&one_line(&evidence.title))
            )
        })
        .collect();
    let description =
        if places.is_empty() { "Nothing in the handbook cites it.".to_owned() } else { places.join("\n\n") };
    let mut props = vec![
        Property { remarks: remark(covered), ..property("implementation-status", status) },
        own("coverage", covered.status.word()),
    ];
    props.extend(covered.missing.iter().map(|kind| own("missing", kind.word())));
    Some(ImplementedRequirement {
        uuid: uuid(&format!("requirement/{name}/{}", clause.id)),
        control_id: token(&clause.id),
        description,
        props,
    })
}

/// OSCAL's word; `None` for what nothing has to meet.
fn implementation_status(status: Status) -> Option<&'static str> {
    Some(match status {
        Status::Covered => "implemented",
        Status::Partial | Status::Unconfirmed => "partial",
        Status::Drafted | Status::Uncovered => "planned",
        Status::NotApplicable => "not-applicable",
        Status::Informative | Status::Heading | Status::Superseded => return None,
    })
}

fn remark(covered: &ClauseCoverage) -> Option<String> {
    let remark = match covered.status {
        Status::Drafted => "Not all of what meets it is approved and in force.",
        Status::Partial => "Some of the evidence that it needs is missing.",
        Status::Unconfirmed => "Some of what meets it was not read against its present meaning.",
        Status::Uncovered => "Nothing meets it yet.",
        Status::Covered
        | Status::NotApplicable
        | Status::Informative
        | Status::Heading
        | Status::Superseded => return None,
    };
    Some(remark.to_owned())
}
