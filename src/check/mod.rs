//! The fourth stage: what is not wrong enough to stop a build, and should be known.
//!
//! One rule, one file: what it looks for and why, and the code. Its tests are the files `tests/findings/<code>*`.

mod approval_without_text;
mod catalogs;
mod changed_particular;
mod cited_in_heading;
mod curricula;
mod divided_word;
mod evidence_ends;
mod evidence_removed;
mod facts;
mod faint_citation;
mod figure_not_in_summary;
mod figure_not_stated;
mod gaps;
mod idle_record;
mod idle_waiver;
mod image_without_source;
mod incomplete_unit;
mod kind_against_words;
mod letters;
mod mentions;
mod missing_revision;
mod mixed_terms;
mod no_owner;
mod not_approved;
mod not_at_hand;
mod objective_untested;
mod open_elements;
mod outline_minutes;
mod overlong_text;
pub(crate) mod pictures;
mod reading_grade;
mod record_expired;
mod record_soon;
mod repeated_option;
mod review_before_change;
mod review_due;
mod review_soon;
mod revision_to_come;
mod same_source;
mod sample_value;
mod sent_nowhere;
mod settings;
mod source_check_due;
mod specification_ends;
mod telling_option;
mod template_text;
mod texts;
mod undated_citations;
mod unexplained_acronym;
mod unknown_duty;
mod unknown_particular;
mod unlinked_page;
mod unlisted_figure;
mod unmentioned_form;
mod unprintable_character;
mod unset_value;
mod waiver_ends;
mod wrong_term;

pub(crate) use facts::{ReadText, read};
pub(crate) use settings::set;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::coverage::Coverage;
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::memo::Memo;
use crate::model::Handbook;
use crate::picture::PictureError;

/// What a rule may look at.
pub(crate) struct Context<'a> {
    pub(crate) handbook: &'a Handbook,
    /// Its documents, and what their words say.
    pub(crate) texts: &'a [ReadText<'a>],
    pub(crate) coverage: &'a Coverage,
    /// The files read, for exact places.
    pub(crate) files: &'a crate::source::Files,
    /// The handbook file, for findings about the handbook as a whole.
    pub(crate) handbook_file: crate::source::Span,
    /// What earlier builds have found in versions.
    pub(crate) memo: &'a Memo,
    /// What is wrong with the pictures that the texts use, by path.
    pub(crate) pictures: &'a BTreeMap<&'a str, PictureError>,
    /// Whether a font at hand has this character.
    pub(crate) prints: &'a (dyn Fn(char) -> bool + Sync),
    /// What an author can do about a character that no font at hand has.
    pub(crate) remedy: &'a (dyn Fn(char) -> String + Sync),
}

/// A rule: a name, and the code that looks. What it is for is at the top of its file.
pub struct Rule {
    pub code: FindingCode,
    look: fn(&Context<'_>) -> Vec<Diagnostic>,
}

pub const RULES: [&Rule; 50] = [
    &approval_without_text::RULE,
    &changed_particular::RULE,
    &cited_in_heading::RULE,
    &divided_word::RULE,
    &evidence_ends::RULE,
    &evidence_removed::RULE,
    &faint_citation::RULE,
    &figure_not_in_summary::RULE,
    &figure_not_stated::RULE,
    &gaps::RULE,
    &idle_record::RULE,
    &idle_waiver::RULE,
    &image_without_source::RULE,
    &incomplete_unit::RULE,
    &kind_against_words::RULE,
    &missing_revision::RULE,
    &mixed_terms::RULE,
    &no_owner::RULE,
    &not_approved::RULE,
    &not_at_hand::RULE,
    &objective_untested::RULE,
    &open_elements::RULE,
    &outline_minutes::RULE,
    &overlong_text::RULE,
    &reading_grade::RULE,
    &record_expired::RULE,
    &record_soon::RULE,
    &repeated_option::RULE,
    &review_before_change::RULE,
    &review_due::RULE,
    &review_soon::RULE,
    &revision_to_come::RULE,
    &same_source::RULE,
    &sample_value::RULE,
    &sent_nowhere::RULE,
    &source_check_due::RULE,
    &specification_ends::RULE,
    &telling_option::RULE,
    &template_text::RULE,
    &undated_citations::RULE,
    &unexplained_acronym::RULE,
    &unknown_duty::RULE,
    &unknown_particular::RULE,
    &unlinked_page::RULE,
    &unlisted_figure::RULE,
    &unmentioned_form::RULE,
    &unprintable_character::RULE,
    &unset_value::RULE,
    &waiver_ends::RULE,
    &wrong_term::RULE,
];

/// Looks at a handbook with every rule.
#[must_use]
pub(crate) fn check(context: &Context<'_>) -> Findings {
    let mut findings = Findings::default();
    let found: Vec<Vec<Diagnostic>> = RULES.par_iter().map(|rule| (rule.look)(context)).collect();
    findings.extend(found.into_iter().flatten());
    findings.extend(pictures::findings(context));
    findings
}
