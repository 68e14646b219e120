//! A form and its versions: sections, and the fields in them.

mod alert;
mod answers;
mod choice;
mod field_rule;
mod grow;
mod maker;
mod mark;
mod particular;
mod score;
mod sheet;
mod slot;

pub(crate) use alert::AnswerAlert;
pub use answers::{Answer, Answers};
pub use choice::Choice;
pub(crate) use choice::{RowLabel, data_names};
pub use field_rule::Rules;
pub(crate) use field_rule::{
    AnswerRelation, Compared, Comparison, Condition, DayFrom, DayRule, DayUnit, FieldPlace, FieldReach,
    Format, RuleSite, written_day,
};
pub(crate) use grow::WantedRoom;
pub(crate) use maker::{GROUP_NUMBER, OTHER_WORDS};
pub use mark::FormMark;
pub(crate) use particular::Particular;
pub use score::Score;
pub(crate) use score::{Addend, Band, written_number};
pub use sheet::{Extent, Group, Item, Parts, Sheet, SheetSection};
pub(crate) use sheet::{Number, OptionBox, Other, Row, Signing};
pub(crate) use slot::{GroupNumber, LabelPart, Requirement, RowName, RowNumber, joined};
pub use slot::{Slot, SlotKind};

use super::anchor::{Anchor, AnchorSet, lasting};
use super::element::CitedPart;
use super::kind::{DocumentId, DocumentKind};
use super::passages::Passage;
use super::read_blocks::ReadBlock;
use super::text::{BodyText, Line};
use super::version::{Header, Version, Versioned};
use crate::source::{Placed, Span};

/// A statement that a section, field or column meets a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cover {
    pub(crate) part: CitedPart,
    /// Where it is stated.
    pub(crate) span: Span,
}

#[derive(Debug, Clone)]
pub struct FormVersion {
    pub(crate) header: Header,
    /// When it is used, in the words of the list of forms.
    pub(crate) tasks: Vec<String>,
    pub(crate) due: Line,
    pub(crate) text_size: TextSize,
    /// Whether the notice of language assistance goes with it, once the handbook switches that on.
    pub(crate) needs_language_notice: bool,
    /// Who it is about: fields at the top of every page.
    pub(crate) identity: Vec<Field>,
    /// The sections, in the order in which they are filled in.
    pub(crate) sections: Vec<Section>,
}

pub type Form = Versioned<FormVersion>;

/// The size of letters in print.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum TextSize {
    #[default]
    Ten,
    /// The least for what a Member reads (42 CFR 438.10(d)(6)(ii)).
    Twelve,
}

/// A part of a form under a heading.
#[derive(Debug, Clone)]
pub struct Section {
    pub id: String,
    pub(crate) title: Placed<String>,
    /// What a reader must know first.
    pub(crate) text: BodyText,
    /// Set when the section is a group that repeats.
    pub repeat: Option<Repeat>,
    /// Clauses that it meets as a whole.
    pub(crate) covers: Vec<Cover>,
    pub(crate) start: SectionStart,
    /// Whether it stays on one page in print, where it fits on one.
    pub(crate) is_kept: bool,
    /// When it is filled in; always where there is none.
    pub(crate) only_if: Option<Condition>,
    /// Set when it is only for some of those who get the form.
    pub(crate) annex: Option<Annex>,
    pub(crate) fields: Vec<Field>,
    /// Its table in the file.
    pub(crate) span: Span,
}

/// A part that is printed on pages of its own, and left out where it isn't for the Member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Annex {
    /// The service lines that it is for, as pages name them.
    pub(crate) lines: Vec<String>,
}

/// Where a section begins in print.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum SectionStart {
    /// After what is before it.
    #[default]
    Here,
    /// On a new page, and so does each of its groups.
    NewPage,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    pub(crate) printed: usize,
    /// What one of them is called, such as `Goal`.
    pub(crate) name: Placed<String>,
}

/// How much of a line a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Width(
    /// Twelfths of the line, 1 to 12.
    pub u8,
);

#[derive(Debug, Clone)]
pub struct Field {
    /// Short name, once in a form.
    pub id: String,
    pub(crate) label: Placed<String>,
    /// A line of help; empty where there is none.
    pub(crate) help: Line,
    pub kind: FieldKind,
    /// The field of another form that has the same already.
    pub(crate) from: Option<Placed<Particular>>,
    /// Whether it may not be left empty.
    pub(crate) required: bool,
    pub rules: Rules,
    /// What is printed in the blank form, and can be changed.
    pub(crate) default: Option<DefaultAnswer>,
    /// Answers that ask for something to be done at once.
    pub(crate) alerts: Vec<AnswerAlert>,
    /// Its share of the line.
    pub(crate) width: Width,
    pub(crate) covers: Vec<Cover>,
    /// Its id in the file.
    pub(crate) span: Span,
}

/// An answer that is printed in the blank form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DefaultAnswer {
    Text(Placed<String>),
    Chosen(Choice),
}

impl DefaultAnswer {
    pub(crate) fn to_answer(&self) -> Answer {
        match self {
            Self::Text(text) => Answer::Text(text.to_string()),
            Self::Chosen(choice) => Answer::Chosen(choice.id.clone()),
        }
    }
}

/// What is written on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entry {
    Text,
    Date,
    Number,
    Phone,
}

/// What is written into a field.
#[derive(Debug, Clone)]
pub enum FieldKind {
    Line(Entry),
    /// Several lines to write on.
    Paragraph {
        /// Lines for handwriting.
        lines: usize,
    },
    /// Exactly one of several.
    Choice(Options),
    /// Any of several.
    Choices(Options),
    Checkbox,
    /// A sum of other fields.
    Score(Score),
    Table(Table),
    /// Fields that are there several times, each time under a number.
    Group(FieldGroup),
    /// A signature with all that belongs to it.
    Signature {
        signer: Signer,
        layout: SignatureLayout,
    },
}

/// A group within a section or within another group: the objectives of a goal.
#[derive(Debug, Clone)]
pub struct FieldGroup {
    pub(crate) repeat: Repeat,
    pub(crate) fields: Vec<Field>,
}

/// How many groups may be around a field: that of a goal, and in it that of an objective.
pub(crate) const DEEPEST_GROUP: usize = 2;

/// How a signature is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SignatureLayout {
    /// In a block of two or three lines.
    #[default]
    Block,
    /// On one line.
    Line,
}

#[derive(Debug, Clone)]
pub struct Options {
    pub(crate) listed: ChoiceList,
    /// The option for what is not listed, with a line to write on.
    pub(crate) other: Option<Choice>,
}

impl Options {
    /// Every option, "Other" last.
    pub fn all(&self) -> impl Iterator<Item = &Choice> {
        self.listed.iter().chain(&self.other)
    }
}

/// The options, with the place of their list.
pub(crate) type ChoiceList = Placed<Vec<Choice>>;

#[derive(Debug, Clone)]
pub struct Table {
    pub columns: Vec<Column>,
    pub(crate) rows: Rows,
}

#[derive(Debug, Clone)]
pub(crate) enum Rows {
    Blank(usize),
    Labeled { heading: Placed<String>, labels: Placed<Vec<RowLabel>> },
}

#[derive(Debug, Clone)]
pub struct Column {
    /// Short name, once in a table.
    pub id: String,
    pub(crate) label: Placed<String>,
    /// What is written into its cells.
    pub kind: CellKind,
    /// Writing lines in a cell.
    pub(crate) lines: usize,
    /// Whether it may not be left empty in a row that has a label.
    pub(crate) required: bool,
    pub(crate) rules: Rules,
    /// Its share of the width.
    pub(crate) share: u8,
    pub(crate) covers: Vec<Cover>,
}

/// What is written into a cell.
#[derive(Debug, Clone)]
pub enum CellKind {
    /// A line, or several.
    Line(Entry),
    Checkbox,
    /// Exactly one of a few.
    Choice {
        options: ChoiceList,
        layout: OptionLayout,
    },
    /// A signature or initials, which are made on paper.
    Signed(Signed),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    Signature,
    Initials,
}

/// How the options of a cell are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum OptionLayout {
    /// Below one another.
    #[default]
    List,
    /// Beside one another.
    Row,
    /// Each in a column of its own.
    Columns,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    /// Someone of the program, who states title and credentials.
    Staff,
    /// The Member or their representative, who may decline.
    Member,
}

impl FormVersion {
    /// Whether any of its sections is a group that repeats, so that there is a continuation sheet.
    #[must_use]
    pub(crate) fn repeats(&self) -> bool {
        self.sections.iter().any(|section| section.repeat.is_some())
    }

    /// Every field of the sections, with its section, in reading order.
    pub fn fields(&self) -> impl Iterator<Item = (&Section, &Field)> {
        self.sections.iter().flat_map(|section| section.every_field().map(move |field| (section, field)))
    }

    /// The labels of those who sign, in reading order, each once.
    #[must_use]
    pub(crate) fn signers(&self) -> Vec<&str> {
        let mut labels: Vec<&str> = Vec::new();
        for (_, field) in self.fields() {
            if matches!(field.kind, FieldKind::Signature { .. }) && !labels.contains(&field.label.as_str()) {
                labels.push(&field.label);
            }
        }
        labels
    }
}

impl Version for FormVersion {
    fn kind(&self) -> DocumentKind {
        DocumentKind::Form
    }

    fn header(&self) -> &Header {
        &self.header
    }

    fn header_mut(&mut self) -> &mut Header {
        &mut self.header
    }

    fn lines(&self) -> Vec<Passage<'_>> {
        self.passages()
    }

    fn blocks(&self) -> Vec<ReadBlock<'_>> {
        self.read_blocks()
    }

    fn anchors(&self, _: &DocumentId) -> AnchorSet {
        let sections = self.sections.iter().map(Section::anchor);
        let fields = self.identity.iter().chain(self.fields().map(|(_, field)| field));
        lasting(sections.chain(fields.map(Field::anchor)))
    }
}

impl Section {
    /// Its fields and those in its groups, in reading order.
    pub(crate) fn every_field(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().flat_map(Field::with_inner)
    }

    pub(crate) fn anchor(&self) -> Anchor {
        Anchor::Section(self.id.clone())
    }
}

impl Field {
    /// It and the fields in it, in reading order.
    pub(crate) fn with_inner(&self) -> Vec<&Self> {
        let mut all = vec![self];
        if let FieldKind::Group(FieldGroup { repeat: _, fields }) = &self.kind {
            all.extend(fields.iter().flat_map(Self::with_inner));
        }
        all
    }
}

impl FieldKind {
    /// The labels of the rows that are filled in only sometimes, each with its condition.
    fn row_conditions(&self) -> impl Iterator<Item = (&str, &Condition)> {
        let labels: &[RowLabel] = match self {
            Self::Table(Table { columns: _, rows: Rows::Labeled { heading: _, labels } }) => labels,
            _ => &[],
        };
        labels.iter().filter_map(|row| Some((row.label.as_str(), row.only_if.as_ref()?)))
    }

    pub(crate) fn score(&self) -> Option<&Score> {
        if let Self::Score(score) = self { Some(score) } else { None }
    }
}

impl Table {
    /// Whether a row needs one of the options that are columns, where no head says so.
    pub(crate) fn is_grid_required(&self) -> bool {
        self.columns.iter().any(|column| column.required && column.is_grid())
    }
}

impl Column {
    /// Whether each of its options is printed as a column.
    pub(crate) fn is_grid(&self) -> bool {
        matches!(self.kind, CellKind::Choice { options: _, layout: OptionLayout::Columns })
    }
}

impl Field {
    /// Its rules, default, sum and alerts as an author writes them, for redlines and fingerprints; empty where it has none.
    #[must_use]
    pub(crate) fn rule_words(&self) -> String {
        let mut words = Vec::new();
        words.extend(Some(self.rules.words()).filter(|words| !words.is_empty()));
        words.extend(self.default.as_ref().map(|default| match default {
            DefaultAnswer::Text(text) => format!("default {text}"),
            DefaultAnswer::Chosen(choice) => format!("default {}", choice.label),
        }));
        if let Some(Score { of, bands }) = self.kind.score() {
            let addend = |Addend { field, column }: &Addend| match column {
                Some(column) => format!("{}/{column}", field.path),
                None => field.path.clone(),
            };
            words.push(format!("of {}", of.iter().map(addend).collect::<Vec<_>>().join(", ")));
            words.extend(bands.iter().map(|Band { from, says }| format!("from {from}: {says}")));
        }
        words.extend(self.alerts.iter().map(AnswerAlert::words));
        words.extend(
            self.kind
                .row_conditions()
                .map(|(row, condition)| format!("{row}: only_if {}", condition.words())),
        );
        words.join("; ")
    }

    pub(crate) fn anchor(&self) -> Anchor {
        Anchor::Field(self.id.clone())
    }
}
