//! How many letters a field takes: as many as are sure to be seen, whatever viewer sets them.
//!
//! A viewer keeps everything that is typed or pasted up to the field's `MaxLen`, and draws what the box has room for. Nothing may be
//! kept that is not drawn, so the limit is what fits for 99 of 100 ordinary texts: `n` letters whose widths scatter by `s` around `m` are
//! rarely wider than `n·m + 2.33·s·√n`. Where a field has one line, this holds in capitals too.

use std::sync::LazyLock;

use super::appearance::Frame;
use super::font::width;
use crate::model::form::{Entry, SlotKind};

/// Of a normal distribution, 99 % are below so many deviations above the mean.
const RARELY: f32 = 2.33;
/// Wide letters come in groups, e.g. in one long name.
const GROUPED: f32 = 1.3;
/// The distance of typed lines in the viewer that has the largest (pdf.js), in parts of the size.
const WIDEST_LEADING: f32 = 1.35;
/// Letters that a line lacks because the next word doesn't fit, and how much they scatter.
const WASTED: f32 = 5.0;
const WASTED_SCATTER: f32 = 5.5;

/// What people write into forms, for the widths of letters only.
const PROSE: &str = "Marisol Núñez-Ferreira, Wojciechowska, Nguyễn Thị Phương, Jean-Baptiste François, Guadalupe Hernández. Would like to keep the apartment; the landlord gave notice on 12/04/2026. Sister Inês comes on Mondays and makes supper. Takes Metformin 500 mg with meals. RAFT: 6 of 7 papers are in the folder, the W-9 is missing. We talked about what helps when mornings are hard: coffee, music, a short walk. The worker calls MassHealth by Tuesday, 413-555-0177.";
/// The longest day.
const DAY: &str = "12/31/2026";
const FIGURES: &str = "0123456789/0123456789-0123456789.()";

/// How wide letters are at size 1.
struct Widths {
    mean: f32,
    scatter: f32,
}

impl Widths {
    fn of(text: &str) -> Self {
        let widths: Vec<f32> = text.chars().map(|c| width(c.encode_utf8(&mut [0; 4]), 1.0)).collect();
        // A few hundred letters.
        #[allow(clippy::cast_precision_loss)]
        let count = widths.len() as f32;
        let mean = widths.iter().sum::<f32>() / count;
        let variance = widths.iter().map(|width| (width - mean).powi(2)).sum::<f32>() / count;
        Self { mean, scatter: variance.sqrt() }
    }
}

static LOWERCASE: LazyLock<Widths> = LazyLock::new(|| Widths::of(PROSE));
static CAPITALS: LazyLock<Widths> = LazyLock::new(|| Widths::of(&PROSE.to_uppercase()));
static NUMBERS: LazyLock<Widths> = LazyLock::new(|| Widths::of(FIGURES));

/// How many letters a field of this kind takes; `None` where nothing is typed.
pub(super) fn letters(kind: &SlotKind, frame: Frame) -> Option<usize> {
    match kind {
        SlotKind::Line(Entry::Text) => Some(in_lines(1.0, &CAPITALS, frame)),
        // Every column is wide enough for a day.
        SlotKind::Line(Entry::Date) => Some(in_lines(1.0, &NUMBERS, frame).max(DAY.len())),
        SlotKind::Line(Entry::Number | Entry::Phone) => Some(in_lines(1.0, &NUMBERS, frame)),
        SlotKind::Paragraph(_) => {
            let lines = (frame.height - 2.0) / (WIDEST_LEADING * frame.size);
            Some(in_lines(lines.floor().max(1.0), &LOWERCASE, frame))
        }
        SlotKind::Check | SlotKind::Choice(_) | SlotKind::Signature => None,
    }
}

/// The most letters that rarely need more than `lines` lines.
fn in_lines(lines: f32, widths: &Widths, frame: Frame) -> usize {
    let room = lines * frame.line_width() / frame.size;
    let ends = lines - 1.0;
    let needed = |letters: f32| {
        let spread =
            letters * (GROUPED * widths.scatter).powi(2) + ends * (WASTED_SCATTER * widths.mean).powi(2);
        letters * widths.mean + ends * WASTED * widths.mean + RARELY * spread.sqrt()
    };
    // A field holds a few thousand letters at most.
    #[allow(clippy::cast_precision_loss)]
    let most = (1_usize..20_000).find(|letters| needed(*letters as f32) > room).unwrap_or(20_000);
    (most - 1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(width: f32, height: f32, multiline: bool) -> Frame {
        Frame { width, height, size: 10.0, multiline }
    }

    const LICENSE: &str = include_str!("../../../LICENSE-APACHE");

    /// Stretches of ordinary text of so many letters, beginning at each word.
    fn stretches(letters: usize) -> Vec<String> {
        let is_word = |word: &&str| !word.contains(['@', '[', ']', '{', '}', '`', '|', '#', '*', '(']);
        let words = LICENSE.split_whitespace().filter(is_word).collect::<Vec<_>>();
        let text = words.join(" ");
        let starts = text.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at + 1).step_by(7);
        let stretches = starts.map(|at| text[at..].chars().take(letters).collect::<String>());
        stretches.filter(|text| text.chars().count() == letters).take(1000).collect()
    }

    #[test]
    fn of_a_hundred_ordinary_texts_that_a_field_takes_ninety_nine_are_seen_whole() {
        for (width, height) in [(500.0, 24.0), (160.0, 48.0), (500.0, 96.0), (240.0, 240.0)] {
            let frame = frame(width, height, true);
            // As many lines as the viewer with the widest leading draws.
            let drawn = Frame { height: (height / 13.5).floor() * 12.0, ..frame };
            let taken = letters(&SlotKind::Paragraph(1), frame).unwrap();
            let texts = stretches(taken);
            let cut = texts.iter().filter(|text| drawn.fit(text).is_err()).count();
            assert!(
                cut * 100 <= texts.len() && !texts.is_empty(),
                "{cut} of {} in {width} by {height}",
                texts.len()
            );
        }
    }

    #[test]
    fn a_line_takes_its_letters_in_capitals_too() {
        for width in [70.0, 108.0, 240.0, 500.0] {
            let frame = frame(width, 24.0, false);
            let texts = stretches(letters(&SlotKind::Line(Entry::Text), frame).unwrap());
            let cut = texts.iter().filter(|text| frame.fit(&text.to_uppercase()).is_err()).count();
            assert!(cut * 50 <= texts.len(), "{cut} of {} in {width}", texts.len());
        }
    }

    #[test]
    fn a_date_always_has_room() {
        let narrowest = Frame { size: 12.0, ..frame(0.9 * 72.0, 24.0, false) };
        assert!(letters(&SlotKind::Line(Entry::Date), narrowest).unwrap() >= DAY.len());
        assert!(narrowest.fit(DAY).is_ok());
    }
}
