use std::fs;
use std::io::Write;

use clap::{Args, ValueEnum};

use super::{Exit, Place, said};
use crate::assets::Assets;
use crate::names;
use crate::world::{DiskWorld, World};

/// Start a policy, form, curriculum, specification or page of the guide
///
/// Writes a file in which every key is explained, at the place where it belongs. What is there already is left alone.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook new policy telehealth\n  clausebook new form consent-to-telehealth\n  clausebook new specification another-payer\n\nExit codes: 0 the file is there; 2 there is one already, or the command was not understood."
)]
pub struct New {
    /// What to start
    #[arg(value_enum, value_name = "KIND")]
    kind: Kind,
    /// Its name, which becomes a part of its address: small letters, digits and hyphens
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A written policy
    Policy,
    /// A form to fill in
    Form,
    /// A training curriculum
    Curriculum,
    /// A clause catalogue
    Specification,
    /// A page of the guide
    Page,
}

impl Kind {
    /// The template, and where the file belongs.
    fn paths(self, name: &str) -> (&'static str, String) {
        match self {
            Self::Policy => ("policy.md", format!("content/policies/{name}/draft.md")),
            Self::Form => ("form.toml", format!("forms/{name}/draft.toml")),
            Self::Curriculum => ("curriculum.md", format!("content/curricula/{name}/draft.md")),
            Self::Specification => ("specification.toml", format!("content/specifications/{name}.toml")),
            Self::Page => ("page.md", format!("content/guide/{name}.md")),
        }
    }
}

pub fn run(command: &New) -> Exit {
    said(new(command))
}

fn new(command: &New) -> Result<String, String> {
    let name = &command.name;
    if !names::is_id(name) {
        return Err(format!("{name} cannot be a name: use small letters, digits and hyphens, at most 60"));
    }
    let world = command.place.world()?;
    let (template, path) = command.kind.paths(name);
    let text = started(&world, template, name, &title(name));
    let file = command.place.dir.join(&path);
    let folder = file.parent().unwrap_or(&command.place.dir);
    // Catalogues and pages of the guide share a folder; every other document has one of its own.
    let shared = matches!(command.kind, Kind::Specification | Kind::Page);
    if folder.is_dir() && !shared {
        return Err(format!(
            "{} is there already. To change what stands in it: clausebook revise {name} --effective …",
            folder.display()
        ));
    }
    fs::create_dir_all(folder)
        .and_then(|()| fs::File::create_new(&file)?.write_all(text.as_bytes()))
        .map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    Ok(format!("{} is there. Next: write it, then: clausebook check", file.display()))
}

/// A template with what is known filled in: the program's own, if it has one of that name.
pub fn started(world: &DiskWorld, template: &str, name: &str, title: &str) -> String {
    let own = world.read(&format!("templates/new/{template}")).ok();
    let own = own.map(|own| (format!("templates/new/{template}"), own.bytes)).into_iter().collect();
    let assets = Assets::new(own);
    let text = assets.below("templates/new/").find(|(own, _)| *own == template).map(|(_, bytes)| bytes);
    let text = text.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    text.replace("{title}", title)
        .replace("{id}", name)
        .replace("{number}", &format!("NEW-{}", name.to_uppercase()))
        .replace("{today}", &world.today().to_string())
}

/// `Consent to telehealth` for `consent-to-telehealth`.
pub fn title(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
