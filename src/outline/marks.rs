//! What is before the words of a line: a bullet, a number, a letter.

const BULLETS: [char; 12] = ['-', '•', '*', '–', '—', '·', '▪', '◦', '●', '○', '\u{f0b7}', '‣'];

/// A mark at the start of a line, and the words after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LineMark {
    Bullet,
    Number(Numeral),
}

/// A number or letter that counts entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numeral {
    /// As it is written: `(a)`.
    pub(super) written: String,
    pub(super) kind: NumeralKind,
    /// Its place in its row: 1 for `a`.
    pub(super) value: u32,
    pub(super) wrap: Wrap,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumeralKind {
    Digits,
    Lower,
    Upper,
    /// `461.410`, `3418`: names a section of a code of law.
    Section,
    /// `1.2.3`
    Path,
}

/// What is around a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrap {
    /// `a.`
    Dot,
    /// `a)`
    Right,
    /// `(a)`
    Both,
    None,
}

/// The mark at the start of a trimmed line, and what is after it.
pub(super) fn mark(line: &str) -> Option<(LineMark, &str)> {
    let first = line.chars().next()?;
    if BULLETS.contains(&first) || (first == 'o' && line.starts_with("o ")) {
        let rest = &line[first.len_utf8()..];
        // `**bold**` and `---` are no bullets.
        return (rest.starts_with(char::is_whitespace) && !rest.trim().is_empty())
            .then(|| (LineMark::Bullet, rest.trim_start()));
    }
    let line = line.strip_prefix('§').map_or(line, str::trim_start);
    // `a)(Name) words` is the mark `a)` with words next to it.
    let glued = line.find(')').map(|at| at + 1).filter(|at| line[*at..].starts_with('('));
    let end = glued.or_else(|| line.find(char::is_whitespace)).unwrap_or(line.len());
    let (word, rest) = (&line[..end], line[end..].trim_start());
    let numeral = numeral(word)?;
    (!rest.is_empty()).then_some((LineMark::Number(numeral), rest))
}

/// Reads `6.`, `(a)`, `iv.`, `461.410` or `1.2.3`.
pub(super) fn numeral(word: &str) -> Option<Numeral> {
    let (core, wrap) = if let Some(core) = word.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (core, Wrap::Both)
    } else if let Some(core) = word.strip_suffix(')') {
        (core, Wrap::Right)
    } else if let Some(core) = word.strip_suffix(['.', ':']) {
        (core, Wrap::Dot)
    } else {
        (word, Wrap::None)
    };
    let (kind, value) = kind_and_value(core, wrap)?;
    Some(Numeral { written: word.trim_end_matches(':').to_owned(), kind, value, wrap })
}

fn kind_and_value(core: &str, wrap: Wrap) -> Option<(NumeralKind, u32)> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if is_digits(core) {
        return match (core.len(), wrap) {
            // A year at the start of a sentence is no section.
            (1..=3, Wrap::Dot | Wrap::Right | Wrap::Both) => Some((NumeralKind::Digits, core.parse().ok()?)),
            (4, Wrap::None | Wrap::Dot) if !core.starts_with("19") && !core.starts_with("20") => {
                Some((NumeralKind::Section, core.parse().ok()?))
            }
            _ => None,
        };
    }
    let parts: Vec<&str> = core.split('.').collect();
    if parts.len() > 1 && parts.iter().all(|part| is_digits(part)) {
        let last = parts.last()?.parse().ok()?;
        let kind = if parts[0].len() > 2 { NumeralKind::Section } else { NumeralKind::Path };
        let is_number =
            kind == NumeralKind::Path && parts.len() == 2 && wrap != Wrap::Dot && parts[1].len() > 2;
        return (!is_number).then_some((kind, last));
    }
    if wrap == Wrap::None {
        return None;
    }
    match core.as_bytes() {
        [b @ b'a'..=b'z'] => Some((NumeralKind::Lower, u32::from(b - b'a') + 1)),
        [b @ b'A'..=b'Z'] => Some((NumeralKind::Upper, u32::from(b - b'A') + 1)),
        _ => roman(core).map(|value| (NumeralKind::Lower, value + ROMANS)),
    }
}

/// Added to the value of `ii`, `iii` and so on, which follow no letter.
pub(super) const ROMANS: u32 = 100;

fn roman(text: &str) -> Option<u32> {
    const FIRST: [&str; 20] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi",
        "xvii", "xviii", "xix", "xx",
    ];
    let at = FIRST.iter().position(|one| *one == text)?;
    u32::try_from(at + 1).ok()
}
