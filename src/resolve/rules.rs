//! The rules that the handbook file sets to another level.

use super::header_fields::Fields;
use crate::diagnostic::{Diagnostic, FindingCode, Findings, nearest};
use crate::load::{Sources, Spanned};
use crate::model::{Level, RuleSetting};
use crate::source::{Placed, Span};

/// Reads the settings; each needs a reason, so that later readers of the handbook file know why.
pub(crate) fn settings(sources: &Sources, findings: &mut Findings) -> Vec<RuleSetting> {
    let Some((file, source)) = &sources.handbook else {
        return Vec::new();
    };
    let levels = Level::ALL.map(|level| (level.word(), level));
    let mut settings = Vec::new();
    let mut earlier: Vec<Placed<String>> = Vec::new();
    for entry in &source.keys.rules {
        let written = entry.get_ref();
        let span = Span::new(*file, written.code.as_ref().map_or(entry.span(), Spanned::span));
        let mut fields = Fields {
            file: *file,
            top: span,
            what: "this entry of [[rules]]",
            unread: &source.unread,
            within: "rules.",
            findings,
        };
        let word = fields.text("code", written.code.as_ref());
        let level = fields.word("level", written.level.as_ref(), &levels);
        let reason = fields.text("reason", written.reason.as_ref());
        let (Some(level), false, false) = (level, word.is_empty(), reason.is_empty()) else {
            continue;
        };
        match configurable(&word, &earlier) {
            Ok(code) => settings.push(RuleSetting { code, level, reason: reason.into_inner(), span }),
            Err(finding) => findings.push(finding),
        }
        earlier.push(word);
    }
    settings
}

/// The code that an entry sets. It is refused where there is no such code, where an earlier entry sets it too, and where it stops a build.
fn configurable(word: &Placed<String>, earlier: &[Placed<String>]) -> Result<FindingCode, Diagnostic> {
    let refuse = |message| Diagnostic::new(FindingCode::RuleSetting, word.span, message);
    if let Some(first) = earlier.iter().find(|first| *first == word) {
        return Err(refuse(format!("the rule `{}` is set twice", word.as_str()))
            .label(first.span, "the other")
            .hint("remove one of the two entries"));
    }
    let Some(code) = FindingCode::from_word(word) else {
        let configurable = FindingCode::ALL.iter().filter(|code| code.is_configurable());
        let finding = refuse(format!("there is no rule `{}`", word.as_str()));
        return Err(match nearest(word, configurable.map(|code| code.word())) {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding.hint("`clausebook explain` lists them all"),
        });
    };
    if !code.is_configurable() {
        return Err(refuse(format!("the level of `{code}` can't be changed"))
            .hint("it stops a build because something would be published broken or untrue: fix what it finds, and remove this entry"));
    }
    Ok(code)
}
