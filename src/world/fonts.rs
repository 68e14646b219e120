//! The fonts that a computer has. They are looked for the first time that somebody asks, and once: that takes up to a second.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::{Arc, LazyLock, OnceLock};

use fontdb::{Database, FaceInfo, ID, Stretch, Style};
use ttf_parser::{Face, Permissions};

static OF_THIS_COMPUTER: LazyLock<Arc<SystemFonts>> = LazyLock::new(|| {
    Arc::new(SystemFonts { load: Box::new(Database::load_system_fonts), found: OnceLock::new() })
});

/// Families that have a box for each character, and letters for none.
const WITHOUT_LETTERS: [&str; 4] = ["Last Resort", "LastResort", "Adobe Blank", "Adobe NotDef"];

/// Fonts that a computer has.
pub struct SystemFonts {
    load: Box<dyn Fn(&mut Database) + Send + Sync>,
    found: OnceLock<(Database, Vec<SystemFont>)>,
}

/// A font of a computer that text can be printed with: upright, with outlines, and with leave to be part of a document.
#[derive(Debug)]
pub(crate) struct SystemFont {
    /// The family, such as `Noto Sans Khmer`.
    pub(crate) family: String,
    /// From 100 to 900; 400 is regular.
    pub(crate) weight: u16,
    id: ID,
    letters: Vec<RangeInclusive<u32>>,
}

impl SystemFont {
    /// Whether it has the character `c`.
    #[must_use]
    pub(crate) fn has(&self, c: char) -> bool {
        let c = u32::from(c);
        let after = self.letters.partition_point(|range| *range.end() < c);
        self.letters.get(after).is_some_and(|range| range.contains(&c))
    }
}

impl SystemFonts {
    #[must_use]
    pub(crate) fn of_this_computer() -> Arc<Self> {
        OF_THIS_COMPUTER.clone()
    }

    /// The fonts in these files, for tests.
    #[must_use]
    pub(crate) fn in_memory(files: Vec<Vec<u8>>) -> Arc<Self> {
        let load = move |database: &mut Database| {
            for file in &files {
                database.load_font_data(file.clone());
            }
        };
        Arc::new(Self { load: Box::new(load), found: OnceLock::new() })
    }

    /// Every font, sorted by family and weight.
    pub(crate) fn all(&self) -> &[SystemFont] {
        &self.found().1
    }

    /// The bytes of a font's file, and which font of the file it is.
    #[must_use]
    pub(crate) fn read(&self, font: &SystemFont) -> Option<(Vec<u8>, u32)> {
        self.found().0.with_face_data(font.id, |bytes, index| (bytes.to_vec(), index))
    }

    fn found(&self) -> &(Database, Vec<SystemFont>) {
        self.found.get_or_init(|| {
            let mut database = Database::new();
            (self.load)(&mut database);
            let mut fonts: Vec<SystemFont> =
                database.faces().filter_map(|face| usable(&database, face)).collect();
            // Which file comes first depends on the disk; a family with the same weight twice is the same font as a rule.
            fonts.sort_by(|a, b| (&a.family, a.weight, a.id).cmp(&(&b.family, b.weight, b.id)));
            (database, fonts)
        })
    }
}

impl Default for SystemFonts {
    fn default() -> Self {
        Self { load: Box::new(|_| ()), found: OnceLock::new() }
    }
}

impl fmt::Debug for SystemFonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SystemFonts").field("searched", &self.found.get().is_some()).finish_non_exhaustive()
    }
}

fn usable(database: &Database, face: &FaceInfo) -> Option<SystemFont> {
    let family = &face.families.first()?.0;
    let plain = face.style == Style::Normal && face.stretch == Stretch::Normal && !face.monospaced;
    if !plain || WITHOUT_LETTERS.iter().any(|name| family.contains(name)) {
        return None;
    }
    let letters = database.with_face_data(face.id, letters).flatten()?;
    Some(SystemFont { family: family.clone(), weight: face.weight.0, id: face.id, letters })
}

/// The characters that a font has; `None` when it may not be part of a document, or has pictures for letters.
fn letters(bytes: &[u8], index: u32) -> Option<Vec<RangeInclusive<u32>>> {
    let face = Face::parse(bytes, index).ok()?;
    let tables = face.tables();
    let outlines = tables.glyf.is_some() || tables.cff.is_some();
    if !outlines || matches!(face.permissions(), Some(Permissions::Restricted)) {
        return None;
    }
    let mut letters: Vec<u32> = Vec::new();
    for table in tables.cmap?.subtables.into_iter().filter(ttf_parser::cmap::Subtable::is_unicode) {
        table.codepoints(|c| {
            if table.glyph_index(c).is_some_and(|glyph| glyph.0 != 0) {
                letters.push(c);
            }
        });
    }
    letters.sort_unstable();
    letters.dedup();
    Some(letters.chunk_by(|a, b| a + 1 == *b).filter_map(|run| Some(*run.first()?..=*run.last()?)).collect())
}
