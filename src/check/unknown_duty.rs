//! A role is to read or learn something that isn't in the handbook: nobody would be asked for it, and nobody would notice.

use super::{Context, Rule, curricula};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::model::curriculum::{NamedUnit, UnitCourse};
use crate::model::staff_role::{DutyPattern, StaffRole};
use crate::model::{DocumentKind, Handbook, SessionForms};
use crate::source::Placed;

pub(crate) const RULE: Rule = Rule { code: FindingCode::UnknownDuty, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let of_role = |role: &StaffRole| {
        let StaffRole { name, reads, learns, within_days: _, again_months: _, training } = role;
        let unread = reads.iter().filter(|one| !is_readable(one, handbook));
        let untaught = learns.iter().filter(|one| !is_taught(one, handbook));
        let learned = training.iter().flat_map(|duty| std::iter::once(&duty.curriculum).chain(&duty.first));
        let untaught = untaught.chain(learned.filter(|one| !is_taught(one, handbook)));
        let unread = unread.map(|one| finding(name.as_str(), "policy or form", one));
        unread
            .chain(untaught.map(|one| finding(name.as_str(), "curriculum or unit", one)))
            .collect::<Vec<_>>()
    };
    let of_roles = handbook.staff_roles.iter().flat_map(of_role);
    of_roles.chain(unknown_forms(handbook)).chain(unknown_in_units(handbook)).collect()
}

/// Forms of a session that this handbook doesn't have, not even for a service line that isn't offered.
fn unknown_forms(handbook: &Handbook) -> impl Iterator<Item = Diagnostic> {
    let SessionForms { attendance, evaluation } = &handbook.session_forms;
    let is_unknown = |form: &&Placed<String>| {
        let id = DocumentKind::Form.id(form.as_str());
        handbook.forms.iter().all(|one| one.id != ***form)
            && handbook.not_offered.documents.iter().all(|(other, _)| *other != id)
    };
    [attendance, evaluation].into_iter().flatten().filter(is_unknown).map(|form| {
        let message = format!("no form of this handbook is `{}`", form.as_str());
        Diagnostic::new(RULE.code, form.span, message)
            .hint("write the name of the form's folder, such as `training-attendance`")
    })
}

/// Units and roles that a unit names and that are not in the handbook.
fn unknown_in_units(handbook: &Handbook) -> impl Iterator<Item = Diagnostic> {
    let own = curricula::units(handbook).map(|unit| &unit.course);
    let used = curricula::versions(handbook).flat_map(|version| &version.uses).map(|used| &used.course);
    own.chain(used).flat_map(move |course| {
        let UnitCourse { after, roles, valid_months: _, renews } = course;
        let unknown = after.iter().chain(renews).filter(|name| !has_unit(name, handbook));
        let units = unknown.map(|name| {
            let message = format!("no unit of this handbook is `{}`, which this unit names", **name);
            Diagnostic::new(RULE.code, name.span, message)
                .hint("write the id of a unit, and before it the curriculum's where that is another: `orientation#rights`")
        });
        let is_unknown = |name: &&Placed<String>| {
            !handbook.staff_roles.is_empty() && handbook.staff_roles.iter().all(|role| *role.name != ***name)
        };
        let roles = roles.iter().filter(is_unknown).map(|name| {
            let message = format!("no [[roles]] of the handbook file has the name “{}”", name.as_str());
            Diagnostic::new(RULE.code, name.span, message).hint("write the name of a role as its [[roles]] has it")
        });
        units.chain(roles).collect::<Vec<_>>()
    })
}

/// A curriculum of a service line that isn't offered may have it.
fn has_unit(name: &NamedUnit, handbook: &Handbook) -> bool {
    let id = DocumentKind::Curriculum.id(&name.curriculum);
    if handbook.not_offered.documents.iter().any(|(other, _)| *other == id) {
        return true;
    }
    let mut curricula = handbook.curricula.iter().filter(|one| one.id == name.curriculum);
    curricula.any(|one| one.current.units.iter().any(|unit| unit.id == name.unit))
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
