//! The starter handbook that `clausebook init` writes, and those of earlier releases.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

/// The handbook files: one for Massachusetts, one for the District of Columbia.
const HANDBOOKS: [(&str, &[u8]); 2] = [
    ("handbook.toml", include_bytes!("../../handbook.toml")),
    ("handbook-dc.toml", include_bytes!("../../handbook-dc.toml")),
];

/// Handbooks are shared; who has read them is not.
const GIT_IGNORE: (&str, &[u8]) =
    (".gitignore", b"# Who has read what: `people_folder` in the handbook file. Handbooks are shared, this is not.\n/people/\n# The publishers' words, which `clausebook import` and `diff` compare. They are not ours to share.\n/content/specifications/*/*.txt\n");

/// The release of this program, and so of the starter in it.
const RELEASE: &str = env!("CARGO_PKG_VERSION");

#[derive(RustEmbed)]
#[folder = "content"]
#[prefix = "content/"]
struct ContentFolder;

#[derive(RustEmbed)]
#[folder = "forms"]
#[prefix = "forms/"]
struct Forms;

#[derive(RustEmbed)]
#[folder = "schemas"]
#[prefix = "schemas/"]
struct Schemas;

/// `<release>.zip` for each starter that was released (`starters/README.md`).
#[derive(RustEmbed)]
#[folder = "starters"]
#[include = "*.zip"]
struct ReleasedStarters;

/// The files of the starter, by path from the handbook's folder.
#[must_use]
pub fn starter() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = HANDBOOKS
        .iter()
        .chain([&GIT_IGNORE])
        .map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()))
        .collect();
    let mut add = |path: Cow<'static, str>, file: Option<EmbeddedFile>| {
        files.extend(file.map(|file| (path.into_owned(), file.data.into_owned())));
    };
    ContentFolder::iter().for_each(|path| add(path.clone(), ContentFolder::get(&path)));
    Forms::iter().for_each(|path| add(path.clone(), Forms::get(&path)));
    Schemas::iter().for_each(|path| add(path.clone(), Schemas::get(&path)));
    files
}

/// What people go on from: the handbook files, the catalogs, policies, forms, curricula and the guide of a starter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Starter {
    /// `0.1.0`, or the folder that it is in.
    pub(crate) release: String,
    /// By path from the handbook's folder, with `\n` between lines.
    pub(crate) texts: BTreeMap<String, String>,
}

impl Starter {
    /// Whether the file at `path` is what people go on from. What the program writes for editors and for Git is not.
    #[must_use]
    pub(crate) fn has(path: &str) -> bool {
        let is_handbook = HANDBOOKS.iter().any(|(name, _)| *name == path);
        let is_source = path.starts_with("content/") || path.starts_with("forms/");
        // A text beside a catalog has the publisher's words, one beside a draft what was not carried over.
        is_handbook || is_source && !path.to_ascii_lowercase().ends_with(".txt")
    }

    /// The starter of these files; what isn't text is left out.
    #[must_use]
    pub(crate) fn new(release: String, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let text = |(path, bytes): (String, Vec<u8>)| {
            let text = String::from_utf8(bytes).ok().filter(|_| Self::has(&path))?;
            Some((path, text.trim_start_matches('\u{feff}').replace("\r\n", "\n")))
        };
        Self { release, texts: files.into_iter().filter_map(text).collect() }
    }

    #[must_use]
    pub(crate) fn of_this_program() -> Self {
        Self::new(RELEASE.to_owned(), starter())
    }

    /// Every starter that the program has: its own, then those of earlier releases.
    #[must_use]
    pub(crate) fn all() -> Vec<Self> {
        let own = Self::of_this_program();
        let released = ReleasedStarters::iter().filter_map(|name| {
            let release = name.strip_suffix(".zip")?.to_owned();
            Self::from_zip(release, &ReleasedStarters::get(&name)?.data)
        });
        let others: Vec<Self> = released.filter(|one| one.texts != own.texts).collect();
        std::iter::once(own).chain(others).collect()
    }

    /// `None` for a damaged archive, which a test finds.
    fn from_zip(release: String, bytes: &[u8]) -> Option<Self> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut files = Vec::new();
        for at in 0..zip.len() {
            let mut file = zip.by_index(at).ok()?;
            if file.is_dir() {
                continue;
            }
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).ok()?;
            files.push((file.name().to_owned(), bytes));
        }
        Some(Self::new(release, files))
    }

    /// Names these texts, whatever the line ends are: 16 digits and letters.
    #[must_use]
    pub(crate) fn fingerprint(&self) -> String {
        let mut hasher = Sha256::new();
        for (path, text) in &self.texts {
            for part in [path, text] {
                hasher.update((part.len() as u64).to_be_bytes());
                hasher.update(part);
            }
        }
        hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;

    use super::*;

    #[test]
    fn a_kept_starter_is_read_as_it_was() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // git archive lists folders, too.
        zip.add_directory("content/", zip::write::SimpleFileOptions::default()).unwrap();
        for (path, bytes) in starter() {
            zip.start_file(path, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&bytes).unwrap();
        }
        let kept = zip.finish().unwrap().into_inner();
        assert_eq!(Starter::from_zip(RELEASE.to_owned(), &kept), Some(Starter::of_this_program()));
    }

    #[test]
    fn every_released_starter_can_be_read() {
        for name in ReleasedStarters::iter() {
            let bytes = ReleasedStarters::get(&name).unwrap().data;
            let starter = Starter::from_zip(name.to_string(), &bytes).expect("a whole archive");
            assert!(starter.texts.contains_key("handbook.toml"), "{name}");
        }
    }

    #[test]
    fn line_ends_dont_change_a_fingerprint_and_a_word_does() {
        let with = |text: &str| {
            Starter::new(String::new(), [("forms/a/b.toml".to_owned(), text.as_bytes().to_vec())])
                .fingerprint()
        };
        assert_eq!(with("a\nb\n"), with("\u{feff}a\r\nb\r\n"));
        assert_ne!(with("a\nb\n"), with("a\nc\n"));
        assert_eq!(with("").len(), 16);
    }
}
