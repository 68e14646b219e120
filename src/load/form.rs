//! A version of a form as it is written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::header::{ReadHeader, SourceHeader, VersionSource};
use super::spanned::Spanned;
use super::toml::{self, ReadKeys, TomlTable};
use crate::diagnostic::Findings;
use crate::source::{FileId, SourceFile, Span};

/// A version of a form: its keys, and its sections, each with the place of its table.
#[derive(Debug)]
pub(crate) struct FormFile {
    pub(crate) head: ReadHeader<FormKeys>,
    pub(crate) sections: Vec<(Span, ReadKeys<SectionSource>)>,
}

impl VersionSource for FormFile {
    fn header(&self) -> &SourceHeader {
        &self.head.every
    }

    fn unread(&self) -> &[String] {
        &self.head.unread
    }

    fn read_file(file: &SourceFile, id: FileId, findings: &mut Findings) -> Option<Self> {
        Some(read(file, id, findings))
    }
}

/// Reads a version of a form.
pub(crate) fn read(file: &SourceFile, id: FileId, findings: &mut Findings) -> FormFile {
    let mut table = toml::parse(&file.text, id, findings);
    let sections = sections(&mut table, id, findings);
    let head = ReadHeader::read(table, "a form", id, findings);
    FormFile { head, sections }
}

/// Takes the sections out of `table`, so that each is read by itself.
pub(super) fn sections(
    table: &mut TomlTable<'_>,
    id: FileId,
    findings: &mut Findings,
) -> Vec<(Span, ReadKeys<SectionSource>)> {
    toml::read_tables(table, "section", "a section", id, findings)
}

/// What a form has above its sections, besides the keys of every version.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FormKeys {
    /// When it is used: one or more of the `form_tasks` in the handbook file.
    #[schemars(required)]
    pub(crate) tasks: Option<Spanned<Vec<Spanned<String>>>>,
    /// When it is due, in a line.
    #[schemars(required)]
    pub(crate) due: Option<Spanned<String>>,
    /// The size of its letters in print, in points: 10, or 12 for what a Member reads; 10 when not set.
    #[schemars(extend("enum" = [10, 12]))]
    pub(crate) text_size: Option<Spanned<i64>>,
    /// What belongs to it on other sheets, such as a copy of the lease: listed at its end, each with a box to check.
    pub(crate) attachments: Option<Spanned<Vec<Spanned<String>>>>,
    /// Whether the notice of language assistance goes with it, once the handbook file switches that on.
    pub(crate) language_assistance: Option<Spanned<bool>>,
    /// Who it is about: one to three fields that are at the top of every page and are filled in once.
    pub(crate) identity: Vec<Spanned<FieldSource>>,
}

/// A form.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // It is never read as a whole, only described.
pub(crate) struct WholeForm {
    #[serde(flatten)]
    every: SourceHeader,
    #[serde(flatten)]
    own: FormKeys,
    /// The sections, in the order in which they are filled in.
    section: Vec<SectionSource>,
}

/// A section of a form.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SectionSource {
    /// Its id: lowercase letters, digits, hyphens.
    #[schemars(required)]
    pub(crate) id: Option<Spanned<String>>,
    /// Its heading.
    #[schemars(required)]
    pub(crate) title: Option<Spanned<String>>,
    /// What a reader must know first, in Markdown.
    pub(crate) text: Option<Spanned<String>>,
    /// Clauses that the section as a whole meets.
    pub(crate) covers: Vec<Spanned<String>>,
    /// Service lines it is for; all when not set.
    pub(crate) tracks: Option<Spanned<Vec<Spanned<String>>>>,
    /// How many times it is printed, if it is a group that repeats.
    pub(crate) repeat: Option<Spanned<i64>>,
    /// What one of the repeated groups is called, such as `Goal`.
    pub(crate) repeat_name: Option<Spanned<String>>,
    /// Where it begins in print: `new` for a new page, each of its groups too.
    #[schemars(extend("enum" = PAGES))]
    pub(crate) page: Option<Spanned<String>>,
    /// Whether it stays on one page in print, where it fits on one.
    pub(crate) keep: Option<Spanned<bool>>,
    /// When it is filled in: comparisons with choices of earlier sections, such as `housing = "Shelter" or alone`.
    pub(crate) only_if: Option<Spanned<String>>,
    /// Whether it is an annex for the service lines in `tracks`: printed on pages of its own, which are left out for everybody else.
    pub(crate) annex: Option<Spanned<bool>>,
    /// Its fields.
    #[serde(rename = "field")]
    pub(crate) fields: Vec<Spanned<FieldSource>>,
}

/// A field of a form.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FieldSource {
    /// Its id, which no other field of the form has: lowercase letters, digits, hyphens.
    #[schemars(required)]
    pub(crate) id: Option<Spanned<String>>,
    /// Its label.
    #[schemars(required)]
    pub(crate) label: Option<Spanned<String>>,
    /// The kind of field.
    #[schemars(extend("enum" = KINDS))]
    pub(crate) kind: Option<Spanned<String>>,
    /// A line of help below the label.
    pub(crate) help: Option<Spanned<String>>,
    /// A field of another form with the same particular of the Member, such as `face-sheet/birth-date`.
    pub(crate) from: Option<Spanned<String>>,
    /// Whether it must be filled in.
    pub(crate) required: Option<Spanned<bool>>,
    /// Clauses that the field meets.
    pub(crate) covers: Vec<Spanned<String>>,
    /// Service lines it is for; all when not set.
    pub(crate) tracks: Option<Spanned<Vec<Spanned<String>>>>,
    /// When it is filled in: comparisons with earlier choices, such as `housing = "Shelter" or alone`.
    pub(crate) only_if: Option<Spanned<String>>,
    /// date, signature: the earliest day, such as `today` or `first-appointment`.
    pub(crate) not_before: Option<Spanned<String>>,
    /// date, signature: the latest day, such as `today` or `member-signature + 12 months`.
    pub(crate) not_after: Option<Spanned<String>>,
    /// date, signature: when it is due, such as `first-appointment + 2 weeks`.
    pub(crate) due: Option<Spanned<String>>,
    /// number: the least.
    pub(crate) min: Option<Spanned<i64>>,
    /// number: the most.
    pub(crate) max: Option<Spanned<i64>>,
    /// text: how it is written.
    #[schemars(extend("enum" = FORMATS))]
    pub(crate) format: Option<Spanned<String>>,
    /// text: how many digits it is.
    pub(crate) digits: Option<Spanned<i64>>,
    /// text, paragraph: the most letters.
    pub(crate) letters: Option<Spanned<i64>>,
    /// text, paragraph, number, phone, choice: what is printed in the blank form, and can be changed.
    pub(crate) default: Option<Spanned<String>>,
    /// Answers that ask for something to be done at once.
    #[serde(rename = "alert")]
    pub(crate) alerts: Vec<Spanned<AlertSource>>,
    /// Its share of the line; `full` when not set.
    #[schemars(extend("enum" = WIDTHS))]
    pub(crate) width: Option<Spanned<String>>,
    /// paragraph: writing lines; table: writing lines in a cell.
    pub(crate) lines: Option<Spanned<i64>>,
    /// choice, choices: the options.
    pub(crate) options: Option<Spanned<Vec<Spanned<String>>>>,
    /// choice, choices: what each option counts in a score, in the order of the options.
    pub(crate) points: Option<Spanned<Vec<Spanned<i64>>>>,
    /// score: the fields that it adds up, which come before it; `table/column` for one column of a table.
    pub(crate) of: Option<Spanned<Vec<Spanned<String>>>>,
    /// score: what the sum means, from the lowest.
    pub(crate) bands: Vec<Spanned<BandSource>>,
    /// choice, choices: whether there is "Other:" with a line to write on.
    pub(crate) other: Option<Spanned<bool>>,
    /// table: the number of blank rows.
    pub(crate) rows: Option<Spanned<i64>>,
    /// table: the label of each row.
    pub(crate) row_labels: Option<Spanned<Vec<Spanned<String>>>>,
    /// table: the heading of the row labels.
    pub(crate) row_heading: Option<Spanned<String>>,
    /// table: when rows are filled in that aren't always: the label of a row, and comparisons with earlier choices.
    pub(crate) row_only_if: BTreeMap<String, Spanned<String>>,
    /// table: its columns.
    #[serde(rename = "column")]
    pub(crate) columns: Vec<Spanned<ColumnSource>>,
    /// group: how many times its fields are printed.
    pub(crate) repeat: Option<Spanned<i64>>,
    /// group: what one of them is called, such as `Objective`.
    pub(crate) repeat_name: Option<Spanned<String>>,
    /// group: its fields.
    #[serde(rename = "field")]
    pub(crate) fields: Vec<Spanned<FieldSource>>,
    /// signature: who signs.
    #[schemars(extend("enum" = SIGNERS))]
    pub(crate) signer: Option<Spanned<String>>,
    /// signature: whether it is printed on one line.
    pub(crate) compact: Option<Spanned<bool>>,
}

impl FieldSource {
    /// It and the fields in it, in reading order.
    pub(crate) fn with_inner(&self) -> Vec<&Self> {
        let mut all = vec![self];
        all.extend(self.fields.iter().flat_map(|field| field.get_ref().with_inner()));
        all
    }
}

impl SectionSource {
    /// Its fields and those in its groups, in reading order.
    pub(crate) fn every_field(&self) -> impl Iterator<Item = &FieldSource> {
        self.fields.iter().flat_map(|field| field.get_ref().with_inner())
    }
}

/// What a sum means, up to the next one.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct BandSource {
    /// The lowest sum.
    #[schemars(required)]
    pub(crate) from: Option<Spanned<i64>>,
    /// What it means.
    #[schemars(required)]
    pub(crate) says: Option<Spanned<String>>,
}

/// An answer that asks for something to be done at once.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct AlertSource {
    /// The options that raise it; of a checkbox, none.
    pub(crate) options: Option<Spanned<Vec<Spanned<String>>>>,
    /// table: the label of the row.
    pub(crate) row: Option<Spanned<String>>,
    /// What is to be done.
    #[schemars(required)]
    pub(crate) says: Option<Spanned<String>>,
}

/// A column of a table.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ColumnSource {
    /// Its id, which no other column of the table has: lowercase letters, digits, hyphens.
    #[schemars(required)]
    pub(crate) id: Option<Spanned<String>>,
    /// Its heading.
    #[schemars(required)]
    pub(crate) label: Option<Spanned<String>>,
    /// The kind of its cells; `text` when not set.
    #[schemars(extend("enum" = COLUMN_KINDS))]
    pub(crate) kind: Option<Spanned<String>>,
    /// Its share of the width; 1 when not set.
    pub(crate) share: Option<Spanned<i64>>,
    /// choice: the options.
    pub(crate) options: Option<Spanned<Vec<Spanned<String>>>>,
    /// choice: how the options are printed: below one another in each cell (`list`), beside one another (`row`), or each as a column of its
    /// own (`columns`), as in a grid with one answer a row; `list` when not set.
    #[schemars(extend("enum" = OPTION_LAYOUTS))]
    pub(crate) options_as: Option<Spanned<String>>,
    /// text: writing lines in its cells; those of the table when not set.
    pub(crate) lines: Option<Spanned<i64>>,
    /// choice: what each option counts in a score, in the order of the options.
    pub(crate) points: Option<Spanned<Vec<Spanned<i64>>>>,
    /// Whether it must be filled in: in each row that has a label, and in each blank row in which anything else is filled in.
    pub(crate) required: Option<Spanned<bool>>,
    /// date: the earliest day, such as `today`, or a column of kind date of the same row.
    pub(crate) not_before: Option<Spanned<String>>,
    /// date: the latest day.
    pub(crate) not_after: Option<Spanned<String>>,
    /// number: the least.
    pub(crate) min: Option<Spanned<i64>>,
    /// number: the most.
    pub(crate) max: Option<Spanned<i64>>,
    /// text: how it is written.
    #[schemars(extend("enum" = FORMATS))]
    pub(crate) format: Option<Spanned<String>>,
    /// text: how many digits it is.
    pub(crate) digits: Option<Spanned<i64>>,
    /// text: the most letters.
    pub(crate) letters: Option<Spanned<i64>>,
    /// Clauses that the column meets.
    pub(crate) covers: Vec<Spanned<String>>,
}

/// Words for the kind of a field.
pub(crate) const KINDS: [&str; 12] = [
    "text",
    "paragraph",
    "date",
    "number",
    "phone",
    "choice",
    "choices",
    "checkbox",
    "score",
    "table",
    "group",
    "signature",
];
/// Words for the kind of a column.
pub(crate) const COLUMN_KINDS: [&str; 8] =
    ["text", "date", "number", "phone", "checkbox", "choice", "signature", "initials"];
/// Words for how the options of a column are printed.
pub(crate) const OPTION_LAYOUTS: [&str; 3] = ["list", "row", "columns"];
/// Words for how a text is written.
pub(crate) const FORMATS: [&str; 3] = ["time", "money", "email"];
/// Words for where a section begins in print.
pub(crate) const PAGES: [&str; 1] = ["new"];
/// Words for the width of a field.
pub(crate) const WIDTHS: [&str; 6] = ["full", "three-quarters", "two-thirds", "half", "third", "quarter"];
pub(crate) const SIGNERS: [&str; 2] = ["staff", "member"];
