//! Drawings as numbers: lengths, heights and places, in thousandths of the drawing. A template draws them.

use serde::Serialize;

use super::words::{StateView, TotalsView};
use crate::words::FixedWords;

/// How many letters of a label fit beside a drawing on a telephone; the table beneath has all of them.
const LABEL: usize = 42;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Bars {
    /// Its anchor; the anchors of its title and description begin with it.
    pub(crate) id: String,
    pub(crate) title: String,
    /// A description of the drawing, in a sentence.
    pub(crate) description: String,
    pub(crate) rows: Vec<Bar>,
    /// What the looks of the parts mean.
    pub(crate) legend: Vec<StateView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Bar {
    /// What the bar shows, shortened where it is long.
    pub(crate) label: String,
    pub(crate) value: String,
    /// Its parts, from left to right; the longest bar is a thousand wide.
    pub(crate) parts: Vec<BarPart>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct BarPart {
    pub(crate) look: &'static str,
    pub(crate) from: usize,
    pub(crate) width: usize,
}

/// How far groups of clauses are met: a bar a group, with the parts that each status has in it.
#[must_use]
pub(crate) fn coverage(id: &str, title: &str, groups: &[(&str, &TotalsView)], words: &FixedWords) -> Bars {
    let rows: Vec<Bar> = groups
        .iter()
        .map(|(label, totals)| {
            let mut from = 0;
            let parts = totals.parts.iter().filter(|part| part.share > 0).map(|part| {
                let drawn = BarPart { look: part.status.look, from, width: part.share };
                from += part.share;
                drawn
            });
            Bar { parts: parts.collect(), label: shortened(label), value: in_force(totals, words) }
        })
        .collect();
    let legend = groups
        .first()
        .map(|(_, totals)| totals.parts.iter().map(|part| part.status.clone()).collect())
        .unwrap_or_default();
    let said: Vec<String> =
        groups.iter().map(|(label, totals)| format!("{label}: {}", counts(totals))).collect();
    Bars {
        id: id.to_owned(),
        title: title.to_owned(),
        description: format!("{}.", said.join(". ")),
        rows,
        legend,
    }
}

fn in_force(totals: &TotalsView, words: &FixedWords) -> String {
    let covered = totals.parts.first().map_or(0, |part| part.count);
    words.drawing.in_force.fill(&[("count", &covered), ("applicable", &totals.applicable)])
}

/// Such as `12 covered, 3 uncovered`.
fn counts(totals: &TotalsView) -> String {
    let there = totals.parts.iter().filter(|part| part.count > 0);
    let counts: Vec<String> =
        there.map(|part| format!("{} {}", part.count, part.status.word.to_lowercase())).collect();
    counts.join(", ")
}

/// Values as bars; each comes with its label and its words.
#[must_use]
pub(crate) fn amounts(id: &str, title: &str, rows: &[(&str, String, usize)]) -> Bars {
    let longest = rows.iter().map(|(.., amount)| *amount).max().unwrap_or(0);
    let said: Vec<String> = rows.iter().map(|(label, words, _)| format!("{label}: {words}")).collect();
    let bar = |(label, words, amount): &(&str, String, usize)| {
        let width = (amount * 1000).checked_div(longest).unwrap_or(0);
        let parts = if width > 0 { vec![BarPart { look: "amount", from: 0, width }] } else { Vec::new() };
        Bar { label: shortened(label), value: words.clone(), parts }
    };
    Bars {
        id: id.to_owned(),
        title: title.to_owned(),
        description: format!("{}.", said.join(". ")),
        rows: rows.iter().map(bar).collect(),
        legend: Vec::new(),
    }
}

/// Columns along a line of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Timeline {
    /// Its anchor; the anchors of its title and description begin with it.
    pub(crate) id: String,
    pub(crate) title: String,
    /// A description of the drawing, in a sentence.
    pub(crate) description: String,
    pub(crate) today: usize,
    /// The columns, from left to right.
    pub(crate) columns: Vec<TimelineColumn>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TimelineColumn {
    /// Below the column; empty where there is no room for it.
    pub(crate) label: String,
    /// Where the label's words meet the column: `start`, `middle` or `end`.
    pub(crate) anchor: &'static str,
    pub(crate) count: usize,
    /// How high it is; the highest is a thousand.
    pub(crate) height: usize,
    pub(crate) from: usize,
    pub(crate) width: usize,
    /// A name for its looks: `late`, `soon` or `later`.
    pub(crate) look: &'static str,
}

/// The months of a timeline: this one and the next twelve.
pub(crate) const MONTHS: usize = 13;
/// Where the months begin, and how wide each is.
const FIRST: usize = 130;
const STEP: usize = 60;

/// A timeline: what is past, what falls into each month, and what comes later. `months` are their names and counts; `soon` is how
/// many of them are near.
#[must_use]
pub(crate) fn timeline(
    id: &str,
    title: &str,
    late: usize,
    months: &[(String, usize); MONTHS],
    soon: usize,
    later: usize,
    words: &FixedWords,
) -> Timeline {
    let words = &words.drawing;
    let highest = months.iter().map(|(_, count)| *count).chain([late, later]).max().unwrap_or(0);
    let column = |label: String, anchor, count: usize, from, look| TimelineColumn {
        label,
        anchor,
        count,
        height: (count * 1000).checked_div(highest).unwrap_or(0),
        from,
        width: STEP - 14,
        look,
    };
    let mut columns = vec![column(words.overdue.to_string(), "start", late, 0, "late")];
    columns.extend(months.iter().enumerate().map(|(at, (name, count))| {
        // Two names have room on a telephone.
        let label = if at == 4 || at == 8 { name.clone() } else { String::new() };
        column(label, "middle", *count, FIRST + at * STEP + 7, if at < soon { "soon" } else { "later" })
    }));
    columns.push(column(words.later.to_string(), "end", later, 1000 - (STEP - 14), "later"));
    let mut said = vec![words.overdue_count.fill(&[("count", &late)])];
    said.extend(
        months.iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{name}: {count}")),
    );
    said.push(format!("{}: {later}", words.later));
    Timeline {
        id: id.to_owned(),
        title: title.to_owned(),
        description: format!("{}.", said.join(". ")),
        today: FIRST,
        columns,
    }
}

/// A label that fits, cut between words.
fn shortened(label: &str) -> String {
    if label.chars().count() <= LABEL {
        return label.to_owned();
    }
    let mut short = String::new();
    for word in label.split(' ') {
        if short.chars().count() + word.chars().count() + 2 > LABEL {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    if short.is_empty() {
        short = label.chars().take(LABEL - 1).collect();
    }
    format!("{short}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_label_is_cut_between_words() {
        assert_eq!(
            shortened("Documented yearly training, approved by EOHHS"),
            "Documented yearly training, approved by…"
        );
        assert_eq!(shortened("Motivational interviewing"), "Motivational interviewing");
        assert_eq!(shortened(&"a".repeat(99)).chars().count(), LABEL);
    }

    #[test]
    fn the_longest_bar_is_a_thousand_wide_and_nothing_is_drawn_for_nothing() {
        let bars = amounts("b", "B", &[("a", "1".into(), 1), ("b", "4".into(), 4), ("c", "0".into(), 0)]);
        let widths: Vec<usize> =
            bars.rows.iter().map(|row| row.parts.iter().map(|part| part.width).sum()).collect();
        assert_eq!(widths, [250, 1000, 0]);
    }

    #[test]
    fn no_column_stands_on_another_or_outside() {
        let months = std::array::from_fn(|at| (format!("m{at}"), at));
        let drawn = timeline("t", "T", 3, &months, 2, 4, &FixedWords::english());
        for pair in drawn.columns.windows(2) {
            assert!(pair[0].from + pair[0].width <= pair[1].from, "{pair:?}");
        }
        assert!(
            drawn.columns.iter().all(|column| column.from + column.width <= 1000 && column.height <= 1000)
        );
        assert_eq!(drawn.columns.len(), MONTHS + 2);
    }
}
