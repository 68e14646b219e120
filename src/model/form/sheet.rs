//! A form laid out to be filled in: groups and rows in the number wanted, and everything that takes a value by its name.
//!
//! A name is a path: `goals/2/steps/1/who` is the cell `who` in the first row of the table `steps` of the second group of the
//! section `goals`. PDF, page and data use the same names.

use std::collections::BTreeMap;

use super::{
    CellKind, Choice, Entry, Field, FieldKind, FormVersion, Options, Repeat, Rows, Section, Signer, Table,
};

/// How many groups and rows there are, where it is more than are printed.
#[derive(Debug, Clone, Default)]
pub struct Extent {
    /// Groups, by the section's id.
    pub groups: BTreeMap<String, usize>,
    /// Rows, by the table's name.
    pub rows: BTreeMap<String, usize>,
}

/// A form laid out.
#[derive(Debug)]
pub struct Sheet<'a> {
    /// The fields that stand on every page.
    pub identity: Vec<Item<'a>>,
    /// The sections.
    pub sections: Vec<SheetSection<'a>>,
}

/// A section laid out.
#[derive(Debug)]
pub struct SheetSection<'a> {
    /// The section.
    pub section: &'a Section,
    /// Its groups; one, without a number, where it does not repeat.
    pub groups: Vec<Group<'a>>,
}

/// The number of a group.
#[derive(Debug)]
pub enum Number {
    /// The section does not repeat.
    None,
    /// Printed.
    Printed(usize),
    /// To be written in, on a continuation sheet.
    Blank(Slot),
}

/// The fields of a section once.
#[derive(Debug)]
pub struct Group<'a> {
    /// What it is called, such as `Goal`; empty where the section does not repeat.
    pub name: &'a str,
    /// Which it is.
    pub number: Number,
    /// Its fields.
    pub items: Vec<Item<'a>>,
}

/// A field laid out.
#[derive(Debug)]
pub struct Item<'a> {
    /// The field.
    pub field: &'a Field,
    /// Its name.
    pub name: String,
    /// What takes its values.
    pub parts: Parts<'a>,
}

/// What takes the values of a field.
#[derive(Debug)]
pub enum Parts<'a> {
    /// One value.
    One(Slot),
    /// One of several, and the words of "Other".
    Choice {
        /// The options; "Other" is the last, where there are words for it.
        choice: Slot,
        /// The words of "Other".
        other: Option<Slot>,
    },
    /// A box for each option, the last for "Other" where there are words for it.
    Choices {
        /// The boxes.
        boxes: Vec<Slot>,
        /// The words of "Other".
        other: Option<Slot>,
    },
    /// Rows and columns.
    Table {
        /// The table.
        table: &'a Table,
        /// Its rows.
        rows: Vec<Row<'a>>,
    },
    /// A signature with all that belongs to it.
    Signature(Box<Signing>),
}

/// What belongs to a signature.
#[derive(Debug)]
pub struct Signing {
    /// Where to sign.
    pub signature: Slot,
    /// Printed name.
    pub name: Slot,
    /// Title and credentials, or relationship to the Member.
    pub standing: Slot,
    /// When.
    pub date: Slot,
    /// "Declined" or "Unable to sign", and why; a Member's only.
    pub declined: Option<(Slot, Slot)>,
}

/// A row of a table.
#[derive(Debug)]
pub struct Row<'a> {
    /// What stands at its head.
    pub label: Option<&'a Choice>,
    /// One a column.
    pub cells: Vec<Slot>,
}

/// Something that takes one value.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Its name, once in a sheet.
    pub name: String,
    /// What it is for those who do not see where it stands.
    pub label: String,
    /// What it takes.
    pub kind: SlotKind,
    /// Whether it may not be left empty.
    pub required: bool,
}

/// What a slot takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotKind {
    /// A line.
    Line(Entry),
    /// So many lines for handwriting.
    Paragraph(usize),
    /// A tick.
    Check,
    /// One of these.
    Choice(Vec<Choice>),
    /// A signature, which is never data.
    Signature,
}

/// The option for what is not listed.
pub const OTHER: &str = "other";

impl<'a> Sheet<'a> {
    /// The form with so many groups and rows, and never fewer than are printed.
    #[must_use]
    pub fn new(form: &'a FormVersion, extent: &Extent) -> Self {
        let maker = Maker { extent };
        let sections = form
            .sections
            .iter()
            .map(|section| {
                let groups = match &section.repeat {
                    None => vec![Group {
                        name: "",
                        number: Number::None,
                        items: maker.items(&section.fields, "", ""),
                    }],
                    Some(repeat) => {
                        let wanted = extent.groups.get(&section.id).copied().unwrap_or(0);
                        let count = repeat.printed.max(wanted);
                        (1..=count).map(|number| maker.group(section, repeat, number)).collect()
                    }
                };
                SheetSection { section, groups }
            })
            .collect();
        Self { identity: maker.items(&form.identity, "", ""), sections }
    }

    /// A sheet with more of the groups that repeat, whose numbers are written in; `None` where none does.
    #[must_use]
    pub fn continuation(form: &'a FormVersion) -> Option<Self> {
        let maker = Maker { extent: &Extent::default() };
        let sections: Vec<SheetSection<'a>> = form
            .sections
            .iter()
            .filter_map(|section| {
                let repeat = section.repeat.as_ref()?;
                let groups = (1..=repeat.printed)
                    .map(|number| {
                        let group = maker.group(section, repeat, number);
                        let slot = Slot {
                            name: format!("{}/{number}/number", section.id),
                            label: format!("{} number", repeat.name),
                            kind: SlotKind::Line(Entry::Number),
                            required: false,
                        };
                        Group { number: Number::Blank(slot), ..group }
                    })
                    .collect();
                Some(SheetSection { section, groups })
            })
            .collect();
        let identity = maker.items(&form.identity, "", "");
        (!sections.is_empty()).then_some(Self { identity, sections })
    }

    /// Every field, in reading order.
    pub fn items(&self) -> impl Iterator<Item = &Item<'a>> {
        let groups = self.sections.iter().flat_map(|section| &section.groups);
        self.identity.iter().chain(groups.flat_map(|group| &group.items))
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

impl Parts<'_> {
    fn push_slots<'s>(&'s self, slots: &mut Vec<&'s Slot>) {
        match self {
            Self::One(slot) => slots.push(slot),
            Self::Choice { choice, other } => {
                slots.push(choice);
                slots.extend(other);
            }
            Self::Choices { boxes, other } => {
                slots.extend(boxes);
                slots.extend(other);
            }
            Self::Table { rows, .. } => slots.extend(rows.iter().flat_map(|row| &row.cells)),
            Self::Signature(signing) => {
                slots.extend([&signing.signature, &signing.name, &signing.standing, &signing.date]);
                if let Some((declined, reason)) = &signing.declined {
                    slots.extend([declined, reason]);
                }
            }
        }
    }
}

struct Maker<'e> {
    extent: &'e Extent,
}

impl Maker<'_> {
    fn group<'a>(&self, section: &'a Section, repeat: &'a Repeat, number: usize) -> Group<'a> {
        let prefix = format!("{}/{number}/", section.id);
        let context = format!("{} {number}: ", repeat.name);
        Group {
            name: &repeat.name,
            number: Number::Printed(number),
            items: self.items(&section.fields, &prefix, &context),
        }
    }

    fn items<'a>(&self, fields: &'a [Field], prefix: &str, context: &str) -> Vec<Item<'a>> {
        fields
            .iter()
            .map(|field| {
                let name = format!("{prefix}{}", field.id);
                let label = format!("{context}{}", field.label);
                let parts = self.parts(field, &name, &label);
                Item { field, name, parts }
            })
            .collect()
    }

    fn parts<'a>(&self, field: &'a Field, name: &str, label: &str) -> Parts<'a> {
        let one = |kind: SlotKind| {
            Parts::One(Slot {
                name: name.to_owned(),
                label: label.to_owned(),
                kind,
                required: field.required,
            })
        };
        match &field.kind {
            FieldKind::Line(entry) => one(SlotKind::Line(*entry)),
            FieldKind::Paragraph { lines } => one(SlotKind::Paragraph(*lines)),
            FieldKind::Checkbox => one(SlotKind::Check),
            FieldKind::Choice(options) => Parts::Choice {
                choice: Slot {
                    name: name.to_owned(),
                    label: label.to_owned(),
                    kind: SlotKind::Choice(listed(options)),
                    required: field.required,
                },
                other: other_words(options, name, label),
            },
            FieldKind::Choices(options) => Parts::Choices {
                boxes: listed(options)
                    .iter()
                    .map(|option| Slot {
                        name: format!("{name}/{}", option.id),
                        label: format!("{label}: {}", option.label),
                        kind: SlotKind::Check,
                        required: false,
                    })
                    .collect(),
                other: other_words(options, name, label),
            },
            FieldKind::Table(table) => Parts::Table { table, rows: self.rows(table, name, label) },
            FieldKind::Signature(signer) => signature(*signer, name, label, field.required),
        }
    }

    fn rows<'a>(&self, table: &'a Table, name: &str, label: &str) -> Vec<Row<'a>> {
        let cells = |row: &str, of: &str| {
            table
                .columns
                .iter()
                .map(|column| Slot {
                    name: format!("{name}/{row}/{}", column.id),
                    label: format!("{label}, {of}: {}", column.label),
                    kind: match &column.kind {
                        CellKind::Line(Entry::Text) if table.lines > 1 => SlotKind::Paragraph(table.lines),
                        CellKind::Line(entry) => SlotKind::Line(*entry),
                        CellKind::Checkbox => SlotKind::Check,
                        CellKind::Choice(options) => SlotKind::Choice(options.clone()),
                    },
                    required: false,
                })
                .collect()
        };
        match &table.rows {
            Rows::Blank(printed) => {
                let count = self.extent.rows.get(name).copied().unwrap_or(0).max(*printed);
                (1..=count)
                    .map(|row| Row { label: None, cells: cells(&row.to_string(), &format!("row {row}")) })
                    .collect()
            }
            Rows::Labeled { labels, .. } => {
                labels.iter().map(|one| Row { label: Some(one), cells: cells(&one.id, &one.label) }).collect()
            }
        }
    }
}

/// The options, with "Other" at the end where there is one.
fn listed(options: &Options) -> Vec<Choice> {
    let other = Choice { id: OTHER.to_owned(), label: "Other".to_owned() };
    options.options.iter().cloned().chain(options.other.then_some(other)).collect()
}

fn other_words(options: &Options, name: &str, label: &str) -> Option<Slot> {
    options.other.then(|| Slot {
        name: format!("{name}/other-words"),
        label: format!("{label}: Other, in words"),
        kind: SlotKind::Line(Entry::Text),
        required: false,
    })
}

fn signature(signer: Signer, name: &str, label: &str, required: bool) -> Parts<'static> {
    let slot = |part: &str, words: &str, kind: SlotKind| Slot {
        name: format!("{name}/{part}"),
        label: format!("{label}: {words}"),
        kind,
        required: false,
    };
    let line = SlotKind::Line(Entry::Text);
    let (part, words) = signer.standing();
    let choice = |id: &str, label: &str| Choice { id: id.to_owned(), label: label.to_owned() };
    Parts::Signature(Box::new(Signing {
        signature: Slot { required, ..slot("signature", "Signature", SlotKind::Signature) },
        name: slot("name", "Printed name", line.clone()),
        standing: slot(part, words, line.clone()),
        date: slot("date", "Date", SlotKind::Line(Entry::Date)),
        declined: (signer == Signer::Member).then(|| {
            let ways = vec![choice("declined", "Declined to sign"), choice("unable", "Unable to sign")];
            (slot("declined", "Not signed", SlotKind::Choice(ways)), slot("reason", "Reason", line))
        }),
    }))
}

impl Signer {
    /// What the signer states of themselves: the last part of its name, and its label.
    #[must_use]
    pub fn standing(self) -> (&'static str, &'static str) {
        match self {
            Self::Staff => ("credentials", "Title and credentials"),
            Self::Member => ("relationship", "Relationship to the Member"),
        }
    }
}
