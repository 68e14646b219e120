//! Something that takes one value, and its label for those who do not see where it is.

use super::{Choice, Entry};

#[derive(Debug, Clone, Hash)]
pub struct Slot {
    /// Its name, once in a sheet: a path, never taken apart again.
    pub name: String,
    /// The groups that it is in, from the outside.
    pub(crate) groups: Vec<GroupNumber>,
    /// What is asked: the label of the field.
    pub(crate) question: String,
    /// The row that it is in, in a table.
    pub(crate) row: Option<RowName>,
    /// Its own words, where the question has several slots: an option, the head of a column, a part of a signature.
    pub(crate) own: Option<String>,
    pub kind: SlotKind,
    pub(crate) requirement: Requirement,
}

/// Whether it may be left empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Requirement {
    /// It may.
    Never,
    /// Not where it is asked for: that depends on another answer, or on whether an annex is filled in.
    IfAsked,
    /// Not in a row in which anything else is filled in.
    InBegunRow,
    Always,
}

/// One of the groups of a section that repeats.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct GroupNumber {
    /// What each of them is called, such as `Goal`.
    pub(crate) name: String,
    /// From 1.
    pub(crate) number: usize,
}

/// What a row of a table is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum RowName {
    /// A blank row.
    Number(RowNumber),
    Label(String),
}

/// A blank row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct RowNumber {
    /// What each of them is called: `row`.
    pub(crate) name: String,
    /// From 1.
    pub(crate) number: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SlotKind {
    Line(Entry),
    /// How many lines for handwriting.
    Paragraph(usize),
    Check,
    /// One of these.
    Choice(Vec<Choice>),
    /// A signature, which is never data.
    Signature,
}

/// A part of an accessible label. What counts groups and rows is apart from the words, for a page that adds more of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LabelPart {
    Words(String),
    Group(usize),
    /// The group within that group.
    InnerGroup(usize),
    Row(usize),
}

impl Slot {
    /// The label for those who do not see where it is: `Goal 2: Steps, row 1: Who`. It is read aloud, and never parsed.
    #[must_use]
    pub fn label(&self) -> String {
        self.label_parts().iter().map(LabelPart::text).collect()
    }

    /// The parts of [`Slot::label`].
    #[must_use]
    pub(crate) fn label_parts(&self) -> Vec<LabelPart> {
        let mut parts = Vec::new();
        for (depth, group) in self.groups.iter().enumerate() {
            parts.push(LabelPart::Words(format!("{} ", group.name)));
            parts.push(if depth == 0 {
                LabelPart::Group(group.number)
            } else {
                LabelPart::InnerGroup(group.number)
            });
            parts.push(LabelPart::Words(": ".to_owned()));
        }
        let mut words = self.question.clone();
        match &self.row {
            Some(RowName::Number(RowNumber { name, number })) => {
                parts.push(LabelPart::Words(format!("{words}, {name} ")));
                parts.push(LabelPart::Row(*number));
                words = String::new();
            }
            Some(RowName::Label(label)) => words = format!("{words}, {label}"),
            None => {}
        }
        if let Some(own) = &self.own {
            words = joined(&words, own);
        }
        parts.push(LabelPart::Words(words));
        parts
    }
}

impl LabelPart {
    fn text(&self) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Group(number) | Self::InnerGroup(number) | Self::Row(number) => number.to_string(),
        }
    }
}

/// A question and the words that belong to it: with a colon between them, unless the question ends with a mark of its own.
pub(crate) fn joined(question: &str, own: &str) -> String {
    let colon = if question.ends_with(['?', ':', '!', '.']) { "" } else { ":" };
    format!("{question}{colon} {own}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(group: Option<usize>, row: Option<RowName>, own: Option<&str>) -> Slot {
        Slot {
            name: "goals/2/steps/1/who".to_owned(),
            groups: group.map(|number| GroupNumber { name: "Goal".to_owned(), number }).into_iter().collect(),
            question: "Steps".to_owned(),
            row,
            own: own.map(str::to_owned),
            kind: SlotKind::Check,
            requirement: Requirement::Never,
        }
    }

    #[test]
    fn a_label_says_group_question_row_and_its_own_words() {
        assert_eq!(slot(None, None, None).label(), "Steps");
        assert_eq!(slot(None, None, Some("Housing: arrears")).label(), "Steps: Housing: arrears");
        let row = RowName::Label("Home: rent".to_owned());
        assert_eq!(slot(None, Some(row), Some("Need")).label(), "Steps, Home: rent: Need");
        let full = slot(
            Some(2),
            Some(RowName::Number(RowNumber { name: "row".to_owned(), number: 1 })),
            Some("Who"),
        );
        assert_eq!(full.label(), "Goal 2: Steps, row 1: Who");
    }

    #[test]
    fn a_question_mark_needs_no_colon() {
        let slot = Slot { question: "What helps?".to_owned(), ..slot(None, None, Some("A walk")) };
        assert_eq!(slot.label(), "What helps? A walk");
    }
}
