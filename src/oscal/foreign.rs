//! Anybody's catalog as an outline: groups and controls are named entries, and the items of a control's statement are under it.
//!
//! ```text
//! group ac “Access Control”                          # [ac] Access Control
//!   control ac-2 “Account Management”, label AC-2    - [ac-2] AC-2 Account Management:
//!     statement, item a. “Define accounts.”            a. [a] Define accounts.
//!     guidance “Accounts may be …”                     [guidance] Accounts may be …
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Control, OscalCatalog, OscalGroup, OscalPart, Parameter};
use crate::outline::{DocumentOutline, EntryMark, OutlineEntry};

/// What a catalog calls an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct EntryName {
    /// Such as `AC-2`; empty where there is none.
    pub(crate) label: String,
    pub(crate) title: String,
}

/// The entries, and what each is called.
pub(super) fn outline(catalog: &OscalCatalog) -> (DocumentOutline, Vec<EntryName>) {
    let mut reader = Reader::default();
    for group in &catalog.groups {
        reader.params_of_group(group);
    }
    catalog.controls.iter().for_each(|control| reader.params_of_control(control));
    catalog.groups.iter().for_each(|group| reader.group(group, 0));
    catalog.controls.iter().for_each(|control| reader.control(control, 0));
    let resources = catalog.back_matter.iter().flat_map(|matter| &matter.resources);
    let references = resources.map(|one| squeezed(&one.title)).filter(|title| !title.is_empty()).collect();
    let Reader { entries, names, params: _ } = reader;
    (DocumentOutline { title: squeezed(&catalog.metadata.title), entries, references }, names)
}

#[derive(Default)]
struct Reader {
    entries: Vec<OutlineEntry>,
    names: Vec<EntryName>,
    /// What is shown in the place of each parameter.
    params: BTreeMap<String, String>,
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A part of an id, of what may be a part of a token.
fn segment(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' { c } else { '-' })
        .collect();
    plain.trim_matches(['-', '.']).to_owned()
}

/// The clause that a control or an item of a statement became, of those with these ids.
///
/// ```text
/// ac-2         ac/ac-2         the one clause whose last segment it is
/// ac-2_smt.a   ac/ac-2/a
/// ```
pub(super) fn clause_of(token: &str, ids: &BTreeSet<&str>) -> Option<String> {
    let (control, items) = token.split_once("_smt").unwrap_or((token, ""));
    let control = segment(control);
    let mut found = ids.iter().filter(|id| id.rsplit('/').next() == Some(control.as_str()));
    let (clause, None) = (found.next()?, found.next()) else { return None };
    let items = items.split('.').filter(|item| !item.is_empty()).map(segment);
    let clause = items.fold((*clause).to_owned(), |clause, item| format!("{clause}/{item}"));
    ids.contains(clause.as_str()).then_some(clause)
}

impl Reader {
    fn params_of_group(&mut self, group: &OscalGroup) {
        self.add_params(&group.params);
        group.groups.iter().for_each(|one| self.params_of_group(one));
        group.controls.iter().for_each(|one| self.params_of_control(one));
    }

    fn params_of_control(&mut self, control: &Control) {
        self.add_params(&control.params);
        control.controls.iter().for_each(|one| self.params_of_control(one));
    }

    fn add_params(&mut self, params: &[Parameter]) {
        for Parameter { id, label, values, select, props: _ } in params {
            let choices = select.iter().flat_map(|select| &select.choice);
            let shown = match values.as_slice() {
                [] if !label.is_empty() => label.clone(),
                [] => choices.cloned().collect::<Vec<_>>().join("; "),
                values => values.join(", "),
            };
            self.params.insert(id.clone(), shown);
        }
    }

    /// `{{ insert: param, ac-1_prm_1 }}` is what is set, or the words for it in brackets.
    fn prose(&self, text: &str) -> String {
        let mut text = text.to_owned();
        // A choice may hold another parameter.
        for _ in 0..3 {
            let Some(shown) = self.filled(&text) else { break };
            text = shown;
        }
        squeezed(&text)
    }

    fn filled(&self, text: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((insert, after)) = after.split_once("}}") else { break };
            let id = insert.rsplit(',').next().unwrap_or_default().trim();
            let shown = self.params.get(id).map_or(id, String::as_str);
            out.push_str(before);
            out.push_str(&format!("({shown})"));
            rest = after;
        }
        (rest.len() != text.len()).then(|| out + rest)
    }

    fn push(&mut self, depth: usize, own_id: String, mark: EntryMark, text: String, name: EntryName) {
        self.names.push(name);
        let own_id = Some(own_id).filter(|id| !id.is_empty());
        self.entries.push(OutlineEntry { depth, is_section: depth == 0, own_id, mark, text });
    }

    fn group(&mut self, group: &OscalGroup, depth: usize) {
        let name = if group.id.is_empty() { &group.title } else { &group.id };
        let title = squeezed(&group.title);
        self.push(
            depth,
            segment(name),
            EntryMark::Bare,
            title.clone(),
            EntryName { label: title.clone(), title },
        );
        group.groups.iter().for_each(|one| self.group(one, depth + 1));
        group.controls.iter().for_each(|one| self.control(one, depth + 1));
    }

    fn control(&mut self, control: &Control, depth: usize) {
        let Control { id, title, params: _, props, parts, controls } = control;
        let label = props.iter().find(|one| one.name == "label" && one.class.is_none());
        let label = label.map(|one| squeezed(&one.value)).unwrap_or_default();
        let name = EntryName { label: label.clone(), title: squeezed(title) };
        let statement = parts.iter().find(|part| part.name == "statement");
        let words = statement.map(|part| self.prose(&part.prose)).unwrap_or_default();
        let items = statement.map(|part| part.parts.as_slice()).unwrap_or_default();
        let guidance = parts.iter().find(|part| part.name == "guidance").map(|part| self.prose(&part.prose));
        let mark = if depth == 0 { EntryMark::Bare } else { EntryMark::Bullet };
        // What has entries under it is named, and its words are its opening words.
        let written = format!("{label} {}:", name.title).trim().to_owned();
        self.push(depth, segment(id), mark, written, name);
        let intro = if items.is_empty() { "statement" } else { "intro" };
        if !words.is_empty() {
            let name =
                EntryName { label: format!("{label} {intro}").trim().to_owned(), title: squeezed(title) };
            self.push(depth + 1, intro.to_owned(), EntryMark::Bare, words, name);
        }
        let above = statement.map(|part| part.id.as_str()).unwrap_or_default();
        items
            .iter()
            .enumerate()
            .for_each(|(at, item)| self.item(item, above, &format!("{label} "), at, depth + 1));
        if let Some(guidance) = guidance.filter(|guidance| !guidance.is_empty()) {
            let name = EntryName {
                label: format!("{label} guidance").trim().to_owned(),
                title: "Guidance".to_owned(),
            };
            self.push(depth + 1, "guidance".to_owned(), EntryMark::Bare, guidance, name);
        }
        for one in controls {
            self.control(one, depth + 1);
        }
    }

    /// `before` is what the label of an item goes on with.
    fn item(&mut self, item: &OscalPart, above: &str, before: &str, at: usize, depth: usize) {
        let OscalPart { id, name: _, props, prose, parts } = item;
        let label = props.iter().find(|one| one.name == "label" && one.class.is_none());
        let label = label.map(|one| squeezed(&one.value)).unwrap_or_default();
        let own = id.strip_prefix(above).map(segment).filter(|own| !own.is_empty() && !own.contains('.'));
        let own = own.unwrap_or_else(|| (at + 1).to_string());
        let whole = format!("{before}{label}");
        let name = EntryName { label: whole.trim_end_matches(['.', ' ']).to_owned(), title: String::new() };
        self.push(depth, own, EntryMark::numbered(&label), self.prose(prose), name);
        parts.iter().enumerate().for_each(|(at, one)| self.item(one, id, &whole, at, depth + 1));
    }
}
