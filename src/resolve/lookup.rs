//! What citations, placeholders and pictures name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::clauses::{self, CitedRevision, KnownClauses, UnnamedClause};
use super::elsewhere::Elsewhere;
use super::header_fields::{UNREAD, unknown_line};
use super::program::Program;
use super::training_sheet::{CurriculumValues, UnitValues};
use crate::diagnostic::{Diagnostic, FindingCode, nearest};
use crate::load::Sources;
use crate::markdown::{LinkEnd, Lookup, NoPicture};
use crate::model::clause_names::ClauseNames;
use crate::model::text::LinkTarget;
use crate::model::{Anchor, CitedPart, Cites, DocumentId, ElementId, Revisions, Track, split_name};
use crate::source::Span;

/// Where a link of an old version can still lead.
#[derive(Debug, Clone, Hash)]
pub(crate) struct PastPlaces {
    /// The places of every document of today.
    today: Arc<KnownPlaces>,
    /// The document of the old version, and its places where they are known.
    own: Option<BTreeSet<Anchor>>,
}

/// The places of each document.
pub(crate) type KnownPlaces = BTreeMap<DocumentId, BTreeSet<Anchor>>;

impl PastPlaces {
    pub(crate) fn new(today: KnownPlaces) -> Self {
        Self { today: Arc::new(today), own: None }
    }

    /// The same for a version that has these places.
    pub(crate) fn with_own(&self, own: BTreeSet<Anchor>) -> Self {
        Self { today: self.today.clone(), own: Some(own) }
    }

    /// What a version of the past finds at the end of a link, where a text of today finds `end`: the place in a renamed document may be gone.
    fn end(&self, to: &LinkTarget, end: LinkEnd) -> LinkEnd {
        let LinkEnd::Renamed(document) = &end else { return end };
        let anchor = if let LinkTarget::Document { anchor, .. } = to { anchor.clone() } else { None };
        let now = LinkTarget::Document { document: document.clone(), anchor };
        if self.have(&now) { end } else { LinkEnd::Gone }
    }

    fn have(&self, to: &LinkTarget) -> bool {
        match to {
            LinkTarget::External(_) | LinkTarget::Term(_) => true,
            LinkTarget::Here(anchor) => self.own.as_ref().is_none_or(|own| own.contains(anchor)),
            LinkTarget::Document { document, anchor } => self
                .today
                .get(document)
                .is_some_and(|places| anchor.as_ref().is_none_or(|anchor| places.contains(anchor))),
        }
    }
}

/// What a text is read for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Purpose {
    /// To be shown: particulars have their values, and what isn't offered is left out.
    Readers,
    /// To be approved: particulars are their names, every clause counts, and marks for service lines are kept.
    Approval,
}

/// Finds clauses, particulars and pictures by their names.
#[derive(Clone, Hash)]
pub(crate) struct Names<'a> {
    purpose: Purpose,
    clauses: Arc<KnownClauses>,
    /// Documents and terms for service lines that are not offered.
    unoffered: &'a Elsewhere,
    unreadable: &'a BTreeSet<String>,
    values: BTreeMap<&'a str, &'a str>,
    unread_tables: &'a [String],
    /// By their names with every accent as one letter with its own: macOS and Windows write them differently.
    images: BTreeMap<String, &'a str>,
    /// Where links may lead, for a version of the past.
    past: Option<&'a PastPlaces>,
    lines: ServiceLines,
}

/// The service lines that have names, and those of them that are offered.
#[derive(Clone, Hash)]
struct ServiceLines {
    known: Vec<Track>,
    offered: Vec<Track>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(
        revisions: &[Revisions],
        sources: &'a Sources,
        program: &'a Program,
        unoffered: &'a Elsewhere,
    ) -> Self {
        Self {
            purpose: Purpose::Readers,
            clauses: Arc::new(KnownClauses::new(revisions, &program.offered)),
            unreadable: &sources.unreadable.specifications,
            unoffered,
            values: program.values.iter().map(|(name, value)| (name.as_str(), value.text.as_str())).collect(),
            unread_tables: &program.unread_tables,
            past: None,
            lines: ServiceLines {
                known: program.known_tracks.keys().cloned().collect(),
                offered: program.offered.clone(),
            },
            images: sources.images.keys().map(|path| (path.nfc().collect(), path.as_str())).collect(),
        }
    }

    /// The same with the values that particulars had when a version was approved.
    pub(crate) fn with_values(mut self, recorded: Option<&'a BTreeMap<String, String>>) -> Self {
        self.values
            .extend(recorded.into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str())));
        self
    }

    /// The same names for a version of the past.
    pub(crate) fn of_past<'b>(&'b self, places: &'b PastPlaces) -> Names<'b> {
        Names { past: Some(places), ..self.clone() }
    }

    /// The same names, for a text as it is approved.
    pub(crate) fn as_approved(&self) -> Self {
        Self { purpose: Purpose::Approval, ..self.clone() }
    }

    /// The same names where other service lines are offered.
    pub(crate) fn offering(&self, offered: &[Track]) -> Self {
        let lines = ServiceLines { known: self.lines.known.clone(), offered: offered.to_vec() };
        Self { lines, ..self.clone() }
    }

    /// Whether every specification could be read.
    pub(crate) fn are_whole(&self) -> bool {
        self.unreadable.is_empty()
    }

    /// What every clause is called in each revision.
    pub(crate) fn clause_names(&self) -> &ClauseNames {
        self.clauses.names()
    }

    /// What a citation names in a text that cites these revisions.
    ///
    /// # Errors
    /// As [`Lookup::clause`].
    pub(crate) fn cited(
        &self,
        written: &str,
        cites: &Cites,
        span: Span,
    ) -> Result<(Vec<CitedPart>, Vec<Diagnostic>), Option<Diagnostic>> {
        match (self.clauses.find(written, cites), self.purpose) {
            (Ok(named), Purpose::Approval) => Ok((vec![named.own()], Vec::new())),
            (Ok(named), Purpose::Readers) => clauses::today(&named, written, span),
            (Err(UnnamedClause::LostRevision), _) => Err(None),
            (Err(UnnamedClause::NoElement(known)), _) => Err(Some(unknown_element(written, &known, span))),
            (Err(UnnamedClause::NoClause(revisions)), _) => {
                Err(self.unknown(written, cites, revisions, span))
            }
        }
    }

    /// Whether what is named is one clause today, which means what it meant in the revision that is cited.
    pub(crate) fn is_unchanged(&self, written: &str, cites: &Cites) -> bool {
        self.clauses.find(written, cites).is_ok_and(|named| named.is_unchanged())
    }

    fn unknown(
        &self,
        written: &str,
        cites: &Cites,
        revision: CitedRevision,
        span: Span,
    ) -> Option<Diagnostic> {
        let written = split_name(written).0;
        let specification = written.split('/').next().unwrap_or_default();
        if self.unreadable.contains(specification) {
            return None;
        }
        let known: Vec<&str> = self.clauses.specifications().collect();
        let message = match revision {
            CitedRevision::Any => format!("no specification has a clause `{written}`"),
            CitedRevision::Of(day) => format!("the revision of {day} has no clause `{written}`"),
        };
        let finding = Diagnostic::new(FindingCode::UnknownClause, span, message);
        if !known.contains(&specification) {
            return Some(match nearest(specification, known.iter().copied()) {
                Some(near) => finding
                    .hint(format!("there is no specification `{specification}`; did you mean `{near}`?")),
                None if known.is_empty() => {
                    finding.hint("there is none yet: a clause catalog is `content/specifications/<id>.toml`")
                }
                None => finding.hint(format!("the specifications are: {}", known.join(", "))),
            });
        }
        Some(match self.clauses.nearest(written, cites) {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding.hint(format!("the ids are in content/specifications/{specification}.toml")),
        })
    }
}

fn unknown_element(written: &str, known: &[ElementId], span: Span) -> Diagnostic {
    let (clause, element) = split_name(written);
    let element = element.unwrap_or_default();
    let message = format!("`{clause}` has no element `{element}`");
    let finding = Diagnostic::new(FindingCode::UnknownClause, span, message);
    match nearest(element, known.iter().map(|one| &*one.0)) {
        Some(near) => finding.hint(format!("did you mean `{clause}#{near}`?")),
        None if known.is_empty() => finding.hint(format!("it lists no elements: cite `{clause}`")),
        None => {
            let known: Vec<&str> = known.iter().map(|one| &*one.0).collect();
            finding.hint(format!("its elements are: {}", known.join(", ")))
        }
    }
}

/// What the texts of a version can name: clauses, particulars and pictures, and on a sheet its curriculum.
#[derive(Clone, Copy)]
pub(crate) struct KnownNames<'a> {
    pub(crate) names: &'a Names<'a>,
    /// The revisions whose ids its citations use.
    pub(crate) cites: &'a Cites,
    /// Set on a sheet.
    pub(crate) curriculum: Option<&'a CurriculumValues>,
    /// Set in an entry that is repeated for each unit.
    pub(crate) unit: Option<&'a UnitValues>,
}

impl Lookup for KnownNames<'_> {
    fn clauses(
        &self,
        written: &str,
        span: Span,
    ) -> Result<(Vec<CitedPart>, Vec<Diagnostic>), Option<Diagnostic>> {
        self.names.cited(written, self.cites, span)
    }

    fn value(&self, name: &str, span: Span) -> Result<String, Diagnostic> {
        match (self.curriculum, name.split('.').next()) {
            (Some(curriculum), Some("curriculum" | "unit")) => curriculum.value(self.unit, name, span),
            _ => self.names.value(name, span),
        }
    }

    fn link_end(&self, own: &DocumentId, to: &LinkTarget) -> LinkEnd {
        self.names.link_end(own, to)
    }

    fn offers(&self, line: &str, span: Span) -> Result<bool, Diagnostic> {
        self.names.offers(line, span)
    }

    fn keeps_marks(&self) -> bool {
        self.names.keeps_marks()
    }

    fn is_past(&self) -> bool {
        self.names.is_past()
    }

    fn image(&self, path: &str) -> Result<String, NoPicture> {
        self.names.image(path)
    }
}

impl Lookup for Names<'_> {
    fn clauses(
        &self,
        written: &str,
        span: Span,
    ) -> Result<(Vec<CitedPart>, Vec<Diagnostic>), Option<Diagnostic>> {
        self.cited(written, &Cites::new(), span)
    }

    fn value(&self, name: &str, span: Span) -> Result<String, Diagnostic> {
        if self.purpose == Purpose::Approval {
            return Ok(format!("{{{{{name}}}}}"));
        }
        if let Some(value) = self.values.get(name) {
            return Ok((*value).to_owned());
        }
        if name.split('.').next().is_some_and(|table| self.unread_tables.iter().any(|unread| unread == table))
        {
            return Ok(UNREAD.to_owned());
        }
        let finding = Diagnostic::new(
            FindingCode::UnknownPlaceholder,
            span,
            format!("the handbook file does not set `{name}`"),
        );
        Err(match nearest(name, self.values.keys().copied()) {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding.hint("set it under [organization] or [values] in the handbook file"),
        })
    }

    fn link_end(&self, own: &DocumentId, to: &LinkTarget) -> LinkEnd {
        match self.past {
            _ if self.purpose == Purpose::Approval => LinkEnd::Shown,
            None => self.unoffered.end(own, to),
            Some(places) => match self.unoffered.end(own, to) {
                LinkEnd::Shown | LinkEnd::NotOffered if !places.have(to) => LinkEnd::Gone,
                end => places.end(to, end),
            },
        }
    }

    fn offers(&self, line: &str, span: Span) -> Result<bool, Diagnostic> {
        let line = Track(line.to_owned());
        // Without any names there is one finding, about the handbook file.
        if self.lines.known.is_empty() || self.lines.known.contains(&line) {
            return Ok(self.lines.offered.contains(&line));
        }
        Err(unknown_line(&line.0, self.lines.known.iter(), span))
    }

    fn keeps_marks(&self) -> bool {
        self.purpose == Purpose::Approval
    }

    fn is_past(&self) -> bool {
        self.past.is_some()
    }

    fn image(&self, path: &str) -> Result<String, NoPicture> {
        let wanted: String = path.nfc().collect();
        if let Some(image) = self.images.get(&wanted) {
            return Ok((*image).to_owned());
        }
        let near = self.images.keys().find(|name| name.to_lowercase() == wanted.to_lowercase());
        let near =
            near.map(String::as_str).or_else(|| nearest(&wanted, self.images.keys().map(String::as_str)));
        Err(NoPicture { near: near.map(str::to_owned) })
    }
}
