//! The PDFs: one a policy, and the whole handbook. Tagged, PDF/UA-1 and PDF/A-2a at once, the same bytes on every run.

mod body;
mod code;
mod documents;
mod stream_ends;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::output::Outputs;
use crate::source::{Files, Span};
use crate::view::{Pages, address};
use code::{Code, Places};
use world::Shared;

const LOOKS: &str = "templates/pdf/";

/// A document to be set.
struct Job {
    /// Its path in the site.
    path: String,
    /// The code.
    code: Code,
    /// The date it bears.
    date: Date,
    /// Where its author looks when nothing tells the line.
    blame: Option<Span>,
}

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
    let mut shared = Shared::default();
    let mut looks = BTreeMap::new();
    for (name, bytes) in assets.below(LOOKS) {
        if name.ends_with(".typ") {
            let text = String::from_utf8_lossy(bytes);
            looks.insert(name.to_owned(), files.add(format!("{LOOKS}{name}"), text));
        }
        shared.add(name, bytes.to_vec());
    }
    for path in pages.images {
        if let Some(bytes) = images.get(path) {
            shared.add(path, bytes.clone());
        }
    }
    let shared = Arc::new(shared);
    let mut jobs: Vec<Job> = pages
        .policies
        .iter()
        .map(|policy| Job {
            path: policy.row.pdf.clone(),
            code: documents::policy(pages, policy),
            date: policy.version.effective.unwrap_or(as_of),
            blame: Some(policy.version.span),
        })
        .collect();
    // The longest first, so that the other core is not left waiting for it.
    jobs.insert(
        0,
        Job {
            path: address::HANDBOOK_PDF.to_owned(),
            code: documents::handbook(pages),
            date: as_of,
            blame: None,
        },
    );
    let set: Vec<(String, Result<_, _>)> = jobs
        .into_par_iter()
        .map(|job| {
            let path = job.path.clone();
            let pdf = set(job, &shared);
            done(&path);
            (path, pdf)
        })
        .collect();
    let mut outputs = Outputs::default();
    let mut findings = Vec::new();
    let mut placeless = Vec::new();
    for (path, pdf) in set {
        match pdf {
            Ok(bytes) => outputs.insert(path, bytes),
            Err(refusals) => {
                for refusal in refusals {
                    let look = refusal
                        .look
                        .as_ref()
                        .and_then(|(name, range)| Some(Span::new(*looks.get(name)?, range.clone())));
                    match refusal.place.or(look) {
                        Some(span) => findings.push(explain(&refusal, span)),
                        None => placeless.push(refusal),
                    }
                }
            }
        }
    }
    // What only the whole handbook meets, and nothing tells where.
    if findings.is_empty()
        && let Some(refusal) = placeless.first()
    {
        let file = looks.values().next().copied().unwrap_or_else(|| files.add(LOOKS, ""));
        findings.push(explain(refusal, Span::top(file)));
    }
    if findings.is_empty() { Ok(outputs) } else { Err(findings) }
}

/// What Typst refuses.
struct Refusal {
    message: String,
    hints: Vec<String>,
    /// The author's line.
    place: Option<Span>,
    /// Where in a file of the looks.
    look: Option<(String, std::ops::Range<usize>)>,
}

fn set(job: Job, shared: &Arc<Shared>) -> Result<Vec<u8>, Vec<Refusal>> {
    let (code, places) = job.code.finish();
    let document = world::Document::new(code, shared.clone(), job.date);
    let compiled = typst::compile::<PagedDocument>(&document);
    // What Typst warns of would be missing from the page, or look broken.
    let made = match compiled.output {
        Ok(_) if !compiled.warnings.is_empty() => Err(compiled.warnings),
        output => output.and_then(|paged| typst_pdf::pdf(&paged, &options(&job.path, job.date))),
    };
    made.map(stream_ends::unmistakable)
        .map_err(|errors| errors.iter().map(|error| refusal(error, &document, &places, job.blame)).collect())
}

fn options(path: &str, date: Date) -> PdfOptions {
    let midnight = Datetime::from_ymd_hms(
        i32::from(date.year()),
        u8::try_from(date.month()).unwrap_or(1),
        u8::try_from(date.day()).unwrap_or(1),
        0,
        0,
        0,
    );
    PdfOptions {
        ident: Smart::Custom(format!("clausebook:{path}")),
        creator: Smart::Custom(Some("Clausebook".to_owned())),
        timestamp: midnight.map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]).unwrap_or_default(),
        ..PdfOptions::default()
    }
}

fn refusal(
    error: &SourceDiagnostic,
    document: &world::Document,
    places: &Places,
    blame: Option<Span>,
) -> Refusal {
    let mut place = None;
    let mut look = None;
    let spans = std::iter::once(error.span).chain(error.trace.iter().map(|point| point.span.into()));
    for span in spans {
        let (Some(id), Some(range)) = (span.id(), document.range(span)) else {
            continue;
        };
        let name = id.get().vpath().get_without_slash();
        if id == document.main_id() {
            place = place.or_else(|| places.find(&range));
        } else if look.is_none() && name.ends_with(".typ") {
            look = Some((name.to_owned(), range));
        }
    }
    if look.is_none() {
        place = place.or(blame);
    }
    Refusal {
        message: error.message.to_string(),
        hints: error.hints.iter().map(|hint| hint.v.to_string()).collect(),
        place,
        look,
    }
}

fn explain(refusal: &Refusal, span: Span) -> Diagnostic {
    let finding = Diagnostic::error("pdf", span, format!("this cannot be printed: {}", refusal.message));
    if refusal.hints.is_empty() {
        finding.hint("change what stands here; if it looks right, the print template may be at fault: templates/pdf/look.typ")
    } else {
        refusal.hints.iter().fold(finding, Diagnostic::hint)
    }
}
