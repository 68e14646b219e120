//! Times of day, and what else is written with joined digits.

use super::numbers::{NumberRead, ReadNumber};
use super::reader::FigureReader;
use super::{Amount, AmountUse, Quantity, Statement};

const DAY: u16 = 24 * 60;
const HALF_DAY: u16 = DAY / 2;

impl FigureReader<'_> {
    /// `am` after a number or a range of hours.
    pub(super) fn clock(&mut self, hours: Amount, at: usize) -> Option<usize> {
        let words = &self.grammar.words;
        let (is_afternoon, next) = match self.phrase(&words.am, at) {
            Some((next, ())) => (false, next),
            None => (true, self.phrase(&words.pm, at)?.0),
        };
        let [from, to] =
            [hours.from, hours.to].map(|hour| hour.to_whole().filter(|hour| (1..=12).contains(hour)));
        let [from, to] = [from? % 12 * 60, to? % 12 * 60].map(|minutes| u16::try_from(minutes).unwrap_or(0));
        let half = u16::from(is_afternoon) * HALF_DAY;
        if hours.single().is_none() {
            // "9–5 pm" begins in the morning, "1–5 pm" after noon.
            let start = if from < to { from + half } else { from + HALF_DAY - half };
            self.statements.push(Statement::Clock(start));
        }
        self.statements.push(Statement::Clock(to + half));
        Some(next)
    }

    /// Joined digits that are not an amount: a time of day, a ratio, or a name.
    pub(super) fn unclear(&mut self, at: usize, read: &ReadNumber) -> usize {
        let NumberRead::Colon(before, after) = read.value else {
            let written: String = self.tokens[at..read.next].iter().map(|one| one.written.as_str()).collect();
            self.statements.push(Statement::Word(written.to_lowercase()));
            return read.next;
        };
        if let Some(minutes) = clock_time(before, after) {
            let words = &self.grammar.words;
            let morning = self.phrase(&words.am, read.next).map(|(next, ())| (minutes % HALF_DAY, next));
            let afternoon =
                self.phrase(&words.pm, read.next).map(|(next, ())| (minutes % HALF_DAY + HALF_DAY, next));
            if let Some((minutes, next)) = morning.or(afternoon) {
                self.statements.push(Statement::Clock(minutes));
                return next;
            }
            if minutes > HALF_DAY || after == Quantity::ZERO {
                self.statements.push(Statement::Clock(minutes));
                return read.next;
            }
        }
        self.push(Amount::exactly(before, None), AmountUse::Plain);
        self.statements.push(Statement::Per);
        self.push(Amount::exactly(after, None), AmountUse::Plain);
        read.next
    }
}

/// Minutes since midnight.
fn clock_time(hour: Quantity, minute: Quantity) -> Option<u16> {
    let hour = hour.to_whole().filter(|hour| *hour < 24)?;
    let minute = minute.to_whole().filter(|minute| *minute < 60)?;
    u16::try_from(60 * hour + minute).ok()
}
