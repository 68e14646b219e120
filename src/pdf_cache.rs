//! PDFs that an earlier build has set and that would come out the same.
//!
//! They are where people have them already: in the site that this build replaces. A file of the site says what each of them was
//! made from, and which bytes came out:
//!
//! ```text
//! clausebook 0.1.0 5f0d9a1c77e2b340
//! 0c5d…e1 77aa…02 forms/contacts.pdf
//! ```
//!
//! The first line is the program, and then there is a line for each PDF: the key of everything that it depends on, the key of its
//! bytes, its path. So the cache is as large as one site, goes with it, and can be deleted at any time. A file that isn't as this one
//! says is not an error: then its PDFs are set again, as they are when their bytes changed. A form that `fill` fills in is never in it.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::memo::Key;

/// The path of the file in the site.
pub(crate) const INDEX: &str = ".clausebook-pdfs";

/// Changes with the program: its version, and the fingerprint of its sources (`build.rs`).
const PROGRAM: &str = concat!("clausebook ", env!("CARGO_PKG_VERSION"), " ", env!("CLAUSEBOOK_FINGERPRINT"));

/// Reads a file of the earlier site; `None` where there is none.
type ReadEarlier<'a> = &'a (dyn Fn(&str) -> Option<Vec<u8>> + Sync);

/// The PDFs of the earlier site.
pub(crate) struct PdfCache<'a> {
    entries: BTreeMap<String, CachedPdf>,
    read: ReadEarlier<'a>,
}

/// What is known of a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CachedPdf {
    /// Everything that it depends on.
    pub(crate) made_from: Key,
    pub(crate) bytes: Key,
}

impl<'a> PdfCache<'a> {
    /// The PDFs of the site that `read` reads.
    pub(crate) fn of_site(read: ReadEarlier<'a>) -> Self {
        let index = read(INDEX).and_then(|bytes| String::from_utf8(bytes).ok());
        Self { entries: index.map(|text| entries(&text)).unwrap_or_default(), read }
    }

    #[must_use]
    pub(crate) fn empty() -> Self {
        Self { entries: BTreeMap::new(), read: &|_| None }
    }

    /// The PDF at `path` of the site, where it was made from the same and nobody changed it since.
    #[must_use]
    pub(crate) fn get(&self, path: &str, made_from: Key) -> Option<Vec<u8>> {
        let known = self.entries.get(path).filter(|known| known.made_from == made_from)?;
        (self.read)(path).filter(|bytes| Key::of(bytes) == known.bytes)
    }
}

/// The file that says what PDFs are made from, for the build after this one.
#[must_use]
pub(crate) fn index(pdfs: &BTreeMap<String, CachedPdf>) -> Vec<u8> {
    let mut text = format!("{PROGRAM}\n");
    for (path, CachedPdf { made_from, bytes }) in pdfs {
        let _ = writeln!(text, "{made_from} {bytes} {path}");
    }
    text.into_bytes()
}

/// What a file says; nothing when another program wrote it. Lines in another form are passed over.
fn entries(index: &str) -> BTreeMap<String, CachedPdf> {
    let mut lines = index.lines();
    if lines.next() != Some(PROGRAM) {
        return BTreeMap::new();
    }
    lines.filter_map(entry).collect()
}

fn entry(line: &str) -> Option<(String, CachedPdf)> {
    let (made_from, rest) = line.split_once(' ')?;
    let (bytes, path) = rest.split_once(' ')?;
    Some((path.to_owned(), CachedPdf { made_from: Key::parse(made_from)?, bytes: Key::parse(bytes)? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "policies/a b.pdf";

    fn pdfs(bytes: &[u8]) -> BTreeMap<String, CachedPdf> {
        let known = CachedPdf { made_from: Key::of(&"words"), bytes: Key::of(&bytes.to_vec()) };
        BTreeMap::from([(PATH.to_owned(), known)])
    }

    fn found(index: &[u8], pdf: &[u8], made_from: &str) -> Option<Vec<u8>> {
        let read = |path: &str| match path {
            INDEX => Some(index.to_vec()),
            PATH => Some(pdf.to_vec()),
            _ => None,
        };
        PdfCache::of_site(&read).get(PATH, Key::of(&made_from))
    }

    #[test]
    fn a_pdf_is_found_by_what_it_was_made_from() {
        let index = index(&pdfs(b"pdf"));
        assert_eq!(found(&index, b"pdf", "words"), Some(b"pdf".to_vec()));
        assert_eq!(found(&index, b"pdf", "other words"), None);
    }

    #[test]
    fn a_pdf_whose_bytes_changed_is_not_found() {
        assert_eq!(found(&index(&pdfs(b"pdf")), b"pdF", "words"), None);
    }

    #[test]
    fn the_pdfs_of_another_program_are_not_found() {
        let index = String::from_utf8(index(&pdfs(b"pdf"))).unwrap();
        let other = index.replace(env!("CLAUSEBOOK_FINGERPRINT"), "0000000000000000");
        assert_eq!(found(other.as_bytes(), b"pdf", "words"), None);
    }

    #[test]
    fn an_index_that_is_cut_off_or_is_not_ours_finds_nothing_and_is_no_error() {
        let whole = index(&pdfs(b"pdf"));
        // The last byte is only the end of the line.
        for length in 0..whole.len() - 1 {
            assert_eq!(found(&whole[..length], b"pdf", "words"), None, "{length}");
        }
        for foreign in [&b"\xff\xfe"[..], b"{}", b"clausebook\n\n\n \n  \n", "é é é\né é é".as_bytes()]
        {
            assert_eq!(found(foreign, b"pdf", "words"), None);
        }
        let strange = format!("{PROGRAM}\n\n \n{} x\né{} {PATH}\n", "0".repeat(32), "0".repeat(63));
        assert_eq!(found(strange.as_bytes(), b"pdf", "words"), None);
    }
}
