//! Which starter a handbook began with, or was last compared with: `starter.toml` in its folder.

use std::path::Path;

use serde::Deserialize;

use crate::assets::Starter;
use crate::edit::toml_text::string_content;
use crate::files::{self, Access, FileError};

/// The name of its file, from the handbook's folder.
pub(crate) const STARTER_FILE: &str = "starter.toml";

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StarterRecord {
    /// The release of Clausebook that came with it.
    pub(crate) release: String,
    /// Of its texts: between releases, a starter changes while its release stays the same.
    pub(crate) fingerprint: String,
}

impl StarterRecord {
    #[must_use]
    pub(crate) fn of(starter: &Starter) -> Self {
        Self { release: starter.release.clone(), fingerprint: starter.fingerprint() }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        toml::from_str(text).ok()
    }

    /// Its path and its bytes.
    #[must_use]
    pub(crate) fn file(&self) -> (String, Vec<u8>) {
        let Self { release, fingerprint } = self;
        let text = format!(
            "# The starter that this handbook began with, or was last compared with. `clausebook update` shows what is new in it.\n\
             release = \"{}\"\nfingerprint = \"{fingerprint}\"\n",
            string_content(release)
        );
        (STARTER_FILE.to_owned(), text.into_bytes())
    }

    /// Puts it into a handbook's folder, in the place of an earlier one.
    pub(crate) fn write(&self, dir: &Path) -> Result<(), FileError> {
        let (name, bytes) = self.file();
        let file = dir.join(name);
        match files::create(&file, &bytes, Access::Everyone) {
            Err(FileError::Exists(_)) => files::change(&file, dir, |_| Ok(bytes)),
            created => created,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let record = StarterRecord::of(&Starter::of_this_program());
        let (_, bytes) = record.file();
        assert_eq!(StarterRecord::parse(str::from_utf8(&bytes).unwrap()), Some(record));
    }
}
