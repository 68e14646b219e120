//! The guide: what is made of the catalogs, the handbook file and the glossary is right, and the words lead there.

use clausebook::check::RULES;
use clausebook::diagnostic::{FindingCode, Severity};
use clausebook::model::FigureKind;
use clausebook::pipeline::{self, examine};
use clausebook::world::MemoryWorld;

use crate::support::{STARTER_SITE, TODAY, build, repository, starter};

fn page(path: &str) -> String {
    let bytes = STARTER_SITE.get(path).unwrap_or_else(|| panic!("{path} is missing"));
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn every_figure_that_binds_has_a_row_under_its_event() {
    let examined = examine(&starter());
    let (deadlines, numbers) = (page("guide/deadlines.html"), page("guide/whom-to-call.html"));
    let mut seen = 0;
    for (key, _) in examined.coverage.iter() {
        let clause = examined.handbook.clause(key);
        for figure in &clause.figures {
            let row = format!("<div class=\"cell\">{}</div>", figure.what);
            let telephone = figure.kind == FigureKind::Telephone;
            let (page, other) = if telephone { (&numbers, &deadlines) } else { (&deadlines, &numbers) };
            assert_eq!(page.contains(&row), clause.binds(), "{}", figure.what);
            assert!(!other.contains(&row), "{}", figure.what);
            if clause.binds() {
                seen += 1;
                let event = figure.event.as_ref().expect("the starter names the event of every figure");
                let heading = format!("<h2 id=\"{}\">{}</h2>", event.anchor, event.name);
                assert!(telephone || page.contains(&heading), "{heading}");
                let specification = examined.handbook.specification(key);
                let link = format!("../specifications/{}.html#{}\"", specification.id, clause.id);
                assert!(page.contains(&link), "{link}");
            }
        }
    }
    assert!(seen >= 14, "only {seen} figures were looked at");
}

#[test]
fn a_figure_says_where_the_policies_state_it() {
    let page = page("guide/deadlines.html");
    let ending = page.split("id=\"ending-services\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(ending.contains("href=\"../policies/referral.html#cites-cca-csp-components-26"), "{ending}");
    assert!(ending.contains(">Referral: "), "{ending}");
}

#[test]
fn events_come_in_the_order_of_the_specifications_and_others_last() {
    let world = small().with(
        "content/specifications/payer.toml",
        catalog(&[
            ("1 day", None),
            ("2 days", Some("Intake")),
            ("3 days", Some("Leaving")),
            ("4 days", Some("intake!")),
        ]),
    );
    let site = pipeline::build_without_pdfs(&world, &|_| {}).outputs.unwrap();
    let page = String::from_utf8(site.get("guide/deadlines.html").unwrap().to_vec()).unwrap();
    let places: Vec<usize> =
        ["id=\"intake\"", "2 days", "4 days", "id=\"leaving\"", "3 days", "id=\"other-figures\"", "1 day<"]
            .iter()
            .map(|words| page.find(words).unwrap_or_else(|| panic!("{words} is missing")))
            .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn a_waived_clause_sets_no_deadline() {
    let text = String::from_utf8(small_handbook()).unwrap();
    let waiver = "\n[[waivers]]\nclause = \"payer/visits/1\"\nreason = \"We do not visit.\"\n";
    let world = small()
        .with("content/specifications/payer.toml", catalog(&[("9 days", Some("Intake"))]))
        .with("handbook.toml", format!("{text}{waiver}"));
    let site = pipeline::build_without_pdfs(&world, &|_| {}).outputs.unwrap();
    let page = String::from_utf8(site.get("guide/deadlines.html").unwrap().to_vec()).unwrap();
    assert!(!page.contains("9 days") && page.contains("No clause that applies sets a figure."), "{page}");
}

#[test]
fn whom_to_call_has_the_programs_numbers_and_danger_first() {
    let page = page("guide/whom-to-call.html");
    let danger = page.find("Someone is in danger: call 911 first.").unwrap();
    let intake = page.find("href=\"tel:6175550110\"").unwrap();
    let payer = page.find("href=\"tel:8664209332\"").unwrap();
    assert!(danger < intake && intake < payer);
    assert!(
        String::from_utf8_lossy(STARTER_SITE.get("index.html").unwrap()).contains("href=\"tel:6175550110\"")
    );
}

#[test]
fn the_first_use_of_an_acronym_leads_to_the_glossary_once_on_a_page() {
    let page = page("policies/intake.html");
    let link = "<a class=\"term\" href=\"../guide/glossary.html#community-support-program\">CSP</a>";
    assert_eq!(page.matches(link).count(), 1);
    for line in page.lines().filter(|line| line.starts_with("<h") || line.starts_with("<dt")) {
        assert!(!line.contains("class=\"term\""), "{line}");
    }
}

#[test]
fn a_term_of_other_service_lines_is_not_in_the_glossary() {
    let page = page("guide/glossary.html");
    assert!(page.contains("id=\"community-support-program\""));
    assert!(!page.contains("DCMR"), "the District’s words stay in the District’s handbook");
    assert_eq!(page.matches("id=\"member\"").count(), 1);
}

#[test]
fn guide_pages_earn_no_coverage() {
    let examined = examine(&starter());
    assert!(examined.handbook.guide.len() >= 3);
    assert!(examined.handbook.evidence.iter().all(|evidence| evidence.document.id != "service-lines"));
    let page = page("guide/service-lines.html");
    assert!(page.contains(": see CCA CSP "), "a mark of the guide says see");
    assert!(!page.contains(": meets "), "and not that it meets the clause");
}

#[test]
fn the_whole_handbook_has_the_guide_before_the_policies_and_the_glossary_after_them() {
    let page =
        "+++\ntitle = \"Start\"\nsummary = \"Begin.\"\norder = 1\n+++\n## One\n\nWords of the guide.\n";
    let world = small()
        .with("content/specifications/payer.toml", catalog(&[("2 weeks", Some("Intake"))]))
        .with("content/guide/start.md", page)
        .with("content/glossary.toml", "[[term]]\nterm = \"A term\"\nmeaning = \"Words of the glossary.\"\n");
    let site = build(&world).outputs.expect("it builds");
    let document = lopdf::Document::load_mem(site.get("handbook.pdf").unwrap()).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).unwrap();
    let places: Vec<usize> =
        ["Words of the guide", "call 911 first", "2 weeks it is", "Policy V-1", "Words of the glossary"]
            .iter()
            .map(|words| text.find(words).unwrap_or_else(|| panic!("{words} is missing")))
            .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn a_handbook_without_guide_glossary_and_contacts_builds_with_pdfs() {
    let built = build(&small());
    let site = built.outputs.expect("it builds");
    for path in ["guide/index.html", "guide/deadlines.html", "guide/whom-to-call.html", "guide/glossary.html"]
    {
        assert!(site.get(path).is_some(), "{path}");
    }
}

#[test]
fn links_between_guide_and_policies_are_set_in_print_too() {
    let page = "+++\ntitle = \"Start\"\nsummary = \"See [figures](guide:deadlines).\"\norder = 1\n+++\n## Visits\n\n[Visits](policy:visits), [here](#visits), [first](guide:deadlines#intake), [term](guide:glossary#a-term), [call](guide:whom-to-call), CSP.\n";
    let glossary = "[[term]]\nterm = \"A term\"\nshort = \"CSP\"\nmeaning = \"See [start](guide:visits#visits).\"\nnot = [\"x\"]\n[[confused]]\nterms = [\"a\", \"b\"]\nwhy = \"[Why](#a-term).\"\n";
    let world = small()
        .with("content/specifications/payer.toml", catalog(&[("2 weeks", Some("Intake"))]))
        .with("content/guide/visits.md", page)
        .with("content/glossary.toml", glossary);
    let built = build(&world);
    let errors: Vec<_> =
        built.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(built.outputs.is_some(), "{errors:?}");
}

#[test]
fn the_rules_about_words_never_fail_a_build() {
    let severities = [
        (FindingCode::ReadingGrade, Severity::Note),
        (FindingCode::MixedTerms, Severity::Note),
        (FindingCode::WrongTerm, Severity::Warning),
    ];
    let findings = examine(&starter()).findings;
    for (code, severity) in severities {
        assert!(RULES.iter().any(|rule| rule.code == code), "{code}");
        for finding in findings.iter().filter(|finding| finding.code == code) {
            assert_eq!(finding.severity, severity, "{finding:?}");
        }
    }
    assert_eq!(findings.iter().filter(|finding| finding.code == FindingCode::ReadingGrade).count(), 1);
}

fn small_handbook() -> Vec<u8> {
    std::fs::read(repository("tests/handbooks/small/handbook.toml")).unwrap()
}

/// The small handbook, in memory.
fn small() -> MemoryWorld {
    let folder = repository("tests/handbooks/small");
    let files = crate::support::files_in(&folder).into_iter();
    files
        .filter(|(path, _)| !path.starts_with("expected/"))
        .fold(MemoryWorld::new(TODAY), |world, (path, bytes)| world.with(path, bytes))
}

/// The small handbook’s catalog, in which the first clause has these figures.
fn catalog(figures: &[(&str, Option<&str>)]) -> String {
    let text = std::fs::read_to_string(repository("tests/handbooks/small/content/specifications/payer.toml"))
        .unwrap();
    let figures: Vec<String> = figures
        .iter()
        .map(|(value, event)| {
            let event = event.map(|event| format!(", event = \"{event}\"")).unwrap_or_default();
            format!("{{ value = \"{value}\", kind = \"deadline\", what = \"{value} it is\"{event} }}")
        })
        .collect();
    let lines = text.lines().map(|line| {
        if line.starts_with("figures = ") {
            format!("figures = [{}]", figures.join(", "))
        } else {
            line.to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}
