//! Text that `clausebook new` wrote and nobody has replaced. A version with such text is not approved.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Match, PatternID};

use super::{Context, Rule, catalogs};
use crate::diagnostic::{Diagnostic, FindingCode};
use crate::picture::NOT_DESCRIBED;
use crate::source::{FileId, Span};

pub(crate) const RULE: Rule = Rule { code: FindingCode::TemplateText, look };

/// What the templates of `clausebook new`, and drafts of `import`, have in the place of an author's words.
const SENTENCES: [&str; 23] = [
    NOT_DESCRIBED,
    "One sentence: what this policy makes sure of.",
    "**Deadline**: what for",
    "Why this policy exists.",
    "What we do. Cite a clause at the end of the sentence that meets it",
    "| CSP worker | … | … |",
    "- **Program Director**: …",
    "What is documented, and where it is kept.",
    "What the form is for, in a sentence or two.",
    "\"When it is due.\"",
    "What the reader needs to know first.",
    "What it makes sure of, in a sentence.",
    "Who may teach it",
    "What a learner can demonstrate afterwards; begin each with a verb.",
    "Where the facts come from.",
    "\"What is asked?\"",
    "\"Why it is right.\"",
    "**What it is** (10 minutes). …",
    "This part is only in the trainer's edition.",
    "One or two sentences, for the list of pages.",
    "A guide page explains something. It may cite clauses, but that doesn't count for coverage.",
    "\"Who publishes it\"",
    "\"What has to be done.\"",
];

/// All are looked for in one walk through a file.
static SEARCH: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(SENTENCES).expect("a few sentences are few enough"));

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let versions = handbook.documents().versioned().flat_map(|document| {
        let files: Vec<FileId> = document.versions().map(|version| version.header().span.file).collect();
        files
    });
    let pages = handbook.guide.iter().map(|page| page.span.file);
    let specifications = catalogs::of_today(context).map(|specification| specification.span.file);
    versions.chain(pages).chain(specifications).filter_map(|file| finding(context, file)).collect()
}

/// One finding for a file, at the first sentence that is left.
fn finding(context: &Context<'_>, file: FileId) -> Option<Diagnostic> {
    let text = &context.files.get(file).text;
    let left: Vec<Match> = SEARCH.find_iter(text).collect();
    let first = left.first()?;
    let different: BTreeSet<PatternID> = left.iter().map(Match::pattern).collect();
    let message = match different.len() {
        1 => "a sentence of the template is left here".to_owned(),
        several => format!("{several} sentences of the template are left in this file; this is the first"),
    };
    let hint = "replace it with your own words, or remove it with the heading above it; until then this can't be approved";
    Some(Diagnostic::new(RULE.code, Span::new(file, first.range()), message).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::{NOT_DESCRIBED, SENTENCES};

    #[test]
    fn every_sentence_is_in_a_template_and_every_template_has_one() {
        let templates = [
            include_str!("../../templates/new/policy.md"),
            include_str!("../../templates/new/form.toml"),
            include_str!("../../templates/new/curriculum.md"),
            include_str!("../../templates/new/specification.toml"),
            include_str!("../../templates/new/page.md"),
            NOT_DESCRIBED,
        ];
        for sentence in SENTENCES {
            assert!(templates.iter().any(|template| template.contains(sentence)), "{sentence}");
        }
        for template in templates {
            assert!(SENTENCES.iter().any(|sentence| template.contains(sentence)), "{template}");
        }
    }
}
