//! Pictures that are damaged, too large, or cannot be printed, at each line that uses them.

use super::{Context, ReadText};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::Handbook;
use crate::model::passages::Passage;
use crate::model::text::{Inline, each_inline};
use crate::picture::{MOST_PIXELS, PictureError};
use crate::source::Span;

/// The pictures that the texts use, versions to come included, each with its place; and the logo.
#[must_use]
pub(crate) fn used(handbook: &Handbook, texts: &[ReadText<'_>]) -> Vec<(String, Span)> {
    let of_documents = texts.iter().flat_map(|one| one.facts.pictures.iter().cloned());
    let logo = handbook.logo.iter().map(|path| (path.to_string(), path.span));
    of_documents.chain(shown(&handbook.glossary.passages())).chain(logo).collect()
}

pub(super) fn shown(passages: &[Passage<'_>]) -> Vec<(String, Span)> {
    let mut shown = Vec::new();
    for passage in passages {
        each_inline(passage.inlines(), &mut |inline| {
            if let Inline::Image { path, span, .. } = inline {
                shown.push((path.clone(), *span));
            }
        });
    }
    shown
}

pub(super) fn findings(context: &Context<'_>) -> Vec<Diagnostic> {
    if context.pictures.is_empty() {
        return Vec::new();
    }
    let used = used(context.handbook, context.texts);
    let found = used
        .iter()
        .filter_map(|(path, span)| Some(finding(path, context.pictures.get(path.as_str())?, *span)));
    found.collect()
}

fn finding(path: &str, trouble: &PictureError, span: Span) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (code, what, hint) = match trouble {
        PictureError::Unreadable(reason) => (
            FindingCode::BrokenImage,
            format!("cannot be read: {reason}"),
            "open it in a drawing program and save it again, or copy it again from where it came",
        ),
        PictureError::CutOff => (
            FindingCode::BrokenImage,
            "is cut off: its end is missing".to_owned(),
            "copy it again from where it came",
        ),
        PictureError::TooLarge { width, height } => (
            FindingCode::ImageTooLarge,
            format!("has {width} × {height} pixels; {} million are allowed", MOST_PIXELS / 1_000_000),
            "make it smaller: a whole page of paper needs no more than 2,500 × 3,300 pixels",
        ),
        PictureError::Cmyk => (
            FindingCode::UnprintableImage,
            "has the colors of a printing press (CMYK), which the PDFs cannot have".to_owned(),
            "save it with RGB colors, or as .png",
        ),
        PictureError::Character(c) => (
            FindingCode::UnprintableImage,
            format!("has the character {c:?} (U+{:04X}), which cannot be printed", u32::from(*c)),
            "delete it, write it in words, or save the picture as .png",
        ),
        PictureError::Unprintable(said) => (
            FindingCode::UnprintableImage,
            format!("cannot be printed: {said}"),
            "simplify it in a drawing program, or save it as .png",
        ),
    };
    Diagnostic::new(code, span, format!("the picture `{name}` {what}")).hint(hint)
}
