//! The day of which a handbook speaks, and for whom it is read.

use super::Date;

/// For whom a handbook is read. It decides which versions are looked at besides the ones that the handbook shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// For findings, coverage and single files: no other version has a page, so none of the past is read.
    Program,
    /// For readers of the built site: superseded and approved upcoming versions have pages, drafts are left out.
    Readers,
    /// The same for staff whom the knowledge checks test: without their answers, and without the trainers' editions.
    Learners,
    /// For authors in the preview: every version has a page, drafts too.
    Authors,
}

/// From when and for whom a handbook is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Viewpoint {
    /// The day that the handbook speaks of: `--as-of`, or today. What was recorded later doesn't count on it.
    pub today: Date,
    /// The day of the calendar: nothing can have been recorded later.
    pub calendar: Date,
    /// Who reads it.
    pub audience: Audience,
}

impl Viewpoint {
    /// Today, for whoever asks for no pages.
    #[must_use]
    pub fn on(today: Date) -> Self {
        Self { today, calendar: today, audience: Audience::Program }
    }
}
