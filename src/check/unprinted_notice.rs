//! The notice of language assistance can't be printed in a language whose letters no font at hand has. It is left out there, instead of
//! being printed as empty boxes.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::LanguageNotice;
use crate::words::{Language, own_name};

pub(crate) const RULE: Rule = Rule { code: FindingCode::UnprintedNotice, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let notices = context.handbook.language_notices.iter().filter(|notice| !notice.is_printable);
    notices.map(|notice| finding(notice, context)).collect()
}

fn finding(notice: &LanguageNotice, context: &Context<'_>) -> Diagnostic {
    let LanguageNotice { tag, text, is_printable: _ } = notice;
    let name = Language::parse(tag).map_or_else(|| (*tag).to_owned(), |language| own_name(&language));
    let message = format!("the notice of language assistance isn't printed in {name} (`{tag}`)");
    let finding = Diagnostic::new(RULE.code, context.handbook_file, message);
    let letter = text.chars().find(|c| !c.is_ascii_graphic() && !c.is_whitespace() && !(context.prints)(*c));
    letter.map_or_else(|| finding.clone(), |letter| finding.clone().hint((context.remedy)(letter)))
}
