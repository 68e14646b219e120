//! The pages for directors, trainers and staff, and what every page says about its place in the handbook.

use std::fs;

use clausebook::model::long_date;
use clausebook::output::Outputs;
use clausebook::pipeline;
use clausebook::world::MemoryWorld;

use crate::support::{STARTER_PAGES, Sandbox, TODAY, files_in, repository};

/// The small handbook with changes: a text and what replaces it, by file.
fn small(changes: &[(&str, &str, &str)]) -> Outputs {
    let mut world = MemoryWorld::new(TODAY);
    for (path, bytes) in files_in(&repository("tests/handbooks/small")) {
        let mut text = String::from_utf8(bytes).unwrap();
        for (_, from, to) in changes.iter().filter(|(file, ..)| path.contains(file)) {
            assert!(text.contains(from), "{path} has no {from:?}");
            text = text.replacen(from, to, 1);
        }
        if !path.starts_with("expected/") {
            world = world.with(path, text);
        }
    }
    let built = pipeline::build_without_pdfs(&world, &|_| {});
    built.outputs.unwrap_or_else(|| panic!("{:?}", built.findings))
}

fn page(site: &Outputs, path: &str) -> String {
    String::from_utf8(site.get(path).unwrap_or_else(|| panic!("{path} is missing")).to_vec()).unwrap()
}

/// The part of a page between two texts.
#[track_caller]
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let rest = page.split_once(from).unwrap_or_else(|| panic!("no {from:?}")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("no {to:?} after {from:?}")).0
}

const POLICY: &str = "content/policies/visits/";

#[test]
fn a_review_is_listed_by_how_pressing_it_is() {
    let approval = "approved_on = 2026-01-15\nreviewed = 2026-01-10\n";
    for (reviewed, heading) in [
        ("2025-11-30", "<h3 id=\"overdue\">Overdue: 1</h3>"),
        ("2025-12-01", "<h3 id=\"due-60\">Due within 60 days: 1</h3>"),
        ("2026-01-30", "<h3 id=\"due-60\">Due within 60 days: 1</h3>"),
        ("2026-01-31", "<h3 id=\"due-90\">Due within 61 to 90 days: 1</h3>"),
        ("2026-03-01", "<h3 id=\"due-90\">Due within 61 to 90 days: 1</h3>"),
        ("2026-03-02", "<p>None is due within 90 days.</p>"),
    ] {
        let read = format!("approved_on = 2025-01-15\nreviewed = {reviewed}\n");
        let director = page(&small(&[(POLICY, approval, &read)]), "director.html");
        assert!(director.contains(heading), "{reviewed}: no {heading}");
    }
}

#[test]
fn whoever_approves_a_policy_has_read_it() {
    let site =
        small(&[(POLICY, "approved_on = 2026-01-15\nreviewed = 2026-01-10\n", "approved_on = 2025-11-15\n")]);
    let director = page(&site, "director.html");
    assert!(director.contains("<h3 id=\"overdue\">Overdue: 1</h3>"));
    assert!(director.contains("Overdue: 1."), "the drawing says it too");
    let policy = page(&site, "policies/visits.html");
    assert!(policy.contains("<span>Last reviewed: November 15, 2025, at its approval</span>"));
}

#[test]
fn a_policy_that_nobody_has_approved_is_written_and_not_due_for_review() {
    let approval = "approved_by = \"Board\"\napproved_on = 2026-01-15\nreviewed = 2026-01-10\n";
    let site = small(&[(POLICY, approval, "")]);
    assert!(page(&site, "director.html").contains("<p>None is due within 90 days.</p>"));
    let policy = page(&site, "policies/visits.html");
    assert!(policy.contains("<span>Last reviewed: Not reviewed yet</span>"));
    assert!(policy.contains("Not approved, written February 1, 2026"));
    assert!(!policy.contains("ffective February 1, 2026"), "nobody has put it into effect");
}

#[test]
fn a_version_without_approval_comes_with_the_command_to_type() {
    let approval = "approved_by = \"Board\"\napproved_on = 2026-01-15\n";
    let site = small(&[(POLICY, approval, "")]);
    let waiting = page(&site, "director.html");
    let row = between(&waiting, "id=\"waiting-policies\"", "</table>");
    assert!(row.contains("clausebook approve visits --by &quot;Board&quot; --on DATE"), "{row}");
    assert!(row.contains("February 1, 2026"), "{row}");
    let approved = page(&small(&[]), "director.html");
    assert!(approved.contains("Nothing: every version that is shown or to come is approved."));
}

#[test]
fn every_command_for_directors_names_another_handbook_file() {
    let sandbox = Sandbox::with_small();
    fs::rename(sandbox.path("book/handbook.toml"), sandbox.path("book/our handbook.toml")).unwrap();
    let policy = sandbox.read(&format!("book/{POLICY}2026-02-01.md"));
    let waiting = policy.replace("approved_by = \"Board\"\napproved_on = 2026-01-15\n", "");
    sandbox.write(&format!("book/{POLICY}2027-02-01.md"), waiting);
    let long_ago =
        policy.replace("approved_on = 2026-01-15\nreviewed = 2026-01-10", "approved_on = 2025-01-15");
    sandbox.write(&format!("book/{POLICY}2026-02-01.md"), long_ago);
    sandbox.run(&["build", "book", "--config", "our handbook.toml", "--no-pdf"]).expect(0);
    let director = sandbox.read("book/public/director.html");
    let commands: Vec<&str> = director.split("<code>clausebook ").skip(1).collect();
    let kinds = ["review ", "approve "];
    for kind in kinds {
        assert!(commands.iter().any(|command| command.starts_with(kind)), "no {kind}: {director}");
    }
    for command in commands {
        assert!(command.contains(" --config &quot;our handbook.toml&quot; --"), "{command}");
    }
    assert!(!director.contains("<code>handbook.toml</code>"));
    let checked = sandbox.run(&["check", "book", "--config", "our handbook.toml"]).expect(0);
    let coverage = "clausebook coverage --config \"our handbook.toml\" --specification payer";
    assert!(checked.out.contains(coverage), "{}", checked.out);
}

#[test]
fn what_is_open_is_on_the_directors_page_with_what_it_still_needs() {
    let director = page(
        &small(&[(POLICY, "We visit within two weeks [@payer/visits/1].", "We visit.")]),
        "director.html",
    );
    let open = between(&director, "id=\"page_open\"", "</table>");
    assert!(
        open.contains("specifications/payer.html#visits/1") && open.contains("a policy section"),
        "{open}"
    );
}

#[test]
fn samples_are_listed_by_their_key() {
    let site = small(&[("handbook.toml", "617-555-0100", "617-555-0100 (sample)")]);
    let samples = page(&site, "director.html");
    let samples = between(&samples, "id=\"page_facts\"", "</section>");
    assert!(
        samples.contains("<code>telephone</code>") && samples.contains("<code>[organization]</code>"),
        "{samples}"
    );
}

#[test]
fn the_first_thing_a_director_sees_is_what_is_hers_to_confirm() {
    let line =
        "\n[values]\nhotline = { value = \"617-555-0101\", to_confirm = \"Call it first.\" }\n\n[[waivers]]";
    let director = page(&small(&[("handbook.toml", "\n[[waivers]]", line)]), "director.html");
    let first = director.split_once("<h2 ").unwrap().1;
    assert!(first.starts_with("id=\"page_facts\""), "{first}");
    assert!(first.split_once("</section>").unwrap().0.contains("Call it first."), "{first}");
    let settled = page(&small(&[]), "director.html");
    assert!(settled.split_once("<h2 ").unwrap().1.starts_with("id=\"page_reviews\""));
}

#[test]
fn only_pages_that_speak_of_the_day_say_it() {
    let day = long_date(TODAY);
    for (path, bytes) in STARTER_PAGES.iter().filter(|(path, _)| path.ends_with(".html")) {
        let says = String::from_utf8_lossy(bytes).contains(&day);
        assert_eq!(says, ["coverage.html", "director.html", "director-lists.html"].contains(&path), "{path}");
    }
}

#[test]
fn every_topic_has_its_time_and_the_drawing_says_the_same() {
    let trainer = page(&STARTER_PAGES, "trainer.html");
    let group = between(&trainer, ">CCA CSP: Recommended training topics</h2>", "</section>");
    let words = between(group, "<desc id=\"drawn-topics-1-words\">", "</desc>");
    // 90 minutes in each of two curricula.
    assert!(words.contains("Motivational interviewing: 3 h."), "{words}");
    let row = between(group, "<div class=\"cell\">Motivational interviewing", "</tr>");
    assert!(row.contains("<div class=\"cell\">3 h</div>"), "{row}");
    assert_eq!(row.matches("(90 minutes)").count(), 2, "{row}");
    assert_eq!(group.matches("<tr role=\"row\">").count() - 1, 18, "the specification has eighteen topics");
}

#[test]
fn staff_find_every_form_and_every_event() {
    let staff = page(&STARTER_PAGES, "staff.html");
    for (path, _) in STARTER_PAGES.iter() {
        if path.starts_with("forms/") && path.ends_with(".html") && path != "forms/index.html" {
            assert!(staff.contains(&format!("href=\"{path}\"")), "{path}");
        }
    }
    let deadlines = page(&STARTER_PAGES, "guide/deadlines.html");
    let events = between(&deadlines, "aria-label=\"Occasions\"", "</nav>").matches("<li>").count();
    assert_eq!(staff.matches("href=\"guide/deadlines.html#").count(), events);
}

#[test]
fn a_policy_has_its_forms_beside_it_and_a_form_its_policies() {
    let policy = page(&STARTER_PAGES, "policies/intake.html");
    let forms = between(&policy, "aria-labelledby=\"page_forms\"", "</nav>");
    assert!(forms.contains("../forms/intake-and-referral.html"), "{forms}");
    let form = page(&STARTER_PAGES, "forms/intake-and-referral.html");
    let policies = between(&form, "aria-labelledby=\"page_policies\"", "</nav>");
    assert!(policies.contains("../policies/intake.html"), "{policies}");
    let training = page(&STARTER_PAGES, "policies/training.html");
    let curricula = between(&training, "aria-labelledby=\"page_training\"", "</nav>");
    assert!(curricula.contains("../curricula/csp-core.html"), "{curricula}");
}

#[test]
fn breadcrumbs_and_neighbors_follow_the_lists() {
    let form = page(&STARTER_PAGES, "forms/service-plan.html");
    let trail = between(&form, "aria-label=\"Breadcrumbs\"", "</nav>");
    assert!(trail.contains("<a href=\"../index.html\">Home</a>"), "{trail}");
    assert!(trail.contains("<a href=\"../forms/index.html\">Forms</a>"), "{trail}");
    assert!(trail.contains("<span aria-current=\"page\">Service plan</span>"), "{trail}");
    let turn = between(&form, "aria-label=\"Previous and next\"", "</nav>");
    let number = |path: &str| {
        let page = page(&STARTER_PAGES, path);
        between(&page, "<p class=\"eyebrow\">Form F-", " ").parse::<u32>().unwrap()
    };
    let neighbor = |class: &str| {
        let link = between(turn, class, "rel=");
        number(between(link, "../", "\""))
    };
    let own = number("forms/service-plan.html");
    assert!(neighbor("turn-back") < own && own < neighbor("turn-on"));
}

#[test]
fn the_link_to_report_a_mistake_names_page_and_version_and_is_left_out_without_an_address() {
    let report = "telephone = \"617-555-0100\"\nreport_to = \"handbook@example.org\"";
    let site = small(&[("handbook.toml", "telephone = \"617-555-0100\"", report)]);
    let link = "href=\"mailto:handbook@example.org?subject=Visits%20%28V-1%2C%20In%20force%2C%20effective%20February%201%2C%202026%29&amp;body=Page%3A%20policies%2Fvisits.html%0D%0A\"";
    assert!(page(&site, "policies/visits.html").contains(link));
    for (path, bytes) in small(&[]).iter() {
        assert!(!String::from_utf8_lossy(bytes).contains("mailto:"), "{path}");
    }
}

#[test]
fn the_page_for_what_is_not_there_works_at_any_depth() {
    let page = page(&STARTER_PAGES, "404.html");
    for attribute in ["href=\"", "src=\""] {
        for link in page.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(link.starts_with('/') || link.starts_with('#') || link.starts_with("mailto:"), "{link}");
        }
    }
}
