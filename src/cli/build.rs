use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use indicatif::{HumanDuration, ProgressBar, ProgressStyle};

use super::{AsOf, Exit, Place, count, tell, tell_findings, usage};
use crate::assets::{Origin, UsedFont};
use crate::diagnostic::Severity;
use crate::files;
use crate::model::{Audience, long_date};
use crate::output::Outputs;
use crate::pdf_cache::PdfCache;
use crate::pipeline::{self, Built, Pdfs, Step};
use crate::world::FOLDERS;
use crate::write::{Locked, Note, SiteTarget, WriteError, WrittenSite};

/// Build the website and the PDFs
///
/// Reads the handbook, checks it, and writes the website into the folder `public`. When there is an error, it says what and
/// where, and leaves the website unchanged.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook build\n  clausebook build my-handbook --out website\n  clausebook build --no-pdf\n  clausebook build --as-of 2027-01-01 --out january\n  clausebook build --edition staff --out staff-site\n\nExit codes: 0 the website is written; 1 there are errors to fix, or the website could not be written; 2 the command was not understood."
)]
pub(crate) struct BuildCommand {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    day: AsOf,
    /// Where to write the website, relative to the handbook's folder
    #[arg(long, value_name = "FOLDER", default_value = "public")]
    out: PathBuf,
    /// Make only the website, which is quicker
    #[arg(long)]
    no_pdf: bool,
    /// Whom it is for: whole has everything; staff has no trainer's editions, and tells no answers of the knowledge checks but those of
    /// questions for practice
    #[arg(long, value_enum, default_value_t = SiteEdition::Whole)]
    edition: SiteEdition,
    /// How many jobs to run at the same time [default: the number of processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
}

/// Whom a site is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SiteEdition {
    /// Trainers and everybody else
    Whole,
    /// Staff whom the knowledge checks test
    Staff,
}

impl From<SiteEdition> for Audience {
    fn from(edition: SiteEdition) -> Self {
        match edition {
            SiteEdition::Whole => Self::Readers,
            SiteEdition::Staff => Self::Learners,
        }
    }
}

pub(crate) fn run(command: &BuildCommand) -> Exit {
    let world = match command.place.world_on(&command.day) {
        Ok(world) => world,
        Err(message) => return usage(&message),
    };
    let root = &command.place.dir;
    let out = root.join(&command.out);
    let target = match SiteTarget::new(&out, root, &FOLDERS) {
        Ok(target) => target,
        Err(error) => return usage(&format!("{}: {error}.", out.display())),
    };
    if let Some(jobs) = command.jobs
        && let Err(error) = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global()
    {
        return usage(&format!("--jobs {jobs}: {error}"));
    }
    let site = target.lock(&tell_note);
    files::remove_leftovers(root, &FOLDERS);
    let started = Instant::now();
    let bar = bar();
    let read = |path: &str| site.earlier(path);
    let cache = PdfCache::of_site(&read);
    let pdfs = if command.no_pdf { Pdfs::None } else { Pdfs::Changed(&cache) };
    let built = pipeline::build_again(&world, command.edition.into(), pdfs, &|step| show(&bar, step));
    bar.finish_and_clear();
    tell_findings(&built.findings, &built.files);
    let Some(outputs) = &built.outputs else {
        tell(&format!(
            "Fix {} first. Nothing was written; the site is unchanged.",
            count(built.findings.count(Severity::Error), "error", "errors")
        ));
        return Exit::Findings;
    };
    if let Err(error) = write(&site, outputs, command) {
        tell(&format!("{}: {error}.", out.display()));
        return Exit::Findings;
    }
    if let Some(day) = command.day.as_of {
        tell(&format!(
            "This is the handbook as of {}. Build it again without --as-of for today’s.",
            long_date(day)
        ));
    }
    tell(&format!("{}\nOpen {}", summary(&built, started.elapsed()), out.join("index.html").display()));
    Exit::Fine
}

fn write(site: &Locked, outputs: &Outputs, command: &BuildCommand) -> Result<(), WriteError> {
    let WrittenSite { removed } = site.write(outputs, &tell_note)?;
    let pdfs = removed.iter().filter(|path| path.ends_with(".pdf")).count();
    if command.no_pdf && pdfs > 0 {
        tell(&format!(
            "Removed {} of an earlier build: --no-pdf makes none, and the old ones would not match the pages.",
            count(pdfs, "PDF", "PDFs")
        ));
    }
    Ok(())
}

fn tell_note(note: &Note) {
    tell(&note.to_string());
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} [{elapsed}]") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

fn show(bar: &ProgressBar, step: Step<'_>) {
    match step {
        Step::Reading => bar.set_message("Reading the handbook"),
        Step::Pages => bar.set_message("Making the pages"),
        Step::Pdfs(number) => {
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg} [{elapsed}]") {
                bar.set_style(style);
            }
            bar.set_length(number as u64);
            bar.set_message("Typesetting the PDFs");
        }
        Step::Pdf(path) => {
            bar.inc(1);
            bar.set_message(format!("Set {path}"));
        }
    }
}

/// The fonts besides the built-in ones, as a line; nothing when there are none.
fn fonts(used: &[UsedFont]) -> String {
    if used.is_empty() {
        return String::new();
    }
    let names: Vec<String> = used
        .iter()
        .map(|font| match &font.origin {
            Origin::Handbook(path) => format!("{} ({path})", font.family),
            Origin::Computer => format!("{} (of this computer)", font.family),
        })
        .collect();
    let mut line = format!("\nFonts besides the built-in one: {}.", names.join(", "));
    if used.iter().any(|font| font.origin == Origin::Computer) {
        line.push_str(
            " Another computer may have different fonts: put these into site/fonts to get the same PDFs everywhere.",
        );
    }
    line
}

fn summary(built: &Built, took: Duration) -> String {
    let totals = &built.totals;
    let pages = built.outputs.as_ref().map_or(0, |site| site.count(".html"));
    let pdfs = built.outputs.as_ref().map_or(0, |site| site.count(".pdf"));
    let findings = &built.findings;
    let took = if took < Duration::from_mins(1) {
        format!("{:.1} seconds", took.as_secs_f64())
    } else {
        HumanDuration(took).to_string()
    };
    format!(
        "Built {} and {} in {took}.{}\nClauses: {} covered and {} drafted of {} applicable.\nFindings: {}, {} (clausebook check lists them).",
        count(pages, "page", "pages"),
        count(pdfs, "PDF", "PDFs"),
        fonts(&built.fonts),
        totals.covered,
        totals.drafted,
        totals.applicable,
        count(findings.count(Severity::Warning), "warning", "warnings"),
        count(findings.count(Severity::Note), "note", "notes"),
    )
}
