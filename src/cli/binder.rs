use std::path::PathBuf;

use clap::Args;

use super::coverage::unknown_specification;
use super::{AsOf, CommandError, Exit, Place, refuse, said, tell_findings, usage};
use crate::files::{self, Access};
use crate::model::{Audience, Handle};
use crate::pipeline;

/// Make the binder for a surveyor: one PDF with the crosswalk, approvals, policies and blank forms
///
/// What is overdue, not approved or not met comes first. The crosswalk says for each clause on which page of the binder it is met. Then
/// come approvals and reviews, the policies, the blank forms, the units of training by topic, records and agreements, and the documents
/// that are not at hand. It names only people whom the published handbook names.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook binder\n  clausebook binder my-handbook --specification cca-csp --out \"CCA, November.pdf\"\n  clausebook binder --as-of 2026-06-30 --out june.pdf\n\nExit codes: 0 the file is written; 1 the handbook has errors, or the file exists; 2 the command was not understood."
)]
pub(crate) struct BinderCommand {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    day: AsOf,
    /// Only what meets this specification, by its id
    #[arg(long, value_name = "ID")]
    specification: Option<String>,
    /// The file to write, which must not exist
    #[arg(long, value_name = "FILE", default_value = "binder.pdf")]
    out: PathBuf,
}

pub(crate) fn run(command: &BinderCommand) -> Exit {
    let BinderCommand { place, day, specification, out: _ } = command;
    let examined = match place.sound_for(Audience::Readers, day, "nothing was written") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    let handbook = &examined.handbook;
    let only = match specification {
        None => None,
        Some(id) => match Handle::find(&handbook.specifications, |one| one.id == *id) {
            Some(handle) => Some(handle),
            None => return usage(&unknown_specification(id, handbook)),
        },
    };
    said(command.write(|| pipeline::binder(&examined, only)))
}

impl BinderCommand {
    fn write(
        &self,
        set: impl FnOnce() -> Result<Vec<u8>, (crate::diagnostic::Findings, crate::source::Files)>,
    ) -> Result<String, CommandError> {
        refuse(&self.out, &self.place.dir, "and the next build would remove it")?;
        let pdf = set().map_err(|(findings, files)| {
            tell_findings(&findings, &files);
            CommandError::BinderRefused
        })?;
        files::create(&self.out, &pdf, Access::Everyone)?;
        Ok(format!("The binder is in {}.", self.out.display()))
    }
}
