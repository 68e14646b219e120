//! A curriculum and its versions: units, each with what is taught, to whom it is due, and how it is checked.

use super::anchor::{Anchor, AnchorSet, lasting};
use super::form::{Cover, FormVersion};
use super::kind::{DocumentId, DocumentKind};
use super::passages::Passage;
use super::question::Question;
use super::read_blocks::ReadBlock;
use super::text::{Block, Line};
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
    /// The units, in the order in which they are taught.
    pub units: Vec<Unit>,
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
    /// What both editions say.
    pub text: Vec<Block>,
    /// What the trainer's edition says besides.
    pub for_trainer: Vec<Block>,
    /// Its table in the file.
    pub(crate) span: Span,
}

impl CurriculumVersion {
    /// How long all of it takes, in minutes.
    #[must_use]
    pub(crate) fn minutes(&self) -> u32 {
        self.units.iter().map(|unit| unit.minutes).sum()
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

impl Unit {
    pub(crate) fn anchor(&self) -> Anchor {
        Anchor::Unit(self.id.clone())
    }
}
