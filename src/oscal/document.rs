//! The shapes of OSCAL's JSON, as far as they are used here. What a file has beside them is left out.

use serde::{Deserialize, Deserializer, Serialize};

#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct OscalFile {
    pub(super) catalog: OscalCatalog,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct OscalCatalog {
    pub(super) uuid: String,
    pub(super) metadata: Metadata,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) controls: Vec<Control>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) groups: Vec<OscalGroup>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) back_matter: Option<BackMatter>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct Metadata {
    pub(super) title: String,
    pub(super) last_modified: String,
    pub(super) version: String,
    pub(super) oscal_version: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) revisions: Vec<OscalRevision>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) roles: Vec<OscalRole>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) parties: Vec<Party>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) responsible_parties: Vec<ResponsibleParty>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct OscalRevision {
    pub(super) version: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) remarks: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct OscalRole {
    pub(super) id: String,
    pub(super) title: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Party {
    pub(super) uuid: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) name: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct ResponsibleParty {
    pub(super) role_id: String,
    pub(super) party_uuids: Vec<String>,
}

#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Property {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ns: Option<String>,
    pub(super) value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) class: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) remarks: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct OscalGroup {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) id: String,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) params: Vec<Parameter>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) parts: Vec<OscalPart>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) groups: Vec<OscalGroup>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) controls: Vec<Control>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Control {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) params: Vec<Parameter>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) parts: Vec<OscalPart>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) controls: Vec<Control>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Parameter {
    pub(super) id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) label: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) values: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) select: Option<ParameterChoice>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ParameterChoice {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) choice: Vec<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct OscalPart {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) id: String,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) prose: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) parts: Vec<OscalPart>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct BackMatter {
    pub(super) resources: Vec<Resource>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Resource {
    pub(super) uuid: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct ComponentFile {
    pub(super) component_definition: ComponentDefinition,
}

#[derive(Debug, Serialize)]
pub(super) struct ComponentDefinition {
    pub(super) uuid: String,
    pub(super) metadata: Metadata,
    pub(super) components: Vec<Component>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Component {
    pub(super) uuid: String,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) control_implementations: Vec<ControlImplementation>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct ControlImplementation {
    pub(super) uuid: String,
    pub(super) source: String,
    pub(super) description: String,
    pub(super) implemented_requirements: Vec<ImplementedRequirement>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct ImplementedRequirement {
    pub(super) uuid: String,
    pub(super) control_id: String,
    pub(super) description: String,
    pub(super) props: Vec<Property>,
}

/// A property that OSCAL defines.
pub(super) fn property(name: &str, value: &str) -> Property {
    Property { name: name.to_owned(), value: one_line(value), ..Property::default() }
}

/// A property of our own.
pub(super) fn own(name: &str, value: &str) -> Property {
    Property { ns: Some(super::NAMESPACE.to_owned()), ..property(name, value) }
}

/// Values have no line ends, and don't begin or end with a space.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Our text where OSCAL has Markdown: what would be read as a mark has a backslash before it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '{' | '}' | '~' | '^') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The text that [`escaped`] was given.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        out.push(if c == '\\' { letters.next().unwrap_or(c) } else { c });
    }
    out
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct MappingCollectionFile {
    pub(super) mapping_collection: MappingCollection,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct MappingCollection {
    pub(super) uuid: String,
    pub(super) metadata: Metadata,
    pub(super) provenance: MappingProvenance,
    #[serde(deserialize_with = "one_or_several")]
    pub(super) mappings: Vec<OscalMapping>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct MappingProvenance {
    pub(super) method: String,
    pub(super) matching_rationale: String,
    pub(super) status: String,
    pub(super) mapping_description: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct OscalMapping {
    pub(super) uuid: String,
    pub(super) source_resource: MappedResource,
    pub(super) target_resource: MappedResource,
    pub(super) maps: Vec<OscalMap>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct MappedResource {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) href: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct OscalMap {
    pub(super) uuid: String,
    pub(super) relationship: String,
    pub(super) sources: Vec<MappedItem>,
    pub(super) targets: Vec<MappedItem>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct MappedItem {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) id_ref: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Property>,
}

/// NIST's schema allows a single mapping without the list around it.
fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<OscalMapping>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrSeveral {
        Several(Vec<OscalMapping>),
        One(Box<OscalMapping>),
    }
    Ok(match OneOrSeveral::deserialize(deserializer)? {
        OneOrSeveral::Several(mappings) => mappings,
        OneOrSeveral::One(mapping) => vec![*mapping],
    })
}
