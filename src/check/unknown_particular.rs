//! A field takes a particular of the Member from a field of another form that isn't there, or that holds something else: it would stay
//! empty, and nobody would know why.

use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, FindingCode, nearest};
use crate::model::form::{Field, FieldKind, Particular, Section};
use crate::model::{FormVersion, Handbook};
use crate::source::Placed;

pub(crate) const RULE: Rule = Rule { code: FindingCode::UnknownParticular, look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let forms = handbook.forms.iter().map(|form| &*form.current);
    let fields = forms.flat_map(plain_fields);
    fields.filter_map(|field| problem(field, field.from.as_ref()?, handbook)).collect()
}

/// The fields that are there once.
fn plain_fields(form: &FormVersion) -> impl Iterator<Item = &Field> {
    let sections = form.sections.iter().flat_map(Section::every_field);
    form.identity.iter().chain(sections)
}

fn problem(field: &Field, from: &Placed<Particular>, handbook: &Handbook) -> Option<Diagnostic> {
    let Particular { form, field: wanted } = &**from;
    let finding = |message, hint| Some(Diagnostic::new(RULE.code, from.span, message).hint(hint));
    let Some(source) = handbook.forms.iter().find(|one| one.id == *form) else {
        let near = nearest(form, handbook.forms.iter().map(|one| one.id.as_str()));
        return finding(format!("there is no form `{form}` in this handbook"), advice(near));
    };
    let once = source.current.sections.iter().filter(|section| section.repeat.is_none());
    let mut fields = source.current.identity.iter().chain(once.flat_map(|section| &section.fields));
    let Some(source) = fields.clone().find(|one| one.id == *wanted) else {
        let near = nearest(wanted, fields.by_ref().map(|one| one.id.as_str()));
        return finding(
            format!("the form `{form}` has no field `{wanted}` that is there once"),
            advice(near),
        );
    };
    let is_same = match (&source.kind, &field.kind) {
        (FieldKind::Line(given), FieldKind::Line(own)) => given == own,
        (FieldKind::Paragraph { .. }, FieldKind::Paragraph { .. })
        | (FieldKind::Choice(_), FieldKind::Choice(_))
        | (FieldKind::Checkbox, FieldKind::Checkbox) => true,
        _ => false,
    };
    if is_same {
        return None;
    }
    let hint = "give both the same kind: text, date, number, phone, paragraph, choice or checkbox".to_owned();
    finding(format!("`{form}/{wanted}` is a field of another kind than this one"), hint)
}

fn advice(near: Option<&str>) -> String {
    match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write the ids of a form and of a field of it, such as `face-sheet/birth-date`".to_owned(),
    }
}
