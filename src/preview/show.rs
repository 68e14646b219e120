//! What the preview shows: the last good site, and what is wrong since.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::Serialize;

use super::Fault;
use crate::diagnostic::{Findings, Report};
use crate::memo::Key;
use crate::output::Outputs;
use crate::pipeline::Preview;
use crate::source::Files;
use crate::words::{FixedWords, Language};

/// What the preview shows at one moment.
pub(crate) struct Show {
    /// Grows with each rebuild.
    pub(crate) number: u64,
    site: Option<Arc<ShownSite>>,
    /// What the last build that ended found.
    report: Arc<Report>,
    /// Why the last build did not end.
    fault: Option<Fault>,
    /// The language of the preview's own words.
    pub(super) language: Language,
    pub(super) words: Arc<FixedWords>,
}

/// The last site that could be made.
struct ShownSite {
    preview: Preview,
    /// Stands for the styles and scripts of all pages.
    looks: Key,
    pdfs: Mutex<HashMap<String, Arc<[u8]>>>,
    search: OnceLock<Option<Outputs>>,
}

/// What the server sends to an open page.
#[derive(Serialize)]
pub(crate) struct News<'a> {
    number: u64,
    /// Changes when the page does; `None` when there is no such page any more.
    page: Option<String>,
    /// Whether the page is older than the sources: they have errors, or the last build failed.
    old: bool,
    /// What this program said when the last build failed by its own fault.
    fault: Option<&'a str>,
    report: &'a Report,
}

pub(crate) enum NoPdf {
    NotThere,
    Refused(Findings, Files),
}

impl ShownSite {
    /// `None` when there are errors.
    fn new(preview: Preview) -> Option<Self> {
        let outputs = preview.outputs.as_ref()?;
        let assets: Vec<_> = outputs.iter().filter(|(path, _)| path.starts_with("assets/")).collect();
        let looks = Key::of(&assets);
        Some(Self { preview, looks, pdfs: Mutex::default(), search: OnceLock::new() })
    }
}

impl Show {
    /// Shows what came of a build. Where it has errors, or did not end, the site of `before` stays.
    #[must_use]
    pub(crate) fn new(made: Result<Preview, Fault>, before: Option<&Self>) -> Self {
        let number = before.map_or(1, |before| before.number + 1);
        let last_good = before.and_then(|before| before.site.clone());
        match made {
            Ok(preview) => {
                // What is wrong is shown, not what the handbook file sets.
                let report = Report::new(preview.findings(), preview.files(), Vec::new());
                let (language, words) = preview.words();
                let (language, words) = (language.clone(), words.clone());
                let site = ShownSite::new(preview).map(Arc::new).or(last_good);
                Self { number, site, report: Arc::new(report), fault: None, language, words }
            }
            Err(fault) => {
                let nothing = || Arc::new(Report::new(&Findings::default(), &Files::default(), Vec::new()));
                let report = before.map_or_else(nothing, |before| before.report.clone());
                let english = || (Language::english(), Arc::new(FixedWords::english()));
                let (language, words) =
                    before.map_or_else(english, |before| (before.language.clone(), before.words.clone()));
                Self { number, site: last_good, report, fault: Some(fault), language, words }
            }
        }
    }

    /// The site; `None` when none could be made yet.
    #[must_use]
    pub(crate) fn outputs(&self) -> Option<&Outputs> {
        self.site.as_ref()?.preview.outputs.as_ref()
    }

    /// What the search box reads at `path`, made now unless it has been.
    #[must_use]
    pub(crate) fn search(&self, path: &str) -> Option<&[u8]> {
        let site = self.site.as_ref()?;
        site.search.get_or_init(|| site.preview.search()).as_ref()?.get(path)
    }

    /// What the server sends to a page at `path` of the site.
    #[must_use]
    pub(crate) fn news(&self, path: &str) -> News<'_> {
        let fault = self.fault.as_ref().map(|fault| fault.message.as_str());
        let old = self.report.has_errors() || fault.is_some();
        News { number: self.number, page: self.stamp(path), old, fault, report: &self.report }
    }

    /// Changes when the page at `path`, or how all pages look, does.
    #[must_use]
    pub(crate) fn stamp(&self, path: &str) -> Option<String> {
        let site = self.site.as_ref()?;
        let page = site.preview.outputs.as_ref()?.get(path)?;
        Some(Key::of(&(path, page, site.looks)).to_string())
    }

    /// The PDF at `path`, set now unless it has been.
    ///
    /// # Errors
    /// When the site has no such PDF, or Typst refuses it.
    pub(crate) fn pdf(&self, path: &str) -> Result<Arc<[u8]>, NoPdf> {
        let site = self.site.as_ref().ok_or(NoPdf::NotThere)?;
        let known = |pdfs: &Mutex<HashMap<String, Arc<[u8]>>>| {
            pdfs.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
        };
        if let Some(pdf) = known(&site.pdfs) {
            return Ok(pdf);
        }
        match site.preview.pdf(path) {
            None => Err(NoPdf::NotThere),
            Some(Err((findings, files))) => Err(NoPdf::Refused(findings, files)),
            Some(Ok(bytes)) => {
                let bytes: Arc<[u8]> = bytes.into();
                let mut pdfs = site.pdfs.lock().unwrap_or_else(PoisonError::into_inner);
                pdfs.insert(path.to_owned(), bytes.clone());
                Ok(bytes)
            }
        }
    }
}
