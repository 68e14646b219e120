//! The walk itself: what a reader sees of each struct of the model.
#![allow(clippy::needless_for_each, reason = "one line a list: the walk reads as a table of contents")]

mod form;

use super::{Part, Passage, Role, Shown, Words};
use crate::model::curriculum::{CurriculumVersion, Unit};
use crate::model::guide::{Confused, Glossary, GuidePage, Term};
use crate::model::handbook::{Contact, Handbook, HandbookValue, ORGANIZATION, REPORT_TO, Waiver};
use crate::model::policy::{Card, PolicyVersion};
use crate::model::question::{AnswerOption, OptionList, Question, QuestionPurpose, Response};
use crate::model::specification::{Change, Clause, Event, Figure, MinorCorrection, Reference, Specification};
use crate::model::text::{Block, BodyText, Inline, Line};
use crate::model::version::{Approval, DocumentEnd, Header, TextConfirmation};
use crate::model::{ClauseElement, FactSource, KeptRecord};
use crate::source::{Placed, Span};

impl PolicyVersion {
    /// Everything that a reader of it sees.
    pub(crate) fn passages(&self) -> Vec<Passage<'_>> {
        let Self { header, card, body } = self;
        let mut walk = PassageWalk::new();
        walk.header(header);
        walk.card(card);
        walk.document(body);
        walk.found
    }
}

impl CurriculumVersion {
    /// Everything that a reader of it sees.
    pub(crate) fn passages(&self) -> Vec<Passage<'_>> {
        // What is filled into the sheets is seen here already; their own words are those of `Handbook::sheets`.
        // The text of a unit of another curriculum is read there.
        let Self { header, audience, notes, opening, units: _, uses: _, sheets: _ } = self;
        let mut walk = PassageWalk::new();
        walk.header(header);
        walk.plain(Role::Lead, audience);
        notes.iter().for_each(|note| walk.line(Role::Lead, note));
        walk.part = Part::Opening;
        walk.blocks(opening);
        self.own_units().for_each(|unit| walk.unit(unit));
        walk.found
    }
}

impl GuidePage {
    /// Everything that a reader of it sees.
    pub(crate) fn passages(&self) -> Vec<Passage<'_>> {
        let Self { id: _, title, summary, order: _, readers: _, body, sources, span: _ } = self;
        let mut walk = PassageWalk::new();
        walk.plain(Role::Title, title);
        walk.line(Role::Lead, summary);
        sources.iter().for_each(|source| walk.fact_source(source));
        walk.document(body);
        walk.found
    }
}

impl Glossary {
    /// Everything that a reader of it sees.
    pub(crate) fn passages(&self) -> Vec<Passage<'_>> {
        let Self { terms, confused } = self;
        let mut walk = PassageWalk::new();
        terms.iter().for_each(|term| walk.term(term));
        walk.part = Part::Head;
        confused.iter().for_each(|pair| walk.confused(pair));
        walk.found
    }
}

impl Specification {
    /// Everything that a reader of it sees.
    pub(crate) fn passages(&self) -> Vec<Passage<'_>> {
        let Self {
            id: _,
            title,
            short_title,
            publisher,
            jurisdiction,
            authority: _,
            revision: _,
            effective: _,
            is_complete: _,
            ends: _,
            superseded_by: _,
            history,
            refers_to,
            clauses,
            // Its reasons are for authors.
            removed: _,
            span: _,
        } = self;
        let mut walk = PassageWalk::new();
        walk.plain(Role::Title, title);
        walk.plain(Role::Title, short_title);
        walk.plain(Role::Clause, publisher);
        walk.shown(Shown::OnScreen, |walk| {
            walk.plain(Role::Clause, jurisdiction);
            history.iter().for_each(|change| walk.change(change));
            refers_to.iter().for_each(|reference| walk.reference(reference));
        });
        clauses.iter().for_each(|clause| walk.clause(clause));
        walk.found
    }
}

impl Handbook {
    /// What a reader sees of the handbook file: not what is in its documents.
    pub(crate) fn passages(&self) -> Vec<Passage<'_>> {
        let Self {
            file: _,
            title,
            language: _,
            // No author wrote them.
            words: _,
            accent: _,
            logo: _,
            paper: _,
            page_codes: _,
            drawn_signatures: _,
            as_of: _,
            is_today: _,
            tracks,
            undated_tracks: _,
            // They are seen where a text names them, and as the two that every page knows.
            values,
            contacts,
            common: _,
            people_folder: _,
            staff_roles: _,
            session_forms: _,
            answers: _,
            acknowledged: _,
            waivers,
            records,
            // Their clauses have words of their own.
            mappings: _,
            // They change what `check` says, not what readers see.
            rules: _,
            // Each has passages of its own.
            specifications: _,
            revisions: _,
            policies: _,
            forms: _,
            curricula: _,
            ended: _,
            renamed: _,
            sheets: _,
            guide: _,
            glossary: _,
            form_tasks,
            // Made of the documents.
            evidence: _,
            evidence_to_come: _,
            evidence_removed: _,
            linked: _,
            images: _,
            // What readers don't have.
            not_offered: _,
            // Walked by themselves.
            translations: _,
            // Not an author's words.
            language_notices: _,
        } = self;
        let mut walk = PassageWalk::new();
        walk.plain(Role::Title, title);
        tracks.iter().for_each(|(_, name)| walk.plain(Role::Particular, name));
        if let Some(name) = values.get(ORGANIZATION) {
            walk.value(name);
        }
        contacts.iter().for_each(|contact| walk.contact(contact));
        waivers.iter().for_each(|waiver| walk.waiver(waiver));
        walk.shown(Shown::OnScreen, |walk| records.iter().for_each(|record| walk.record(record)));
        walk.shown(Shown::OnScreen, |walk| {
            form_tasks.iter().for_each(|task| walk.plain(Role::Particular, task));
            values.get(REPORT_TO).into_iter().for_each(|address| walk.value(address));
        });
        walk.found
    }
}

/// Everything that a reader of the blocks sees.
pub(crate) fn of_blocks(blocks: &[Block]) -> Vec<Passage<'_>> {
    let mut walk = PassageWalk { part: Part::Opening, ..PassageWalk::new() };
    walk.blocks(blocks);
    walk.found
}

/// The passages so far, and what the next ones belong to.
struct PassageWalk<'a> {
    found: Vec<Passage<'a>>,
    shown: Shown,
    part: Part<'a>,
}

impl<'a> PassageWalk<'a> {
    fn new() -> Self {
        Self { found: Vec::new(), shown: Shown::Everywhere, part: Part::Head }
    }

    /// What `walk` finds is shown only there.
    fn shown(&mut self, only: Shown, walk: impl FnOnce(&mut Self)) {
        let outside = std::mem::replace(&mut self.shown, only);
        walk(self);
        self.shown = outside;
    }

    fn push(&mut self, role: Role, words: Words<'a>, span: Span) {
        self.found.push(Passage { role, shown: self.shown, part: self.part, words, span });
    }

    fn plain(&mut self, role: Role, text: &'a Placed<String>) {
        if !text.is_empty() {
            self.push(role, Words::Plain(text), text.span);
        }
    }

    fn line(&mut self, role: Role, line: &'a Line) {
        self.inlines(role, line, line.span);
    }

    /// A line, and the texts of its pictures.
    fn inlines(&mut self, role: Role, line: &'a [Inline], span: Span) {
        if !line.is_empty() {
            self.push(role, Words::Line(line), span);
            self.pictures(line);
        }
    }

    fn pictures(&mut self, line: &'a [Inline]) {
        for inline in line {
            match inline {
                Inline::Emphasis(text)
                | Inline::Strong(text)
                | Inline::Strikethrough(text)
                | Inline::Link { to: _, text, span: _ } => self.pictures(text),
                Inline::Image { path: _, alt, source, span } => {
                    self.push(Role::Alternative, Words::Plain(alt), *span);
                    if !source.is_empty() {
                        self.push(Role::Publication, Words::Plain(source), *span);
                    }
                }
                Inline::Text(_) | Inline::Code(_) | Inline::Citation(_) | Inline::Break => {}
            }
        }
    }

    fn header(&mut self, header: &'a Header) {
        let Header {
            effective: _,
            title,
            number,
            owner,
            approver,
            approval,
            reviewed: _,
            reviewed_by,
            review_months: _,
            revisions: _,
            end,
            // Their names are the handbook file's.
            tracks: _,
            summary,
            history,
            sources,
            span: _,
        } = header;
        self.plain(Role::Title, title);
        self.plain(Role::Number, number);
        self.plain(Role::Person, owner);
        self.plain(Role::Person, approver);
        if let Some(Approval { by, on: _, recorded: _, text: _, confirmed }) = approval {
            self.plain(Role::Person, by);
            if let Some(TextConfirmation { by, on: _ }) = confirmed {
                self.plain(Role::Person, by);
            }
        }
        self.plain(Role::Person, reviewed_by);
        if let Some(DocumentEnd { on: _, why, successor: _ }) = end {
            self.plain(Role::Change, why);
        }
        self.line(Role::Lead, summary);
        history.iter().for_each(|change| self.change(change));
        sources.iter().for_each(|source| self.fact_source(source));
    }

    fn fact_source(&mut self, source: &'a FactSource) {
        let FactSource { title, citation, address, checked: _ } = source;
        self.plain(Role::Publication, title);
        citation.iter().chain(address).for_each(|words| self.plain(Role::Publication, words));
    }

    fn change(&mut self, change: &'a Change) {
        let Change { date: _, change, minor, is_material: _ } = change;
        self.plain(Role::Change, change);
        if let Some(MinorCorrection { by }) = minor {
            self.plain(Role::Person, by);
        }
    }

    fn card(&mut self, card: &'a Card) {
        let Card { what, by_when, call, form } = card;
        [what, by_when, call, form].into_iter().flatten().for_each(|line| self.line(Role::Card, line));
    }

    /// A text in sections, each of which is a part of its page.
    fn document(&mut self, document: &'a BodyText) {
        let BodyText { blocks } = document;
        self.part = Part::Opening;
        for block in blocks {
            if let Block::Heading { id, .. } = block {
                self.part = Part::Under(id);
            }
            self.block(block);
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading { level: _, id: _, origin: _, text, span } => {
                self.inlines(Role::Heading, text, *span);
            }
            Block::Paragraph { text, span } => self.inlines(Role::Paragraph, text, *span),
            Block::List { start: _, spacing: _, items, span: _ } => {
                items.iter().for_each(|item| self.blocks(item));
            }
            Block::Table { columns: _, head, rows, span } => {
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|cell| self.inlines(Role::Cell, cell, *span));
            }
            Block::Definitions { entries, span } => {
                for (term, meanings) in entries {
                    self.inlines(Role::Term, term, *span);
                    meanings.iter().for_each(|meaning| self.blocks(meaning));
                }
            }
            Block::Callout { kind: _, blocks, span: _ } => self.blocks(blocks),
            Block::Code { text, span } => self.push(Role::Code, Words::Code(text), *span),
            Block::Rule { span: _ } => {}
        }
    }

    fn unit(&mut self, unit: &'a Unit) {
        let Unit {
            id,
            title,
            minutes: _,
            teacher,
            covers: _,
            objectives,
            sources,
            questions,
            materials,
            // Ids and names, of which readers see the titles.
            course: _,
            origin: _,
            text,
            for_trainer,
            span: _,
        } = unit;
        self.part = Part::Unit(id);
        self.plain(Role::Title, title);
        self.plain(Role::Lead, teacher);
        objectives.iter().for_each(|line| self.line(Role::Lead, line));
        self.blocks(text);
        self.shown(Shown::OnPaper, |walk| {
            materials.iter().for_each(|line| walk.line(Role::Lead, line));
            walk.blocks(for_trainer);
        });
        questions.iter().for_each(|question| self.question(question));
        sources.iter().for_each(|line| self.line(Role::Publication, line));
    }

    fn question(&mut self, question: &'a Question) {
        match question.purpose {
            QuestionPurpose::Both => self.asked(question),
            QuestionPurpose::Practice => self.shown(Shown::OnScreen, |walk| walk.asked(question)),
            QuestionPurpose::Test => self.shown(Shown::OnPaper, |walk| walk.asked(question)),
        }
    }

    fn asked(&mut self, question: &'a Question) {
        let Question { id: _, question, response, why, tests: _, purpose: _ } = question;
        self.line(Role::Question, question);
        match response {
            Response::Options(OptionList { pick: _, order: _, options }) => {
                for AnswerOption { text, is_right: _, why } in options {
                    self.line(Role::Question, text);
                    self.shown(Shown::WhenAsked, |walk| walk.line(Role::Question, why));
                }
            }
            Response::TrueFalse(_) => {}
            Response::Open(answer) => {
                self.shown(Shown::WhenAsked, |walk| walk.line(Role::Question, answer));
            }
        }
        self.shown(Shown::WhenAsked, |walk| walk.line(Role::Question, why));
    }

    fn term(&mut self, term: &'a Term) {
        let Term { anchor, term, short, meaning, also, not, span: _ } = term;
        self.part = Part::Term(anchor);
        self.plain(Role::Title, term);
        short.iter().for_each(|short| self.plain(Role::Title, short));
        self.line(Role::Meaning, meaning);
        self.shown(Shown::OnScreen, |walk| also.iter().for_each(|word| walk.plain(Role::Synonym, word)));
        not.iter().for_each(|word| self.plain(Role::Synonym, word));
    }

    fn confused(&mut self, pair: &'a Confused) {
        // `reason` is `why` without its marks.
        let Confused { terms, why, reason: _, span: _ } = pair;
        terms.iter().for_each(|term| self.plain(Role::Synonym, term));
        self.line(Role::Meaning, why);
    }

    fn reference(&mut self, reference: &'a Reference) {
        let Reference { title, note, at_hand: _ } = reference;
        self.plain(Role::Publication, title);
        self.plain(Role::Clause, note);
    }

    fn clause(&mut self, clause: &'a Clause) {
        let Clause {
            id,
            label,
            title,
            summary,
            kind: _,
            needs: _,
            elements,
            met_by: _,
            same_as: _,
            tracks: _,
            figures,
            revised: _,
            own_revised: _,
            authority: _,
            source,
            formerly: _,
            was: _,
            meaning: _,
            sentence: _,
            span: _,
        } = clause;
        self.part = Part::Clause(id);
        self.plain(Role::Title, label);
        self.plain(Role::Title, title);
        self.plain(Role::Clause, summary);
        for ClauseElement { id: _, label } in elements {
            self.plain(Role::Clause, label);
        }
        for Figure { written, value: _, kind: _, what, event } in figures {
            self.plain(Role::Clause, written);
            self.plain(Role::Clause, what);
            event.iter().for_each(|event| self.event(event));
        }
        self.shown(Shown::OnScreen, |walk| walk.plain(Role::Clause, source));
    }

    fn event(&mut self, event: &'a Event) {
        let Event { name, anchor: _ } = event;
        self.plain(Role::Title, name);
    }

    fn value(&mut self, value: &'a HandbookValue) {
        let HandbookValue { text, kind: _, dating: _, to_confirm, source, span } = value;
        if !text.is_empty() {
            self.push(Role::Particular, Words::Plain(text), *span);
        }
        if let Some(reason) = to_confirm {
            self.shown(Shown::OnScreen, |walk| walk.plain(Role::Particular, reason));
        }
        if let Some(source) = source {
            self.shown(Shown::OnScreen, |walk| walk.fact_source(source));
        }
    }

    fn contact(&mut self, contact: &'a Contact) {
        let Contact { what, value } = contact;
        self.plain(Role::Particular, what);
        self.plain(Role::Particular, value);
    }

    fn record(&mut self, record: &'a KeptRecord) {
        let KeptRecord { what, parts: _, number, period: _, kept, confirmation: _, span: _ } = record;
        self.plain(Role::Particular, what);
        number.iter().for_each(|number| self.plain(Role::Particular, number));
        self.plain(Role::Particular, kept);
    }

    fn waiver(&mut self, waiver: &'a Waiver) {
        let Waiver { part: _, reason, dating: _, until: _, span: _ } = waiver;
        self.plain(Role::Particular, reason);
    }
}
