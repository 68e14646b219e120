//! Reading versions: their headers, and what is the same for every kind of document.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use toml::value::Datetime;

use super::acronyms::Acronyms;
use super::approval::ApprovalReader;
use super::cited_revisions::{self, no_cites};
use super::evidence::CitingVersion;
use super::header_fields::Fields;
use super::in_force::{in_force, is_approved};
use super::lookup::{KnownNames, Names, PastPlaces};
use super::timeline;
use super::training_sheet::{CurriculumValues, UnitValues};
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{SourceHeader, Spanned, TrainingSheetFile, VersionFile, VersionSource};
use crate::markdown::{self, Input, Lookup};
use crate::memo::{Key, Keyed, Memo};
use crate::model::text::{BodyText, Inline, Line, LinkTarget, each_inline};
use crate::model::{Anchor, Cites, Date, DocumentId, Header, Track, TrainingSheets, Version, Versioned};
use crate::source::{FileId, Files, Placed, SourceFile, Span};
use crate::words::FixedWords;

/// A review at least this often is asked for when a header names no interval.
const YEARLY: u32 = 12;

/// A file of which a version is read.
pub(crate) trait ReadVersion: VersionSource + Sized {
    type Version: CitingVersion;

    /// Reads a version. All that it looks at is `written` and what `reader` has.
    fn read(reader: VersionReader<'_>, written: &VersionFile<Self>, findings: &mut Findings)
    -> Self::Version;
}

/// All that the reading of a version may look at, besides its own file. What was read is remembered by the hash of this and that
/// file: whatever is added here is a part of it, and what isn't here can't be looked at.
#[derive(Clone, Hash)]
pub(crate) struct Background<'a> {
    /// Service lines that a header may name.
    pub(crate) known_tracks: &'a [Track],
    pub(crate) offered: &'a [Track],
    /// What service lines are called.
    pub(crate) line_names: Vec<(&'a Track, &'a str)>,
    pub(crate) names: &'a Names<'a>,
    /// When somebody reaches for a form.
    pub(crate) form_tasks: Vec<&'a str>,
    pub(crate) acronyms: &'a Acronyms,
    /// What the program says of itself in every form.
    pub(crate) fixed_words: &'a FixedWords,
    /// The sheets of every curriculum.
    pub(crate) sheets: &'a TrainingSheets<Keyed<TrainingSheetFile>>,
    /// The day that the handbook speaks of.
    pub(crate) today: Date,
    /// The day of the calendar.
    pub(crate) calendar: Date,
}

/// Reads the versions of documents before a background, but for what earlier builds have read.
pub(crate) struct Reading<'a> {
    background: &'a Background<'a>,
    key: Key,
    /// Reads versions as they are approved; it looks at nothing else than the background. `None` where a specification couldn't be read:
    /// a text is not blamed for that.
    approvals: Option<&'a ApprovalReader<'a>>,
    files: &'a Files,
    memo: &'a Memo,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(background: &'a Background<'a>, files: &'a Files, memo: &'a Memo) -> Self {
        Self { background, key: Key::of(background), approvals: None, files, memo }
    }

    /// The same; it also says of versions whether they are as they were approved.
    pub(crate) fn with_approvals(self, approvals: Option<&'a ApprovalReader<'a>>) -> Self {
        Self { approvals, ..self }
    }

    /// Says of a version whether it is as it was approved. One with errors can't be compared.
    fn compare<S: ReadVersion>(
        &self,
        own: &DocumentId,
        file: &VersionFile<S>,
        version: &mut S::Version,
        found: &Findings,
    ) {
        let Some(approval) = &mut version.header_mut().approval else { return };
        if let Some(approvals) = self.approvals.filter(|_| approval.recorded.is_some() && !found.has_errors())
        {
            approval.text = approvals.compare(approval, own, file, self.files.get(file.file));
        }
    }

    /// Stands for all that the reading of a file looks at.
    fn key(&self, file: FileId) -> Key {
        Key::of(&("version", self.key, self.files.get(file).key))
    }

    /// What `read` makes of a file of the document `own`, unless an earlier build has read it.
    pub(crate) fn remembered<T: Send + Sync + 'static>(
        &self,
        own: &DocumentId,
        file: FileId,
        findings: &mut Findings,
        read: impl FnOnce(VersionReader<'_>, &mut Findings) -> T,
    ) -> Keyed<T> {
        let key = self.key(file);
        let (value, found) = self.memo.get(key, || {
            let mut found = Findings::default();
            (Arc::new(read(self.reader(own, file), &mut found)), found)
        });
        findings.append(found);
        Keyed::new(key, value)
    }

    /// Reads a file of the document `own`.
    pub(crate) fn reader<'r>(&'r self, own: &'r DocumentId, file: FileId) -> VersionReader<'r> {
        VersionReader::new(self.background, own, file, self.files.get(file))
    }

    pub(crate) fn background(&self) -> &'a Background<'a> {
        self.background
    }

    /// Reads the versions of one document, oldest first and drafts last. The text of versions that have been superseded
    /// is not read: what it cites may be gone, and nobody changes the past.
    pub(crate) fn versions<S: ReadVersion>(
        &self,
        own: &DocumentId,
        versions: &[&VersionFile<S>],
        findings: &mut Findings,
    ) -> Option<Versioned<S::Version>> {
        let today = self.background.today;
        let mut read = |version: &VersionFile<S>| {
            let read = |reader: VersionReader<'_>, found: &mut Findings| {
                let cites = cites_of(version);
                let mut read = S::read(reader.citing(&cites), version, found);
                self.compare(own, version, &mut read, found);
                read
            };
            self.remembered(own, version.file, findings, read)
        };
        let shown = in_force(versions, today)?;
        let current = read(versions[shown]);
        let later: Vec<Keyed<S::Version>> =
            versions[shown + 1..].iter().map(|version| read(version)).collect();
        for version in later.iter().map(|version| version.header()) {
            if let Some(date) = version.effective.filter(|date| *date <= today) {
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
        timeline::check(versions, shown, today, findings);
        let supersedes = versions[..shown].iter().rev().find(|version| is_approved(version, today));
        Some(Versioned {
            id: own.id.clone(),
            current,
            later,
            supersedes: supersedes.and_then(|version| version.effective),
            others: Vec::new(),
        })
    }

    /// Reads a version of the past, before a background whose names are of the past. What is wrong with it is not reported, since nobody
    /// changes the past: what it names and is gone becomes words.
    pub(crate) fn past_version<S: ReadVersion>(
        &self,
        own: &DocumentId,
        version: &VersionFile<S>,
        places: &PastPlaces,
    ) -> Keyed<S::Version> {
        let key = Key::of(&("past version", self.key, self.files.get(version.file).key));
        let cites = cites_of(version);
        let value = self.memo.get(key, || {
            let read = |reader: VersionReader<'_>| {
                Arc::new(S::read(reader.citing(&cites), version, &mut Findings::default()))
            };
            let first = read(self.reader(own, version.file));
            let anchors: BTreeSet<Anchor> = first.anchors(own).into_keys().collect();
            let lead_somewhere = links_here(&*first).all(|anchor| anchors.contains(&anchor));
            let approval = first.header().approval.as_ref();
            let recorded = approval.and_then(|approval| approval.recorded.as_ref());
            let values = recorded.map(|text| &text.values).filter(|values| !values.is_empty());
            if lead_somewhere && values.is_none() {
                return first;
            }
            // Now it is known which links lead to headings that it doesn't have, and which values its approval recorded.
            let places = places.with_own(anchors);
            let names = self.background.names.of_past(&places).with_values(values);
            let background = Background { names: &names, ..self.background.clone() };
            read(VersionReader::new(&background, own, version.file, self.files.get(version.file)))
        });
        Keyed::new(key, value)
    }
}

/// The places of its own document to which the links of a version lead.
fn links_here(version: &dyn Version) -> impl Iterator<Item = Anchor> {
    let mut here = Vec::new();
    for line in version.lines() {
        each_inline(line.inlines(), &mut |inline| {
            if let Inline::Link { to: LinkTarget::Here(anchor), .. } = inline {
                here.push(anchor.clone());
            }
        });
    }
    here.into_iter()
}

/// Reads one file of a document.
#[derive(Clone, Copy)]
pub(crate) struct VersionReader<'a> {
    pub(crate) background: &'a Background<'a>,
    /// What its texts can name.
    pub(crate) known: KnownNames<'a>,
    pub(crate) own: &'a DocumentId,
    file: FileId,
    written: &'a SourceFile,
}

impl<'a> VersionReader<'a> {
    pub(crate) fn new(
        background: &'a Background<'a>,
        own: &'a DocumentId,
        file: FileId,
        written: &'a SourceFile,
    ) -> Self {
        let known = KnownNames { names: background.names, cites: no_cites(), curriculum: None, unit: None };
        Self { background, known, own, file, written }
    }

    /// Reads a text whose citations use the ids of these revisions.
    pub(crate) fn citing<'b>(&self, cites: &'b Cites) -> VersionReader<'b>
    where
        'a: 'b,
    {
        VersionReader { known: KnownNames { cites, ..self.known }, ..*self }
    }

    /// Reads the sheet `own`, whose texts can name this curriculum.
    pub(crate) fn on_sheet<'b>(
        &self,
        own: &'b DocumentId,
        curriculum: &'b CurriculumValues,
    ) -> VersionReader<'b>
    where
        'a: 'b,
    {
        VersionReader { own, known: KnownNames { curriculum: Some(curriculum), ..self.known }, ..*self }
    }

    /// Reads an entry that is repeated for each unit.
    pub(crate) fn in_unit<'b>(&self, unit: &'b UnitValues) -> VersionReader<'b>
    where
        'a: 'b,
    {
        VersionReader { known: KnownNames { unit: Some(unit), ..self.known }, ..*self }
    }

    /// Reads the head of a version. It is called by its id where it has no title.
    pub(crate) fn header(
        &self,
        keys: &SourceHeader,
        effective: Option<Date>,
        fields: &mut Fields<'_>,
    ) -> Header {
        let tracks = fields.tracks(keys.tracks.as_ref(), self.background.known_tracks);
        let history =
            fields.changes(&keys.history, &|text, span, findings| self.filled(text, span, findings));
        let title = self.words("title", keys.title.as_ref(), fields);
        let title = if title.is_empty() { Placed::new(self.own.id.clone(), title.span) } else { title };
        let number = self.words("number", keys.number.as_ref(), fields);
        let owner = self.words("owner", keys.owner.as_ref(), fields);
        let approver = self.words("approver", keys.approver.as_ref(), fields);
        let approval = self.approval(keys, fields);
        let mut reviewed = self.past("reviewed", keys.reviewed.as_ref(), fields);
        if fields.unread.iter().any(|key| key == "reviewed") {
            // It is there and has been reported; nothing else must complain that it is missing.
            reviewed = Some(self.background.today);
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
                Some(_) => self.words("reviewed_by", keys.reviewed_by.as_ref(), fields),
                None => Placed::new(String::new(), fields.top),
            },
            review_months: review_months(keys.review_months.as_ref(), fields),
            revisions: cited_revisions::read(keys, fields),
            end: self.end(keys, fields),
            tracks,
            summary: self.sentence("summary", keys.summary.as_ref(), fields),
            history,
            sources: self.fact_sources(&keys.sources, fields),
            span: fields.top,
        }
    }

    /// Words that must be there; placeholders in them are filled in.
    pub(crate) fn words(
        &self,
        key: &str,
        value: Option<&Spanned<String>>,
        fields: &mut Fields<'_>,
    ) -> Placed<String> {
        let text = fields.text(key, value);
        Placed::new(self.filled(&text, text.span, fields.findings), text.span)
    }

    /// A line of Markdown that must be there.
    pub(crate) fn sentence(
        &self,
        key: &str,
        value: Option<&Spanned<String>>,
        fields: &mut Fields<'_>,
    ) -> Line {
        let text = fields.text(key, value);
        self.line(&text, text.span, fields.findings)
    }

    /// A text with its placeholders filled in.
    pub(crate) fn filled(&self, text: &str, span: Span, findings: &mut Findings) -> String {
        let (filled, problems) = markdown::fill(text, span, &self.known);
        findings.extend(problems);
        filled
    }

    /// The Markdown at `body` of the file.
    pub(crate) fn document(&self, body: &Range<usize>, findings: &mut Findings) -> BodyText {
        let SourceFile { path, text, .. } = self.written;
        let text = text.get(body.clone()).unwrap_or_default();
        let input = Input { own: self.own, file: self.file, path, text, offset: body.start };
        let (document, problems) = markdown::parse(input, &self.known);
        findings.extend(problems);
        document
    }

    /// The text of an entry of a list, unless it is for service lines that are not offered.
    pub(crate) fn filled_entry(&self, text: &str, span: Span, findings: &mut Findings) -> Option<String> {
        let (filled, problems) = markdown::fill_entry(text, span, &self.known);
        findings.extend(problems);
        filled
    }

    /// The entries of a list of lines that are for the service lines offered.
    pub(crate) fn entries(
        &self,
        written: &[Spanned<String>],
        file: FileId,
        findings: &mut Findings,
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        for one in written {
            let span = Span::new(file, one.span());
            let text = one.get_ref().trim();
            if text.is_empty() {
                lines.push(Placed::new(Vec::new(), span));
                continue;
            }
            let (line, problems) = markdown::parse_entry(text, span, self.own, &self.known);
            findings.extend(problems);
            lines.extend(line.map(|line| Placed::new(line, span)));
        }
        lines
    }

    /// The label of a part with `tracks`: an approval reads these as a mark, since a part that is limited later isn't the part that was
    /// approved.
    pub(crate) fn marked(&self, label: Placed<String>, tracks: &[Track]) -> Placed<String> {
        let mark = self.mark(tracks);
        label.map(|words| words + &mark)
    }

    /// The same of a label in Markdown.
    pub(crate) fn marked_line(&self, label: Line, tracks: &[Track]) -> Line {
        match self.mark(tracks) {
            mark if mark.is_empty() => label,
            mark => label.map(|line| [line, vec![Inline::Text(mark)]].concat()),
        }
    }

    fn mark(&self, tracks: &[Track]) -> String {
        if tracks.is_empty() || !self.known.keeps_marks() {
            return String::new();
        }
        let names: Vec<&str> = tracks.iter().map(|track| track.0.as_str()).collect();
        format!(" {{only {}}}", names.join(", "))
    }

    pub(crate) fn line(&self, text: &str, span: Span, findings: &mut Findings) -> Line {
        if text.is_empty() {
            return Placed::new(Vec::new(), span);
        }
        let (line, problems) = markdown::parse_line(text, span, self.own, &self.known);
        findings.extend(problems);
        Placed::new(line, span)
    }

    /// The day of something that is recorded once it has happened.
    pub(super) fn past(
        &self,
        key: &str,
        value: Option<&Spanned<Datetime>>,
        fields: &mut Fields<'_>,
    ) -> Option<Date> {
        let day = fields.date(key, value)?;
        if day > self.background.calendar {
            let span = value.map_or(fields.top, |value| fields.span(value));
            fields.findings.push(
                Diagnostic::new(FindingCode::DayToCome, span, format!("`{key}` is in the future"))
                    .hint("record it after it has happened: until then it doesn't count"),
            );
            return None;
        }
        Some(day).filter(|day| *day <= self.background.today)
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

/// The revisions whose ids the citations of a file use. What is wrong with the key is reported with the header.
pub(crate) fn cites_of<S: VersionSource>(version: &VersionFile<S>) -> Cites {
    cited_revisions::cites(version.source.header().cites.as_ref(), version.file)
}

/// A number from 1 to `most`; `standard` where nothing is written.
pub(crate) fn number(
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

pub(crate) fn bad_id(id: &str, span: Span) -> Diagnostic {
    Diagnostic::new(FindingCode::BadId, span, format!("`{id}` cannot be an id"))
        .hint("use lowercase letters, digits and hyphens, at most 60: it becomes a file name and an address")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::load::Sources;
    use crate::model::Viewpoint;
    use crate::resolve::elsewhere::Elsewhere;
    use crate::resolve::program::program;

    /// What is read before another background is not what an earlier build has read.
    #[test]
    fn every_change_of_the_background_is_another_key() {
        let sources = Sources::default();
        let day = date(2026, 6, 1);
        let program = program(&sources, day, &mut Findings::default());
        let elsewhere = Elsewhere::new(&sources, &program, Viewpoint::on(day));
        let names = Names::new(&[], &sources, &program, &elsewhere);
        let words = FixedWords::english();
        let csp = [Track("csp".to_owned())];
        let (none, some) =
            (Acronyms::default(), Acronyms::new(&crate::model::Glossary::default(), Key::of(&1)));
        let own = |sheet, text| Keyed::new(Key::of(&text), sources.sheets.english(sheet));
        let sheets = TrainingSheets::of(|sheet| own(sheet, "ours"));
        let own_sheets = TrainingSheets::of(|sheet| own(sheet, "own"));
        let background = |today| Background {
            known_tracks: &[],
            offered: &[],
            line_names: Vec::new(),
            names: &names,
            form_tasks: Vec::new(),
            acronyms: &none,
            fixed_words: &words,
            sheets: &sheets,
            today,
            calendar: day,
        };
        let keys = [
            Key::of(&background(day)),
            Key::of(&background(date(2026, 6, 2))),
            Key::of(&Background { known_tracks: &csp, ..background(day) }),
            Key::of(&Background { offered: &csp, ..background(day) }),
            Key::of(&Background { line_names: vec![(&csp[0], "CSP")], ..background(day) }),
            Key::of(&Background { form_tasks: vec!["A new Member"], ..background(day) }),
            Key::of(&Background { acronyms: &some, ..background(day) }),
            Key::of(&Background { calendar: date(2026, 6, 2), ..background(day) }),
            Key::of(&Background { sheets: &own_sheets, ..background(day) }),
        ];
        for (at, key) in keys.iter().enumerate() {
            assert!(!keys[..at].contains(key), "{at}");
        }
        assert_eq!(keys[0], Key::of(&background(day)));
    }
}
