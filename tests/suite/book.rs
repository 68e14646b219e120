//! The whole handbook in print is a book: a cover, a page to sign, and a crosswalk whose page numbers are right. A logo is on everything.

use clausebook::diagnostic::FindingCode;
use clausebook::world::MemoryWorld;
use lopdf::Document;
use page_validation::ValidationProfile;

use crate::pdf::failures;
use crate::support::{TODAY, build};

const HANDBOOK: &str = include_str!("../findings/base/handbook.toml");
const SPECIFICATION: &str = include_str!("../findings/base/spec.toml");
const HEADER: &str = include_str!("../findings/base/policy-header.md");
const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30" fill="#0b5563"/></svg>"##;

/// The words of each page, with single spaces.
pub fn pages(pdf: &[u8]) -> Vec<String> {
    let document = Document::load_mem(pdf).unwrap();
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    let text = |page: &u32| document.extract_text(&[*page]).unwrap();
    numbers.iter().map(|page| text(page).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The page numbers that a page names after some words: `§ Far, p. 7`.
pub fn named_after(page: &str, words: &str) -> Vec<usize> {
    let after = page.match_indices(words).map(|(at, _)| &page[at + words.len()..]);
    let numbers = after.filter_map(|rest| rest.trim_start_matches([',', ' ']).strip_prefix("p."));
    numbers
        .filter_map(|rest| rest.trim_start().split(|c: char| !c.is_ascii_digit()).next()?.parse().ok())
        .collect()
}

/// A policy that cites a clause on its first page, and the same one again some pages later.
pub fn long_policy() -> String {
    let filler = "We write down what we did, for whom, and what comes next.\n\n".repeat(120);
    format!(
        "{HEADER}\n## Near\n\nWe plan within two weeks [@spec/items/1].\n\n{filler}## Far\n\nThe plan is made within 2 weeks [@spec/items/1].\n"
    )
}

fn world() -> MemoryWorld {
    MemoryWorld::new(TODAY)
        .with("handbook.toml", HANDBOOK)
        .with("content/specifications/spec.toml", SPECIFICATION)
        .with("content/policies/base/2026-01-01.md", long_policy())
}

fn book(world: &MemoryWorld) -> Vec<u8> {
    let built = build(world);
    let site = built.outputs.unwrap_or_else(|| panic!("{:?}", built.findings));
    site.get("handbook.pdf").unwrap().to_vec()
}

#[test]
fn the_crosswalk_names_the_page_of_each_passage() {
    let pages = pages(&book(&world()));
    let crosswalk = pages.iter().rfind(|page| page.contains("Crosswalk")).unwrap();
    for words in ["Near", "Far"] {
        let named = named_after(crosswalk, &format!("§ {words}"));
        assert_eq!(named.len(), 1, "{words}: {crosswalk}");
        let page = &pages[named[0] - 1];
        assert!(
            page.contains(words) && page.contains("[Items 1]"),
            "{words} is not on page {}: {page}",
            named[0]
        );
    }
    assert_ne!(named_after(crosswalk, "§ Near"), named_after(crosswalk, "§ Far"));
}

#[test]
fn the_cover_and_the_page_to_sign_say_what_is_in_force() {
    let handbook = HANDBOOK.replace("telephone", "address = \"1 Main Street\"\ntelephone");
    let pages = pages(&book(&world().with("handbook.toml", handbook)));
    for words in ["Riverside", "1 Main Street", "Every policy in this handbook is approved and in force"] {
        assert!(pages[0].contains(words), "{words} is missing from {}", pages[0]);
    }
    for words in ["Adoption", "P-2", "To be signed by: Board", "Signature"] {
        assert!(pages[1].contains(words), "{words} is missing from {}", pages[1]);
    }
    let draft = long_policy()
        .replace("approved_by = \"Board\"\napproved_on = 2026-01-01\nreviewed = 2026-11-01\n", "");
    let pages = self::pages(&book(&world().with("content/policies/base/2026-01-01.md", draft)));
    assert!(pages[0].contains("A draft"), "{}", pages[0]);
}

#[test]
fn what_is_for_authors_or_only_informs_is_not_in_the_book() {
    let page = |title: &str, more: &str, text: &str| {
        format!("+++\ntitle = \"{title}\"\nsummary = \"Words.\"\norder = 1\n{more}+++\n## Part\n\n{text}\n")
    };
    let article = SPECIFICATION.replace("\"spec\"", "\"article\"").replace("\"SPEC\"", "\"ARTICLE\"");
    let article = article.replace("authority = \"binding\"", "authority = \"informative\"");
    let world = world()
        .with("content/specifications/article.toml", article)
        .with("content/guide/setup.md", page("Set it up", "readers = \"authors\"\n", "Words for authors."))
        .with("content/guide/about.md", page("About", "", "See [how to set it up](guide:setup)."));
    let site = build(&world).outputs.expect("it builds");
    assert!(site.get("guide/setup.html").is_some(), "the site has it");
    let text = pages(site.get("handbook.pdf").unwrap()).join(" ");
    assert!(text.contains("how to set it up") && !text.contains("Words for authors"), "{text}");
    assert!(text.contains("Crosswalk to SPEC") && !text.contains("Crosswalk to ARTICLE"), "{text}");
}

#[test]
fn a_logo_is_on_pages_and_pdfs_which_stay_valid() {
    let form = include_str!("../findings/base/form.toml");
    let tasks = HANDBOOK.replacen("tracks", "form_tasks = [\"A new Member\"]\ntracks", 1);
    let world = world()
        .with("handbook.toml", tasks)
        .with("site/logo.svg", LOGO)
        .with("forms/base/2026-01-01.toml", form);
    let site = build(&world).outputs.expect("it builds");
    let page = std::str::from_utf8(site.get("policies/base.html").unwrap()).unwrap();
    assert!(page.contains("src=\"../assets/logo.svg\""), "{page}");
    assert!(site.get("assets/logo.svg") == Some(LOGO.as_bytes()));
    let without = build(&self::world()).outputs.expect("it builds");
    assert!(site.get("policies/base.pdf") != without.get("policies/base.pdf"));
    for path in ["handbook.pdf", "policies/base.pdf", "forms/base.pdf", "forms/base-large-print.pdf"] {
        for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
            assert_eq!(failures(site.get(path).unwrap(), profile), Vec::<String>::new(), "{path}");
        }
    }
}

#[test]
fn a_logo_that_could_do_something_is_refused_at_its_file() {
    let active = LOGO.replace("<rect", "<script>1</script><rect");
    let findings = build(&world().with("site/logo.svg", active.as_str())).findings;
    let found: Vec<_> = findings.iter().filter(|finding| finding.code == FindingCode::ActiveImage).collect();
    assert_eq!(found.len(), 1, "{findings:?}");
    assert_eq!(found[0].span.range().start, active.find("<script").unwrap());
    let broken = build(&world().with("site/logo.png", "no picture")).findings;
    assert!(broken.iter().any(|finding| finding.code == FindingCode::BadImage), "{broken:?}");
}

#[test]
fn the_icon_has_the_accent() {
    let site =
        build(&world().with("handbook.toml", format!("accent = \"#7a1f1f\"\n{HANDBOOK}"))).outputs.unwrap();
    let icon = std::str::from_utf8(site.get("assets/icon.svg").unwrap()).unwrap();
    assert!(icon.contains("#7a1f1f") && !icon.contains("#0b5563"), "{icon}");
}
