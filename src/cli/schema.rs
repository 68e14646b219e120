use clap::Args;

use super::{Exit, print};
use crate::load::{SCHEMAS, schema};

/// Print the schema that editors use to complete and check a file
///
/// A JSON Schema of forms, of the sheets of every curriculum, of the glossary, of the headers of policies and guide pages, or of clause catalogs. A handbook has them in its folder `schemas`; a
/// form names its own in its first line, and editors that know TOML (Visual Studio Code with "Even Better TOML") use it.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  clausebook schema form > schemas/form.json\n\nExit codes: 0 printed; 2 the command was not understood."
)]
pub(crate) struct SchemaCommand {
    /// The kind of file
    #[arg(value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(SCHEMAS))]
    kind: String,
}

pub(crate) fn run(command: &SchemaCommand) -> Exit {
    print(&schema(&command.kind).unwrap_or_default(), Exit::Fine)
}
