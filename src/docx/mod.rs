//! Word files: a policy that is brought in from one, and a policy that is written as one.

mod read;
mod write;

pub(crate) use read::{DocxError, Imported, read};
pub use write::write;
pub(crate) use write::write_redline;
