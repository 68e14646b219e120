//! `[[sources]]` as it is written: where the facts of a text come from that no specification states.

use ::toml::value::Datetime;
use schemars::JsonSchema;
use serde::Deserialize;

use super::spanned::{Day, Spanned};

/// Where a fact comes from.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FactSourceKeys {
    /// What it is, in a few words.
    #[schemars(required)]
    pub(crate) title: Option<Spanned<String>>,
    /// A law or a publication, such as `42 CFR 2.31`.
    pub(crate) citation: Option<Spanned<String>>,
    /// Its address on the web.
    pub(crate) address: Option<Spanned<String>>,
    /// When somebody last looked it up.
    #[schemars(with = "Option<Day>")]
    pub(crate) checked: Option<Spanned<Datetime>>,
}
