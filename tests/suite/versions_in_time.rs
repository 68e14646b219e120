//! Versions in time: which text was in force on a day, what is announced before it, and where to read it afterwards.

use std::path::Path;

use clausebook::memo::Memo;
use clausebook::pipeline::preview;
use clausebook::world::DiskWorld;

use crate::support::{Printed, Sandbox, TODAY, files_in};

/// A policy of the small handbook, in one version.
fn visits(effective: &str, approved: Option<&str>, change: &str, text: &str) -> String {
    let approval =
        approved.map(|on| format!("approved_by = \"Board\"\napproved_on = {on}\n")).unwrap_or_default();
    format!(
        "+++
title = \"Visits\"
number = \"V-1\"
owner = \"Director\"
approver = \"Board\"
{approval}reviewed = 2026-01-10
summary = \"Every Member is visited soon.\"

[[history]]
date = {effective}
change = \"{change}\"
+++

## Purpose

{text}
"
    )
}

const WEEKS: &str = "We visit within two weeks [@payer/visits/1].";
const DAYS: &str = "We visit within 10 days, and in any case within two weeks [@payer/visits/1].";

fn write(sandbox: &Sandbox, version: &str, text: &str) {
    sandbox.write(&format!("book/content/policies/visits/{version}.md"), text);
}

/// A policy in force since January 2026 whose second version is approved on March 1 and takes effect on April 1.
fn with_two_versions() -> Sandbox {
    let sandbox = Sandbox::with_small();
    std::fs::remove_file(sandbox.path("book/content/policies/visits/2026-02-01.md")).unwrap();
    write(&sandbox, "2026-01-01", &visits("2026-01-01", Some("2025-12-15"), "First version.", WEEKS));
    write(&sandbox, "2026-04-01", &visits("2026-04-01", Some("2026-03-01"), "Visits within 10 days.", DAYS));
    sandbox
}

/// Builds the handbook of a day without PDFs.
fn build(sandbox: &Sandbox, day: &str) -> Printed {
    sandbox.run(&["build", "book", "--no-pdf", "--as-of", day]).expect(0)
}

fn page(sandbox: &Sandbox, path: &str) -> String {
    let html = sandbox.read(&format!("book/public/{path}"));
    let main = html.split_once("<main").unwrap().1;
    main.split_once("</footer>").unwrap().0.to_owned()
}

fn is_there(sandbox: &Sandbox, path: &str) -> bool {
    Path::exists(&sandbox.path(&format!("book/public/{path}")))
}

#[test]
fn on_the_day_of_an_incident_the_text_in_force_then_is_shown_and_the_next_is_announced() {
    let sandbox = with_two_versions();
    let printed = build(&sandbox, "2026-03-14");
    assert!(printed.err.contains("as of March 14, 2026"), "{}", printed.err);
    let current = page(&sandbox, "policies/visits.html");
    assert!(current.contains("We visit within two weeks") && !current.contains("10 days"), "{current}");
    assert!(current.contains("A new version takes effect on April 1, 2026.</a>"), "{current}");
    assert!(current.contains("as of March 14, 2026"), "the foot of each page says of which day it is");
    let next = page(&sandbox, "policies/visits/2026-04-01.html");
    assert!(next.contains("This version takes effect on April 1, 2026.") && next.contains("within 10 days"));
    let list = page(&sandbox, "policies/visits/versions.html");
    assert!(list.contains("Approved, not yet in force") && list.contains("In force"), "{list}");
    assert!(page(&sandbox, "versions.html").contains("policies/visits/2026-04-01.html"));
}

#[test]
fn an_approval_recorded_later_does_not_count_on_that_day() {
    let sandbox = with_two_versions();
    build(&sandbox, "2026-02-20");
    assert!(!page(&sandbox, "policies/visits.html").contains("A new version"));
    assert!(!is_there(&sandbox, "policies/visits/2026-04-01.html"), "nobody had approved it");
    let found = sandbox.run(&["check", "book", "--as-of", "2026-02-20"]).expect(0);
    assert!(!found.out.contains("day-to-come"), "{}", found.out);
    // Before anybody approved anything, nothing was covered.
    let json =
        |day: &str| sandbox.run(&["coverage", "book", "--format", "json", "--as-of", day]).expect(0).json();
    assert_eq!(json("2025-12-01")["totals"]["covered"], 0);
    assert_eq!(json("2026-02-20")["totals"]["covered"], 1);
    assert_eq!(json("2026-02-20")["as_of"], "2026-02-20");
}

#[test]
fn a_superseded_version_can_be_read_and_says_when_it_was_replaced() {
    let sandbox = with_two_versions();
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let old = page(&sandbox, "policies/visits/2026-01-01.html");
    assert!(old.contains("it was replaced on April 1, 2026"), "{old}");
    assert!(old.contains("Replaced on April 1, 2026, effective January 1, 2026"), "{old}");
    assert!(!old.contains("not as of today"), "{old}");
    let index = sandbox.read("book/public/search/index.js");
    assert!(!index.contains("2026-01-01.html"), "old versions stay out of the search");
}

#[test]
fn what_an_old_version_names_and_is_gone_becomes_words() {
    let sandbox = with_two_versions();
    let text = "We visit [@payer/visits/99] as [Transport](policy:transport) says, see [below](#gone) and [now](#purpose). ![A van](van.png)";
    write(&sandbox, "2025-01-01", &visits("2025-01-01", Some("2024-12-15"), "First version.", text));
    let found = sandbox.run(&["check", "book"]).expect(0);
    assert!(!found.out.contains("2025-01-01.md"), "{}", found.out);
    sandbox.run(&["build", "book"]).expect(0);
    let old = page(&sandbox, "policies/visits/2025-01-01.html");
    assert!(old.contains("We visit (payer/visits/99) as Transport says, see below and <a"), "{old}");
    assert!(old.contains("A van"), "{old}");
    assert!(is_there(&sandbox, "policies/visits/2025-01-01.pdf"));
}

#[test]
fn what_waits_for_approval_is_not_on_the_site_unless_the_handbook_says_so() {
    let sandbox = with_two_versions();
    write(&sandbox, "2027-01-01", &visits("2027-01-01", None, "Visits within 7 days.", DAYS));
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    assert!(!is_there(&sandbox, "policies/visits/2027-01-01.html"));
    sandbox.edit("book/handbook.toml", "tracks", "publish_upcoming = true\ntracks");
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let current = page(&sandbox, "policies/visits.html");
    let announced = "A new version takes effect on January 1, 2027; it is not approved yet.";
    assert!(current.contains(announced), "{current}");
    assert!(page(&sandbox, "policies/visits/2027-01-01.html").contains("it is not approved yet"));
    // Its day passes, and still nobody has approved it.
    build(&sandbox, "2027-02-01");
    let late = page(&sandbox, "policies/visits.html");
    assert!(late.contains("A new version was to take effect on January 1, 2027; it is not approved yet."));
}

#[test]
fn a_draft_is_for_authors() {
    let sandbox = with_two_versions();
    let draft = visits("2026-11-01", None, "Telehealth.", WEEKS)
        .replace("V-1", "V-2")
        .replace("Visits", "Telehealth");
    sandbox.write("book/content/policies/telehealth/draft.md", draft);
    sandbox.edit(
        "book/content/policies/visits/2026-04-01.md",
        DAYS,
        &format!("{DAYS} See [Telehealth](policy:telehealth)."),
    );
    let found = sandbox.run(&["check", "book"]).expect(0);
    assert!(found.out.contains("note[link-to-draft]"), "{}", found.out);
    sandbox.run(&["build", "book"]).expect(0);
    assert!(
        !is_there(&sandbox, "policies/telehealth.html") && !is_there(&sandbox, "policies/telehealth.pdf")
    );
    assert!(page(&sandbox, "policies/visits.html").contains("See Telehealth."));
    let site = files_in(&sandbox.path("book/public"));
    let pages = site.iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".json"));
    for (path, bytes) in pages {
        assert!(!String::from_utf8_lossy(bytes).contains("telehealth"), "{path}");
    }
}

#[test]
fn january_can_be_printed_in_december() {
    let sandbox = Sandbox::with_starter();
    let folder = "book/content/curricula";
    let first = files_in(&sandbox.path(folder)).into_iter().next().unwrap().0;
    let text = sandbox.read(&format!("{folder}/{first}"));
    let (id, _) = first.split_once('/').unwrap();
    let approval = "approved_by = \"Board\"\napproved_on = 2026-11-30\nreview_months = ";
    sandbox.write(&format!("{folder}/{id}/2027-01-01.md"), text.replacen("review_months = ", approval, 1));
    sandbox.run(&["build", "book"]).expect(0);
    for edition in ["", "-trainer", "-certificate"] {
        assert!(is_there(&sandbox, &format!("curricula/{id}/2027-01-01{edition}.pdf")), "{edition}");
    }
}

#[test]
fn a_year_of_one_policy() {
    let sandbox = Sandbox::with_small();
    write(&sandbox, "2026-06-01", &visits("2026-06-01", Some("2026-05-15"), "Visits within 10 days.", DAYS));
    write(&sandbox, "2027-01-01", &visits("2027-01-01", Some("2026-11-20"), "Visits within 7 days.", DAYS));
    write(&sandbox, "draft", &visits("2026-11-25", None, "Video.", DAYS));
    let standing = |day: &str| {
        build(&sandbox, day);
        let versions = ["2026-02-01", "2026-06-01", "2027-01-01", "draft"];
        let site = versions.map(|version| is_there(&sandbox, &format!("policies/visits/{version}.html")));
        let current = page(&sandbox, "policies/visits.html");
        let effective = current.split_once("<dt>Effective</dt><dd>").unwrap().1.split_once('<').unwrap().0;
        (effective.to_owned(), site)
    };
    let day = |day: &str, pages: [bool; 4]| (day.to_owned(), pages);
    // A draft has no page on any day. The others have one before they are in force, once they are approved, and after.
    assert_eq!(standing("2026-03-01"), day("February 1, 2026", [false, false, false, false]));
    assert_eq!(standing("2026-05-20"), day("February 1, 2026", [false, true, false, false]));
    assert_eq!(standing("2026-06-01"), day("June 1, 2026", [true, false, false, false]));
    assert_eq!(standing("2026-12-01"), day("June 1, 2026", [true, false, true, false]));
    assert_eq!(standing("2027-02-01"), day("January 1, 2027", [true, true, false, false]));
}

#[test]
fn any_version_is_exported_as_a_word_file() {
    let sandbox = with_two_versions();
    write(&sandbox, "draft", &visits("2026-11-25", None, "Video.", DAYS));
    for version in ["2026-01-01", "2026-04-01", "draft"] {
        sandbox.run(&["export", "visits", "book", "--docx", "--version", version]).expect(0);
        assert!(sandbox.path(&format!("visits-{version}.docx")).exists(), "{version}");
    }
    let refused = sandbox.run(&["export", "visits", "book", "--docx", "--version", "2020-01-01"]).expect(2);
    assert!(refused.err.contains("there are: 2026-01-01, draft, 2026-04-01"), "{}", refused.err);
}

#[test]
fn an_open_clause_says_from_when_it_is_met() {
    let sandbox = Sandbox::with_small();
    // Nothing meets the first clause until a version that is approved already takes effect.
    write(&sandbox, "2026-02-01", &visits("2026-02-01", Some("2026-01-15"), "First version.", "We visit."));
    write(&sandbox, "2027-01-01", &visits("2027-01-01", Some("2026-11-20"), "Visits have a date.", DAYS));
    let coverage = sandbox.run(&["coverage", "book", "--format", "json"]).expect(0).json();
    let clauses = coverage["specifications"][0]["clauses"].as_array().unwrap().clone();
    let met = |id: &str| clauses.iter().find(|clause| clause["id"] == id).unwrap()["met_from"].clone();
    assert_eq!(met("visits/1"), "2027-01-01");
    assert_eq!(met("visits/2"), serde_json::Value::Null);
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let open = page(&sandbox, "coverage.html");
    assert!(open.contains("Met from January 1, 2027"), "{open}");
    let then = sandbox.run(&["coverage", "book", "--format", "json", "--as-of", "2027-01-01"]).expect(0);
    assert_eq!(then.json()["totals"]["covered"], 1);
}

#[test]
fn a_clause_that_will_lose_its_last_passage_is_a_warning_today_and_one_that_lost_it_names_the_place() {
    let sandbox = with_two_versions();
    write(&sandbox, "2027-01-01", &visits("2027-01-01", None, "Visits have no date.", "We visit."));
    let today = sandbox.run(&["check", "book"]).expect(0);
    assert!(today.out.contains("warning[evidence-ends]"), "{}", today.out);
    assert!(today.out.contains("from January 1, 2027 on, no policy meets payer/visits/1"), "{}", today.out);
    assert!(today.out.contains("content/policies/visits/2026-04-01.md:18:"), "{}", today.out);
    sandbox.edit(
        "book/content/policies/visits/2027-01-01.md",
        "reviewed",
        "approved_by = \"Board\"\napproved_on = 2026-11-30\nreviewed",
    );
    let then = sandbox.run(&["check", "book", "--as-of", "2027-01-02"]).expect(0);
    assert!(then.out.contains("warning[evidence-removed]"), "{}", then.out);
    assert!(then.out.contains("content/policies/visits/2026-04-01.md:18:"), "{}", then.out);
}

#[test]
fn the_pdf_of_an_old_version_is_made_once() {
    let sandbox = with_two_versions();
    let pdf = "book/public/policies/visits/2026-01-01.pdf";
    sandbox.run(&["build", "book"]).expect(0);
    let first = std::fs::read(sandbox.path(pdf)).unwrap();
    let index = sandbox.read("book/public/.clausebook-pdfs");
    assert!(index.contains(" policies/visits/2026-01-01.pdf"), "{index}");
    // The day after, nothing about it has changed.
    let next_day = "1796169600";
    let built = sandbox.command(&["build", "book"]).env("SOURCE_DATE_EPOCH", next_day).output().unwrap();
    assert!(built.status.success());
    let line = |index: &str| index.lines().find(|line| line.ends_with("2026-01-01.pdf")).map(str::to_owned);
    assert_eq!(line(&sandbox.read("book/public/.clausebook-pdfs")), line(&index));
    assert_eq!(std::fs::read(sandbox.path(pdf)).unwrap(), first);
}

#[test]
fn the_preview_shows_drafts_and_marks_them() {
    let sandbox = with_two_versions();
    write(&sandbox, "draft", &visits("2026-11-25", None, "Video.", DAYS));
    let only = visits("2026-11-01", None, "Telehealth.", WEEKS)
        .replace("V-1", "V-2")
        .replace("Visits", "Telehealth");
    sandbox.write("book/content/policies/telehealth/draft.md", only);
    let world = DiskWorld::new(sandbox.path("book"), "handbook.toml").as_of(Some(TODAY));
    let outputs = preview(&world, &Memo::off()).outputs.unwrap();
    let page = |path: &str| String::from_utf8(outputs.get(path).unwrap().to_vec()).unwrap();
    assert!(page("policies/visits/draft.html").contains("This is a draft."));
    assert!(page("policies/telehealth.html").contains("This is a draft."));
    assert!(page("policies/visits.html").contains("There is a draft of a new version.</a>"));
}

#[test]
fn an_old_version_that_cannot_be_printed_any_more_stops_no_build() {
    let sandbox = with_two_versions();
    // No font has this character. Today it would be an error.
    let text = "We visit \u{10fffd} within two weeks.";
    write(&sandbox, "2025-01-01", &visits("2025-01-01", Some("2024-12-15"), "First version.", text));
    sandbox.run(&["build", "book"]).expect(0);
    let pdf = std::fs::read(sandbox.path("book/public/policies/visits/2025-01-01.pdf")).unwrap();
    let pdf = lopdf::Document::load_mem(&pdf).unwrap();
    let words = pdf.extract_text(&[1]).unwrap().replace('\n', " ");
    assert!(words.contains("printed any more") && words.contains("Replaced on January 1, 2026"), "{words}");
    assert!(page(&sandbox, "policies/visits/2025-01-01.html").contains("within two weeks"));
}

#[test]
fn an_old_version_prints_the_particulars_that_its_approval_recorded() {
    let sandbox = with_two_versions();
    sandbox.edit("book/handbook.toml", "[[waivers]]", "[values]\nwait = \"9 days\"\n\n[[waivers]]");
    let text = "We answer within {{ values.wait }}.";
    write(&sandbox, "2026-06-01", &visits("2026-06-01", None, "Answers have a date.", text));
    let approve = ["approve", "visits", "book", "--by", "Board", "--on", "2026-05-20"];
    sandbox.run(&approve).expect(0);
    write(&sandbox, "2026-09-01", &visits("2026-09-01", Some("2026-08-01"), "Visits within 10 days.", DAYS));
    sandbox.edit("book/handbook.toml", "9 days", "5 days");
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let old = page(&sandbox, "policies/visits/2026-06-01.html");
    assert!(old.contains("We answer within 9 days."), "{old}");
}

#[test]
fn values_waivers_and_service_lines_are_those_of_the_day() {
    let sandbox = with_two_versions();
    sandbox.edit(
        "book/handbook.toml",
        "tracks = [\"csp\"]",
        "tracks = [\"csp\", { track = \"ji\", since = 2026-06-01 }]",
    );
    sandbox.edit("book/handbook.toml", "[organization]", "ji = \"Justice Involvement\"\n\n[organization]");
    sandbox.edit(
        "book/handbook.toml",
        "[[waivers]]",
        "[values]\nwait = [{ value = \"9 days\", until = 2026-04-30 }, { value = \"5 days\", since = 2026-05-01 }]\nfax = \"none\"\n\n[[waivers]]",
    );
    sandbox.edit(
        "book/handbook.toml",
        "reason = \"We have no van.\"",
        "reason = \"We have no van.\"\nuntil = 2026-05-31",
    );
    let text = format!("{DAYS} We answer within {{{{ values.wait }}}}.");
    write(&sandbox, "2026-04-01", &visits("2026-04-01", Some("2026-03-01"), "Visits within 10 days.", &text));
    let shown = |day: &str| {
        build(&sandbox, day);
        let visits = page(&sandbox, "policies/visits.html");
        let coverage =
            sandbox.run(&["coverage", "book", "--format", "json", "--as-of", day]).expect(0).json();
        let waived = coverage["totals"]["not_applicable"].clone();
        (
            visits.contains("within 9 days"),
            visits.contains("within 5 days"),
            visits.contains("Justice"),
            waived,
        )
    };
    assert_eq!(shown("2026-04-30"), (true, false, false, 1.into()));
    assert_eq!(shown("2026-05-01"), (false, true, false, 1.into()));
    assert_eq!(shown("2026-06-01"), (false, true, true, 0.into()));
}

#[test]
fn what_has_no_dates_is_listed_as_of_today_in_the_handbook_of_another_day() {
    let sandbox = with_two_versions();
    sandbox.edit(
        "book/handbook.toml",
        "[[waivers]]",
        "[values]\nwait = { value = \"9 days\", since = 2026-01-01 }\nfax = \"none\"\n\n[[waivers]]",
    );
    build(&sandbox, "2026-03-14");
    let foot = page(&sandbox, "policies/visits.html");
    assert!(
        foot.contains("<a href=\"../as-of-today.html\">What has no dates in it is as of today.</a>"),
        "{foot}"
    );
    let undated = page(&sandbox, "as-of-today.html");
    for entry in ["Community Support Program", "<dt>values.fax</dt><dd>none</dd>", "We have no van."] {
        assert!(undated.contains(entry), "{entry}: {undated}");
    }
    assert!(!undated.contains("values.wait"), "it is as of that day");
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    assert!(!is_there(&sandbox, "as-of-today.html"));
}
