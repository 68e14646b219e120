//! The attendance sheet and the certificate of every curriculum: what a handbook's own say, and in which language.

use clausebook::memo::Memo;
use clausebook::model::form::{Extent, Sheet};
use clausebook::pipeline::{Examined, examine, preview};
use clausebook::world::MemoryWorld;

use crate::audit::flaws;
use crate::support::{TODAY, files_in, repository};

const CERTIFICATE: &str = r#"
title = "{{ curriculum.title }}: our certificate"

[[section]]
id = "learned"
title = "{{ curriculum.duration }}, {{ organization.name }}"

[[section.field]]
id = "units"
label = "Units of {{ curriculum.number }}"
kind = "choices"
options = ["{{ unit.title }}, {{ unit.minutes }} min", "Final test"]
"#;

/// A handbook with one curriculum, of one unit.
fn world() -> MemoryWorld {
    let files = files_in(&repository("tests/handbooks/complete")).into_iter();
    files
        .filter(|(path, _)| !path.starts_with("templates/"))
        .fold(MemoryWorld::new(TODAY), |world, (path, bytes)| world.with(path, bytes))
}

fn in_language(tag: &str) -> MemoryWorld {
    let handbook = std::fs::read_to_string(repository("tests/handbooks/complete/handbook.toml")).unwrap();
    world().with("handbook.toml", handbook.replace("en-US", tag))
}

/// The labels of everything that the certificate asks.
fn certificate(examined: &Examined) -> Vec<String> {
    let handbook = &examined.handbook;
    let certificate = &handbook.curricula[0].current.sheets.certificate;
    let sheet = Sheet::new(certificate, &handbook.words, &Extent::default());
    sheet.slots().iter().map(|slot| format!("{}: {}", slot.name, slot.label())).collect()
}

fn codes(examined: &Examined) -> Vec<&str> {
    examined.findings.iter().map(|finding| finding.code.word()).collect()
}

#[test]
fn a_handbook_has_its_own_certificate_with_an_option_for_each_unit() {
    let world = world().with("templates/sheets/certificate.toml", CERTIFICATE);
    assert_eq!(
        certificate(&examine(&world)),
        ["units/one: Units of TR-1: Visiting, 60 min", "units/final-test: Units of TR-1: Final test"]
    );
    let preview = preview(&world, &Memo::default());
    let pdf = preview.pdf("curricula/core-certificate.pdf").expect("it has one").expect("it is printed");
    let examined = examine(&world);
    let sheets = &examined.handbook.curricula[0].current.sheets;
    let sheet = Sheet::new(&sheets.certificate, &examined.handbook.words, &Extent::default());
    assert_eq!(flaws(&pdf, &sheet), Vec::<String>::new());
}

#[test]
fn a_sheet_is_in_the_language_of_the_handbook() {
    let labels = certificate(&examine(&in_language("es-US")));
    assert_eq!(labels[0], "learner: Nombre del participante");
    // The handbook's English certificate is for its English edition.
    let own = in_language("es-US").with("templates/sheets/certificate.toml", CERTIFICATE);
    assert_eq!(certificate(&examine(&own)), labels);
    let own = in_language("es-US").with("templates/sheets/certificate.es.toml", CERTIFICATE);
    assert_eq!(certificate(&examine(&own)).len(), 2);
}

#[test]
fn a_sheet_that_is_not_translated_is_in_english_and_said_to_be() {
    let examined = examine(&in_language("vi-US"));
    assert_eq!(certificate(&examined)[0], "learner: Name of the learner");
    let untranslated =
        |examined: &Examined| codes(examined).iter().filter(|code| **code == "untranslated-words").count();
    // The fixed words, the attendance sheet and the certificate.
    assert_eq!(untranslated(&examined), 3);
    let translated = in_language("vi-US").with("templates/sheets/certificate.vi.toml", CERTIFICATE);
    assert_eq!(untranslated(&examine(&translated)), 2);
}

#[test]
fn an_empty_sheet_is_not_replaced_by_the_built_in_one() {
    let examined = examine(&world().with("templates/sheets/certificate.toml", ""));
    assert_eq!(certificate(&examined), Vec::<String>::new());
    assert_eq!(codes(&examined).iter().filter(|code| **code == "empty-form").count(), 1);
}

#[test]
fn units_with_the_same_title_have_a_row_each() {
    let path = "content/curricula/core/2026-01-01.md";
    let text = std::fs::read_to_string(repository("tests/handbooks/complete").join(path)).unwrap();
    let unit = "[[unit]]\nid = \"two\"\ntitle = \"Visiting\"\nminutes = 60\nteacher = \"A trainer\"\nobjectives = [\"Knock.\"]\n+++\n\nAn";
    let text = format!("{}\n## Visiting\n\nMore.\n", text.replace("+++\n\nAn", unit));
    let examined = examine(&world().with(path, text));
    let attendance = &examined.handbook.curricula[0].current.sheets.attendance;
    let sheet = Sheet::new(attendance, &examined.handbook.words, &Extent::default());
    let dates: Vec<String> = sheet
        .slots()
        .iter()
        .filter(|slot| slot.name.starts_with("taught/") && slot.name.ends_with("/date"))
        .map(|slot| slot.name.clone())
        .collect();
    assert_eq!(dates, ["taught/one/date", "taught/two/date"]);
    assert!(!codes(&examined).contains(&"bad-options"));
}
