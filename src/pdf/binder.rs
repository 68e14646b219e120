//! The binder for a surveyor, on paper: what is open, the crosswalk with page numbers, approvals, policies, blank forms, training, records,
//! and what is not at hand.

use super::body::{PaperContents, Reach, document_label};
use super::documents::{chapter, start};
use super::form::{self, FormPaper};
use super::paper_places::{PaperPlaces, heading_label};
use super::typst_source::TypstSource;
use super::typst_value::{TypstCall, TypstValue, array, call, dict, tuple};
use crate::model::DocumentKind;
use crate::model::form::{Extent, Sheet};
use crate::view::Pages;
use crate::view::binder::{BinderDocument, BinderRecord, BinderView};
use crate::view::curriculum::CurriculumPage;
use crate::view::form::FormPage;
use crate::view::specification::{ClauseView, EvidenceView, ReferenceView, SpecificationPage};
use crate::view::words::StateView;
use crate::words::{BinderWords, FixedWords};

pub(super) fn binder(pages: &Pages<'_>, view: &BinderView) -> TypstSource {
    let contents = PaperContents {
        title: pages.shell.words.binder.title.fill(&[("title", &pages.shell.title)]),
        documents: view.documents.iter().map(|one| one.id.clone()).collect(),
    };
    let writer = BinderWriter {
        pages,
        view,
        places: PaperPlaces::new(pages, &contents),
        contents: &contents,
        words: &pages.shell.words,
        say: &pages.shell.words.binder,
    };
    let mut source = TypstSource::default();
    writer.write(&mut source);
    source
}

struct BinderWriter<'a> {
    pages: &'a Pages<'a>,
    view: &'a BinderView,
    places: PaperPlaces<'a>,
    contents: &'a PaperContents,
    words: &'a FixedWords,
    say: &'a BinderWords,
}

/// The labels of the chapters with which a part of the list of contents begins.
const EVIDENCE: &str = "binder/evidence";
const TRAINING: &str = "binder/training";

impl BinderWriter<'_> {
    fn write(&self, source: &mut TypstSource) {
        let shell = &self.pages.shell;
        start(shell, &self.contents.title, &shell.as_of, source);
        source.import("form.typ");
        source.import("binder.typ");
        source.show(self.cover());
        source.show(self.list_of_contents());
        self.attention(source);
        for specification in self.specifications() {
            self.crosswalk(specification, source);
        }
        self.approvals(source);
        for policy in self.pages.policies.iter().filter(|page| self.has(DocumentKind::Policy, &page.row.id)) {
            chapter(shell, policy, Reach::Book(self.contents), source);
        }
        for form in self.forms() {
            self.blank_form(form, source);
        }
        self.training(source);
        self.records(source);
        self.not_at_hand(source);
    }

    fn has(&self, kind: DocumentKind, id: &str) -> bool {
        self.contents.has(&kind.id(id))
    }

    fn specifications(&self) -> impl Iterator<Item = &SpecificationPage> {
        let all = self.pages.specifications.iter();
        all.filter(|page| self.view.specifications.contains(&page.row.id))
    }

    fn forms(&self) -> impl Iterator<Item = &FormPage<'_>> {
        self.pages.forms.iter().filter(|page| self.has(DocumentKind::Form, &page.list.row.id))
    }

    fn curricula(&self) -> impl Iterator<Item = &CurriculumPage<'_>> {
        self.pages.curricula.iter().filter(|page| self.has(DocumentKind::Curriculum, &page.row.id))
    }

    fn cover(&self) -> TypstCall {
        let shell = &self.pages.shell;
        let specifications = self.specifications().map(|one| {
            let text = self.words.specifications.text_of.fill(&[("day", &one.row.revision)]);
            format!("{}. {text}", one.row.title)
        });
        call("cover")
            .named("logo", shell.logo.as_ref().map(|logo| format!("/{}", logo.path)))
            .named("address", &shell.address)
            .named("tracks", array(specifications))
            .named("standing", &self.say.lead)
            .named("as-of", &shell.as_of)
    }

    fn list_of_contents(&self) -> TypstCall {
        let titles = &self.words.titles;
        let first = |kind: DocumentKind| self.view.documents.iter().find(|one| one.id.kind == kind);
        let parts = [
            Some((EVIDENCE.to_owned(), &self.say.evidence)),
            first(DocumentKind::Policy).map(|one| (document_label(&one.id), &titles.policies)),
            first(DocumentKind::Form).map(|one| (document_label(&one.id), &titles.forms)),
            Some((TRAINING.to_owned(), &self.say.training_and_records)),
        ];
        let parts = parts.into_iter().flatten().map(|(first, title)| tuple([first.into(), title.into()]));
        let documents = self.view.documents.iter();
        let numbers = documents.map(|one| tuple([document_label(&one.id).into(), (&one.number).into()]));
        call("contents").named("parts", array(parts)).named("numbers", array(numbers))
    }

    /// What is overdue, not approved or open. It comes before everything else.
    fn attention(&self, source: &mut TypstSource) {
        let (say, columns) = (self.say, &self.words.columns);
        source.show(chapter_title(EVIDENCE, &say.attention, &say.attention_lead));
        let open = self.specifications().flat_map(|one| one.clauses.iter().map(move |clause| (one, clause)));
        let open = open.filter(|(_, clause)| clause.gap).map(|(specification, clause)| {
            let label = format!("{} {}", specification.row.short_title, clause.label);
            array([
                label.into(),
                (&clause.title).into(),
                state(&clause.status),
                self.places.remarks(clause).into(),
            ])
        });
        let head = [&columns.clause, &columns.what_it_is_about, &columns.status, &columns.still_needs];
        section(&say.open, &[26, 34, 16, 24], head, open.collect(), say, source);
        let document = |one: &BinderDocument, last: &str| {
            array([self.places.document(&one.id, &one.number, &one.title), state(&one.standing), last.into()])
        };
        let documents = &self.view.documents;
        let waiting = documents.iter().filter(|one| !one.is_in_force).map(|one| document(one, &one.approval));
        let head = [&columns.document, &columns.status, &self.words.packet.approval];
        section(&say.not_in_force, &[44, 22, 34], head, waiting.collect(), say, source);
        let late = documents.iter().filter(|one| one.is_overdue).map(|one| document(one, &one.next_review));
        let head = [&columns.document, &columns.status, &columns.due];
        section(&say.overdue, &[44, 22, 34], head, late.collect(), say, source);
        let expired = self.view.records.iter().filter(|one| one.is_expired);
        let expired = expired.map(|one| array([&one.what, &one.clauses, &one.kept]));
        let head = [&columns.what, &columns.clause, &columns.kept];
        section(&say.expired, &[44, 26, 30], head, expired.collect(), say, source);
    }

    /// A row for each clause and document: where, what it is, how it stands, when it was approved and read.
    fn crosswalk(&self, page: &SpecificationPage, source: &mut TypstSource) {
        let (row, columns) = (&page.row, &self.words.columns);
        let title = self.words.coverage.crosswalk.fill(&[("title", &row.short_title)]);
        let lead = self.words.print.crosswalk_facts.fill(&[
            ("title", &row.title),
            ("publisher", &row.publisher),
            ("authority", &row.authority),
            ("revision", &row.revision),
        ]);
        source.begin_scope();
        source.style(&call("wide-pages"));
        source.show(call("chapter-start").arg(format!("specification:{}", row.id)).arg(title).arg(lead));
        let rows = page.clauses.iter().flat_map(|clause| self.crosswalk_rows(clause));
        let head = [
            &columns.clause,
            &columns.what_it_is_about,
            &columns.where_it_is,
            &columns.kind,
            &columns.status,
            &columns.approved,
            &columns.last_read,
        ];
        let weights = [14_u8, 22, 30, 10, 10, 12, 12];
        source.show(table(&weights, head, rows.collect()));
        source.end_scope();
    }

    fn crosswalk_rows(&self, clause: &ClauseView) -> Vec<TypstValue> {
        let label = heading_label(clause);
        if clause.kind == "heading" {
            let title =
                if label.is_empty() { clause.title.clone() } else { format!("{label}: {}", clause.title) };
            return vec![title.into()];
        }
        let evidence = if clause.waived.is_some() { &[] } else { clause.evidence.as_slice() };
        let of_documents = evidence.chunk_by(|one, other| one.place.0 == other.place.0);
        let mut rows: Vec<[TypstValue; 4]> = of_documents.map(|of_one| self.of_document(of_one)).collect();
        rows.extend(
            clause.records.iter().map(|record| {
                [record.into(), (&self.words.evidence.record.name).into(), "".into(), "".into()]
            }),
        );
        let remarks = self.places.remarks(clause);
        if !remarks.is_empty() || rows.is_empty() {
            rows.push([remarks.into(), "".into(), "".into(), "".into()]);
        }
        let rows = rows.into_iter().enumerate().map(|(at, [place, kind, approved, read])| {
            let (title, status) = match at {
                0 => (clause.title.as_str().into(), state(&clause.status)),
                _ => ("".into(), "".into()),
            };
            array([label.into(), title, place, kind, status, approved, read])
        });
        rows.collect()
    }

    /// Where, what it is, when it was approved, when it was read last.
    fn of_document(&self, evidence: &[EvidenceView]) -> [TypstValue; 4] {
        let id = evidence.first().map(|one| &one.place.0);
        let document = self.view.documents.iter().find(|one| Some(&one.id) == id);
        let place = self.places.each(evidence);
        match document {
            Some(one) => [place, (&one.kind).into(), day_of(&one.approved_on, one), (&one.last_read).into()],
            None => [place, "".into(), "".into(), "".into()],
        }
    }

    /// What needs something done comes first.
    fn approvals(&self, source: &mut TypstSource) {
        let (say, columns) = (self.say, &self.words.columns);
        source.show(chapter_title("binder/approvals", &say.approvals, ""));
        let mut documents: Vec<&BinderDocument> = self.view.documents.iter().collect();
        documents.sort_by_key(|one| one.is_in_force && !one.is_overdue);
        let review = |one: &BinderDocument| {
            if one.is_overdue {
                say.review_overdue.fill(&[("day", &one.next_review)])
            } else {
                one.next_review.clone()
            }
        };
        let rows = documents.into_iter().map(|one| {
            array([
                self.places.document(&one.id, &one.number, &one.title),
                state(&one.standing),
                (&one.date).into(),
                (&one.approval).into(),
                (&one.last_read).into(),
                review(one).into(),
            ])
        });
        let head = [
            &columns.document,
            &columns.status,
            &self.words.versions.version,
            &self.words.packet.approval,
            &columns.last_read,
            &self.words.facts.next_review,
        ];
        source.show(table(&[26, 14, 16, 20, 14, 14], head, rows.collect()));
    }

    /// A form as it is printed, with boxes in the place of its fields.
    fn blank_form(&self, page: &FormPage<'_>, source: &mut TypstSource) {
        let sheet = Sheet::new(page.version, self.words, &Extent::default());
        let paper = FormPaper {
            shell: &self.pages.shell,
            row: &page.list.row,
            version: page.version,
            sheet: &sheet,
            edition: form::Edition::Standard,
            rest: "",
            title: &page.version.header.title,
            reach: Reach::Book(self.contents),
            notices: &[],
            needs_notice: false,
            code: None,
        };
        source.begin_scope();
        source.style(&call("blank-form"));
        form::append(&paper, &[], source);
        source.end_scope();
    }

    fn training(&self, source: &mut TypstSource) {
        let (say, columns) = (self.say, &self.words.columns);
        source.show(chapter_title(TRAINING, &say.training, &say.training_lead));
        for page in self.curricula() {
            let name = document_label(&DocumentKind::Curriculum.id(&page.row.id));
            let title = format!("{} {}", page.row.number, page.row.title);
            source.show(call("binder-section").arg(title).named("name", name));
            source.show(call("par").arg(format!("{}. {}", page.row.version, page.duration)));
            let rows = page.units.iter().map(|unit| array([&unit.title, &unit.minutes, &unit.teacher]));
            let head = [&columns.unit, &columns.minutes, &columns.who_teaches];
            source.show(table(&[50, 20, 30], head, rows.collect()));
        }
        let is_meant = |url: &str| self.specifications().any(|one| url.starts_with(&one.row.url));
        let topics = self.pages.topics.iter().filter(|topic| is_meant(&topic.clause.url));
        let rows = topics.map(|topic| {
            let units = topic
                .units
                .iter()
                .map(|unit| format!("{}: {} ({})", unit.curriculum, unit.unit, unit.minutes));
            array([
                (&topic.clause.label).into(),
                (&topic.clause.title).into(),
                (&topic.clause.weight_word).into(),
                units.collect::<Vec<_>>().join("; ").into(),
                state(&topic.status),
            ])
        });
        let head =
            [&columns.clause, &columns.topic, &self.words.binder.weight, &columns.unit, &columns.status];
        section(&self.words.curricula.topics, &[20, 24, 14, 28, 14], head, rows.collect(), say, source);
    }

    fn records(&self, source: &mut TypstSource) {
        let (say, columns) = (self.say, &self.words.columns);
        source.show(chapter_title("binder/records", &say.records, ""));
        let row = |one: &BinderRecord| array([&one.what, &one.clauses, &one.since, &one.until, &one.kept]);
        let rows: Vec<TypstValue> = self.view.records.iter().map(row).collect();
        let head = [&columns.what, &columns.clause, &say.since, &say.until, &columns.kept];
        table_or_nothing(&[30, 22, 14, 14, 20], head, rows, &say.no_records, source);
    }

    fn not_at_hand(&self, source: &mut TypstSource) {
        let (say, columns) = (self.say, &self.words.columns);
        source.show(chapter_title("binder/not-at-hand", &say.not_at_hand, &say.not_at_hand_lead));
        let row = |page: &SpecificationPage, one: &ReferenceView| {
            array([&page.row.short_title, &one.title, &one.note])
        };
        let rows = self
            .specifications()
            .flat_map(|page| page.refers_to.iter().filter(|one| !one.at_hand).map(move |one| row(page, one)));
        let head = [&columns.specification, &columns.document, &columns.what_it_is];
        table_or_nothing(&[20, 40, 40], head, rows.collect(), &say.nothing, source);
    }
}

fn chapter_title(name: &str, title: &str, lead: &str) -> TypstCall {
    call("binder-chapter").arg(name).arg(title).arg(lead)
}

/// A state with its sign, as the crosswalk has it.
fn state(state: &StateView) -> TypstValue {
    dict([("state", (&state.word).into()), ("look", state.look.into())])
}

fn table<W: Into<TypstValue>, const N: usize>(
    weights: &[u8; N],
    head: [W; N],
    rows: Vec<TypstValue>,
) -> TypstCall {
    call("binder-table").arg(array(weights.iter().copied())).arg(array(head)).arg(array(rows))
}

fn section<W: Into<TypstValue>, const N: usize>(
    title: &str,
    weights: &[u8; N],
    head: [W; N],
    rows: Vec<TypstValue>,
    say: &BinderWords,
    source: &mut TypstSource,
) {
    source.show(call("binder-section").arg(title));
    table_or_nothing(weights, head, rows, &say.nothing, source);
}

fn table_or_nothing<W: Into<TypstValue>, const N: usize>(
    weights: &[u8; N],
    head: [W; N],
    rows: Vec<TypstValue>,
    nothing: &str,
    source: &mut TypstSource,
) {
    if rows.is_empty() {
        source.show(call("par").arg(nothing));
    } else {
        source.show(table(weights, head, rows));
    }
}

/// The day of an approval, or how the document stands without one.
fn day_of(day: &str, document: &BinderDocument) -> TypstValue {
    if document.is_in_force { day.into() } else { state(&document.standing) }
}
