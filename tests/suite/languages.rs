//! Words in other letters than the built-in font's: they are printed, and say their language and direction, on page and paper.

use clausebook::assets::Origin;
use clausebook::memo::Memo;
use clausebook::pipeline::{self, Built};
use clausebook::world::MemoryWorld;
use lopdf::{Document, Object};
use page_validation::ValidationProfile;

use crate::pdf::failures;
use crate::support::{Sandbox, TODAY, build, files_in, repository};

/// One line in each writing system of the fonts in `tests/fonts`, as a program's notice of free interpreters has them.
const NOTICE: &str = "
## Languages

خدمات اللغة مجانية 5, in Arabic.

עברית: שירותי תרגום

- ភាសាខ្មែរ (Khmer)
- हिन्दी भाषा (Hindi)

| Language | Words |
|---|---|
| Chinese | 免费语言服务 |
| Korean | 무료 통역 |
";

fn world() -> MemoryWorld {
    let policy = include_str!("../findings/base/policy.md");
    MemoryWorld::new(TODAY)
        .with(
            "handbook.toml",
            format!("form_tasks = [\"A new Member\"]\n{}", include_str!("../findings/base/handbook.toml")),
        )
        .with("content/specifications/spec.toml", include_str!("../findings/base/spec.toml"))
        .with("content/policies/plain/2026-01-01.md", policy.replace("P-1", "P-2"))
        .with("content/policies/base/2026-01-01.md", format!("{policy}{NOTICE}"))
}

fn fonts() -> Vec<(String, Vec<u8>)> {
    let fonts = files_in(&repository("tests/fonts")).into_iter();
    fonts.filter(|(name, _)| name.ends_with(".ttf") || name.ends_with(".ttc")).collect()
}

fn with_own_fonts(world: MemoryWorld) -> MemoryWorld {
    fonts().into_iter().fold(world, |world, (name, bytes)| world.with(format!("site/fonts/{name}"), bytes))
}

#[track_caller]
fn file<'a>(built: &'a Built, path: &str) -> &'a [u8] {
    let outputs = built.outputs.as_ref().unwrap_or_else(|| panic!("{:?}", built.findings));
    outputs.get(path).unwrap_or_else(|| panic!("{path} is missing"))
}

fn page(built: &Built, path: &str) -> String {
    String::from_utf8(file(built, path).to_vec()).unwrap()
}

/// The languages that parts of a document say they are in.
fn languages(pdf: &[u8]) -> Vec<String> {
    let document = Document::load_mem(pdf).unwrap();
    let language = |object: &Object| {
        let element = object.as_dict().ok().filter(|element| element.has(b"P"))?;
        lopdf::decode_text_string(element.get(b"Lang").ok()?).ok()
    };
    let mut languages: Vec<String> = document.objects.values().filter_map(language).collect();
    languages.sort();
    languages.dedup();
    languages
}

fn is_valid(pdf: &[u8]) {
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        assert_eq!(failures(pdf, profile), Vec::<String>::new());
    }
}

#[test]
fn six_writing_systems_are_printed_and_pass_both_standards() {
    let built = build(&with_own_fonts(world()));
    for path in ["policies/base.pdf", "handbook.pdf"] {
        let pdf = file(&built, path);
        is_valid(pdf);
        let languages = languages(pdf);
        for language in ["ar", "he", "km", "ko", "zh"] {
            assert!(languages.iter().any(|found| found == language), "{path}: {language} of {languages:?}");
        }
    }
    let text = Document::load_mem(file(&built, "policies/base.pdf")).unwrap();
    let pages: Vec<u32> = text.get_pages().into_keys().collect();
    let text = text.extract_text(&pages).unwrap();
    for words in ["免费语言服务", "무료", "통역"] {
        assert!(text.contains(words), "{words} is missing from {text}");
    }
}

#[test]
fn pages_say_language_and_direction() {
    let built = build(&with_own_fonts(world()));
    let page = page(&built, "policies/base.html");
    for wanted in [
        "<p dir=\"rtl\"><span lang=\"ar\" dir=\"rtl\">خدمات اللغة مجانية</span> 5, in Arabic.</p>",
        "<p dir=\"rtl\"><span lang=\"he\" dir=\"rtl\">עברית: שירותי תרגום</span></p>",
        "<span lang=\"km\">ភាសាខ្មែរ</span> (Khmer)",
        "<span lang=\"zh\">免费语言服务</span>",
        "<span lang=\"ko\">무료 통역</span>",
    ] {
        assert!(page.contains(wanted), "{wanted} is missing from {page}");
    }
    let css = self::page(&built, "assets/handbook.css");
    assert!(css.contains("@font-face { font-family: \"Noto Sans Khmer\"; font-weight: 400 400;"), "{css}");
    assert!(css.contains("src: url(\"fonts/NotoSansKhmer.ttf\"); unicode-range: U+17"), "{css}");
    assert!(css.contains("--own-fonts: \"Noto Sans Arabic\", \"Noto Sans Devanagari\""), "{css}");
    assert!(!css.contains(".ttc"), "{css}");
}

#[test]
fn the_fonts_of_the_computer_are_used_where_the_handbook_has_none_and_are_named() {
    let computer = world().with_system_fonts(fonts().into_iter().map(|(_, bytes)| bytes).collect());
    let built = build(&computer);
    is_valid(file(&built, "policies/base.pdf"));
    assert!(built.fonts.iter().all(|font| font.origin == Origin::Computer), "{:?}", built.fonts);
    let families: Vec<&str> = built.fonts.iter().map(|font| font.family.as_str()).collect();
    for family in ["Noto Sans Arabic", "Noto Sans Khmer", "Noto Sans CJK KR"] {
        assert!(families.contains(&family), "{families:?}");
    }
    // The same fonts, the same bytes, wherever they come from; and a policy without such words is what it is without them.
    let own = build(&with_own_fonts(world()));
    assert!(file(&own, "policies/base.pdf") == file(&built, "policies/base.pdf"));
    let without =
        world().with("content/policies/base/2026-01-01.md", include_str!("../findings/base/policy.md"));
    assert!(file(&build(&without), "policies/plain.pdf") == file(&own, "policies/plain.pdf"));
}

#[test]
fn the_preview_prints_with_the_same_fonts() {
    let world = with_own_fonts(world());
    let preview = pipeline::preview(&world, &Memo::default());
    let pdf = preview.pdf("policies/base.pdf").unwrap().unwrap();
    assert!(pdf == file(&build(&world), "policies/base.pdf"));
}

#[test]
fn labels_and_titles_of_forms_are_printed_too() {
    let form = r#"title = "ភាសាខ្មែរ"
number = "F-1"
owner = "Director"
approver = "Board"
reviewed = 2026-11-01
summary = "עברית"
due = "At intake."
tasks = ["A new Member"]

[[section]]
id = "words"
title = "한국어"

[[section.field]]
id = "one"
label = "خدمات: اللغة"
kind = "text"

[[section.field]]
id = "two"
label = "中文"
kind = "choice"
options = ["हिन्दी", "ភាសា"]
"#;
    let built = build(&with_own_fonts(world()).with("forms/words/2026-01-01.toml", form));
    for path in ["forms/words.pdf", "forms/words-large-print.pdf"] {
        is_valid(file(&built, path));
    }
    let page = page(&built, "forms/words.html");
    assert!(
        page.contains("<span lang=\"km\">ភាសាខ្មែរ</span>") && page.contains("<span lang=\"zh\">中文</span>"),
        "{page}"
    );
}

#[test]
fn without_a_font_the_finding_names_one() {
    let policy = include_str!("../findings/base/policy.md");
    for (words, font) in [
        ("خدمات", "Noto Sans Arabic"),
        ("עברית", "Noto Sans Hebrew"),
        ("ភាសា", "Noto Sans Khmer"),
        ("हिन्दी", "Noto Sans Devanagari"),
        ("中文", "Noto Sans SC"),
        ("무료", "Noto Sans KR"),
    ] {
        let world = world().with("content/policies/base/2026-01-01.md", format!("{policy}\n{words}\n"));
        let found = format!("{:?}", pipeline::examine(&world).findings);
        assert!(found.contains(&format!("put the free font {font} (from fonts.google.com)")), "{found}");
    }
    assert!(!pipeline::examine(&with_own_fonts(world())).findings.has_errors());
}

#[test]
fn a_build_lists_the_fonts_that_it_took() {
    let sandbox = Sandbox::with_small();
    let khmer = std::fs::read(repository("tests/fonts/NotoSansKhmer.ttf")).unwrap();
    sandbox.write("book/site/fonts/NotoSansKhmer.ttf", khmer);
    let plain = sandbox.run(&["build", "book"]).expect(0);
    assert!(!plain.err.contains("Fonts"), "{}", plain.err);
    let handbook = sandbox.read("book/handbook.toml");
    sandbox.write("book/handbook.toml", handbook.replacen("title = \"", "title = \"ភាសាខ្មែរ ", 1));
    let printed = sandbox.run(&["build", "book"]).expect(0);
    let line = "Fonts besides the built-in one: Noto Sans Khmer (site/fonts/NotoSansKhmer.ttf).";
    assert!(printed.err.contains(line), "{}", printed.err);
}
