//! What a revision to come touches, as readers see it: a page for each specification that has one.

use std::collections::HashSet;

use serde::Serialize;

use super::place::LinkView;
use super::{address, evidence_url, words};
use crate::impact::{
    self, CitingPlace, ClauseDifference, ClauseImpact, FigurePlace, MeaningDecision, NextStep, OldFigure,
    PlaceOwner, RevisionImpact, RevisionPair, WrittenCitations,
};
use crate::model::command::command;
use crate::model::guide::GLOSSARY;
use crate::model::{Clause, DocumentId, EvidenceKind, Handbook};
use crate::source::{FileId, Files, Location, Span};
use crate::words::{FixedWords, Word};

#[derive(Debug, Clone, Serialize)]
pub(crate) struct ImpactPage {
    pub(crate) url: String,
    pub(crate) pdf: String,
    pub(crate) specification: LinkView,
    pub(crate) title: String,
    pub(crate) lead: String,
    /// The day on which the revision takes effect.
    pub(crate) day: String,
    /// `2 documents to read, 3 citations to rewrite`
    pub(crate) counts: String,
    pub(crate) to_read: Vec<LinkView>,
    pub(crate) clauses: Vec<ImpactClause>,
}

/// Leads to such a page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ImpactLink {
    pub(crate) url: String,
    pub(crate) day: String,
    pub(crate) counts: String,
}

impl ImpactLink {
    /// The link to the page of a specification; `None` where no revision of it is to come.
    pub(crate) fn of(specification: &str, pages: &[ImpactPage]) -> Option<Self> {
        let url = address::specification(specification);
        let page = pages.iter().find(|page| page.specification.url == url)?;
        Some(Self { url: page.url.clone(), day: page.day.clone(), counts: page.counts.clone() })
    }
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct ImpactClause {
    /// `CCA CSP 5.1 Needs assessment`
    pub(crate) title: String,
    /// `reworded, other figures; nobody has decided whether its meaning changed`
    pub(crate) changes: String,
    pub(crate) before: Vec<String>,
    /// What it asks then, or why it is gone.
    pub(crate) then: String,
    pub(crate) citing: Vec<ImpactPlace>,
    pub(crate) figures: Vec<ImpactFigure>,
    /// What to do next; empty where there is nothing.
    pub(crate) next: String,
}

/// The places that still state a figure.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ImpactFigure {
    pub(crate) lead: String,
    pub(crate) places: Vec<ImpactPlace>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct ImpactPlace {
    pub(crate) title: String,
    /// From the site's root; empty where no page has it.
    pub(crate) url: String,
    /// What it is, or what it says.
    pub(crate) what: String,
    /// `content/policies/intake/2026-11-23.md:24`
    pub(crate) at: String,
}

/// A page for each specification with a revision to come.
pub(crate) fn pages(handbook: &Handbook, files: &Files) -> Vec<ImpactPage> {
    let pairs = handbook.revisions.iter().filter_map(RevisionPair::to_come);
    pairs
        .map(|pair| {
            ImpactWriter::new(handbook, files).page(&impact::impact(
                pair,
                handbook,
                &WrittenCitations::new(),
                files,
            ))
        })
        .collect()
}

struct ImpactWriter<'h> {
    handbook: &'h Handbook,
    files: &'h Files,
    words: &'h FixedWords,
    /// The files of the versions that have pages at the addresses of their documents.
    shown: HashSet<FileId>,
}

impl<'h> ImpactWriter<'h> {
    fn new(handbook: &'h Handbook, files: &'h Files) -> Self {
        let documents = handbook.documents().versioned();
        let guide = handbook.guide.iter().map(|page| page.span.file);
        let shown = documents.map(|document| document.current.header().span.file).chain(guide).collect();
        Self { handbook, files, words: &handbook.words, shown }
    }

    fn page(&self, impact: &RevisionImpact<'_>) -> ImpactPage {
        let RevisionImpact { pair, clauses, to_read, to_rewrite } = impact;
        let (before, after) = (pair.before(), pair.after());
        let (say, dates) = (&self.words.impact, &self.words.dates);
        let (old, day) = (dates.day(before.effective), dates.day(after.effective));
        let version = after.effective.to_string();
        ImpactPage {
            url: address::impact(&after.id, &version),
            pdf: address::impact_pdf(&after.id, &version),
            specification: LinkView::new(&after.short_title, &address::specification(&after.id)),
            title: say.title.fill(&[("title", &*after.short_title), ("day", &day)]),
            lead: say.lead.fill(&[("old", &old), ("new", &day)]),
            day,
            counts: format!("{}, {}", say.to_read.fill(to_read.len()), say.to_rewrite.fill(*to_rewrite)),
            to_read: to_read.iter().map(|document| self.document(document)).collect(),
            clauses: clauses.iter().map(|clause| self.clause(clause, impact)).collect(),
        }
    }

    fn document(&self, document: &DocumentId) -> LinkView {
        let title = self.handbook.title_of(document).unwrap_or(&document.id);
        LinkView::new(title, &address::page(document.kind, &document.id))
    }

    fn clause(&self, clause: &ClauseImpact<'_>, impact: &RevisionImpact<'_>) -> ImpactClause {
        let ClauseImpact { step, citing, old_figures, next } = clause;
        let pair = &impact.pair;
        let before: Vec<&Clause> = step.before.iter().map(|one| one.of(&pair.before().clauses)).collect();
        let now = step.now.map(|now| now.of(&pair.after().clauses));
        let named = now.or(before.first().copied());
        let title = named.map(|one| format!("{} {} {}", pair.after().short_title, one.label, one.title));
        let reason = || pair.reason_of_removal(step).map(|one| one.reason.to_string());
        let differences: Vec<&str> =
            step.differences.iter().map(|one| &**difference(*one, self.words)).collect();
        let meaning = step.meaning.map(|one| format!("; {}", meaning(one, self.words)));
        ImpactClause {
            title: title.unwrap_or_default(),
            changes: format!("{}{}", differences.join(", "), meaning.unwrap_or_default()),
            before: before.iter().map(|one| self.asked(one)).collect(),
            then: now.map(|one| self.asked(one)).or_else(reason).unwrap_or_default(),
            citing: citing.iter().map(|one| self.citing(one)).collect(),
            figures: old_figures.iter().flat_map(|one| self.figure(one)).collect(),
            next: next.as_ref().map(|next| self.next(next, impact)).unwrap_or_default(),
        }
    }

    /// `Answer each call. [24 hours; requirement; policy section]`
    fn asked(&self, clause: &Clause) -> String {
        let mut facts: Vec<String> = clause.figures.iter().map(|one| one.written.to_string()).collect();
        facts.push(words::clause_kind(clause.kind, self.words).to_string());
        let needs: Vec<String> =
            clause.needs.iter().map(|kind| words::evidence(*kind, self.words).name.to_string()).collect();
        facts.extend((!needs.is_empty()).then(|| needs.join(", ")));
        format!("{} [{}]", *clause.summary, facts.join("; "))
    }

    fn at(&self, span: Span) -> String {
        let Location { file, line, column: _ } = self.files.location(span);
        format!("{file}:{line}")
    }

    fn citing(&self, place: &CitingPlace<'_>) -> ImpactPlace {
        let (title, url, what) = match place {
            CitingPlace::Evidence(evidence) => {
                let url = if self.shown.contains(&evidence.span.file) {
                    evidence_url(evidence)
                } else {
                    address::page(evidence.document.kind, &evidence.document.id)
                };
                let what = match evidence.kind {
                    EvidenceKind::Policy => &self.words.evidence.policy.name,
                    EvidenceKind::Form => &self.words.evidence.form.name,
                    EvidenceKind::Training => &self.words.evidence.training.name,
                    EvidenceKind::Record => &self.words.evidence.record.name,
                };
                (format!("{}: {}", evidence.document_title, evidence.title), url, what)
            }
            CitingPlace::Guide { page, span: _ } => {
                (page.title.to_string(), address::guide(&page.id), &self.words.titles.guide)
            }
            CitingPlace::Gone(gone) => {
                let title = gone.version.header().title.to_string();
                let page = address::page(gone.document.kind, &gone.document.id);
                (title, page, &self.words.impact.removed)
            }
            CitingPlace::Waiver(waiver) => {
                (waiver.reason.to_string(), String::new(), &self.words.specification.waived)
            }
            CitingPlace::Record(record) => {
                (record.what.to_string(), String::new(), &self.words.evidence.record.name)
            }
            CitingPlace::Mapping { mapping: _, other } => {
                (other.clone(), String::new(), &self.words.impact.mapped)
            }
        };
        ImpactPlace { title, url, what: what.to_string(), at: self.at(place.span()) }
    }

    fn figure(&self, figure: &OldFigure<'_>) -> Vec<ImpactFigure> {
        let say = &self.words.impact;
        let stated = figure.in_citing_documents().map(|place| self.place(place)).collect();
        let elsewhere = figure.elsewhere().map(|place| self.place(place)).collect();
        let lists: [(_, Vec<ImpactPlace>); 2] = [(&say.states, stated), (&say.elsewhere, elsewhere)];
        let lists = lists.into_iter().filter(|(_, places)| !places.is_empty());
        let value = &*figure.figure.written;
        lists.map(|(lead, places)| ImpactFigure { lead: lead.fill(&[("figure", value)]), places }).collect()
    }

    fn place(&self, place: &FigurePlace<'_>) -> ImpactPlace {
        // A part of a version that isn't shown may not be on the page.
        let anchor = place.part.anchor().filter(|_| self.shown.contains(&place.span.file));
        let (title, url) = match &*place.owner {
            PlaceOwner::Document(document, title) => {
                (title.clone(), address::place(document, anchor.as_ref()))
            }
            PlaceOwner::Glossary => {
                let anchor = place.part.anchor().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                (self.words.titles.glossary.to_string(), format!("{}{anchor}", address::guide(GLOSSARY)))
            }
            PlaceOwner::HandbookFile => (self.handbook.file.clone(), String::new()),
        };
        ImpactPlace { title, url, what: place.excerpt.clone(), at: self.at(place.span) }
    }

    fn next(&self, next: &NextStep, impact: &RevisionImpact<'_>) -> String {
        let say = &self.words.impact;
        let after = impact.pair.after();
        let handbook = self.handbook;
        let names = |documents: &[DocumentId]| documents.iter().map(ToString::to_string).collect::<Vec<_>>();
        match next {
            NextStep::Decide(clause) => say.decide.fill(&[("place", &self.at(*clause))]),
            NextStep::Revise(documents) => {
                let options = format!("--effective {} --change \"…\"", after.effective);
                let commands = names(documents)
                    .into_iter()
                    .map(|name| command(handbook, &format!("revise {name}"), &options));
                commands.collect::<Vec<_>>().join("; ")
            }
            NextStep::Meet => {
                let options =
                    format!("--specification {} --status open --as-of {}", after.id, after.effective);
                command(handbook, "coverage", &options)
            }
            NextStep::Read(documents) => {
                let words = format!("review {}", names(documents).join(" "));
                command(handbook, &words, "--read-clauses --by WHO --on DATE")
            }
            NextStep::Rewrite => {
                let day = self.words.dates.day(after.effective);
                let command = command(handbook, "update-citations", "--write");
                say.rewrite.fill(&[("day", &day), ("command", &command)])
            }
        }
    }
}

fn difference(difference: ClauseDifference, words: &FixedWords) -> &Word {
    let say = &words.impact;
    match difference {
        ClauseDifference::New => &say.new,
        ClauseDifference::Merged => &say.merged,
        ClauseDifference::Split => &say.split,
        ClauseDifference::Renumbered => &say.renumbered,
        ClauseDifference::Reworded => &say.reworded,
        ClauseDifference::Figures => &say.figures,
        ClauseDifference::Kind => &say.kind,
        ClauseDifference::Needs => &say.needs,
        ClauseDifference::Elements => &say.elements,
        ClauseDifference::Sentence => &say.sentence,
        ClauseDifference::Removed => &say.removed,
    }
}

fn meaning(meaning: MeaningDecision, words: &FixedWords) -> &Word {
    match meaning {
        MeaningDecision::Same => &words.impact.same,
        MeaningDecision::Changed => &words.impact.changed,
        MeaningDecision::Undecided => &words.impact.undecided,
    }
}
