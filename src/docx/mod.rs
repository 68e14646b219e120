//! Word files: a policy that is brought in from one, and a policy that is written as one.

mod read;
mod write;

pub(crate) use read::{DocxError, FactKind, Imported, read, read_split};
pub use write::write;
pub(crate) use write::write_redline;
