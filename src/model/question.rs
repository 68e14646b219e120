//! A question of a knowledge check, and the order in which a form of the check shows it.
//!
//! Authors write the right option where they like: readers see the options in an order that is made of the question's id, the same on the
//! page, on paper and in every export. In form B, for people who take the check again, every option is in another place.

use sha2::{Digest as _, Sha256};

use super::text::Line;

#[derive(Debug, Clone)]
pub struct Question {
    /// Unique in its curriculum, e.g. `safety-protocols/5f0c2a91`. Other programs know the question again by it.
    pub(crate) id: String,
    pub(crate) question: Line,
    pub(crate) response: Response,
    /// Why the right answer is right; may be empty where each option says so itself, and where there is a model answer.
    pub why: Line,
    /// The objectives of its unit that it tests, by their places from 0.
    pub(crate) tests: Vec<usize>,
    pub(crate) purpose: QuestionPurpose,
}

/// What a question is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum QuestionPurpose {
    /// Learners try it on the page of the unit, where they may see the answer.
    Practice,
    /// It is in the knowledge check on paper and in other systems.
    Test,
    Both,
}

/// How a question is answered.
#[derive(Debug, Clone)]
pub(crate) enum Response {
    Options(OptionList),
    TrueFalse(bool),
    /// In the learner's own words; this is a good answer.
    Open(Line),
}

#[derive(Debug, Clone)]
pub(crate) struct OptionList {
    pub(crate) pick: AnswerCount,
    pub(crate) order: OptionOrder,
    /// As their author has them.
    pub(crate) options: Vec<AnswerOption>,
}

/// How many options a learner picks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum AnswerCount {
    /// Exactly one option is right.
    One,
    /// One or more are right.
    Several,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum OptionOrder {
    Shuffled,
    /// E.g. numbers that go up.
    AsWritten,
}

#[derive(Debug, Clone)]
pub(crate) struct AnswerOption {
    pub(crate) text: Line,
    pub(crate) is_right: bool,
    /// Why it is right or wrong; may be empty.
    pub(crate) why: Line,
}

/// Which form of a knowledge check: the same questions in another order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum CheckForm {
    /// On the page and in the editions.
    A,
    /// For people who take the check again.
    B,
}

impl Question {
    /// The id of a question that has none of its own: it stays while the words stay.
    pub(crate) fn id_of_words(unit: &str, words: &str) -> String {
        format!("{:08x}", digest(&[unit, words]) >> 32)
    }

    /// Whether the page of its unit asks it.
    pub(crate) fn is_on_page(&self) -> bool {
        self.purpose != QuestionPurpose::Test
    }

    /// Whether the knowledge check asks it.
    pub(crate) fn is_in_check(&self) -> bool {
        self.purpose != QuestionPurpose::Practice
    }

    /// Its options as this form shows them; none where there is nothing to pick from a list of its author's.
    pub(crate) fn options(&self, form: CheckForm) -> Vec<&AnswerOption> {
        let Response::Options(list) = &self.response else { return Vec::new() };
        let mut shown: Vec<&AnswerOption> = list.options.iter().collect();
        if list.order == OptionOrder::AsWritten {
            return shown;
        }
        let places = shuffled(&self.id, shown.len());
        shown = places.into_iter().map(|at| &list.options[at]).collect();
        if form == CheckForm::B && shown.len() > 1 {
            // 60 is a multiple of the number of other places, which is 1 to 5.
            let turn = usize::try_from(digest(&[&self.id, "B"]) % 60).unwrap_or_default();
            let others = shown.len() - 1;
            shown.rotate_left(turn % others + 1);
        }
        shown
    }

    /// The places of the right options as a form shows them; none of an open question.
    pub(crate) fn right_places(&self, form: CheckForm) -> Vec<usize> {
        match &self.response {
            Response::Options(_) => {
                let options = self.options(form).into_iter().enumerate();
                options.filter(|(_, option)| option.is_right).map(|(at, _)| at).collect()
            }
            Response::TrueFalse(is_true) => vec![usize::from(!is_true)],
            Response::Open(_) => Vec::new(),
        }
    }
}

/// The questions of a unit as this form asks them.
pub(crate) fn in_form(questions: &[Question], form: CheckForm) -> Vec<&Question> {
    let mut asked: Vec<&Question> = questions.iter().filter(|one| one.is_in_check()).collect();
    let written = asked.clone();
    if form == CheckForm::B {
        asked.sort_by_key(|question| digest(&[&question.id, "order"]));
        let is_as_written = asked.iter().zip(written).all(|(asked, written)| asked.id == written.id);
        if is_as_written && asked.len() > 1 {
            asked.rotate_left(1);
        }
    }
    asked
}

/// The places from 0 in an order that is made of `seed`: `["b", "c", "a"]` for one seed, always.
fn shuffled(seed: &str, count: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by_key(|place| digest(&[seed, &place.to_string()]));
    places
}

fn digest(parts: &[&str]) -> u64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::Inline;
    use crate::source::{FileId, Placed, Span};

    fn line(words: &str) -> Line {
        Placed::new(vec![Inline::Text(words.to_owned())], Span::top(FileId::of("a")))
    }

    fn question(id: &str, options: &[&str], order: OptionOrder) -> Question {
        let option = |(at, words): (usize, &&str)| AnswerOption {
            text: line(words),
            is_right: at == 0,
            why: line(""),
        };
        let options = options.iter().enumerate().map(option).collect();
        let response = Response::Options(OptionList { pick: AnswerCount::One, order, options });
        Question {
            id: id.to_owned(),
            question: line("?"),
            response,
            why: line(""),
            tests: Vec::new(),
            purpose: QuestionPurpose::Both,
        }
    }

    fn right_place(question: &Question, form: CheckForm) -> usize {
        question.options(form).iter().position(|option| option.is_right).unwrap()
    }

    #[test]
    fn right_options_are_spread_over_the_places_wherever_their_author_wrote_them() {
        let mut places = [0; 3];
        for number in 0..300 {
            let question = question(&format!("unit/{number}"), &["a", "b", "c"], OptionOrder::Shuffled);
            places[right_place(&question, CheckForm::A)] += 1;
        }
        assert!(places.iter().all(|count| (70..=130).contains(count)), "{places:?}");
    }

    #[test]
    fn in_form_b_every_option_is_in_another_place() {
        for number in 0..50 {
            let question = question(&format!("unit/{number}"), &["a", "b", "c", "d"], OptionOrder::Shuffled);
            let (a, b) = (question.options(CheckForm::A), question.options(CheckForm::B));
            assert!(a.iter().zip(&b).all(|(a, b)| !std::ptr::eq(*a, *b)), "{number}");
        }
    }

    #[test]
    fn an_order_that_its_author_wants_stays() {
        let question = question("unit/1", &["1 hour", "2 hours", "3 hours"], OptionOrder::AsWritten);
        assert_eq!(right_place(&question, CheckForm::A), 0);
        assert_eq!(right_place(&question, CheckForm::B), 0);
    }

    #[test]
    fn form_b_asks_in_another_order() {
        for count in 2..8 {
            let questions: Vec<Question> = (0..count)
                .map(|at| question(&format!("unit/{count}-{at}"), &["a", "b"], OptionOrder::Shuffled))
                .collect();
            let asked = in_form(&questions, CheckForm::B);
            assert!(asked.iter().zip(&questions).any(|(asked, written)| asked.id != written.id), "{count}");
        }
    }

    #[test]
    fn an_id_and_an_order_never_change() {
        assert_eq!(Question::id_of_words("unit", "Who?").len(), 8);
        assert_eq!(shuffled("unit/q", 4), shuffled("unit/q", 4));
        assert_ne!(Question::id_of_words("unit", "Who?"), Question::id_of_words("other", "Who?"));
    }
}
