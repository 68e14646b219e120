//! Versions of a form become the form that the handbook shows.

use std::collections::BTreeMap;

use super::form_default;
use super::form_field::{FieldReader, covers, is_name};
use super::form_rule::RuleBook;
use super::header_fields::Fields;
use super::options;
use super::version::{ReadVersion, VersionReader};
use crate::diagnostic::{Diagnostic, FindingCode, Findings, nearest};
use crate::load::{FieldSource, FormFile, FormKeys, ReadKeys, SectionSource, Spanned, VersionFile};
use crate::markdown;
use crate::model::form::{
    Annex, Field, FieldKind, GROUP_NUMBER, Repeat, Rules, Section, SectionStart, TextSize, Width,
};
use crate::model::text::{Block, BodyText, Inline, each_inline, each_line};
use crate::model::{FormVersion, Track, track};
use crate::source::{Placed, Span};

/// More identity fields than this do not fit into a line at the top of a page.
const MOST_IDENTITY: usize = 3;
const PAGES: [(&str, SectionStart); 1] = [("new", SectionStart::NewPage)];
/// A group is printed at most this many times.
const MOST_REPEATS: i64 = 10;

impl ReadVersion for FormFile {
    type Version = FormVersion;

    fn read(reader: VersionReader<'_>, written: &VersionFile<Self>, findings: &mut Findings) -> FormVersion {
        version(&reader, written, findings)
    }
}

fn version(
    reader: &VersionReader<'_>,
    written: &VersionFile<FormFile>,
    findings: &mut Findings,
) -> FormVersion {
    let source = &written.source;
    let keys = &source.head.own;
    let top = Span::top(written.file);
    let mut fields = Fields {
        file: written.file,
        top,
        what: "this form",
        unread: &source.head.unread,
        within: "",
        findings,
    };
    let header = reader.header(&source.head.every, written.effective, &mut fields);
    let due = reader.sentence("due", keys.due.as_ref(), &mut fields);
    let tasks = tasks(reader, keys, &mut fields);
    let text_size = text_size(keys, &mut fields);
    let (identity, mut sections) = parts(reader, &keys.identity, &source.sections, &mut fields);
    if let Some(attachments) = attachments(reader, keys, &sections, &mut fields) {
        // Annexes are on pages that can be left out.
        let at = sections.iter().position(|section| section.annex.is_some()).unwrap_or(sections.len());
        sections.insert(at, attachments);
    }
    let needs_language_notice = keys.language_assistance.as_ref().is_some_and(|is| *is.get_ref());
    FormVersion { header, tasks, due, text_size, needs_language_notice, identity, sections }
}

/// The short name of the section and of the field that lists what is attached.
const ATTACHMENTS: &str = "attachments";

/// A section at the end of a form that lists what is attached to it.
fn attachments(
    reader: &VersionReader<'_>,
    keys: &FormKeys,
    sections: &[Section],
    fields: &mut Fields<'_>,
) -> Option<Section> {
    let written = keys.attachments.as_ref()?;
    let span = fields.span(written);
    let of_sections = sections.iter().filter(|section| section.id == ATTACHMENTS).map(|section| section.span);
    let own = sections.iter().flat_map(Section::every_field);
    let of_fields = own.filter(|field| field.id == ATTACHMENTS).map(|field| field.span);
    for span in of_sections.chain(of_fields) {
        fields.findings.push(
            Diagnostic::new(
                FindingCode::ReservedId,
                span,
                format!("`{ATTACHMENTS}` is the list of `attachments`"),
            )
            .hint("give this another id"),
        );
    }
    let words = &reader.background.fixed_words.sheet;
    let field = Field {
        id: ATTACHMENTS.to_owned(),
        label: Placed::new(words.attached.to_string(), span),
        help: Placed::new(Vec::new(), span),
        kind: FieldKind::Choices(options::of_attachments(reader, written, fields)),
        from: None,
        required: false,
        rules: Rules::default(),
        default: None,
        alerts: Vec::new(),
        width: Width(12),
        covers: Vec::new(),
        span,
    };
    Some(Section {
        id: ATTACHMENTS.to_owned(),
        title: Placed::new(words.attachments.to_string(), span),
        text: BodyText::default(),
        repeat: None,
        covers: Vec::new(),
        start: SectionStart::Here,
        is_kept: true,
        only_if: None,
        annex: None,
        fields: vec![field],
        span,
    })
}

fn text_size(keys: &FormKeys, fields: &mut Fields<'_>) -> TextSize {
    let Some(written) = &keys.text_size else { return TextSize::default() };
    match written.get_ref() {
        10 => TextSize::Ten,
        12 => TextSize::Twelve,
        _ => {
            let span = fields.span(written);
            fields.findings.push(
                Diagnostic::new(FindingCode::BadNumber, span, "`text_size` must be 10 or 12")
                    .hint("every form is made in large print too, at 18 points"),
            );
            TextSize::default()
        }
    }
}

/// What a form or a sheet is made of: its identity fields and its sections.
pub(super) fn parts(
    reader: &VersionReader<'_>,
    identity_fields: &[Spanned<FieldSource>],
    sections: &[(Span, ReadKeys<SectionSource>)],
    fields: &mut Fields<'_>,
) -> (Vec<Field>, Vec<Section>) {
    // Ids are paths of one tree: the ids of fields, and of the sections that repeat.
    let mut ids = BTreeMap::new();
    let mut rules = RuleBook::new(identity_fields, sections);
    let identity = identity(reader, identity_fields, &mut ids, &mut rules, fields);
    let mut section_ids = BTreeMap::new();
    let mut kept = Vec::new();
    for (span, read) in sections {
        let mut fields = Fields {
            file: fields.file,
            top: *span,
            what: "this section",
            unread: &read.unread,
            within: "",
            findings: fields.findings,
        };
        kept.extend(section(reader, read, &mut ids, &mut section_ids, &mut rules, &mut fields));
    }
    if sections.is_empty() {
        let message = format!("{} has no sections", fields.what);
        fields.findings.push(
            Diagnostic::new(FindingCode::EmptyForm, fields.top, message).hint(
                "start each with a line `[[section]]`, and each of its fields with `[[section.field]]`",
            ),
        );
    }
    (identity, kept)
}

fn tasks(reader: &VersionReader<'_>, keys: &FormKeys, fields: &mut Fields<'_>) -> Vec<String> {
    let Some(written) = &keys.tasks else {
        fields.missing("tasks");
        return Vec::new();
    };
    let mut tasks = Vec::new();
    for one in written.get_ref() {
        let task = one.get_ref().trim();
        if reader.background.form_tasks.contains(&task) {
            tasks.push(task.to_owned());
            continue;
        }
        let finding = Diagnostic::new(
            FindingCode::UnknownTask,
            fields.span(one),
            format!("`{task}` is not in the handbook's list of tasks"),
        );
        fields.findings.push(match nearest(task, reader.background.form_tasks.iter().copied()) {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding.hint("add it to `form_tasks` in the handbook file"),
        });
    }
    tasks
}

fn identity(
    reader: &VersionReader<'_>,
    written: &[Spanned<FieldSource>],
    ids: &mut BTreeMap<String, Span>,
    rules: &mut RuleBook,
    fields: &mut Fields<'_>,
) -> Vec<Field> {
    if let Some(surplus) = written.get(MOST_IDENTITY) {
        let span = fields.span(surplus);
        fields.findings.push(
            Diagnostic::new(
                FindingCode::TooManyIdentityFields,
                span,
                "more than three identity fields do not fit at the top of a page",
            )
            .hint("move this one into a section"),
        );
    }
    let mut kept = Vec::new();
    for one in written {
        let mut fields = fields.within(one, "identity.", "this identity field");
        let mut field = FieldReader { reader, ids, rules }.field(one.get_ref(), Some("text"), &mut fields);
        if let Some((field, _)) = &mut field
            && !matches!(field.kind, FieldKind::Line(_))
        {
            fields.findings.push(
                Diagnostic::new(FindingCode::BadIdentityField, field.span, "an identity field is one line")
                    .hint("its kind is text, date, number or phone"),
            );
            field.kind = FieldKind::Line(crate::model::form::Entry::Text);
        }
        kept.extend(field.filter(|(_, offered)| *offered).map(|(field, _)| field));
    }
    kept
}

/// A section, unless it is for service lines that are not offered.
fn section(
    reader: &VersionReader<'_>,
    read: &ReadKeys<SectionSource>,
    ids: &mut BTreeMap<String, Span>,
    section_ids: &mut BTreeMap<String, Span>,
    rules: &mut RuleBook,
    fields: &mut Fields<'_>,
) -> Option<Section> {
    let keys = &read.keys;
    let noted = fields.findings.len();
    let id = fields.text("id", keys.id.as_ref());
    is_name(&id, id.span, section_ids, "section", fields.findings);
    let title = reader.words("title", keys.title.as_ref(), fields);
    let repeat = repeat(reader, keys.repeat.as_ref(), keys.repeat_name.as_ref(), fields);
    if repeat.is_some() {
        is_name(&id, id.span, ids, "field or repeating section", fields.findings);
    }
    let tracks = fields.tracks(keys.tracks.as_ref(), reader.background.known_tracks);
    let text = match &keys.text {
        None => BodyText::default(),
        Some(text) => {
            let span = fields.span(text);
            let (document, problems) = markdown::parse_text(text.get_ref(), span, reader.own, &reader.known);
            fields.findings.extend(problems);
            check_text(&document, span, fields.findings);
            document
        }
    };
    let covers = covers(reader, &keys.covers, fields);
    let start = match &keys.page {
        None => SectionStart::Here,
        Some(_) => fields.word("page", keys.page.as_ref(), &PAGES).unwrap_or_default(),
    };
    // A condition is about fields outside.
    rules.enter(None);
    let only_if = keys.only_if.as_ref().and_then(|written| rules.condition(written, fields));
    let annex = annex(reader, keys, &tracks, fields);
    rules.enter(repeat.as_ref().map(|_| id.as_str()));
    let mut field_reader = FieldReader { reader, ids, rules };
    let mut kept = Vec::new();
    for one in &keys.fields {
        let mut fields = fields.within(one, "field.", "this field");
        let field = field_reader.field(one.get_ref(), None, &mut fields);
        kept.extend(field.filter(|(_, offered)| *offered).map(|(field, _)| field));
    }
    if only_if.is_some() || annex.is_some() {
        form_default::refuse_in_section(&kept, fields);
    }
    if repeat.is_some() {
        refuse_group_number(&kept, fields.findings);
    }
    if keys.fields.is_empty() && text.blocks.is_empty() && read.unread.is_empty() {
        fields.findings.push(
            Diagnostic::new(
                FindingCode::EmptySection,
                fields.top,
                "this section has neither text nor fields",
            )
            .hint("start each field with a line `[[section.field]]`"),
        );
    }
    if !track::meet(&tracks, reader.background.offered) {
        fields.findings.forget(FindingCode::SentNowhere, noted);
        return None;
    }
    let title = reader.marked(title, &tracks);
    Some(Section {
        id: id.into_inner(),
        title,
        text,
        repeat,
        covers,
        start,
        is_kept: keys.keep.as_ref().is_some_and(|keep| *keep.get_ref()),
        only_if,
        annex,
        fields: kept,
        span: fields.top,
    })
}

/// An annex of the service lines that it is for; `None` where the program offers no others, since then it is for everybody.
fn annex(
    reader: &VersionReader<'_>,
    keys: &SectionSource,
    tracks: &[Track],
    fields: &mut Fields<'_>,
) -> Option<Annex> {
    let written = keys.annex.as_ref().filter(|annex| *annex.get_ref())?;
    if tracks.is_empty() {
        let span = fields.span(written);
        fields.findings.push(
            Diagnostic::new(FindingCode::NeedlessKey, span, "`annex` has no effect without `tracks`")
                .hint("say for which service lines it is, such as `tracks = [\"csp-ji\"]`, or remove it"),
        );
        return None;
    }
    let offered = reader.background.offered;
    let is_for_others = offered.iter().any(|line| !tracks.contains(line));
    let names = reader.background.line_names.iter();
    let lines = names.filter(|(line, _)| tracks.contains(line) && offered.contains(line));
    is_for_others.then(|| Annex { lines: lines.map(|(_, name)| (*name).to_owned()).collect() })
}

/// The continuation sheet has a field of this id in each group.
fn refuse_group_number(kept: &[Field], findings: &mut Findings) {
    for field in kept.iter().filter(|field| field.id == GROUP_NUMBER) {
        findings.push(
            Diagnostic::new(
                FindingCode::ReservedId,
                field.span,
                format!("in a section that repeats, `{GROUP_NUMBER}` is the number of the group"),
            )
            .hint("give this field another id"),
        );
    }
}

/// How many times a section or group is printed, and what each is called.
pub(super) fn repeat(
    reader: &VersionReader<'_>,
    written: Option<&Spanned<i64>>,
    written_name: Option<&Spanned<String>>,
    fields: &mut Fields<'_>,
) -> Option<Repeat> {
    let Some(written) = written else {
        if let Some(name) = written_name {
            let span = fields.span(name);
            fields.findings.push(
                Diagnostic::new(
                    FindingCode::NeedlessKey,
                    span,
                    "`repeat_name` has no effect without `repeat`",
                )
                .hint("add `repeat = 3`, or remove the name"),
            );
        }
        return None;
    };
    let span = fields.span(written);
    let printed = *written.get_ref();
    if !(1..=MOST_REPEATS).contains(&printed) {
        fields.findings.push(
            Diagnostic::new(
                FindingCode::BadNumber,
                span,
                format!("`repeat` must be from 1 to {MOST_REPEATS}"),
            )
            .hint("more are added in the browser, or on a continuation sheet"),
        );
    }
    let name = reader.words("repeat_name", written_name, fields);
    let printed = usize::try_from(printed.clamp(1, MOST_REPEATS)).unwrap_or(1);
    Some(Repeat { printed, name })
}

/// A form's text explains; headings would break the order of its sections, and citations belong to fields.
fn check_text(document: &BodyText, span: Span, findings: &mut Findings) {
    let mut refuse = |what: &str, hint: &str| {
        findings.push(
            Diagnostic::new(FindingCode::FormText, span, format!("the text of a section has no {what}"))
                .hint(hint),
        );
    };
    if document.blocks.iter().any(|block| matches!(block, Block::Heading { .. })) {
        refuse("headings", "start a new section instead");
    }
    let (mut cites, mut shows) = (false, false);
    each_line(&document.blocks, &mut |line| {
        each_inline(line, &mut |inline| match inline {
            Inline::Citation(_) => cites = true,
            Inline::Image { .. } => shows = true,
            _ => {}
        });
    });
    if cites {
        refuse("citations", "write `covers = [\"…\"]` in the section or field that meets the clause");
    }
    if shows {
        refuse("pictures", "say it in words: the form must be read aloud and printed in black and white");
    }
}
