//! Options, and the words by which data name one of them.

use unicode_normalization::UnicodeNormalization;

use super::Condition;

/// A PDF name holds 127 bytes (ISO 32000-1, annex C); readable parts of states are kept well below.
const LONGEST_STATE: usize = 60;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Choice {
    /// Short name, made of the label: the value on the page, in data, and in names of boxes.
    pub id: String,
    /// The words beside it, as the author wrote them.
    pub label: String,
    /// What its box is set to in a PDF: ASCII, at most 127 bytes, never `Off`.
    pub(crate) state: String,
    /// What it counts in a sum.
    pub(crate) points: Option<i32>,
}

/// The label at the head of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowLabel {
    /// Short name, made of the label: a part of the names of the row's cells.
    pub(crate) id: String,
    pub label: String,
    /// When the row is filled in; always where there is none.
    pub(crate) only_if: Option<Condition>,
}

impl Choice {
    /// A choice, and the state of its box.
    #[must_use]
    pub(crate) fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        let id = id.into();
        Self { state: state(&id), id, label: label.into(), points: None }
    }

    #[must_use]
    pub(crate) fn with_points(self, points: Option<i32>) -> Self {
        Self { points, ..self }
    }

    /// What it counts, to add up.
    pub(super) fn counted(&self) -> Option<f64> {
        self.points.map(f64::from)
    }

    /// The words beside it as they are printed, with its points: `Most days (3)`.
    #[must_use]
    pub(crate) fn printed(&self) -> String {
        match self.points {
            Some(points) => format!("{} ({points})", self.label),
            None => self.label.clone(),
        }
    }

    /// Whether data that say `given` mean this one.
    #[must_use]
    pub(crate) fn is_meant_by(&self, given: &str) -> bool {
        data_names(&self.id, &self.label).contains(&compared(given))
    }
}

impl RowLabel {
    /// Whether data that say `given` mean this row.
    #[must_use]
    pub(crate) fn is_meant_by(&self, given: &str) -> bool {
        data_names(&self.id, &self.label).contains(&compared(given))
    }
}

/// The two ways in which data may name one of several things. No two things of one list may share any.
pub(crate) fn data_names(id: &str, label: &str) -> [String; 2] {
    [compared(id), compared(label)]
}

/// A text as it is compared: a letter and its marks are one, and so are several spaces. `Sı́` typed on a Mac is `Sí`.
fn compared(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

/// Short ASCII ids are states as they are: `every-week`. Others are shortened to ASCII and get a hash: `s_af63bd4c8601b7df` of `sí`. Ids
/// have no `_`, so no id is another's state.
fn state(id: &str) -> String {
    if id.is_ascii() && id.len() <= LONGEST_STATE && id != OFF {
        return id.to_owned();
    }
    let readable: String = id.chars().filter(char::is_ascii).take(LONGEST_STATE).collect();
    format!("{}_{:016x}", readable.trim_matches('-'), hash(id))
}

/// What the box of an option that is not chosen is set to.
const OFF: &str = "Off";

/// FNV-1a: the same in every version of the program and on every machine.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_fits_into_a_pdf_name_and_is_no_other_ones() {
        let ids =
            ["option-2", "sí", "si", "s", "不", "不不", "Off", &"long-".repeat(40), &"long-".repeat(41)];
        let states: Vec<String> = ids.iter().map(|id| state(id)).collect();
        for (at, state) in states.iter().enumerate() {
            assert!(state.is_ascii() && !state.is_empty() && state.len() <= 127 && state != OFF, "{state}");
            assert!(!states[..at].contains(state), "{state}");
        }
        assert_eq!(states[0], "option-2");
    }

    #[test]
    fn data_name_a_choice_by_its_label_or_its_id() {
        let choice = Choice::new("sí-claro", "Sí,  claro");
        for given in ["Sí,  claro", "Si\u{301}, claro", " Sí, claro", "sí-claro"] {
            assert!(choice.is_meant_by(given), "{given}");
        }
        for given in ["Sí", "claro", "", "SÍ, CLARO"] {
            assert!(!choice.is_meant_by(given), "{given}");
        }
    }
}
