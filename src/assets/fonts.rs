//! The fonts of the printed pages: the built-in one, and where it lacks a character, fonts of the handbook's folder `site/fonts`, and
//! then of the computer.
//!
//! Which font a character is printed with depends on the character and the fonts at hand, never on the rest of a document: the same
//! fonts make the same bytes. The computer's fonts are not looked for while the others do.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use typst::foundations::Bytes;
use typst::text::{Coverage, Font};
use typst_kit::fonts::FontStore;

use crate::world::{SystemFont, SystemFonts};
use crate::writing_systems::WritingSystem;

/// Source Sans 3, upright and italic, from weight 200 to 900.
static FILES: [&[u8]; 2] = [
    include_bytes!("../../templates/pdf/fonts/SourceSans3.ttf"),
    include_bytes!("../../templates/pdf/fonts/SourceSans3-Italic.ttf"),
];

/// Letters that are typed into the fields of a form. See the README beside the file.
pub(crate) const TYPED_FONT: &[u8] =
    include_bytes!("../../templates/pdf/fonts/ClausebookFormSans-Regular.ttf");

static BUILT_IN: LazyLock<Vec<Font>> =
    LazyLock::new(|| FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect());

/// A document's fonts where the built-in ones do.
static PLAIN: LazyLock<Arc<FontStore>> = LazyLock::new(|| Arc::new(store(BUILT_IN.iter())));

/// Where the handbook's own fonts are.
const FOLDER: &str = "site/fonts/";

/// The endings of files with one font.
const SINGLE: [&str; 2] = [".ttf", ".otf"];

/// The endings of files with several fonts, which browsers don't read.
const COLLECTIONS: [&str; 2] = [".ttc", ".otc"];

/// Which way a line runs, and which letters are joined, without a letter of their own: no font needs them.
const INVISIBLE: [char; 11] = [
    '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{61c}', '\u{2066}', '\u{2067}', '\u{2068}',
    '\u{2069}', '\u{34f}', '\u{2060}',
];

/// Whether the built-in fonts have a letter for `c`.
#[must_use]
pub(crate) fn has_glyph(c: char) -> bool {
    BUILT_IN.first().is_some_and(|font| covers(&font.info().coverage, c))
}

/// Whether `c` needs no font but the built-in ones.
fn is_plain(c: char) -> bool {
    c.is_ascii() || INVISIBLE.contains(&c) || has_glyph(c)
}

/// The fonts at hand for one handbook.
#[derive(Debug, Default)]
pub(crate) struct HandbookFonts {
    own: Vec<OwnFont>,
    /// The handbook's fonts that only browsers read, such as WOFF2.
    web_only: Vec<String>,
    system: Arc<SystemFonts>,
    /// Fonts of the computer that were read so far, by family: some have 20 MB.
    loaded: Mutex<BTreeMap<String, Vec<Font>>>,
    used: Mutex<BTreeSet<UsedFont>>,
}

#[derive(Debug)]
struct OwnFont {
    path: String,
    font: Font,
}

/// A font that documents were printed with, besides the built-in ones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UsedFont {
    /// The family, such as `Noto Sans Khmer`.
    pub family: String,
    /// Where it comes from.
    pub origin: Origin,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The handbook's file with this path.
    Handbook(String),
    Computer,
}

#[derive(Debug)]
pub(crate) struct PageFont<'a> {
    /// The family, such as `Noto Sans Khmer`.
    pub(crate) family: &'a str,
    /// The file, below `site`.
    pub(crate) path: &'a str,
    /// From 100 to 900.
    pub(crate) weights: RangeInclusive<u16>,
    /// The characters that the built-in font lacks.
    pub(crate) letters: Vec<u32>,
}

pub(crate) struct DocumentFonts {
    /// In the order in which Typst numbers them.
    pub(crate) store: Arc<FontStore>,
    /// The families beyond the built-in one that each writing system of the document is printed with, the best first.
    pub(crate) families: Vec<(&'static WritingSystem, Vec<String>)>,
}

enum Pick<'a> {
    Own(&'a OwnFont),
    System(&'a SystemFont),
}

impl Pick<'_> {
    fn family(&self) -> &str {
        match self {
            Self::Own(own) => &own.font.info().family,
            Self::System(font) => &font.family,
        }
    }
}

impl HandbookFonts {
    /// The fonts among a handbook's files, and those of the computer after them.
    #[must_use]
    pub(crate) fn new(files: &BTreeMap<String, Arc<[u8]>>, system: Arc<SystemFonts>) -> Self {
        let files: Vec<(&String, &Arc<[u8]>)> =
            files.iter().filter(|(path, _)| path.starts_with(FOLDER)).collect();
        let own = files.iter().filter(|(path, _)| is_readable(path)).flat_map(|(path, bytes)| {
            Font::iter(Bytes::new(Arc::clone(bytes))).map(|font| OwnFont { path: (*path).clone(), font })
        });
        let web_only =
            |path: &&String| [".woff", ".woff2"].iter().any(|ending| path.to_lowercase().ends_with(ending));
        Self {
            own: own.collect(),
            web_only: files.iter().map(|(path, _)| *path).filter(web_only).cloned().collect(),
            system,
            loaded: Mutex::default(),
            used: Mutex::default(),
        }
    }

    /// Whether a font at hand has the character `c`, or it needs none.
    #[must_use]
    pub(crate) fn has(&self, c: char) -> bool {
        c.is_whitespace() || is_plain(c) || self.pick(c).is_some()
    }

    /// What an author can do about a character that no font at hand has.
    #[must_use]
    pub(crate) fn remedy(&self, c: char) -> String {
        let Some(font) = WritingSystem::of(c).and_then(|system| system.fonts.first()) else {
            return "say it in words".to_owned();
        };
        let web_only = self.web_only.first().map_or(String::new(), |path| {
            format!("; `{path}` is for browsers only, and PDFs need a .ttf or .otf file")
        });
        format!(
            "no available font has it: put the free font {font} (from fonts.google.com) into the folder `site/fonts`{web_only}"
        )
    }

    /// The fonts for a document with this text.
    #[must_use]
    pub(crate) fn of_document(&self, text: &str) -> DocumentFonts {
        let missing: BTreeSet<char> = text.chars().filter(|c| !is_plain(*c)).collect();
        let picks: Vec<(char, Pick<'_>)> =
            missing.into_iter().filter_map(|c| Some((c, self.pick(c)?))).collect();
        if picks.is_empty() {
            return DocumentFonts { store: PLAIN.clone(), families: Vec::new() };
        }
        let mut families: Vec<(&WritingSystem, Vec<String>)> = Vec::new();
        for (c, pick) in &picks {
            let Some(system) = WritingSystem::of(*c) else { continue };
            let family = pick.family().to_owned();
            match families.iter_mut().find(|(known, _)| *known == system) {
                Some((_, names)) if names.contains(&family) => {}
                Some((_, names)) => names.push(family),
                None => families.push((system, vec![family])),
            }
        }
        for (system, names) in &mut families {
            names.sort_by_key(|family| (rank(Some(system), family), family.clone()));
        }
        let fonts = self.with_weights(&picks);
        DocumentFonts { store: Arc::new(store(BUILT_IN.iter().chain(&fonts))), families }
    }

    /// The fonts that documents were printed with so far, besides the built-in ones.
    #[must_use]
    pub(crate) fn used(&self) -> Vec<UsedFont> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// The handbook's own fonts that browsers can read.
    pub(crate) fn of_pages(&self) -> impl Iterator<Item = PageFont<'_>> {
        let is_collection =
            |path: &str| COLLECTIONS.iter().any(|ending| path.to_lowercase().ends_with(ending));
        self.own.iter().filter(move |own| !is_collection(&own.path)).filter_map(|own| {
            let info = own.font.info();
            let built_in = |c: &u32| char::from_u32(*c).is_some_and(is_plain);
            let weight = info.variant.weight.to_number();
            Some(PageFont {
                family: &info.family,
                path: own.path.strip_prefix("site/")?,
                weights: if info.axes.is_empty() { weight..=weight } else { 100..=900 },
                letters: info.coverage.iter().filter(|c| !built_in(c)).collect(),
            })
        })
    }

    /// The font that `c` is printed with; `None` where the built-in font has it, or none at hand.
    fn pick(&self, c: char) -> Option<Pick<'_>> {
        let system = WritingSystem::of(c);
        let own = self.own.iter().filter(|own| covers(&own.font.info().coverage, c));
        if let Some(own) = own.min_by_key(|own| (rank(system, &own.font.info().family), &own.path)) {
            return Some(Pick::Own(own));
        }
        // Emojis and the like aren't writing: every computer has its own pictures of them.
        let system = Some(system?);
        let fonts = self.system.all().iter().filter(|font| font.has(c));
        fonts
            .min_by_key(|font| (rank(system, &font.family), Reverse(font.weight == 400), &font.family))
            .map(Pick::System)
    }

    /// The fonts with the others of their families, for headings and stressed words. Notes that they are used.
    fn with_weights(&self, picks: &[(char, Pick<'_>)]) -> Vec<Font> {
        let families = |wanted: fn(&Pick<'_>) -> bool| -> BTreeSet<&str> {
            picks.iter().map(|(_, pick)| pick).filter(|pick| wanted(pick)).map(Pick::family).collect()
        };
        let own = families(|pick| matches!(pick, Pick::Own(_)));
        let own = self.own.iter().filter(|one| own.contains(one.font.info().family.as_str()));
        let mut fonts: Vec<Font> = Vec::new();
        for OwnFont { path, font } in own {
            self.note(&font.info().family, Origin::Handbook(path.clone()));
            fonts.push(font.clone());
        }
        for family in families(|pick| matches!(pick, Pick::System(_))) {
            self.note(family, Origin::Computer);
            fonts.extend(self.installed(family));
        }
        fonts
    }

    /// The regular and the bold font of a family of the computer, or all, where it has neither.
    fn installed(&self, family: &str) -> Vec<Font> {
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        let load = || {
            let all: Vec<&SystemFont> =
                self.system.all().iter().filter(|font| font.family == family).collect();
            let usual: Vec<&SystemFont> =
                all.iter().filter(|f| matches!(f.weight, 400 | 700)).copied().collect();
            let fonts = if usual.is_empty() { all } else { usual };
            let read = fonts.into_iter().filter_map(|font| self.system.read(font));
            read.filter_map(|(bytes, index)| Font::new(Bytes::new(bytes), index)).collect()
        };
        loaded.entry(family.to_owned()).or_insert_with(load).clone()
    }

    fn note(&self, family: &str, origin: Origin) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.insert(UsedFont { family: family.to_owned(), origin });
    }
}

/// Whether a file can be a font of the PDFs, by its name.
fn is_readable(path: &str) -> bool {
    let path = path.to_lowercase();
    SINGLE.iter().chain(&COLLECTIONS).any(|ending| path.ends_with(ending))
}

/// How far down a family is among the fonts that are known to be good for a writing system.
fn rank(system: Option<&WritingSystem>, family: &str) -> usize {
    system.and_then(|system| system.fonts.iter().position(|font| *font == family)).unwrap_or(usize::MAX)
}

fn covers(coverage: &Coverage, c: char) -> bool {
    coverage.contains(u32::from(c))
}

fn store<'a>(fonts: impl Iterator<Item = &'a Font>) -> FontStore {
    let mut store = FontStore::new();
    store.extend(fonts.map(|font| (font.clone(), font.info().clone())));
    store
}

#[cfg(test)]
mod tests {
    use super::*;

    const KHMER: &[u8] = include_bytes!("../../tests/fonts/NotoSansKhmer.ttf");
    const CHINESE_AND_KOREAN: &[u8] = include_bytes!("../../tests/fonts/NotoSansCJK.ttc");

    fn fonts(own: &[(&str, &[u8])], system: &[&[u8]]) -> HandbookFonts {
        let own = own.iter().map(|(path, bytes)| ((*path).to_owned(), Arc::from(*bytes))).collect();
        HandbookFonts::new(&own, SystemFonts::in_memory(system.iter().map(|file| file.to_vec()).collect()))
    }

    fn used(fonts: &HandbookFonts, text: &str) -> Vec<(String, Origin)> {
        let _ = fonts.of_document(text);
        fonts.used().into_iter().map(|used| (used.family, used.origin)).collect()
    }

    #[test]
    fn the_letters_of_the_members_languages_are_there() {
        for c in "ễịơÁñłòșçãăđ–—’“”•§".chars() {
            assert!(has_glyph(c), "{c}");
        }
        assert!(!has_glyph('🙂'));
    }

    #[test]
    fn a_font_of_the_handbook_comes_before_one_of_the_computer() {
        let both = fonts(&[("site/fonts/Khmer.TTF", KHMER)], &[KHMER]);
        let origin = Origin::Handbook("site/fonts/Khmer.TTF".to_owned());
        assert_eq!(used(&both, "ភាសា"), [("Noto Sans Khmer".to_owned(), origin)]);
        let computer = fonts(&[], &[KHMER]);
        assert_eq!(used(&computer, "ភាសា"), [("Noto Sans Khmer".to_owned(), Origin::Computer)]);
    }

    #[test]
    fn a_document_that_the_built_in_fonts_can_print_uses_no_other() {
        let fonts = fonts(&[("site/fonts/Khmer.ttf", KHMER)], &[KHMER]);
        assert!(used(&fonts, "Nguyễn – “5”").is_empty());
        assert!(Arc::ptr_eq(&fonts.of_document("Nguyễn").store, &PLAIN));
        assert_eq!(format!("{:?}", fonts.system), "SystemFonts { searched: false, .. }");
    }

    #[test]
    fn every_font_of_a_collection_is_at_hand() {
        let fonts = fonts(&[("site/fonts/cjk.ttc", CHINESE_AND_KOREAN)], &[]);
        for c in "中文한국어".chars() {
            assert!(fonts.has(c), "{c}");
        }
    }

    #[test]
    fn a_missing_character_names_a_font_or_asks_for_words() {
        let none = fonts(&[("site/fonts/khmer.woff2", b"")], &[KHMER]);
        assert!(!none.has('अ') && !none.has('🙂') && none.has('\u{200d}'));
        assert_eq!(none.remedy('🙂'), "say it in words");
        let remedy = none.remedy('अ');
        assert!(
            remedy.starts_with("no available font has it: put the free font Noto Sans Devanagari"),
            "{remedy}"
        );
        assert!(
            remedy.ends_with(
                "`site/fonts/khmer.woff2` is for browsers only, and PDFs need a .ttf or .otf file"
            ),
            "{remedy}"
        );
    }
}
