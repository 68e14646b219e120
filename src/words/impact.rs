//! The words of what a revision of a specification touches.

use serde::{Deserialize, Serialize};

use super::text::{Counted, Sentence, Word};

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImpactWords {
    pub(crate) title: Sentence,
    pub(crate) lead: Sentence,
    pub(crate) link: Sentence,
    pub(crate) pdf: Word,
    pub(crate) to_read: Counted,
    pub(crate) to_rewrite: Counted,
    pub(crate) documents: Word,
    pub(crate) none: Word,
    pub(crate) new: Word,
    pub(crate) merged: Word,
    pub(crate) split: Word,
    pub(crate) renumbered: Word,
    pub(crate) reworded: Word,
    pub(crate) figures: Word,
    pub(crate) kind: Word,
    pub(crate) needs: Word,
    pub(crate) elements: Word,
    pub(crate) sentence: Word,
    pub(crate) mapped: Word,
    pub(crate) removed: Word,
    pub(crate) same: Word,
    pub(crate) changed: Word,
    pub(crate) undecided: Word,
    pub(crate) then: Word,
    pub(crate) not_cited: Word,
    pub(crate) states: Sentence,
    pub(crate) elsewhere: Sentence,
    pub(crate) next: Word,
    pub(crate) decide: Sentence,
    pub(crate) rewrite: Sentence,
}
