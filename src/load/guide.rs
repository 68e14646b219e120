//! A page of the guide as it is written: a header between `+++` lines, then Markdown.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use super::places::stem;
use super::policy::{NoHeader, split};
use super::spanned::Spanned;
use super::toml::{self, Read};
use crate::diagnostic::{Diagnostic, Findings};
use crate::source::{FileId, SourceFile, Span};

/// A page of the guide that could be read.
#[derive(Debug)]
pub struct GuideFile {
    /// The name of the file without its ending.
    pub id: String,
    /// The file.
    pub file: FileId,
    /// Its header.
    pub header: Read<GuideHeader>,
    /// The bytes of its Markdown.
    pub body: Range<usize>,
}

/// The header of a page of the guide.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GuideHeader {
    /// What it is called.
    #[schemars(required)]
    pub title: Option<Spanned<String>>,
    /// What it is for, in a sentence or two.
    #[schemars(required)]
    pub summary: Option<Spanned<String>>,
    /// Its place among the others, smallest first.
    #[schemars(required)]
    pub order: Option<Spanned<i64>>,
    /// Service lines it is for; all when not set.
    pub tracks: Option<Spanned<Vec<Spanned<String>>>>,
}

/// Reads a page; `None` when it has no header, which becomes a finding.
pub fn read(written: &SourceFile, file: FileId, findings: &mut Findings) -> Option<GuideFile> {
    let text = &written.text;
    let (header, body) = match split(text) {
        Ok(parts) => parts,
        Err(problem) => {
            findings.push(no_header(&problem, file));
            return None;
        }
    };
    // The fence is blanked, not cut, so that places in the header are places in the file.
    let fenced = format!("{}{}", " ".repeat(header.start), &text[header]);
    let table = toml::parse(&fenced, file, findings);
    let header = toml::read(table, "a guide page’s header", file, findings);
    Some(GuideFile { id: stem(&written.path), file, header, body })
}

fn no_header(problem: &NoHeader, file: FileId) -> Diagnostic {
    let message = match problem {
        NoHeader::Missing => "this guide page has no header",
        NoHeader::Unclosed => "the header of this guide page does not end",
    };
    Diagnostic::error("missing-header", Span::top(file), message).hint(
        "a guide page begins with a line `+++`, its keys (title, summary, order), and another line `+++`",
    )
}
