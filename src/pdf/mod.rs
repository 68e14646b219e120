//! The PDFs: one a policy, the whole handbook, and the forms. Tagged, PDF/UA-1 and PDF/A-2a at once, the same bytes on every run.

mod attach;
mod binder;
mod body;
mod book;
mod documents;
mod form;
mod form_jobs;
mod guide;
mod impact;
mod languages;
mod ledger;
mod long_document;
mod packet;
mod paper_places;
mod picture;
mod press;
mod questions;
mod queue;
mod redline;
mod session;
mod slides;
mod stream_ends;
mod typst_source;
mod typst_value;
mod world;

pub(crate) use attach::{AttachError, Attachment, append};
pub(crate) use form::appearance::Misfit;
pub(crate) use form::error::PdfFormError;
pub use form::saved::saved;
pub(crate) use form::saved::{SavedForm, UnreadablePdf};
pub(crate) use picture::pictures;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::memo::{Key, Keyed};
use crate::model::form::{Answers, Extent, Sheet};
use crate::model::{FormVersion, Header};
use crate::output::Outputs;
use crate::pdf_cache::{CachedPdf, PdfCache};
use crate::source::Files;
use crate::view::binder::BinderView;
use crate::view::curriculum::CurriculumPage;
use crate::view::document::{DocumentRow, Fact};
use crate::view::form::FormPage;
use crate::view::guide::GuideView;
use crate::view::impact::ImpactPage;
use crate::view::ledger::LedgerView;
use crate::view::packet::PacketView;
use crate::view::policy::PolicyPage;
use crate::view::redline::RedlinePage;
use crate::view::session::SessionView;
use crate::view::translation::TranslatedPages;
use crate::view::{Pages, Shell, address};
use documents::CurriculumEdition;
use form::Edition;
use form_jobs::{form_job, side_by_side_job, training_job};
use press::{Failure, Job, Press};
use typst_source::TypstSource;

/// Sets every PDF that `cache` doesn't have. `images` are the pictures of the handbook by path; `done` is called after each PDF.
///
/// As many are set at once as rayon has threads, which is what `--jobs` says; but not on these threads (see `pdf::queue`).
///
/// # Errors
/// What Typst refuses, at the author's line if that is known.
pub(crate) fn render(
    pages: &Pages<'_>,
    assets: &Assets,
    images: &BTreeMap<String, Keyed<[u8]>>,
    as_of: Date,
    files: &mut Files,
    cache: &PdfCache<'_>,
    done: &(dyn Fn(&str) + Sync),
) -> Result<Rendered, Vec<Diagnostic>> {
    let presses = Presses::new(pages, assets, images, files);
    let set = |(path, printed): (_, Printed<'_>)| {
        let is_handbook = matches!(printed, Printed::Handbook);
        let past = printed.past();
        let press = presses.of(printed.shell(pages));
        let job = job(pages, path, printed, as_of);
        let blame = job.blame;
        let prepared = press.prepare(job);
        let made_from = press.key(&prepared);
        let set = if is_handbook { Press::set_alone } else { Press::set };
        let pdf = cache.get(path, made_from).map_or_else(|| set(press, prepared), Ok);
        let pdf = pdf.or_else(|failure| set_in_place(press, pages, path, past, failure));
        done(path);
        (path, made_from, blame, pdf)
    };
    let mut waiting = printed(pages);
    let others = waiting.split_off(1);
    // The whole handbook is set by itself: while it is, dozens of others would be done, and with each of them Typst would forget a part
    // of what it needs again. It comes first: after the others there is less memory in one piece.
    let handbook = queue::each(waiting, 1, set);
    let others = queue::each(others, rayon::current_num_threads(), set);
    let mut rendered = Rendered::default();
    let mut findings = Vec::new();
    for (path, made_from, blame, pdf) in handbook.into_iter().chain(others) {
        match pdf {
            Ok(pdf) => rendered.insert(path, made_from, pdf),
            Err(failure) => findings.extend(presses.own.explain(&failure, blame, files)),
        }
    }
    if findings.is_empty() { Ok(rendered) } else { Err(findings) }
}

/// A press for each language of the handbook, since what the program says is different in each.
struct Presses<'a> {
    own: Press,
    others: Vec<(&'a Shell, Press)>,
}

impl<'a> Presses<'a> {
    fn new(
        pages: &'a Pages<'_>,
        assets: &Assets,
        images: &BTreeMap<String, Keyed<[u8]>>,
        files: &mut Files,
    ) -> Self {
        let mut press = |shell| Press::new(assets, shell, images, pages.images, files);
        let own = press(&pages.shell);
        Self { own, others: pages.translations.iter().map(|one| (&one.shell, press(&one.shell))).collect() }
    }

    fn of(&self, shell: &Shell) -> &Press {
        let other = self.others.iter().find(|(other, _)| other.language == shell.language);
        other.map_or(&self.own, |(_, press)| press)
    }
}

/// What is known of a version of the past when it can't be set.
pub(crate) struct PastVersion<'a> {
    pub(crate) row: &'a DocumentRow,
    pub(crate) facts: &'a [Fact],
    pub(crate) effective: Option<Date>,
}

/// Sets a sheet in the place of a version of the past that can't be set. Nobody changes the past, so it must not stop a build.
fn set_in_place(
    press: &Press,
    pages: &Pages<'_>,
    path: &str,
    past: Option<PastVersion<'_>>,
    failure: Failure,
) -> Result<Vec<u8>, Failure> {
    let Some((past, date)) = past.and_then(|past| past.effective.map(|date| (past, date))) else {
        return Err(failure);
    };
    let source = documents::not_printable(pages, &past);
    press.set(press.prepare(Job { path: path.to_owned(), source, date, blame: None, form: None }))
}

/// PDFs, and what each was made from.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    pub(crate) outputs: Outputs,
    /// What the next build has to know of them.
    pub(crate) known: BTreeMap<String, CachedPdf>,
}

impl Rendered {
    fn insert(&mut self, path: &str, made_from: Key, pdf: Vec<u8>) {
        self.known.insert(path.to_owned(), CachedPdf { made_from, bytes: Key::of(&pdf) });
        self.outputs.insert(path, pdf);
    }
}

/// Sets the PDF at `path` of the site, as [`render`] does; `None` when the site has none there.
///
/// # Errors
/// What Typst refuses, at the author's line if that is known.
pub(crate) fn one(
    pages: &Pages<'_>,
    path: &str,
    assets: &Assets,
    images: &BTreeMap<String, Keyed<[u8]>>,
    as_of: Date,
    files: &mut Files,
) -> Option<Result<Vec<u8>, Vec<Diagnostic>>> {
    let (path, printed) = printed(pages).into_iter().find(|(own, _)| *own == path)?;
    let press = Press::new(assets, printed.shell(pages), images, pages.images, files);
    let past = printed.past();
    let job = job(pages, path, printed, as_of);
    let blame = job.blame;
    let set = |(job, past)| {
        press.set(press.prepare(job)).or_else(|failure| set_in_place(&press, pages, path, past, failure))
    };
    Some(queue::one((job, past), set).map_err(|failure| press.explain(&failure, blame, files)))
}

/// How many PDFs [`render`] sets.
#[must_use]
pub(crate) fn count(pages: &Pages<'_>) -> usize {
    printed(pages).len()
}

/// What a PDF is made of.
enum Printed<'a> {
    Handbook,
    Policy(&'a Shell, &'a PolicyPage<'a>),
    Form(&'a Shell, &'a FormPage<'a>, Edition),
    Continuation(&'a Shell, &'a FormPage<'a>, Sheet<'a>),
    /// A form with its translation beside it.
    SideBySide {
        shell: &'a Shell,
        page: &'a FormPage<'a>,
        translation: (&'a Shell, &'a FormPage<'a>),
    },
    /// A page of the guide in another language.
    Guide(&'a Shell, &'a GuideView<'a>),
    Curriculum {
        page: &'a CurriculumPage<'a>,
        edition: CurriculumEdition,
    },
    /// Form B of its knowledge checks.
    FormB(&'a CurriculumPage<'a>),
    /// A sheet that belongs to a curriculum.
    Training(&'a CurriculumPage<'a>, &'a FormVersion),
    Redline(&'a RedlinePage<'a>),
    Impact(&'a ImpactPage),
}

impl<'a> Printed<'a> {
    /// The version of the past that it is, if it is one.
    fn past(&self) -> Option<PastVersion<'a>> {
        let (versions, row, facts, header) = match self {
            Self::Handbook | Self::Impact(_) | Self::Guide(..) => return None,
            Self::Redline(page) => {
                return page.is_of_past.then_some(PastVersion {
                    row: &page.row,
                    facts: &[],
                    effective: page.effective,
                });
            }
            Self::Policy(_, page) => (&page.versions, &page.row, &page.facts, &page.version.header),
            Self::Form(_, page, _) | Self::Continuation(_, page, _) | Self::SideBySide { page, .. } => {
                (&page.versions, &page.list.row, &page.facts, &page.version.header)
            }
            Self::Curriculum { page, edition: _ } | Self::FormB(page) | Self::Training(page, _) => {
                (&page.versions, &page.row, &page.facts, &page.version.header)
            }
        };
        versions.status.is_past().then(|| PastVersion { row, facts, effective: header.effective })
    }

    /// Whose language it is in.
    fn shell(&self, pages: &'a Pages<'_>) -> &'a Shell {
        match self {
            Self::Policy(shell, _)
            | Self::Form(shell, ..)
            | Self::Continuation(shell, ..)
            | Self::SideBySide { shell, .. }
            | Self::Guide(shell, _) => shell,
            Self::Handbook
            | Self::Curriculum { .. }
            | Self::FormB(_)
            | Self::Training(..)
            | Self::Redline(_)
            | Self::Impact(_) => &pages.shell,
        }
    }
}

/// Every PDF, by its path in the site.
fn printed<'a>(pages: &'a Pages<'a>) -> Vec<(&'a str, Printed<'a>)> {
    // The longest is the first.
    let mut all = vec![(address::HANDBOOK_PDF, Printed::Handbook)];
    let others = &pages.others;
    let shell = &pages.shell;
    let policies = pages.policies.iter().chain(&others.policies);
    all.extend(policies.map(|page| (page.row.pdf.as_str(), Printed::Policy(shell, page))));
    let forms = pages.forms.iter().chain(&others.forms);
    forms.for_each(|page| printed_form(shell, page, &mut all));
    for TranslatedPages { shell: theirs, policies, forms, guide } in &pages.translations {
        for translation in forms {
            let original = pages.forms.iter().find(|page| page.list.row.id == translation.list.row.id);
            let beside = translation.languages.side_by_side.first();
            all.extend(original.zip(beside).map(|(page, link)| {
                (link.url.as_str(), Printed::SideBySide { shell, page, translation: (theirs, translation) })
            }));
        }
        let shell = theirs;
        all.extend(policies.iter().map(|page| (page.row.pdf.as_str(), Printed::Policy(shell, page))));
        for page in forms {
            printed_form(shell, page, &mut all);
        }
        all.extend(guide.iter().filter_map(|page| Some((page.pdf.as_deref()?, Printed::Guide(shell, page)))));
    }
    for page in pages.curricula.iter().chain(&others.curricula) {
        all.push((&page.row.pdf, Printed::Curriculum { page, edition: CurriculumEdition::Learner }));
        let trainer = || Printed::Curriculum { page, edition: CurriculumEdition::Trainer };
        all.extend(page.trainer_pdf.as_deref().map(|path| (path, trainer())));
        all.extend(page.check_b_pdf.as_deref().map(|path| (path, Printed::FormB(page))));
        if page.attendance_form.is_none() {
            all.push((&page.attendance_pdf, Printed::Training(page, &page.version.sheets.attendance)));
        }
        all.push((&page.certificate_pdf, Printed::Training(page, &page.version.sheets.certificate)));
    }
    all.extend(pages.redlines.iter().map(|page| (page.pdf.as_str(), Printed::Redline(page))));
    all.extend(pages.impacts.iter().map(|page| (page.pdf.as_str(), Printed::Impact(page))));
    all
}

/// The PDFs of a form.
fn printed_form<'a>(shell: &'a Shell, page: &'a FormPage<'a>, all: &mut Vec<(&'a str, Printed<'a>)>) {
    let list = &page.list;
    all.push((&list.row.pdf, Printed::Form(shell, page, Edition::Standard)));
    all.push((&list.large_print, Printed::Form(shell, page, Edition::LargePrint)));
    if let (Some(path), Some(sheet)) = (&list.continuation, Sheet::continuation(page.version, &shell.words)) {
        all.push((path, Printed::Continuation(shell, page, sheet)));
    }
}

fn job<'a>(pages: &Pages<'_>, path: &str, printed: Printed<'a>, as_of: Date) -> Job<'a> {
    let plain = |source: TypstSource, header: Option<&Header>| Job {
        path: path.to_owned(),
        source,
        date: header.and_then(|header| header.effective).unwrap_or(as_of),
        blame: header.map(|header| header.span),
        form: None,
    };
    let blank = |sheet: Sheet<'a>| {
        let defaults = sheet.default_answers();
        (sheet, defaults)
    };
    match printed {
        Printed::Handbook => plain(book::book(pages), None),
        Printed::Impact(page) => plain(impact::impact(pages, page), None),
        Printed::Redline(page) => Job {
            date: page.effective.unwrap_or(as_of),
            blame: Some(page.span),
            ..plain(redline::redline(pages, page), None)
        },
        Printed::Policy(shell, page) => plain(documents::policy(shell, page), Some(&page.version.header)),
        Printed::Guide(shell, page) => {
            Job { blame: Some(page.page.span), ..plain(documents::guide_page(shell, page), None) }
        }
        Printed::Form(shell, page, edition) => {
            let sheet = Sheet::new(page.version, &shell.words, &Extent::default());
            let title = &page.version.header.title;
            form_job(shell, page, path, blank(sheet), edition, title, as_of)
        }
        Printed::Continuation(shell, page, sheet) => {
            let title = &page.version.header.title;
            let title = shell.words.sheet.continuation.fill(&[("title", &**title)]);
            form_job(shell, page, path, blank(sheet), Edition::Standard, &title, as_of)
        }
        Printed::SideBySide { shell, page, translation } => {
            side_by_side_job((shell, page), translation, path, as_of)
        }
        Printed::Curriculum { page, edition } => {
            plain(documents::curriculum(pages, page, edition), Some(&page.version.header))
        }
        Printed::FormB(page) => plain(questions::form_b(pages, page), Some(&page.version.header)),
        Printed::Training(page, version) => {
            let sheet = Sheet::new(version, &pages.shell.words, &Extent::default());
            training_job(&pages.shell, (page, version), path, blank(sheet), as_of)
        }
    }
}

/// Sets a packet for a board.
///
/// # Errors
/// What Typst refuses.
pub(crate) fn packet(
    pages: &Pages<'_>,
    view: &PacketView,
    assets: &Assets,
    as_of: Date,
    files: &mut Files,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    alone(packet::packet(pages, view), "packet.pdf", pages, assets, as_of, files)
}

/// Sets the binder for a surveyor. `images` are the pictures of the handbook by path.
///
/// # Errors
/// What Typst refuses.
pub(crate) fn binder(
    pages: &Pages<'_>,
    view: &BinderView,
    assets: &Assets,
    images: &BTreeMap<String, Keyed<[u8]>>,
    as_of: Date,
    files: &mut Files,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let press = Press::new(assets, &pages.shell, images, pages.images, files);
    let source = binder::binder(pages, view);
    let job = Job { path: "binder.pdf".to_owned(), source, date: as_of, blame: None, form: None };
    queue::one(job, |job| press.set_alone(press.prepare(job)))
        .map_err(|failure| press.explain(&failure, None, files))
}

/// Sets sheets of acknowledgements.
///
/// # Errors
/// What Typst refuses.
pub(crate) fn ledger(
    pages: &Pages<'_>,
    view: &LedgerView,
    assets: &Assets,
    as_of: Date,
    files: &mut Files,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    alone(ledger::ledger(pages, view), "acknowledgements.pdf", pages, assets, as_of, files)
}

/// Sets the packet for a session of training. `images` are the pictures of the handbook by path.
///
/// # Errors
/// What Typst refuses.
pub(crate) fn session(
    pages: &Pages<'_>,
    view: &SessionView,
    assets: &Assets,
    images: &BTreeMap<String, Keyed<[u8]>>,
    as_of: Date,
    files: &mut Files,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    with_pictures(session::session(pages, view), "session.pdf", pages, assets, images, as_of, files)
}

/// Sets the slides of units of a curriculum.
///
/// # Errors
/// What Typst refuses.
pub(crate) fn slides(
    pages: &Pages<'_>,
    (page, units): (&CurriculumPage<'_>, &[usize]),
    assets: &Assets,
    images: &BTreeMap<String, Keyed<[u8]>>,
    as_of: Date,
    files: &mut Files,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    with_pictures(slides::slides(pages, page, units), "slides.pdf", pages, assets, images, as_of, files)
}

/// Sets what is no part of the site, with the pictures of the handbook.
fn with_pictures(
    source: TypstSource,
    path: &str,
    pages: &Pages<'_>,
    assets: &Assets,
    images: &BTreeMap<String, Keyed<[u8]>>,
    as_of: Date,
    files: &mut Files,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let press = Press::new(assets, &pages.shell, images, pages.images, files);
    let job = Job { path: path.to_owned(), source, date: as_of, blame: None, form: None };
    queue::one(job, |job| press.set(press.prepare(job)))
        .map_err(|failure| press.explain(&failure, None, files))
}

/// Sets what is no part of the site, and has no pictures.
fn alone(
    source: TypstSource,
    path: &str,
    pages: &Pages<'_>,
    assets: &Assets,
    as_of: Date,
    files: &mut Files,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let press = Press::new(assets, &pages.shell, &BTreeMap::new(), &[], files);
    let job = Job { path: path.to_owned(), source, date: as_of, blame: None, form: None };
    queue::one(job, |job| press.set(press.prepare(job)))
        .map_err(|failure| press.explain(&failure, None, files))
}

/// Why a form could not be filled in.
#[derive(Debug)]
pub enum Unfilled {
    /// The form itself has errors.
    Findings(Vec<Diagnostic>),
    /// The data does not fit the form.
    Troubles(Vec<PdfFormError>),
}

/// What is filled in: a form, or a sheet of a curriculum.
#[derive(Clone, Copy)]
pub enum BlankForm<'a> {
    Form(&'a FormPage<'a>),
    Sheet(&'a CurriculumPage<'a>, &'a FormVersion),
}

impl<'a> BlankForm<'a> {
    pub(crate) fn certificate(page: &'a CurriculumPage<'a>) -> Self {
        Self::Sheet(page, &page.version.sheets.certificate)
    }

    pub(crate) fn version(self) -> &'a FormVersion {
        match self {
            Self::Form(page) => page.version,
            Self::Sheet(_, version) => version,
        }
    }

    fn job(self, shell: &Shell, filled: (Sheet<'a>, Answers), as_of: Date) -> Job<'a> {
        match self {
            Self::Form(page) => {
                let title = &page.version.header.title;
                form_job(shell, page, &page.list.row.pdf, filled, Edition::Standard, title, as_of)
            }
            Self::Sheet(page, version) => {
                training_job(shell, (page, version), &page.certificate_pdf, filled, as_of)
            }
        }
    }
}

/// Sets a form once for each of `filled`: a sheet, and the answers that it is laid out for.
///
/// # Errors
/// What Typst refuses, or which values do not fit, for each by itself.
pub fn fill<'a>(
    shell: &Shell,
    blank: BlankForm<'a>,
    filled: Vec<(Sheet<'a>, Answers)>,
    assets: &Assets,
    as_of: Date,
    files: &mut Files,
) -> Vec<Result<Vec<u8>, Unfilled>> {
    let press = Press::new(assets, shell, &BTreeMap::new(), &[], files);
    let blame = Some(blank.version().header.span);
    let jobs: Vec<_> =
        filled.into_iter().map(|filled| press.prepare(blank.job(shell, filled, as_of))).collect();
    let set = queue::each(jobs, rayon::current_num_threads(), |job| press.set(job));
    let explained = set.into_iter().map(|set| {
        set.map_err(|failure| match failure {
            Failure::Fields(troubles) if troubles.iter().all(|t| matches!(t, PdfFormError::Misfit(..))) => {
                Unfilled::Troubles(troubles)
            }
            failure => Unfilled::Findings(press.explain(&failure, blame, files)),
        })
    });
    explained.collect()
}
