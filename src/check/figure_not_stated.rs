//! A clause names a deadline, interval, count, ratio or telephone number, and a section that cites the clause does
//! not state it. A reader who acts on the section would not know the figure; and when the payer changes it, this is
//! how the sections that still state the old one are found. "30 days" and "thirty days" are the same figure
//! (`model::stated_figures` says what counts as stated).

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::figures::{self, Grammar, Statement};
use crate::memo::Key;
use crate::model::stated_figures::PassageFigures;
use crate::model::{Authority, ClauseKey, Evidence, EvidenceKind, Figure};

pub(crate) const RULE: Rule = Rule { code: FindingCode::FigureNotStated, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let evidence = handbook.evidence.par_iter().chain(&handbook.evidence_to_come);
    let asking = evidence.filter(|evidence| asks_for_figures(evidence, context));
    // Citations of one section share its passage, which is read once, and compared once with each clause.
    let pairs: HashMap<PassageAndClause, &Evidence> =
        asking.clone().map(|evidence| ((passage_id(evidence), evidence.clause), evidence)).collect();
    let passages: HashMap<usize, &Evidence> =
        pairs.values().map(|evidence| (passage_id(evidence), *evidence)).collect();
    let stated: HashMap<usize, Arc<[Statement]>> =
        passages.into_par_iter().map(|(id, evidence)| (id, statements(evidence, context))).collect();
    let missing: HashMap<PassageAndClause, Vec<&Figure>> = pairs
        .into_par_iter()
        .map(|(pair, evidence)| (pair, missing(evidence, &stated[&pair.0], context)))
        .collect();
    asking
        .flat_map_iter(|evidence| {
            let missing = &missing[&(passage_id(evidence), evidence.clause)];
            missing.iter().map(move |figure| finding(figure, evidence, context))
        })
        .collect()
}

type PassageAndClause = (usize, ClauseKey);

/// Tells passages apart without reading them.
fn passage_id(evidence: &Evidence) -> usize {
    evidence.passage.as_ptr().addr()
}

/// Whether it must state figures of its clause.
fn asks_for_figures(evidence: &Evidence, context: &Context<'_>) -> bool {
    let clause = context.handbook.clause(evidence.clause);
    evidence.kind == EvidenceKind::Policy
        && clause.authority == Authority::Binding
        && !clause.figures.is_empty()
        && !is_part_of_a_cited_clause(evidence, context)
}

/// The figures of its clause that its passage doesn't state.
fn missing<'a>(evidence: &Evidence, statements: &[Statement], context: &Context<'a>) -> Vec<&'a Figure> {
    let passage = PassageFigures { text: &evidence.passage, statements };
    let figures = &context.handbook.clause(evidence.clause).figures;
    figures.iter().filter(|figure| !passage.state(figure)).collect()
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
