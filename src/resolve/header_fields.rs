//! Reading the keys of a file: what is missing, blank or not one of the known words becomes a finding.

use jiff::civil::Date;
use toml::value::Datetime;

use crate::diagnostic::{Diagnostic, FindingCode, Findings, nearest};
use crate::load::{ChangeSource, Spanned};
use crate::model::{Change, MinorCorrection, Track};
use crate::source::{FileId, Placed, Span};

/// Replaces what is there and could not be read, so that whatever refers to it is not blamed; no page ever shows it.
pub(crate) const UNREAD: &str = "…";

/// The day of the calendar that a TOML date names, if there is such a day.
pub(crate) fn calendar_day(written: &Datetime) -> Option<Date> {
    let date = written.date?;
    let year = i16::try_from(date.year).ok()?;
    let month = i8::try_from(date.month).ok()?;
    Date::new(year, month, i8::try_from(date.day).ok()?).ok()
}

/// A service line that no name in the handbook file is of.
pub(crate) fn unknown_line<'t>(
    written: &str,
    known: impl Iterator<Item = &'t Track>,
    span: Span,
) -> Diagnostic {
    let message = format!("`{written}` is not a service line of this handbook");
    let finding = Diagnostic::new(FindingCode::UnknownTrack, span, message);
    match nearest(written, known.map(|track| track.0.as_str())) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None => finding.hint("name it under [track_names] in the handbook file"),
    }
}

/// Reads the keys of one table.
pub(crate) struct Fields<'f> {
    pub(crate) file: FileId,
    /// Where findings about a missing key point.
    pub(crate) top: Span,
    /// The table for people, such as `this policy's header`.
    pub(crate) what: &'static str,
    /// Keys that are there and could not be read: they are not missing.
    pub(crate) unread: &'f [String],
    /// What is before a key in `unread`: empty, or such as `history.`.
    pub(crate) within: &'static str,
    pub(crate) findings: &'f mut Findings,
}

impl Fields<'_> {
    pub(crate) fn span<T>(&self, value: &Spanned<T>) -> Span {
        Span::new(self.file, value.span())
    }

    /// A text that must be there and not be blank.
    pub(crate) fn text(&mut self, key: &str, value: Option<&Spanned<String>>) -> Placed<String> {
        let Some(written) = value else {
            self.missing(key);
            return Placed::new(String::new(), self.top);
        };
        let span = self.span(written);
        let text = written.get_ref().trim();
        if text.is_empty() {
            self.findings.push(
                Diagnostic::new(FindingCode::BlankKey, span, format!("`{key}` is blank"))
                    .hint("write it between the quotes"),
            );
        }
        Placed::new(text.to_owned(), span)
    }

    /// A text that must be there and may be blank, because somebody is still to write it.
    pub(crate) fn text_or_blank(&mut self, key: &str, value: Option<&Spanned<String>>) -> Placed<String> {
        match value {
            Some(written) if written.get_ref().trim().is_empty() => {
                Placed::new(String::new(), self.span(written))
            }
            _ => self.text(key, value),
        }
    }

    /// A date that must be there.
    pub(crate) fn required_date(&mut self, key: &str, value: Option<&Spanned<Datetime>>) -> Option<Date> {
        if value.is_none() {
            self.missing(key);
        }
        self.date(key, value)
    }

    /// A date, if it is there and there is such a day.
    pub(crate) fn date(&mut self, key: &str, value: Option<&Spanned<Datetime>>) -> Option<Date> {
        let written = value?;
        let date = calendar_day(written.get_ref());
        if date.is_none() {
            let span = self.span(written);
            self.findings.push(
                Diagnostic::new(FindingCode::BadDate, span, format!("`{key}` is not a date of the calendar"))
                    .hint("write a date as year-month-day, without quotes: 2026-11-23"),
            );
        }
        date
    }

    pub(crate) fn word<T: Copy>(
        &mut self,
        key: &str,
        value: Option<&Spanned<String>>,
        known: &[(&str, T)],
    ) -> Option<T> {
        let Some(written) = value else {
            self.missing(key);
            return None;
        };
        let span = self.span(written);
        self.known_word(key, written.get_ref(), span, known)
    }

    pub(crate) fn known_word<T: Copy>(
        &mut self,
        key: &str,
        written: &str,
        span: Span,
        known: &[(&str, T)],
    ) -> Option<T> {
        let found = known.iter().find(|(word, _)| *word == written);
        if found.is_none() {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            let finding = Diagnostic::new(
                FindingCode::UnknownWord,
                span,
                format!("`{written}` is not one of the words for `{key}`"),
            );
            self.findings.push(match nearest(written, words.iter().copied()) {
                Some(near) => finding.hint(format!("did you mean `{near}`?")),
                None => finding.hint(format!("the words are: {}", words.join(", "))),
            });
        }
        found.map(|(_, meaning)| *meaning)
    }

    /// Service lines, each of which the handbook file must name.
    pub(crate) fn tracks(
        &mut self,
        written: Option<&Spanned<Vec<Spanned<String>>>>,
        known: &[Track],
    ) -> Vec<Track> {
        let Some(written) = written else {
            return Vec::new();
        };
        let tracks = written.get_ref().iter();
        tracks.filter_map(|one| self.track(one.get_ref(), self.span(one), known)).collect()
    }

    /// A service line, which the handbook file must name.
    pub(crate) fn track(&mut self, name: &str, span: Span, known: &[Track]) -> Option<Track> {
        let track = Track(name.to_owned());
        // Without any names there is one finding, about the handbook file.
        if known.is_empty() || known.contains(&track) {
            return Some(track);
        }
        self.findings.push(unknown_line(name, known.iter(), span));
        None
    }

    /// The same reader, for the keys of an entry of a list.
    ///
    /// `list` is the list's key and a period.
    pub(crate) fn within<T>(
        &mut self,
        entry: &Spanned<T>,
        list: &'static str,
        what: &'static str,
    ) -> Fields<'_> {
        Fields {
            file: self.file,
            top: self.span(entry),
            what,
            unread: self.unread,
            within: list,
            findings: self.findings,
        }
    }

    /// A list of dated changes, newest first.
    ///
    /// `fill` fills in what the words name.
    pub(crate) fn changes(
        &mut self,
        written: &[Spanned<ChangeSource>],
        fill: &dyn Fn(&str, Span, &mut Findings) -> String,
    ) -> Vec<Change> {
        let mut changes: Vec<Change> = written
            .iter()
            .filter_map(|one| {
                let mut fields = self.within(one, "history.", "this entry of the history");
                let date = fields.required_date("date", one.get_ref().date.as_ref());
                let change = fields.text("change", one.get_ref().change.as_ref());
                let change = Placed::new(fill(&change, change.span, fields.findings), change.span);
                let minor = one.get_ref().minor.as_ref().is_some_and(|minor| *minor.get_ref());
                let minor =
                    minor.then(|| MinorCorrection { by: fields.text("by", one.get_ref().by.as_ref()) });
                let is_material = one.get_ref().material.as_ref().is_none_or(|material| *material.get_ref());
                Some(Change { date: date?, change, is_material: is_material && minor.is_none(), minor })
            })
            .collect();
        changes.sort_by_key(|change| std::cmp::Reverse(change.date));
        changes
    }

    /// Notes that a key is not there, unless it is and could not be read.
    pub(crate) fn missing(&mut self, key: &str) {
        if self.unread.iter().any(|unread| unread.strip_prefix(self.within) == Some(key)) {
            return;
        }
        self.findings.push(
            Diagnostic::new(FindingCode::MissingKey, self.top, format!("{} has no `{key}`", self.what))
                .hint(format!("add a line `{key} = …`")),
        );
    }
}
