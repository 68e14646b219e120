//! The words of policies, curricula, specifications and the guide: their lists, their pages, and what is printed of them.

use serde::{Deserialize, Serialize};

use super::text::{Counted, Sentence, Word};

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusWords {
    pub(crate) covered: Word,
    pub(crate) drafted: Word,
    pub(crate) partial: Word,
    pub(crate) uncovered: Word,
    pub(crate) unconfirmed: Word,
    pub(crate) not_applicable: Word,
    pub(crate) superseded: Word,
    pub(crate) informative: Word,
    pub(crate) heading: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StandingWords {
    pub(crate) in_force: Word,
    pub(crate) not_yet_in_force: Word,
    pub(crate) no_date: Word,
    pub(crate) not_approved: Word,
    pub(crate) draft: Word,
    pub(crate) replaced: Sentence,
    pub(crate) ended: Sentence,
    pub(crate) never_in_force: Word,
    pub(crate) changed: Sentence,
    pub(crate) effective: Sentence,
    pub(crate) written: Sentence,
    pub(crate) planned: Sentence,
}

/// What pages say about the versions of a document.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VersionsWords {
    pub(crate) all: Word,
    pub(crate) all_lead: Sentence,
    pub(crate) all_of: Sentence,
    pub(crate) all_of_lead: Word,
    pub(crate) version: Word,
    pub(crate) version_of: Sentence,
    pub(crate) draft_of: Sentence,
    pub(crate) current: Word,
    pub(crate) pdf: Word,
    pub(crate) next_upcoming: Sentence,
    pub(crate) next_waiting: Sentence,
    pub(crate) next_late: Sentence,
    pub(crate) next_draft: Word,
    pub(crate) upcoming: Sentence,
    pub(crate) waiting: Sentence,
    pub(crate) late: Sentence,
    pub(crate) draft: Word,
    pub(crate) superseded: Sentence,
    pub(crate) ended: Sentence,
    pub(crate) ends: Sentence,
    pub(crate) replaced_by: Sentence,
    pub(crate) moved: Word,
    pub(crate) moved_lead: Sentence,
    pub(crate) never_in_force: Word,
    pub(crate) other_day: Sentence,
    pub(crate) undated: Word,
    pub(crate) undated_link: Word,
    pub(crate) undated_lead: Sentence,
    pub(crate) undated_tracks: Word,
    pub(crate) undated_values: Word,
    pub(crate) undated_waivers: Word,
    pub(crate) nothing_undated: Word,
    pub(crate) not_printable: Word,
}

/// What a kind of evidence is called: `policy section`, and in a sentence `a policy section`.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceName {
    pub(crate) name: Word,
    pub(crate) with_article: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceWords {
    pub(crate) policy: EvidenceName,
    pub(crate) form: EvidenceName,
    pub(crate) training: EvidenceName,
    pub(crate) record: EvidenceName,
    /// What to do where a record is missing.
    pub(crate) record_how: Word,
    pub(crate) review: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClauseKindWords {
    pub(crate) heading: Word,
    pub(crate) requirement: Word,
    pub(crate) recommendation: Word,
    pub(crate) payment_condition: Word,
    pub(crate) informative: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuthorityWords {
    pub(crate) binding: Word,
    pub(crate) draft: Word,
    pub(crate) informative: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WeightWords {
    pub(crate) required: Word,
    pub(crate) recommended: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ColumnsWords {
    pub(crate) approved: Word,
    pub(crate) document: Word,
    pub(crate) kind: Word,
    pub(crate) last_read: Word,
    pub(crate) apply: Word,
    pub(crate) below_the_line: Word,
    pub(crate) clause: Word,
    pub(crate) curriculum: Word,
    pub(crate) date: Word,
    pub(crate) due: Word,
    pub(crate) figure: Word,
    pub(crate) it_says: Word,
    pub(crate) kept: Word,
    pub(crate) key: Word,
    pub(crate) minutes: Word,
    pub(crate) month: Word,
    pub(crate) number: Word,
    pub(crate) of_what: Word,
    pub(crate) on_paper: Word,
    pub(crate) once_approved: Word,
    pub(crate) once_reviewed: Word,
    pub(crate) owner: Word,
    pub(crate) part: Word,
    pub(crate) reviews: Word,
    pub(crate) source_file: Word,
    pub(crate) specification: Word,
    pub(crate) status: Word,
    pub(crate) still_needs: Word,
    pub(crate) time: Word,
    pub(crate) to_be_approved_by: Word,
    pub(crate) to_do: Word,
    pub(crate) topic: Word,
    pub(crate) unit: Word,
    pub(crate) what: Word,
    pub(crate) what_changed: Word,
    pub(crate) what_for: Word,
    pub(crate) what_it_asks: Word,
    pub(crate) what_it_is: Word,
    pub(crate) what_it_is_about: Word,
    pub(crate) what_it_says: Word,
    pub(crate) where_cited: Word,
    pub(crate) where_in_policy: Word,
    pub(crate) where_it_is: Word,
    pub(crate) where_policies_say_it: Word,
    pub(crate) who_teaches: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactsWords {
    pub(crate) number: Word,
    pub(crate) status: Word,
    pub(crate) effective: Word,
    pub(crate) written: Word,
    pub(crate) planned: Word,
    pub(crate) last_reviewed: Word,
    pub(crate) next_review: Word,
    pub(crate) owner: Word,
    pub(crate) approved_by: Word,
    pub(crate) approved: Sentence,
    pub(crate) in_short: Sentence,
    pub(crate) text_confirmed: Sentence,
    pub(crate) not_approved: Sentence,
    pub(crate) correction: Sentence,
    pub(crate) not_material: Sentence,
    pub(crate) applies_to: Word,
    pub(crate) comes_from: Word,
    pub(crate) supersedes: Word,
    pub(crate) version_of: Sentence,
    pub(crate) not_reviewed: Word,
    pub(crate) read_at_approval: Sentence,
    pub(crate) reviewed: Sentence,
    pub(crate) ends: Word,
    pub(crate) ended: Word,
    pub(crate) replaced_by: Sentence,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CalloutWords {
    pub(crate) note: Word,
    pub(crate) tip: Word,
    pub(crate) important: Word,
    pub(crate) warning: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CardWords {
    pub(crate) what: Word,
    pub(crate) by_when: Word,
    pub(crate) call: Word,
    pub(crate) form: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PolicyListWords {
    pub(crate) count: Counted,
    pub(crate) for_print: Word,
    pub(crate) all: Word,
    pub(crate) none: Word,
    pub(crate) effective: Sentence,
    pub(crate) written: Sentence,
    pub(crate) planned: Sentence,
    pub(crate) owner: Sentence,
    pub(crate) review_was_due: Sentence,
    pub(crate) next_review: Sentence,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PolicyPageWords {
    pub(crate) eyebrow: Sentence,
    pub(crate) for_print: Word,
    pub(crate) clauses: Word,
    pub(crate) clauses_lead: Word,
    pub(crate) history: Word,
    pub(crate) meets: Word,
    pub(crate) see: Word,
}

/// Where facts come from that no specification states.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactSourceWords {
    pub(crate) title: Word,
    pub(crate) checked: Sentence,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CurriculumListWords {
    pub(crate) lead: Word,
    pub(crate) required_topics: Word,
    pub(crate) recommended_topics: Word,
    pub(crate) time_by_topic: Word,
    pub(crate) units: Counted,
    pub(crate) for_audience: Sentence,
    pub(crate) none: Word,
    pub(crate) topics: Word,
    pub(crate) topics_lead: Word,
    pub(crate) required: Word,
    pub(crate) recommended: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CurriculumPageWords {
    pub(crate) eyebrow: Sentence,
    pub(crate) who_learns: Word,
    pub(crate) how_long: Word,
    pub(crate) on_paper: Word,
    pub(crate) learner: Word,
    pub(crate) learner_pdf: Word,
    pub(crate) trainer: Word,
    pub(crate) trainer_pdf: Word,
    pub(crate) attendance: Word,
    pub(crate) attendance_pdf: Word,
    pub(crate) certificate: Word,
    pub(crate) certificate_pdf: Word,
    pub(crate) edition: Sentence,
    pub(crate) for_audience: Sentence,
    pub(crate) before: Word,
    pub(crate) units: Word,
    pub(crate) taught_by: Sentence,
    pub(crate) objectives: Word,
    pub(crate) for_trainer: Word,
    pub(crate) check: Word,
    pub(crate) answers: Word,
    pub(crate) answer: Sentence,
    pub(crate) sources: Word,
    pub(crate) teaches: Word,
    pub(crate) pick_several: Word,
    pub(crate) is_true: Word,
    pub(crate) is_false: Word,
    pub(crate) model_answer: Word,
    pub(crate) tests: Sentence,
    pub(crate) check_b: Word,
    pub(crate) check_b_pdf: Word,
    pub(crate) key_b: Sentence,
    pub(crate) taken_by: Word,
    pub(crate) taken_on: Word,
    pub(crate) show_why: Word,
    pub(crate) show_answer: Word,
    pub(crate) questions: Counted,
    pub(crate) self_check_lead: Word,
    pub(crate) self_check_untold: Word,
    pub(crate) learn_first: Word,
    /// Before the name of another curriculum.
    pub(crate) used_from: Word,
    pub(crate) check_answers: Word,
    pub(crate) result: Sentence,
    pub(crate) unit_of: Sentence,
    /// Headings of a unit that some rules look for.
    pub(crate) practice: Word,
    pub(crate) outline: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpecificationListWords {
    pub(crate) lead: Word,
    pub(crate) none: Word,
    pub(crate) text_of: Sentence,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpecificationPageWords {
    pub(crate) eyebrow: Sentence,
    pub(crate) cited_as: Sentence,
    pub(crate) coverage_by_part: Word,
    pub(crate) refers_to: Word,
    pub(crate) refers_to_lead: Word,
    pub(crate) not_at_hand: Word,
    pub(crate) updates: Word,
    pub(crate) clauses: Word,
    pub(crate) gaps_first: Word,
    pub(crate) gaps_only: Word,
    pub(crate) clauses_by_part: Word,
    pub(crate) by_number: Word,
    pub(crate) part_page: Sentence,
    pub(crate) figures: Word,
    pub(crate) cited_in: Word,
    pub(crate) read_again: Word,
    pub(crate) waived: Word,
    pub(crate) still_needs: Word,
    pub(crate) each_of: Word,
    pub(crate) open_element: Word,
    pub(crate) through: Sentence,
    pub(crate) also_said: Word,
    pub(crate) records: Word,
    pub(crate) record_until: Sentence,
    pub(crate) record_expired: Sentence,
    pub(crate) record_to_come: Sentence,
    pub(crate) met_by: Word,
    pub(crate) met_by_counts: Sentence,
    pub(crate) in_part: Word,
    pub(crate) ends: Sentence,
    pub(crate) ended: Sentence,
    pub(crate) in_its_place: Word,
    pub(crate) takes: Sentence,
    pub(crate) takes_both: Sentence,
    pub(crate) does_not_bind: Sentence,
    pub(crate) parts_lead: Word,
    pub(crate) drawn: Sentence,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CoverageWords {
    pub(crate) clause_by_clause: Sentence,
    pub(crate) lead: Sentence,
    pub(crate) explained: Word,
    pub(crate) workbook: Word,
    pub(crate) passages: Word,
    pub(crate) spreadsheet: Word,
    pub(crate) for_programs: Word,
    pub(crate) by_specification: Word,
    pub(crate) open: Word,
    pub(crate) crosswalk: Sentence,
    pub(crate) nothing_open: Word,
    pub(crate) open_of: Sentence,
    pub(crate) waived: Sentence,
    pub(crate) met_from: Sentence,
    pub(crate) met_until: Sentence,
    pub(crate) missing: Sentence,
    pub(crate) of_applicable: Sentence,
    pub(crate) waived_count: Sentence,
    pub(crate) nothing_to_meet: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GuideWords {
    pub(crate) lead: Word,
    pub(crate) look_it_up: Word,
    pub(crate) deadlines: Word,
    pub(crate) whom_to_call: Word,
    pub(crate) glossary: Word,
    pub(crate) read_about_it: Word,
    pub(crate) clauses: Word,
    pub(crate) clauses_lead: Word,
    pub(crate) deadlines_lead: Word,
    pub(crate) no_deadlines: Word,
    pub(crate) other_figures: Word,
    pub(crate) no_policy_says_it: Word,
    pub(crate) promises: Word,
    pub(crate) promises_lead: Word,
    pub(crate) only_cited: Word,
    pub(crate) our_numbers: Word,
    pub(crate) numbers_of_clauses: Word,
    pub(crate) number_names: Word,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GlossaryWords {
    pub(crate) lead: Sentence,
    pub(crate) all: Word,
    pub(crate) also: Word,
    pub(crate) not: Word,
    pub(crate) quoted: Sentence,
    pub(crate) none: Word,
    pub(crate) confused: Word,
}

/// The binder for a surveyor.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BinderWords {
    pub(crate) title: Sentence,
    pub(crate) lead: Word,
    pub(crate) evidence: Word,
    pub(crate) training_and_records: Word,
    pub(crate) attention: Word,
    pub(crate) attention_lead: Word,
    pub(crate) open: Word,
    pub(crate) not_in_force: Word,
    pub(crate) overdue: Word,
    pub(crate) expired: Word,
    pub(crate) nothing: Word,
    pub(crate) approvals: Word,
    pub(crate) review_overdue: Sentence,
    pub(crate) training: Word,
    pub(crate) training_lead: Word,
    pub(crate) weight: Word,
    pub(crate) records: Word,
    pub(crate) no_records: Word,
    pub(crate) since: Word,
    pub(crate) until: Word,
    pub(crate) not_at_hand: Word,
    pub(crate) not_at_hand_lead: Word,
}

/// The whole handbook in print.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BookWords {
    pub(crate) adoption: Word,
    pub(crate) adopted: Sentence,
    pub(crate) adopted_in_part: Sentence,
    pub(crate) not_adopted: Word,
    pub(crate) statement: Sentence,
    pub(crate) to_adopt: Sentence,
    pub(crate) name: Word,
    pub(crate) passage: Sentence,
    pub(crate) form: Sentence,
    pub(crate) training: Sentence,
    pub(crate) on_page: Sentence,
}

#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrintWords {
    pub(crate) as_of: Sentence,
    pub(crate) page_of: Sentence,
    pub(crate) standing: Sentence,
    pub(crate) contents: Word,
    pub(crate) nothing_yet: Word,
    pub(crate) not: Sentence,
    pub(crate) appendix: Word,
    pub(crate) crosswalk_to: Sentence,
    pub(crate) crosswalk_facts: Sentence,
}
