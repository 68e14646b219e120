//! A page of the manual as plain text for a terminal.

/// Lines are filled up to this many columns.
const COLUMNS: usize = 80;

/// The page, in the little Markdown that the manual is written in: headings, paragraphs, fenced examples, backticks and `**`.
/// `styled` says whether headings may be set bold.
pub(crate) fn plain(page: &str, styled: bool) -> String {
    let mut text = String::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut fenced = false;
    for line in page.lines().chain([""]) {
        if let Some(info) = line.strip_prefix("```") {
            // `toml handbook.toml`: the language, and the file that the example is in.
            if !fenced && let Some((_, path)) = info.split_once(' ') {
                text.push_str(&format!("    {path}:\n\n"));
            }
            fenced = !fenced;
        } else if fenced {
            text.push_str(format!("        {line}").trim_end());
            text.push('\n');
        } else if let Some(heading) = line.strip_prefix('#') {
            let heading = heading.trim_start_matches('#').trim();
            let (on, off) = if styled { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
            text.push_str(&format!("{on}{heading}{off}\n"));
        } else if line.is_empty() {
            fill(&paragraph.join(" ").replace("**", ""), "    ", COLUMNS, &mut text);
            paragraph.clear();
            text.push('\n');
        } else {
            paragraph.push(line);
        }
    }
    let mut text = text.trim_end().to_owned();
    text.push('\n');
    text
}

/// What the page says first: one sentence.
pub(crate) fn summary(page: &str) -> String {
    let lines = page.lines().skip_while(|line| line.is_empty() || line.starts_with('#'));
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// An entry of a list of codes, each in a column of this many letters.
pub(crate) fn item(code: &str, width: usize, summary: &str) -> String {
    let mut filled = String::new();
    let indent = " ".repeat(width + 4);
    fill(summary, &indent, COLUMNS, &mut filled);
    format!("  {code:width$}  {}", filled.trim_start())
}

/// Words in lines, each after `indent`.
fn fill(words: &str, indent: &str, columns: usize, into: &mut String) {
    let mut column = 0;
    for word in words.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > columns {
            into.push('\n');
            column = 0;
        }
        if column == 0 {
            into.push_str(indent);
            column = indent.len();
        } else {
            into.push(' ');
            column += 1;
        }
        into.push_str(word);
        column += length;
    }
    if column > 0 {
        into.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::{fill, plain};

    #[test]
    fn a_page_is_plain_text() {
        let page = "# code\n\nOne **strong**\nline.\n\n## Example\n\n```toml handbook.toml\ntitle = 1\n```\n";
        let text = "code\n\n    One strong line.\n\nExample\n\n    handbook.toml:\n\n        title = 1\n";
        assert_eq!(plain(page, false), text);
        assert!(plain(page, true).starts_with("\u{1b}[1mcode\u{1b}[0m\n"));
    }

    #[test]
    fn lines_are_filled_and_a_long_word_is_left_whole() {
        let mut text = String::new();
        fill("one two three https://example.org/a", " ", 9, &mut text);
        assert_eq!(text, " one two\n three\n https://example.org/a\n");
    }
}
