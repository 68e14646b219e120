//! The lines of a redline: what each is, and its words in runs that share a fate.

use super::{Fate, RedlineLine, RedlineRun, callout, common};
use crate::model::read_blocks::{LineStep, ReadLine, ReadToken, TokenKind, words_of};
use crate::model::text::LinkTarget;
use crate::model::{CitedPart, Handbook, name_of};
use crate::redline::{LineChange, WordChange};
use crate::words::Word;

pub(super) struct LineReader<'h> {
    pub(super) handbook: &'h Handbook,
}

/// A word of a line, and whether a space comes before it in the redline.
struct FatedToken<'a> {
    fate: Fate,
    token: &'a ReadToken<'a>,
    is_spaced: bool,
}

impl LineReader<'_> {
    pub(super) fn line(&self, line: &LineChange<'_>) -> RedlineLine {
        let (LineChange::Added(shown) | LineChange::Deleted(shown) | LineChange::Kept { new: shown, .. }) =
            line;
        let runs = match shown.path.last() {
            Some(LineStep::Kind | LineStep::Required | LineStep::OtherChoice) => self.fixed_runs(line),
            _ => self.runs(&tokens(line)),
        };
        let fates: Vec<Fate> = runs.iter().map(|run| run.fate).collect();
        RedlineLine { fate: common(&fates), label: self.label(&shown.path), depth: depth(&shown.path), runs }
    }

    /// What a line is.
    fn label(&self, path: &[LineStep]) -> String {
        let words = &self.handbook.words;
        let say = &words.redline;
        let is_of_column = path.iter().any(|step| matches!(step, LineStep::Column(_)));
        let Some(last) = path.iter().rev().find(|step| !matches!(step, LineStep::Block(_))) else {
            return String::new();
        };
        let word = match last {
            LineStep::Item { number: Some(number), .. } => return format!("{number}."),
            LineStep::Item { number: None, .. } => return "•".to_owned(),
            // The name of the block has it, unless the passage is within another.
            LineStep::Callout(kind) if path.len() > 2 => return callout(*kind, words),
            LineStep::Label if is_of_column => &say.column,
            LineStep::Column(_) => &say.column,
            LineStep::Help => &say.help,
            LineStep::Rules | LineStep::Course => &say.rules,
            LineStep::Kind => &say.kind,
            LineStep::Choice(_) | LineStep::OtherChoice => &say.option,
            LineStep::RepeatName => &say.group,
            LineStep::RowHeading => &say.rows,
            LineStep::RowLabel(_) => &say.row,
            LineStep::Covers => &words.policy.meets,
            LineStep::Minutes => &words.columns.minutes,
            LineStep::Teacher => &words.columns.who_teaches,
            LineStep::Objective(_) => &say.objective,
            LineStep::Publication(_) => &words.curriculum.sources,
            LineStep::Material(_) => &words.session.materials,
            LineStep::Answer => &say.answer,
            LineStep::Why | LineStep::WhyChoice(_) => &say.why,
            LineStep::HeadingLevel(_)
            | LineStep::Cell { .. }
            | LineStep::Term(_)
            | LineStep::Meaning { .. }
            | LineStep::Callout(_)
            | LineStep::Code
            | LineStep::Block(_)
            | LineStep::Label
            | LineStep::Required
            | LineStep::Asked => return String::new(),
        };
        word.to_string()
    }

    /// A line of the program's own words, which the reading blocks have as keys.
    fn fixed_runs(&self, line: &LineChange<'_>) -> Vec<RedlineRun> {
        let run = |fate: Fate, line: &ReadLine<'_>, spaced: bool| RedlineRun {
            fate,
            words: self.fixed(line).to_string(),
            spaced,
            struck: false,
        };
        match line {
            LineChange::Added(line) => vec![run(Fate::Added, line, false)],
            LineChange::Deleted(line) => vec![run(Fate::Deleted, line, false)],
            LineChange::Kept { old, new, words } if words.iter().any(WordChange::is_change) => {
                vec![run(Fate::Deleted, old, false), run(Fate::Added, new, true)]
            }
            LineChange::Kept { new, .. } => vec![run(Fate::Same, new, false)],
        }
    }

    fn fixed(&self, line: &ReadLine<'_>) -> &Word {
        let say = &self.handbook.words.redline;
        match words_of(&line.tokens).as_str() {
            "required" => &say.required,
            "other" => &say.other_option,
            "date" => &say.date,
            "number" => &say.figure,
            "phone" => &say.phone,
            "paragraph" => &say.paragraph,
            "choice" => &say.choice,
            "choices" => &say.choices,
            "checkbox" => &say.checkbox,
            "table" => &say.table,
            "signature" => &self.handbook.words.sheet.signature,
            "initials" => &self.handbook.words.sheet.initials,
            "several" => &say.several_right,
            "true-false" => &say.true_or_false,
            "open" => &say.own_words,
            "signature of staff" => &say.signature_of_staff,
            "signature of a Member" => &say.signature_of_member,
            _ => &say.line,
        }
    }

    fn runs(&self, tokens: &[FatedToken<'_>]) -> Vec<RedlineRun> {
        let mut runs: Vec<RedlineRun> = Vec::new();
        for (at, one) in tokens.iter().enumerate() {
            let mut words = self.words(one.token);
            words.extend(self.shown_target(at, tokens));
            match runs.last_mut() {
                Some(run) if run.fate == one.fate && run.struck == one.token.is_struck => {
                    if one.is_spaced {
                        run.words.push(' ');
                    }
                    run.words.push_str(&words);
                }
                last => {
                    let spaced = one.is_spaced && last.is_some();
                    runs.push(RedlineRun { fate: one.fate, words, spaced, struck: one.token.is_struck });
                }
            }
        }
        runs
    }

    fn words(&self, token: &ReadToken<'_>) -> String {
        match &token.kind {
            TokenKind::Word(word) => word.clone(),
            TokenKind::Citation(CitedPart { clause, element }) => {
                let specification = self.handbook.specification(*clause);
                let label = name_of(&self.handbook.clause(*clause).label, element.as_ref());
                format!("[{} {label}]", specification.short_title)
            }
            TokenKind::Picture { path, alt, source: _ } => {
                let what = if alt.is_empty() { path } else { alt };
                format!("[{}]", self.handbook.words.redline.picture.fill(&[("what", what)]))
            }
        }
    }

    /// Where a link leads, after its last word, if the same words lead elsewhere in the other version: they would not look changed.
    fn shown_target(&self, at: usize, all: &[FatedToken<'_>]) -> Option<String> {
        let FatedToken { fate, token, is_spaced: _ } = &all[at];
        let target = token.leads_to?;
        let is_last =
            all.get(at + 1).is_none_or(|next| next.fate != *fate || next.token.leads_to != token.leads_to);
        let is_only_link = all.iter().any(|other| {
            ![*fate, Fate::Same].contains(&other.fate)
                && other.token.kind == token.kind
                && other.token.leads_to != token.leads_to
        });
        (*fate != Fate::Same && is_last && is_only_link).then(|| format!(" ({})", self.target(target)))
    }

    fn target(&self, target: &LinkTarget) -> String {
        match target {
            LinkTarget::External(url) => url.clone(),
            LinkTarget::Here(anchor) => format!("#{anchor}"),
            LinkTarget::Document { document, anchor } => {
                let documents = self.handbook.documents();
                let known = documents.versioned().find(|known| known.id == *document);
                let title = known
                    .map_or_else(|| document.to_string(), |known| known.current.header().title.to_string());
                anchor.as_ref().map_or_else(|| title.clone(), |anchor| format!("{title}, #{anchor}"))
            }
            LinkTarget::Term(term) => term.clone(),
        }
    }
}

fn depth(path: &[LineStep]) -> usize {
    let lists = path.iter().filter(|step| {
        matches!(step, LineStep::Item { .. } | LineStep::Meaning { .. } | LineStep::Column(_))
    });
    lists.count()
}

/// Whether a space comes before it. A citation is a word here, and not a small mark at the word before it.
fn is_spaced(token: &ReadToken<'_>) -> bool {
    token.is_spaced || matches!(token.kind, TokenKind::Citation(_))
}

/// The words of a line. Two changes next to each other have a space between them, even where both begin a line.
fn tokens<'a>(line: &LineChange<'a>) -> Vec<FatedToken<'a>> {
    let all = |line: &'a ReadLine<'a>, fate| {
        let token = |token: &'a ReadToken<'a>| FatedToken { fate, token, is_spaced: is_spaced(token) };
        line.tokens.iter().map(token).collect()
    };
    match line {
        LineChange::Added(line) => all(line, Fate::Added),
        LineChange::Deleted(line) => all(line, Fate::Deleted),
        LineChange::Kept { old, new, words } => {
            let starts = |token: &ReadToken<'_>| {
                [old, new]
                    .iter()
                    .any(|line| line.tokens.first().is_some_and(|first| std::ptr::eq(first, token)))
            };
            let token = |word: &WordChange<'a>| match *word {
                WordChange::Added(token) => (Fate::Added, token, is_spaced(token) || starts(token)),
                WordChange::Deleted(token) => (Fate::Deleted, token, is_spaced(token) || starts(token)),
                WordChange::Same { old, new } => {
                    (Fate::Same, new, is_spaced(old) || is_spaced(new) || starts(old) || starts(new))
                }
            };
            let token = |word| {
                let (fate, token, is_spaced) = token(word);
                FatedToken { fate, token, is_spaced }
            };
            words.iter().map(token).collect()
        }
    }
}
