//! No question of a unit tests one of its objectives: a learner can pass the knowledge check without it. Units without questions have a
//! rule of their own (`incomplete-unit`).

use std::collections::BTreeSet;

use super::{Context, Rule, curricula};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::curriculum::Unit;
use crate::model::text::shown_text;

pub(crate) const RULE: Rule = Rule { code: FindingCode::ObjectiveUntested, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let asking = curricula::units(context.handbook).filter(|unit| !unit.questions.is_empty());
    asking.flat_map(of_unit).collect()
}

fn of_unit(unit: &Unit) -> Vec<Diagnostic> {
    let tested: BTreeSet<usize> = unit.questions.iter().flat_map(|one| one.tests.iter().copied()).collect();
    if tested.is_empty() && !unit.objectives.is_empty() {
        let message = format!("no question of the unit “{}” says which objective it tests", unit.title);
        return vec![
            Diagnostic::new(RULE.code, unit.title.span, message)
                .hint("add `tests = [1]` to each question: the numbers of the objectives that it tests"),
        ];
    }
    let untested = unit.objectives.iter().enumerate().filter(|(at, _)| !tested.contains(at));
    untested
        .map(|(at, objective)| {
            let message = format!("no question tests the objective “{}”", shown_text(objective).trim());
            Diagnostic::new(RULE.code, objective.span, message).hint(format!(
                "ask a question about it, with `tests = [{}]`, or add that number to one that tests it",
                at + 1
            ))
        })
        .collect()
}
