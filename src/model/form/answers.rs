//! What is filled into a form.

use std::collections::BTreeMap;

use super::{Item, Parts, Sheet, Slot};

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
        let asked = self.items().filter(|item| item.is_asked(answers));
        asked.flat_map(|item| item.unanswered(answers)).collect()
    }
}

impl Item<'_> {
    fn unanswered(&self, answers: &Answers) -> Vec<String> {
        let answered = |slot: &Slot| answers.contains_key(&slot.name);
        let label = |is_answered: bool| {
            let is_missing = self.field.required && !is_answered;
            is_missing.then(|| self.field.label.to_string()).into_iter().collect()
        };
        match &self.parts {
            Parts::One(slot) | Parts::Choice { choice: slot, .. } => {
                let is_missing = self.field.required && !answered(slot);
                is_missing.then(|| slot.label()).into_iter().collect()
            }
            Parts::Choices { boxes, .. } => label(boxes.iter().any(|one| answered(&one.slot))),
            Parts::Table { rows, .. } => {
                let cells = || rows.iter().flat_map(|row| &row.cells);
                let missing = cells().filter(|cell| cell.required && !answered(cell)).map(Slot::label);
                let missing: Vec<String> = missing.collect();
                if missing.is_empty() { label(cells().any(answered)) } else { missing }
            }
            Parts::Signature(_) => Vec::new(),
        }
    }
}
