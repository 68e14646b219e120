//! Changes in the header of a version.

use jiff::civil::Date;

use super::header_edit::HeaderEdit;
use super::recorded::{ClausesRead, TextRecord};
use super::toml_text::{NewChange, NewChangeKind};
use super::{EditError, toml_text};
use crate::fence::{self, NoHeader};
use crate::source::split_byte_order_mark;

/// Where the header of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderFormat {
    /// Between lines `+++`, above the Markdown.
    Markdown,
    /// The whole file is TOML.
    Toml,
}

impl HeaderFormat {
    /// The format of the file at this path.
    #[must_use]
    pub(crate) fn of(path: &str) -> Self {
        if path.to_ascii_lowercase().ends_with(".toml") { Self::Toml } else { Self::Markdown }
    }

    /// How the names of such files end, without the dot.
    #[must_use]
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Toml => "toml",
        }
    }
}

/// What is recorded in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderChange {
    Approval {
        /// Name or office.
        by: String,
        on: Date,
        /// What was approved.
        text: TextRecord,
        /// What it was read against, where the approval says so.
        clauses: ClausesRead,
    },
    /// Someone approved a correction of an approved version.
    Correction {
        /// Name or office.
        by: String,
        /// The day.
        on: Date,
        /// What was corrected, in a sentence.
        change: String,
        /// What was approved.
        text: TextRecord,
    },
    /// Someone says that the text of an approved version is the one that was approved.
    TextConfirmation {
        /// Name or office.
        by: String,
        /// The day.
        on: Date,
        /// What was approved.
        text: TextRecord,
    },
    /// An approval was a mistake.
    ApprovalUndone {
        /// The day.
        on: Date,
        /// Why, in a sentence.
        change: String,
        /// Whether the version was reviewed: then what it was read against is no part of the approval.
        was_reviewed: bool,
    },
    /// Its document ends.
    End {
        /// The first day on which it is no longer in force.
        on: Date,
        /// Why, in a sentence.
        why: String,
        /// What takes its place: `policy:intake`.
        successor: Option<String>,
    },
    /// Its document doesn't end after all.
    EndUndone {
        /// The day.
        on: Date,
        /// Why, in a sentence.
        change: String,
    },
    /// Its document gets another id.
    Renaming {
        /// The id that it had.
        old: String,
        /// The id that it has now.
        new: String,
    },
    /// It has another title.
    Title(String),
    /// Someone read the version against the specification and found nothing to change.
    Review {
        /// Name or office.
        by: String,
        on: Date,
        /// The revisions that it was read against, by specification.
        clauses: ClausesRead,
    },
    /// Its citations use the ids of these revisions.
    Cites(Vec<(String, Date)>),
    /// A translation says what the original, which has this fingerprint, says now.
    TranslationUpdated { on: Date, made_from: String },
    /// A qualified translator confirmed that.
    TranslationConfirmed { by: String, on: Date, made_from: String },
    /// A correction of the original leaves a translation as it is.
    OriginalCorrected { made_from: String },
    /// A review that nobody made.
    ReviewRemoved,
    /// It becomes a new version: the old one's approval and review are left out, since nobody has read the new one, and the change
    /// becomes an entry of its history.
    Revision {
        /// The day on which the new version takes effect.
        on: Date,
        /// What changes, in a sentence.
        change: String,
        /// Whether whoever acknowledged the old version has to read the new one.
        is_material: bool,
    },
}

impl HeaderChange {
    /// Whether it says that the text of the file is approved.
    #[must_use]
    pub(crate) fn approves_text(&self) -> bool {
        match self {
            Self::Approval { .. } | Self::Correction { .. } | Self::TextConfirmation { .. } => true,
            Self::ApprovalUndone { .. }
            | Self::End { .. }
            | Self::EndUndone { .. }
            | Self::Renaming { .. }
            | Self::Title(_)
            | Self::Review { .. }
            | Self::Cites(_)
            | Self::TranslationUpdated { .. }
            | Self::TranslationConfirmed { .. }
            | Self::OriginalCorrected { .. }
            | Self::ReviewRemoved
            | Self::Revision { .. } => false,
        }
    }
}

/// What an approval writes; a new version has none of it.
const APPROVAL_KEYS: [&str; 6] = [
    "approved_by",
    "approved_on",
    "approved_text",
    "approved_values",
    "text_confirmed_by",
    "text_confirmed_on",
];

/// What the end of a document writes; a new version has none of it.
const END_KEYS: [&str; 3] = ["ends", "ends_because", "successor"];
/// What a review writes.
const REVIEW_KEYS: [&str; 3] = ["reviewed", "reviewed_by", "read_against"];

/// The text of a file with `change` in its header, and every other byte as it was.
///
/// # Errors
/// When the header can't be read, or a key to be changed is something else than it must be.
pub fn change_header(text: &str, format: HeaderFormat, change: &HeaderChange) -> Result<String, EditError> {
    match change {
        HeaderChange::Approval { by, on, text: approved, clauses } => edited(text, format, |edit| {
            edit.set("approved_by", toml_text::string(by), &["approver"])?;
            edit.set("approved_on", toml_text::date(*on), &["approved_by", "approver"])?;
            edit.set_clauses(clauses)?;
            edit.set_text(approved)
        }),
        HeaderChange::TextConfirmation { by, on, text: approved } => edited(text, format, |edit| {
            edit.set("text_confirmed_by", toml_text::string(by), &["approved_on"])?;
            edit.set("text_confirmed_on", toml_text::date(*on), &["text_confirmed_by", "approved_on"])?;
            edit.set_text(approved)
        }),
        HeaderChange::Correction { by, on, change, text: approved } => edited(text, format, |edit| {
            edit.set_text(approved)?;
            edit.add_to_history(&NewChange { on: *on, change, kind: NewChangeKind::MinorBy(by) })
        }),
        HeaderChange::Review { by, on, clauses } => edited(text, format, |edit| {
            edit.set("reviewed", toml_text::date(*on), &["approver"])?;
            edit.set("reviewed_by", toml_text::string(by), &["reviewed", "approver"])?;
            edit.set_clauses(clauses)
        }),
        HeaderChange::Cites(cites) => edited(text, format, |edit| edit.set_cites(cites)),
        HeaderChange::End { on, why, successor } => edited(text, format, |edit| {
            let after = ["review_months", "reviewed_by", "reviewed", "approver"];
            edit.set("ends", toml_text::date(*on), &after)?;
            edit.set("ends_because", toml_text::string(why), &[&["ends"][..], &after].concat())?;
            match successor {
                Some(id) => {
                    let after = [&["ends_because", "ends"][..], &after].concat();
                    edit.set("successor", toml_text::string(id), &after)
                }
                None => {
                    edit.remove("successor");
                    Ok(())
                }
            }
        }),
        HeaderChange::Title(title) => {
            edited(text, format, |edit| edit.set("title", toml_text::string(title), &[]))
        }
        HeaderChange::Renaming { old, new } => edited(text, format, |edit| {
            let names = edit.former_names(old, new);
            edit.set("formerly", toml_text::strings(&names), &["number", "title"])
        }),
        HeaderChange::OriginalCorrected { made_from } => {
            edited(text, format, |edit| edit.set("made_from", toml_text::words_on_lines(made_from), &[]))
        }
        HeaderChange::TranslationUpdated { on, made_from } => edited(text, format, |edit| {
            edit.set("made_from", toml_text::words_on_lines(made_from), &[])?;
            edit.set("made_on", toml_text::date(*on), &["made_from"])?;
            edit.remove("confirmed_by");
            edit.remove("confirmed_on");
            Ok(())
        }),
        HeaderChange::TranslationConfirmed { by, on, made_from } => edited(text, format, |edit| {
            edit.set("made_from", toml_text::words_on_lines(made_from), &[])?;
            edit.set("made_on", toml_text::date(*on), &["made_from"])?;
            edit.set("confirmed_by", toml_text::string(by), &["made_on", "made_from"])?;
            edit.set("confirmed_on", toml_text::date(*on), &["confirmed_by", "made_on", "made_from"])
        }),
        HeaderChange::ReviewRemoved => edited(text, format, |edit| {
            for key in REVIEW_KEYS {
                edit.remove(key);
            }
            Ok(())
        }),
        HeaderChange::EndUndone { on, change } => {
            let entry = NewChange { on: *on, change, kind: NewChangeKind::Material };
            without(&END_KEYS, text, format, &entry)
        }
        HeaderChange::ApprovalUndone { on, change, was_reviewed } => {
            let reading: &[&str] = if *was_reviewed { &[] } else { &["read_against"] };
            let entry = NewChange { on: *on, change, kind: NewChangeKind::Material };
            without(&[&APPROVAL_KEYS[..], reading].concat(), text, format, &entry)
        }
        HeaderChange::Revision { on, change, is_material } => {
            let kind = if *is_material { NewChangeKind::Material } else { NewChangeKind::NotMaterial };
            let entry = NewChange { on: *on, change, kind };
            without(&[&APPROVAL_KEYS[..], &REVIEW_KEYS, &END_KEYS].concat(), text, format, &entry)
        }
    }
}

/// Without these keys, and with an entry in the history.
fn without(
    keys: &[&str],
    text: &str,
    format: HeaderFormat,
    change: &NewChange<'_>,
) -> Result<String, EditError> {
    let shortened = edited(text, format, |edit| {
        for key in keys {
            edit.remove(key);
        }
        Ok(())
    })?;
    // Only now, so that the new lines end as a line that is still there.
    edited(&shortened, format, |edit| edit.add_to_history(change))
}

fn edited(
    text: &str,
    format: HeaderFormat,
    change: impl FnOnce(&mut HeaderEdit<'_>) -> Result<(), EditError>,
) -> Result<String, EditError> {
    let (mark, text) = split_byte_order_mark(text);
    let header = match format {
        HeaderFormat::Toml => 0..text.len(),
        HeaderFormat::Markdown => fence::find(text).map_err(no_header)?.header,
    };
    let mut edit = HeaderEdit::read(text, header)?;
    change(&mut edit)?;
    Ok(format!("{mark}{}", edit.splices.apply(text)))
}

fn no_header(reason: NoHeader) -> EditError {
    match reason {
        NoHeader::Missing => EditError::NoHeader,
        NoHeader::Unclosed => EditError::OpenHeader,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const POLICY: &str = "+++\n# Ours.\ntitle = \"Intake\"\napprover   = \"Board\"  # who\nreviewed = 2026-01-01 # by hand\n\n[card]\ndo = [\"A\"]\n+++\n\n## Text\n";

    fn approval(by: &str) -> HeaderChange {
        let text = TextRecord { fingerprint: "v1: 8k2m0q4t".to_owned(), values: Vec::new() };
        HeaderChange::Approval {
            by: by.to_owned(),
            on: date(2026, 12, 1),
            text,
            clauses: ClausesRead::default(),
        }
    }

    fn approved(text: &str) -> String {
        change_header(text, HeaderFormat::Markdown, &approval("The Board")).unwrap()
    }

    fn reviewed(text: &str) -> String {
        let change = HeaderChange::Review {
            by: "A Director".to_owned(),
            on: date(2026, 12, 1),
            clauses: ClausesRead::default(),
        };
        change_header(text, HeaderFormat::Markdown, &change).unwrap()
    }

    fn revised(text: &str) -> Result<String, EditError> {
        let words = "New \"deadline\".".to_owned();
        let change = HeaderChange::Revision { on: date(2027, 1, 1), change: words, is_material: true };
        change_header(text, HeaderFormat::Markdown, &change)
    }

    #[test]
    fn an_approval_is_added_after_the_approver() {
        let expected =
            POLICY.replace("# who\n", "# who\napproved_by = \"The Board\"\napproved_on = 2026-12-01\n");
        let expected = expected.replace("# by hand\n", "# by hand\napproved_text = \"v1: 8k2m0q4t\"\n");
        assert_eq!(approved(POLICY), expected);
    }

    #[test]
    fn a_long_fingerprint_is_on_several_lines_and_another_takes_its_place() {
        let digests = "8k2m0q4t ".repeat(23);
        let text = TextRecord {
            fingerprint: format!("v1: {}", digests.trim()),
            values: vec![("retention".to_owned(), "7 \"years\"".to_owned())],
        };
        let change = HeaderChange::Approval {
            by: "B".to_owned(),
            on: date(2026, 12, 1),
            text,
            clauses: ClausesRead::default(),
        };
        let text = POLICY.replace('\n', "\r\n");
        let changed = change_header(&text, HeaderFormat::Markdown, &change).unwrap();
        assert_eq!(changed.matches('\n').count(), changed.matches("\r\n").count());
        let header: toml::Table = toml::from_str(changed.split("+++").nth(1).unwrap()).unwrap();
        assert_eq!(header["approved_text"].as_str().unwrap().split_whitespace().count(), 24);
        assert_eq!(header["approved_values"]["retention"].as_str(), Some("7 \"years\""));
        assert_eq!(approved(&changed), approved(&text));
    }

    #[test]
    fn a_correction_has_its_entry_and_leaves_the_approval_as_it_was() {
        let text = TextRecord { fingerprint: "v1: 1h7xw9ze".to_owned(), values: Vec::new() };
        let by = "The Board".to_owned();
        let change =
            HeaderChange::Correction { by, on: date(2026, 12, 9), change: "A typo.".to_owned(), text };
        let approved = approved(POLICY);
        let changed = change_header(&approved, HeaderFormat::Markdown, &change).unwrap();
        let entry = "\n[[history]]\ndate = 2026-12-09\nchange = \"A typo.\"\nminor = true\nby = \"The Board\"\n+++\n\n## Text";
        let expected = approved.replace("8k2m0q4t", "1h7xw9ze").replace("+++\n\n## Text", entry);
        assert_eq!(changed, expected);
    }

    #[test]
    fn a_review_keeps_the_comment_after_it() {
        let expected = POLICY.replace(
            "reviewed = 2026-01-01 # by hand\n",
            "reviewed = 2026-12-01 # by hand\nreviewed_by = \"A Director\"\n",
        );
        assert_eq!(reviewed(POLICY), expected);
    }

    #[test]
    fn a_revision_loses_approval_and_review_and_says_what_changes() {
        let added = "\n[[history]]\ndate = 2027-01-01\nchange = \"New \\\"deadline\\\".\"\n+++\n\n## Text";
        let expected = POLICY.replace("reviewed = 2026-01-01 # by hand\n", "");
        let expected = expected.replace("+++\n\n## Text", added);
        assert_eq!(revised(&reviewed(&approved(POLICY))).unwrap(), expected);
    }

    #[test]
    fn an_entry_follows_the_last_entry_of_the_history() {
        let text = "+++\n[[history]]\nchange = \"First.\" # yes\n# More.\n\n[card]\ndo = []\n+++\n";
        let added = "\n[[history]]\ndate = 2027-01-01\nchange = \"New \\\"deadline\\\".\"\n";
        assert_eq!(revised(text).unwrap(), text.replace("# yes\n", &format!("# yes\n{added}")));
    }

    #[test]
    fn a_history_in_brackets_is_extended_in_its_own_style() {
        let entry = "{ date = 2027-01-01, change = \"New \\\"deadline\\\".\" }";
        let header = |history: &str| format!("+++\nhistory = {history} # all\ntitle = \"A\"\n+++\n");
        for (before, after) in [
            ("[]", format!("[{entry}]")),
            ("[{date = 2026-01-01}]", format!("[{{date = 2026-01-01}}, {entry}]")),
            ("[ {a = 1}, ]", format!("[ {{a = 1}}, {entry}, ]")),
            ("[\n\t{a = 1}, # one, two\n]", format!("[\n\t{{a = 1}}, # one, two\n\t{entry},\n]")),
            ("[\n  {a = 1} # one, two\n]", format!("[\n  {{a = 1}}, # one, two\n  {entry}\n]")),
            ("[{a = 1},\n  {b = 2}]", format!("[{{a = 1}},\n  {{b = 2}}, {entry}]")),
        ] {
            assert_eq!(revised(&header(before)).unwrap(), header(&after), "{before}");
        }
    }

    #[test]
    fn a_history_that_is_no_list_is_refused() {
        assert_eq!(revised("+++\nhistory = \"none\"\n+++\n"), Err(EditError::HistoryIsNoList));
        assert_eq!(revised("+++\n[history]\na = 1\n+++\n"), Err(EditError::HistoryIsNoList));
    }

    #[test]
    fn a_new_line_ends_as_the_line_before() {
        let mixed = "\u{feff}+++ \r\ntitle = \"A\"\napprover = \"B\"\r\nnumber = \"C\"\n+++\nOne\r\nTwo\n";
        let new = "approver = \"B\"\r\napproved_by = \"The Board\"\r\napproved_on = 2026-12-01\r\n";
        let text = "number = \"C\"\napproved_text = \"v1: 8k2m0q4t\"\n";
        let expected = mixed.replace("approver = \"B\"\r\n", new).replace("number = \"C\"\n", text);
        assert_eq!(approved(mixed), expected);
    }

    #[test]
    fn a_form_without_a_last_line_end_still_has_none() {
        let changed = change_header("title = \"F\"\r\napprover = \"A\"", HeaderFormat::Toml, &approval("B"));
        let expected = "title = \"F\"\r\napprover = \"A\"\r\napproved_by = \"B\"\r\napproved_on = 2026-12-01\r\napproved_text = \"v1: 8k2m0q4t\"";
        assert_eq!(changed.unwrap(), expected);
    }

    #[test]
    fn what_has_no_header_is_refused() {
        let change = approval("B");
        let change = |text| change_header(text, HeaderFormat::Markdown, &change);
        assert_eq!(change("## Text"), Err(EditError::NoHeader));
        assert_eq!(change("+++\ntitle = \"A\"\n"), Err(EditError::OpenHeader));
        assert!(matches!(change("+++\ntitle = \n+++\n"), Err(EditError::NotToml(_))));
        assert_eq!(change("+++\n[approved_by]\na = 1\n+++\n"), Err(EditError::KeyIsTable("approved_by")));
    }
}
