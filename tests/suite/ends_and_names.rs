//! A document ends, and another gets a new name: where every link leads then, what is still there to read, and what coverage says.

use std::collections::BTreeSet;

use crate::support::{Printed, Sandbox, files_in};

fn policy(title: &str, number: &str, text: &str) -> String {
    format!(
        "+++
title = \"{title}\"
number = \"{number}\"
owner = \"Director\"
approver = \"Board\"
reviewed = 2026-11-01
summary = \"About {title}.\"

[[history]]
date = 2026-03-01
change = \"First version.\"
+++

## Purpose

{text}
"
    )
}

const FORM: &str = "title = \"Ride request\"
number = \"F-1\"
owner = \"Director\"
approver = \"Board\"
reviewed = 2026-11-01
summary = \"Asks for a ride.\"
tasks = [\"A ride\"]
due = \"Before the ride, see [Rides](policy:rides).\"

[[section]]
id = \"ride\"
title = \"The ride\"
text = \"As [the policy](policy:rides#purpose) says.\"

[[section.field]]
id = \"where\"
label = \"Where to\"
kind = \"text\"
covers = [\"payer/visits/2\"]
";

const GUIDE: &str = "+++
title = \"Getting around\"
summary = \"How Members get there.\"
order = 1
+++

## Rides

Read [Rides](policy:rides) and take [the form](form:ride-request). In code, `[x](policy:rides)` stays.

[By van][van]

[van]: policy:van
";

/// The small handbook with two policies about rides, a form and a page of the guide that lead to them. All is approved.
fn handbook() -> Sandbox {
    let sandbox = Sandbox::with_small();
    sandbox.edit(
        "book/content/policies/visits/2026-02-01.md",
        "[@payer/visits/2]",
        "by [ride](policy:rides#purpose)",
    );
    sandbox.edit(
        "book/content/policies/visits/2026-02-01.md",
        "approved_by = \"Board\"\napproved_on = 2026-01-15\n",
        "",
    );
    sandbox.edit("book/handbook.toml", "tracks =", "form_tasks = [\"A ride\"]\ntracks =");
    let rides =
        policy("Rides", "R-1", "Each ride is written down [@payer/visits/2]. See [visits](policy:visits).");
    sandbox.write("book/content/policies/rides/2026-03-01.md", rides);
    let van = policy("Van", "R-2", "The van is cleaned. It replaces no [ride](policy:rides).");
    sandbox.write("book/content/policies/van/2026-06-01.md", van);
    sandbox.write("book/forms/ride-request/2026-03-01.toml", FORM);
    sandbox.write("book/content/guide/getting-around.md", GUIDE);
    // Each on its own day: a first approval on a later day would rename the file.
    for (names, day) in [
        (&["visits"][..], "2026-02-01"),
        (&["rides", "ride-request"], "2026-03-01"),
        (&["van"], "2026-06-01"),
    ] {
        sandbox
            .run(&[&["approve"], names, &["--dir", "book", "--by", "Board", "--on", day]].concat())
            .expect(0);
    }
    assert_eq!(approvals_of_other_texts(&sandbox), 0);
    sandbox
}

fn codes(sandbox: &Sandbox, day: &str, code: &str) -> Vec<String> {
    let found = sandbox.run(&["check", "book", "--as-of", day]).expect(0).out;
    found.lines().filter(|line| line.contains(&format!("[{code}]"))).map(str::to_owned).collect()
}

fn approvals_of_other_texts(sandbox: &Sandbox) -> usize {
    codes(sandbox, "2026-12-01", "changed-after-approval").len()
}

fn page(sandbox: &Sandbox, path: &str) -> String {
    let html = sandbox.read(&format!("book/public/{path}"));
    let main = html.split_once("<main").unwrap().1;
    main.split_once("</main>").unwrap().0.to_owned()
}

fn is_there(sandbox: &Sandbox, path: &str) -> bool {
    sandbox.path(&format!("book/public/{path}")).exists()
}

/// Follows every link of every page, which must lead to a file of the site.
fn follow_every_link(sandbox: &Sandbox) {
    let site = files_in(&sandbox.path("book/public"));
    let files: BTreeSet<&str> = site.iter().map(|(path, _)| path.as_str()).collect();
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html") && path != "404.html") {
        let html = String::from_utf8_lossy(bytes);
        for rest in html.split("href=\"").skip(1).chain(html.split("; url=").skip(1)) {
            let link = rest.split('"').next().unwrap().split('#').next().unwrap();
            if link.is_empty() || link.contains(':') {
                continue;
            }
            let mut parts: Vec<&str> = path.split('/').collect();
            parts.pop();
            for part in link.split('/') {
                match part {
                    ".." => {
                        parts.pop();
                    }
                    part => parts.push(part),
                }
            }
            let target = parts.join("/");
            assert!(files.contains(target.as_str()), "{path} links to {link}");
        }
    }
}

/// Records that the rides end on January 1, 2027, and that the van takes their place.
fn rides_end(sandbox: &Sandbox) -> Printed {
    let why = "The van takes everyone.";
    sandbox.run(&["retire", "rides", "book", "--on", "2027-01-01", "--for", "van", "--why", why]).expect(0)
}

#[test]
fn until_its_day_a_document_is_in_force_and_says_that_it_ends() {
    let sandbox = handbook();
    let said = rides_end(&sandbox);
    assert!(
        said.err.contains("“Rides” ends on 2027-01-01: content/policies/rides/2026-03-01.md."),
        "{}",
        said.err
    );
    assert!(said.err.contains("links to it lead to “Van”"), "{}", said.err);
    assert_eq!(approvals_of_other_texts(&sandbox), 0, "its end is no change of its text");
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let rides = page(&sandbox, "policies/rides.html");
    assert!(rides.contains("This ends on January 1, 2027."), "{rides}");
    assert!(
        rides.contains("The van takes everyone.")
            && rides.contains("<a href=\"../policies/van.html\">Van</a>")
    );
    assert!(rides.contains("<dt>Ends</dt><dd>January 1, 2027; replaced by Van</dd>"), "{rides}");
    assert!(page(&sandbox, "policies/visits.html").contains("../policies/rides.html#purpose"));
    assert!(page(&sandbox, "policies/index.html").contains("rides.html"));
    follow_every_link(&sandbox);
}

#[test]
fn what_a_document_that_ends_leaves_open_is_a_warning_before_and_after() {
    let sandbox = handbook();
    sandbox.run(&["retire", "R-1", "book", "--on", "2027-01-01", "--why", "Nobody rides."]).expect(0);
    let ahead = codes(&sandbox, "2026-12-01", "evidence-ends").join("\n");
    assert!(ahead.contains("from January 1, 2027 on, no policy meets payer/visits/2"), "{ahead}");
    assert!(ahead.contains("its document ends on that day"), "{ahead}");
    let after = codes(&sandbox, "2027-01-01", "evidence-removed").join("\n");
    assert!(after.contains("“Rides”, which ended on January 1, 2027, did"), "{after}");
    let covered = |day: &str| {
        let json = sandbox.run(&["coverage", "book", "--format", "json", "--as-of", day]).expect(0).json();
        json["totals"]["covered"].clone()
    };
    assert_eq!((covered("2026-12-31"), covered("2027-01-01")), (2.into(), 1.into()));
}

#[test]
fn from_its_day_on_its_links_lead_to_its_successor_and_its_versions_can_be_read() {
    let sandbox = handbook();
    rides_end(&sandbox);
    sandbox.run(&["build", "book", "--as-of", "2027-01-01"]).expect(0);
    let own = page(&sandbox, "policies/rides.html");
    assert!(
        own.contains("This ended on January 1, 2027") && own.contains("The van takes everyone."),
        "{own}"
    );
    assert!(own.contains("It is replaced by: <a href=\"../policies/van.html\">Van</a>"), "{own}");
    assert!(own.contains("Ended on January 1, 2027"), "{own}");
    for file in
        ["policies/rides/2026-03-01.html", "policies/rides/2026-03-01.pdf", "policies/rides/versions.html"]
    {
        assert!(is_there(&sandbox, file), "{file}");
    }
    let last = page(&sandbox, "policies/rides/2026-03-01.html");
    assert!(
        last.contains("Each ride is written down") && last.contains("This ended on January 1, 2027"),
        "{last}"
    );
    assert!(page(&sandbox, "versions.html").contains("policies/rides/versions.html"));
    for list in ["policies/index.html", "director.html", "staff.html", "trainer.html", "index.html"] {
        assert!(!page(&sandbox, list).contains("rides.html"), "{list}");
    }
    for file in files_in(&sandbox.path("book/public/search")) {
        assert!(!String::from_utf8_lossy(&file.1).contains("rides.html"), "{}", file.0);
    }
    assert!(page(&sandbox, "policies/visits.html").contains("<a href=\"../policies/van.html\">ride</a>"));
    assert!(
        page(&sandbox, "guide/getting-around.html").contains("<a href=\"../policies/van.html\">Rides</a>")
    );
    let form = page(&sandbox, "forms/ride-request.html");
    assert_eq!(form.matches("policies/van.html").count(), 3, "on screen and on paper: {form}");
    // One note where each link is: in visits, van, the guide and twice in the form.
    assert_eq!(codes(&sandbox, "2027-01-01", "link-to-ended").len(), 5);
    follow_every_link(&sandbox);
    // The day before, nothing has ended.
    sandbox.run(&["build", "book", "--no-pdf", "--as-of", "2026-12-31"]).expect(0);
    assert!(page(&sandbox, "policies/rides.html").contains("Each ride is written down"));
    assert_eq!(codes(&sandbox, "2026-12-31", "link-to-ended").len(), 0);
}

#[test]
fn without_a_successor_links_become_words() {
    let sandbox = handbook();
    sandbox.run(&["retire", "rides", "book", "--on", "2026-12-01", "--why", "Nobody rides."]).expect(0);
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    assert!(page(&sandbox, "policies/visits.html").contains("by ride"));
    follow_every_link(&sandbox);
    let found = sandbox.run(&["check", "book"]).expect(0).out;
    assert!(found.contains("`policy:rides#purpose` has ended, so this link is printed as words"), "{found}");
}

#[test]
fn successors_are_followed_and_must_be_there() {
    let sandbox = handbook();
    for (old, new) in [("rides", "van"), ("van", "visits")] {
        sandbox
            .run(&["retire", old, "book", "--on", "2026-12-01", "--for", new, "--why", "Another way."])
            .expect(0);
    }
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    assert!(
        page(&sandbox, "guide/getting-around.html").contains("<a href=\"../policies/visits.html\">Rides</a>")
    );
    follow_every_link(&sandbox);
    sandbox.edit("book/content/policies/van/2026-06-01.md", "policy:visits", "policy:rides");
    let circle = sandbox.run(&["check", "book"]).expect(1).out;
    assert!(circle.contains("the successor of `policy:rides` leads back to it"), "{circle}");
    sandbox.edit("book/content/policies/van/2026-06-01.md", "policy:rides", "policy:vistis");
    let unknown = sandbox.run(&["check", "book"]).expect(1).out;
    assert!(
        unknown.contains("there is no policy `vistis`") && unknown.contains("policy:visits"),
        "{unknown}"
    );
}

#[test]
fn an_end_can_be_taken_back_and_the_log_lists_both() {
    let sandbox = handbook();
    let file = "book/content/policies/rides/2026-03-01.md";
    let before = sandbox.read(file);
    sandbox.run(&["retire", "rides", "book", "--on", "2027-01-01", "--why", "Nobody rides."]).expect(0);
    assert!(sandbox.read(file).contains("ends = 2027-01-01\nends_because = \"Nobody rides.\"\n"));
    let log = sandbox.run(&["log", "rides", "book"]).expect(0).out;
    assert!(log.contains("2027-01-01  ends            2026-03-01  Nobody rides."), "{log}");
    assert!(log.contains("2026-03-01  approved        2026-03-01  Board"), "{log}");
    sandbox.run(&["unretire", "rides", "book", "--why", "Somebody does."]).expect(0);
    let entry = "\n[[history]]\ndate = 2026-12-01\nchange = \"The end on 2027-01-01 was taken back: Somebody does.\"\n";
    assert_eq!(sandbox.read(file).replace(entry, ""), before);
    let again = sandbox.run(&["unretire", "rides", "book", "--why", "Again."]).expect(1);
    assert!(again.err.contains("no end of rides is recorded"), "{}", again.err);
    let log = sandbox.run(&["log", "rides", "book"]).expect(0).out;
    assert!(log.contains("The end on 2027-01-01 was taken back"), "{log}");
}

#[test]
fn the_log_as_json_says_what_each_version_is() {
    let sandbox = handbook();
    sandbox
        .run(&["retire", "rides", "book", "--on", "2026-12-01", "--for", "van", "--why", "Van."])
        .expect(0);
    let log = sandbox.run(&["log", "policy:rides", "book", "--format", "json"]).expect(0).json();
    assert_eq!(log["document"], "policy:rides");
    assert_eq!(log["versions"], serde_json::json!([{ "version": "2026-03-01", "state": "ended" }]));
    let facts = log["facts"].as_array().unwrap();
    let events: Vec<&str> = facts.iter().map(|fact| fact["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["changed", "approved", "takes-effect", "reviewed", "ends"]);
    assert_eq!(facts[4]["text"], "Van. (successor: policy:van)");
}

#[test]
fn an_end_that_fits_no_version_is_refused() {
    let sandbox = handbook();
    let refused = |words: &[&str], exit: i32| {
        let all: Vec<&str> = ["retire", "rides", "book", "--why", "Nobody rides."]
            .into_iter()
            .chain(words.iter().copied())
            .collect();
        sandbox.run(&all).expect(exit).err
    };
    assert!(
        refused(&["--on", "2026-03-01"], 2).contains("takes effect on 2026-03-01, and can only end after")
    );
    assert!(refused(&["--on", "2027-01-01", "--for", "rides"], 2).contains("its own successor"));
    assert!(
        refused(&["--on", "2027-01-01", "--for", "nothing"], 2)
            .contains("there is no policy, form or curriculum")
    );
    sandbox
        .run(&["revise", "rides", "book", "--effective", "2027-03-01", "--change", "Rides by night."])
        .expect(0);
    assert!(
        refused(&["--on", "2027-01-01"], 1)
            .contains("2027-03-01.md takes effect on the day of the end or after")
    );
    // A version that takes effect before may be the last one, if it is approved by then.
    refused(&["--on", "2027-04-01"], 0);
    for version in ["2026-03-01", "2027-03-01"] {
        assert!(
            sandbox.read(&format!("book/content/policies/rides/{version}.md")).contains("ends = 2027-04-01")
        );
    }
}

#[test]
fn a_document_that_ended_is_taken_up_again_with_a_new_version() {
    let sandbox = handbook();
    sandbox.run(&["retire", "rides", "book", "--on", "2026-11-15", "--why", "Nobody rides."]).expect(0);
    sandbox
        .run(&["revise", "rides", "book", "--effective", "2026-12-01", "--change", "Rides are back."])
        .expect(0);
    assert!(!sandbox.read("book/content/policies/rides/2026-12-01.md").contains("ends"));
    sandbox.run(&["approve", "rides", "book", "--by", "Board", "--on", "2026-11-30"]).expect(0);
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    assert!(page(&sandbox, "policies/rides.html").contains("Each ride is written down"));
    assert!(page(&sandbox, "policies/rides/versions.html").contains("Ended on November 15, 2026"));
    follow_every_link(&sandbox);
    sandbox.run(&["build", "book", "--no-pdf", "--as-of", "2026-11-20"]).expect(0);
    assert!(page(&sandbox, "policies/rides.html").contains("This ended on November 15, 2026"));
}

#[test]
fn a_new_name_is_written_into_every_link_and_no_approval_is_lost() {
    let sandbox = handbook();
    let before = files_in(&sandbox.path("book"));
    let shown = sandbox.run(&["rename", "rides", "transport", "book", "--dry-run"]).expect(0).err;
    assert!(shown.contains("content/policies/rides -> content/policies/transport"), "{shown}");
    assert!(
        shown.contains("- Read [Rides](policy:rides)") && shown.contains("+ Read [Rides](policy:transport)"),
        "{shown}"
    );
    assert!(shown.contains("+ formerly = [\"rides\"]"), "{shown}");
    assert_eq!(files_in(&sandbox.path("book")), before, "nothing was written");
    let said = sandbox.run(&["rename", "rides", "transport", "book"]).expect(0).err;
    assert!(said.contains("“Rides” is called transport now: content/policies/transport."), "{said}");
    assert!(!sandbox.path("book/content/policies/rides").exists());
    assert!(sandbox.path("book/.clausebook/approved/content/policies/transport/2026-03-01.md").exists());
    let guide = sandbox.read("book/content/guide/getting-around.md");
    assert_eq!(guide, GUIDE.replace("Read [Rides](policy:rides)", "Read [Rides](policy:transport)"));
    assert!(!sandbox.read("book/forms/ride-request/2026-03-01.toml").contains("policy:rides"));
    let found = sandbox.run(&["check", "book"]).expect(0).out;
    assert!(!found.contains("changed-after-approval") && !found.contains("renamed-document"), "{found}");
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let old = sandbox.read("book/public/policies/rides.html");
    assert!(old.contains("content=\"0; url=../policies/transport.html\""), "{old}");
    assert!(old.contains("It is now at: <a href=\"../policies/transport.html\">Rides</a>"), "{old}");
    follow_every_link(&sandbox);
    let log = sandbox.run(&["log", "transport", "book"]).expect(0).out;
    assert!(log.contains("Formerly: rides"), "{log}");
}

#[test]
fn a_link_with_the_old_name_leads_to_the_document_with_a_note() {
    let sandbox = handbook();
    sandbox.run(&["rename", "rides", "transport", "book"]).expect(0);
    let guide = "book/content/guide/getting-around.md";
    sandbox.edit(guide, "policy:transport", "policy:rides#purpose");
    let found = sandbox.run(&["check", "book"]).expect(0).out;
    assert!(
        found.contains("note[renamed-document]: `policy:rides#purpose` is called `policy:transport` now"),
        "{found}"
    );
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    assert!(page(&sandbox, "guide/getting-around.html").contains("../policies/transport.html#purpose"));
    follow_every_link(&sandbox);
    // What was approved with the new name may have the old one again.
    sandbox.edit("book/content/policies/van/2026-06-01.md", "policy:transport", "policy:rides");
    assert_eq!(approvals_of_other_texts(&sandbox), 0);
    sandbox.edit("book/content/policies/van/2026-06-01.md", "policy:rides", "policy:visits");
    assert_eq!(approvals_of_other_texts(&sandbox), 1, "another document is another text");
}

#[test]
fn a_document_can_get_its_old_name_back() {
    let sandbox = handbook();
    let before = sandbox.read("book/content/policies/visits/2026-02-01.md");
    sandbox.run(&["rename", "rides", "transport", "book"]).expect(0);
    sandbox.run(&["rename", "transport", "rides", "book"]).expect(0);
    assert_eq!(sandbox.read("book/content/policies/visits/2026-02-01.md"), before);
    assert!(sandbox.read("book/content/policies/rides/2026-03-01.md").contains("formerly = [\"transport\"]"));
    assert_eq!(approvals_of_other_texts(&sandbox), 0);
}

#[test]
fn forms_and_guide_pages_get_new_names_too() {
    let sandbox = handbook();
    sandbox.run(&["rename", "form:ride-request", "ride-sheet", "book"]).expect(0);
    sandbox.run(&["rename", "guide:getting-around", "rides-and-vans", "book"]).expect(0);
    assert!(sandbox.read("book/content/guide/rides-and-vans.md").contains("[the form](form:ride-sheet)"));
    assert_eq!(approvals_of_other_texts(&sandbox), 0);
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    for old in ["forms/ride-request.html", "guide/getting-around.html"] {
        assert!(page(&sandbox, old).contains("It is now at:"), "{old}");
    }
    follow_every_link(&sandbox);
}

#[test]
fn a_name_that_is_taken_or_that_no_computer_can_store_is_refused() {
    let sandbox = handbook();
    let before = files_in(&sandbox.path("book"));
    let refused = |new: &str, exit: i32| sandbox.run(&["rename", "rides", new, "book"]).expect(exit).err;
    assert!(refused("visits", 1).contains("already exists"));
    refused("con", 2);
    refused("Transport", 2);
    assert_eq!(files_in(&sandbox.path("book")), before);
    std::fs::create_dir(sandbox.path("book/content/policies/Transport")).unwrap();
    assert!(refused("transport", 1).contains("Transport already exists"));
    let unknown = sandbox.run(&["rename", "nothing", "something", "book"]).expect(2).err;
    assert!(unknown.contains("there is no policy, form or curriculum nothing"), "{unknown}");
}

#[test]
fn an_ended_document_keeps_its_successor_when_that_gets_a_new_name() {
    let sandbox = handbook();
    sandbox
        .run(&["retire", "rides", "book", "--on", "2026-12-01", "--for", "van", "--why", "Van."])
        .expect(0);
    sandbox.run(&["rename", "van", "bus", "book"]).expect(0);
    assert!(sandbox.read("book/content/policies/rides/2026-03-01.md").contains("successor = \"policy:bus\""));
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    assert!(page(&sandbox, "policies/visits.html").contains("<a href=\"../policies/bus.html\">ride</a>"));
    follow_every_link(&sandbox);
}

#[test]
fn a_title_is_changed_with_the_name_only_while_nothing_is_approved() {
    let sandbox = handbook();
    let title = ["rename", "rides", "transport", "book", "--title", "Transport"];
    let refused = sandbox.run(&title).expect(1).err;
    assert!(refused.contains("its title is part of what was approved"), "{refused}");
    sandbox.run(&["unapprove", "rides", "book", "--why", "Another draft was meant."]).expect(0);
    sandbox.run(&title).expect(0);
    assert!(sandbox.read("book/content/policies/transport/2026-03-01.md").contains("title = \"Transport\""));
    assert!(
        sandbox.read("book/content/guide/getting-around.md").contains("Read [Transport](policy:transport)")
    );
    let form = sandbox.read("book/forms/ride-request/2026-03-01.toml");
    assert!(form.contains("see [Rides](policy:transport)"), "it was approved with these words");
    assert_eq!(approvals_of_other_texts(&sandbox), 0);
}
