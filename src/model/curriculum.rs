//! A curriculum and its versions: units, each with what is taught, to whom it is due, and how it is checked.

use std::fmt;

use super::anchor::{Anchor, AnchorSet, lasting};
use super::form::{Cover, FormVersion};
use super::handbook::Standing;
use super::kind::{DocumentId, DocumentKind};
use super::passages::Passage;
use super::question::Question;
use super::read_blocks::ReadBlock;
use super::text::{Block, Inline, Line, LinkTarget, plain_text};
use super::version::{Header, Version, Versioned};
use crate::source::{Placed, Span};

#[derive(Debug, Clone)]
pub struct CurriculumVersion {
    pub(crate) header: Header,
    pub(crate) audience: Placed<String>,
    /// What must be known before it is taught.
    pub(crate) notes: Vec<Line>,
    /// What is before the first unit.
    pub opening: Vec<Block>,
    /// The units, in the order in which they are taught; those of other curricula once their texts are known.
    pub units: Vec<Unit>,
    /// The units of other curricula that it names.
    pub(crate) uses: Vec<UnitUse>,
    /// What is filled in when it is taught.
    pub sheets: TrainingSheets<FormVersion>,
}

/// A form that is printed for every curriculum, filled in with its titles and times. What it asks is in `templates/sheets`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TrainingSheet {
    /// Which units were taught, when and by whom, and who was there.
    Attendance,
    /// What a learner is given who has attended all of it.
    Certificate,
}

impl TrainingSheet {
    pub(crate) const ALL: [Self; 2] = [Self::Attendance, Self::Certificate];

    /// The name of its file.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Attendance => "attendance",
            Self::Certificate => "certificate",
        }
    }

    /// What findings call it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Attendance => "attendance sheet",
            Self::Certificate => "certificate",
        }
    }
}

/// Something for each sheet.
#[derive(Debug, Clone, Hash)]
pub struct TrainingSheets<T> {
    /// For the attendance sheet.
    pub attendance: T,
    /// For the certificate.
    pub certificate: T,
}

impl<T> TrainingSheets<T> {
    pub(crate) fn of(mut make: impl FnMut(TrainingSheet) -> T) -> Self {
        Self { attendance: make(TrainingSheet::Attendance), certificate: make(TrainingSheet::Certificate) }
    }

    pub(crate) fn get(&self, sheet: TrainingSheet) -> &T {
        match sheet {
            TrainingSheet::Attendance => &self.attendance,
            TrainingSheet::Certificate => &self.certificate,
        }
    }

    pub(crate) fn get_mut(&mut self, sheet: TrainingSheet) -> &mut T {
        match sheet {
            TrainingSheet::Attendance => &mut self.attendance,
            TrainingSheet::Certificate => &mut self.certificate,
        }
    }

    pub(crate) fn all(&self) -> [&T; 2] {
        let Self { attendance, certificate } = self;
        [attendance, certificate]
    }
}

pub(crate) type Curriculum = Versioned<CurriculumVersion>;

#[derive(Debug, Clone)]
pub struct Unit {
    pub(crate) id: String,
    pub(crate) title: Placed<String>,
    pub(crate) minutes: u32,
    pub(crate) teacher: Placed<String>,
    pub(crate) covers: Vec<Cover>,
    /// What a learner can be seen to do afterwards.
    pub(crate) objectives: Vec<Line>,
    /// Where the facts come from.
    pub(crate) sources: Vec<Line>,
    pub questions: Vec<Question>,
    /// What somebody prepares before it is taught.
    pub(crate) materials: Vec<Line>,
    pub(crate) course: UnitCourse,
    /// The curriculum that its text is from; `None` where that is its own.
    pub(crate) origin: Option<UnitOrigin>,
    /// What both editions say.
    pub text: Vec<Block>,
    /// What the trainer's edition says besides.
    pub for_trainer: Vec<Block>,
    /// Its table in the file.
    pub(crate) span: Span,
}

/// A unit of another curriculum that this one teaches too. Its text is there, and so is its approval.
#[derive(Debug, Clone)]
pub(crate) struct UnitUse {
    /// Its place among the units, from 0.
    pub(crate) at: usize,
    /// Its id here.
    pub(crate) id: String,
    /// As its author names it.
    pub(crate) named: Placed<NamedUnit>,
    /// The id of the unit there; where it is limited to service lines, an approval reads them as a mark.
    pub(crate) label: Placed<String>,
    /// The same unit as a place of the handbook.
    pub(crate) to: LinkTarget,
    pub(crate) course: UnitCourse,
    /// Its table in the file.
    pub(crate) span: Span,
}

/// Where the text of a unit is from.
#[derive(Debug, Clone)]
pub(crate) struct UnitOrigin {
    /// By its present id.
    pub(crate) curriculum: String,
    /// Its id there.
    pub(crate) unit: String,
    /// Title of the curriculum, in the version that has the text.
    pub(crate) title: String,
    pub(crate) number: String,
    /// How far that version may be relied on.
    pub(crate) standing: Standing,
}

/// A unit as its author wrote it.
pub(crate) enum WrittenUnit<'v> {
    Own(&'v Unit),
    Used(&'v UnitUse),
}

/// Who learns a unit, after what, and for how long it is enough.
#[derive(Debug, Clone, Default)]
pub(crate) struct UnitCourse {
    /// Units that come before it.
    pub(crate) after: Vec<Placed<NamedUnit>>,
    /// Names of roles; empty for all who learn the curriculum.
    pub(crate) roles: Vec<Placed<String>>,
    /// Months after which it is learned again; `None` where the handbook file says it.
    pub(crate) valid_months: Option<u32>,
    /// Units that count as learned again once this one is.
    pub(crate) renews: Vec<Placed<NamedUnit>>,
}

impl UnitCourse {
    /// `after rights; roles Driver; valid 24 months; renews core#rights`; empty where nothing is said.
    pub(crate) fn words(&self) -> String {
        let Self { after, roles, valid_months, renews } = self;
        let list = |what: &str, names: Vec<String>| {
            (!names.is_empty()).then(|| format!("{what} {}", names.join(", ")))
        };
        let names = |units: &[Placed<NamedUnit>]| units.iter().map(ToString::to_string).collect();
        let parts = [
            list("after", names(after)),
            list("roles", roles.iter().map(ToString::to_string).collect()),
            valid_months.map(|months| format!("valid {months} months")),
            list("renews", names(renews)),
        ];
        parts.into_iter().flatten().collect::<Vec<String>>().join("; ")
    }
}

/// A unit of a curriculum, as another unit names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NamedUnit {
    pub(crate) curriculum: String,
    pub(crate) unit: String,
    /// As its author names it: an approval holds under another name of the curriculum.
    written: String,
}

impl NamedUnit {
    /// `safety`, a unit of `curriculum`, or `core#safety`.
    pub(crate) fn parse(written: &str, curriculum: &str) -> Self {
        let (curriculum, unit) = written.split_once('#').unwrap_or((curriculum, written));
        Self { curriculum: curriculum.to_owned(), unit: unit.to_owned(), written: written.to_owned() }
    }
}

impl fmt::Display for NamedUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl CurriculumVersion {
    /// How long all of it takes, in minutes.
    #[must_use]
    pub(crate) fn minutes(&self) -> u32 {
        self.units.iter().map(|unit| unit.minutes).sum()
    }

    /// The units whose text is in its own file.
    pub(crate) fn own_units(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| unit.origin.is_none())
    }

    /// Its units in their order, as its own file has them.
    pub(crate) fn written_units(&self) -> Vec<WrittenUnit<'_>> {
        let mut units: Vec<WrittenUnit<'_>> = self.own_units().map(WrittenUnit::Own).collect();
        for used in &self.uses {
            units.insert(used.at.min(units.len()), WrittenUnit::Used(used));
        }
        units
    }
}

impl Version for CurriculumVersion {
    fn kind(&self) -> DocumentKind {
        DocumentKind::Curriculum
    }

    fn header(&self) -> &Header {
        &self.header
    }

    fn header_mut(&mut self) -> &mut Header {
        &mut self.header
    }

    fn lines(&self) -> Vec<Passage<'_>> {
        self.passages()
    }

    fn blocks(&self) -> Vec<ReadBlock<'_>> {
        self.read_blocks()
    }

    fn anchors(&self, _: &DocumentId) -> AnchorSet {
        lasting(self.units.iter().map(Unit::anchor))
    }
}

/// The cards that a table has: what is below each head `Card`.
pub(crate) struct CardTable<'u> {
    pub(crate) cards: Vec<&'u [Inline]>,
    pub(crate) span: Span,
}

/// Whether this is the head of a column of cards: `Card`, or `Card: the Member says`.
fn is_card(head: &str, name: &str) -> bool {
    let names = [name, "Card"].into_iter();
    let mut rests = names.filter_map(|name| head.trim().strip_prefix(name));
    rests.any(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// Blocks of a unit below a heading; what is above the first one has none.
pub(crate) struct UnitSection<'u> {
    pub(crate) heading: Option<&'u Block>,
    pub(crate) blocks: &'u [Block],
}

impl UnitSection<'_> {
    /// Whether its heading begins with one of these names.
    pub(crate) fn is_named(&self, names: &[&str]) -> bool {
        let Some(Block::Heading { text, .. }) = self.heading else { return false };
        let title = plain_text(text);
        names.iter().any(|name| title.trim().starts_with(name))
    }
}

impl Unit {
    /// Whether it has a knowledge check.
    pub(crate) fn has_check(&self) -> bool {
        self.questions.iter().any(Question::is_in_check)
    }

    /// Its text, section by section.
    pub(crate) fn sections(&self) -> Vec<UnitSection<'_>> {
        let is_heading = |block: &Block| matches!(block, Block::Heading { level: ..=3, .. });
        let starts = self.text.iter().enumerate().filter(|(_, block)| is_heading(block)).map(|(at, _)| at);
        let mut starts: Vec<usize> = starts.collect();
        let first = starts.first().copied().unwrap_or(self.text.len());
        starts.push(self.text.len());
        let mut sections = vec![UnitSection { heading: None, blocks: &self.text[..first] }];
        sections.extend(starts.windows(2).map(|pair| UnitSection {
            heading: Some(&self.text[pair[0]]),
            blocks: &self.text[pair[0] + 1..pair[1]],
        }));
        sections
    }

    /// Its tables of cards to cut out. `name` is what their columns are called; in English it may be `Card`.
    pub(crate) fn card_tables(&self, name: &str) -> Vec<CardTable<'_>> {
        fn table<'u>(block: &'u Block, name: &str) -> Option<CardTable<'u>> {
            let Block::Table { columns: _, head, rows, span } = block else { return None };
            let heads = head.iter().map(|head| is_card(&plain_text(head), name));
            let is_card: Vec<bool> = heads.collect();
            let cells = rows.iter().flat_map(|row| row.iter().zip(&is_card));
            let cards = cells.filter(|(cell, is_card)| **is_card && !cell.is_empty());
            let cards: Vec<&[Inline]> = cards.map(|(cell, _)| cell.as_slice()).collect();
            (!cards.is_empty()).then_some(CardTable { cards, span: *span })
        }
        self.text.iter().chain(&self.for_trainer).filter_map(|block| table(block, name)).collect()
    }

    pub(crate) fn anchor(&self) -> Anchor {
        Anchor::Unit(self.id.clone())
    }
}
