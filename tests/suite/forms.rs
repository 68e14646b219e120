//! Every form of the starter, in every edition, has all its fields; and what would be wrong is found.

use std::sync::LazyLock;

use clausebook::model::Handbook;
use clausebook::model::form::{Entry, Extent, Sheet, SlotKind};
use clausebook::pipeline::examine;
use lopdf::{Document, Object, ObjectId, dictionary};

use crate::audit::flaws;
use crate::support::{STARTER_SITE, starter};

static HANDBOOK: LazyLock<Handbook> = LazyLock::new(|| examine(&starter()).handbook);

fn pdf(path: &str) -> &'static [u8] {
    STARTER_SITE.get(path).unwrap_or_else(|| panic!("{path} is missing"))
}

fn plan() -> Sheet<'static> {
    let form = HANDBOOK.forms.iter().find(|form| form.id == "service-plan").unwrap();
    Sheet::new(&form.current, &HANDBOOK.words, &Extent::default())
}

#[test]
fn every_field_of_every_form_is_in_both_editions() {
    assert!(HANDBOOK.forms.len() >= 20);
    for form in &HANDBOOK.forms {
        let sheet = Sheet::new(&form.current, &HANDBOOK.words, &Extent::default());
        for ending in ["", "-large-print"] {
            let path = format!("forms/{}{ending}.pdf", form.id);
            assert_eq!(flaws(pdf(&path), &sheet), Vec::<String>::new(), "{path}");
        }
        if let Some(sheet) = Sheet::continuation(&form.current, &HANDBOOK.words) {
            let path = format!("forms/{}-continuation.pdf", form.id);
            assert_eq!(flaws(pdf(&path), &sheet), Vec::<String>::new(), "{path}");
        }
    }
}

/// An inch and a half, in points.
const ROOM_FOR_WORDS: f32 = 108.0;
/// What is short on every form: a time, the number of a policy or of a goal, initials.
const SHORT: [&str; 5] = ["time", "number", "goal", "member", "worker"];

#[test]
fn no_line_for_words_is_narrower_than_an_inch_and_a_half() {
    let mut narrow = Vec::new();
    let mut lines = 0;
    for form in &HANDBOOK.forms {
        let sheet = Sheet::new(&form.current, &HANDBOOK.words, &Extent::default());
        let document = Document::load_mem(pdf(&format!("forms/{}.pdf", form.id))).unwrap();
        for slot in sheet.slots().into_iter().filter(|slot| slot.kind == SlotKind::Line(Entry::Text)) {
            let widget = document.objects.values().filter_map(|object| object.as_dict().ok()).find(|field| {
                let name = field.get(b"T").and_then(lopdf::decode_text_string);
                field.has(b"Rect") && name.is_ok_and(|name| name == slot.name)
            });
            // The lines at the top of every page have a box on each.
            let Some(widget) = widget else { continue };
            lines += 1;
            let place: Vec<f32> = widget
                .get(b"Rect")
                .and_then(Object::as_array)
                .unwrap()
                .iter()
                .map(|side| side.as_float().unwrap())
                .collect();
            let is_short = SHORT.iter().any(|short| slot.name.ends_with(&format!("/{short}")));
            if place[2] - place[0] < ROOM_FOR_WORDS && !is_short {
                narrow.push(format!("{}: {}", form.id, slot.name));
            }
        }
    }
    assert!(lines > 300, "{lines}");
    assert_eq!(narrow, Vec::<String>::new());
}

#[test]
fn the_first_two_weeks_of_a_member_are_at_most_twenty_pages() {
    const FIRST: [&str; 7] = [
        "intake-and-referral",
        "face-sheet",
        "welcome-and-rights",
        "release-of-information",
        "needs-assessment",
        "crisis-prevention-and-safety-plan",
        "crisis-plan-record",
    ];
    let pages = |id: &&str| Document::load_mem(pdf(&format!("forms/{id}.pdf"))).unwrap().get_pages().len();
    let all: usize = FIRST.iter().map(pages).sum();
    assert!(all <= 20, "{all}");
    for (id, most) in [
        ("crisis-prevention-and-safety-plan", 1),
        ("release-of-information", 2),
        ("release-of-information.es-side-by-side", 4),
        ("needs-assessment", 5),
        ("service-plan", 6),
        ("service-plan-large-print", 24),
    ] {
        assert!(pages(&id) <= most, "{id}: {}", pages(&id));
    }
}

#[test]
fn the_certificate_of_a_curriculum_is_a_form_too() {
    let examined = examine(&starter());
    let pages = clausebook::view::view(&examined.handbook, &examined.coverage, &examined.sources.files, true);
    assert_eq!(pages.curricula.len(), 3);
    for page in &pages.curricula {
        // The attendance sheet of the starter is a form of its own.
        assert_eq!(page.attendance_pdf, "forms/training-attendance.pdf");
        let (path, version) = (&page.certificate_pdf, &page.version.sheets.certificate);
        let sheet = Sheet::new(version, &HANDBOOK.words, &Extent::default());
        assert_eq!(flaws(pdf(path), &sheet), Vec::<String>::new(), "{path}");
    }
}

/// Changes a service plan, and says what is then wrong with it.
fn after(change: impl Fn(&mut Document, ObjectId)) -> Vec<String> {
    let mut document = Document::load_mem(pdf("forms/service-plan.pdf")).unwrap();
    let widget = *document
        .objects
        .iter()
        .find(|(_, object)| {
            let field = object.as_dict().ok();
            field.is_some_and(|field| field.has(b"StructParent") && field.has(b"T"))
        })
        .unwrap()
        .0;
    change(&mut document, widget);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    flaws(&bytes, &plan())
}

fn acro_form(document: &mut Document) -> ObjectId {
    document.catalog().unwrap().get(b"AcroForm").and_then(Object::as_reference).unwrap()
}

#[test]
fn an_unchanged_plan_has_no_flaws() {
    assert_eq!(after(|_, _| {}), Vec::<String>::new());
}

#[test]
fn a_label_that_is_removed_is_found() {
    let flaws = after(|document, widget| {
        document.get_dictionary_mut(widget).unwrap().remove(b"TU");
    });
    assert!(flaws[0].ends_with("not read out as its label"), "{flaws:?}");
}

#[test]
fn a_widget_that_is_not_tagged_is_found() {
    let flaws = after(|document, widget| {
        document.get_dictionary_mut(widget).unwrap().remove(b"StructParent");
    });
    assert!(flaws[0].ends_with("not tagged as a form field"), "{flaws:?}");
}

/// The element of a field's box in the tag tree.
fn element(document: &Document, widget: ObjectId) -> ObjectId {
    let is_of_widget = |kid: &Object| {
        let kid = document.dereference(kid).ok().and_then(|(_, kid)| kid.as_dict().ok());
        kid.is_some_and(|kid| kid.get(b"Obj").and_then(Object::as_reference).ok() == Some(widget))
    };
    let holds = |object: &Object| {
        let kids = object.as_dict().and_then(|element| element.get(b"K"));
        kids.is_ok_and(|kids| match kids {
            Object::Array(kids) => kids.iter().any(is_of_widget),
            kid => is_of_widget(kid),
        })
    };
    *document.objects.iter().find(|(_, object)| holds(object)).expect("an element").0
}

#[test]
fn a_tag_that_does_not_say_what_its_field_is_called_is_found() {
    let flaws = after(|document, widget| {
        let element = element(document, widget);
        document.get_dictionary_mut(element).unwrap().remove(b"Alt");
    });
    assert!(flaws[0].ends_with("not tagged as a form field"), "{flaws:?}");
}

#[test]
fn a_page_whose_fields_are_in_another_order_is_found() {
    let flaws = after(|document, _| {
        let page = document.page_iter().next().unwrap();
        let page = document.get_dictionary_mut(page).unwrap();
        page.get_mut(b"Annots").and_then(Object::as_array_mut).unwrap().rotate_left(1);
    });
    assert_eq!(
        flaws,
        [
            "page 1: the fields are not in the order in which they are read",
            "page 1: it does not begin with whom the form is about"
        ]
    );
}

#[test]
fn a_field_that_is_dropped_is_found() {
    let flaws = after(|document, _| {
        let form = acro_form(document);
        let form = document.get_dictionary_mut(form).unwrap();
        form.get_mut(b"Fields").and_then(Object::as_array_mut).unwrap().pop();
    });
    assert!(flaws[0].ends_with("no such field"), "{flaws:?}");
}

#[test]
fn a_field_that_is_hidden_is_found() {
    let flaws = after(|document, widget| document.get_dictionary_mut(widget).unwrap().set("F", 2));
    assert!(flaws[0].ends_with("hidden, or not printed"), "{flaws:?}");
}

#[test]
fn a_field_that_is_not_drawn_is_found() {
    let flaws = after(|document, widget| {
        document.get_dictionary_mut(widget).unwrap().remove(b"AP");
    });
    assert!(flaws[0].ends_with("nothing is drawn"), "{flaws:?}");
}

#[test]
fn values_left_to_the_viewer_to_draw_are_found() {
    let flaws = after(|document, _| {
        let form = acro_form(document);
        document.get_dictionary_mut(form).unwrap().set("NeedAppearances", true);
    });
    assert_eq!(flaws, ["AcroForm has NeedAppearances"]);
}

#[test]
fn a_script_is_found() {
    let flaws = after(|document, widget| {
        document.get_dictionary_mut(widget).unwrap().set("AA", dictionary! {});
    });
    assert_eq!(flaws, ["there is a script"]);
}
