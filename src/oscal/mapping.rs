//! Sets of mappings as an OSCAL mapping collection, and out of one.
//!
//! ```text
//! cmr-461/414/b  superset  cca-csp/components/16#topics    relationship superset-of, source _414_b, target components_16 with the property “element”
//! ```
//!
//! Our own collection comes back as it was. In anybody else's, a control is looked for among the clauses that its catalog became.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::document::{
    MappedItem, MappedResource, MappingCollection, MappingCollectionFile, MappingProvenance, Metadata,
    OscalMap, OscalMapping, escaped, one_line, own,
};
use super::export::{json, time};
use super::import::{OscalError, bad, first};
use super::tokens::{id_of, token, uuid};
use super::{OSCAL_VERSION, foreign};
use crate::model::{MappingKind, Specification, split_name};
use crate::outline::{DraftMapping, DraftPair};

/// The JSON of a collection of these sets, which the specification is in. OSCAL has no empty collection.
pub(crate) fn mapping_collection(specification: &Specification, sets: &[DraftMapping], day: Date) -> String {
    let name = format!("{}/{}", specification.id, specification.effective);
    json(&MappingCollectionFile {
        mapping_collection: MappingCollection {
            uuid: uuid(&format!("mapping-collection/{name}")),
            metadata: Metadata {
                title: escaped(&one_line(&format!(
                    "What other specifications ask, compared with {}",
                    specification.title.as_str()
                ))),
                last_modified: time(day),
                version: day.to_string(),
                oscal_version: OSCAL_VERSION.to_owned(),
                ..Metadata::default()
            },
            provenance: MappingProvenance {
                method: "human".to_owned(),
                matching_rationale: "semantic".to_owned(),
                status: "not-complete".to_owned(),
                mapping_description:
                    "Somebody compared the clauses of each pair. A clause without a pair was not compared."
                        .to_owned(),
            },
            mappings: sets.iter().map(mapping).collect(),
        },
    })
}

fn mapping(set: &DraftMapping) -> OscalMapping {
    let DraftMapping { title, source, target, cites, pairs } = set;
    let name = format!("{source}/{target}/{title}");
    OscalMapping {
        uuid: uuid(&format!("mapping/{name}")),
        source_resource: resource(source, cites),
        target_resource: resource(target, cites),
        maps: pairs.iter().enumerate().map(|(at, pair)| map(pair, &format!("{name}/{at}"))).collect(),
        props: vec![own("title", title)],
    }
}

fn resource(id: &str, cites: &[(String, Date)]) -> MappedResource {
    let compared = cites.iter().find(|(other, _)| other == id);
    let mut props = vec![own("specification", id)];
    props.extend(compared.map(|(_, day)| own("compared", &day.to_string())));
    MappedResource { kind: "catalog".to_owned(), href: format!("{id}-catalog.json"), props }
}

fn map(pair: &DraftPair, name: &str) -> OscalMap {
    let DraftPair { source, how, target } = pair;
    OscalMap {
        uuid: uuid(&format!("map/{name}")),
        relationship: relationship(*how).to_owned(),
        sources: vec![item(source)],
        targets: vec![item(target)],
    }
}

fn item(name: &str) -> MappedItem {
    let (id, element) = split_name(name);
    MappedItem {
        kind: "control".to_owned(),
        id_ref: token(id),
        props: element.map(|element| own("element", element)).into_iter().collect(),
    }
}

fn relationship(how: MappingKind) -> &'static str {
    match how {
        MappingKind::Equal => "equal-to",
        MappingKind::Subset => "subset-of",
        MappingKind::Superset => "superset-of",
        MappingKind::Overlaps => "intersects-with",
    }
}

/// What a relationship says; `None` where it says that there is none.
fn how(relationship: &str) -> Result<Option<MappingKind>, OscalError> {
    Ok(Some(match relationship {
        "equal-to" | "equal" | "equivalent-to" | "equivalent" => MappingKind::Equal,
        "subset-of" => MappingKind::Subset,
        "superset-of" => MappingKind::Superset,
        "intersects-with" => MappingKind::Overlaps,
        "no-relationship" => return Ok(None),
        other => return Err(bad("relationship", other)),
    }))
}

/// The specifications that a collection may be about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownSpecifications<'a> {
    /// Those of the handbook.
    pub(crate) all: &'a [&'a Specification],
    /// The ids that somebody typed for the two sides.
    pub(crate) source: Option<&'a str>,
    pub(crate) target: Option<&'a str>,
}

/// The sets of a collection.
#[derive(Debug)]
pub(crate) struct ImportedMappings {
    pub(crate) sets: Vec<DraftMapping>,
    /// The pairs of which a control is no clause.
    pub(crate) unknown: Vec<String>,
    /// How many pairs compare several controls at once: each of them only overlaps.
    pub(crate) several: usize,
}

/// Reads a collection in JSON.
pub(crate) fn read_mappings(
    text: &str,
    known: KnownSpecifications<'_>,
) -> Result<ImportedMappings, OscalError> {
    let file: MappingCollectionFile =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(OscalError::NoMappings)?;
    let mut read = ImportedMappings { sets: Vec::new(), unknown: Vec::new(), several: 0 };
    for mapping in &file.mapping_collection.mappings {
        let source = CollectionSide::of("source", &mapping.source_resource, known.source, known.all)?;
        let target = CollectionSide::of("target", &mapping.target_resource, known.target, known.all)?;
        let title = first(&mapping.props, "title").map(str::to_owned);
        let title = title.unwrap_or_else(|| format!("{} and {}", source.id, target.id));
        let mut pairs = Vec::new();
        for map in &mapping.maps {
            read.pairs(map, &source, &target, &mut pairs)?;
        }
        let mut cites: Vec<(String, Date)> = Vec::new();
        cites.extend(source.compared.map(|day| (source.id.to_owned(), day)));
        cites.extend(target.compared.map(|day| (target.id.to_owned(), day)));
        let (source, target) = (source.id.to_owned(), target.id.to_owned());
        read.sets.push(DraftMapping { title, source, target, cites, pairs });
    }
    Ok(read)
}

impl ImportedMappings {
    fn pairs(
        &mut self,
        map: &OscalMap,
        source: &CollectionSide<'_>,
        target: &CollectionSide<'_>,
        pairs: &mut Vec<DraftPair>,
    ) -> Result<(), OscalError> {
        let OscalMap { uuid: _, relationship, sources, targets } = map;
        let Some(how) = how(relationship)? else { return Ok(()) };
        // What is said of several together is not said of each.
        let is_several = sources.len() * targets.len() > 1;
        let how = if is_several { MappingKind::Overlaps } else { how };
        self.several += usize::from(is_several);
        for from in sources {
            for to in targets {
                match (source.clause(from), target.clause(to)) {
                    (Some(source), Some(target)) => pairs.push(DraftPair { source, how, target }),
                    _ => self.unknown.push(format!("{} and {}", from.id_ref, to.id_ref)),
                }
            }
        }
        Ok(())
    }
}

/// One of the two specifications of a mapping.
struct CollectionSide<'a> {
    id: &'a str,
    compared: Option<Date>,
    /// Its catalog, where the handbook has it.
    specification: Option<&'a Specification>,
    is_ours: bool,
}

impl<'a> CollectionSide<'a> {
    fn of(
        side: &'static str,
        resource: &'a MappedResource,
        typed: Option<&'a str>,
        all: &[&'a Specification],
    ) -> Result<Self, OscalError> {
        let named = first(&resource.props, "specification");
        let find = |id: &str| all.iter().copied().find(|one| one.id == id);
        let by_address = || all.iter().copied().find(|one| one.id == name_in(&resource.href));
        let id = typed.or(named).or_else(|| by_address().map(|one| one.id.as_str()));
        let Some(id) = id else {
            return Err(OscalError::UnknownCatalog { side, address: resource.href.clone() });
        };
        let compared = first(&resource.props, "compared");
        let compared = compared.map(|day| day.parse().map_err(|_| bad("compared", day))).transpose()?;
        Ok(Self { id, compared, specification: find(id), is_ours: named.is_some() })
    }

    /// The name of the clause that a control became.
    fn clause(&self, item: &MappedItem) -> Option<String> {
        let own = id_of(&item.id_ref);
        let ids: BTreeSet<&str> =
            self.specification.iter().flat_map(|one| &one.clauses).map(|clause| clause.id.as_str()).collect();
        if self.is_ours || ids.contains(own.as_str()) {
            let element = first(&item.props, "element").map(|element| format!("#{element}"));
            return Some(own + &element.unwrap_or_default());
        }
        foreign::clause_of(&item.id_ref, &ids)
    }
}

/// `nist` for `../catalogs/NIST_catalog.json`.
fn name_in(address: &str) -> String {
    let file = address.rsplit(['/', '\\']).next().unwrap_or(address).to_lowercase();
    let name = file.trim_end_matches(".json");
    let name = name.strip_suffix("catalog").unwrap_or(name);
    name.trim_end_matches(['-', '_']).replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::name_in;

    #[test]
    fn a_catalog_is_recognized_by_the_name_of_its_file() {
        for (address, name) in [
            ("payer-catalog.json", "payer"),
            ("https://example.org/x/NIST_catalog.json", "nist"),
            ("#5d0a1f6e", "#5d0a1f6e"),
            ("house_rules.json", "house-rules"),
        ] {
            assert_eq!(name_in(address), name);
        }
    }
}
