//! Numbers in digits and in words: `one hundred and twenty (120)`, `1½`, `half an`, `3–6`.

use super::grammar::UnitName;
use super::reader::FigureReader;
use super::tokens::Token;
use super::{Amount, Quantity};

/// A number that was read, with the position after it.
pub(super) struct ReadNumber {
    pub(crate) value: NumberRead,
    pub(crate) next: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberRead {
    /// One number or a range.
    Amount(Amount),
    /// `1:20`, which may be a time of day.
    Colon(Quantity, Quantity),
    /// `24/7`, `617-555-0100`, `two (3)`: nothing that can be counted with.
    Unclear,
}

/// What joins the digits of `30-45`, and the digits of `9:30`.
const JOINING: [char; 4] = ['-', '–', '/', ':'];

impl FigureReader<'_> {
    /// The number or range at `at`.
    pub(super) fn number(&self, at: usize) -> Option<ReadNumber> {
        let first = self.single_number(at)?;
        let NumberRead::Amount(Amount { from, to, .. }) = first.value else { return Some(first) };
        let range = (from == to).then(|| self.range_end(first.next)).flatten();
        match range {
            Some((end, next)) if from.is_less_than(end) || self.is_time_of_day(next) => {
                let amount = Amount { from, to: end, measure: None };
                Some(self.restated(ReadNumber { value: NumberRead::Amount(amount), next }))
            }
            _ => Some(first),
        }
    }

    /// Whether `am` or `pm` is at `at`: "9–5 pm" is a range though 5 is less.
    fn is_time_of_day(&self, at: usize) -> bool {
        let words = &self.grammar.words;
        [&words.am, &words.pm].iter().any(|half| self.phrase(half, at).is_some())
    }

    /// `to 45`, `– 45`.
    fn range_end(&self, at: usize) -> Option<(Quantity, usize)> {
        let hyphen = usize::from(self.is_mark(at, '-') && self.is_glued(at) && !self.is_glued(at + 1));
        let at = at + hyphen;
        let start = match self.phrase(&self.grammar.words.to, at) {
            Some((next, ())) => next,
            None if self.is_mark(at, '-') || self.is_mark(at, '–') => at + 1,
            None => return None,
        };
        let end = self.single_number(start)?;
        Some((end.value.single()?, end.next))
    }

    fn single_number(&self, at: usize) -> Option<ReadNumber> {
        let read = self.fraction_of_unit(at).or_else(|| self.digits(at)).or_else(|| self.cardinal(at))?;
        Some(self.restated(self.with_half(read)))
    }

    /// `half an` before `hour`, `three quarters of a`, `½`.
    fn fraction_of_unit(&self, at: usize) -> Option<ReadNumber> {
        let words = &self.grammar.words;
        let (count, start) = match self.phrase(&words.a, at) {
            Some((next, ())) => (1, next),
            None => match self.phrase(&self.grammar.numbers, at) {
                Some((next, number)) => (*number, next),
                None => (1, at),
            },
        };
        let (next, fraction) = self.phrase(&self.grammar.fractions, self.past_hyphen(start))?;
        let after_of = self.phrase(&words.of, next).map_or(next, |(next, ())| next);
        let after_a = self.phrase(&words.a, after_of).map_or(next, |(next, ())| next);
        self.unit(after_a)?;
        let number = fraction.times(Quantity::whole(count))?;
        Some(ReadNumber::exactly(number, after_a))
    }

    /// Digits, with what is joined to them.
    fn digits(&self, at: usize) -> Option<ReadNumber> {
        self.digit(at)?;
        let (parts, marks, next) = self.joined_digits(at);
        let value = match (parts.as_slice(), marks.as_slice()) {
            ([Some(number)], []) => return Some(self.multiplied(*number, next)),
            ([Some(from), Some(to)], ['-' | '–']) if from.is_less_than(*to) || self.is_time_of_day(next) => {
                NumberRead::Amount(Amount { from: *from, to: *to, measure: None })
            }
            ([Some(upper), Some(lower)], ['/']) => NumberRead::fraction(Quantity::ZERO, *upper, *lower),
            ([Some(whole), Some(upper), Some(lower)], ['-', '/']) => {
                NumberRead::fraction(*whole, *upper, *lower)
            }
            ([Some(before), Some(after)], [':']) => NumberRead::Colon(*before, *after),
            _ => NumberRead::Unclear,
        };
        Some(ReadNumber { value, next })
    }

    /// The numbers from `at` on that are joined to one another, and the marks between. `None` for one that can't be read.
    fn joined_digits(&self, at: usize) -> (Vec<Option<Quantity>>, Vec<char>, usize) {
        let mut parts = vec![self.digit(at)];
        let mut marks = Vec::new();
        let mut next = at + 1;
        while let Some(mark) = self.mark(next).filter(|mark| JOINING.contains(mark))
            && self.is_glued(next)
            && self.is_glued(next + 1)
            && self.starts_with_digit(next + 1)
        {
            marks.push(mark);
            parts.push(self.digit(next + 1));
            next += 2;
        }
        (parts, marks, next)
    }

    /// `5 thousand`.
    fn multiplied(&self, number: Quantity, at: usize) -> ReadNumber {
        let multiplied = self.phrase(&self.grammar.multipliers, at).and_then(|(next, multiplier)| {
            Some(ReadNumber::exactly(number.times(Quantity::whole(*multiplier))?, next))
        });
        multiplied.unwrap_or(ReadNumber::exactly(number, at))
    }

    /// `one hundred and twenty-four`: the hundreds are multiplied, the rest is added.
    ///
    /// ```text
    /// two     thousand       one     hundred      and twenty      four
    /// 2       2000 + 0       2000+1  2000 + 100       2000 + 120  2000 + 124
    /// ```
    fn cardinal(&self, at: usize) -> Option<ReadNumber> {
        let mut sum = CardinalSum::default();
        let mut next = at;
        if let Some((after_a, ())) = self.phrase(&self.grammar.words.a, at)
            && let Some((after, multiplier)) = self.phrase(&self.grammar.multipliers, after_a)
        {
            sum = sum.plus(1)?.multiplied(*multiplier)?;
            next = after;
        }
        while let Some((after, larger)) = self.cardinal_step(sum, next) {
            sum = larger;
            next = after;
        }
        let number = sum.done.checked_add(sum.current.unwrap_or(0))?;
        if next == at {
            return None;
        }
        // "one twenty" is not a number that everybody reads alike.
        if self.phrase(&self.grammar.numbers, next).is_some() {
            return Some(ReadNumber { value: NumberRead::Unclear, next: self.past_numbers(next) });
        }
        Some(ReadNumber::exactly(Quantity::whole(number), next))
    }

    fn cardinal_step(&self, sum: CardinalSum, at: usize) -> Option<(usize, CardinalSum)> {
        let joined = if sum == CardinalSum::default() { at } else { self.past_hyphen(at) };
        if let Some((next, number)) = self.phrase(&self.grammar.numbers, joined) {
            return Some((next, sum.plus(*number)?));
        }
        if let Some((next, multiplier)) = self.phrase(&self.grammar.multipliers, joined) {
            return Some((next, sum.multiplied(*multiplier)?));
        }
        let (after_and, ()) = self.phrase(&self.grammar.words.and, at).filter(|_| sum.has_multiplier)?;
        let (next, number) = self.phrase(&self.grammar.numbers, after_and)?;
        let sum = sum.plus(*number)?;
        // "between one hundred and two hundred", but "one hundred and six thousand"
        let multiplier = self.phrase(&self.grammar.multipliers, next).map(|(_, multiplier)| *multiplier);
        let begins_another = multiplier.is_some_and(|multiplier| sum.multiplied(multiplier).is_none());
        (!begins_another).then_some((next, sum))
    }

    fn past_numbers(&self, mut at: usize) -> usize {
        while let Some((next, _)) = self.phrase(&self.grammar.numbers, at) {
            at = next;
        }
        at
    }

    /// `1½`, `1 1/2`, `one and a half`.
    fn with_half(&self, read: ReadNumber) -> ReadNumber {
        let Some(number) = read.value.single() else { return read };
        let more = number.to_whole().and_then(|_| self.fraction_after(read.next));
        match more.and_then(|(fraction, next)| Some((number.plus(fraction)?, next))) {
            Some((sum, next)) => ReadNumber::exactly(sum, next),
            None => read,
        }
    }

    /// The fraction that is added to what is before `at`.
    pub(super) fn fraction_after(&self, at: usize) -> Option<(Quantity, usize)> {
        let words = &self.grammar.words;
        if let Some((next, fraction)) = self.phrase(&self.grammar.fractions, self.past_hyphen(at))
            && self.is_sign(next - 1)
        {
            return Some((*fraction, next));
        }
        let after_and = self.phrase(&words.and, at).map(|(next, ())| next);
        if let Some(read) = self.digits(after_and.unwrap_or(at))
            && let Some(fraction) = read.value.single().filter(|number| number.is_below_one())
        {
            return Some((fraction, read.next));
        }
        let start = after_and?;
        let after_one = self.phrase(&words.a, start).map(|(next, ())| next);
        let after_one = after_one.or_else(|| {
            let (next, number) = self.phrase(&self.grammar.numbers, start)?;
            (*number == 1).then_some(next)
        });
        let (next, fraction) = self.phrase(&self.grammar.fractions, self.past_hyphen(after_one?))?;
        Some((*fraction, next))
    }

    /// Goes past a number that says the same again: `thirty (30)`, `2 (two)`.
    fn restated(&self, read: ReadNumber) -> ReadNumber {
        let inside = self.is_mark(read.next, '(').then(|| self.in_brackets(read.next + 1)).flatten();
        match inside {
            Some(again) if again.value == read.value => ReadNumber { value: read.value, next: again.next },
            Some(again) => ReadNumber { value: NumberRead::Unclear, next: again.next },
            None => read,
        }
    }

    /// `30)` or `30%)`, where the unit is said again outside.
    fn in_brackets(&self, at: usize) -> Option<ReadNumber> {
        let read = match self.digits(at).or_else(|| self.cardinal(at)) {
            Some(read) => self.with_half(read),
            None => return None,
        };
        if self.is_mark(read.next, ')') {
            return Some(ReadNumber { value: read.value, next: read.next + 1 });
        }
        let (after, UnitName { unit, .. }) = self.unit(read.next)?;
        let outside = self.unit(after + 1).filter(|_| self.is_mark(after, ')'))?;
        (outside.1.unit == unit).then_some(ReadNumber { value: read.value, next: after + 1 })
    }

    fn digit(&self, at: usize) -> Option<Quantity> {
        match self.token(at) {
            Some(Token::Digits(number)) => Some(*number),
            _ => None,
        }
    }
}

impl ReadNumber {
    fn exactly(number: Quantity, next: usize) -> Self {
        Self { value: NumberRead::Amount(Amount::exactly(number, None)), next }
    }
}

impl NumberRead {
    fn single(self) -> Option<Quantity> {
        match self {
            Self::Amount(amount) => amount.single(),
            Self::Colon(..) | Self::Unclear => None,
        }
    }

    /// `1 1/2`. `24/7` is not a fraction: it would be more than one.
    fn fraction(whole: Quantity, upper: Quantity, lower: Quantity) -> Self {
        let fraction = upper.divided_by(lower).filter(|fraction| fraction.is_less_than(Quantity::ONE));
        let number = fraction.and_then(|fraction| whole.plus(fraction));
        number.map_or(Self::Unclear, |number| Self::Amount(Amount::exactly(number, None)))
    }
}

/// A number while its words are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CardinalSum {
    /// What thousands and millions came to.
    done: u64,
    /// What is below the next thousand.
    current: Option<u64>,
    /// The smallest of its thousands and millions: what follows must be smaller.
    smallest: u64,
    has_multiplier: bool,
}

impl Default for CardinalSum {
    fn default() -> Self {
        Self { done: 0, current: None, smallest: u64::MAX, has_multiplier: false }
    }
}

impl CardinalSum {
    /// Adds `number` where it goes on with the number: after tens, hundreds or thousands.
    fn plus(self, number: u64) -> Option<Self> {
        let fits = |current: u64| {
            let room = if current.is_multiple_of(100) { 100 } else { 10 };
            let is_round = current >= 20 && current.is_multiple_of(10) && current % 100 != 10;
            is_round && (1..room).contains(&number)
        };
        match self.current {
            None => Some(Self { current: Some(number), ..self }),
            Some(current) if fits(current) => Some(Self { current: Some(current + number), ..self }),
            Some(_) => None,
        }
    }

    fn multiplied(self, multiplier: u64) -> Option<Self> {
        let current = self.current.filter(|current| *current > 0)?;
        let product = current.checked_mul(multiplier)?;
        if multiplier < 1_000 {
            return (current < 100).then_some(Self { current: Some(product), has_multiplier: true, ..self });
        }
        let done = self.done.checked_add(product)?;
        let sum = Self { done, current: None, smallest: multiplier, has_multiplier: true };
        (multiplier < self.smallest).then_some(sum)
    }
}
