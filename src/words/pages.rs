//! The words of the start page, the pages of the roles, and of what every page has.

use serde::{Deserialize, Serialize};

use super::text::{Counted, Sentence, Word};

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TitlesWords {
    pub(crate) home: Word,
    pub(crate) guide: Word,
    pub(crate) policies: Word,
    pub(crate) forms: Word,
    pub(crate) curricula: Word,
    pub(crate) training: Word,
    pub(crate) specifications: Word,
    pub(crate) coverage: Word,
    pub(crate) staff: Word,
    pub(crate) trainers: Word,
    pub(crate) directors: Word,
    pub(crate) deadlines: Word,
    pub(crate) whom_to_call: Word,
    pub(crate) glossary: Word,
    pub(crate) director_lists: Word,
    pub(crate) not_found: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SiteWords {
    pub(crate) skip: Word,
    pub(crate) menu: Word,
    pub(crate) handbook: Word,
    pub(crate) breadcrumbs: Word,
    pub(crate) by_role: Word,
    pub(crate) previous_and_next: Word,
    pub(crate) previous: Word,
    pub(crate) next: Word,
    pub(crate) on_this_page: Word,
    pub(crate) occasions: Word,
    pub(crate) last_reviewed: Sentence,
    pub(crate) report: Word,
    pub(crate) reported_page: Sentence,
    pub(crate) no_advice: Word,
    pub(crate) in_danger: Word,
    pub(crate) pdf_of: Sentence,
    pub(crate) pdf_of_with_kind: Sentence,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HomeWords {
    pub(crate) lead: Word,
    pub(crate) search: Word,
    pub(crate) forms: Word,
    pub(crate) all_forms: Word,
    pub(crate) changed: Word,
    pub(crate) changed_on: Sentence,
    pub(crate) changes_on: Sentence,
    pub(crate) look_it_up: Word,
    pub(crate) how_many_days: Word,
    pub(crate) whom_to_call: Word,
    pub(crate) what_does_it_mean: Word,
    pub(crate) trainer_lead: Word,
    pub(crate) all_of_the_policies: Counted,
    pub(crate) whole_handbook: Word,
    pub(crate) director_lead: Word,
    pub(crate) where_met: Word,
    pub(crate) about: Word,
    pub(crate) service_lines: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StaffWords {
    pub(crate) lead: Word,
    pub(crate) look_it_up: Word,
    pub(crate) more_numbers: Word,
    pub(crate) forms: Word,
    pub(crate) all_forms: Word,
    pub(crate) how_many_days: Word,
    pub(crate) clauses_ask: Word,
    pub(crate) search: Word,
    pub(crate) all_policies: Sentence,
    pub(crate) glossary: Sentence,
    pub(crate) guide: Sentence,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrainerWords {
    pub(crate) lead: Word,
    pub(crate) curricula: Word,
    pub(crate) policies: Word,
    pub(crate) policies_lead: Word,
    pub(crate) for_audience: Sentence,
    pub(crate) all_taught: Word,
    pub(crate) untaught: Counted,
    pub(crate) in_full: Word,
    pub(crate) other_clauses: Word,
    pub(crate) time_by_topic: Sentence,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DirectorWords {
    pub(crate) lead: Sentence,
    pub(crate) late_reviews: Counted,
    pub(crate) open_clauses: Counted,
    pub(crate) unapproved_versions: Counted,
    pub(crate) open_facts: Counted,
    pub(crate) reviews: Word,
    pub(crate) review_how: Word,
    pub(crate) group: Sentence,
    pub(crate) overdue: Word,
    pub(crate) due_60: Word,
    pub(crate) due_90: Word,
    pub(crate) no_reviews: Word,
    pub(crate) records: Word,
    pub(crate) records_how: Sentence,
    pub(crate) by_month: Word,
    pub(crate) first_of: Sentence,
    pub(crate) all: Sentence,
    pub(crate) all_in_list: Sentence,
    pub(crate) lists_lead: Sentence,
    pub(crate) how_far: Word,
    pub(crate) drafted_or_text: Sentence,
    pub(crate) open: Sentence,
    pub(crate) open_how: Word,
    pub(crate) waiting: Sentence,
    pub(crate) waiting_how: Word,
    pub(crate) no_waiting: Word,
    pub(crate) facts: Sentence,
    pub(crate) facts_how: Sentence,
    pub(crate) no_facts: Word,
    pub(crate) made_up: Word,
    pub(crate) no_date: Word,
    pub(crate) calendar: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotFoundWords {
    pub(crate) title: Word,
    pub(crate) lead: Word,
    pub(crate) start: Word,
    pub(crate) start_lead: Word,
    pub(crate) policies: Word,
    pub(crate) policies_lead: Word,
    pub(crate) forms: Word,
    pub(crate) forms_lead: Word,
    pub(crate) guide: Word,
    pub(crate) guide_lead: Word,
}

/// The heading of a kind of results, and how one and several of it are counted.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SearchKindWords {
    pub(crate) title: Word,
    pub(crate) one: Word,
    pub(crate) many: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SearchWords {
    pub(crate) label: Word,
    pub(crate) placeholder: Word,
    pub(crate) results: Word,
    pub(crate) choose: Word,
    pub(crate) open: Word,
    pub(crate) new_tab: Word,
    pub(crate) close: Word,
    pub(crate) enter_key: Word,
    pub(crate) control_key: Word,
    pub(crate) escape_key: Word,
    pub(crate) turn_off: Sentence,
    pub(crate) help: Word,
    pub(crate) loading: Word,
    pub(crate) found: Counted,
    pub(crate) alike: Sentence,
    pub(crate) some: Sentence,
    pub(crate) nothing: Word,
    pub(crate) near: Word,
    pub(crate) failed: Sentence,
    pub(crate) shown: Sentence,
    pub(crate) more: Word,
    pub(crate) policy: SearchKindWords,
    pub(crate) form: SearchKindWords,
    pub(crate) field: SearchKindWords,
    pub(crate) unit: SearchKindWords,
    pub(crate) clause: SearchKindWords,
    pub(crate) guide: SearchKindWords,
    pub(crate) term: SearchKindWords,
    pub(crate) figure: SearchKindWords,
    pub(crate) small_words: Word,
    pub(crate) endings: Word,
    pub(crate) asks_figure: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DrawingWords {
    pub(crate) clauses: Word,
    pub(crate) in_force: Sentence,
    pub(crate) legend: Word,
    pub(crate) reviews: Word,
    pub(crate) today: Word,
    pub(crate) overdue: Word,
    pub(crate) overdue_count: Sentence,
    pub(crate) later: Word,
}
