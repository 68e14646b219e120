//! The PDFs: one a policy, the whole handbook, and the forms. Tagged, PDF/UA-1 and PDF/A-2a at once, the same bytes on every run.

mod body;
mod code;
mod documents;
mod form;
mod guide;
mod press;
mod stream_ends;
mod world;

pub use form::appearance::Misfit;
pub use form::fields::Trouble;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::model::form::{Answers, Extent, Sheet};
use crate::output::Outputs;
use crate::source::Files;
use crate::view::form::FormPage;
use crate::view::{Pages, address};
use form::Edition;
use press::{Failure, FormJob, Job, Press};

/// Sets every PDF. `images` are the pictures of the handbook by path; `done` is called after each PDF.
///
/// # Errors
/// What Typst refuses, at the author's line where it can be told.
pub fn render(
    pages: &Pages<'_>,
    assets: &Assets,
    images: &BTreeMap<String, Vec<u8>>,
    as_of: Date,
    files: &mut Files,
    done: &(dyn Fn(&str) + Sync),
) -> Result<Outputs, Vec<Diagnostic>> {
    let press = Press::new(assets, images, pages.images, files);
    let jobs = jobs(pages, as_of);
    let set: Vec<(String, _, Result<_, _>)> = jobs
        .into_par_iter()
        .map(|job| {
            let (path, blame) = (job.path.clone(), job.blame);
            let pdf = press.set(job);
            done(&path);
            (path, blame, pdf)
        })
        .collect();
    let mut outputs = Outputs::default();
    let mut findings = Vec::new();
    for (path, blame, pdf) in set {
        match pdf {
            Ok(bytes) => outputs.insert(path, bytes),
            Err(failure) => findings.extend(press.explain(&failure, blame, files)),
        }
    }
    if findings.is_empty() { Ok(outputs) } else { Err(findings) }
}

/// How many PDFs [`render`] sets.
#[must_use]
pub fn count(pages: &Pages<'_>) -> usize {
    let continued = pages.forms.iter().filter(|page| page.list.continuation.is_some()).count();
    1 + pages.policies.len() + 2 * pages.forms.len() + continued + 4 * pages.curricula.len()
}

fn jobs<'a>(pages: &'a Pages<'a>, as_of: Date) -> Vec<Job<'a>> {
    // The longest first, so that the other core is not left waiting for it.
    let mut jobs = vec![Job {
        path: address::HANDBOOK_PDF.to_owned(),
        code: documents::handbook(pages),
        date: as_of,
        blame: None,
        form: None,
    }];
    jobs.extend(pages.policies.iter().map(|policy| Job {
        path: policy.row.pdf.clone(),
        code: documents::policy(pages, policy),
        date: policy.version.header.effective.unwrap_or(as_of),
        blame: Some(policy.version.header.span),
        form: None,
    }));
    for page in &pages.forms {
        let list = &page.list;
        let sheet = || Sheet::new(page.version, &Extent::default());
        let blank = |path: &str, sheet, edition, note| {
            form_job(pages, page, path, (sheet, Answers::new()), edition, note, as_of)
        };
        jobs.push(blank(&list.row.pdf, sheet(), Edition::Standard, ""));
        jobs.push(blank(&list.large_print, sheet(), Edition::LargePrint, ""));
        if let (Some(path), Some(sheet)) = (&list.continuation, Sheet::continuation(page.version)) {
            jobs.push(blank(path, sheet, Edition::Standard, "continuation sheet"));
        }
    }
    for page in &pages.curricula {
        let date = page.version.header.effective.unwrap_or(as_of);
        let blame = Some(page.version.header.span);
        for (path, trainer) in [(&page.row.pdf, false), (&page.trainer_pdf, true)] {
            let code = documents::curriculum(pages, page, trainer);
            jobs.push(Job { path: path.clone(), code, date, blame, form: None });
        }
        for (path, version) in
            [(&page.attendance_pdf, &page.attendance), (&page.certificate_pdf, &page.certificate)]
        {
            let sheet = Sheet::new(version, &Extent::default());
            let code = form::code(&pages.shell, &page.row, version, &sheet, Edition::Standard, "");
            let form = FormJob { sheet, answers: Answers::new(), size: Edition::Standard.typed() };
            jobs.push(Job { path: path.clone(), code, date, blame, form: Some(form) });
        }
    }
    jobs
}

fn form_job<'a>(
    pages: &Pages<'_>,
    page: &FormPage<'a>,
    path: &str,
    (sheet, answers): (Sheet<'a>, Answers),
    edition: Edition,
    note: &str,
    as_of: Date,
) -> Job<'a> {
    Job {
        path: path.to_owned(),
        code: form::code(&pages.shell, &page.list.row, page.version, &sheet, edition, note),
        date: page.version.header.effective.unwrap_or(as_of),
        blame: Some(page.version.header.span),
        form: Some(FormJob { sheet, answers, size: edition.typed() }),
    }
}

/// Why a form could not be filled in.
#[derive(Debug)]
pub enum Unfilled {
    /// The form itself is not in order.
    Findings(Vec<Diagnostic>),
    /// The data are not.
    Troubles(Vec<Trouble>),
}

/// Sets one form with `answers` filled into `sheet`, which is laid out for them.
///
/// # Errors
/// What Typst refuses, or which values do not fit.
pub fn fill<'a>(
    pages: &Pages<'_>,
    page: &FormPage<'a>,
    sheet: Sheet<'a>,
    answers: Answers,
    assets: &Assets,
    as_of: Date,
    files: &mut Files,
) -> Result<Vec<u8>, Unfilled> {
    let press = Press::new(assets, &BTreeMap::new(), &[], files);
    let job = form_job(pages, page, &page.list.row.pdf, (sheet, answers), Edition::Standard, "", as_of);
    let blame = job.blame;
    press.set(job).map_err(|failure| match failure {
        Failure::Fields(troubles) if troubles.iter().all(|t| matches!(t, Trouble::Misfit(..))) => {
            Unfilled::Troubles(troubles)
        }
        failure => Unfilled::Findings(press.explain(&failure, blame, files)),
    })
}
