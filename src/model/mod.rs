//! What a handbook is: specifications and clauses, policies and forms in their versions, evidence.
//!
//! Plain data in the field's words. It knows nothing of files on disk, of TOML, of HTML or of PDF.

mod anchor;
pub(crate) mod clause_names;
pub(crate) mod command;
pub(crate) mod curriculum;
mod date;
mod documents;
mod element;
mod fact_source;
pub(crate) mod fingerprint;
pub mod form;
pub(crate) mod guide;
mod handbook;
mod handle;
mod kind;
pub(crate) mod lead_home;
mod made;
mod mapping;
pub(crate) mod outline_step;
pub(crate) mod passages;
pub(crate) mod pattern;
mod period;
pub(crate) mod phrases;
mod policy;
pub(crate) mod question;
pub(crate) mod read_blocks;
mod record;
pub(crate) mod revision;
mod rule;
mod specification;
pub(crate) mod staff_role;
pub(crate) mod stated_figures;
pub mod text;
pub(crate) mod track;
mod translation;
pub(crate) mod version;
mod viewpoint;

pub(crate) use anchor::{Anchor, AnchorSet, NumberedHeading, lasting};
pub(crate) use curriculum::{Curriculum, CurriculumVersion, TrainingSheet, TrainingSheets};
pub(crate) use date::months_after;
pub use date::{Date, long_date};
pub(crate) use documents::{DocumentVersions, Documents, EndedDocuments};
pub(crate) use element::{CitedPart, ClauseElement, ElementId, name_of, split_name};
pub(crate) use fact_source::FactSource;
pub use form::Form;
pub(crate) use form::FormVersion;
pub(crate) use guide::{Glossary, GuidePage};
pub use handbook::Handbook;
pub(crate) use handbook::{
    ACCENT, ADDRESS, AnswersShown, CommonText, Confirmation, Contact, Evidence, HANDBOOK_FILE, HandbookValue,
    LOGOS, LedgerCounts, ORGANIZATION, OpenFact, Paper, REPORT_TO, RemovedEvidence, SessionForms, Standing,
    TELEPHONE, ValueKind, Waiver,
};
pub use handle::Handle;
pub(crate) use kind::{DocumentId, DocumentKind};
pub(crate) use mapping::{Mapping, MappingKind, SameAs};
pub(crate) use period::{Dating, HoldingPeriod};
pub(crate) use policy::{Card, Policy, PolicyVersion};
pub(crate) use record::{KeptRecord, RecordState};
pub(crate) use revision::{
    CitedRevisions, Cites, ClauseOrigin, MeaningChange, Revision, RevisionMark, Revisions,
};
pub(crate) use rule::{Level, RuleSetting};
pub(crate) use specification::{
    Authority, Change, Clause, ClauseKey, Event, Figure, FigureValue, Meaning, MinorCorrection, Reference,
    RemovedClause, Specification, Was, each_clause,
};
pub use specification::{ClauseKind, EvidenceKind, FigureKind};
pub(crate) use staff_role::StaffRole;
pub(crate) use track::Track;
pub(crate) use translation::{
    AboutTranslation, HandbookTranslations, LanguageNotice, OriginalText, TranslatedVersion,
    TranslatorConfirmation,
};
pub(crate) use version::{
    Approval, DocumentEnd, EndedDocument, Header, OtherVersion, Version, VersionStatus, Versioned,
};
pub use viewpoint::{Audience, Viewpoint};
