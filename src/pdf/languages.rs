//! The language of what is written in other letters than the handbook's own, and the fonts for it, as Typst rules.
//!
//! The rules look at every word that is printed, wherever it comes from. For Khmer they are
//!
//! ```typst
//! #show regex("[\p{scx=Khmer}…]…"): it => text(font: ("Source Sans 3", "Noto Sans Khmer", ), region: none, lang: "km", it)
//! ```

use super::code::Code;
use crate::assets::DocumentFonts;
use crate::writing_systems::WritingSystem;

/// The rules for a document with these fonts; none where the built-in font does.
pub fn rules(fonts: &DocumentFonts) -> String {
    let mut code = Code::default();
    for (system, families) in &fonts.families {
        rule(system, families, &mut code);
    }
    code.into_text()
}

fn rule(system: &WritingSystem, families: &[String], code: &mut Code) {
    let patterns = system.patterns();
    code.raw("#show regex(");
    code.string(&patterns.run);
    code.raw("): it => text(font: (");
    for family in std::iter::once("Source Sans 3").chain(families.iter().map(String::as_str)) {
        code.string(family);
        code.raw(", ");
    }
    code.raw("), ");
    if let Some(language) = patterns.language {
        // The region is that of the handbook's own language.
        code.raw("region: none, lang: ");
        for (known, letters) in &patterns.known_by {
            code.raw("if it.text.contains(regex(");
            code.string(letters);
            code.raw(")) { ");
            code.string(known);
            code.raw(" } else { ");
        }
        code.string(language);
        code.raw(&" }".repeat(patterns.known_by.len()));
        code.raw(", ");
    }
    code.raw("it)\n");
}
