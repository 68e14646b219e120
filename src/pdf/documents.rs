//! Which documents are printed, and what stands in them.

use super::body::{Reach, Writer, label};
use super::code::Code;
use super::guide;
use crate::model::Card;
use crate::model::curriculum::Unit;
use crate::model::document::{Line, shown_text};
use crate::view::Pages;
use crate::view::curriculum::{CurriculumPage, UnitRow};
use crate::view::document::Fact;
use crate::view::policy::PolicyPage;
use crate::view::specification::SpecificationPage;

/// One policy by itself.
pub fn policy(pages: &Pages<'_>, policy: &PolicyPage<'_>) -> Code {
    let mut code = Code::default();
    start(pages, &policy.row.title, "", &mut code);
    chapter(policy, Reach::Alone, &mut code);
    code
}

/// The whole handbook: cover, contents, the guide, every policy, the glossary, the crosswalk.
pub fn handbook(pages: &Pages<'_>) -> Code {
    let mut code = Code::default();
    start(pages, &pages.shell.title, &pages.shell.as_of, &mut code);
    code.raw("#cover((");
    for track in &pages.shell.tracks {
        code.string(track);
        code.raw(", ");
    }
    code.raw("), ");
    code.string(&pages.shell.as_of);
    code.raw(")\n#contents()\n");
    guide::before(pages, &mut code);
    for policy in &pages.policies {
        chapter(policy, Reach::Whole, &mut code);
    }
    guide::glossary(pages, &mut code);
    for specification in &pages.specifications {
        crosswalk(specification, &mut code);
    }
    code
}

/// Begins a document. `as_of` stands in its footer; a policy has none, so that its file changes only when its text does.
fn start(pages: &Pages<'_>, title: &str, as_of: &str, code: &mut Code) {
    let shell = &pages.shell;
    code.raw("#import \"look.typ\": *\n#show: page-style.with(");
    let (language, region) = shell.language.split_once('-').unwrap_or((&shell.language, ""));
    code.arguments(&[
        ("title", title),
        ("handbook", &shell.title),
        ("organization", &shell.organization),
        ("as-of", as_of),
        ("paper", shell.paper),
        ("language", language),
        ("region", region),
        ("accent", &shell.accent),
    ]);
    code.raw(")\n");
}

/// One policy: header block, card, text, the clauses it meets, its revisions.
fn chapter(policy: &PolicyPage<'_>, reach: Reach, code: &mut Code) {
    let row = &policy.row;
    let version = policy.version;
    let writer = Writer { document: &row.id, citations: &policy.citations, reach };
    code.from(version.header.span, |code| {
        code.raw("#");
        code.call(
            "policy-title",
            &[
                ("name", &label(&row.id, "")),
                ("number", &row.number),
                ("title", &row.title),
                ("standing", row.standing.word),
                ("effective", &row.effective),
            ],
        );
        code.raw("\n#summary(");
        writer.line(&version.header.summary, code);
        code.raw(")\n");
        facts(&policy.facts, code);
        card(&writer, &version.card, code);
    });
    code.raw("#{\n");
    writer.blocks(&version.body.blocks, code);
    code.raw("}\n");
    clauses(policy, code);
    history(policy, code);
}

fn card(writer: &Writer<'_>, card: &Card, code: &mut Code) {
    let parts: [(&str, &[Line]); 4] = [
        ("What to do", &card.what),
        ("By when", &card.by_when),
        ("Whom to call", &card.call),
        ("Which form", &card.form),
    ];
    code.raw("#card((");
    for (name, entries) in parts.into_iter().filter(|(_, entries)| !entries.is_empty()) {
        code.raw("(");
        code.string(name);
        code.raw(", (");
        for entry in entries {
            code.raw("(");
            writer.line(entry, code);
            code.raw(", ");
            code.string(&shown_text(entry));
            code.raw("), ");
        }
        code.raw(")), ");
    }
    code.raw("))\n");
}

fn clauses(policy: &PolicyPage<'_>, code: &mut Code) {
    if policy.clauses.is_empty() {
        return;
    }
    code.raw("#clause-table(");
    code.string(&label(&policy.row.id, "clauses-covered"));
    code.raw(", (");
    for clause in &policy.clauses {
        let mut sections: Vec<&str> = clause.passages.iter().map(|p| p.title.as_str()).collect();
        sections.dedup();
        code.raw("(");
        code.string(&format!("{} {}", clause.specification, clause.label));
        code.raw(", ");
        code.string(&clause.title);
        code.raw(", ");
        code.string(&clause.summary);
        code.raw(", ");
        code.string(&sections.join("; "));
        code.raw("), ");
    }
    code.raw("))\n");
}

fn history(policy: &PolicyPage<'_>, code: &mut Code) {
    if policy.history.is_empty() {
        return;
    }
    code.raw("#revisions(");
    code.string(&label(&policy.row.id, "revision-history"));
    code.raw(", (");
    for change in &policy.history {
        code.raw("(");
        code.string(&change.date);
        code.raw(", ");
        code.string(&change.change);
        code.raw("), ");
    }
    code.raw("))\n");
}

/// A curriculum: for trainers with answers and notes, for learners without.
pub fn curriculum(pages: &Pages<'_>, page: &CurriculumPage<'_>, trainer: bool) -> Code {
    let mut code = Code::default();
    let (row, version) = (&page.row, page.version);
    let writer = Writer { document: &row.id, citations: &[], reach: Reach::Alone };
    let edition = if trainer { "Trainer’s edition" } else { "Learner’s edition" };
    start(pages, &format!("{}: {edition}", row.title), "", &mut code);
    code.from(version.header.span, |code| {
        code.raw("#");
        code.call(
            "curriculum-title",
            &[
                ("name", &label(&row.id, "")),
                ("number", &row.number),
                ("title", &row.title),
                ("edition", edition),
                ("standing", row.standing.word),
                ("effective", &row.effective),
                ("audience", &page.audience),
                ("duration", &page.duration),
            ],
        );
        code.raw("\n#summary(");
        writer.line(&version.header.summary, code);
        code.raw(")\n");
        facts(&page.facts, code);
        lines("notes-of", &version.notes, &writer, code);
        code.raw("#{\n");
        writer.blocks(&version.opening, code);
        code.raw("}\n#units-of((");
        for unit in &page.units {
            strings(&[&unit.title, &unit.minutes, &unit.teacher], code);
        }
        code.raw("))\n");
    });
    for (unit, row) in version.units.iter().zip(&page.units) {
        code.from(unit.span, |code| one_unit(unit, row, &writer, trainer, code));
    }
    topics(page, &mut code);
    code
}

fn one_unit(unit: &Unit, row: &UnitRow, writer: &Writer<'_>, trainer: bool, code: &mut Code) {
    code.raw("#");
    code.call(
        "unit-title",
        &[
            ("name", &label(writer.document, &row.anchor)),
            ("title", &row.title),
            ("minutes", &row.minutes),
            ("teacher", &row.teacher),
        ],
    );
    code.raw("\n");
    lines("objectives-of", &unit.objectives, writer, code);
    code.raw("#{\n");
    writer.blocks(&unit.text, code);
    code.raw("}\n");
    if trainer && !unit.for_trainer.is_empty() {
        code.raw("#for-trainer({\n[]\n");
        writer.blocks(&unit.for_trainer, code);
        code.raw("})\n");
    }
    if !unit.questions.is_empty() {
        code.raw("#questions-of((");
        for one in &unit.questions {
            code.raw("(");
            code.string(&one.question);
            code.raw(", (");
            for option in &one.options {
                code.string(option);
                code.raw(", ");
            }
            code.raw("), ");
            if trainer {
                code.raw(&format!("{}, ", one.answer));
                code.string(&one.why);
            } else {
                code.raw("none, none");
            }
            code.raw("), ");
        }
        code.raw("))\n");
    }
    lines("sources-of", &unit.sources, writer, code);
}

/// Lines of Markdown as the one argument of a function of the looks; nothing where there are none.
fn lines(function: &str, lines: &[Line], writer: &Writer<'_>, code: &mut Code) {
    if lines.is_empty() {
        return;
    }
    code.raw(&format!("#{function}(("));
    for line in lines {
        writer.line(line, code);
        code.raw(", ");
    }
    code.raw("))\n");
}

/// Which unit teaches which clause, what is required apart from what is recommended.
fn topics(page: &CurriculumPage<'_>, code: &mut Code) {
    for (weight, title) in [("required", "Required topics"), ("recommended", "Recommended topics")] {
        let rows: Vec<[&str; 4]> = page
            .units
            .iter()
            .flat_map(|unit| unit.clauses.iter().map(move |clause| (unit, clause)))
            .filter(|(_, clause)| clause.weight == weight)
            .map(|(unit, clause)| {
                [clause.label.as_str(), clause.title.as_str(), unit.title.as_str(), unit.minutes.as_str()]
            })
            .collect();
        if rows.is_empty() {
            continue;
        }
        code.raw("#topics-of(");
        code.string(title);
        code.raw(", (");
        for row in rows {
            strings(&row, code);
        }
        code.raw("))\n");
    }
}

/// A tuple of strings.
fn strings(words: &[&str], code: &mut Code) {
    code.raw("(");
    for word in words {
        code.string(word);
        code.raw(", ");
    }
    code.raw("), ");
}

fn facts(facts: &[Fact], code: &mut Code) {
    code.raw("#facts((");
    for fact in facts {
        strings(&[fact.name, &fact.value], code);
    }
    code.raw("))\n");
}

/// Every clause of a specification with its status and where it is met.
fn crosswalk(specification: &SpecificationPage, code: &mut Code) {
    let row = &specification.row;
    code.raw("#");
    code.call(
        "crosswalk-title",
        &[
            ("name", &format!("specification:{}", row.id)),
            ("title", &row.title),
            ("short", &row.short_title),
            ("publisher", &row.publisher),
            ("authority", row.authority),
            ("revision", &row.revision),
        ],
    );
    code.raw("\n#crosswalk((");
    for clause in &specification.clauses {
        let mut places: Vec<String> = clause
            .evidence
            .iter()
            .map(|evidence| format!("{}: {}", evidence.document, evidence.title))
            .collect();
        places.dedup();
        let mut place = places.join("; ");
        if let Some(reason) = &clause.waived {
            place = format!("Waived: {reason}");
        } else if !clause.missing.is_empty() {
            if !place.is_empty() {
                place.push_str(". ");
            }
            place.push_str(&format!("Missing: {}", clause.missing.join(", ")));
        }
        code.raw("(");
        code.raw(if clause.kind == "heading" { "true" } else { "false" });
        let label = if clause.kind == "heading" && clause.depth == 1 { "" } else { &clause.label };
        for part in [label, &clause.title, clause.status.word, clause.status.look, &place] {
            code.raw(", ");
            code.string(part);
        }
        code.raw("), ");
    }
    code.raw("))\n");
}
