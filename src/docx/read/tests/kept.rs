//! What people really have: labels, bold bullets, symbol fonts, pictures, manuals of several policies.

use super::*;

fn bold(words: &str) -> String {
    format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{words}</w:t></w:r></w:p>")
}

fn title_of(read: Imported) -> String {
    read.title.map(|title| title.words).unwrap_or_default()
}

#[test]
fn text_with_an_outline_level_is_text() {
    let styles = "<w:styles NS><w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:name w:val='Normal'/>\
        <w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style></w:styles>";
    let level = "<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>Everyone calls back within a day of the first call.</w:t></w:r></w:p>";
    let read = imported(
        &[&h(1, "A"), &p("We call."), level, &h(1, "B"), &p("x")].map(String::from).concat(),
        &[("styles", styles)],
    );
    assert_eq!(
        read.markdown,
        "## A\n\nWe call.\n\nEveryone calls back within a day of the first call.\n\n## B\n\nx\n"
    );
}

const LEGAL: &str = "<w:numbering NS><w:abstractNum w:abstractNumId='0'>\
    <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2'/></w:lvl>\
    <w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='(%3)'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>";

#[test]
fn labels_of_several_parts_and_letters_are_kept() {
    let body = [
        item(1, 0, "Staff"),
        item(1, 1, "call"),
        item(1, 2, "soon"),
        item(1, 2, "or later"),
        item(1, 1, "write"),
    ];
    let read = imported(&body.concat(), &[("numbering", LEGAL)]);
    assert_eq!(
        read.markdown,
        "1. Staff\n   - 1.1 call\n     - (a) soon\n     - (b) or later\n   - 1.2 write\n"
    );
    reports(&read, "4 list items with letters or numbers such as 1.1, before the first heading: kept");
}

#[test]
fn numbers_restart_under_numbered_headings_which_keep_theirs_where_items_count_them() {
    let numbered = |words: &str| {
        h(1, words).replace(
            "<w:pStyle w:val='Heading1'/>",
            "<w:pStyle w:val='Heading1'/><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>",
        )
    };
    let body =
        [numbered("Calls"), item(1, 1, "a"), item(1, 1, "b"), numbered("Letters"), item(1, 1, "c")].concat();
    let read = imported(&body, &[("numbering", LEGAL)]);
    assert_eq!(read.markdown, "## 1. Calls\n\n- 1.1 a\n- 1.2 b\n\n## 2. Letters\n\n- 2.1 c\n");
    let alone =
        imported(&[numbered("Calls"), p("x"), numbered("Letters"), p("y")].concat(), &[("numbering", LEGAL)]);
    assert_eq!(alone.markdown, "## Calls\n\nx\n\n## Letters\n\ny\n");
    reports(&alone, "2 automatic numbers of headings");
}

#[test]
fn bold_bullets_are_bullets_and_one_real_heading_leaves_the_bold_ones() {
    let bullet = item(2, 0, "Falls").replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>");
    let read = imported(&[bold("Tell us of"), bullet, p("We answer.")].concat(), &[("numbering", LISTS)]);
    assert_eq!(read.markdown, "## Tell us of\n\n- **Falls**\n\nWe answer.\n");
    let body = [h(1, "Telehealth"), bold("Purpose"), p("x"), bold("Scope"), p("y")].concat();
    let read = imported(&body, &[]);
    assert_eq!(read.markdown, "## Purpose\n\nx\n\n## Scope\n\ny\n");
    assert_eq!(title_of(read), "Telehealth");
}

#[test]
fn letters_of_symbol_fonts_are_signs_and_other_scripts_stay() {
    let sign = |font: &str, letters: &str| {
        format!(
            "<w:p><w:r><w:rPr><w:rFonts w:ascii='{font}'/></w:rPr><w:t>{letters}</w:t></w:r><w:r><w:t xml:space='preserve'> signed</w:t></w:r></w:p>"
        )
    };
    let body = [
        sign("Wingdings", "q"),
        sign("Wingdings", "&#xF0FC;"),
        sign("Symbol", "a"),
        p("注意：免费帮助。ملاحظة"),
    ];
    let read = read(&docx(&body.concat(), &[]), &|_| true, "picture-").unwrap();
    assert_eq!(read.markdown, "□ signed\n\n✓ signed\n\nα signed\n\n注意：免费帮助。ملاحظة\n");
}

#[test]
fn a_struck_out_stretch_has_one_mark_however_many_runs_it_has() {
    let run = |look: &str, words: &str| {
        format!("<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>")
    };
    let runs = [
        run("", "within "),
        run("<w:strike/>", "three "),
        run("<w:strike/>", "busi"),
        run("<w:strike/><w:b/>", "ness days"),
        run("", " one day."),
    ];
    let read = imported(&format!("<w:p>{}</w:p>", runs.concat()), &[]);
    assert_eq!(read.markdown.matches("Struck out").count(), 1, "{}", read.markdown);
    reports(&read, "1 struck-out passage (“three business days”)");
}

#[test]
fn a_field_that_says_nothing_and_never_ends_takes_nothing_with_it() {
    let begin = "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r></w:p>";
    becomes(&[begin, &p("We call."), &p("We write.")].concat(), "We call.\n\nWe write.\n");
}

#[test]
fn blanks_and_the_choices_of_a_list_are_reported() {
    let list = "<w:p><w:sdt><w:sdtPr><w:alias w:val='Program'/><w:dropDownList><w:listItem w:displayText='A' w:value='a'/>\
        <w:listItem w:displayText='B' w:value='b'/></w:dropDownList></w:sdtPr><w:sdtContent><w:r><w:t>Choose.</w:t></w:r></w:sdtContent></w:sdt></w:p>";
    let read = imported(&[&p("Name: ________"), list].map(String::from).concat(), &[]);
    reports(&read, "1 blank to fill in (“Name:”)");
    reports(&read, "1 field to fill in (“Program: A, B”)");
}

#[test]
fn a_picture_comes_along_once_and_one_that_pages_cannot_show_is_marked() {
    let drawing = |id: &str, alt: &str| {
        format!(
            "<w:p><w:r><w:drawing><wp:docPr id='1' descr='{alt}'/><pic:pic><a:blip xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' r:embed='{id}'/></pic:pic></w:drawing></w:r></w:p>"
        )
    };
    let png = include_bytes!("../../../../tests/pictures/palette.png");
    let mut zip = zip::ZipArchive::new(Cursor::new(docx(
        &[drawing("image", "The office"), drawing("image", ""), drawing("none", "Old")].concat(),
        &[("image", "")],
    )))
    .unwrap();
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        let name = entry.name().replace("image.xml", "image.png");
        if name.ends_with("image.png") {
            bytes = png.to_vec();
        }
        if name.ends_with(".rels") {
            bytes = String::from_utf8(bytes).unwrap().replace("image.xml", "image.png").into_bytes();
        }
        file.start_file(name, SimpleFileOptions::default()).unwrap();
        file.write_all(&bytes).unwrap();
    }
    let read = read(&file.finish().unwrap().into_inner(), &prints, "picture-").unwrap();
    assert_eq!(
        read.markdown,
        "![The office](picture-1.png)\n\n![Say here what the picture shows.](picture-1.png)\n\n**\\[Not carried over: a picture, “Old”\\]**\n"
    );
    assert_eq!(read.pictures.len(), 1);
    assert!(read.complete.contains("2 pictures: saved beside the policy"), "{}", read.complete);
}

#[test]
fn what_many_headers_name_is_read_once_and_all_parts_together_have_a_limit() {
    let header = format!("<w:hdr NS>{}</w:hdr>", p(&"x".repeat(9 * 1024 * 1024)));
    let parts: Vec<(&str, &str)> =
        vec![("header", &header), ("footer", &header), ("footnotes", &header), ("endnotes", &header)];
    assert_eq!(read(&docx(&p("x"), &parts), &prints, "picture-").unwrap_err(), DocxError::TooLarge);
    let empty = docx(&"<w:p/>".repeat(3_100_000), &[]);
    assert!(empty.len() < 100_000, "{}", empty.len());
    assert_eq!(read(&empty, &prints, "picture-").unwrap_err(), DocxError::TooLarge);
}

#[test]
fn each_heading_of_the_highest_level_begins_a_policy() {
    let body =
        [h(1, "Calls"), h(2, "Purpose"), p("x"), h(1, "Letters"), p("y"), h(2, "Why"), p("z")].concat();
    let parts = super::super::read_split(&docx(&body, &[]), &prints, "picture-").unwrap();
    let found: Vec<(String, String)> =
        parts.into_iter().map(|part| (part.title.as_ref().unwrap().words.clone(), part.markdown)).collect();
    assert_eq!(
        found,
        [
            ("Calls".to_owned(), "## Purpose\n\nx\n".to_owned()),
            ("Letters".to_owned(), "y\n\n## Why\n\nz\n".to_owned()),
        ]
    );
}
