//! Every place of the handbook that states a figure: lines of cards, steps under other headings, labels and help of forms, due lines, quiz
//! answers, the guide, titles.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::VersionsOnDay;
use crate::figures::{Grammar, QuotedText};
use crate::model::passages::{Part, Passage, Role};
use crate::model::{DocumentId, DocumentKind, Figure, FormVersion, Handbook, stated_figures};
use crate::source::{Files, Span};

/// A figure that a clause had before, and the places that still state it.
pub(crate) struct OldFigure<'h> {
    pub(crate) figure: &'h Figure,
    /// Those in documents that cite the clause first.
    pub(crate) places: Vec<FigurePlace<'h>>,
}

impl<'h> OldFigure<'h> {
    pub(crate) fn in_citing_documents(&self) -> impl Iterator<Item = &FigurePlace<'h>> {
        self.places.iter().filter(|place| place.is_in_citing_document)
    }

    /// The other places: what they say may be about something else.
    pub(crate) fn elsewhere(&self) -> impl Iterator<Item = &FigurePlace<'h>> {
        self.places.iter().filter(|place| !place.is_in_citing_document)
    }
}

/// A place that states a figure.
#[derive(Debug, Clone)]
pub(crate) struct FigurePlace<'h> {
    pub(crate) owner: Arc<PlaceOwner>,
    pub(crate) part: Part<'h>,
    pub(crate) role: Role,
    /// The figure in the text, or the text.
    pub(crate) span: Span,
    /// The words around the figure.
    pub(crate) excerpt: String,
    /// Whether its document cites the clause.
    pub(crate) is_in_citing_document: bool,
}

/// What a text belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PlaceOwner {
    /// A document, and its title.
    Document(DocumentId, String),
    Glossary,
    HandbookFile,
}

impl FigurePlace<'_> {
    pub(crate) fn document(&self) -> Option<&DocumentId> {
        match &*self.owner {
            PlaceOwner::Document(document, _) => Some(document),
            PlaceOwner::Glossary | PlaceOwner::HandbookFile => None,
        }
    }
}

/// Characters of an excerpt before and after the figure.
const AROUND: usize = 50;

/// The texts of a handbook, read once for all figures, if there is one to look for.
pub(super) struct FigureSearch<'v, 'h> {
    handbook: &'h Handbook,
    versions: &'v VersionsOnDay<'h>,
    files: &'v Files,
    texts: OnceCell<Vec<ReadPassage<'h>>>,
}

struct ReadPassage<'h> {
    owner: Arc<PlaceOwner>,
    passage: Passage<'h>,
    text: String,
    quoted: QuotedText,
}

impl<'v, 'h> FigureSearch<'v, 'h> {
    pub(super) fn new(handbook: &'h Handbook, versions: &'v VersionsOnDay<'h>, files: &'v Files) -> Self {
        Self { handbook, versions, files, texts: OnceCell::new() }
    }

    /// The places that state a figure, those in `citing` documents first.
    pub(super) fn places(&self, figure: &Figure, citing: &BTreeSet<&DocumentId>) -> Vec<FigurePlace<'h>> {
        let texts = self.texts.get_or_init(|| self.read());
        // Cells of a table have one span: the second that says the same is the next time that the source does.
        let mut times: HashMap<(Span, String), usize> = HashMap::new();
        let mut places: Vec<FigurePlace<'h>> = Vec::new();
        for ReadPassage { owner, passage, text, quoted } in texts {
            let Some(quote) = stated_figures::quote(text, quoted, figure) else { continue };
            let time = times.entry((passage.span, quote.clone())).or_default();
            let document = match &**owner {
                PlaceOwner::Document(document, _) => Some(document),
                PlaceOwner::Glossary | PlaceOwner::HandbookFile => None,
            };
            places.push(FigurePlace {
                owner: owner.clone(),
                part: passage.part,
                role: passage.role,
                span: self.span_of(passage.span, &quote, *time),
                excerpt: excerpt(text, &quote),
                is_in_citing_document: document.is_some_and(|document| citing.contains(document)),
            });
            *time += 1;
        }
        places.sort_by_key(|place| !place.is_in_citing_document);
        places
    }

    fn read(&self) -> Vec<ReadPassage<'h>> {
        let grammar = Grammar::for_language(self.handbook.language.language());
        let passages = self.passages().into_par_iter();
        let of_ours = passages.filter(|(_, passage)| passage.role.is_our_statement());
        of_ours
            .map(|(owner, passage)| {
                let text = passage.text();
                ReadPassage { owner, passage, quoted: QuotedText::read(&text, grammar), text }
            })
            .collect()
    }

    /// Every text that readers have on the day, in the order of the handbook.
    fn passages(&self) -> Vec<(Arc<PlaceOwner>, Passage<'h>)> {
        let handbook = self.handbook;
        let mut all = Vec::new();
        let mut add = |owner: PlaceOwner, passages: Vec<Passage<'h>>| {
            let owner = Arc::new(owner);
            all.extend(passages.into_iter().map(|passage| (owner.clone(), passage)));
        };
        for document in handbook.documents().versioned() {
            for version in document.versions() {
                let header = version.header();
                if self.versions.contains_key(&header.span.file) {
                    let title = header.title.to_string();
                    add(PlaceOwner::Document(document.id.clone(), title), version.lines());
                }
            }
        }
        for page in &handbook.guide {
            let id = DocumentKind::Guide.id(page.id.clone());
            add(PlaceOwner::Document(id, page.title.to_string()), page.passages());
        }
        add(PlaceOwner::Glossary, handbook.glossary.passages());
        add(PlaceOwner::HandbookFile, handbook.passages());
        for sheet in handbook.sheets.all() {
            add(PlaceOwner::HandbookFile, FormVersion::passages(sheet));
        }
        all
    }

    /// The figure in the source of its text; the whole text where its source has other words.
    fn span_of(&self, text: Span, quote: &str, time: usize) -> Span {
        let Some(written) = self.files.get(text.file).text.get(text.range()) else { return text };
        let found = written.match_indices(quote).nth(time);
        found.map_or(text, |(at, _)| {
            let start = text.range().start + at;
            Span::new(text.file, start..start + quote.len())
        })
    }
}

/// The words around a figure: `… Answer the call within 1 business day. See the …`
pub(crate) fn excerpt(text: &str, quote: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let start = text.find(quote).unwrap_or(0);
    let end = (start + quote.len()).min(text.len());
    let first = text[..start].char_indices().rev().nth(AROUND).map(|(at, _)| at);
    let last = text.get(end..).and_then(|rest| rest.char_indices().nth(AROUND)).map(|(at, _)| end + at);
    // Whole words.
    let first = first.map(|at| at + text[at..start].find(' ').map_or(0, |space| space + 1));
    let last = last.map(|at| end + text[end..at].rfind(' ').unwrap_or(at - end));
    let (before, after) = (if first.is_some() { "… " } else { "" }, if last.is_some() { " …" } else { "" });
    format!("{before}{}{after}", text[first.unwrap_or(0)..last.unwrap_or(text.len())].trim())
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn an_excerpt_is_whole_words_around_the_figure() {
        assert_eq!(
            excerpt("Answer within 1 business day.", "1 business day"),
            "Answer within 1 business day."
        );
        let long = "word ".repeat(30);
        let text = format!("{long}within 1 business day of it {long}");
        let shown = excerpt(&text, "1 business day");
        assert!(shown.starts_with("… word word ") && shown.ends_with(" word word …"), "{shown}");
        assert!(shown.contains("within 1 business day of it"), "{shown}");
        // The words may be written in another way than they are read.
        assert_eq!(excerpt("within 1\u{ad} day é", "1 day"), "within 1\u{ad} day é");
    }
}
