use std::path::PathBuf;

use clap::Args;

use super::diff::find;
use super::place::names_and_place;
use super::{AsOf, CommandError, Exit, Place, count, refuse, said, tell_findings};
use crate::files::{self, Access};
use crate::model::{Audience, DocumentVersions, Handbook, Version};
use crate::pipeline::{self, Examined};
use crate::view::packet::{PacketVersion, packet};

/// Make the packet for a board: one PDF with every version that it is to approve
///
/// For each version: its text, what changes from the version in force, the clauses that it cites, and a line to sign. A list of all of
/// them comes first. Without names, the packet has every version that takes effect later or waits for approval. A draft is in it only
/// when its document is named.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook packet\n  clausebook packet --waiting my-handbook --out \"Board, January.pdf\"\n  clausebook packet intake form:service-plan\n\nExit codes: 0 the file is written; 1 the handbook has errors, or the file exists; 2 the command was not understood."
)]
pub(crate) struct PacketCommand {
    /// The policies, forms and curricula, by name, such as intake or form:service-plan, or by number, such as CSP-02; then the
    /// handbook's folder [default: this folder]
    #[arg(value_name = "NAMES] [DIR")]
    words: Vec<String>,
    /// Only versions that nobody has approved yet
    #[arg(long)]
    waiting: bool,
    /// The file to write, which must not exist
    #[arg(long, value_name = "FILE", default_value = "packet.pdf")]
    out: PathBuf,
    /// The handbook's folder, in another way
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Another handbook file in that folder
    #[arg(long, value_name = "FILE", default_value = Place::CONFIG)]
    config: String,
}

/// Which versions are in a packet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PacketScope {
    /// Those that take effect later, and those that wait for approval.
    ToCome,
    /// Those that wait for approval.
    Waiting,
}

pub(crate) fn run(command: &PacketCommand) -> Exit {
    let PacketCommand { words, waiting: _, out: _, dir, config } = command;
    let (names, place) = names_and_place(words, dir.as_deref(), config);
    let today = AsOf { as_of: None };
    let examined = match place.sound_for(Audience::Authors, &today, "nothing was written") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    let versions = match command.versions(&names, &place, &examined.handbook) {
        Ok(versions) => versions,
        Err(error) => return error.tell(),
    };
    said(command.write(&versions, &place, &examined))
}

impl PacketCommand {
    fn versions<'h>(
        &self,
        names: &[&str],
        place: &Place,
        handbook: &'h Handbook,
    ) -> Result<Vec<PacketVersion<'h>>, CommandError> {
        let scope = if self.waiting { PacketScope::Waiting } else { PacketScope::ToCome };
        let mut versions = Vec::new();
        if names.is_empty() {
            for document in handbook.documents().versioned() {
                let dated = |version: &PacketVersion<'_>| version.new.header().effective.is_some();
                versions.extend(versions_of(&document, scope, handbook).into_iter().filter(dated));
            }
        }
        for name in names {
            versions.extend(versions_of(&find(place, name, handbook)?, scope, handbook));
        }
        if versions.is_empty() { Err(CommandError::EmptyPacket) } else { Ok(versions) }
    }

    fn write(
        &self,
        versions: &[PacketVersion<'_>],
        place: &Place,
        examined: &Examined,
    ) -> Result<String, CommandError> {
        refuse(&self.out, &place.dir, "and the next build would remove it")?;
        let pdf = match pipeline::packet(examined, &packet(versions, &examined.handbook)) {
            Ok(pdf) => pdf,
            Err((findings, files)) => {
                tell_findings(&findings, &files);
                return Err(CommandError::PacketRefused);
            }
        };
        files::create(&self.out, &pdf, Access::Everyone)?;
        let versions = count(versions.len(), "version", "versions");
        Ok(format!("The packet with {versions} is in {}.", self.out.display()))
    }
}

/// The versions of a document that a board has to look at, by date: the current one too, where nobody has approved it.
fn versions_of<'h>(
    document: &DocumentVersions<'h>,
    scope: PacketScope,
    handbook: &Handbook,
) -> Vec<PacketVersion<'h>> {
    let current = document.current;
    let has_begun = |version: &dyn Version| {
        let header = version.header();
        header.approval.is_some() && header.effective.is_some_and(|day| day <= handbook.as_of)
    };
    let in_force = Some(current).filter(|version| has_begun(*version));
    let is_meant = |version: &&dyn Version| {
        let header = version.header();
        let is_waiting = header.approval.is_none() || header.changed_since().is_some();
        match scope {
            PacketScope::Waiting => is_waiting,
            PacketScope::ToCome => is_waiting || !has_begun(*version),
        }
    };
    let after = |version: &&dyn Version| {
        let (day, shown) = (version.header().effective, current.header().effective);
        day.is_none_or(|day| shown.is_some_and(|shown| day > shown))
    };
    let others = document.others.iter().copied().filter(after);
    let all = std::iter::once(current).chain(others).filter(is_meant);
    let mut versions: Vec<PacketVersion<'h>> = all
        .map(|new| {
            let is_current = new.header().effective == current.header().effective;
            PacketVersion { new, old: in_force.filter(|_| !is_current) }
        })
        .collect();
    versions.sort_by_key(|version| version.new.header().effective.unwrap_or(jiff::civil::Date::MAX));
    versions
}
