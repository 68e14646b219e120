use super::{
    DOUBTFUL_JOIN, DocumentOutline, EntryMark, fingerprint, identified, likeness, parse, read_table,
    read_text,
};
use crate::figures::Grammar;
use crate::model::{ClauseKind, FigureKind};

/// The entries as a person sees them in the outline, without the title.
fn shown(text: &str) -> String {
    let written = read_text(text).written("");
    let lines = written.lines().filter(|line| !line.is_empty() && !line.starts_with("title:"));
    lines.collect::<Vec<_>>().join("\n")
}

fn ids(outline: &DocumentOutline) -> Vec<String> {
    identified(outline).into_iter().map(|entry| entry.id).collect()
}

#[test]
fn numbers_bullets_and_capitals_make_sections_items_and_what_is_under_them() {
    let text = "Example Specification\n\nDAILY DUTIES:\n\n1. Kitchen:\n - Staff must clean it.\n - Staff must lock it.\n2. Garden\n\nSTAFFING REQUIREMENTS:\n\n- One person stays.\n";
    let expected = "# [daily-duties] DAILY DUTIES:\n1. Kitchen:\n  - Staff must clean it.\n  - Staff must lock it.\n2. Garden\n# [staffing] STAFFING REQUIREMENTS:\n- One person stays.";
    assert_eq!(shown(text), expected);
    assert_eq!(read_text(text).title, "Example Specification");
    let all = [
        "daily-duties",
        "daily-duties/1",
        "daily-duties/1/1",
        "daily-duties/1/2",
        "daily-duties/2",
        "staffing",
        "staffing/1",
    ];
    assert_eq!(ids(&read_text(text)), all);
}

#[test]
fn an_item_torn_apart_by_a_page_is_joined_and_marked() {
    let text = "DUTIES\n\n- Staff water the\n\n- Member's plants.\n- Staff carry wood,\n\ncoal and water.\n";
    assert_eq!(
        shown(text),
        "# [duties] DUTIES\n- Staff water the ¦ Member's plants.\n- Staff carry wood, coal and water."
    );
    let outline = read_text(text);
    assert_eq!(outline.doubtful_joins(), 1);
    let words = identified(&outline).remove(1).words;
    assert!(!words.contains(DOUBTFUL_JOIN), "{words}");
}

#[test]
fn lines_that_the_paper_broke_are_one_sentence() {
    let line = "Staff of the house keep the doors of the house open while the sun shines on the";
    let text =
        format!("RULES\n\n{}\n", (0..12).map(|n| format!("- {n} {line}\nroof.\n\n")).collect::<String>());
    let outline = read_text(&text);
    assert!(
        outline.entries[1..].iter().all(|entry| entry.text.ends_with(&format!("{line} roof."))),
        "{outline:?}"
    );
}

#[test]
fn opening_words_that_ask_for_something_are_an_entry_of_their_own() {
    let text = "DUTIES\n\n1. Records: The house must keep records with:\n - names\n - dates\n2. Keys\n";
    assert_eq!(
        shown(text),
        "# [duties] DUTIES\n1. Records:\n  [intro] The house must keep records with:\n  - names\n  - dates\n2. Keys"
    );
    assert_eq!(ids(&read_text(text))[2], "duties/1/intro");
}

#[test]
fn a_list_without_indentation_ends_where_an_item_begins_as_the_outer_ones_do() {
    let text = "DUTIES\n\n - The plan must be short.\n - The plan must have the following:\n - goals\n - dates\n - The plan must be signed.\n";
    let expected = "# [duties] DUTIES\n- The plan must be short.\n-\n  [intro] The plan must have the following:\n  - goals\n  - dates\n- The plan must be signed.";
    assert_eq!(shown(text), expected);
}

#[test]
fn a_code_of_law_gets_its_own_labels() {
    let text = "461.410: Scope\n\n(A) Each house must have a door.\n(B) Windows.\n(1) Handles\n(a) They must be clean.\n(2) Windows must close.\n";
    let outline = read_text(text);
    let all = identified(&outline);
    let ids: Vec<&str> = all.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["461.410", "461.410/a", "461.410/b", "461.410/b/1", "461.410/b/1/a", "461.410/b/2"]);
    assert_eq!(all[4].label.as_deref(), Some("461.410(B)(1)(a)"));
    assert_eq!(all[4].source, "461.410, item B, item 1, item a");
}

#[test]
fn markdown_gives_its_headings_and_lists() {
    let text = "# Rules\n\n## Doors\n\n1. **Lock** the [door](x).\n   - at night\n\n### Windows\n\nThey must open.\n\n## Keys\n";
    assert_eq!(
        shown(text),
        "# [doors] Doors\n1. Lock the door.\n  - at night\n## [windows] Windows\nThey must open.\n# [keys] Keys"
    );
}

#[test]
fn a_list_within_a_sentence_is_taken_apart() {
    let text = "DUTIES\n\n- The plan must: (a) be short; (b) be signed; and (c) be kept.\n";
    assert_eq!(
        shown(text),
        "# [duties] DUTIES\n-\n  [intro] The plan must:\n  (a) be short;\n  (b) be signed; and\n  (c) be kept."
    );
}

#[test]
fn page_numbers_and_remarks_in_the_margin_are_no_part_of_a_sentence() {
    let text = "DUTIES\n\n- Staff clean the rooms.\nPage 3 of 9\n- Staff lock up.  Comment [ab1]: Says who?\n- Staff go home.\n";
    assert_eq!(
        shown(text),
        "# [duties] DUTIES\n- Staff clean the rooms.\n- Staff lock up.\n- Staff go home.\n# [comments] Comments in the margin\n1. Says who?"
    );
}

#[test]
fn an_outline_is_read_as_it_is_written() {
    let text = "Title of It\n\nDUTIES\n\n1. Records: The house must keep:\n - names\n - # signs\n\n[so called] words are here.\n\nOTHER\n\n- One.\n";
    let outline = read_text(text);
    let written = outline.written("A remark.");
    let read = parse(&written).unwrap();
    assert_eq!(read.written("A remark."), written);
    assert_eq!(ids(&read), ids(&outline));
}

#[test]
fn whoever_moves_a_line_moves_what_is_under_it() {
    let written = "# [a] A\n- one\n  - two\n    - three\n- four\n";
    assert_eq!(ids(&parse(written).unwrap()), ["a", "a/1", "a/1/1", "a/1/1/1", "a/2"]);
    let moved = written.replace("\n  - two", "\n- two");
    assert_eq!(ids(&parse(&moved).unwrap()), ["a", "a/1", "a/2", "a/2/1", "a/3"]);
}

#[test]
fn an_id_of_ones_own_is_kept_and_a_bad_one_is_refused() {
    let outline = parse("# [doors] All doors\n- [front] The front door.\n- The back door.\n").unwrap();
    assert_eq!(ids(&outline), ["doors", "doors/front", "doors/1"]);
    assert!(parse("# [Front door] All doors\n").is_err());
    assert!(parse("// nothing\n").is_err());
}

#[test]
fn kinds_are_guessed_from_the_words() {
    use ClauseKind::{Heading, Informative, Recommendation, Requirement};
    let text = "# [a] DUTIES\n- Staff must call.\n- Staff should call.\n- Staff may call.\n- Staff call.\nThe house is old.\n";
    let clauses = parse(text).unwrap().clauses(Grammar::for_language("en"));
    let kinds: Vec<ClauseKind> = clauses.iter().map(|clause| clause.kind).collect();
    assert_eq!(kinds, [Heading, Requirement, Recommendation, Informative, Requirement, Informative]);
    assert!(clauses.iter().all(|clause| clause.summary.is_empty()));
    assert_eq!(clauses[0].title, "Duties");
}

#[test]
fn figures_are_found_and_a_level_of_care_is_none() {
    let text = "# [a] A\n- After 24-hour care, call within two (2) business days, every 3 months, at 866-555-0100.\n- One (1) worker for every twenty (20) Members, 9 am to 5 pm.\n";
    let clauses = parse(text).unwrap().clauses(Grammar::for_language("en"));
    let found: Vec<(&str, FigureKind)> = clauses
        .iter()
        .flat_map(|one| &one.figures)
        .map(|figure| (figure.value.as_str(), figure.kind))
        .collect();
    for expected in [
        ("2 business days", FigureKind::Deadline),
        ("every 3 months", FigureKind::Interval),
        ("866-555-0100", FigureKind::Telephone),
    ] {
        assert!(found.contains(&expected), "{found:?}");
    }
    assert!(found.iter().any(|(_, kind)| *kind == FigureKind::Ratio), "{found:?}");
    assert!(found.iter().any(|(_, kind)| *kind == FigureKind::Hours), "{found:?}");
    assert!(!found.iter().any(|(value, _)| value.contains("24")), "{found:?}");
}

#[test]
fn documents_referred_to_are_listed() {
    let outline = read_text(
        "A\n\n- Comply with 130 CMR 461.403 and the Example Provider Manual, and read Example Bulletin 316.\n",
    );
    assert_eq!(outline.references, ["130 CMR 461.403", "Example Bulletin 316", "Example Provider Manual"]);
}

#[test]
fn rows_of_a_table_are_under_the_row_whose_number_begins_theirs() {
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    let rows = [
        row(["Number", "Title", "Requirement"]),
        row(["1", "Doors", ""]),
        row(["1.1", "", "Lock them."]),
        row(["1.1(a)", "", "At night."]),
        row(["2", "Windows", "Open them."]),
    ];
    let outline = read_table("T", &rows).unwrap();
    assert_eq!(ids(&outline), ["1", "1/1", "1/1/a", "2"]);
    assert_eq!(outline.entries[3].text, "Windows: Open them.");
    assert!(read_table("T", &[row(["x", "y", "z"])]).is_err());
}

#[test]
fn a_fingerprint_is_of_the_words_alone() {
    assert_eq!(fingerprint("Lock the door, at night."), fingerprint("lock the door at\nnight"));
    assert_ne!(fingerprint("Lock the door."), fingerprint("Lock the doors."));
    assert_eq!(fingerprint("Lock the door.").len(), 10);
    assert!(likeness("Lock the front door at night.", "Lock the front door each night.") > 60);
    assert_eq!(likeness("", ""), 0);
}

#[test]
fn no_text_makes_the_reader_panic() {
    for text in [
        "",
        "-",
        "#",
        "(",
        ")(",
        "1.",
        "- -",
        "\u{feff}",
        "a\u{c}b",
        "[",
        "](",
        "{{",
        "§",
        "é)(",
        "ﬁ) x",
        "1)(é",
        "Comment [",
        "\t\t-\tx",
        "[*1",
        "|",
        "||",
    ] {
        let outline = read_text(text);
        let _ = outline.clauses(Grammar::for_language("en"));
        let _ = parse(&outline.written(""));
        let _ = parse(text);
    }
}

#[test]
fn marks_of_other_alphabets_are_words() {
    assert_eq!(EntryMark::numbered("ä."), EntryMark::Bullet);
    assert_eq!(EntryMark::numbered("(b)"), EntryMark::Number("(b)".to_owned()));
}
