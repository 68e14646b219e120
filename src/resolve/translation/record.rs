//! What is recorded of a translation: which text was translated, and who confirmed it.

use std::collections::BTreeMap;

use super::super::approval::ApprovalReader;
use super::super::approved_texts::with_approvals;
use super::super::cited_revisions;
use super::super::header_fields::Fields;
use super::super::version::ReadVersion;
use super::super::{guide, header_fields};
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{GuideFile, Sources, TranslationFile, VersionFile};
use crate::memo::Memo;
use crate::model::fingerprint::Fingerprint;
use crate::model::read_blocks::ReadBlock;
use crate::model::{
    AboutTranslation, Date, DocumentKind, GuidePage, Header, OriginalText, TranslatorConfirmation, Version,
    long_date,
};
use crate::source::Span;

/// Reads originals as they are approved: with the names of particulars, so that another telephone number is no other text.
pub(super) struct Originals<'a> {
    pub(super) sources: &'a Sources,
    pub(super) approvals: &'a ApprovalReader<'a>,
}

impl Originals<'_> {
    pub(super) fn of_version<S: ReadVersion>(&self, version: &VersionFile<S>) -> S::Version {
        self.approvals.read(&version.document, version, self.sources.files.get(version.file))
    }

    pub(super) fn of_page(&self, page: &GuideFile) -> GuidePage {
        self.page_read_by(self.approvals, page)
    }

    fn page_read_by(&self, approvals: &ApprovalReader<'_>, page: &GuideFile) -> GuidePage {
        let own = DocumentKind::Guide.id(&page.id);
        let cites = cited_revisions::cites(page.header.keys.cites.as_ref(), page.file);
        let reader = approvals.reader(&own, page.file, self.sources.files.get(page.file));
        guide::page(&reader.citing(&cites), page, &mut Findings::default())
    }

    pub(super) fn is_version<S: ReadVersion>(
        &self,
        version: &VersionFile<S>,
        fingerprint: &Fingerprint,
    ) -> bool {
        let written = self.sources.files.get(version.file);
        self.approvals.is_version(fingerprint, &version.document, version, written)
    }

    pub(super) fn is_page(&self, page: &GuideFile, fingerprint: &Fingerprint) -> bool {
        let written = self.sources.files.get(page.file);
        self.approvals.is_text(fingerprint, written, |approvals, fingerprint| {
            let read = self.page_read_by(approvals, page);
            fingerprint.difference(&read.read_blocks(), &approvals.known_ids()).is_none()
        })
    }
}

/// The fingerprint of each file of which there can be a translation, by path.
pub(crate) fn originals_to_record(
    sources: &Sources,
    today: Date,
    memo: &Memo,
) -> BTreeMap<String, Fingerprint> {
    with_approvals(sources, today, memo, |approvals| {
        let originals = Originals { sources, approvals };
        let path = |file| sources.files.get(file).path.clone();
        let of = |blocks: &[ReadBlock<'_>]| Fingerprint::of(blocks, &approvals.known_ids());
        let mut texts = BTreeMap::new();
        for form in &sources.forms {
            texts.insert(path(form.file), of(&originals.of_version(form).blocks()));
        }
        for policy in &sources.policies {
            texts.insert(path(policy.file), of(&originals.of_version(policy).blocks()));
        }
        for page in &sources.guide {
            texts.insert(path(page.file), of(&originals.of_page(page).read_blocks()));
        }
        texts
    })
}

/// Whether the original is the text that was translated, whose fingerprint `is_it` knows.
pub(super) fn original(
    file: &TranslationFile,
    is_it: &dyn Fn(&Fingerprint) -> bool,
    header: Option<&Header>,
) -> OriginalText {
    let record = &file.source.record.keys;
    let made_from = record.made_from.as_ref().and_then(|text| Fingerprint::parse(text.get_ref()).ok());
    let Some(made_from) = made_from else { return OriginalText::NotRecorded };
    if is_it(&made_from) {
        return OriginalText::Unchanged;
    }
    let made_on = record.made_on.as_ref().and_then(|day| header_fields::calendar_day(day.get_ref()));
    OriginalText::Changed(header.and_then(|header| changed_on(header, file, made_on?)))
}

/// The day of the change, where the original says it: that of a new version, or of the newest entry of its history.
fn changed_on(header: &Header, file: &TranslationFile, made_on: Date) -> Option<Date> {
    let new_version = header.effective.filter(|day| file.effective.is_some_and(|own| own < *day));
    let in_history =
        header.history.iter().filter(|change| change.minor.is_none()).map(|change| change.date).max();
    new_version.max(in_history.filter(|day| *day >= made_on))
}

/// Who confirmed a translation.
pub(super) fn confirmation(
    file: &TranslationFile,
    today: Date,
    findings: &mut Findings,
) -> Option<TranslatorConfirmation> {
    let record = &file.source.record;
    let mut fields = Fields {
        file: file.file,
        top: Span::top(file.file),
        what: "this translation",
        unread: &record.unread,
        within: "",
        findings,
    };
    let (by, on) = (&record.keys.confirmed_by, &record.keys.confirmed_on);
    if by.is_none() && on.is_none() {
        return None;
    }
    let by = fields.text("confirmed_by", by.as_ref());
    let day = fields.required_date("confirmed_on", on.as_ref())?;
    if day > today {
        let span = on.as_ref().map_or(fields.top, |on| fields.span(on));
        findings.push(
            Diagnostic::new(FindingCode::DayToCome, span, "`confirmed_on` is in the future")
                .hint("record it after it has happened: until then it doesn't count"),
        );
        return None;
    }
    (!by.is_empty()).then_some(TranslatorConfirmation { by, on: day })
}

/// What somebody has to do about a translation.
pub(super) fn to_do(about: &AboutTranslation, missing: &[String]) -> Vec<Diagnostic> {
    let AboutTranslation {
        document,
        language,
        original,
        confirmed,
        missing: _,
        is_side_by_side: _,
        title,
        span,
    } = about;
    let command = format!("clausebook translate {document} {language}");
    let what = format!("the translation of “{title}” in `{language}`");
    let mut to_do = Vec::new();
    let stale = match original {
        OriginalText::Unchanged => None,
        OriginalText::NotRecorded => Some(format!("{what} doesn't say which text was translated")),
        OriginalText::Changed(Some(day)) => {
            Some(format!("the original of {what} changed on {}", long_date(*day)))
        }
        OriginalText::Changed(None) => Some(format!("the original of {what} has changed since")),
    };
    to_do.extend(stale.map(|message| {
        Diagnostic::new(FindingCode::StaleTranslation, *span, message)
            .hint(format!("bring it up to date, then record that: {command} --updated"))
    }));
    if let Some(first) = missing.first() {
        let listed = listed(missing);
        let texts = if missing.len() == 1 { "1 text is" } else { &format!("{} texts are", missing.len()) };
        let message =
            format!("in {what}, {texts} still in the language of the original, the first of them {first}");
        to_do.push(
            Diagnostic::new(FindingCode::UntranslatedText, *span, message)
                .hint(format!("translate {listed}; `{command}` adds a line for each")),
        );
    }
    if confirmed.is_none() {
        to_do.push(
            Diagnostic::new(
                FindingCode::UnconfirmedTranslation,
                *span,
                format!("{what} is to be confirmed by a qualified translator"),
            )
            .hint(format!("once one has read it, record that: {command} --confirm --by \"…\" --on DATE")),
        );
    }
    to_do
}

/// More texts than this are counted, not named.
const MOST_NAMED: usize = 12;

fn listed(missing: &[String]) -> String {
    let named = missing.iter().take(MOST_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match missing.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
