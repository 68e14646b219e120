//! The last touches: opening words that are a duty of their own, and lists within a sentence.

use super::inline_list::without_inline_lists;
use super::nesting::announces;
use super::paragraphs::VERBS;
use super::{EntryMark, INTRO, OutlineEntry};

/// The most words of a name before a colon: `Service planning: …`.
pub(super) const LONGEST_NAME: usize = 8;

pub(super) fn finished(entries: &[OutlineEntry]) -> Vec<OutlineEntry> {
    let entries = without_inline_lists(entries);
    let entries = with_opening_paragraphs(entries);
    with_intros(&entries)
}

fn has_entries(entries: &[OutlineEntry], at: usize) -> bool {
    entries.get(at + 1).is_some_and(|next| next.depth > entries[at].depth)
}

/// How many entries are right under one.
fn under(entries: &[OutlineEntry], at: usize) -> usize {
    let depth = entries[at].depth;
    let below = entries[at + 1..].iter().take_while(|one| one.depth > depth);
    below.filter(|one| one.depth == depth + 1).count()
}

fn has_modal(text: &str) -> bool {
    [" must ", " shall ", " should ", " will ", " may "].iter().any(|modal| text.contains(modal))
}

/// A paragraph that is the first of a section and announces its list is the opening of the section; the list is the section's.
fn with_opening_paragraphs(mut entries: Vec<OutlineEntry>) -> Vec<OutlineEntry> {
    for at in 1..entries.len() {
        let (before, one) = (&entries[at - 1], &entries[at]);
        let is_first = before.is_section && before.mark == EntryMark::Bare && one.depth == before.depth + 1;
        if !(is_first
            && one.mark == EntryMark::Bare
            && !one.is_section
            && announces(&one.text)
            && has_entries(&entries, at))
        {
            continue;
        }
        let depth = one.depth;
        entries[at].own_id = Some(INTRO.to_owned());
        for under in entries[at + 1..].iter_mut().take_while(|under| under.depth > depth) {
            under.depth -= 1;
        }
    }
    entries
}

/// `6. Planning: The program must:` with entries under it is `6. Planning:`, and under it `[intro] The program must:`.
fn with_intros(entries: &[OutlineEntry]) -> Vec<OutlineEntry> {
    let mut out: Vec<OutlineEntry> = Vec::new();
    for at in 0..entries.len() {
        let mut one = entries[at].clone();
        let is_plain_heading = one.is_section && one.mark == EntryMark::Bare;
        if is_plain_heading || !has_entries(entries, at) {
            out.push(one);
            continue;
        }
        let (name, rest) = named(&one.text);
        // A paragraph without a name goes on being one, and words that only name something ask for nothing.
        let is_bare = name.is_empty() && one.mark == EntryMark::Bare;
        if is_bare || under(entries, at) < 2 || !(announces(rest) || has_modal(rest)) {
            out.push(one);
            continue;
        }
        let (name, rest) = (name.to_owned(), rest.to_owned());
        let depth = one.depth + 1;
        one.text = name;
        out.push(one);
        out.push(OutlineEntry {
            depth,
            is_section: false,
            own_id: Some(INTRO.to_owned()),
            mark: EntryMark::Bare,
            text: rest,
        });
    }
    out
}

fn has_verb(text: &str) -> bool {
    text.split_whitespace().any(|word| VERBS.contains(&word.trim_end_matches(':').to_lowercase().as_str()))
}

/// The name before a colon, and the rest: `Planning:` and `The program must …`.
pub(super) fn named(text: &str) -> (&str, &str) {
    let words = |text: &str| text.split_whitespace().count();
    match text.find(':').map(|at| at + 1) {
        Some(at)
            if words(&text[..at]) <= LONGEST_NAME
                && !has_verb(&text[..at])
                && !text[at..].starts_with(|c: char| !c.is_whitespace()) =>
        {
            let (name, rest) = text.split_at(at);
            (name, rest.trim_start())
        }
        _ if words(text) <= LONGEST_NAME && !has_verb(text) => (text, ""),
        _ => ("", text),
    }
}
