//! The fifth stage: plain data for the site and the PDFs, in the words that readers see.

pub(crate) mod address;
pub(crate) mod adoption;
pub(crate) mod binder;
mod calendar;
pub(crate) mod curriculum;
pub(crate) mod deck;
pub(crate) mod direction;
pub(crate) mod director;
pub(crate) mod document;
pub(crate) mod drawing;
pub(crate) mod due;
pub mod form;
pub(crate) mod guide;
pub(crate) mod impact;
pub(crate) mod ledger;
pub(crate) mod packet;
pub(crate) mod place;
pub(crate) mod policy;
pub(crate) mod promises;
mod recent;
pub(crate) mod redline;
pub(crate) mod related;
pub(crate) mod report;
pub(crate) mod reviews;
pub(crate) mod session;
pub(crate) mod specification;
pub(crate) mod trainer;
pub(crate) mod training_record;
pub(crate) mod translation;
pub(crate) mod undated;
pub(crate) mod versions;
pub(crate) mod words;

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::coverage::Coverage;
use crate::model::{ADDRESS, EndedDocuments, Evidence, Handbook, Handle, ORGANIZATION, REPORT_TO, TELEPHONE};
use crate::source::Files;
use crate::words::{FixedWords, Language};
use adoption::AdoptionView;
use curriculum::{CurriculumPage, TopicView};
use director::Director;
use document::DocumentRow;
use form::{FormPage, TaskView};
use guide::{ContactView, Guide};
use impact::ImpactPage;
use policy::PolicyPage;
use recent::RecentChange;
use redline::RedlinePage;
use related::Related;
use report::{ClauseFilter, CoverageReport};
use reviews::ReviewList;
use specification::{SpecificationPage, SpecificationRow};
use trainer::Trainer;
use translation::{NoticeView, TranslatedPages};
use undated::UndatedPage;
use versions::{EndedPage, MovedPage, VersionList};
use words::TotalsView;

/// The program's logo.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LogoView {
    /// From the handbook's folder: `site/logo.svg`.
    #[serde(skip)]
    pub(crate) path: String,
    /// From the site's root.
    url: String,
}

impl LogoView {
    fn new(path: &str) -> Self {
        Self { path: path.to_owned(), url: address::site_file(path) }
    }
}

#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "templates ask for each of them alone")]
pub struct Shell {
    pub(crate) title: String,
    pub(crate) organization: String,
    /// Where the organization is; empty where the handbook does not say.
    pub(crate) address: String,
    /// Its telephone number; empty where the handbook does not say.
    pub(crate) telephone: String,
    /// The language of its fixed words.
    pub(crate) language: Language,
    /// Its fixed words, which templates have as `words`.
    #[serde(skip)]
    pub(crate) words: Arc<FixedWords>,
    pub(crate) accent: String,
    pub(crate) logo: Option<LogoView>,
    /// The day for which the handbook is built.
    pub(crate) as_of: String,
    /// Whether that is today.
    pub(crate) is_today: bool,
    pub(crate) tracks: Vec<String>,
    /// The paper that the PDFs are set for.
    pub(crate) paper: &'static str,
    /// Whether each page of a form has a QR code of form, version and page.
    pub(crate) page_codes: bool,
    /// Whether the pages of forms take signatures that are drawn or typed there.
    pub(crate) drawn_signatures: bool,
    /// Whether there are PDFs to link to.
    pub(crate) pdf: bool,
    /// The list of all versions, from the site's root; `None` where every document has one version.
    pub(crate) versions: Option<&'static str>,
    /// The notice of language assistance in each language.
    pub(crate) language_notices: Vec<NoticeView>,
    /// Where mistakes are reported; empty where the program does not say.
    pub(crate) report_to: String,
}

/// Everything that pages are made of.
#[derive(Debug, Serialize)]
pub struct Pages<'a> {
    pub shell: Shell,
    pub(crate) contacts: Vec<ContactView>,
    /// What changed last, for the start page.
    #[serde(skip)]
    pub(crate) recent: Vec<RecentChange>,
    #[serde(skip)]
    pub guide: Guide<'a>,
    /// The policies, by number.
    ///
    /// The key of each page stands for its version, and for those that it links to as belonging to it. Whatever else it shows of the
    /// handbook (clauses with their status, the day, names of service lines) is in what every page may show: `shell`, `specifications`.
    pub policies: Vec<PolicyPage<'a>>,
    /// How far the policies are adopted.
    #[serde(skip)]
    pub(crate) adoption: AdoptionView,
    /// The forms, by number.
    pub forms: Vec<FormPage<'a>>,
    /// The list of forms, by task.
    pub(crate) tasks: Vec<TaskView>,
    /// The curricula, by number.
    pub curricula: Vec<CurriculumPage<'a>>,
    /// What is shown of them in other languages.
    #[serde(skip)]
    pub(crate) translations: Vec<TranslatedPages<'a>>,
    /// The other versions that have pages.
    #[serde(skip)]
    pub others: OtherPages<'a>,
    /// What is as of today; `None` where all of it is.
    #[serde(skip)]
    pub(crate) undated: Option<UndatedPage>,
    /// What changed with versions to come, and with the current ones.
    #[serde(skip)]
    pub(crate) redlines: Vec<RedlinePage<'a>>,
    /// Every clause that takes training, with the units that teach it.
    pub(crate) topics: Vec<TopicView>,
    /// The specifications, by id.
    pub(crate) specifications: Vec<SpecificationPage>,
    /// What revisions to come touch.
    pub(crate) impacts: Vec<ImpactPage>,
    #[serde(skip)]
    pub(crate) director: Director,
    #[serde(skip)]
    pub(crate) trainer: Trainer,
    pub(crate) totals: TotalsView,
    /// Coverage as JSON and CSV have it.
    #[serde(skip)]
    pub(crate) report: CoverageReport,
    /// When each document is due for review.
    #[serde(skip)]
    pub(crate) reviews: ReviewList,
    /// Paths of the pictures to publish.
    #[serde(skip)]
    pub(crate) images: &'a [String],
}

/// The pages of the versions besides the current ones.
#[derive(Debug)]
pub struct OtherPages<'a> {
    pub(crate) policies: Vec<PolicyPage<'a>>,
    pub(crate) forms: Vec<FormPage<'a>>,
    pub(crate) curricula: Vec<CurriculumPage<'a>>,
    /// The documents with more than one version, and those that have ended.
    pub(crate) lists: Vec<VersionList>,
    /// What is at the addresses of documents that have ended.
    pub(crate) ended: Vec<EndedPage>,
    /// What is at addresses that documents had before.
    pub(crate) moved: Vec<MovedPage>,
}

impl<'a> OtherPages<'a> {
    fn new(handbook: &'a Handbook) -> Self {
        let policies = handbook.policies.par_iter().flat_map_iter(|policy| {
            policy.others.iter().map(|other| policy::page_of_other(policy, other, handbook))
        });
        let forms = handbook
            .forms
            .iter()
            .flat_map(|form| form.others.iter().map(|other| form::page_of_other(form, other, handbook)));
        let curricula = handbook.curricula.iter().flat_map(|curriculum| {
            curriculum.others.iter().map(|other| curriculum::page_of_other(curriculum, other, handbook))
        });
        let EndedDocuments { policies: ended_policies, forms: ended_forms, curricula: ended_curricula } =
            &handbook.ended;
        let mut pages = Self {
            policies: policies.collect(),
            forms: forms.collect(),
            curricula: curricula.collect(),
            lists: versions::lists(handbook),
            ended: versions::ended(handbook),
            moved: versions::moved(handbook),
        };
        for one in ended_policies {
            pages
                .policies
                .extend(one.pages().map(|other| policy::page_of_other(&one.document, other, handbook)));
        }
        for one in ended_forms {
            pages.forms.extend(one.pages().map(|other| form::page_of_other(&one.document, other, handbook)));
        }
        for one in ended_curricula {
            let page = |other| curriculum::page_of_other(&one.document, other, handbook);
            pages.curricula.extend(one.pages().map(page));
        }
        pages
    }
}

impl<'a> Pages<'a> {
    /// A form in another language, and what its pages say.
    #[must_use]
    pub(crate) fn form_in(&self, form: &str, language: &Language) -> Option<(&Shell, &FormPage<'a>)> {
        let translated = self.translations.iter().find(|one| one.shell.language == *language)?;
        Some((&translated.shell, translated.forms.iter().find(|page| page.list.row.id == form)?))
    }
}

impl Pages<'_> {
    #[must_use]
    pub(crate) fn policy_rows(&self) -> Vec<&DocumentRow> {
        self.policies.iter().map(|page| &page.row).collect()
    }

    #[must_use]
    pub(crate) fn specification_rows(&self) -> Vec<&SpecificationRow> {
        self.specifications.iter().map(|page| &page.row).collect()
    }
}

/// Everything that pages are made of; `pdf` says whether PDFs are made too.
#[must_use]
pub fn view<'a>(handbook: &'a Handbook, coverage: &Coverage, files: &Files, pdf: bool) -> Pages<'a> {
    let related = Related::new(handbook, coverage);
    let topics = curriculum::topics(handbook, coverage);
    let impacts = impact::pages(handbook, files);
    let mut specifications: Vec<SpecificationPage> = Handle::each(&handbook.specifications)
        .filter(|(handle, _)| coverage.applies(*handle))
        .map(|(handle, _)| specification::page(handle, handbook, coverage, &impacts))
        .collect();
    specification::shorten(&mut specifications);
    let shell = Shell {
        title: handbook.title.to_string(),
        organization: handbook.value(ORGANIZATION).to_owned(),
        address: handbook.value(ADDRESS).to_owned(),
        telephone: handbook.value(TELEPHONE).to_owned(),
        language: handbook.language.clone(),
        words: handbook.words.clone(),
        accent: handbook.accent.clone(),
        logo: handbook.logo.as_ref().map(|path| LogoView::new(path)),
        as_of: handbook.words.dates.day(handbook.as_of),
        is_today: handbook.is_today,
        versions: has_others(handbook).then_some(address::VERSIONS),
        tracks: handbook.tracks.iter().map(|(_, name)| name.to_string()).collect(),
        paper: handbook.paper.word(),
        page_codes: handbook.page_codes,
        drawn_signatures: handbook.drawn_signatures,
        pdf,
        language_notices: translation::language_notices(handbook),
        report_to: handbook.value(REPORT_TO).to_owned(),
    };
    Pages {
        translations: translation::pages(handbook, &shell),
        shell,
        contacts: guide::contacts(handbook),
        recent: recent::changes(handbook),
        guide: guide::guide(handbook, coverage),
        policies: handbook
            .policies
            .par_iter()
            .map(|one| policy::page(one, handbook, coverage, &related))
            .collect(),
        adoption: adoption::adoption(handbook),
        forms: handbook.forms.iter().map(|one| form::page(one, handbook, coverage, &related)).collect(),
        tasks: form::tasks(handbook),
        curricula: handbook
            .curricula
            .iter()
            .map(|one| curriculum::page(one, handbook, coverage, &related))
            .collect(),
        others: OtherPages::new(handbook),
        undated: undated::page(handbook),
        redlines: redline::pages(handbook),
        impacts,
        director: director::director(handbook, &specifications),
        trainer: trainer::trainer(handbook, &topics, &related),
        topics,
        specifications,
        totals: words::totals(&coverage.totals(None), &handbook.words),
        report: report::report(handbook, coverage, &ClauseFilter::default()),
        reviews: reviews::reviews(handbook),
        images: &handbook.images,
    }
}

/// Whether any document has a page of a version besides the current one.
fn has_others(handbook: &Handbook) -> bool {
    !handbook.ended.is_empty() || handbook.documents().versioned().any(|document| !document.others.is_empty())
}

/// The address of evidence, from the site's root.
fn evidence_url(evidence: &Evidence) -> String {
    address::place(&evidence.document, Some(&evidence.anchor))
}
