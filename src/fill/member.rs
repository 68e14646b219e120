//! A Member's particulars, written once: what is filled into one form, such as the face sheet, goes into the fields of others that say
//! `from = "face-sheet/birth-date"`, and into fields at the top of the page that have the same id.

use crate::model::form::{Answer, Answers, Group, Item, Parts, Sheet, SlotKind};

/// What is filled into a form of a Member.
#[derive(Debug)]
pub(crate) struct MemberData {
    /// The form's id.
    pub(crate) form: String,
    pub(crate) answers: Answers,
}

impl MemberData {
    /// Fills in what is still empty; returns how much was.
    pub(crate) fn carry(&self, sheet: &Sheet<'_>, answers: &mut Answers) -> usize {
        let before = answers.len();
        for item in &sheet.identity {
            let own = item.field.id.as_str();
            let from = self.field_for(item).or(item.field.from.is_none().then_some(own));
            self.carry_one(item, from, answers);
        }
        let groups = sheet.sections.iter().flat_map(|section| &section.groups);
        for item in groups.flat_map(Group::every_item) {
            self.carry_one(item, self.field_for(item), answers);
        }
        answers.len() - before
    }

    /// The field of the Member's form that an item takes its value from.
    fn field_for<'i>(&self, item: &'i Item<'_>) -> Option<&'i str> {
        let from = item.field.from.as_ref()?;
        (from.form == self.form).then_some(from.field.as_str())
    }

    fn carry_one(&self, item: &Item<'_>, from: Option<&str>, answers: &mut Answers) {
        let (Parts::One(slot) | Parts::Choice { choice: slot, .. }) = &item.parts else { return };
        let Some(answer) = from.and_then(|from| self.answers.get(from)) else { return };
        let fits = match (&slot.kind, answer) {
            (SlotKind::Line(_) | SlotKind::Paragraph(_), Answer::Text(_))
            | (SlotKind::Check, Answer::Ticked) => true,
            (SlotKind::Choice(choices), Answer::Chosen(id)) => choices.iter().any(|choice| choice.id == *id),
            _ => false,
        };
        if fits {
            answers.entry(slot.name.clone()).or_insert_with(|| answer.clone());
        }
    }
}
