//! Small documents made by hand, and what becomes of them.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{DocxError, Imported, read};

mod kept;

const NAMESPACES: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
    xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' \
    xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' \
    xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' \
    xmlns:pic='http://schemas.openxmlformats.org/drawingml/2006/picture' \
    xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' \
    xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' xmlns:v='urn:schemas-microsoft-com:vml'";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "xmlns='http://schemas.openxmlformats.org/package/2006/relationships'";

/// A Word file with this body and these other parts: kind, name and what is in them.
fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |path: &str, text: &str| {
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    put(
        "_rels/.rels",
        &format!(
            "<Relationships {PACKAGE}><Relationship Id='r1' Type='{OFFICE}/officeDocument' Target='word/document.xml'/></Relationships>"
        ),
    );
    put("word/document.xml", &format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"));
    let mut relations = format!(
        "<Relationship Id='out' Type='{OFFICE}/hyperlink' Target='https://a.example/b?c=1&amp;d=(2)' TargetMode='External'/>\
         <Relationship Id='file' Type='{OFFICE}/hyperlink' Target='file:///S:/Policies/x.docx' TargetMode='External'/>"
    );
    for (kind, text) in parts {
        relations
            .push_str(&format!("<Relationship Id='{kind}' Type='{OFFICE}/{kind}' Target='{kind}.xml'/>"));
        put(&format!("word/{kind}.xml"), &text.replace("NS", NAMESPACES));
    }
    put("word/_rels/document.xml.rels", &format!("<Relationships {PACKAGE}>{relations}</Relationships>"));
    zip.finish().unwrap().into_inner()
}

fn prints(c: char) -> bool {
    crate::assets::has_glyph(c)
}

fn imported(body: &str, parts: &[(&str, &str)]) -> Imported {
    read(&docx(body, parts), &prints, "picture-").unwrap()
}

fn p(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space='preserve'>{words}</w:t></w:r></w:p>")
}

fn h(level: u8, words: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='Heading{level}'/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
}

fn item(list: u8, level: u8, words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
    )
}

const LISTS: &str = "<w:numbering NS>\
    <w:abstractNum w:abstractNumId='0'>\
      <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
      <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%2)'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/></w:lvl>\
      <w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
    <w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
    <w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>\
    </w:numbering>";

#[track_caller]
fn becomes(body: &str, markdown: &str) {
    assert_eq!(imported(body, &[("numbering", LISTS)]).markdown, markdown);
}

#[track_caller]
fn reports(imported: &Imported, what: &str) {
    assert!(
        imported.left.iter().any(|line| line.contains(what)),
        "{what}\n{:#?}\n{}",
        imported.left,
        imported.markdown
    );
}

#[test]
fn a_lone_heading_at_the_top_is_the_title_and_no_level_is_skipped() {
    let read = imported(
        &[h(1, "Intake"), h(2, "Purpose"), p("x"), h(4, "Why"), h(2, "Policy"), p("y")].concat(),
        &[],
    );
    assert_eq!(read.title.map(|title| title.words).as_deref(), Some("Intake"));
    assert_eq!(read.markdown, "## Purpose\n\nx\n\n### Why\n\n## Policy\n\ny\n");
}

#[test]
fn lists_are_nested_continue_and_restart() {
    becomes(
        &[
            item(1, 0, "one"),
            item(1, 1, "a"),
            item(2, 1, "bullet"),
            item(1, 0, "two"),
            p("between"),
            item(1, 0, "three"),
            item(3, 0, "anew"),
        ]
        .concat(),
        "1. one\n   - a) a\n   - bullet\n2. two\n\nbetween\n\n3. three\n1) anew\n",
    );
}

#[test]
fn an_indented_paragraph_goes_on_with_its_item() {
    let more = "<w:p><w:pPr><w:ind w:left='720'/></w:pPr><w:r><w:t>more</w:t></w:r></w:p>";
    becomes(
        &[&item(2, 0, "one"), more, &item(2, 0, "two")].map(String::from).concat(),
        "- one\n\n  more\n\n- two\n",
    );
}

#[test]
fn stress_ends_where_markdown_takes_it() {
    let run = |look: &str, words: &str| {
        format!("<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>")
    };
    let line = |runs: &[String]| format!("<w:p>{}</w:p>", runs.concat());
    becomes(&line(&[run("<w:b/>", "Note: "), run("", "call")]), "**Note:** call\n");
    becomes(&line(&[run("<w:b/>", "Note:"), run("", "call")]), "**Note**:call\n");
    becomes(&line(&[run("<w:b/><w:i/>", "both"), run("", " "), run("<w:i/>", "one")]), "**_both_** _one_\n");
    becomes(&line(&[run("<w:b w:val='0'/>", "not")]), "not\n");
}

#[test]
fn a_table_is_set_with_its_first_row_as_heading() {
    let cell = |more: &str, words: &str| format!("<w:tc><w:tcPr>{more}</w:tcPr>{}</w:tc>", p(words));
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let table = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row(&[cell("", "Who"), cell("", "A | B")]),
        row(&[cell("<w:vMerge w:val='restart'/>", "Staff"), cell("", "x")]),
        row(&[cell("<w:vMerge/>", ""), cell("", "y")]),
    );
    let read = imported(&table, &[]);
    assert_eq!(read.markdown, "| Who | A \\| B |\n|---|---|\n| Staff | x |\n| Staff | y |\n");
    reports(&read, "1 merged cell");
    reports(&read, "table without a heading row (“Who | A | B”)");
}

#[test]
fn links_lead_out_and_to_headings_and_the_rest_is_reported() {
    let link = |to: &str| format!("<w:p><w:hyperlink {to}><w:r><w:t>words</w:t></w:r></w:hyperlink></w:p>");
    let field = "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> HYPERLINK \"mailto:a@b.example\" </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>mail</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>";
    let marked = "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:bookmarkStart w:id='1' w:name='_Ref'/><w:r><w:t>Same</w:t></w:r></w:p>";
    let body = [
        h(1, "Same"),
        marked.into(),
        link("r:id='out'"),
        link("r:id='file'"),
        link("w:anchor='_Ref'"),
        field.into(),
    ];
    let read = imported(&body.concat(), &[]);
    assert!(read.markdown.contains("[words](https://a.example/b?c=1\\&d=%282%29)"), "{}", read.markdown);
    assert!(
        read.markdown.contains("\n\nwords\n\n[words](#same-2)\n\n[mail](mailto:a@b.example)"),
        "{}",
        read.markdown
    );
    reports(&read, "1 link that cannot be kept (“file:///S:/Policies/x.docx”), under “Same”");
}

#[test]
fn tracked_changes_are_accepted_and_reported() {
    let read = imported(
        "<w:p><w:r><w:t>We </w:t></w:r><w:ins><w:r><w:t>always </w:t></w:r></w:ins>\
        <w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:r><w:t>call.</w:t></w:r></w:p>",
        &[],
    );
    assert_eq!(read.markdown, "We always call.\n");
    reports(&read, "1 tracked deletion");
    reports(&read, "1 tracked insertion");
}

#[test]
fn notes_stand_at_the_end_of_their_section() {
    let notes =
        format!("<w:footnotes NS><w:footnote w:id='2'>{}</w:footnote></w:footnotes>", p("See the law."));
    let body = [
        h(1, "A"),
        "<w:p><w:r><w:t>Word</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>".into(),
        h(1, "B"),
        p("x"),
    ];
    let read = imported(&body.concat(), &[("footnotes", &notes)]);
    assert_eq!(read.markdown, "## A\n\nWord (note 1)\n\n**Notes**\n\n1. See the law.\n\n## B\n\nx\n");
}

#[test]
fn pictures_and_boxes_are_marked_and_read_once() {
    let picture =
        "<w:p><w:r><w:drawing><wp:docPr descr='Map of the office'/><pic:pic/></w:drawing></w:r></w:p>";
    let text = format!("<w:txbxContent>{}</w:txbxContent>", p("Boxed"));
    let two = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{text}</wps:txbx></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:textbox>{text}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    );
    let math = "<w:p><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>";
    let read = imported(&[picture, &two, math].concat(), &[]);
    assert_eq!(
        read.markdown,
        "**\\[Not carried over: a picture, “Map of the office”\\]**\n\n> [!NOTE]\n> Boxed\n\n**\\[Not carried over: an equation, “a+b”\\]**\n"
    );
    reports(
        &read,
        "1 picture that can't be shown as it is (“Map of the office”), before the first heading: marked in the text",
    );
    reports(&read, "1 equation");
    reports(&read, "1 text box");
}

#[test]
fn content_in_controls_and_wrappers_is_reached() {
    let body = "<w:sdt><w:sdtContent><w:p><w:smartTag><w:r><w:t>a </w:t></w:r></w:smartTag><w:sdt><w:sdtContent><w:r><w:t>b </w:t></w:r>\
        </w:sdtContent></w:sdt><w:fldSimple w:instr=' DATE '><w:r><w:t>c</w:t></w:r></w:fldSimple></w:p></w:sdtContent></w:sdt>";
    let read = imported(body, &[]);
    assert_eq!(read.markdown, "a b c\n");
    reports(&read, "1 field that Word updates (“DATE”)");
}

#[test]
fn unknown_elements_are_reported_by_name() {
    let read = imported(&format!("{}<w:p><w:r><w:gizmo><w:t>said</w:t></w:gizmo></w:r></w:p>", p("x")), &[]);
    reports(&read, "1 other thing (“gizmo: said”)");
}

#[test]
fn a_contents_field_is_left_out_and_one_without_an_end_takes_nothing_with_it() {
    let begin = "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>Purpose 1</w:t></w:r></w:p>";
    let end = "<w:p><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>";
    becomes(&[begin, end, &p("Text.")].concat(), "Text.\n");
    becomes(&[begin, &p("Text.")].concat(), "Purpose 1\n\nText.\n");
}

#[test]
fn bold_lines_are_headings_where_there_are_no_others() {
    let bold = |words: &str| format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{words}</w:t></w:r></w:p>");
    let read = imported(&[bold("PURPOSE"), p("x"), bold("Scope:"), p("y")].concat(), &[]);
    assert_eq!(read.markdown, "## PURPOSE\n\nx\n\n## Scope:\n\ny\n");
    reports(&read, "2 bold lines, under “PURPOSE”, “Scope:”: treated as headings");
}

#[test]
fn a_zip_bomb_and_a_file_without_text_are_refused() {
    let bomb = docx(&" ".repeat(70 * 1024 * 1024), &[]);
    assert!(bomb.len() < 1024 * 1024);
    assert_eq!(read(&bomb, &prints, "picture-").unwrap_err(), DocxError::TooLarge);
    assert_eq!(read(&docx("", &[]), &prints, "picture-").unwrap_err(), DocxError::NoText);
}

#[test]
fn the_deepest_nesting_is_read() {
    let (table, end) = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>");
    let tables = format!("{}{}{}", table.repeat(38), p("x"), end.repeat(38));
    assert!(imported(&tables, &[]).markdown.contains('x'));
    let (note, end) =
        ("<w:p><w:r><w:pict><v:textbox><w:txbxContent>", "</w:txbxContent></v:textbox></w:pict></w:r></w:p>");
    let boxes = format!("{}{}{}", note.repeat(22), p("x"), end.repeat(22));
    assert_eq!(imported(&boxes, &[]).markdown, "> [!NOTE]\n> x\n");
}

#[test]
fn a_note_that_refers_to_itself_is_read_once() {
    let reference = "<w:p><w:r><w:t>x</w:t><w:footnoteReference w:id='2'/></w:r></w:p>";
    let notes = format!("<w:footnotes NS><w:footnote w:id='2'>{reference}</w:footnote></w:footnotes>");
    let read = imported(&reference.repeat(2), &[("footnotes", &notes)]);
    assert_eq!(read.markdown, "x (note 1)\n\nx (note 1)\n\n**Notes**\n\n1. x (note 1)\n");
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

#[test]
fn a_spoiled_file_is_read_or_refused_and_nothing_worse() {
    let notes = format!("<w:footnotes NS><w:footnote w:id='2'>{}</w:footnote></w:footnotes>", p("note"));
    let body = [
        h(1, "A"), item(1, 0, "one"), item(1, 1, "two"), p("x"),
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:footnoteReference w:id='2'/></w:r></w:p></w:tc></w:tr></w:tbl>".into(),
    ];
    let parts: [(&str, &str); 2] = [("numbering", LISTS), ("footnotes", &notes)];
    let whole = docx(&body.concat(), &parts);
    let xml = body.concat();
    let mut dice = Dice(5);
    for _ in 0..200 {
        let mut bytes = whole.clone();
        for _ in 0..=dice.below(4) {
            let at = dice.below(bytes.len());
            bytes[at] = u8::try_from(dice.below(256)).unwrap();
        }
        bytes.truncate(if dice.below(4) == 0 { dice.below(bytes.len()) } else { bytes.len() });
        let _ = read(&bytes, &prints, "picture-");
        // The zip's sums find most of that; here the text itself is spoiled.
        let mut letters: Vec<char> = xml.chars().collect();
        for _ in 0..=dice.below(6) {
            let (from, to) = (dice.below(letters.len()), dice.below(letters.len()));
            match dice.below(3) {
                0 => letters.swap(from, to),
                1 => letters[from] = '9',
                _ => drop(letters.remove(from)),
            }
        }
        let _ = read(&docx(&letters.into_iter().collect::<String>(), &parts), &prints, "picture-");
    }
}

/// Whatever the words and their looks, the handbook shows the same words and finds nothing wrong.
#[test]
fn words_come_out_as_they_went_in() {
    let pieces = [
        "word",
        " ",
        "*",
        "**",
        "_",
        "[",
        "]",
        "(",
        ")",
        "@",
        "^",
        "{",
        "{{",
        "}}",
        "#",
        "1.",
        "2)",
        "-",
        "+",
        "&lt;b>",
        "&amp;amp;",
        "|",
        "`",
        "~~~",
        "~~",
        "/",
        "[ ]",
        ":::",
        ":",
        "!",
        "\\",
        ">",
        "é",
        "“q”",
        "\u{a0}",
        "=",
        "://",
        "a",
        "Z",
        ".",
        "<w:br/>",
    ];
    let mut dice = Dice(7);
    for round in 0..2000 {
        let mut runs = String::new();
        let mut said = String::new();
        for _ in 0..=dice.below(9) {
            let look = ["", "<w:b/>", "<w:i/>", "<w:b/><w:i/>"][dice.below(4)];
            let words: String = (0..=dice.below(4)).map(|_| pieces[dice.below(pieces.len())]).collect();
            said.push_str(&words);
            let words = words.replace("<w:br/>", "</w:t><w:br/><w:t xml:space='preserve'>");
            let run = format!("<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>");
            runs.push_str(&if dice.below(6) == 0 {
                format!("<w:hyperlink r:id='out'>{run}</w:hyperlink>")
            } else {
                run
            });
        }
        let body = match dice.below(4) {
            0 => format!("<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>{runs}</w:p>"),
            1 => format!("<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>{runs}</w:p>"),
            2 => {
                let cell = format!("<w:tc><w:p>{runs}</w:p></w:tc><w:tc>{}</w:tc>", p("x"));
                format!("<w:tbl><w:tr>{cell}</w:tr><w:tr>{cell}</w:tr></w:tbl>")
            }
            _ => format!("<w:p>{runs}</w:p>"),
        };
        let Ok(read) = read(&docx(&body, &[("numbering", LISTS)]), &prints, "picture-") else { continue };
        let (document, findings) = parsed(&read.markdown);
        assert!(findings.is_empty(), "round {round}: {said:?}\n{}\n{findings:#?}", read.markdown);
        let said = said.replace("<w:br/>", " ").replace("&lt;", "<").replace("&amp;", "&");
        let mut expected = same(&said);
        if body.starts_with("<w:tbl>") {
            expected = format!("{expected}x").repeat(2);
        }
        assert_eq!(same(&document), expected, "round {round}: {said:?}\n{}", read.markdown);
    }
}

/// Bullets that somebody typed are a list to every reader, and a mark that does nothing to the handbook.
#[test]
fn typed_bullets_become_a_list() {
    let body = format!("{}{}{}", p("Before:"), p("•\tCall"), p("· 1. Write"));
    let read = read(&docx(&body, &[]), &prints, "picture-").unwrap();
    let (text, findings) = parsed(&read.markdown);
    assert!(
        read.markdown.contains("\n- Call\n") && read.markdown.contains("\n- 1\\. Write\n"),
        "{}",
        read.markdown
    );
    assert_eq!(same(&text), "Before:Call1.Write");
    assert!(findings.is_empty(), "{findings:#?}");
}

/// The letters alone: spaces, and what the handbook sets as printers do, are left out.
fn same(text: &str) -> String {
    let mut same = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let c = if matches!(c, '–' | '—') { '-' } else { c };
        if !(c == '-' && same.ends_with('-')) {
            same.push(c);
        }
    }
    same.replace("...", "…")
}

fn parsed(markdown: &str) -> (String, Vec<crate::diagnostic::Diagnostic>) {
    use crate::diagnostic::{Diagnostic, FindingCode};
    use crate::markdown::{Input, Lookup, parse};
    use crate::model::text::{LinkTarget, blocks_text};
    use crate::model::{CitedPart, DocumentId, DocumentKind};
    use crate::source::{Files, Span};

    struct Nothing;
    impl Lookup for Nothing {
        fn clauses(&self, _: &str, _: Span) -> Result<(Vec<CitedPart>, Vec<Diagnostic>), Option<Diagnostic>> {
            Err(None)
        }
        fn value(&self, _: &str, span: Span) -> Result<String, Diagnostic> {
            Err(Diagnostic::new(FindingCode::UnknownPlaceholder, span, "there is none"))
        }
        fn offers(&self, _: &str, _: Span) -> Result<bool, Diagnostic> {
            Ok(true)
        }
        fn link_end(&self, _: &DocumentId, _: &LinkTarget) -> crate::markdown::LinkEnd {
            crate::markdown::LinkEnd::Shown
        }
        fn image(&self, _: &str) -> Result<String, crate::markdown::NoPicture> {
            Err(crate::markdown::NoPicture { near: None })
        }
    }
    let file = Files::default().add("draft.md", markdown);
    let (document, findings) = parse(
        Input { own: &DocumentKind::Policy.id("a"), file, path: "draft.md", text: markdown, offset: 0 },
        &Nothing,
    );
    (blocks_text(&document.blocks), findings)
}
