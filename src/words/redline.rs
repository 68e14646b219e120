//! The words of redlines.

use serde::{Deserialize, Serialize};

use super::text::{Counted, Sentence, Word};

/// What pages, PDFs and Word files say about what changed between two versions.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedlineWords {
    pub(crate) title: Sentence,
    pub(crate) lead: Sentence,
    pub(crate) link: Word,
    pub(crate) pdf: Word,
    pub(crate) old_version: Word,
    pub(crate) new_version: Word,
    pub(crate) legend: Word,
    pub(crate) added: Word,
    pub(crate) deleted: Word,
    pub(crate) none: Word,
    pub(crate) facts: Word,
    pub(crate) fact: Word,
    pub(crate) before: Word,
    pub(crate) after: Word,
    pub(crate) text: Word,
    pub(crate) months: Counted,
    pub(crate) moved_here: Word,
    pub(crate) moved_here_from: Sentence,
    pub(crate) moved_away: Word,
    pub(crate) moved_away_to: Sentence,
    pub(crate) title_of_version: Word,
    pub(crate) summary: Word,
    pub(crate) section: Word,
    pub(crate) field: Word,
    pub(crate) help: Word,
    pub(crate) kind: Word,
    pub(crate) option: Word,
    pub(crate) other_option: Word,
    pub(crate) required: Word,
    pub(crate) group: Word,
    pub(crate) rows: Word,
    pub(crate) row: Word,
    pub(crate) column: Word,
    pub(crate) objective: Word,
    pub(crate) answer: Word,
    pub(crate) why: Word,
    pub(crate) picture: Sentence,
    pub(crate) line: Word,
    pub(crate) date: Word,
    pub(crate) figure: Word,
    pub(crate) phone: Word,
    pub(crate) paragraph: Word,
    pub(crate) choice: Word,
    pub(crate) choices: Word,
    pub(crate) checkbox: Word,
    pub(crate) table: Word,
    pub(crate) several_right: Word,
    pub(crate) true_or_false: Word,
    pub(crate) own_words: Word,
    pub(crate) signature_of_staff: Word,
    pub(crate) signature_of_member: Word,
    pub(crate) rules: Word,
}

/// What an entry of the calendar of reviews says.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CalendarWords {
    pub(crate) name: Sentence,
    pub(crate) due: Sentence,
    pub(crate) expires: Sentence,
    pub(crate) where_kept: Sentence,
    pub(crate) what_to_do: Sentence,
}

/// What sheets of acknowledgements say.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LedgerWords {
    pub(crate) title: Word,
    pub(crate) matrix: Word,
    pub(crate) of_person: Sentence,
    pub(crate) of_document: Sentence,
    pub(crate) role: Sentence,
    pub(crate) of_version: Sentence,
    pub(crate) not_a_signature: Word,
    pub(crate) statement: Word,
    pub(crate) what: Word,
    pub(crate) version: Word,
    pub(crate) by: Word,
    pub(crate) read_on: Word,
    pub(crate) name: Word,
    pub(crate) role_name: Word,
    pub(crate) signature: Word,
    pub(crate) counts: Sentence,
    pub(crate) done: Sentence,
    pub(crate) done_until: Sentence,
    pub(crate) open: Sentence,
    pub(crate) late: Sentence,
    pub(crate) lapsed: Sentence,
    pub(crate) lapsed_late: Sentence,
}

/// What the packet for a session of training says, and a training record.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SessionWords {
    pub(crate) title: Sentence,
    pub(crate) document: Sentence,
    pub(crate) invited: Word,
    pub(crate) parts: Word,
    pub(crate) materials: Word,
    pub(crate) answers: Word,
    pub(crate) cards: Word,
    pub(crate) learner: Word,
    pub(crate) notes: Word,
    pub(crate) one_copy: Word,
    pub(crate) each_learner: Word,
    pub(crate) not_handed_out: Word,
    pub(crate) cut: Word,
    /// The head of a column whose cells are cards.
    pub(crate) card: Word,
    pub(crate) record_of: Sentence,
    pub(crate) learned: Word,
    pub(crate) nothing_learned: Word,
    pub(crate) to_learn: Word,
    pub(crate) nothing_to_learn: Word,
    pub(crate) learned_on: Word,
    pub(crate) valid_until: Word,
    pub(crate) how: Word,
    pub(crate) again: Sentence,
    pub(crate) total: Sentence,
    pub(crate) due_title: Word,
    pub(crate) first: Sentence,
    pub(crate) notes_of_slides: Word,
}

/// What the packet for a board says.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PacketWords {
    pub(crate) title: Word,
    pub(crate) lead: Sentence,
    pub(crate) count: Counted,
    pub(crate) text: Word,
    pub(crate) changes: Sentence,
    pub(crate) no_version_before: Word,
    pub(crate) no_clauses: Word,
    pub(crate) approval: Word,
    pub(crate) to_approve: Sentence,
    pub(crate) name: Word,
    pub(crate) signature: Word,
    pub(crate) day: Word,
}
