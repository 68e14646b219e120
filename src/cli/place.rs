//! Where the handbook is.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

use clap::{ArgMatches, Args, Command, FromArgMatches};

use super::{AsOf, CommandError, Exit, tell, tell_findings};
use crate::memo::Memo;
use crate::model::{Audience, HANDBOOK_FILE};
use crate::pipeline::{self, Examined};
use crate::world::{CommonFolder, DiskWorld, clock};

/// Where the handbook is.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) dir: PathBuf,
    pub(crate) config: String,
}

/// The folder is typed last, or after `--dir`.
#[derive(Debug, Args)]
struct TypedPlace {
    /// The handbook's folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// The handbook's folder, in another way
    #[arg(long = "dir", value_name = "DIR", conflicts_with = "dir")]
    named_dir: Option<PathBuf>,
    /// Another handbook file in that folder
    #[arg(long, value_name = "FILE", default_value = Place::CONFIG)]
    config: String,
}

impl From<TypedPlace> for Place {
    fn from(TypedPlace { dir, named_dir, config }: TypedPlace) -> Self {
        Self { dir: named_dir.unwrap_or(dir), config }
    }
}

impl FromArgMatches for Place {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        TypedPlace::from_arg_matches(matches).map(Self::from)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Place {
    fn augment_args(command: Command) -> Command {
        TypedPlace::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        TypedPlace::augment_args_for_update(command)
    }
}

impl Place {
    /// The handbook file when no other is named.
    pub(crate) const CONFIG: &str = HANDBOOK_FILE;

    pub(crate) fn world(&self) -> Result<DiskWorld, CommandError> {
        if !self.dir.is_dir() {
            return Err(CommandError::NoFolder(self.dir.clone()));
        }
        let path = Path::new(&self.config);
        if path.components().count() != 1 {
            return Err(CommandError::ConfigIsPath(self.config.clone()));
        }
        if !self.dir.join(path).is_file() {
            return Err(CommandError::NoHandbook { config: self.config.clone(), dir: self.dir.clone() });
        }
        check_clock()?;
        Ok(DiskWorld::new(&self.dir, &self.config).extending(self.common()))
    }

    /// The handbook that this one extends, if it names one that can be extended.
    fn common(&self) -> Option<CommonFolder> {
        let keys = read_keys(&self.dir.join(&self.config))?;
        let root = self.dir.join(keys.get("extends")?.as_str()?);
        let theirs = read_keys(&root.join(Self::CONFIG))?;
        let real = fs::canonicalize(&root).ok()?;
        if theirs.contains_key("extends") || real == fs::canonicalize(&self.dir).ok()? {
            return None;
        }
        let organization = theirs.get("organization").and_then(|table| table.get("name"));
        let name = organization.or_else(|| theirs.get("title"))?.as_str()?.to_owned();
        Some(CommonFolder { root, name })
    }

    /// The handbook on disk, on the day that is asked for.
    pub(crate) fn world_on(&self, day: &AsOf) -> Result<DiskWorld, CommandError> {
        Ok(self.world()?.as_of(day.as_of))
    }

    /// The handbook without errors; `otherwise` says what comes of errors, which are reported.
    pub(crate) fn sound(&self, otherwise: &str) -> Result<Examined, Exit> {
        let today = AsOf { as_of: None };
        self.sound_for(Audience::Program, &today, otherwise)
    }

    /// The same for an audience, on the day that is asked for.
    pub(crate) fn sound_for(
        &self,
        audience: Audience,
        day: &AsOf,
        otherwise: &str,
    ) -> Result<Examined, Exit> {
        let world = self.world_on(day).map_err(|error| error.tell())?;
        let examined = pipeline::examine_for(&world, audience, &Memo::off());
        if examined.findings.has_errors() {
            tell_findings(&examined.findings, &examined.sources.files);
            tell(&format!("The handbook has errors, so {otherwise}. Fix them first."));
            return Err(Exit::Findings);
        }
        Ok(examined)
    }
}

/// The keys of a handbook file, for what must be known before it is read as one; `None` where it can't be read.
fn read_keys(file: &Path) -> Option<toml::Table> {
    const LARGEST: u64 = 4 * 1024 * 1024;
    let size = fs::metadata(file).ok()?.len();
    let text = (size <= LARGEST).then(|| fs::read_to_string(file).ok()).flatten()?;
    text.trim_start_matches('\u{feff}').parse().ok()
}

/// Names of documents, and the handbook: the last word is its folder where that is a folder with a handbook.
pub(crate) fn names_and_place<'w>(
    words: &'w [String],
    dir: Option<&Path>,
    config: &str,
) -> (Vec<&'w str>, Place) {
    let mut names: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut place = dir.unwrap_or(Path::new(".")).to_owned();
    if dir.is_none()
        && let Some(last) = names.last()
        && Path::new(last).join(config).is_file()
    {
        place = PathBuf::from(last);
        names.pop();
    }
    (names, Place { dir: place, config: config.to_owned() })
}

/// Refuses a day that cannot be read, and says when days are not those of the reader's place.
fn check_clock() -> Result<(), CommandError> {
    static SAID: Once = Once::new();
    if let Some(seconds) = std::env::var_os(clock::EPOCH) {
        return match seconds.to_str().and_then(|text| text.trim().parse::<u32>().ok()) {
            Some(_) => Ok(()),
            None => Err(CommandError::BadEpoch(seconds)),
        };
    }
    if let Some(zone) = clock::unknown_zone() {
        SAID.call_once(|| {
            tell(&format!(
                "TZ is `{zone}`, which is not a known time zone, so today is the day in UTC. Set TZ to a name such as America/New_York."
            ));
        });
    }
    Ok(())
}
