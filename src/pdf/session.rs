//! The packet for one session of training: pages for the trainer, the answers, cards to cut out, a sheet and the knowledge check for
//! learners, the attendance sheet with its names, and the evaluation.

use super::body::{DocumentNumbers, Reach, TypstWriter};
use super::form::{self, FormPaper};
use super::typst_source::TypstSource;
use super::typst_value::{TypstCall, array, call, tuple};
use super::{documents, questions};
use crate::model::curriculum::{CardTable, Unit};
use crate::model::form::{Extent, Sheet};
use crate::model::outline_step::steps;
use crate::model::text::Block;
use crate::view::Pages;
use crate::view::curriculum::{CurriculumPage, UnitRow};
use crate::view::form::FormPage;
use crate::view::session::{SessionPart, SessionView};
use crate::words::{FixedWords, Word};
use documents::CurriculumEdition;

pub(super) fn session(pages: &Pages<'_>, view: &SessionView) -> TypstSource {
    let page = view.curriculum.beside(&pages.curricula);
    let numbers = DocumentNumbers::of(pages);
    let packet = SessionPacket {
        pages,
        view,
        page,
        unit: &page.version.units[view.unit],
        row: &page.units[view.unit],
        words: &pages.shell.words,
        writer: TypstWriter {
            document: &page.row.id,
            citations: &[],
            reach: Reach::Part,
            around: pages.shell.direction(),
            numbers: &numbers,
        },
    };
    let mut source = TypstSource::default();
    packet.write(&mut source);
    source
}

struct SessionPacket<'a> {
    pages: &'a Pages<'a>,
    view: &'a SessionView,
    page: &'a CurriculumPage<'a>,
    unit: &'a Unit,
    row: &'a UnitRow,
    words: &'a FixedWords,
    writer: TypstWriter<'a>,
}

impl SessionPacket<'_> {
    fn write(&self, source: &mut TypstSource) {
        let title = self.words.session.title.fill(&[("unit", &self.row.title)]);
        documents::start(&self.pages.shell, &title, "", source);
        source.import("session.typ");
        match self.view.part {
            SessionPart::All => {
                source.show(self.cover(&title).at(self.unit.span));
                self.for_trainer(source);
                self.for_learners(source);
                self.forms(source);
            }
            SessionPart::Trainer => self.for_trainer(source),
            SessionPart::Learner => self.for_learners(source),
        }
    }

    fn for_trainer(&self, source: &mut TypstSource) {
        self.trainer(source);
        self.answers(source);
        self.cards(source);
    }

    fn for_learners(&self, source: &mut TypstSource) {
        self.learner(source);
        self.check(source);
    }

    fn forms(&self, source: &mut TypstSource) {
        let forms = [&self.page.attendance_form, &self.page.evaluation_form];
        for form in forms.into_iter().filter_map(|id| self.form(id.as_deref())) {
            self.on_paper(form, source);
        }
    }

    /// The date and number that every page has at its top.
    fn document(&self) -> String {
        let say = &self.words.session;
        let (number, version) = (&self.page.row.number, &self.page.row.date);
        say.document.fill(&[("number", number), ("version", version)])
    }

    fn cover(&self, title: &str) -> TypstCall {
        let (say, words) = (&self.words.session, self.words);
        let row = &self.page.row;
        let mut facts = vec![
            [words.columns.date.to_string(), words.dates.day(self.view.on)],
            [words.columns.curriculum.to_string(), format!("{} {}", row.number, row.title)],
            [words.versions.version.to_string(), row.version.clone()],
            [words.columns.minutes.to_string(), self.row.minutes.clone()],
            [words.columns.who_teaches.to_string(), self.row.teacher.clone()],
        ];
        if let Some(from) = &self.row.from {
            facts.push([words.curriculum.used_from.to_string(), from.label.clone()]);
        }
        if !self.view.people.is_empty() {
            facts.push([say.invited.to_string(), self.view.people.len().to_string()]);
        }
        let parts = self.parts().into_iter().map(|(part, copies)| array([part, copies.to_string()]));
        let materials = self.unit.materials.iter().map(|line| self.writer.line_within(line));
        call("session-cover")
            .named("title", title)
            .named("document", self.document())
            .named("about", array(facts.iter().map(array)))
            .named("materials", array(materials))
            .named("parts", array(parts))
    }

    /// The parts of the packet, and for whom each is printed.
    fn parts(&self) -> Vec<(String, &Word)> {
        let (say, words) = (&self.words.session, &self.words.curriculum);
        let mut parts = vec![(words.for_trainer.to_string(), &say.one_copy)];
        if self.unit.has_check() {
            parts.push((say.answers.to_string(), &say.not_handed_out));
        }
        if !self.unit.card_tables(&say.card).is_empty() {
            parts.push((say.cards.to_string(), &say.cut));
        }
        parts.push((say.learner.to_string(), &say.each_learner));
        if self.unit.has_check() {
            parts.push((words.check.to_string(), &say.each_learner));
        }
        let forms = [
            (self.page.attendance_form.as_deref(), &say.one_copy),
            (self.page.evaluation_form.as_deref(), &say.each_learner),
        ];
        for (id, copies) in forms {
            let form = self.form(id);
            parts.extend(
                form.map(|form| (format!("{} {}", form.list.row.number, form.list.row.title), copies)),
            );
        }
        parts
    }

    fn part(&self, title: &Word) -> TypstCall {
        call("session-part").arg(title).arg(&self.row.title).arg(self.document())
    }

    fn trainer(&self, source: &mut TypstSource) {
        let (unit, writer) = (self.unit, &self.writer);
        source.show(self.part(&self.words.curriculum.for_trainer).at(unit.span));
        documents::lines("objectives-of", &unit.objectives, unit.span, writer, source);
        documents::lines("materials-of", &unit.materials, unit.span, writer, source);
        source.show(writer.blocks(&unit.text).at(unit.span));
        if !unit.for_trainer.is_empty() {
            source.show(call("for-trainer").arg(writer.blocks(&unit.for_trainer)).at(unit.span));
        }
        documents::lines("sources-of", &unit.sources, unit.span, writer, source);
    }

    fn answers(&self, source: &mut TypstSource) {
        let edition = CurriculumEdition::Trainer;
        let say = &self.words.session;
        if let Some(questions) =
            questions::on_sheet(self.unit, self.view.check, edition, &self.writer, self.words)
        {
            source.show(self.part(&say.answers));
            source.show(call("par").arg(&say.not_handed_out));
            source.show(questions.at(self.unit.span));
        }
    }

    fn cards(&self, source: &mut TypstSource) {
        let say = &self.words.session;
        let tables = self.unit.card_tables(&say.card);
        if tables.is_empty() {
            return;
        }
        source.show(self.part(&say.cards));
        source.show(call("par").arg(&say.cut));
        for CardTable { cards, span } in tables {
            let cards = cards.into_iter().map(|card| self.writer.line_within(card));
            source.show(call("cards-to-cut").arg(array(cards)).at(span));
        }
    }

    /// What learners are to do, without what the trainer says about it, and lines to write on.
    fn learner(&self, source: &mut TypstSource) {
        let (unit, writer) = (self.unit, &self.writer);
        source.show(self.part(&self.words.session.learner));
        documents::lines("objectives-of", &unit.objectives, unit.span, writer, source);
        let outline = [&*self.words.curriculum.outline, "Outline"];
        for section in unit.sections() {
            if let Some(heading) = section.heading {
                source.show(writer.blocks(std::slice::from_ref(heading)));
            }
            if section.is_named(&outline) {
                source.show(notes_on(section.blocks).at(unit.span));
            } else {
                source.show(writer.blocks(section.blocks).at(unit.span));
                if section.heading.is_some() {
                    source.show(call("lines-to-write-on"));
                }
            }
        }
    }

    fn check(&self, source: &mut TypstSource) {
        let edition = CurriculumEdition::Learner;
        if let Some(questions) =
            questions::on_sheet(self.unit, self.view.check, edition, &self.writer, self.words)
        {
            source.show(self.part(&self.words.curriculum.check));
            source.show(call("name-and-day"));
            source.show(questions.at(self.unit.span));
        }
    }

    fn form(&self, id: Option<&str>) -> Option<&FormPage<'_>> {
        let id = id?;
        self.pages.forms.iter().find(|form| form.list.row.id == id)
    }

    /// A form with what is known of the session written into it, and room for everybody who is invited.
    fn on_paper(&self, page: &FormPage<'_>, source: &mut TypstSource) {
        let mut extent = Extent::default();
        extent.rows.insert("attendance".to_owned(), self.view.people.len());
        let sheet = Sheet::new(page.version, self.words, &extent);
        let known = self.known();
        let paper = FormPaper {
            shell: &self.pages.shell,
            row: &page.list.row,
            version: page.version,
            sheet: &sheet,
            edition: form::Edition::Standard,
            rest: "",
            title: &page.version.header.title,
            reach: Reach::Part,
            notices: &[],
            needs_notice: false,
            code: None,
        };
        let written = known.iter().map(|(name, words)| array([name, words]));
        source.style(&call("on-paper").arg(array(written)));
        form::append(&paper, &known, source);
    }

    /// What is written into a form, by the names of its fields. Names that it doesn't have are left out.
    fn known(&self) -> Vec<(String, String)> {
        let row = &self.page.row;
        let on = self.view.on;
        let day = format!("{:02}/{:02}/{:04}", on.month(), on.day(), on.year());
        let curriculum = format!("{} {}, {}", row.number, row.title, row.date);
        let mut known = vec![
            ("curriculum".to_owned(), curriculum),
            ("unit".to_owned(), self.row.title.clone()),
            ("session-date".to_owned(), day),
            ("minutes".to_owned(), self.unit.minutes.to_string()),
        ];
        let people = self.view.people.iter().zip(1..);
        known.extend(people.map(|(name, row)| (format!("attendance/{row}/name"), name.clone())));
        known
    }
}

/// Each step of an outline, with lines to write on.
fn notes_on(blocks: &[Block]) -> TypstCall {
    let steps = steps(blocks).into_iter().map(|step| tuple([step.title().into(), step.time().into()]));
    call("steps-to-note").arg(array(steps))
}
