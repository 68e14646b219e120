//! Makes the boxes of a set form into fields that can be filled in (ISO 32000-1, 12.7).
//!
//! Typst has no fields yet (typst/typst#1765). The print template sets an empty box in a link to `field:NAME`; Typst writes
//! the link, its place on the page, in the tag tree and so in the tab order. Here each link becomes a field. This module can
//! go once Typst writes fields itself.
//!
//! The link of the slot `worker` becomes a text field at the same place, with the same parent in the tag tree:
//!
//! ```text
//! 12 0 obj << /Subtype /Link   /Rect [54 600 216 624] /StructParent 7 /A << /URI (field:worker) >> >>
//! 12 0 obj << /Subtype /Widget /Rect [54 600 216 624] /StructParent 7 /FT /Tx /T (worker) /TU (Worker) /AP … >>
//! ```
//!
//! The options of a choice are boxes of one field: `field:pronouns=she` and `field:pronouns=they` become the widgets 13 and 14, which
//! show a tick in the states `she` and `they`, and a field without a place of its own has both:
//!
//! ```text
//! 13 0 obj << /Subtype /Widget … /Parent 15 0 R /AS /Off  /AP << /N << /she …  /Off … >> >> >>
//! 14 0 obj << /Subtype /Widget … /Parent 15 0 R /AS /they /AP << /N << /they … /Off … >> >> >>
//! 15 0 obj << /FT /Btn /T (pronouns) /V /they /Kids [13 0 R 14 0 R] >>
//! ```

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::Lettering;
use super::appearance::{Frame, SIMPLE, WIDE, tick, writing_lines};
use super::encoding::encode;
use super::error::PdfFormError;
use super::font::FieldFonts;
use super::objects::{annotations, link_address, page_height, rectangle, text_string};
use super::room;
use super::saved::write_mark;
use super::tags::{self, FieldTag, Parents};
use crate::model::form::{Answer, Answers, Choice, Entry, FormMark, Requirement, Slot, SlotKind, joined};
use crate::words::SheetWords;

/// What a link to a field begins with.
const SCHEME: &str = "field:";
/// Comes between the name of a slot and the state of an option, in the name of the option's box. Neither contains it.
const STATE_OF: char = '=';

/// The place of a field at the top of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HeadBox {
    pub(crate) name: String,
    /// The page, from 0.
    pub(crate) page: usize,
    /// Left, top, width and height in points, from the upper left corner of the page.
    pub(crate) place: [f32; 4],
}

/// What the print template calls the box of an option; the box of another slot has the slot's name.
pub(crate) fn option_box(slot: &Slot, choice: &Choice) -> String {
    format!("{}{STATE_OF}{}", slot.name, choice.state)
}

/// Makes the boxes of `pdf` into the fields of `slots`, in which `values` are filled in.
///
/// # Errors
/// All that is wrong.
pub(crate) fn apply(
    pdf: &[u8],
    slots: &[&Slot],
    values: &Answers,
    heads: &[HeadBox],
    lettering: Lettering,
    words: &SheetWords,
    mark: Option<&FormMark>,
) -> Result<Vec<u8>, Vec<PdfFormError>> {
    let mut form = PdfForm::open(pdf, values, lettering, words).map_err(|trouble| vec![trouble])?;
    if let Some(mark) = mark {
        write_mark(mark, &mut form.document).map_err(|trouble| vec![trouble.into()])?;
    }
    let by_name: BTreeMap<&str, &Slot> = slots.iter().map(|slot| (slot.name.as_str(), *slot)).collect();
    form.links(&by_name).map_err(|trouble| vec![trouble])?;
    form.heads(&by_name, heads).map_err(|trouble| vec![trouble])?;
    for slot in slots {
        match form.widgets.remove(&slot.name) {
            Some(widgets) => {
                if let Err(trouble) = form.field(slot, &widgets) {
                    form.troubles.push(trouble);
                }
            }
            None => form.troubles.push(PdfFormError::NoBox(slot.name.clone())),
        }
    }
    if form.troubles.is_empty() { form.finish().map_err(|trouble| vec![trouble]) } else { Err(form.troubles) }
}

/// A box on a page that is to show a field.
struct Widget {
    annotation: ObjectId,
    page: ObjectId,
    /// Left, bottom, right, top, in points from the lower left corner.
    place: [f32; 4],
    parent_key: i64,
    /// The state of the option that it is for.
    state: Option<String>,
}

impl Widget {
    fn width(&self) -> f32 {
        (self.place[2] - self.place[0]).abs()
    }

    fn height(&self) -> f32 {
        (self.place[3] - self.place[1]).abs()
    }

    /// The option of `slot` that it is for.
    fn choice<'s>(&self, slot: &'s Slot) -> Option<&'s Choice> {
        choice_of(slot, self.state.as_ref())
    }
}

struct PdfForm<'v> {
    document: Document,
    parents: Parents,
    fonts: FieldFonts,
    values: &'v Answers,
    lettering: Lettering,
    words: &'v SheetWords,
    widgets: BTreeMap<String, Vec<Widget>>,
    fields: Vec<Object>,
    signatures: bool,
    troubles: Vec<PdfFormError>,
}

impl<'v> PdfForm<'v> {
    fn open(
        pdf: &[u8],
        values: &'v Answers,
        lettering: Lettering,
        words: &'v SheetWords,
    ) -> Result<Self, PdfFormError> {
        let mut document = Document::load_mem(pdf)?;
        let parents =
            Parents::read(&document).ok_or_else(|| PdfFormError::Pdf("it has no tags".to_owned()))?;
        let wide: BTreeSet<char> = values
            .values()
            .filter_map(|value| match value {
                Answer::Text(text) if text.lines().any(|line| encode(line).is_none()) => Some(text.chars()),
                _ => None,
            })
            .flatten()
            .collect();
        let fonts = FieldFonts::add(&mut document, &wide)
            .ok_or_else(|| PdfFormError::Pdf("the font of the fields cannot be read".to_owned()))?;
        Ok(Self {
            document,
            parents,
            fonts,
            values,
            lettering,
            words,
            widgets: BTreeMap::new(),
            fields: Vec::new(),
            signatures: false,
            troubles: Vec::new(),
        })
    }

    /// Finds the links to fields, and makes their tags into those of fields.
    fn links(&mut self, slots: &BTreeMap<&str, &Slot>) -> Result<(), PdfFormError> {
        let pages: Vec<ObjectId> = self.document.page_iter().collect();
        for page in pages {
            for annotation in annotations(&self.document, page) {
                let dictionary = self.document.get_dictionary(annotation)?;
                let Some(address) = link_address(&self.document, dictionary) else { continue };
                let Some(target) = address.strip_prefix(SCHEME) else { continue };
                let (name, state) = match target.split_once(STATE_OF) {
                    Some((name, state)) => (name, Some(state.to_owned())),
                    None => (target, None),
                };
                let Some(slot) = slots.get(name) else {
                    self.troubles.push(PdfFormError::Unknown(name.to_owned()));
                    continue;
                };
                let label = box_label(slot, choice_of(slot, state.as_ref()), self.words);
                let place = rectangle(dictionary)?;
                let parent_key = dictionary.get(b"StructParent").and_then(Object::as_i64).unwrap_or(-1);
                let tagged = self.parents.element(parent_key);
                if !tagged.is_some_and(|element| tags::link_to_form(&mut self.document, element, &label)) {
                    self.troubles.push(PdfFormError::NotEmpty(name.to_owned()));
                    continue;
                }
                let widget = Widget { annotation, page, place, parent_key, state };
                self.widgets.entry(name.to_owned()).or_default().push(widget);
            }
        }
        Ok(())
    }

    /// Adds a box for each field at the top of a page, and its tags.
    fn heads(&mut self, slots: &BTreeMap<&str, &Slot>, heads: &[HeadBox]) -> Result<(), PdfFormError> {
        let pages: Vec<ObjectId> = self.document.page_iter().collect();
        let mut added = Vec::new();
        for head in heads {
            let (Some(&page), Some(slot)) = (pages.get(head.page), slots.get(head.name.as_str())) else {
                self.troubles.push(PdfFormError::Unknown(head.name.clone()));
                continue;
            };
            let height = page_height(&self.document, page)?;
            let [left, top, width, tall] = head.place;
            let place = [left, height - top - tall, left + width, height - top];
            let annotation = self.document.new_object_id();
            let mut all = match self.document.get_dictionary(page)?.get(b"Annots") {
                Ok(list) => self.document.dereference(list)?.1.as_array()?.clone(),
                Err(_) => Vec::new(),
            };
            // Some viewers go from field to field in this order, and a form begins with whom it is about.
            let at = added.iter().filter(|(_, _, on, _, _)| *on == page).count();
            all.insert(at.min(all.len()), annotation.into());
            let page_dictionary = self.document.get_dictionary_mut(page)?;
            page_dictionary.set("Annots", all);
            page_dictionary.set("Tabs", "S");
            added.push((head, annotation, page, place, spoken(slot, self.words)));
        }
        let fields: Vec<FieldTag> = added
            .iter()
            .map(|(_, annotation, page, _, label)| FieldTag {
                annotation: *annotation,
                page: *page,
                label: label.clone(),
            })
            .collect();
        let elements = tags::add_forms(&mut self.document, &fields)
            .ok_or_else(|| PdfFormError::Pdf("it has no heading".to_owned()))?;
        for ((head, annotation, page, place, _), element) in added.into_iter().zip(elements) {
            let parent_key = self.parents.add(element);
            let widget = Widget { annotation, page, place, parent_key, state: None };
            self.widgets.entry(head.name.clone()).or_default().push(widget);
        }
        Ok(())
    }

    /// Makes one field of its boxes.
    fn field(&mut self, slot: &Slot, widgets: &[Widget]) -> Result<(), PdfFormError> {
        let value = self.values.get(&slot.name);
        let mut field =
            dictionary! { "T" => text_string(&slot.name), "TU" => text_string(&spoken(slot, self.words)) };
        let mut flags = if slot.requirement == Requirement::Always { REQUIRED } else { 0 };
        match &slot.kind {
            SlotKind::Line(_) | SlotKind::Paragraph(_) => {
                flags |= DO_NOT_SCROLL;
                if matches!(slot.kind, SlotKind::Paragraph(_)) {
                    flags |= MULTILINE;
                }
                field.set("FT", "Tx");
                field.set("DA", self.default_appearance());
                if let Some(Answer::Text(text)) = value {
                    field.set("V", text_string(text));
                }
                if let Some(most) = self.most_letters(slot, value, widgets) {
                    field.set("MaxLen", most);
                }
            }
            // An empty box has no value: programs take `Off` for the name of an option.
            SlotKind::Check => {
                field.set("FT", "Btn");
                if value.is_some() {
                    field.set("V", TICKED);
                }
            }
            SlotKind::Choice(choices) => {
                field.set("FT", "Btn");
                if let Some(choice) = chosen(choices, value) {
                    field.set("V", choice.state.as_str());
                }
            }
            SlotKind::Signature => {
                field.set("FT", "Sig");
                self.signatures = true;
            }
        }
        if flags != 0 {
            field.set("Ff", flags);
        }
        if let SlotKind::Choice(choices) = &slot.kind {
            boxes_match(slot, choices, widgets)?;
        }
        // A field with one box is one object with it; several boxes are kids of their field.
        let single = widgets.len() == 1 && !matches!(slot.kind, SlotKind::Choice(_));
        let parent = self.document.new_object_id();
        let mut kids: Vec<Object> = Vec::new();
        for widget in widgets {
            let mut shown = dictionary! {
                "Type" => "Annot",
                "Subtype" => "Widget",
                // Printed.
                "F" => 4,
                "Rect" => widget.place.iter().map(|number| (*number).into()).collect::<Vec<Object>>(),
                "P" => widget.page,
                "StructParent" => widget.parent_key,
            };
            self.show(slot, value, widget, &mut shown)?;
            if single {
                shown.extend(&field);
            } else {
                shown.set("Parent", parent);
                let label = box_label(slot, widget.choice(slot), self.words);
                shown.set("TU", text_string(&label));
            }
            kids.push(widget.annotation.into());
            self.document.objects.insert(widget.annotation, Object::Dictionary(shown));
        }
        if single {
            self.fields.extend(kids);
        } else {
            field.set("Kids", kids);
            self.document.objects.insert(parent, Object::Dictionary(field));
            self.fields.push(parent.into());
        }
        Ok(())
    }

    /// What a box shows, in each of its states.
    fn show(
        &mut self,
        slot: &Slot,
        value: Option<&Answer>,
        widget: &Widget,
        shown: &mut Dictionary,
    ) -> Result<(), PdfFormError> {
        match &slot.kind {
            SlotKind::Line(_) | SlotKind::Paragraph(_) => {
                let frame = self.frame(slot, widget);
                let content = match value {
                    Some(Answer::Text(text)) => {
                        let lines = frame.fit(text);
                        frame.text(&lines.map_err(|misfit| PdfFormError::Misfit(slot.name.clone(), misfit))?)
                    }
                    _ if frame.multiline => writing_lines(frame.width, frame.height, self.lettering.rule),
                    _ => frame.text(&[]),
                };
                let normal = self.picture(widget, content, true);
                shown.set("AP", dictionary! { "N" => normal });
            }
            SlotKind::Check => self.show_tick(TICKED, value.is_some(), widget, shown),
            SlotKind::Choice(choices) => {
                if let Some(choice) = widget.choice(slot) {
                    let on = chosen(choices, value) == Some(choice);
                    self.show_tick(&choice.state, on, widget, shown);
                }
            }
            SlotKind::Signature => {
                let normal = self.picture(widget, String::new(), false);
                shown.set("AP", dictionary! { "N" => normal });
            }
        }
        Ok(())
    }

    fn frame(&self, slot: &Slot, widget: &Widget) -> Frame {
        Frame {
            width: widget.width(),
            height: widget.height(),
            size: self.lettering.size,
            multiline: matches!(slot.kind, SlotKind::Paragraph(_)),
        }
    }

    /// How many letters may be typed into a field: what the smallest of its boxes shows, and never fewer than are filled in.
    fn most_letters(&self, slot: &Slot, value: Option<&Answer>, widgets: &[Widget]) -> Option<i64> {
        let rooms = widgets.iter().filter_map(|widget| room::letters(&slot.kind, self.frame(slot, widget)));
        let filled_in = if let Some(Answer::Text(text)) = value { text.encode_utf16().count() } else { 0 };
        i64::try_from(rooms.min()?.max(filled_in)).ok()
    }

    fn show_tick(&mut self, state: &str, on: bool, widget: &Widget, shown: &mut Dictionary) {
        let ticked = self.picture(widget, tick(widget.width(), widget.height()), false);
        let empty = self.picture(widget, String::new(), false);
        let mut states = Dictionary::new();
        states.set(state, ticked);
        states.set(OFF, empty);
        shown.set("AP", dictionary! { "N" => states });
        shown.set("AS", if on { state } else { OFF });
        // A viewer that draws its own mark must draw a tick.
        shown.set("MK", dictionary! { "CA" => Object::string_literal("4") });
    }

    /// A picture of the size of a box.
    fn picture(&mut self, widget: &Widget, content: String, typed: bool) -> Object {
        let corners = [0.0, 0.0, widget.width(), widget.height()];
        let mut resources = Dictionary::new();
        if typed {
            resources.set("Font", self.font_resources());
        }
        let picture = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => corners.iter().map(|number| (*number).into()).collect::<Vec<Object>>(),
            "Resources" => resources,
        };
        self.document.add_object(Stream::new(picture, content.into_bytes())).into()
    }

    fn font_resources(&self) -> Dictionary {
        let mut fonts = Dictionary::new();
        fonts.set(SIMPLE, self.fonts.simple);
        if let Some(wide) = self.fonts.wide {
            fonts.set(WIDE, wide);
        }
        fonts
    }

    fn default_appearance(&self) -> Object {
        Object::string_literal(format!("/{SIMPLE} {} Tf 0 g", self.lettering.size))
    }

    fn finish(mut self) -> Result<Vec<u8>, PdfFormError> {
        let mut form = dictionary! {
            "Fields" => std::mem::take(&mut self.fields),
            "DA" => self.default_appearance(),
            "DR" => dictionary! { "Font" => self.font_resources() },
        };
        if self.signatures {
            form.set("SigFlags", 1);
        }
        let form = self.document.add_object(form);
        self.document.catalog_mut()?.set("AcroForm", form);
        self.parents
            .write(&mut self.document)
            .ok_or_else(|| PdfFormError::Pdf("its tags cannot be written".to_owned()))?;
        let mut bytes = Vec::new();
        self.document.save_to(&mut bytes).map_err(|error| PdfFormError::Pdf(error.to_string()))?;
        Ok(bytes)
    }
}

/// Field flags (ISO 32000-1, tables 221 and 228).
const REQUIRED: i64 = 1 << 1;
const MULTILINE: i64 = 1 << 12;
/// A viewer then takes no more letters than fit: nothing that was typed is missing on paper.
const DO_NOT_SCROLL: i64 = 1 << 23;

const TICKED: &str = "Yes";
const OFF: &str = "Off";

/// The label as it is read out: with how a value is written, and whether one must be there.
fn spoken(slot: &Slot, words: &SheetWords) -> String {
    let mut label = slot.label();
    if slot.kind == SlotKind::Line(Entry::Date) {
        label.push_str(&format!(" ({})", words.date_format));
    }
    if slot.requirement == Requirement::Always {
        label.push_str(&format!(" ({})", words.required));
    }
    label
}

/// The label of one box of a field, as it is read out: of an option with the words of the option.
fn box_label(slot: &Slot, choice: Option<&Choice>, words: &SheetWords) -> String {
    match choice {
        Some(choice) => joined(&spoken(slot, words), &choice.printed()),
        None => spoken(slot, words),
    }
}

/// The option of `slot` whose box has this state.
fn choice_of<'s>(slot: &'s Slot, state: Option<&String>) -> Option<&'s Choice> {
    let SlotKind::Choice(choices) = &slot.kind else { return None };
    choices.iter().find(|choice| Some(&choice.state) == state)
}

fn chosen<'c>(choices: &'c [Choice], value: Option<&Answer>) -> Option<&'c Choice> {
    let Some(Answer::Chosen(id)) = value else { return None };
    choices.iter().find(|choice| choice.id == *id)
}

/// Every option has a box, and every box is that of an option.
fn boxes_match(slot: &Slot, choices: &[Choice], widgets: &[Widget]) -> Result<(), PdfFormError> {
    for choice in choices {
        if !widgets.iter().any(|widget| widget.state.as_ref() == Some(&choice.state)) {
            return Err(PdfFormError::NoBox(option_box(slot, choice)));
        }
    }
    match widgets.iter().find(|widget| widget.choice(slot).is_none()) {
        Some(widget) => {
            let state = widget.state.as_deref().unwrap_or_default();
            Err(PdfFormError::Unknown(format!("{}{STATE_OF}{state}", slot.name)))
        }
        None => Ok(()),
    }
}
