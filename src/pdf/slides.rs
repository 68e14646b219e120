//! Slides of units: what is shown while a unit is taught, and at the end the notes for whoever speaks.
//!
//! A step of the outline becomes a slide with its title, its minutes and its first sentences; all of its text is in the notes.

use super::body::{NO_NUMBERS, Reach, TypstWriter};
use super::questions::right_places;
use super::typst_source::TypstSource;
use super::typst_value::{TypstValue, array, call};
use crate::model::curriculum::Unit;
use crate::model::outline_step::{OutlineStep, steps};
use crate::model::question::{CheckForm, Question, Response};
use crate::model::text::{Block, plain_text};
use crate::view::Pages;
use crate::view::curriculum::{CurriculumPage, UnitRow};
use crate::words::FixedWords;

/// As many sentences of a step as a slide shows, and as many letters.
const SENTENCES: usize = 4;
const LETTERS: usize = 420;

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
        let say = &self.words.curriculum;
        let title = call("slide-of-unit").arg(&self.row.title).arg(self.curriculum).arg(&self.row.minutes);
        source.show(title.at(self.unit.span));
        let objectives = self.unit.objectives.iter().map(|line| self.writer.line_within(line));
        source.show(call("slide").arg(&say.objectives).arg("").arg(array(objectives)).arg(TypstValue::None));
        for section in self.unit.sections() {
            if section.is_named(&[&*say.outline, "Outline"]) {
                for step in steps(section.blocks) {
                    self.step(&step, source);
                }
            } else if let Some(Block::Heading { text, .. }) = section.heading {
                let body = self.writer.blocks(section.blocks);
                let slide = call("slide").arg(plain_text(text)).arg("").arg(array::<TypstValue>([]));
                source.show(slide.arg(body).at(self.unit.span));
            }
        }
        self.unit.questions.iter().filter(|one| one.is_in_check()).for_each(|one| self.question(one, source));
    }

    fn step(&self, step: &OutlineStep<'_>, source: &mut TypstSource) {
        let more = step.blocks.iter().filter(|block| matches!(block, Block::Table { .. }));
        let more: Vec<Block> = more.cloned().collect();
        let body = if more.is_empty() { TypstValue::None } else { self.writer.blocks(&more) };
        let slide =
            call("slide").arg(step.title()).arg(step.time()).arg(array(first_sentences(&step.rest())));
        source.show(slide.arg(body).at(self.unit.span));
    }

    /// A question, and then the same with what is right.
    fn question(&self, one: &Question, source: &mut TypstSource) {
        let say = &self.words.curriculum;
        let options: Vec<TypstValue> = match &one.response {
            Response::Options(_) => {
                let options = one.options(CheckForm::A);
                options.into_iter().map(|option| self.writer.line_within(&option.text)).collect()
            }
            Response::TrueFalse(_) => vec![(&say.is_true).into(), (&say.is_false).into()],
            Response::Open(_) => Vec::new(),
        };
        let asked = || {
            let question = self.writer.line_within(&one.question);
            call("slide-with-question").arg(&say.check).arg(question).arg(array(options.clone()))
        };
        source.show(asked().arg(TypstValue::None).arg(TypstValue::None).at(self.unit.span));
        let answer = match &one.response {
            Response::Open(answer) => self.writer.line_within(answer),
            Response::Options(_) | Response::TrueFalse(_) => self.writer.line_within(&one.why),
        };
        source.show(asked().arg(array(right_places(one, CheckForm::A))).arg(answer).at(self.unit.span));
    }

    fn notes(&self, source: &mut TypstSource) {
        let notes = call("notes-of-unit").arg(&self.words.session.notes_of_slides).arg(&self.row.title);
        let notes = notes.arg(self.writer.blocks(&self.unit.text)).arg(&self.words.curriculum.for_trainer);
        source.show(notes.arg(self.writer.blocks(&self.unit.for_trainer)).at(self.unit.span));
    }
}

/// The first sentences of a text, as many as a slide has room for. A sentence ends where the next word begins with a capital letter or a
/// quotation mark, and not after a short word such as `Dr.` or `c.`.
fn first_sentences(text: &str) -> Vec<String> {
    let mut sentences: Vec<String> = vec![String::new()];
    let words: Vec<&str> = text.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        let sentence = sentences.last_mut().expect("there is always one");
        if !sentence.is_empty() {
            sentence.push(' ');
        }
        sentence.push_str(word);
        let bare = word.trim_end_matches(['"', '”', '’', ')', '*']);
        let ends = bare.ends_with(['.', '?', '!']) && bare.chars().count() > 4;
        let begins = words.get(at + 1).and_then(|next| next.chars().next());
        if ends && begins.is_some_and(|c| c.is_uppercase() || "\"“‘".contains(c)) {
            sentences.push(String::new());
        }
    }
    let mut letters = 0;
    let fits = |sentence: &String| {
        letters += sentence.chars().count();
        letters <= LETTERS
    };
    let first = sentences.first().cloned().filter(|first| !first.is_empty());
    let rest = sentences.into_iter().take(SENTENCES).take_while(fits).skip(1);
    first.into_iter().chain(rest.collect::<Vec<_>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::first_sentences;

    #[test]
    fn a_slide_has_the_first_sentences_whole() {
        let text = "Ask first. See M.G.L. c. 94C and Dr. Who. \"Then listen.\" He said: \"No.\" Last one here. Too many.";
        assert_eq!(
            first_sentences(text),
            [
                "Ask first.",
                "See M.G.L. c. 94C and Dr. Who. \"Then listen.\"",
                "He said: \"No.\" Last one here.",
                "Too many."
            ]
        );
        assert_eq!(first_sentences(""), Vec::<String>::new());
        assert_eq!(first_sentences(&"word ".repeat(200)).len(), 1);
    }
}
