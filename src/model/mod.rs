//! What a handbook is: specifications and clauses, policies and forms in their versions, evidence.
//!
//! Plain data in the field's words. It knows nothing of files on disk, of TOML, of HTML or of PDF.

mod anchor;
pub mod curriculum;
mod date;
pub mod document;
mod documents;
pub mod form;
pub mod guide;
mod handbook;
mod handle;
mod kind;
mod made;
pub(crate) mod passages;
pub mod phrases;
mod policy;
mod rule;
mod specification;
pub mod track;
pub mod version;

pub use anchor::{Anchor, AnchorSet, NumberedHeading, lasting};
pub use curriculum::{Curriculum, CurriculumVersion};
pub use date::{Date, long_date, months_after};
pub use document::Document;
pub(crate) use documents::{DocumentVersions, Documents, documents_linked};
pub use form::{Form, FormVersion};
pub use guide::{Glossary, GuidePage};
pub use handbook::{
    Contact, Evidence, HANDBOOK_FILE, Handbook, ORGANIZATION, Paper, REPORT_TO, Standing, Value, Waiver,
};
pub use handle::Handle;
pub use kind::{DocumentId, DocumentKind};
pub use policy::{Card, Policy, PolicyVersion};
pub use rule::{Level, RuleSetting};
pub(crate) use specification::FigureValue;
pub use specification::{
    Authority, Change, Clause, ClauseKey, ClauseKind, Event, EvidenceKind, Figure, FigureKind, Reference,
    Specification, each_clause,
};
pub use track::Track;
pub(crate) use version::Version;
pub use version::{Approval, Header, Versioned};
