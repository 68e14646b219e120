//! Knowledge checks on paper: within the editions of a curriculum, and form B as sheets of its own.

use super::body::{NO_NUMBERS, Reach, TypstWriter, label};
use super::documents::{self, CurriculumEdition};
use super::typst_source::TypstSource;
use super::typst_value::{TypstCall, TypstValue, array, call, dict};
use crate::model::curriculum::Unit;
use crate::model::question::{AnswerCount, CheckForm, Question, Response, in_form};
use crate::view::Pages;
use crate::view::curriculum::CurriculumPage;
use crate::words::{FixedWords, Word};

/// The knowledge check of a unit in an edition; `None` of a unit without questions.
pub(super) fn of_unit(
    unit: &Unit,
    edition: CurriculumEdition,
    writer: &TypstWriter<'_>,
    words: &FixedWords,
) -> Option<TypstCall> {
    if !unit.has_check() {
        return None;
    }
    let questions = unit
        .questions
        .iter()
        .filter(|one| one.is_in_check())
        .map(|one| question(one, CheckForm::A, edition, writer, words));
    let key = match edition {
        CurriculumEdition::Trainer => {
            words.curriculum.key_b.fill(&[("answers", &key_of(unit, CheckForm::B))]).into()
        }
        CurriculumEdition::Learner => TypstValue::None,
    };
    Some(call("questions-of").arg(&words.curriculum.check).arg(array(questions)).arg(key))
}

/// Form B: a sheet for each unit, without answers.
pub(super) fn form_b(pages: &Pages<'_>, page: &CurriculumPage<'_>) -> TypstSource {
    let mut source = TypstSource::default();
    let (row, version, words) = (&page.row, page.version, &pages.shell.words);
    let around = pages.shell.direction();
    let writer =
        TypstWriter { document: &row.id, citations: &[], reach: Reach::Part, around, numbers: NO_NUMBERS };
    let name = &words.curriculum.check_b;
    let title = words.curriculum.edition.fill(&[("title", &row.title), ("edition", name)]);
    documents::start(&pages.shell, &title, "", &mut source);
    source.show(documents::curriculum_title(page, name).at(version.header.span));
    let units = version.units.iter().zip(&page.units);
    let asking = units.filter(|(unit, _)| unit.has_check()).enumerate();
    for (at, (unit, unit_row)) in asking {
        if at > 0 {
            source.show(call("new-sheet"));
        }
        let title = call("check-title").arg(label(&row.id, &unit_row.anchor)).arg(&unit_row.title);
        source.show(title.at(unit.span));
        source
            .show(asked(unit, CheckForm::B, name, CurriculumEdition::Learner, &writer, words).at(unit.span));
    }
    source
}

/// The knowledge check of a unit as a sheet of its own, in a form; `None` of a unit without questions.
pub(super) fn on_sheet(
    unit: &Unit,
    form: CheckForm,
    edition: CurriculumEdition,
    writer: &TypstWriter<'_>,
    words: &FixedWords,
) -> Option<TypstCall> {
    let name = match form {
        CheckForm::A => &words.curriculum.check,
        CheckForm::B => &words.curriculum.check_b,
    };
    unit.has_check().then(|| asked(unit, form, name, edition, writer, words))
}

fn asked(
    unit: &Unit,
    form: CheckForm,
    name: &Word,
    edition: CurriculumEdition,
    writer: &TypstWriter<'_>,
    words: &FixedWords,
) -> TypstCall {
    let asked = in_form(&unit.questions, form).into_iter();
    let questions = asked.map(|one| question(one, form, edition, writer, words));
    call("questions-of").arg(name).arg(array(questions)).arg(TypstValue::None)
}

/// A question with what is right and why in the trainer's edition.
fn question(
    one: &Question,
    form: CheckForm,
    edition: CurriculumEdition,
    writer: &TypstWriter<'_>,
    words: &FixedWords,
) -> TypstValue {
    let say = &words.curriculum;
    let options = one.options(form);
    let (shown, hint): (Vec<TypstValue>, TypstValue) = match &one.response {
        Response::Options(list) => {
            let hint = match list.pick {
                AnswerCount::One => TypstValue::None,
                AnswerCount::Several => (&say.pick_several).into(),
            };
            (options.iter().map(|option| writer.line_within(&option.text)).collect(), hint)
        }
        Response::TrueFalse(_) => (vec![(&say.is_true).into(), (&say.is_false).into()], TypstValue::None),
        Response::Open(_) => (Vec::new(), TypstValue::None),
    };
    let mut parts = vec![
        ("question", writer.line_within(&one.question)),
        ("hint", hint),
        ("options", array(shown)),
        ("right", TypstValue::None),
    ];
    if edition == CurriculumEdition::Trainer {
        parts.retain(|(name, _)| *name != "right");
        parts.push(("right", array(one.right_places(form))));
        parts.push(("answer", answer(one, form, writer, words)));
        parts.push(("why", writer.words(&one.why)));
        let whys = options.iter().zip(0_usize..).filter(|(option, _)| !option.why.is_empty());
        let whys =
            whys.map(|(option, at)| array([TypstValue::from(at + 1), writer.line_within(&option.why)]));
        parts.push(("whys", array(whys)));
        let tests: Vec<String> = one.tests.iter().map(|at| (at + 1).to_string()).collect();
        let tests = if tests.is_empty() {
            TypstValue::None
        } else {
            say.tests.fill(&[("numbers", &tests.join(", "))]).into()
        };
        parts.push(("tests", tests));
    }
    dict(parts)
}

fn answer(one: &Question, form: CheckForm, writer: &TypstWriter<'_>, words: &FixedWords) -> TypstValue {
    match &one.response {
        Response::Open(answer) => writer.line_within(answer),
        Response::Options(_) | Response::TrueFalse(_) => {
            words.curriculum.answer.fill(&[("letter", &letters(one, form))]).into()
        }
    }
}

/// The answers of a unit in the order of a form: `1 c, 2 a and d` without its words.
fn key_of(unit: &Unit, form: CheckForm) -> String {
    let asked = in_form(&unit.questions, form).into_iter().zip(1..);
    let answers = asked.filter(|(one, _)| !one.right_places(form).is_empty());
    let answers: Vec<String> =
        answers.map(|(one, number)| format!("{number}\u{a0}{}", letters(one, form))).collect();
    answers.join(" · ")
}

fn letters(one: &Question, form: CheckForm) -> String {
    one.right_places(form).into_iter().map(letter).collect::<Vec<String>>().join(", ")
}

/// `a` of 0.
fn letter(at: usize) -> String {
    char::from(b'a' + u8::try_from(at).unwrap_or_default()).to_string()
}
