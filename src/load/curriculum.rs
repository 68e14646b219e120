//! A version of a curriculum as it is written: a header between `+++` lines, then Markdown.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use super::header::{ReadHeader, SourceHeader, VersionSource, fenced};
use super::question::QuestionSource;
use super::spanned::Spanned;
use super::toml::{self, ReadKeys};
use crate::diagnostic::Findings;
use crate::source::{FileId, SourceFile, Span};

/// A version of a curriculum: its header, its units, each with the place of its table, and where its Markdown is.
#[derive(Debug)]
pub(crate) struct CurriculumFile {
    pub(crate) header: ReadHeader<CurriculumKeys>,
    pub(crate) units: Vec<(Span, ReadKeys<UnitSource>)>,
    /// The bytes of its Markdown.
    pub(crate) body: Range<usize>,
}

impl VersionSource for CurriculumFile {
    fn header(&self) -> &SourceHeader {
        &self.header.every
    }

    fn unread(&self) -> &[String] {
        &self.header.unread
    }

    fn read_file(file: &SourceFile, id: FileId, findings: &mut Findings) -> Option<Self> {
        read(file, id, findings)
    }
}

/// Reads a version of a curriculum; `None` when it has no header, which becomes a finding.
pub(crate) fn read(file: &SourceFile, id: FileId, findings: &mut Findings) -> Option<CurriculumFile> {
    let (fenced, body) = fenced(&file.text, id, "curriculum", "title, number, owner …", findings)?;
    let mut table = toml::parse(&fenced, id, findings);
    let units = toml::read_tables(&mut table, "unit", "a unit", id, findings);
    let header = ReadHeader::read(table, "a curriculum", id, findings);
    Some(CurriculumFile { header, units, body })
}

/// What the header of a curriculum has above its units, besides the keys of every version.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CurriculumKeys {
    /// Who the curriculum is for.
    #[schemars(required)]
    pub(crate) audience: Option<Spanned<String>>,
    /// What the trainer must know before teaching it, one line each.
    pub(crate) notes: Vec<Spanned<String>>,
}

/// The header of a curriculum.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // It is never read as a whole, only described.
pub(crate) struct WholeCurriculum {
    #[serde(flatten)]
    every: SourceHeader,
    #[serde(flatten)]
    own: CurriculumKeys,
    /// The units, in the order in which they are taught.
    unit: Vec<UnitSource>,
}

/// A unit; its text is under the heading with its title, or in another curriculum.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("anyOf" = [{ "required": ["use"] }, { "required": ["id", "title", "minutes", "teacher"] }]))]
pub(crate) struct UnitSource {
    /// A unit of another curriculum that is taught here too, such as `csp-core#safety-protocols`. Beside it there are only `id`,
    /// `tracks`, `after`, `roles`, `valid_months` and `renews`.
    #[serde(rename = "use")]
    pub(crate) used: Option<Spanned<String>>,
    /// Its id: lowercase letters, digits, hyphens. With `use` that of the used unit when not set.
    pub(crate) id: Option<Spanned<String>>,
    /// The heading of its text, in the same words.
    pub(crate) title: Option<Spanned<String>>,
    /// How many minutes it takes.
    pub(crate) minutes: Option<Spanned<i64>>,
    /// Who may teach it.
    pub(crate) teacher: Option<Spanned<String>>,
    /// Clauses that it teaches.
    pub(crate) covers: Vec<Spanned<String>>,
    /// Service lines it is for; all when not set.
    pub(crate) tracks: Option<Spanned<Vec<Spanned<String>>>>,
    /// What learners can do after the unit, in words that somebody can check.
    pub(crate) objectives: Vec<Spanned<String>>,
    /// Where the facts come from.
    pub(crate) sources: Vec<Spanned<String>>,
    /// What somebody prepares before it is taught, one line each.
    pub(crate) materials: Vec<Spanned<String>>,
    /// Units that come before it, by id; of another curriculum such as `orientation#rights`.
    pub(crate) after: Vec<Spanned<String>>,
    /// Roles of the handbook file that it is for; all who learn the curriculum when not set.
    pub(crate) roles: Vec<Spanned<String>>,
    /// After how many months it is learned again; what the handbook file says when not set.
    pub(crate) valid_months: Option<Spanned<i64>>,
    /// Units that count as learned again once this one is, such as `csp-core#safety-protocols`.
    pub(crate) renews: Vec<Spanned<String>>,
    /// A short knowledge check.
    #[serde(rename = "question")]
    pub(crate) questions: Vec<Spanned<QuestionSource>>,
}

impl UnitSource {
    /// What its curriculum calls it.
    pub(crate) fn own_id(&self) -> Option<&str> {
        let written = self.id.as_ref().map(|id| id.get_ref().as_str());
        written.or_else(|| self.used.as_ref()?.get_ref().split_once('#').map(|(_, unit)| unit)).map(str::trim)
    }
}
