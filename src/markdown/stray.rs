//! Marks that Markdown didn't understand, so that they are printed: `##Purpose`, a pasted bullet, `**Note:**text`.
//!
//! It looks at the letters that are printed (`letters`), not at the source: what is in backticks, or has a backslash before it, is as its
//! author wants it.

use std::ops::Range;

use super::letters::{Leaf, LeafKind, Letter};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::source::Span;

/// Bullets as word processors write them, those of Symbol and Wingdings as well.
pub(crate) const BULLETS: &str = "•◦▪▫‣⁃∙●■➢➤❖·\u{f0a7}\u{f0a8}\u{f0b7}\u{f0d8}\u{f076}";

/// Finds the stray marks of a leaf.
pub(super) fn marks(leaf: &Leaf, place: &dyn Fn(Range<usize>) -> Span) -> Vec<Diagnostic> {
    let mut stray = Stray { place, found: Vec::new() };
    if leaf.kind == LeafKind::Text {
        if leaf.has_any(&['|']) {
            stray.table_row(leaf);
        }
        stray.line_starts(leaf);
    }
    if leaf.has_any(&['[']) {
        leaf.lines().for_each(|line| stray.boxes(line));
    }
    if leaf.has_any(&['*', '_', '~', '`']) {
        stray.pairs(leaf);
    }
    stray.found
}

struct Stray<'a> {
    place: &'a dyn Fn(Range<usize>) -> Span,
    found: Vec<Diagnostic>,
}

impl Stray<'_> {
    fn report(&mut self, letters: &[Letter], message: String, hint: String) {
        if let [first, .., last] | [first @ last] = letters {
            let span = (self.place)(first.at..last.end);
            self.found.push(Diagnostic::new(FindingCode::StrayMark, span, message).hint(hint));
        }
    }

    /// A row of pipes that is in no table.
    fn table_row(&mut self, leaf: &Leaf) {
        let rows = || {
            leaf.lines()
                .filter(|line| line.first().is_some_and(|first| first.is('|')) || is_line_of_dashes(line))
        };
        let Some([first, .., last]) = rows().next() else { return };
        let hint = if leaf.after_table {
            "remove the blank line above it: a table ends there"
        } else if rows().any(is_line_of_dashes) {
            "the line of dashes must have as many columns as the line above it"
        } else {
            "a table has a line of dashes below its first row: |---|---|; to show a `|`, put a backslash before it: \\|"
        };
        let span = (self.place)(first.at..last.end);
        self.found.push(
            Diagnostic::new(
                FindingCode::BrokenTable,
                span,
                "this row isn't in a table, and its `|` are printed",
            )
            .hint(hint),
        );
    }

    fn line_starts(&mut self, leaf: &Leaf) {
        let lines: Vec<&[Letter]> = leaf.lines().collect();
        // The lines of one list are one finding.
        let mut in_list = false;
        for (at, line) in lines.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| lines[before]);
            if self.heading(line) || self.space(line) || self.word_of_a_block(line) || in_list {
                continue;
            }
            in_list = self.bullet(line) || self.item(line, before, lines.get(at + 1).copied());
        }
    }

    fn bullet(&mut self, line: &[Letter]) -> bool {
        let is_bullet = is_bullet(line);
        if is_bullet {
            self.report(
                &line[..1],
                format!("`{}` doesn't make a list, and its lines run together", line[0].c),
                "begin each line of the list with `- `".to_owned(),
            );
        }
        is_bullet
    }

    /// `##Purpose` and `#Hash`; `#1` is a number.
    fn heading(&mut self, line: &[Letter]) -> bool {
        let signs = line.iter().take_while(|letter| letter.is('#')).count();
        let Some(next) = line.get(signs).filter(|_| signs > 0) else { return false };
        let is_heading = match next.mark() {
            Some(c) if signs == 1 => c.is_alphabetic(),
            Some(c) => c.is_alphanumeric() || signs > 6,
            None => false,
        };
        if is_heading {
            let mark = "#".repeat(signs);
            let wanted = "#".repeat(signs.clamp(2, 6));
            self.report(
                &line[..=signs],
                format!("`{mark}` doesn't make a heading here, and is printed"),
                format!(
                    "write `{wanted}`, a space and the heading; to show a `#`, put a backslash before it: \\#"
                ),
            );
        }
        is_heading
    }

    /// A no-break space where a mark needs an ordinary one.
    fn space(&mut self, line: &[Letter]) -> bool {
        let mark = mark_length(line);
        let Some(after) = line.get(mark).filter(|_| mark > 0) else { return false };
        let strange = after.mark().is_some_and(|c| {
            (c.is_whitespace() && !matches!(c, ' ' | '\t')) || matches!(c, '\u{200b}' | '\u{feff}')
        });
        if strange {
            let written: String = line[..mark].iter().map(|letter| letter.c).collect();
            self.report(
                &line[..=mark],
                format!(
                    "`{written}` has no effect here and is printed: the space after it isn't an ordinary one"
                ),
                "delete the space and type it again".to_owned(),
            );
        }
        strange
    }

    /// `:::note`, `[!NOTE] words` and a line that begins with a colon.
    fn word_of_a_block(&mut self, line: &[Letter]) -> bool {
        if !line.first().is_some_and(|first| first.is('[') || first.is(':')) {
            return false;
        }
        let text = typed(line);
        let callout = text.strip_prefix("[!").and_then(|rest| rest.split_once(']'));
        let callout = callout.filter(|(word, _)| !word.is_empty() && word.chars().all(char::is_alphabetic));
        let (length, hint) = if let Some((word, _)) = callout {
            (
                word.chars().count() + 3,
                "a box begins with `> [!NOTE]` on a line of its own, and its text follows on lines that begin with `> `; besides NOTE there are TIP, IMPORTANT, WARNING and CAUTION",
            )
        } else if text.starts_with(":::") {
            (3, "for a box, write `> [!NOTE]` on a line of its own and begin the lines of its text with `> `")
        } else if text.starts_with(": ") {
            (
                1,
                "a term is the line above, without a blank line between; to show a `:`, put a backslash before it: \\:",
            )
        } else {
            return false;
        };
        let mark: String = line[..length].iter().map(|letter| letter.c).collect();
        self.report(&line[..length], format!("`{mark}` has no effect here and is printed"), hint.to_owned());
        true
    }

    /// `1)Item`, `-Item`, and an item that goes on with the paragraph before it.
    fn item(&mut self, line: &[Letter], before: Option<&[Letter]>, after: Option<&[Letter]>) -> bool {
        let mark = mark_length(line);
        let Some(sign) = mark.checked_sub(1).and_then(|last| line[last].mark()) else { return false };
        let rest = typed(&line[mark..]);
        let written: String = line[..mark].iter().map(|letter| letter.c).collect();
        let mut next = rest.chars();
        let (first, second) = (next.next().unwrap_or(' '), next.next().unwrap_or(' '));
        let alike = |other: Option<&[Letter]>| {
            other.is_some_and(|other| {
                mark_length(other) > 0 && line[0].c.is_ascii_digit() == other[0].c.is_ascii_digit()
            })
        };
        let glued = match sign {
            ')' => first.is_alphabetic() && second.is_alphabetic(),
            '.' => first.is_uppercase() && second.is_alphabetic(),
            '-' => first.is_uppercase() && (before.is_none() || alike(before) || alike(after)),
            _ => false,
        };
        let ends_with_colon = before.is_some_and(|before| typed(before).trim_end().ends_with(':'));
        let goes_on = matches!(sign, '.' | ')')
            && first == ' '
            && !rest.trim().is_empty()
            && before.is_some()
            && (ends_with_colon || alike(before) || alike(after));
        if glued {
            let word = rest.split_whitespace().next().unwrap_or_default();
            self.report(
                &line[..mark],
                format!("`{written}` doesn't make a list here, and is printed"),
                format!("write a space after it: `{written} {word}`"),
            );
        } else if goes_on {
            self.report(
                &line[..mark],
                format!("`{written}` doesn't begin a list here, and its line continues the one before"),
                "leave a blank line before the list: without it only a list that begins with 1 is one"
                    .to_owned(),
            );
        }
        glued || goes_on
    }

    /// `[ ]` and `[x]`.
    fn boxes(&mut self, line: &[Letter]) {
        let found = line.windows(3).enumerate().find(|(at, three)| {
            let before = at.checked_sub(1).map(|before| line[before]);
            three[0].is('[')
                && three[1].mark().is_some_and(|c| matches!(c, ' ' | 'x' | 'X'))
                && three[2].is(']')
                && before.is_none_or(|before| !before.c.is_alphanumeric() && !"(])".contains(before.c))
                && line.get(at + 3).is_none_or(|after| after.c.is_whitespace())
        });
        if let Some((_, three)) = found {
            let mark: String = three.iter().map(|letter| letter.c).collect();
            self.report(
                three,
                format!("`{mark}` doesn't make a box, and is printed"),
                "remove it: a list of what to do begins with `- `, and a checklist that people fill in is a form (`clausebook new form`); to show the brackets, put a backslash before them: \\[".to_owned(),
            );
        }
    }

    /// `**Note:**text`: stars, underscores, tildes and backticks that belong to no pair.
    fn pairs(&mut self, leaf: &Leaf) {
        let runs = runs(&leaf.letters);
        let closed = |mark| runs.iter().rposition(|run| run.mark == mark && run.length < 3 && run.closes);
        let (star, underscore) = (closed('*'), closed('_'));
        let stray = runs.iter().enumerate().find(|(at, run)| match (run.mark, run.length) {
            ('`', _) => true,
            ('~' | '*', 2) => run.opens,
            ('*', 1) => run.opens && star > Some(*at),
            ('_', 1 | 2) => run.opens && underscore > Some(*at),
            _ => false,
        });
        let Some((_, run)) = stray else { return };
        let letters = &leaf.letters[run.start..run.start + run.length];
        let mark: String = letters.iter().map(|letter| letter.c).collect();
        let sign = run.mark;
        let hint = match sign {
            '`' => "write the second one where the words end, or an apostrophe; to show one, put a backslash before it: \\`".to_owned(),
            _ => format!("it works in pairs that touch their words, and words don't touch them outside: `{mark}Note:{mark} text`; to show a `{sign}`, put a backslash before it: \\{sign}"),
        };
        let what = if sign == '`' { "a backtick".to_owned() } else { format!("`{mark}`") };
        self.report(letters, format!("{what} has no effect here and is printed"), hint);
    }
}

/// Marks of one kind next to each other.
struct MarkerRun {
    mark: char,
    start: usize,
    length: usize,
    /// Words follow it, and none touch it before.
    opens: bool,
    /// Words touch it before.
    closes: bool,
}

fn runs(letters: &[Letter]) -> Vec<MarkerRun> {
    let mut runs: Vec<MarkerRun> = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let Some(mark) = letters[at].mark().filter(|c| matches!(c, '*' | '_' | '~' | '`')) else {
            at += 1;
            continue;
        };
        let length = letters[at..].iter().take_while(|letter| letter.is(mark)).count();
        let before = at.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(at + length);
        runs.push(MarkerRun {
            mark,
            start: at,
            length,
            opens: before.is_none_or(|before| !before.c.is_alphanumeric())
                && after.is_some_and(|after| {
                    after.c.is_alphanumeric() || after.is_thing() || "([“‘\"'{$".contains(after.c)
                }),
            closes: before.is_some_and(|before| !before.c.is_whitespace()),
        });
        at += length;
    }
    runs
}

/// How many letters of a line are the mark of a heading or an item; 0 where it has none.
fn mark_length(line: &[Letter]) -> usize {
    let count = |test: &dyn Fn(char) -> bool| {
        line.iter().take_while(|letter| letter.mark().is_some_and(test)).count()
    };
    let digits = count(&|c| c.is_ascii_digit());
    if (1..=3).contains(&digits) && line.get(digits).is_some_and(|sign| sign.is('.') || sign.is(')')) {
        return digits + 1;
    }
    match line.first().and_then(Letter::mark) {
        Some('#') => count(&|c| c == '#'),
        Some('-' | '*' | '+') => 1,
        _ => 0,
    }
}

fn is_bullet(line: &[Letter]) -> bool {
    match line {
        [first, ..] if first.mark().is_some_and(|c| BULLETS.contains(c)) => line.len() > 1,
        // Word's bullet of the second level.
        [first, second, ..] => first.is('o') && second.is('\t'),
        _ => false,
    }
}

/// `|---|---|`, as it is printed: dashes have become longer ones.
fn is_line_of_dashes(line: &[Letter]) -> bool {
    let text = typed(line);
    text.contains('|') && text.contains(['-', '–', '—']) && text.chars().all(|c| "|-–—: \t".contains(c))
}

/// The letters that may be marks; each of the others is replaced by another character.
fn typed(line: &[Letter]) -> String {
    line.iter().map(|letter| letter.mark().unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}
