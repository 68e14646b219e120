//! What a filled field looks like: lines that fit their box, ticks, and nothing that shrinks or is cut.

use std::fmt::Write;

use super::encoding::encode;
use super::font::{glyph, width};

/// Points between the edge of a box and what is in it.
const PAD: f32 = 3.0;
/// The height of a capital letter, in parts of the size.
const CAPITAL: f32 = 0.66;

/// A box that text is set in, in points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// Size of the letters.
    pub(crate) size: f32,
    pub(crate) multiline: bool,
}

/// Why a text cannot be set in its box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// A letter that the font lacks.
    Letter(char),
    /// A line is longer than the box: about this many letters too many.
    TooLong(usize),
    /// So many lines, where there is room for fewer.
    TooManyLines {
        /// Lines of the text.
        lines: usize,
        /// Lines that there are.
        room: usize,
    },
}

impl Frame {
    fn leading(self) -> f32 {
        // Two typed lines to one ruled for handwriting.
        self.size * 1.2
    }

    /// How wide a line of letters may be.
    pub(super) fn line_width(self) -> f32 {
        self.width - 2.0 * PAD
    }

    /// How many typed lines there is room for.
    #[must_use]
    pub(crate) fn room(self) -> usize {
        if !self.multiline {
            return 1;
        }
        let lines = (self.height / self.leading() + 0.01).floor();
        // A box is a few inches high.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let lines = lines.max(1.0) as usize;
        lines
    }

    /// The lines that `text` is broken into.
    ///
    /// # Errors
    /// When it does not fit, or cannot be set at all.
    pub(crate) fn fit(self, text: &str) -> Result<Vec<String>, Misfit> {
        if let Some(strange) = text.chars().find(|&c| c != '\n' && glyph(c).is_none()) {
            return Err(Misfit::Letter(strange));
        }
        let room = self.line_width();
        if !self.multiline {
            let surplus = width(text, self.size) - room;
            if surplus > 0.0 || text.contains('\n') {
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let letters = (surplus.max(1.0) / (self.size * 0.48)).ceil() as usize;
                return Err(Misfit::TooLong(letters));
            }
            return Ok(vec![text.to_owned()]);
        }
        let lines: Vec<String> =
            text.split('\n').flat_map(|paragraph| wrap(paragraph, room, self.size)).collect();
        if lines.len() > self.room() {
            return Err(Misfit::TooManyLines { lines: lines.len(), room: self.room() });
        }
        Ok(lines)
    }

    /// The content of a field that shows these lines.
    #[must_use]
    pub(crate) fn text(self, lines: &[String]) -> String {
        if lines.iter().all(String::is_empty) {
            return "/Tx BMC EMC".to_owned();
        }
        let mut content =
            format!("/Tx BMC q 1 1 {:.2} {:.2} re W n BT 0 g\n", self.width - 2.0, self.height - 2.0);
        let wide = lines.iter().any(|line| encode(line).is_none());
        let _ = writeln!(content, "/{} {} Tf", if wide { WIDE } else { SIMPLE }, self.size);
        let first = if self.multiline {
            // The letters are on the ruled lines and between them.
            self.height - self.leading() * 0.78
        } else {
            (self.height - CAPITAL * self.size) / 2.0
        };
        let _ = writeln!(content, "{PAD} {first:.2} Td");
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                let _ = writeln!(content, "0 {:.2} Td", -self.leading());
            }
            let _ = writeln!(content, "{} Tj", if wide { glyphs(line) } else { literal(line) });
        }
        content.push_str("ET Q EMC");
        content
    }
}

/// Dotted lines to write on by hand, as far apart as `between`, in a box with nothing in it. They are a part of the empty field: what is
/// typed takes their place.
#[must_use]
pub(super) fn writing_lines(width: f32, height: f32, between: f32) -> String {
    let mut content = String::from("/Tx BMC q .6 G .4 w 1 J [0 2] 0 d");
    let mut y = height - between;
    while y > between / 2.0 {
        let _ = write!(content, " 1 {y:.2} m {:.2} {y:.2} l S", width - 1.0);
        y -= between;
    }
    content.push_str(" Q EMC");
    content
}

/// What the font with the standard encoding is called in a field's resources.
pub(crate) const SIMPLE: &str = "Typed";
/// What the font with every letter is called.
pub(crate) const WIDE: &str = "TypedWide";

/// Breaks a paragraph into lines: between words, and within a word only where it is longer than a line.
fn wrap(paragraph: &str, room: f32, size: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in paragraph.split_inclusive(' ') {
        let fits = |line: &str| width(line.trim_end(), size) <= room;
        let joined = lines.last().map(|line| format!("{line}{word}")).unwrap_or_default();
        if fits(&joined) {
            if let Some(line) = lines.last_mut() {
                *line = joined;
            }
            continue;
        }
        if lines.last().is_some_and(|line| !line.is_empty()) {
            lines.push(String::new());
        }
        for c in word.chars() {
            let longer = lines.last().map(|line| format!("{line}{c}")).unwrap_or_default();
            if !fits(&longer) && lines.last().is_some_and(|line| !line.is_empty()) {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

fn glyphs(line: &str) -> String {
    let ids = line.chars().filter_map(glyph).map(|(id, _)| format!("{id:04X}"));
    format!("<{}>", ids.collect::<String>())
}

fn literal(line: &str) -> String {
    let mut text = String::from("(");
    for byte in encode(line).unwrap_or_default() {
        if byte.is_ascii_alphanumeric() || byte == b' ' {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "\\{byte:03o}");
        }
    }
    text.push(')');
    text
}

/// A tick that fills a box.
#[must_use]
pub(crate) fn tick(width: f32, height: f32) -> String {
    let at = |x: f32, y: f32| format!("{:.2} {:.2}", width * x, height * y);
    format!(
        "q {:.2} w 1 J 1 j 0 G {} m {} l {} l S Q",
        width * 0.13,
        at(0.2, 0.52),
        at(0.42, 0.26),
        at(0.82, 0.8)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(width: f32, height: f32, multiline: bool) -> Frame {
        Frame { width, height, size: 10.0, multiline }
    }

    #[test]
    fn words_are_kept_whole_and_every_letter_is_kept() {
        let text = "One two three four five six seven";
        let lines = frame(60.0, 200.0, true).fit(text).unwrap();
        assert!(lines.len() > 2);
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn a_word_longer_than_a_line_is_broken_not_cut() {
        let word = "a".repeat(50);
        let lines = frame(60.0, 200.0, true).fit(&word).unwrap();
        assert_eq!(lines.concat(), word);
    }

    #[test]
    fn line_ends_of_the_author_are_kept() {
        assert_eq!(frame(300.0, 60.0, true).fit("a\n\nb").unwrap(), ["a", "", "b"]);
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let text = "word ".repeat(100);
        let misfit = frame(100.0, 24.0, true).fit(&text).unwrap_err();
        assert!(matches!(misfit, Misfit::TooManyLines { lines: 20.., room: 2 }), "{misfit:?}");
        assert!(matches!(frame(26.0, 24.0, false).fit("a long text"), Err(Misfit::TooLong(4..=8))));
        assert_eq!(frame(40.0, 24.0, false).fit("🙂"), Err(Misfit::Letter('🙂')));
    }

    #[test]
    fn two_typed_lines_stand_between_two_ruled_ones() {
        assert_eq!(frame(300.0, 4.0 * 24.0, true).room(), 8);
    }

    #[test]
    fn an_empty_box_has_a_line_to_write_on_between_each_two_rows() {
        let lines = |height| writing_lines(300.0, height, 24.0).matches(" l S").count();
        assert_eq!([lines(24.0), lines(48.0), lines(96.0)], [0, 1, 3]);
    }

    #[test]
    fn nothing_of_a_text_becomes_an_instruction() {
        let content = frame(300.0, 24.0, false).text(&["a) Tj (b \\".to_owned()]);
        assert!(content.contains("(a\\051 Tj \\050b \\134) Tj"), "{content}");
    }
}
