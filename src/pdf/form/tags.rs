//! The tag tree of a PDF, as far as fields change it.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::objects::text_string;

/// The way from what is shown to its tags: the parent tree (ISO 32000-1, 14.7.4.4).
pub(crate) struct Parents {
    entries: BTreeMap<i64, Object>,
}

impl Parents {
    pub(crate) fn read(document: &Document) -> Option<Self> {
        let tree = root(document)?.get(b"ParentTree").ok()?;
        let mut entries = BTreeMap::new();
        flatten(document, tree, &mut entries, 0);
        Some(Self { entries })
    }

    /// The element that an annotation belongs to.
    pub(crate) fn element(&self, key: i64) -> Option<ObjectId> {
        self.entries.get(&key)?.as_reference().ok()
    }

    /// Adds an annotation's element, and returns the annotation's key.
    pub(crate) fn add(&mut self, element: ObjectId) -> i64 {
        let key = self.entries.keys().next_back().map_or(0, |last| last + 1);
        self.entries.insert(key, element.into());
        key
    }

    pub(crate) fn write(self, document: &mut Document) -> Option<()> {
        let next = self.entries.keys().next_back().map_or(0, |last| last + 1);
        let numbers: Vec<Object> =
            self.entries.into_iter().flat_map(|(key, value)| [Object::Integer(key), value]).collect();
        let tree = document.add_object(dictionary! { "Nums" => numbers });
        let root = root_id(document)?;
        let root = document.get_dictionary_mut(root).ok()?;
        root.set("ParentTree", tree);
        root.set("ParentTreeNextKey", next);
        Some(())
    }
}

fn root_id(document: &Document) -> Option<ObjectId> {
    document.catalog().ok()?.get(b"StructTreeRoot").ok()?.as_reference().ok()
}

fn root(document: &Document) -> Option<&Dictionary> {
    document.get_dictionary(root_id(document)?).ok()
}

/// A number tree may be a tree of nodes; none is deeper than this.
const DEEPEST: usize = 16;

fn flatten(document: &Document, node: &Object, into: &mut BTreeMap<i64, Object>, depth: usize) {
    let Ok((_, node)) = document.dereference(node) else { return };
    let Ok(node) = node.as_dict() else { return };
    let list = |key: &[u8]| node.get(key).and_then(|list| document.dereference(list)).ok();
    if let Some(numbers) = list(b"Nums").and_then(|(_, list)| list.as_array().ok()) {
        for pair in numbers.chunks_exact(2) {
            if let Ok(key) = pair[0].as_i64() {
                into.insert(key, pair[1].clone());
            }
        }
    }
    if let Some(kids) = list(b"Kids").and_then(|(_, list)| list.as_array().ok())
        && depth < DEEPEST
    {
        for kid in kids {
            flatten(document, kid, into, depth + 1);
        }
    }
}

/// Turns the element of a link into that of a field. `false` when it holds more than the annotation alone, which the
/// element of a field may not (ISO 32000-1, 14.8.4.5).
pub(crate) fn link_to_form(document: &mut Document, element: ObjectId, label: &str) -> bool {
    let Ok(element) = document.get_dictionary_mut(element) else { return false };
    let kids = match element.get(b"K") {
        Ok(Object::Array(kids)) => kids.len(),
        Ok(_) => 1,
        Err(_) => 0,
    };
    if kids != 1 || element.get(b"S").and_then(Object::as_name).ok() != Some(b"Link") {
        return false;
    }
    element.set("S", "Form");
    // In the place of what was said of the link.
    element.set("Alt", text_string(label));
    element.remove(b"A");
    true
}

/// What the element of a field says.
pub(crate) struct FieldTag {
    pub(crate) annotation: ObjectId,
    pub(crate) page: ObjectId,
    /// How it is read out.
    pub(crate) label: String,
}

/// Adds elements for fields after the first heading, so that they are read after the title and before everything else.
///
/// The elements are returned in the order of the fields.
pub(crate) fn add_forms(document: &mut Document, fields: &[FieldTag]) -> Option<Vec<ObjectId>> {
    let (parent, at) = first_heading(document)?;
    let elements: Vec<ObjectId> = fields
        .iter()
        .map(|FieldTag { annotation, page, label }| {
            document.add_object(dictionary! {
                "Type" => "StructElem",
                "S" => "Form",
                "P" => parent,
                "Alt" => text_string(label),
                "Pg" => *page,
                "K" => dictionary! { "Type" => "OBJR", "Obj" => *annotation, "Pg" => *page },
            })
        })
        .collect();
    let parent = document.get_dictionary_mut(parent).ok()?;
    let mut kids = match parent.get(b"K").ok()? {
        Object::Array(kids) => kids.clone(),
        one => vec![one.clone()],
    };
    kids.splice(at..at, elements.iter().map(|id| Object::Reference(*id)));
    parent.set("K", kids);
    Some(elements)
}

/// The element that holds the first heading, and the place after the heading among its kids.
fn first_heading(document: &Document) -> Option<(ObjectId, usize)> {
    let mut open = vec![root_id(document)?];
    while let Some(id) = open.pop() {
        let element = document.get_dictionary(id).ok()?;
        let Ok(kids) = element.get(b"K") else { continue };
        let kids: Vec<ObjectId> = match kids {
            Object::Array(kids) => kids.iter().filter_map(|kid| kid.as_reference().ok()).collect(),
            one => one.as_reference().into_iter().collect(),
        };
        for (at, kid) in kids.iter().enumerate() {
            let kind = document.get_dictionary(*kid).and_then(|kid| kid.get(b"S")).and_then(Object::as_name);
            if kind.ok() == Some(b"H1") {
                return Some((id, at + 1));
            }
        }
        open.extend(kids.into_iter().rev());
    }
    None
}
