//! Whether somebody read a passage against what its clause means now.
//!
//! With the keys of its header, that is decided by what was read, and no date of the publisher's is compared with one of ours. A file
//! without them was written before there were several revisions, and is judged by dates.

use std::collections::HashMap;

use crate::model::{
    Clause, ClauseKey, Confirmation, Date, Documents, Evidence, Header, Revisions, Specification, Version,
};
use crate::source::FileId;

pub(crate) struct Confirmations<'a> {
    headers: HashMap<FileId, &'a Header>,
    revisions: &'a [Revisions],
}

impl<'a> Confirmations<'a> {
    pub(crate) fn new(documents: Documents<'a>, revisions: &'a [Revisions]) -> Self {
        let versions =
            documents.versioned().flat_map(|document| document.versions().collect::<Vec<&dyn Version>>());
        let headers = versions.map(|version| (version.header().span.file, version.header())).collect();
        Self { headers, revisions }
    }

    pub(crate) fn of_all(&self, mut evidence: Vec<Evidence>) -> Vec<Evidence> {
        for one in &mut evidence {
            if let Some(header) = self.headers.get(&one.span.file) {
                one.confirmation = self.of(header, one.clause);
            }
        }
        evidence
    }

    fn of(&self, header: &Header, key: ClauseKey) -> Confirmation {
        let revisions = key.specification.beside(self.revisions);
        let specification = &revisions.current().specification;
        let cited = header.revisions.cites.get(&specification.id);
        if cited.is_some_and(|cited| revisions.find(**cited).is_none()) {
            return Confirmation::Unconfirmed;
        }
        match header.revisions.read_against.get(&specification.id) {
            Some(marks) => {
                let mut read = marks.iter().filter_map(|mark| revisions.at_hand(mark));
                if read.any(|at| revisions.is_known_from(at, revisions.in_force, key.clause)) {
                    Confirmation::Confirmed
                } else {
                    Confirmation::Unconfirmed
                }
            }
            None if cited.is_some() => Confirmation::NeverRead,
            None => by_dates(header.last_reading(), key.clause.of(&specification.clauses), specification),
        }
    }
}

/// What the dates say, where the header doesn't say what was read.
fn by_dates(read: Option<Date>, clause: &Clause, specification: &Specification) -> Confirmation {
    match read {
        None => Confirmation::NeverRead,
        // Nobody knows which of the two a citation means.
        Some(_) if specification.clauses.iter().any(|other| other.formerly.contains(&clause.id)) => {
            Confirmation::Unconfirmed
        }
        Some(day) if day >= clause.revised => Confirmation::Confirmed,
        Some(_) => Confirmation::Unconfirmed,
    }
}
