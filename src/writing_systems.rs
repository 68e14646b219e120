//! Writing systems beyond those of the built-in font: how to recognize them, which way they run, and a free font for each.
//!
//! `runs` splits a text where the writing system changes. Spaces, digits and punctuation within a stretch belong to it; those at its
//! ends don't: `Call لغة عربية, please.` is `Call `, `لغة عربية`, `, please.`.

use std::fmt::Write;
use std::ops::RangeInclusive;

use unicode_script::{Script, UnicodeScript};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Such as Khmer.
    LeftToRight,
    /// Such as Arabic.
    RightToLeft,
}

/// A writing system, such as that of Khmer.
#[derive(Debug)]
pub(crate) struct WritingSystem {
    scripts: &'static [Script],
    pub(crate) direction: Direction,
    /// The language that is written in it, as a tag (BCP 47); `None` if there are several that letters don't distinguish.
    language: Option<&'static str>,
    /// Languages that are known by letters of their own, before `language`: letters, and first and last of ranges.
    known_by: &'static [(&'static str, &'static [RangeInclusive<char>])],
    /// Free fonts that have its letters, the best first. The first is the one to recommend.
    pub(crate) fonts: &'static [&'static str],
}

use Direction::{LeftToRight, RightToLeft};

const fn system(
    scripts: &'static [Script],
    direction: Direction,
    language: Option<&'static str>,
    fonts: &'static [&'static str],
) -> WritingSystem {
    WritingSystem { scripts, direction, language, known_by: &[], fonts }
}

/// Every writing system that is known here. Languages are named only where a script has but one that is in wide use.
pub(crate) static ALL: [WritingSystem; 26] = [
    WritingSystem {
        // Persian and Urdu letters that Arabic doesn't have; Urdu first, as it has the Persian ones too.
        known_by: &[
            ("ur", &['ٹ'..='ٹ', 'ڈ'..='ڈ', 'ڑ'..='ڑ', 'ں'..='ں', 'ے'..='ۓ']),
            ("ps", &['ټ'..='ټ', 'ډ'..='ډ', 'ړ'..='ړ', 'ږ'..='ږ', 'ښ'..='ښ', 'ڼ'..='ڼ']),
            ("fa", &['پ'..='پ', 'چ'..='چ', 'ژ'..='ژ', 'ک'..='ک', 'گ'..='گ', 'ی'..='ی']),
        ],
        ..system(
            &[Script::Arabic],
            RightToLeft,
            Some("ar"),
            &["Noto Sans Arabic", "Noto Naskh Arabic", "Segoe UI", "Geeza Pro"],
        )
    },
    system(&[Script::Hebrew], RightToLeft, Some("he"), &["Noto Sans Hebrew", "Segoe UI", "Arial Hebrew"]),
    system(&[Script::Khmer], LeftToRight, Some("km"), &["Noto Sans Khmer", "Leelawadee UI", "Khmer MN"]),
    WritingSystem {
        known_by: &[("ja", &['ぁ'..='ゖ', 'ァ'..='ヺ'])],
        ..system(
            &[Script::Han, Script::Hiragana, Script::Katakana, Script::Bopomofo],
            LeftToRight,
            Some("zh"),
            &[
                "Noto Sans SC",
                "Noto Sans CJK SC",
                "Noto Sans TC",
                "Noto Sans JP",
                "Microsoft YaHei",
                "PingFang SC",
            ],
        )
    },
    system(
        &[Script::Hangul],
        LeftToRight,
        Some("ko"),
        &["Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", "Apple SD Gothic Neo"],
    ),
    system(
        &[Script::Devanagari],
        LeftToRight,
        None,
        &["Noto Sans Devanagari", "Nirmala UI", "Kohinoor Devanagari"],
    ),
    system(&[Script::Ethiopic], LeftToRight, None, &["Noto Sans Ethiopic", "Ebrima", "Kefa"]),
    system(&[Script::Thai], LeftToRight, Some("th"), &["Noto Sans Thai", "Leelawadee UI", "Thonburi"]),
    system(&[Script::Lao], LeftToRight, Some("lo"), &["Noto Sans Lao", "Leelawadee UI", "Lao MN"]),
    system(&[Script::Myanmar], LeftToRight, None, &["Noto Sans Myanmar", "Myanmar Text", "Myanmar MN"]),
    system(&[Script::Bengali], LeftToRight, None, &["Noto Sans Bengali", "Nirmala UI", "Bangla MN"]),
    system(
        &[Script::Gurmukhi],
        LeftToRight,
        Some("pa"),
        &["Noto Sans Gurmukhi", "Nirmala UI", "Gurmukhi MN"],
    ),
    system(
        &[Script::Gujarati],
        LeftToRight,
        Some("gu"),
        &["Noto Sans Gujarati", "Nirmala UI", "Gujarati MT"],
    ),
    system(&[Script::Tamil], LeftToRight, Some("ta"), &["Noto Sans Tamil", "Nirmala UI", "Tamil MN"]),
    system(&[Script::Telugu], LeftToRight, Some("te"), &["Noto Sans Telugu", "Nirmala UI", "Telugu MN"]),
    system(&[Script::Kannada], LeftToRight, Some("kn"), &["Noto Sans Kannada", "Nirmala UI", "Kannada MN"]),
    system(
        &[Script::Malayalam],
        LeftToRight,
        Some("ml"),
        &["Noto Sans Malayalam", "Nirmala UI", "Malayalam MN"],
    ),
    system(&[Script::Sinhala], LeftToRight, Some("si"), &["Noto Sans Sinhala", "Nirmala UI", "Sinhala MN"]),
    system(&[Script::Tibetan], LeftToRight, None, &["Noto Serif Tibetan", "Microsoft Himalaya", "Kailasa"]),
    system(&[Script::Armenian], LeftToRight, Some("hy"), &["Noto Sans Armenian", "Segoe UI", "Mshtakan"]),
    system(
        &[Script::Georgian],
        LeftToRight,
        Some("ka"),
        &["Noto Sans Georgian", "Segoe UI", "Helvetica Neue"],
    ),
    system(&[Script::Syriac], RightToLeft, None, &["Noto Sans Syriac", "Segoe UI Historic"]),
    system(&[Script::Thaana], RightToLeft, Some("dv"), &["Noto Sans Thaana", "MV Boli"]),
    system(&[Script::Adlam], RightToLeft, Some("ff"), &["Noto Sans Adlam", "Ebrima"]),
    system(&[Script::Nko], RightToLeft, None, &["Noto Sans NKo", "Ebrima"]),
    system(
        &[Script::Cherokee],
        LeftToRight,
        Some("chr"),
        &["Noto Sans Cherokee", "Gadugi", "Plantagenet Cherokee"],
    ),
];

/// Signs that are used with Latin too, whatever else they are used with, such as `·`.
const SHARED_WITH_LATIN: [RangeInclusive<char>; 2] = ['\0'..='\u{52f}', '\u{2000}'..='\u{2bff}'];

/// Punctuation of East Asia, which belongs to no script.
const EAST_ASIAN: [RangeInclusive<char>; 2] = ['\u{3000}'..='\u{303f}', '\u{ff00}'..='\u{ff60}'];

impl WritingSystem {
    /// The writing system of `c`, which may be a mark or a sign; `None` for those of the built-in font, and for what belongs to none,
    /// such as an emoji.
    #[must_use]
    pub(crate) fn of(c: char) -> Option<&'static Self> {
        let plain = SHARED_WITH_LATIN.iter().any(|range| range.contains(&c));
        if plain { None } else { ALL.iter().find(|system| system.has(c)) }
    }

    /// Whether `c` is written in this system; some signs are in several.
    fn has(&self, c: char) -> bool {
        if SHARED_WITH_LATIN.iter().any(|range| range.contains(&c)) {
            return false;
        }
        if EAST_ASIAN.iter().any(|range| range.contains(&c)) {
            return self.scripts.contains(&Script::Han);
        }
        let scripts = c.script_extension();
        let own = !scripts.is_common() && !scripts.is_inherited();
        own && self.scripts.iter().any(|script| scripts.contains_script(*script))
    }

    /// The language of `words`, which are written in this system, as far as letters tell.
    #[must_use]
    pub(crate) fn language(&self, words: &str) -> Option<&'static str> {
        let has =
            |letters: &[RangeInclusive<char>]| words.chars().any(|c| letters.iter().any(|l| l.contains(&c)));
        let known = self.known_by.iter().find(|(_, letters)| has(letters));
        known.map(|(language, _)| *language).or(self.language)
    }

    /// What [`runs`] and [`Self::language`] decide, for Typst to decide the same: the expression that a run matches; and that of the
    /// letters by which a language is known, for each of them; and the language of all others.
    #[must_use]
    pub(crate) fn patterns(&self) -> Patterns {
        let mut class = String::new();
        for script in self.scripts {
            // Writing to a string can't fail.
            let _ = write!(class, r"\p{{scx={}}}", script.full_name());
        }
        let letters = |ranges: &[RangeInclusive<char>]| {
            let ranges: Vec<String> =
                ranges.iter().map(|range| format!("{}-{}", range.start(), range.end())).collect();
            ranges.concat()
        };
        if self.scripts.contains(&Script::Han) {
            class.push_str(&letters(&EAST_ASIAN));
        }
        let class = format!("[[{class}]&&[^{}]]", letters(&SHARED_WITH_LATIN));
        Patterns {
            run: format!(r"{class}(?:[{class}\p{{Common}}\p{{Inherited}}]*{class})?"),
            known_by: self
                .known_by
                .iter()
                .map(|(language, ranges)| (*language, format!("[{}]", letters(ranges))))
                .collect(),
            language: self.language,
        }
    }
}

impl PartialEq for WritingSystem {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// Regular expressions of a writing system.
#[derive(Debug)]
pub(crate) struct Patterns {
    pub(crate) run: String,
    /// Of letters by which a language is known, the first that matches decides.
    pub(crate) known_by: Vec<(&'static str, String)>,
    /// The language where none matches.
    pub(crate) language: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SystemRun<'a> {
    pub(crate) text: &'a str,
    /// `None` where it is in letters of the built-in font.
    pub(crate) system: Option<&'static WritingSystem>,
}

/// The text, split where the writing system changes.
#[must_use]
pub(crate) fn runs(text: &str) -> Vec<SystemRun<'_>> {
    let mut runs: Vec<SystemRun<'_>> = Vec::new();
    // Where the current stretch starts, and where the last letter of it ends.
    let (mut start, mut end, mut current) = (0, 0, None);
    for (at, c) in text.char_indices() {
        let system = current.filter(|system: &&WritingSystem| system.has(c)).or_else(|| WritingSystem::of(c));
        let after = at + c.len_utf8();
        let neutral = system.is_none() && matches!(c.script(), Script::Common | Script::Inherited);
        if system == current {
            end = after;
        } else if !neutral {
            // What is between two runs belongs to neither, and so to the handbook's own letters.
            let from = if current.is_some() { end } else { at };
            push(&mut runs, &text[start..from], current);
            if current.is_some() && system.is_some() {
                push(&mut runs, &text[from..at], None);
            }
            start = if system.is_some() { at } else { from };
            (end, current) = (after, system);
        }
    }
    let end = if current.is_some() { end } else { text.len() };
    push(&mut runs, &text[start..end], current);
    push(&mut runs, &text[end..], None);
    runs
}

fn push<'a>(runs: &mut Vec<SystemRun<'a>>, text: &'a str, system: Option<&'static WritingSystem>) {
    if !text.is_empty() {
        runs.push(SystemRun { text, system });
    }
}

/// The way that a paragraph with this text runs: that of its first letter (Unicode Bidirectional Algorithm, P2 and P3).
#[must_use]
pub(crate) fn direction(text: &str) -> Option<Direction> {
    text.chars()
        .find(|c| c.is_alphabetic())
        .map(|c| WritingSystem::of(c).map_or(Direction::LeftToRight, |system| system.direction))
}

/// The way that pages in the language of this tag (BCP 47) run: `ar-EG`, `uz-Arab`.
#[must_use]
pub(crate) fn direction_of_language(tag: &str) -> Direction {
    const SCRIPTS: [&str; 6] = ["Adlm", "Arab", "Hebr", "Nkoo", "Syrc", "Thaa"];
    const LANGUAGES: [&str; 14] =
        ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let is_right_to_left = match parts.next().filter(|part| part.len() == 4) {
        Some(script) => SCRIPTS.contains(&script),
        None => LANGUAGES.contains(&language),
    };
    if is_right_to_left { Direction::RightToLeft } else { Direction::LeftToRight }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tagged(text: &str) -> Vec<(&str, Option<&str>)> {
        runs(text)
            .iter()
            .map(|run| (run.text, run.system.and_then(|system| system.language(run.text))))
            .collect()
    }

    #[test]
    fn a_run_keeps_the_spaces_within_it_and_not_those_at_its_ends() {
        assert_eq!(
            tagged("Call لغة 5 عربية, please."),
            [("Call ", None), ("لغة 5 عربية", Some("ar")), (", please.", None)]
        );
        assert_eq!(
            tagged("ភាសាខ្មែរ / 한국어"),
            [("ភាសាខ្មែរ", Some("km")), (" / ", None), ("한국어", Some("ko"))]
        );
        assert_eq!(tagged("Plain."), [("Plain.", None)]);
        assert!(tagged("").is_empty());
        assert_eq!(tagged("中文"), [("中文", Some("zh"))]);
    }

    #[test]
    fn runs_lose_nothing() {
        for text in ["", "a", "…עברית…", " 中 a ไทย 1", "한국어한국어 (x) 中文。", "á\u{301}ش\u{64b}!"]
        {
            assert_eq!(runs(text).iter().map(|run| run.text).collect::<String>(), text);
        }
    }

    #[test]
    fn letters_tell_the_language_where_a_script_has_several() {
        for (text, language) in [
            ("خدمات", Some("ar")),
            ("کمک", Some("fa")),
            ("مدد ہے۔ مفت", Some("ur")),
            ("漢字", Some("zh")),
            ("日本語のサービス", Some("ja")),
            // Hindi, Nepali, Marathi: letters don't tell.
            ("नेपाली", None),
        ] {
            assert_eq!(tagged(text)[0].1, language, "{text}");
        }
    }

    #[test]
    fn marks_and_punctuation_belong_to_their_writing_system_when_a_font_is_looked_for() {
        for (c, font) in [
            ('،', "Noto Sans Arabic"),
            ('\u{64b}', "Noto Sans Arabic"),
            ('।', "Noto Sans Devanagari"),
            ('。', "Noto Sans SC"),
        ] {
            assert_eq!(WritingSystem::of(c).map(|system| system.fonts[0]), Some(font), "{c}");
        }
        for c in ['·', '’', '🙂', 'é', 'Ж', '☎'] {
            assert_eq!(WritingSystem::of(c), None, "{c}");
        }
    }

    #[test]
    fn a_language_says_which_way_pages_run_unless_its_script_does() {
        for tag in ["ar", "ar-EG", "he", "fa-IR", "ur", "uz-Arab"] {
            assert_eq!(direction_of_language(tag), Direction::RightToLeft, "{tag}");
        }
        for tag in ["en-US", "es", "zh-Hans-CN", "ar-Latn", "pa", ""] {
            assert_eq!(direction_of_language(tag), Direction::LeftToRight, "{tag}");
        }
    }

    #[test]
    fn the_first_letter_says_which_way_a_paragraph_runs() {
        assert_eq!(direction("12. עברית and more"), Some(Direction::RightToLeft));
        assert_eq!(direction("More in עברית"), Some(Direction::LeftToRight));
        assert_eq!(direction("1.2"), None);
    }
}
