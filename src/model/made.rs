//! Pages of the guide that are made and not written, by their ids.

/// Every deadline, interval, ratio and count of the clauses that bind.
pub(crate) const DEADLINES: &str = "deadlines";
/// Telephone numbers.
pub(crate) const WHOM_TO_CALL: &str = "whom-to-call";
/// The words of the field.
pub(crate) const GLOSSARY: &str = "glossary";

/// All of them.
pub(crate) const MADE: [&str; 3] = [DEADLINES, WHOM_TO_CALL, GLOSSARY];
