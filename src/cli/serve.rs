use std::sync::Arc;
use std::thread;

use clap::Args;
use tokio::sync::watch;

use super::{AsOf, CommandError, Exit, Place, count, shown_findings, tell, usage};
use crate::diagnostic::Severity;
use crate::preview::{self, Address, Fault, Notices, Rebuilder, Rebuilt, Show};
use crate::world::{World, clock};

/// The port where people find the preview, unless another program has it.
const PORT: u16 = 4700;

/// Show the handbook while you write
///
/// Opens a preview on this computer only. When you save a file, the open page updates and keeps its scroll position. When something is
/// wrong, the page says what and where, and otherwise stays as it was. Nothing is written; PDFs are made when you open them.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook serve\n  clausebook serve my-handbook --open\n  clausebook serve --port 8080\n\nPress Ctrl-C to stop the preview.\n\nExit codes: 0 the preview was stopped; 2 the command was not understood, or the port is taken."
)]
pub(crate) struct ServeCommand {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    day: AsOf,
    /// The port to serve on [default: 4700, or any free one]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open the handbook in the browser
    #[arg(long)]
    open: bool,
}

pub(crate) fn run(command: &ServeCommand) -> Exit {
    let world = match command.place.world_on(&command.day) {
        Ok(world) => world,
        Err(message) => return usage(&message),
    };
    let (address, url) = match address(command.port) {
        Ok(found) => found,
        Err(error) => return error.tell(),
    };
    // Before the first build: what is saved during it must be noticed.
    let mut notices = Notices::new(world.root(), world.config());
    let (mut rebuilder, first) = Rebuilder::start(world);
    tell(&said(&first));
    let (shows, seen) = watch::channel(Arc::new(Show::new(first.made, None)));
    tell(&format!(
        "The handbook is at {url}, on this computer only. When you save a file, the open page updates. Press Ctrl-C to stop."
    ));
    thread::spawn(move || {
        loop {
            let touched = notices.wait().unwrap_or_default();
            if let Some(rebuilt) = rebuilder.again(&touched) {
                let said = said(&rebuilt);
                let show = Show::new(rebuilt.made, Some(&*shows.borrow()));
                // Before it is said: a reader of "The page is up to date" may reload immediately.
                shows.send_replace(Arc::new(show));
                tell(&said);
            }
        }
    });
    if command.open
        && let Err(error) = open::that_detached(&url)
    {
        tell(&format!("The browser could not be opened ({error}): go to {url}"));
    }
    match preview::listen(address, seen) {
        Ok(()) => Exit::Fine,
        Err(error) => usage(&format!("the preview has ended: {error}")),
    }
}

/// The address of the preview, and how a browser writes it.
fn address(port: Option<u16>) -> Result<(Address, String), CommandError> {
    let address = match port {
        Some(port) => Address::take(port).map_err(|error| CommandError::PortTaken { port, error })?,
        None => Address::take(PORT).or_else(|_| Address::take(0)).map_err(CommandError::NoAddress)?,
    };
    let url = address.url().map_err(CommandError::NoAddress)?;
    Ok((address, url))
}

fn said(rebuilt: &Rebuilt) -> String {
    let time = clock::now().strftime("%H:%M:%S");
    let preview = match &rebuilt.made {
        Ok(preview) => preview,
        Err(Fault { message }) => {
            return format!(
                "{time} Clausebook failed while it was updating the preview: {message}\nThis is a bug in Clausebook. The page is the last good one; the next save tries again."
            );
        }
    };
    let findings = preview.findings();
    let what = if preview.outputs.is_some() {
        "The page is up to date"
    } else {
        "Fix the errors first; the page is the last good one"
    };
    format!(
        "{}{time} {what} ({} ms). Findings: {}, {}, {}.",
        shown_findings(findings, preview.files()),
        rebuilt.took.as_millis(),
        count(findings.count(Severity::Error), "error", "errors"),
        count(findings.count(Severity::Warning), "warning", "warnings"),
        count(findings.count(Severity::Note), "note", "notes"),
    )
}
