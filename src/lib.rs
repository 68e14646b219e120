//! Clausebook compiles a program's written policies, forms and curricula into a handbook: a site that opens from a folder, and
//! PDFs; each passage, field and unit traced to the clauses of a payer's or regulator's specification.
//!
//! [`pipeline::build`] runs the stages one after the other; ARCHITECTURE.md in the repository says what each may know.

pub mod assets;
pub mod check;
pub mod cli;
pub mod coverage;
pub mod diagnostic;
pub mod docx;
pub mod edit;
mod fence;
mod figures;
pub(crate) mod files;
pub mod fill;
pub mod html;
pub(crate) mod impact;
mod lms;
pub mod load;
pub(crate) mod markdown;
pub mod memo;
pub(crate) mod merge;
pub mod model;
pub(crate) mod names;
pub(crate) mod oscal;
pub(crate) mod outline;
pub mod output;
pub mod pdf;
pub(crate) mod pdf_cache;
pub(crate) mod people;
pub mod picture;
pub mod pipeline;
pub(crate) mod pptx;
pub mod preview;
pub(crate) mod redline;
pub mod resolve;
pub mod search;
pub mod source;
mod spreadsheet;
pub mod view;
pub mod words;
pub mod world;
pub(crate) mod write;
pub(crate) mod writing_systems;
pub(crate) mod xml_text;
