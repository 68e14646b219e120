//! Changes at the head of a version, which keep the author's formatting and comments.

use jiff::civil::Date;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

/// The head of a file, taken apart so that it can be put together again.
pub struct Head {
    before: String,
    document: DocumentMut,
    after: String,
    windows: bool,
}

impl Head {
    /// Reads the head of a file: all of it, or what stands between the `+++` lines of Markdown.
    ///
    /// # Errors
    /// A sentence that says why it cannot be read.
    pub fn read(text: &str, markdown: bool) -> Result<Self, String> {
        let windows = text.contains("\r\n");
        let text = text.replace("\r\n", "\n");
        let (before, head, after) = if markdown {
            let fenced = text.trim_start_matches('\u{feff}').strip_prefix("+++\n");
            let start = text.len() - fenced.ok_or("it does not begin with a line `+++`")?.len();
            let end = text[start..].find("\n+++").ok_or("its header does not end with a line `+++`")?;
            let (head, after) = text.split_at(start + end + 1);
            (&head[..start], &head[start..], after)
        } else {
            let start = text.len() - text.trim_start_matches('\u{feff}').len();
            (&text[..start], &text[start..], "")
        };
        let document: DocumentMut = head.parse().map_err(|error: toml_edit::TomlError| {
            format!("its header is not valid TOML: {}", error.message())
        })?;
        Ok(Self { before: before.to_owned(), document, after: after.to_owned(), windows })
    }

    /// The file.
    #[must_use]
    pub fn write(&self) -> String {
        let text = format!("{}{}{}", self.before, self.document, self.after);
        if self.windows { text.replace('\n', "\r\n") } else { text }
    }

    /// Records an approval.
    pub fn approve(&mut self, by: &str, on: Date) {
        self.set("approved_by", value(by), "approver");
        self.set("approved_on", value(day(on)), "approved_by");
    }

    /// Records that someone read it against the specification and found nothing to change.
    pub fn review(&mut self, by: &str, on: Date) {
        self.set("reviewed", value(day(on)), "approver");
        self.set("reviewed_by", value(by), "reviewed");
    }

    /// Makes it a new version: without the approval of the old one, and with a word of what changes.
    pub fn revise(&mut self, on: Date, change: &str) {
        self.document.remove("approved_by");
        self.document.remove("approved_on");
        let mut entry = Table::new();
        entry.insert("date", value(day(on)));
        entry.insert("change", value(change));
        let history = self.document.entry("history").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
        if let Some(history) = history.as_array_of_tables_mut() {
            history.push(entry);
        }
    }

    /// Sets a key; a new one is put behind the key `behind`.
    fn set(&mut self, key: &str, mut new: Item, behind: &str) {
        let table = self.document.as_table_mut();
        if let (Some(Item::Value(old)), Item::Value(new)) = (table.get(key), &mut new) {
            *new.decor_mut() = old.decor().clone();
        }
        let known = table.contains_key(key);
        table.insert(key, new);
        if known {
            return;
        }
        let mut order: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
        order.retain(|other| other != key);
        let at = order.iter().position(|other| other == behind).map_or(order.len(), |at| at + 1);
        order.insert(at, key.to_owned());
        let place = |key: &str| order.iter().position(|other| other == key);
        table.sort_values_by(|one, _, other, _| place(one.get()).cmp(&place(other.get())));
    }
}

fn day(date: Date) -> toml_edit::Datetime {
    // The calendar of both is the same.
    date.to_string().parse().expect("a day of the calendar")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const POLICY: &str = "+++\n# Ours.\ntitle = \"Intake\"\napprover   = \"Board\"  # who\nreviewed = 2026-01-01 # by hand\n\n[card]\ndo = [\"A\"]\n+++\n\n## Text\n";

    fn changed(text: &str, change: impl Fn(&mut Head)) -> String {
        let mut head = Head::read(text, true).unwrap();
        change(&mut head);
        head.write()
    }

    #[test]
    fn an_approval_is_put_behind_the_approver_and_nothing_else_moves() {
        let text = changed(POLICY, |head| head.approve("The Board", date(2026, 12, 1)));
        let expected =
            POLICY.replace("# who\n", "# who\napproved_by = \"The Board\"\napproved_on = 2026-12-01\n");
        assert_eq!(text, expected);
    }

    #[test]
    fn a_review_keeps_the_comment_behind_it() {
        let text = changed(POLICY, |head| head.review("A Director", date(2026, 12, 1)));
        let expected = POLICY.replace(
            "reviewed = 2026-01-01 # by hand\n",
            "reviewed = 2026-12-01 # by hand\nreviewed_by = \"A Director\"\n",
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn a_revision_loses_the_approval_and_says_what_changes() {
        let approved = changed(POLICY, |head| head.approve("The Board", date(2026, 12, 1)));
        let text = changed(&approved, |head| head.revise(date(2027, 1, 1), "New deadline."));
        assert!(!text.contains("approved_"), "{text}");
        assert!(text.contains("[[history]]\ndate = 2027-01-01\nchange = \"New deadline.\"\n"), "{text}");
        assert!(text.ends_with("+++\n\n## Text\n"), "{text}");
    }

    #[test]
    fn line_ends_of_windows_stay() {
        let text = changed(&POLICY.replace('\n', "\r\n"), |head| head.approve("B", date(2026, 12, 1)));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    }

    #[test]
    fn what_has_no_header_is_told() {
        assert!(Head::read("## Text", true).is_err());
        assert!(Head::read("+++\ntitle = \n+++\n", true).is_err());
        assert!(Head::read("title = \"Form\"", false).is_ok());
    }
}
