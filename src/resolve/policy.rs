//! Versions of a policy become the policy that the handbook shows.

use toml::Spanned;
use toml::value::Datetime;

use super::fields::{Fields, calendar_day};
use super::lookup::Names;
use crate::diagnostic::{Diagnostic, Findings};
use crate::load::{PolicyFile, PolicyHeader};
use crate::markdown::{self, Input};
use crate::model::document::Inline;
use crate::model::policy::choose;
use crate::model::{Approval, Card, Date, Policy, PolicyVersion, Track};
use crate::source::{Files, Span};

/// A review at least this often is asked for when a header names no interval.
const YEARLY: u32 = 12;

/// What the reading of every policy needs.
pub struct Reader<'a> {
    /// The texts.
    pub files: &'a Files,
    /// Service lines that a header may name.
    pub known_tracks: &'a [Track],
    /// What the text may name.
    pub names: &'a Names<'a>,
    /// The day that the handbook speaks of.
    pub today: Date,
}

impl Reader<'_> {
    /// Reads the versions of one policy, oldest first and drafts last. The text of versions that have been superseded is not
    /// read: what it cites may be gone, and nobody mends the past.
    pub fn policy(&self, versions: &[&PolicyFile], findings: &mut Findings) -> Option<Policy> {
        let approved = |version: &PolicyFile| {
            let on = version.header.keys.approved_on.as_ref();
            on.and_then(|on| calendar_day(on.get_ref())).is_some_and(|on| on <= self.today)
        };
        let dated: Vec<(Option<Date>, bool)> =
            versions.iter().map(|version| (version.effective, approved(version))).collect();
        let shown = choose(&dated, self.today)?;
        let mut read = versions[shown..].iter().map(|version| self.version(version, findings));
        let current = read.next()?;
        let later: Vec<PolicyVersion> = read.collect();
        for version in &later {
            if let Some(date) = version.effective.filter(|date| *date <= self.today) {
                findings.push(
                    Diagnostic::warning(
                        "unapproved-version",
                        version.span,
                        format!("the version of {date} has reached its date without approval; the version before it still stands"),
                    )
                    .hint("record `approved_by` and `approved_on` in its header once it is approved"),
                );
            }
        }
        let supersedes = versions[..shown].iter().rev().find(|version| approved(version));
        Some(Policy {
            id: versions[shown].id.clone(),
            current,
            later,
            supersedes: supersedes.and_then(|version| version.effective),
        })
    }

    fn version(&self, source: &PolicyFile, findings: &mut Findings) -> PolicyVersion {
        let header = &source.header.keys;
        let file = self.files.get(source.file);
        let top = Span::top(source.file);
        let mut fields = Fields {
            file: source.file,
            top,
            what: "this policy's header",
            unread: &source.header.unread,
            within: "",
            findings,
        };
        let tracks = fields.tracks(header.tracks.as_ref(), self.known_tracks);
        let history =
            fields.changes(&header.history, &|text, span, findings| self.filled(text, span, findings));
        let mut title = self.words("title", header.title.as_ref(), &mut fields);
        if title.is_empty() {
            title.clone_from(&source.id);
        }
        let number = self.words("number", header.number.as_ref(), &mut fields);
        let owner = self.words("owner", header.owner.as_ref(), &mut fields);
        let approver = self.words("approver", header.approver.as_ref(), &mut fields);
        let approval = self.approval(header, &mut fields);
        let mut reviewed = self.past("reviewed", header.reviewed.as_ref(), &mut fields);
        if source.header.unread.iter().any(|key| key == "reviewed") {
            // It is there and has been reported; nothing else shall complain that it is missing.
            reviewed = Some(self.today);
        }
        let review_months = review_months(header, &mut fields);
        let summary = fields.text("summary", header.summary.as_ref());
        let summary_span = header.summary.as_ref().map_or(top, |text| fields.span(text));
        let summary = self.line(&summary, summary_span, findings);
        let mut entries = |list: &[Spanned<String>]| -> Vec<Vec<Inline>> {
            let span = |entry: &Spanned<String>| Span::new(source.file, entry.span());
            list.iter().map(|entry| self.line(entry.get_ref(), span(entry), findings)).collect()
        };
        let card = Card {
            what: entries(&header.card.what),
            by_when: entries(&header.card.by_when),
            call: entries(&header.card.call),
            form: entries(&header.card.form),
        };
        let input = Input {
            file: source.file,
            path: &file.path,
            text: &file.text[source.body.clone()],
            offset: source.body.start,
        };
        let (body, problems) = markdown::parse(input, self.names);
        findings.extend(problems);
        if body.blocks.is_empty() {
            findings.push(
                Diagnostic::error("empty-policy", top, "this policy has no text")
                    .hint("write it below the second `+++` line, in sections that begin with `##`"),
            );
        }
        PolicyVersion {
            effective: source.effective,
            title,
            number,
            owner,
            approver,
            approval,
            reviewed,
            review_months,
            tracks,
            summary,
            card,
            history,
            body,
            span: top,
        }
    }

    /// Words that must be there; placeholders in them are filled in.
    fn words(&self, key: &str, value: Option<&Spanned<String>>, fields: &mut Fields<'_>) -> String {
        let text = fields.text(key, value);
        let span = value.map_or(fields.top, |value| fields.span(value));
        self.filled(&text, span, fields.findings)
    }

    fn filled(&self, text: &str, span: Span, findings: &mut Findings) -> String {
        let (filled, problems) = markdown::fill(text, span, self.names);
        findings.extend(problems);
        filled
    }

    /// One line of Markdown.
    fn line(&self, text: &str, span: Span, findings: &mut Findings) -> Vec<Inline> {
        if text.is_empty() {
            return Vec::new();
        }
        let (line, problems) = markdown::parse_line(text, span, self.names);
        findings.extend(problems);
        line
    }

    /// The day of something that is recorded once it has happened.
    fn past(&self, key: &str, value: Option<&Spanned<Datetime>>, fields: &mut Fields<'_>) -> Option<Date> {
        let day = fields.date(key, value)?;
        if day > self.today {
            let span = value.map_or(fields.top, |value| fields.span(value));
            fields.findings.push(
                Diagnostic::warning("day-to-come", span, format!("`{key}` is a day to come"))
                    .hint("record it on the day it happens: until then it counts for nothing"),
            );
            return None;
        }
        Some(day)
    }

    fn approval(&self, header: &PolicyHeader, fields: &mut Fields<'_>) -> Option<Approval> {
        let on = self.past("approved_on", header.approved_on.as_ref(), fields);
        if fields.unread.iter().any(|key| key.starts_with("approved_")) {
            return None;
        }
        match (&header.approved_by, &header.approved_on) {
            (None, None) => None,
            (Some(_), Some(_)) => {
                let by = self.words("approved_by", header.approved_by.as_ref(), fields);
                if by.trim().is_empty() {
                    let span = header.approved_by.as_ref().map_or(fields.top, |by| fields.span(by));
                    fields.findings.push(
                        Diagnostic::error("half-approval", span, "an approval must say by whom")
                            .hint("write the name or the title of the person who approved it"),
                    );
                    return None;
                }
                Some(Approval { by, on: on? })
            }
            (by, date) => {
                let by = by.as_ref().map(|by| fields.span(by));
                let date = date.as_ref().map(|date| fields.span(date));
                let span = by.or(date).unwrap_or(fields.top);
                fields.findings.push(
                    Diagnostic::error("half-approval", span, "an approval has a name and a date")
                        .hint("write both `approved_by` and `approved_on`, or neither"),
                );
                None
            }
        }
    }
}

fn review_months(header: &PolicyHeader, fields: &mut Fields<'_>) -> u32 {
    let Some(written) = &header.review_months else {
        return YEARLY;
    };
    if let Ok(months @ 1..=120) = u32::try_from(*written.get_ref()) {
        months
    } else {
        let span = fields.span(written);
        fields.findings.push(
            Diagnostic::error(
                "bad-interval",
                span,
                "`review_months` must be a number of months from 1 to 120",
            )
            .hint("12 asks for a review each year"),
        );
        YEARLY
    }
}
