//! The mappings of a specification, as they are written: in sets of their own, and beside its clauses.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::load::{MappingFile, Spanned};
use crate::model::{Cites, SameAs, Specification};
use crate::outline::{DraftMapping, DraftPair};
use crate::pipeline::Examined;
use crate::resolve;

/// Those in which the specification is compared with another, in an order that doesn't depend on the names of files.
pub(super) fn of(specification: &Specification, examined: &Examined) -> Vec<DraftMapping> {
    let mut sets: Vec<DraftMapping> =
        examined.sources.mappings.iter().filter_map(|file| set(file, &specification.id)).collect();
    sets.extend(said_by_clauses(specification));
    sets.sort_by(|a, b| (&a.source, &a.target, &a.title).cmp(&(&b.source, &b.target, &b.title)));
    sets
}

/// A file of its own; `None` where it is about other specifications.
fn set(file: &MappingFile, id: &str) -> Option<DraftMapping> {
    let MappingFile { file, head, pairs } = file;
    let text = |written: &Option<Spanned<String>>| Some(written.as_ref()?.get_ref().trim().to_owned());
    let (source, target) = (text(&head.keys.source)?, text(&head.keys.target)?);
    if source != id && target != id {
        return None;
    }
    let pairs = pairs.iter().filter_map(|(_, pair)| {
        let how = resolve::mapping_kind(pair.keys.how.as_ref()?.get_ref())?;
        Some(DraftPair { source: text(&pair.keys.source)?, how, target: text(&pair.keys.target)? })
    });
    Some(DraftMapping {
        title: text(&head.keys.title).unwrap_or_default(),
        cites: days(&resolve::cites(head.keys.cites.as_ref(), *file)),
        pairs: pairs.collect(),
        source,
        target,
    })
    .filter(|set| !set.pairs.is_empty())
}

/// Another specification, and the revisions of both that were compared.
type ComparedWith = (String, Vec<(String, Date)>);

/// What its clauses say in `same_as`: a set for each other specification and what was compared.
fn said_by_clauses(specification: &Specification) -> Vec<DraftMapping> {
    let mut sets: BTreeMap<ComparedWith, Vec<DraftPair>> = BTreeMap::new();
    for clause in &specification.clauses {
        for SameAs { clause: other, how, cites } in &clause.same_as {
            let Some((id, target)) = other.split_once('/') else { continue };
            let pair = DraftPair { source: clause.id.clone(), how: *how, target: target.to_owned() };
            sets.entry((id.to_owned(), days(cites))).or_default().push(pair);
        }
    }
    let set = |((target, cites), pairs): (ComparedWith, Vec<DraftPair>)| DraftMapping {
        title: format!("{}: what its clauses say of {target}", specification.id),
        source: specification.id.clone(),
        target,
        cites,
        pairs,
    };
    sets.into_iter().map(set).collect()
}

fn days(cites: &Cites) -> Vec<(String, Date)> {
    cites.iter().map(|(id, day)| (id.clone(), **day)).collect()
}
