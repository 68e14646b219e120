//! The fixed words of a handbook: whatever its pages, PDFs, Word files and scripts say that no author wrote.
//!
//! They are in `templates/words.toml`, and for other languages in files beside it, such as `templates/words.es.toml`. All have
//! the same keys, which are the fields of [`FixedWords`]: page templates read `words.home.lead`, Typst reads the same from
//! `words.json`, Rust from the struct. A handbook's own file of the same name says some of them in other words.

mod dates;
mod documents;
mod forms;
mod impact;
mod language;

mod merge;
mod own_names;
mod pages;
mod preview;
mod redline;
mod text;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::source::{FileId, Span};
use dates::{DateWords, TimeWords};
use documents::{
    AuthorityWords, BookWords, CalloutWords, ClauseKindWords, ColumnsWords, CoverageWords,
    CurriculumListWords, CurriculumPageWords, EvidenceWords, FactSourceWords, FactsWords, GlossaryWords,
    PolicyListWords, PolicyPageWords, PrintWords, SpecificationListWords, SpecificationPageWords,
    StandingWords, StatusWords, VersionsWords, WeightWords,
};
use forms::{FormListWords, FormPageWords};
use impact::ImpactWords;
use pages::{
    DirectorWords, DrawingWords, HomeWords, NotFoundWords, SearchWords, SiteWords, StaffWords, TrainerWords,
};
use preview::{PreviewWords, TranslatedWords, TranslationWords};
use redline::{CalendarWords, LedgerWords, PacketWords, RedlineWords, SessionWords};

pub(crate) use documents::{BinderWords, CardWords, GuideWords};
pub(crate) use forms::{FormFileWords, FormScriptWords, SheetWords};
pub(crate) use language::Language;
pub(crate) use own_names::{KnownLanguage, known as known_languages, own_name};
pub(crate) use pages::TitlesWords;
pub(crate) use text::{Sentence, SentencePiece, Word, pieces};

/// Every fixed word.
#[derive(Debug, Clone, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedWords {
    pub(crate) translation: TranslationWords,
    pub(crate) translated: TranslatedWords,
    pub(crate) dates: DateWords,
    pub(crate) time: TimeWords,
    pub(crate) titles: TitlesWords,
    pub(crate) site: SiteWords,
    pub(crate) status: StatusWords,
    pub(crate) standing: StandingWords,
    pub(crate) versions: VersionsWords,
    pub(crate) redline: RedlineWords,
    pub(crate) impact: ImpactWords,
    pub(crate) packet: PacketWords,
    pub(crate) calendar: CalendarWords,
    pub(crate) ledger: LedgerWords,
    pub(crate) session: SessionWords,
    pub(crate) evidence: EvidenceWords,
    pub(crate) clause_kind: ClauseKindWords,
    pub(crate) authority: AuthorityWords,
    pub(crate) weight: WeightWords,
    pub(crate) columns: ColumnsWords,
    pub(crate) facts: FactsWords,
    pub(crate) callout: CalloutWords,
    pub(crate) card: CardWords,
    pub(crate) home: HomeWords,
    pub(crate) staff: StaffWords,
    pub(crate) trainer: TrainerWords,
    pub(crate) director: DirectorWords,
    pub(crate) policies: PolicyListWords,
    pub(crate) policy: PolicyPageWords,
    pub(crate) sources: FactSourceWords,
    pub(crate) forms: FormListWords,
    pub(crate) form: FormPageWords,
    pub(crate) sheet: SheetWords,
    pub(crate) form_script: FormScriptWords,
    pub(crate) form_file: FormFileWords,
    pub(crate) curricula: CurriculumListWords,
    pub(crate) curriculum: CurriculumPageWords,
    pub(crate) specifications: SpecificationListWords,
    pub(crate) specification: SpecificationPageWords,
    pub(crate) coverage: CoverageWords,
    pub(crate) guide: GuideWords,
    pub(crate) glossary: GlossaryWords,
    pub(crate) not_found: NotFoundWords,
    pub(crate) search: SearchWords,
    pub(crate) drawing: DrawingWords,
    pub(crate) binder: BinderWords,
    pub(crate) book: BookWords,
    pub(crate) print: PrintWords,
    pub(crate) preview: PreviewWords,
}

/// The built-in files, by language.
const BUILT_IN: [(&str, &str); 2] = [
    ("en", include_str!("../../templates/words.toml")),
    ("es", include_str!("../../templates/words.es.toml")),
];

/// A handbook's own file with words.
pub(crate) struct OwnWords<'a> {
    pub(crate) file: FileId,
    pub(crate) text: &'a str,
}

/// The file that holds the words of a language, from the handbook's folder.
pub(crate) fn path(language: &Language) -> String {
    match language.language() {
        "en" => "templates/words.toml".to_owned(),
        other => format!("templates/words.{other}.toml"),
    }
}

impl FixedWords {
    /// The words in `language`, with the handbook's own in their place. `set` is where the handbook says its language.
    pub(crate) fn read(
        language: &Language,
        set: Span,
        own: Option<&OwnWords<'_>>,
        findings: &mut Findings,
    ) -> Self {
        let built_in = BUILT_IN.iter().find(|(known, _)| *known == language.language());
        let (_, text) = built_in.unwrap_or(&BUILT_IN[0]);
        let mut merged = merge::Merged::new(text);
        if let Some(own) = own {
            merged.take(own, findings);
        }
        if built_in.is_none() {
            findings.extend(untranslated(language, set, &merged));
        }
        let words = merged.into_words();
        if words.translation.confirmed_by.is_empty() {
            findings.push(unconfirmed(language, own.map_or(set, |own| Span::top(own.file))));
        }
        words
    }

    pub(crate) fn english() -> Self {
        merge::Merged::new(BUILT_IN[0].1).into_words()
    }
}

fn untranslated(language: &Language, set: Span, merged: &merge::Merged) -> Option<Diagnostic> {
    let (missing, all) = merged.missing();
    let path = path(language);
    let first = missing.first()?;
    let what = if missing.len() == all {
        format!("the fixed words of pages and PDFs are in English: there are none in `{language}`")
    } else {
        format!("{} of {all} fixed words are still in English, the first of them `{first}`", missing.len())
    };
    Some(Diagnostic::new(FindingCode::UntranslatedWords, set, what).hint(format!(
        "copy templates/words.toml of Clausebook's repository to `{path}` in your handbook, and translate it"
    )))
}

fn unconfirmed(language: &Language, place: Span) -> Diagnostic {
    Diagnostic::new(FindingCode::UnconfirmedWords,
        place,
        format!("the fixed words in `{language}` are to be confirmed by a translator"),
    )
    .hint(format!(
        "once somebody has read them, write the name into `{}`: below a line `[translation]`, `confirmed_by = \"…\"`",
        path(language)
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Every text of a file with its path, such as `home.lead`.
    fn texts(file: &str) -> BTreeMap<String, String> {
        fn walk(path: &str, value: &toml::Value, texts: &mut BTreeMap<String, String>) {
            match value {
                toml::Value::Table(table) => {
                    for (key, value) in table {
                        walk(&format!("{path}.{key}"), value, texts);
                    }
                }
                toml::Value::Array(items) => {
                    for (at, item) in items.iter().enumerate() {
                        walk(&format!("{path}.{at}"), item, texts);
                    }
                }
                other => {
                    texts.insert(path.to_owned(), other.as_str().expect("a text").to_owned());
                }
            }
        }
        let mut texts = BTreeMap::new();
        walk("", &file.parse::<toml::Table>().unwrap().into(), &mut texts);
        texts
    }

    #[test]
    fn every_language_has_the_same_keys_and_gaps() {
        let english = texts(BUILT_IN[0].1);
        for (language, file) in BUILT_IN {
            let translated = texts(file);
            assert_eq!(
                translated.keys().collect::<Vec<_>>(),
                english.keys().collect::<Vec<_>>(),
                "{language}"
            );
            for (key, words) in &english {
                let theirs = text::gaps(&translated[key]);
                // "One topic" and "1 topic" say the same.
                let is_one = key.ends_with(".one");
                assert!(is_one || theirs == text::gaps(words), "{language}: {key}");
            }
            merge::Merged::new(file).into_words();
        }
    }

    #[test]
    fn days_are_written_as_their_readers_write_them() {
        let [english, spanish] = BUILT_IN.map(|(_, file)| merge::Merged::new(file).into_words().dates);
        let day = jiff::civil::date(2026, 6, 1);
        assert_eq!(english.day(day), "June 1, 2026");
        assert_eq!(english.short_month(day), "Jun 2026");
        assert_eq!(spanish.day(day), "1 de junio de 2026");
        assert_eq!(spanish.month(day), "junio de 2026");
    }

    #[test]
    fn what_a_new_language_lacks_is_english_and_counted() {
        let file = FileId::of("templates/words.vi.toml");
        let own = OwnWords {
            file,
            text: "[translation]\nconfirmed_by = \"X\"\n[titles]\nhome = \"Trang chủ\"\n",
        };
        let mut findings = Findings::default();
        let words =
            FixedWords::read(&Language::parse("vi-US").unwrap(), Span::top(file), Some(&own), &mut findings);
        assert_eq!((&*words.titles.home, &*words.titles.guide), ("Trang chủ", "Guide"));
        let found: Vec<&str> = findings.iter().map(|one| one.code.word()).collect();
        assert_eq!(found, ["untranslated-words"]);
    }

    #[test]
    fn times_are_said_as_people_say_them() {
        let time = FixedWords::english().time;
        let said = [0, 1, 59, 60, 61, 120, 810].map(|minutes| time.duration(minutes));
        assert_eq!(
            said,
            [
                "0 minutes",
                "1 minute",
                "59 minutes",
                "1 hour",
                "1 hour 1 minute",
                "2 hours",
                "13 hours 30 minutes"
            ]
        );
        assert_eq!(
            [0, 60, 90].map(|minutes| time.short_duration(minutes)),
            ["Not taught", "1 h", "1 h 30 min"]
        );
    }
}
