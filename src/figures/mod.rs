//! Figures in words become values: “within one hundred twenty (120) days” states 120 days, and never 20.
//!
//! A text is cut into tokens (`tokens`), a grammar says what the words of a language mean (`grammar`, `english.toml`), and
//! the reader (`reader`, and a file for each kind of figure) makes statements of them:
//!
//! ```text
//! We visit every 3 to 6 months, 9 am to 5 pm.
//! → Word(we) Word(visit) Amount(3–6 months, Repeated) Clock(9:00) Clock(17:00) Stop
//! ```
//!
//! Amounts are compared in the smallest unit of their measure: 1½ hours are 90 minutes, two weeks are 14 days, and a day is not
//! 24 hours. What can't be read is never a part of an amount: it stays a word.

mod amounts;
mod clock;
mod grammar;
mod numbers;
mod quantity;
mod reader;
mod telephone;
#[cfg(test)]
mod tests;
mod times;
mod tokens;

pub(crate) use grammar::{Grammar, Measure};
pub(crate) use quantity::Quantity;
pub(crate) use telephone::TelephoneNumber;

/// How much or how many, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Amount {
    pub(crate) from: Quantity,
    /// The same as `from` but in a range such as `3 to 6 months`.
    pub(crate) to: Quantity,
    /// `None` for a count of whatever the next word names.
    pub(crate) measure: Option<Measure>,
}

impl Amount {
    pub(crate) fn exactly(number: Quantity, measure: Option<Measure>) -> Self {
        Self { from: number, to: number, measure }
    }

    fn single(self) -> Option<Quantity> {
        (self.from == self.to).then_some(self.from)
    }

    fn in_unit(self, unit: grammar::SizedUnit) -> Option<Self> {
        let in_unit = |number: Quantity| number.times(unit.size);
        Some(Self { from: in_unit(self.from)?, to: in_unit(self.to)?, measure: Some(unit.measure) })
    }
}

/// The part an amount has in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum AmountUse {
    /// `within 24 hours`, `a 24-hour limit`
    Plain,
    /// `24-hour care`: the amount describes something else.
    Describing,
    /// `24 hours a day`
    Rate,
    /// `every 12 months`
    Repeated,
    /// `by the second business day`
    DueOn,
}

/// One thing that a text says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Statement {
    Amount(Amount, AmountUse),
    /// `annually`, `each year`, `twice a year`: the time from one to the next.
    Frequency(Amount),
    /// Minutes since midnight.
    Clock(u16),
    /// `for every`, as in `1 worker for every 20`.
    Per,
    /// In lowercase and singular.
    Word(String),
    /// The end of a sentence, or another mark that words are not read across.
    Stop,
}

/// What a text states, each with the words that state it.
#[derive(Debug, Default)]
pub(crate) struct QuotedText {
    pub(crate) statements: Vec<Statement>,
    /// One text a statement, as it is written but for spaces.
    pub(crate) words: Vec<String>,
}

impl QuotedText {
    pub(crate) fn read(text: &str, grammar: &Grammar) -> Self {
        reader::FigureReader::new(text, grammar).read_quoted()
    }

    /// The lengths of time within which, or every so often, something is done, each with its place. `24-hour care`, `24 hours a day` and
    /// `daily life` are no promises.
    pub(crate) fn promised_times<'q>(
        &'q self,
        grammar: &'q Grammar,
    ) -> impl Iterator<Item = (usize, Amount)> + 'q {
        let promised = move |(at, statement): (usize, &Statement)| {
            let amount = match statement {
                Statement::Amount(amount, AmountUse::Plain | AmountUse::DueOn | AmountUse::Repeated) => {
                    *amount
                }
                Statement::Frequency(amount) if !self.is_adjective(at, grammar) => *amount,
                _ => return None,
            };
            amount.measure.is_some_and(Measure::is_time).then_some((at, amount))
        };
        self.statements.iter().enumerate().filter_map(promised)
    }

    /// Whether a word such as `daily` belongs to the word after it.
    fn is_adjective(&self, at: usize, grammar: &Grammar) -> bool {
        let is_one_word = !self.words[at].contains(' ');
        let next = self.statements.get(at + 1);
        is_one_word && matches!(next, Some(Statement::Word(word)) if !grammar.joins(word))
    }
}

impl Statement {
    /// A percentage or an amount of money.
    pub(crate) fn share_or_sum(&self) -> Option<Amount> {
        let Self::Amount(amount, AmountUse::Plain) = self else { return None };
        Some(*amount).filter(|amount| matches!(amount.measure, Some(Measure::Percent | Measure::Dollar)))
    }
}

/// What a text states, in its order.
pub(crate) fn read(text: &str, grammar: &Grammar) -> Vec<Statement> {
    reader::FigureReader::new(text, grammar).read()
}
