//! The summary of a clause says “must” and its `kind` says that nothing must be met, or it says “should” and counts as a requirement. Coverage
//! goes by the kind.

use super::catalogs::binding;
use super::reading_grade::is_english;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::{Clause, ClauseKind};

pub(crate) const RULE: Rule = Rule { code: FindingCode::KindAgainstWords, look };

const DUTY: [&str; 2] = ["must", "shall"];
const ADVICE: [&str; 1] = ["should"];

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    if !is_english(context.handbook) {
        return Vec::new();
    }
    binding(context).filter_map(of_clause).collect()
}

fn of_clause(clause: &Clause) -> Option<Diagnostic> {
    let words = clause.summary.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
    let words: Vec<String> = words.collect();
    let first = |known: &[&str]| words.iter().find(|word| known.contains(&word.as_str()));
    let (word, hint) = match (clause.kind, first(&DUTY), first(&ADVICE)) {
        (ClauseKind::Informative | ClauseKind::Recommendation, Some(word), None) => {
            (word, "write `kind = \"requirement\"` and what it needs, or say it in other words")
        }
        (ClauseKind::Requirement | ClauseKind::PaymentCondition, None, Some(word)) => {
            (word, "write `kind = \"recommendation\"`, or say it in other words")
        }
        _ => return None,
    };
    let message =
        format!("the summary of `{}` says “{word}”, and its kind is {}", clause.id, clause.kind.word());
    Some(Diagnostic::new(RULE.code, clause.summary.span, message).hint(hint))
}
