//! Places within a document, and the names that addresses have for them.

use std::collections::BTreeMap;
use std::fmt;

use super::kind::{DocumentId, DocumentKind};
use super::made::{DEADLINES, GLOSSARY};

const CITATION: &str = "cites-";
const SECTION: &str = "section-";
const FIELD: &str = "field-";
const UNIT: &str = "unit-";

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    Heading(String),
    Citation(String),
    Section(String),
    /// A field of a form.
    Field(String),
    /// A unit of a curriculum.
    Unit(String),
    Term(String),
    /// An event in the list of deadlines.
    Event(String),
}

/// The places of a document to which a link may lead. Some may not last.
pub(crate) type AnchorSet = BTreeMap<Anchor, Option<NumberedHeading>>;

/// A heading whose name has a number, since an earlier place has the name that its words make. With one heading more or less before it,
/// the number is another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NumberedHeading {
    /// 2 to 6.
    pub(crate) level: u8,
    pub(crate) title: String,
    /// The name of the heading that it is below, if there is one.
    pub(crate) section: Option<String>,
}

/// Places with names that last.
pub(crate) fn lasting(anchors: impl IntoIterator<Item = Anchor>) -> AnchorSet {
    anchors.into_iter().map(|anchor| (anchor, None)).collect()
}

impl Anchor {
    /// The place in `document` that an author means by `written`: `field-visit` is a field of a form, and a heading of a policy. What
    /// has no other meaning there is taken for a heading, which the document may not have.
    ///
    /// A heading whose name begins with `cites-` is taken for a citation. So no link leads to it in print, where citations are marks
    /// without a place.
    #[must_use]
    pub(crate) fn read(document: &DocumentId, written: &str) -> Self {
        let after = |prefix| written.strip_prefix(prefix).map(str::to_owned);
        let read = match (document.kind, document.id.as_str()) {
            (DocumentKind::Form, _) => after(SECTION).map(Self::Section).or(after(FIELD).map(Self::Field)),
            (DocumentKind::Curriculum, _) => after(UNIT).map(Self::Unit),
            (DocumentKind::Guide, GLOSSARY) => Some(Self::Term(written.to_owned())),
            (DocumentKind::Guide, DEADLINES) => Some(Self::Event(written.to_owned())),
            (DocumentKind::Policy | DocumentKind::Guide, _) => after(CITATION).map(Self::Citation),
        };
        read.unwrap_or_else(|| Self::Heading(written.to_owned()))
    }
}

impl fmt::Display for Anchor {
    /// As an address has it, after the `#`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (prefix, name) = match self {
            Self::Heading(name) | Self::Term(name) | Self::Event(name) => ("", name),
            Self::Citation(name) => (CITATION, name),
            Self::Section(name) => (SECTION, name),
            Self::Field(name) => (FIELD, name),
            Self::Unit(name) => (UNIT, name),
        };
        write!(f, "{prefix}{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_means_another_place_in_another_kind_of_document() {
        let read = |kind: DocumentKind, written| Anchor::read(&kind.id("a"), written);
        assert_eq!(read(DocumentKind::Form, "field-visits"), Anchor::Field("visits".into()));
        assert_eq!(read(DocumentKind::Policy, "field-visits"), Anchor::Heading("field-visits".into()));
        assert_eq!(read(DocumentKind::Curriculum, "unit-1"), Anchor::Unit("1".into()));
        assert_eq!(
            Anchor::read(&DocumentKind::Guide.id("glossary"), "unit-1"),
            Anchor::Term("unit-1".into())
        );
    }

    #[test]
    fn what_is_read_is_written_the_same() {
        for kind in DocumentKind::ALL {
            for written in ["purpose", "cites-payer-1", "section-a", "field-b", "unit-c"] {
                assert_eq!(Anchor::read(&kind.id("a"), written).to_string(), written);
            }
        }
    }
}
