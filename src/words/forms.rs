//! The words of forms: on their pages, on paper, and in the script that checks them.

use serde::{Deserialize, Serialize};

use super::text::{Counted, Sentence, Word};

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormListWords {
    pub(crate) lead: Word,
    pub(crate) due: Word,
    pub(crate) signed_by: Word,
    pub(crate) pdf: Word,
    pub(crate) large_print: Word,
    pub(crate) continuation: Word,
    pub(crate) none: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormPageWords {
    pub(crate) eyebrow: Sentence,
    pub(crate) when_due: Word,
    pub(crate) who_signs: Word,
    pub(crate) on_paper: Word,
    pub(crate) pdf_letters: Word,
    pub(crate) pdf: Word,
    pub(crate) large_print: Word,
    pub(crate) continuation: Word,
    pub(crate) check_and_print: Word,
    pub(crate) fill_in: Word,
    pub(crate) nothing_kept: Word,
    pub(crate) privacy: Word,
    pub(crate) no_scripts: Word,
    pub(crate) print_anyway: Word,
    pub(crate) add_group: Sentence,
    pub(crate) remove_group: Sentence,
    pub(crate) clear_everything: Word,
    pub(crate) keep_it: Word,
    pub(crate) clear_it: Word,
    pub(crate) clauses_lead: Word,
    pub(crate) clear_choice: Word,
    pub(crate) clear_choice_of: Sentence,
    pub(crate) add_row: Word,
    pub(crate) add_row_to: Sentence,
    pub(crate) remove_row: Word,
    pub(crate) remove_row_of: Sentence,
    pub(crate) sign_on_paper: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SheetWords {
    pub(crate) due: Word,
    pub(crate) required: Word,
    pub(crate) date_format: Word,
    pub(crate) other: Word,
    pub(crate) other_words: Word,
    pub(crate) row: Word,
    pub(crate) row_number: Sentence,
    pub(crate) group_number: Sentence,
    pub(crate) signature: Word,
    pub(crate) initials: Word,
    pub(crate) printed_name: Word,
    pub(crate) date: Word,
    pub(crate) credentials: Word,
    pub(crate) relationship: Word,
    pub(crate) not_signed: Word,
    pub(crate) if_not_signed: Word,
    pub(crate) declined: Word,
    pub(crate) unable: Word,
    pub(crate) reason: Word,
    pub(crate) continuation: Sentence,
    pub(crate) labels_above: Word,
    pub(crate) continued: Sentence,
    pub(crate) only_if: Sentence,
    pub(crate) and: Word,
    pub(crate) or: Word,
    pub(crate) is_not: Sentence,
    pub(crate) is_checked: Word,
    pub(crate) due_after: Sentence,
    pub(crate) days: Counted,
    pub(crate) business_days: Counted,
    pub(crate) weeks: Counted,
    pub(crate) months: Counted,
    pub(crate) years: Counted,
    pub(crate) rest: Word,
    pub(crate) rest_on_continuation: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormScriptWords {
    pub(crate) example: Word,
    pub(crate) no_such_day: Word,
    pub(crate) number: Word,
    pub(crate) phone: Word,
    pub(crate) not_asked: Sentence,
    pub(crate) not_after: Sentence,
    pub(crate) not_before: Sentence,
    pub(crate) least: Sentence,
    pub(crate) most: Sentence,
    pub(crate) digits: Sentence,
    pub(crate) letters: Sentence,
    pub(crate) time: Word,
    pub(crate) money: Word,
    pub(crate) email: Word,
    pub(crate) one_row: Word,
    pub(crate) tick_one: Word,
    pub(crate) other: Word,
    pub(crate) other_below: Word,
    pub(crate) choose_one: Word,
    pub(crate) tick_this: Word,
    pub(crate) nothing_written: Word,
    pub(crate) to_look_at: Counted,
    pub(crate) printing: Word,
    pub(crate) choice_cleared: Word,
    pub(crate) all_cleared: Word,
    pub(crate) row_added: Sentence,
    pub(crate) group_added: Sentence,
    pub(crate) removed: Word,
    pub(crate) ask_remove: Word,
    pub(crate) remove: Word,
    pub(crate) ask_clear: Word,
    pub(crate) clear: Word,
}
