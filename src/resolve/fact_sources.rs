//! The sources of facts that a text names in its header, and those of values in the handbook file.

use super::header_fields::Fields;
use super::version::VersionReader;
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::load::{FactSourceKeys, Spanned, ValueTable};
use crate::markdown;
use crate::model::{Date, FactSource};
use crate::source::Placed;

impl VersionReader<'_> {
    /// Those that have a title.
    pub(super) fn fact_sources(
        &self,
        written: &[Spanned<FactSourceKeys>],
        fields: &mut Fields<'_>,
    ) -> Vec<FactSource> {
        let mut sources = Vec::new();
        for entry in written {
            let mut fields = fields.within(entry, "sources.", "this source");
            let FactSourceKeys { title, citation, address, checked } = entry.get_ref();
            let title = self.words("title", title.as_ref(), &mut fields);
            let citation = citation.as_ref().map(|words| self.words("citation", Some(words), &mut fields));
            let address = address.as_ref().and_then(|address| web_address(address, &mut fields));
            let checked = self.past("checked", checked.as_ref(), &mut fields);
            if !title.is_empty() {
                let citation = citation.filter(|citation| !citation.is_empty());
                sources.push(FactSource { title, citation, address, checked });
            }
        }
        sources
    }
}

/// Where a value comes from: its `source` is an address or a citation. A day in the future doesn't count.
pub(super) fn of_value(table: &ValueTable, day: Date, fields: &mut Fields<'_>) -> Option<FactSource> {
    let ValueTable { value: _, kind: _, since: _, until: _, to_confirm: _, source, checked } = table;
    let checked = fields.date("checked", checked.as_ref()).filter(|checked| *checked <= day);
    let title = fields.text("source", Some(source.as_ref()?));
    let address = markdown::web_address(&title).map(|address| Placed::new(address, title.span));
    (!title.is_empty()).then_some(FactSource { title, citation: None, address, checked })
}

fn web_address(written: &Spanned<String>, fields: &mut Fields<'_>) -> Option<Placed<String>> {
    let text = fields.text("address", Some(written));
    if text.is_empty() {
        return None;
    }
    let address = markdown::web_address(&text);
    if address.is_none() {
        fields.findings.push(
            Diagnostic::new(
                FindingCode::BadLink,
                text.span,
                format!("`{}` is not an address on the web", *text),
            )
            .hint("write one that begins with https://, or name a law or publication as `citation`"),
        );
    }
    address.map(|address| Placed::new(address, text.span))
}
