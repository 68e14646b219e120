//! The words of the live preview, and of the translation itself.

use serde::{Deserialize, Serialize};

use super::text::{Counted, Sentence, Word};

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PreviewWords {
    pub(crate) title: Word,
    pub(crate) waiting: Word,
    pub(crate) label: Word,
    pub(crate) ended: Word,
    pub(crate) gone: Word,
    pub(crate) failed: Word,
    pub(crate) old: Word,
    pub(crate) errors: Counted,
    pub(crate) warnings: Counted,
    pub(crate) error: Word,
    pub(crate) warning: Word,
    pub(crate) place: Sentence,
    pub(crate) fault: Sentence,
    pub(crate) terminal: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TranslationWords {
    pub(crate) confirmed_by: Word,
    pub(crate) to_be_confirmed: Word,
}
