//! The packet for a board, on paper.

use super::documents::start;
use super::redline::{heading_and_facts, passages};
use super::typst_source::TypstSource;
use super::typst_value::{array, call};
use crate::view::Pages;
use crate::view::packet::{PacketEntry, PacketView};
use crate::words::FixedWords;

pub(super) fn packet(pages: &Pages<'_>, packet: &PacketView) -> TypstSource {
    let mut source = TypstSource::default();
    let (shell, words) = (&pages.shell, &pages.shell.words);
    start(&pages.shell, &words.packet.title, &shell.as_of, &mut source);
    source.import("redline.typ");
    source.import("packet.typ");
    let lead = words.packet.lead.fill(&[("organization", &shell.organization), ("day", &shell.as_of)]);
    let title = call("packet-title")
        .arg(&words.packet.title)
        .arg(lead)
        .arg(words.packet.count.fill(packet.entries.len()));
    source.show(title);
    for one in &packet.entries {
        entry(one, words, &mut source);
    }
    source
}

fn entry(entry: &PacketEntry, words: &FixedWords, source: &mut TypstSource) {
    let PacketEntry { title, number, standing, approver, reasons, text, changes, clauses } = entry;
    source
        .show(call("packet-entry").named("number", number).named("title", title).named("standing", standing));
    if !reasons.is_empty() {
        source.show(call("reasons-of").arg(array(reasons)));
    }
    source.show(call("packet-heading").arg(&words.packet.text));
    passages(text, words, source);
    if let Some(changes) = changes {
        let heading = words.packet.changes.fill(&[("day", &changes.old.name)]);
        heading_and_facts(changes, heading, words, source);
        if !changes.is_same {
            passages(changes, words, source);
        }
    } else {
        source.show(call("packet-note").arg(&words.packet.no_version_before));
    }
    source.show(call("packet-heading").arg(&words.policy.clauses));
    if clauses.is_empty() {
        source.show(call("packet-note").arg(&words.packet.no_clauses));
    } else {
        let rows = clauses.iter().map(|clause| array([&clause.label, &clause.title, &clause.summary]));
        source.show(call("packet-clauses").arg(array(rows)));
    }
    source.show(call("signature-line").arg(words.packet.to_approve.fill(&[("name", approver)])));
}
