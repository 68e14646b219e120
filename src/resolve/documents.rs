//! The documents: each policy, form and curriculum in its versions, the guide and the glossary.

use rayon::prelude::*;

use super::acronyms::Acronyms;
use super::elsewhere::Elsewhere;
use super::guide;
use super::in_force::by_document;
use super::lookup::Names;
use super::program::Program;
use super::training_sheet;
use super::version::{Background, ReadVersion, Reading, bad_id};
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{Sources, VersionFile};
use crate::memo::{Keyed, Memo};
use crate::model::{
    Curriculum, Date, DocumentId, Documents, Form, FormVersion, Glossary, GuidePage, Policy, TrainingSheets,
    Version, Versioned,
};
use crate::names;
use crate::source::Span;

/// The documents for the service lines offered.
pub(crate) struct ReadDocuments {
    pub(crate) policies: Vec<Policy>,
    pub(crate) forms: Vec<Form>,
    pub(crate) curricula: Vec<Curriculum>,
    /// The sheets of every curriculum, with nothing filled in.
    pub(crate) sheets: TrainingSheets<FormVersion>,
    pub(crate) guide: Vec<Keyed<GuidePage>>,
    pub(crate) glossary: Keyed<Glossary>,
}

impl ReadDocuments {
    pub(crate) fn all(&self) -> Documents<'_> {
        let Self { policies, forms, curricula, sheets: _, guide, glossary } = self;
        Documents { policies, forms, curricula, guide, glossary }
    }
}

pub(crate) struct DocumentReader<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) program: &'a Program,
    pub(crate) elsewhere: &'a Elsewhere,
    pub(crate) names: &'a Names<'a>,
    pub(crate) today: Date,
    pub(crate) memo: &'a Memo,
}

impl DocumentReader<'_> {
    pub(crate) fn read_all(&self, findings: &mut Findings) -> ReadDocuments {
        let known_tracks: Vec<_> = self.program.known_tracks.keys().cloned().collect();
        // The glossary explains acronyms, and links none itself.
        let without_acronyms = Background {
            known_tracks: &known_tracks,
            offered: &self.program.offered,
            names: self.names,
            form_tasks: self.program.form_tasks.iter().map(|task| task.as_str()).collect(),
            acronyms: Acronyms::default(),
            fixed_words: &self.program.words,
            sheets: &self.program.sheets,
            today: self.today,
        };
        let reading = Reading::new(&without_acronyms, &self.sources.files, self.memo);
        let glossary = guide::glossary(&reading, self.sources, findings);
        let acronyms = Acronyms::new(&glossary, glossary.key);
        let background = Background { acronyms, ..without_acronyms };
        let reading = Reading::new(&background, &self.sources.files, self.memo);
        ReadDocuments {
            policies: self.shown(&reading, &self.sources.policies, findings),
            forms: self.shown(&reading, &self.sources.forms, findings),
            curricula: self.shown(&reading, &self.sources.curricula, findings),
            sheets: training_sheet::blank(&reading, findings),
            guide: guide::pages(&reading, self.sources, self.elsewhere, findings),
            glossary,
        }
    }

    /// The documents of one kind for the service lines offered, by number.
    fn shown<S: ReadVersion>(
        &self,
        reading: &Reading<'_>,
        files: &[VersionFile<S>],
        findings: &mut Findings,
    ) -> Vec<Versioned<S::Version>> {
        let documents: Vec<(&DocumentId, Vec<&VersionFile<S>>)> = by_document(files).into_iter().collect();
        let read: Vec<(Option<Versioned<S::Version>>, Findings)> = documents
            .par_iter()
            .map(|(document, versions)| {
                let mut findings = Findings::default();
                if !names::is_id(&document.id) {
                    findings.push(bad_id(&document.id, Span::top(versions[0].file)));
                }
                (reading.versions(document, versions, &mut findings), findings)
            })
            .collect();
        let mut shown = Vec::new();
        for ((document, _), (one, found)) in documents.iter().zip(read) {
            findings.append(found);
            shown.extend(one.filter(|_| !self.elsewhere.has(document)));
        }
        shown.sort_by_cached_key(|one| (natural(&one.current.header().number), one.id.clone()));
        check_numbers(&shown, findings);
        shown
    }
}

/// A key by which `P-9` comes before `P-10`.
fn natural(number: &str) -> Vec<(u64, String)> {
    let mut parts = Vec::new();
    let mut rest = number;
    while !rest.is_empty() {
        let words = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(words);
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (digits, after) = after.split_at(digits);
        parts.push((0, word.to_owned()));
        parts.push((digits.parse().unwrap_or(u64::MAX), String::new()));
        rest = after;
    }
    parts
}

fn check_numbers<V: Version>(sorted: &[Versioned<V>], findings: &mut Findings) {
    for pair in sorted.windows(2) {
        let [one, other] = pair else { continue };
        let (first, second) = (one.current.header(), other.current.header());
        if !first.number.is_empty() && first.number == second.number {
            findings.push(
                Diagnostic::new(
                    FindingCode::DuplicateNumber,
                    second.span,
                    format!("`{}` and `{}` have the same number, {}", one.id, other.id, first.number),
                )
                .label(first.span, "the other")
                .hint("give one of them another number"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn numbers_are_counted_not_spelled() {
        let mut numbers = ["P-10", "P-9", "A-2.10", "A-2.9", "P-1"];
        numbers.sort_by_cached_key(|number| natural(number));
        assert_eq!(numbers, ["A-2.9", "A-2.10", "P-1", "P-9", "P-10"]);
    }
}
