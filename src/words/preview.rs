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

/// Of texts that are translated.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TranslatedWords {
    pub(crate) languages: Word,
    pub(crate) original: Word,
    pub(crate) to_be_confirmed: Word,
    pub(crate) confirmed: Sentence,
    pub(crate) changed_on: Sentence,
    pub(crate) changed: Word,
    pub(crate) partly: Word,
    pub(crate) what_counts: Word,
    pub(crate) assistance: Word,
    pub(crate) list: Sentence,
    pub(crate) list_how: Sentence,
    pub(crate) outdated: Word,
    pub(crate) unconfirmed: Word,
    pub(crate) incomplete: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TranslationWords {
    pub(crate) confirmed_by: Word,
    pub(crate) to_be_confirmed: Word,
}
