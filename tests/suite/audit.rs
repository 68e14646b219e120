//! What must be true of a form's PDF, and no validator looks at: every field is there, can be reached, is read out as what it is,
//! is printed, and is drawn.

use std::collections::{BTreeMap, BTreeSet};

use clausebook::model::form::{Sheet, Slot, SlotKind};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// Everything that is wrong with `pdf` as the form laid out in `sheet`.
pub fn flaws(pdf: &[u8], sheet: &Sheet<'_>) -> Vec<String> {
    let document = Document::load_mem(pdf).expect("a PDF");
    let mut audit = Audit { document: &document, flaws: Vec::new() };
    audit.form(sheet);
    audit.flaws
}

struct Audit<'d> {
    document: &'d Document,
    flaws: Vec<String>,
}

impl<'d> Audit<'d> {
    fn flaw(&mut self, flaw: impl Into<String>) {
        self.flaws.push(flaw.into());
    }

    fn get(&self, dictionary: &'d Dictionary, key: &str) -> Option<&'d Object> {
        let value = dictionary.get(key.as_bytes()).ok()?;
        self.document.dereference(value).ok().map(|(_, value)| value)
    }

    fn text(&self, dictionary: &'d Dictionary, key: &str) -> String {
        self.get(dictionary, key).and_then(|text| lopdf::decode_text_string(text).ok()).unwrap_or_default()
    }

    fn form(&mut self, sheet: &Sheet<'_>) {
        let catalog = self.document.catalog().expect("a catalog");
        let Some(form) = self.get(catalog, "AcroForm").and_then(|form| form.as_dict().ok()) else {
            return self.flaw("there is no AcroForm");
        };
        for key in ["NeedAppearances", "XFA", "CO"] {
            if form.has(key.as_bytes()) {
                self.flaw(format!("AcroForm has {key}"));
            }
        }
        for object in self.document.objects.values() {
            let dictionary = match object {
                Object::Dictionary(dictionary) => dictionary,
                Object::Stream(stream) => &stream.dict,
                _ => continue,
            };
            if dictionary.has(b"AA") || dictionary.has(b"JS") || dictionary.has(b"OpenAction") {
                self.flaw("there is a script");
            }
        }
        let list = self.get(form, "Fields").and_then(|list| list.as_array().ok()).expect("fields");
        let mut fields: BTreeMap<String, ObjectId> = BTreeMap::new();
        for field in list {
            let id = field.as_reference().expect("a field is an object");
            let name = self.text(self.document.get_dictionary(id).expect("a field"), "T");
            if fields.insert(name.clone(), id).is_some() {
                self.flaw(format!("two fields are called {name}"));
            }
        }
        let pages: Vec<ObjectId> = self.document.page_iter().collect();
        let identity: BTreeSet<&str> = sheet.identity.iter().map(|item| item.name.as_str()).collect();
        for slot in sheet.slots() {
            let Some(field) = fields.remove(&slot.name) else {
                self.flaw(format!("{}: no such field", slot.name));
                continue;
            };
            self.field(slot, field, identity.contains(slot.name.as_str()).then_some(pages.len()));
        }
        for name in fields.keys() {
            self.flaw(format!("{name}: a field that the form does not have"));
        }
        let read = self.read_annotations();
        for (at, id) in pages.into_iter().enumerate() {
            let page = self.document.get_dictionary(id).expect("a page");
            if page.get(b"Tabs").and_then(Object::as_name).ok() != Some(b"S") {
                self.flaw("a page's tab order is not that of its tags");
            }
            self.order(at + 1, page, &read, sheet);
        }
    }

    /// Some viewers go from field to field in the order of `Annots`: first whom the form is about, then as it is read.
    fn order(&mut self, number: usize, page: &'d Dictionary, read: &[ObjectId], sheet: &Sheet<'_>) {
        let listed = self.get(page, "Annots").and_then(|list| list.as_array().ok());
        let listed: Vec<ObjectId> =
            listed.into_iter().flatten().map(|one| one.as_reference().expect("an annotation")).collect();
        let place = |id: &ObjectId| read.iter().position(|one| one == id);
        if !listed.iter().is_sorted_by_key(place) {
            self.flaw(format!("page {number}: the fields are not in the order in which they are read"));
        }
        let name = |id: &ObjectId| {
            let widget = self.document.get_dictionary(*id).expect("an annotation");
            let field = match self.get(widget, "Parent").and_then(|parent| parent.as_dict().ok()) {
                Some(parent) => parent,
                None => widget,
            };
            self.text(field, "T")
        };
        let first: Vec<String> = listed.iter().take(sheet.identity.len()).map(name).collect();
        let identity: Vec<&str> = sheet.identity.iter().map(|item| item.name.as_str()).collect();
        if first != identity {
            self.flaw(format!("page {number}: it does not begin with whom the form is about"));
        }
    }

    /// Every annotation, in the order in which its tags are read.
    fn read_annotations(&self) -> Vec<ObjectId> {
        let root = self.document.catalog().and_then(|catalog| catalog.get(b"StructTreeRoot"));
        let mut open: Vec<&Object> = root.into_iter().collect();
        let mut read = Vec::new();
        while let Some(object) = open.pop() {
            match self.document.dereference(object) {
                Ok((_, Object::Array(kids))) => open.extend(kids.iter().rev()),
                Ok((_, Object::Dictionary(element))) => {
                    read.extend(element.get(b"Obj").and_then(Object::as_reference));
                    open.extend(element.get(b"K"));
                }
                _ => {}
            }
        }
        read
    }

    /// `pages` is set for a field that is on every page.
    fn field(&mut self, slot: &Slot, id: ObjectId, pages: Option<usize>) {
        let name = &slot.name;
        let field = self.document.get_dictionary(id).expect("a field");
        let widgets: Vec<ObjectId> = match self.get(field, "Kids").and_then(|kids| kids.as_array().ok()) {
            Some(kids) => kids.iter().map(|kid| kid.as_reference().expect("a kid")).collect(),
            None => vec![id],
        };
        let wanted = match &slot.kind {
            SlotKind::Choice(choices) => choices.len(),
            _ => pages.unwrap_or(1),
        };
        if widgets.len() != wanted {
            self.flaw(format!("{name}: {} boxes instead of {wanted}", widgets.len()));
        }
        let kind = match &slot.kind {
            SlotKind::Line(_) | SlotKind::Paragraph(_) => "Tx",
            SlotKind::Check | SlotKind::Choice(_) => "Btn",
            SlotKind::Signature => "Sig",
        };
        if field.get(b"FT").and_then(Object::as_name).ok() != Some(kind.as_bytes()) {
            self.flaw(format!("{name}: not of kind {kind}"));
        }
        let on_pages: BTreeSet<ObjectId> =
            widgets.iter().filter_map(|widget| self.widget(slot, *widget)).collect();
        if pages.is_some_and(|pages| pages != on_pages.len()) {
            self.flaw(format!("{name}: not on every page"));
        }
    }

    /// Looks at one box, and returns its page.
    fn widget(&mut self, slot: &Slot, id: ObjectId) -> Option<ObjectId> {
        let name = &slot.name;
        let widget = self.document.get_dictionary(id).expect("a widget");
        if !self.text(widget, "TU").contains(&slot.label()) {
            self.flaw(format!("{name}: not read out as its label"));
        }
        if let SlotKind::Choice(choices) = &slot.kind {
            let spoken = self.text(widget, "TU");
            if !choices.iter().any(|choice| spoken.ends_with(&choice.label)) {
                self.flaw(format!("{name}: an option is not read out"));
            }
        }
        if widget.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Widget") {
            self.flaw(format!("{name}: no widget"));
        }
        if widget.get(b"F").and_then(Object::as_i64).ok() != Some(4) {
            self.flaw(format!("{name}: hidden, or not printed"));
        }
        self.appearance(name, widget);
        if !self.tagged(id, widget) {
            self.flaw(format!("{name}: not tagged as a form field"));
        }
        let page = widget.get(b"P").and_then(Object::as_reference).ok();
        let listed = page.and_then(|page| {
            let page = self.document.get_dictionary(page).ok()?;
            self.get(page, "Annots")?.as_array().ok()
        });
        if !listed.is_some_and(|listed| listed.iter().any(|one| one.as_reference().ok() == Some(id))) {
            self.flaw(format!("{name}: not on its page"));
        }
        page
    }

    /// Every state has a picture.
    fn appearance(&mut self, name: &str, widget: &'d Dictionary) {
        let normal = self
            .get(widget, "AP")
            .and_then(|pictures| pictures.as_dict().ok())
            .and_then(|pictures| self.get(pictures, "N"));
        match normal {
            Some(Object::Stream(_)) => {}
            Some(Object::Dictionary(states)) => {
                let shown = widget.get(b"AS").and_then(Object::as_name).unwrap_or_default();
                if states.len() != 2 || !states.has(b"Off") || !states.has(shown) {
                    self.flaw(format!("{name}: a state has no picture"));
                }
            }
            _ => self.flaw(format!("{name}: nothing is drawn")),
        }
    }

    /// Whether the tag tree holds the box, alone, in an element of a form field that is called what the box is called.
    fn tagged(&self, id: ObjectId, widget: &Dictionary) -> bool {
        let Ok(key) = widget.get(b"StructParent").and_then(Object::as_i64) else { return false };
        let tree = self.document.catalog().and_then(|catalog| catalog.get(b"StructTreeRoot"));
        let tree = tree.and_then(Object::as_reference).and_then(|tree| self.document.get_dictionary(tree));
        let parents =
            tree.ok().and_then(|tree| self.get(tree, "ParentTree")).and_then(|tree| tree.as_dict().ok());
        let numbers = parents.and_then(|tree| self.get(tree, "Nums")).and_then(|list| list.as_array().ok());
        let element = numbers
            .and_then(|numbers| numbers.chunks(2).find(|pair| pair[0].as_i64().ok() == Some(key)))
            .and_then(|pair| self.document.get_dictionary(pair[1].as_reference().ok()?).ok());
        let Some(element) = element else { return false };
        let kid = match element.get(b"K") {
            Ok(Object::Array(kids)) if kids.len() == 1 => &kids[0],
            Ok(kid) => kid,
            Err(_) => return false,
        };
        let kid = self.document.dereference(kid).ok().and_then(|(_, kid)| kid.as_dict().ok());
        let said = self.text(element, "Alt");
        element.get(b"S").and_then(Object::as_name).ok() == Some(b"Form")
            // Readers that know tags alone read this.
            && !said.is_empty()
            && said == self.text(widget, "TU")
            && kid.is_some_and(|kid| kid.get(b"Obj").and_then(Object::as_reference).ok() == Some(id))
    }
}
