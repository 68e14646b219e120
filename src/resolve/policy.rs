//! Versions of a policy become the policy that the handbook shows.

use toml::Spanned;

use super::fields::Fields;
use super::lookup::Names;
use crate::diagnostic::{Diagnostic, Findings};
use crate::load::{PolicyFile, PolicyHeader};
use crate::markdown::{self, Input};
use crate::model::document::{Inline, plain_text};
use crate::model::policy::choose;
use crate::model::{Approval, Card, Date, Policy, PolicyVersion, Track};
use crate::source::{Files, Span};

/// A review at least this often is asked for when a header names no interval.
const YEARLY: u32 = 12;

/// Reads the versions of one policy, oldest first and drafts last.
pub fn policy(
    versions: &[&PolicyFile],
    files: &Files,
    known_tracks: &[Track],
    names: &Names<'_>,
    today: Date,
    findings: &mut Findings,
) -> Option<Policy> {
    let dated: Vec<(Option<Date>, bool)> = versions
        .iter()
        .map(|version| (version.effective, version.header.keys.approved_on.is_some()))
        .collect();
    let shown = choose(&dated, today)?;
    let mut current = None;
    for (at, source) in versions.iter().enumerate().skip(shown) {
        let version = version(source, files, known_tracks, names, findings);
        if at == shown {
            current = Some(version);
        } else if let Some(date) = version.effective.filter(|date| *date <= today) {
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
    Some(Policy {
        id: versions[shown].id.clone(),
        current: current?,
        earlier: versions[..shown].iter().rev().filter_map(|version| version.effective).collect(),
    })
}

fn version(
    source: &PolicyFile,
    files: &Files,
    known_tracks: &[Track],
    names: &Names<'_>,
    findings: &mut Findings,
) -> PolicyVersion {
    let header = &source.header.keys;
    let file = files.get(source.file);
    let top = Span::top(source.file);
    let mut fields = Fields {
        file: source.file,
        top,
        what: "this policy's header",
        unread: &source.header.unread,
        findings,
    };
    let tracks = fields.tracks(header.tracks.as_ref(), known_tracks);
    let history = fields.changes(&header.history);
    let approval = approval(header, &mut fields);
    let reviewed = fields.date("reviewed", header.reviewed.as_ref());
    let review_months = review_months(header, &mut fields);
    let mut plain = |key: &str, value: Option<&Spanned<String>>| {
        let mut fields = Fields {
            file: source.file,
            top,
            what: "this policy's header",
            unread: &source.header.unread,
            findings: &mut *findings,
        };
        let text = fields.text(key, value);
        let span = value.map_or(top, |value| fields.span(value));
        line(&text, span, names, findings)
    };
    let mut title = plain_text(&plain("title", header.title.as_ref()));
    if title.is_empty() {
        title.clone_from(&source.id);
    }
    let number = plain_text(&plain("number", header.number.as_ref()));
    let owner = plain_text(&plain("owner", header.owner.as_ref()));
    let approver = plain_text(&plain("approver", header.approver.as_ref()));
    let summary = plain("summary", header.summary.as_ref());
    let mut entries = |list: &[Spanned<String>]| -> Vec<Vec<Inline>> {
        list.iter()
            .map(|entry| {
                let span = Span::new(source.file, entry.span());
                line(entry.get_ref(), span, names, findings)
            })
            .collect()
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
    let (body, problems) = markdown::parse(input, names);
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

fn line(text: &str, span: Span, names: &Names<'_>, findings: &mut Findings) -> Vec<Inline> {
    if text.is_empty() {
        return Vec::new();
    }
    let (line, problems) = markdown::parse_line(text, span, names);
    findings.extend(problems);
    line
}

fn approval(header: &PolicyHeader, fields: &mut Fields<'_>) -> Option<Approval> {
    let on = fields.date("approved_on", header.approved_on.as_ref());
    match (&header.approved_by, &header.approved_on) {
        (None, None) => None,
        (Some(_), Some(_)) => {
            Some(Approval { by: fields.text("approved_by", header.approved_by.as_ref()), on: on? })
        }
        (by, date) => {
            let span = by
                .as_ref()
                .map(|by| fields.span(by))
                .or(date.as_ref().map(|date| fields.span(date)))
                .unwrap_or(fields.top);
            fields.findings.push(
                Diagnostic::error("half-approval", span, "an approval has a name and a date")
                    .hint("write both `approved_by` and `approved_on`, or neither"),
            );
            None
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
