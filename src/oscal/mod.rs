//! Specifications, mappings and coverage as OSCAL, the Open Security Controls Assessment Language of NIST, and catalogs and mappings out
//! of it.
//!
//! A clause becomes a control, and what is under it the controls within; a section becomes a group. What OSCAL has no place for
//! (needs, figures, `was`) goes along as properties of our own namespace, so that our catalog comes back as it was. Identifiers are made
//! of ids: the same handbook gives the same bytes.

mod component;
mod document;
mod export;
mod foreign;
mod import;
mod mapping;
mod tokens;

pub(crate) use component::component_definition;
pub(crate) use export::catalog;
pub(crate) use foreign::EntryName;
pub(crate) use import::{ImportedCatalog, OscalError, read_catalog};
pub(crate) use mapping::{ImportedMappings, KnownSpecifications, mapping_collection, read_mappings};

/// The namespace of our own properties.
const NAMESPACE: &str = "urn:clausebook:oscal";

/// The release of OSCAL whose schemas the files follow.
const OSCAL_VERSION: &str = "1.2.1";
