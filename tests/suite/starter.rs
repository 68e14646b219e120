//! The starter meets what it says it meets.

use clausebook::coverage::Status;
use clausebook::diagnostic::Severity;
use clausebook::model::{Clause, EvidenceKind};
use clausebook::pipeline::{Examined, examine};

use crate::support::{approved_starter, repository, starter};

/// What the four policies are there for: intake, release of information, referral, discharge, records, and the written
/// policies themselves.
const AIMS: [&str; 9] = [
    "components/1",
    "components/20",
    "components/22",
    "components/31",
    "components/32",
    "written-policies/2",
    "written-policies/5",
    "written-policies/6",
    "written-policies/8",
];

fn is_aim(clause: &Clause) -> bool {
    clause.needs.contains(&EvidenceKind::Policy)
        && AIMS.iter().any(|aim| clause.id == *aim || clause.id.starts_with(&format!("{aim}/")))
}

fn statuses(examined: &Examined) -> Vec<(String, Status)> {
    examined
        .handbook
        .clauses()
        .filter(|(key, _)| examined.handbook.specification(*key).id == "cca-csp")
        .filter(|(_, clause)| is_aim(clause))
        .map(|(key, clause)| (clause.id.clone(), examined.coverage.of(key).unwrap().status))
        .collect()
}

#[test]
fn what_the_four_policies_are_for_is_drafted() {
    let statuses = statuses(&examine(&starter()));
    assert!(statuses.len() >= 20, "{statuses:?}");
    for (id, status) in statuses {
        assert_eq!(status, Status::Drafted, "{id}");
    }
}

#[test]
fn and_covered_once_the_policies_are_approved() {
    for (id, status) in statuses(&examine(&approved_starter())) {
        assert_eq!(status, Status::Covered, "{id}");
    }
}

#[test]
fn the_starter_has_no_errors_and_no_warnings() {
    let examined = examine(&starter());
    for finding in examined.findings.iter() {
        assert_eq!(finding.severity, Severity::Note, "{finding:?}");
    }
}

#[test]
fn the_readme_says_how_much_is_met() {
    let totals = examine(&starter()).coverage.totals(None);
    let sentence = format!(
        "The fresh starter has {} clauses that apply: {} drafted, {} partial, {} uncovered.",
        totals.applicable, totals.drafted, totals.partial, totals.uncovered
    );
    let readme = std::fs::read_to_string(repository("README.md")).unwrap();
    assert!(readme.contains(&sentence), "{sentence}");
}

#[test]
fn every_sample_value_says_so_and_is_listed() {
    let examined = examine(&starter());
    let listed = examined.findings.iter().filter(|f| f.code == "sample-value").count();
    // All but the payer's own telephone number, which is no sample.
    assert_eq!(listed, examined.handbook.values.len() - 1);
}

#[test]
fn the_catalogue_has_every_item_bullet_and_list_entry() {
    let examined = examine(&starter());
    let specifications = &examined.handbook.specifications;
    let csp = specifications.iter().find(|specification| specification.id == "cca-csp").unwrap();
    let ids: Vec<&str> = csp.clauses.iter().map(|clause| clause.id.as_str()).collect();
    // Counted in the document: how many numbered entries each list has.
    for (list, count) in [
        ("components", 32),
        ("components/1", 3),
        ("components/6", 5),
        ("components/6/4", 7),
        ("components/18", 3),
        ("components/22", 3),
        ("components/31", 5),
        ("components/32", 15),
        ("components/32/5", 3),
        ("components/32/14", 5),
        ("written-policies", 8),
        ("staffing", 5),
        ("min-staffing/1", 7),
        ("min-staffing/2", 5),
        ("training/topics", 18),
        ("community-linkages", 4),
        ("quality", 8),
        ("document-updates", 2),
    ] {
        let found = ids
            .iter()
            .filter_map(|id| id.strip_prefix(&format!("{list}/")))
            .filter(|rest| rest.parse::<u32>().is_ok())
            .count();
        assert_eq!(found, count, "{list}");
    }
}
