//! A form laid out to be filled in: groups and rows in the number wanted, and everything that takes a value by its name.
//!
//! A name is a path: `goals/2/steps/1/who` is the cell `who` in the first row of the table `steps` of the second group of the
//! section `goals`. PDF, page and data use the same names.

use std::collections::BTreeMap;

use super::{
    CellKind, Choice, Column, Entry, Field, FieldKind, FormVersion, GroupNumber, Options, Repeat, RowLabel,
    RowName, Rows, Section, Signer, Slot, SlotKind, Table,
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

/// A box to tick for an option.
#[derive(Debug)]
pub struct OptionBox {
    /// The option.
    pub choice: Choice,
    /// What takes the tick.
    pub slot: Slot,
}

/// The option for what is not listed.
#[derive(Debug)]
pub struct Other {
    /// The option.
    pub choice: Choice,
    /// What takes its words.
    pub words: Slot,
}

/// What belongs to a signature.
#[derive(Debug)]
pub struct Signing {
    /// Who signs.
    pub signer: Signer,
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
    pub label: Option<&'a RowLabel>,
    /// One a column.
    pub cells: Vec<Slot>,
}

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
                        items: maker.items(&section.fields, &Around::default()),
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
        Self { identity: maker.items(&form.identity, &Around::default()), sections }
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
                            name: format!("{}/{number}/{GROUP_NUMBER}", section.id),
                            group: None,
                            question: format!("{} number", repeat.name),
                            row: None,
                            own: None,
                            kind: SlotKind::Line(Entry::Number),
                            required: false,
                        };
                        Group { number: Number::Blank(slot), ..group }
                    })
                    .collect();
                Some(SheetSection { section, groups })
            })
            .collect();
        let identity = maker.items(&form.identity, &Around::default());
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
                slots.extend(other.as_ref().map(|other| &other.words));
            }
            Self::Choices { boxes, other } => {
                slots.extend(boxes.iter().map(|one| &one.slot));
                slots.extend(other.as_ref().map(|other| &other.words));
            }
            Self::Table { rows, .. } => slots.extend(rows.iter().flat_map(|row| &row.cells)),
            Self::Signature(signing) => {
                let Signing { signer: _, signature, name, standing, date, declined } = signing.as_ref();
                slots.extend([signature, name, standing, date]);
                if let Some((declined, reason)) = declined {
                    slots.extend([declined, reason]);
                }
            }
        }
    }
}

struct Maker<'e> {
    extent: &'e Extent,
}

/// Where fields stand.
#[derive(Default)]
struct Around {
    /// What their names begin with: empty, or such as `goals/2/`.
    prefix: String,
    group: Option<GroupNumber>,
}

/// A field at its place, of which its slots are made.
struct Asked<'a> {
    field: &'a Field,
    name: String,
    group: Option<GroupNumber>,
}

impl Asked<'_> {
    /// The slot that is the whole field.
    fn whole(&self, kind: SlotKind) -> Slot {
        Slot {
            name: self.name.clone(),
            group: self.group.clone(),
            question: self.field.label.clone(),
            row: None,
            own: None,
            kind,
            required: self.field.required,
        }
    }

    /// One slot of several.
    fn part(&self, path: &str, own: &str, kind: SlotKind) -> Slot {
        Slot {
            name: format!("{}/{path}", self.name),
            own: Some(own.to_owned()),
            required: false,
            ..self.whole(kind)
        }
    }

    fn other(&self, options: &Options) -> Option<Other> {
        let choice = options.other.clone()?;
        let line = SlotKind::Line(Entry::Text);
        Some(Other { choice, words: self.part(OTHER_WORDS, "Other, in words", line) })
    }
}

/// The last part of the name of what takes the words of "Other".
pub const OTHER_WORDS: &str = "other-words";
/// The last part of the name of what takes the number of a group, on a continuation sheet.
pub const GROUP_NUMBER: &str = "number";

impl Maker<'_> {
    fn group<'a>(&self, section: &'a Section, repeat: &'a Repeat, number: usize) -> Group<'a> {
        let around = Around {
            prefix: format!("{}/{number}/", section.id),
            group: Some(GroupNumber { name: repeat.name.clone(), number }),
        };
        Group {
            name: &repeat.name,
            number: Number::Printed(number),
            items: self.items(&section.fields, &around),
        }
    }

    fn items<'a>(&self, fields: &'a [Field], around: &Around) -> Vec<Item<'a>> {
        fields
            .iter()
            .map(|field| {
                let name = format!("{}{}", around.prefix, field.id);
                let asked = Asked { field, name: name.clone(), group: around.group.clone() };
                Item { field, name, parts: self.parts(&asked) }
            })
            .collect()
    }

    fn parts<'a>(&self, asked: &Asked<'a>) -> Parts<'a> {
        match &asked.field.kind {
            FieldKind::Line(entry) => Parts::One(asked.whole(SlotKind::Line(*entry))),
            FieldKind::Paragraph { lines } => Parts::One(asked.whole(SlotKind::Paragraph(*lines))),
            FieldKind::Checkbox => Parts::One(asked.whole(SlotKind::Check)),
            FieldKind::Choice(options) => Parts::Choice {
                choice: asked.whole(SlotKind::Choice(options.all().cloned().collect())),
                other: asked.other(options),
            },
            FieldKind::Choices(options) => {
                let boxes = options.all().map(|choice| OptionBox {
                    choice: choice.clone(),
                    slot: asked.part(&choice.id, &choice.label, SlotKind::Check),
                });
                Parts::Choices { boxes: boxes.collect(), other: asked.other(options) }
            }
            FieldKind::Table(table) => Parts::Table { table, rows: self.rows(table, asked) },
            FieldKind::Signature(signer) => Parts::Signature(Box::new(signature(*signer, asked))),
        }
    }

    fn rows<'a>(&self, table: &'a Table, asked: &Asked<'a>) -> Vec<Row<'a>> {
        match &table.rows {
            Rows::Blank(printed) => {
                let count = self.extent.rows.get(&asked.name).copied().unwrap_or(0).max(*printed);
                (1..=count)
                    .map(|row| Row {
                        label: None,
                        cells: cells(table, asked, &row.to_string(), &RowName::Number(row)),
                    })
                    .collect()
            }
            Rows::Labeled { labels, .. } => labels
                .iter()
                .map(|one| Row {
                    label: Some(one),
                    cells: cells(table, asked, &one.id, &RowName::Label(one.label.clone())),
                })
                .collect(),
        }
    }
}

/// The cells of a row, one a column. `path` is the row's part of their names.
fn cells(table: &Table, asked: &Asked<'_>, path: &str, row: &RowName) -> Vec<Slot> {
    let kind = |kind: &CellKind| match kind {
        CellKind::Line(Entry::Text) if table.lines > 1 => SlotKind::Paragraph(table.lines),
        CellKind::Line(entry) => SlotKind::Line(*entry),
        CellKind::Checkbox => SlotKind::Check,
        CellKind::Choice(options) => SlotKind::Choice(options.clone()),
    };
    let cell = |column: &Column| Slot {
        row: Some(row.clone()),
        ..asked.part(&format!("{path}/{}", column.id), &column.label, kind(&column.kind))
    };
    table.columns.iter().map(cell).collect()
}

fn signature(signer: Signer, asked: &Asked<'_>) -> Signing {
    let line = || SlotKind::Line(Entry::Text);
    let standing = signer.standing();
    let signature = asked.part("signature", "Signature", SlotKind::Signature);
    Signing {
        signer,
        signature: Slot { required: asked.field.required, ..signature },
        name: asked.part("name", "Printed name", line()),
        standing: asked.part(standing.key, standing.words, line()),
        date: asked.part("date", "Date", SlotKind::Line(Entry::Date)),
        declined: (signer == Signer::Member).then(|| {
            let ways = [("declined", "Declined to sign"), ("unable", "Unable to sign")];
            let ways = ways.map(|(id, label)| Choice::new(id, label));
            let declined = asked.part("declined", "Not signed", SlotKind::Choice(ways.to_vec()));
            (declined, asked.part("reason", "Reason", line()))
        }),
    }
}

/// What a signer states of themselves.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// The key in data, and the last part of the slot's name.
    pub key: &'static str,
    /// The words beside it.
    pub words: &'static str,
}

impl Signer {
    /// What the signer states of themselves.
    #[must_use]
    pub fn standing(self) -> Standing {
        match self {
            Self::Staff => Standing { key: "credentials", words: "Title and credentials" },
            Self::Member => Standing { key: "relationship", words: "Relationship to the Member" },
        }
    }
}
