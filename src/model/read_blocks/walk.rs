//! The walk: what a reader reads of each struct of a version. Every struct is taken apart without `..`, so that a new field does not
//! compile here until somebody decides whether an approval is for it.
#![allow(clippy::needless_for_each, reason = "one line a list: the walk reads as a table of contents")]

use super::tokens::{of_covers, of_line, of_text};
use super::{BlockKey, CardPart, LineStep, ReadBlock, ReadLine, ReadToken};
use crate::model::curriculum::{CurriculumVersion, Unit, UnitUse, WrittenUnit};
use crate::model::form::{
    Annex, CellKind, Choice, Column, Cover, Entry, Field, FieldGroup, FieldKind, FormVersion, Options,
    Repeat, RowLabel, Rows, Rules, Section, Signed, Signer, Table,
};
use crate::model::guide::GuidePage;
use crate::model::policy::{Card, PolicyVersion};
use crate::model::question::{AnswerCount, AnswerOption, OptionList, Question, Response};
use crate::model::text::{Block, BodyText, Line, shown_text};
use crate::model::version::Header;
use crate::source::{Placed, Span};

impl PolicyVersion {
    /// Everything that an approval of it is for.
    pub(crate) fn read_blocks(&self) -> Vec<ReadBlock<'_>> {
        let Self { header, card, body: BodyText { blocks } } = self;
        let mut walk = BlockWalk::default();
        walk.header(header);
        walk.card(card);
        walk.body(blocks);
        walk.found
    }
}

impl GuidePage {
    /// Everything that a translation of it is made from.
    pub(crate) fn read_blocks(&self) -> Vec<ReadBlock<'_>> {
        let Self {
            id: _,
            title,
            summary,
            order: _,
            readers: _,
            body: BodyText { blocks },
            sources: _,
            span: _,
        } = self;
        let mut walk = BlockWalk::default();
        walk.plain(BlockKey::Title, title);
        walk.line(BlockKey::Summary, summary);
        walk.body(blocks);
        walk.found
    }
}

impl FormVersion {
    /// Everything that an approval of it is for.
    pub(crate) fn read_blocks(&self) -> Vec<ReadBlock<'_>> {
        // Tasks are where the list of forms has it.
        let Self { header, tasks: _, due, text_size: _, needs_language_notice: _, identity, sections } = self;
        let mut walk = BlockWalk::default();
        walk.header(header);
        walk.line(BlockKey::Due, due);
        identity.iter().for_each(|field| walk.field(field));
        sections.iter().for_each(|section| walk.section(section));
        walk.found
    }
}

impl CurriculumVersion {
    /// Everything that an approval of it is for.
    pub(crate) fn read_blocks(&self) -> Vec<ReadBlock<'_>> {
        // The sheets are the handbook's, and are the same for every curriculum.
        // An approval of a unit of another curriculum is that curriculum's.
        let Self { header, audience, notes, opening, units: _, uses: _, sheets: _ } = self;
        let mut walk = BlockWalk::default();
        walk.header(header);
        walk.plain(BlockKey::Audience, audience);
        numbered(notes).for_each(|(number, note)| walk.line(BlockKey::Note(number), note));
        walk.blocks(opening, &BlockKey::Opening);
        for unit in self.written_units() {
            match unit {
                WrittenUnit::Own(unit) => walk.unit(unit),
                WrittenUnit::Used(used) => walk.unit_use(used),
            }
        }
        walk.found
    }
}

fn numbered<T>(list: &[T]) -> impl Iterator<Item = (usize, &T)> {
    (1..).zip(list)
}

#[derive(Default)]
struct BlockWalk<'a> {
    found: Vec<ReadBlock<'a>>,
}

impl<'a> BlockWalk<'a> {
    fn push(&mut self, key: BlockKey, span: Span, lines: LineWalk<'a>) {
        if !lines.found.is_empty() {
            self.found.push(ReadBlock { key, lines: lines.found, span });
        }
    }

    fn plain(&mut self, key: BlockKey, text: &Placed<String>) {
        let mut lines = LineWalk::default();
        lines.tokens(of_text(text));
        self.push(key, text.span, lines);
    }

    fn line(&mut self, key: BlockKey, line: &'a Line) {
        let mut lines = LineWalk::default();
        lines.tokens(of_line(line));
        self.push(key, line.span, lines);
    }

    fn header(&mut self, header: &'a Header) {
        let Header {
            // The name of the file.
            effective: _,
            title,
            number,
            // They change without the text.
            owner: _,
            approver: _,
            approval: _,
            reviewed: _,
            reviewed_by: _,
            review_months: _,
            revisions: _,
            end: _,
            tracks: _,
            summary,
            history: _,
            // They are looked up again and corrected without another approval.
            sources: _,
            span: _,
        } = header;
        self.plain(BlockKey::Title, title);
        self.plain(BlockKey::Number, number);
        self.line(BlockKey::Summary, summary);
    }

    fn card(&mut self, card: &'a Card) {
        let Card { what, by_when, call, form } = card;
        let parts = [
            (CardPart::Do, what),
            (CardPart::ByWhen, by_when),
            (CardPart::Call, call),
            (CardPart::Form, form),
        ];
        for (part, entries) in parts {
            numbered(entries).for_each(|(number, entry)| self.line(BlockKey::Card(part, number), entry));
        }
    }

    /// The text of a policy: its blocks are counted from each heading.
    fn body(&mut self, blocks: &'a [Block]) {
        let mut under = None;
        let mut number = 0;
        for block in blocks {
            if let Block::Heading { level: _, id: _, origin: _, text, span: _ } = block {
                let words = shown_text(text);
                under = Some(words.clone());
                number = 0;
                self.block(BlockKey::Heading(words), block);
            } else {
                number += 1;
                self.block(BlockKey::Text { under: under.clone(), number }, block);
            }
        }
    }

    fn blocks(&mut self, blocks: &'a [Block], key: &dyn Fn(usize) -> BlockKey) {
        numbered(blocks).for_each(|(number, block)| self.block(key(number), block));
    }

    fn block(&mut self, key: BlockKey, block: &'a Block) {
        let mut lines = LineWalk::default();
        lines.block(block);
        self.push(key, block.span(), lines);
    }

    fn section(&mut self, section: &'a Section) {
        // Where it begins in print, and whether it is kept together, is looks.
        let Section {
            id,
            title,
            text: BodyText { blocks },
            repeat,
            covers,
            start: _,
            is_kept: _,
            only_if,
            annex,
            fields,
            span,
        } = section;
        let mut lines = LineWalk::default();
        lines.plain(LineStep::Label, title);
        // How many are printed is room for handwriting.
        if let Some(Repeat { printed: _, name }) = repeat {
            lines.plain(LineStep::RepeatName, name);
        }
        // For whom it is an annex is marked in its title.
        if let Some(Annex { lines: _ }) = annex {
            lines.word(LineStep::Rules, "annex");
        }
        if let Some(condition) = only_if {
            lines.word(LineStep::Rules, &format!("only_if {}", condition.words()));
        }
        lines.covers(covers);
        self.push(BlockKey::Section(id.clone()), *span, lines);
        self.blocks(blocks, &|number| BlockKey::SectionText { section: id.clone(), number });
        fields.iter().for_each(|field| self.field(field));
    }

    fn field(&mut self, field: &'a Field) {
        let rule_words = field.rule_words();
        // Its rules, default and alerts are these words.
        let Field {
            id,
            label,
            help,
            kind,
            from: _,
            required,
            rules: _,
            default: _,
            alerts: _,
            width: _,
            covers,
            span,
        } = field;
        let mut lines = LineWalk::default();
        lines.plain(LineStep::Label, label);
        lines.inside(LineStep::Help, |lines| lines.tokens(of_line(help)));
        if *required {
            lines.word(LineStep::Required, "required");
        }
        if !rule_words.is_empty() {
            lines.word(LineStep::Rules, &rule_words);
        }
        lines.field_kind(kind);
        lines.covers(covers);
        self.push(BlockKey::Field(id.clone()), *span, lines);
        if let FieldKind::Group(FieldGroup { repeat: _, fields }) = kind {
            fields.iter().for_each(|field| self.field(field));
        }
    }

    fn unit(&mut self, unit: &'a Unit) {
        let Unit {
            id,
            title,
            minutes,
            teacher,
            covers,
            objectives,
            sources,
            questions,
            materials,
            course,
            origin: _,
            text,
            for_trainer,
            span,
        } = unit;
        let mut lines = LineWalk::default();
        lines.plain(LineStep::Label, title);
        lines.word(LineStep::Minutes, &minutes.to_string());
        lines.plain(LineStep::Teacher, teacher);
        for (at, line) in objectives.iter().enumerate() {
            lines.inside(LineStep::Objective(at), |lines| lines.tokens(of_line(line)));
        }
        for (at, line) in sources.iter().enumerate() {
            lines.inside(LineStep::Publication(at), |lines| lines.tokens(of_line(line)));
        }
        for (at, line) in materials.iter().enumerate() {
            lines.inside(LineStep::Material(at), |lines| lines.tokens(of_line(line)));
        }
        let course = course.words();
        if !course.is_empty() {
            lines.word(LineStep::Course, &course);
        }
        lines.covers(covers);
        self.push(BlockKey::Unit(id.clone()), *span, lines);
        self.blocks(text, &|number| BlockKey::UnitText { unit: id.clone(), number });
        self.blocks(for_trainer, &|number| BlockKey::ForTrainer { unit: id.clone(), number });
        for (number, question) in numbered(questions) {
            self.question(BlockKey::Question { unit: id.clone(), number }, question);
        }
    }

    /// Which unit of which curriculum it is, whatever that says.
    fn unit_use(&mut self, used: &'a UnitUse) {
        let UnitUse { at: _, id, named: _, label, to, course, span } = used;
        let mut lines = LineWalk::default();
        let name = of_text(label).into_iter().map(|token| ReadToken { leads_to: Some(to), ..token });
        lines.inside(LineStep::Label, |lines| lines.tokens(name.collect()));
        let course = course.words();
        if !course.is_empty() {
            lines.word(LineStep::Course, &course);
        }
        self.push(BlockKey::Unit(id.clone()), *span, lines);
    }

    /// Which objective it tests and the order of its options aren't among its words.
    fn question(&mut self, key: BlockKey, question: &'a Question) {
        let Question { id: _, question, response, why, tests: _, purpose: _ } = question;
        let mut lines = LineWalk::default();
        lines.line(LineStep::Asked, question);
        lines.response(response);
        lines.line(LineStep::Why, why);
        self.push(key, question.span, lines);
    }
}

/// The lines of a block so far, and where in it the next ones are.
#[derive(Default)]
struct LineWalk<'a> {
    found: Vec<ReadLine<'a>>,
    path: Vec<LineStep>,
}

impl<'a> LineWalk<'a> {
    fn tokens(&mut self, tokens: Vec<ReadToken<'a>>) {
        if !tokens.is_empty() {
            self.found.push(ReadLine { path: self.path.clone(), tokens });
        }
    }

    fn inside(&mut self, step: LineStep, walk: impl FnOnce(&mut Self)) {
        self.path.push(step);
        walk(self);
        self.path.pop();
    }

    fn plain(&mut self, step: LineStep, text: &Placed<String>) {
        self.word(step, text);
    }

    fn word(&mut self, step: LineStep, text: &str) {
        self.inside(step, |lines| lines.tokens(of_text(text)));
    }

    fn line(&mut self, step: LineStep, line: &'a Line) {
        self.inside(step, |lines| lines.tokens(of_line(line)));
    }

    /// How a question is answered. The usual kind says nothing of what kind it is.
    fn response(&mut self, response: &'a Response) {
        match response {
            Response::Options(OptionList { pick, order: _, options }) => {
                for (at, AnswerOption { text, is_right: _, why: _ }) in options.iter().enumerate() {
                    self.line(LineStep::Choice(at), text);
                }
                if *pick == AnswerCount::Several {
                    self.word(LineStep::Kind, "several");
                }
                let right = options.iter().zip(1..).filter(|(option, _)| option.is_right);
                let right: Vec<String> = right.map(|(_, number)| number.to_string()).collect();
                self.word(LineStep::Answer, &right.join(" "));
                for (at, option) in options.iter().enumerate() {
                    self.line(LineStep::WhyChoice(at), &option.why);
                }
            }
            Response::TrueFalse(is_true) => {
                self.word(LineStep::Kind, "true-false");
                // True is the first of its two options.
                self.word(LineStep::Answer, if *is_true { "1" } else { "2" });
            }
            Response::Open(answer) => {
                self.word(LineStep::Kind, "open");
                self.line(LineStep::Answer, answer);
            }
        }
    }

    fn covers(&mut self, covers: &[Cover]) {
        self.inside(LineStep::Covers, |lines| lines.tokens(of_covers(covers)));
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        match blocks {
            [only] => self.block(only),
            several => {
                for (at, block) in several.iter().enumerate() {
                    self.inside(LineStep::Block(at), |lines| lines.block(block));
                }
            }
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading { level, id: _, origin: _, text, span: _ } => {
                self.inside(LineStep::HeadingLevel(*level), |lines| lines.tokens(of_line(text)));
            }
            Block::Paragraph { text, span: _ } => self.tokens(of_line(text)),
            Block::List { start, spacing: _, items, span: _ } => {
                for ((at, item), more) in items.iter().enumerate().zip(0..) {
                    let number = start.map(|start| start.saturating_add(more));
                    self.inside(LineStep::Item { at, number }, |lines| lines.blocks(item));
                }
            }
            Block::Table { columns: _, head, rows, span: _ } => {
                for (row, cells) in std::iter::once(head).chain(rows).enumerate() {
                    for (column, cell) in cells.iter().enumerate() {
                        self.inside(LineStep::Cell { row, column }, |lines| lines.tokens(of_line(cell)));
                    }
                }
            }
            Block::Definitions { entries, span: _ } => {
                for (at, (term, meanings)) in entries.iter().enumerate() {
                    self.inside(LineStep::Term(at), |lines| lines.tokens(of_line(term)));
                    for (meaning, blocks) in meanings.iter().enumerate() {
                        let step = LineStep::Meaning { term: at, at: meaning };
                        self.inside(step, |lines| lines.blocks(blocks));
                    }
                }
            }
            Block::Callout { kind, blocks, span: _ } => {
                self.inside(LineStep::Callout(*kind), |lines| lines.blocks(blocks));
            }
            Block::Code { text, span: _ } => self.word(LineStep::Code, text),
            Block::Rule { span: _ } => {}
        }
    }

    fn field_kind(&mut self, kind: &FieldKind) {
        let word = match kind {
            FieldKind::Line(entry) => entry_word(*entry),
            // Lines are room for handwriting.
            FieldKind::Paragraph { lines: _ } => "paragraph",
            FieldKind::Choice(_) => "choice",
            FieldKind::Choices(_) => "choices",
            FieldKind::Checkbox => "checkbox",
            FieldKind::Score(_) => "score",
            FieldKind::Table(_) => "table",
            FieldKind::Group(_) => "group",
            FieldKind::Signature { signer: Signer::Staff, layout: _ } => "signature of staff",
            FieldKind::Signature { signer: Signer::Member, layout: _ } => "signature of a Member",
        };
        self.word(LineStep::Kind, word);
        match kind {
            FieldKind::Choice(Options { listed, other }) | FieldKind::Choices(Options { listed, other }) => {
                self.choices(listed);
                if other.is_some() {
                    self.word(LineStep::OtherChoice, "other");
                }
            }
            FieldKind::Table(table) => self.table(table),
            // How many are printed is room for handwriting, and its fields are blocks of their own.
            FieldKind::Group(FieldGroup { repeat: Repeat { printed: _, name }, fields: _ }) => {
                self.plain(LineStep::RepeatName, name);
            }
            FieldKind::Line(_)
            | FieldKind::Paragraph { lines: _ }
            | FieldKind::Checkbox
            | FieldKind::Score(_)
            | FieldKind::Signature { .. } => {}
        }
    }

    fn choices(&mut self, choices: &[Choice]) {
        for (at, choice) in choices.iter().enumerate() {
            self.word(LineStep::Choice(at), &choice.printed());
        }
    }

    fn table(&mut self, table: &Table) {
        // Blank rows are room for handwriting.
        let Table { columns, rows } = table;
        match rows {
            Rows::Blank(_) => {}
            Rows::Labeled { heading, labels } => {
                self.plain(LineStep::RowHeading, heading);
                // Conditions are among the rules of the field.
                for (at, RowLabel { id: _, label, only_if: _ }) in labels.iter().enumerate() {
                    self.word(LineStep::RowLabel(at), label);
                }
            }
        }
        for (at, column) in columns.iter().enumerate() {
            self.inside(LineStep::Column(at), |lines| lines.column(column));
        }
    }

    fn column(&mut self, column: &Column) {
        // Lines are room for handwriting.
        let Column { id: _, label, kind, lines: _, required, rules, share: _, covers } = column;
        self.plain(LineStep::Label, label);
        match kind {
            CellKind::Line(entry) => self.word(LineStep::Kind, entry_word(*entry)),
            CellKind::Checkbox => self.word(LineStep::Kind, "checkbox"),
            CellKind::Choice { options, layout: _ } => {
                self.word(LineStep::Kind, "choice");
                self.choices(options);
            }
            CellKind::Signed(Signed::Signature) => self.word(LineStep::Kind, "signature"),
            CellKind::Signed(Signed::Initials) => self.word(LineStep::Kind, "initials"),
        }
        if *required {
            self.word(LineStep::Required, "required");
        }
        if *rules != Rules::default() {
            self.word(LineStep::Rules, &rules.words());
        }
        self.covers(covers);
    }
}

/// As a form's file has it.
fn entry_word(entry: Entry) -> &'static str {
    match entry {
        Entry::Text => "text",
        Entry::Date => "date",
        Entry::Number => "number",
        Entry::Phone => "phone",
    }
}
