//! A form laid out to be filled in: groups and rows in the number wanted, and everything that takes a value by its name.
//!
//! A name is a path: `goals/2/steps/1/who` is the cell `who` in the first row of the table `steps` of the second group of the
//! section `goals`. PDF, page and data use the same names.

use std::collections::BTreeMap;

use super::{
    Annex, Answers, Choice, Condition, Field, RowLabel, RuleSite, Section, SignatureLayout, Signer, Slot,
    Table,
};
use crate::words::SheetWords;

/// How many groups, rows and lines there are, where it is more than are printed.
#[derive(Debug, Clone, Default)]
pub struct Extent {
    /// Groups, by the section's id, or by the name of the field that they are in.
    pub groups: BTreeMap<String, usize>,
    /// Rows, by the table's name.
    pub rows: BTreeMap<String, usize>,
    /// Lines to write on, by the name of the slot.
    pub(crate) lines: BTreeMap<String, usize>,
}

/// A form laid out.
#[derive(Debug)]
pub struct Sheet<'a> {
    /// The fields at the top of every page.
    pub identity: Vec<Item<'a>>,
    pub sections: Vec<SheetSection<'a>>,
}

/// A section laid out.
#[derive(Debug)]
pub struct SheetSection<'a> {
    pub section: &'a Section,
    /// When it is filled in, in words; `None` where always.
    pub(crate) condition: Option<String>,
    /// Its groups; one, without a number, where it does not repeat.
    pub groups: Vec<Group<'a>>,
}

#[derive(Debug)]
pub(crate) enum Number {
    /// The section does not repeat.
    None,
    Printed(usize),
    /// To be written in, on a continuation sheet.
    Blank(Slot),
}

/// The fields of a section once.
#[derive(Debug)]
pub struct Group<'a> {
    /// What it is called, such as `Goal`; empty where the section does not repeat.
    pub(crate) name: &'a str,
    pub(crate) number: Number,
    pub items: Vec<Item<'a>>,
}

/// A field laid out.
#[derive(Debug)]
pub struct Item<'a> {
    pub field: &'a Field,
    pub name: String,
    /// When it is filled in, in words; `None` where always.
    pub(crate) condition: Option<String>,
    /// Of the section and the group that it is in: when those are filled in.
    pub(crate) within: Vec<ConditionAround<'a>>,
    /// What the names of the fields around its group begin with, such as `goals/2/` of `goals/2/steps/1/who`; empty where there are none.
    pub(crate) around: String,
    /// When it is due, in words: `due 2 weeks after First appointment`.
    pub(crate) due: Option<String>,
    /// What takes its values.
    pub parts: Parts<'a>,
}

/// When the section or group around a field is filled in.
#[derive(Debug, Clone)]
pub(crate) struct ConditionAround<'a> {
    pub(crate) condition: &'a Condition,
    pub(crate) words: String,
    /// What names begin with where it is written.
    pub(crate) prefix: String,
    pub(crate) around: String,
}

/// What takes the values of a field.
#[derive(Debug)]
pub enum Parts<'a> {
    One(Slot),
    /// One of several.
    Choice {
        /// The options; "Other" is the last, where there is one.
        choice: Slot,
        /// "Other".
        other: Option<Other>,
    },
    /// Any of several.
    Choices {
        /// A box for each option; "Other" is the last, where there is one.
        boxes: Vec<OptionBox>,
        /// "Other".
        other: Option<Other>,
    },
    Table {
        table: &'a Table,
        rows: Vec<Row<'a>>,
    },
    /// The fields of a group, as often as they are there.
    Groups(Vec<Group<'a>>),
    /// A signature with all that belongs to it.
    Signature(Box<Signing>),
}

/// A check box for an option.
#[derive(Debug)]
pub struct OptionBox {
    pub choice: Choice,
    pub slot: Slot,
}

/// The option for what is not listed.
#[derive(Debug)]
pub struct Other {
    pub choice: Choice,
    pub words: Slot,
}

#[derive(Debug)]
pub struct Signing {
    pub(crate) signer: Signer,
    pub(crate) layout: SignatureLayout,
    pub(crate) signature: Slot,
    /// Printed name.
    pub(crate) name: Slot,
    /// Title and credentials, or relationship to the Member.
    pub(crate) standing: Slot,
    pub(crate) date: Slot,
    /// "Declined" or "Unable to sign", and why; a Member's only.
    pub declined: Option<(Slot, Slot)>,
}

#[derive(Debug)]
pub struct Row<'a> {
    pub label: Option<&'a RowLabel>,
    /// When it is filled in, in words; `None` where always.
    pub(crate) condition: Option<String>,
    /// One a column.
    pub cells: Vec<Slot>,
}

impl<'a> Sheet<'a> {
    /// Every field, in reading order.
    pub fn items(&self) -> impl Iterator<Item = &Item<'a>> {
        let groups = self.sections.iter().flat_map(|section| &section.groups);
        self.identity.iter().chain(groups.flat_map(Group::every_item))
    }

    /// Whether it has more of the groups that repeat, whose numbers are written in.
    #[must_use]
    pub(crate) fn is_continuation(&self) -> bool {
        let mut groups = self.sections.iter().flat_map(|section| &section.groups);
        groups.any(|group| matches!(group.number, Number::Blank(_)))
    }

    /// Everything that takes a value, in reading order.
    #[must_use]
    pub fn slots(&self) -> Vec<&Slot> {
        let mut slots = Vec::new();
        self.identity.iter().for_each(|item| item.parts.push_slots(&mut slots));
        for group in self.sections.iter().flat_map(|section| &section.groups) {
            if let Number::Blank(slot) = &group.number {
                slots.push(slot);
            }
            group.items.iter().for_each(|item| item.parts.push_slots(&mut slots));
        }
        slots
    }
}

impl<'a> Group<'a> {
    /// Its fields and those of the groups in it, in reading order.
    pub(crate) fn every_item(&self) -> impl Iterator<Item = &Item<'a>> {
        self.items.iter().flat_map(Item::with_inner)
    }
}

impl Item<'_> {
    /// It and the fields in it, in reading order.
    fn with_inner(&self) -> Vec<&Self> {
        let mut all = vec![self];
        if let Parts::Groups(groups) = &self.parts {
            all.extend(groups.iter().flat_map(Group::every_item));
        }
        all
    }
}

impl SheetSection<'_> {
    /// For whom it is, and when it is filled in, as it is printed below its title.
    pub(crate) fn notes(&self, words: &SheetWords) -> Vec<String> {
        let annex = self.section.annex.as_ref().map(|Annex { lines }| {
            let lines = lines.join(&format!(" {} ", words.or));
            words.annex.fill(&[("lines", &lines)])
        });
        let condition = self.condition.as_ref();
        let condition = condition.map(|condition| words.section_if.fill(&[("condition", condition)]));
        annex.into_iter().chain(condition).collect()
    }

    /// Whether what is required in it counts: in an annex only once it is begun.
    pub(crate) fn is_wanted(&self, answers: &Answers) -> bool {
        if self.section.annex.is_none() {
            return true;
        }
        let mut slots = Vec::new();
        let items = self.groups.iter().flat_map(|group| &group.items);
        items.for_each(|item| item.parts.push_slots(&mut slots));
        slots.iter().any(|slot| answers.contains_key(&slot.name))
    }
}

impl Item<'_> {
    /// What its name begins with: empty, or such as `goals/2/`.
    pub(crate) fn prefix(&self) -> &str {
        self.name.strip_suffix(self.field.id.as_str()).unwrap_or_default()
    }

    /// Whether it is to be filled in, as far as it depends on these answers.
    pub(crate) fn is_asked(&self, answers: &Answers) -> bool {
        self.ruled_out_by(answers).is_none()
    }

    /// From where its rules are seen.
    pub(crate) fn site(&self) -> RuleSite<'_> {
        RuleSite { group: self.prefix(), around: &self.around, row: "" }
    }

    /// The words of the condition because of which it is not filled in.
    pub(crate) fn ruled_out_by(&self, answers: &Answers) -> Option<&str> {
        let around = self.within.iter().find(|one| !one.condition.holds(one.site(), answers));
        if let Some(ConditionAround { words, .. }) = around {
            return Some(words);
        }
        let condition = self.field.rules.only_if.as_ref()?;
        (!condition.holds(self.site(), answers)).then(|| self.condition.as_deref().unwrap_or_default())
    }
}

impl ConditionAround<'_> {
    fn site(&self) -> RuleSite<'_> {
        RuleSite { group: &self.prefix, around: &self.around, row: "" }
    }
}

impl Row<'_> {
    /// The words of the condition because of which it is not filled in; `site` is that of its table.
    pub(crate) fn ruled_out_by(&self, site: RuleSite<'_>, answers: &Answers) -> Option<&str> {
        let condition = self.label?.only_if.as_ref()?;
        (!condition.holds(site, answers)).then(|| self.condition.as_deref().unwrap_or_default())
    }
}

impl Parts<'_> {
    pub(crate) fn push_slots<'s>(&'s self, slots: &mut Vec<&'s Slot>) {
        match self {
            Self::One(slot) => slots.push(slot),
            Self::Choice { choice, other } => {
                slots.push(choice);
                slots.extend(other.as_ref().map(|other| &other.words));
            }
            Self::Choices { boxes, other } => {
                slots.extend(boxes.iter().map(|one| &one.slot));
                slots.extend(other.as_ref().map(|other| &other.words));
            }
            Self::Table { rows, .. } => slots.extend(rows.iter().flat_map(|row| &row.cells)),
            Self::Groups(groups) => {
                groups.iter().flat_map(|group| &group.items).for_each(|item| item.parts.push_slots(slots));
            }
            Self::Signature(signing) => {
                let Signing { signer: _, layout: _, signature, name, standing, date, declined } =
                    signing.as_ref();
                slots.extend([signature, name, standing, date]);
                if let Some((declined, reason)) = declined {
                    slots.extend([declined, reason]);
                }
            }
        }
    }
}
