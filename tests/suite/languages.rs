//! Words in other letters than the built-in font's: they are printed, and say their language and direction, on page and paper.

use std::io::{Cursor, Read};

use clausebook::assets::Origin;
use clausebook::memo::Memo;
use clausebook::pipeline::{self, Built};
use clausebook::view::view;
use clausebook::world::MemoryWorld;
use lopdf::{Document, Object};
use page_validation::ValidationProfile;
use zip::ZipArchive;

use crate::paper::Paper;
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
        "<p dir=\"rtl\"><span lang=\"ar\">خدمات اللغة مجانية</span> 5, in Arabic.</p>",
        "<p dir=\"rtl\"><span lang=\"he\">עברית: שירותי תרגום</span></p>",
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

/// A policy's words in Arabic: a paragraph, tables, a list, a callout.
const ARABIC: &str = "
## خدمات

خدمات اللغة مجانية (5).

| خدمات | اللغة |
|---|---|
| 11 | مجانية |
| خدمات | 22 |

1. خدمات
2. English words.

> [!NOTE]
> خدمات اللغة
";

/// A handbook in this language with the Arabic words in a policy, and a form with a label in Arabic and one in English.
fn arabic(language: &str) -> MemoryWorld {
    let policy = include_str!("../findings/base/policy.md");
    let form = "title = \"Plan\"\nnumber = \"F-1\"\nowner = \"Director\"\napprover = \"Board\"\nreviewed = 2026-11-01\nsummary = \"S.\"\n\
                due = \"At intake.\"\ntasks = [\"A new Member\"]\n\n[[section]]\nid = \"words\"\ntitle = \"Words\"\n\n[[section.field]]\nid = \"one\"\n\
                label = \"خدمات اللغة\"\nkind = \"text\"\n\n[[section.field]]\nid = \"two\"\nlabel = \"Telephone\"\nkind = \"text\"\n";
    let handbook = include_str!("../findings/base/handbook.toml");
    with_own_fonts(world())
        .with(
            "handbook.toml",
            format!("language = \"{language}\"\nform_tasks = [\"A new Member\"]\n{handbook}"),
        )
        .with("content/policies/base/2026-01-01.md", format!("{policy}{ARABIC}"))
        .with("forms/plan/2026-01-01.toml", form)
}

/// Left and right edge of the words that contain `letters`, on the paper.
fn edges(paper: &Paper, letters: &str) -> (f32, f32) {
    let run = paper.runs.iter().find(|run| run.text.contains(letters));
    run.map_or_else(|| panic!("{letters} is not on the paper"), |run| (run.left, run.right))
}

#[test]
fn a_page_runs_as_its_language_does_and_a_line_as_its_first_letter() {
    let english = page(&build(&arabic("en")), "policies/base.html");
    assert!(english.contains("<html lang=\"en\">"), "{english}");
    for wanted in
        ["class=\"cards\" dir=\"rtl\">", "<ol dir=\"rtl\">", "<li dir=\"ltr\">", "role=\"note\" dir=\"rtl\">"]
    {
        assert!(english.contains(wanted), "{wanted} is missing from {english}");
    }
    let arabic = page(&build(&arabic("ar")), "policies/base.html");
    for wanted in [
        "<html lang=\"ar\" dir=\"rtl\">",
        "<p>خدمات اللغة مجانية (5).</p>",
        "<p dir=\"ltr\">We plan within two weeks",
        "<table role=\"table\" class=\"cards\"><thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" role=\"columnheader\">خدمات</th>",
        "<ol>\n<li><div class=\"item\">خدمات</div></li>\n<li dir=\"ltr\"><div class=\"item\">English words.</div></li>",
        "role=\"note\"><p class=\"callout-word\">",
    ] {
        assert!(arabic.contains(wanted), "{wanted} is missing from {arabic}");
    }
}

#[test]
fn on_paper_cells_and_labels_start_at_the_right_where_they_run_so() {
    for language in ["en", "ar"] {
        let built = build(&arabic(language));
        let paper = Paper::read(file(&built, "policies/base.pdf"));
        let (number, words) = (edges(&paper, "11"), edges(&paper, "22"));
        assert!(number.0 > words.0, "{language}: the first column is not at the right");
        assert!(
            (number.1 - 540.0).abs() < 8.0,
            "{language}: {number:?} does not start at the right of its cell"
        );
        let english = edges(&paper, "plan within");
        assert!(english.0 < 80.0, "{language}: English starts at {}", english.0);
        for edition in ["", "-large-print"] {
            let paper = Paper::read(file(&built, &format!("forms/plan{edition}.pdf")));
            let rightmost =
                paper.runs.iter().filter(|run| run.text.chars().any(|c| ('ا'..='ي').contains(&c)));
            let rightmost = rightmost.map(|run| run.right).fold(0.0, f32::max);
            assert!(
                (rightmost - 558.0).abs() < 2.0,
                "{language}{edition}: the Arabic label ends at {rightmost}"
            );
            let telephone = edges(&paper, "Telephone").0;
            assert!(
                (telephone - 54.0).abs() < 2.0,
                "{language}{edition}: the English label starts at {telephone}"
            );
        }
        is_valid(file(&built, "policies/base.pdf"));
        is_valid(file(&built, "forms/plan.pdf"));
        is_valid(file(&built, "handbook.pdf"));
    }
}

#[test]
fn a_word_file_says_directions() {
    for (language, of_words) in
        [("en", "<w:lang w:val=\"en\" />"), ("ar", "<w:lang w:val=\"ar\" w:bidi=\"ar\" />")]
    {
        let examined = pipeline::examine(&arabic(language));
        let pages = view(&examined.handbook, &examined.coverage, &examined.sources.files, true);
        let policy = pages.policies.iter().find(|policy| policy.row.id == "base").unwrap();
        let mut zip = ZipArchive::new(Cursor::new(
            clausebook::docx::write(&pages, policy, &examined.sources.images, TODAY).unwrap(),
        ))
        .unwrap();
        let mut part = |name: &str| {
            let mut xml = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
            xml
        };
        let xml = part("word/document.xml") + &part("word/styles.xml");
        for wanted in ["<w:bidi />", "<w:bidiVisual />", "<w:rtl />", of_words] {
            assert!(xml.contains(wanted), "{language}: {wanted} is missing from {xml}");
        }
        let english = &xml[..xml.find("We plan within").unwrap()];
        let paragraph = &english[english.rfind("<w:pPr>").unwrap()..];
        assert!(
            !paragraph.contains("<w:bidi />") && !paragraph.contains("<w:rtl />"),
            "{language}: {paragraph}"
        );
    }
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
