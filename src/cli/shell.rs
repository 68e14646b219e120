//! Commands that people paste into their terminal.

use std::path::Path;

use super::Place;

/// A command for the handbook in `place`: `clausebook approve intake "my handbook" --config dc.toml --by …` for the words `approve`
/// and `intake` before the folder, and the options after it.
pub(crate) fn command(place: &Place, words: &[&str], options: &[&str]) -> String {
    let mut line = vec!["clausebook".to_owned()];
    line.extend(words.iter().map(|word| quoted(word)));
    if place.dir != Path::new(".") {
        line.push(path(&place.dir));
    }
    if place.config != Place::CONFIG {
        line.extend(["--config".to_owned(), quoted(&place.config)]);
    }
    line.extend(options.iter().map(|word| quoted(word)));
    line.join(" ")
}

/// A path as one word, which no command takes for an option.
pub(crate) fn path(path: &Path) -> String {
    let shown = path.display().to_string();
    quoted(&if shown.starts_with('-') { format!("./{shown}") } else { shown })
}

/// A text as one word of the terminal that people of this system use.
pub(crate) fn quoted(word: &str) -> String {
    if cfg!(windows) { for_windows(word) } else { for_unix(word) }
}

fn is_plain(word: &str, also: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || "-_./:".contains(c) || also.contains(c))
}

/// For every Unix shell. In double quotes, `$`, backticks, `\` and `!` keep their meaning.
fn for_unix(word: &str) -> String {
    if is_plain(word, "") {
        word.to_owned()
    } else if word.contains(['"', '$', '`', '\\', '!']) {
        format!("'{}'", word.replace('\'', r"'\''"))
    } else {
        format!("\"{word}\"")
    }
}

/// For `PowerShell` and for `cmd`. What `PowerShell` fills in within double quotes goes into single quotes, which `cmd` doesn't know.
fn for_windows(word: &str) -> String {
    if is_plain(word, "\\") {
        return word.to_owned();
    }
    // A backslash before the closing quote would quote it.
    let word = word.trim_end_matches('\\');
    if word.contains(['"', '$', '`']) {
        format!("'{}'", word.replace('\'', "''"))
    } else {
        format!("\"{word}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_spaces_is_in_double_quotes_everywhere() {
        for quote in [for_unix, for_windows] {
            assert_eq!(quote("intake"), "intake");
            assert_eq!(quote("form:service-plan"), "form:service-plan");
            assert_eq!(quote("Our handbook (2026)"), "\"Our handbook (2026)\"");
            assert_eq!(quote("Anna's"), "\"Anna's\"");
            assert_eq!(quote("a&b"), "\"a&b\"");
            assert_eq!(quote(""), "\"\"");
        }
    }

    #[test]
    fn what_a_shell_would_fill_in_stays_as_it_is() {
        assert_eq!(for_unix("a $HOME"), "'a $HOME'");
        assert_eq!(for_unix("it's $1"), r"'it'\''s $1'");
        assert_eq!(for_unix(r"a\b"), r"'a\b'");
        assert_eq!(for_unix("~me"), "\"~me\"");
        assert_eq!(for_windows(r"C:\Users\Anna"), r"C:\Users\Anna");
        assert_eq!(for_windows(r"C:\Our files\"), "\"C:\\Our files\"");
        assert_eq!(for_windows("it's $1"), "'it''s $1'");
    }

    #[test]
    fn a_folder_and_another_handbook_file_are_named_where_they_were() {
        let place = |dir: &str, config: &str| Place { dir: dir.into(), config: config.to_owned() };
        let here = place(".", "handbook.toml");
        assert_eq!(command(&here, &["build"], &[]), "clausebook build");
        let there = place("my book", "dc.toml");
        assert_eq!(
            command(&there, &["approve", "intake"], &["--by", "A B"]),
            "clausebook approve intake \"my book\" --config dc.toml --by \"A B\""
        );
        assert_eq!(command(&place("-x", "handbook.toml"), &["check"], &[]), "clausebook check ./-x");
    }
}
