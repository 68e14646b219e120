//! In most questions of a curriculum the right option is the longest, or it has the same place. Whoever learns nothing and always picks the
//! longest passes. Authors explain the right option and leave the others short without noticing, so it is counted.

use super::{Context, Rule, curricula};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::curriculum::CurriculumVersion;
use crate::model::question::{AnswerCount, AnswerOption, CheckForm, Question, Response};
use crate::model::text::shown_text;

pub(crate) const RULE: Rule = Rule { code: FindingCode::TellingOption, look };

/// In fewer questions most right options may be the longest by chance.
const FEWEST: usize = 4;
/// The places of the options are shuffled, so chance has more to say.
const FEWEST_FOR_PLACES: usize = 10;

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    curricula::versions(context.handbook).flat_map(of_version).collect()
}

fn of_version(version: &CurriculumVersion) -> Vec<Diagnostic> {
    let questions = version.own_units().flat_map(|unit| &unit.questions).filter(|one| has_one_right(one));
    let asked: Vec<Vec<&AnswerOption>> = questions.map(|one| one.options(CheckForm::A)).collect();
    let span = version.header.span;
    let count = asked.len();
    let mut findings = Vec::new();
    let longest = asked.iter().filter(|options| is_longest_right(options)).count();
    if count >= FEWEST && longest * 2 > count {
        let message = format!("the right option is the longest in {longest} of {count} questions");
        findings.push(Diagnostic::new(RULE.code, span, message).hint(
            "make the options of a question about equally long: shorten the right one, or give a wrong one a reason",
        ));
    }
    for (place, letter) in ('a'..='f').enumerate() {
        let here = asked.iter().filter(|options| options.get(place).is_some_and(|one| one.is_right)).count();
        if count >= FEWEST_FOR_PLACES && here * 2 > count {
            let message = format!("the right option is “{letter}” in {here} of {count} questions");
            findings.push(Diagnostic::new(RULE.code, span, message).hint(
                "remove `shuffle = false` where the order of the options doesn't matter, or give some questions an `id`, which changes their order",
            ));
        }
    }
    findings
}

fn has_one_right(question: &Question) -> bool {
    matches!(&question.response, Response::Options(list) if list.pick == AnswerCount::One)
}

fn is_longest_right(options: &[&AnswerOption]) -> bool {
    let length = |option: &AnswerOption| shown_text(&option.text).chars().count();
    let of_right = options.iter().find(|option| option.is_right).map_or(0, |right| length(right));
    options.iter().filter(|option| !option.is_right).all(|option| length(option) < of_right)
}
