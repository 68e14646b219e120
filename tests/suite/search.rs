//! What can be found, and the scripts that say so.

use clausebook::model::text::plain_text;
use clausebook::output::Outputs;
use clausebook::search::{Page, QueryWords, ReadPage, SearchKind, SearchPlace, Weight, places};
use clausebook::world::MemoryWorld;
use clausebook::{pipeline, view};

use crate::large;
use crate::support::{STARTER_PAGES, TODAY, starter};

fn pages_of(world: &MemoryWorld) -> Vec<Page> {
    let examined = pipeline::examine(world);
    let pages = view::view(&examined.handbook, &examined.coverage, &examined.sources.files, false);
    places(&pages)
}

fn script<'a>(site: &'a Outputs, path: &str) -> &'a str {
    std::str::from_utf8(site.get(path).unwrap()).unwrap()
}

/// The arguments of each call of a script.
fn calls(script: &str, name: &str) -> Vec<Vec<serde_json::Value>> {
    let start = format!("handbookSearch.{name}(");
    let calls = script.strip_suffix(");\n").unwrap().split(");\n");
    let lists = calls.map(|call| call.strip_prefix(start.as_str()).unwrap());
    lists.map(|list| serde_json::from_str(&format!("[{list}]")).unwrap()).collect()
}

/// The arguments of the script's one call.
fn arguments(script: &str, name: &str) -> Vec<serde_json::Value> {
    calls(script, name).pop().unwrap()
}

/// The texts of the page at `url`, as its shelf has them.
fn texts(site: &Outputs, url: &str) -> serde_json::Map<String, serde_json::Value> {
    let index = arguments(script(site, "search/index.js"), "index");
    let page = index[1].as_array().unwrap().iter().find(|page| page[0] == url).unwrap();
    let shelf = script(site, &format!("search/texts/{}.js", page[4]));
    let call = calls(shelf, "texts").into_iter().find(|call| call[0] == url).unwrap();
    call[1].as_object().unwrap().clone()
}

#[test]
fn sections_forms_fields_units_clauses_pages_and_terms_are_found_where_they_stand() {
    let pages = pages_of(&starter());
    for (url, kind, title, anchor) in [
        ("policies/intake.html", SearchKind::Policy, "Intake", ""),
        ("policies/intake.html", SearchKind::Policy, "Purpose", "purpose"),
        ("forms/service-plan.html", SearchKind::Form, "Service plan", ""),
        ("forms/service-plan.html", SearchKind::Field, "Member’s name", "field-member-name"),
        ("curricula/csp-core/ending-services.html", SearchKind::Unit, "Ending services", ""),
        ("specifications/cca-csp.html", SearchKind::Clause, "Components 5 Needs assessment", "components/5"),
        ("guide/start-here.html", SearchKind::Guide, "Who approves", "who-approves"),
        ("guide/deadlines.html", SearchKind::Guide, "Every quarter", "every-quarter"),
        ("guide/glossary.html", SearchKind::Term, "Release of information (ROI)", "release-of-information"),
    ] {
        let page = pages.iter().find(|page| page.url == url).unwrap();
        let place = page.places.iter().find(|place| place.anchor == anchor);
        let place = place.unwrap_or_else(|| panic!("{url}#{anchor} is not there"));
        assert_eq!((place.kind, place.title.as_str()), (kind, title));
    }
}

#[test]
fn every_place_that_is_found_is_there() {
    for page in pages_of(&starter()) {
        let html = script(&STARTER_PAGES, &page.url);
        assert_eq!(page.places[0].anchor, "", "{}", page.url);
        for place in &page.places[1..] {
            assert!(html.contains(&format!(" id=\"{}\"", place.anchor)), "{}#{}", page.url, place.anchor);
        }
    }
}

#[test]
fn what_learners_are_not_shown_is_not_found() {
    let examined = pipeline::examine(&starter());
    let pages = view::view(&examined.handbook, &examined.coverage, &examined.sources.files, false);
    let why = plain_text(&pages.curricula[0].version.units[0].questions[0].why);
    assert!(!why.is_empty());
    for page in pages_of(&starter()).iter().filter(|page| page.url.starts_with("curricula/")) {
        let texts = texts(&STARTER_PAGES, &page.url);
        assert!(texts.values().all(|text| !text.as_str().unwrap().contains(&why)), "{}", page.url);
    }
}

#[test]
fn a_word_has_the_weight_of_its_best_place() {
    let place = |title: &str, names: &str, text: &str| SearchPlace {
        kind: SearchKind::Policy,
        title: title.into(),
        anchor: title.to_lowercase(),
        names: names.into(),
        text: text.into(),
    };
    let page = Page {
        url: "policies/visits.html".into(),
        title: "Visits".into(),
        language: None,
        places: vec![
            place("Visits", "P-1", "Twice, twice: visits."),
            place("Safety", "", "Call first. P-1 says once."),
        ],
    };
    let read = ReadPage::new(page);
    let of = |word: &str| read.words.iter().find(|(known, _)| *known == word).unwrap().1.to_vec();
    assert_eq!(of("visits"), [(0, Weight::Title), (1, Weight::Name)]);
    assert_eq!(of("p-1"), [(0, Weight::Name), (1, Weight::Text)]);
    assert_eq!(of("twice"), [(0, Weight::Often)]);
    assert_eq!(of("once"), [(1, Weight::Text)]);
    assert!(read.words.iter().is_sorted_by_key(|(word, _)| word));
}

#[test]
fn the_scripts_are_calls_with_nothing_but_data() {
    let index = arguments(script(&STARTER_PAGES, "search/index.js"), "index");
    assert_eq!(index.len(), 8);
    assert!(
        index[5].as_array().unwrap().iter().any(|term| term[0]
            .as_array()
            .unwrap()
            .iter()
            .any(|name| name == "ROI"))
    );
    let pages = index[1].as_array().unwrap();
    assert!(pages.len() > 40);
    for page in pages {
        let url = page[0].as_str().unwrap();
        assert_eq!(texts(&STARTER_PAGES, url).len(), page[2].as_str().unwrap().len(), "{url}");
    }
}

#[test]
fn words_that_end_a_script_or_a_string_are_words() {
    let name = "</script> \" \\ \u{2028} ${x}";
    let policy = format!(
        "+++\ntitle = '{name}'\nnumber = \"P-1\"\nowner = \"A\"\napprover = \"B\"\nreviewed = 2026-11-01\nreview_months = 12\nsummary = \"S\"\n+++\n\n## Head\n\nText `</script>` \\\" text.\n"
    );
    let world = MemoryWorld::new(TODAY)
        .with("handbook.toml", include_str!("../handbooks/small/handbook.toml"))
        .with(
            "content/specifications/payer.toml",
            include_str!("../handbooks/small/content/specifications/payer.toml"),
        )
        .with("content/policies/odd/2026-11-01.md", policy);
    let built = pipeline::build_without_pdfs(&world, &|_| {});
    let site = built.outputs.unwrap_or_else(|| panic!("{:#?}", built.findings));
    let index = arguments(script(&site, "search/index.js"), "index");
    let title = index[1][0][1].as_str().unwrap();
    assert!(title.contains("</script> \" \\"), "{title}");
    assert_eq!(texts(&site, "policies/odd.html").len(), 2);
}

/// The bytes of the index of a handbook with the starter and so many policies.
fn index_size(policies: usize) -> usize {
    let world = large::handbook(policies)
        .into_iter()
        .fold(MemoryWorld::new(TODAY), |world, (path, bytes)| world.with(path, bytes));
    let examined = pipeline::examine(&world);
    assert!(!examined.findings.has_errors());
    let pages = view::view(&examined.handbook, &examined.coverage, &examined.sources.files, false);
    let read: Vec<ReadPage> = places(&pages).into_iter().map(ReadPage::new).collect();
    let sections = read.iter().filter(|page| page.url.starts_with("policies/"));
    assert!(sections.map(|page| page.places.len()).sum::<usize>() > 6 * policies);
    let asked = QueryWords { small_words: "a the", endings: "s" };
    clausebook::search::index(&read, pages.guide.terms, &asked).len()
}

// A thousand and the starter may take 2.5 MB.
#[test]
fn two_hundred_policies_add_no_more_than_a_fifth_of_what_a_thousand_may() {
    let (starter, both) = (index_size(0), index_size(200));
    let may = (2_500_000 - starter) / 5;
    assert!(both - starter < may, "{} bytes besides the starter's {starter}, of {may}", both - starter);
}

#[test]
fn a_page_that_comes_changes_no_other_shelf() {
    let pages: Vec<String> = (0..100).map(|at| format!("policies/policy-{at}.html")).collect();
    let shelves = |pages: &[String]| -> Vec<usize> {
        pages.iter().map(|url| clausebook::search::shelf(url, pages.len())).collect()
    };
    assert_eq!(shelves(&pages)[..99], shelves(&pages[..99]));
    let mut used = shelves(&pages);
    used.sort_unstable();
    used.dedup();
    assert!(used.len() > 10, "{} of 16 shelves", used.len());
}
