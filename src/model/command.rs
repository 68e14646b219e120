//! Commands that people copy from a page or a finding into their terminal. Pages are the same on every computer, so the commands are for
//! every shell.

use super::{HANDBOOK_FILE, Handbook};

/// `clausebook approve intake --config dc.toml --by …` for the words `approve` and `intake` before the handbook, and the rest after it.
#[must_use]
pub(crate) fn command(handbook: &Handbook, words: &str, rest: &str) -> String {
    let file = handbook.file.as_str();
    let config = if file == HANDBOOK_FILE { String::new() } else { format!(" --config {}", file_name(file)) };
    format!("clausebook {words}{config} {rest}")
}

/// A person's name between quotation marks, without what means something else there in one of the shells.
#[must_use]
pub(crate) fn person(name: &str) -> String {
    format!("\"{}\"", name.replace(SPECIAL, ""))
}

const SPECIAL: [char; 6] = ['"', '`', '$', '\\', '%', '!'];

/// The name of a file as one word. Single quotes, which the Windows prompt does not know, are for names that need them.
fn file_name(name: &str) -> String {
    if name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)) && !name.starts_with('-') {
        name.to_owned()
    } else if name.contains(SPECIAL) {
        format!("'{name}'")
    } else {
        format!("\"{name}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_is_one_word() {
        assert_eq!(file_name("handbook-dc.toml"), "handbook-dc.toml");
        assert_eq!(file_name("our handbook.toml"), "\"our handbook.toml\"");
        assert_eq!(file_name("a$b.toml"), "'a$b.toml'");
    }

    #[test]
    fn the_name_of_a_person_ends_no_quotation() {
        assert_eq!(person("Anna \"Annie\" O'Hara"), "\"Anna Annie O'Hara\"");
    }
}
