//! Questions of a knowledge check: which options are right, and which objectives are tested.

use std::collections::{BTreeMap, BTreeSet};

use super::form_field::is_name;
use super::header_fields::Fields;
use super::version::VersionReader;
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::load::{OptionSource, QuestionSource, Spanned};
use crate::model::question::{
    AnswerCount, AnswerOption, OptionList, OptionOrder, Question, QuestionPurpose, Response,
};
use crate::model::text::Line;
use crate::model::track;
use crate::source::{Placed, Span};

/// Reads the questions of one unit.
pub(super) struct QuestionReader<'a> {
    reader: &'a VersionReader<'a>,
    unit: &'a str,
    /// How many objectives the unit has.
    objectives: usize,
    /// The ids that authors wrote.
    written: BTreeMap<String, Span>,
    /// All ids, those made of words too.
    taken: BTreeSet<String>,
}

/// The kinds as authors write them.
#[derive(Clone, Copy)]
enum Kind {
    Options(AnswerCount),
    TrueFalse,
    Open,
}

const KINDS: [(&str, Kind); 4] = [
    ("one", Kind::Options(AnswerCount::One)),
    ("several", Kind::Options(AnswerCount::Several)),
    ("true-false", Kind::TrueFalse),
    ("open", Kind::Open),
];

impl<'a> QuestionReader<'a> {
    pub(super) fn new(reader: &'a VersionReader<'a>, unit: &'a str, objectives: usize) -> Self {
        Self { reader, unit, objectives, written: BTreeMap::new(), taken: BTreeSet::new() }
    }

    /// `None` where it can't be asked, which becomes findings, and where it is for service lines that are not offered.
    pub(super) fn question(
        &mut self,
        entry: &Spanned<QuestionSource>,
        fields: &mut Fields<'_>,
    ) -> Option<Question> {
        let source = entry.get_ref();
        let mut fields = fields.within(entry, "question.", "this question");
        let id = self.id(source, &mut fields);
        let question = self.reader.sentence("question", source.question.as_ref(), &mut fields);
        let tracks = fields.tracks(source.tracks.as_ref(), self.reader.background.known_tracks);
        let question = self.reader.marked_line(question, &tracks);
        let kind = match &source.kind {
            None => Kind::Options(AnswerCount::One),
            Some(_) => fields.word("kind", source.kind.as_ref(), &KINDS)?,
        };
        let response = self.response(source, kind, &mut fields);
        let why = self.why(source, response.as_ref(), &mut fields);
        let tests = self.tests(&source.tests, &mut fields);
        let purposes = [("practice", QuestionPurpose::Practice), ("test", QuestionPurpose::Test)];
        let purpose = match &source.used_for {
            None => QuestionPurpose::Both,
            Some(_) => fields.word("used_for", source.used_for.as_ref(), &purposes)?,
        };
        let question = Question { id, question, response: response?, why, tests, purpose };
        track::meet(&tracks, self.reader.background.offered).then_some(question)
    }

    /// The id with that of the unit, e.g. `safety-protocols/5f0c2a91`.
    fn id(&mut self, source: &QuestionSource, fields: &mut Fields<'_>) -> String {
        let id = match &source.id {
            Some(id) => {
                let id = fields.text("id", Some(id));
                is_name(&id, id.span, &mut self.written, "question of this unit", fields.findings);
                id.into_inner()
            }
            None => {
                let words = source.question.as_ref().map_or("", |words| words.get_ref().trim());
                Question::id_of_words(self.unit, words)
            }
        };
        let mut unique = id.clone();
        for number in 2.. {
            if self.taken.insert(unique.clone()) {
                break;
            }
            unique = format!("{id}-{number}");
        }
        format!("{}/{unique}", self.unit)
    }

    fn response(&self, source: &QuestionSource, kind: Kind, fields: &mut Fields<'_>) -> Option<Response> {
        match kind {
            Kind::Options(pick) => self.options(source, pick, fields).map(Response::Options),
            Kind::TrueFalse => {
                refuse_options(source, "true-false", fields);
                let answers = [("true", true), ("false", false)];
                fields.word("answer", source.answer.as_ref(), &answers).map(Response::TrueFalse)
            }
            Kind::Open => {
                refuse_options(source, "open", fields);
                let answer = self.reader.sentence("answer", source.answer.as_ref(), fields);
                Some(Response::Open(answer))
            }
        }
    }

    fn options(
        &self,
        source: &QuestionSource,
        pick: AnswerCount,
        fields: &mut Fields<'_>,
    ) -> Option<OptionList> {
        let count = source.options.len();
        let right = right_options(source, pick, fields);
        let mut options = Vec::new();
        for (at, one) in source.options.iter().enumerate() {
            let is_right = right.as_ref().is_some_and(|right| right.contains(&at));
            options.push(self.option(one, is_right, fields));
        }
        if !(2..=6).contains(&count) {
            fields.findings.push(
                Diagnostic::new(
                    FindingCode::BadOptions,
                    fields.top,
                    format!("this question has {count} options"),
                )
                .hint("write from 2 to 6"),
            );
            return None;
        }
        let order = match source.shuffle {
            Some(false) => OptionOrder::AsWritten,
            Some(true) | None => OptionOrder::Shuffled,
        };
        right.map(|_| OptionList { pick, order, options })
    }

    fn option(&self, one: &Spanned<OptionSource>, is_right: bool, fields: &mut Fields<'_>) -> AnswerOption {
        let span = fields.span(one);
        match one.get_ref() {
            OptionSource::Words(words) => {
                let text = self.reader.line(words.trim(), span, fields.findings);
                AnswerOption { text, is_right, why: Placed::new(Vec::new(), span) }
            }
            OptionSource::Table(table) => {
                let mut fields = fields.within(one, "question.options.", "this option");
                let text = self.reader.sentence("text", table.text.as_ref(), &mut fields);
                let why = match &table.why {
                    Some(_) => self.reader.sentence("why", table.why.as_ref(), &mut fields),
                    None => Placed::new(Vec::new(), span),
                };
                AnswerOption { text, is_right, why }
            }
        }
    }

    /// Why the answer is right. A question says so, unless each of its options does, or a good answer does.
    fn why(&self, source: &QuestionSource, response: Option<&Response>, fields: &mut Fields<'_>) -> Line {
        let says_so = match response {
            Some(Response::Options(list)) => list.options.iter().all(|option| !option.why.is_empty()),
            Some(Response::Open(_)) => true,
            Some(Response::TrueFalse(_)) | None => false,
        };
        if says_so && source.why.is_none() {
            return Placed::new(Vec::new(), fields.top);
        }
        self.reader.sentence("why", source.why.as_ref(), fields)
    }

    fn tests(&self, written: &[Spanned<i64>], fields: &mut Fields<'_>) -> Vec<usize> {
        let mut tests = Vec::new();
        for one in written {
            let number = usize::try_from(*one.get_ref()).unwrap_or_default();
            if (1..=self.objectives).contains(&number) {
                tests.push(number - 1);
                continue;
            }
            let message = format!("the unit has no objective {}", one.get_ref());
            fields.findings.push(
                Diagnostic::new(FindingCode::BadNumber, fields.span(one), message)
                    .hint(format!("`tests` counts the objectives of the unit: 1 to {}", self.objectives)),
            );
        }
        tests.sort_unstable();
        tests.dedup();
        tests
    }
}

fn refuse_options(source: &QuestionSource, kind: &str, fields: &mut Fields<'_>) {
    if source.options.is_empty() {
        return;
    }
    let message = format!("a question of the kind `{kind}` has no `options`");
    fields.findings.push(
        Diagnostic::new(FindingCode::NeedlessKey, fields.top, message).hint("remove them, or remove `kind`"),
    );
}

/// The places of the right options: the one that is the `answer`, or those that say so themselves.
fn right_options(source: &QuestionSource, pick: AnswerCount, fields: &mut Fields<'_>) -> Option<Vec<usize>> {
    let options = source.options.iter().map(Spanned::get_ref);
    let marked: Vec<usize> =
        options.clone().enumerate().filter(|(_, option)| option.is_right()).map(|(at, _)| at).collect();
    let Some(answer) = &source.answer else {
        return marked_options(marked, pick, fields);
    };
    if pick == AnswerCount::Several || !marked.is_empty() {
        let message = "the options say which of them is right, so this question has no `answer`";
        fields.findings.push(
            Diagnostic::new(FindingCode::NeedlessKey, fields.span(answer), message)
                .hint("remove it, and write `right = true` in each right option"),
        );
        return None;
    }
    let answer = fields.text("answer", Some(answer));
    let words = |option: &OptionSource| match option {
        OptionSource::Words(words) => words.trim().to_owned(),
        OptionSource::Table(table) => {
            table.text.as_ref().map_or_else(String::new, |text| text.get_ref().trim().to_owned())
        }
    };
    let right = options.map(words).position(|words| words == *answer);
    // A single option is a finding of its own.
    if right.is_none() && !answer.is_empty() && source.options.len() > 1 {
        fields.findings.push(
            Diagnostic::new(
                FindingCode::AnswerIsNoOption,
                answer.span,
                "the answer is not one of the options",
            )
            .hint("write it in the same words as the option"),
        );
    }
    right.map(|at| vec![at])
}

fn marked_options(marked: Vec<usize>, pick: AnswerCount, fields: &mut Fields<'_>) -> Option<Vec<usize>> {
    match (marked.len(), pick) {
        (0, AnswerCount::One) => {
            fields.missing("answer");
            None
        }
        (0, AnswerCount::Several) => {
            fields.findings.push(
                Diagnostic::new(FindingCode::BadOptions, fields.top, "no option of this question is right")
                    .hint("write the right ones as `{ text = \"…\", right = true }`"),
            );
            None
        }
        (1, _) | (_, AnswerCount::Several) => Some(marked),
        (count, AnswerCount::One) => {
            let message = format!("{count} options of this question are right");
            fields.findings.push(
                Diagnostic::new(FindingCode::BadOptions, fields.top, message)
                    .hint("write `kind = \"several\"`, or mark only one option as right"),
            );
            None
        }
    }
}
