//! Every word of a page is on paper and in Word, in order, and nothing on paper is cut off or printed upon something else.
//!
//! Words are letters and figures in a row; what is between them differs (quotation marks, brackets of marks). Of the page are
//! left out: what only leads about the site (menus, contents, buttons), notes in the margin and numbers of citations (on paper a
//! mark says its clause), and the tables at the end, which paper and Word give another shape. Paper and Word may say more: numbers
//! of lists, marks.

use std::io::{Cursor, Read};
use std::sync::LazyLock;

use clausebook::diagnostic::Severity;
use clausebook::output::Outputs;
use clausebook::pipeline::examine;
use clausebook::view::view;
use clausebook::world::MemoryWorld;
use lopdf::Document;
use zip::ZipArchive;

use crate::paper::Paper;
use crate::support::{STARTER_SITE, TODAY, build, starter};

const HEADER: &str = include_str!("../findings/base/policy-header.md");
const EXAMPLES: &str = include_str!("../commonmark/examples.txt");

/// What is on the page and nowhere else, by class.
const ONLY_ON_SCREEN: [&str; 10] = [
    "notes",
    "cite",
    "anchor",
    "visually-hidden",
    "only-screen",
    "more",
    "meta",
    "eyebrow",
    "in-short",
    "why",
];

/// The words of the element of this class.
fn words_on_page(html: &str, class: &str) -> Vec<String> {
    let start = html.find(&format!("class=\"{class}\"")).unwrap_or_else(|| panic!("no {class}"));
    let start = html[..start].rfind('<').unwrap();
    let mut text = String::new();
    let mut depth = 0;
    let mut hidden_at = None;
    let mut rest = &html[start..];
    while let Some(open) = rest.find('<') {
        if hidden_at.is_none() {
            text.push_str(&rest[..open]);
        }
        let close = open + rest[open..].find('>').unwrap();
        let tag = &rest[open + 1..close];
        rest = &rest[close + 1..];
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if !matches!(name.as_str(), "a" | "em" | "strong" | "code" | "span" | "s" | "small" | "abbr") {
            text.push(' ');
        }
        if matches!(name.as_str(), "br" | "hr" | "img" | "input") {
            continue;
        }
        if tag.starts_with('/') {
            depth -= 1;
            if hidden_at == Some(depth) {
                hidden_at = None;
            }
            if depth == 0 {
                break;
            }
        } else {
            let classes = tag.split_once("class=\"").map_or("", |(_, rest)| rest.split('"').next().unwrap());
            let hidden = matches!(name.as_str(), "option" | "button")
                || classes.split(' ').any(|class| ONLY_ON_SCREEN.contains(&class));
            if hidden && hidden_at.is_none() {
                hidden_at = Some(depth);
            }
            depth += 1;
        }
    }
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")];
    words(&entities.iter().fold(text, |text, (entity, letter)| text.replace(entity, letter)))
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Words of paper, each with whether it goes on in the next line without a hyphen, as letters of a long word do.
fn words_on_paper(text: &str) -> Vec<(String, bool)> {
    let mut found: Vec<(String, bool)> = Vec::new();
    let mut word = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        if c.is_alphanumeric() {
            word.push(c);
        } else if !word.is_empty() {
            let goes_on = c == '\n' && letters.peek().is_some_and(|next| next.is_alphanumeric());
            found.push((std::mem::take(&mut word), goes_on));
        }
    }
    found.push((word, false));
    found
}

/// The first word that is not there in its order, with the words around it.
fn first_lost(wanted: &[String], there: &[(String, bool)]) -> Option<String> {
    let mut at = 0;
    for (number, word) in wanted.iter().enumerate() {
        match (at..there.len()).find_map(|start| ends(word, &there[start..]).map(|length| start + length)) {
            Some(end) => at = end,
            None => {
                let around = wanted[number.saturating_sub(6)..wanted.len().min(number + 4)].join(" ");
                return Some(format!("{:?} of “{around:.300}”", &word[..word.len().min(60)]));
            }
        }
    }
    None
}

/// How many words of `there` make up `word`, when they begin with it.
fn ends(word: &str, there: &[(String, bool)]) -> Option<usize> {
    let mut rest = word;
    for (length, (part, goes_on)) in there.iter().enumerate() {
        rest = rest.strip_prefix(part.as_str())?;
        if rest.is_empty() {
            return Some(length + 1);
        }
        if !goes_on {
            return None;
        }
    }
    None
}

/// The words that are nowhere.
fn absent(wanted: &[String], there: &[(String, bool)]) -> Vec<String> {
    let all = |word: &&String| (0..there.len()).all(|at| ends(word, &there[at..]).is_none());
    wanted.iter().filter(all).cloned().collect()
}

fn html<'a>(site: &'a Outputs, path: &str) -> &'a str {
    std::str::from_utf8(site.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

/// What is wrong with a PDF beside its page: the head in any order, the text in its own.
pub fn flaws_on_paper(site: &Outputs, id: &str, kind: &str) -> Vec<String> {
    let page = html(site, &format!("{kind}/{id}.html"));
    // The page of a unit is a part of its curriculum's PDF.
    let document = id.split('/').next().unwrap();
    let paper = Paper::read(site.get(&format!("{kind}/{document}.pdf")).unwrap());
    let there = words_on_paper(&paper.text());
    let mut flaws = paper.flaws();
    flaws.extend(first_lost(&words_on_page(page, "policy-body"), &there));
    if kind == "policies" {
        flaws.extend(absent(&words_on_page(page, "policy-header"), &there));
    }
    flaws.into_iter().map(|flaw| format!("{kind}/{id}.pdf: {flaw}")).collect()
}

/// The words of a Word file.
fn words_in_word(file: &[u8]) -> Vec<(String, bool)> {
    let mut xml = String::new();
    ZipArchive::new(Cursor::new(file))
        .unwrap()
        .by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut xml)
        .unwrap();
    let mut text = String::new();
    for part in xml.split('<') {
        let (tag, words) = part.split_once('>').unwrap_or((part, ""));
        match tag.split(' ').next().unwrap() {
            "w:t" => text.push_str(words),
            "/w:p" | "w:br" | "w:tab" => text.push('¶'),
            _ => {}
        }
    }
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    words_on_paper(&entities.iter().fold(text, |text, (entity, letter)| text.replace(entity, letter)))
}

/// What is wrong with the policies of a handbook, on paper and in Word.
fn flaws(world: &MemoryWorld, site: &Outputs) -> Vec<String> {
    let examined = examine(world);
    let pages = view(&examined.handbook, &examined.coverage, &examined.sources.files, true);
    let mut flaws = Vec::new();
    for policy in &pages.policies {
        let id = &policy.row.id;
        flaws.extend(flaws_on_paper(site, id, "policies"));
        let page = html(site, &format!("policies/{id}.html"));
        let there =
            words_in_word(&clausebook::docx::write(&pages, policy, &examined.sources.images, TODAY).unwrap());
        let lost = first_lost(&words_on_page(page, "policy-body"), &there);
        let lost = lost.into_iter().chain(absent(&words_on_page(page, "policy-header"), &there));
        flaws.extend(lost.map(|lost| format!("{id}.docx: {lost}")));
    }
    flaws
}

/// A handbook of policies with these texts, by id.
fn handbook(policies: &[(String, String)]) -> MemoryWorld {
    let base = MemoryWorld::new(TODAY)
        .with("handbook.toml", include_str!("../findings/base/handbook.toml"))
        .with("content/specifications/spec.toml", include_str!("../findings/base/spec.toml"));
    policies.iter().enumerate().fold(base, |world, (at, (id, text))| {
        let text = text.replacen("number = \"P-2\"", &format!("number = \"X-{at}\""), 1);
        world.with(format!("content/policies/{id}/2026-01-01.md"), text)
    })
}

fn policy(id: &str, body: &str) -> (String, String) {
    (id.to_owned(), format!("{HEADER}{body}"))
}

#[track_caller]
fn assert_nothing_is_lost(policies: &[(String, String)]) {
    let world = handbook(policies);
    let built = build(&world);
    let site = built.outputs.unwrap_or_else(|| panic!("{:#?}", built.findings));
    let flaws = flaws(&world, &site);
    assert!(flaws.is_empty(), "{} flaws:\n{}", flaws.len(), flaws[..flaws.len().min(20)].join("\n"));
}

#[test]
fn every_word_of_the_starters_policies_is_on_paper_and_in_word() {
    let flaws = flaws(&starter(), &STARTER_SITE);
    assert!(flaws.is_empty(), "{}", flaws.join("\n"));
}

#[test]
fn every_word_of_the_starters_curricula_is_on_paper() {
    let pages: Vec<&str> = STARTER_SITE
        .iter()
        .filter_map(|(path, _)| path.strip_prefix("curricula/")?.strip_suffix(".html"))
        .filter(|id| *id != "index")
        .collect();
    assert!(pages.len() >= 3);
    let flaws: Vec<String> =
        pages.iter().flat_map(|id| flaws_on_paper(&STARTER_SITE, id, "curricula")).collect();
    assert!(flaws.is_empty(), "{}", flaws.join("\n"));
}

/// A field's parts have another order on paper than on the page, so only their words are looked for. What a form's page shows at the top
/// of each sheet is decoration on paper, and not among its tags: it is looked for among all that is printed.
#[test]
fn every_word_of_the_starters_forms_is_on_both_papers() {
    let pages: Vec<&str> = STARTER_SITE
        .iter()
        .filter_map(|(path, _)| path.strip_prefix("forms/")?.strip_suffix(".html"))
        .filter(|id| *id != "index")
        .collect();
    assert!(pages.len() >= 20);
    for id in pages {
        assert_form_is_whole(&STARTER_SITE, id);
    }
}

#[track_caller]
pub fn assert_form_is_whole(site: &Outputs, id: &str) {
    let wanted = words_on_page(html(site, &format!("forms/{id}.html")), "sheet-body");
    for edition in ["", "-large-print"] {
        let paper = Paper::read(site.get(&format!("forms/{id}{edition}.pdf")).unwrap());
        let printed: Vec<&str> = paper.runs.iter().map(|run| run.text.as_str()).collect();
        let mut there = words_on_paper(&paper.text());
        there.extend(words_on_paper(&printed.join(" ")));
        assert_eq!(absent(&wanted, &there), Vec::<String>::new(), "{id}{edition}");
        assert_eq!(paper.flaws(), Vec::<String>::new(), "{id}{edition}");
    }
}

/// Words that differ from one another.
fn numbered(count: usize) -> String {
    const WORDS: [&str; 6] = ["referral", "the", "documentation", "worker", "interdisciplinary", "of"];
    (0..count).map(|at| format!("{}{at} ", WORDS[at % WORDS.len()])).collect()
}

/// A table with a long cell in its last column.
fn table(columns: usize, long: usize) -> String {
    let row = |cell: &dyn Fn(usize) -> String| {
        format!("| {} |\n", (0..columns).map(cell).collect::<Vec<_>>().join(" | "))
    };
    let head = row(&|at| format!("Head {at}"));
    let line = format!("|{}\n", "---|".repeat(columns));
    let rows = row(&|at| numbered(if at + 1 == columns { long } else { 8 }));
    format!("{head}{line}{rows}{}", row(&|_| numbered(3)))
}

#[test]
fn a_row_that_is_higher_than_a_page_goes_on_over_the_next() {
    let tables = [(2, 50), (2, 700), (4, 314), (4, 2000), (7, 300), (10, 50), (14, 100)];
    let body: String = tables
        .iter()
        .map(|(columns, long)| format!("## {columns} columns, {long} words\n\n{}\n", table(*columns, *long)))
        .collect();
    let heads = format!("## Heads\n\n| {} | B |\n|---|---|\n| x | y |\n\n", numbered(400));
    assert_nothing_is_lost(&[policy("cells", &body), policy("heads", &heads)]);
}

#[test]
fn a_card_that_is_higher_than_a_page_goes_on_over_the_next() {
    let lines = |name: &str, count: usize| {
        let lines: Vec<String> = (0..count)
            .map(|at| format!("\"{name}{at} Call the referral source and write down who answered.\""))
            .collect();
        format!("[{}]", lines.join(", "))
    };
    let card = format!("[card]\ndo = {}\nby_when = {}\n+++\n", lines("D", 100), lines("B", 70));
    let text = format!(
        "{}\n## Purpose\n\nWords.\n",
        HEADER.trim_end().strip_suffix("+++").unwrap().to_owned() + &card
    );
    assert_nothing_is_lost(&[("card".to_owned(), text)]);
}

#[test]
fn a_picture_higher_than_a_page_leaves_room_for_its_source() {
    let picture = r#"<svg xmlns="http://www.w3.org/2000/svg" width="90" height="3000"><rect width="90" height="3000"/></svg>"#;
    let body = "## The area\n\n![The towns](map.svg \"Source: our own drawing, 2026\")\n\nAfter it.\n";
    let policies = [policy("towns", body)];
    let world = handbook(&policies).with("content/policies/towns/map.svg", picture);
    let site = build(&world).outputs.unwrap();
    assert_eq!(flaws(&world, &site), Vec::<String>::new());
    let paper = Paper::read(site.get("policies/towns.pdf").unwrap());
    let source = paper.runs.iter().find(|run| run.text.starts_with("Source: our own")).unwrap();
    assert!(source.baseline > 60.0, "the source is printed over the foot of the page");
}

/// A form in which everything is longer than a page, or wider than its column.
fn long_form() -> String {
    let options = |count: usize| {
        let options: Vec<String> =
            (0..count).map(|at| format!("\"Option{at} deinstitutionalization\"")).collect();
        format!("[{}]", options.join(", "))
    };
    let field = |id: &str, label: &str, rest: &str| {
        format!("\n[[section.field]]\nid = \"{id}\"\nlabel = \"{label}\"\n{rest}\n")
    };
    let long = "abcdefghij".repeat(30);
    let short_words = |count| numbered(count).replace("interdisciplinary", "counseling");
    let head = format!(
        "title = \"Plan {long}\"\nnumber = \"F-1\"\nowner = \"Director\"\napprover = \"Board\"\napproved_by = \"Board\"\n\
         approved_on = 2026-01-01\nreviewed = 2026-11-01\nsummary = \"{}\"\ntasks = [\"A\"]\ndue = \"Once.\"\n\n\
         [[identity]]\nid = \"member\"\nlabel = \"The Member's name as it is written on the insurer's card, deinstitutionalization\"\n\n\
         [[identity]]\nid = \"case\"\nlabel = \"Case {}\"\n\n[[identity]]\nid = \"other\"\nlabel = \"Other\"\n\n\
         [[section]]\nid = \"one\"\ntitle = \"One {long}\"\ntext = \"{}\"\n",
        numbered(200),
        "case".repeat(20),
        numbered(1200),
    );
    let table = format!(
        "kind = \"table\"\nrow_heading = \"Row\"\nrow_labels = [\"{}\", \"Row {long}\", \"Two\"]\n\n\
         [[section.field.column]]\nid = \"a\"\nlabel = \"{}\"\nshare = 2\n\n\
         [[section.field.column]]\nid = \"b\"\nlabel = \"Which\"\nshare = 3\nkind = \"choice\"\noptions = {}\n\n\
         [[section.field.column]]\nid = \"c\"\nlabel = \"Seen\"\nkind = \"checkbox\"\n",
        short_words(200),
        short_words(80),
        options(4),
    );
    [
        head,
        field("narrow", &format!("Narrow {long}"), "kind = \"text\"\nwidth = \"quarter\""),
        field("beside", &numbered(600), "kind = \"text\"\nwidth = \"quarter\""),
        field("helped", "Helped", &format!("kind = \"text\"\nhelp = \"{}\"", numbered(900))),
        field("high", "High", "kind = \"paragraph\"\nlines = 40"),
        field("explained", &numbered(120), "kind = \"paragraph\"\nlines = 40"),
        field("ticked", &numbered(600), "kind = \"checkbox\""),
        field("one-of", "One of", &format!("kind = \"choice\"\noptions = {}", options(20))),
        field("some-of", "Some of", &format!("kind = \"choices\"\nother = true\noptions = {}", options(30))),
        field("rows", "Rows", &table),
        field("signed", &numbered(600), "kind = \"signature\"\nsigner = \"member\""),
    ]
    .concat()
}

/// A handbook with this form, `plan`.
fn with_form(form: &str) -> MemoryWorld {
    let head =
        include_str!("../findings/base/handbook.toml").replacen("tracks", "form_tasks = [\"A\"]\ntracks", 1);
    handbook(&[policy("intake", "## Purpose\n\nWords.\n")])
        .with("handbook.toml", head)
        .with("forms/plan/2026-01-01.toml", form)
}

#[test]
fn a_label_longer_than_a_page_goes_on_over_the_next_and_no_field_leaves_the_paper() {
    let built = build(&with_form(&long_form()));
    let site = built.outputs.unwrap_or_else(|| panic!("{:#?}", built.findings));
    assert_form_is_whole(&site, "plan");
    for edition in ["", "-large-print"] {
        let document = Document::load_mem(site.get(&format!("forms/plan{edition}.pdf")).unwrap()).unwrap();
        let boxes: Vec<Vec<f32>> = document
            .objects
            .values()
            .filter_map(|object| object.as_dict().ok()?.get(b"Rect").ok()?.as_array().ok())
            .map(|sides| sides.iter().map(|side| side.as_float().unwrap()).collect())
            .collect();
        assert!(boxes.len() > 60, "only {} fields", boxes.len());
        for sides in boxes {
            assert!(
                sides[0] > 0.0 && sides[1] > 0.0 && sides[2] < 612.0 && sides[3] < 792.0,
                "{sides:?}{edition}"
            );
        }
    }
}

#[test]
fn what_the_top_of_each_page_has_no_room_for_is_printed_whole_once() {
    let member = numbered(500);
    let form = format!(
        "title = \"Plan {}\"\nnumber = \"F-1 {}\"\nowner = \"Director\"\napprover = \"Board\"\napproved_by = \"Board\"\n\
         approved_on = 2026-01-01\nreviewed = 2026-11-01\nsummary = \"S.\"\ntasks = [\"A\"]\ndue = \"Once.\"\n\n\
         [[identity]]\nid = \"member\"\nlabel = \"{member}\"\n\n[[identity]]\nid = \"born\"\nlabel = \"Born {}\"\nkind = \"date\"\n\n\
         [[identity]]\nid = \"case\"\nlabel = \"{}\"\n\n[[section]]\nid = \"goals\"\ntitle = \"Goals {}\"\nrepeat = 2\n\
         repeat_name = \"Goal {}\"\n\n[[section.field]]\nid = \"words\"\nlabel = \"In words\"\nkind = \"text\"\nhelp = \"{}\"\n",
        numbered(300),
        numbered(60),
        numbered(90),
        "w".repeat(4000),
        numbered(400),
        numbered(150),
        numbered(400),
    );
    let site = build(&with_form(&form)).outputs.unwrap();
    assert_form_is_whole(&site, "plan");
    for edition in ["", "-large-print", "-continuation"] {
        let paper = Paper::read(site.get(&format!("forms/plan{edition}.pdf")).unwrap());
        assert_eq!(paper.flaws(), Vec::<String>::new(), "{edition}");
        let wanted = format!("Plan {} F-1 {} {member} Born {}", numbered(300), numbered(60), numbered(90));
        assert_eq!(
            absent(&words(&wanted), &words_on_paper(&paper.text())),
            Vec::<String>::new(),
            "{edition}"
        );
        assert!(paper.text().replace('\n', "").contains(&"w".repeat(4000)), "{edition}");
    }
}

#[test]
fn words_wider_than_their_line_are_divided_and_stay_one_word() {
    let long = "abcdefghij".repeat(300);
    let address = "https://sample.example.org/:w:/r/sites/Policies/_layouts/15/Doc.aspx?sourcedoc=%7B8C1A2B3C4D5E6F708192A3B4C5D6E7F8%7D&file=Report.docx";
    let nested: String =
        (0..6).map(|level| format!("{}- {}\n", "  ".repeat(level), "xyz".repeat(70))).collect();
    let body = format!(
        "## {}\n\n{long}\n\n- {long}\n\n| A | B |\n|---|---|\n| {long} | {} |\n\n> {long}\n\n{nested}\n`{}`\n\n```\n{}\n```\n\n\
         | What | Where | Who |\n|---|---|---|\n| Incident | {address} | Director |\n\n\
         | A | B | C | D | E | F |\n|---|---|---|---|---|---|\n| Responsibilities | deinstitutionalization | \
         admissions@example.org | telecommunications | **inter**nationalization | counter-reformation |\n",
        "h".repeat(300),
        "1a".repeat(200),
        "k".repeat(400),
        "m".repeat(400),
    );
    assert_nothing_is_lost(&[policy("long", &body)]);
}

#[test]
fn a_tab_is_one_space() {
    let header = HEADER
        .replace("title = \"Intake\"", "title = \"Intake\\tof Members\"")
        .replace("Nobody waits.", "Ages 18\\t65.");
    let body = "## Visits\n\nCall within 2\tbusiness\tdays, `a\tb`.\n\n| A\tB | C |\n|---|---|\n| 1\t000 visits | x |\n\n- one\ttwo\n\n```\nx\ty\n```\n";
    let policies = [("tabs".to_owned(), format!("{header}{body}"))];
    assert_nothing_is_lost(&policies);
    let site = build(&handbook(&policies)).outputs.unwrap();
    let text = Paper::read(site.get("policies/tabs.pdf").unwrap()).text();
    for words in ["Intake of Members", "Ages 18 65", "2 business days, a b", "A B", "1 000 visits", "one two"]
    {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
    assert!(html(&site, "policies/tabs.html").contains("2 business days, <code>a b</code>"));
}

/// The examples of `CommonMark` that a policy may have for its text, some to a policy. What HTML, links and headings of this
/// handbook can't be is refused with a finding, and so not lost.
static COMPILED: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let sound = |body: &str| {
        let examined = examine(&handbook(&[policy("one", body)]));
        !examined.findings.iter().any(|finding| finding.severity == Severity::Error)
    };
    let examples = EXAMPLES.replace("\r\n", "\n");
    let examples: Vec<&str> = examples.split("================================\n").skip(1).collect();
    assert_eq!(examples.len(), 652);
    let compiled: Vec<String> = examples
        .iter()
        .map(|example| format!("## Example\n\n{example}"))
        .filter(|body| sound(body))
        .collect();
    assert!(compiled.len() > 300, "only {} examples compile", compiled.len());
    let mut policies = Vec::new();
    for some in compiled.chunks(12) {
        let together = some.join("\n\n");
        if sound(&together) {
            policies.push(policy(&format!("some{}", policies.len()), &together));
        } else {
            policies.extend(
                some.iter()
                    .zip(policies.len()..)
                    .map(|(one, at)| policy(&format!("one{at}"), one))
                    .collect::<Vec<_>>(),
            );
        }
    }
    policies
});

#[test]
fn every_word_of_the_examples_of_commonmark_is_on_paper_and_in_word() {
    assert_nothing_is_lost(&COMPILED);
}
