//! A form as data for its template: everything that is filled in, with the names and labels that a browser needs.

use serde::Serialize;
use serde_json::{Value, json};

use super::body::HtmlWriter;
use crate::model::form::{
    Addend, AnswerAlert, AnswerRelation, CellKind, Choice, Column, Compared, Comparison, Condition, DayFrom,
    DayRule, DefaultAnswer, Entry, Field, FieldKind, FieldPlace, FieldReach, Format, Group, Item, LabelPart,
    Number, OptionBox, OptionLayout, Other, Parts, Requirement, Row, Rows, Rules, Score, Sheet, SheetSection,
    Slot, SlotKind, Table,
};
use crate::words::{FixedWords, FormScriptWords, Sentence, SheetWords, Word};

#[derive(Debug, Serialize)]
pub(crate) struct SlotHtml {
    id: String,
    /// Its name in the PDF and in data.
    name: String,
    /// text, date, number, phone, paragraph, check or choice.
    kind: &'static str,
    /// Its name for those who do not see where it is.
    label: String,
    /// The parts of the label as JSON, for a script that adds groups and rows: words, `{"group": 2}`, `{"row": 1}`.
    label_parts: String,
    /// Whether it may not be left empty.
    required: bool,
    /// When it may not be left empty, where that depends: `asked`, or `row` once a row is begun.
    wanted: &'static str,
    lines: usize,
    /// What is in it when the page is opened.
    value: String,
    options: Vec<OptionHtml>,
    /// How the options of a cell are shown: list, row or columns.
    shown: &'static str,
}

#[derive(Debug, Serialize)]
struct OptionHtml {
    id: String,
    value: String,
    label: String,
    /// What it counts in a sum; empty where nothing.
    points: String,
    is_other: bool,
    is_checked: bool,
}

/// A check box, with its own words.
#[derive(Debug, Serialize)]
struct BoxHtml {
    slot: SlotHtml,
    label: String,
    /// What it counts in a sum; empty where nothing.
    points: String,
    is_other: bool,
}

#[derive(Debug, Serialize)]
struct RowHtml {
    /// Its heading; empty if the rows have no labels.
    label: String,
    /// What data call it; empty if the rows have no labels.
    id: String,
    /// When it is filled in, in words; empty where always.
    condition: String,
    /// The condition as JSON, for a script; empty where there is none.
    rules: String,
    /// One a column.
    cells: Vec<CellHtml>,
}

#[derive(Debug, Serialize)]
struct CellHtml {
    #[serde(flatten)]
    slot: SlotHtml,
    /// The rules of its answer as JSON; empty where there are none.
    rules: String,
    alerts: Vec<AlertHtml>,
}

/// What an answer asks for at once.
#[derive(Debug, Serialize)]
struct AlertHtml {
    /// When, in words.
    condition: String,
    says: String,
    /// The ids of the options that raise it, with spaces between them; empty of a checkbox.
    options: String,
}

#[derive(Debug, Serialize)]
struct ColumnHtml {
    label: String,
    kind: &'static str,
    /// Whether each option is a column on paper, under its own words.
    is_grid: bool,
    /// Whether its head says that it may not be left empty.
    required: bool,
}

#[derive(Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the template asks for each of them alone")]
pub(crate) struct ItemHtml {
    /// The place that links lead to; empty in the groups after the first.
    anchor: String,
    /// Its id, for the elements that belong to it.
    id: String,
    /// Its id in data.
    key: String,
    /// The field of another form with the same particular of the Member, as `face-sheet/birth-date`; empty where there is none.
    from: String,
    /// Its name, which the names of its slots begin with.
    name: String,
    /// line, paragraph, choice, choices, checkbox, table or signature.
    kind: &'static str,
    label: String,
    /// When it is filled in, in words; empty where always.
    condition: String,
    /// The rules of its answer as JSON, for a script; empty where there are none.
    rules: String,
    /// When it is due, in words.
    due: String,
    /// A line of help, as HTML.
    help: String,
    /// Whether it may not be left empty.
    required: bool,
    /// Twelfths of the line that it takes on paper.
    width: u8,
    /// What takes its value: of a line, paragraph, choice or checkbox.
    slot: Option<SlotHtml>,
    other: Option<SlotHtml>,
    boxes: Vec<BoxHtml>,
    /// What the labels of the rows are; empty where they have none.
    head: String,
    /// Whether each row needs an answer in a column whose own head isn't printed.
    is_head_required: bool,
    columns: Vec<ColumnHtml>,
    rows: Vec<RowHtml>,
    /// Whether more rows may be added.
    grows: bool,
    /// Printed name, title or relationship, date: of a signature.
    parts: Vec<PartHtml>,
    /// "Declined" or "Unable to sign", and why: of a Member's signature.
    declined: Option<(SlotHtml, SlotHtml)>,
    /// Its groups, where it is a group.
    groups: Vec<GroupHtml>,
    /// How deep they are: 1, or 2 in another group.
    depth: usize,
    /// What a score adds up, as JSON for a script; empty of other fields.
    score: String,
    /// What sums mean.
    bands: Vec<String>,
    alerts: Vec<AlertHtml>,
    has_default: bool,
}

#[derive(Debug, Serialize)]
struct PartHtml {
    label: String,
    slot: SlotHtml,
}

/// The fields of a section once.
#[derive(Debug, Serialize)]
struct GroupHtml {
    /// What it is called; empty where the section does not repeat.
    name: String,
    /// Which it is; 0 where the section does not repeat.
    number: usize,
    /// The element of what its names begin with.
    id: String,
    items: Vec<ItemHtml>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SectionHtml {
    /// The place that links lead to.
    anchor: String,
    /// Its id, which names of its groups begin with.
    id: String,
    title: String,
    /// For whom it is, and when it is filled in.
    notes: Vec<String>,
    is_annex: bool,
    /// The condition as JSON, for a script; empty where there is none.
    condition: String,
    /// What a reader must know first, as HTML.
    text: String,
    groups: Vec<GroupHtml>,
}

/// What the script of a form says.
#[derive(Debug, Serialize)]
struct Said<'w> {
    #[serde(flatten)]
    script: &'w FormScriptWords,
    months: &'w [Word; 12],
    date_format: &'w Word,
    clear_choice_of: &'w Sentence,
}

/// What the script of a form says, as JSON.
pub(crate) fn said(words: &FixedWords) -> String {
    let said = Said {
        script: &words.form_script,
        months: words.dates.months(),
        date_format: &words.sheet.date_format,
        clear_choice_of: &words.form.clear_choice_of,
    };
    // Plain data is always JSON.
    serde_json::to_string(&said).unwrap_or_default()
}

/// What the script that saves and opens files says, as JSON.
pub(crate) fn said_of_files(words: &FixedWords) -> String {
    serde_json::to_string(&words.form_file).unwrap_or_default()
}

/// The fields at the top of every page.
pub(crate) fn identity(sheet: &Sheet<'_>, writer: &HtmlWriter<'_>) -> Vec<ItemHtml> {
    sheet.identity.iter().map(|one| item(one, writer, true)).collect()
}

pub(crate) fn sections(sheet: &Sheet<'_>, writer: &HtmlWriter<'_>) -> Vec<SectionHtml> {
    sheet.sections.iter().map(|one| section(one, writer)).collect()
}

fn section(section: &SheetSection<'_>, writer: &HtmlWriter<'_>) -> SectionHtml {
    SectionHtml {
        anchor: section.section.anchor().to_string(),
        id: section.section.id.clone(),
        title: section.section.title.to_string(),
        notes: section.notes(&writer.words.sheet),
        is_annex: section.section.annex.is_some(),
        condition: section_condition(section),
        text: writer.blocks(&section.section.text.blocks),
        groups: groups(&section.groups, &section.section.id, writer, true),
    }
}

/// The groups whose names begin with `name`. Places that links lead to are in the `first` ones.
fn groups(groups: &[Group<'_>], name: &str, writer: &HtmlWriter<'_>, first: bool) -> Vec<GroupHtml> {
    let group = |(at, group): (usize, &Group<'_>)| {
        let number = if let Number::Printed(number) = group.number { number } else { 0 };
        GroupHtml {
            name: group.name.to_owned(),
            number,
            id: element(&format!("{name}/{number}")),
            items: group.items.iter().map(|one| item(one, writer, first && at == 0)).collect(),
        }
    };
    groups.iter().enumerate().map(group).collect()
}

fn item(item: &Item<'_>, writer: &HtmlWriter<'_>, first: bool) -> ItemHtml {
    let field = item.field;
    let mut html = ItemHtml {
        anchor: if first { field.anchor().to_string() } else { String::new() },
        id: element(&item.name),
        key: field.id.clone(),
        from: field.from.as_ref().map(|from| format!("{}/{}", from.form, from.field)).unwrap_or_default(),
        name: item.name.clone(),
        kind: kind(&field.kind),
        label: field.label.to_string(),
        condition: item.condition.clone().unwrap_or_default(),
        rules: rules(item),
        due: item.due.clone().unwrap_or_default(),
        help: writer.line(&field.help),
        required: field.required,
        width: field.width.0,
        slot: None,
        other: None,
        boxes: Vec::new(),
        head: String::new(),
        is_head_required: false,
        columns: Vec::new(),
        rows: Vec::new(),
        grows: false,
        parts: Vec::new(),
        declined: None,
        groups: Vec::new(),
        depth: if item.prefix().is_empty() { 1 } else { 2 },
        score: field.kind.score().map(score).unwrap_or_default(),
        bands: field.kind.score().map(|score| score.band_lines(&writer.words.sheet)).unwrap_or_default(),
        alerts: alerts(field, None, &writer.words.sheet),
        has_default: field.default.is_some(),
    };
    match &item.parts {
        Parts::One(one) => html.slot = Some(SlotHtml { value: default_text(field), ..slot(one) }),
        Parts::Choice { choice, other } => {
            let mut shown = slot_with_other(choice, other.as_ref());
            if let Some(DefaultAnswer::Chosen(default)) = &field.default {
                shown.options.iter_mut().for_each(|option| option.is_checked = option.value == default.id);
            }
            html.slot = Some(shown);
            html.other = other.as_ref().map(|other| slot(&other.words));
        }
        Parts::Choices { boxes, other } => {
            let option = |one: &OptionBox| BoxHtml {
                slot: slot(&one.slot),
                label: one.choice.label.clone(),
                points: points(&one.choice),
                is_other: is_other(&one.choice, other.as_ref()),
            };
            html.boxes = boxes.iter().map(option).collect();
            html.other = other.as_ref().map(|other| slot(&other.words));
        }
        Parts::Table { table, rows } => {
            if let Rows::Labeled { heading, .. } = &table.rows {
                html.head.clone_from(heading);
                html.is_head_required = table.is_grid_required();
            }
            html.grows = matches!(table.rows, Rows::Blank(_));
            let kinds = |at: usize| rows.first().map_or("text", |row| slot_kind(&row.cells[at].kind));
            html.columns = table
                .columns
                .iter()
                .enumerate()
                .map(|(at, column)| ColumnHtml {
                    label: column.label.to_string(),
                    kind: kinds(at),
                    is_grid: column.is_grid(),
                    required: column.required && !column.is_grid(),
                })
                .collect();
            html.rows = rows.iter().map(|one| row(field, table, one, &writer.words.sheet)).collect();
        }
        Parts::Groups(inner) => html.groups = groups(inner, &item.name, writer, first),
        Parts::Signature(signing) => {
            html.parts = [&signing.name, &signing.standing, &signing.date]
                .map(|one| PartHtml { label: one.own.clone().unwrap_or_default(), slot: slot(one) })
                .into_iter()
                .collect();
            html.declined = signing.declined.as_ref().map(|(choice, reason)| (slot(choice), slot(reason)));
        }
    }
    html
}

/// The rules of a field, as `site/form-rules.js` reads them.
fn rules(item: &Item<'_>) -> String {
    if item.field.rules == Rules::default() {
        return String::new();
    }
    json!({
        "id": item.field.id,
        "only_if": item.field.rules.only_if.as_ref().map(alternatives),
        "condition": item.condition,
        "limits": limits(&item.field.rules),
    })
    .to_string()
}

fn section_condition(section: &SheetSection<'_>) -> String {
    let Some(condition) = &section.section.only_if else { return String::new() };
    json!({ "only_if": alternatives(condition), "condition": section.condition }).to_string()
}

fn row_condition(row: &Row<'_>) -> String {
    let Some(condition) = row.label.and_then(|label| label.only_if.as_ref()) else { return String::new() };
    json!({ "only_if": alternatives(condition), "condition": row.condition }).to_string()
}

/// What an answer must be.
fn limits(rules: &Rules) -> Value {
    // Conditions are apart.
    let Rules { only_if: _, not_before, not_after, due, least, most, format, digits, letters } = rules;
    let day = |rule: &DayRule| {
        let from = match &rule.from {
            DayFrom::Today => Value::Null,
            DayFrom::Field { place: from, question: _ } => place(from),
        };
        json!({ "from": from, "count": rule.count, "unit": rule.unit.word() })
    };
    json!({
        "not_before": not_before.as_ref().map(day),
        "not_after": not_after.as_ref().map(day),
        "due": due.as_ref().map(day),
        "least": least,
        "most": most,
        "format": format.map(Format::word),
        "digits": digits,
        "letters": letters,
    })
}

fn place(place: &FieldPlace) -> Value {
    let reach = match place.reach {
        FieldReach::Row => "row",
        FieldReach::Group => "group",
        FieldReach::AroundGroup => "around",
        FieldReach::Form => "form",
    };
    json!({ "name": place.path, "reach": reach })
}

fn alternatives(condition: &Condition) -> Vec<Vec<Value>> {
    let comparison = |one: &Comparison| {
        let Comparison { field, question: _, relation, to } = one;
        let (option, among) = match to {
            Compared::Chosen(choice) => (Some(&choice.id), false),
            Compared::Among(choice) => (Some(&choice.id), true),
            Compared::Checked => (None, false),
        };
        json!({ "place": place(field), "is": *relation == AnswerRelation::Is, "option": option, "among": among })
    };
    condition.any.iter().map(|all| all.iter().map(comparison).collect()).collect()
}

/// What a score adds up, as `site/form-scores.js` reads it.
fn score(score: &Score) -> String {
    let Score { of, bands } = score;
    let addends =
        of.iter().map(|Addend { field, column }| json!({ "place": place(field), "column": column }));
    let bands: Vec<i64> = bands.iter().map(|band| band.from).collect();
    json!({ "of": addends.collect::<Vec<_>>(), "bands": bands }).to_string()
}

/// The alerts of a field, or of a row of it.
fn alerts(field: &Field, row: Option<&str>, words: &SheetWords) -> Vec<AlertHtml> {
    let own = field.alerts.iter().filter(|alert| alert.row.as_deref() == row);
    let alert = |alert: &AnswerAlert| AlertHtml {
        condition: alert.condition(words),
        says: alert.says.to_string(),
        options: alert.options.iter().map(|choice| choice.id.as_str()).collect::<Vec<_>>().join(" "),
    };
    own.map(alert).collect()
}

fn points(choice: &Choice) -> String {
    choice.points.map(|points| points.to_string()).unwrap_or_default()
}

fn default_text(field: &Field) -> String {
    match &field.default {
        Some(DefaultAnswer::Text(text)) => text.to_string(),
        Some(DefaultAnswer::Chosen(_)) | None => String::new(),
    }
}

fn row(field: &Field, table: &Table, row: &Row<'_>, words: &SheetWords) -> RowHtml {
    let id = row.label.map(|label| label.id.as_str());
    let cell = |(column, one): (&Column, &Slot)| CellHtml {
        slot: SlotHtml { shown: shown(column), ..slot(one) },
        rules: if column.rules == Rules::default() {
            String::new()
        } else {
            limits(&column.rules).to_string()
        },
        alerts: if field.alerts.iter().any(|alert| id.is_some() && alert.column.as_ref() == Some(&column.id))
        {
            alerts(field, id, words)
        } else {
            Vec::default()
        },
    };
    RowHtml {
        label: row.label.map(|label| label.label.clone()).unwrap_or_default(),
        id: row.label.map(|label| label.id.clone()).unwrap_or_default(),
        condition: row.condition.clone().unwrap_or_default(),
        rules: row_condition(row),
        cells: table.columns.iter().zip(&row.cells).map(cell).collect(),
    }
}

fn shown(column: &Column) -> &'static str {
    match &column.kind {
        CellKind::Choice { options: _, layout: OptionLayout::Row | OptionLayout::Columns } => "row",
        _ => "list",
    }
}

fn slot(slot: &Slot) -> SlotHtml {
    slot_with_other(slot, None)
}

fn slot_with_other(slot: &Slot, other: Option<&Other>) -> SlotHtml {
    let id = element(&slot.name);
    let choices: &[Choice] = if let SlotKind::Choice(choices) = &slot.kind { choices } else { &[] };
    SlotHtml {
        options: choices
            .iter()
            .map(|choice| OptionHtml {
                id: option_element(&id, choice),
                value: choice.id.clone(),
                label: choice.label.clone(),
                points: points(choice),
                is_other: is_other(choice, other),
                is_checked: false,
            })
            .collect(),
        name: slot.name.clone(),
        kind: slot_kind(&slot.kind),
        label: slot.label(),
        label_parts: label_parts(slot),
        required: slot.requirement == Requirement::Always,
        wanted: match slot.requirement {
            Requirement::IfAsked => "asked",
            Requirement::InBegunRow => "row",
            Requirement::Never | Requirement::Always => "",
        },
        value: String::new(),
        lines: if let SlotKind::Paragraph(lines) = slot.kind { lines } else { 1 },
        shown: "list",
        id,
    }
}

fn is_other(choice: &Choice, other: Option<&Other>) -> bool {
    other.is_some_and(|other| other.choice.id == choice.id)
}

/// `["Goal ",{"group":2},": Steps, row ",{"row":1},": Who"]`
fn label_parts(slot: &Slot) -> String {
    let part = |part: LabelPart| match part {
        LabelPart::Words(words) => json!(words),
        LabelPart::Group(number) => json!({ "group": number }),
        LabelPart::InnerGroup(number) => json!({ "inner": number }),
        LabelPart::Row(number) => json!({ "row": number }),
    };
    slot.label_parts().into_iter().map(part).collect::<Value>().to_string()
}

/// The id of the element of a name. Names have no `_`, and headings and anchors no such start, so each is there once.
fn element(name: &str) -> String {
    format!("in-{}", name.replace('/', "__"))
}

/// The id of an option of the choice `id`; three `_`, so that it is not the element of another name.
fn option_element(id: &str, choice: &Choice) -> String {
    format!("{id}___{}", choice.id)
}

fn kind(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Line(_) | FieldKind::Score(_) => "line",
        FieldKind::Paragraph { .. } => "paragraph",
        FieldKind::Choice(_) => "choice",
        FieldKind::Choices(_) => "choices",
        FieldKind::Checkbox => "checkbox",
        FieldKind::Table(_) => "table",
        FieldKind::Group(_) => "group",
        FieldKind::Signature { .. } => "signature",
    }
}

fn slot_kind(kind: &SlotKind) -> &'static str {
    match kind {
        SlotKind::Line(Entry::Text) => "text",
        SlotKind::Line(Entry::Date) => "date",
        SlotKind::Line(Entry::Number) => "number",
        SlotKind::Line(Entry::Phone) => "phone",
        SlotKind::Paragraph(_) => "paragraph",
        SlotKind::Check => "check",
        SlotKind::Choice(_) => "choice",
        SlotKind::Signature => "signature",
    }
}
