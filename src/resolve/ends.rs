//! Documents that have ended, and ids that documents had before: where links to them lead instead.
//!
//! ```text
//! content/policies/old-intake/2026-01-01.md    ends = 2027-01-01, successor = "policy:admission"
//! content/policies/admission/2027-01-01.md     formerly = ["reception"]
//!
//! [Intake](policy:old-intake)      from 2027-01-01 on a link to policy:admission
//! [Reception](policy:reception)    a link to policy:admission
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::in_force::{by_document, ends_on, in_force};
use crate::diagnostic::{Diagnostic, FindingCode, Findings, nearest};
use crate::load::{Sources, Spanned, VersionFile, VersionSource};
use crate::model::fingerprint::FormerIds;
use crate::model::{Date, DocumentId, DocumentKind};
use crate::source::Span;

/// What has ended by a day, and what has another id.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Ends {
    /// Each with what takes its place now, if anything does.
    ended: BTreeMap<DocumentId, Option<DocumentId>>,
    /// Former ids that no document has now, with the present ones.
    renamed: BTreeMap<DocumentId, DocumentId>,
    /// The other ids that each document has or had.
    other_ids: BTreeMap<DocumentId, BTreeSet<DocumentId>>,
}

impl FormerIds for Ends {
    fn other_names(&self, document: &DocumentId) -> Vec<String> {
        self.other_ids(document).map(ToString::to_string).collect()
    }
}

impl Ends {
    pub(crate) fn new(sources: &Sources, today: Date) -> Self {
        let Sources { policies, forms, curricula, .. } = sources;
        let mut ends = Self::default();
        ends.add(policies, today);
        ends.add(forms, today);
        ends.add(curricula, today);
        for page in &sources.guide {
            let own = DocumentKind::Guide.id(&page.id);
            ends.add_former(&own, &page.header.keys.formerly);
        }
        let known = known(sources);
        ends.renamed.retain(|old, _| !known.contains(old));
        let written = ends.ended.clone();
        for (document, successor) in &mut ends.ended {
            *successor = last_successor(document, &written).filter(|last| known.contains(last));
        }
        ends
    }

    pub(crate) fn has_ended(&self, document: &DocumentId) -> bool {
        self.ended.contains_key(document)
    }

    pub(crate) fn has_any(&self) -> bool {
        !self.ended.is_empty()
    }

    /// What takes the place of a document that has ended.
    pub(crate) fn successor(&self, document: &DocumentId) -> Option<&DocumentId> {
        self.ended.get(document)?.as_ref()
    }

    /// The present id of a document that had another one.
    pub(crate) fn present(&self, former: &DocumentId) -> Option<&DocumentId> {
        self.renamed.get(former)
    }

    pub(crate) fn other_ids(&self, document: &DocumentId) -> impl Iterator<Item = &DocumentId> {
        self.other_ids.get(document).into_iter().flatten()
    }

    pub(crate) fn renamed(&self) -> &BTreeMap<DocumentId, DocumentId> {
        &self.renamed
    }

    fn add<S: VersionSource>(&mut self, files: &[VersionFile<S>], today: Date) {
        for (document, versions) in by_document(files) {
            for version in &versions {
                self.add_former(document, &version.source.header().formerly);
            }
            let Some(shown) = in_force(&versions, today).map(|at| versions[at]) else { continue };
            if ends_on(shown).is_some_and(|on| on <= today) {
                self.ended.insert(document.clone(), written_successor(shown));
            }
        }
    }

    fn add_former(&mut self, document: &DocumentId, formerly: &[Spanned<String>]) {
        let former = formerly.iter().map(|former| document.kind.id(former.get_ref().trim()));
        let all: BTreeSet<DocumentId> = former.chain([document.clone()]).collect();
        for one in &all {
            let others = all.iter().filter(|other| *other != one).cloned();
            self.other_ids.entry(one.clone()).or_default().extend(others);
        }
        self.renamed.extend(all.into_iter().filter(|one| one != document).map(|one| (one, document.clone())));
    }
}

/// The document that a header names as the successor of `own`: `policy:intake`, or `intake` for one of the same kind.
pub(crate) fn successor(own: &DocumentId, written: &str) -> DocumentId {
    let written = written.trim();
    let with_kind =
        written.split_once(':').and_then(|(scheme, id)| Some((DocumentKind::of_scheme(scheme)?, id)));
    let (kind, id) = with_kind.unwrap_or((own.kind, written));
    kind.id(id)
}

fn written_successor<S: VersionSource>(version: &VersionFile<S>) -> Option<DocumentId> {
    let written = version.source.header().successor.as_ref()?;
    Some(successor(&version.document, written.get_ref()))
}

/// The end of a chain of successors, of which each but the last has ended, too. `None` where there is none, or they lead in a circle.
fn last_successor(
    document: &DocumentId,
    ended: &BTreeMap<DocumentId, Option<DocumentId>>,
) -> Option<DocumentId> {
    let mut seen = BTreeSet::from([document]);
    let mut last = ended.get(document)?.as_ref()?;
    while let Some(next) = ended.get(last) {
        if !seen.insert(last) {
            return None;
        }
        last = next.as_ref()?;
    }
    (!seen.contains(last)).then(|| last.clone())
}

/// Every document that has a file, readable or not.
fn known(sources: &Sources) -> BTreeSet<DocumentId> {
    let Sources { policies, forms, curricula, guide, unreadable, .. } = sources;
    let mut known = unreadable.documents.clone();
    known.extend(policies.iter().map(|file| file.document.clone()));
    known.extend(forms.iter().map(|file| file.document.clone()));
    known.extend(curricula.iter().map(|file| file.document.clone()));
    known.extend(guide.iter().map(|page| DocumentKind::Guide.id(&page.id)));
    known
}

/// Reports ends before the beginning, and successors that don't exist or lead back to the document itself.
pub(crate) fn check(sources: &Sources, findings: &mut Findings) {
    let Sources { policies, forms, curricula, .. } = sources;
    findings.extend(policies.iter().filter_map(ends_early));
    findings.extend(forms.iter().filter_map(ends_early));
    findings.extend(curricula.iter().filter_map(ends_early));
    let known = known(sources);
    let mut written = BTreeMap::new();
    add_successors(policies, &mut written);
    add_successors(forms, &mut written);
    add_successors(curricula, &mut written);
    let of_documents: BTreeMap<DocumentId, Option<DocumentId>> = written
        .iter()
        .map(|(document, (successor, _))| (document.clone(), Some(successor.clone())))
        .collect();
    for (document, (successor, span)) in &written {
        if !known.contains(successor) {
            findings.push(no_successor(successor, &known, *span));
        } else if last_successor(document, &of_documents).is_none() {
            let message = format!("the successor of `{document}` leads back to it");
            findings.push(
                Diagnostic::new(FindingCode::BrokenLink, *span, message)
                    .hint("name the document that is in force afterwards, or leave out `successor`"),
            );
        }
    }
}

/// A version that would end before it takes effect. Of a document that has ended nothing else is reported, so a slip here would hide it.
fn ends_early<S: VersionSource>(version: &VersionFile<S>) -> Option<Diagnostic> {
    let written = version.source.header().ends.as_ref()?;
    ends_on(version).filter(|on| version.effective.is_some_and(|effective| *on <= effective))?;
    let message = "`ends` is not after the day on which this version takes effect";
    let finding = Diagnostic::new(FindingCode::BadDate, Span::new(version.file, written.span()), message);
    Some(finding.hint("write the first day on which it is no longer in force"))
}

/// The successor of each document in the newest version that names one, and where it is written.
fn add_successors<S: VersionSource>(
    files: &[VersionFile<S>],
    written: &mut BTreeMap<DocumentId, (DocumentId, Span)>,
) {
    for file in files {
        if let (Some(successor), Some(key)) = (written_successor(file), &file.source.header().successor) {
            written.insert(file.document.clone(), (successor, Span::new(file.file, key.span())));
        }
    }
}

fn no_successor(successor: &DocumentId, known: &BTreeSet<DocumentId>, span: Span) -> Diagnostic {
    let names: Vec<String> = known.iter().map(DocumentId::to_string).collect();
    let message = format!("there is no {} `{}`", successor.kind.word(), successor.id);
    let finding = Diagnostic::new(FindingCode::BrokenLink, span, message);
    match nearest(&successor.to_string(), names.iter().map(String::as_str)) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None => finding
            .hint("name a document of this handbook, such as `policy:intake`, or leave out `successor`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn successors_are_followed_to_the_last_and_never_in_a_circle() {
        let policy = |id: &str| DocumentKind::Policy.id(id);
        let ended = BTreeMap::from([
            (policy("a"), Some(policy("b"))),
            (policy("b"), Some(policy("c"))),
            (policy("d"), Some(policy("e"))),
            (policy("e"), Some(policy("d"))),
            (policy("f"), Some(policy("d"))),
            (policy("g"), None),
            (policy("h"), Some(policy("h"))),
        ]);
        assert_eq!(last_successor(&policy("a"), &ended), Some(policy("c")));
        for circle in ["d", "e", "f", "g", "h"] {
            assert_eq!(last_successor(&policy(circle), &ended), None, "{circle}");
        }
    }

    #[test]
    fn a_successor_is_of_the_same_kind_unless_it_says_otherwise() {
        let own = DocumentKind::Form.id("plan");
        assert_eq!(successor(&own, "safety"), DocumentKind::Form.id("safety"));
        assert_eq!(successor(&own, " policy:safety "), DocumentKind::Policy.id("safety"));
    }
}
