//! What a build makes: files by their path in the site.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Files by their path in the site, with `/` between folders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outputs(BTreeMap<String, Arc<[u8]>>);

impl Outputs {
    pub(crate) fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Arc<[u8]>>) {
        self.0.insert(path.into(), bytes.into());
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(AsRef::as_ref)
    }

    /// Every file, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, bytes)| (path.as_str(), bytes.as_ref()))
    }

    /// How many paths end like this.
    #[must_use]
    pub fn count(&self, ending: &str) -> usize {
        self.0.keys().filter(|path| path.ends_with(ending)).count()
    }
}
