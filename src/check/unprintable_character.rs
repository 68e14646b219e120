//! No font at hand has a character: it would print as an empty box, and PDF/UA and PDF/A forbid that. For a letter of another
//! writing system the finding names a font that has it.

use super::{Context, Rule};
use crate::diagnostic::Diagnostic;
use crate::memo::Key;
use crate::model::document::{Block, Inline, each_inline, shown_text};
use crate::model::{Curriculum, CurriculumVersion, Form, FormVersion, Header, Policy, PolicyVersion};
use crate::source::Span;

pub const RULE: Rule = Rule { code: "unprintable-character", look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let remembered = |key: Key, look: &dyn Fn(&mut Vec<Diagnostic>)| {
        context.memo.get(Key::of(&(RULE.code, key)), || {
            let mut findings = Vec::new();
            look(&mut findings);
            findings
        })
    };
    for version in context.handbook.policies.iter().flat_map(Policy::versions) {
        findings.extend(remembered(version.key, &|findings| policy(version, context, findings)));
    }
    for version in context.handbook.forms.iter().flat_map(Form::versions) {
        findings.extend(remembered(version.key, &|findings| form(version, context, findings)));
    }
    for version in context.handbook.curricula.iter().flat_map(Curriculum::versions) {
        findings.extend(remembered(version.key, &|findings| curriculum(version, context, findings)));
    }
    for page in &context.handbook.guide {
        let mut head = page.title.clone();
        push_words(&page.summary, &mut head);
        inspect(&head, page.span, context, &mut findings);
        each_text(&page.body.blocks, &mut |text, span| inspect(text, span, context, &mut findings));
    }
    glossary(context, &mut findings);
    for header in context.handbook.headers() {
        inspect(&words_of(header), header.span, context, &mut findings);
    }
    let handbook = context.handbook;
    let organization = handbook.values.get("organization.name");
    let own = organization.map_or(context.handbook_file, |value| value.span);
    inspect(handbook.value("organization.name"), own, context, &mut findings);
    let names = handbook.tracks.iter().map(|(_, name)| name.as_str());
    for text in
        names.chain([handbook.title.as_str()]).chain(handbook.waivers.iter().map(|w| w.reason.as_str()))
    {
        inspect(text, context.handbook_file, context, &mut findings);
    }
    for specification in &handbook.specifications {
        let text =
            format!("{} {} {}", specification.title, specification.short_title, specification.publisher);
        inspect(&text, specification.span, context, &mut findings);
        for clause in &specification.clauses {
            let mut text = format!("{} {} {}", clause.label, clause.title, clause.summary);
            for figure in &clause.figures {
                text.push_str(&figure.value);
                text.push_str(&figure.what);
                text.push_str(figure.event.as_ref().map_or("", |event| &event.name));
            }
            inspect(&text, clause.span, context, &mut findings);
        }
    }
    findings
}

fn policy(version: &PolicyVersion, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each_text(&version.body.blocks, &mut |text, span| inspect(text, span, context, findings));
    let mut card = String::new();
    for line in version.card.lines() {
        push_words(line, &mut card);
    }
    inspect(&card, version.header.span, context, findings);
}

fn curriculum(version: &CurriculumVersion, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut head = version.audience.clone();
    version.notes.iter().for_each(|note| push_words(note, &mut head));
    inspect(&head, version.header.span, context, findings);
    each_text(&version.opening, &mut |text, span| inspect(text, span, context, findings));
    for unit in &version.units {
        let mut words = format!("{} {}", unit.title, unit.teacher);
        unit.objectives.iter().chain(&unit.sources).for_each(|line| push_words(line, &mut words));
        for one in &unit.questions {
            words.push_str(&one.question);
            words.push_str(&one.why);
            one.options.iter().for_each(|option| words.push_str(option));
        }
        inspect(&words, unit.span, context, findings);
        for blocks in [&unit.text, &unit.for_trainer] {
            each_text(blocks, &mut |text, span| inspect(text, span, context, findings));
        }
    }
}

/// The glossary and whom to call, which are chapters of the whole handbook.
fn glossary(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let glossary = &context.handbook.glossary;
    for term in &glossary.terms {
        let mut words = format!("{} {} ", term.term, term.not.concat());
        words.push_str(term.short.as_deref().unwrap_or_default());
        push_words(&term.meaning, &mut words);
        inspect(&words, term.span, context, findings);
    }
    for pair in &glossary.confused {
        let mut words = pair.terms.concat();
        push_words(&pair.why, &mut words);
        inspect(&words, pair.span, context, findings);
    }
    for contact in &context.handbook.contacts {
        inspect(&format!("{} {}", contact.what, contact.value), contact.span, context, findings);
    }
}

fn words_of(header: &Header) -> String {
    let mut words = format!("{} {} {} {}", header.title, header.number, header.owner, header.approver);
    push_words(&header.summary, &mut words);
    if let Some(approval) = &header.approval {
        words.push_str(&approval.by);
    }
    for change in &header.history {
        words.push_str(&change.change);
    }
    words
}

fn form(version: &FormVersion, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    inspect(&shown_text(&version.due), version.header.span, context, findings);
    for section in &version.sections {
        inspect(&section.title, section.span, context, findings);
        each_text(&section.text.blocks, &mut |text, span| inspect(text, span, context, findings));
    }
    for field in version.identity.iter().chain(version.fields().map(|(_, field)| field)) {
        let words = format!("{} {}", field.labels().concat(), shown_text(&field.help));
        inspect(&words, field.span, context, findings);
    }
}

fn inspect(text: &str, span: Span, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let strange = text.chars().find(|&c| !c.is_whitespace() && !(context.prints)(c));
    if let Some(c) = strange {
        findings.push(
            Diagnostic::error(
                RULE.code,
                span,
                format!("the character {c:?} (U+{:04X}) cannot be printed", u32::from(c)),
            )
            .hint((context.remedy)(c)),
        );
    }
}

fn push_words(line: &[Inline], into: &mut String) {
    each_inline(line, &mut |inline| {
        if let Inline::Text(text) | Inline::Code(text) = inline {
            into.push_str(text);
        }
    });
}

/// The words of each block, with the block's place.
fn each_text(blocks: &[Block], visit: &mut dyn FnMut(&str, Span)) {
    for block in blocks {
        let mut words = String::new();
        match block {
            Block::List { items, .. } => {
                for item in items {
                    each_text(item, visit);
                }
            }
            Block::Callout { blocks, .. } => each_text(blocks, visit),
            Block::Code { text, .. } => words.push_str(text),
            other => {
                crate::model::document::each_line(std::slice::from_ref(other), &mut |line| {
                    push_words(line, &mut words);
                });
            }
        }
        visit(&words, block.span());
    }
}
