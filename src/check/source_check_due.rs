//! A fact from outside the specifications was last looked up over a year ago, or never: laws and telephone numbers change without telling
//! anybody. A finding for each text with sources that are out of date; those that nobody ever looked up are one finding for all.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::{Date, FactSource, Handbook, long_date};

pub(crate) const RULE: Rule = Rule { code: FindingCode::SourceCheckDue, look };

/// What names sources.
struct NamedSources<'a> {
    /// For people, such as `the policy “Intake”`.
    what: String,
    sources: Vec<&'a FactSource>,
}

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let texts = texts(handbook);
    let out_of_date = texts.iter().filter_map(|text| {
        let old = || text.sources.iter().filter(|source| source.is_out_of_date(handbook.as_of));
        let oldest = old().min_by_key(|source| source.checked)?;
        let (title, day) = (oldest.title.as_str(), long_date(oldest.checked?));
        let message = match old().count() {
            1 => format!("a source of {} was last looked up on {day}: “{title}”", text.what),
            count => format!(
                "{count} sources of {} were last looked up over a year ago; the oldest, “{title}”, on {day}",
                text.what
            ),
        };
        Some(Diagnostic::new(RULE.code, oldest.title.span, message).hint(format!(
            "look up whether it still says what the text says; then write the day: `checked = {}`",
            handbook.as_of
        )))
    });
    out_of_date.chain(never_checked(&texts, handbook.as_of)).collect()
}

fn never_checked(texts: &[NamedSources<'_>], today: Date) -> Option<Diagnostic> {
    let of_text = |text: &NamedSources<'_>| text.sources.iter().filter(|one| one.checked.is_none()).count();
    let first = texts.iter().find(|text| of_text(text) > 0)?;
    let source = first.sources.iter().find(|one| one.checked.is_none())?;
    let (title, what) = (source.title.as_str(), &first.what);
    let message = match texts.iter().map(of_text).sum() {
        1 => format!("nobody has looked up the source “{title}” of {what}"),
        count => format!("nobody has looked up {count} sources; the first is “{title}”, of {what}"),
    };
    Some(Diagnostic::new(RULE.code, source.title.span, message).hint(format!(
        "look up whether it says what the text says; then write the day beside it: `checked = {today}`"
    )))
}

fn texts(handbook: &Handbook) -> Vec<NamedSources<'_>> {
    let documents = handbook.shown().map(|(kind, header)| NamedSources {
        what: format!("the {} “{}”", kind.word(), header.title),
        sources: header.sources.iter().collect(),
    });
    let guide = handbook.guide.iter().map(|page| NamedSources {
        what: format!("the guide page “{}”", page.title),
        sources: page.sources.iter().collect(),
    });
    let values = NamedSources {
        what: "the values of the handbook file".to_owned(),
        sources: handbook.values.values().filter_map(|value| value.source.as_ref()).collect(),
    };
    documents.chain(guide).chain(std::iter::once(values)).collect()
}
