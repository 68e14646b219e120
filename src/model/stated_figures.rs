//! Whether a passage states a figure. Both are values (`crate::figures`); here it is decided when they agree.

use std::ops::Range;

use super::FigureKind;
use super::specification::{Clause, Figure, FigureValue};
use crate::figures::{Amount, AmountUse, QuotedText, Statement};

/// A passage with all that it states.
pub(crate) struct PassageFigures<'p> {
    pub(crate) text: &'p str,
    pub(crate) statements: &'p [Statement],
}

impl PassageFigures<'_> {
    pub(crate) fn state(&self, figure: &Figure) -> bool {
        match &figure.value {
            FigureValue::Telephone(number) => number.is_in(self.text),
            FigureValue::Statements(wanted) if figure.kind == FigureKind::Ratio => {
                let wanted = ranges_as_ratios(wanted);
                find(&ranges_as_ratios(self.statements), &wanted, figure.kind).is_some()
            }
            FigureValue::Statements(wanted) => find(self.statements, wanted, figure.kind).is_some(),
        }
    }
}

/// How a text states a figure, in its own words: `48 hours` where the figure is `2 days`; `None` if it doesn't.
pub(crate) fn quote(text: &str, quoted: &QuotedText, figure: &Figure) -> Option<String> {
    let passage = PassageFigures { text, statements: &quoted.statements };
    match &figure.value {
        FigureValue::Statements(wanted) if figure.kind != FigureKind::Ratio => {
            find(passage.statements, wanted, figure.kind).map(|at| quoted.words[at].join(" "))
        }
        FigureValue::Statements(_) | FigureValue::Telephone(_) => {
            passage.state(figure).then(|| figure.written.to_string())
        }
    }
}

/// The amounts among the figures of a clause.
pub(crate) fn amounts(clause: &Clause) -> Vec<Amount> {
    let values = clause.figures.iter().flat_map(|figure| match &figure.value {
        FigureValue::Statements(statements) => statements.as_slice(),
        FigureValue::Telephone(_) => &[],
    });
    let amount = |statement: &Statement| match statement {
        Statement::Amount(amount, _) | Statement::Frequency(amount) => Some(*amount),
        Statement::Clock(_) | Statement::Per | Statement::Word(_) | Statement::Stop => None,
    };
    values.filter_map(amount).collect()
}

/// Where `wanted` is in `passage`, in a row.
fn find(passage: &[Statement], wanted: &[Statement], kind: FigureKind) -> Option<Range<usize>> {
    let end = wanted.iter().rposition(|one| *one != Statement::Stop).map_or(0, |last| last + 1);
    let wanted = &wanted[..end];
    if wanted.is_empty() {
        return None;
    }
    let is_wanted =
        |window: &[Statement]| window.iter().zip(wanted).all(|(stated, wanted)| agrees(stated, wanted, kind));
    passage.windows(wanted.len()).position(is_wanted).map(|at| at..at + wanted.len())
}

fn agrees(stated: &Statement, wanted: &Statement, kind: FigureKind) -> bool {
    use AmountUse::{Describing, DueOn, Plain, Rate, Repeated};
    match (stated, wanted) {
        // "quarterly" is "every 3 months", and not "within 3 months".
        (
            Statement::Amount(stated, Repeated) | Statement::Frequency(stated),
            Statement::Amount(wanted, Repeated) | Statement::Frequency(wanted),
        ) => stated == wanted,
        (Statement::Amount(stated, used), Statement::Amount(wanted, _)) => {
            let counts = match used {
                Plain | Repeated => true,
                // "24-hour care" and "24 hours a day" say nothing of what is done within 24 hours.
                Describing | Rate => kind != FigureKind::Deadline,
                DueOn => kind == FigureKind::Deadline,
            };
            counts && stated == wanted
        }
        // The interval "12 months" is stated by "annually".
        (Statement::Frequency(stated), Statement::Amount(wanted, _)) => {
            kind == FigureKind::Interval && stated == wanted
        }
        (stated, wanted) => stated == wanted,
    }
}

/// In a ratio, "1 to 20" is "1 per 20".
fn ranges_as_ratios(statements: &[Statement]) -> Vec<Statement> {
    let mut ratios = Vec::new();
    for statement in statements {
        match statement {
            Statement::Amount(Amount { from, to, measure: None }, used) if from != to => {
                ratios.push(Statement::Amount(Amount::exactly(*from, None), *used));
                ratios.push(Statement::Per);
                ratios.push(Statement::Amount(Amount::exactly(*to, None), *used));
            }
            other => ratios.push(other.clone()),
        }
    }
    ratios
}

#[cfg(test)]
mod tests {
    use super::PassageFigures;
    use crate::figures::{self, Grammar};
    use crate::model::FigureKind::{self, Count, Deadline, Hours, Interval, Ratio, Telephone};
    use crate::model::{Figure, FigureValue};
    use crate::source::{FileId, Placed, Span};

    fn is_stated(value: &str, kind: FigureKind, text: &str) -> bool {
        let grammar = Grammar::for_language("en");
        let placed = |text: &str| Placed::new(text.to_owned(), Span::top(FileId::of("a")));
        let value = FigureValue::read(value, kind, grammar);
        let figure = Figure { written: placed("-"), value, kind, what: placed("x"), event: None };
        PassageFigures { text, statements: &figures::read(text, grammar) }.state(&figure)
    }

    fn assert_states(kind: FigureKind, cases: &[(&str, &str)]) {
        for (value, text) in cases {
            assert!(is_stated(value, kind, text), "“{value}” is in “{text}”");
        }
    }

    fn assert_does_not_state(kind: FigureKind, cases: &[(&str, &str)]) {
        for (value, text) in cases {
            assert!(!is_stated(value, kind, text), "“{value}” is not in “{text}”");
        }
    }

    #[test]
    fn a_deadline_is_found_however_it_is_written() {
        assert_states(
            Deadline,
            &[
                ("30 days", "We write thirty (30) days before."),
                ("30 days", "a 30-day notice"),
                ("30 days", "30 days’ notice"),
                ("30 days", "thirty (30)-day written notice"),
                ("30 days", "30 calendar days"),
                ("30 days", "at 30, 60, and 90 days"),
                ("60 days", "at 30, 60, and 90 days"),
                ("30 days", "at least every 30 days"),
                ("2 weeks", "within two weeks of the first visit"),
                ("2 weeks", "within 14 days"),
                ("1 week", "within a week"),
                ("120 days", "We visit within one hundred twenty days."),
                ("120 days", "within one hundred and twenty (120) days"),
                ("1 business day", "Within one business day"),
                ("1 business day", "by the end of the next business day"),
                ("2 business days", "within two (2) business days"),
                ("2 business days", "within 2 (two) business days"),
                ("2 business days", "a 2-business-day limit"),
                ("2 business days", "within 2 business-days"),
                ("2 business days", "within two full business days"),
                ("2 business days", "by the second business day"),
                ("2 business days", "no later than the 2nd working day"),
                ("2 business days", "within 2\u{a0}business days"),
                ("2 business days", "within 2 busi\u{ad}ness days"),
                ("2 business days", "within 2 Business Day(s)"),
                ("2 business days", "2 working days"),
                ("24 hours", "in twenty-four hours"),
                ("24 hours", "within 24 hrs"),
                ("24 hours", "within 24h we call"),
                ("24 hours", "within twenty four (24) hours"),
                ("24 hours", "a 24-hour limit"),
                ("24 hours", "a 24 hour response time"),
                ("24 hours", "within 24 hour’s time"),
                ("90 minutes", "1 hour and 30 minutes"),
                ("30 minutes", "within half an hour we call"),
                ("48 hours", "24 hours a day; within 48 hours"),
            ],
        );
    }

    #[test]
    fn another_figure_is_not_taken_for_a_deadline() {
        assert_does_not_state(
            Deadline,
            &[
                ("30 days", "within 20 days"),
                ("30 days", "130 days"),
                ("30 days", "thirty business days"),
                ("30 days", "within two (30) days"),
                ("3 days", "thirty days"),
                ("20 days", "We visit within one hundred twenty days."),
                ("20 days", "within one twenty days"),
                ("2 weeks", "two weekends"),
                ("2 weeks", "1.2 weeks"),
                ("2 weeks", "1,002 weeks"),
                ("2 weeks", "Finish step 2. Weeks later"),
                ("2 weeks", "Form P-2 weeks"),
                ("2 business days", "within 12 business days"),
                ("1 business day", "one day"),
                ("12 months", "in 12 weeks"),
                // A day may end at midnight, or at the same time tomorrow.
                ("24 hours", "within one day"),
                ("24 hours", "24/7"),
                ("24 hours", "Many Members come from 24-hour care."),
                ("24 hours", "a 24 hour crisis line"),
                ("24 hours", "open 24 hours a day"),
                ("24 hours", "24 hours per day, 7 days a week"),
                ("7 days", "24 hours per day, 7 days a week"),
                // Sooner or later than either end is right by such a text, so it doesn't set this limit.
                ("30 days", "within 30-45 days"),
                ("45 days", "within 30 to 45 days"),
                ("45 days", "between 30 and 45 days"),
                // The second visit is not two of anything.
                ("2 days", "on the second day of each month"),
                ("30 minutes", "1 hour and 30 minutes"),
                ("3 months", "quarterly"),
            ],
        );
    }

    #[test]
    fn an_interval_is_how_often_in_any_words() {
        assert_states(
            Interval,
            &[
                ("quarterly", "Update it every three months."),
                ("quarterly", "once each quarter"),
                ("quarterly", "four times a year"),
                ("annually", "the annual review"),
                ("12 months", "at least every 12 months"),
                ("12 months", "every twelve months"),
                ("12 months", "once a year"),
                ("12 months", "at least once in every 12-month period"),
                ("12 months", "annually"),
                ("12 months", "yearly"),
                ("12 months", "each year"),
                ("12 months", "no more than 12 months apart"),
                ("6 months", "twice a year"),
                ("2 weeks", "every other week"),
            ],
        );
        assert_does_not_state(
            Interval,
            &[
                ("quarterly", "within 3 months"),
                ("quarterly", "every month"),
                ("12 months", "twice a year"),
                ("12 months", "every 13 months"),
            ],
        );
    }

    #[test]
    fn a_count_is_a_number_of_the_same_things() {
        assert_states(
            Count,
            &[
                ("10 percent", "10% of records"),
                ("10 percent", "ten percent of records"),
                ("10 percent", "10 per cent"),
                ("10 percent", "ten (10) percent"),
                ("10 percent", "ten (10%) percent"),
                ("10 percent", "10 % of"),
                ("65 years", "sixty-five years"),
                ("65 years", "age 65"),
                ("65 years", "65-year-old"),
                ("1.5 hours", "1½ hours"),
                ("1.5 hours", "1 1/2 hours"),
                ("1.5 hours", "one and a half hours"),
                ("1.5 hours", "an hour and a half"),
                ("1.5 hours", "1.50 hours"),
                ("1.5 hours", "90 minutes"),
                ("100 members", "one hundred members"),
                ("100 members", "a hundred Members"),
                ("1,000 visits", "1000 visits"),
                ("1,000 visits", "one thousand visits"),
                ("1,000 visits", "1 000 visits"),
                ("16 beds", "a house of 16 beds"),
                ("1 person", "one person"),
                ("2 persons", "two people"),
                ("3 to 6 months", "three to six months"),
                ("3 to 6 months", "3–6 months"),
                ("3 to 6 months", "between 3 and 6 months"),
                ("120 days", "a 120-day stay"),
                ("$1,500", "fifteen hundred dollars"),
                ("$1,500", "$1,500.00 a year"),
                ("$2,000,000", "$2 million"),
            ],
        );
        assert_does_not_state(
            Count,
            &[
                ("10 percent", "10 records"),
                ("10 percent", "110 percent"),
                ("5 percent", "1.5 percent"),
                ("100 members", "100 visits"),
                ("16 beds", "116 beds"),
                ("6 months", "3 to 6 months"),
                ("2 visits", "the second visit"),
                ("$500", "$1,500"),
                ("$15", "15 percent"),
            ],
        );
    }

    #[test]
    fn hours_and_days_of_the_week_may_be_joined_by_a_word_or_a_dash() {
        assert_states(
            Hours,
            &[
                ("9 am to 5 pm", "from 9:00 a.m. until 5:00 p.m."),
                ("9 am to 5 pm", "9am–5pm"),
                ("9 am to 5 pm", "9–5 p.m."),
                ("9 am to 5 pm", "9 to 5 pm"),
                ("9:30 am to noon", "9:30 a.m.–12 p.m."),
                ("Monday through Friday", "Monday to Friday"),
                ("Monday through Friday", "Mondays–Fridays"),
                ("40 hours", "open forty hours a week"),
                ("24/7", "24/7"),
            ],
        );
        assert_does_not_state(
            Hours,
            &[
                ("9 am to 5 pm", "9 pm to 5 am"),
                ("9 am to 5 pm", "9:30 am to 5 pm"),
                ("40 hours", "140 hours"),
            ],
        );
    }

    #[test]
    fn a_ratio_is_so_many_for_so_many() {
        assert_states(
            Ratio,
            &[
                ("1 staff person for every 20", "one staff person per twenty Members"),
                ("1 staff person for every 20", "1 staff person for each 20 Members"),
                ("1:20", "a ratio of 1 to 20"),
                ("1 to 20", "a 1:20 ratio"),
            ],
        );
        assert_does_not_state(
            Ratio,
            &[("1 staff person for every 20", "1 staff person for every 120"), ("1:20", "1:200")],
        );
    }

    #[test]
    fn a_telephone_number_is_its_digits() {
        assert_states(Telephone, &[("866-420-9332", "Call (866) 420-9332.")]);
        assert_does_not_state(Telephone, &[("866-420-9332", "Call 866-420-9333."), ("911", "9110 days")]);
    }
}
