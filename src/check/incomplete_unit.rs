//! A unit asks nothing, has nothing to practice, or doesn't say where its facts come from. It is taught, and nobody can tell whether it was
//! learned or whether it is true.

use super::{Context, Rule, curricula};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::curriculum::Unit;
use crate::words::FixedWords;

pub(crate) const RULE: Rule = Rule { code: FindingCode::IncompleteUnit, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let words = &context.handbook.words;
    curricula::units(context.handbook).filter_map(|unit| of_unit(unit, words)).collect()
}

fn of_unit(unit: &Unit, words: &FixedWords) -> Option<Diagnostic> {
    let practice = curricula::under_heading(unit, &words.curriculum.practice, "Practice");
    let parts = [
        (unit.questions.is_empty(), "questions", "`[[unit.question]]`".to_owned()),
        (
            practice.is_none(),
            "practice",
            format!("a heading `### {}` in its text", words.curriculum.practice),
        ),
        (unit.sources.is_empty(), "sources", "`sources = [\"…\"]`".to_owned()),
    ];
    let missing: Vec<&(bool, &str, String)> = parts.iter().filter(|(is_missing, ..)| *is_missing).collect();
    if missing.is_empty() {
        return None;
    }
    let names: Vec<String> = missing.iter().map(|(_, name, _)| format!("no {name}")).collect();
    let remedies: Vec<&str> = missing.iter().map(|(.., remedy)| remedy.as_str()).collect();
    let message = format!("the unit “{}” has {}", unit.title, names.join(" and "));
    Some(
        Diagnostic::new(RULE.code, unit.title.span, message).hint(format!("add {}", remedies.join(", and "))),
    )
}
