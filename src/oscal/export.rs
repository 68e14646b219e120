//! A specification as an OSCAL catalog.

use super::OSCAL_VERSION;
use super::document::{
    BackMatter, Control, Metadata, OscalCatalog, OscalFile, OscalGroup, OscalPart, OscalRevision, OscalRole,
    Parameter, Party, Property, Resource, ResponsibleParty, escaped, one_line, own, property,
};
use super::tokens::{token, uuid};
use crate::model::{
    Authority, Change, Clause, ClauseKind, Date, EvidenceKind, Figure, Meaning, Reference, RemovedClause,
    SameAs, Specification, Was,
};

/// The JSON of the catalog of a specification.
pub(crate) fn catalog(specification: &Specification) -> String {
    let name = format!("{}/{}", specification.id, specification.effective);
    let file = OscalFile {
        catalog: OscalCatalog {
            uuid: uuid(&format!("catalog/{name}")),
            metadata: metadata(specification),
            controls: Vec::new(),
            groups: groups(specification),
            back_matter: back_matter(specification, &name),
        },
    };
    json(&file)
}

/// JSON that people can read, with a line end after it.
pub(super) fn json(file: &impl serde::Serialize) -> String {
    // Structs of texts, lists and options are always JSON.
    serde_json::to_string_pretty(file).unwrap_or_default() + "\n"
}

pub(super) fn time(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

fn metadata(specification: &Specification) -> Metadata {
    let Specification {
        id,
        title,
        short_title,
        publisher,
        jurisdiction,
        authority,
        revision,
        effective,
        is_complete,
        ends,
        superseded_by,
        history,
        refers_to: _,
        clauses: _,
        removed,
        span: _,
    } = specification;
    let party = uuid(&format!("party/{}", publisher.as_str()));
    let mut props = vec![
        own("specification", id),
        own("short-title", short_title),
        own("jurisdiction", jurisdiction),
        own("authority", authority.word()),
        own("revision", &revision.to_string()),
        own("effective", &effective.to_string()),
    ];
    props.extend((!is_complete).then(|| own("complete", "false")));
    props.extend(ends.as_ref().map(|day| own("ends", &day.to_string())));
    props.extend(superseded_by.as_ref().map(|other| own("superseded-by", other)));
    props.extend(removed.iter().map(|RemovedClause { id, reason }| Property {
        remarks: Some(reason.to_string()),
        ..own("removed", id)
    }));
    Metadata {
        title: escaped(&one_line(title)),
        last_modified: time(*effective),
        version: effective.to_string(),
        oscal_version: OSCAL_VERSION.to_owned(),
        revisions: history.iter().map(revision_entry).collect(),
        props,
        roles: vec![OscalRole { id: "creator".to_owned(), title: "Publisher".to_owned() }],
        parties: vec![Party {
            uuid: party.clone(),
            kind: "organization".to_owned(),
            name: one_line(publisher),
        }],
        responsible_parties: vec![ResponsibleParty {
            role_id: "creator".to_owned(),
            party_uuids: vec![party],
        }],
    }
}

fn revision_entry(change: &Change) -> OscalRevision {
    let Change { date, change, minor: _, is_material: _ } = change;
    OscalRevision { version: date.to_string(), props: Vec::new(), remarks: change.to_string() }
}

fn back_matter(specification: &Specification, name: &str) -> Option<BackMatter> {
    let resource = |(at, Reference { title, note, at_hand }): (usize, &Reference)| Resource {
        uuid: uuid(&format!("reference/{name}/{at}")),
        title: escaped(&one_line(title)),
        description: note.to_string(),
        props: vec![own("at-hand", if *at_hand { "true" } else { "false" })],
    };
    let resources: Vec<Resource> = specification.refers_to.iter().enumerate().map(resource).collect();
    (!resources.is_empty()).then_some(BackMatter { resources })
}

/// A clause with all that is under it.
struct ClauseTree<'a> {
    clause: &'a Clause,
    at: usize,
    under: Vec<ClauseTree<'a>>,
}

/// Each section is a group. A clause that is alone at the top is a group of itself.
fn groups(specification: &Specification) -> Vec<OscalGroup> {
    let mut trees: Vec<ClauseTree<'_>> = Vec::new();
    for (at, clause) in specification.clauses.iter().enumerate() {
        add(&mut trees, ClauseTree { clause, at, under: Vec::new() });
    }
    trees.iter().map(|tree| group(tree, specification)).collect()
}

fn add<'a>(trees: &mut Vec<ClauseTree<'a>>, tree: ClauseTree<'a>) {
    let is_under = |above: &ClauseTree<'_>| {
        tree.clause.id.strip_prefix(above.clause.id.as_str()).is_some_and(|rest| rest.starts_with('/'))
    };
    match trees.iter().rposition(is_under) {
        Some(above) => add(&mut trees[above].under, tree),
        None => trees.push(tree),
    }
}

fn group(tree: &ClauseTree<'_>, specification: &Specification) -> OscalGroup {
    let Control { id, title, params, props, parts, controls } = control(tree, specification);
    OscalGroup { id, title, params, props, parts, groups: Vec::new(), controls }
}

fn control(tree: &ClauseTree<'_>, specification: &Specification) -> Control {
    let clause = tree.clause;
    let id = token(&clause.id);
    let statement = OscalPart {
        id: format!("{id}.smt"),
        name: if clause.kind == ClauseKind::Heading { "overview" } else { "statement" }.to_owned(),
        prose: escaped(&clause.summary),
        ..OscalPart::default()
    };
    Control {
        title: escaped(&one_line(&clause.title)),
        params: clause.figures.iter().enumerate().map(|(at, figure)| parameter(&id, at, figure)).collect(),
        props: properties(tree, specification),
        parts: if clause.summary.is_empty() { Vec::new() } else { vec![statement] },
        controls: tree.under.iter().map(|one| control(one, specification)).collect(),
        id,
    }
}

fn parameter(control: &str, at: usize, figure: &Figure) -> Parameter {
    let Figure { written, value: _, kind, what, event } = figure;
    let mut props = vec![own("figure", kind.word())];
    props.extend(event.as_ref().map(|event| own("event", &event.name)));
    Parameter {
        id: format!("{control}.figure-{}", at + 1),
        props,
        label: escaped(&one_line(what)),
        values: vec![one_line(written)],
        select: None,
    }
}

fn properties(tree: &ClauseTree<'_>, specification: &Specification) -> Vec<Property> {
    let Clause {
        id: _,
        label,
        title: _,
        summary: _,
        kind,
        needs,
        elements,
        met_by,
        same_as,
        tracks,
        figures: _,
        revised,
        own_revised: _,
        authority,
        source,
        formerly,
        was,
        meaning,
        sentence,
        span: _,
    } = tree.clause;
    // Whoever reads it puts the clauses into their order by this.
    let mut props = vec![
        property("label", label),
        property("sort-id", &format!("{:05}", tree.at + 1)),
        own("kind", kind.word()),
    ];
    props.extend(needs.iter().copied().map(EvidenceKind::word).map(|word| own("needs", word)));
    props.extend(
        elements.iter().map(|one| Property {
            remarks: Some(one.label.to_string()),
            ..own("element", &one.id.to_string())
        }),
    );
    props.extend(met_by.as_ref().map(|id| own("met-by", id)));
    props.extend(same_as.iter().map(same_as_property));
    props.extend(tracks.iter().map(|track| own("track", &track.0)));
    props.push(own("revised", &revised.to_string()));
    props.extend(weight(*authority, specification));
    props.push(own("source", source));
    props.extend(formerly.iter().map(|id| own("formerly", id)));
    match was {
        Was::SameId => {}
        Was::New => props.push(own("new", "true")),
        Was::Ids(ids) => props.extend(ids.iter().map(|id| own("was", id))),
    }
    props.extend(meaning.map(|meaning| {
        own(
            "meaning",
            match meaning {
                Meaning::Same => "same",
                Meaning::Changed => "changed",
            },
        )
    }));
    props.extend(sentence.as_ref().map(|sentence| own("sentence", sentence)));
    props.retain(|property| !property.value.is_empty());
    props
}

/// The revisions that were compared are in its remarks: `cmr-461 2026-01-01, cca-csp 2026-03-01`.
fn same_as_property(same_as: &SameAs) -> Property {
    let SameAs { clause, how, cites } = same_as;
    let cites: Vec<String> = cites.iter().map(|(id, day)| format!("{id} {}", **day)).collect();
    Property {
        class: Some(how.word().to_owned()),
        remarks: (!cites.is_empty()).then(|| cites.join(", ")),
        ..own("same-as", clause)
    }
}

/// The clause's own weight, if it has one.
fn weight(authority: Authority, specification: &Specification) -> Option<Property> {
    (authority != specification.authority).then(|| own("authority", authority.word()))
}
