//! A clause lists a figure that its summary doesn't state: one of the two is wrong, or the figure was left over from an older text. “24-hour”
//! before a noun says what kind of care it is, and is no deadline.

use super::catalogs::binding;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::figures::{self, AmountUse, Grammar, Statement};
use crate::model::stated_figures::PassageFigures;
use crate::model::{Clause, Figure, FigureValue};

pub(crate) const RULE: Rule = Rule { code: FindingCode::FigureNotInSummary, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let grammar = Grammar::for_language(context.handbook.language.language());
    binding(context).flat_map(|clause| of_clause(clause, grammar)).collect()
}

fn of_clause(clause: &Clause, grammar: &Grammar) -> Vec<Diagnostic> {
    if clause.figures.is_empty() {
        return Vec::new();
    }
    let text = format!("{}. {}", *clause.title, *clause.summary);
    let statements = figures::read(&text, grammar);
    let passage = PassageFigures { text: &text, statements: &statements };
    let missing = clause.figures.iter().filter(|figure| !passage.state(figure));
    missing.map(|figure| finding(clause, figure, describes(figure, &statements))).collect()
}

/// Whether the amount is there, and only says what kind of thing something is.
fn describes(figure: &Figure, statements: &[Statement]) -> bool {
    let FigureValue::Statements(wanted) = &figure.value else { return false };
    wanted.iter().any(|wanted| {
        let Statement::Amount(wanted, _) = wanted else { return false };
        statements.iter().any(|one| {
            matches!(one, Statement::Amount(amount, AmountUse::Describing | AmountUse::Rate) if amount == wanted)
        })
    })
}

fn finding(clause: &Clause, figure: &Figure, describes: bool) -> Diagnostic {
    let message = if describes {
        format!(
            "in the summary of `{}`, “{}” says what kind of thing something is: it is no {}",
            clause.id,
            figure.written,
            figure.kind.word()
        )
    } else {
        format!("`{}` lists the figure “{}”, and its summary doesn’t state it", clause.id, figure.written)
    };
    let hint = if describes {
        "remove it from `figures`: passages that cite the clause would have to state it"
    } else {
        "correct the figure, or say it in the summary: whoever writes a policy reads the summary"
    };
    Diagnostic::new(RULE.code, figure.written.span, message).hint(hint)
}
