//! A revision of a specification takes effect on a day to come: until then the one before counts, or this one where there is no other. It says
//! in time what there is to do; and a year that was mistyped is noticed.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::command::command;
use crate::model::{Revision, Revisions, long_date};

pub(crate) const RULE: Rule = Rule { code: FindingCode::RevisionToCome, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let today = context.handbook.as_of;
    let revisions = context.handbook.revisions.iter();
    let to_come = revisions.flat_map(|all| all.not_past().iter().map(move |one| (all, one)));
    let to_come = to_come.filter(|(_, one)| one.mark.effective > today);
    to_come.map(|(all, one)| finding(all, one, context)).collect()
}

fn finding(all: &Revisions, revision: &Revision, context: &Context<'_>) -> Diagnostic {
    let specification = &revision.specification;
    let days = (revision.mark.effective - context.handbook.as_of).get_days();
    let until = if all.current().mark.effective > context.handbook.as_of {
        "and it counts already, since there is no other".to_owned()
    } else {
        format!("until then that of {} counts", long_date(all.current().mark.effective))
    };
    let message = format!(
        "the revision of {} of {} takes effect in {days} {}; {until}",
        long_date(revision.mark.effective),
        specification.id,
        if days == 1 { "day" } else { "days" }
    );
    let hint = if all.all.len() == 1 {
        "correct the date if it is mistyped".to_owned()
    } else {
        let words = format!("impact specification:{}", specification.id);
        format!(
            "what it touches: {}; correct the date if it is mistyped",
            command(context.handbook, &words, "").trim_end()
        )
    };
    Diagnostic::new(RULE.code, specification.span, message).hint(hint)
}
