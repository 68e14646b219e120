//! The walk over forms.

use super::PassageWalk;
use crate::model::form::{
    AnswerAlert, Band, CellKind, Choice, Column, DefaultAnswer, Field, FieldGroup, FieldKind, FormVersion,
    Options, Repeat, RowLabel, Rows, Score, Section, Table,
};
use crate::model::passages::{Part, Passage, Role, Words};
use crate::model::text::BodyText;
use crate::source::Placed;

impl FormVersion {
    /// Everything that a reader of it sees.
    pub(crate) fn passages(&self) -> Vec<Passage<'_>> {
        // Each task is one of the handbook's.
        let Self { header, tasks: _, due, text_size: _, needs_language_notice: _, identity, sections } = self;
        let mut walk = PassageWalk::new();
        walk.header(header);
        walk.line(Role::Due, due);
        identity.iter().for_each(|field| walk.field(field));
        sections.iter().for_each(|section| walk.section(section));
        walk.found
    }
}

impl Field {
    /// Everything that a reader of it sees.
    pub(crate) fn passages(&self) -> Vec<Passage<'_>> {
        let mut walk = PassageWalk::new();
        walk.field(self);
        walk.found
    }
}

impl<'a> PassageWalk<'a> {
    fn section(&mut self, section: &'a Section) {
        let Section {
            id,
            title,
            text: BodyText { blocks },
            repeat,
            covers: _,
            start: _,
            is_kept: _,
            only_if: _,
            // The names of service lines are the handbook file's.
            annex: _,
            fields,
            span: _,
        } = section;
        self.part = Part::Section(id);
        self.plain(Role::Title, title);
        self.blocks(blocks);
        if let Some(Repeat { printed: _, name }) = repeat {
            self.plain(Role::Label, name);
        }
        fields.iter().for_each(|field| self.field(field));
    }

    fn field(&mut self, field: &'a Field) {
        // The words of a condition are labels and options of other fields.
        let Field {
            id,
            label,
            help,
            kind,
            from: _,
            required: _,
            rules: _,
            default,
            alerts,
            width: _,
            covers: _,
            span: _,
        } = field;
        self.part = Part::Field(id);
        self.plain(Role::Title, label);
        match kind {
            FieldKind::Choice(options) | FieldKind::Choices(options) => {
                // "Other" is the program's word.
                let Options { listed, other: _ } = options;
                self.choices(listed);
            }
            FieldKind::Table(table) => self.table(table),
            FieldKind::Score(Score { of: _, bands }) => {
                bands.iter().for_each(|Band { from: _, says }| self.plain(Role::Help, says));
            }
            FieldKind::Line(_)
            | FieldKind::Paragraph { lines: _ }
            | FieldKind::Checkbox
            | FieldKind::Group(_)
            | FieldKind::Signature { .. } => {}
        }
        if let Some(DefaultAnswer::Text(text)) = default {
            self.plain(Role::Option, text);
        }
        self.line(Role::Help, help);
        // The row and the options are those of the field.
        for AnswerAlert { row: _, column: _, options: _, says } in alerts {
            self.plain(Role::Help, says);
        }
        if let FieldKind::Group(FieldGroup { repeat: Repeat { printed: _, name }, fields }) = kind {
            self.plain(Role::Label, name);
            fields.iter().for_each(|field| self.field(field));
        }
    }

    fn choices(&mut self, choices: &'a Placed<Vec<Choice>>) {
        for Choice { id: _, label, state: _, points: _ } in choices.iter() {
            self.push(Role::Option, Words::Plain(label), choices.span);
        }
    }

    fn table(&mut self, table: &'a Table) {
        let Table { columns, rows } = table;
        match rows {
            Rows::Blank(_) => {}
            Rows::Labeled { heading, labels } => {
                self.plain(Role::Label, heading);
                // The words of a condition are labels and options of other fields.
                for RowLabel { id: _, label, only_if: _ } in labels.iter() {
                    self.push(Role::Option, Words::Plain(label), labels.span);
                }
            }
        }
        for Column { id: _, label, kind, lines: _, required: _, rules: _, share: _, covers: _ } in columns {
            self.plain(Role::Label, label);
            match kind {
                CellKind::Line(_) | CellKind::Checkbox | CellKind::Signed(_) => {}
                CellKind::Choice { options, layout: _ } => self.choices(options),
            }
        }
    }
}
