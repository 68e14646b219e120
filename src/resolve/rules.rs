//! The rules that the handbook file sets to another level. Whether there is such a rule, `check` knows.

use super::fields::Fields;
use crate::diagnostic::Findings;
use crate::load::{Sources, Spanned};
use crate::model::{Level, RuleSetting};
use crate::source::Span;

/// Reads the settings; each needs a reason, so that whoever reads the handbook file later knows why.
pub fn settings(sources: &Sources, findings: &mut Findings) -> Vec<RuleSetting> {
    let Some((file, source)) = &sources.handbook else {
        return Vec::new();
    };
    let levels = Level::ALL.map(|level| (level.word(), level));
    let mut settings = Vec::new();
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
        let code = fields.text("code", written.code.as_ref());
        let level = fields.word("level", written.level.as_ref(), &levels);
        let reason = fields.text("reason", written.reason.as_ref());
        if let Some(level) = level
            && !code.is_empty()
            && !reason.is_empty()
        {
            settings.push(RuleSetting { code: code.into_inner(), level, reason: reason.into_inner(), span });
        }
    }
    settings
}
