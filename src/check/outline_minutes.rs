//! The minutes in the outline of a unit aren't those of the unit. Its items are written as `1. **What it is** (10 minutes). …`; what the
//! practice takes may be said under its own heading, so an outline may take less than the unit if its practice says how long it takes.

use super::{Context, Rule, curricula};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::curriculum::Unit;
use crate::model::text::{Block, each_line, plain_text};
use crate::words::FixedWords;

pub(crate) const RULE: Rule = Rule { code: FindingCode::OutlineMinutes, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let words = &context.handbook.words;
    curricula::units(context.handbook).filter_map(|unit| of_unit(unit, words)).collect()
}

fn of_unit(unit: &Unit, words: &FixedWords) -> Option<Diagnostic> {
    let outline = curricula::under_heading(unit, &words.curriculum.outline, "Outline")?;
    let items: Vec<Option<u32>> =
        outline.iter().flat_map(steps).map(|step| minutes_in(&step, words)).collect();
    let sum: u32 = items.iter().flatten().sum();
    let is_timed = !items.is_empty() && items.iter().all(Option::is_some);
    let practice = curricula::under_heading(unit, &words.curriculum.practice, "Practice");
    let is_rest_timed = practice.is_some_and(|blocks| says_minutes(blocks, words));
    let is_short = is_timed && sum < unit.minutes && !is_rest_timed;
    if sum <= unit.minutes && !is_short {
        return None;
    }
    let message =
        format!("the outline of “{}” takes {sum} minutes, and the unit takes {}", unit.title, unit.minutes);
    Some(
        Diagnostic::new(RULE.code, outline.first().map_or(unit.span, Block::span), message)
            .hint("change the minutes of the outline or of the unit, or say how long the practice takes"),
    )
}

/// The first line of each item of a list with numbers.
fn steps(block: &Block) -> Vec<String> {
    let Block::List { start: Some(_), items, .. } = block else { return Vec::new() };
    let first = |item: &Vec<Block>| match item.first() {
        Some(Block::Paragraph { text, .. }) => plain_text(text),
        _ => String::new(),
    };
    items.iter().map(first).collect()
}

/// The minutes in the first parentheses that say some: 10 of `What it is (10 minutes). …`.
fn minutes_in(step: &str, words: &FixedWords) -> Option<u32> {
    step.split('(').skip(1).find_map(|part| {
        let inside = part.split(')').next()?;
        let digits: String = inside.chars().take_while(char::is_ascii_digit).collect();
        let minutes: u32 = digits.parse().ok()?;
        let known = [words.time.minutes(minutes), format!("{minutes} minutes"), format!("{minutes} min")];
        known.iter().any(|known| inside == known).then_some(minutes)
    })
}

/// Whether any line has a number before the word for minutes.
fn says_minutes(blocks: &[Block], words: &FixedWords) -> bool {
    let several = words.time.minutes(2);
    let word = several.split_whitespace().last().unwrap_or_default().to_owned();
    let mut says = false;
    each_line(blocks, &mut |line| {
        let text = plain_text(line);
        let spoken: Vec<&str> = text.split_whitespace().collect();
        says |= spoken.windows(2).any(|pair| {
            let is_number = pair[0].trim_start_matches('(').chars().all(|c| c.is_ascii_digit());
            is_number && [word.as_str(), "minutes"].iter().any(|word| pair[1].starts_with(word))
        });
    });
    says
}
