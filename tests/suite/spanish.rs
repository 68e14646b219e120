//! A handbook in Spanish says nothing in English: no page, no PDF, no Word file, and nothing that a script says.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::sync::LazyLock;

use clausebook::diagnostic::Severity;
use clausebook::model::Handle;
use clausebook::output::Outputs;
use clausebook::pipeline::{examine, export};
use clausebook::world::MemoryWorld;
use lopdf::{Document, Object};
use zip::ZipArchive;

use crate::paper::Paper;
use crate::support::{TODAY, build, files_in, repository};

/// A handbook whose own words are Spanish, with something for every page to say.
fn world() -> MemoryWorld {
    let files = files_in(&repository("tests/handbooks/spanish")).into_iter();
    files.fold(MemoryWorld::new(TODAY), |world, (path, bytes)| world.with(path, bytes))
}

static SITE: LazyLock<Outputs> = LazyLock::new(|| {
    let built = build(&world());
    built.outputs.unwrap_or_else(|| panic!("{:?}", built.findings))
});

/// The files with what the program says in English, and in Spanish.
const ENGLISH: [&str; 3] =
    ["templates/words.toml", "templates/sheets/attendance.toml", "templates/sheets/certificate.toml"];
const SPANISH: [&str; 3] = [
    "templates/words.es.toml",
    "templates/sheets/attendance.es.toml",
    "templates/sheets/certificate.es.toml",
];

/// Every text of the files.
fn words_of(paths: &[&str]) -> BTreeSet<String> {
    fn walk(value: &toml::Value, found: &mut BTreeSet<String>) {
        match value {
            toml::Value::Table(table) => table.values().for_each(|value| walk(value, found)),
            toml::Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
            other => found.extend(other.as_str().map(str::to_owned)),
        }
    }
    let mut found = BTreeSet::new();
    for path in paths {
        let text = std::fs::read_to_string(repository(path)).unwrap();
        walk(&toml::Value::Table(text.parse().unwrap()), &mut found);
    }
    found
}

/// The text between the gaps of a sentence, and between its marks.
fn parts(sentence: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for c in sentence.chars() {
        match c {
            '{' | '(' => depth += 1,
            '}' | ')' => depth -= 1,
            '*' | '`' | '[' | ']' => {}
            c if depth == 0 => {
                parts.last_mut().unwrap().push(c);
                continue;
            }
            _ => continue,
        }
        parts.push(String::new());
    }
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

/// English parts of at least two words that Spanish has not.
static PHRASES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let spanish: BTreeSet<String> = words_of(&SPANISH).iter().flat_map(|words| parts(words)).collect();
    let words =
        |part: &String| part.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    let english = words_of(&ENGLISH);
    let phrases: BTreeSet<String> = english.iter().flat_map(|words| parts(words)).collect();
    phrases.into_iter().filter(|part| words(part) >= 2 && !spanish.contains(part)).collect()
});

/// English texts of any length that Spanish has not.
static WHOLE: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let spanish = words_of(&SPANISH);
    words_of(&ENGLISH).into_iter().filter(|words| !spanish.contains(words)).collect()
});

/// The English phrases in a text, each between letters of no word.
fn phrases_in(text: &str) -> Vec<&'static str> {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_there = |phrase: &str| {
        text.match_indices(phrase).any(|(at, _)| {
            !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + phrase.len()..].chars().next())
        })
    };
    PHRASES.iter().map(String::as_str).filter(|phrase| is_there(phrase)).collect()
}

fn decoded(html: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(html.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

/// The texts between the tags of a page, and the values of attributes that are read.
fn texts(html: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        texts.push(decoded(text).trim().to_owned());
        for name in ["aria-label", "data-label", "placeholder", "title", "alt", "data-one", "data-many"] {
            if let Some((_, value)) = tag.split_once(&format!(" {name}=\"")) {
                texts.push(decoded(value.split('"').next().unwrap()));
            }
        }
    }
    texts
}

#[test]
fn the_spanish_handbook_has_no_errors() {
    let findings = examine(&world()).findings;
    let errors: Vec<_> = findings.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn no_page_says_anything_in_english() {
    let mut pages = 0;
    for (path, bytes) in SITE.iter().filter(|(path, _)| path.ends_with(".html")) {
        pages += 1;
        let html = String::from_utf8_lossy(bytes);
        assert!(html.contains("<html lang=\"es-US\">"), "{path}");
        assert_eq!(phrases_in(&decoded(&html)), Vec::<&str>::new(), "{path}");
        // A word alone, such as the heading of a column; ids and addresses have words, too, but none of them is a whole text.
        let left: Vec<String> = texts(&html).into_iter().filter(|text| WHOLE.contains(text)).collect();
        assert_eq!(left, Vec::<String>::new(), "{path}");
    }
    assert!(pages >= 20, "only {pages} pages");
}

#[test]
fn no_gap_is_left_on_a_page() {
    for (path, bytes) in SITE.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        // The script of the search fills in the gaps of its own sentences.
        let (before, rest) = html.split_once("<template>").unwrap();
        let (_, after) = rest.split_once("</template>").unwrap();
        let left: Vec<String> = [before, after]
            .iter()
            .flat_map(|part| texts(part))
            .filter(|text| {
                text.split('{').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
            })
            .collect();
        assert_eq!(left, Vec::<String>::new(), "{path}");
    }
}

#[test]
fn no_script_says_anything_in_english() {
    for (path, bytes) in SITE.iter().filter(|(path, _)| path.ends_with(".js")) {
        let script = String::from_utf8_lossy(bytes);
        let said: Vec<&str> = script.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        assert_eq!(phrases_in(&said.join("\n")), Vec::<&str>::new(), "{path}");
    }
    for (path, bytes) in files_in(&repository("templates/preview")) {
        assert_eq!(phrases_in(&String::from_utf8_lossy(&bytes)), Vec::<&str>::new(), "{path}");
    }
}

#[test]
fn no_pdf_says_anything_in_english() {
    let mut pdfs = 0;
    for (path, bytes) in SITE.iter().filter(|(path, _)| path.ends_with(".pdf")) {
        pdfs += 1;
        let paper = Paper::read(bytes);
        let runs = |between: &str| {
            let runs: Vec<&str> = paper.runs.iter().map(|run| run.text.as_str()).collect();
            runs.join(between)
        };
        for text in [paper.text(), runs(""), runs(" "), said_by(bytes).join("\n")] {
            assert_eq!(phrases_in(&text), Vec::<&str>::new(), "{path}");
        }
    }
    assert!(pdfs >= 10, "only {pdfs} PDFs");
}

/// What a PDF says besides its text: labels of fields, bookmarks, titles.
fn said_by(pdf: &[u8]) -> Vec<String> {
    fn walk(object: &Object, said: &mut Vec<String>) {
        match object {
            Object::Dictionary(dictionary) => {
                for (key, value) in dictionary {
                    match key.as_slice() {
                        b"TU" | b"Title" | b"Alt" => said.extend(lopdf::decode_text_string(value)),
                        _ => walk(value, said),
                    }
                }
            }
            Object::Array(items) => items.iter().for_each(|item| walk(item, said)),
            _ => {}
        }
    }
    let mut said = Vec::new();
    Document::load_mem(pdf).unwrap().objects.values().for_each(|object| walk(object, &mut said));
    said
}

#[test]
fn no_word_file_says_anything_in_english() {
    let examined = examine(&world());
    for (policy, _) in Handle::each(&examined.handbook.policies) {
        let mut zip = ZipArchive::new(Cursor::new(export(&examined, policy).unwrap())).unwrap();
        for name in zip.file_names().map(str::to_owned).collect::<Vec<_>>() {
            if !["document", "header", "footer"].iter().any(|part| name.starts_with(&format!("word/{part}")))
            {
                continue;
            }
            let mut xml = String::new();
            zip.by_name(&name).unwrap().read_to_string(&mut xml).unwrap();
            let text: String = xml
                .split('<')
                .filter_map(|piece| Some(piece.split_once('>')?.1))
                .collect::<Vec<_>>()
                .concat();
            assert_eq!(phrases_in(&decoded(&text)), Vec::<&str>::new(), "{name}");
        }
    }
}

#[test]
fn days_are_written_the_spanish_way() {
    let page = String::from_utf8(SITE.get("policies/visitas.html").unwrap().to_vec()).unwrap();
    assert!(page.contains("1 de febrero de 2026"));
    assert!(!page.contains("February"));
}

#[test]
fn whoever_directs_the_program_sees_that_a_translator_is_needed() {
    let page = String::from_utf8(SITE.get("director.html").unwrap().to_vec()).unwrap();
    assert!(page.contains("debe confirmar un traductor"));
    let codes = |world: &MemoryWorld| -> Vec<&str> {
        examine(world).findings.iter().map(|one| one.code.word()).collect()
    };
    assert!(codes(&world()).contains(&"unconfirmed-words"));
    let confirmed =
        world().with("templates/words.es.toml", "[translation]\nconfirmed_by = \"Ana Pérez, traductora\"\n");
    assert!(!codes(&confirmed).contains(&"unconfirmed-words"));
    let english =
        MemoryWorld::new(TODAY).with("handbook.toml", include_str!("../findings/base/handbook.toml"));
    assert!(!codes(&english).contains(&"unconfirmed-words"));
}

#[test]
fn a_handbook_says_some_of_it_in_its_own_words() {
    let own = "[home]\nlead = \"Así trabajamos.\"\n[facts]\nowner = \"Encargada\"\n";
    let world = world().with("templates/words.es.toml", own);
    let built = clausebook::pipeline::build_without_pdfs(&world, &|_| {});
    let site = built.outputs.unwrap();
    let page = |path| String::from_utf8(site.get(path).unwrap().to_vec()).unwrap();
    assert!(page("index.html").contains("Así trabajamos."));
    assert!(page("policies/visitas.html").contains("<dt>Encargada</dt>"));
    assert!(page("policies/visitas.html").contains("Próxima revisión"), "the others stay");
}
