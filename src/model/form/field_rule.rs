//! What an answer must be, apart from its kind: `fill` and the page in the browser check the same rules. A PDF has no scripts; on paper a
//! condition is printed before the label (`If “Yes”:`), and the rest is for people to see.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::{Answer, Answers, Choice};

/// The rules of a field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Rules {
    /// It is filled in only where this holds.
    pub(crate) only_if: Option<Condition>,
    pub(crate) not_before: Option<DayRule>,
    pub(crate) not_after: Option<DayRule>,
    /// The day on which it is due; a later day is possible.
    pub(crate) due: Option<DayRule>,
    pub(crate) least: Option<i64>,
    pub(crate) most: Option<i64>,
    pub(crate) format: Option<Format>,
    /// So many digits, and nothing else.
    pub(crate) digits: Option<usize>,
    /// No more letters than this.
    pub(crate) letters: Option<usize>,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Format {
    /// `9:30 am`, `14:05`
    Time,
    /// `1,250.00`, `$12`
    Money,
    /// `name@example.org`
    Email,
}

/// `housing = "Shelter" or housing = "Street" and alone`: one of the lists must hold, and of a list everything.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Condition {
    pub(crate) any: Vec<Vec<Comparison>>,
}

/// An answer that was asked for before.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Comparison {
    pub(crate) field: FieldPlace,
    /// The label of that field.
    pub(crate) question: String,
    pub(crate) relation: AnswerRelation,
    pub(crate) to: Compared,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum AnswerRelation {
    Is,
    IsNot,
}

/// What an answer is compared to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Compared {
    /// The one answer is this option.
    Chosen(Choice),
    /// This option is among the answers.
    Among(Choice),
    Checked,
}

/// Where a field is that a rule names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct FieldPlace {
    /// Its name within its group, such as `ends-on` or `member-signature/date`.
    pub(crate) path: String,
    pub(crate) reach: FieldReach,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum FieldReach {
    /// In the same row of a table.
    Row,
    /// In the same group.
    Group,
    /// In the group around that one.
    AroundGroup,
    /// Once in the form.
    Form,
}

/// A day that follows from another: `first-appointment + 2 weeks`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct DayRule {
    pub(crate) from: DayFrom,
    /// Less than 0 for days before it.
    pub(crate) count: i32,
    pub(crate) unit: DayUnit,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum DayFrom {
    Today,
    Field {
        place: FieldPlace,
        /// The label of that field.
        question: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum DayUnit {
    Days,
    /// Monday to Friday; holidays are not known.
    BusinessDays,
    Weeks,
    Months,
    Years,
}

impl Rules {
    /// The rules as an author writes them, for redlines and fingerprints.
    #[must_use]
    pub(crate) fn words(&self) -> String {
        let Self { only_if, not_before, not_after, due, least, most, format, digits, letters } = self;
        let mut words = Vec::new();
        words.extend(only_if.as_ref().map(|condition| format!("only_if {}", condition.words())));
        let days = [("not_before", not_before), ("not_after", not_after), ("due", due)];
        words.extend(days.iter().filter_map(|(key, rule)| Some(format!("{key} {}", rule.as_ref()?.words()))));
        let bounds = [("min", *least), ("max", *most)];
        words.extend(bounds.iter().filter_map(|(key, bound)| Some(format!("{key} {}", (*bound)?))));
        words.extend(format.map(|format| format!("format {}", format.word())));
        let counts = [("digits", *digits), ("letters", *letters)];
        words.extend(counts.iter().filter_map(|(key, count)| Some(format!("{key} {}", (*count)?))));
        words.join("; ")
    }
}

impl Format {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Money => "money",
            Self::Email => "email",
        }
    }
}

impl DayUnit {
    /// In data for the script of a page.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::BusinessDays => "business_days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Years => "years",
        }
    }
}

/// From where a rule is seen: what the names begin with in its group and in its row; empty where it is in none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RuleSite<'p> {
    pub(crate) group: &'p str,
    /// What the names in the group around it begin with.
    pub(crate) around: &'p str,
    pub(crate) row: &'p str,
}

impl FieldPlace {
    /// Its name in a sheet, seen from `site`.
    pub(super) fn name(&self, site: RuleSite<'_>) -> String {
        match self.reach {
            FieldReach::Row => format!("{}{}", site.row, self.path),
            FieldReach::Group => format!("{}{}", site.group, self.path),
            FieldReach::AroundGroup => format!("{}{}", site.around, self.path),
            FieldReach::Form => self.path.clone(),
        }
    }
}

impl Condition {
    /// As an author writes it.
    pub(crate) fn words(&self) -> String {
        let all = |all: &Vec<Comparison>| all.iter().map(Comparison::words).collect::<Vec<_>>().join(" and ");
        self.any.iter().map(all).collect::<Vec<_>>().join(" or ")
    }

    /// Whether it holds, seen from `site`.
    #[must_use]
    pub(crate) fn holds(&self, site: RuleSite<'_>, answers: &Answers) -> bool {
        self.any.iter().any(|all| all.iter().all(|one| one.holds(site, answers)))
    }
}

impl Comparison {
    fn words(&self) -> String {
        let Self { field, question: _, relation, to } = self;
        let relation = match relation {
            AnswerRelation::Is => "=",
            AnswerRelation::IsNot => "!=",
        };
        match to {
            Compared::Chosen(choice) | Compared::Among(choice) => {
                format!("{} {relation} \"{}\"", field.path, choice.label)
            }
            Compared::Checked => format!("{} {relation} true", field.path),
        }
    }

    fn holds(&self, site: RuleSite<'_>, answers: &Answers) -> bool {
        let name = self.field.name(site);
        let is = match &self.to {
            Compared::Chosen(choice) => answers.get(&name) == Some(&Answer::Chosen(choice.id.clone())),
            Compared::Among(choice) => answers.contains_key(&format!("{name}/{}", choice.id)),
            Compared::Checked => answers.contains_key(&name),
        };
        is == (self.relation == AnswerRelation::Is)
    }
}

impl DayRule {
    fn words(&self) -> String {
        let from = match &self.from {
            DayFrom::Today => "today",
            DayFrom::Field { place, question: _ } => &place.path,
        };
        format!("{from} {:+} {}", self.count, self.unit.word())
    }

    /// The day, where the one that it follows from is filled in.
    #[must_use]
    pub(crate) fn day(&self, site: RuleSite<'_>, answers: &Answers, today: Date) -> Option<Date> {
        let from = match &self.from {
            DayFrom::Today => today,
            DayFrom::Field { place, question: _ } => match answers.get(&place.name(site))? {
                Answer::Text(text) => written_day(text)?,
                Answer::Ticked | Answer::Chosen(_) => return None,
            },
        };
        self.after(from)
    }

    fn after(&self, from: Date) -> Option<Date> {
        let span: Span = match self.unit {
            DayUnit::Days => self.count.days(),
            DayUnit::Weeks => self.count.weeks(),
            DayUnit::Months => self.count.months(),
            DayUnit::Years => self.count.years(),
            DayUnit::BusinessDays => return business_days(from, self.count),
        };
        from.checked_add(span).ok()
    }
}

fn business_days(from: Date, count: i32) -> Option<Date> {
    let step = count.signum();
    let mut day = from;
    let mut left = count.abs();
    while left > 0 {
        day = day.checked_add(step.days()).ok()?;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    Some(day)
}

/// The day that an answer names.
#[must_use]
pub(crate) fn written_day(text: &str) -> Option<Date> {
    Date::strptime("%m/%d/%Y", text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn site(group: &str) -> RuleSite<'_> {
        RuleSite { group, around: "", row: "" }
    }

    fn after(from: Date, count: i32, unit: DayUnit) -> Date {
        DayRule { from: DayFrom::Today, count, unit }.day(site(""), &Answers::new(), from).unwrap()
    }

    #[test]
    fn days_weeks_and_months_are_those_of_the_calendar() {
        assert_eq!(after(date(2026, 11, 12), 2, DayUnit::Weeks), date(2026, 11, 26));
        assert_eq!(after(date(2027, 1, 31), 1, DayUnit::Months), date(2027, 2, 28));
        assert_eq!(after(date(2026, 11, 12), -1, DayUnit::Years), date(2025, 11, 12));
    }

    #[test]
    fn a_weekend_has_no_business_days() {
        // The 27th of November 2026 is a Friday.
        assert_eq!(after(date(2026, 11, 27), 1, DayUnit::BusinessDays), date(2026, 11, 30));
        assert_eq!(after(date(2026, 11, 30), -1, DayUnit::BusinessDays), date(2026, 11, 27));
        assert_eq!(after(date(2026, 11, 28), 5, DayUnit::BusinessDays), date(2026, 12, 4));
    }

    #[test]
    fn of_a_list_everything_must_hold_and_one_list_is_enough() {
        let comparison = |path: &str, relation, to| Comparison {
            field: FieldPlace { path: path.to_owned(), reach: FieldReach::Group },
            question: String::new(),
            relation,
            to,
        };
        let yes = Compared::Chosen(Choice::new("yes", "Yes"));
        let condition = Condition {
            any: vec![
                vec![
                    comparison("risk", AnswerRelation::Is, yes),
                    comparison("alone", AnswerRelation::Is, Compared::Checked),
                ],
                vec![comparison(
                    "signs",
                    AnswerRelation::Is,
                    Compared::Among(Choice::new("voices", "Voices")),
                )],
            ],
        };
        let answers = |given: &[(&str, Answer)]| -> Answers {
            given.iter().map(|(name, answer)| (format!("goals/2/{name}"), answer.clone())).collect()
        };
        let risk = ("risk", Answer::Chosen("yes".to_owned()));
        assert!(!condition.holds(site("goals/2/"), &answers(std::slice::from_ref(&risk))));
        assert!(condition.holds(site("goals/2/"), &answers(&[risk, ("alone", Answer::Ticked)])));
        assert!(condition.holds(site("goals/2/"), &answers(&[("signs/voices", Answer::Ticked)])));
        assert!(!condition.holds(site("goals/1/"), &answers(&[("signs/voices", Answer::Ticked)])));
    }
}
