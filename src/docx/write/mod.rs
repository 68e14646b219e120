//! A policy as a Word file: the same words as its PDF, in Word's own headings, lists and tables.

mod body;
mod directions;
mod form;
mod look;
mod package;
mod parts;
mod redline;
mod tables;

use std::fmt::Display;
use std::io;

use crate::docx::BLOCK_END;
use crate::model::curriculum::Unit;
use crate::model::text::{Block, Spacing, plain_text};
use crate::model::{Card, Date, DocumentId, DocumentKind};
use crate::view::curriculum::CurriculumPage;
use crate::view::document::{Fact, FactSourceView};
use crate::view::policy::PolicyPage;
use crate::view::{Pages, Shell};
use crate::words::{CardWords, FixedWords, SentencePiece, Word};
pub(crate) use form::write_form;
pub use package::PictureFiles;
pub(crate) use redline::write_redline;

use body::{DocxWriter, gap, name_cell, words_cell};
use look::NumberedList;
use package::{WordDocument, pack};
use parts::{LinkTo, Run, WordBlock, WordParagraph};
use tables::{WordCell, WordRow};

/// A text with more headings has a list of its contents.
const FEW_HEADINGS: usize = 6;

/// What is said of a file besides its text.
struct FileHead<'a> {
    title: &'a str,
    /// Number and title, above each page.
    document: String,
    /// Which version, above each page.
    version: String,
    /// The day of the version.
    date: String,
    /// `policy:intake@2026-11-23`, for `import`.
    identity: Option<String>,
}

/// Writes a policy as a Word file. `as_of` is the date of a version that has none of its own.
///
/// # Errors
/// What the file's zip cannot hold.
pub fn write(
    pages: &Pages<'_>,
    policy: &PolicyPage<'_>,
    pictures: &PictureFiles,
    as_of: Date,
) -> io::Result<Vec<u8>> {
    let (shell, row, version) = (&pages.shell, &policy.row, policy.version);
    let words = &*shell.words;
    let own = DocumentKind::Policy.id(&row.id);
    let mut writer = DocxWriter::new(&own, words, pictures);
    writer.add_places(&own, &version.body.blocks);
    let mut parts = policy_head(&mut writer, &own, policy, words);
    contents(&writer, &version.body.blocks, words, &mut parts);
    parts.extend(writer.blocks(&version.body.blocks));
    policy_end(policy, words, &mut parts);
    let day = version.header.effective.unwrap_or(as_of);
    let named = version.header.effective.map_or_else(|| "draft".to_owned(), |day| day.to_string());
    let standing = [("standing", &row.standing.word as &dyn Display), ("date", &row.date)];
    let head = FileHead {
        title: &row.title,
        document: format!("{}  {}", row.number, row.title),
        version: words.print.standing.fill(&standing),
        date: day.to_string(),
        identity: Some(format!("{own}@{named}")),
    };
    let lists = std::mem::take(&mut writer.lists);
    packed(shell, head, parts, &lists, pictures)
}

/// Writes the text of a policy alone, with a paragraph of its own after each block, to tell blocks apart when a file comes back.
///
/// # Errors
/// What the file's zip cannot hold.
pub(crate) fn write_in_blocks(
    pages: &Pages<'_>,
    policy: &PolicyPage<'_>,
    pictures: &PictureFiles,
) -> io::Result<Vec<u8>> {
    let own = DocumentKind::Policy.id(&policy.row.id);
    let mut writer = DocxWriter::new(&own, &pages.shell.words, pictures);
    let blocks = &policy.version.body.blocks;
    writer.add_places(&own, blocks);
    writer.begin(&own, &policy.citations);
    let mut parts = Vec::new();
    for block in blocks {
        parts.extend(writer.blocks(std::slice::from_ref(block)));
        parts.push(WordBlock::Paragraph(WordParagraph::new().add_run(Run::of(BLOCK_END))));
    }
    let head = FileHead {
        title: "",
        document: String::new(),
        version: String::new(),
        date: "2000-01-01".to_owned(),
        identity: None,
    };
    let lists = std::mem::take(&mut writer.lists);
    packed(&pages.shell, head, parts, &lists, pictures)
}

/// Writes all policies as one Word file, each on a page of its own, with links between them.
///
/// # Errors
/// What the file's zip cannot hold.
pub(crate) fn write_handbook(pages: &Pages<'_>, pictures: &PictureFiles, as_of: Date) -> io::Result<Vec<u8>> {
    let (shell, words) = (&pages.shell, &*pages.shell.words);
    let ids: Vec<DocumentId> =
        pages.policies.iter().map(|policy| DocumentKind::Policy.id(&policy.row.id)).collect();
    let none = DocumentKind::Policy.id("");
    let mut writer = DocxWriter::new(&none, words, pictures);
    for (id, policy) in ids.iter().zip(&pages.policies) {
        writer.add_places(id, &policy.version.body.blocks);
    }
    let as_of_day = words.print.as_of.fill(&[("day", &shell.as_of)]);
    let mut parts = vec![
        WordBlock::Paragraph(WordParagraph::new().style("Title").add_run(Run::of(&shell.title))),
        WordBlock::Paragraph(
            WordParagraph::new()
                .style("Subtitle")
                .add_run(Run::of(&format!("{}, {as_of_day}", shell.organization))),
        ),
        WordBlock::Paragraph(
            WordParagraph::new().style("TOCHeading").add_run(Run::of(&words.print.contents)),
        ),
    ];
    let mut entries = Vec::new();
    for (id, policy) in ids.iter().zip(&pages.policies) {
        writer.begin(id, &policy.citations);
        let name = format!("{}  {}", policy.row.number, policy.row.title);
        entries.push((writer.bookmark("").unwrap_or_default().to_owned(), "TOC1", name));
    }
    parts.extend(listed_contents("TOC \\t \"Title,1\" \\n \\h \\z", entries));
    for (id, policy) in ids.iter().zip(&pages.policies) {
        parts.extend(policy_head(&mut writer, id, policy, words));
        parts.extend(writer.blocks(&policy.version.body.blocks));
        policy_end(policy, words, &mut parts);
    }
    let head = FileHead {
        title: &shell.title,
        document: shell.title.clone(),
        version: as_of_day,
        date: as_of.to_string(),
        identity: None,
    };
    let lists = std::mem::take(&mut writer.lists);
    packed(shell, head, parts, &lists, pictures)
}

/// Writes a curriculum as a Word file: what learners read, without the answers of its knowledge checks.
///
/// # Errors
/// What the file's zip cannot hold.
pub(crate) fn write_curriculum(
    pages: &Pages<'_>,
    curriculum: &CurriculumPage<'_>,
    pictures: &PictureFiles,
    as_of: Date,
) -> io::Result<Vec<u8>> {
    let (shell, row, version) = (&pages.shell, &curriculum.row, curriculum.version);
    let words = &*shell.words;
    let own = DocumentKind::Curriculum.id(&row.id);
    let mut writer = DocxWriter::new(&own, words, pictures);
    for unit in &version.units {
        writer.add_places(&own, &unit.text);
    }
    let mut parts = vec![
        WordBlock::Paragraph(WordParagraph::new().style("Title").add_run(Run::of(&row.title))),
        WordBlock::Paragraph(writer.line(&version.header.summary).style("Subtitle")),
    ];
    facts(&curriculum.facts, &mut parts);
    for unit in &version.units {
        unit_text(&mut writer, unit, words, &mut parts);
    }
    let standing = [("standing", &row.standing.word as &dyn Display), ("date", &row.date)];
    let head = FileHead {
        title: &row.title,
        document: format!("{}  {}", row.number, row.title),
        version: words.print.standing.fill(&standing),
        date: version.header.effective.unwrap_or(as_of).to_string(),
        identity: None,
    };
    let lists = std::mem::take(&mut writer.lists);
    packed(shell, head, parts, &lists, pictures)
}

fn unit_text(writer: &mut DocxWriter<'_>, unit: &Unit, words: &FixedWords, parts: &mut Vec<WordBlock>) {
    let bullet = |writer: &DocxWriter<'_>, line: &[crate::model::text::Inline]| {
        WordBlock::Paragraph(look::item(writer.line(line), None, 0, Spacing::Tight))
    };
    let name =
        |words: &str| WordBlock::Paragraph(WordParagraph::new().keep_next().add_run(Run::of(words).bold()));
    parts.push(WordBlock::Paragraph(heading(unit.title.as_str())));
    if !unit.objectives.is_empty() {
        parts.push(name(&words.curriculum.objectives));
        parts.extend(unit.objectives.iter().map(|line| bullet(writer, line)));
    }
    parts.extend(writer.blocks(&unit.text));
    if !unit.sources.is_empty() {
        parts.push(name(&words.curriculum.sources));
        parts.extend(unit.sources.iter().map(|line| bullet(writer, line)));
    }
}

/// Title, summary, facts and card.
fn policy_head<'a>(
    writer: &mut DocxWriter<'a>,
    own: &'a DocumentId,
    policy: &'a PolicyPage<'_>,
    words: &FixedWords,
) -> Vec<WordBlock> {
    writer.begin(own, &policy.citations);
    let title = WordParagraph::new().style("Title").add_run(Run::of(&policy.row.title));
    let title = if writer.has_several_documents() { title.page_break_before() } else { title };
    let title = match writer.bookmark("") {
        Some(name) => title.bookmarked(name.to_owned()),
        None => title,
    };
    let mut parts = vec![
        WordBlock::Paragraph(title),
        WordBlock::Paragraph(writer.line(&policy.version.header.summary).style("Subtitle")),
    ];
    facts(&policy.facts, &mut parts);
    card(writer, &policy.version.card, &words.card, &mut parts);
    parts
}

/// What comes after the text: the signature, the clauses, the sources, the history.
fn policy_end(policy: &PolicyPage<'_>, words: &FixedWords, parts: &mut Vec<WordBlock>) {
    signature(policy, words, parts);
    clauses(policy, words, parts);
    fact_sources(&policy.sources, words, parts);
    history(policy, words, parts);
}

/// The list of what is in a long text: links that Word can bring up to date.
fn contents(writer: &DocxWriter<'_>, blocks: &[Block], words: &FixedWords, parts: &mut Vec<WordBlock>) {
    let entries: Vec<(String, &str, String)> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading { level: level @ 2..=3, id, text, .. } => {
                let style = if *level == 2 { "TOC1" } else { "TOC2" };
                Some((writer.bookmark(id)?.to_owned(), style, plain_text(text)))
            }
            _ => None,
        })
        .collect();
    if entries.len() > FEW_HEADINGS {
        parts.push(WordBlock::Paragraph(
            WordParagraph::new().style("TOCHeading").add_run(Run::of(&words.print.contents)),
        ));
        parts.extend(listed_contents("TOC \\o \"1-2\" \\n \\h \\z", entries));
    }
}

fn listed_contents(field: &str, entries: Vec<(String, &str, String)>) -> Vec<WordBlock> {
    let last = entries.len().saturating_sub(1);
    let paragraphs = entries.into_iter().enumerate().map(|(at, (bookmark, style, words))| {
        let entry =
            WordParagraph::new().style(style).add_link(LinkTo::Bookmark(bookmark), vec![Run::of(&words)]);
        let entry = if at == 0 { entry.begin_field(field) } else { entry };
        WordBlock::Paragraph(if at == last { entry.end_field() } else { entry })
    });
    paragraphs.collect()
}

/// Where whoever approves the policy signs.
fn signature(policy: &PolicyPage<'_>, words: &FixedWords, parts: &mut Vec<WordBlock>) {
    let header = &policy.version.header;
    let say = &words.packet;
    let (name, day) = match &header.approval {
        Some(approval) => (approval.by.to_string(), words.dates.day(approval.on)),
        None => (header.approver.to_string(), String::new()),
    };
    let widths = look::widths(&[40, 38, 22]);
    let line = |cells: [(&str, bool); 3]| {
        let cells = cells.into_iter().zip(&widths).map(|((words, is_name), width)| {
            if is_name { name_cell(words, *width) } else { words_cell(words, *width) }
        });
        WordRow { cells: cells.collect(), ..WordRow::default() }
    };
    let names = line([(&say.name, true), (&say.signature, true), (&say.day, true)]);
    let blank = line([(name.as_str(), false), ("", false), (day.as_str(), false)]);
    parts.push(WordBlock::Paragraph(WordParagraph::new().keep_next()));
    parts.push(WordBlock::Table(look::table(vec![names, blank], widths.clone())));
    parts.push(gap());
}

/// The file with its margins, styles and lists.
fn packed(
    shell: &Shell,
    head: FileHead<'_>,
    blocks: Vec<WordBlock>,
    lists: &[NumberedList],
    pictures: &PictureFiles,
) -> io::Result<Vec<u8>> {
    let FileHead { title, document, version, date, identity } = head;
    let (language, direction) = (shell.language.to_string(), shell.direction());
    let above = look::margin("Header")
        .add_run(Run::of(&document))
        .add_run(Run::new().tab())
        .add_run(Run::of(&version));
    pack(&WordDocument {
        title,
        author: &shell.organization,
        styles: look::styles(&shell.accent, &language, direction),
        numbering: look::numbering(lists),
        page: look::page(shell.paper),
        language,
        direction,
        date,
        identity,
        blocks,
        header: above,
        footer: footer(shell),
        pictures,
    })
}

/// What is below each page: the organization, and which page of how many.
fn footer(shell: &Shell) -> WordParagraph {
    let below = look::margin("Footer")
        .add_run(Run::of(&format!("{} · {}", shell.organization, shell.title)))
        .add_run(Run::new().tab());
    shell.words.print.page_of.pieces().into_iter().fold(below, |below, piece| match piece {
        SentencePiece::Words(text) => below.add_run(Run::of(text)),
        SentencePiece::Gap("page") => below.add_field("PAGE", Run::of("1")),
        SentencePiece::Gap(_) => below.add_field("NUMPAGES", Run::of("1")),
    })
}

fn facts(facts: &[Fact], parts: &mut Vec<WordBlock>) {
    let widths = look::widths(&[25, 75]);
    let rows = facts.iter().map(|fact| {
        let cells = vec![name_cell(&fact.name, widths[0]), words_cell(&fact.value, widths[1])];
        WordRow { cells, ..WordRow::default() }
    });
    parts.push(WordBlock::Table(look::table(rows.collect(), widths.clone())));
    parts.push(gap());
}

fn card(writer: &DocxWriter<'_>, card: &Card, words: &CardWords, parts: &mut Vec<WordBlock>) {
    let entries = [
        (&words.what, &card.what),
        (&words.by_when, &card.by_when),
        (&words.call, &card.call),
        (&words.form, &card.form),
    ];
    let widths = look::widths(&[25, 75]);
    let rows: Vec<WordRow> = entries
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(name, lines)| {
            let lines = lines
                .iter()
                .map(|line| WordBlock::Paragraph(look::item(writer.line(line), None, 0, Spacing::Tight)));
            let said = WordCell::new(widths[1], lines.collect());
            WordRow { cells: vec![name_cell(name, widths[0]), said], ..WordRow::default() }
        })
        .collect();
    if !rows.is_empty() {
        parts.push(WordBlock::Table(look::table(rows, widths)));
        parts.push(gap());
    }
}

fn clauses(policy: &PolicyPage<'_>, words: &FixedWords, parts: &mut Vec<WordBlock>) {
    if policy.clauses.is_empty() {
        return;
    }
    let rows = policy.clauses.iter().map(|clause| {
        let mut sections: Vec<&str> = clause.passages.iter().map(|passage| passage.title.as_str()).collect();
        sections.dedup();
        [
            format!("{} {}", clause.specification, clause.label),
            format!("{}. {}", clause.title, clause.summary),
            sections.join("; "),
        ]
    });
    appendix(
        &words.policy.clauses,
        [&words.columns.clause, &words.columns.what_it_asks, &words.columns.where_in_policy],
        &[17, 45, 25],
        rows,
        parts,
    );
}

fn fact_sources(sources: &[FactSourceView], words: &FixedWords, parts: &mut Vec<WordBlock>) {
    if sources.is_empty() {
        return;
    }
    parts.push(WordBlock::Paragraph(heading(&words.sources.title)));
    for FactSourceView { title, citation, address, checked } in sources {
        let said = |text: &str| if text.is_empty() { String::new() } else { format!(" · {text}") };
        let mut line = WordParagraph::new().add_run(Run::of(&format!("{title}{}", said(citation))));
        if !address.is_empty() {
            let target = LinkTo::Address(address.clone());
            line = line.add_run(Run::of(" · ")).add_link(target, vec![Run::of(address).style("Hyperlink")]);
        }
        let line = line.add_run(Run::of(&said(checked)));
        parts.push(WordBlock::Paragraph(look::item(line, None, 0, Spacing::Tight)));
    }
    parts.push(gap());
}

fn history(policy: &PolicyPage<'_>, words: &FixedWords, parts: &mut Vec<WordBlock>) {
    if policy.history.is_empty() {
        return;
    }
    let rows = policy.history.iter().map(|change| [change.date.clone(), change.change.clone()]);
    let head = [&words.columns.date, &words.columns.what_changed];
    appendix(&words.policy.history, head, &[20, 60], rows, parts);
}

/// The heading of what is at the end.
fn heading(title: &str) -> WordParagraph {
    WordParagraph::new().style("Heading1").add_run(Run::of(title))
}

/// A table at the end, with its heading.
fn appendix<const N: usize>(
    title: &str,
    head: [&Word; N],
    weights: &[usize],
    rows: impl Iterator<Item = [String; N]>,
    parts: &mut Vec<WordBlock>,
) {
    parts.push(WordBlock::Paragraph(heading(title)));
    let widths = look::widths(weights);
    let row = |cells: &[String], cell: fn(&str, usize) -> WordCell| WordRow {
        cells: cells.iter().zip(&widths).map(|(words, width)| cell(words, *width)).collect(),
        ..WordRow::default()
    };
    let mut all = vec![row(&head.map(Word::to_string), name_cell)];
    all.extend(rows.map(|cells| row(&cells, words_cell)));
    parts.push(WordBlock::Table(look::headed_table(all, widths.clone())));
    parts.push(gap());
}
