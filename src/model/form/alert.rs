//! Answers that ask for something to be done at once: the words are beside the question, and stand out when the answer is given.

use super::{Answer, Answers, Choice, Item, Parts, Sheet, Slot, SlotKind};
use crate::source::Placed;
use crate::words::SheetWords;

/// An answer that raises an alert, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AnswerAlert {
    /// The row of a table.
    pub(crate) row: Option<String>,
    /// The column of a table that has the options.
    pub(crate) column: Option<String>,
    /// Any of these; none of a checkbox, which raises it when it is checked.
    pub(crate) options: Vec<Choice>,
    pub(crate) says: Placed<String>,
}

impl AnswerAlert {
    /// As an author writes it, for redlines and fingerprints.
    pub(super) fn words(&self) -> String {
        let Self { row, column: _, options, says } = self;
        let options: Vec<&str> = options.iter().map(|choice| choice.label.as_str()).collect();
        let row = row.as_ref().map(|row| format!("{row}: ")).unwrap_or_default();
        format!("alert {row}{}: {says}", options.join(", "))
    }

    /// When it is raised, as it is printed: `If “Some days” or “Most days”:`.
    pub(crate) fn condition(&self, words: &SheetWords) -> String {
        let options: Vec<String> = self.options.iter().map(|choice| format!("“{}”", choice.label)).collect();
        let options = if options.is_empty() {
            words.is_checked.to_string()
        } else {
            options.join(&format!(" {} ", words.or))
        };
        words.only_if.fill(&[("condition", &options)])
    }

    fn is_raised_by(&self, slot: &Slot, answers: &Answers) -> bool {
        match answers.get(&slot.name) {
            Some(Answer::Chosen(id)) => self.options.iter().any(|choice| choice.id == *id),
            Some(Answer::Ticked) => self.options.is_empty(),
            Some(Answer::Text(_)) | None => false,
        }
    }

    fn is_raised(&self, item: &Item<'_>, answers: &Answers) -> bool {
        match &item.parts {
            Parts::One(slot) | Parts::Choice { choice: slot, other: _ } => self.is_raised_by(slot, answers),
            Parts::Choices { boxes, other: _ } => boxes
                .iter()
                .filter(|one| self.options.iter().any(|choice| choice.id == one.choice.id))
                .any(|one| answers.contains_key(&one.slot.name)),
            Parts::Table { table, rows } => rows
                .iter()
                .filter(|row| row.label.is_some_and(|label| self.row.as_ref() == Some(&label.id)))
                .flat_map(|row| table.columns.iter().zip(&row.cells))
                .filter(|(column, slot)| {
                    self.column.as_ref() == Some(&column.id) && matches!(slot.kind, SlotKind::Choice(_))
                })
                .any(|(_, slot)| self.is_raised_by(slot, answers)),
            Parts::Groups(_) | Parts::Signature(_) => false,
        }
    }
}

impl Sheet<'_> {
    /// How many alerts the answers raise.
    #[must_use]
    pub(crate) fn raised_alerts(&self, answers: &Answers) -> usize {
        let alerts = self.items().flat_map(|item| item.field.alerts.iter().map(move |alert| (item, alert)));
        alerts.filter(|(item, alert)| alert.is_raised(item, answers)).count()
    }
}
