//! Pages of the guide that are made and not written, by their ids.

/// Every deadline, interval, ratio and count of the clauses that bind.
pub(crate) const DEADLINES: &str = "deadlines";
pub(crate) const WHOM_TO_CALL: &str = "whom-to-call";
pub(crate) const GLOSSARY: &str = "glossary";

pub(crate) const MADE: [&str; 3] = [DEADLINES, WHOM_TO_CALL, GLOSSARY];
