//! Every form of the starter, in every edition, has all its fields; and what would be wrong is found.

use std::sync::LazyLock;

use clausebook::model::Handbook;
use clausebook::model::form::{Extent, Sheet};
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
