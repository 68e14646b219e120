//! The language of what is written in other letters than the handbook's own, and the fonts for it, as Typst rules.
//!
//! The rules look at every word that is printed, wherever it comes from. For Khmer they are
//!
//! ```typst
//! #show regex("[\p{scx=Khmer}…]…"): written-in.with(("Source Sans 3", "Noto Sans Khmer", ), "km", (), )
//! ```

use super::typst_source::TypstSource;
use super::typst_value::{array, call};
use crate::assets::DocumentFonts;
use crate::writing_systems::WritingSystem;

/// `language` is that of a text in which none of `known-by` is found, each the letters of a language and its tag. The region is that of the
/// handbook's own language.
const WRITTEN_IN: &str = "#let written-in(fonts, language, known-by, it) = {
  if language == none { return text(font: fonts, it) }
  let known = known-by.find(((letters, _)) => it.text.contains(regex(letters)))
  text(font: fonts, region: none, lang: if known == none { language } else { known.last() }, it)
}
";

/// The rules for a document with these fonts; none where the built-in font does.
pub(crate) fn rules(fonts: &DocumentFonts) -> TypstSource {
    let mut source = TypstSource::default();
    if !fonts.families.is_empty() {
        source.fixed(WRITTEN_IN);
    }
    for (system, families) in &fonts.families {
        rule(system, families, &mut source);
    }
    source
}

fn rule(system: &WritingSystem, families: &[String], source: &mut TypstSource) {
    let patterns = system.patterns();
    let fonts = std::iter::once("Source Sans 3").chain(families.iter().map(String::as_str));
    let known_by = patterns.known_by.iter().map(|(known, letters)| array([letters.as_str(), *known]));
    let style = call("written-in").arg(array(fonts)).arg(patterns.language).arg(array(known_by));
    source.style_of_matches(&patterns.run, &style);
}
