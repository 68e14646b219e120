//! What is wrong with the dates of a document's versions, taken together: their order, their approvals, and what each says it changed.

use super::header_fields::calendar_day;
use super::in_force::approved_on;
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{VersionFile, VersionSource};
use crate::model::Date;
use crate::source::Span;

/// Looks at the versions of one document, sorted by date, drafts last, of which the one at `shown` is shown. What only earlier versions
/// say of themselves is not reported: nobody changes the past.
pub(crate) fn check<S: VersionSource>(
    versions: &[&VersionFile<S>],
    shown: usize,
    today: Date,
    findings: &mut Findings,
) {
    if approved_on(versions[shown], today).is_some() {
        passed_over(versions, shown, today, findings);
    }
    for (at, version) in versions.iter().enumerate().skip(shown) {
        approved_late(version, today, findings);
        let Some((before, effective)) = before(versions, at) else { continue };
        approved_before(before, version, today, findings);
        unexplained(version, effective, findings);
    }
}

/// The version before the one at `at`, and its date; `None` for a draft, which has no place among the dates.
fn before<'a, S>(versions: &[&'a VersionFile<S>], at: usize) -> Option<(&'a VersionFile<S>, Date)> {
    let effective = versions[at].effective?;
    let before = versions[..at].last()?;
    // Two of the same date are another finding.
    Some((before, before.effective.filter(|before| *before < effective)?))
}

/// An unapproved version dated before the one in force never takes effect.
fn passed_over<S: VersionSource>(
    versions: &[&VersionFile<S>],
    shown: usize,
    today: Date,
    findings: &mut Findings,
) {
    let Some(in_force) = versions[shown].effective else { return };
    for version in versions[..shown].iter().filter(|version| approved_on(version, today).is_none()) {
        findings.push(
            Diagnostic::new(
                FindingCode::PassedOverVersion,
                Span::top(version.file),
                format!(
                    "this version is dated before the one in force ({in_force}) and is not approved: it never takes effect"
                ),
            )
            .hint("rename its file to the day on which it takes effect, or delete it; if it was in force, record its approval"),
        );
    }
}

fn approved_late<S: VersionSource>(version: &VersionFile<S>, today: Date, findings: &mut Findings) {
    let (Some(effective), Some(approved)) = (version.effective, approved_on(version, today)) else { return };
    if approved > effective {
        findings.push(
            Diagnostic::new(
                FindingCode::ApprovedAfterEffect,
                approval_place(version),
                format!(
                    "approved on {approved}, after the day on which it takes effect by the name of its file, {effective}"
                ),
            )
            .hint("it is in force from its approval on; if that was the plan, rename the file to the day of the approval"),
        );
    }
}

/// Where two approvals overlap: the earlier version was approved after the later one, which replaces it.
fn approved_before<S: VersionSource>(
    before: &VersionFile<S>,
    version: &VersionFile<S>,
    today: Date,
    findings: &mut Findings,
) {
    if let (Some(first), Some(second)) = (approved_on(before, today), approved_on(version, today))
        && first > second
    {
        findings.push(
            Diagnostic::new(
                FindingCode::ApprovalsOutOfOrder,
                approval_place(version),
                format!(
                    "this version was approved on {second}, and the one that it replaces was approved later, on {first}"
                ),
            )
            .label(approval_place(before), "the approval of the version before it")
            .hint("check both dates, and the names of both files: a later approval must not be replaced by an earlier one"),
        );
    }
}

/// A version that replaces another says what changed.
fn unexplained<S: VersionSource>(version: &VersionFile<S>, before: Date, findings: &mut Findings) {
    let is_unread = version.source.unread().iter().any(|key| key.starts_with("history"));
    let history = &version.source.header().history;
    let day = |date: &toml::value::Datetime| calendar_day(date);
    let newest = history
        .iter()
        .filter_map(|entry| Some((day(entry.get_ref().date.as_ref()?.get_ref())?, entry)))
        .filter(|(on, _)| *on > before)
        .max_by_key(|(on, _)| *on);
    let Some((_, entry)) = newest else {
        if !is_unread {
            findings.push(
                Diagnostic::new(
                    FindingCode::UnexplainedChange,
                    Span::top(version.file),
                    format!("this version replaces that of {before}, and its history doesn’t say what changed"),
                )
                .hint("add an entry: `[[history]]`, `date = …`, `change = \"…\"`, with a sentence about what is new"),
            );
        }
        return;
    };
    if let Some(change) = &entry.get_ref().change
        && !is_sentence(change.get_ref())
        && !change.get_ref().trim().is_empty()
    {
        findings.push(
            Diagnostic::new(
                FindingCode::UnexplainedChange,
                Span::new(version.file, change.span()),
                format!("“{}” doesn’t say what changed", change.get_ref().trim()),
            )
            .hint("write a sentence that somebody who knows the old version understands, such as “Referrals are answered within 1 day.”"),
        );
    }
}

/// Whether these are at least two words, and not placeholders.
fn is_sentence(text: &str) -> bool {
    // A writing system without spaces between words has its sentence in one.
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() > 1
        || !text.is_ascii()
}

fn approval_place<S: VersionSource>(version: &VersionFile<S>) -> Span {
    let written = version.source.header().approved_on.as_ref();
    written.map_or_else(|| Span::top(version.file), |on| Span::new(version.file, on.span()))
}
