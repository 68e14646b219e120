//! Slides of units: what is shown while a unit is taught, and at the end the notes for whoever speaks.
//!
//! A step of the outline becomes a slide with its title, its minutes and its first sentences; all of its text is in the notes.

use super::body::{NO_NUMBERS, Reach, TypstWriter};
use super::typst_source::TypstSource;
use super::typst_value::{TypstCall, TypstValue, array, call};
use crate::model::curriculum::Unit;
use crate::model::question::{CheckForm, Question, Response};
use crate::model::text::Block;
use crate::view::Pages;
use crate::view::curriculum::{CurriculumPage, UnitRow};
use crate::view::deck::{self, Slide};
use crate::words::FixedWords;

/// The slides of the units at these places of a curriculum.
pub(super) fn slides(pages: &Pages<'_>, page: &CurriculumPage<'_>, units: &[usize]) -> TypstSource {
    let mut source = TypstSource::default();
    let shell = &pages.shell;
    source.import("look.typ");
    source.import("slides.typ");
    source.style(
        &call("slide-style")
            .named("title", &page.row.title)
            .named("organization", &shell.organization)
            .named("document", format!("{} · {}", page.row.number, page.row.date))
            .named("language", shell.language.language())
            .named("region", shell.language.country().unwrap_or_default())
            .named("accent", &shell.accent),
    );
    let writer = TypstWriter {
        document: &page.row.id,
        citations: &[],
        reach: Reach::Part,
        around: shell.direction(),
        numbers: NO_NUMBERS,
    };
    let shown = units.iter().map(|at| UnitSlides {
        unit: &page.version.units[*at],
        row: &page.units[*at],
        curriculum: &page.row.title,
        writer: &writer,
        words: &shell.words,
    });
    let shown: Vec<UnitSlides<'_>> = shown.collect();
    for unit in &shown {
        unit.show(&mut source);
    }
    for unit in &shown {
        unit.notes(&mut source);
    }
    source
}

struct UnitSlides<'a> {
    unit: &'a Unit,
    row: &'a UnitRow,
    curriculum: &'a str,
    writer: &'a TypstWriter<'a>,
    words: &'a FixedWords,
}

impl UnitSlides<'_> {
    fn show(&self, source: &mut TypstSource) {
        let title = call("slide-of-unit").arg(&self.row.title).arg(self.curriculum).arg(&self.row.minutes);
        source.show(title.at(self.unit.span));
        for slide in &deck::slides(self.unit, self.words) {
            self.slide(slide, source);
        }
    }

    fn slide(&self, slide: &Slide<'_>, source: &mut TypstSource) {
        let no_lines = || array::<TypstValue>([]);
        let call = match slide {
            Slide::Objectives(lines) => {
                let lines = lines.iter().map(|line| self.writer.line_within(line));
                call("slide")
                    .arg(&self.words.curriculum.objectives)
                    .arg("")
                    .arg(array(lines))
                    .arg(TypstValue::None)
            }
            Slide::Step { title, time, sentences, tables, notes: _ } => {
                let tables: Vec<Block> = tables.iter().map(|table| (*table).clone()).collect();
                let body = if tables.is_empty() { TypstValue::None } else { self.writer.blocks(&tables) };
                call("slide").arg(title).arg(time).arg(array(sentences.clone())).arg(body)
            }
            Slide::Section { title, blocks } => {
                call("slide").arg(title).arg("").arg(no_lines()).arg(self.writer.blocks(blocks))
            }
            Slide::Question { question, is_answered } => self.question(question, *is_answered),
        };
        source.show(call.at(self.unit.span));
    }

    fn question(&self, one: &Question, is_answered: bool) -> TypstCall {
        let say = &self.words.curriculum;
        let options: Vec<TypstValue> = match &one.response {
            Response::Options(_) => {
                let options = one.options(CheckForm::A);
                options.into_iter().map(|option| self.writer.line_within(&option.text)).collect()
            }
            Response::TrueFalse(_) => vec![(&say.is_true).into(), (&say.is_false).into()],
            Response::Open(_) => Vec::new(),
        };
        let question = self.writer.line_within(&one.question);
        let asked = call("slide-with-question").arg(&say.check).arg(question).arg(array(options));
        if !is_answered {
            return asked.arg(TypstValue::None).arg(TypstValue::None);
        }
        let answer = match &one.response {
            Response::Open(answer) => self.writer.line_within(answer),
            Response::Options(_) | Response::TrueFalse(_) => self.writer.line_within(&one.why),
        };
        asked.arg(array(one.right_places(CheckForm::A))).arg(answer)
    }

    fn notes(&self, source: &mut TypstSource) {
        let notes = call("notes-of-unit").arg(&self.words.session.notes_of_slides).arg(&self.row.title);
        let notes = notes.arg(self.writer.blocks(&self.unit.text)).arg(&self.words.curriculum.for_trainer);
        source.show(notes.arg(self.writer.blocks(&self.unit.for_trainer)).at(self.unit.span));
    }
}
