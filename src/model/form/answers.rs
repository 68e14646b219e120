//! What is filled into a form.

use std::collections::BTreeMap;

use super::{Parts, Sheet, Slot};

/// What is filled into one slot.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Answer {
    Text(String),
    Ticked,
    /// The id of an option.
    Chosen(String),
}

/// What is filled in, by the names of the slots. A slot that is not named is empty.
pub type Answers = BTreeMap<String, Answer>;

impl Sheet<'_> {
    /// The labels of what may not be left empty and is, in reading order. A signature is made on paper and not counted.
    #[must_use]
    pub(crate) fn unanswered(&self, answers: &Answers) -> Vec<String> {
        let answered = |slot: &Slot| answers.contains_key(&slot.name);
        self.items()
            .filter(|item| item.field.required && item.is_asked(answers))
            .filter_map(|item| match &item.parts {
                Parts::One(slot) | Parts::Choice { choice: slot, .. } => {
                    (!answered(slot)).then(|| slot.label())
                }
                Parts::Choices { boxes, .. } => {
                    (!boxes.iter().any(|one| answered(&one.slot))).then(|| item.field.label.to_string())
                }
                Parts::Table { rows, .. } => {
                    let cells = || rows.iter().flat_map(|row| &row.cells);
                    let is_blank = |cell: &&Slot| cell.required && !answered(cell);
                    match cells().find(is_blank) {
                        Some(cell) => Some(cell.label()),
                        None => (!cells().any(answered)).then(|| item.field.label.to_string()),
                    }
                }
                Parts::Signature(_) => None,
            })
            .collect()
    }
}
