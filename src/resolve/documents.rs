//! The documents: each policy, form and curriculum in its versions, the guide and the glossary.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::acronyms::Acronyms;
use super::approval::ApprovalReader;
use super::elsewhere::Elsewhere;
use super::evidence::{CitingVersion, OpenClauses};
use super::guide;
use super::in_force::{by_document, in_force, is_approved, statuses_of};
use super::lookup::{Names, PastPlaces};
use super::program::Program;
use super::training_sheet;
use super::used_units::UsedUnits;
use super::version::{Background, ReadVersion, Reading, bad_id};
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{Sources, VersionFile};
use crate::memo::{Keyed, Memo};
use crate::model::{
    Audience, Curriculum, DocumentId, Documents, EndedDocument, EndedDocuments, Evidence, Form, FormVersion,
    Glossary, GuidePage, OtherVersion, Policy, RemovedEvidence, Track, TrainingSheets, Version,
    VersionStatus, Versioned, Viewpoint,
};
use crate::names;
use crate::source::{Files, Span};

/// The documents for the service lines offered.
pub(crate) struct ReadDocuments {
    pub(crate) policies: Vec<Policy>,
    pub(crate) forms: Vec<Form>,
    pub(crate) curricula: Vec<Curriculum>,
    /// The sheets of every curriculum, with nothing filled in.
    pub(crate) sheets: TrainingSheets<FormVersion>,
    pub(crate) guide: Vec<Keyed<GuidePage>>,
    pub(crate) glossary: Keyed<Glossary>,
    /// Those of the glossary.
    acronyms: Acronyms,
}

impl ReadDocuments {
    pub(crate) fn all(&self) -> Documents<'_> {
        let Self { policies, forms, curricula, sheets: _, guide, glossary, acronyms: _ } = self;
        Documents { policies, forms, curricula, guide, glossary }
    }
}

pub(crate) struct DocumentReader<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) program: &'a Program,
    pub(crate) elsewhere: &'a Elsewhere,
    pub(crate) names: &'a Names<'a>,
    pub(crate) view: Viewpoint,
    pub(crate) memo: &'a Memo,
}

impl DocumentReader<'_> {
    pub(crate) fn read_all(&self, findings: &mut Findings) -> ReadDocuments {
        let known_tracks: Vec<_> = self.program.known_tracks.keys().cloned().collect();
        let no_acronyms = Acronyms::default();
        // The glossary explains acronyms, and links none itself.
        let without_acronyms = self.background(&known_tracks, self.names, &no_acronyms);
        let reading = Reading::new(&without_acronyms, &self.sources.files, self.memo);
        let glossary = guide::glossary(&reading, self.sources, findings);
        let acronyms = Acronyms::new(&glossary, glossary.key);
        let background = self.background(&known_tracks, self.names, &acronyms);
        let as_approved = self.names.as_approved();
        let approvals = self.for_approval(&known_tracks, &as_approved, &no_acronyms);
        let reading = Reading::new(&background, &self.sources.files, self.memo)
            .with_approvals(self.names.are_whole().then_some(&approvals));
        let policies = self.shown(&reading, &self.sources.policies, findings);
        let forms = self.shown(&reading, &self.sources.forms, findings);
        let mut curricula = self.shown(&reading, &self.sources.curricula, findings);
        let used = self.used_units(&reading, &curricula);
        for one in &mut curricula {
            used.put_into(one, findings);
        }
        ReadDocuments {
            policies,
            forms,
            curricula,
            sheets: training_sheet::blank(&reading, findings),
            guide: guide::pages(&reading, self.sources, self.elsewhere, findings),
            glossary,
            acronyms,
        }
    }

    fn used_units<'b>(&'b self, reading: &'b Reading<'b>, curricula: &[Curriculum]) -> UsedUnits<'b> {
        UsedUnits::new(reading, self.elsewhere, &self.sources.unreadable.documents, curricula)
    }

    /// Adds the other versions that have pages of their own.
    pub(crate) fn add_others(&self, documents: &mut ReadDocuments, places: &PastPlaces) {
        if self.view.audience == Audience::Program || !self.has_several_versions() {
            return;
        }
        let acronyms = std::mem::take(&mut documents.acronyms);
        self.with_past(&acronyms, places, |past| {
            past.add(&self.sources.policies, &mut documents.policies);
            past.add(&self.sources.forms, &mut documents.forms);
            past.add(&self.sources.curricula, &mut documents.curricula);
            let used = self.used_units(past.reading, &documents.curricula);
            documents.curricula.iter_mut().for_each(|one| used.put_into_others(one));
        });
        documents.acronyms = acronyms;
    }

    /// The documents that have ended, for the service lines offered.
    pub(crate) fn ended(&self, documents: &mut ReadDocuments, places: &PastPlaces) -> EndedDocuments {
        if !self.elsewhere.ends().has_any() {
            return EndedDocuments::default();
        }
        let acronyms = std::mem::take(&mut documents.acronyms);
        let ended = self.with_past(&acronyms, places, |past| {
            let used = self.used_units(past.reading, &documents.curricula);
            let mut curricula = past.ended(&self.sources.curricula, self.elsewhere);
            for one in &mut curricula {
                used.put_into_ended(one);
            }
            EndedDocuments {
                policies: past.ended(&self.sources.policies, self.elsewhere),
                forms: past.ended(&self.sources.forms, self.elsewhere),
                curricula,
            }
        });
        documents.acronyms = acronyms;
        ended
    }

    /// What met clauses in earlier versions of the documents, and in documents that have ended, of those that are `open` now.
    pub(crate) fn removed(
        &self,
        documents: &ReadDocuments,
        ended: &EndedDocuments,
        places: &PastPlaces,
        open: &OpenClauses,
    ) -> Vec<RemovedEvidence> {
        let mut removed = Vec::new();
        if open.is_empty() {
            return removed;
        }
        let EndedDocuments { policies, forms, curricula } = ended;
        removed.extend(policies.iter().flat_map(|one| ended_evidence(one, open, self.view)));
        removed.extend(forms.iter().flat_map(|one| ended_evidence(one, open, self.view)));
        removed.extend(curricula.iter().flat_map(|one| ended_evidence(one, open, self.view)));
        if !self.has_several_versions() {
            return removed;
        }
        let ReadDocuments { policies, forms, curricula, sheets: _, guide: _, glossary: _, acronyms } =
            documents;
        self.with_past(acronyms, places, |past| {
            let mut left_out = past.removed(&self.sources.policies, policies, open);
            left_out.extend(past.removed(&self.sources.forms, forms, open));
            left_out.extend(past.removed(&self.sources.curricula, curricula, open));
            removed.extend(left_out.into_iter().map(|evidence| RemovedEvidence { evidence, ended: None }));
        });
        removed
    }

    /// Whether any document has more than one version.
    fn has_several_versions(&self) -> bool {
        fn several<S>(files: &[VersionFile<S>]) -> bool {
            // They are sorted by document.
            files.windows(2).any(|pair| pair[0].document == pair[1].document)
        }
        let Sources { policies, forms, curricula, .. } = self.sources;
        several(policies) || several(forms) || several(curricula)
    }

    fn with_past<R>(&self, acronyms: &Acronyms, places: &PastPlaces, then: impl FnOnce(&Past<'_>) -> R) -> R {
        let known_tracks: Vec<_> = self.program.known_tracks.keys().cloned().collect();
        let names = self.names.of_past(places);
        let background = self.background(&known_tracks, &names, acronyms);
        let reading = Reading::new(&background, &self.sources.files, self.memo);
        then(&Past {
            reading: &reading,
            files: &self.sources.files,
            places,
            program: self.program,
            view: self.view,
        })
    }

    pub(super) fn background<'b>(
        &'b self,
        known_tracks: &'b [Track],
        names: &'b Names<'b>,
        acronyms: &'b Acronyms,
    ) -> Background<'b> {
        Background {
            known_tracks,
            offered: &self.program.offered,
            line_names: self.program.known_tracks.iter().map(|(line, name)| (line, name.as_str())).collect(),
            names,
            form_tasks: self.program.form_tasks.iter().map(|task| task.as_str()).collect(),
            acronyms,
            fixed_words: &self.program.words,
            sheets: &self.program.sheets,
            today: self.view.today,
            calendar: self.view.calendar,
        }
    }

    /// A reader of versions as they are approved; `as_approved` are the names for that.
    pub(crate) fn for_approval<'b>(
        &'b self,
        known_tracks: &'b [Track],
        as_approved: &'b Names<'b>,
        no_acronyms: &'b Acronyms,
    ) -> ApprovalReader<'b> {
        let background = self.background(known_tracks, as_approved, no_acronyms);
        ApprovalReader::new(background, self.elsewhere.ends(), &self.program.values)
    }

    /// The documents of one kind for the service lines offered, by number.
    fn shown<S: ReadVersion>(
        &self,
        reading: &Reading<'_>,
        files: &[VersionFile<S>],
        findings: &mut Findings,
    ) -> Vec<Versioned<S::Version>> {
        let ends = self.elsewhere.ends();
        let documents: Vec<(&DocumentId, Vec<&VersionFile<S>>)> =
            by_document(files).into_iter().filter(|(document, _)| !ends.has_ended(document)).collect();
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
        for ((document, _), (one, mut found)) in documents.iter().zip(read) {
            if self.elsewhere.has(document) {
                found.forget(FindingCode::SentNowhere, 0);
            }
            findings.append(found);
            shown.extend(one.filter(|_| !self.elsewhere.has(document)));
        }
        shown.sort_by_cached_key(|one| (natural(&one.current.header().number), one.id.clone()));
        check_numbers(&shown, findings);
        shown
    }
}

/// What a document that has ended met, of what is open now.
fn ended_evidence<V: CitingVersion>(
    ended: &EndedDocument<V>,
    open: &OpenClauses,
    view: Viewpoint,
) -> Vec<RemovedEvidence> {
    let version: &V = &ended.last.version;
    let header = version.header();
    let Some(end) = header.end.as_ref().filter(|_| header.approval.is_some()) else { return Vec::new() };
    let evidence = version.evidence(&version.kind().id(&ended.document.id), view.today).into_iter();
    let open = evidence.filter(|one| open.want(one));
    open.map(|evidence| RemovedEvidence { evidence, ended: Some(end.on) }).collect()
}

/// Finds the versions besides the one that is shown.
struct Past<'a> {
    /// Before names of the past.
    reading: &'a Reading<'a>,
    files: &'a Files,
    places: &'a PastPlaces,
    program: &'a Program,
    view: Viewpoint,
}

impl Past<'_> {
    fn add<S: ReadVersion>(&self, files: &[VersionFile<S>], documents: &mut [Versioned<S::Version>]) {
        let mut by_id: BTreeMap<&str, Vec<&VersionFile<S>>> = BTreeMap::new();
        for (document, versions) in by_document(files) {
            by_id.insert(&document.id, versions);
        }
        documents.par_iter_mut().for_each(|document| {
            let versions = by_id.get(document.id.as_str()).map(Vec::as_slice).unwrap_or_default();
            document.others = self.others(document, versions);
        });
    }

    /// The documents of one kind that have ended, by number. Their texts are of the past, and nobody changes the past.
    fn ended<S: ReadVersion>(
        &self,
        files: &[VersionFile<S>],
        elsewhere: &Elsewhere,
    ) -> Vec<EndedDocument<S::Version>> {
        let has_ended =
            |document: &DocumentId| elsewhere.ends().has_ended(document) && !elsewhere.has(document);
        let documents = by_document(files).into_iter().filter(|(document, _)| has_ended(document));
        let mut ended: Vec<EndedDocument<S::Version>> =
            documents.filter_map(|(document, versions)| self.ended_document(document, &versions)).collect();
        ended.sort_by_cached_key(|one| (natural(&one.last.version.header().number), one.document.id.clone()));
        ended
    }

    fn ended_document<S: ReadVersion>(
        &self,
        id: &DocumentId,
        versions: &[&VersionFile<S>],
    ) -> Option<EndedDocument<S::Version>> {
        let shown = in_force(versions, self.view.today)?;
        let statuses = statuses_of(versions, shown, self.view.today);
        let read = |at: usize| self.reading.past_version(id, versions[at], self.places);
        let has_page = |at: &usize| {
            self.view.audience != Audience::Program && *at != shown && self.has_page(statuses[*at])
        };
        let others = (0..versions.len()).filter(has_page);
        let others = others.map(|at| OtherVersion { status: statuses[at], version: read(at) }).collect();
        let last = OtherVersion { status: statuses[shown], version: read(shown) };
        let document = Versioned {
            id: id.id.clone(),
            current: last.version.clone(),
            later: (shown + 1..versions.len()).map(read).collect(),
            supersedes: None,
            others,
        };
        Some(EndedDocument { document, last })
    }

    fn others<S: ReadVersion>(
        &self,
        document: &Versioned<S::Version>,
        versions: &[&VersionFile<S>],
    ) -> Vec<OtherVersion<S::Version>> {
        let today = self.view.today;
        let Some(shown) = in_force(versions, today).filter(|_| versions.len() > 1) else {
            return Vec::new();
        };
        let id = document.current.kind().id(&document.id);
        let read = |at: usize| match at.checked_sub(shown + 1) {
            Some(later) => document.later[later].clone(),
            None => self.reading.past_version(&id, versions[at], self.places),
        };
        let statuses = statuses_of(versions, shown, today).into_iter().enumerate();
        statuses
            .filter(|(_, status)| self.has_page(*status))
            .map(|(at, status)| OtherVersion { status, version: read(at) })
            .collect()
    }

    /// What met open clauses in earlier approved versions: of each document, in the newest that met any.
    fn removed<S: ReadVersion>(
        &self,
        files: &[VersionFile<S>],
        documents: &[Versioned<S::Version>],
        open: &OpenClauses,
    ) -> Vec<Evidence> {
        let by_document = by_document(files);
        let removed = documents.par_iter().flat_map_iter(|document| {
            let id = document.current.kind().id(&document.id);
            let versions = by_document.get(&id).map(Vec::as_slice).unwrap_or_default();
            let shown = in_force(versions, self.view.today).unwrap_or(0);
            let mut earlier = versions[..shown].iter().rev();
            let found = earlier.find_map(|version| {
                let names_any = open.are_named_in(&self.files.get(version.file).text);
                if !names_any || !is_approved(version, self.view.today) {
                    return None;
                }
                let version = self.reading.past_version(&id, version, self.places);
                let evidence = version.evidence(&id, self.view.today).into_iter();
                let open: Vec<Evidence> = evidence.filter(|one| open.want(one)).collect();
                (!open.is_empty()).then_some(open)
            });
            found.unwrap_or_default()
        });
        removed.collect()
    }

    /// Whether a version of this status has a page beside the document's own.
    fn has_page(&self, status: VersionStatus) -> bool {
        let for_authors = self.view.audience == Audience::Authors;
        match status {
            VersionStatus::Shown => false,
            VersionStatus::Upcoming { on: _ }
            | VersionStatus::Superseded { on: _ }
            | VersionStatus::Ended { on: _ } => true,
            VersionStatus::Waiting { on: _ } => for_authors || self.program.publish_upcoming,
            VersionStatus::Draft | VersionStatus::NeverInForce => for_authors,
        }
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
