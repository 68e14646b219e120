//! The ids of the entries, which follow from their places: `components/6/1`.

use std::collections::BTreeSet;

use super::{DOUBTFUL_JOIN, DocumentOutline, EntryMark, INTRO, OutlineEntry};

/// An entry with what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IdentifiedEntry {
    /// `components/6/1`
    pub(crate) id: String,
    /// As the document writes it, where that isn't what the program makes of the id: `461.410(B)(1)`.
    pub(crate) label: Option<String>,
    /// Where it is in the document, for people.
    pub(crate) source: String,
    /// Its place in the outline.
    pub(crate) at: usize,
    /// The place of the entry that it is under.
    pub(crate) parent: Option<usize>,
    pub(crate) has_entries: bool,
    /// The publisher's words.
    pub(crate) words: String,
}

pub(crate) fn identified(outline: &DocumentOutline) -> Vec<IdentifiedEntry> {
    let mut naming = EntryNaming::default();
    for (at, entry) in outline.entries.iter().enumerate() {
        naming.add(&outline.entries, at, entry);
    }
    naming.named
}

#[derive(Default)]
struct EntryNaming {
    named: Vec<IdentifiedEntry>,
    /// The places of the entries that are open, the outermost first.
    open: Vec<usize>,
    taken: BTreeSet<String>,
    /// How many entries without a number are under each.
    counted: Vec<usize>,
}

impl EntryNaming {
    fn add(&mut self, entries: &[OutlineEntry], at: usize, entry: &OutlineEntry) {
        self.open.truncate(entry.depth);
        let parent = self.open.last().copied();
        let prefix = parent.map(|parent| format!("{}/", self.named[parent].id)).unwrap_or_default();
        let (segment, place) = self.segment(entries, at, parent, &prefix);
        let id = self.free(&format!("{prefix}{segment}"));
        let label = label(entry, parent.map(|parent| &self.named[parent]), &id);
        let source = match parent {
            Some(parent) => format!("{}, {place}", self.named[parent].source),
            None => place,
        };
        let has_entries = entries.get(at + 1).is_some_and(|next| next.depth > entry.depth);
        let words = entry.text.replace(DOUBTFUL_JOIN, " ");
        self.named.push(IdentifiedEntry { id, label, source, at, parent, has_entries, words });
        self.counted.push(0);
        self.open.push(at);
    }

    /// The last part of an id, and the place of the entry in words.
    fn segment(
        &mut self,
        entries: &[OutlineEntry],
        at: usize,
        parent: Option<usize>,
        prefix: &str,
    ) -> (String, String) {
        let entry = &entries[at];
        let counted = entry.own_id.is_none()
            && !matches!(entry.mark, EntryMark::Number(_))
            && !(entry.is_section && entry.mark == EntryMark::Bare);
        let mut count = 0;
        if counted && let Some(parent) = parent {
            self.counted[parent] += 1;
            while self.taken.contains(&format!("{prefix}{}", self.counted[parent])) {
                self.counted[parent] += 1;
            }
            count = self.counted[parent];
        }
        let name = entry.text.trim_end_matches(':').to_owned();
        let place = match &entry.mark {
            _ if entry.own_id.as_deref() == Some(INTRO) => "opening words".to_owned(),
            EntryMark::Number(number) if entry.is_section => number.trim_end_matches('.').to_owned(),
            EntryMark::Number(number) => {
                format!("item {}", number.trim_end_matches(['.', ')'])).replace("item (", "item ")
            }
            EntryMark::Bare if entry.is_section => name,
            EntryMark::Bullet | EntryMark::Bare if count == 0 => {
                entry.own_id.clone().unwrap_or_default().replace('-', " ")
            }
            EntryMark::Bullet => format!("bullet {count}"),
            EntryMark::Bare => format!("paragraph {count}"),
        };
        let segment = match &entry.mark {
            _ if entry.own_id.is_some() => entry.own_id.clone().unwrap_or_default(),
            EntryMark::Number(number) => number_segment(number, prefix),
            EntryMark::Bare if entry.is_section => section_slug(entries, at),
            _ => count.max(1).to_string(),
        };
        (segment, place)
    }

    /// The id, or one like it that no entry has.
    fn free(&mut self, id: &str) -> String {
        let mut free = id.to_owned();
        let mut number = 2;
        while !self.taken.insert(free.clone()) {
            free = format!("{id}-{number}");
            number += 1;
        }
        free
    }
}

/// `(B)` is `b`; `1.2` under `1` is `2`.
fn number_segment(number: &str, prefix: &str) -> String {
    let core = number.trim_matches(['(', ')', '.', '§']).to_lowercase();
    let above = prefix.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    match core.rsplit_once('.') {
        Some((before, last)) if !prefix.is_empty() && before.rsplit('.').next() == Some(above) => {
            last.to_owned()
        }
        _ => core,
    }
}

fn label(entry: &OutlineEntry, parent: Option<&IdentifiedEntry>, id: &str) -> Option<String> {
    let EntryMark::Number(number) = &entry.mark else { return None };
    let core = number.trim_matches(['(', ')']);
    let in_brackets = number.starts_with('(') && number.ends_with(')');
    // `3418.2(a)` and `Components 6.1` are what the program makes of the ids.
    if !in_brackets
        || core.bytes().all(|b| b.is_ascii_lowercase()) && parent.is_none_or(|parent| parent.label.is_none())
    {
        return None;
    }
    let above = parent.map(|parent| {
        parent.label.clone().unwrap_or_else(|| parent.id.rsplit('/').next().unwrap_or(&parent.id).to_owned())
    });
    let above = above.unwrap_or_else(|| id.to_owned());
    Some(format!("{above}{number}"))
}

/// The id of a section, of the words that tell it from others: `components` for `COMPONENTS OF SERVICE`.
pub(super) fn section_slug(entries: &[OutlineEntry], at: usize) -> String {
    let text = &entries[at].text;
    let short = short_slug(text);
    let is_taken = entries.iter().enumerate().any(|(other, entry)| {
        other != at
            && entry.depth == entries[at].depth
            && entry.is_section
            && entry.mark == EntryMark::Bare
            && short_slug(&entry.text) == short
    });
    if is_taken { slug(text, 6) } else { short }
}

fn short_slug(text: &str) -> String {
    const EMPTY: [&str; 22] = [
        "a", "an", "the", "what", "who", "how", "which", "is", "are", "do", "does", "did", "you", "to",
        "for", "can", "by", "of", "in", "on", "new", "key",
    ];
    const ENDS: [&str; 10] = ["of", "and", "&", "for", "/", "from", "by", "–", "-", "with"];
    let spaced = text.replace(['/', ','], " / ").to_lowercase();
    let words = spaced.split_whitespace().skip_while(|word| EMPTY.contains(word));
    let mut kept: Vec<&str> = words.take_while(|word| !ENDS.contains(word)).take(3).collect();
    while kept.len() > 1
        && kept
            .last()
            .is_some_and(|last| ["requirements", "requirements:"].contains(last) || EMPTY.contains(last))
    {
        kept.pop();
    }
    slug(&kept.join(" "), 3)
}

fn slug(text: &str, words: usize) -> String {
    let plain: String =
        text.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let slug = plain.split_whitespace().take(words).collect::<Vec<_>>().join("-");
    if slug.is_empty() { "section".to_owned() } else { slug }
}
