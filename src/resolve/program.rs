//! The handbook file: who the program is and what it offers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::header_fields::{Fields, UNREAD};
use super::periods::DatedEntry;
use super::{fact_sources, mail, periods, training_sheet};
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{
    HandbookSource, OfferedTrack, OfferedTrackTable, Sources, Spanned, TrainingSheetFile, ValueSource,
    ValueTable,
};
use crate::memo::Keyed;
use crate::model::{
    ACCENT, Date, Dating, HandbookValue, HoldingPeriod, Paper, Track, TrainingSheets, ValueKind, long_date,
};
use crate::source::{FileId, Placed, Span};
use crate::words::{self, FixedWords, Language, OwnWords};

/// What a particular may be.
const VALUE_KINDS: [(&str, ValueKind); 2] =
    [("wording", ValueKind::Wording), ("contact", ValueKind::Contact)];

const PAPERS: [(&str, Paper); 2] = [("us-letter", Paper::UsLetter), ("a4", Paper::A4)];

pub(crate) struct Program {
    pub(crate) title: Placed<String>,
    pub(crate) language: Language,
    pub(crate) words: Arc<FixedWords>,
    /// The sheets of every curriculum, in its language.
    pub(crate) sheets: TrainingSheets<Keyed<TrainingSheetFile>>,
    pub(crate) accent: String,
    pub(crate) paper: Paper,
    /// Whether each page of a form has a QR code.
    pub(crate) page_codes: bool,
    /// Whether the pages of forms take signatures that are drawn or typed there.
    pub(crate) drawn_signatures: bool,
    pub(crate) known_tracks: BTreeMap<Track, Placed<String>>,
    pub(crate) offered: Vec<Track>,
    /// Those of them that have no dates.
    pub(crate) undated_tracks: BTreeSet<Track>,
    pub(crate) form_tasks: Vec<Placed<String>>,
    /// Whether versions that wait for approval are on the built site.
    pub(crate) publish_upcoming: bool,
    pub(crate) values: BTreeMap<String, HandbookValue>,
    /// Tables of particulars that could not be read at all.
    pub(crate) unread_tables: Vec<String>,
}

impl Program {
    /// The service lines offered, with their names, in the program's order.
    pub(crate) fn tracks(&self) -> Vec<(Track, Placed<String>)> {
        let named = |track: &Track| Some((track.clone(), self.known_tracks.get(track)?.clone()));
        self.offered.iter().filter_map(named).collect()
    }

    /// The other service lines that have names.
    pub(crate) fn lines_not_offered(&self) -> Vec<(Track, Placed<String>)> {
        let others = self.known_tracks.iter();
        let others = others.filter(|(track, name)| !self.offered.contains(track) && name.as_str() != UNREAD);
        others.map(|(track, name)| (track.clone(), name.clone())).collect()
    }
}

/// What the program is and offers on `day`.
pub(crate) fn program(sources: &Sources, day: Date, findings: &mut Findings) -> Program {
    let Some((file, source)) = &sources.handbook else {
        return Program {
            title: Placed::new(String::new(), Span::top(FileId::of(""))),
            language: Language::english(),
            words: Arc::new(FixedWords::read(
                &Language::english(),
                Span::top(FileId::of("")),
                None,
                findings,
            )),
            sheets: TrainingSheets::of(|sheet| sources.sheets.english(sheet).clone()),
            accent: ACCENT.to_owned(),
            paper: Paper::UsLetter,
            page_codes: false,
            drawn_signatures: false,
            known_tracks: BTreeMap::new(),
            offered: Vec::new(),
            undated_tracks: BTreeSet::new(),
            form_tasks: Vec::new(),
            publish_upcoming: false,
            values: BTreeMap::new(),
            unread_tables: Vec::new(),
        };
    };
    let unread = &source.unread;
    let source = &source.keys;
    let placed = |text: &str, written: &Spanned<String>| {
        Placed::new(text.to_owned(), Span::new(*file, written.span()))
    };
    let name =
        |(track, name): (&String, &Spanned<String>)| (Track(track.clone()), placed(name.get_ref(), name));
    let mut known_tracks: BTreeMap<Track, Placed<String>> = source.track_names.iter().map(name).collect();
    for track in unread.iter().filter_map(|key| key.strip_prefix("track_names.")) {
        known_tracks.insert(Track(track.to_owned()), Placed::new(UNREAD.to_owned(), Span::top(*file)));
    }
    let known: Vec<Track> = known_tracks.keys().cloned().collect();
    let mut fields = Fields {
        file: *file,
        top: Span::top(*file),
        what: "the handbook file",
        unread,
        within: "",
        findings,
    };
    let title = fields.text("title", source.title.as_ref());
    let nameless = known_tracks.iter().find(|(_, name)| name.trim().is_empty());
    if known_tracks.is_empty() && !unread.iter().any(|key| key.starts_with("track")) {
        fields.findings.push(
            Diagnostic::new(FindingCode::NoTrackNames, fields.top, "the handbook file names no service line")
                .hint("name each below a line [track_names]: `csp = \"Community Support Program\"`"),
        );
    } else if let Some((track, _)) = nameless {
        fields.findings.push(
            Diagnostic::new(
                FindingCode::BlankKey,
                fields.top,
                format!("the service line `{}` has no name", track.0),
            )
            .hint("write it under [track_names]"),
        );
    }
    let (offered, undated_tracks) = offered(source.tracks.as_ref(), &known, day, &mut fields);
    missing(source, unread, &offered, day, &mut fields);
    let values = particulars(source, unread, day, &mut fields);
    let language = language(source.language.as_ref(), &mut fields);
    let set = source.language.as_ref().map_or(fields.top, |written| fields.span(written));
    let words = fixed_words(sources, &language, set, fields.findings);
    let sheets = training_sheet::in_language(sources, &language, set, fields.findings);
    Program {
        title,
        language,
        words,
        sheets,
        accent: accent(source.accent.as_ref(), &mut fields),
        paper: match &source.page_size {
            Some(_) => fields.word("page_size", source.page_size.as_ref(), &PAPERS),
            None => None,
        }
        .unwrap_or(Paper::UsLetter),
        page_codes: source.qr.as_ref().is_some_and(|qr| *qr.get_ref()),
        drawn_signatures: source.drawn_signatures.as_ref().is_some_and(|drawn| *drawn.get_ref()),
        known_tracks,
        offered,
        undated_tracks,
        publish_upcoming: source.publish_upcoming.as_ref().is_some_and(|publish| *publish.get_ref()),
        form_tasks: source.form_tasks.iter().map(|task| placed(task.get_ref().trim(), task)).collect(),
        values,
        unread_tables: unread.iter().filter(|key| !key.contains('.')).cloned().collect(),
    }
}

/// Reports what every handbook file must say and this one doesn't. What could not be read is not missing.
fn missing(
    source: &HandbookSource,
    unread: &[String],
    offered: &[Track],
    day: Date,
    fields: &mut Fields<'_>,
) {
    if offered.is_empty() && !unread.iter().any(|name| name.starts_with("track")) {
        let span = source.tracks.as_ref().map_or(fields.top, |tracks| fields.span(tracks));
        let message = match &source.tracks {
            Some(tracks) if !tracks.get_ref().is_empty() => {
                format!("the handbook offers no service line on {}", long_date(day))
            }
            _ => "the handbook offers no service line".to_owned(),
        };
        fields.findings.push(
            Diagnostic::new(FindingCode::NoTracks, span, message)
                .hint("list them: `tracks = [\"csp\"]`, each with its name under [track_names]"),
        );
    }
    if !source.organization.contains_key("name")
        && !unread.iter().any(|name| name.starts_with("organization"))
    {
        fields.findings.push(
            Diagnostic::new(
                FindingCode::MissingKey,
                fields.top,
                "the handbook file does not say who the organization is",
            )
            .hint("add `name = \"…\"` under [organization]"),
        );
    }
}

/// What the program says of itself on `day`, by full names.
fn particulars(
    source: &HandbookSource,
    unread: &[String],
    day: Date,
    fields: &mut Fields<'_>,
) -> BTreeMap<String, HandbookValue> {
    let undated = |text: &str, span| value(text, ValueKind::Wording, Dating::Undated, span);
    let mut values = BTreeMap::new();
    for (key, written) in &source.organization {
        values.insert(format!("organization.{key}"), undated(written.get_ref(), fields.span(written)));
    }
    for (key, written) in &source.values {
        values.insert(format!("values.{key}"), other_value(key, written, day, fields));
    }
    for name in unread {
        // It is there and could not be read: what names it is not at fault.
        values.entry(name.clone()).or_insert_with(|| undated(UNREAD, Span::top(fields.file)));
    }
    mail::check(&values, fields.findings);
    values
}

/// The service lines offered on `day`, in their order, and those of them that have no dates.
fn offered(
    written: Option<&Spanned<Vec<Spanned<OfferedTrack>>>>,
    known: &[Track],
    day: Date,
    fields: &mut Fields<'_>,
) -> (Vec<Track>, BTreeSet<Track>) {
    let mut entries: Vec<(Track, Vec<DatedEntry<()>>)> = Vec::new();
    for entry in written.map(|written| written.get_ref().as_slice()).unwrap_or_default() {
        let span = fields.span(entry);
        let (name, period) = match entry.get_ref() {
            OfferedTrack::Name(name) => (name, HoldingPeriod::default()),
            OfferedTrack::Table(OfferedTrackTable { track, since, until }) => {
                (track, periods::period(since.as_ref(), until.as_ref(), fields))
            }
        };
        let Some(track) = fields.track(name, span, known) else { continue };
        match entries.iter_mut().find(|(other, _)| *other == track) {
            Some((_, entries)) => entries.push(((), period, span)),
            None => entries.push((track, vec![((), period, span)])),
        }
    }
    let (mut offered, mut undated) = (Vec::new(), BTreeSet::new());
    for (track, entries) in entries {
        match periods::on_day(entries, &format!("the service line `{}`", track.0), day, fields) {
            (Some(()), Dating::Undated) => {
                undated.insert(track.clone());
                offered.push(track);
            }
            (Some(()), _) => offered.push(track),
            (None, _) => {}
        }
    }
    (offered, undated)
}

fn value(text: &str, kind: ValueKind, dating: Dating, span: Span) -> HandbookValue {
    HandbookValue { text: text.trim().to_owned(), kind, dating, to_confirm: None, source: None, span }
}

/// A particular of `[values]` on `day`; blank when it has no value then.
fn other_value(
    key: &str,
    written: &Spanned<ValueSource>,
    day: Date,
    fields: &mut Fields<'_>,
) -> HandbookValue {
    let span = fields.span(written);
    let tables: Vec<(&ValueTable, Span)> = match written.get_ref() {
        ValueSource::Text(text) => return value(text, ValueKind::Wording, Dating::Undated, span),
        ValueSource::Table(table) => vec![(table, span)],
        ValueSource::Periods(tables) => {
            tables.iter().map(|table| (table.get_ref(), fields.span(table))).collect()
        }
    };
    let mut entries = Vec::new();
    for (table, span) in tables {
        let ValueTable { value: text, kind, to_confirm, since, until, source: _, checked: _ } = table;
        let source = fact_sources::of_value(table, day, fields);
        let kind = kind.as_ref().and_then(|_| fields.word("kind", kind.as_ref(), &VALUE_KINDS));
        let kind = kind.unwrap_or(ValueKind::Wording);
        let to_confirm = to_confirm
            .as_ref()
            .map(|written| Placed::new(written.get_ref().trim().to_owned(), fields.span(written)));
        let period = periods::period(since.as_ref(), until.as_ref(), fields);
        entries.push(((text, kind, to_confirm, source, span), period, span));
    }
    match periods::on_day(entries, &format!("`values.{key}`"), day, fields) {
        (Some((text, kind, to_confirm, source, span)), dating) => {
            HandbookValue { to_confirm, source, ..value(text, kind, dating, span) }
        }
        (None, dating) => value("", ValueKind::Wording, dating, span),
    }
}

fn language(written: Option<&Spanned<String>>, fields: &mut Fields<'_>) -> Language {
    let Some(written) = written else {
        return Language::english();
    };
    let tag = written.get_ref();
    Language::parse(tag).unwrap_or_else(|| {
        let span = fields.span(written);
        fields.findings.push(
            Diagnostic::new(FindingCode::BadLanguage, span, format!("`{tag}` is not a language tag"))
                .hint("write the language and the country: en-US, es-US, vi-US"),
        );
        Language::english()
    })
}

/// The fixed words in the handbook's language, with its own in their place. `set` is where the handbook says its language.
fn fixed_words(
    sources: &Sources,
    language: &Language,
    set: Span,
    findings: &mut Findings,
) -> Arc<FixedWords> {
    let file = sources.words.get(&words::path(language)).copied();
    let own = file.map(|file| OwnWords { file, text: &sources.files.get(file).text });
    Arc::new(FixedWords::read(language, set, own.as_ref(), findings))
}

fn accent(written: Option<&Spanned<String>>, fields: &mut Fields<'_>) -> String {
    let Some(written) = written else {
        return ACCENT.to_owned();
    };
    let color = written.get_ref().to_ascii_lowercase();
    let span = fields.span(written);
    match contrast(&color) {
        Some(contrast) if contrast >= ENOUGH => color,
        Some(contrast) => {
            let nearest = readable(&color);
            fields.findings.push(
                Diagnostic::new(
                    FindingCode::FaintAccent,
                    span,
                    format!("{color} has a contrast of {contrast:.1} to 1 on its own palest tint; readable text needs 4.5 (WCAG 2.1, 1.4.3)"),
                )
                .hint(format!("the nearest color with enough is {nearest}: `accent = \"{nearest}\"`")),
            );
            nearest
        }
        None => {
            fields.findings.push(
                Diagnostic::new(FindingCode::BadAccent, span, format!("`{color}` is not a color"))
                    .hint("write it as # and six digits from 0 to f: #0b5563"),
            );
            ACCENT.to_owned()
        }
    }
}

/// The darkest background of the accent: citation marks are set on white with this share of the accent in it.
const WASH: f64 = 0.12;

/// The least contrast of text that everybody can read (WCAG 2.1, 1.4.3).
const ENOUGH: f64 = 4.5;

/// The first of the darker colors of the same hue with enough contrast: `#ffcc00` becomes `#836800`.
fn readable(color: &str) -> String {
    let Some(channels) = channels(color) else { return ACCENT.to_owned() };
    let darkened = (0..=255_u16).rev().map(|share| {
        let [red, green, blue] = channels.map(|channel| u16::from(channel) * share / 255);
        format!("#{red:02x}{green:02x}{blue:02x}")
    });
    let mut readable = darkened.filter(|color| contrast(color).is_some_and(|contrast| contrast >= ENOUGH));
    readable.next().unwrap_or_else(|| ACCENT.to_owned())
}

fn channels(color: &str) -> Option<[u8; 3]> {
    let digits = color
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([channel(0)?, channel(2)?, channel(4)?])
}

/// Contrast ratio of a color on its own wash, as WCAG 2.1 defines it; `None` when it is not `#rrggbb`.
fn contrast(color: &str) -> Option<f64> {
    let color = channels(color)?.map(|channel| f64::from(channel) / 255.0);
    let ground = color.map(|channel| channel * WASH + 1.0 - WASH);
    Some((luminance(ground) + 0.05) / (luminance(color) + 0.05))
}

fn luminance(color: [f64; 3]) -> f64 {
    let [red, green, blue] =
        color.map(
            |channel| {
                if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
            },
        );
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::{ENOUGH, contrast, luminance, readable};

    #[test]
    fn luminance_is_as_wcag_counts_it() {
        // #767676 is the lightest gray with 4.5 to 1 on white.
        let gray = luminance([118.0 / 255.0; 3]);
        assert!((1.05 / (gray + 0.05) - 4.54).abs() < 0.01);
    }

    #[test]
    fn the_nearest_readable_color_has_the_same_hue_and_just_enough_contrast() {
        for faint in ["#ffcc00", "#00aaff", "#999999", "#ffffff"] {
            let nearest = readable(faint);
            let contrast = contrast(&nearest).unwrap();
            assert!((ENOUGH..ENOUGH + 0.2).contains(&contrast), "{faint} became {nearest}: {contrast}");
        }
        assert_eq!(readable("#0b5563"), "#0b5563");
    }

    #[test]
    fn an_accent_must_be_readable_on_its_own_wash() {
        assert!(contrast("#0b5563").is_some_and(|contrast| contrast > 6.0));
        assert!(contrast("#767676").is_some_and(|contrast| contrast < 4.5));
        for bad in ["teal", "#é0000", "#+b+5+6", "#fff"] {
            assert_eq!(contrast(bad), None, "{bad}");
        }
    }
}
