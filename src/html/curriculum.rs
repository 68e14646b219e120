//! A curriculum as data for its template: the edition for learners, without answers.

use serde::Serialize;

use super::body::HtmlWriter;
use crate::model::curriculum::Unit;
use crate::model::question::CheckForm;
use crate::view::curriculum::UnitRow;

#[derive(Debug, Serialize)]
pub(crate) struct UnitHtml<'a> {
    /// Anchor, title, minutes, teacher, clauses.
    row: &'a UnitRow,
    /// What a learner can be seen to do afterwards, as HTML.
    objectives: Vec<String>,
    /// Where the facts come from, as HTML.
    sources: Vec<String>,
    text: String,
    questions: Vec<QuestionHtml>,
}

#[derive(Debug, Serialize)]
struct QuestionHtml {
    question: String,
    options: Vec<String>,
}

pub(crate) fn unit<'a>(unit: &'a Unit, row: &'a UnitRow, writer: &HtmlWriter<'_>) -> UnitHtml<'a> {
    let questions = unit.questions.iter();
    UnitHtml {
        row,
        objectives: unit.objectives.iter().map(|line| writer.line(line)).collect(),
        sources: unit.sources.iter().map(|line| writer.line(line)).collect(),
        text: writer.blocks(&unit.text),
        questions: questions
            .map(|one| QuestionHtml {
                question: writer.line(&one.question),
                options: one.options(CheckForm::A).iter().map(|option| writer.line(&option.text)).collect(),
            })
            .collect(),
    }
}
