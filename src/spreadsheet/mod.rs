//! The crosswalk as a workbook for Excel and LibreOffice: `crosswalk.xlsx` beside the site. A sheet for each specification goes from clauses to
//! passages, those that are not met first; the last sheet goes from passages to clauses. Each place is a link into the site.

mod workbook;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{DocumentId, DocumentKind};
use crate::view::Pages;
use crate::view::document::DocumentRow;
use crate::view::specification::{ClauseView, EvidenceView, SpecificationPage};
use workbook::{SheetCell, Worksheet};

/// The workbook, a ZIP file.
///
/// # Errors
/// What the file cannot hold.
pub(crate) fn crosswalk(pages: &Pages<'_>) -> std::io::Result<Vec<u8>> {
    let writer = CrosswalkSheets { pages, rows: rows(pages) };
    let mut sheets: Vec<Worksheet> = pages.specifications.iter().map(|page| writer.clauses(page)).collect();
    sheets.push(writer.passages());
    let mut names = BTreeSet::new();
    for sheet in &mut sheets {
        sheet.name = workbook::free_name(&sheet.name, &mut names);
    }
    workbook::write(&sheets)
}

struct CrosswalkSheets<'a> {
    pages: &'a Pages<'a>,
    rows: BTreeMap<DocumentId, &'a DocumentRow>,
}

fn rows<'a>(pages: &'a Pages<'_>) -> BTreeMap<DocumentId, &'a DocumentRow> {
    let policies = pages.policies.iter().map(|page| (DocumentKind::Policy, &page.row));
    let forms = pages.forms.iter().map(|page| (DocumentKind::Form, &page.list.row));
    let curricula = pages.curricula.iter().map(|page| (DocumentKind::Curriculum, &page.row));
    policies.chain(forms).chain(curricula).map(|(kind, row)| (kind.id(&row.id), row)).collect()
}

impl CrosswalkSheets<'_> {
    /// A row for each place where a clause is met, and one for each clause that is met nowhere.
    fn clauses(&self, page: &SpecificationPage) -> Worksheet {
        let columns = &self.pages.shell.words.columns;
        let head = [
            (&columns.clause, 18),
            (&columns.what_it_is_about, 30),
            (&columns.what_it_asks, 60),
            (&columns.kind, 16),
            (&columns.status, 14),
            (&columns.still_needs, 24),
            (&columns.where_it_is, 46),
            (&self.pages.shell.words.versions.version, 34),
        ];
        let mut clauses: Vec<&ClauseView> = page.clauses.iter().filter(|one| one.kind != "heading").collect();
        clauses.sort_by_key(|clause| !clause.gap);
        Worksheet {
            name: page.row.short_title.clone(),
            head: head.map(|(word, width)| (word.to_string(), width)).into(),
            rows: clauses.into_iter().flat_map(|clause| self.rows_of(clause)).collect(),
        }
    }

    fn rows_of(&self, clause: &ClauseView) -> Vec<Vec<SheetCell>> {
        let missing: Vec<&str> = clause.missing.iter().map(|kind| &*kind.name).collect();
        let row = |place: SheetCell, version: &str| {
            vec![
                SheetCell::text(&clause.label),
                SheetCell::text(&clause.title),
                SheetCell::text(&clause.summary),
                SheetCell::text(&clause.kind_word),
                if clause.gap {
                    SheetCell::marked(&clause.status.word)
                } else {
                    SheetCell::text(&clause.status.word)
                },
                SheetCell::text(&missing.join(", ")),
                place,
                SheetCell::text(version),
            ]
        };
        let places = clause.evidence.iter().map(|one| {
            let version = self.rows.get(&one.place.0).map_or("", |row| &row.version);
            row(self.place(one), version)
        });
        let records = clause.records.iter().map(|record| row(SheetCell::text(record), ""));
        let rows: Vec<Vec<SheetCell>> = places.chain(records).collect();
        if rows.is_empty() { vec![row(SheetCell::text(""), "")] } else { rows }
    }

    /// `CSP-05 Referral § After the call`, a link.
    fn place(&self, evidence: &EvidenceView) -> SheetCell {
        SheetCell::link(&format!("{} {}", self.document(evidence), self.passage(evidence)), &evidence.url)
    }

    fn document(&self, evidence: &EvidenceView) -> String {
        let number = self.rows.get(&evidence.place.0).map_or("", |row| row.number.as_str());
        format!("{number} {}", evidence.document).trim().to_owned()
    }

    fn passage(&self, evidence: &EvidenceView) -> String {
        self.pages.shell.words.book.passage.fill(&[("title", &evidence.title)])
    }

    /// A row for each clause that a passage meets, by document.
    fn passages(&self) -> Worksheet {
        let words = &self.pages.shell.words;
        let head = [
            (&words.columns.document, 36),
            (&words.columns.where_it_is, 40),
            (&words.columns.clause, 28),
            (&words.columns.what_it_is_about, 36),
            (&words.columns.status, 14),
        ];
        let mut met: Vec<(&SpecificationPage, &ClauseView, &EvidenceView)> = Vec::new();
        for page in &self.pages.specifications {
            for clause in &page.clauses {
                met.extend(clause.evidence.iter().map(|evidence| (page, clause, evidence)));
            }
        }
        let order: BTreeMap<&DocumentId, &str> =
            self.rows.iter().map(|(id, row)| (id, row.number.as_str())).collect();
        met.sort_by_key(|(_, _, one)| {
            (one.place.0.kind, order.get(&one.place.0).copied().unwrap_or_default())
        });
        let row = |(page, clause, evidence): (&SpecificationPage, &ClauseView, &EvidenceView)| {
            vec![
                SheetCell::text(&self.document(evidence)),
                SheetCell::link(&self.passage(evidence), &evidence.url),
                SheetCell::text(&format!("{} {}", page.row.short_title, clause.label)),
                SheetCell::text(&clause.title),
                if clause.gap {
                    SheetCell::marked(&clause.status.word)
                } else {
                    SheetCell::text(&clause.status.word)
                },
            ]
        };
        Worksheet {
            name: words.coverage.passages.to_string(),
            head: head.map(|(word, width)| (word.to_string(), width)).into(),
            rows: met.into_iter().map(row).collect(),
        }
    }
}
