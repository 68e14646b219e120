//! A knowledge check to try by oneself: buttons, and what is right once a learner asks. It needs no script, and nothing that is picked is
//! kept or sent.

use serde::Serialize;

use super::body::{HtmlWriter, text};
use crate::model::AnswersShown;
use crate::model::curriculum::Unit;
use crate::model::question::{AnswerCount, CheckForm, Question, QuestionPurpose, Response};

#[derive(Debug, Serialize)]
pub(super) struct CheckedQuestion {
    /// The name of its group of buttons, e.g. `q1`.
    name: String,
    question: String,
    /// What its options are, `radio` or `checkbox`; empty where the answer is written.
    input: &'static str,
    options: Vec<CheckedOption>,
    /// The letters of the right options, e.g. `a, c`.
    letters: String,
    /// A good answer, where it is in one's own words.
    answer: String,
    why: String,
    /// Whether the page tells what is right. Where it doesn't, nothing of it is in here.
    pub(super) is_told: bool,
}

#[derive(Debug, Serialize)]
struct CheckedOption {
    letter: char,
    is_right: bool,
    text: String,
    /// May be empty.
    why: String,
}

pub(super) fn questions(unit: &Unit, answers: AnswersShown, writer: &HtmlWriter<'_>) -> Vec<CheckedQuestion> {
    let asked = unit.questions.iter().filter(|one| one.is_on_page()).zip(1..);
    asked
        .map(|(one, number)| {
            let checked = question(one, number, writer);
            let is_told = match answers {
                AnswersShown::All => true,
                AnswersShown::OfPractice => one.purpose == QuestionPurpose::Practice,
            };
            if is_told { checked } else { checked.untold() }
        })
        .collect()
}

impl CheckedQuestion {
    /// The same without what is right and why.
    fn untold(self) -> Self {
        let untold = |option| CheckedOption { is_right: false, why: String::new(), ..option };
        Self {
            options: self.options.into_iter().map(untold).collect(),
            letters: String::new(),
            answer: String::new(),
            why: String::new(),
            is_told: false,
            ..self
        }
    }
}

fn question(one: &Question, number: usize, writer: &HtmlWriter<'_>) -> CheckedQuestion {
    let options = options(one, writer);
    let right = options.iter().filter(|option| option.is_right);
    let letters: Vec<String> = right.map(|option| option.letter.to_string()).collect();
    let (input, answer) = match &one.response {
        Response::Options(list) => match list.pick {
            AnswerCount::One => ("radio", String::new()),
            AnswerCount::Several => ("checkbox", String::new()),
        },
        Response::TrueFalse(_) => ("radio", String::new()),
        Response::Open(answer) => ("", writer.line(answer)),
    };
    CheckedQuestion {
        name: format!("q{number}"),
        question: writer.line(&one.question),
        input,
        letters: letters.join(", "),
        options,
        answer,
        why: writer.line(&one.why),
        is_told: true,
    }
}

/// The options in their places; none where the answer is written.
fn options(one: &Question, writer: &HtmlWriter<'_>) -> Vec<CheckedOption> {
    let words = &writer.words.curriculum;
    if let Response::TrueFalse(is_true) = one.response {
        let option =
            |letter, word, is_right| CheckedOption { letter, is_right, text: text(word), why: String::new() };
        return vec![option('a', &words.is_true, is_true), option('b', &words.is_false, !is_true)];
    }
    let shown = ('a'..).zip(one.options(CheckForm::A));
    shown
        .map(|(letter, option)| CheckedOption {
            letter,
            is_right: option.is_right,
            text: writer.line(&option.text),
            why: writer.line(&option.why),
        })
        .collect()
}
