//! A curriculum as pages: what it is with the list of its units, a page for each unit, and other versions as a whole.

use serde::Serialize;
use tera::Value;

use super::body::{HtmlWriter, TextPage};
use super::self_check::{CheckedQuestion, questions};
use super::{PageRenderer, RenderedPage};
use crate::model::AnswersShown;
use crate::model::curriculum::Unit;
use crate::view::curriculum::{CurriculumPage, UnitRow};
use crate::view::place::PagePlace;

/// A unit, without what only trainers read.
#[derive(Debug, Serialize)]
struct UnitHtml<'a> {
    row: &'a UnitRow,
    /// What a learner can be seen to do afterwards, as HTML.
    objectives: Vec<String>,
    /// Where the facts come from, as HTML.
    sources: Vec<String>,
    text: String,
    questions: Vec<CheckedQuestion>,
    /// Whether the page tells answers.
    tells: bool,
}

impl<'a> UnitHtml<'a> {
    fn new(unit: &Unit, row: &'a UnitRow, answers: AnswersShown, writer: &HtmlWriter<'_>) -> Self {
        let questions = questions(unit, answers, writer);
        Self {
            row,
            objectives: unit.objectives.iter().map(|line| writer.line(line)).collect(),
            sources: unit.sources.iter().map(|line| writer.line(line)).collect(),
            text: writer.blocks(&unit.text),
            tells: questions.iter().any(|question| question.is_told),
            questions,
        }
    }
}

impl PageRenderer<'_> {
    /// What the curriculum is, and the list of its units.
    pub(super) fn curriculum_page(&self, page: &CurriculumPage<'_>, place: &PagePlace) -> RenderedPage {
        self.page(place, "curriculum.html", &self.curriculum_head(page, place))
    }

    /// Another version than the current one, all of it on one page.
    pub(super) fn curriculum_version_page(
        &self,
        page: &CurriculumPage<'_>,
        place: &PagePlace,
    ) -> RenderedPage {
        let writer = self.writer(place, &[]);
        let units = page.version.units.iter().zip(&page.units);
        let units: Vec<UnitHtml<'_>> =
            units.map(|(unit, row)| UnitHtml::new(unit, row, page.answers, &writer)).collect();
        let mut own = self.curriculum_head(page, place);
        own.push(("units", Value::from_serializable(&units)));
        self.page(place, "curriculum_version.html", &own)
    }

    /// The page of the unit at the place `at` of its curriculum, from 0.
    pub(super) fn unit_page(&self, page: &CurriculumPage<'_>, at: usize, place: &PagePlace) -> RenderedPage {
        let writer = HtmlWriter { page: TextPage::Unit(&page.row.id), ..self.writer(place, &[]) };
        let unit = UnitHtml::new(&page.version.units[at], &page.units[at], page.answers, &writer);
        let own = [
            ("curriculum", Value::from_serializable(page)),
            ("unit", Value::from_serializable(&unit)),
            ("number", Value::from_serializable(&(at + 1))),
        ];
        self.page(place, "unit.html", &own)
    }

    fn curriculum_head(&self, page: &CurriculumPage<'_>, place: &PagePlace) -> Vec<(&'static str, Value)> {
        let writer = self.writer(place, &[]);
        let version = page.version;
        let notes: Vec<String> = version.notes.iter().map(|line| writer.line(line)).collect();
        vec![
            ("curriculum", Value::from_serializable(page)),
            ("summary", Value::safe_string(&writer.line(&version.header.summary))),
            ("notes", Value::from_serializable(&notes)),
            ("opening", Value::safe_string(&writer.blocks(&version.opening))),
        ]
    }
}
