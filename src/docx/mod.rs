//! Word files: a policy that is brought in from one, and a policy that is written as one.

/// The property of a Word file that says which version of which document it was exported from.
pub(crate) const IDENTITY: &str = "Clausebook";
/// The paragraph after each block of a text that is written to be compared.
pub(crate) const BLOCK_END: &str = "endofblock7f3a";

mod read;
mod write;

pub(crate) use read::{
    CitationMark, DocxError, FactKind, Imported, ReturnBase, Returned, identity, read, read_returned,
    read_split,
};
pub use write::{PictureFiles, write};
pub(crate) use write::{write_curriculum, write_form, write_handbook, write_in_blocks, write_redline};
