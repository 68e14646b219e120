//! A catalog as text: of a draft alone, of a draft with what people have written already, and of the next revision.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use super::EditError;
use super::toml_text::{date, inline_dates, inline_strings, string, strings};
use crate::model::Meaning;
use crate::outline::{
    CatalogHead, DraftCatalog, DraftChange, DraftClause, DraftElement, DraftFigure, DraftReference,
    DraftRemoved, DraftSameAs, DraftWas,
};
use crate::source::split_byte_order_mark;

/// The whole text of a new catalog.
pub(crate) fn catalog_text(draft: &DraftCatalog) -> String {
    let DraftCatalog { head, clauses } = draft;
    let mut text = head_text(head);
    for clause in clauses {
        text.push('\n');
        text.push_str(&clause_text(clause_table(clause)));
    }
    text
}

fn head_text(head: &CatalogHead) -> String {
    let CatalogHead {
        id,
        title,
        short_title,
        publisher,
        jurisdiction,
        authority,
        revision,
        tracks,
        revised,
        history,
        refers_to,
        removed,
        is_complete,
        ends,
        superseded_by,
    } = head;
    let mut table = Table::new();
    let mut put = |key: &str, value: Value| drop(table.insert(key, Item::Value(value)));
    put("id", string(id));
    put("title", string(title));
    put("short_title", string(short_title));
    put("publisher", string(publisher));
    put("jurisdiction", string(jurisdiction));
    put("authority", string(authority.word()));
    put("revision", date(*revision));
    if !tracks.is_empty() {
        put("tracks", strings(tracks));
    }
    if let Some(revised) = revised {
        put("revised", date(*revised));
    }
    if !is_complete {
        put("complete", Value::from(false));
    }
    if let Some(ends) = ends {
        put("ends", date(*ends));
    }
    if let Some(other) = superseded_by {
        put("superseded_by", string(other));
    }
    let mut text = format!(
        "#:schema ../../../schemas/specification.json\n# Describe every clause in your own words; never paste the publisher's sentences.\n\n{table}"
    );
    for DraftChange { date: day, change } in history {
        text.push_str(&entry("history", vec![("date", date(*day)), ("change", string(change))]));
    }
    for DraftReference { title, note, at_hand } in refers_to {
        let mut keys = vec![("title", string(title))];
        keys.extend((!note.is_empty()).then(|| ("note", string(note))));
        keys.push(("at_hand", Value::from(*at_hand)));
        text.push_str(&entry("refers_to", keys));
    }
    for DraftRemoved { id, reason } in removed {
        text.push_str(&removed_text(id, reason));
    }
    text
}

fn removed_text(id: &str, reason: &str) -> String {
    entry("removed", vec![("id", string(id)), ("reason", string(reason))])
}

/// An entry of a list, after an empty line.
fn entry(list: &str, keys: Vec<(&str, Value)>) -> String {
    let mut table = Table::new();
    for (key, value) in keys {
        table.insert(key, Item::Value(value));
    }
    format!("\n[[{list}]]\n{table}")
}

fn clause_table(clause: &DraftClause) -> Table {
    let DraftClause {
        id,
        label,
        title,
        summary,
        kind,
        needs,
        elements,
        met_by,
        same_as,
        tracks,
        figures,
        revised,
        authority,
        source,
        formerly,
        was,
        meaning,
        sentence,
    } = clause;
    let mut table = Table::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            table.insert(key, Item::Value(value));
        }
    };
    put("id", Some(string(id)));
    put("label", label.as_deref().map(string));
    put("title", Some(string(title)));
    put("summary", Some(string(summary)));
    put("kind", Some(string(kind.word())));
    put(
        "needs",
        (!needs.is_empty()).then(|| needs.iter().map(|kind| string(kind.word())).collect::<Array>().into()),
    );
    put(
        "elements",
        (!elements.is_empty()).then(|| elements.iter().map(element_value).collect::<Array>().into()),
    );
    put("met_by", met_by.as_deref().map(string));
    put(
        "same_as",
        (!same_as.is_empty()).then(|| same_as.iter().map(same_as_value).collect::<Array>().into()),
    );
    put("tracks", tracks.as_ref().map(|tracks| strings(tracks)));
    put("figures", (!figures.is_empty()).then(|| figures_value(figures)));
    put("revised", revised.map(date));
    put("authority", authority.map(|authority| string(authority.word())));
    put("source", Some(string(source)));
    put("formerly", (!formerly.is_empty()).then(|| strings(formerly)));
    put("was", was_value(was));
    put("meaning", meaning.map(|meaning| string(meaning_word(meaning))));
    put("sentence", sentence.as_deref().map(string));
    table
}

fn meaning_word(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Same => "same",
        Meaning::Changed => "changed",
    }
}

fn was_value(was: &DraftWas) -> Option<Value> {
    match was {
        DraftWas::SameId => None,
        DraftWas::New => Some(Value::from(false)),
        DraftWas::Ids(ids) => Some(match ids.as_slice() {
            [one] => string(one),
            several => strings(several),
        }),
    }
}

fn element_value(element: &DraftElement) -> Value {
    let DraftElement { id, label } = element;
    inline_strings(&[("id".to_owned(), id.clone()), ("label".to_owned(), label.clone())])
}

fn same_as_value(same_as: &DraftSameAs) -> Value {
    let DraftSameAs { clause, how, cites } = same_as;
    let mut table = InlineTable::new();
    table.insert("clause", string(clause));
    table.insert("how", string(how.word()));
    if !cites.is_empty() {
        table.insert("cites", inline_dates(cites));
    }
    Value::from(table)
}

fn figures_value(figures: &[DraftFigure]) -> Value {
    let one = |figure: &DraftFigure| {
        let DraftFigure { value, kind, what, event } = figure;
        let mut table = InlineTable::new();
        table.insert("value", string(value));
        table.insert("kind", string(kind.word()));
        if let Some(event) = event {
            table.insert("event", string(event));
        }
        table.insert("what", string(what));
        Value::from(table)
    };
    figures.iter().map(one).collect::<Array>().into()
}

/// `[[clause]]` and its keys, with the comments before them.
fn clause_text(mut table: Table) -> String {
    table.set_position(None);
    let mut tables = ArrayOfTables::new();
    tables.push(table);
    let mut document = DocumentMut::new();
    document.insert("clause", Item::ArrayOfTables(tables));
    document.to_string()
}

/// A catalog with what an import adds.
#[derive(Debug)]
pub(crate) struct MergedCatalog {
    pub(crate) text: String,
    /// The ids of the clauses that were added.
    pub(crate) added: Vec<String>,
    /// The ids of those whose sentence is another one than it was.
    pub(crate) reworded: Vec<String>,
    /// The ids of those that the draft doesn't have.
    pub(crate) missing: Vec<String>,
}

/// A catalog and its parts, to be put together again.
struct CatalogParts {
    head: String,
    clauses: Vec<Table>,
    trailing: String,
}

impl CatalogParts {
    fn read(text: &str, change_head: impl FnOnce(&mut DocumentMut)) -> Result<Self, EditError> {
        let (_, text) = split_byte_order_mark(text);
        let mut document: DocumentMut = text
            .parse()
            .map_err(|error: toml_edit::TomlError| EditError::NotToml(error.message().to_owned()))?;
        let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
        document.set_trailing("");
        let clauses = match document.remove("clause") {
            Some(Item::ArrayOfTables(clauses)) => clauses.into_iter().collect(),
            _ => Vec::new(),
        };
        change_head(&mut document);
        Ok(Self { head: document.to_string(), clauses, trailing })
    }
}

fn id(table: &Table) -> &str {
    table.get("id").and_then(Item::as_str).unwrap_or_default()
}

fn set_sentence(table: &mut Table, sentence: Option<&str>) {
    match sentence {
        Some(sentence) => drop(table.insert("sentence", Item::Value(string(sentence)))),
        None => drop(table.remove("sentence")),
    }
}

fn appended(text: &mut String, clause: &str) {
    // What a person wrote begins with the empty line that they left.
    if !clause.starts_with('\n') && !text.ends_with("\n\n") {
        text.push('\n');
    }
    text.push_str(clause);
}

/// The text of a catalog with the clauses of a draft that it doesn't have, and the fingerprints of all. Nothing else of a clause is changed.
///
/// # Errors
/// When the text is not TOML.
pub(crate) fn merged_catalog(text: &str, draft: &[DraftClause]) -> Result<MergedCatalog, EditError> {
    let CatalogParts { head, clauses, trailing } = CatalogParts::read(text, |_| {})?;
    let drafted: BTreeMap<&str, &DraftClause> =
        draft.iter().map(|clause| (clause.id.as_str(), clause)).collect();
    let known: BTreeSet<String> = clauses.iter().map(|table| id(table).to_owned()).collect();
    // A new clause goes after the one that is before it in the document.
    let mut after: BTreeMap<Option<&str>, Vec<&DraftClause>> = BTreeMap::new();
    let mut last = None;
    for clause in draft {
        if known.contains(&clause.id) {
            last = Some(clause.id.as_str());
        } else {
            after.entry(last).or_default().push(clause);
        }
    }
    let mut merged =
        MergedCatalog { text: head, added: Vec::new(), reworded: Vec::new(), missing: Vec::new() };
    merged.add(after.get(&None));
    for mut table in clauses {
        let id = id(&table).to_owned();
        if let Some(clause) = drafted.get(id.as_str()) {
            let old = table.get("sentence").and_then(Item::as_str);
            if old.is_some() && clause.sentence.is_some() && old != clause.sentence.as_deref() {
                merged.reworded.push(id.clone());
            }
            if let Some(sentence) = clause.sentence.as_deref() {
                set_sentence(&mut table, Some(sentence));
            }
        } else {
            merged.missing.push(id.clone());
        }
        appended(&mut merged.text, &clause_text(table));
        merged.add(after.get(&Some(id.as_str())));
    }
    merged.text.push_str(&trailing);
    Ok(merged)
}

impl MergedCatalog {
    fn add(&mut self, clauses: Option<&Vec<&DraftClause>>) {
        for clause in clauses.into_iter().flatten() {
            appended(&mut self.text, &clause_text(clause_table(clause)));
            self.added.push(clause.id.clone());
        }
    }
}

/// What a clause of a new revision was in the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OldClause {
    New,
    /// The clause of this id, for certain.
    Certain(String),
    /// The clause of this id, with this much of its words in percent, where they are at hand; a person decides.
    Likely(String, Option<usize>),
}

/// A clause of a new revision.
#[derive(Debug)]
pub(crate) struct NextClause<'a> {
    pub(crate) draft: &'a DraftClause,
    pub(crate) origin: OldClause,
}

/// The text of the next revision: each clause as people wrote it in the one before, under its new id; `gone` are the ids that no clause
/// was.
///
/// # Errors
/// When the text is not TOML.
pub(crate) fn next_catalog(
    text: &str,
    effective: Date,
    clauses: &[NextClause<'_>],
    gone: &[String],
) -> Result<String, EditError> {
    let parts = CatalogParts::read(text, |document| {
        document.remove("removed");
        document.remove("revised");
        if let Some(revision) = document.get_mut("revision").and_then(Item::as_value_mut) {
            let decor = revision.decor().clone();
            *revision = date(effective);
            *revision.decor_mut() = decor;
        }
    })?;
    let old: BTreeMap<&str, &Table> = parts.clauses.iter().map(|table| (id(table), table)).collect();
    let mut text = parts.head;
    for id in gone {
        text.push_str(&removed_text(id, &format!("It is not in the document of {effective}.")));
    }
    for clause in clauses {
        appended(&mut text, &next_clause(clause, &old));
    }
    text.push_str(&parts.trailing);
    Ok(text)
}

fn next_clause(clause: &NextClause<'_>, old: &BTreeMap<&str, &Table>) -> String {
    let NextClause { draft, origin } = clause;
    let (was, question) = match origin {
        OldClause::New => (None, None),
        OldClause::Certain(id) => (old.get(id.as_str()), None),
        OldClause::Likely(id, likeness) => {
            let likeness =
                likeness.map(|percent| format!(", with {percent}% of the same words")).unwrap_or_default();
            let question = format!(
                "# To decide: the words are others than those of `{id}`{likeness}. Is it that clause? Then `meaning = \"same\"` or \"changed\"; if not, `was = false`.\n"
            );
            (old.get(id.as_str()), Some(question))
        }
    };
    let Some(was) = was else {
        return clause_text(clause_table(&DraftClause { was: DraftWas::New, ..(*draft).clone() }));
    };
    let mut table = (*was).clone();
    for key in super::catalog::KEYS_OF_THE_STEP {
        table.remove(key);
    }
    let old_id = id(was).to_owned();
    table.insert("source", Item::Value(string(&draft.source)));
    match &draft.label {
        Some(label) => drop(table.insert("label", Item::Value(string(label)))),
        None if old_id != draft.id => drop(table.remove("label")),
        None => {}
    }
    if old_id != draft.id {
        table.insert("id", Item::Value(string(&draft.id)));
        table.insert("was", Item::Value(string(&old_id)));
    } else if question.is_some() {
        table.insert("was", Item::Value(string(&old_id)));
    }
    set_sentence(&mut table, draft.sentence.as_deref());
    if let Some(question) = question {
        let before = table.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
        table.decor_mut().set_prefix(format!("{}{question}", if before.is_empty() { "\n" } else { &before }));
    }
    clause_text(table)
}
