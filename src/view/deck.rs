//! What is shown while a unit is taught, slide by slide, for the PDF and for PowerPoint.
//!
//! ```text
//! ### Outline
//! 1. **What it is** (10 minutes). It has four parts. …      a slide with this title, this time and the first sentences
//! ### Practice …                                             a slide with all of it
//! [[unit.question]]                                          a slide that asks, and one that tells
//! ```

use crate::model::curriculum::{Unit, UnitSection};
use crate::model::outline_step::{OutlineStep, steps};
use crate::model::question::Question;
use crate::model::text::{Block, Line, plain_text};
use crate::words::FixedWords;

/// As many sentences of a step as a slide shows, and as many letters.
const SENTENCES: usize = 4;
const LETTERS: usize = 420;

#[derive(Debug)]
pub(crate) enum Slide<'u> {
    Objectives(&'u [Line]),
    /// A step of the outline; all of its text is for whoever speaks.
    Step {
        title: String,
        /// `10 minutes`, or empty.
        time: String,
        sentences: Vec<String>,
        tables: Vec<&'u Block>,
        notes: &'u [Block],
    },
    /// A section that is shown as it is.
    Section {
        title: String,
        blocks: &'u [Block],
    },
    Question {
        question: &'u Question,
        is_answered: bool,
    },
}

/// The slides of a unit, after the one with its title.
pub(crate) fn slides<'u>(unit: &'u Unit, words: &FixedWords) -> Vec<Slide<'u>> {
    let mut slides = vec![Slide::Objectives(&unit.objectives)];
    for UnitSection { heading, blocks } in unit.sections() {
        let section = UnitSection { heading, blocks };
        if section.is_named(&[&*words.curriculum.outline, "Outline"]) {
            slides.extend(steps(blocks).iter().map(of_step));
        } else if let Some(Block::Heading { text, .. }) = heading {
            slides.push(Slide::Section { title: plain_text(text), blocks });
        }
    }
    let asked = unit.questions.iter().filter(|one| one.is_in_check());
    slides.extend(
        asked.flat_map(|question| [false, true].map(|is_answered| Slide::Question { question, is_answered })),
    );
    slides
}

fn of_step<'u>(step: &OutlineStep<'u>) -> Slide<'u> {
    Slide::Step {
        title: step.title(),
        time: step.time(),
        sentences: first_sentences(&step.rest()),
        tables: step.blocks.iter().filter(|block| matches!(block, Block::Table { .. })).collect(),
        notes: step.blocks,
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
