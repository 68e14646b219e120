//! The roles of the staff, and the folder of the people.

use super::header_fields::Fields;
use super::version::number;
use crate::diagnostic::{Diagnostic, FindingCode, Findings};
use crate::load::{FOLDERS, SessionSource, Sources, Spanned, TrainingDutySource};
use crate::model::staff_role::{DutyPattern, TrainingDuty, USUAL_DAYS};
use crate::model::{DocumentKind, SessionForms, StaffRole};
use crate::source::{FileId, Placed, Span};

/// The most days or months that a role may name.
const MOST_DAYS: usize = 3650;
const MOST_MONTHS: usize = 120;

pub(crate) fn staff_roles(sources: &Sources, findings: &mut Findings) -> Vec<StaffRole> {
    let Some((file, source)) = &sources.handbook else {
        return Vec::new();
    };
    let mut roles: Vec<StaffRole> = Vec::new();
    for entry in &source.keys.roles {
        let written = entry.get_ref();
        let top = Span::new(*file, written.name.as_ref().map_or(entry.span(), Spanned::span));
        let mut fields = Fields {
            file: *file,
            top,
            what: "this role",
            unread: &source.unread,
            within: "roles.",
            findings,
        };
        let name = fields.text("name", written.name.as_ref());
        let days =
            number("within_days", written.within_days.as_ref(), USUAL_DAYS as usize, MOST_DAYS, &mut fields);
        let months = written
            .again_months
            .as_ref()
            .map(|months| number("again_months", Some(months), 12, MOST_MONTHS, &mut fields));
        if let Some(first) = roles.iter().find(|first| !name.is_empty() && first.name == name) {
            let message = format!("the role “{}” is there twice", name.as_str());
            let twice = Diagnostic::new(FindingCode::DuplicateId, name.span, message);
            fields.findings.push(
                twice
                    .label(first.name.span, "the other")
                    .hint("write all that it is to read and to learn in one entry"),
            );
            continue;
        }
        roles.push(StaffRole {
            name,
            reads: patterns(&written.reads, *file),
            learns: patterns(&written.learns, *file),
            within_days: u32::try_from(days).unwrap_or(USUAL_DAYS),
            again_months: months.and_then(|months| u32::try_from(months).ok()),
            training: Vec::new(),
        });
    }
    for entry in &source.keys.training {
        let written = entry.get_ref();
        let top = Span::new(*file, written.curriculum.as_ref().map_or(entry.span(), Spanned::span));
        let mut fields = Fields {
            file: *file,
            top,
            what: "this training",
            unread: &source.unread,
            within: "training.",
            findings,
        };
        let duty = training(written, &mut fields);
        if written.roles.is_empty() {
            fields.missing("roles");
        }
        for name in &written.roles {
            match roles.iter_mut().find(|role| *role.name == *name.get_ref().trim()) {
                Some(role) => role.training.push(duty.clone()),
                None => findings.push(unknown_role(name.get_ref(), Span::new(*file, name.span()))),
            }
        }
    }
    roles
}

fn training(written: &TrainingDutySource, fields: &mut Fields<'_>) -> TrainingDuty {
    let TrainingDutySource { roles: _, curriculum, within_days, every_months, first, first_days } = written;
    let curriculum = fields.text("curriculum", curriculum.as_ref());
    let (span, curriculum) = (curriculum.span, curriculum.as_str());
    let curriculum = curriculum.strip_prefix("curriculum:").unwrap_or(curriculum);
    let days = |number: usize| u32::try_from(number).unwrap_or(USUAL_DAYS);
    let usual = USUAL_DAYS as usize;
    let within_days = days(number("within_days", within_days.as_ref(), usual, MOST_DAYS, fields));
    let first_days = days(number("first_days", first_days.as_ref(), usual, MOST_DAYS, fields));
    let every_months =
        every_months.as_ref().map(|months| number("every_months", Some(months), 12, MOST_MONTHS, fields));
    let unit = |one: &Spanned<String>| {
        let pattern = DutyPattern::of_unit(curriculum, one.get_ref().trim());
        Placed::new(pattern, Span::new(fields.file, one.span()))
    };
    TrainingDuty {
        first: first.iter().map(unit).collect(),
        curriculum: Placed::new(DutyPattern::of_kind(DocumentKind::Curriculum, curriculum), span),
        within_days,
        every_months: every_months.and_then(|months| u32::try_from(months).ok()),
        first_days,
    }
}

/// A role that isn't in the handbook file.
pub(crate) fn unknown_role(name: &str, span: Span) -> Diagnostic {
    let message = format!("no [[roles]] of the handbook file has the name “{name}”");
    Diagnostic::new(FindingCode::UnknownDuty, span, message)
        .hint("write the name of a role as its [[roles]] has it, or add such a role")
}

/// The forms of every training session.
pub(crate) fn session_forms(sources: &Sources) -> SessionForms {
    let Some((file, source)) = &sources.handbook else { return SessionForms::default() };
    let SessionSource { attendance, evaluation } = &source.keys.session;
    let form = |written: &Option<Spanned<String>>| {
        let written = written.as_ref()?;
        let id = written.get_ref().trim();
        let id = id.strip_prefix("form:").unwrap_or(id);
        Some(Placed::new(id.to_owned(), Span::new(*file, written.span())))
    };
    SessionForms { attendance: form(attendance), evaluation: form(evaluation) }
}

fn patterns(written: &[Spanned<String>], file: FileId) -> Vec<Placed<DutyPattern>> {
    let pattern = |one: &Spanned<String>| {
        Placed::new(DutyPattern::parse(one.get_ref().trim()), Span::new(file, one.span()))
    };
    written.iter().map(pattern).collect()
}

/// The folder of the people. It may not be one whose files are read, which includes those that are published.
pub(crate) fn people_folder(sources: &Sources, findings: &mut Findings) -> Option<Placed<String>> {
    let (file, source) = sources.handbook.as_ref()?;
    let written = source.keys.people_folder.as_ref()?;
    let span = Span::new(*file, written.span());
    let folder = written.get_ref().trim().replace('\\', "/");
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').filter(|step| !matches!(*step, "" | ".")) {
        match step {
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    let is_handbook = steps.is_empty();
    let is_read =
        steps.first().is_some_and(|first| FOLDERS.iter().any(|one| one.eq_ignore_ascii_case(first)));
    if (is_handbook || is_read) && !folder.starts_with('/') {
        let message = if is_handbook {
            "the people need a folder of their own"
        } else {
            "this folder is a part of the handbook, and what is in it may be published"
        };
        findings.push(
            Diagnostic::new(FindingCode::BadPeopleFolder, span, message)
                .hint("name a folder that only those who keep the acknowledgements can open: `people_folder = \"../our-people\"`"),
        );
        return None;
    }
    Some(Placed::new(folder, span))
}
