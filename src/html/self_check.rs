//! A knowledge check to try by oneself: buttons, and what is right once a learner asks. It needs no script, and nothing that is picked is
//! kept or sent.

use serde::Serialize;

use super::body::{HtmlWriter, text};
use crate::model::curriculum::Unit;
use crate::model::question::{AnswerCount, CheckForm, Question, Response};

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
}

#[derive(Debug, Serialize)]
struct CheckedOption {
    letter: char,
    is_right: bool,
    text: String,
    /// May be empty.
    why: String,
}

pub(super) fn questions(unit: &Unit, writer: &HtmlWriter<'_>) -> Vec<CheckedQuestion> {
    unit.questions.iter().zip(1..).map(|(one, number)| question(one, number, writer)).collect()
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
