//! Makes a sheet of a form: each field gets what takes its values, named by where it is.

use super::sheet::{
    ConditionAround, Extent, Group, Item, Number, OptionBox, Other, Parts, Row, Sheet, SheetSection, Signing,
};
use super::{
    AnswerRelation, CellKind, Choice, Column, Compared, Comparison, Condition, DayFrom, DayRule, DayUnit,
    Entry, Field, FieldGroup, FieldKind, FormVersion, GroupNumber, Options, Repeat, Requirement, RowLabel,
    RowName, RowNumber, Rows, Section, SignatureLayout, Signer, Slot, SlotKind, Table, joined,
};
use crate::words::{FixedWords, SheetWords};

impl<'a> Sheet<'a> {
    /// The form with the groups and rows of `extent`, and never fewer than are printed.
    #[must_use]
    pub fn new(form: &'a FormVersion, words: &FixedWords, extent: &Extent) -> Self {
        let maker = SheetMaker { words: &words.sheet, extent };
        let sections = form
            .sections
            .iter()
            .map(|section| {
                let groups = match &section.repeat {
                    None => vec![Group {
                        name: "",
                        number: Number::None,
                        items: maker.items(&section.fields, &maker.around(section, None)),
                    }],
                    Some(repeat) => {
                        let wanted = extent.groups.get(&section.id).copied().unwrap_or(0);
                        let count = repeat.printed.max(wanted);
                        (1..=count).map(|number| maker.group(section, repeat, number)).collect()
                    }
                };
                SheetSection { section, condition: maker.section_condition(section), groups }
            })
            .collect();
        Self { identity: maker.items(&form.identity, &Around::default()), sections }
    }

    /// A sheet with more of the groups that repeat, whose numbers are written in; `None` where none does.
    #[must_use]
    pub fn continuation(form: &'a FormVersion, words: &FixedWords) -> Option<Self> {
        let words = &words.sheet;
        let maker = SheetMaker { words, extent: &Extent::default() };
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
                            groups: Vec::new(),
                            question: words.group_number.fill(&[("group", &*repeat.name)]),
                            row: None,
                            own: None,
                            kind: SlotKind::Line(Entry::Number),
                            requirement: Requirement::Never,
                        };
                        Group { number: Number::Blank(slot), ..group }
                    })
                    .collect();
                Some(SheetSection { section, condition: maker.section_condition(section), groups })
            })
            .collect();
        let identity = maker.items(&form.identity, &Around::default());
        (!sections.is_empty()).then_some(Self { identity, sections })
    }
}

struct SheetMaker<'e> {
    words: &'e SheetWords,
    extent: &'e Extent,
}

#[derive(Default, Clone)]
struct Around<'a> {
    /// What their names begin with: empty, or such as `goals/2/`.
    prefix: String,
    /// What those around their group begin with.
    around: String,
    groups: Vec<GroupNumber>,
    /// When the section and the groups are filled in.
    within: Vec<ConditionAround<'a>>,
    /// Whether it is an annex, which not everybody fills in.
    is_annex: bool,
}

/// A field at its place, of which its slots are made.
#[derive(Clone)]
struct Asked<'a> {
    field: &'a Field,
    name: String,
    groups: Vec<GroupNumber>,
    /// The label, after the words of the condition.
    question: String,
    /// Whether it is asked for whatever else is answered.
    is_always_asked: bool,
}

impl Asked<'_> {
    /// The slot that is the whole field.
    fn whole(&self, kind: SlotKind) -> Slot {
        Slot {
            name: self.name.clone(),
            groups: self.groups.clone(),
            question: self.question.clone(),
            row: None,
            own: None,
            kind,
            requirement: self.requirement(self.field.required),
        }
    }

    fn requirement(&self, is_required: bool) -> Requirement {
        match (is_required, self.is_always_asked) {
            (false, _) => Requirement::Never,
            (true, false) => Requirement::IfAsked,
            (true, true) => Requirement::Always,
        }
    }

    fn part(&self, path: &str, own: &str, kind: SlotKind) -> Slot {
        Slot {
            name: format!("{}/{path}", self.name),
            own: Some(own.to_owned()),
            requirement: Requirement::Never,
            ..self.whole(kind)
        }
    }

    fn other(&self, options: &Options, words: &SheetWords) -> Option<Other> {
        let choice = options.other.clone()?;
        let line = SlotKind::Line(Entry::Text);
        Some(Other { choice, words: self.part(OTHER_WORDS, &words.other_words, line) })
    }
}

/// The last part of the name of what takes the words of "Other".
pub(crate) const OTHER_WORDS: &str = "other-words";
/// The last part of the name of what takes the number of a group, on a continuation sheet.
pub(crate) const GROUP_NUMBER: &str = "number";

impl SheetMaker<'_> {
    fn around<'a>(&self, section: &'a Section, group: Option<(&Repeat, usize)>) -> Around<'a> {
        let within = section.only_if.as_ref().map(|condition| ConditionAround {
            condition,
            words: words_of(condition, None, self.words),
            // It is about fields outside.
            prefix: String::new(),
            around: String::new(),
        });
        Around {
            prefix: group.map(|(_, number)| format!("{}/{number}/", section.id)).unwrap_or_default(),
            around: String::new(),
            groups: group.map(|(repeat, number)| repeat.numbered(number)).into_iter().collect(),
            within: within.into_iter().collect(),
            is_annex: section.annex.is_some(),
        }
    }

    /// When a section is filled in, in words.
    fn section_condition(&self, section: &Section) -> Option<String> {
        section.only_if.as_ref().map(|condition| words_of(condition, None, self.words))
    }

    fn group<'a>(&self, section: &'a Section, repeat: &'a Repeat, number: usize) -> Group<'a> {
        let around = self.around(section, Some((repeat, number)));
        Group {
            name: &repeat.name,
            number: Number::Printed(number),
            items: self.items(&section.fields, &around),
        }
    }

    fn items<'a>(&self, fields: &'a [Field], around: &Around<'a>) -> Vec<Item<'a>> {
        let before = std::iter::once(None).chain(fields.iter().map(Some));
        fields
            .iter()
            .zip(before)
            .map(|(field, before)| {
                let name = format!("{}{}", around.prefix, field.id);
                let condition = field.rules.only_if.as_ref().map(|one| words_of(one, before, self.words));
                let question = self.conditional(condition.as_ref(), &field.label);
                let is_always_asked = condition.is_none() && around.within.is_empty() && !around.is_annex;
                let groups = around.groups.clone();
                let asked = Asked { field, name: name.clone(), groups, question, is_always_asked };
                let due = field.rules.due.as_ref().and_then(|rule| due(rule, self.words));
                let parts = match &field.kind {
                    FieldKind::Group(group) => {
                        Parts::Groups(self.inner_groups(group, &asked, condition.as_ref(), around))
                    }
                    _ => self.parts(&asked),
                };
                let within = around.within.clone();
                Item { field, name, condition, within, around: around.around.clone(), due, parts }
            })
            .collect()
    }

    /// The groups of a field, within the section or group `around` it.
    fn inner_groups<'a>(
        &self,
        group: &'a FieldGroup,
        asked: &Asked<'a>,
        condition: Option<&String>,
        around: &Around<'a>,
    ) -> Vec<Group<'a>> {
        let FieldGroup { repeat, fields } = group;
        let own =
            asked.field.rules.only_if.as_ref().zip(condition).map(|(condition, words)| ConditionAround {
                condition,
                words: words.clone(),
                prefix: around.prefix.clone(),
                around: around.around.clone(),
            });
        let wanted = self.extent.groups.get(&asked.name).copied().unwrap_or(0);
        let group = |number| {
            let mut inner = around.clone();
            inner.prefix = format!("{}/{number}/", asked.name);
            inner.around.clone_from(&around.prefix);
            inner.groups.push(repeat.numbered(number));
            inner.within.extend(own.clone());
            Group { name: &repeat.name, number: Number::Printed(number), items: self.items(fields, &inner) }
        };
        (1..=repeat.printed.max(wanted)).map(group).collect()
    }

    fn parts<'a>(&self, asked: &Asked<'a>) -> Parts<'a> {
        match &asked.field.kind {
            FieldKind::Line(entry) => Parts::One(self.grown(asked.whole(SlotKind::Line(*entry)))),
            FieldKind::Paragraph { lines } => {
                Parts::One(self.grown(asked.whole(SlotKind::Paragraph(*lines))))
            }
            FieldKind::Score(_) => Parts::One(asked.whole(SlotKind::Line(Entry::Number))),
            FieldKind::Checkbox => Parts::One(asked.whole(SlotKind::Check)),
            FieldKind::Choice(options) => Parts::Choice {
                choice: asked.whole(SlotKind::Choice(options.all().cloned().collect())),
                other: asked.other(options, self.words),
            },
            FieldKind::Choices(options) => {
                let boxes = options.all().map(|choice| OptionBox {
                    choice: choice.clone(),
                    slot: asked.part(&choice.id, &choice.label, SlotKind::Check),
                });
                Parts::Choices { boxes: boxes.collect(), other: asked.other(options, self.words) }
            }
            // Made with what is around it.
            FieldKind::Group(_) => Parts::Groups(Vec::new()),
            FieldKind::Table(table) => Parts::Table { table, rows: self.rows(table, asked) },
            FieldKind::Signature { signer, layout } => {
                Parts::Signature(Box::new(signature(*signer, *layout, asked, self.words)))
            }
        }
    }

    /// With as many lines as are wanted.
    fn grown(&self, slot: Slot) -> Slot {
        let Some(&lines) = self.extent.lines.get(&slot.name) else { return slot };
        let kind = match slot.kind {
            SlotKind::Line(Entry::Text) => SlotKind::Paragraph(lines),
            SlotKind::Paragraph(printed) => SlotKind::Paragraph(printed.max(lines)),
            kind => kind,
        };
        Slot { kind, ..slot }
    }

    fn rows<'a>(&self, table: &'a Table, asked: &Asked<'a>) -> Vec<Row<'a>> {
        match &table.rows {
            Rows::Blank(printed) => {
                let count = self.extent.rows.get(&asked.name).copied().unwrap_or(0).max(*printed);
                (1..=count)
                    .map(|row| Row {
                        label: None,
                        condition: None,
                        cells: self.cells(
                            table,
                            asked,
                            &row.to_string(),
                            &RowName::Number(RowNumber { name: self.words.row.to_string(), number: row }),
                        ),
                    })
                    .collect()
            }
            Rows::Labeled { labels, .. } => {
                labels.iter().map(|one| self.labeled_row(table, asked, one)).collect()
            }
        }
    }

    fn labeled_row<'a>(&self, table: &Table, asked: &Asked<'a>, label: &'a RowLabel) -> Row<'a> {
        // The question is far from the row, so it is named even where it comes right before the table.
        let condition = label.only_if.as_ref().map(|one| words_of(one, None, self.words));
        let name = RowName::Label(self.conditional(condition.as_ref(), &label.label));
        let is_always_asked = asked.is_always_asked && condition.is_none();
        let asked = Asked { is_always_asked, ..asked.clone() };
        Row { label: Some(label), cells: self.cells(table, &asked, &label.id, &name), condition }
    }

    /// A label after the words of its condition: `If “Yes”: Landlord`.
    fn conditional(&self, condition: Option<&String>, label: &str) -> String {
        match condition {
            Some(condition) => format!("{} {label}", self.words.only_if.fill(&[("condition", condition)])),
            None => label.to_owned(),
        }
    }

    /// The cells of a row, one a column. `path` is the row's part of their names.
    fn cells(&self, table: &Table, asked: &Asked<'_>, path: &str, row: &RowName) -> Vec<Slot> {
        let kind = |column: &Column| match &column.kind {
            CellKind::Line(Entry::Text) if column.lines > 1 => SlotKind::Paragraph(column.lines),
            CellKind::Line(entry) => SlotKind::Line(*entry),
            CellKind::Checkbox => SlotKind::Check,
            CellKind::Choice { options, layout: _ } => SlotKind::Choice(options.to_vec()),
            CellKind::Signed(_) => SlotKind::Signature,
        };
        let cell = |column: &Column| Slot {
            row: Some(row.clone()),
            requirement: match &table.rows {
                Rows::Blank(_) if column.required => Requirement::InBegunRow,
                _ => asked.requirement(column.required),
            },
            ..asked.part(&format!("{path}/{}", column.id), &column.label, kind(column))
        };
        table.columns.iter().map(cell).map(|slot| self.grown(slot)).collect()
    }
}

/// A condition in words. Of the question right before it, only the answer is named: `“Shelter” or “Street”`.
fn words_of(condition: &Condition, before: Option<&Field>, words: &SheetWords) -> String {
    let one = |comparison: &Comparison| {
        let Comparison { field, question, relation, to } = comparison;
        let answer = match to {
            Compared::Chosen(choice) | Compared::Among(choice) => format!("“{}”", choice.label),
            Compared::Checked => words.is_checked.to_string(),
        };
        let answer = match relation {
            AnswerRelation::Is => answer,
            AnswerRelation::IsNot => words.is_not.fill(&[("answer", &answer)]),
        };
        if before.is_some_and(|before| before.id == field.path) { answer } else { joined(question, &answer) }
    };
    let all =
        |all: &Vec<Comparison>| all.iter().map(one).collect::<Vec<_>>().join(&format!(" {} ", words.and));
    condition.any.iter().map(all).collect::<Vec<_>>().join(&format!(" {} ", words.or))
}

/// When something is due, in words; `None` on the day itself, or seen from today, which paper doesn't know.
fn due(rule: &DayRule, words: &SheetWords) -> Option<String> {
    let DayRule { from: DayFrom::Field { place: _, question }, count, unit } = rule else { return None };
    let count = usize::try_from(*count).ok().filter(|count| *count > 0)?;
    let time = match unit {
        DayUnit::Days => &words.days,
        DayUnit::BusinessDays => &words.business_days,
        DayUnit::Weeks => &words.weeks,
        DayUnit::Months => &words.months,
        DayUnit::Years => &words.years,
    };
    Some(words.due_after.fill(&[("time", &time.fill(count)), ("question", question)]))
}

fn signature(signer: Signer, layout: SignatureLayout, asked: &Asked<'_>, words: &SheetWords) -> Signing {
    let line = || SlotKind::Line(Entry::Text);
    let signature = asked.part("signature", &words.signature, SlotKind::Signature);
    Signing {
        signer,
        layout,
        signature: Slot { requirement: asked.requirement(asked.field.required), ..signature },
        name: asked.part("name", &words.printed_name, line()),
        standing: asked.part(signer.standing_key(), signer.standing(words), line()),
        date: asked.part("date", &words.date, SlotKind::Line(Entry::Date)),
        declined: (signer == Signer::Member).then(|| {
            let ways = [("declined", &words.declined), ("unable", &words.unable)];
            let ways = ways.map(|(id, label)| Choice::new(id, &**label));
            let declined = asked.part("declined", &words.not_signed, SlotKind::Choice(ways.to_vec()));
            (declined, asked.part("reason", &words.reason, line()))
        }),
    }
}

impl Repeat {
    fn numbered(&self, number: usize) -> GroupNumber {
        GroupNumber { name: self.name.to_string(), number }
    }
}

impl Signer {
    /// What the signer states of themselves: its key in data, and the last part of its slot's name.
    pub(crate) fn standing_key(self) -> &'static str {
        match self {
            Self::Staff => "credentials",
            Self::Member => "relationship",
        }
    }

    fn standing(self, words: &SheetWords) -> &str {
        match self {
            Self::Staff => &words.credentials,
            Self::Member => &words.relationship,
        }
    }
}
