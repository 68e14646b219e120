//! What the press needs for a form: by itself, beside its translation, and as a sheet of a curriculum.

use jiff::civil::Date;

use super::body::Reach;
use super::form::{self, Edition, FormPaper, page_code};
use super::press::{FormJob, Job};
use crate::model::FormVersion;
use crate::model::form::{Answers, Extent, FormMark, Sheet};
use crate::view::Shell;
use crate::view::curriculum::CurriculumPage;
use crate::view::form::FormPage;

/// A sheet that belongs to a curriculum, which has its number and version.
pub(super) fn training_job<'a>(
    shell: &Shell,
    (page, version): (&'a CurriculumPage<'a>, &'a FormVersion),
    path: &str,
    (sheet, answers): (Sheet<'a>, Answers),
    as_of: Date,
) -> Job<'a> {
    let edition = Edition::Standard;
    let source = form::source(&FormPaper {
        shell,
        row: &page.row,
        version,
        sheet: &sheet,
        edition,
        rest: "",
        title: &version.header.title,
        // Its summary is the curriculum's, whose units aren't here.
        reach: Reach::Part,
        notices: &[],
        needs_notice: false,
        code: None,
    });
    let header = &page.version.header;
    Job {
        path: path.to_owned(),
        source,
        date: header.effective.unwrap_or(as_of),
        blame: Some(header.span),
        form: Some(FormJob { sheet, answers, lettering: edition.lettering(version.text_size), mark: None }),
    }
}

/// A form with its translation beside it. Names of fields and the values in them are the same in both.
pub(super) fn side_by_side_job<'a>(
    (shell, page): (&'a Shell, &'a FormPage<'a>),
    (their_shell, translation): (&Shell, &FormPage<'_>),
    path: &str,
    as_of: Date,
) -> Job<'a> {
    let edition = Edition::SideBySide;
    let sheet = Sheet::new(page.version, &shell.words, &Extent::default());
    let their_sheet = Sheet::new(translation.version, &their_shell.words, &Extent::default());
    let mark = FormMark::new(&page.list.row.id, page.version);
    let code = shell.page_codes.then(|| page_code::subject(&mark, &sheet, edition));
    let source = form::side_by_side(
        &paper((shell, page), &sheet, edition, code),
        &paper((their_shell, translation), &their_sheet, edition, None),
    );
    let answers = sheet.default_answers();
    Job {
        path: path.to_owned(),
        source,
        date: page.version.header.effective.unwrap_or(as_of),
        blame: Some(page.version.header.span),
        form: Some(FormJob {
            sheet,
            answers,
            lettering: edition.lettering(page.version.text_size),
            mark: Some(mark),
        }),
    }
}

fn rest_of<'w>(shell: &'w Shell, page: &FormPage<'_>) -> &'w str {
    let words = &shell.words.sheet;
    if page.list.continuation.is_some() { &words.rest_on_continuation } else { &words.rest }
}

/// A form as it is printed by itself.
fn paper<'p>(
    (shell, page): (&'p Shell, &'p FormPage<'p>),
    sheet: &'p Sheet<'p>,
    edition: Edition,
    code: Option<String>,
) -> FormPaper<'p> {
    FormPaper {
        shell,
        row: &page.list.row,
        version: page.version,
        sheet,
        edition,
        rest: rest_of(shell, page),
        title: &page.version.header.title,
        reach: Reach::Alone,
        notices: &page.languages.notices,
        needs_notice: page.needs_notice,
        code,
    }
}

pub(super) fn form_job<'a>(
    shell: &Shell,
    page: &FormPage<'a>,
    path: &str,
    (sheet, answers): (Sheet<'a>, Answers),
    edition: Edition,
    title: &str,
    as_of: Date,
) -> Job<'a> {
    let mark = Some(FormMark::new(&page.list.row.id, page.version));
    // The continuation sheet has another title, and goes with the form.
    let needs_notice = page.needs_notice && *title == **page.version.header.title;
    let code = mark.as_ref().filter(|_| shell.page_codes);
    let code = code.map(|mark| page_code::subject(mark, &sheet, edition));
    let paper = paper((shell, page), &sheet, edition, code);
    let source = form::source(&FormPaper { title, needs_notice, ..paper });
    Job {
        path: path.to_owned(),
        source,
        date: page.version.header.effective.unwrap_or(as_of),
        blame: Some(page.version.header.span),
        form: Some(FormJob { sheet, answers, lettering: edition.lettering(page.version.text_size), mark }),
    }
}
