//! Two clauses of a catalog have the same place in the original: one was entered twice, or nobody can tell which sentence is meant.

use std::collections::BTreeMap;

use super::catalogs::of_today;
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::{Clause, Specification};

pub(crate) const RULE: Rule = Rule { code: FindingCode::SameSource, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    of_today(context).flat_map(of_specification).collect()
}

fn of_specification(specification: &Specification) -> Vec<Diagnostic> {
    let mut known: BTreeMap<String, &Clause> = BTreeMap::new();
    let mut found = Vec::new();
    for clause in specification.clauses.iter().filter(|clause| clause.binds()) {
        let source = clause.source.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if source.is_empty() {
            continue;
        }
        match known.get(&source) {
            Some(first) => found.push(finding(clause, first)),
            None => drop(known.insert(source, clause)),
        }
    }
    found
}

fn finding(clause: &Clause, first: &Clause) -> Diagnostic {
    let message = format!("`{}` and `{}` have the same source, “{}”", first.id, clause.id, clause.source);
    Diagnostic::new(RULE.code, clause.source.span, message)
        .label(first.source.span, "the other")
        .hint("remove one if it is the same duty; else say which part of the original is meant, e.g. “item 4, second sentence”")
}
