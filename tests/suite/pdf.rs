//! Every PDF passes both standards, says who it is, is tagged as what it is, and is the same on every run.

use clausebook::diagnostic::FindingCode;
use clausebook::model::Date;
use clausebook::world::MemoryWorld;
use lopdf::{Dictionary, Document, Object};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use crate::support::{STARTER_SITE, TODAY, build, repository, starter};

fn pdfs() -> Vec<(&'static str, &'static [u8])> {
    let pdfs: Vec<_> = STARTER_SITE.iter().filter(|(path, _)| path.ends_with(".pdf")).collect();
    assert!(pdfs.len() > 50);
    pdfs
}

pub fn failures(bytes: &[u8], profile: ValidationProfile) -> Vec<String> {
    let options = ValidationOptions::default().profile(profile);
    let report = validate_pdf_bytes(bytes, &options).unwrap();
    report.failures.iter().map(ToString::to_string).filter(|failure| !is_about_glyph_names(failure)).collect()
}

/// Both standards want names of letters from the Adobe Glyph List. The validator knows only those of four encodings, not the rest of the
/// list; a test beside the encoding of the fields' font looks them up in the whole list.
fn is_about_glyph_names(failure: &str) -> bool {
    ["7.21.6:2]", "6.2.11.6:2]"].iter().any(|clause| failure.contains(clause))
}

#[test]
fn every_pdf_passes_pdf_ua_1_and_pdf_a_2a() {
    for (path, bytes) in pdfs() {
        for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
            assert_eq!(failures(bytes, profile), Vec::<String>::new(), "{path}");
        }
    }
}

#[test]
fn a_pdf_without_its_tags_would_not_pass() {
    let mut document = Document::load_mem(STARTER_SITE.get("policies/intake.pdf").unwrap()).unwrap();
    document.catalog_mut().unwrap().remove(b"StructTreeRoot");
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    assert_ne!(failures(&bytes, ValidationProfile::PdfUa1), Vec::<String>::new());
}

#[test]
fn two_builds_are_the_same_bytes() {
    let again = build(&starter()).outputs.unwrap();
    let paths: Vec<&str> = again.iter().map(|(path, _)| path).collect();
    for (path, bytes) in again.iter() {
        assert!(STARTER_SITE.get(path) == Some(bytes), "{path} differs");
    }
    assert_eq!(paths.len(), STARTER_SITE.iter().count());
}

#[test]
fn a_policys_pdf_does_not_change_with_the_day() {
    let later: Date = TODAY.tomorrow().unwrap();
    let world = clausebook::assets::starter()
        .into_iter()
        .fold(clausebook::world::MemoryWorld::new(later), |world, (path, bytes)| world.with(path, bytes));
    let site = build(&world).outputs.unwrap();
    assert!(site.get("policies/intake.pdf") == STARTER_SITE.get("policies/intake.pdf"));
    assert!(site.get("policies/intake.html") == STARTER_SITE.get("policies/intake.html"));
}

fn intake() -> Document {
    Document::load_mem(STARTER_SITE.get("policies/intake.pdf").unwrap()).unwrap()
}

fn handbook() -> Document {
    Document::load_mem(STARTER_SITE.get("handbook.pdf").unwrap()).unwrap()
}

/// The structure types of the tag tree, each with its count.
fn tags(document: &Document) -> std::collections::BTreeMap<String, usize> {
    let mut tags = std::collections::BTreeMap::new();
    for object in document.objects.values() {
        if let Ok(element) = object.as_dict()
            && let Ok(name) = element.get(b"S").and_then(Object::as_name)
            && element.has(b"P")
        {
            *tags.entry(String::from_utf8_lossy(name).into_owned()).or_insert(0) += 1;
        }
    }
    tags
}

#[test]
fn headings_lists_tables_and_header_cells_are_tagged() {
    let tags = tags(&intake());
    assert_eq!(tags["H1"], 1, "{tags:?}");
    assert!(tags["H2"] >= 7, "{tags:?}");
    for tag in ["H3", "P", "L", "LI", "LBody", "Table", "TR", "TH", "TD"] {
        assert!(tags.contains_key(tag), "{tag} is missing from {tags:?}");
    }
}

#[test]
fn every_header_cell_says_what_it_heads() {
    let document = intake();
    for object in document.objects.values() {
        if let Ok(element) = object.as_dict()
            && element.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == b"TH")
        {
            let attributes = format!("{:?}", element.get(b"A"));
            assert!(attributes.contains("Scope"), "{attributes}");
        }
    }
}

fn text(document: &Document, object: &Object) -> String {
    let object = document.dereference(object).unwrap().1;
    lopdf::decode_text_string(object).unwrap()
}

#[test]
fn title_and_language_are_set() {
    let document = intake();
    let info = document.trailer.get(b"Info").unwrap();
    let info: &Dictionary = document.dereference(info).unwrap().1.as_dict().unwrap();
    assert_eq!(text(&document, info.get(b"Title").unwrap()), "Intake");
    let language = document.catalog().unwrap().get(b"Lang").unwrap();
    assert_eq!(text(&document, language), "en-US");
}

#[test]
fn the_handbook_has_a_bookmark_for_each_policy_and_the_crosswalk() {
    let document = handbook();
    let titles: Vec<String> = document
        .objects
        .values()
        .filter_map(|object| {
            let item = object.as_dict().ok()?;
            item.has(b"Dest").then_some(())?;
            Some(text(&document, item.get(b"Title").ok()?))
        })
        .collect();
    for wanted in
        ["Intake", "Referral", "Record-keeping", "Conflict of interest", "Appendix: Crosswalk to CCA CSP"]
    {
        assert!(titles.iter().any(|title| title == wanted), "{wanted} is missing from {titles:?}");
    }
}

#[test]
fn the_paper_is_us_letter() {
    let document = handbook();
    let pages = document.get_pages();
    assert!(pages.len() > 20);
    for id in pages.values() {
        let page = document.get_dictionary(*id).unwrap();
        let sizes: Vec<f32> = page
            .get(b"MediaBox")
            .and_then(Object::as_array)
            .unwrap()
            .iter()
            .map(|size| size.as_float().unwrap())
            .collect();
        assert_eq!(sizes, [0.0, 0.0, 612.0, 792.0]);
    }
}

#[test]
fn the_words_can_be_read_out() {
    let document = intake();
    let words = document.extract_text(&[1]).unwrap();
    for wanted in ["Intake", "Not approved", "What to do"] {
        assert!(words.contains(wanted), "{wanted} is missing from {words}");
    }
}

#[test]
fn a_picture_says_where_it_comes_from() {
    let policy = include_str!("../findings/base/policy.md");
    let picture = r#"<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30"/></svg>"#;
    let world = clausebook::world::MemoryWorld::new(TODAY)
        .with("handbook.toml", include_str!("../findings/base/handbook.toml"))
        .with("content/specifications/spec.toml", include_str!("../findings/base/spec.toml"))
        .with("content/policies/base/map.svg", picture)
        .with(
            "content/policies/base/2026-01-01.md",
            format!("{policy}\n![The towns](map.svg \"Source: <county>, 2026\")\n"),
        );
    let site = build(&world).outputs.unwrap();
    let page = std::str::from_utf8(site.get("policies/base.html").unwrap()).unwrap();
    assert!(
        page.contains("loading=\"lazy\"><figcaption>Source: &lt;county&gt;, 2026</figcaption></figure>"),
        "{page}"
    );
    let pdf = site.get("policies/base.pdf").unwrap();
    let document = Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let words = document.extract_text(&pages).unwrap();
    assert!(words.contains("Source: <county>, 2026"), "{words}");
    assert_eq!(failures(pdf, ValidationProfile::PdfUa1), Vec::<String>::new());
    assert_eq!(failures(pdf, ValidationProfile::PdfA2a), Vec::<String>::new());
}

#[test]
fn what_the_print_template_refuses_is_found_at_the_authors_line() {
    let look = std::fs::read_to_string(repository("templates/pdf/look.typ")).unwrap();
    let policy = include_str!("../findings/base/policy.md").to_owned() + "\n1. One\n\n   - Two\n\n     ***\n";
    let world = MemoryWorld::new(TODAY)
        .with("handbook.toml", include_str!("../findings/base/handbook.toml"))
        .with("content/specifications/spec.toml", include_str!("../findings/base/spec.toml"))
        .with("templates/pdf/look.typ", look + "\n#let rule() = panic(\"no lines\")\n")
        .with("content/policies/base/2026-01-01.md", policy.as_str());
    let findings = build(&world).findings;
    let found: Vec<_> = findings.iter().filter(|finding| finding.code == FindingCode::Pdf).collect();
    assert!(!found.is_empty(), "{findings:?}");
    for finding in found {
        assert!(policy[finding.span.range().start..].starts_with("***"), "{finding:?}");
    }
}
