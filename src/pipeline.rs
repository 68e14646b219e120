//! A build from end to end: load, resolve, coverage, check, view, then the site and the PDFs.
//!
//! A stage is a function. Within a stage every finding is collected; errors stop a build before it renders anything.

use crate::assets::{self, Assets, has_glyph};
use crate::check::{self, Context};
use crate::coverage::{self, Coverage, Totals};
use crate::diagnostic::Findings;
use crate::load::{self, Sources};
use crate::model::Handbook;
use crate::model::form::{Answers, Extent, Sheet};
use crate::output::Outputs;
use crate::pdf::Unfilled;
use crate::resolve;
use crate::source::{Files, Span};
use crate::view;
use crate::world::World;
use crate::{html, pdf};

/// A handbook that was read and looked at.
#[derive(Debug)]
pub struct Examined {
    /// What was read.
    pub sources: Sources,
    /// The handbook.
    pub handbook: Handbook,
    /// Its coverage.
    pub coverage: Coverage,
    /// Everything found, sorted.
    pub findings: Findings,
}

/// Reads a handbook and looks for everything there is to find.
pub fn examine(world: &dyn World) -> Examined {
    let (mut sources, mut findings) = load::load(world);
    let (handbook, more) = resolve::resolve(&sources, world.today());
    findings.append(more);
    let coverage = coverage::coverage(&handbook);
    let top = match &sources.handbook {
        Some((file, _)) => *file,
        None => sources.files.add(world.config(), ""),
    };
    let codes = assets::codes();
    let context = Context {
        handbook: &handbook,
        coverage: &coverage,
        codes: &codes,
        files: &sources.files,
        handbook_file: Span::top(top),
        prints: &has_glyph,
    };
    findings.append(check::check(&context));
    let findings = check::set(findings, &handbook.rules).sorted(&sources.files);
    Examined { sources, handbook, coverage, findings }
}

/// What a build is doing, for those who wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// The sources are being read.
    Reading,
    /// The pages are being made.
    Pages,
    /// So many PDFs are being made.
    Pdfs(usize),
    /// This PDF is done.
    Pdf(&'a str),
}

/// What came of a build.
#[derive(Debug)]
pub struct Built {
    /// Everything found.
    pub findings: Findings,
    /// The files read, for the places of the findings.
    pub files: Files,
    /// Counts of clauses.
    pub totals: Totals,
    /// The site; `None` when there are errors.
    pub outputs: Option<Outputs>,
}

/// Builds a handbook in memory; `with_pdf` says whether PDFs are made too.
pub fn build(world: &dyn World, with_pdf: bool, progress: &(dyn Fn(Step<'_>) + Sync)) -> Built {
    progress(Step::Reading);
    let Examined { mut sources, handbook, coverage, mut findings } = examine(world);
    let totals = coverage.totals(None);
    let mut outputs = None;
    if !findings.has_errors() {
        progress(Step::Pages);
        let assets = Assets::new(std::mem::take(&mut sources.looks));
        let pages = view::view(&handbook, &coverage, with_pdf);
        let mut made = html::render(&pages, &assets, &sources.images, &mut sources.files);
        if with_pdf && let Ok(site) = &mut made {
            progress(Step::Pdfs(pdf::count(&pages)));
            let pdfs =
                pdf::render(&pages, &assets, &sources.images, handbook.as_of, &mut sources.files, &|path| {
                    progress(Step::Pdf(path));
                });
            match pdfs {
                Ok(pdfs) => site.extend(pdfs),
                Err(errors) => made = Err(errors),
            }
        }
        match made {
            Ok(site) => outputs = Some(site),
            Err(errors) => findings.extend(errors),
        }
    }
    Built { findings: findings.sorted(&sources.files), files: sources.files, totals, outputs }
}

/// Sets the form at position `at` of a handbook without errors, with so many groups and rows and with `answers` filled in. With it
/// come the labels of what may not be left empty and is.
///
/// # Errors
/// What is wrong with the form, or which answers do not fit; and the files, for the places of findings.
pub fn fill(
    examined: Examined,
    at: usize,
    extent: &Extent,
    answers: Answers,
) -> Result<(Vec<u8>, Vec<String>), (Unfilled, Files)> {
    let Examined { mut sources, handbook, coverage, .. } = examined;
    let assets = Assets::new(std::mem::take(&mut sources.looks));
    let pages = view::view(&handbook, &coverage, true);
    let page = &pages.forms[at];
    let sheet = Sheet::new(page.version, extent);
    let unanswered = sheet.unanswered(&answers);
    let mut files = std::mem::take(&mut sources.files);
    match pdf::fill(&pages, page, sheet, answers, &assets, handbook.as_of, &mut files) {
        Ok(pdf) => Ok((pdf, unanswered)),
        Err(unfilled) => Err((unfilled, files)),
    }
}
