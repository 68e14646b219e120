//! A whole handbook, with every reference resolved.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Date;
use super::anchor::Anchor;
use super::curriculum::{Curriculum, TrainingSheets};
use super::documents::{Documents, EndedDocuments};
use super::element::{CitedPart, ElementId};
use super::fact_source::FactSource;
use super::form::{Form, FormVersion};
use super::guide::{Glossary, GuidePage};
use super::kind::{DocumentId, DocumentKind};
use super::mapping::Mapping;
use super::period::Dating;
use super::policy::Policy;
use super::record::KeptRecord;
use super::revision::{ClauseOrigin, Revisions};
use super::rule::RuleSetting;
use super::specification::{Clause, ClauseKey, EvidenceKind, Specification, each_clause};
use super::staff_role::StaffRole;
use super::track::{NotOffered, Track};
use super::translation::{HandbookTranslations, LanguageNotice};
use super::version::{Header, Version, Versioned};
use crate::memo::Keyed;
use crate::source::{FileId, Placed, Span};
use crate::words::{FixedWords, Language};

/// The particular that says what the organization is called.
pub(crate) const ORGANIZATION: &str = "organization.name";
/// The particular that says where the organization is.
pub(crate) const ADDRESS: &str = "organization.address";
/// The particular with the telephone number of the organization.
pub(crate) const TELEPHONE: &str = "organization.telephone";
/// The particular that says where mistakes in the handbook are reported.
pub(crate) const REPORT_TO: &str = "organization.report_to";

/// Where a handbook may have its logo. The first one that it has is used.
pub(crate) const LOGOS: [&str; 2] = ["site/logo.svg", "site/logo.png"];

/// The accent of a handbook that names none, which the built-in icon is drawn in.
pub(crate) const ACCENT: &str = "#0b5563";

/// The name of the handbook file, unless another is asked for.
pub(crate) const HANDBOOK_FILE: &str = "handbook.toml";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paper {
    /// 8.5 by 11 inches.
    UsLetter,
    /// 210 by 297 mm.
    A4,
}

impl Paper {
    /// The word that files and print templates use.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::UsLetter => "us-letter",
            Self::A4 => "a4",
        }
    }
}

/// A clause that the program says does not apply to it, and why.
#[derive(Debug, Clone)]
pub(crate) struct Waiver {
    /// A clause, or one of its elements.
    pub(crate) part: CitedPart,
    pub(crate) reason: Placed<String>,
    pub(crate) dating: Dating,
    /// The last day on which the clause is waived, if no other waiver of it follows.
    pub(crate) until: Option<Date>,
    pub(crate) span: Span,
}

/// A particular of the program, such as `organization.telephone`.
#[derive(Debug, Clone)]
pub struct HandbookValue {
    /// What replaces its name in texts; empty when not set.
    pub(crate) text: String,
    pub(crate) kind: ValueKind,
    pub(crate) dating: Dating,
    /// What somebody must do before the program relies on it, where its author left that open.
    pub(crate) to_confirm: Option<Placed<String>>,
    /// Where it comes from, if it is a fact from outside the program.
    pub(crate) source: Option<FactSource>,
    pub(crate) span: Span,
}

/// What a particular is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ValueKind {
    /// A part of what a text says, such as a period.
    Wording,
    /// Whom to call, or where: it changes without anybody approving it.
    Contact,
}

/// Why a particular is still the program's to confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpenFact<'a> {
    /// It is made up.
    Sample,
    /// What its author says is to be done first.
    ToConfirm(&'a str),
}

impl HandbookValue {
    /// Why somebody in the program must still confirm it; `None` when that is done.
    #[must_use]
    pub(crate) fn open_fact(&self) -> Option<OpenFact<'_>> {
        if self.is_sample() {
            return Some(OpenFact::Sample);
        }
        self.to_confirm.as_ref().map(|reason| OpenFact::ToConfirm(reason))
    }

    /// Whether an approval of a text with the particular `name` says what it was.
    #[must_use]
    pub(crate) fn is_recorded(&self, name: &str) -> bool {
        self.kind == ValueKind::Wording && !name.starts_with("organization.")
    }

    /// Whether it says of itself that it is made up: it has the word "sample" in it.
    #[must_use]
    pub(crate) fn is_sample(&self) -> bool {
        self.text.split(|c: char| !c.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case("sample"))
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Contact {
    pub(crate) what: Placed<String>,
    /// Number or hours, and where the particular is set.
    pub(crate) value: Placed<String>,
}

/// Which answers to questions of knowledge checks its readers see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum AnswersShown {
    All,
    /// Those of questions that are for practice only. There is no trainer's edition.
    OfPractice,
}

/// The forms that belong to every training session, by id; `None` where the handbook file names none.
#[derive(Debug, Clone, Default)]
pub(crate) struct SessionForms {
    pub(crate) attendance: Option<Placed<String>>,
    pub(crate) evaluation: Option<Placed<String>>,
}

/// How many acknowledgements are done, open and lapsed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct LedgerCounts {
    pub(crate) done: usize,
    pub(crate) open: usize,
    pub(crate) lapsed: usize,
    /// Of those that are open or lapsed.
    pub(crate) late: usize,
}

/// How far evidence may be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Approved, and its date has come.
    pub(crate) in_force: bool,
    /// When somebody last read its version against the specification; `None` when nobody has.
    pub(crate) read: Option<Date>,
}

/// Whether somebody read a passage against what a clause means now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Confirmation {
    /// Somebody did.
    Confirmed,
    /// Nobody read it against any revision.
    NeverRead,
    /// The clause changed since, or nobody knows what it was read against.
    Unconfirmed,
}

/// A passage, field or unit that cites a clause.
#[derive(Debug, Clone)]
pub struct Evidence {
    pub(crate) kind: EvidenceKind,
    pub(crate) clause: ClauseKey,
    /// The part of the clause that it meets; `None` for the clause as a whole.
    pub(crate) element: Option<ElementId>,
    pub document: DocumentId,
    /// Title of the policy, form or curriculum.
    pub(crate) document_title: String,
    pub(crate) anchor: Anchor,
    /// Title of the section, field or unit.
    pub(crate) title: String,
    /// How far it may be relied on.
    pub(crate) standing: Standing,
    /// Whether somebody read it against what the clause means now.
    pub(crate) confirmation: Confirmation,
    /// The words of the passage, which must state the clause's figures.
    pub(crate) passage: Arc<str>,
    /// Where it cites.
    pub(crate) span: Span,
}

/// What met a clause that nothing of its kind meets now.
#[derive(Debug, Clone)]
pub(crate) struct RemovedEvidence {
    pub(crate) evidence: Evidence,
    /// When its document ended; `None` where a later version left it out.
    pub(crate) ended: Option<Date>,
}

/// What a handbook has from the one that it extends.
#[derive(Debug, Clone)]
pub(crate) struct CommonText {
    /// Whose it is: the organization of that handbook.
    pub(crate) name: String,
    pub(crate) files: BTreeSet<FileId>,
}

#[derive(Debug)]
pub struct Handbook {
    /// The name of its handbook file.
    pub(crate) file: String,
    pub(crate) title: Placed<String>,
    /// The language of its fixed words, and of its text where nothing else is known of it.
    pub(crate) language: Language,
    /// Whatever it says that no author wrote, in its language.
    pub words: Arc<FixedWords>,
    /// The one accent color, as `#rrggbb`.
    pub(crate) accent: String,
    /// The path of its logo, if it has one.
    pub(crate) logo: Option<Placed<String>>,
    /// The paper that the PDFs are set for.
    pub(crate) paper: Paper,
    /// Whether each page of a form has a QR code of form, version and page.
    pub(crate) page_codes: bool,
    /// Whether the pages of forms take signatures that are drawn or typed there.
    pub(crate) drawn_signatures: bool,
    /// The day that the handbook speaks of.
    pub as_of: Date,
    /// Whether that is the day of the calendar.
    pub(crate) is_today: bool,
    /// The service lines offered, with their names, in the program's order.
    pub(crate) tracks: Vec<(Track, Placed<String>)>,
    pub(crate) not_offered: NotOffered,
    /// Those of them that have no dates.
    pub(crate) undated_tracks: BTreeSet<Track>,
    /// Particulars by their full names.
    pub values: BTreeMap<String, HandbookValue>,
    /// Whom to call, in the order of the start page.
    pub(crate) contacts: Vec<Contact>,
    pub(crate) waivers: Vec<Waiver>,
    /// Papers of somebody else's that meet clauses, in force or not.
    pub(crate) records: Vec<KeptRecord>,
    /// Clauses of different specifications that ask the same, or nearly so.
    pub(crate) mappings: Vec<Mapping>,
    /// What comes from the handbook that it extends; `None` where it extends none.
    pub(crate) common: Option<CommonText>,
    /// The folder with the people and their acknowledgements, from the handbook's; `None` where it isn't said.
    pub(crate) people_folder: Option<Placed<String>>,
    /// What each role has to read; where there are none, everybody reads every policy.
    pub(crate) staff_roles: Vec<StaffRole>,
    pub(crate) session_forms: SessionForms,
    pub(crate) answers: AnswersShown,
    /// What pages say of the acknowledgements; `None` where none are kept, or no pages are made.
    pub(crate) acknowledged: Option<LedgerCounts>,
    /// Rules of `check` that are set to another level.
    pub(crate) rules: Vec<RuleSetting>,
    /// The specifications, by id.
    pub specifications: Vec<Specification>,
    /// Every revision of each specification, in the same order.
    pub(crate) revisions: Vec<Revisions>,
    /// The policies, by number.
    pub policies: Vec<Policy>,
    /// The forms, by number.
    pub forms: Vec<Form>,
    /// The curricula, by number.
    pub curricula: Vec<Curriculum>,
    /// The documents that have ended.
    pub(crate) ended: EndedDocuments,
    /// Ids that documents had before, with their present ones, where no other document has the old id.
    pub(crate) renamed: BTreeMap<DocumentId, DocumentId>,
    /// The sheets of every curriculum as their files have them, with nothing filled in.
    pub(crate) sheets: TrainingSheets<FormVersion>,
    /// When somebody reaches for a form, in the order of the list of forms.
    pub(crate) form_tasks: Vec<Placed<String>>,
    /// The guide, by order.
    pub guide: Vec<Keyed<GuidePage>>,
    pub(crate) glossary: Keyed<Glossary>,
    /// What is shown of them in other languages.
    pub(crate) translations: HandbookTranslations,
    /// The notice of language assistance in each language; empty where it isn't switched on.
    pub(crate) language_notices: Vec<LanguageNotice>,
    /// Everything that cites a clause.
    pub evidence: Vec<Evidence>,
    /// The same of versions that are not shown yet: it earns nothing, and is looked at.
    pub(crate) evidence_to_come: Vec<Evidence>,
    /// What met clauses in earlier versions that nothing of its kind meets now.
    pub(crate) evidence_removed: Vec<RemovedEvidence>,
    /// Each document shown, with those that its links lead to.
    pub(crate) linked: Vec<(DocumentId, Arc<BTreeSet<DocumentId>>)>,
    /// Paths of the pictures that the text shows.
    pub(crate) images: Vec<String>,
}

impl Handbook {
    /// The clause that a key names.
    #[must_use]
    pub fn clause(&self, key: ClauseKey) -> &Clause {
        key.clause.of(&self.specification(key).clauses)
    }

    /// The specification of a key's clause.
    #[must_use]
    pub fn specification(&self, key: ClauseKey) -> &Specification {
        key.specification.of(&self.specifications)
    }

    /// How a citation names a clause: `payer/items/1`.
    #[must_use]
    pub(crate) fn name(&self, key: ClauseKey) -> String {
        format!("{}/{}", self.specification(key).id, self.clause(key).id)
    }

    /// What a clause was in the revision before.
    pub(crate) fn origin(&self, key: ClauseKey) -> &ClauseOrigin {
        key.specification.beside(&self.revisions).current().origin(key.clause)
    }

    /// A particular of the program; empty when not set.
    #[must_use]
    pub(crate) fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", |value| &value.text)
    }

    pub(crate) fn documents(&self) -> Documents<'_> {
        let Self { policies, forms, curricula, guide, glossary, .. } = self;
        Documents { policies, forms, curricula, guide, glossary }
    }

    /// What a document with versions is called, whether it is shown or has ended.
    #[must_use]
    pub(crate) fn title_of(&self, document: &DocumentId) -> Option<&str> {
        let all = self.documents().versioned().chain(self.ended.versioned());
        all.into_iter().find(|one| one.id == *document).map(|one| one.current.header().title.as_str())
    }

    /// The kind of each document shown that has versions, with its head.
    pub(crate) fn shown(&self) -> impl Iterator<Item = (DocumentKind, &Header)> {
        self.documents().versioned().map(|document| (document.id.kind, document.current.header()))
    }

    /// Leaves out the documents of which there is only a draft: readers don't see them.
    pub(crate) fn hide_drafts(&mut self) {
        fn keep<V: Version>(document: &Versioned<V>) -> bool {
            document.current.header().effective.is_some()
        }
        let Self { policies, forms, curricula, .. } = self;
        policies.retain(keep);
        forms.retain(keep);
        curricula.retain(keep);
    }

    /// The service lines offered.
    #[must_use]
    pub(crate) fn offered(&self) -> Vec<Track> {
        self.tracks.iter().map(|(track, _)| track.clone()).collect()
    }

    /// Every clause with its key, in the order of the documents.
    pub fn clauses(&self) -> impl Iterator<Item = (ClauseKey, &Clause)> {
        each_clause(&self.specifications)
    }
}
