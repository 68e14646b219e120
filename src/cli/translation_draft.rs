//! The file of a translation with a line for each text, and the original above each in a comment.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use jiff::civil::Date;

use crate::edit::toml_text::string_content;
use crate::fence;
use crate::load::{
    ColumnTranslation, FieldSource, FieldTranslation, FormFile, FormTranslation, SectionTranslation, Spanned,
    TranslationRecord,
};
use crate::model::fingerprint::Fingerprint;

/// What is said above all texts.
pub(super) struct DraftHead<'a> {
    /// Of the original.
    pub(super) title: &'a str,
    pub(super) fingerprint: &'a Fingerprint,
    pub(super) today: Date,
}

/// The translation of a form, with the texts that `known` has, and how many are still to translate. A file that is there keeps what is
/// recorded in it.
pub(super) fn of_form(
    head: &DraftHead<'_>,
    form: &FormFile,
    known: Option<&FormTranslation>,
    record: Option<&TranslationRecord>,
) -> (String, usize) {
    let none = FormTranslation::default();
    let known = known.unwrap_or(&none);
    let mut draft = Draft { text: "#:schema ../../schemas/translation.json\n\n".to_owned(), open: 0 };
    draft.head(head);
    draft.record(head, record);
    if known.side_by_side.as_ref().is_some_and(|is| *is.get_ref()) {
        draft.text.push_str("side_by_side = true\n");
    }
    let keys = &form.head;
    draft.blank();
    draft.key("title", keys.every.title.as_ref(), known.title.as_ref());
    draft.key("summary", keys.every.summary.as_ref(), known.summary.as_ref());
    draft.key("due", keys.own.due.as_ref(), known.due.as_ref());
    let fields = || {
        let in_sections = form.sections.iter().flat_map(|(_, section)| section.keys.every_field());
        keys.own.identity.iter().map(Spanned::get_ref).chain(in_sections)
    };
    let shared = shared_options(fields());
    draft.options("options", &shared, &known.options, &BTreeMap::new());
    for field in &keys.own.identity {
        draft.field(field.get_ref(), known, &shared);
    }
    for (_, section) in &form.sections {
        let section = &section.keys;
        let Some(id) = id(section.id.as_ref()) else { continue };
        let none = SectionTranslation::default();
        let texts = known.section.get(id).map_or(&none, Spanned::get_ref);
        draft.table(&format!("section.{id}"));
        draft.key("title", section.title.as_ref(), texts.title.as_ref());
        draft.key("text", section.text.as_ref(), texts.text.as_ref());
        draft.key("repeat_name", section.repeat_name.as_ref(), texts.repeat_name.as_ref());
        for field in section.every_field() {
            draft.field(field, known, &shared);
        }
    }
    (draft.text, draft.open)
}

/// The translation of a policy or a page of the guide: the original's own words, to write over.
pub(super) fn of_markdown(head: &DraftHead<'_>, written: &str) -> (String, usize) {
    let (header, body) = fence::find(written)
        .map_or(("", written), |found| (&written[found.header.clone()], &written[found.body.clone()]));
    let table: toml::Table = header.parse().unwrap_or_default();
    let mut draft = Draft { text: "+++\n".to_owned(), open: 0 };
    draft.head(head);
    draft.record(head, None);
    draft.blank();
    for key in ["title", "summary"] {
        if let Some(text) = table.get(key).and_then(toml::Value::as_str) {
            draft.line(key, text, "");
        }
    }
    if let Some(card) = table.get("card").and_then(toml::Value::as_table) {
        draft.text.push_str("\n[card]\n");
        for (key, entries) in card {
            let entries = entries.as_array().into_iter().flatten().filter_map(toml::Value::as_str);
            for entry in entries {
                draft.comment(entry);
            }
            draft.open += 1;
            let _ = writeln!(draft.text, "{key} = []");
        }
    }
    draft.text.push_str("+++\n");
    draft.text.push_str(&without_citations(body));
    (draft.text, draft.open + 1)
}

/// The text without `[@…]`: what meets a clause is the original.
fn without_citations(body: &str) -> String {
    let mut text = String::new();
    let mut rest = body;
    while let Some(start) = rest.find("[@") {
        let Some(end) = rest[start..].find(']') else { break };
        text.push_str(rest[..start].trim_end_matches(' '));
        rest = &rest[start + end + 1..];
    }
    text + rest
}

fn id(written: Option<&Spanned<String>>) -> Option<&str> {
    written.map(|id| id.get_ref().trim()).filter(|id| !id.is_empty())
}

/// The options, and labels of rows, that more than one field or column has, in the order of the form.
fn shared_options<'s>(fields: impl Iterator<Item = &'s FieldSource>) -> Vec<&'s str> {
    let (mut order, mut seen, mut shared) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for field in fields {
        let columns = field.columns.iter().map(|column| column.get_ref().options.as_ref());
        let lists = [field.options.as_ref(), field.row_labels.as_ref()].into_iter().chain(columns);
        for list in lists.flatten() {
            for option in list.get_ref() {
                let option = option.get_ref().trim();
                if !seen.insert(option) && shared.insert(option) {
                    order.push(option);
                }
            }
        }
    }
    order
}

struct Draft {
    text: String,
    /// How many texts are still to translate.
    open: usize,
}

impl Draft {
    fn head(&mut self, head: &DraftHead<'_>) {
        let _ = writeln!(
            self.text,
            "# A translation of “{}”. Below each text of the original, write its translation between the quotes.\n# `{{{{ … }}}}`, links and **bold** are as in the original.",
            head.title
        );
    }

    /// What is recorded already, or else that it is made from the present text.
    fn record(&mut self, head: &DraftHead<'_>, record: Option<&TranslationRecord>) {
        let of = |text: &Spanned<String>| text.get_ref().split_whitespace().collect::<Vec<_>>().join(" ");
        let made_from = record.and_then(|record| record.made_from.as_ref()).map(of);
        let words = made_from.unwrap_or_else(|| head.fingerprint.to_string());
        let _ = writeln!(self.text, "made_from = \"\"\"\n{}\"\"\"", on_lines(&words));
        let made_on = record.and_then(|record| record.made_on.as_ref());
        let made_on = made_on.map_or_else(|| head.today.to_string(), |day| day.get_ref().to_string());
        let _ = writeln!(self.text, "made_on = {made_on}");
        if let Some(TranslationRecord { confirmed_by: Some(by), confirmed_on: Some(on), .. }) = record {
            let by = string_content(by.get_ref());
            let _ = writeln!(self.text, "confirmed_by = \"{by}\"\nconfirmed_on = {}", on.get_ref());
        }
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn table(&mut self, name: &str) {
        let _ = writeln!(self.text, "\n[{name}]");
    }

    fn comment(&mut self, original: &str) {
        for line in original.trim().lines() {
            let _ = writeln!(self.text, "# {}", line.trim_end());
        }
    }

    fn key(&mut self, key: &str, original: Option<&Spanned<String>>, known: Option<&Spanned<String>>) {
        let Some(original) = original.filter(|text| !text.get_ref().trim().is_empty()) else { return };
        self.line(key, original.get_ref(), known.map_or("", |text| text.get_ref().trim()));
    }

    fn line(&mut self, key: &str, original: &str, known: &str) {
        self.comment(original);
        self.open += usize::from(known.is_empty());
        if known.contains('\n') {
            let lines: Vec<String> = known.lines().map(string_content).collect();
            let _ = writeln!(self.text, "{key} = \"\"\"\n{}\"\"\"", lines.join("\n"));
        } else {
            let _ = writeln!(self.text, "{key} = \"{}\"", string_content(known));
        }
    }

    /// A table of options, by their words in the original.
    fn options(
        &mut self,
        table: &str,
        options: &[&str],
        known: &BTreeMap<String, Spanned<String>>,
        more: &BTreeMap<String, Spanned<String>>,
    ) {
        if options.is_empty() {
            return;
        }
        self.table(table);
        for option in options {
            let words =
                known.get(*option).or_else(|| more.get(*option)).map_or("", |text| text.get_ref().trim());
            self.open += usize::from(words.is_empty());
            let _ = writeln!(self.text, "\"{}\" = \"{}\"", string_content(option), string_content(words));
        }
    }

    fn field(&mut self, field: &FieldSource, known: &FormTranslation, shared: &[&str]) {
        let Some(id) = id(field.id.as_ref()) else { return };
        let none = FieldTranslation::default();
        let texts = known.field.get(id).map_or(&none, Spanned::get_ref);
        self.table(&format!("field.{id}"));
        self.key("label", field.label.as_ref(), texts.label.as_ref());
        self.key("help", field.help.as_ref(), texts.help.as_ref());
        self.key("row_heading", field.row_heading.as_ref(), texts.row_heading.as_ref());
        self.key("repeat_name", field.repeat_name.as_ref(), texts.repeat_name.as_ref());
        let lists = [field.options.as_ref(), field.row_labels.as_ref()].into_iter().flatten();
        let own = lists.flat_map(Spanned::get_ref).map(|option| option.get_ref().trim());
        // What several fields have is translated once, unless this field says it otherwise.
        let own: Vec<&str> = own
            .chain(said(field))
            .filter(|option| !shared.contains(option) || texts.options.contains_key(*option))
            .collect();
        self.options(&format!("field.{id}.options"), &own, &texts.options, &known.options);
        for column in &field.columns {
            let column = column.get_ref();
            let Some(column_id) = self::id(column.id.as_ref()) else { continue };
            let none = ColumnTranslation::default();
            let of_column = texts.column.get(column_id).map_or(&none, Spanned::get_ref);
            self.table(&format!("field.{id}.column.{column_id}"));
            self.key("label", column.label.as_ref(), of_column.label.as_ref());
            let options = column.options.iter().flat_map(Spanned::get_ref);
            let options = options.map(|option| option.get_ref().trim());
            let is_own = |option: &&str| !shared.contains(option) || of_column.options.contains_key(*option);
            let options: Vec<&str> = options.filter(is_own).collect();
            let name = format!("field.{id}.column.{column_id}.options");
            self.options(&name, &options, &of_column.options, &texts.options);
        }
    }
}

/// Words of one line of a fingerprint.
const WORDS_ON_LINE: usize = 10;

fn on_lines(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let lines: Vec<String> = words.chunks(WORDS_ON_LINE).map(|words| words.join(" ")).collect();
    lines.join("\n")
}

/// What a field says besides its options: what is to be done, what a sum means, what is already written in it.
fn said(field: &FieldSource) -> impl Iterator<Item = &str> {
    let alerts = field.alerts.iter().filter_map(|alert| alert.get_ref().says.as_ref());
    let bands = field.bands.iter().filter_map(|band| band.get_ref().says.as_ref());
    let listed = field.options.iter().flat_map(Spanned::get_ref).map(|option| option.get_ref().trim());
    let is_option = move |text: &str| listed.clone().any(|option| option == text);
    let written = field.default.iter().filter(move |text| !is_option(text.get_ref().trim()));
    alerts.chain(bands).chain(written).map(|text| text.get_ref().trim())
}
