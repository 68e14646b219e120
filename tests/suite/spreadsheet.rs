//! The crosswalk as a workbook: both directions, what is not met first, and links that lead into the site.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};

use crate::book::long_policy;
use crate::support::{TODAY, build};

const HANDBOOK: &str = include_str!("../findings/base/handbook.toml");
const SPECIFICATION: &str = include_str!("../findings/base/spec.toml");

fn workbook() -> (Vec<u8>, clausebook::output::Outputs) {
    let open = "\n[[clause]]\nid = \"items/3\"\ntitle = \"=A license & <more>\"\nsummary = \"Hold a license.\"\nkind = \"requirement\"\nneeds = [\"form\"]\nsource = \"Item 3\"\n";
    let world = clausebook::world::MemoryWorld::new(TODAY)
        .with("handbook.toml", HANDBOOK)
        .with("content/specifications/spec.toml", format!("{SPECIFICATION}{open}"))
        .with("content/policies/base/2026-01-01.md", long_policy());
    let site = build(&world).outputs.expect("it builds");
    (site.get("crosswalk.xlsx").unwrap().to_vec(), site)
}

fn rows(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_sheet_goes_from_clauses_to_passages_and_one_back() {
    let (bytes, _) = workbook();
    let clauses = rows(&bytes, "SPEC");
    assert_eq!(clauses[0][..2], ["Clause", "What it is about"]);
    assert_eq!(
        clauses[1][1], "=A license & <more>",
        "what is not met is first, and is no formula: {clauses:?}"
    );
    let places: Vec<&str> =
        clauses.iter().filter(|row| row[1] == "Plan").map(|row| row[6].as_str()).collect();
    assert_eq!(places, ["P-2 Intake § Near", "P-2 Intake § Far"]);
    let passages = rows(&bytes, "Passages");
    let near = passages.iter().find(|row| row[1] == "§ Near").unwrap();
    assert_eq!(near[..4], ["P-2 Intake", "§ Near", "SPEC Items 1", "Plan"]);
}

#[test]
fn its_links_lead_to_places_of_the_site() {
    let (bytes, site) = workbook();
    for sheet in ["sheet1", "sheet2"] {
        let relations = part(&bytes, &format!("xl/worksheets/_rels/{sheet}.xml.rels"));
        let targets: Vec<&str> =
            relations.split("Target=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(targets.len(), 2, "{relations}");
        for target in targets {
            let (page, anchor) = target.split_once('#').unwrap();
            let html = std::str::from_utf8(site.get(page).unwrap()).unwrap();
            assert!(html.contains(&format!("id=\"{anchor}\"")), "{target}");
        }
    }
}

#[test]
fn its_first_row_stays_in_sight_and_filters() {
    let (bytes, _) = workbook();
    for sheet in ["sheet1", "sheet2"] {
        let xml = part(&bytes, &format!("xl/worksheets/{sheet}.xml"));
        assert!(xml.contains("state=\"frozen\"") && xml.contains("<autoFilter ref=\"A1:"), "{xml}");
    }
}
