//! File names of many forms: `--name "{form} {member-id}"` is `service-plan A-1.pdf` for one row and `service-plan A-2.pdf` for another.

use std::collections::BTreeMap;
use std::fmt;

use super::fill_error::FillError;
use crate::model::form::{Answer, Answers, Sheet, SlotKind};
use crate::names;

/// Longer names can't be stored in deep folders on Windows.
const LONGEST: usize = 100;

/// What `--name` says.
pub(crate) struct NamePattern(Vec<NamePart>);

enum NamePart {
    Words(String),
    Row,
    Form,
    /// The value of this field.
    Field(String),
}

impl NamePattern {
    /// The pattern that is typed for forms laid out like `sheet`.
    pub(crate) fn parse(typed: &str, sheet: &Sheet<'_>) -> Result<Self, FillError> {
        let mut parts = Vec::new();
        let typed = typed.strip_suffix(".pdf").unwrap_or(typed);
        let mut rest = typed;
        while let Some((words, after)) = rest.split_once('{') {
            let (gap, after) = after.split_once('}').ok_or(FillError::Brace)?;
            parts.push(NamePart::Words(words.to_owned()));
            parts.push(match gap {
                "row" => NamePart::Row,
                "form" => NamePart::Form,
                gap => {
                    let mut slots = sheet.slots().into_iter();
                    let known = slots.any(|slot| slot.name == gap && matches!(slot.kind, SlotKind::Line(_)));
                    if !known {
                        return Err(FillError::UnknownGap(gap.to_owned()));
                    }
                    NamePart::Field(gap.to_owned())
                }
            });
            rest = after;
        }
        parts.push(NamePart::Words(rest.to_owned()));
        let is_brace = |part: &NamePart| matches!(part, NamePart::Words(words) if words.contains(['{', '}']));
        if parts.iter().any(is_brace) {
            return Err(FillError::Brace);
        }
        if !parts.iter().any(|part| matches!(part, NamePart::Row | NamePart::Field(_))) {
            return Err(FillError::NoGap);
        }
        Ok(Self(parts))
    }

    /// The name of a row's file.
    pub(crate) fn name(&self, form: &str, row: usize, answers: &Answers) -> Result<String, NameProblem> {
        let mut name = String::new();
        for part in &self.0 {
            match part {
                NamePart::Words(words) => name.push_str(words),
                NamePart::Row => name.push_str(&row.to_string()),
                NamePart::Form => name.push_str(form),
                // A day has slashes, which no file name can have.
                NamePart::Field(field) => match answers.get(field) {
                    Some(Answer::Text(text)) => name.push_str(&text.replace('/', "-")),
                    _ => return Err(NameProblem::Empty { field: field.clone() }),
                },
            }
        }
        let name = name.trim();
        if name.is_empty() {
            return Err(NameProblem::Unusable("it would be empty"));
        }
        if name.chars().count() > LONGEST {
            return Err(NameProblem::Unusable("it would have more than 100 letters"));
        }
        // Of an address on the site, it need not be a part.
        let stored = format!("{name}.pdf").replace(['#', '%'], "-");
        if name.starts_with('.') || name.contains('/') {
            return Err(NameProblem::Unusable("a name can't begin with a period or have a slash"));
        }
        match names::trouble(&stored) {
            Some(trouble) => Err(NameProblem::Unusable(trouble)),
            None => Ok(format!("{name}.pdf")),
        }
    }
}

/// Why a row has no file name. It quotes nothing of the row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NameProblem {
    Empty {
        field: String,
    },
    Unusable(&'static str),
    /// An earlier row has the same name, on a computer that doesn't tell capital letters apart.
    Taken {
        earlier: usize,
    },
}

impl fmt::Display for NameProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { field } => write!(f, "`{field}` is empty, and --name names the file after it"),
            Self::Unusable(why) => {
                write!(f, "the name of its file, which --name makes, can't be used on every computer: {why}")
            }
            Self::Taken { earlier } => write!(
                f,
                "its file would have the same name as that of row {earlier}; capital and small letters count as the same"
            ),
        }
    }
}

/// The names that are given out, and the rows that have them.
#[derive(Default)]
pub(crate) struct TakenNames(BTreeMap<String, usize>);

impl TakenNames {
    pub(crate) fn take(&mut self, name: &str, row: usize) -> Result<(), NameProblem> {
        match self.0.insert(name.to_lowercase(), row) {
            None => Ok(()),
            Some(earlier) => {
                self.0.insert(name.to_lowercase(), earlier);
                Err(NameProblem::Taken { earlier })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(value: &str) -> Result<String, NameProblem> {
        let pattern = NamePattern(vec![NamePart::Field("id".to_owned())]);
        pattern.name("plan", 3, &Answers::from([("id".to_owned(), Answer::Text(value.to_owned()))]))
    }

    #[test]
    fn a_file_name_can_be_stored_on_every_computer() {
        assert_eq!(named("A-1").as_deref(), Ok("A-1.pdf"));
        assert_eq!(named("02/03/2026").as_deref(), Ok("02-03-2026.pdf"));
        for unusable in ["con", "a:b", "..", "a\\b", &"a".repeat(101), ".hidden"] {
            assert!(matches!(named(unusable), Err(NameProblem::Unusable(_))), "{unusable}");
        }
    }

    #[test]
    fn names_that_differ_in_capital_letters_only_are_the_same() {
        let mut taken = TakenNames::default();
        assert_eq!(taken.take("A-1.pdf", 2), Ok(()));
        assert_eq!(taken.take("a-1.pdf", 3), Err(NameProblem::Taken { earlier: 2 }));
        assert_eq!(taken.take("a-1.PDF", 4), Err(NameProblem::Taken { earlier: 2 }));
    }
}
