//! A role is to read or learn something that isn't in the handbook: nobody would be asked for it, and nobody would notice.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::staff_role::{DutyPattern, StaffRole};
use crate::model::{DocumentKind, Handbook};
use crate::source::Placed;

pub(crate) const RULE: Rule = Rule { code: FindingCode::UnknownDuty, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let of_role = |role: &StaffRole| {
        let StaffRole { name, reads, learns, within_days: _, again_months: _ } = role;
        let unread = reads.iter().filter(|one| !is_readable(one, handbook));
        let untaught = learns.iter().filter(|one| !is_taught(one, handbook));
        let unread = unread.map(|one| finding(name.as_str(), "policy or form", one));
        unread
            .chain(untaught.map(|one| finding(name.as_str(), "curriculum or unit", one)))
            .collect::<Vec<_>>()
    };
    handbook.staff_roles.iter().flat_map(of_role).collect()
}

fn is_readable(pattern: &DutyPattern, handbook: &Handbook) -> bool {
    let mut documents = handbook.documents().versioned();
    documents.any(|one| one.id.kind != DocumentKind::Curriculum && pattern.fits_document(&one.id))
}

fn is_taught(pattern: &DutyPattern, handbook: &Handbook) -> bool {
    handbook.curricula.iter().any(|one| {
        let id = DocumentKind::Curriculum.id(&one.id);
        pattern.fits_document(&id) && one.current.units.iter().any(|unit| pattern.fits_unit(&unit.id))
    })
}

fn finding(role: &str, what: &str, pattern: &Placed<DutyPattern>) -> Diagnostic {
    let message =
        format!("no {what} of this handbook is `{}`, which the role “{role}” is to know", pattern.written());
    Diagnostic::new(RULE.code, pattern.span, message)
        .hint("write its id, such as `policy:intake` or `curriculum:orientation#rights`, or a pattern, such as `policy:*`")
}
