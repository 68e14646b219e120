//! What an editor needs to complete and check the files of a handbook: a JSON Schema for each kind of file.

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};

use super::catalog::WholeCatalog;
use super::curriculum::WholeCurriculum;
use super::form::WholeForm;
use super::glossary::GlossarySource;
use super::guide::GuideHeader;
use super::mapping::WholeMappingSet;
use super::policy::WholePolicyHeader;
use super::training_sheet::WholeTrainingSheet;
use super::translation::WholeFormTranslation;

/// The kinds of files that have a schema.
pub(crate) const SCHEMAS: [&str; 9] =
    ["curriculum", "form", "glossary", "guide", "mapping", "policy", "sheet", "specification", "translation"];

/// The schema of a kind of file, as indented JSON with a line end; `None` for a word that isn't one of [`SCHEMAS`].
///
/// # Panics
/// Never: a schema is JSON.
#[must_use]
pub(crate) fn schema(kind: &str) -> Option<String> {
    let schema = match kind {
        "curriculum" => of::<WholeCurriculum>("The header of a curriculum of a handbook"),
        "form" => of::<WholeForm>("A form of a handbook"),
        "glossary" => of::<GlossarySource>("The glossary of a handbook"),
        "guide" => of::<GuideHeader>("The header of a guide page of a handbook"),
        "mapping" => of::<WholeMappingSet>("A set of mappings between two specifications of a handbook"),
        "policy" => of::<WholePolicyHeader>("The header of a policy of a handbook"),
        "sheet" => of::<WholeTrainingSheet>("A sheet of every curriculum of a handbook"),
        "specification" => of::<WholeCatalog>("A clause catalog of a handbook"),
        "translation" => of::<WholeFormTranslation>("The translation of a form of a handbook"),
        _ => return None,
    };
    let mut json = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    json.push('\n');
    Some(json)
}

fn of<T: JsonSchema>(title: &str) -> Schema {
    // Draft 7 is what editors of TOML understand.
    let mut schema = SchemaGenerator::new(SchemaSettings::draft07()).into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema
}
