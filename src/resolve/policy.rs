//! Versions of a policy become the policy that the handbook shows.

use super::header_fields::Fields;
use super::version::{ReadVersion, VersionReader};
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{PolicyFile, Spanned, VersionFile};
use crate::model::text::Line;
use crate::model::{Card, PolicyVersion};
use crate::source::Span;

impl ReadVersion for PolicyFile {
    type Version = PolicyVersion;

    fn read(
        reader: VersionReader<'_>,
        written: &VersionFile<Self>,
        findings: &mut Findings,
    ) -> PolicyVersion {
        version(reader, written, findings)
    }
}

fn version(
    reader: VersionReader<'_>,
    written: &VersionFile<PolicyFile>,
    findings: &mut Findings,
) -> PolicyVersion {
    let source = &written.source;
    let top = Span::top(written.file);
    let keys = &source.header.own;
    let mut fields = Fields {
        file: written.file,
        top,
        what: "this policy's header",
        unread: &source.header.unread,
        within: "",
        findings,
    };
    let header = reader.header(&source.header.every, written.effective, &mut fields);
    let mut entries =
        |list: &[Spanned<String>]| -> Vec<Line> { reader.entries(list, written.file, findings) };
    let card = Card {
        what: entries(&keys.card.what),
        by_when: entries(&keys.card.by_when),
        call: entries(&keys.card.call),
        form: entries(&keys.card.form),
    };
    let mut body = reader.document(&source.body, findings);
    if body.blocks.is_empty() {
        findings.push(
            Diagnostic::new(FindingCode::EmptyPolicy, top, "this policy has no text")
                .hint("write it below the second `+++` line, in sections that begin with `##`"),
        );
    }
    reader.background.acronyms.link(&mut body);
    PolicyVersion { header, card, body }
}
