//! The notice of language assistance, in each language of `templates/languages.toml` but the handbook's own.

use super::super::program::Program;
use crate::load::Sources;
use crate::model::{LanguageNotice, TELEPHONE};
use crate::words::known_languages;

/// The notices with the telephone number of the organization; none where the handbook file doesn't switch them on, or has no number.
pub(in crate::resolve) fn notices(sources: &Sources, program: &Program) -> Vec<LanguageNotice> {
    let keys = sources.handbook.as_ref().map(|(_, read)| &read.keys);
    let switch = keys.and_then(|keys| keys.language_assistance.as_ref());
    let telephone = program.values.get(TELEPHONE).map_or("", |value| &value.text);
    if !switch.is_some_and(|is_on| *is_on.get_ref()) || telephone.is_empty() {
        return Vec::new();
    }
    let others = known_languages().iter().filter(|one| one.tag != program.language.language());
    let notice = |one: &'static crate::words::KnownLanguage| LanguageNotice {
        tag: &one.tag,
        text: one.notice.fill(&[("telephone", &telephone)]),
        // Fonts are looked for once everything is read.
        is_printable: true,
    };
    others.map(notice).collect()
}
