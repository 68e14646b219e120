//! The sheets of every curriculum, the attendance sheet and the certificate: form files in `templates/sheets`, of which a handbook may
//! have its own. In another language, such a file has the language in its name: `templates/sheets/attendance.es.toml`.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use schemars::JsonSchema;
use serde::Deserialize;

use super::form::{self, FieldSource, SectionSource};
use super::spanned::Spanned;
use super::toml::{self, ReadKeys};
use crate::diagnostic::Findings;
use crate::memo::Keyed;
use crate::model::{TrainingSheet, TrainingSheets};
use crate::source::{FileId, SourceFile, Span};

/// The language of the files that have none in their names.
const ENGLISH: &str = "en";
const FOLDER: &str = "templates/sheets";

/// A sheet as it is written: its keys, and its sections, each with the place of its table.
#[derive(Debug)]
pub(crate) struct TrainingSheetFile {
    pub(crate) file: FileId,
    /// The keys above the sections.
    pub(crate) head: ReadKeys<TrainingSheetKeys>,
    pub(crate) sections: Vec<(Span, ReadKeys<SectionSource>)>,
}

/// What a sheet has above its sections. Its number, version and service lines are those of the curriculum.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TrainingSheetKeys {
    /// What it is called.
    #[schemars(required)]
    pub(crate) title: Option<Spanned<String>>,
    /// What it is for, in a sentence or two; the curriculum's summary when not set.
    pub(crate) summary: Option<Spanned<String>>,
    /// When it is due, in a line.
    pub(crate) due: Option<Spanned<String>>,
    /// Up to three fields that are on every page and are typed once.
    pub(crate) identity: Vec<Spanned<FieldSource>>,
}

/// A sheet of every curriculum.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // It is never read as a whole, only described.
pub(crate) struct WholeTrainingSheet {
    #[serde(flatten)]
    head: TrainingSheetKeys,
    /// The sections, in the order in which they are filled in.
    section: Vec<SectionSource>,
}

/// Reads a sheet.
pub(crate) fn read(file: &SourceFile, id: FileId, findings: &mut Findings) -> TrainingSheetFile {
    let mut table = toml::parse(&file.text, id, findings);
    let sections = form::sections(&mut table, id, findings);
    let head = toml::read(table, "a sheet", id, findings);
    TrainingSheetFile { file: id, head, sections }
}

/// Which sheet a file is, and in which language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SheetName {
    pub(crate) sheet: TrainingSheet,
    /// Without the country.
    pub(crate) language: String,
}

impl SheetName {
    /// The sheet of a file in `templates/sheets`; `None` for any other file.
    pub(super) fn read(file_name: &str) -> Option<Self> {
        let (sheet, rest) = TrainingSheet::ALL
            .into_iter()
            .find_map(|sheet| Some((sheet, file_name.strip_prefix(sheet.word())?)))?;
        let language = match rest.strip_suffix(".toml")? {
            "" => ENGLISH,
            other => other.strip_prefix('.').filter(|language| *language != ENGLISH)?,
        };
        let is_language =
            matches!(language.len(), 2..=3) && language.bytes().all(|byte| byte.is_ascii_lowercase());
        is_language.then(|| Self { sheet, language: language.to_owned() })
    }

    pub(crate) fn english(sheet: TrainingSheet) -> Self {
        Self { sheet, language: ENGLISH.to_owned() }
    }

    /// Its file, from the handbook's folder.
    pub(crate) fn path(&self) -> String {
        match self.language.as_str() {
            ENGLISH => format!("{FOLDER}/{}.toml", self.sheet.word()),
            other => format!("{FOLDER}/{}.{other}.toml", self.sheet.word()),
        }
    }
}

/// The sheets that come with the program.
pub(super) struct OurSheets {
    english: TrainingSheets<OurSheet>,
    spanish: TrainingSheets<OurSheet>,
}

static OURS: LazyLock<OurSheets> = LazyLock::new(|| OurSheets {
    english: TrainingSheets {
        attendance: OurSheet::new("attendance.toml", include_str!("../../templates/sheets/attendance.toml")),
        certificate: OurSheet::new(
            "certificate.toml",
            include_str!("../../templates/sheets/certificate.toml"),
        ),
    },
    spanish: TrainingSheets {
        attendance: OurSheet::new(
            "attendance.es.toml",
            include_str!("../../templates/sheets/attendance.es.toml"),
        ),
        certificate: OurSheet::new(
            "certificate.es.toml",
            include_str!("../../templates/sheets/certificate.es.toml"),
        ),
    },
});

pub(super) struct OurSheet {
    pub(super) text: Arc<SourceFile>,
    read: Keyed<TrainingSheetFile>,
}

impl OurSheet {
    fn new(name: &str, text: &str) -> Self {
        let text = SourceFile::new(format!("{FOLDER}/{name}"), text);
        // A test reads them, and finds nothing wrong.
        let read = read(&text, FileId::of(&text.path), &mut Findings::default());
        Self { read: Keyed::new(text.key, read), text: Arc::new(text) }
    }

    pub(super) fn all() -> impl Iterator<Item = &'static Self> {
        let OurSheets { english, spanish } = &*OURS;
        english.all().into_iter().chain(spanish.all())
    }
}

/// The sheets that a handbook can print: ours, with its own in their place and beside them.
#[derive(Debug)]
pub(crate) struct SheetFiles {
    english: TrainingSheets<Keyed<TrainingSheetFile>>,
    /// Those in other languages.
    translated: BTreeMap<SheetName, Keyed<TrainingSheetFile>>,
}

impl Default for SheetFiles {
    fn default() -> Self {
        let OurSheets { english, spanish } = &*OURS;
        let spanish = TrainingSheet::ALL
            .map(|sheet| (SheetName { sheet, language: "es".to_owned() }, spanish.get(sheet).read.clone()));
        Self {
            english: TrainingSheets::of(|sheet| english.get(sheet).read.clone()),
            translated: spanish.into(),
        }
    }
}

impl SheetFiles {
    pub(super) fn put(&mut self, name: SheetName, file: Keyed<TrainingSheetFile>) {
        if name.language == ENGLISH {
            *self.english.get_mut(name.sheet) = file;
        } else {
            self.translated.insert(name, file);
        }
    }

    /// The sheet in the language of its name; `None` where there is none.
    pub(crate) fn get(&self, name: &SheetName) -> Option<&Keyed<TrainingSheetFile>> {
        if name.language == ENGLISH { Some(self.english(name.sheet)) } else { self.translated.get(name) }
    }

    pub(crate) fn english(&self, sheet: TrainingSheet) -> &Keyed<TrainingSheetFile> {
        self.english.get(sheet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_wrong_with_ours() {
        for ours in OurSheet::all() {
            let mut findings = Findings::default();
            read(&ours.text, FileId::of(&ours.text.path), &mut findings);
            assert_eq!(findings.iter().count(), 0, "{}", ours.text.path);
        }
    }

    /// The ids, kinds, widths and numbers of a file, and of its words the placeholders.
    fn skeleton(key: &str, value: &::toml::Value, into: &mut Vec<String>) {
        match value {
            ::toml::Value::Table(table) => table.iter().for_each(|(key, value)| skeleton(key, value, into)),
            ::toml::Value::Array(items) => items.iter().for_each(|item| skeleton(key, item, into)),
            ::toml::Value::String(words)
                if ["title", "label", "text", "row_heading", "row_labels"].contains(&key) =>
            {
                into.extend(crate::markdown::placeholders(words).map(|name| format!("{key}: {name}")));
            }
            other => into.push(format!("{key} = {other}")),
        }
    }

    #[test]
    fn ours_ask_the_same_in_every_language() {
        let OurSheets { english, spanish } = &*OURS;
        for (english, spanish) in english.all().into_iter().zip(spanish.all()) {
            let [english, spanish] = [english, spanish].map(|sheet| {
                let mut parts = Vec::new();
                skeleton("", &sheet.text.text.parse::<::toml::Table>().unwrap().into(), &mut parts);
                parts
            });
            assert!(english.len() > 20);
            assert_eq!(english, spanish);
        }
    }

    #[test]
    fn the_name_of_a_sheet_says_which_it_is_and_in_which_language() {
        let read = |name| SheetName::read(name).map(|name| (name.sheet, name.language));
        assert_eq!(read("attendance.toml"), Some((TrainingSheet::Attendance, "en".to_owned())));
        assert_eq!(read("certificate.es.toml"), Some((TrainingSheet::Certificate, "es".to_owned())));
        for other in ["attendance.en.toml", "attendance.es-US.toml", "certificates.toml", "attendance.TOML"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
