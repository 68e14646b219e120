//! Word files: a policy that is brought in from one, and a policy that is written as one.

mod read;
mod write;

pub(crate) use read::{DocxError, FactKind, Imported, read, read_split};
pub(crate) use write::{write_curriculum, write_form, write_handbook, write_redline};
pub use write::{PictureFiles, write};
