//! The files of a handbook as they were read, and places in them.

use std::collections::HashMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::memo::Key;

/// One file of a handbook, named by its path from the handbook's folder, with `/` between folders.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path from the handbook's folder, such as `content/policies/intake/2026-11-23.md`.
    pub path: String,
    /// The whole text, without a byte-order mark.
    pub text: String,
    /// Stands for the path and the text.
    pub(crate) key: Key,
    /// Where each line starts: there may be ten thousand findings in a file.
    lines: Vec<usize>,
}

/// The byte-order mark of a file, if it has one, and the text after it.
#[must_use]
pub(crate) fn split_byte_order_mark(text: &str) -> (&str, &str) {
    let after = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.split_at(text.len() - after.len())
}

impl SourceFile {
    #[must_use]
    pub(crate) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(after_breaks).collect();
        Self { key: Key::of(&(&path, &text)), path, text, lines }
    }
}

/// Names one file of [`Files`]: its path, in 64 bits. So it names the same file in every build
/// (`docs/decisions/file-ids-are-paths.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u64);

impl FileId {
    /// The name of the file at `path`.
    #[must_use]
    pub(crate) fn of(path: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        path.hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// A range of bytes in one file: where a finding points, or where a citation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    /// First byte.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
}

impl Span {
    /// The span of `range` (bytes) in `file`.
    #[must_use]
    pub(crate) fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end.max(range.start)) }
    }

    /// The top of `file`, for findings about a file as a whole.
    #[must_use]
    pub(crate) fn top(file: FileId) -> Self {
        Self::new(file, 0..0)
    }

    /// The bytes as a range.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value with the place where its author wrote it. It reads and compares like the value alone: `header.title.is_empty()`.
#[derive(Debug, Clone)]
pub struct Placed<T> {
    value: T,
    pub(crate) span: Span,
}

impl<T> Placed<T> {
    /// A value that is written at `span`.
    #[must_use]
    pub(crate) fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// What `make` makes of the value, at the same place.
    #[must_use]
    pub(crate) fn map<U>(self, make: impl FnOnce(T) -> U) -> Placed<U> {
        Placed::new(make(self.value), self.span)
    }

    #[must_use]
    pub(crate) fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Placed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Placed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Placed<T> {}

impl<T: fmt::Display> fmt::Display for Placed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

#[must_use]
pub(crate) fn texts(list: &[Placed<String>]) -> Vec<&str> {
    list.iter().map(|text| text.as_str()).collect()
}

/// A place as a person finds it in an editor: both numbers start at 1, the column counts characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Path from the handbook's folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

#[derive(Debug, Clone, Default)]
pub struct Files {
    files: HashMap<FileId, Arc<SourceFile>>,
}

impl Files {
    /// Keeps a file and returns its name for spans. If `text` is empty, a text that was kept for this path before stays: a file
    /// without text is one whose text nobody needs.
    pub(crate) fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        self.keep(Arc::new(SourceFile::new(path, text)))
    }

    /// The same for a file that an earlier build has read.
    pub(crate) fn keep(&mut self, file: Arc<SourceFile>) -> FileId {
        let id = FileId::of(&file.path);
        if file.text.is_empty() {
            self.files.entry(id).or_insert(file);
        } else {
            self.files.insert(id, file);
        }
        id
    }

    /// The file that `id` names.
    ///
    /// # Panics
    /// Never for an id that this `Files` gave out.
    #[must_use]
    pub fn get(&self, id: FileId) -> &Arc<SourceFile> {
        &self.files[&id]
    }

    /// The file of this path, if it was read.
    #[must_use]
    pub(crate) fn find(&self, path: &str) -> Option<FileId> {
        let id = FileId::of(path);
        self.files.contains_key(&id).then_some(id)
    }

    /// Where a span starts, as a person counts.
    #[must_use]
    pub fn location(&self, span: Span) -> Location {
        let file = self.get(span.file);
        let at = file.text.floor_char_boundary(span.start as usize);
        let line = file.lines.partition_point(|start| *start <= at);
        Location {
            file: file.path.clone(),
            line,
            column: file.text[file.lines[line - 1]..at].chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let mut files = Files::default();
        let id = files.add("a.md", "één\nÁrea x");
        let at = "één\nÁrea ".len();
        let location = files.location(Span::new(id, at..at + 1));
        assert_eq!((location.line, location.column), (2, 6));
    }

    #[test]
    fn a_span_past_the_end_points_at_the_end() {
        let mut files = Files::default();
        let id = files.add("a.md", "x");
        assert_eq!(files.location(Span::new(id, 90..95)).column, 2);
    }
}
