//! The kinds of documents, and all that follows from a kind. A new kind is a variant and a row of the table below.

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum DocumentKind {
    /// A written policy, with a card and text that cites clauses.
    Policy,
    /// A form to fill in, with sections and fields.
    Form,
    /// A training curriculum, with units.
    Curriculum,
    /// A guide page. It has no versions, and meets no clause.
    Guide,
}

/// What follows from a kind.
struct Traits {
    word: &'static str,
    plural: &'static str,
    scheme: &'static str,
    folder: &'static str,
    extension: &'static str,
}

impl DocumentKind {
    /// In the order in which a handbook has them.
    pub(crate) const ALL: [Self; 4] = [Self::Policy, Self::Form, Self::Curriculum, Self::Guide];
    /// The kinds of which a document has dated versions, each with an owner and an approval.
    pub(crate) const VERSIONED: [Self; 3] = [Self::Policy, Self::Form, Self::Curriculum];

    const fn traits(self) -> Traits {
        match self {
            Self::Policy => Traits {
                word: "policy",
                plural: "policies",
                scheme: "policy",
                folder: "content/policies",
                extension: "md",
            },
            Self::Form => {
                Traits { word: "form", plural: "forms", scheme: "form", folder: "forms", extension: "toml" }
            }
            Self::Curriculum => Traits {
                word: "curriculum",
                plural: "curricula",
                scheme: "curriculum",
                folder: "content/curricula",
                extension: "md",
            },
            Self::Guide => Traits {
                word: "guide page",
                plural: "guide pages",
                scheme: "guide",
                folder: "content/guide",
                extension: "md",
            },
        }
    }

    /// What one is called in a sentence: `guide page`.
    #[must_use]
    pub(crate) const fn word(self) -> &'static str {
        self.traits().word
    }

    /// What several are called: `guide pages`.
    #[must_use]
    pub(crate) const fn plural(self) -> &'static str {
        self.traits().plural
    }

    /// What comes before the colon in a link and in the name that a command takes: `policy:intake`, `guide:deadlines`.
    #[must_use]
    pub(crate) const fn scheme(self) -> &'static str {
        self.traits().scheme
    }

    /// Its folder, from the handbook's: `content/policies`.
    #[must_use]
    pub(crate) const fn folder(self) -> &'static str {
        self.traits().folder
    }

    /// How the names of its files end: `md`.
    #[must_use]
    pub(crate) const fn extension(self) -> &'static str {
        self.traits().extension
    }

    /// The kind whose links begin with `scheme` and a colon.
    #[must_use]
    pub(crate) fn of_scheme(scheme: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.scheme() == scheme)
    }

    /// The document of this kind with this id.
    #[must_use]
    pub(crate) fn id(self, id: impl Into<String>) -> DocumentId {
        DocumentId { kind: self, id: id.into() }
    }
}

/// Names a document of a handbook.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId {
    pub(crate) kind: DocumentKind,
    /// The name of its folder or, of a page of the guide, of its file. A policy and a form may have the same.
    pub id: String,
}

impl fmt::Display for DocumentId {
    /// As a link and a command name it: `policy:intake`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.scheme(), self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_by_what_its_links_begin_with() {
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::of_scheme(kind.scheme()), Some(kind));
        }
        assert_eq!(DocumentKind::of_scheme("guide page"), None);
    }
}
