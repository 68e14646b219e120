//! The summary of a clause states a deadline, an interval, a percentage, an amount of money or a telephone number that is not among its
//! `figures`. So no passage that cites the clause has to state it, and no list of deadlines has it. “24-hour care” is no deadline.

use std::collections::BTreeSet;

use super::catalogs::duties;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::figures::{AmountUse, Grammar, QuotedText, Statement, TelephoneNumber};
use crate::model::{Clause, FigureValue, stated_figures};

pub(crate) const RULE: Rule = Rule { code: FindingCode::UnlistedFigure, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let grammar = Grammar::for_language(context.handbook.language.language());
    duties(context).flat_map(|clause| of_clause(clause, grammar)).collect()
}

fn of_clause(clause: &Clause, grammar: &Grammar) -> Vec<Diagnostic> {
    let listed = stated_figures::amounts(clause);
    let quoted = QuotedText::read(&clause.summary, grammar);
    let times =
        quoted.promised_times(grammar).map(|(at, amount)| (at, amount, kind_of(&quoted.statements[at])));
    let others = quoted.statements.iter().enumerate();
    let others = others.filter_map(|(at, one)| Some((at, one.share_or_sum()?, "count")));
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut found = Vec::new();
    for (at, amount, kind) in times.chain(others) {
        let words = &quoted.words[at];
        if !listed.contains(&amount) && seen.insert(words.clone()) {
            found.push(finding(clause, words, kind));
        }
    }
    for (number, written) in TelephoneNumber::all_in(&clause.summary) {
        let is_listed = |value: &FigureValue| matches!(value, FigureValue::Telephone(own) if *own == number);
        if !clause.figures.iter().any(|figure| is_listed(&figure.value)) && seen.insert(written.clone()) {
            found.push(finding(clause, &written, "telephone"));
        }
    }
    found
}

fn kind_of(statement: &Statement) -> &'static str {
    match statement {
        Statement::Frequency(_) | Statement::Amount(_, AmountUse::Repeated) => "interval",
        _ => "deadline",
    }
}

fn finding(clause: &Clause, words: &str, kind: &str) -> Diagnostic {
    let message = format!("the summary of `{}` states “{words}”, which is not among its figures", clause.id);
    Diagnostic::new(RULE.code, clause.summary.span, message).hint(format!(
        "list it, so that what cites the clause must state it: figures = [{{ value = \"{words}\", kind = \"{kind}\", what = \"…\" }}]"
    ))
}
