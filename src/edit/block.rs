//! Replacing one block of a document.

use super::EditError;
use super::splice::Splices;
use crate::source::{Span, split_byte_order_mark};

/// The text of a file with `new` in the place of the block at `block`, and every other byte as it was. `text` is the file as it is on
/// disk; the span may be of any block or inline that was read from it.
///
/// # Errors
/// When the span is not in the text.
pub fn replace_block(text: &str, block: Span, new: &str) -> Result<String, EditError> {
    // Spans don't count the byte-order mark.
    let (mark, text) = split_byte_order_mark(text);
    let range = block.range();
    if text.get(range.clone()).is_none() {
        return Err(EditError::OutsideText);
    }
    let mut splices = Splices::default();
    splices.replace(range, new);
    Ok(format!("{mark}{}", splices.apply(text)))
}
