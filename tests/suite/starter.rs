//! The starter meets what it says it meets.

use std::collections::BTreeMap;

use clausebook::coverage::Status;
use clausebook::diagnostic::{FindingCode, Severity};
use clausebook::model::{ClauseKind, EvidenceKind};
use clausebook::pipeline::{Examined, examine};
use clausebook::world::MemoryWorld;

use crate::support::{approved_starter, dc_starter, repository, starter};

/// What no text of ours meets: a license and an approval of somebody else's, and a regulation that is only in part at hand.
const NOT_BY_US: [&str; 4] = [
    "cca-csp/components/13: partial",
    "cca-csp/components/15: partial",
    "cca-csp-ji/components/intro: partial",
    "cca-csp-ji/staffing/7/intro: partial",
];

/// The clauses that evidence must meet and whose status is not `wanted`.
fn others(world: &MemoryWorld, wanted: Status) -> Vec<String> {
    let Examined { handbook, coverage, .. } = examine(world);
    let wrong = coverage.iter().filter(|(_, clause)| {
        !matches!(clause.status, Status::Heading | Status::Informative | Status::NotApplicable)
            && clause.status != wanted
    });
    wrong
        .map(|(key, clause)| {
            let id = &handbook.clause(key).id;
            format!("{}/{id}: {}", handbook.specification(key).id, clause.status.word())
        })
        .collect()
}

#[test]
fn every_clause_is_drafted_but_those_that_no_text_meets_and_none_is_covered() {
    assert_eq!(sorted(others(&starter(), Status::Drafted)), sorted(NOT_BY_US.map(str::to_owned).to_vec()));
    assert_eq!(others(&dc_starter(), Status::Drafted), Vec::<String>::new());
}

#[test]
fn every_clause_but_those_that_no_text_meets_is_covered_once_all_is_approved() {
    let open = others(&approved_starter("handbook.toml"), Status::Covered);
    assert_eq!(sorted(open), sorted(NOT_BY_US.map(str::to_owned).to_vec()));
    assert_eq!(others(&approved_starter("handbook-dc.toml"), Status::Covered), Vec::<String>::new());
}

/// A letter and a license, once the program has them, are listed in the handbook file.
#[test]
fn a_license_and_an_approval_are_met_by_records() {
    let world = approved_starter("handbook.toml");
    let files = clausebook::assets::starter();
    let (_, handbook) = files.iter().find(|(path, _)| path == "handbook.toml").unwrap();
    let record = |clause: &str| {
        format!("\n[[records]]\nwhat = \"A paper\"\nclause = \"{clause}\"\nkept = \"Binder 3\"\n")
    };
    let clauses = ["cca-csp/components/13", "cca-csp-ji/components/intro", "cca-csp-ji/staffing/7/intro"];
    let with_records =
        format!("{}{}", String::from_utf8(handbook.clone()).unwrap(), clauses.map(record).concat());
    let open = others(&world.with("handbook.toml", with_records), Status::Covered);
    assert_eq!(open, ["cca-csp/components/15: partial"]);
}

fn sorted(mut all: Vec<String>) -> Vec<String> {
    all.sort();
    all
}

#[test]
fn the_face_sheet_without_five_of_its_eleven_details_is_met_only_in_part() {
    let path = "forms/face-sheet/2026-11-25.toml";
    let files = clausebook::assets::starter();
    let (_, bytes) = files.iter().find(|(one, _)| one == path).unwrap();
    let gone = ["case-number", "gender-identity", "marital-status", "address", "telephone"];
    let text = String::from_utf8(bytes.clone()).unwrap().replace("\r\n", "\n");
    let blocks: Vec<&str> = text.split("\n[[").collect();
    let is_gone = |block: &&str| {
        let begins = |table: &str, id: &str| block.starts_with(&format!("{table}]]\nid = \"{id}\"\n"));
        gone.iter().any(|id| begins("identity", id) || begins("section.field", id))
    };
    let kept: Vec<&str> = blocks.iter().copied().filter(|block| !is_gone(block)).collect();
    assert_eq!(kept.len() + gone.len(), blocks.len());
    let left = others(&starter().with(path, kept.join("\n[[")), Status::Drafted);
    let own: Vec<&String> = left.iter().filter(|one| !NOT_BY_US.contains(&one.as_str())).collect();
    assert_eq!(own, ["cca-csp/components/32/1: partial"]);
}

/// An element of a plan or record takes a form, a topic takes training, a written policy takes a policy.
#[test]
fn what_a_clause_takes_is_honest() {
    let handbook = examine(&starter()).handbook;
    for (list, kind) in [
        ("cca-csp/components/6/4/", EvidenceKind::Form),
        ("cca-csp/components/32/", EvidenceKind::Form),
        ("cca-csp/training/topics/", EvidenceKind::Training),
        ("cca-csp/written-policies/", EvidenceKind::Policy),
        ("cca-csp-ji/staffing/7/", EvidenceKind::Training),
        ("cca-csp-ji/training-expectations/", EvidenceKind::Training),
        ("cca-csp-ji/staffing/8/", EvidenceKind::Policy),
    ] {
        let mut seen = 0;
        for (key, clause) in handbook.clauses() {
            let name = format!("{}/{}", handbook.specification(key).id, clause.id);
            let own = !name.ends_with("/intro") && clause.kind.takes_evidence();
            if name.starts_with(list) && own {
                seen += 1;
                assert!(clause.needs.contains(&kind), "{name} takes {:?}", clause.needs);
            }
        }
        assert!(seen >= 6, "{list} has only {seen}");
    }
    let optional = handbook.clauses().filter(|(_, clause)| clause.kind == ClauseKind::Recommendation);
    assert!(optional.count() >= 18);
}

#[test]
fn the_starter_has_no_errors_and_no_warnings() {
    for world in [starter(), dc_starter()] {
        for finding in examine(&world).findings.iter() {
            assert_eq!(finding.severity, Severity::Note, "{finding:?}");
        }
    }
}

#[test]
fn the_readme_says_how_much_is_met() {
    let totals = examine(&starter()).coverage.totals(None);
    let sentence = format!(
        "In the fresh starter, {} clauses apply: {} drafted, {} covered.",
        totals.applicable, totals.drafted, totals.covered
    );
    let readme = std::fs::read_to_string(repository("README.md")).unwrap();
    assert!(readme.contains(&sentence), "{sentence}");
}

#[test]
fn every_value_of_the_starter_is_to_be_confirmed() {
    let examined = examine(&starter());
    let listed = examined.findings.iter().filter(|f| f.code == FindingCode::SampleValue).count();
    assert_eq!(listed, examined.handbook.values.len());
}

#[test]
fn the_catalogs_have_every_entry_of_every_numbered_list() {
    let handbook = examine(&starter()).handbook;
    let ids: BTreeMap<&str, Vec<&str>> = handbook
        .specifications
        .iter()
        .map(|one| (one.id.as_str(), one.clauses.iter().map(|clause| clause.id.as_str()).collect()))
        .collect();
    // Counted in the documents: how many numbered entries each list has.
    for (specification, list, count) in [
        ("cca-csp", "components", 32),
        ("cca-csp", "components/1", 3),
        ("cca-csp", "components/6", 5),
        ("cca-csp", "components/6/4", 7),
        ("cca-csp", "components/18", 3),
        ("cca-csp", "components/22", 3),
        ("cca-csp", "components/31", 5),
        ("cca-csp", "components/32", 15),
        ("cca-csp", "components/32/5", 3),
        ("cca-csp", "components/32/14", 5),
        ("cca-csp", "written-policies", 8),
        ("cca-csp", "staffing", 5),
        ("cca-csp", "min-staffing/1", 7),
        ("cca-csp", "min-staffing/2", 5),
        ("cca-csp", "training/topics", 18),
        ("cca-csp", "community-linkages", 4),
        ("cca-csp", "quality", 8),
        ("cca-csp", "document-updates", 2),
        ("cca-csp-ji", "components", 8),
        ("cca-csp-ji", "training-expectations", 6),
        ("cca-csp-ji", "staffing", 8),
        ("cca-csp-ji", "staffing/7", 4),
        ("cca-csp-ji", "staffing/7/1", 9),
        ("cca-csp-ji", "staffing/7/4", 14),
        ("cca-csp-ji", "staffing/8", 7),
        ("cca-csp-ji", "linkages", 2),
        ("cca-csp-ji", "discharge", 8),
        ("cca-csp-ji", "quality", 8),
        ("cca-csp-ji", "document-updates", 2),
        ("masshealth-cp", "supports/1", 7),
        ("masshealth-cp", "supports/2", 7),
        ("masshealth-cp", "assignment", 4),
        ("masshealth-cp", "timeline", 4),
        ("masshealth-csp-overview", "services/4", 6),
        ("masshealth-csp-overview", "specialized-programs/2", 3),
        ("masshealth-csp-overview", "faqs", 4),
    ] {
        let found = entries(&ids[specification], list, |part| part.parse::<u32>().is_ok());
        assert_eq!(found, count, "{specification}/{list}");
    }
    let letters = |part: &str| part.len() == 1 && part.as_bytes()[0].is_ascii_lowercase();
    for (specification, list, count) in [
        ("cca-csp-ji", "linkages/2", 3),
        ("dc-mhrs-3418", "3418.2", 8),
        ("dc-mhrs-3418", "3418.5", 3),
        ("dc-mhrs-3418", "3418.6", 4),
        ("dc-mhrs-3418", "3418.11", 8),
    ] {
        assert_eq!(entries(&ids[specification], list, letters), count, "{specification}/{list}");
    }
    for section in 1..=12 {
        let id = format!("3418.{section}");
        assert!(ids["dc-mhrs-3418"].contains(&id.as_str()), "{id}");
    }
}

/// How many clauses are directly under `list`, each of whose last parts is one of those wanted.
fn entries(ids: &[&str], list: &str, wanted: impl Fn(&str) -> bool) -> usize {
    ids.iter().filter_map(|id| id.strip_prefix(&format!("{list}/"))).filter(|rest| wanted(rest)).count()
}
