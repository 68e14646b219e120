//! The questions of a curriculum for a learning management system: as GIFT and Moodle XML for Moodle, as QTI for most others,
//! and as pages of their own in a SCORM package.
//!
//! What is written is plain text: links of the handbook lead nowhere outside of it. Ids are those of the questions with that of their
//! curriculum, e.g. `csp-core/safety-protocols/5f0c2a91`, so a system that imports a curriculum again knows which question is which.

mod gift;
mod moodle_xml;
mod qti;
mod scorm;

pub(crate) use gift::gift;
pub(crate) use moodle_xml::moodle_xml;
pub(crate) use qti::qti;
pub(crate) use scorm::scorm;

use crate::model::CurriculumVersion;
use crate::model::question::{AnswerCount, CheckForm, Question, Response};
use crate::model::text::plain_text;
use crate::words::FixedWords;

/// The questions of a curriculum, unit by unit.
#[derive(Debug)]
pub(crate) struct QuestionBank {
    /// The id of the curriculum.
    pub(crate) id: String,
    pub(crate) title: String,
    /// The words for true and false.
    pub(crate) true_false: [String; 2],
    /// The units that ask something.
    pub(crate) units: Vec<BankUnit>,
}

#[derive(Debug)]
pub(crate) struct BankUnit {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) questions: Vec<BankQuestion>,
}

#[derive(Debug)]
pub(crate) struct BankQuestion {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) answer: BankAnswer,
    /// May be empty.
    pub(crate) why: String,
}

#[derive(Debug)]
pub(crate) enum BankAnswer {
    Options {
        pick: AnswerCount,
        options: Vec<BankOption>,
    },
    TrueFalse(bool),
    /// A good answer.
    Open(String),
}

#[derive(Debug)]
pub(crate) struct BankOption {
    pub(crate) text: String,
    pub(crate) is_right: bool,
    /// May be empty.
    pub(crate) why: String,
}

impl QuestionBank {
    pub(crate) fn new(curriculum: &str, version: &CurriculumVersion, words: &FixedWords) -> Self {
        let units = version.units.iter().filter(|unit| unit.has_check());
        let units = units.map(|unit| BankUnit {
            id: unit.id.clone(),
            title: unit.title.to_string(),
            questions: unit
                .questions
                .iter()
                .filter(|one| one.is_in_check())
                .map(|one| question(curriculum, &unit.id, one))
                .collect(),
        });
        let words = &words.curriculum;
        Self {
            id: curriculum.to_owned(),
            title: version.header.title.to_string(),
            true_false: [&words.is_true, &words.is_false].map(ToString::to_string),
            units: units.collect(),
        }
    }

    /// How many questions there are.
    pub(crate) fn len(&self) -> usize {
        self.units.iter().map(|unit| unit.questions.len()).sum()
    }
}

/// A unit that two curricula teach may have another id in each, and the ids of its questions say which it is here.
fn question(curriculum: &str, unit: &str, one: &Question) -> BankQuestion {
    let own = one.id.split_once('/').map_or(one.id.as_str(), |(_, own)| own);
    let options = one.options(CheckForm::A).into_iter().map(|option| BankOption {
        text: plain_text(&option.text),
        is_right: option.is_right,
        why: plain_text(&option.why),
    });
    BankQuestion {
        id: format!("{curriculum}/{unit}/{own}"),
        text: plain_text(&one.question),
        answer: match &one.response {
            Response::Options(list) => BankAnswer::Options { pick: list.pick, options: options.collect() },
            Response::TrueFalse(is_true) => BankAnswer::TrueFalse(*is_true),
            Response::Open(answer) => BankAnswer::Open(plain_text(answer)),
        },
        why: plain_text(&one.why),
    }
}

/// The share of each of `count` right options in percent, with the digits that Moodle knows: `33.33333` of 3.
fn share(count: usize) -> &'static str {
    match count {
        0 | 1 => "100",
        2 => "50",
        3 => "33.33333",
        4 => "25",
        5 => "20",
        _ => "16.66667",
    }
}

/// A name of a category of Moodle, where `/` is the separator.
fn category(parts: &[&str]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| part.replace('/', "//")).collect();
    format!("$course$/top/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A question of each kind, with every mark that one of the formats has a meaning for.
    pub(super) fn bank() -> QuestionBank {
        let option =
            |text: &str, is_right, why: &str| BankOption { text: text.into(), is_right, why: why.into() };
        let question = |id: &str, answer| BankQuestion {
            id: format!("core/one/{id}"),
            text: "Is {a} = b ~ c # d: <e> & “f”?".into(),
            answer,
            why: "Since 1 < 2.".into(),
        };
        let one = vec![option("Yes: {1}", true, ""), option("No = 2", false, "Not #2")];
        let several = vec![option("A", true, "Right"), option("B", true, ""), option("C", false, "Wrong")];
        QuestionBank {
            id: "core".into(),
            title: "Core / A".into(),
            true_false: ["Yes".into(), "No".into()],
            units: vec![BankUnit {
                id: "one".into(),
                title: "Unit one".into(),
                questions: vec![
                    question("q1", BankAnswer::Options { pick: AnswerCount::One, options: one }),
                    question("q2", BankAnswer::Options { pick: AnswerCount::Several, options: several }),
                    question("q3", BankAnswer::TrueFalse(false)),
                    question("q4", BankAnswer::Open("In one’s own words.".into())),
                ],
            }],
        }
    }

    #[test]
    fn a_slash_in_a_title_starts_no_category() {
        assert_eq!(category(&["Core / A", "One"]), "$course$/top/Core // A/One");
    }
}
