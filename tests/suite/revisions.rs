//! Revisions of a specification: no citation ever comes to mean another clause, and nothing counts as met that nobody has read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use clausebook::pipeline;
use clausebook::world::MemoryWorld;

use crate::support::{Dice, Printed, Sandbox, TODAY, build, files_in, repository};

const HANDBOOK: &str = "title = \"Small\"\nlanguage = \"en-US\"\ntracks = [\"a\"]\n[track_names]\na = \"Service A\"\nb = \"Service B\"\n[organization]\nname = \"Example House\"\nprogram_name = \"Example House\"\n";
const OLD: &str = "content/specifications/payer/2026-01-01.toml";
const NEW: &str = "content/specifications/payer/2026-05-01.toml";
const CALLS: &str = "content/policies/calls/2026-02-01.md";

/// A clause that a policy must meet: its id, title, summary, and further keys.
type Duty<'a> = (&'a str, &'a str, &'a str, &'a str);

const CALL: Duty<'_> = ("items/1", "Answer calls", "Answer each call.", "");
const LOCK: Duty<'_> = ("items/2", "Lock the door", "Lock the door at night.", "");

fn catalog(duties: &[Duty<'_>]) -> String {
    let mut text = "id = \"payer\"\ntitle = \"Payer's specification\"\nshort_title = \"Payer\"\npublisher = \"Payer\"\njurisdiction = \"Somewhere\"\nauthority = \"binding\"\nrevision = 2026-01-01\ntracks = [\"a\"]\n\n[[clause]]\nid = \"items\"\ntitle = \"Items\"\nsummary = \"All items.\"\nkind = \"heading\"\nsource = \"Items\"\n".to_owned();
    for (id, title, summary, keys) in duties {
        writeln!(text, "\n[[clause]]\nid = \"{id}\"\ntitle = \"{title}\"\nsummary = \"{summary}\"\nkind = \"requirement\"\nneeds = [\"policy\"]\nsource = \"{title}\"\n{keys}").unwrap();
    }
    text
}

/// An approved policy with further keys in its header.
fn policy(keys: &str, body: &str) -> String {
    format!(
        "+++\ntitle = \"Calls and doors\"\nnumber = \"P-1\"\nowner = \"Director\"\napprover = \"Board\"\napproved_by = \"Board\"\napproved_on = 2026-01-20\nreview_months = 12\ntracks = [\"a\"]\nsummary = \"A policy.\"\n{keys}\n\n[[history]]\ndate = 2026-02-01\nchange = \"First version.\"\n+++\n\n## Policy\n\n{body}\n"
    )
}

const BODY: &str = "We answer each call [@payer/items/1]. We lock the door at night [@payer/items/2].";

/// A folder `book` with these files.
fn book(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("book/handbook.toml", HANDBOOK);
    for (path, text) in files {
        sandbox.write(&format!("book/{path}"), text);
    }
    sandbox
}

const READ: [&str; 8] = ["review", "--all", "--dir", "book", "--by", "A Director", "--on", "2026-06-01"];

fn read(sandbox: &Sandbox) {
    sandbox.run(&[READ.as_slice(), &["--read-clauses"]].concat()).expect(0);
}

/// The status of each clause that takes evidence, by its title, on a day.
fn statuses_on(sandbox: &Sandbox, day: &str) -> BTreeMap<String, String> {
    let printed = sandbox.run(&["coverage", "book", "--format", "json", "--as-of", day]).expect(0).out;
    statuses(&printed)
}

fn statuses(json: &str) -> BTreeMap<String, String> {
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    let clauses = json["specifications"][0]["clauses"].as_array().unwrap();
    let clauses = clauses.iter().filter(|clause| clause["status"] != "heading");
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    clauses.map(|clause| (text(&clause["title"]), text(&clause["status"]))).collect()
}

fn status<'s>(statuses: &'s BTreeMap<String, String>, title: &str) -> &'s str {
    statuses.get(title).map_or("not there", String::as_str)
}

#[track_caller]
fn says(printed: &Printed, text: &str) {
    let said = format!("{}{}", printed.out, printed.err);
    assert!(said.contains(text), "{text:?} is not in\n{said}");
}

/// The findings of a handbook in memory, as `level[code]`.
fn found(files: &[(&str, String)]) -> Vec<String> {
    let world =
        files.iter().fold(MemoryWorld::new(TODAY).with("handbook.toml", HANDBOOK), |world, (path, text)| {
            world.with(*path, text.as_str())
        });
    let examined = pipeline::examine(&world);
    examined.findings.iter().map(|one| format!("{}[{}]", one.severity.word(), one.code)).collect()
}

#[test]
fn an_inserted_item_moves_no_citation_onto_another_duty() {
    let sandbox = book(&[(OLD, &catalog(&[CALL, LOCK])), (CALLS, &policy("", BODY))]);
    read(&sandbox);
    let renumbered = [
        ("items/1", "Greet visitors", "Greet each visitor.", "was = false"),
        ("items/2", CALL.1, CALL.2, "was = \"items/1\""),
        ("items/3", LOCK.1, LOCK.2, "was = \"items/2\""),
    ];
    sandbox.write(&format!("book/{NEW}"), catalog(&renumbered));
    let after = statuses_on(&sandbox, "2026-06-01");
    assert_eq!(status(&after, "Greet visitors"), "uncovered");
    assert_eq!(status(&after, "Answer calls"), "covered");
    assert_eq!(status(&after, "Lock the door"), "covered");
    sandbox.run(&["update-citations", "book", "--write"]).expect(0);
    assert_eq!(statuses_on(&sandbox, "2026-06-01"), after);
}

#[test]
fn a_catalog_renumbered_in_place_stops_no_build_and_says_so() {
    let policy = policy("reviewed = 2026-01-20", BODY);
    let new = ("items/1", "Greet visitors", "Greet each visitor.", "revised = 2026-05-01");
    let renumbered = |call: &str, lock: &str| {
        let call = format!("{call}\n");
        catalog(&[new, ("items/2", CALL.1, CALL.2, &call), ("items/3", LOCK.1, LOCK.2, lock)])
    };
    let single = "content/specifications/payer.toml";
    let formerly = renumbered("formerly = [\"items/1\"]", "formerly = [\"items/2\"]");
    let with_ids = found(&[(single, formerly), (CALLS, policy.clone())]);
    assert!(with_ids.contains(&"warning[moved-clause]".to_owned()), "{with_ids:?}");
    let without = found(&[(single, renumbered("", "")), (CALLS, policy)]);
    for findings in [with_ids, without] {
        assert!(findings.iter().all(|one| !one.starts_with("error")), "{findings:?}");
        assert!(findings.contains(&"warning[undated-citations]".to_owned()), "{findings:?}");
    }
}

#[test]
fn a_change_that_the_document_was_not_read_against_is_unconfirmed_whatever_its_date() {
    let sandbox = book(&[(OLD, &catalog(&[CALL, LOCK])), (CALLS, &policy("", BODY))]);
    read(&sandbox);
    let reworded =
        ("items/1", CALL.1, "Answer each call, and report each call missed.", "meaning = \"changed\"");
    let early = "content/specifications/payer/2026-01-10.toml";
    sandbox.write(&format!("book/{early}"), catalog(&[reworded, LOCK]));
    let after = statuses_on(&sandbox, "2026-06-01");
    assert_eq!(status(&after, "Answer calls"), "unconfirmed");
    assert_eq!(status(&after, "Lock the door"), "covered");
}

#[test]
fn a_change_is_unconfirmed_until_somebody_decides_and_a_decision_for_the_same_meaning_confirms_it() {
    let sandbox = book(&[(OLD, &catalog(&[CALL, LOCK])), (CALLS, &policy("", BODY))]);
    read(&sandbox);
    let reworded = |keys| catalog(&[("items/1", CALL.1, "Answer every call.", keys), LOCK]);
    sandbox.write(&format!("book/{NEW}"), reworded(""));
    says(&sandbox.run(&["check", "book", "--as-of", "2026-06-01"]).expect(0), "warning[undecided-change]");
    assert_eq!(status(&statuses_on(&sandbox, "2026-06-01"), "Answer calls"), "unconfirmed");
    assert_eq!(status(&statuses_on(&sandbox, "2026-04-01"), "Answer calls"), "covered");
    sandbox.write(&format!("book/{NEW}"), reworded("meaning = \"same\""));
    assert_eq!(status(&statuses_on(&sandbox, "2026-06-01"), "Answer calls"), "covered");
    sandbox.write(&format!("book/{NEW}"), reworded("meaning = \"changed\""));
    assert_eq!(status(&statuses_on(&sandbox, "2026-06-01"), "Answer calls"), "unconfirmed");
    // Read before the revision takes effect, it counts from that day on, and for the days before as well.
    read(&sandbox);
    assert_eq!(status(&statuses_on(&sandbox, "2026-06-01"), "Answer calls"), "covered");
}

#[test]
fn a_review_before_the_effective_date_counts_and_the_revision_in_force_stays_confirmed() {
    let later = "content/specifications/payer/2027-03-01.toml";
    let reworded = ("items/1", CALL.1, "Answer each call at once.", "meaning = \"changed\"");
    let sandbox = book(&[
        (OLD, &catalog(&[CALL, LOCK])),
        (later, &catalog(&[reworded, LOCK])),
        (CALLS, &policy("", BODY)),
    ]);
    read(&sandbox);
    for day in ["2026-12-01", "2027-03-01"] {
        assert_eq!(status(&statuses_on(&sandbox, day), "Answer calls"), "covered", "{day}");
    }
}

#[test]
fn a_review_without_reading_the_clauses_confirms_nothing_and_shows_what_changed() {
    let sandbox = book(&[(OLD, &catalog(&[CALL, LOCK])), (CALLS, &policy("", BODY))]);
    read(&sandbox);
    let reworded = ("items/1", CALL.1, "Answer each call at once.", "meaning = \"changed\"");
    sandbox.write(&format!("book/{NEW}"), catalog(&[reworded, LOCK]));
    let before = sandbox.read(&format!("book/{CALLS}"));
    let shown = sandbox.run(&READ).expect(0).err;
    assert!(shown.contains("old: Answer each call. ["), "{shown}");
    assert!(shown.contains("new: Answer each call at once. ["), "{shown}");
    assert!(shown.contains("add --read-clauses"), "{shown}");
    let key = |text: &str| text.lines().find(|line| line.starts_with("read_against")).map(str::to_owned);
    assert_eq!(key(&sandbox.read(&format!("book/{CALLS}"))), key(&before));
    assert_eq!(status(&statuses_on(&sandbox, "2026-06-01"), "Answer calls"), "unconfirmed");
}

#[test]
fn what_was_never_read_counts_as_a_draft() {
    let keys = "cites = { payer = 2026-01-01 }";
    let sandbox = book(&[(OLD, &catalog(&[CALL, LOCK])), (CALLS, &policy(keys, BODY))]);
    assert_eq!(status(&statuses_on(&sandbox, "2026-06-01"), "Answer calls"), "drafted");
    read(&sandbox);
    assert_eq!(status(&statuses_on(&sandbox, "2026-06-01"), "Answer calls"), "covered");
}

/// The policy before anybody approved it.
fn unapproved(keys: &str, body: &str) -> String {
    policy(keys, body).replace("approved_by = \"Board\"\napproved_on = 2026-01-20\n", "")
}

const APPROVE: [&str; 7] = ["approve", "calls", "book", "--by", "Board", "--on", "2026-06-01"];

/// The policy's file, which takes effect on the day of its first approval.
const APPROVED: &str = "book/content/policies/calls/2026-06-01.md";

#[test]
fn the_first_approval_adopts_the_text_with_the_revision_that_it_cites_and_no_later_one() {
    let keys = "cites = { payer = 2026-01-01 }";
    let sandbox = book(&[(OLD, &catalog(&[CALL, LOCK])), (CALLS, &unapproved(keys, BODY))]);
    let reworded = ("items/1", CALL.1, "Answer each call at once.", "meaning = \"changed\"");
    sandbox.write(&format!("book/{NEW}"), catalog(&[reworded, LOCK]));
    sandbox.run(&APPROVE).expect(0);
    let approved = sandbox.read(APPROVED);
    assert!(
        approved.contains("cites = { payer = 2026-01-01 }\nread_against = { payer = \"2026-01-01 "),
        "{approved}"
    );
    let statuses = statuses_on(&sandbox, "2026-11-30");
    assert_eq!(status(&statuses, "Answer calls"), "unconfirmed");
    assert_eq!(status(&statuses, "Lock the door"), "covered");
    // What the approval said is gone with it.
    sandbox.run(&["unapprove", "calls", "book", "--why", "Another text was meant."]).expect(0);
    assert!(!sandbox.read(APPROVED).contains("read_against"), "{}", sandbox.read(APPROVED));
}

#[test]
fn an_approval_of_ids_that_were_brought_up_to_date_or_of_a_later_version_says_nothing_of_clauses() {
    let keys = "cites = { payer = 2026-05-01 }";
    let sandbox = book(&[
        (OLD, &catalog(&[CALL, LOCK])),
        (NEW, &catalog(&[CALL, LOCK])),
        (CALLS, &unapproved(keys, BODY)),
    ]);
    let advice = "the clauses that “Calls and doors” meets count as drafted until somebody compares the text";
    says(&sandbox.run(&APPROVE).expect(0), advice);
    assert_eq!(status(&statuses_on(&sandbox, "2026-11-30"), "Answer calls"), "drafted");
    sandbox
        .run(&["review", "calls", "book", "--read-clauses", "--by", "A Director", "--on", "2026-06-01"])
        .expect(0);
    assert_eq!(status(&statuses_on(&sandbox, "2026-11-30"), "Answer calls"), "covered");

    sandbox.run(&["revise", "calls", "book", "--effective", "2026-11-01", "--change", "Doors."]).expect(0);
    let approve = ["approve", "calls", "book", "--by", "Board", "--on", "2026-11-01"];
    let later = sandbox.read("book/content/policies/calls/2026-11-01.md");
    says(&sandbox.run(&approve).expect(0), advice);
    assert_eq!(status(&statuses_on(&sandbox, "2026-11-30"), "Answer calls"), "drafted");

    sandbox.write("book/content/policies/calls/2026-11-01.md", later);
    sandbox.run(&[approve.as_slice(), &["--read-clauses"]].concat()).expect(0);
    assert_eq!(status(&statuses_on(&sandbox, "2026-11-30"), "Answer calls"), "covered");
}

#[test]
fn an_approval_says_at_once_which_clause_nothing_meets_from_that_day_on() {
    let sandbox = book(&[(OLD, &catalog(&[CALL, LOCK])), (CALLS, &policy("", BODY))]);
    for day in ["2026-06-01", "2027-02-01"] {
        sandbox.run(&["revise", "calls", "book", "--effective", day, "--change", "No doors."]).expect(0);
        let draft = format!("book/content/policies/calls/{day}.md");
        sandbox.edit(&draft, " We lock the door at night [@payer/items/2].", "");
        let approve = ["approve", "calls", "book", "--version", day, "--by", "Board", "--on", "2026-06-01"];
        let said = sandbox.run(&approve).expect(0).err;
        assert!(said.contains("payer/items/2 “Lock the door”"), "{said}");
        fs::remove_file(sandbox.path(&draft)).unwrap();
    }
}

#[test]
fn a_revision_that_was_edited_in_place_or_is_gone_confirms_nothing_and_is_asked_for() {
    let sandbox = book(&[(OLD, &catalog(&[CALL, LOCK])), (CALLS, &policy("", BODY))]);
    read(&sandbox);
    sandbox.edit(&format!("book/{OLD}"), "Answer each call.", "Answer each call and letter.");
    says(&sandbox.run(&["check", "book"]).expect(0), "put the old file back");
    let after = statuses_on(&sandbox, "2026-06-01");
    assert_eq!(status(&after, "Lock the door"), "unconfirmed");
    fs::rename(sandbox.path(&format!("book/{OLD}")), sandbox.path(&format!("book/{NEW}"))).unwrap();
    let file = "bring the old file back as `content/specifications/payer/2026-01-01.toml`";
    says(&sandbox.run(&["check", "book"]).expect(0), file);
    assert_eq!(status(&statuses_on(&sandbox, "2026-06-01"), "Lock the door"), "unconfirmed");
}

#[test]
fn one_passage_that_was_not_read_again_leaves_the_clause_unconfirmed() {
    let other = CALLS.replace("calls", "doors");
    let second = policy("", "We call back, too [@payer/items/1].").replace("P-1", "P-2");
    let sandbox = book(&[(OLD, &catalog(&[CALL, LOCK])), (CALLS, &policy("", BODY)), (&other, &second)]);
    read(&sandbox);
    let reworded = ("items/1", CALL.1, "Answer each call at once.", "meaning = \"changed\"");
    sandbox.write(&format!("book/{NEW}"), catalog(&[reworded, LOCK]));
    let one = ["review", "calls", "book", "--read-clauses", "--by", "A Director", "--on", "2026-06-01"];
    sandbox.run(&one).expect(0);
    let printed = sandbox.run(&["coverage", "book", "--format", "json"]).expect(0).out;
    assert_eq!(status(&statuses(&printed), "Answer calls"), "unconfirmed");
    let confirmed: Vec<&str> =
        printed.lines().map(str::trim).filter(|line| line.starts_with("\"confirmed\"")).collect();
    assert_eq!(confirmed, ["\"confirmed\": true", "\"confirmed\": false", "\"confirmed\": true"]);
    read(&sandbox);
    assert_eq!(status(&statuses_on(&sandbox, "2026-06-01"), "Answer calls"), "covered");
}

#[test]
fn merged_clauses_are_read_again_since_one_of_them_may_never_have_been_met() {
    let sandbox = book(&[(OLD, &catalog(&[CALL, LOCK])), (CALLS, &policy("", "We call [@payer/items/1]."))]);
    read(&sandbox);
    assert_eq!(status(&statuses_on(&sandbox, "2026-06-01"), "Lock the door"), "uncovered");
    let keys = "was = [\"items/1\", \"items/2\"]\nmeaning = \"same\"";
    let merged = ("items/1", "Calls and doors", "Answer each call, and lock the door.", keys);
    sandbox.write(&format!("book/{NEW}"), catalog(&[merged]));
    assert_eq!(status(&statuses_on(&sandbox, "2026-06-01"), "Calls and doors"), "unconfirmed");
}

#[test]
fn a_new_version_counts_as_a_draft_until_it_is_read_and_shows_what_changed_since_the_old_one_was() {
    let sandbox = book(&[(OLD, &catalog(&[CALL, LOCK])), (CALLS, &policy("", BODY))]);
    read(&sandbox);
    let reworded = ("items/1", CALL.1, "Answer each call at once.", "meaning = \"changed\"");
    sandbox.write(&format!("book/{NEW}"), catalog(&[reworded, LOCK]));
    sandbox.run(&["update-citations", "book", "--write"]).expect(0);
    let revise =
        ["revise", "calls", "book", "--effective", "2026-07-01", "--change", "Calls are answered at once."];
    sandbox.run(&revise).expect(0);
    sandbox
        .run(&["approve", "calls", "book", "--version", "2026-07-01", "--by", "Board", "--on", "2026-07-01"])
        .expect(0);
    assert_eq!(status(&statuses_on(&sandbox, "2026-12-01"), "Lock the door"), "drafted");
    let review = ["review", "calls", "book", "--by", "A Director", "--on", "2026-07-02", "--read-clauses"];
    let shown = sandbox.run(&review).expect(0).err;
    assert!(shown.contains("old: Answer each call. ["), "{shown}");
    assert_eq!(status(&statuses_on(&sandbox, "2026-12-01"), "Lock the door"), "covered");
}

#[test]
fn a_removed_clause_is_reported_with_its_reason_where_it_is_cited() {
    let keys = "cites = { payer = 2026-01-01 }";
    let removed = catalog(&[CALL]).replacen(
        "[[clause]]",
        "[[removed]]\nid = \"items/2\"\nreason = \"There are no doors any more.\"\n\n[[clause]]",
        1,
    );
    let sandbox = book(&[(OLD, &catalog(&[CALL, LOCK])), (NEW, &removed), (CALLS, &policy(keys, BODY))]);
    let check = sandbox.run(&["check", "book"]).expect(0);
    says(&check, "warning[removed-clause]");
    says(&check, "There are no doors any more");
    let update = sandbox.run(&["update-citations", "book", "--write"]).expect(1);
    says(&update, "payer/items/2 was removed by the revision of 2026-05-01: There are no doors any more.");
    assert!(sandbox.read(&format!("book/{CALLS}")).contains(keys));
}

#[test]
fn a_waiver_stays_with_its_clause() {
    let waiver =
        "\n[[waivers]]\nclause = \"payer/items/2\"\ncites = 2026-01-01\nreason = \"There is no door.\"\n";
    let renumbered = [
        CALL,
        ("items/2", "Report incidents", "Report each incident.", "was = false"),
        ("items/3", LOCK.1, LOCK.2, "was = \"items/2\""),
    ];
    let sandbox = book(&[
        (OLD, &catalog(&[CALL, LOCK])),
        (NEW, &catalog(&renumbered)),
        (CALLS, &policy("", "We call [@payer/items/1].")),
    ]);
    sandbox.write("book/handbook.toml", format!("{HANDBOOK}{waiver}"));
    for _ in 0..2 {
        let after = statuses_on(&sandbox, "2026-06-01");
        assert_eq!(status(&after, "Lock the door"), "not-applicable");
        assert_eq!(status(&after, "Report incidents"), "uncovered");
        sandbox.run(&["update-citations", "book", "--write"]).expect(0);
    }
    let text = sandbox.read("book/handbook.toml");
    assert!(
        text.ends_with("clause = \"payer/items/3\"\ncites = 2026-05-01\nreason = \"There is no door.\"\n"),
        "{text}"
    );
}

const OTHER: &str = "content/specifications/state.toml";
const SET: &str = "content/mappings/payer-and-state.toml";

/// A handbook with a record and a mapping of the revision before, and a new one in which the door is another item.
fn with_record_and_mapping(door: &str) -> Sandbox {
    // The door takes a record.
    let recorded = |duties: &[Duty<'_>]| {
        let (policy, record) =
            ("needs = [\"policy\"]\nsource = \"Lock", "needs = [\"record\"]\nsource = \"Lock");
        catalog(duties).replace(policy, record)
    };
    let old = recorded(&[CALL, LOCK]);
    let renumbered = [
        CALL,
        ("items/2", "Report incidents", "Report each incident.", "was = false"),
        ("items/3", LOCK.1, LOCK.2, door),
    ];
    let state = catalog(&[("items/1", "Doors", "Lock doors.", "")]).replace("\"payer\"", "\"state\"");
    let set = "title = \"Both\"\nsource = \"payer\"\ntarget = \"state\"\ncites = { payer = 2026-01-01, state = 2026-01-01 }\n\n# Ours.\n[[pair]]\nsource = \"items/2\"\ntarget = \"items/1\"\nhow = \"equal\"\n";
    let sandbox = book(&[(OLD, &old), (NEW, &recorded(&renumbered)), (OTHER, &state), (SET, set)]);
    let record = "\n[[records]]\nwhat = \"Lease\"\nclause = \"payer/items/2\" # the door\ncites = 2026-01-01\nkept = \"Binder 3\"\n";
    sandbox.write("book/handbook.toml", format!("{HANDBOOK}{record}"));
    sandbox
}

#[test]
fn a_record_and_a_mapping_move_on_with_their_clause_while_it_means_the_same() {
    let sandbox = with_record_and_mapping("was = \"items/2\"");
    let planned = sandbox.run(&["update-citations", "book"]).expect(0);
    says(
        &planned,
        "handbook.toml (records)\n  13: payer/items/2 -> payer/items/3 (2026-01-01 -> 2026-05-01)",
    );
    says(&planned, &format!("{SET} (payer: 2026-01-01 -> 2026-05-01)\n  8: items/2 -> items/3"));
    let (handbook, set) = (sandbox.read("book/handbook.toml"), sandbox.read(&format!("book/{SET}")));
    sandbox.run(&["update-citations", "book", "--write"]).expect(0);
    let expected = handbook
        .replace("payer/items/2", "payer/items/3")
        .replace("cites = 2026-01-01", "cites = 2026-05-01");
    assert_eq!(sandbox.read("book/handbook.toml"), expected);
    let expected = set.replace("payer = 2026-01-01", "payer = 2026-05-01").replace("items/2", "items/3");
    assert_eq!(sandbox.read(&format!("book/{SET}")), expected);
    let again = sandbox.run(&["update-citations", "book", "--write"]).expect(0);
    says(&again, "Every citation has the ids of the revision in force.");
}

#[test]
fn a_record_and_a_mapping_of_a_clause_that_changed_wait_for_a_person() {
    let sandbox = with_record_and_mapping("was = \"items/2\"\nmeaning = \"changed\"");
    let before = files_in(&sandbox.path("book"));
    let kept = sandbox.run(&["update-citations", "book", "--write"]).expect(1);
    says(
        &kept,
        "payer/items/2 changed its meaning: look at the record again, and write `cites = 2026-05-01`",
    );
    says(&kept, "payer/items/2 changed: compare the two clauses again, and write `cites` yourself");
    assert_eq!(files_in(&sandbox.path("book")), before);
}

#[test]
fn files_in_which_only_the_day_changes_share_a_line() {
    let keys = "cites = { payer = 2026-01-01 }";
    let sandbox =
        book(&[(OLD, &catalog(&[CALL, LOCK])), (NEW, &catalog(&[CALL, LOCK])), (CALLS, &policy(keys, BODY))]);
    let planned = sandbox.run(&["update-citations", "book"]).expect(0);
    says(&planned, &format!("Only the day in `cites` changes in 1 file: {CALLS}\nNothing was written."));
    sandbox.run(&["update-citations", "book", "--write"]).expect(0);
    assert!(sandbox.read(&format!("book/{CALLS}")).contains("cites = { payer = 2026-05-01 }"));
}

/// A catalog with these duties in another order, each of which says what it was.
fn shuffled(titles: &[String], ids: &[usize], dice: &mut Dice) -> (String, Vec<usize>) {
    let mut order: Vec<usize> = (0..titles.len()).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, dice.below(at + 1));
    }
    let mut new_ids = vec![0; titles.len()];
    let mut text = catalog(&[]);
    for (place, duty) in order.iter().enumerate() {
        new_ids[*duty] = place + 1;
        let one = catalog(&[(
            &format!("items/{}", place + 1),
            &titles[*duty],
            &format!("{} every day.", titles[*duty]),
            &format!("was = \"items/{}\"", ids[*duty]),
        )]);
        text.push_str(&one[one.rfind("\n[[clause]]").unwrap()..]);
    }
    (text, new_ids)
}

#[test]
fn renumbering_at_random_changes_no_coverage_and_updating_twice_is_updating_once() {
    for seed in 1..=4 {
        let mut dice = Dice(seed);
        let titles: Vec<String> = (1..=9).map(|n| format!("Duty {n}")).collect();
        let ids: Vec<usize> = (1..=9).collect();
        let duties: Vec<(String, String)> =
            ids.iter().map(|id| (format!("items/{id}"), format!("Duty {id} every day."))).collect();
        let first: Vec<Duty<'_>> = duties
            .iter()
            .zip(&titles)
            .map(|((id, summary), title)| (id.as_str(), title.as_str(), summary.as_str(), ""))
            .collect();
        // Some duties are cited twice, some never.
        let body: Vec<String> = (0..10)
            .map(|_| {
                format!("We do it [@payer/items/{}; @payer/items/{}].", dice.below(7) + 1, dice.below(7) + 1)
            })
            .collect();
        let sandbox = book(&[
            (OLD, &catalog(&first)),
            (
                CALLS,
                &policy("", &body.join("\n\n"))
                    .replace("approved_by = \"Board\"\napproved_on = 2026-01-20\n", ""),
            ),
        ]);
        sandbox.run(&["approve", "--all", "--dir", "book", "--by", "Board", "--on", "2026-02-01"]).expect(0);
        read(&sandbox);
        let before = statuses_on(&sandbox, "2026-12-01");
        assert!(before.values().any(|status| status == "covered"), "{before:?}");
        let (second, ids) = shuffled(&titles, &ids, &mut dice);
        let (third, _) = shuffled(&titles, &ids, &mut dice);
        sandbox.write(&format!("book/{NEW}"), second);
        sandbox.write("book/content/specifications/payer/2026-06-01.toml", third);
        let original = sandbox.read(&format!("book/{CALLS}"));
        for _ in 0..2 {
            let file = sandbox.read(&format!("book/{CALLS}"));
            assert_eq!(statuses_on(&sandbox, "2026-12-01"), before, "seed {seed}: {file}");
            let check = sandbox.run(&["check", "book"]).expect(0);
            assert!(!check.out.contains("changed-after-approval"), "{}", check.out);
            sandbox.run(&["update-citations", "--write", "book"]).expect(0);
        }
        let once = sandbox.read(&format!("book/{CALLS}"));
        sandbox.run(&["update-citations", "--write", "book"]).expect(0);
        assert_eq!(sandbox.read(&format!("book/{CALLS}")), once);
        let without_ids = |text: &str| -> String {
            let lines =
                text.lines().filter(|line| !line.starts_with("cites") && !line.starts_with("We do it"));
            lines.collect::<Vec<_>>().join("\n")
        };
        assert_eq!(without_ids(&once), without_ids(&original));
    }
}

/// A folder with the handbook of `tests/handbooks/revised`, and what was typed and said.
struct Story {
    sandbox: Sandbox,
    told: String,
}

impl Story {
    fn begin() -> Self {
        let sandbox = Sandbox::new();
        for (path, bytes) in files_in(&repository("tests/handbooks/revised")) {
            if !path.starts_with("expected/") && path != "next.toml" {
                sandbox.write(&format!("book/{path}"), bytes);
            }
        }
        Self { sandbox, told: String::new() }
    }

    fn run(&mut self, arguments: &[&str], exit: i32) {
        let ran = self.sandbox.run(arguments).expect(exit);
        let words: Vec<String> = arguments
            .iter()
            .map(|word| if word.contains(' ') { format!("\"{word}\"") } else { (*word).to_owned() })
            .collect();
        let said = format!("{}{}", ran.out, ran.err).replace('\\', "/").replace("\r\n", "\n");
        writeln!(self.told, "$ clausebook {}\n{}", words.join(" "), said.trim_end()).unwrap();
        self.told.push('\n');
    }

    fn say(&mut self, what: &str) {
        writeln!(self.told, "# {what}\n").unwrap();
    }

    fn coverage(&mut self) {
        self.run(&["coverage", "book"], 0);
    }
}

const AT_FIRST: [&str; 4] = ["--by", "Board", "--on", "2026-02-01"];
const APPROVER: [&str; 4] = ["--by", "Board", "--on", "2026-12-01"];

#[test]
fn the_story_of_a_revision_is_honest_after_every_step() {
    let mut story = Story::begin();
    let with = |words: &[&'static str], more: &[&'static str]| [words, more].concat();
    story.run(&with(&["approve", "--all", "--dir", "book"], &AT_FIRST), 0);
    story.run(&with(&["review", "--all", "--read-clauses", "--dir", "book"], &AT_FIRST), 0);
    story.coverage();
    story.say("The payer publishes a revision.");
    story.run(&["revise", "payer", "book", "--effective", "2026-12-01"], 0);
    let next = fs::read(repository("tests/handbooks/revised/next.toml")).unwrap();
    let file = "book/content/specifications/payer/2026-12-01.toml";
    story.sandbox.write(file, next);
    story.say("Somebody writes down what changed, and has not decided yet what that means.");
    story.run(&["diff", "payer", "--dir", "book"], 0);
    story.run(&["impact", "payer", "--dir", "book"], 0);
    story.coverage();
    story.say("Somebody decides: the deadlines are other ones; the two halves of the split clause mean what it meant.");
    for figure in ["1 business day", "14 days"] {
        let line = format!("figures = [{{ value = \"{figure}\"");
        story.sandbox.edit(file, &line, &format!("meaning = \"changed\"\n{line}"));
    }
    let halves =
        story.sandbox.read(file).replace("was = \"items/4\"\n", "was = \"items/4\"\nmeaning = \"same\"\n");
    story.sandbox.write(file, halves);
    story.coverage();
    story.run(&["update-citations", "book"], 1);
    story.say("The sentence about the fax no longer cites, which the board accepts as a correction.");
    let calls = "book/content/policies/calls/2026-02-01.md";
    story.sandbox.edit(
        calls,
        "We confirm each referral by fax [@payer/items/5].",
        "We confirm each referral.",
    );
    let minor = ["approve", "calls", "book", "--minor", "--change", "There is no fax any more."];
    story.run(&with(&minor, &APPROVER), 0);
    story.run(&["update-citations", "--write", "book"], 0);
    story.run(&["check", "book"], 0);
    story.coverage();
    story.run(&with(&["review", "calls", "book"], &APPROVER), 0);
    story.say("The texts get the new deadlines.");
    let revise = ["revise", "calls", "book", "--effective", "2026-12-01", "--change"];
    story.run(&with(&revise, &["Calls are answered within 1 business day."]), 0);
    let calls = "book/content/policies/calls/2026-12-01.md";
    story.sandbox.edit(calls, "2 business days", "1 business day");
    story.run(&with(&["approve", "calls", "book", "--version", "2026-12-01"], &APPROVER), 0);
    story.run(&with(&["review", "calls", "call-slip", "book", "--read-clauses"], &APPROVER), 0);
    story.coverage();
    let expected = repository("tests/handbooks/revised/expected/story.txt");
    if std::env::var_os("CLAUSEBOOK_BLESS").is_some() {
        fs::create_dir_all(expected.parent().unwrap()).unwrap();
        fs::write(&expected, &story.told).unwrap();
    }
    let expected = fs::read_to_string(&expected).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(story.told, expected);
}

#[test]
fn a_new_document_says_which_revision_it_will_cite() {
    let sandbox =
        book(&[(OLD, &catalog(&[CALL, LOCK])), (NEW, &catalog(&[CALL, LOCK])), (CALLS, &policy("", BODY))]);
    sandbox.run(&["new", "policy", "visits", "book"]).expect(0);
    let text = sandbox.read("book/content/policies/visits/draft.md");
    assert!(text.contains("\ncites = { payer = 2026-05-01 }\nsummary = "), "{text}");
}

#[test]
fn what_changed_can_be_read_by_programs_and_a_name_that_a_document_has_is_written_in_full() {
    let reworded = ("items/1", CALL.1, "Answer each call at once.", "");
    let policy = policy("", BODY);
    let sandbox = book(&[
        (OLD, &catalog(&[CALL, LOCK])),
        (NEW, &catalog(&[reworded])),
        ("content/policies/payer/2026-02-01.md", &policy),
    ]);
    // By this name, it is the policy, which has one version.
    sandbox.run(&["diff", "payer", "--dir", "book"]).expect(2);
    let name = "specification:payer";
    let diff = sandbox.run(&["diff", name, "--format", "json", "--dir", "book"]).expect(0).json();
    let changes = |at: usize| diff["clauses"][at]["changes"].to_string();
    assert_eq!((changes(0), changes(1)), ("[\"reworded\"]".to_owned(), "[\"removed\"]".to_owned()));
    assert_eq!(diff["clauses"][0]["meaning"], "undecided");
    sandbox.run(&["diff", name, "2026-01-01", "2026-04-01", "--dir", "book"]).expect(2);
    sandbox.run(&["revise", name, "book", "--effective", "2026-04-01"]).expect(2);
}

/// A form with a field that cites a clause, which says its deadline three times.
const SLIP: &str = "title = \"Call slip\"\nnumber = \"F-1\"\nowner = \"Director\"\napprover = \"Board\"\nreview_months = 12\ntracks = [\"a\"]\nsummary = \"A slip.\"\ntasks = [\"Any time\"]\ndue = \"Within 1 business day.\"\n\n[[history]]\ndate = 2026-02-01\nchange = \"First version; it was 1 business day.\"\n\n[[section]]\nid = \"slip\"\ntitle = \"Slip\"\n\n[[section.field]]\nid = \"answered\"\nlabel = \"Answered on (within 1 business day)\"\nhelp = \"By the end of the next business day.\"\nkind = \"date\"\ncovers = [\"payer/items/1\"]\n";
const SLIP_FILE: &str = "forms/call-slip/2026-02-01.toml";

/// A catalog whose first clause has a deadline.
fn with_deadline(deadline: &str, keys: &str) -> String {
    let figure = format!(
        "figures = [{{ value = \"{deadline}\", kind = \"deadline\", what = \"the time to an answer\" }}]\n{keys}"
    );
    let call = ("items/1", CALL.1, &*format!("Answer each call within {deadline}."), &*figure);
    catalog(&[call, LOCK])
}

#[test]
fn each_place_that_still_states_the_old_figure_is_listed_with_its_line() {
    let card = "[card]\nby_when = [\"**1 business day**: answer\"]";
    let body = "We answer each call within 24 hours [@payer/items/1].\n\n## Procedure\n\nAnswer the call within 1 business day.\n\n- Lock up.\n- Then wait 1 business day.";
    let other = policy("", "Visits are noted within 1 business day.")
        .replace("P-1", "P-2")
        .replace("Calls and doors", "Visits");
    let sandbox = book(&[
        (OLD, &with_deadline("1 business day", "")),
        ("content/specifications/payer/2027-01-01.toml", &with_deadline("24 hours", "meaning = \"changed\"")),
        (
            CALLS,
            &policy(card, body).replace(card, "").replace("\n[[history]]", &format!("{card}\n\n[[history]]")),
        ),
        ("content/policies/visits/2026-02-01.md", &other),
        (SLIP_FILE, SLIP),
    ]);
    sandbox.edit("book/handbook.toml", "tracks = [\"a\"]", "tracks = [\"a\"]\nform_tasks = [\"Any time\"]");
    let impact = sandbox.run(&["impact", "payer", "book", "--format", "json"]).expect(0).json();
    let clause = &impact["clauses"][0];
    assert_eq!(clause["changes"].to_string(), "[\"reworded\",\"figures\"]");
    let lines = |list: &serde_json::Value| -> Vec<String> {
        let list = list.as_array().unwrap();
        list.iter()
            .map(|one| {
                format!("{}:{} {}", one["file"].as_str().unwrap(), one["line"], one["kind"].as_str().unwrap())
            })
            .collect()
    };
    let line_of = |path: &str, text: &str| {
        let file = sandbox.read(&format!("book/{path}"));
        file[..file.find(text).unwrap()].matches('\n').count() + 1
    };
    assert_eq!(
        lines(&clause["cited_by"]),
        [
            format!("{CALLS}:{} passage", line_of(CALLS, "[@payer")),
            format!("{SLIP_FILE}:{} field", line_of(SLIP_FILE, "payer/items/1"))
        ]
    );
    assert_eq!(
        lines(&clause["old_figures"][0]["stated"]),
        [
            format!("{CALLS}:{} card", line_of(CALLS, "by_when")),
            format!("{CALLS}:{} paragraph", line_of(CALLS, "Answer the call")),
            format!("{CALLS}:{} paragraph", line_of(CALLS, "Then wait")),
            format!("{SLIP_FILE}:{} due", line_of(SLIP_FILE, "due")),
            format!("{SLIP_FILE}:{} title", line_of(SLIP_FILE, "label")),
            format!("{SLIP_FILE}:{} help", line_of(SLIP_FILE, "help")),
        ]
    );
    let elsewhere = lines(&clause["old_figures"][0]["elsewhere"]);
    assert_eq!(elsewhere.len(), 1, "{elsewhere:?}");
    let day = "2027-01-01";
    assert_eq!(
        clause["next"],
        format!(
            "clausebook revise policy:calls book --effective {day} --change SENTENCE; clausebook revise form:call-slip book --effective {day} --change SENTENCE"
        )
    );
    assert_eq!(impact["documents_to_read"].to_string(), "[\"policy:calls\",\"form:call-slip\"]");
    let table = sandbox.run(&["impact", "payer", "book"]).expect(0).out;
    assert!(table.contains("\n2 documents to read, 0 citations to rewrite.\n"), "{table}");
    assert!(table.contains("  Still states “1 business day”:\n"), "{table}");
    let csv =
        sandbox.run(&["impact", "specification:payer", "--dir", "book", "--format", "csv"]).expect(0).out;
    assert_eq!(csv.lines().count(), 1 + 2 + 6 + 1, "{csv}");
}

#[test]
fn a_revision_to_come_has_a_page_and_a_pdf_that_its_specification_leads_to() {
    let body = "We answer each call within 24 hours [@payer/items/1].\n\n## Procedure\n\nAnswer the call within 1 business day.";
    let next = "content/specifications/payer/2027-01-01.toml";
    let world = [
        (
            "handbook.toml",
            HANDBOOK.replace("tracks = [\"a\"]", "tracks = [\"a\"]\nform_tasks = [\"Any time\"]"),
        ),
        (OLD, with_deadline("1 business day", "")),
        (next, with_deadline("24 hours", "meaning = \"changed\"")),
        (CALLS, policy("", body)),
        (SLIP_FILE, SLIP.to_owned()),
    ];
    let world = world.into_iter().fold(MemoryWorld::new(TODAY), |world, (path, text)| world.with(path, text));
    let site = build(&world).outputs.unwrap();
    let page = |path: &str| {
        String::from_utf8(site.get(path).unwrap_or_else(|| panic!("no {path}")).to_vec()).unwrap()
    };
    let path = "specifications/payer/2027-01-01-impact.html";
    assert!(page("specifications/payer.html").contains(&format!("<a href=\"../{path}\">")));
    assert!(page("director.html").contains(&format!("<a href=\"{path}\">")));
    let impact = page(path);
    for words in [
        "2 documents to read, 0 citations to rewrite",
        "<a href=\"../../policies/calls.html#procedure\">",
        "<a href=\"../../forms/call-slip.html#field-answered\">",
        "Still states “1 business day”",
        "<code>content/policies/calls/2026-02-01.md:20</code>",
    ] {
        assert!(impact.contains(words), "{words}: {impact}");
    }
    assert!(site.get(&path.replace(".html", ".pdf")).is_some());
}

#[test]
fn a_version_that_will_be_there_on_the_day_counts_and_not_the_one_that_it_replaces() {
    let body = "We answer each call within 1 business day [@payer/items/1].";
    let sandbox = book(&[
        (OLD, &with_deadline("1 business day", "")),
        ("content/specifications/payer/2027-01-01.toml", &with_deadline("24 hours", "meaning = \"changed\"")),
        (CALLS, &policy("", body)),
        ("content/policies/calls/2026-12-31.md", &policy("", &body.replace("1 business day", "24 hours"))),
    ]);
    let impact = sandbox.run(&["impact", "payer", "book", "--format", "json"]).expect(0).json();
    assert_eq!(impact["clauses"][0]["old_figures"][0]["stated"].to_string(), "[]");
    assert_eq!(impact["clauses"][0]["cited_by"].as_array().unwrap().len(), 1);
    assert_eq!(impact["documents_to_read"].to_string(), "[\"policy:calls\"]");
}

#[test]
fn what_was_read_ahead_is_not_to_be_read() {
    let reworded = ("items/1", CALL.1, "Answer each call at once.", "meaning = \"changed\"");
    let sandbox = book(&[
        (OLD, &catalog(&[CALL, LOCK])),
        ("content/specifications/payer/2027-01-01.toml", &catalog(&[reworded, LOCK])),
        (CALLS, &policy("", BODY)),
    ]);
    let to_read = || {
        let impact = sandbox.run(&["impact", "payer", "book", "--format", "json"]).expect(0).json();
        (impact["documents_to_read"].to_string(), impact["clauses"][0]["next"].clone())
    };
    let review =
        "clausebook review policy:calls --dir book --read-clauses --by \"NAME OF APPROVER\" --on YYYY-MM-DD";
    assert_eq!(to_read(), ("[\"policy:calls\"]".to_owned(), review.into()));
    read(&sandbox);
    assert_eq!(to_read(), ("[]".to_owned(), serde_json::Value::Null));
}

#[test]
fn the_impact_says_for_each_kind_of_change_what_to_type_next() {
    let waiver = "\n[[waivers]]\nclause = \"payer/items/3\"\nreason = \"There is no door.\"\n";
    let old = [
        CALL,
        LOCK,
        ("items/3", "Shut the gate", "Shut the gate.", ""),
        ("items/4", "Fax", "Confirm by fax.", ""),
    ];
    let new = [
        ("items/1", "Greet visitors", "Greet each visitor.", "was = false"),
        ("items/2", CALL.1, CALL.2, "was = \"items/1\""),
        ("items/3", LOCK.1, "Lock the door at all times.", "was = \"items/2\""),
        ("items/5", "Shut the gate", "Shut the gate.", "was = \"items/3\""),
    ];
    let new = catalog(&new).replacen(
        "[[clause]]",
        "[[removed]]\nid = \"items/4\"\nreason = \"There is no fax any more.\"\n\n[[clause]]",
        1,
    );
    let body = format!("{BODY} We confirm by fax [@payer/items/4].");
    let sandbox = book(&[
        (OLD, &catalog(&old)),
        ("content/specifications/payer/2027-01-01.toml", &new),
        (CALLS, &policy("", &body)),
    ]);
    sandbox.write("book/handbook.toml", format!("{HANDBOOK}{waiver}"));
    let impact = sandbox.run(&["impact", "payer", "book", "--format", "json"]).expect(0).json();
    let next = |at: usize| impact["clauses"][at]["next"].as_str().unwrap_or_default().to_owned();
    assert_eq!(next(0), "clausebook coverage book --specification payer --status open --as-of 2027-01-01");
    assert_eq!(next(1), "from 2027-01-01 on: clausebook update-citations book --write");
    assert!(next(2).starts_with("write meaning = \"changed\" or meaning = \"same\" in content/specifications/payer/2027-01-01.toml:"), "{}", next(2));
    assert_eq!(impact["clauses"][3]["cited_by"][0]["kind"], "waiver");
    assert_eq!(next(4), "clausebook revise policy:calls book --effective 2027-01-01 --change SENTENCE");
    // The citations of two clauses and a waiver have other ids.
    assert_eq!(impact["citations_to_rewrite"], 3);
    sandbox.run(&["impact", "other", "book"]).expect(2);
    sandbox.run(&["impact", "payer", "2026-01-02", "book"]).expect(2);
}

#[test]
fn coverage_is_narrowed_by_status_kind_and_part_and_says_what_a_clause_was() {
    let renumbered = [
        ("items/1", "Greet visitors", "Greet each visitor.", "was = false"),
        (
            "items/2",
            CALL.1,
            "Answer each call within 24 hours.",
            "was = \"items/1\"\nmeaning = \"same\"\nfigures = [{ value = \"24 hours\", kind = \"deadline\", what = \"the answer\" }]",
        ),
        ("items/3", LOCK.1, LOCK.2, "was = \"items/2\""),
    ];
    let sandbox = book(&[
        (OLD, &catalog(&[CALL, LOCK])),
        (NEW, &catalog(&renumbered)),
        (CALLS, &policy("cites = { payer = 2026-01-01 }", BODY)),
    ]);
    let ids = |options: &[&str]| -> Vec<String> {
        let words = [&["coverage", "book", "--format", "json"], options].concat();
        let json = sandbox.run(&words).expect(0).json();
        let clauses = json["specifications"][0]["clauses"].as_array().unwrap();
        clauses.iter().map(|clause| clause["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&["--status", "open"]), ["items/1"]);
    assert_eq!(ids(&["--status", "drafted,uncovered"]), ["items/1", "items/2", "items/3"]);
    assert_eq!(ids(&["--needs", "form"]), [""; 0]);
    assert_eq!(ids(&["--needs", "policy", "--part", "items", "--status", "drafted"]), ["items/2", "items/3"]);
    assert_eq!(ids(&["--part", "other"]), [""; 0]);
    sandbox.run(&["coverage", "book", "--status", "closed"]).expect(2);
    let table = sandbox.run(&["coverage", "book", "--status", "open"]).expect(0).out;
    assert!(table.contains("  1 clause shown\n  items/1  uncovered  Greet visitors\n"), "{table}");
    let json = sandbox.run(&["coverage", "book", "--format", "json"]).expect(0).json();
    let clause = &json["specifications"][0]["clauses"][2];
    assert_eq!(clause["was"].to_string(), "[\"items/1\"]");
    assert_eq!(clause["figures"][0]["value"], "24 hours");
    assert_eq!((&clause["source"], &clause["revised"]), (&CALL.1.into(), &"2026-01-01".into()));
    let csv = sandbox.run(&["coverage", "book", "--format", "csv"]).expect(0).out;
    assert!(csv.contains(",Answer calls,2026-01-01,items/1,24 hours\r\n"), "{csv}");
}

#[test]
fn a_clause_is_not_said_to_be_met_on_a_day_on_which_another_revision_asks_something_else() {
    let next = "content/policies/calls/2027-02-01.md";
    let approved = policy("", BODY);
    let without = policy("", "We answer each call [@payer/items/1].");
    let sandbox = book(&[(OLD, &catalog(&[CALL, LOCK])), (CALLS, &without), (next, &approved)]);
    let met_from = || {
        let json = sandbox.run(&["coverage", "book", "--format", "json"]).expect(0).json();
        json["specifications"][0]["clauses"][2]["met_from"].clone()
    };
    assert_eq!(met_from(), "2027-02-01");
    let reworded = ("items/2", LOCK.1, "Lock the door at all times.", "meaning = \"changed\"");
    sandbox.write("book/content/specifications/payer/2027-01-01.toml", catalog(&[CALL, reworded]));
    assert_eq!(met_from(), serde_json::Value::Null);
}

#[test]
fn the_list_of_deadlines_has_who_states_a_figure_who_only_cites_it_and_what_we_promise_ourselves() {
    let body = "We answer each call within 24 hours [@payer/items/1].\n\n## Doors\n\nWe answer [@payer/items/1], and lock up within 3 weeks. Many come from 24-hour care.";
    let world = [
        ("handbook.toml", HANDBOOK.to_owned()),
        (OLD, with_deadline("24 hours", "")),
        (CALLS, policy("", body)),
    ];
    let world = world.into_iter().fold(MemoryWorld::new(TODAY), |world, (path, text)| world.with(path, text));
    let site = pipeline::build_without_pdfs(&world, &|_| {}).outputs.unwrap();
    let page = String::from_utf8(site.get("guide/deadlines.html").unwrap().to_vec()).unwrap();
    let states = "<a href=\"../policies/calls.html#policy\">Calls and doors: Policy</a><br>Cited without the figure: <a href=\"../policies/calls.html#doors\">Calls and doors: Doors</a>";
    let evidence = page.find("Calls and doors: Policy").map(|at| &page[at - 60..at + 200]);
    assert!(
        page.contains("Cited without the figure:") && page.contains("Calls and doors: Doors"),
        "{states}: {evidence:?}"
    );
    let own = &page[page.find("Our own promises").unwrap()..];
    assert!(
        own.contains(
            "<a href=\"../policies/calls.html#doors\">3 weeks</a>: We answer, and lock up within 3 weeks."
        ),
        "{own}"
    );
    assert!(!own.contains("24 hours</a>") && !own.contains("24-hour</a>"), "{own}");
}
