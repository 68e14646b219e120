use clap::Args;
use jiff::civil::Date;

use super::typed::{TypedError, day, person};
use super::versions::{OpenHandbook, RewrittenText, again_when_changed};
use super::{CommandError, Exit, Place, count, said, shell, translation_draft};
use crate::edit::{self, HeaderChange, HeaderFormat};
use crate::files::{self, Access};
use crate::load::{TranslationFile, TranslationTexts};
use crate::memo::Memo;
use crate::model::fingerprint::Fingerprint;
use crate::model::{AboutTranslation, DocumentId, DocumentKind};
use crate::resolve;
use crate::words::Language;

/// Start a translation of a form, a policy or a page of the guide, or record something about it
///
/// Creates a file beside the original with a line for each text to translate, below the original in a comment. Of a form that is
/// translated already, it adds the lines that are missing and keeps what is there. Until a qualified translator has confirmed it, the
/// translation is published and says so.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook translate service-plan es\n  clausebook translate form:service-plan pt-BR my-handbook\n  clausebook translate guide:start-here vi\n  clausebook translate service-plan es --updated\n  clausebook translate service-plan es --confirm --by \"Ana Pérez, certified translator\" --on 2026-12-15\n\nExit codes: 0 the file is written; 1 refused because of what a file says; 2 the command was not understood."
)]
pub(crate) struct TranslateCommand {
    /// The form, policy or page: its name, such as service-plan, form:service-plan or guide:start-here, or its number, such as F-05
    #[arg(value_name = "NAME")]
    name: String,
    /// The language, such as es, es-US, ht or pt-BR
    #[arg(value_name = "LANGUAGE", value_parser = language)]
    language: Language,
    #[command(flatten)]
    place: Place,
    /// The translation says what the original says now. A confirmation of what it said before is left out
    #[arg(long, conflicts_with = "confirm")]
    updated: bool,
    /// A qualified translator has confirmed that it says what the original says now
    #[arg(long, requires_all = ["by", "on"])]
    confirm: bool,
    /// With --confirm: who confirmed it
    #[arg(long, value_name = "WHO", value_parser = person, requires = "confirm")]
    by: Option<String>,
    /// With --confirm: when
    #[arg(long, value_name = "DATE", value_parser = day, requires = "confirm")]
    on: Option<Date>,
}

fn language(tag: &str) -> Result<Language, TypedError> {
    Language::parse(tag).ok_or(TypedError::NotALanguage)
}

pub(crate) fn run(command: &TranslateCommand) -> Exit {
    said(again_when_changed(|| translate(command)))
}

/// What is to be translated: the file of the version that is shown, or of a page of the guide.
struct OriginalFile {
    id: DocumentId,
    /// What commands call it.
    name: String,
    title: String,
    /// From the handbook's folder.
    path: String,
    effective: Option<Date>,
}

impl OriginalFile {
    /// Where its translation is: `forms/service-plan/2026-11-25.es.toml`.
    fn translation_path(&self, language: &Language) -> String {
        let ending = self.id.kind.extension();
        let stem = self.path.strip_suffix(ending).unwrap_or(&self.path);
        format!("{stem}{language}.{ending}")
    }
}

fn translate(command: &TranslateCommand) -> Result<String, CommandError> {
    let TranslateCommand { name, language, place, updated, confirm: _, by, on } = command;
    let handbook = OpenHandbook::open(place)?;
    if let Some(on) = on.filter(|on| *on > handbook.today) {
        return Err(CommandError::FutureDay(on));
    }
    let original = original(&handbook, name)?;
    let fingerprint = fingerprint(&handbook, &original)?;
    let change = match (by, on) {
        (Some(by), Some(on)) => {
            HeaderChange::TranslationConfirmed { by: by.clone(), on: *on, made_from: fingerprint.to_string() }
        }
        _ if *updated => {
            HeaderChange::TranslationUpdated { on: handbook.today, made_from: fingerprint.to_string() }
        }
        _ => return write_draft(place, &handbook, &original, language, &fingerprint),
    };
    record(place, &handbook, &original, language, &change)
}

fn original(handbook: &OpenHandbook<'_>, name: &str) -> Result<OriginalFile, CommandError> {
    if let Some(id) = name.strip_prefix("guide:") {
        let Some((title, path)) = handbook.guide_page(id) else {
            return Err(CommandError::UnknownName {
                what: "page of the guide",
                name: id.to_owned(),
                near: None,
                start: None,
            });
        };
        let document = DocumentKind::Guide.id(id);
        return Ok(OriginalFile { id: document, name: name.to_owned(), title, path, effective: None });
    }
    let found = handbook.find(name)?;
    if found.id.kind == DocumentKind::Curriculum {
        return Err(CommandError::NotTranslated(found.name));
    }
    let current = found.current;
    Ok(OriginalFile {
        id: found.id,
        name: found.name,
        title: current.title,
        path: current.path,
        effective: current.effective,
    })
}

fn fingerprint(handbook: &OpenHandbook<'_>, original: &OriginalFile) -> Result<Fingerprint, CommandError> {
    let sources = &handbook.examined().sources;
    let mut all = resolve::originals_to_record(sources, handbook.today, &Memo::off());
    all.remove(&original.path).ok_or_else(|| CommandError::ChangedMeanwhile(original.path.clone()))
}

/// The newest translation of the original: the one beside it, or one of an earlier version.
fn present<'h>(
    handbook: &'h OpenHandbook<'_>,
    original: &OriginalFile,
    language: &Language,
) -> Option<&'h TranslationFile> {
    let all = handbook.examined().sources.translations.iter();
    let usable = all.filter(|file| {
        file.document == original.id && file.language == *language && file.effective <= original.effective
    });
    usable.max_by_key(|file| file.effective)
}

fn write_draft(
    place: &Place,
    handbook: &OpenHandbook<'_>,
    original: &OriginalFile,
    language: &Language,
    fingerprint: &Fingerprint,
) -> Result<String, CommandError> {
    let path = original.translation_path(language);
    let file = place.dir.join(&path);
    let sources = &handbook.examined().sources;
    let earlier = present(handbook, original, language);
    let own = earlier.filter(|earlier| sources.files.get(earlier.file).path == path);
    let head = translation_draft::DraftHead { title: &original.title, fingerprint, today: handbook.today };
    let form = sources.forms.iter().find(|form| sources.files.get(form.file).path == original.path);
    let (text, open) = match (form, own) {
        (Some(form), _) => {
            let texts = earlier.and_then(|earlier| match &earlier.source.texts {
                TranslationTexts::Form(texts) => Some(&texts.keys),
                TranslationTexts::Markdown(..) => None,
            });
            let record = own.map(|own| &own.source.record.keys);
            translation_draft::of_form(&head, &form.source, texts, record)
        }
        (None, Some(_)) => {
            let advice = "Translate what is missing there";
            return Err(CommandError::FileExists { file, advice });
        }
        (None, None) => {
            let written = handbook.text(&original.path).unwrap_or_default();
            translation_draft::of_markdown(&head, &written)
        }
    };
    let next = shell::command(place, &["check"], &[]);
    let texts = count(open, "text", "texts");
    match own {
        Some(own) => {
            let old = handbook.bytes(&path, sources.files.get(own.file))?;
            let rewritten = RewrittenText { path, old, new: text.into_bytes(), moved_to: None };
            handbook.rewrite(&[rewritten])?;
            Ok(format!("{} has a line for each text; {texts} to translate.\nNext: {next}", file.display()))
        }
        None => {
            files::create(&file, text.as_bytes(), Access::Everyone)?;
            Ok(format!("Created {}, with {texts} to translate.\nNext: {next}", file.display()))
        }
    }
}

fn record(
    place: &Place,
    handbook: &OpenHandbook<'_>,
    original: &OriginalFile,
    language: &Language,
    change: &HeaderChange,
) -> Result<String, CommandError> {
    let sources = &handbook.examined().sources;
    let start = shell::command(place, &["translate", &original.name, &language.to_string()], &[]);
    let file = present(handbook, original, language).ok_or_else(|| CommandError::NoTranslation {
        title: original.title.clone(),
        language: language.to_string(),
        start,
    })?;
    let written = sources.files.get(file.file);
    let old = handbook.bytes(&written.path, written)?;
    let text = str::from_utf8(&old).unwrap_or_default();
    let new = edit::change_header(text, HeaderFormat::of(&written.path), change)
        .map_err(|error| CommandError::Edit { path: written.path.clone(), error })?;
    // Beside the version that it is a translation of now.
    let moved_to = Some(original.translation_path(language)).filter(|path| *path != written.path);
    let path = moved_to.clone().unwrap_or_else(|| written.path.clone());
    handbook.rewrite(&[RewrittenText {
        path: written.path.clone(),
        old,
        new: new.into_bytes(),
        moved_to,
    }])?;
    let missing =
        handbook.examined().handbook.translations.of(&original.id).find(|one| one.language == *language);
    let missing = missing.map_or(0, |AboutTranslation { missing, .. }| *missing);
    let done = match change {
        HeaderChange::TranslationConfirmed { .. } => "confirmed",
        _ => "recorded as up to date",
    };
    let rest = match missing {
        0 => String::new(),
        some => format!(" Still in the language of the original: {}.", count(some, "text", "texts")),
    };
    let next = shell::command(place, &["build"], &[]);
    Ok(format!("The translation of “{}” is {done}: {path}.{rest}\nNext: {next}", original.title))
}
