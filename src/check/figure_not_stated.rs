//! A clause names a deadline, interval, count, ratio or telephone number, and a section that cites the clause does
//! not state it. A reader who acts on the section would not know the figure; and when the payer changes it, this is
//! how the sections that still state the old one are found. "30 days" and "thirty days" are the same figure
//! (`check::figures` says what counts as stated).

use super::figures::PassageFigures;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::figures::Grammar;
use crate::model::{Authority, EvidenceKind};

pub(crate) const RULE: Rule = Rule { code: FindingCode::FigureNotStated, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let grammar = Grammar::for_language(context.handbook.language.language());
    let mut findings = Vec::new();
    for evidence in context.handbook.evidence.iter().chain(&context.handbook.evidence_to_come) {
        let clause = context.handbook.clause(evidence.clause);
        if evidence.kind != EvidenceKind::Policy
            || clause.authority != Authority::Binding
            || clause.figures.is_empty()
        {
            continue;
        }
        let passage = PassageFigures::read(&evidence.passage, grammar);
        for figure in &clause.figures {
            if passage.state(figure) {
                continue;
            }
            let specification = context.handbook.specification(evidence.clause);
            findings.push(
                Diagnostic::new(
                    RULE.code,
                    evidence.span,
                    format!(
                        "the section “{}” cites {}/{} and does not state its {}: {}",
                        evidence.title,
                        specification.id,
                        clause.id,
                        figure.kind.word(),
                        figure.written
                    ),
                )
                .hint(format!(
                    "it is {}; state it in this section, or cite the clause elsewhere",
                    figure.what
                )),
            );
        }
    }
    findings
}
