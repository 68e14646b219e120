use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::typed::{DAY, id};
use super::{CommandError, Exit, Place, said, shell};
use crate::assets::Assets;
use crate::files::{self, Access, FileError};
use crate::model::{DocumentId, DocumentKind};
use crate::pipeline;
use crate::world::{DiskWorld, World};

/// Create a policy, form, curriculum, specification or guide page
///
/// Writes a file with every key explained, in the right place. An existing file is never changed.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook new policy telehealth\n  clausebook new form consent-to-telehealth\n  clausebook new specification another-payer\n\nExit codes: 0 the file is written; 1 there is a document of that name already; 2 the command was not understood."
)]
pub(crate) struct NewCommand {
    /// What to create
    #[arg(value_enum, value_name = "KIND")]
    kind: Started,
    /// Its name, which becomes a part of its address: lowercase letters, digits and hyphens
    #[arg(value_name = "NAME", value_parser = id)]
    name: String,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Started {
    /// A written policy
    Policy,
    /// A form to fill in
    Form,
    /// A training curriculum
    Curriculum,
    /// A clause catalog
    Specification,
    /// A guide page
    Page,
}

enum Home {
    /// A file in a folder that others share.
    File(String),
    /// A folder of its own, with a file for each version.
    Folder(DocumentId),
}

impl Started {
    fn template(self) -> &'static str {
        match self {
            Self::Policy => "policy.md",
            Self::Form => "form.toml",
            Self::Curriculum => "curriculum.md",
            Self::Specification => "specification.toml",
            Self::Page => "page.md",
        }
    }

    fn home(self, name: &str) -> Home {
        match self {
            Self::Policy => Home::Folder(DocumentKind::Policy.id(name)),
            Self::Form => Home::Folder(DocumentKind::Form.id(name)),
            Self::Curriculum => Home::Folder(DocumentKind::Curriculum.id(name)),
            Self::Specification => Home::File(format!("content/specifications/{name}.toml")),
            Self::Page => Home::File(format!("{}/{name}.md", DocumentKind::Guide.folder())),
        }
    }
}

pub(crate) fn run(command: &NewCommand) -> Exit {
    said(new(command))
}

fn new(command: &NewCommand) -> Result<String, CommandError> {
    let NewCommand { kind, name, place } = command;
    let world = place.world()?;
    let text = started(&world, kind.template(), name, &title(name));
    let file = match kind.home(name) {
        Home::File(path) => start_file(place, &path, &text)?,
        Home::Folder(document) => {
            let revise = shell::command(place, &["revise", name], &["--effective", DAY]);
            start_document(place, &document, &text, &format!("To change what is in it: {revise}"))?
        }
    };
    let next = shell::command(place, &["check"], &[]);
    Ok(format!("Created {}. Write what it asks for.\nNext: {next}", file.display()))
}

fn start_file(place: &Place, path: &str, text: &str) -> Result<PathBuf, CommandError> {
    let file = place.dir.join(path);
    files::create_with_folders(&file, text.as_bytes(), Access::Everyone).map_err(|error| match error {
        FileError::Exists(file) => {
            CommandError::FileExists { file, advice: "Change that file, or use another name" }
        }
        other => other.into(),
    })?;
    Ok(file)
}

/// Writes the first file of a document, whose folder must not exist or be empty; `advice` is for people who have one already.
pub(crate) fn start_document(
    place: &Place,
    document: &DocumentId,
    text: &str,
    advice: &str,
) -> Result<PathBuf, CommandError> {
    let DocumentId { kind, id } = document;
    let folder = place.dir.join(format!("{}/{id}", kind.folder()));
    let file = folder.join(format!("draft.{}", kind.extension()));
    if fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) {
        let advice = advice.to_owned();
        return Err(CommandError::DocumentExists { folder, advice });
    }
    files::create_with_folders(&file, text.as_bytes(), Access::Everyone)?;
    Ok(file)
}

/// A template with what is known filled in: the program's own, if it has one of that name.
pub(crate) fn started(world: &DiskWorld, template: &str, name: &str, title: &str) -> String {
    let own = world.read(&format!("templates/new/{template}")).ok();
    let own = own.map(|own| (format!("templates/new/{template}"), own.bytes)).into_iter().collect();
    let assets = Assets::new(own);
    let text = assets.below("templates/new/").find(|(own, _)| *own == template).map(|(_, bytes)| bytes);
    let text = text.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    citing(world, text)
        .replace("{title}", title)
        .replace("{id}", name)
        .replace("{number}", &format!("NEW-{}", name.to_uppercase()))
        .replace("{today}", &world.today().to_string())
}

/// The template of a document with the revisions whose ids it will cite, where a specification has more than one.
fn citing(world: &DiskWorld, template: &str) -> String {
    let is_dated = |path: &str| path.starts_with("content/specifications/") && path.matches('/').count() > 2;
    if !template.contains("\nsummary = ") || !world.entries().iter().any(|entry| is_dated(&entry.path)) {
        return template.to_owned();
    }
    let examined = pipeline::examine(world);
    let several = examined.handbook.revisions.iter().filter(|one| one.all.len() > 1);
    let cites: Vec<String> = several
        .map(|one| &one.current().specification)
        .map(|specification| format!("{} = {}", specification.id, specification.effective))
        .collect();
    if cites.is_empty() {
        return template.to_owned();
    }
    template.replacen("\nsummary = ", &format!("\ncites = {{ {} }}\nsummary = ", cites.join(", ")), 1)
}

/// `Consent to telehealth` for `consent-to-telehealth`.
pub(crate) fn title(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
