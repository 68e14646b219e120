//! Finding a version of a policy, form or curriculum by its name, and changing its file.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::Place;
use crate::diagnostic;
use crate::edit::Head;
use crate::model::{Header, Versioned};
use crate::pipeline::{self, Examined};
use crate::world::World;

/// A version on disk.
pub struct Version {
    /// Its file, from the handbook's folder.
    pub path: String,
    /// The date it takes effect.
    pub effective: Option<Date>,
    /// Whether it is approved.
    pub approved: bool,
    /// What it is called.
    pub title: String,
}

/// The versions of one document: the one that the handbook shows, and those to come.
pub struct Versions {
    /// The one shown.
    pub current: Version,
    /// Those to come.
    pub later: Vec<Version>,
    /// The day that the handbook speaks of.
    pub today: Date,
}

/// Finds `name`, such as `intake`; `policy:intake`, `form:intake` or `curriculum:intake` where several are called so.
pub fn find(place: &Place, name: &str) -> Result<Versions, String> {
    let world = place.world()?;
    let today = world.today();
    let examined = pipeline::examine(&world);
    let (kind, id) = match name.split_once(':') {
        Some((kind, id)) => (Some(kind), id),
        None => (None, name),
    };
    let mut found: Vec<(&str, Versions)> = Vec::new();
    let handbook = &examined.handbook;
    let wanted = |own: &str| kind.is_none_or(|kind| kind == own);
    let mut known: Vec<&str> = Vec::new();
    if wanted("policy") {
        known.extend(handbook.policies.iter().map(|one| one.id.as_str()));
        add("policy", &handbook.policies, id, |version| &version.header, &examined, today, &mut found);
    }
    if wanted("form") {
        known.extend(handbook.forms.iter().map(|one| one.id.as_str()));
        add("form", &handbook.forms, id, |version| &version.header, &examined, today, &mut found);
    }
    if wanted("curriculum") {
        known.extend(handbook.curricula.iter().map(|one| one.id.as_str()));
        add("curriculum", &handbook.curricula, id, |version| &version.header, &examined, today, &mut found);
    }
    match found.len() {
        1 => found.pop().map(|(_, versions)| versions).ok_or_else(String::new),
        0 => Err(match diagnostic::nearest(id, known) {
            Some(near) => format!("there is no {name}; did you mean {near}?"),
            None => format!(
                "there is no policy, form or curriculum {name} in this handbook. To start one: clausebook new policy {id}"
            ),
        }),
        _ => {
            let names: Vec<String> = found.iter().map(|(kind, _)| format!("{kind}:{id}")).collect();
            Err(format!("several things are called {id}: write {}", names.join(" or ")))
        }
    }
}

fn add<'h, V>(
    kind: &'h str,
    documents: &'h [Versioned<V>],
    id: &str,
    header: impl Fn(&V) -> &Header,
    examined: &Examined,
    today: Date,
    found: &mut Vec<(&'h str, Versions)>,
) {
    let version = |one: &V| {
        let header = header(one);
        Version {
            path: examined.sources.files.get(header.span.file).path.clone(),
            effective: header.effective,
            approved: header.approval.is_some(),
            title: header.title.to_string(),
        }
    };
    found.extend(documents.iter().filter(|one| one.id == id).map(|one| {
        let later = one.later.iter().map(|one| version(one)).collect();
        (kind, Versions { current: version(&one.current), later, today })
    }));
}

impl Version {
    /// Its file on disk.
    pub fn file(&self, place: &Place) -> PathBuf {
        place.dir.join(&self.path)
    }

    /// Whether its head stands between lines `+++`.
    pub fn is_markdown(&self) -> bool {
        !self.path.to_ascii_lowercase().ends_with(".toml")
    }

    /// The head of its file, after `change`.
    pub fn changed(&self, place: &Place, change: impl FnOnce(&mut Head)) -> Result<String, String> {
        let text = fs::read_to_string(self.file(place))
            .map_err(|error| format!("{} cannot be read: {error}", self.path))?;
        let mut head = Head::read(&text, self.is_markdown())
            .map_err(|trouble| format!("{} was left as it is: {trouble}", self.path))?;
        change(&mut head);
        Ok(head.write())
    }
}

/// Puts `text` in the place of a file, whole or not at all.
pub fn replace(file: &Path, text: &str) -> Result<(), String> {
    let beside = file.with_extension("tmp");
    fs::write(&beside, text)
        .and_then(|()| fs::rename(&beside, file))
        .map_err(|error| format!("{} cannot be written: {error}. It is as it was", file.display()))
}

/// A day as people type it on the command line.
pub fn day(text: &str) -> Result<Date, String> {
    text.parse::<Date>()
        .ok()
        .filter(|day| day.to_string() == text && day.year() > 0)
        .ok_or_else(|| "write a day of the calendar as year-month-day, such as 2026-12-01".to_owned())
}
