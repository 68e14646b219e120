//! What is said at the head of every version, and which version stands.

use std::ops::Range;
use std::sync::Arc;

use toml::value::Datetime;

use super::fields::{Fields, calendar_day};
use super::lookup::Names;
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{self, CurriculumFile, FormFile, PolicyFile, Spanned, VersionFile};
use crate::markdown::{self, Input};
use crate::memo::{Key, Keyed, Memo};
use crate::model::document::{Document, Line};
use crate::model::version::choose;
use crate::model::{Approval, Date, Header, Track, Versioned};
use crate::source::{FileId, Files, Placed, Span};

/// A review at least this often is asked for when a header names no interval.
const YEARLY: u32 = 12;

/// A file that is a version of something.
pub trait Versioning {
    /// The keys at its head.
    fn keys(&self) -> load::Header<'_>;
}

impl Versioning for PolicyFile {
    fn keys(&self) -> load::Header<'_> {
        self.header.keys.header()
    }
}

impl Versioning for CurriculumFile {
    fn keys(&self) -> load::Header<'_> {
        self.header.keys.header()
    }
}

impl Versioning for FormFile {
    fn keys(&self) -> load::Header<'_> {
        self.head.keys.header()
    }
}

fn approved<S: Versioning>(version: &VersionFile<S>, today: Date) -> bool {
    let on = version.source.keys().approved_on;
    on.and_then(|on| calendar_day(on.get_ref())).is_some_and(|on| on <= today)
}

/// The place of the version that stands, among versions sorted by date, drafts last.
pub fn stands<S: Versioning>(versions: &[&VersionFile<S>], today: Date) -> Option<usize> {
    let dated: Vec<(Option<Date>, bool)> =
        versions.iter().map(|version| (version.effective, approved(version, today))).collect();
    choose(&dated, today)
}

/// What the reading of every version needs.
pub struct Reader<'a> {
    /// The texts.
    pub files: &'a Files,
    /// Service lines that a header may name.
    pub known_tracks: &'a [Track],
    /// Service lines offered.
    pub offered: &'a [Track],
    /// What the text may name.
    pub names: &'a Names<'a>,
    /// When somebody reaches for a form.
    pub form_tasks: &'a [Placed<String>],
    /// The day that the handbook speaks of.
    pub today: Date,
    /// Stands for all of these.
    pub key: Key,
    /// What earlier builds have read.
    pub memo: &'a Memo,
}

impl Reader<'_> {
    /// Reads the versions of one policy or form, oldest first and drafts last. The text of versions that have been superseded
    /// is not read: what it cites may be gone, and nobody mends the past.
    pub fn versions<S: Versioning, V: Send + Sync + 'static>(
        &self,
        versions: &[&VersionFile<S>],
        read: impl Fn(&VersionFile<S>, &mut Findings) -> V,
        header: impl Fn(&V) -> &Header,
        findings: &mut Findings,
    ) -> Option<Versioned<V>> {
        let mut read = |version: &VersionFile<S>| {
            let key = Key::of(&("version", self.key, self.files.get(version.file).key));
            let (value, found) = self.memo.get(key, || {
                let mut found = Findings::default();
                let value = Arc::new(read(version, &mut found));
                (value, found)
            });
            findings.append(found);
            Keyed::new(key, value)
        };
        let shown = stands(versions, self.today)?;
        let current = read(versions[shown]);
        let later: Vec<Keyed<V>> = versions[shown + 1..].iter().map(|version| read(version)).collect();
        for version in later.iter().map(|version| header(version)) {
            if let Some(date) = version.effective.filter(|date| *date <= self.today) {
                findings.push(
                    Diagnostic::new(
                        FindingCode::UnapprovedVersion,
                        version.span,
                        format!("the version of {date} has reached its date without approval; the version before it is still in force"),
                    )
                    .hint("record `approved_by` and `approved_on` in its header once it is approved"),
                );
            }
        }
        let supersedes = versions[..shown].iter().rev().find(|version| approved(version, self.today));
        Some(Versioned {
            id: versions[shown].id.clone(),
            current,
            later,
            supersedes: supersedes.and_then(|version| version.effective),
        })
    }

    /// Reads what stands at the head of a version that is called `id` where it has no title.
    pub fn header(
        &self,
        keys: load::Header<'_>,
        effective: Option<Date>,
        id: &str,
        fields: &mut Fields<'_>,
    ) -> Header {
        let tracks = fields.tracks(keys.tracks, self.known_tracks);
        let history = fields.changes(keys.history, &|text, span, findings| self.filled(text, span, findings));
        let title = self.words("title", keys.title, fields);
        let title = if title.is_empty() { Placed::new(id.to_owned(), title.span) } else { title };
        let number = self.words("number", keys.number, fields);
        let owner = self.words("owner", keys.owner, fields);
        let approver = self.words("approver", keys.approver, fields);
        let approval = self.approval(keys, fields);
        let mut reviewed = self.past("reviewed", keys.reviewed, fields);
        if fields.unread.iter().any(|key| key == "reviewed") {
            // It is there and has been reported; nothing else shall complain that it is missing.
            reviewed = Some(self.today);
        }
        Header {
            effective,
            title,
            number,
            owner,
            approver,
            approval,
            reviewed,
            reviewed_by: match keys.reviewed_by {
                Some(_) => self.words("reviewed_by", keys.reviewed_by, fields),
                None => Placed::new(String::new(), fields.top),
            },
            review_months: review_months(keys.review_months, fields),
            tracks,
            summary: self.sentence("summary", keys.summary, fields),
            history,
            span: fields.top,
        }
    }

    /// Words that must be there; placeholders in them are filled in.
    pub fn words(
        &self,
        key: &str,
        value: Option<&Spanned<String>>,
        fields: &mut Fields<'_>,
    ) -> Placed<String> {
        let text = fields.text(key, value);
        Placed::new(self.filled(&text, text.span, fields.findings), text.span)
    }

    /// A line of Markdown that must be there.
    pub fn sentence(&self, key: &str, value: Option<&Spanned<String>>, fields: &mut Fields<'_>) -> Line {
        let text = fields.text(key, value);
        self.line(&text, text.span, fields.findings)
    }

    /// A text with its placeholders filled in.
    pub fn filled(&self, text: &str, span: Span, findings: &mut Findings) -> String {
        let (filled, problems) = markdown::fill(text, span, self.names);
        findings.extend(problems);
        filled
    }

    /// The Markdown that stands at `body` of a file.
    pub fn document(&self, file: FileId, body: &Range<usize>, findings: &mut Findings) -> Document {
        let written = self.files.get(file);
        let input =
            Input { file, path: &written.path, text: &written.text[body.clone()], offset: body.start };
        let (document, problems) = markdown::parse(input, self.names);
        findings.extend(problems);
        document
    }

    /// One line of Markdown.
    pub fn line(&self, text: &str, span: Span, findings: &mut Findings) -> Line {
        if text.is_empty() {
            return Placed::new(Vec::new(), span);
        }
        let (line, problems) = markdown::parse_line(text, span, self.names);
        findings.extend(problems);
        Placed::new(line, span)
    }

    /// The day of something that is recorded once it has happened.
    fn past(&self, key: &str, value: Option<&Spanned<Datetime>>, fields: &mut Fields<'_>) -> Option<Date> {
        let day = fields.date(key, value)?;
        if day > self.today {
            let span = value.map_or(fields.top, |value| fields.span(value));
            fields.findings.push(
                Diagnostic::new(FindingCode::DayToCome, span, format!("`{key}` is in the future"))
                    .hint("record it after it has happened: until then it doesn't count"),
            );
            return None;
        }
        Some(day)
    }

    fn approval(&self, keys: load::Header<'_>, fields: &mut Fields<'_>) -> Option<Approval> {
        let on = self.past("approved_on", keys.approved_on, fields);
        if fields.unread.iter().any(|key| key.starts_with("approved_")) {
            return None;
        }
        match (keys.approved_by, keys.approved_on) {
            (None, None) => None,
            (Some(_), Some(_)) => {
                let by = self.words("approved_by", keys.approved_by, fields);
                if by.trim().is_empty() {
                    let span = keys.approved_by.map_or(fields.top, |by| fields.span(by));
                    fields.findings.push(
                        Diagnostic::new(FindingCode::HalfApproval, span, "an approval must say by whom")
                            .hint("write the name or the title of the person who approved it"),
                    );
                    return None;
                }
                Some(Approval { by, on: on? })
            }
            (by, date) => {
                let by = by.map(|by| fields.span(by));
                let date = date.map(|date| fields.span(date));
                let span = by.or(date).unwrap_or(fields.top);
                fields.findings.push(
                    Diagnostic::new(FindingCode::HalfApproval, span, "an approval has a name and a date")
                        .hint("write both `approved_by` and `approved_on`, or neither"),
                );
                None
            }
        }
    }
}

fn review_months(written: Option<&Spanned<i64>>, fields: &mut Fields<'_>) -> u32 {
    let Some(written) = written else {
        return YEARLY;
    };
    if let Ok(months @ 1..=120) = u32::try_from(*written.get_ref()) {
        months
    } else {
        let span = fields.span(written);
        fields.findings.push(
            Diagnostic::new(
                FindingCode::BadInterval,
                span,
                "`review_months` must be a number of months from 1 to 120",
            )
            .hint("12 means one review a year"),
        );
        YEARLY
    }
}

/// A number from 1 to `most`; `standard` where nothing is written.
pub fn number(
    key: &str,
    written: Option<&Spanned<i64>>,
    standard: usize,
    most: usize,
    fields: &mut Fields<'_>,
) -> usize {
    let Some(written) = written else {
        return standard;
    };
    match usize::try_from(*written.get_ref()) {
        Ok(number) if (1..=most).contains(&number) => number,
        _ => {
            let span = fields.span(written);
            fields.findings.push(
                Diagnostic::new(FindingCode::BadNumber, span, format!("`{key}` must be from 1 to {most}"))
                    .hint("write a whole number without quotes"),
            );
            standard
        }
    }
}
