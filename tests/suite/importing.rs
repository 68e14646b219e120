//! A specification out of its publisher's document, the next revision by its words, and OSCAL out and in, as people type the commands.

use std::fs;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{Sandbox, files_in};

const HANDBOOK: &str = "title = \"Small\"\nlanguage = \"en-US\"\ntracks = [\"a\"]\n[track_names]\na = \"Service A\"\n[organization]\nname = \"Example House\"\nprogram_name = \"Example House\"\n";
const FOLDER: &str = "book/content/specifications/payer";

const OLD: &str = "Payer Specification\n\nHOUSE RULES:\n\n1. Staff must lock the cellar door at night.\n2. Staff must water all of the plants in the hall within 2 days of each delivery.\n3. Staff must wind the clock.\n";
const NEW: &str = "Payer Specification\n\nHOUSE RULES:\n\n1. Each guest may bring a bicycle.\n2. Staff must lock the cellar door at night.\n3. Staff must water all of the plants in the hall within 3 days of each delivery.\n";

fn book() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("book/handbook.toml", HANDBOOK).write("old.txt", OLD).write("new.txt", NEW);
    sandbox
}

const IMPORT: [&str; 7] =
    ["import", "old.txt", "book", "--specification", "payer", "--effective", "2026-03-01"];
const REVISE: [&str; 7] = ["revise", "payer", "book", "--effective", "2027-01-01", "--from", "new.txt"];

/// The outline and then the catalog of the old document.
fn imported() -> Sandbox {
    let sandbox = book();
    sandbox.run(&IMPORT).expect(0);
    sandbox.run(&IMPORT).expect(0);
    sandbox
}

#[test]
fn the_first_run_writes_an_outline_and_the_second_the_catalog() {
    let sandbox = book();
    sandbox.run(&IMPORT).expect(0);
    let outline = sandbox.read(&format!("{FOLDER}/2026-03-01.txt"));
    assert!(outline.contains("# [house-rules] HOUSE RULES:\n1. Staff must lock"), "{outline}");
    assert!(!sandbox.path(&format!("{FOLDER}/2026-03-01.toml")).exists());
    sandbox.run(&["import", "old.txt", "book", "--specification", "payer"]).expect(0);
    let catalog = sandbox.read(&format!("{FOLDER}/2026-03-01.toml"));
    for line in [
        "id = \"house-rules/2\"",
        "kind = \"requirement\"",
        "value = \"2 days\", kind = \"deadline\"",
        "summary = \"\"",
    ] {
        assert!(catalog.contains(line), "{line} is not in\n{catalog}");
    }
    assert!(!catalog.contains("cellar"), "the publisher's words are in\n{catalog}");
    let check = sandbox.run(&["check", "book"]).expect(0);
    let said = format!("{}{}", check.out, check.err);
    assert!(said.contains("3 clauses are still to be summarized") && said.contains("0 errors"), "{said}");
}

#[test]
fn importing_again_adds_what_is_missing_and_changes_no_word_that_a_person_wrote() {
    let sandbox = imported();
    let catalog = format!("{FOLDER}/2026-03-01.toml");
    sandbox.edit(&catalog, "summary = \"\"", "summary = \"Lock up.\" # ours");
    sandbox.edit(
        &format!("{FOLDER}/2026-03-01.txt"),
        "3. Staff must wind the clock.",
        "3. Staff must wind the clock daily.\n4. Staff must rest.",
    );
    let before = sandbox.read(&catalog);
    let said = sandbox.run(&IMPORT).expect(0).err;
    assert!(said.contains("Added: house-rules/4") && said.contains("than before: house-rules/3"), "{said}");
    let after = sandbox.read(&catalog);
    let lines = |text: &str| {
        text.lines().filter(|line| !line.starts_with("sentence")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines(&after)[..lines(&before).len()], lines(&before));
    sandbox.run(&IMPORT).expect(0);
    assert_eq!(sandbox.read(&catalog), after);
}

#[test]
fn the_publishers_words_are_never_read_for_a_handbook_and_never_published() {
    let sandbox = imported();
    fs::write(sandbox.path(&format!("{FOLDER}/2026-03-02.txt")), [0xff, 0xfe, 0x00]).unwrap();
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    for (path, bytes) in files_in(&sandbox.path("book/public")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("cellar"), "{path} has the publisher's words");
    }
    let ignored = Sandbox::with_starter().read("book/.gitignore");
    assert!(ignored.contains("/content/specifications/*/*.txt"), "{ignored}");
}

#[test]
fn the_next_revision_knows_each_clause_by_its_words() {
    let sandbox = imported();
    sandbox.edit(&format!("{FOLDER}/2026-03-01.toml"), "summary = \"\"", "summary = \"Rules.\"");
    let refused = sandbox
        .run(&["import", "new.txt", "book", "--specification", "payer", "--effective", "2027-01-01"])
        .expect(1)
        .err;
    assert!(refused.contains("clausebook revise specification:payer"), "{refused}");
    sandbox.run(&REVISE).expect(0);
    let said = sandbox.run(&REVISE).expect(0).err;
    assert!(said.contains("2 clauses with the same words, 1 to decide, 1 new, 1 gone"), "{said}");
    let next = sandbox.read(&format!("{FOLDER}/2027-01-01.toml"));
    for piece in [
        "id = \"house-rules/2\"",
        "was = \"house-rules/1\"",
        "# To decide: the words are others than those of `house-rules/2`",
        "was = false",
        "[[removed]]\nid = \"house-rules/3\"",
        "summary = \"Rules.\"",
    ] {
        assert!(next.contains(piece), "{piece} is not in\n{next}");
    }
    let check = sandbox.run(&["check", "book", "--as-of", "2027-01-02"]).expect(0);
    let found = format!("{}{}", check.out, check.err);
    assert!(found.contains("warning[undecided-change]: the words of `house-rules/3` changed"), "{found}");
    let diff = sandbox.run(&["diff", "payer", "--dir", "book", "--format", "json"]).expect(0).json();
    let clauses = diff["clauses"].as_array().unwrap();
    let reworded = clauses.iter().find(|one| one["id"] == "house-rules/3").unwrap();
    assert!(reworded["new_sentence"].as_str().unwrap().contains("within 3 days"), "{reworded}");
    assert!(reworded["old_sentences"][0].as_str().unwrap().contains("within 2 days"), "{reworded}");
}

#[test]
fn without_fingerprints_nothing_is_compared() {
    let sandbox = imported();
    let catalog = format!("{FOLDER}/2026-03-01.toml");
    let without: String = sandbox
        .read(&catalog)
        .lines()
        .filter(|line| !line.starts_with("sentence"))
        .map(|line| format!("{line}\n"))
        .collect();
    sandbox.write(&catalog, without);
    let said = sandbox.run(&REVISE).expect(1).err;
    assert!(
        said.contains("clausebook import FILE book --specification payer --effective 2026-03-01"),
        "{said}"
    );
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        file.start_file(*name, SimpleFileOptions::default()).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }
    file.finish().unwrap().into_inner()
}

/// A workbook with a sheet of these rows.
fn workbook(rows: &[[&str; 2]]) -> Vec<u8> {
    let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let rows: String =
        rows.iter().map(|row| format!("<row>{}</row>", row.iter().map(cell).collect::<String>())).collect();
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    zipped(&[
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        (
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{relation}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{relation}\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{relation}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
            ),
        ),
    ])
}

#[test]
fn tables_workbooks_markdown_and_word_files_give_their_entries() {
    let sandbox = book();
    let word = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>1. Staff must lock the door.</w:t></w:r></w:p></w:body></w:document>";
    sandbox
        .write("a.csv", "Number,Requirement\n1,Doors\n1.1,Staff must lock the door.\n")
        .write("b.xlsx", workbook(&[["Number", "Requirement"], ["1", "Doors"], ["1.1", "Staff must lock the door."]]))
        .write("c.md", "## Doors\n\n1. Staff must lock the door.\n")
        .write("d.docx", zipped(&[
            ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"),
            ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"),
            ("word/document.xml", word),
        ]));
    for (file, id) in [("a.csv", "one"), ("b.xlsx", "two"), ("c.md", "three"), ("d.docx", "four")] {
        sandbox.run(&["import", file, "book", "--specification", id, "--effective", "2026-03-01"]).expect(0);
        let outline = sandbox.read(&format!("book/content/specifications/{id}/2026-03-01.txt"));
        assert!(outline.contains("Staff must lock the door."), "{file}: {outline}");
        sandbox.run(&["import", file, "book", "--specification", id]).expect(0);
    }
    sandbox
        .write("e.pdf", "%PDF-1.7")
        .write("f.xlsx", "no")
        .write("g.csv", "a,b\nc,d\n")
        .write("h.json", "{}");
    for file in ["e.pdf", "f.xlsx", "g.csv", "h.json"] {
        sandbox.run(&["import", file, "book", "--specification", "five"]).expect(1);
    }
    let check = sandbox.run(&["check", "book"]).expect(0);
    assert!(check.out.contains("0 errors") || check.err.contains("0 errors"), "{}{}", check.out, check.err);
}

#[test]
fn a_catalog_comes_back_from_oscal_as_it_was() {
    let sandbox = Sandbox::with_starter();
    for id in ["cca-csp", "dc-mhrs-3418", "masshealth-cp"] {
        let name = format!("specification:{id}");
        sandbox.run(&["export", &name, "book", "--oscal", "catalog", "--out", "first.json"]).expect(0);
        let catalog = format!("book/content/specifications/{id}.toml");
        let there = sandbox.path(&catalog).exists();
        assert!(there, "{catalog}");
        fs::remove_file(sandbox.path(&catalog)).unwrap();
        sandbox.run(&["import", "first.json", "book", "--specification", id]).expect(0);
        sandbox.run(&["export", &name, "book", "--oscal", "catalog", "--out", "second.json"]).expect(0);
        assert_eq!(sandbox.read("first.json"), sandbox.read("second.json"), "{id}");
        fs::remove_file(sandbox.path("first.json")).unwrap();
        fs::remove_file(sandbox.path("second.json")).unwrap();
    }
}

#[test]
fn mappings_come_back_from_oscal_as_they_were() {
    let sandbox = Sandbox::with_starter();
    let export =
        |file: &str| sandbox.run(&["export", "cmr-461", "book", "--oscal", "mapping", "--out", file]);
    export("first.json").expect(0);
    fs::remove_dir_all(sandbox.path("book/content/mappings")).unwrap();
    export("none.json").expect(1);
    let said = sandbox.run(&["import", "first.json", "book", "--mapping", "regulation"]).expect(0).err;
    for file in ["regulation.toml: ", "regulation-2.toml: "] {
        assert!(said.contains(file), "{said}");
    }
    export("second.json").expect(0);
    assert_eq!(sandbox.read("first.json"), sandbox.read("second.json"));
    sandbox.run(&["import", "first.json", "book", "--mapping", "regulation"]).expect(1);
    let check = sandbox.run(&["check", "book"]).expect(0);
    assert!(check.out.contains("0 errors, 0 warnings"), "{}", check.out);
}

#[test]
fn anybodys_mapping_comes_in_with_what_is_said_of_single_controls() {
    let sandbox = book();
    let catalog = serde_json::json!({"catalog": {"uuid": "x", "metadata": {"title": "Rules", "last-modified": "2026-02-03T00:00:00Z", "version": "1", "oscal-version": "1.1.2"}, "groups": [{"id": "dr", "title": "Doors", "controls": [{"id": "dr-1", "title": "Locks", "parts": [{"id": "dr-1_smt", "name": "statement", "prose": "Locks:", "parts": [{"id": "dr-1_smt.a", "name": "item", "props": [{"name": "label", "value": "a."}], "prose": "Oil each."}]}]}, {"id": "dr-2", "title": "Keys", "parts": [{"id": "dr-2_smt", "name": "statement", "prose": "Count the keys."}]}]}]}});
    sandbox.write("rules.json", catalog.to_string());
    for id in ["rules", "others"] {
        sandbox.run(&["import", "rules.json", "book", "--specification", id]).expect(0);
    }
    let item = |id: &str| serde_json::json!({"type": "control", "id-ref": id});
    let map = |relationship: &str, sources: &[&str], targets: &[&str]| {
        let items = |ids: &[&str]| ids.iter().map(|id| item(id)).collect::<Vec<_>>();
        serde_json::json!({"uuid": "m", "relationship": relationship, "sources": items(sources), "targets": items(targets)})
    };
    let resource = |href: &str| serde_json::json!({"type": "catalog", "href": href});
    let mapping = serde_json::json!({"mapping-collection": {"uuid": "x", "metadata": {"title": "M"}, "provenance": {}, "mappings": {
        "uuid": "y", "source-resource": resource("../RULES_catalog.json"), "target-resource": resource("#other"),
        "maps": [map("equivalent-to", &["dr-1_smt.a"], &["dr-1_smt.a"]), map("equal-to", &["dr-1", "dr-2"], &["dr-2"]), map("no-relationship", &["dr-2"], &["dr-1"]), map("subset-of", &["dr-9"], &["dr-1"])]
    }}});
    sandbox.write("mapping.json", mapping.to_string());
    let unknown = sandbox.run(&["import", "mapping.json", "book", "--mapping", "both"]).expect(1).err;
    assert!(unknown.contains("--target ID"), "{unknown}");
    let import = ["import", "mapping.json", "book", "--mapping", "both", "--target", "others"];
    let said = sandbox.run(&import).expect(0).err;
    assert!(said.contains("1 pair was left out") && said.contains("dr-9 and dr-1"), "{said}");
    let text = sandbox.read("book/content/mappings/both.toml");
    for pair in [
        "source = \"dr/dr-1/a\"\ntarget = \"dr/dr-1/a\"\nhow = \"equal\"",
        "source = \"dr/dr-1\"\ntarget = \"dr/dr-2\"\nhow = \"overlaps\"",
    ] {
        assert!(text.contains(pair), "{pair} is not in\n{text}");
    }
    assert_eq!(text.matches("[[pair]]").count(), 3, "{text}");
}

#[test]
fn a_component_definition_has_a_requirement_for_each_clause_to_be_met_with_its_status() {
    let sandbox = Sandbox::with_starter();
    let name = "specification:cca-csp";
    sandbox.run(&["export", name, "book", "--oscal", "component-definition", "--out", "c.json"]).expect(0);
    let json: serde_json::Value = serde_json::from_str(&sandbox.read("c.json")).unwrap();
    let requirements = json["component-definition"]["components"][0]["control-implementations"][0]["implemented-requirements"].as_array().unwrap();
    let coverage =
        sandbox.run(&["coverage", "book", "--specification", "cca-csp", "--format", "json"]).expect(0).json();
    let applicable = coverage["specifications"][0]["clauses"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| !["heading", "informative"].contains(&one["status"].as_str().unwrap()))
        .count();
    assert_eq!(requirements.len(), applicable);
    for one in requirements {
        assert_eq!(one["props"][0]["name"], "implementation-status");
        assert!(
            ["implemented", "partial", "planned", "not-applicable"]
                .contains(&one["props"][0]["value"].as_str().unwrap()),
            "{one}"
        );
        assert!(!one["description"].as_str().unwrap().is_empty());
    }
}

#[test]
fn a_publishers_oscal_catalog_comes_in_at_once_with_its_labels_and_titles() {
    let sandbox = book();
    let catalog = serde_json::json!({"catalog": {"uuid": "x", "metadata": {"title": "Rules", "last-modified": "2026-02-03T00:00:00Z", "version": "1", "oscal-version": "1.1.2", "parties": [{"uuid": "y", "type": "organization", "name": "Rule House"}]}, "groups": [{"id": "dr", "title": "Doors", "controls": [{"id": "dr-1", "title": "Locks", "params": [{"id": "p", "label": "period"}], "props": [{"name": "label", "value": "DR-1"}], "parts": [{"id": "dr-1_smt", "name": "statement", "prose": "Locks:", "parts": [{"id": "dr-1_smt.a", "name": "item", "props": [{"name": "label", "value": "a."}], "prose": "Oil each within {{ insert: param, p }}."}]}, {"name": "guidance", "prose": "Old locks may squeak."}, {"name": "assessment-method"}]}]}]}});
    sandbox.write("rules.json", catalog.to_string());
    sandbox.run(&["import", "rules.json", "book", "--specification", "rules"]).expect(0);
    let text = sandbox.read("book/content/specifications/rules/2026-02-03.toml");
    for piece in [
        "id = \"dr/dr-1\"\nlabel = \"DR-1\"\ntitle = \"Locks\"",
        "id = \"dr/dr-1/a\"\nlabel = \"DR-1 a\"",
        "id = \"dr/dr-1/guidance\"",
        "publisher = \"Rule House\"",
    ] {
        assert!(text.contains(piece), "{piece} is not in\n{text}");
    }
    let words = sandbox.read("book/content/specifications/rules/2026-02-03.txt");
    assert!(words.contains("a. [a] Oil each within (period)."), "{words}");
    assert!(!text.contains("squeak"), "{text}");
    let again = sandbox
        .run(&["import", "rules.json", "book", "--specification", "rules", "--effective", "2026-02-03"])
        .expect(0)
        .err;
    assert!(again.contains("fingerprints of"), "{again}");
    assert_eq!(sandbox.read("book/content/specifications/rules/2026-02-03.toml"), text);
}
