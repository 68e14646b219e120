//! The rules of fields, as authors write them: `only_if`, days that follow other days, ranges and formats.

use std::collections::BTreeMap;

use super::form_score::Countable;
use super::header_fields::Fields;
use crate::diagnostic::{Diagnostic, FindingCode, nearest};
use crate::load::{ColumnSource, FieldSource, ReadKeys, SectionSource, Spanned};
use crate::model::form::{
    AnswerRelation, CellKind, Choice, Compared, Comparison, Condition, DEEPEST_GROUP, DayFrom, DayRule,
    DayUnit, Entry, Field, FieldKind, FieldPlace, FieldReach, Format, Rules,
};
use crate::source::Span;

/// The most days, weeks, months or years of a rule.
const MOST: i32 = 3660;

const FORMATS: [(&str, Format); 3] =
    [("time", Format::Time), ("money", Format::Money), ("email", Format::Email)];

const UNITS: [(&str, DayUnit); 9] = [
    ("day", DayUnit::Days),
    ("days", DayUnit::Days),
    ("week", DayUnit::Weeks),
    ("weeks", DayUnit::Weeks),
    ("month", DayUnit::Months),
    ("months", DayUnit::Months),
    ("year", DayUnit::Years),
    ("years", DayUnit::Years),
    ("business", DayUnit::BusinessDays),
];

/// What rules may name: the days of the whole form, and the fields before.
#[derive(Default)]
pub(super) struct RuleBook {
    days: BTreeMap<String, KnownDay>,
    earlier: Vec<Earlier>,
    /// The fields before that a score may count.
    pub(super) countable: Vec<Countable>,
    /// The groups in which fields are being read, from the outside.
    groups: Vec<String>,
}

/// A day that is asked for.
struct KnownDay {
    path: String,
    label: String,
    groups: Vec<String>,
}

struct Earlier {
    id: String,
    label: String,
    compared: EarlierKind,
    groups: Vec<String>,
}

enum EarlierKind {
    Choice(Vec<Choice>),
    Choices(Vec<Choice>),
    Checkbox,
}

impl RuleBook {
    pub(super) fn new(
        identity: &[Spanned<FieldSource>],
        sections: &[(Span, ReadKeys<SectionSource>)],
    ) -> Self {
        let mut book = Self::default();
        for field in identity {
            book.note_days(field.get_ref(), &[]);
        }
        for (_, section) in sections {
            let id = section.keys.id.as_ref().map(|id| id.get_ref().trim().to_owned());
            let groups: Vec<String> = id.filter(|_| section.keys.repeat.is_some()).into_iter().collect();
            for field in &section.keys.fields {
                book.note_days(field.get_ref(), &groups);
            }
        }
        book
    }

    /// The days of a field and of the fields in it.
    fn note_days(&mut self, field: &FieldSource, groups: &[String]) {
        self.note_day(field, groups);
        let id = field.id.as_ref().map(|id| id.get_ref().trim().to_owned()).unwrap_or_default();
        let inner: Vec<String> = groups.iter().cloned().chain([id]).collect();
        // Deeper ones are refused where they are read.
        if inner.len() <= DEEPEST_GROUP {
            field.fields.iter().for_each(|one| self.note_days(one.get_ref(), &inner));
        }
    }

    fn note_day(&mut self, field: &FieldSource, groups: &[String]) {
        let word = |written: &Option<Spanned<String>>| {
            written.as_ref().map(|written| written.get_ref().trim().to_owned()).unwrap_or_default()
        };
        let id = word(&field.id);
        let path = match word(&field.kind).as_str() {
            "date" => id.clone(),
            "signature" => format!("{id}/date"),
            _ => return,
        };
        self.days.insert(id, KnownDay { path, label: word(&field.label), groups: groups.to_vec() });
    }

    /// From here on, fields are in this section that repeats, or in none.
    pub(super) fn enter(&mut self, group: Option<&str>) {
        self.groups = group.map(str::to_owned).into_iter().collect();
    }

    /// From here on, fields are in this group; `false` where it would be too deep.
    pub(super) fn go_in(&mut self, group: &str) -> bool {
        let is_too_deep = self.groups.len() >= DEEPEST_GROUP;
        if !is_too_deep {
            self.groups.push(group.to_owned());
        }
        !is_too_deep
    }

    pub(super) fn go_out(&mut self) {
        self.groups.pop();
    }

    /// Fields after this one may name it.
    pub(super) fn add(&mut self, field: &Field) {
        self.countable.extend(Countable::of(field, &self.groups));
        let compared = match &field.kind {
            FieldKind::Choice(options) => EarlierKind::Choice(options.all().cloned().collect()),
            FieldKind::Choices(options) => EarlierKind::Choices(options.all().cloned().collect()),
            FieldKind::Checkbox => EarlierKind::Checkbox,
            _ => return,
        };
        let (id, label) = (field.id.clone(), field.label.to_string());
        self.earlier.push(Earlier { id, label, compared, groups: self.groups.clone() });
    }

    /// How a field in `groups` is named from here; `None` where it is in other groups.
    pub(super) fn reach(&self, groups: &[String]) -> Option<FieldReach> {
        if !self.groups.starts_with(groups) {
            return None;
        }
        Some(match (groups.len(), self.groups.len()) {
            (0, _) => FieldReach::Form,
            (own, here) if own == here => FieldReach::Group,
            _ => FieldReach::AroundGroup,
        })
    }

    /// The rules of a field of this kind.
    pub(super) fn rules(&self, written: &FieldSource, kind: &FieldKind, fields: &mut Fields<'_>) -> Rules {
        let answer = match kind {
            FieldKind::Line(entry) => AnswerShape::Line(*entry),
            FieldKind::Paragraph { .. } => AnswerShape::Paragraph,
            FieldKind::Signature { .. } => AnswerShape::Signature,
            _ => AnswerShape::Another,
        };
        let due = belongs("due", written.due.as_ref(), answer.has_day(), "a date or a signature", fields);
        Rules {
            only_if: written.only_if.as_ref().and_then(|written| self.condition(written, fields)),
            due: due.and_then(|written| self.day("due", written, &[], fields)),
            ..self.limits(&WrittenLimits::of_field(written), answer, &[], fields)
        }
    }

    /// The rules of a column. Its days may follow those of `siblings`, the columns of its table.
    pub(super) fn column_rules(
        &self,
        written: &ColumnSource,
        kind: &CellKind,
        siblings: &[Spanned<ColumnSource>],
        fields: &mut Fields<'_>,
    ) -> Rules {
        let answer = match kind {
            CellKind::Line(entry) => AnswerShape::Line(*entry),
            _ => AnswerShape::Another,
        };
        self.limits(&WrittenLimits::of_column(written), answer, siblings, fields)
    }

    fn limits(
        &self,
        written: &WrittenLimits<'_>,
        answer: AnswerShape,
        siblings: &[Spanned<ColumnSource>],
        fields: &mut Fields<'_>,
    ) -> Rules {
        let is_text = answer == AnswerShape::Line(Entry::Text);
        let has_day = answer.has_day();
        let days = [("not_before", written.not_before), ("not_after", written.not_after)];
        let [not_before, not_after] = days.map(|(key, written)| {
            let written = belongs(key, written, has_day, "a date or a signature", fields)?;
            self.day(key, written, siblings, fields)
        });
        let number = answer == AnswerShape::Line(Entry::Number);
        let bound = |key, written: Option<&Spanned<i64>>, fields: &mut Fields<'_>| {
            belongs(key, written, number, "a number", fields).map(|written| *written.get_ref())
        };
        let count = |key, written: Option<&Spanned<i64>>, fits, what, most, fields: &mut Fields<'_>| {
            let written = belongs(key, written, fits, what, fields)?;
            Some(super::version::number(key, Some(written), 1, most, fields))
        };
        let is_written = is_text || answer == AnswerShape::Paragraph;
        Rules {
            only_if: None,
            not_before,
            not_after,
            due: None,
            least: bound("min", written.min, fields),
            most: bound("max", written.max, fields),
            format: belongs("format", written.format, is_text, "a text", fields)
                .and_then(|written| fields.word("format", Some(written), &FORMATS)),
            digits: count("digits", written.digits, is_text, "a text", 30, fields),
            letters: count("letters", written.letters, is_written, "a text or a paragraph", 10_000, fields),
        }
    }

    /// `first-appointment + 2 weeks`
    fn day(
        &self,
        key: &str,
        written: &Spanned<String>,
        siblings: &[Spanned<ColumnSource>],
        fields: &mut Fields<'_>,
    ) -> Option<DayRule> {
        let span = fields.span(written);
        let words: Vec<&str> = written.get_ref().split_whitespace().collect();
        let (count, unit) = match words.as_slice() {
            [_] => (0, DayUnit::Days),
            [_, sign @ ("+" | "-"), count, unit]
            | [_, sign @ ("+" | "-"), count, unit @ "business", "days" | "day"] => {
                let count = count.parse::<i32>().ok().filter(|count| (1..=MOST).contains(count));
                let unit = UNITS.iter().find(|(word, _)| word == unit).map(|(_, unit)| *unit);
                let Some((count, unit)) = count.zip(unit) else { return refuse_day(key, span, fields) };
                (if *sign == "-" { -count } else { count }, unit)
            }
            _ => return refuse_day(key, span, fields),
        };
        let from = match of_sibling(words[0], siblings) {
            Some(from) => from,
            None => self.day_from(words[0], span, fields)?,
        };
        Some(DayRule { from, count, unit })
    }

    fn day_from(&self, word: &str, span: Span, fields: &mut Fields<'_>) -> Option<DayFrom> {
        if word == "today" {
            return Some(DayFrom::Today);
        }
        let found = self.days.get(word).and_then(|asked| Some((asked, self.reach(&asked.groups)?)));
        if let Some((asked, reach)) = found {
            let place = FieldPlace { path: asked.path.clone(), reach };
            return Some(DayFrom::Field { place, question: asked.label.clone() });
        }
        let finding = Diagnostic::new(
            FindingCode::FormRule,
            span,
            format!("`{word}` is neither `today` nor a date or signature of this form or of this group"),
        );
        fields.findings.push(match nearest(word, self.days.keys().map(String::as_str)) {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding.hint("write `today`, or the id of a field of kind date or signature"),
        });
        None
    }

    /// `housing = "Shelter" or risk != "None" and alone`
    pub(super) fn condition(&self, written: &Spanned<String>, fields: &mut Fields<'_>) -> Option<Condition> {
        let span = fields.span(written);
        let Some(any) = alternatives(written.get_ref()) else {
            fields
                .findings
                .push(Diagnostic::new(FindingCode::FormRule, span, "`only_if` cannot be read").hint(
                "write comparisons with `and` or `or` between them, such as 'housing = \"Shelter\" or alone'",
            ));
            return None;
        };
        let read = any.iter().map(|all| all.iter().map(|one| self.comparison(one, span, fields)).collect());
        let read: Vec<Option<Vec<Comparison>>> = read.collect();
        Some(Condition { any: read.into_iter().collect::<Option<_>>()? })
    }

    fn comparison(
        &self,
        written: &WrittenComparison,
        span: Span,
        fields: &mut Fields<'_>,
    ) -> Option<Comparison> {
        let WrittenComparison { id, relation, option } = written;
        let found = self.earlier.iter().find(|earlier| earlier.id == *id);
        let found = found.and_then(|earlier| Some((earlier, self.reach(&earlier.groups)?)));
        let Some((earlier, reach)) = found else {
            let message = format!("`{id}` is not a choice or checkbox before this field");
            let finding = Diagnostic::new(FindingCode::FormRule, span, message);
            let ids = self.earlier.iter().map(|earlier| earlier.id.as_str());
            fields.findings.push(match nearest(id, ids) {
                Some(near) => finding.hint(format!("did you mean `{near}`?")),
                None => finding
                    .hint("name the id of a field of kind choice, choices or checkbox that comes first"),
            });
            return None;
        };
        let to = match (&earlier.compared, option) {
            (EarlierKind::Checkbox, None) => Compared::Checked,
            (EarlierKind::Choice(choices), Some(option)) => {
                Compared::Chosen(meant(choices, option, span, fields)?)
            }
            (EarlierKind::Choices(choices), Some(option)) => {
                Compared::Among(meant(choices, option, span, fields)?)
            }
            (EarlierKind::Checkbox, Some(_)) => {
                return refuse_comparison(id, "a checkbox", "write only its id", span, fields);
            }
            (_, None) => {
                return refuse_comparison(id, "a choice", "write `= \"option\"` after its id", span, fields);
            }
        };
        let field = FieldPlace { path: earlier.id.clone(), reach };
        Some(Comparison { field, question: earlier.label.clone(), relation: *relation, to })
    }
}

/// What an answer is, as far as rules differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AnswerShape {
    Line(Entry),
    Paragraph,
    Signature,
    Another,
}

impl AnswerShape {
    fn has_day(self) -> bool {
        matches!(self, Self::Line(Entry::Date) | Self::Signature)
    }
}

/// The rules that fields and columns have alike.
struct WrittenLimits<'w> {
    not_before: Option<&'w Spanned<String>>,
    not_after: Option<&'w Spanned<String>>,
    min: Option<&'w Spanned<i64>>,
    max: Option<&'w Spanned<i64>>,
    format: Option<&'w Spanned<String>>,
    digits: Option<&'w Spanned<i64>>,
    letters: Option<&'w Spanned<i64>>,
}

impl<'w> WrittenLimits<'w> {
    fn of_field(written: &'w FieldSource) -> Self {
        Self {
            not_before: written.not_before.as_ref(),
            not_after: written.not_after.as_ref(),
            min: written.min.as_ref(),
            max: written.max.as_ref(),
            format: written.format.as_ref(),
            digits: written.digits.as_ref(),
            letters: written.letters.as_ref(),
        }
    }

    fn of_column(written: &'w ColumnSource) -> Self {
        Self {
            not_before: written.not_before.as_ref(),
            not_after: written.not_after.as_ref(),
            min: written.min.as_ref(),
            max: written.max.as_ref(),
            format: written.format.as_ref(),
            digits: written.digits.as_ref(),
            letters: written.letters.as_ref(),
        }
    }
}

/// The day in another column of the same row.
fn of_sibling(word: &str, siblings: &[Spanned<ColumnSource>]) -> Option<DayFrom> {
    let is = |written: &Option<Spanned<String>>, word: &str| {
        written.as_ref().is_some_and(|written| written.get_ref().trim() == word)
    };
    let mut dates = siblings.iter().map(Spanned::get_ref).filter(|column| is(&column.kind, "date"));
    let sibling = dates.find(|column| is(&column.id, word))?;
    let question = sibling.label.as_ref().map(|label| label.get_ref().trim().to_owned()).unwrap_or_default();
    Some(DayFrom::Field { place: FieldPlace { path: word.to_owned(), reach: FieldReach::Row }, question })
}

/// The value of a key; a finding where a field of this kind does not have it.
fn belongs<'w, T>(
    key: &str,
    written: Option<&'w Spanned<T>>,
    fits: bool,
    what: &str,
    fields: &mut Fields<'_>,
) -> Option<&'w Spanned<T>> {
    let written = written?;
    if fits {
        return Some(written);
    }
    let span = fields.span(written);
    fields.findings.push(
        Diagnostic::new(
            FindingCode::NeedlessKey,
            span,
            format!("`{key}` has no effect here: it is for {what}"),
        )
        .hint("remove it, or correct `kind`"),
    );
    None
}

fn refuse_day(key: &str, span: Span, fields: &mut Fields<'_>) -> Option<DayRule> {
    fields.findings.push(
        Diagnostic::new(FindingCode::FormRule, span, format!("`{key}` cannot be read"))
            .hint("write `today`, the id of a date, or such as \"first-appointment + 2 weeks\", with days, business days, weeks, months or years"),
    );
    None
}

fn refuse_comparison(
    id: &str,
    what: &str,
    hint: &str,
    span: Span,
    fields: &mut Fields<'_>,
) -> Option<Comparison> {
    fields
        .findings
        .push(Diagnostic::new(FindingCode::FormRule, span, format!("`{id}` is {what}")).hint(hint));
    None
}

/// The option that a text names.
pub(super) fn meant(choices: &[Choice], option: &str, span: Span, fields: &mut Fields<'_>) -> Option<Choice> {
    let found = choices.iter().find(|choice| choice.is_meant_by(option));
    if found.is_none() {
        let labels: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).collect();
        fields.findings.push(
            Diagnostic::new(FindingCode::FormRule, span, format!("`{option}` is not one of the options"))
                .hint(format!("the options are: {}", labels.join(", "))),
        );
    }
    found.cloned()
}

/// `housing != "Own home"`, or the id of a checkbox alone.
#[derive(Debug, PartialEq, Eq)]
struct WrittenComparison {
    id: String,
    relation: AnswerRelation,
    option: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum ConditionToken {
    Word(String),
    Quoted(String),
    Equal,
    NotEqual,
}

/// What is between each `or`, and of it what is between each `and`; `None` where it cannot be read.
fn alternatives(text: &str) -> Option<Vec<Vec<WrittenComparison>>> {
    let tokens = tokens(text)?;
    let is =
        |word: &'static str| move |token: &ConditionToken| *token == ConditionToken::Word(word.to_owned());
    tokens.split(is("or")).map(|all| all.split(is("and")).map(comparison).collect()).collect()
}

fn comparison(tokens: &[ConditionToken]) -> Option<WrittenComparison> {
    let (id, relation, option) = match tokens {
        [ConditionToken::Word(id)] => (id, AnswerRelation::Is, None),
        [ConditionToken::Word(not), ConditionToken::Word(id)] if not == "not" => {
            (id, AnswerRelation::IsNot, None)
        }
        [ConditionToken::Word(id), ConditionToken::Equal, ConditionToken::Quoted(option)] => {
            (id, AnswerRelation::Is, Some(option.clone()))
        }
        [ConditionToken::Word(id), ConditionToken::NotEqual, ConditionToken::Quoted(option)] => {
            (id, AnswerRelation::IsNot, Some(option.clone()))
        }
        _ => return None,
    };
    Some(WrittenComparison { id: id.clone(), relation, option })
}

fn tokens(text: &str) -> Option<Vec<ConditionToken>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '"' | '\'' => {
                let (quoted, after) = rest[1..].split_once(first)?;
                (ConditionToken::Quoted(quoted.trim().to_owned()), after)
            }
            '=' => (ConditionToken::Equal, &rest[1..]),
            '!' => (ConditionToken::NotEqual, rest.strip_prefix("!=")?),
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || "=!\"'".contains(c)).unwrap_or(rest.len());
                (ConditionToken::Word(rest[..end].to_owned()), &rest[end..])
            }
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Some(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(id: &str, relation: AnswerRelation, option: Option<&str>) -> WrittenComparison {
        WrittenComparison { id: id.to_owned(), relation, option: option.map(str::to_owned) }
    }

    #[test]
    fn and_binds_closer_than_or() {
        let read = alternatives("home = 'Street' or risk != \"None, now\" and not alone").unwrap();
        assert_eq!(
            read,
            [
                vec![written("home", AnswerRelation::Is, Some("Street"))],
                vec![
                    written("risk", AnswerRelation::IsNot, Some("None, now")),
                    written("alone", AnswerRelation::IsNot, None)
                ],
            ]
        );
    }

    #[test]
    fn half_a_comparison_is_refused() {
        for text in
            ["", "home =", "= \"x\"", "home \"x\"", "home = \"x", "home = x", "a or", "a and or b", "a ! b"]
        {
            assert_eq!(alternatives(text), None, "{text}");
        }
    }
}
