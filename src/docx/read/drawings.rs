//! Pictures, drawings, text boxes and equations.

use super::body::DocxReader;
use super::inlines::{OpenParagraph, choice};
use super::report::{self, LossKind};
use super::text::{DraftBlock, DraftPicture};
use super::xml::Element;
use crate::picture::PictureKind;

impl DocxReader<'_> {
    /// Marks where an equation was.
    pub(crate) fn equation(&mut self, equation: &Element, open: &mut OpenParagraph) {
        self.report.note(LossKind::Equation);
        let letters = report::shortened(&equation.text());
        self.mark(&format!("an equation, “{letters}”"), open);
    }

    /// A drawing as Word writes it now.
    pub(crate) fn drawing(&mut self, drawing: &Element, open: &mut OpenParagraph) {
        let boxes = self.text_boxes(drawing, open);
        let about = drawing.find("wp:docPr");
        let alt = about.and_then(|about| about.attribute("descr").or(about.attribute("title")));
        if drawing.find("pic:pic").is_some() {
            let part = drawing.find("a:blip").and_then(|blip| blip.attribute("r:embed"));
            self.picture(part, alt, open);
        } else if !boxes {
            let what = match (drawing.find("c:chart"), drawing.find("dgm:relIds")) {
                (Some(_), _) => "a chart",
                (_, Some(_)) => "a diagram",
                _ => "a drawing",
            };
            self.drawn(what, alt, open);
        }
    }

    /// A drawing as Word wrote it before 2010.
    pub(crate) fn old_picture(&mut self, picture: &Element, open: &mut OpenParagraph) {
        let boxes = self.text_boxes(picture, open);
        let shape = picture.elements().find(|one| one.name.starts_with("v:") && one.name != "v:shapetype");
        let alt = shape.and_then(|shape| shape.attribute("alt"));
        if let Some(data) = picture.find("v:imagedata") {
            self.picture(data.attribute("r:id"), alt, open);
        } else if !boxes && let Some(shape) = shape {
            // Nobody misses a line across the page.
            if shape.attribute("o:hr").is_none() {
                self.drawn("a drawing", alt, open);
            }
        }
    }

    /// A picture that is a part of the file comes along, in a paragraph of its own.
    fn picture(&mut self, part: Option<&str>, alt: Option<&str>, open: &mut OpenParagraph) {
        let alt = alt.map(said_by_a_person).map(report::shortened).unwrap_or_default();
        let relation = part.and_then(|part| self.relations.get(part)).filter(|relation| !relation.external);
        match relation {
            Some(relation) if PictureKind::named(&relation.target).is_some_and(is_taken) => {
                let alt = self.letters(&alt);
                let picture = DraftPicture { file: relation.target.clone(), alt };
                open.boxes.push(DraftBlock::Picture(picture));
            }
            _ => {
                self.report.detail(LossKind::Picture, &alt);
                self.mark(&picture_words(&alt), open);
            }
        }
    }

    fn drawn(&mut self, what: &str, alt: Option<&str>, open: &mut OpenParagraph) {
        self.report.detail(LossKind::Drawing, alt.unwrap_or_default());
        let alt = alt.map(report::shortened).filter(|alt| !alt.is_empty());
        self.mark(&alt.map_or_else(|| what.to_owned(), |alt| format!("{what}, “{alt}”")), open);
    }

    /// Reads the text boxes below `element`; whether there are any.
    fn text_boxes(&mut self, element: &Element, open: &mut OpenParagraph) -> bool {
        let mut found = false;
        for child in element.elements() {
            if child.name == "w:txbxContent" {
                found = true;
                self.report.note(LossKind::TextBox);
                // A field of the paragraph around it does not reach into the box.
                let fields = std::mem::take(&mut self.fields);
                let blocks = self.within(child);
                self.fields = fields;
                if !blocks.is_empty() {
                    open.boxes.push(DraftBlock::note(blocks));
                }
            } else if child.name == "mc:AlternateContent" {
                found |= choice(child).is_some_and(|choice| self.text_boxes(choice, open));
            } else {
                found |= self.text_boxes(child, open);
            }
        }
        found
    }
}

/// The kinds that pages and paper show as they are.
fn is_taken(kind: PictureKind) -> bool {
    matches!(kind, PictureKind::Png | PictureKind::Jpeg)
}

/// What a picture is called in a mark.
pub(crate) fn picture_words(alt: &str) -> String {
    if alt.is_empty() { "a picture".to_owned() } else { format!("a picture, “{alt}”") }
}

/// Word describes pictures by itself, and says so; a guess is worth less than a person's words.
fn said_by_a_person(alt: &str) -> &str {
    let is_a_guess =
        alt.contains("Description automatically generated") || alt.contains("AI-generated content");
    if is_a_guess { "" } else { alt }
}
