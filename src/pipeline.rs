//! A build from end to end: load, resolve, coverage, check, view, then the site, its search and the PDFs.
//!
//! A stage is a function. Within a stage every finding is collected; errors stop a build before it renders anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::assets::{Assets, HandbookFonts, UsedFont, has_glyph};
use crate::check::{self, Context};
use crate::coverage::{self, Coverage, Totals};
use crate::diagnostic::{Diagnostic, Findings};
use crate::docx::{self, CitationMark};
use crate::load::{self, Sources};
use crate::memo::Memo;
use crate::model::form::{Answers, Extent, Sheet};
use crate::model::text::{Citation, citations};
use crate::model::{
    AnswersShown, Audience, Curriculum, Date, Form, Handbook, Handle, LedgerCounts, OtherVersion, Policy,
    PolicyVersion, Specification, Version, Viewpoint,
};
use crate::output::Outputs;
use crate::pdf::{BlankForm, Unfilled};
use crate::pdf_cache::{self, PdfCache};
use crate::people::{self, LEDGER_FILE, ROSTER_FILE};
use crate::resolve;
use crate::search;
use crate::source::{Files, Span};
use crate::spreadsheet;
use crate::view::binder::binder as binder_view;
use crate::view::ledger::LedgerView;
use crate::view::packet::PacketView;
use crate::view::session::SessionView;
use crate::view::{self, Pages, address};
use crate::words::{FixedWords, Language};
use crate::world::World;
use crate::{html, pdf, pptx};

/// A handbook that was read and checked.
#[derive(Debug)]
pub struct Examined {
    pub sources: Sources,
    pub handbook: Handbook,
    pub coverage: Coverage,
    /// Everything found, sorted.
    pub findings: Findings,
    fonts: Arc<HandbookFonts>,
}

/// Reads a handbook and checks everything.
pub fn examine(world: &dyn World) -> Examined {
    examine_again(world, &Memo::off())
}

/// The same; what `memo` has of earlier builds is not made again.
pub(crate) fn examine_again(world: &dyn World, memo: &Memo) -> Examined {
    examine_for(world, Audience::Program, memo)
}

/// The same for an audience, which decides which versions have pages.
pub(crate) fn examine_for(world: &dyn World, audience: Audience, memo: &Memo) -> Examined {
    let (mut sources, mut findings) = load::load(world, memo);
    let view = Viewpoint { today: world.today(), calendar: world.calendar(), audience };
    let (mut handbook, more) = resolve::resolve(&sources, view, memo);
    findings.append(more);
    let copies = |path: &str| world.read(path).ok().map(|content| content.bytes.to_vec());
    findings.extend(resolve::changed_texts(&sources, &handbook, memo, &copies));
    let coverage = coverage::coverage(&handbook);
    let top = match &sources.handbook {
        Some((file, _)) => *file,
        None => sources.files.add(world.config(), ""),
    };
    let fonts = Arc::new(HandbookFonts::new(&sources.looks, world.system_fonts()));
    let prints = |c: char| c.is_ascii_graphic() || c.is_whitespace() || fonts.has(c);
    for notice in &mut handbook.language_notices {
        notice.is_printable = notice.text.chars().all(prints);
    }
    let texts = check::read(&handbook, &sources.files, memo);
    let used = check::pictures::used(&handbook, &texts);
    let used = used.iter().map(|(path, _)| path.as_str()).collect();
    let pictures = pdf::pictures(&used, &sources.images, &has_glyph, memo);
    let context = Context {
        handbook: &handbook,
        texts: &texts,
        coverage: &coverage,
        files: &sources.files,
        handbook_file: Span::top(top),
        memo,
        pictures: &pictures,
        prints: &|c| fonts.has(c),
        remedy: &|c| fonts.remedy(c),
    };
    findings.append(check::check(&context));
    let findings = check::set(findings, &handbook.rules).sorted(&sources.files);
    // JSON and findings don't know of it.
    if audience != Audience::Program {
        handbook.acknowledged = acknowledged(world, &handbook);
    }
    // Not sooner: authors are told what is wrong with a draft.
    if matches!(audience, Audience::Readers | Audience::Learners) {
        handbook.hide_drafts();
    }
    if audience == Audience::Learners {
        handbook.answers = AnswersShown::OfPractice;
    }
    Examined { sources, handbook, coverage, findings, fonts }
}

/// How many acknowledgements there are, which is all that a page says of them.
fn acknowledged(world: &dyn World, handbook: &Handbook) -> Option<LedgerCounts> {
    let folder = handbook.people_folder.as_ref()?;
    let read = |name: &str| world.read(&format!("{}/{name}", folder.as_str())).ok();
    let people = read(ROSTER_FILE)?;
    let ledger = read(LEDGER_FILE).map(|content| content.bytes).unwrap_or_default();
    people::counts_in(&people.bytes, &ledger, handbook)
}

/// What a build is doing, for a progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    Reading,
    Pages,
    /// So many PDFs are being made.
    Pdfs(usize),
    /// This PDF is done.
    Pdf(&'a str),
}

#[derive(Debug)]
pub struct Built {
    pub findings: Findings,
    /// The files read, for the places of the findings.
    pub(crate) files: Files,
    pub(crate) totals: Totals,
    /// The site; `None` when there are errors.
    pub outputs: Option<Outputs>,
    /// The fonts in the PDFs, besides the built-in ones.
    pub fonts: Vec<UsedFont>,
}

/// Builds a handbook in memory, with its PDFs.
pub fn build(world: &dyn World, progress: &(dyn Fn(Step<'_>) + Sync)) -> Built {
    build_again(world, Audience::Readers, Pdfs::All, progress)
}

/// Builds a handbook in memory without PDFs; no page leads to one.
pub fn build_without_pdfs(world: &dyn World, progress: &(dyn Fn(Step<'_>) + Sync)) -> Built {
    build_again(world, Audience::Readers, Pdfs::None, progress)
}

#[derive(Clone, Copy)]
pub(crate) enum Pdfs<'a> {
    None,
    All,
    /// Each is set that the cache doesn't have. The site says what they were made from, for the next build.
    Changed(&'a PdfCache<'a>),
}

/// Builds a handbook in memory, in the place of an earlier site.
pub(crate) fn build_again(
    world: &dyn World,
    audience: Audience,
    pdfs: Pdfs<'_>,
    progress: &(dyn Fn(Step<'_>) + Sync),
) -> Built {
    progress(Step::Reading);
    let mut examined = examine_for(world, audience, &Memo::off());
    let totals = examined.coverage.totals(None);
    let mut outputs = None;
    if !examined.findings.has_errors() {
        progress(Step::Pages);
        let rest = match pdfs {
            Pdfs::None => Rest::Search,
            Pdfs::All | Pdfs::Changed(_) => Rest::SearchAndPdfs(pdfs, progress),
        };
        outputs = match examined.render(&rest, &Memo::off()) {
            Ok(site) => Some(site),
            Err(errors) => {
                examined.findings.extend(errors);
                None
            }
        };
    }
    let files = examined.sources.files;
    let fonts = examined.fonts.used();
    Built { findings: examined.findings.sorted(&files), files, totals, outputs, fonts }
}

/// What is made besides the pages.
enum Rest<'a> {
    /// What the search box reads, and no PDFs; the pages lead to none.
    Search,
    /// Both; the progress of the PDFs is reported.
    SearchAndPdfs(Pdfs<'a>, &'a (dyn Fn(Step<'_>) + Sync)),
    /// Both are made when they are asked for.
    Later,
}

/// A site whose PDFs, and what its search box reads, are made when they are asked for.
#[derive(Debug)]
pub struct Preview {
    examined: Examined,
    /// The pages and what they show; `None` when there are errors.
    pub outputs: Option<Outputs>,
}

/// Builds a handbook in memory, for [`Preview::pdf`] to set its PDFs one by one. What `memo` has of earlier builds is not made again.
pub fn preview(world: &dyn World, memo: &Memo) -> Preview {
    let mut examined = examine_for(world, Audience::Authors, memo);
    let mut outputs = None;
    if !examined.findings.has_errors() {
        match examined.render(&Rest::Later, memo) {
            Ok(site) => outputs = Some(site),
            Err(errors) => {
                examined.findings.extend(errors);
                let findings = std::mem::take(&mut examined.findings);
                examined.findings = findings.sorted(&examined.sources.files);
            }
        }
    }
    Preview { examined, outputs }
}

impl Preview {
    #[must_use]
    pub fn findings(&self) -> &Findings {
        &self.examined.findings
    }

    /// The files read, for the places of the findings.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.examined.sources.files
    }

    /// The handbook's language and its fixed words.
    pub(crate) fn words(&self) -> (&Language, &Arc<FixedWords>) {
        (&self.examined.handbook.language, &self.examined.handbook.words)
    }

    /// What the search box reads; `None` when there are errors.
    #[must_use]
    pub(crate) fn search(&self) -> Option<Outputs> {
        self.outputs.as_ref()?;
        Some(search::render(&view::view(
            &self.examined.handbook,
            &self.examined.coverage,
            &self.examined.sources.files,
            true,
        )))
    }

    /// The PDF at `path` of the site; `None` when the site has none there.
    ///
    /// # Errors
    /// What Typst refuses; and the files, for the places of the findings.
    #[must_use]
    pub fn pdf(&self, path: &str) -> Option<Result<Vec<u8>, (Findings, Files)>> {
        self.outputs.as_ref()?;
        let Examined { sources, handbook, coverage, .. } = &self.examined;
        let pages = view::view(handbook, coverage, &sources.files, true);
        let mut files = sources.files.clone();
        let set =
            pdf::one(&pages, path, &self.examined.assets(), &sources.images, handbook.as_of, &mut files)?;
        Some(set.map_err(|errors| {
            let mut findings = Findings::default();
            findings.extend(errors);
            (findings.sorted(&files), files)
        }))
    }
}

impl Examined {
    fn assets(&self) -> Assets {
        Assets::new(self.sources.looks.clone()).with_fonts(self.fonts.clone())
    }

    /// The site of a handbook without errors.
    fn render(&mut self, rest: &Rest<'_>, memo: &Memo) -> Result<Outputs, Vec<Diagnostic>> {
        let assets = self.assets();
        let Sources { files, images, .. } = &mut self.sources;
        let pages = view::view(&self.handbook, &self.coverage, files, !matches!(rest, Rest::Search));
        // The search first: what it needs on the way is given back before there are pages.
        let searched = if matches!(rest, Rest::Later) { Outputs::default() } else { search::render(&pages) };
        let mut site = html::render(&pages, &assets, images, files, memo)?;
        site.extend(searched);
        // A file in memory can't fail but for its size.
        if let Ok(workbook) = spreadsheet::crosswalk(&pages) {
            site.insert(address::CROSSWALK_XLSX, workbook);
        }
        if let Rest::SearchAndPdfs(pdfs, progress) = rest {
            progress(Step::Pdfs(pdf::count(&pages)));
            let done = |path: &str| progress(Step::Pdf(path));
            let none = PdfCache::empty();
            let cache = if let Pdfs::Changed(cache) = pdfs { cache } else { &none };
            let rendered = pdf::render(&pages, &assets, images, self.handbook.as_of, files, cache, &done)?;
            site.extend(rendered.outputs);
            if matches!(pdfs, Pdfs::Changed(_)) {
                site.insert(pdf_cache::INDEX, pdf_cache::index(&rendered.known));
            }
        }
        Ok(site)
    }
}

/// A form that was filled in.
#[derive(Debug)]
pub(crate) struct FilledForm {
    pub(crate) pdf: Vec<u8>,
    /// The labels of what may not be left empty and is.
    pub(crate) unanswered: Vec<String>,
    /// How many answers ask for something to be done.
    pub(crate) alerts: usize,
}

/// What is filled in.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FilledDocument<'h> {
    Form(Handle<Form>),
    Translation(Handle<Form>, &'h Language),
    Certificate(Handle<Curriculum>),
}

/// Sets a form of a handbook without errors once for each of `filled`: with the groups and rows of an extent, and with
/// answers filled in. `None` when there is no translation into the language.
///
/// # Errors
/// What is wrong with the form, or which answers do not fit; findings are placed in the files of `examined`.
pub(crate) fn fill(
    examined: &Examined,
    document: FilledDocument<'_>,
    filled: Vec<(Extent, Answers)>,
) -> Option<(Vec<Result<FilledForm, Unfilled>>, Files)> {
    let Examined { sources, handbook, coverage, .. } = examined;
    let pages = view::view(handbook, coverage, &sources.files, true);
    let (shell, blank) = match document {
        FilledDocument::Form(form) => (&pages.shell, BlankForm::Form(form.beside(&pages.forms))),
        FilledDocument::Translation(form, language) => {
            let (shell, page) = pages.form_in(&form.of(&handbook.forms).id, language)?;
            (shell, BlankForm::Form(page))
        }
        FilledDocument::Certificate(one) => {
            (&pages.shell, BlankForm::certificate(one.beside(&pages.curricula)))
        }
    };
    let mut files = sources.files.clone();
    let (mut sheets, mut looked_at) = (Vec::new(), Vec::new());
    for (extent, answers) in filled {
        let sheet = Sheet::new(blank.version(), &shell.words, &extent);
        looked_at.push((sheet.unanswered(&answers), sheet.raised_alerts(&answers)));
        sheets.push((sheet, answers));
    }
    let made = pdf::fill(shell, blank, sheets, &examined.assets(), handbook.as_of, &mut files);
    let made = made.into_iter().zip(looked_at);
    let made = made.map(|(pdf, (unanswered, alerts))| pdf.map(|pdf| FilledForm { pdf, unanswered, alerts }));
    Some((made.collect(), files))
}

/// A policy of a handbook without errors as a Word file.
///
/// # Errors
/// What the file cannot hold.
pub fn export(examined: &Examined, policy: Handle<Policy>) -> std::io::Result<Vec<u8>> {
    let pages = view::view(&examined.handbook, &examined.coverage, &examined.sources.files, true);
    docx::write(&pages, policy.beside(&pages.policies), &examined.sources.images, examined.handbook.as_of)
}

/// A policy as it is exported, to compare a Word file with it that comes back.
pub(crate) struct ExportedBase {
    pub(crate) exported: Vec<u8>,
    pub(crate) in_blocks: Vec<u8>,
    pub(crate) citations: Vec<CitationMark>,
}

/// The version of a policy that the handbook shows, to compare a Word file with it that comes back.
///
/// # Errors
/// What the file cannot hold.
pub(crate) fn exported_base(examined: &Examined, policy: Handle<Policy>) -> std::io::Result<ExportedBase> {
    let handbook = &examined.handbook;
    let pages = view::view(handbook, &examined.coverage, &examined.sources.files, true);
    let (page, images) = (policy.beside(&pages.policies), &examined.sources.images);
    let blocks = &policy.of(&handbook.policies).current.body.blocks;
    let mut written: BTreeMap<Span, Vec<&Citation>> = BTreeMap::new();
    for citation in citations(blocks) {
        written.entry(citation.span).or_default().push(citation);
    }
    let mark = |citation: &Citation| page.citations.get(citation.number - 1).map(|view| view.mark.clone());
    let source = |span: &Span| {
        let text = &examined.sources.files.get(span.file).text;
        let written = text.get(span.start as usize..span.end as usize).unwrap_or_default().trim();
        if written.starts_with('@') { format!("[{written}]") } else { written.to_owned() }
    };
    let mut marks: Vec<CitationMark> = written
        .iter()
        .map(|(span, cited)| CitationMark {
            marks: cited.iter().filter_map(|citation| mark(citation)).collect(),
            source: source(span),
        })
        .collect();
    // One of several, where the others were deleted.
    marks.extend(written.values().filter(|cited| cited.len() > 1).flatten().filter_map(|citation| {
        let specification = handbook.specification(citation.clause);
        let source = format!("[@{}/{}]", specification.id, handbook.clause(citation.clause).id);
        Some(CitationMark { marks: vec![mark(citation)?], source })
    }));
    marks.sort_by_key(|one| std::cmp::Reverse(one.marks.len()));
    Ok(ExportedBase {
        exported: docx::write(&pages, page, images, handbook.as_of)?,
        in_blocks: docx::write_in_blocks(&pages, page, images)?,
        citations: marks,
    })
}

/// Another version of a policy as a Word file.
///
/// # Errors
/// What the file cannot hold.
pub(crate) fn export_other(
    examined: &Examined,
    policy: &Policy,
    other: &OtherVersion<PolicyVersion>,
) -> std::io::Result<Vec<u8>> {
    let handbook = &examined.handbook;
    let pages = view::view(handbook, &examined.coverage, &examined.sources.files, true);
    let page = view::policy::page_of_other(policy, other, handbook);
    docx::write(&pages, &page, &examined.sources.images, handbook.as_of)
}

/// All policies of a handbook without errors as one Word file.
///
/// # Errors
/// What the file cannot hold.
pub(crate) fn export_handbook(examined: &Examined) -> std::io::Result<Vec<u8>> {
    let pages = view::view(&examined.handbook, &examined.coverage, &examined.sources.files, true);
    docx::write_handbook(&pages, &examined.sources.images, examined.handbook.as_of)
}

/// A curriculum of a handbook without errors as a Word file for learners.
///
/// # Errors
/// What the file cannot hold.
pub(crate) fn export_curriculum(
    examined: &Examined,
    curriculum: Handle<Curriculum>,
) -> std::io::Result<Vec<u8>> {
    let pages = view::view(&examined.handbook, &examined.coverage, &examined.sources.files, true);
    let page = curriculum.beside(&pages.curricula);
    docx::write_curriculum(&pages, page, &examined.sources.images, examined.handbook.as_of)
}

/// A form of a handbook without errors as a Word file to fill in.
///
/// # Errors
/// What the file cannot hold.
pub(crate) fn export_form(examined: &Examined, form: Handle<Form>) -> std::io::Result<Vec<u8>> {
    let pages = view::view(&examined.handbook, &examined.coverage, &examined.sources.files, true);
    docx::write_form(&pages, form.beside(&pages.forms), &examined.sources.images, examined.handbook.as_of)
}

/// What changed between two versions of a document as a Word file with tracked changes.
///
/// # Errors
/// What the file cannot hold.
pub(crate) fn export_redline(
    examined: &Examined,
    old: &dyn Version,
    new: &dyn Version,
) -> std::io::Result<Vec<u8>> {
    let handbook = &examined.handbook;
    let pages = view::view(handbook, &examined.coverage, &examined.sources.files, true);
    let date = new.header().effective.unwrap_or(handbook.as_of);
    docx::write_redline(&pages.shell, &view::redline::redline(old, new, handbook), date)
}

/// A packet for a board as a PDF.
///
/// # Errors
/// What Typst refuses; and the files, for the places of findings.
pub(crate) fn packet(examined: &Examined, packet: &PacketView) -> Result<Vec<u8>, (Findings, Files)> {
    alone(examined, |pages, assets, as_of, files| pdf::packet(pages, packet, assets, as_of, files))
}

/// The binder for a surveyor as a PDF: for one specification, or for all.
///
/// # Errors
/// What Typst refuses; and the files, for the places of findings.
pub(crate) fn binder(
    examined: &Examined,
    only: Option<Handle<Specification>>,
) -> Result<Vec<u8>, (Findings, Files)> {
    let view = binder_view(only, &examined.handbook, &examined.coverage);
    let images = &examined.sources.images;
    alone(examined, |pages, assets, as_of, files| pdf::binder(pages, &view, assets, images, as_of, files))
}

/// Sheets of acknowledgements as a PDF.
///
/// # Errors
/// What Typst refuses; and the files, for the places of findings.
pub(crate) fn ledger(examined: &Examined, ledger: &LedgerView) -> Result<Vec<u8>, (Findings, Files)> {
    alone(examined, |pages, assets, as_of, files| pdf::ledger(pages, ledger, assets, as_of, files))
}

/// The packet for a session of training as a PDF.
///
/// # Errors
/// What Typst refuses; and the files, for the places of findings.
pub(crate) fn session(examined: &Examined, session: &SessionView) -> Result<Vec<u8>, (Findings, Files)> {
    let images = &examined.sources.images;
    alone(examined, |pages, assets, as_of, files| pdf::session(pages, session, assets, images, as_of, files))
}

/// Slides of the units at these places of a curriculum as a PDF.
///
/// # Errors
/// What Typst refuses; and the files, for the places of findings.
pub(crate) fn slides(
    examined: &Examined,
    curriculum: Handle<Curriculum>,
    units: &[usize],
) -> Result<Vec<u8>, (Findings, Files)> {
    let images = &examined.sources.images;
    alone(examined, |pages, assets, as_of, files| {
        let page = curriculum.beside(&pages.curricula);
        pdf::slides(pages, (page, units), assets, images, as_of, files)
    })
}

/// The same slides for PowerPoint.
///
/// # Errors
/// What the file cannot hold.
pub(crate) fn powerpoint(
    examined: &Examined,
    curriculum: Handle<Curriculum>,
    units: &[usize],
) -> std::io::Result<Vec<u8>> {
    let Examined { handbook, coverage, sources, .. } = examined;
    let pages = view::view(handbook, coverage, &sources.files, true);
    pptx::slides(&pages, curriculum.beside(&pages.curricula), units)
}

/// A PDF that is no part of the site.
fn alone(
    examined: &Examined,
    set: impl FnOnce(&Pages<'_>, &Assets, Date, &mut Files) -> Result<Vec<u8>, Vec<Diagnostic>>,
) -> Result<Vec<u8>, (Findings, Files)> {
    let handbook = &examined.handbook;
    let pages = view::view(handbook, &examined.coverage, &examined.sources.files, true);
    let mut files = examined.sources.files.clone();
    set(&pages, &examined.assets(), handbook.as_of, &mut files).map_err(|errors| {
        let mut findings = Findings::default();
        findings.extend(errors);
        (findings.sorted(&files), files)
    })
}
