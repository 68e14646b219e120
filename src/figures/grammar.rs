//! The words of a language for figures, from a table that people can read and change (`english.toml`).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Amount, Quantity};

const LANGUAGES: [(&str, &LazyLock<Grammar>); 1] = [("en", &ENGLISH)];
static ENGLISH: LazyLock<Grammar> = LazyLock::new(|| Grammar::read(include_str!("english.toml")));

/// What a unit measures. Amounts of different measures are never equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Measure {
    Minute,
    BusinessHour,
    Day,
    BusinessDay,
    Month,
    Percent,
    Dollar,
}

impl Measure {
    pub(super) fn is_time(self) -> bool {
        match self {
            Self::Minute | Self::BusinessHour | Self::Day | Self::BusinessDay | Self::Month => true,
            Self::Percent | Self::Dollar => false,
        }
    }
}

/// A unit, with its size in what its measure counts: a week is 7 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SizedUnit {
    pub(crate) measure: Measure,
    pub(crate) size: Quantity,
}

impl SizedUnit {
    pub(crate) fn amount(self, number: Quantity) -> Option<Amount> {
        Some(Amount::exactly(number.times(self.size)?, Some(self.measure)))
    }
}

/// What somebody calls a unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnitName {
    pub(crate) unit: SizedUnit,
    /// `hr` and `%` look the same for one and for several.
    pub(crate) is_short: bool,
}

/// Words and phrases of one kind, each with what it means.
#[derive(Debug)]
pub(super) struct PhraseTable<T> {
    meanings: HashMap<String, T>,
    /// The first words of all phrases: most words of a text begin none.
    firsts: HashSet<String>,
    longest: usize,
}

impl<T> PhraseTable<T> {
    fn new(phrases: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut table = Self { meanings: HashMap::new(), firsts: HashSet::new(), longest: 0 };
        for (phrase, meaning) in phrases {
            let words: Vec<&str> = phrase.split_whitespace().map(singular).collect();
            table.longest = table.longest.max(words.len());
            table.firsts.extend(words.first().map(|first| (*first).to_owned()));
            table.meanings.insert(words.join(" "), meaning);
        }
        table
    }

    /// The meaning of the longest phrase that `words` begin with, and how many words it has.
    pub(crate) fn longest_at<'w>(&self, mut words: impl Iterator<Item = &'w str>) -> Option<(usize, &T)> {
        let first = words.next().filter(|first| self.firsts.contains(*first))?;
        let mut phrase = first.to_owned();
        let mut found = self.meanings.get(&phrase).map(|meaning| (1, meaning));
        for (at, word) in words.take(self.longest - 1).enumerate() {
            phrase.push(' ');
            phrase.push_str(word);
            found = self.meanings.get(&phrase).map(|meaning| (at + 2, meaning)).or(found);
        }
        found
    }
}

/// How a language writes figures.
#[derive(Debug)]
pub(crate) struct Grammar {
    pub(super) numbers: PhraseTable<u64>,
    pub(super) multipliers: PhraseTable<u64>,
    pub(super) fractions: PhraseTable<Quantity>,
    pub(super) ordinals: PhraseTable<u64>,
    pub(super) times: PhraseTable<u64>,
    pub(super) units: PhraseTable<UnitName>,
    pub(super) units_before: PhraseTable<SizedUnit>,
    pub(super) frequencies: PhraseTable<Amount>,
    /// Minutes since midnight.
    pub(super) clock: PhraseTable<u16>,
    pub(super) age_unit: SizedUnit,
    pub(super) plurals: HashMap<String, String>,
    pub(super) words: GrammarWords<PhraseTable<()>>,
}

/// Words that have a part in figures; `english.toml` explains each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GrammarWords<T> {
    pub(crate) a: T,
    pub(crate) of: T,
    pub(crate) and: T,
    pub(crate) or: T,
    pub(crate) to: T,
    pub(crate) between: T,
    pub(crate) every: T,
    pub(crate) other: T,
    pub(crate) times: T,
    pub(crate) per: T,
    pub r#in: T,
    pub(crate) before_one: T,
    pub(crate) fillers: T,
    pub(crate) deadline_before: T,
    pub(crate) deadline_after: T,
    pub(crate) age_before: T,
    pub(crate) age_unit: String,
    pub(crate) am: T,
    pub(crate) pm: T,
    pub(crate) ordinal_endings: T,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GrammarFile {
    numbers: HashMap<String, u64>,
    multipliers: HashMap<String, u64>,
    fractions: HashMap<String, (u64, u64)>,
    ordinals: HashMap<String, u64>,
    times: HashMap<String, u64>,
    units: Vec<UnitEntry>,
    frequencies: HashMap<String, (u64, String)>,
    clock: HashMap<String, (u16, u16)>,
    words: GrammarWords<Vec<String>>,
    plurals: HashMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    measure: Measure,
    size: u64,
    names: Vec<String>,
    #[serde(default)]
    short: Vec<String>,
    #[serde(default)]
    before: Vec<String>,
}

impl UnitEntry {
    fn unit(&self) -> SizedUnit {
        SizedUnit { measure: self.measure, size: Quantity::whole(self.size) }
    }

    fn called(&self) -> impl Iterator<Item = (String, UnitName)> {
        let called = |name: &String, is_short| (name.clone(), UnitName { unit: self.unit(), is_short });
        let names = self.names.iter().map(move |name| called(name, false));
        names.chain(self.short.iter().map(move |name| called(name, true)))
    }

    fn called_before(&self) -> impl Iterator<Item = (String, SizedUnit)> {
        self.before.iter().map(|name| (name.clone(), self.unit()))
    }
}

impl Grammar {
    /// The grammar for a language such as `en`, without its country; English if that language has no grammar yet.
    pub(crate) fn for_language(language: &str) -> &'static Self {
        let known = LANGUAGES.iter().find(|(known, _)| *known == language);
        known.map_or(&ENGLISH, |(_, grammar)| grammar)
    }

    /// Whether it joins words, as `and` does.
    pub(super) fn joins(&self, word: &str) -> bool {
        let GrammarWords { of, and, or, to, r#in, .. } = &self.words;
        [of, and, or, to, r#in].iter().any(|table| table.longest_at(std::iter::once(word)).is_some())
    }

    /// The form in which one and several are the same: `days` is `day`, `people` is `person`.
    pub(super) fn root<'w>(&'w self, word: &'w str) -> &'w str {
        self.plurals.get(word).map_or_else(|| singular(word), String::as_str)
    }

    /// # Panics
    /// When a built-in table is not as `english.toml` says; a test reads them all.
    fn read(text: &str) -> Self {
        let file: GrammarFile = toml::from_str(text).expect("a built-in grammar can be read");
        let named = |name: &str| {
            let entry = file.units.iter().find(|entry| entry.names.iter().any(|known| known == name));
            entry.unwrap_or_else(|| panic!("`{name}` is a unit of the grammar")).unit()
        };
        let fraction = |(upper, lower)| Quantity::ratio(upper, lower).expect("a fraction is a number");
        let frequency = |(number, unit): (u64, String)| {
            named(&unit).amount(Quantity::whole(number)).expect("a frequency is a number")
        };
        Self {
            frequencies: PhraseTable::new(file.frequencies.into_iter().map(|(a, b)| (a, frequency(b)))),
            age_unit: named(&file.words.age_unit),
            units: PhraseTable::new(file.units.iter().flat_map(UnitEntry::called)),
            units_before: PhraseTable::new(file.units.iter().flat_map(UnitEntry::called_before)),
            numbers: PhraseTable::new(file.numbers),
            multipliers: PhraseTable::new(file.multipliers),
            fractions: PhraseTable::new(file.fractions.into_iter().map(|(a, b)| (a, fraction(b)))),
            ordinals: PhraseTable::new(file.ordinals),
            times: PhraseTable::new(file.times),
            clock: PhraseTable::new(
                file.clock.into_iter().map(|(a, (hour, minute))| (a, 60 * hour + minute)),
            ),
            plurals: file.plurals,
            words: file.words.into_tables(),
        }
    }
}

/// A word without the `s` of its plural; not `class`, `this` or `us`.
fn singular(word: &str) -> &str {
    let keeps_its_end = word.len() < 3 || ["ss", "is", "us"].iter().any(|end| word.ends_with(end));
    if keeps_its_end { word } else { word.strip_suffix('s').unwrap_or(word) }
}

impl GrammarWords<Vec<String>> {
    fn into_tables(self) -> GrammarWords<PhraseTable<()>> {
        let table = |phrases: Vec<String>| PhraseTable::new(phrases.into_iter().map(|phrase| (phrase, ())));
        GrammarWords {
            a: table(self.a),
            of: table(self.of),
            and: table(self.and),
            or: table(self.or),
            to: table(self.to),
            between: table(self.between),
            every: table(self.every),
            other: table(self.other),
            times: table(self.times),
            per: table(self.per),
            r#in: table(self.r#in),
            before_one: table(self.before_one),
            fillers: table(self.fillers),
            deadline_before: table(self.deadline_before),
            deadline_after: table(self.deadline_after),
            age_before: table(self.age_before),
            age_unit: self.age_unit,
            am: table(self.am),
            pm: table(self.pm),
            ordinal_endings: table(self.ordinal_endings),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Grammar, LANGUAGES};

    #[test]
    fn every_built_in_grammar_can_be_read() {
        for (language, grammar) in LANGUAGES {
            assert!(!grammar.units.meanings.is_empty(), "{language}");
        }
    }

    #[test]
    fn a_language_without_a_grammar_is_read_as_english() {
        assert!(std::ptr::eq(Grammar::for_language("en"), Grammar::for_language("tlh")));
    }
}
