//! A clause names a deadline, interval, count, ratio or telephone number, and a section that cites the clause does
//! not state it. A reader who acts on the section would not know the figure; and when the payer changes it, this is
//! how the sections that still state the old one are found. "30 days" and "thirty days" are the same figure
//! (`check::figures` says what counts as stated).

use std::sync::Arc;

use rayon::prelude::*;

use super::figures::PassageFigures;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::figures::{self, Grammar, Statement};
use crate::memo::Key;
use crate::model::{Authority, Evidence, EvidenceKind, Figure};

pub(crate) const RULE: Rule = Rule { code: FindingCode::FigureNotStated, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let evidence = handbook.evidence.par_iter().chain(&handbook.evidence_to_come);
    evidence.flat_map_iter(|evidence| of_evidence(evidence, context)).collect()
}

fn of_evidence(evidence: &Evidence, context: &Context<'_>) -> Vec<Diagnostic> {
    let clause = context.handbook.clause(evidence.clause);
    if evidence.kind != EvidenceKind::Policy
        || clause.authority != Authority::Binding
        || clause.figures.is_empty()
        || is_part_of_a_cited_clause(evidence, context)
    {
        return Vec::new();
    }
    let passage = PassageFigures { text: &evidence.passage, statements: &statements(evidence, context) };
    let missing = clause.figures.iter().filter(|figure| !passage.state(figure));
    missing.map(|figure| finding(figure, evidence, context)).collect()
}

/// Whether it cites an element of a clause that another passage cites as a whole: that one states the figure.
fn is_part_of_a_cited_clause(evidence: &Evidence, context: &Context<'_>) -> bool {
    let is_whole = |other: &Evidence| {
        other.clause == evidence.clause && other.element.is_none() && other.kind == EvidenceKind::Policy
    };
    evidence.element.is_some() && context.handbook.evidence.iter().any(is_whole)
}

/// What the passage states, unless an earlier build has read it.
fn statements(evidence: &Evidence, context: &Context<'_>) -> Arc<[Statement]> {
    let language = context.handbook.language.language();
    let read = || figures::read(&evidence.passage, Grammar::for_language(language)).into();
    if !context.memo.remembers() {
        return read();
    }
    context.memo.get(Key::of(&(RULE.code, language, &evidence.passage)), read)
}

fn finding(figure: &Figure, evidence: &Evidence, context: &Context<'_>) -> Diagnostic {
    let specification = context.handbook.specification(evidence.clause);
    let message = format!(
        "the section “{}” cites {}/{} and does not state its {}: {}",
        evidence.title,
        specification.id,
        context.handbook.clause(evidence.clause).id,
        figure.kind.word(),
        figure.written
    );
    Diagnostic::new(RULE.code, evidence.span, message)
        .hint(format!("it is {}; state it in this section, or cite the clause elsewhere", figure.what))
}
