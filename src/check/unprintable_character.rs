//! The printed pages have no letter for a character, such as an emoji: it would print as an empty box, and PDF/UA
//! and PDF/A forbid that.

use super::{Context, Rule};
use crate::diagnostic::Diagnostic;
use crate::model::Policy;
use crate::model::document::{Block, Inline, each_inline};
use crate::source::Span;

pub const RULE: Rule = Rule { code: "unprintable-character", look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for version in context.handbook.policies.iter().flat_map(Policy::versions) {
        each_text(&version.body.blocks, &mut |text, span| {
            inspect(text, span, context, &mut findings);
        });
        let card = &version.card;
        let lists = [&card.what, &card.by_when, &card.call, &card.form];
        let mut header =
            format!("{} {} {} {}", version.title, version.number, version.owner, version.approver);
        for line in lists.into_iter().flatten().chain([&version.summary]) {
            push_words(line, &mut header);
        }
        if let Some(approval) = &version.approval {
            header.push_str(&approval.by);
        }
        for change in &version.history {
            header.push_str(&change.change);
        }
        inspect(&header, version.span, context, &mut findings);
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
            let text = format!("{} {} {}", clause.label, clause.title, clause.summary);
            inspect(&text, clause.span, context, &mut findings);
        }
    }
    findings
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
            .hint("say it in words"),
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
