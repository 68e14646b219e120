//! Scores, as authors write them: what they add up, and what a sum means.

use super::form_rule::RuleBook;
use super::header_fields::Fields;
use super::version::VersionReader;
use crate::diagnostic::{Diagnostic, FindingCode, nearest};
use crate::load::{BandSource, FieldSource, Spanned};
use crate::model::form::{Addend, Band, CellKind, Entry, Field, FieldKind, FieldPlace, Score, Table};

/// A field that a score may count.
pub(super) struct Countable {
    pub(super) id: String,
    pub(super) groups: Vec<String>,
    counted: CountedThing,
}

enum CountedThing {
    Points,
    Numbers,
    /// The columns that count, each with what it counts.
    Columns(Vec<(String, CountedColumn)>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CountedColumn {
    Points,
    Numbers,
}

impl Countable {
    /// What there is to count in a field; `None` where nothing is.
    pub(super) fn of(field: &Field, groups: &[String]) -> Option<Self> {
        let counted = match &field.kind {
            FieldKind::Line(Entry::Number) => CountedThing::Numbers,
            FieldKind::Score(score) if score.bands.is_empty() => CountedThing::Numbers,
            FieldKind::Score(_) => CountedThing::Points,
            FieldKind::Choice(options) | FieldKind::Choices(options)
                if options.listed.iter().any(|choice| choice.points.is_some()) =>
            {
                CountedThing::Points
            }
            FieldKind::Table(table) => {
                CountedThing::Columns(Some(columns(table)).filter(|all| !all.is_empty())?)
            }
            FieldKind::Line(_)
            | FieldKind::Paragraph { .. }
            | FieldKind::Choice(_)
            | FieldKind::Choices(_)
            | FieldKind::Checkbox
            | FieldKind::Group(_)
            | FieldKind::Signature { .. } => return None,
        };
        Some(Self { id: field.id.clone(), groups: groups.to_vec(), counted })
    }

    /// Whether it has this column to count; always where none is named.
    fn has(&self, column: Option<&str>) -> bool {
        match (column, &self.counted) {
            (None, _) => true,
            (Some(column), CountedThing::Columns(columns)) => columns.iter().any(|(own, _)| own == column),
            (Some(_), CountedThing::Points | CountedThing::Numbers) => false,
        }
    }

    fn is_of_points(&self, column: Option<&str>) -> bool {
        match &self.counted {
            CountedThing::Points => true,
            CountedThing::Numbers => false,
            CountedThing::Columns(columns) => columns
                .iter()
                .filter(|(own, _)| column.is_none_or(|column| own == column))
                .all(|(_, counted)| *counted == CountedColumn::Points),
        }
    }
}

fn columns(table: &Table) -> Vec<(String, CountedColumn)> {
    let counted = |kind: &CellKind| match kind {
        CellKind::Line(_) => CountedColumn::Numbers,
        CellKind::Choice { .. } | CellKind::Checkbox | CellKind::Signed(_) => CountedColumn::Points,
    };
    let counting = table.columns.iter().filter(|column| column.kind.counts());
    counting.map(|column| (column.id.clone(), counted(&column.kind))).collect()
}

impl RuleBook {
    /// A field of kind score.
    pub(super) fn score(
        &self,
        reader: &VersionReader<'_>,
        written: &FieldSource,
        fields: &mut Fields<'_>,
    ) -> Score {
        let Some(list) = &written.of else {
            fields.missing("of");
            return Score { of: Vec::new(), bands: Vec::new() };
        };
        let mut all_points = true;
        let mut of = Vec::new();
        for one in list.get_ref() {
            if let Some((addend, is_of_points)) = self.addend(one, fields) {
                all_points &= is_of_points;
                of.push(addend);
            }
        }
        if let Some(first) = written.bands.first().filter(|_| !all_points) {
            let span = fields.span(first);
            fields.findings.push(
                Diagnostic::new(FindingCode::FormRule, span, "`bands` say what a sum of points means")
                    .hint("remove them, or count only choices that have `points`"),
            );
        }
        Score { of, bands: bands(reader, &written.bands, fields) }
    }

    /// `sleep`, or `costs/amount`
    fn addend(&self, written: &Spanned<String>, fields: &mut Fields<'_>) -> Option<(Addend, bool)> {
        let path = written.get_ref().trim();
        let (id, column) = match path.split_once('/') {
            Some((id, column)) => (id, Some(column)),
            None => (path, None),
        };
        let found = self.countable.iter().find(|one| one.id == id && one.has(column));
        let found = found.and_then(|one| Some((one, self.reach(&one.groups)?)));
        if let Some((one, reach)) = found {
            let field = FieldPlace { path: one.id.clone(), reach };
            return Some((Addend { field, column: column.map(str::to_owned) }, one.is_of_points(column)));
        }
        let message = format!("`{path}` is nothing before this field that can be added up");
        let finding = Diagnostic::new(FindingCode::FormRule, fields.span(written), message);
        fields.findings.push(match nearest(id, self.countable.iter().map(|one| one.id.as_str())) {
            Some(near) if near != id => finding.hint(format!("did you mean `{near}`?")),
            _ => finding.hint(
                "name a number, a choice with `points`, or a table with columns of these; `table/column` for one column",
            ),
        });
        None
    }
}

fn bands(reader: &VersionReader<'_>, written: &[Spanned<BandSource>], fields: &mut Fields<'_>) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for one in written {
        let mut fields = fields.within(one, "bands.", "this band");
        let BandSource { from, says } = one.get_ref();
        let says = reader.words("says", says.as_ref(), &mut fields);
        let Some(from) = from else {
            fields.missing("from");
            continue;
        };
        let start = *from.get_ref();
        if bands.last().is_some_and(|before| before.from >= start) {
            let span = fields.span(from);
            fields.findings.push(
                Diagnostic::new(
                    FindingCode::FormRule,
                    span,
                    "each band must begin higher than the one before it",
                )
                .hint("a band goes up to where the next one begins; the last one has no end"),
            );
            continue;
        }
        bands.push(Band { from: start, says });
    }
    bands
}
