//! The PDFs that `clausebook fill --attach` appends.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::{CommandError, count, tell};
use crate::pdf::{AttachError, Attachment, append};

/// A longer file is divided, or scanned with fewer points to the inch.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The PDFs that are named; `None` when something is wrong with one, which is reported.
pub(super) fn attachments(files: &[PathBuf]) -> Result<Option<Vec<Attachment>>, CommandError> {
    let mut read = Vec::new();
    let mut wrong = 0;
    for file in files {
        match attachment(file)? {
            Ok(attachment) => read.push(attachment),
            Err(problem) => {
                wrong += 1;
                tell(&format!("{} {problem}.", file.display()));
            }
        }
    }
    if wrong == 0 {
        return Ok(Some(read));
    }
    tell(&format!("Nothing was written: fix {} first.", count(wrong, "attachment", "attachments")));
    Ok(None)
}

fn attachment(path: &Path) -> Result<Result<Attachment, AttachError>, CommandError> {
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| CommandError::UnreadableInput { file: path.to_owned(), error })?;
    if bytes.len() as u64 > LARGEST {
        return Ok(Err(AttachError::TooLarge));
    }
    Ok(Attachment::read(&bytes))
}

/// The form with its attachments, and what that means said.
pub(super) fn with_attachments(form: Vec<u8>, attachments: Vec<Attachment>) -> Result<Vec<u8>, AttachError> {
    if attachments.is_empty() {
        return Ok(form);
    }
    let pages = attachments.iter().map(Attachment::pages).sum();
    let whole = append(&form, attachments)?;
    tell(&format!(
        "{} appended as they are. They have no tags for screen readers, so the file no longer says that it is PDF/UA or PDF/A.",
        count(pages, "page was", "pages were")
    ));
    Ok(whole)
}
