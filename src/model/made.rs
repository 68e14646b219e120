//! Pages of the guide that are made and not written, by their ids.

/// Every deadline, interval, ratio and count of the clauses that bind.
pub const DEADLINES: &str = "deadlines";
/// Telephone numbers.
pub const WHOM_TO_CALL: &str = "whom-to-call";
/// The words of the field.
pub const GLOSSARY: &str = "glossary";

/// All of them.
pub const MADE: [&str; 3] = [DEADLINES, WHOM_TO_CALL, GLOSSARY];
