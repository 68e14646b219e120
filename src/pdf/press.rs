//! Sets one document: Typst code in, PDF out.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use typst::WorldExt;
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Dict, NativeElement, Output, Smart, Value};
use typst::introspection::{Introspector, MetadataElem};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::form::Lettering;
use super::form::error::PdfFormError;
use super::form::fields::{self, HeadBox};
use super::languages;
use super::long_document::LongDocument;
use super::stream_ends;
use super::typst_source::{Origins, TypstSource};
use super::world::{self, SharedFiles};
use crate::assets::{Assets, HandbookFonts};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::memo::{Key, Keyed};
use crate::model::form::{Answers, FormMark, Sheet};
use crate::source::{FileId, Files, Span};
use crate::view::Shell;
use crate::words::FixedWords;
use crate::writing_systems::Direction;

const LOOKS: &str = "templates/pdf/";
/// The fixed words, as the templates read them.
const WORDS: &str = "words.json";
/// Which way the pages run, as the templates read it.
const DIRECTION: &str = "direction.json";

pub(crate) struct Job<'a> {
    pub(crate) path: String,
    pub(crate) source: TypstSource,
    pub(crate) date: Date,
    /// Where its author looks when nothing tells the line.
    pub(crate) blame: Option<Span>,
    /// The fields, where it is a form.
    pub(crate) form: Option<FormJob<'a>>,
}

/// What makes a set document a form.
pub(crate) struct FormJob<'a> {
    pub(crate) sheet: Sheet<'a>,
    /// What is filled in.
    pub(crate) answers: Answers,
    /// Size of typed letters, in points.
    pub(crate) lettering: Lettering,
    /// What `clausebook read` knows it by; nothing where it isn't read back.
    pub(crate) mark: Option<FormMark>,
}

/// Why a document could not be set.
pub(crate) enum Failure {
    Refused(Vec<TypstRefusal>),
    Fields(Vec<PdfFormError>),
}

/// A document that Typst can set: its source with the rules for its languages, and the fonts.
pub(crate) struct Prepared<'a> {
    path: String,
    source: String,
    origins: Origins,
    fonts: Arc<FontStore>,
    date: Date,
    blame: Option<Span>,
    form: Option<FormJob<'a>>,
}

/// What all documents share: the looks and the pictures.
pub(crate) struct Press {
    shared: Arc<SharedFiles>,
    words: Arc<FixedWords>,
    /// The same as text, in whatever letters they have.
    printed: String,
    fonts: Arc<HandbookFonts>,
    looks: BTreeMap<String, FileId>,
    looks_key: Key,
    pictures: Vec<(String, Key)>,
    /// Whether the looks are the handbook's own, which may print any picture in any document.
    are_own_looks: bool,
}

impl Press {
    /// A press with the looks of `assets` and the pictures at the paths `shown`.
    pub(crate) fn new(
        assets: &Assets,
        shell: &Shell,
        images: &BTreeMap<String, Keyed<[u8]>>,
        shown: &[String],
        files: &mut Files,
    ) -> Self {
        let mut shared = SharedFiles::default();
        let mut looks = BTreeMap::new();
        for (name, bytes) in assets.below(LOOKS) {
            if name.ends_with(".typ") {
                let text = String::from_utf8_lossy(bytes);
                shared.add_look(name, &text);
                looks.insert(name.to_owned(), files.add(format!("{LOOKS}{name}"), text));
            }
            shared.add(name, bytes.to_vec());
        }
        let direction = match shell.direction() {
            Direction::LeftToRight => "\"ltr\"",
            Direction::RightToLeft => "\"rtl\"",
        };
        shared.add(DIRECTION, direction.as_bytes().to_vec());
        // Plain data is always JSON.
        let printed = serde_json::to_string(&*shell.words).unwrap_or_default();
        shared.add(WORDS, printed.clone().into_bytes());
        let mut pictures = Vec::new();
        for path in shown {
            if let Some(bytes) = images.get(path) {
                shared.add(path, bytes.to_vec());
                pictures.push((path.clone(), bytes.key));
            }
        }
        let logo = shell.logo.as_ref();
        if let Some((path, bytes)) = logo.and_then(|logo| Some((&logo.path, assets.file(&logo.path)?))) {
            shared.add(path, bytes.to_vec());
            pictures.push((path.clone(), Key::of(&bytes)));
        }
        Self {
            shared: Arc::new(shared),
            words: shell.words.clone(),
            printed,
            fonts: assets.fonts().clone(),
            looks,
            looks_key: Key::of(&assets.below(LOOKS).collect::<Vec<_>>()),
            pictures,
            are_own_looks: assets.are_own(LOOKS),
        }
    }

    /// Chooses the fonts of a document.
    pub(crate) fn prepare<'a>(&self, job: Job<'a>) -> Prepared<'a> {
        let Job { path, source, date, blame, form } = job;
        let fonts = self.fonts.of_document(&[source.text(), &self.printed].concat());
        let (source, origins) = source.finish(&languages::rules(&fonts));
        Prepared { path, source, origins, fonts: fonts.store, date, blame, form }
    }

    /// Stands for everything in this handbook that a PDF depends on. What it depends on besides is the program.
    pub(crate) fn key(&self, prepared: &Prepared<'_>) -> Key {
        // The origins serve findings only.
        let Prepared { path, source, origins: _, fonts, date, blame: _, form } = prepared;
        let fonts: Vec<_> = (0..).map_while(|at| fonts.font(at)).collect();
        let pictures: Vec<_> = self.pictures.iter().filter(|(path, _)| self.may_show(source, path)).collect();
        let form = form.as_ref().map(|FormJob { sheet, answers, lettering, mark }| {
            (sheet.slots(), answers, lettering.size.to_bits(), lettering.rule.to_bits(), mark)
        });
        Key::of(&(path, source, fonts, date, form, self.looks_key, &self.printed, pictures))
    }

    fn may_show(&self, source: &str, picture: &str) -> bool {
        // These are written in another way in the source.
        let is_rewritten = |c: char| c.is_control() || matches!(c, '"' | '\\');
        self.are_own_looks || picture.contains(is_rewritten) || source.contains(picture)
    }

    /// Sets a document.
    ///
    /// # Errors
    /// What Typst refuses, or what is wrong with the fields.
    pub(crate) fn set(&self, prepared: Prepared<'_>) -> Result<Vec<u8>, Failure> {
        self.set_and::<PagedDocument>(prepared, || ())
    }

    /// Sets a long document while no other is being set: what Typst remembers of laying it out, which takes more memory than the PDF
    /// itself, is let go before each layout and before the PDF is made.
    ///
    /// # Errors
    /// As [`Press::set`].
    pub(crate) fn set_alone(&self, prepared: Prepared<'_>) -> Result<Vec<u8>, Failure> {
        self.set_and::<LongDocument>(prepared, || comemo::evict(0))
    }

    fn set_and<D: Output + Into<PagedDocument>>(
        &self,
        prepared: Prepared<'_>,
        when_laid_out: fn(),
    ) -> Result<Vec<u8>, Failure> {
        let Prepared { path, source, origins, fonts, date, blame, form } = prepared;
        let document = world::TypstWorld::new(source, self.shared.clone(), fonts, date);
        let compiled = typst::compile::<D>(&document);
        when_laid_out();
        // What Typst warns of would be missing from the page, or look broken.
        let made = match compiled.output {
            Ok(_) if !compiled.warnings.is_empty() => Err(compiled.warnings),
            output => output.and_then(|paged| {
                let paged: PagedDocument = paged.into();
                let pdf = typst_pdf::pdf(&paged, &options(&path, date))?;
                Ok((pdf, if form.is_some() { heads(&paged) } else { Vec::new() }))
            }),
        };
        let (pdf, heads) = made.map_err(|errors| {
            let refusals = errors.iter().map(|error| refusal(error, &document, &origins, blame));
            Failure::Refused(refusals.collect())
        })?;
        let pdf = match form {
            None => pdf,
            Some(form) => {
                let FormJob { sheet, answers, lettering, mark } = form;
                let (slots, words) = (sheet.slots(), &self.words.sheet);
                fields::apply(&pdf, &slots, &answers, &heads, lettering, words, mark.as_ref())
                    .map_err(Failure::Fields)?
            }
        };
        Ok(stream_ends::unmistakable(pdf))
    }

    /// What is wrong, each at its place where that is known.
    pub(crate) fn explain(
        &self,
        failure: &Failure,
        blame: Option<Span>,
        files: &mut Files,
    ) -> Vec<Diagnostic> {
        let top = |name: &str, files: &mut Files| {
            let file = self.looks.get(name).copied().unwrap_or_else(|| files.add(LOOKS, ""));
            Span::top(file)
        };
        match failure {
            Failure::Refused(refusals) => {
                let placed: Vec<Diagnostic> = refusals
                    .iter()
                    .filter_map(|refusal| Some(explain(refusal, self.place(refusal)?)))
                    .collect();
                match refusals.first() {
                    // What nothing tells the place of.
                    Some(first) if placed.is_empty() => vec![explain(first, top("look.typ", files))],
                    _ => placed,
                }
            }
            Failure::Fields(troubles) => {
                let span = blame.unwrap_or_else(|| top("form.typ", files));
                troubles.iter().map(|trouble| explain_fields(trouble, span)).collect()
            }
        }
    }

    fn place(&self, refusal: &TypstRefusal) -> Option<Span> {
        let look = refusal.look.as_ref();
        let look = look.and_then(|(name, range)| Some(Span::new(*self.looks.get(name)?, range.clone())));
        refusal.place.or(look)
    }
}

/// The places that the print template keeps for the fields at the top of each page.
fn heads(paged: &PagedDocument) -> Vec<HeadBox> {
    let introspector = paged.introspector();
    let mut heads = Vec::new();
    for element in introspector.query(&MetadataElem::ELEM.select()) {
        let head = element.location().and_then(|location| introspector.position(location)).and_then(|at| {
            let Value::Dict(data) = &element.to_packed::<MetadataElem>()?.value else { return None };
            let [left, top] = [at.point.x, at.point.y].map(|length| points(length.to_pt()));
            Some(HeadBox {
                name: text(data, "name")?,
                page: at.page.get() - 1,
                place: [left, top, number(data, "width")?, number(data, "height")?],
            })
        });
        heads.extend(head);
    }
    heads
}

fn text(data: &Dict, key: &str) -> Option<String> {
    match data.get(key).ok()? {
        Value::Str(text) => Some(text.to_string()),
        _ => None,
    }
}

fn number(data: &Dict, key: &str) -> Option<f32> {
    match data.get(key).ok()? {
        Value::Float(number) => Some(points(*number)),
        _ => None,
    }
}

/// Places on paper need no more than single precision.
#[allow(clippy::cast_possible_truncation)]
fn points(length: f64) -> f32 {
    length as f32
}

/// What Typst refuses.
pub(crate) struct TypstRefusal {
    message: String,
    hints: Vec<String>,
    /// The author's line.
    place: Option<Span>,
    /// Where in a file of the looks.
    look: Option<(String, Range<usize>)>,
}

pub(crate) fn options(path: &str, date: Date) -> PdfOptions {
    let midnight = Datetime::from_ymd_hms(
        i32::from(date.year()),
        u8::try_from(date.month()).unwrap_or(1),
        u8::try_from(date.day()).unwrap_or(1),
        0,
        0,
        0,
    );
    PdfOptions {
        ident: Smart::Custom(format!("clausebook:{path}")),
        creator: Smart::Custom(Some("Clausebook".to_owned())),
        timestamp: midnight.map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]).unwrap_or_default(),
        ..PdfOptions::default()
    }
}

fn refusal(
    error: &SourceDiagnostic,
    document: &world::TypstWorld,
    origins: &Origins,
    blame: Option<Span>,
) -> TypstRefusal {
    let mut place = None;
    let mut look = None;
    let spans = std::iter::once(error.span).chain(error.trace.iter().map(|point| point.span.into()));
    for span in spans {
        let (Some(id), Some(range)) = (span.id(), document.range(span)) else {
            continue;
        };
        let name = id.get().vpath().get_without_slash();
        if id == document.main_id() {
            place = place.or_else(|| origins.find(&range));
        } else if look.is_none() && name.ends_with(".typ") {
            look = Some((name.to_owned(), range));
        }
    }
    if look.is_none() {
        place = place.or(blame);
    }
    TypstRefusal {
        message: error.message.to_string(),
        hints: error.hints.iter().map(|hint| hint.v.to_string()).collect(),
        place,
        look,
    }
}

fn explain(refusal: &TypstRefusal, span: Span) -> Diagnostic {
    let finding =
        Diagnostic::new(FindingCode::Pdf, span, format!("this cannot be printed: {}", refusal.message));
    if refusal.hints.is_empty() {
        finding.hint("change the text here; if it looks right, check your own copy of the print template: templates/pdf/look.typ")
    } else {
        refusal.hints.iter().fold(finding, Diagnostic::hint)
    }
}

fn explain_fields(trouble: &PdfFormError, span: Span) -> Diagnostic {
    // Of a blank form, only defaults are filled in.
    if let PdfFormError::Misfit(name, _) = trouble {
        let message = format!("the default of the field `{name}` does not fit into its box");
        return Diagnostic::new(FindingCode::PdfField, span, message)
            .hint("shorten `default`, or give the field more room");
    }
    let message = match trouble {
        PdfFormError::NoBox(name) => format!("the print template has no box for the field `{name}`"),
        PdfFormError::Unknown(name) => {
            format!("the print template has a box for `{name}`, which is not a field of this form")
        }
        PdfFormError::NotEmpty(name) => {
            format!("the box for the field `{name}` is not empty, or is on a line with other things")
        }
        PdfFormError::Misfit(name, _) => format!("the text for `{name}` does not fit"),
        PdfFormError::Pdf(problem) => format!("the fields of this form cannot be made: {problem}"),
    };
    Diagnostic::new(FindingCode::PdfField, span, message)
        .hint("check your own copy of the print template, templates/pdf/form.typ, or remove it to use the built-in one")
}
