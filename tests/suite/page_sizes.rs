//! The pages that everybody opens first stay small, however many policies there are.

use clausebook::output::Outputs;
use clausebook::pipeline;
use clausebook::world::MemoryWorld;
use jiff::ToSpan;
use jiff::civil::date;

use crate::support::TODAY;

const LARGEST: usize = 60_000;
const HANDBOOK: &str = include_str!("../findings/base/handbook.toml");
const SPECIFICATION: &str = include_str!("../findings/base/spec.toml");
const POLICY: &str = include_str!("../findings/base/policy.md");

/// The site of a handbook in which every list of the director's page is long: every other policy is approved, and the reviews of those
/// are due in every month of three years.
fn site(policies: usize) -> Outputs {
    let approval = "approved_by = \"Board\"\napproved_on = 2026-01-01\n";
    let long_ago = "approved_by = \"Board\"\napproved_on = 2022-01-01\n";
    let mut world = MemoryWorld::new(TODAY)
        .with("handbook.toml", HANDBOOK)
        .with("content/specifications/spec.toml", SPECIFICATION);
    for at in 0..policies {
        let reviewed = date(2023, 12, 1).checked_add(i64::try_from(at % 1090).unwrap().days()).unwrap();
        let policy = POLICY
            .replace(approval, if at % 2 == 0 { "" } else { long_ago })
            .replace("reviewed = 2026-11-01\n", &format!("reviewed = {reviewed}\nreview_months = 36\n"))
            .replace("P-1", &format!("P-{at}"))
            .replace("Planning", &format!("How we plan for what may come, part {at}"));
        world = world.with(format!("content/policies/a-policy-with-a-long-name-{at}/2026-01-01.md"), policy);
    }
    let built = pipeline::build_without_pdfs(&world, &|_| {});
    built.outputs.unwrap_or_else(|| panic!("{:#?}", built.findings))
}

fn text<'a>(site: &'a Outputs, path: &str) -> &'a str {
    std::str::from_utf8(site.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

#[test]
fn with_a_thousand_policies_the_first_pages_stay_small_and_lead_to_the_whole_lists() {
    let site = site(1000);
    for path in ["index.html", "director.html"] {
        let bytes = text(&site, path).len();
        assert!(bytes < LARGEST, "{path}: {bytes} bytes");
    }
    let home = text(&site, "index.html");
    assert!(home.contains("<a href=\"policies/index.html\">All 1000 policies</a>"));
    let director = text(&site, "director.html");
    assert!(director.contains("<a href=\"director-lists.html#waiting-policies\">All 500</a>"));
    assert!(director.contains("<a href=\"director-lists.html#due-60\">"));
    let lists = text(&site, "director-lists.html");
    for at in (0..1000).step_by(2) {
        let command = format!("clausebook approve a-policy-with-a-long-name-{at} ");
        assert!(lists.contains(&command), "no {command}");
    }
}

#[test]
fn a_small_handbook_has_its_whole_lists_on_the_directors_page() {
    let site = site(5);
    assert!(site.get("director-lists.html").is_none());
    assert!(!text(&site, "director.html").contains("director-lists.html"));
    assert!(!text(&site, "index.html").contains("All 5"));
}

/// The largest page of a handbook with a large catalog.
const LARGEST_OF_CATALOG: usize = 300_000;

/// Twenty parts, one of them large, with 2,315 clauses in all; every fifth explains.
fn large_catalog() -> String {
    use std::fmt::Write as _;
    let mut text =
        SPECIFICATION.split("[[clause]]").next().unwrap().replace("id = \"spec\"", "id = \"large\"");
    let mut clause = |id: &str, kind: &str, needs: &str| {
        writeln!(text, "\n[[clause]]\nid = \"{id}\"\ntitle = \"A title of usual length for {id}\"\nsummary = \"Keep what is said here about {id} in mind when a plan is written, and write down how it was done, by whom and for whom.\"\nkind = \"{kind}\"\n{needs}source = \"Chapter of {id}, second paragraph\"").unwrap();
    };
    for part in 1..=20 {
        clause(&format!("p{part}"), "heading", "");
        for number in 1..=(if part == 7 { 395 } else { 100 }) {
            let (kind, needs) = if number % 5 == 0 {
                ("informative", "")
            } else {
                ("requirement", "needs = [\"policy\", \"form\"]\n")
            };
            clause(&format!("p{part}/{number}"), kind, needs);
        }
    }
    text
}

#[test]
fn with_two_thousand_clauses_no_page_is_large_and_each_clause_is_found_by_its_address() {
    let world = MemoryWorld::new(TODAY)
        .with("handbook.toml", HANDBOOK)
        .with("content/specifications/spec.toml", SPECIFICATION)
        .with("content/policies/base/2026-01-01.md", POLICY)
        .with("content/specifications/large.toml", large_catalog());
    let built = pipeline::build_without_pdfs(&world, &|_| {});
    let site = built.outputs.unwrap_or_else(|| panic!("{:#?}", built.findings));
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(bytes.len() < LARGEST_OF_CATALOG, "{path}: {} bytes", bytes.len());
    }
    let coverage = text(&site, "coverage.html");
    let parts: Vec<usize> = ["p7", "p7-2", "p1"]
        .iter()
        .map(|part| coverage.find(&format!("href=\"specifications/large/part-{part}.html\"")).unwrap())
        .collect();
    assert!(parts[0] < parts[2] && parts[1] < parts[2], "the parts with the most open clauses come first");
    assert!(coverage.contains("The first 10 of 1836."), "{coverage}");
    let page = text(&site, "specifications/large.html");
    assert!(page.contains("id=\"p7/395\" href=\"../specifications/large/part-p7-3.html#p7/395\">"));
    let part = text(&site, "specifications/large/part-p7-3.html");
    assert!(part.contains("id=\"p7/395\"") && part.contains("A title of usual length for p7/395"));
    assert!(part.contains("gaps-first.js"));
}
