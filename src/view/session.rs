//! One session of training: a unit, a day, and who is invited. It is no part of the site.

use crate::model::question::CheckForm;
use crate::model::{Curriculum, Date, Handle};

#[derive(Debug)]
pub(crate) struct SessionView {
    pub(crate) curriculum: Handle<Curriculum>,
    /// The place of the unit in its curriculum, from 0.
    pub(crate) unit: usize,
    pub(crate) on: Date,
    /// Which form of the knowledge check is in it.
    pub(crate) check: CheckForm,
    pub(crate) part: SessionPart,
    /// Who is invited, by name; empty where nobody said.
    pub(crate) people: Vec<String>,
}

/// What is printed of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SessionPart {
    All,
    /// The pages for the trainer, with answers and cards.
    Trainer,
    /// The learner's sheet and the knowledge check.
    Learner,
}
