//! Pictures, drawings, text boxes and equations.

use super::body::DocxReader;
use super::inlines::{OpenParagraph, choice};
use super::report::{self, LossKind};
use super::text::DraftBlock;
use super::xml::Element;

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
            self.picture(alt, open);
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
        if picture.find("v:imagedata").is_some() {
            self.picture(alt, open);
        } else if !boxes && let Some(shape) = shape {
            // Nobody misses a line across the page.
            if shape.attribute("o:hr").is_none() {
                self.drawn("a drawing", alt, open);
            }
        }
    }

    fn picture(&mut self, alt: Option<&str>, open: &mut OpenParagraph) {
        self.report.detail(LossKind::Picture, alt.unwrap_or_default());
        let alt = alt.map(report::shortened).filter(|alt| !alt.is_empty());
        self.mark(&alt.map_or_else(|| "a picture".to_owned(), |alt| format!("a picture, “{alt}”")), open);
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
