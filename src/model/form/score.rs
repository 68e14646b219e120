//! Sums: of the points of options, and of numbers. The page in the browser adds up while somebody answers (`site/form-scores.js`), `fill`
//! does the same, and on paper the points are printed beside the options, so that the sum can be made by hand.
//!
//! What is not answered yet may still change the sum, so a sum that somebody gives is right within a range. Of two questions with 0 to 3
//! points each, of which one is answered with 2, the sum is from 2 to 5; with both answered it is one number.

use super::{Answer, Answers, CellKind, Choice, Entry, FieldPlace, Item, Parts, Row, Sheet, Slot, SlotKind};
use crate::source::Placed;
use crate::words::SheetWords;

/// A sum of other fields, which come before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    pub(crate) of: Vec<Addend>,
    /// What a sum means, from the lowest.
    pub(crate) bands: Vec<Band>,
}

/// A field that counts, or a column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Addend {
    pub(crate) field: FieldPlace,
    /// Every column with points or numbers where there is none.
    pub(crate) column: Option<String>,
}

/// What a sum means from here up to the next band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Band {
    pub(crate) from: i64,
    pub(crate) says: Placed<String>,
}

/// What a sum can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SumRange {
    /// Of what is answered.
    pub(crate) sum: f64,
    least: f64,
    most: f64,
    is_begun: bool,
    is_whole: bool,
}

impl Score {
    /// What sums mean, a line for each band: `0 to 4: No action`.
    pub(crate) fn band_lines(&self, words: &SheetWords) -> Vec<String> {
        let ends = self.bands.iter().skip(1).map(|band| Some(band.from - 1)).chain([None]);
        let line = |(Band { from, says }, end): (&Band, Option<i64>)| {
            let from = from.to_string();
            let range = match end {
                Some(end) => words.from_to.fill(&[("from", &from), ("to", &end.to_string())]),
                None => words.or_more.fill(&[("from", &from)]),
            };
            format!("{range}: {says}")
        };
        self.bands.iter().zip(ends).map(line).collect()
    }
}

/// What it means that a question has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BlankAnswer {
    /// The sum waits for it.
    IsOpen,
    /// A row that is printed blank may stay blank.
    MayStay,
}

impl BlankAnswer {
    fn of(row: &Row<'_>) -> Self {
        if row.label.is_some() { Self::IsOpen } else { Self::MayStay }
    }
}

/// Sums are compared and printed with six decimals.
const PRECISION: f64 = 1e6;

impl SumRange {
    const NOTHING: Self = Self { sum: 0.0, least: 0.0, most: 0.0, is_begun: false, is_whole: true };

    /// The sum, where nothing is left that must be answered first.
    pub(crate) fn whole(self) -> Option<String> {
        (self.is_begun && self.is_whole).then(|| ((self.sum * PRECISION).round() / PRECISION).to_string())
    }

    /// Whether somebody may have got this sum.
    pub(crate) fn has(self, sum: f64) -> bool {
        let close = 1.0 / PRECISION;
        if self.is_begun && self.is_whole {
            return (sum - self.sum).abs() <= close;
        }
        sum >= self.least - close && sum <= self.most + close
    }

    fn add(&mut self, number: f64) {
        self.sum += number;
        self.least += number;
        self.most += number;
        self.is_begun = true;
    }

    fn add_unknown(&mut self, points: impl Iterator<Item = f64>) {
        // A question that is left out counts nothing.
        let (least, most) = points.fold((0.0, 0.0), |(least, most), one| (one.min(least), one.max(most)));
        self.least += least;
        self.most += most;
    }

    /// One of `choices`.
    fn add_choice(&mut self, choices: &[Choice], answer: Option<&Answer>, blank: BlankAnswer) {
        let points = || choices.iter().filter_map(Choice::counted);
        if points().next().is_none() {
            return;
        }
        let chosen = choices.iter().find(|choice| answer == Some(&Answer::Chosen(choice.id.clone())));
        match chosen {
            Some(choice) => self.add(choice.counted().unwrap_or(0.0)),
            None => {
                self.is_whole &= blank == BlankAnswer::MayStay;
                self.add_unknown(points());
            }
        }
    }

    fn add_number(&mut self, answer: Option<&Answer>) {
        match answer {
            Some(Answer::Text(text)) => {
                if let Some(number) = written_number(text) {
                    self.add(number);
                }
            }
            _ => (self.least, self.most) = (f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    fn add_slot(&mut self, slot: &Slot, answers: &Answers, blank: BlankAnswer) {
        let answer = answers.get(&slot.name);
        match &slot.kind {
            SlotKind::Choice(choices) => self.add_choice(choices, answer, blank),
            SlotKind::Line(Entry::Number) => self.add_number(answer),
            SlotKind::Line(_) | SlotKind::Paragraph(_) | SlotKind::Check | SlotKind::Signature => {}
        }
    }
}

/// `1,250.5` as a number.
pub(crate) fn written_number(text: &str) -> Option<f64> {
    text.replace(',', "").parse().ok()
}

impl CellKind {
    /// Whether its cells count in a sum.
    pub(crate) fn counts(&self) -> bool {
        match self {
            Self::Line(entry) => *entry == Entry::Number,
            Self::Choice { options, layout: _ } => options.iter().any(|choice| choice.points.is_some()),
            Self::Checkbox | Self::Signed(_) => false,
        }
    }
}

impl Sheet<'_> {
    /// What the sum of a score can be, as far as its fields are answered.
    pub(crate) fn sum(&self, item: &Item<'_>, score: &Score, answers: &Answers) -> SumRange {
        let mut range = SumRange::NOTHING;
        for Addend { field, column } in &score.of {
            let name = field.name(item.site());
            let counted = self.items().find(|one| one.name == name);
            if let Some(counted) = counted.filter(|one| one.is_asked(answers)) {
                counted.add_to(&mut range, column.as_deref(), answers);
            }
        }
        range
    }

    /// Fills in the sums whose fields are answered, where nothing is given.
    pub(crate) fn add_up(&self, answers: &mut Answers) {
        // A sum may count an earlier one.
        for item in self.items() {
            let (Some(score), Parts::One(slot)) = (item.field.kind.score(), &item.parts) else { continue };
            if answers.contains_key(&slot.name) || !item.is_asked(answers) {
                continue;
            }
            if let Some(sum) = self.sum(item, score, answers).whole() {
                answers.insert(slot.name.clone(), Answer::Text(sum));
            }
        }
    }
}

impl Item<'_> {
    fn add_to(&self, range: &mut SumRange, column: Option<&str>, answers: &Answers) {
        match &self.parts {
            Parts::One(slot) | Parts::Choice { choice: slot, other: _ } => {
                range.add_slot(slot, answers, BlankAnswer::IsOpen);
            }
            Parts::Choices { boxes, other: _ } => {
                for one in boxes {
                    let Some(points) = one.choice.counted() else { continue };
                    if answers.contains_key(&one.slot.name) {
                        range.add(points);
                    } else {
                        range.add_unknown(std::iter::once(points));
                    }
                }
            }
            Parts::Table { table, rows } => {
                for row in rows.iter().filter(|row| row.ruled_out_by(self.site(), answers).is_none()) {
                    let cells = table.columns.iter().zip(&row.cells);
                    for (_, cell) in cells.filter(|(own, _)| column.is_none_or(|column| own.id == column)) {
                        range.add_slot(cell, answers, BlankAnswer::of(row));
                    }
                }
            }
            Parts::Groups(_) | Parts::Signature(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Vec<Choice> {
        let choice = |(id, points)| Choice::new(id, id).with_points(Some(points));
        [("never", 0), ("some", 1), ("most", 3)].map(choice).to_vec()
    }

    #[test]
    fn a_sum_waits_for_every_question_and_is_within_a_range_until_then() {
        let mut range = SumRange::NOTHING;
        range.add_choice(&choices(), Some(&Answer::Chosen("some".to_owned())), BlankAnswer::IsOpen);
        range.add_choice(&choices(), None, BlankAnswer::IsOpen);
        assert_eq!(range.whole(), None);
        assert!(range.has(1.0) && range.has(4.0) && !range.has(0.0) && !range.has(5.0));
    }

    #[test]
    fn decimals_add_up_as_people_write_them() {
        let mut range = SumRange::NOTHING;
        for text in ["0.1", "0.2", "1,000"] {
            range.add_number(Some(&Answer::Text(text.to_owned())));
        }
        assert_eq!(range.whole().as_deref(), Some("1000.3"));
        assert!(range.has(1000.3) && !range.has(1000.31));
    }

    #[test]
    fn nothing_answered_is_no_sum() {
        assert_eq!(SumRange::NOTHING.whole(), None);
    }
}
