//! What is filled into a form.

use std::collections::BTreeMap;

use super::{Group, Item, Parts, Requirement, Row, Sheet, Slot};

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
        let groups = self.sections.iter().filter(|section| section.is_wanted(answers));
        let items = groups.flat_map(|section| &section.groups).flat_map(Group::every_item);
        let asked = self.identity.iter().chain(items).filter(|item| item.is_asked(answers));
        asked.flat_map(|item| item.unanswered(answers)).collect()
    }

    /// What is printed in the blank form, and can be changed.
    #[must_use]
    pub(crate) fn default_answers(&self) -> Answers {
        let defaults = self.items().filter_map(|item| {
            let (Parts::One(slot) | Parts::Choice { choice: slot, other: _ }) = &item.parts else {
                return None;
            };
            Some((slot.name.clone(), item.field.default.as_ref()?.to_answer()))
        });
        defaults.collect()
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
                let is_begun = |row: &Row<'_>| row.cells.iter().any(answered);
                let is_wanted = |row: &Row<'_>, cell: &Slot| match cell.requirement {
                    Requirement::Always | Requirement::IfAsked => true,
                    Requirement::InBegunRow => is_begun(row),
                    Requirement::Never => false,
                };
                let is_asked = |row: &&Row<'_>| row.ruled_out_by(self.site(), answers).is_none();
                let cells = rows
                    .iter()
                    .filter(is_asked)
                    .flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
                let missing = cells.filter(|(row, cell)| is_wanted(row, cell) && !answered(cell));
                let missing: Vec<String> = missing.map(|(_, cell)| cell.label()).collect();
                if missing.is_empty() { label(rows.iter().any(is_begun)) } else { missing }
            }
            Parts::Groups(_) | Parts::Signature(_) => Vec::new(),
        }
    }
}
