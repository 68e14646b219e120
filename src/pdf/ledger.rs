//! Sheets of acknowledgements, on paper.

use super::documents::start;
use super::typst_source::TypstSource;
use super::typst_value::{array, call};
use crate::view::Pages;
use crate::view::ledger::{LedgerSheet, LedgerTable, LedgerView};

pub(super) fn ledger(pages: &Pages<'_>, view: &LedgerView) -> TypstSource {
    let mut source = TypstSource::default();
    let LedgerView { title, sheets } = view;
    start(&pages.shell, title, &pages.shell.as_of, &mut source);
    source.import("ledger.typ");
    for sheet in sheets {
        one_sheet(sheet, &mut source);
    }
    source
}

fn one_sheet(sheet: &LedgerSheet, source: &mut TypstSource) {
    let LedgerSheet { title, lead, notes, tables, statement } = sheet;
    source.show(call("ledger-title").arg(title).arg(lead).arg(array(notes)));
    for LedgerTable { heading, weights, head, rows } in tables {
        let rows = rows.iter().map(array);
        let table = call("ledger-table").arg(heading).arg(array(weights.iter().copied()));
        source.show(table.arg(array(head)).arg(array(rows)));
    }
    if let Some(statement) = statement {
        source.show(call("ledger-signature").arg(statement));
    }
}
