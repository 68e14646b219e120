//! Forms, policies and pages of the guide in other languages: their words are those of the translation, and everything else is the
//! original's.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use clausebook::diagnostic::FindingCode;
use clausebook::output::Outputs;
use clausebook::pipeline::{Built, Examined, examine};
use clausebook::world::MemoryWorld;
use lopdf::Document;
use page_validation::ValidationProfile;
use serde_json::json;

use crate::paper::Paper;
use crate::pdf::failures;
use crate::replay::replay;
use crate::support::{STARTER_PAGES, Sandbox, TODAY, build, files_in, repository, starter};

const BOOK: &str = "title = \"Handbook\"\ntracks = [\"csp\"]\nform_tasks = [\"A new Member\"]\n[track_names]\ncsp = \"CSP\"\n[organization]\nname = \"Riverside\"\ntelephone = \"617-555-0100\"\n";

const FORM: &str = r#"
title = "Plan"
number = "F-1"
owner = "Director"
approver = "Board"
approved_by = "Board"
approved_on = 2026-01-01
reviewed = 2026-11-01
summary = "What we do together."
tasks = ["A new Member"]
due = "At once."

[[identity]]
id = "member-name"
label = "Name"
required = true

[[section]]
id = "first"
title = "First things"
text = "Call {{ organization.telephone }}."
[[section.field]]
id = "housing"
label = "Housing"
kind = "choice"
options = ["Own", "Street"]
other = true
[[section.field]]
id = "where"
label = "Where at night"
kind = "text"
only_if = "housing = 'Street'"
[[section.field]]
id = "how-well"
label = "How well"
kind = "table"
row_heading = "Asked"
row_labels = ["Listens", "Explains"]
[[section.field.column]]
id = "answer"
label = "Answer"
kind = "choice"
options = ["Yes", "No"]
options_as = "columns"
[[section.field]]
id = "signed"
label = "Member"
kind = "signature"
signer = "member"

[[section]]
id = "goals"
title = "Goals"
repeat = 2
repeat_name = "Goal"
[[section.field]]
id = "goal"
label = "The goal"
help = "In a few words."
kind = "text"
"#;

const SPANISH: &str = r#"
title = "Plan de apoyo"
summary = "Lo que hacemos juntos."
due = "De inmediato."
[options]
Yes = "Sí"
No = "No"
[section.first]
title = "Lo primero"
text = "Llame al {{ organization.telephone }}."
[section.goals]
title = "Metas"
repeat_name = "Meta"
[field.member-name]
label = "Nombre"
[field.housing]
label = "Vivienda"
options = { Own = "Propia", Street = "La calle" }
[field.where]
label = "Dónde pasa la noche"
[field.how-well]
label = "Qué tal"
row_heading = "Pregunta"
options = { Listens = "Escucha", Explains = "Explica" }
column.answer.label = "Respuesta"
[field.signed]
label = "Miembro"
[field.goal]
label = "La meta"
help = "En pocas palabras."
"#;

fn world() -> MemoryWorld {
    MemoryWorld::new(TODAY).with("handbook.toml", BOOK).with("forms/plan/2026-01-01.toml", FORM)
}

/// The handbook on disk, with a translation whose record `clausebook translate` wrote.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("book/handbook.toml", BOOK);
    sandbox.write("book/forms/plan/2026-01-01.toml", FORM);
    sandbox.write("book/forms/plan/2026-01-01.es.toml", SPANISH);
    sandbox.run(&["translate", "plan", "es", "book", "--updated"]).expect(0);
    sandbox
}

fn translated() -> MemoryWorld {
    let sandbox = sandbox();
    let spanish = sandbox.read("book/forms/plan/2026-01-01.es.toml");
    world().with("forms/plan/2026-01-01.es.toml", spanish)
}

static SITE: LazyLock<Built> = LazyLock::new(|| build(&translated()));

fn outputs(built: &Built) -> &Outputs {
    built.outputs.as_ref().unwrap_or_else(|| panic!("{:?}", built.findings))
}

fn page(built: &Built, path: &str) -> String {
    let bytes = outputs(built).get(path).unwrap_or_else(|| panic!("{path} is missing"));
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn codes(examined: &Examined) -> Vec<&'static str> {
    examined.findings.iter().map(|finding| finding.code.word()).collect()
}

fn language_of(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).unwrap();
    lopdf::decode_text_string(document.catalog().unwrap().get(b"Lang").unwrap()).unwrap()
}

#[test]
fn a_translated_form_has_a_page_and_pdfs_of_its_own() {
    let english = page(&SITE, "forms/plan.html");
    assert!(
        english.contains("<a href=\"../forms/plan.es.html\" hreflang=\"es\" lang=\"es\">Español</a>"),
        "{english}"
    );
    let spanish = page(&SITE, "forms/plan.es.html");
    assert!(spanish.contains("<html lang=\"es\">"), "{spanish}");
    assert!(
        spanish.contains("<a href=\"../forms/plan.html\" hreflang=\"en-US\" lang=\"en-US\">English</a>"),
        "{spanish}"
    );
    for words in
        ["Plan de apoyo", "La calle", "Si “La calle”:", "Meta 1", "Llame al 617-555-0100.", "Relación con el"]
    {
        assert!(spanish.contains(words), "{words} is missing from {spanish}");
    }
    for path in ["plan.es.pdf", "plan.es-large-print.pdf", "plan.es-continuation.pdf"] {
        let pdf = outputs(&SITE).get(&format!("forms/{path}")).unwrap_or_else(|| panic!("{path} is missing"));
        assert_eq!(language_of(pdf), "es", "{path}");
        for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
            assert_eq!(failures(pdf, profile), Vec::<String>::new(), "{path}");
        }
    }
}

#[test]
fn a_translated_page_is_in_the_search_with_its_language() {
    let index = page(&SITE, "search/index.js");
    let (_, from_page) = index.split_once("[\"forms/plan.es.html\",\"Plan de apoyo\",").unwrap();
    let (its_own, _) = from_page.split_once(".html").unwrap_or((from_page, ""));
    assert!(its_own.contains("[\"es\",\"Español\"]"), "{its_own}");
    let (_, original) = index.split_once("[\"forms/plan.html\",\"Plan\",").unwrap();
    assert!(!original.split_once(".html").unwrap_or_default().0.contains("\"es\""));
}

#[test]
fn what_a_translation_is_is_said_on_screen_and_in_print() {
    let say = "Pendiente de que lo confirme un traductor calificado.";
    assert!(page(&SITE, "forms/plan.es.html").contains(say));
    let pdf = outputs(&SITE).get("forms/plan.es.pdf").unwrap();
    assert!(Paper::read(pdf).text().replace('\n', " ").contains(say));
    assert!(page(&SITE, "director.html").contains("forms/plan.es.html"));
}

#[test]
fn a_form_and_its_translation_are_side_by_side_in_one_pdf() {
    const BOTH: &str = "forms/plan.es-side-by-side.pdf";
    assert!(outputs(&SITE).get(BOTH).is_none(), "only where the translation says so");
    let spanish = format!("side_by_side = true\n{SPANISH}");
    let built = build(&world().with("forms/plan/2026-01-01.es.toml", spanish));
    let pdf = outputs(&built).get(BOTH).unwrap();
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        assert_eq!(failures(pdf, profile), Vec::<String>::new());
    }
    assert_eq!(language_of(pdf), "en-US");
    let text = Paper::read(pdf).text().split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Plan de apoyo",
        "Own / Propia",
        "If “Street”: Where at night Si “La calle”: Dónde pasa la noche",
        "Listens Escucha",
        "Goal 1 / Meta 1",
        "In a few words.",
        "En pocas palabras.",
        "Signature / Firma",
        "Call 617-555-0100. Llame al 617-555-0100.",
        "Pendiente de que lo confirme un traductor calificado.",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let fields = |path: &str| {
        let saved = clausebook::pdf::saved(outputs(&built).get(path).unwrap()).unwrap();
        saved.fields.into_keys().collect::<BTreeSet<String>>()
    };
    assert_eq!(fields(BOTH), fields("forms/plan.pdf"));
    let link = "<a href=\"../forms/plan.es-side-by-side.pdf\">";
    let english = page(&built, "forms/plan.html");
    assert!(english.contains(&format!("{link}Side by side with <span lang=\"es\">Español</span> (PDF)</a>")));
    let spanish = page(&built, "forms/plan.es.html");
    assert!(
        spanish.contains(&format!("{link}Lado a lado con <span lang=\"en-US\">English</span> (PDF)</a>"))
    );
}

#[test]
fn what_is_in_the_other_language_is_tagged_with_it() {
    let spanish = format!("side_by_side = true\n{SPANISH}");
    let built = build(&world().with("forms/plan/2026-01-01.es.toml", spanish));
    let pdf = outputs(&built).get("forms/plan.es-side-by-side.pdf").unwrap();
    let document = Document::load_mem(pdf).unwrap();
    // A whole paragraph or column is a part with a language, and words within a line are a stretch with one.
    let parts = document.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"Lang").ok());
    let parts = parts.filter(|language| lopdf::decode_text_string(language).is_ok_and(|tag| tag == "es"));
    assert!(parts.count() >= 3);
    let content: Vec<u8> = document.page_iter().flat_map(|page| document.get_page_content(page)).collect();
    let stretches = String::from_utf8_lossy(&content).matches("/Lang(es)").count();
    assert!(stretches > 20, "{stretches}");
}

#[test]
fn a_form_that_is_side_by_side_is_read_as_any_other() {
    let sandbox = sandbox();
    sandbox.edit("book/forms/plan/2026-01-01.es.toml", "title =", "side_by_side = true\ntitle =");
    sandbox.run(&["build", "book"]).expect(0);
    let read = sandbox.run(&["read", "book/public/forms/plan.es-side-by-side.pdf", "book"]).expect(0).json();
    assert_eq!(read, json!({ "$form": "plan", "$version": "2026-01-01" }));
    sandbox.run(&["translate", "plan", "es", "book"]).expect(0);
    assert!(sandbox.read("book/forms/plan/2026-01-01.es.toml").contains("side_by_side = true\n"));
}

#[test]
fn names_of_fields_and_boxes_are_the_same_in_every_language() {
    let fields = |path: &str| {
        let saved = clausebook::pdf::saved(outputs(&SITE).get(path).unwrap()).unwrap();
        saved.fields.into_keys().collect::<BTreeSet<String>>()
    };
    let english = fields("forms/plan.pdf");
    assert!(english.contains("how-well/listens/answer"), "{english:?}");
    assert_eq!(fields("forms/plan.es.pdf"), english);
}

#[test]
fn data_is_the_same_in_every_language() {
    let sandbox = sandbox();
    let data = json!({
        "$form": "plan", "$version": "2026-01-01", "member-name": "A", "housing": "street", "where": "Park",
        "how-well": { "listens": { "answer": "yes" } }, "goals": [{ "goal": "Home" }],
    });
    sandbox.write("values.json", data.to_string());
    let fill = ["fill", "plan", "book", "--data", "values.json", "--out", "filled.pdf", "--language", "es"];
    sandbox.run(&fill).expect(0);
    let pdf = std::fs::read(sandbox.path("filled.pdf")).unwrap();
    assert!(Paper::read(&pdf).text().contains("Vivienda"));
    let read = sandbox.run(&["read", "filled.pdf", "book"]).expect(0).json();
    assert_eq!(read, data);
    let unknown = ["fill", "plan", "book", "--data", "values.json", "--out", "other.pdf", "--language", "vi"];
    assert!(sandbox.run(&unknown).expect(2).err.contains("plan is not in vi; it is in: es"));
}

#[test]
fn what_is_not_translated_is_english_and_counted() {
    let missing = SPANISH.replace("label = \"La meta\"", "label = \"\"").replace("Street = \"La calle\"", "");
    let missing = missing.replace("Own = \"Propia\", ", "Own = \"Propia\"");
    let world = world().with("forms/plan/2026-01-01.es.toml", missing);
    let examined = examine(&world);
    let found = examined.findings.iter().find(|one| one.code == FindingCode::UntranslatedText).unwrap();
    assert!(found.message.contains("2 texts are still in the language of the original"), "{}", found.message);
    assert!(
        found.hints[0].contains("“Street” of the field `housing`, `label` of the field `goal`"),
        "{found:?}"
    );
    let built = clausebook::pipeline::build_without_pdfs(&world, &|_| {});
    assert!(page(&built, "forms/plan.es.html").contains("Una parte todavía no está traducida"));
}

#[test]
fn a_translation_of_another_text_is_published_and_says_so() {
    let changed = FORM.replace("How well", "How well it goes");
    let changed = changed
        .replace("[[identity]]", "[[history]]\ndate = 2026-12-01\nchange = \"New words.\"\n\n[[identity]]");
    let world = translated().with("forms/plan/2026-01-01.toml", changed);
    let examined = examine(&world);
    assert_eq!(codes(&examined).iter().filter(|code| **code == "stale-translation").count(), 1);
    let built = build(&world);
    let say = "El texto en inglés cambió el 1 de diciembre de 2026.";
    assert!(page(&built, "forms/plan.es.html").contains(say));
    let pdf = outputs(&built).get("forms/plan.es.pdf").unwrap();
    assert!(Paper::read(pdf).text().replace('\n', " ").contains(say));
    assert!(page(&built, "director.html").contains("The English changed"));
}

#[test]
fn another_telephone_number_is_no_other_text() {
    let world = translated().with("handbook.toml", BOOK.replace("0100", "0199"));
    assert!(!codes(&examine(&world)).contains(&"stale-translation"));
}

#[test]
fn a_minor_correction_leaves_a_translation_as_it_is() {
    let sandbox = Sandbox::new();
    let unapproved = FORM.replace("approved_by = \"Board\"\napproved_on = 2026-01-01\n", "");
    sandbox.write("book/handbook.toml", BOOK);
    sandbox.write("book/forms/plan/2026-01-01.toml", unapproved);
    sandbox.write("book/forms/plan/2026-01-01.es.toml", SPANISH);
    sandbox
        .run(&["translate", "plan", "es", "book", "--confirm", "--by", "Ana Pérez", "--on", "2026-11-28"])
        .expect(0);
    sandbox.run(&["approve", "plan", "book", "--by", "Board", "--on", "2026-11-29"]).expect(0);
    let stale =
        |sandbox: &Sandbox| sandbox.run(&["check", "book"]).printed().out.contains("stale-translation");
    assert!(!stale(&sandbox));
    sandbox.edit("book/forms/plan/2026-11-29.toml", "How well", "How well it goes");
    assert!(stale(&sandbox));
    let minor =
        ["approve", "plan", "book", "--minor", "--change", "A word.", "--by", "Board", "--on", "2026-11-30"];
    sandbox.run(&minor).expect(0);
    assert!(!stale(&sandbox));
    assert!(sandbox.read("book/forms/plan/2026-01-01.es.toml").contains("confirmed_by = \"Ana Pérez\""));
}

#[test]
fn a_draft_has_a_line_for_each_text_and_keeps_what_is_translated() {
    let sandbox = Sandbox::new();
    sandbox.write("book/handbook.toml", BOOK);
    sandbox.write("book/forms/plan/2026-01-01.toml", FORM);
    let said = sandbox.run(&["translate", "plan", "es", "book"]).expect(0).err;
    assert!(said.contains("2026-01-01.es.toml, with 22 texts to translate"), "{said}");
    let path = "book/forms/plan/2026-01-01.es.toml";
    let draft = sandbox.read(path);
    assert!(
        draft.contains("[field.goal]\n# The goal\nlabel = \"\"\n# In a few words.\nhelp = \"\"\n"),
        "{draft}"
    );
    sandbox.edit(path, "# The goal\nlabel = \"\"", "# The goal\nlabel = \"La «meta»\"");
    sandbox.edit(
        "book/forms/plan/2026-01-01.toml",
        "[[section]]\nid = \"goals\"",
        "[[section.field]]\nid = \"new\"\nlabel = \"New\"\nkind = \"text\"\n[[section]]\nid = \"goals\"",
    );
    sandbox.run(&["translate", "plan", "es", "book"]).expect(0);
    let draft = sandbox.read(path);
    assert!(
        draft.contains("label = \"La «meta»\"") && draft.contains("[field.new]\n# New\nlabel = \"\""),
        "{draft}"
    );
}

#[test]
fn a_policy_and_a_page_of_the_guide_are_translated_too() {
    let policy = include_str!("../findings/base/policy.md");
    let spanish =
        "+++\ntitle = \"Base\"\nsummary = \"Resumen.\"\n+++\n\n## Propósito\n\nEscribimos un plan.\n";
    let page_of_guide =
        "+++\ntitle = \"Start\"\nsummary = \"Where to begin.\"\norder = 1\n+++\n\n## First\n\nBegin.\n";
    let world = MemoryWorld::new(TODAY)
        .with("handbook.toml", BOOK)
        .with("content/specifications/spec.toml", include_str!("../findings/base/spec.toml"))
        .with("content/policies/base/2026-01-01.md", policy)
        .with("content/guide/start.md", page_of_guide);
    let before = world.clone();
    let world = world
        .with("content/policies/base/2026-01-01.es.md", spanish)
        .with("content/guide/start.es.md", spanish.replace("Base", "Inicio"));
    let examined = examine(&world);
    assert!(!examined.findings.has_errors(), "{:?}", examined.findings);
    // A translation is never evidence.
    let covered = |world: &MemoryWorld| {
        page(&clausebook::pipeline::build_without_pdfs(world, &|_| {}), "coverage.json")
    };
    assert_eq!(covered(&world), covered(&before));
    let built = build(&world);
    for (path, title) in [("policies/base", "Base"), ("guide/start", "Inicio")] {
        let page = page(&built, &format!("{path}.es.html"));
        assert!(page.contains("<html lang=\"es\">") && page.contains("<h2 id=\"propósito\">"), "{page}");
        let pdf = outputs(&built).get(&format!("{path}.es.pdf")).unwrap();
        assert_eq!(language_of(pdf), "es");
        assert!(Paper::read(pdf).text().contains(title));
        for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
            assert_eq!(failures(pdf, profile), Vec::<String>::new(), "{path}");
        }
    }
    let cited =
        world.with("content/policies/base/2026-01-01.es.md", format!("{spanish}\nCitado. [@spec/items/1]\n"));
    assert!(codes(&examine(&cited)).contains(&"misplaced-citation"));
}

/// The forms of the starter that are in Spanish.
const IN_SPANISH: [&str; 6] = [
    "crisis-prevention-and-safety-plan",
    "discharge-plan",
    "release-of-information",
    "service-plan",
    "termination-notice",
    "welcome-and-rights",
];

/// Words that English texts have and Spanish ones don't.
const ENGLISH_WORDS: [&str; 36] = [
    "the",
    "and",
    "of",
    "to",
    "is",
    "are",
    "with",
    "for",
    "what",
    "who",
    "when",
    "where",
    "which",
    "this",
    "that",
    "you",
    "your",
    "we",
    "not",
    "from",
    "by",
    "or",
    "on",
    "in",
    "if",
    "their",
    "they",
    "page",
    "date",
    "name",
    "phone",
    "signature",
    "member",
    "worker",
    "yes",
    "other",
];

/// Every word that is not the program's own particular.
fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '’');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The texts of an English form: labels, options, help and titles.
fn english_texts(form: &str) -> Vec<String> {
    fn walk(value: &toml::Value, key: &str, found: &mut Vec<String>) {
        match value {
            toml::Value::Table(table) => table.iter().for_each(|(key, value)| walk(value, key, found)),
            toml::Value::Array(items) => items.iter().for_each(|item| walk(item, key, found)),
            toml::Value::String(text)
                if [
                    "title",
                    "label",
                    "help",
                    "options",
                    "row_labels",
                    "row_heading",
                    "repeat_name",
                    "due",
                    "summary",
                ]
                .contains(&key) =>
            {
                found.push(text.clone());
            }
            _ => {}
        }
    }
    let (_, text) = files_in(&repository(&format!("forms/{form}")))
        .into_iter()
        .find(|(name, _)| name.ends_with(".toml") && !name.contains(".es."))
        .unwrap();
    let table: toml::Table = std::str::from_utf8(&text).unwrap().parse().unwrap();
    let mut found = Vec::new();
    walk(&toml::Value::Table(table), "", &mut found);
    found
}

/// Whether a text has these words, between letters of no other word.
fn has_phrase(text: &str, phrase: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(phrase).any(|(at, _)| {
        !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + phrase.len()..].chars().next())
    })
}

/// Every text of the starter's handbook file, the longest first.
fn particulars() -> Vec<String> {
    fn walk(value: &toml::Value, found: &mut Vec<String>) {
        match value {
            toml::Value::Table(table) => table.values().for_each(|value| walk(value, found)),
            toml::Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
            other => found.extend(other.as_str().map(str::to_owned)),
        }
    }
    let table: toml::Table = std::fs::read_to_string(repository("handbook.toml")).unwrap().parse().unwrap();
    let mut found = Vec::new();
    walk(&toml::Value::Table(table), &mut found);
    found.sort_by_key(|text| std::cmp::Reverse(text.len()));
    found
}

#[test]
fn the_starters_spanish_forms_are_complete_and_up_to_date() {
    let examined = examine(&starter());
    let open: Vec<_> = examined
        .findings
        .iter()
        .filter(|one| matches!(one.code, FindingCode::StaleTranslation | FindingCode::UntranslatedText))
        .collect();
    assert!(open.is_empty(), "{open:?}");
    let unconfirmed = codes(&examined).iter().filter(|code| **code == "unconfirmed-translation").count();
    assert_eq!(unconfirmed, IN_SPANISH.len());
    for form in IN_SPANISH {
        assert!(STARTER_PAGES.get(&format!("forms/{form}.es.html")).is_some(), "{form}");
    }
}

#[test]
fn nothing_english_is_left_in_the_starters_spanish_pdfs() {
    let wanted: Vec<String> = IN_SPANISH.iter().map(|form| format!("forms/{form}.es.pdf")).collect();
    let preview = clausebook::pipeline::preview(&starter(), &clausebook::memo::Memo::off());
    for (form, path) in IN_SPANISH.iter().zip(wanted) {
        let pdf = preview.pdf(&path).unwrap_or_else(|| panic!("{path} is missing")).unwrap();
        for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
            assert_eq!(failures(&pdf, profile), Vec::<String>::new(), "{path}");
        }
        let paper = Paper::read(&pdf);
        // The particulars of the handbook are as the program writes them.
        let text = particulars()
            .iter()
            .fold(paper.text().replace('\n', " "), |text, value| text.replace(value.as_str(), " "));
        let words = words_of(&text);
        let english: Vec<&str> =
            ENGLISH_WORDS.into_iter().filter(|word| words.iter().any(|own| own == word)).collect();
        assert!(english.is_empty(), "{path}: {english:?} in {text}");
        for label in english_texts(form) {
            let is_same_in_spanish = ["MassHealth", "No", "Plan: no"].contains(&label.as_str());
            let letters = label.chars().filter(|c| c.is_alphabetic()).count();
            assert!(is_same_in_spanish || letters < 4 || !has_phrase(&text, &label), "{path}: “{label}”");
        }
    }
}

/// A form in Arabic, with the words of the program in English but for one.
const ARABIC: &str = "title = \"خدمات اللغة\"\nsummary = \"خدمات اللغة مجانية.\"\ndue = \"مجانية.\"\n[section.first]\ntitle = \"خدمات\"\ntext = \"اللغة 911.\"\n\
    [section.goals]\ntitle = \"اللغة\"\nrepeat_name = \"لغة\"\n[field.member-name]\nlabel = \"اللغة\"\n[field.goal]\nlabel = \"خدمات\"\n";

#[test]
fn a_translation_into_arabic_runs_from_right_to_left() {
    let fonts = files_in(&repository("tests/fonts")).into_iter().filter(|(name, _)| name.ends_with(".ttf"));
    let world = fonts.fold(world(), |world, (name, bytes)| world.with(format!("site/fonts/{name}"), bytes));
    let built = build(&world.with("forms/plan/2026-01-01.ar.toml", ARABIC));
    let english = page(&built, "forms/plan.html");
    assert!(english.contains("lang=\"ar\">العربية</a>") || english.contains(">العربية<"), "{english}");
    let arabic = page(&built, "forms/plan.ar.html");
    assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">"), "{arabic}");
    let pdf = outputs(&built).get("forms/plan.ar.pdf").unwrap();
    assert_eq!(language_of(pdf), "ar");
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        assert_eq!(failures(pdf, profile), Vec::<String>::new());
    }
    // Lines begin at the right edge.
    let paper = Paper::read(pdf);
    let title = paper.runs.iter().find(|run| run.size > 15.0).expect("a title");
    assert!(title.right > paper.width * 0.8, "{} to {}", title.left, title.right);
}

#[test]
fn the_notice_of_language_assistance_goes_with_the_forms_that_need_it() {
    let needs = FORM.replace("due = \"At once.\"", "due = \"At once.\"\nlanguage_assistance = true");
    let on = format!("language_assistance = true\n{BOOK}");
    let fonts = files_in(&repository("tests/fonts")).into_iter();
    let fonts = fonts.filter(|(name, _)| name.ends_with(".ttf") || name.ends_with(".ttc"));
    let world = MemoryWorld::new(TODAY)
        .with("handbook.toml", on)
        .with("forms/plan/2026-01-01.toml", needs.as_str())
        .with("forms/other/2026-01-01.toml", FORM.replace("F-1", "F-2"));
    let world = fonts.fold(world, |world, (name, bytes)| world.with(format!("site/fonts/{name}"), bytes));
    let built = build(&world);
    let page = page(&built, "forms/plan.html");
    assert!(page.contains("<p lang=\"vi\">Có dịch vụ hỗ trợ ngôn ngữ miễn phí"), "{page}");
    assert!(page.contains("617-555-0100") && page.contains("Free help in your language"));
    assert!(!self::page(&built, "forms/other.html").contains("Free help in your language"));
    let pdf = outputs(&built).get("forms/plan.pdf").unwrap();
    let text = Paper::read(pdf).text().replace('\n', " ");
    for words in ["Llame al 617-555-0100.", "Rele 617-555-0100.", "Καλέστε το"] {
        assert!(text.contains(words), "{words} is missing from {text}");
    }
    // No font at hand has the letters of Gujarati.
    assert!(!text.contains("ગુજરાતી") && !text.contains("તમારા"), "{text}");
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        assert_eq!(failures(pdf, profile), Vec::<String>::new());
    }
    let off = clausebook::pipeline::build_without_pdfs(&world.with("handbook.toml", BOOK), &|_| {});
    assert!(!self::page(&off, "forms/plan.html").contains("Free help in your language"));
}

#[test]
fn the_page_about_translations_is_true() {
    replay("docs/translations.md");
}

#[test]
fn a_new_version_has_the_translation_of_the_one_before_until_it_has_its_own() {
    let next =
        FORM.replace("2026-01-01", "2026-11-20").replace("label = \"The goal\"", "label = \"The new goal\"");
    let world = translated().with("forms/plan/2026-11-25.toml", next);
    let examined = examine(&world);
    let stale = examined.findings.iter().find(|one| one.code == FindingCode::StaleTranslation).unwrap();
    assert!(stale.message.contains("changed on November 25, 2026"), "{}", stale.message);
    assert_eq!(examined.sources.files.location(stale.span).file, "forms/plan/2026-01-01.es.toml");
}
