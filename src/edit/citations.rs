//! Citations with other ids, and no other byte changed.
//!
//! ```text
//! [@payer/items/1; @payer/items/4]   items/1 was split, items/4 is items/5   [@payer/items/1; @payer/items/2; @payer/items/5]
//! covers = ["payer/items/4"]                                                 covers = ["payer/items/5"]
//! ```

use std::ops::Range;

use super::splice::Splices;

/// A citation that gets other ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewrittenCitation {
    /// Where it is in the text, in bytes.
    pub at: usize,
    pub old: String,
    /// Several, if the clause was split; none, if another citation beside it says the same now.
    pub new: Vec<String>,
}

/// The names that a clause has now, by the one that is written; `None` where it stays.
pub type NewNames<'a> = dyn Fn(&str) -> Option<Vec<String>> + 'a;

/// Rewrites the citations of a text. `places` are those that were read from it: of a citation in brackets, of a string with such
/// citations, or of a string that is the name of a clause.
#[must_use]
pub fn rewrite_citations(
    text: &str,
    places: &[Range<usize>],
    names: &NewNames<'_>,
) -> (String, Vec<RewrittenCitation>) {
    let mut places: Vec<Range<usize>> =
        places.iter().filter(|place| text.get((*place).clone()).is_some()).cloned().collect();
    places.sort_by_key(|place| (place.start, place.end));
    places.dedup();
    let mut edit = CitationEdit { text, names, splices: Splices::default(), done: Vec::new(), covered: None };
    let mut end = 0;
    for place in places {
        // A place within another was rewritten with it.
        if place.start >= end {
            end = place.end;
            edit.place(place);
        }
    }
    (edit.splices.apply(text), edit.done)
}

/// The places of all brackets that begin as a citation does.
#[must_use]
pub fn bracketed_citations(text: &str) -> Vec<Range<usize>> {
    let brackets = text.match_indices("[@");
    brackets.filter_map(|(at, _)| Some(at..at + text[at..].find(']')? + 1)).collect()
}

struct CitationEdit<'a> {
    text: &'a str,
    names: &'a NewNames<'a>,
    splices: Splices,
    done: Vec<RewrittenCitation>,
    /// The names that the list of `covers` has so far, and where its last entry ends.
    covered: Option<(usize, SaidNames)>,
}

/// The names that a list of citations has so far, each with the one that it was before.
#[derive(Default)]
struct SaidNames(Vec<(String, String)>);

impl SaidNames {
    /// Those of the new names of a citation that no other citation of the list has become.
    fn add(&mut self, old: &str, names: Vec<String>) -> Vec<String> {
        let is_said = |name: &String| self.0.iter().any(|(other, said)| other != old && said == name);
        let new: Vec<String> = names.into_iter().filter(|name| !is_said(name)).collect();
        self.0.extend(new.iter().map(|name| (old.to_owned(), name.clone())));
        new
    }
}

impl CitationEdit<'_> {
    fn place(&mut self, place: Range<usize>) {
        let text = self.text;
        let written = &text[place.clone()];
        let name = written.trim_matches(['"', '\'']);
        if is_name(name) && name.len() < written.len() {
            self.cover(place, name);
            return;
        }
        for bracket in bracketed_citations(written) {
            self.bracket(place.start + bracket.start + 1..place.start + bracket.end - 1);
        }
    }

    /// An entry of `covers`.
    fn cover(&mut self, place: Range<usize>, name: &str) {
        let text = self.text;
        let mut said = match self.covered.take() {
            Some((end, said)) if text[end..place.start].chars().all(|c| c == ',' || c.is_whitespace()) => {
                said
            }
            _ => SaidNames::default(),
        };
        match (self.names)(name) {
            None => drop(said.add(name, vec![name.to_owned()])),
            Some(names) => {
                let new = said.add(name, names);
                let quote = &text[place.start..=place.start];
                let entries: Vec<String> = new.iter().map(|name| format!("{quote}{name}{quote}")).collect();
                if entries.is_empty() {
                    self.splices.replace(without_entry(text, place.clone()), "");
                } else {
                    self.splices.replace(place.clone(), entries.join(", "));
                }
                self.done.push(RewrittenCitation { at: place.start, old: name.to_owned(), new });
            }
        }
        self.covered = Some((place.end, said));
    }

    /// What is between the brackets of a citation.
    fn bracket(&mut self, place: Range<usize>) {
        let text = self.text;
        let parts: Vec<&str> = text[place.clone()].split(';').collect();
        let name = |part: &str| part.trim().strip_prefix('@').map(|name| name.trim().to_owned());
        if parts.iter().filter_map(|part| name(part)).all(|name| (self.names)(&name).is_none()) {
            return;
        }
        let mut said = SaidNames::default();
        let mut kept: Vec<String> = Vec::new();
        let mut at = place.start;
        for part in parts {
            let start = at;
            at += part.len() + 1;
            let Some(old) = name(part) else {
                kept.push(part.to_owned());
                continue;
            };
            let now = (self.names)(&old);
            let new = said.add(&old, now.clone().unwrap_or_else(|| vec![old.clone()]));
            if let Some(first) = new.first() {
                kept.push(part.replacen(&old, first, 1));
                kept.extend(new[1..].iter().map(|more| format!(" @{more}")));
            }
            if now.is_some() {
                let at = start + part.find(old.as_str()).unwrap_or(0);
                self.done.push(RewrittenCitation { at, old, new });
            }
        }
        self.splices.replace(place, kept.join(";"));
    }
}

/// The bytes of an entry of a list, with one of the commas beside it.
fn without_entry(text: &str, entry: Range<usize>) -> Range<usize> {
    let before = text[..entry.start].trim_end();
    if before.ends_with(',') {
        return before.len() - 1..entry.end;
    }
    let after = &text[entry.end..];
    let blank = after.len() - after.trim_start().len();
    if after[blank..].starts_with(',') { entry.start..entry.end + blank + 1 } else { entry }
}

/// Whether this is what the name of a clause or of an element looks like: `payer/items/1`, `payer/items/1#name`.
fn is_name(text: &str) -> bool {
    text.contains('/')
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'/' | b'#'))
}

#[cfg(test)]
mod tests {
    use super::{bracketed_citations, rewrite_citations};

    fn names(name: &str) -> Option<Vec<String>> {
        let new: &[&str] = match name {
            "p/1" => &["p/1", "p/2"],
            "p/2" | "p/3" => &["p/4"],
            _ => return None,
        };
        Some(new.iter().map(|name| (*name).to_owned()).collect())
    }

    fn rewritten(text: &str) -> String {
        let mut places = bracketed_citations(text);
        places.extend(text.match_indices("\"p/").map(|(at, _)| at..at + 5));
        rewrite_citations(text, &places, &names).0
    }

    #[test]
    fn only_the_ids_of_a_citation_change() {
        assert_eq!(
            rewritten("We call [@p/2].\r\nWe visit [@ p/9;  @q/1]."),
            "We call [@p/4].\r\nWe visit [@ p/9;  @q/1]."
        );
        assert_eq!(rewritten("See [a](b) [@q/1; @p/3; @p/9]."), "See [a](b) [@q/1; @p/4; @p/9].");
    }

    #[test]
    fn a_split_clause_becomes_several_and_merged_ones_become_one() {
        assert_eq!(rewritten("[@p/1]"), "[@p/1; @p/2]");
        assert_eq!(rewritten("[@p/2; @p/3; @q/1]"), "[@p/4; @q/1]");
        assert_eq!(rewritten("[@p/2; @p/2]"), "[@p/4; @p/4]");
        assert_eq!(rewritten("covers = [\"p/1\", \"q/1\"]"), "covers = [\"p/1\", \"p/2\", \"q/1\"]");
        assert_eq!(rewritten("covers = [\"p/2\", \"p/3\", \"q/1\"]"), "covers = [\"p/4\", \"q/1\"]");
        assert_eq!(rewritten("covers = [\"p/2\",\n  \"p/3\"\n]"), "covers = [\"p/4\"\n]");
    }

    #[test]
    fn each_citation_is_reported_where_it_is() {
        let text = "x [@q/1; @p/2]";
        let (_, done) = rewrite_citations(text, &bracketed_citations(text), &names);
        let [one] = done.as_slice() else { panic!("{done:?}") };
        assert_eq!(&text[one.at..one.at + 3], "p/2");
    }
}
