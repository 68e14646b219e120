use super::{Context, Rule};
use crate::coverage::Status;
use crate::diagnostic::Diagnostic;

pub const RULE: Rule = Rule {
    code: "faint-citation",
    explanation: "A citation of a heading, or of a clause that only explains or is only a draft, meets nothing: \
        coverage counts the clauses that bind. Cite the item under the heading that the passage meets. \
        Citing background is allowed, so that readers can follow it up; this says that it does not count.",
    look,
};

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .handbook
        .evidence
        .iter()
        .filter_map(|evidence| {
            let clause = context.handbook.clause(evidence.clause);
            let name = format!("{}/{}", context.handbook.specification(evidence.clause).id, clause.id);
            match context.coverage.of(evidence.clause)?.status {
                Status::Heading => Some(
                    Diagnostic::warning(
                        RULE.code,
                        evidence.span,
                        format!("`{name}` is a heading: citing it covers nothing"),
                    )
                    .hint(format!("cite the clause that is met, such as `{name}/1`")),
                ),
                Status::Informative => Some(Diagnostic::note(
                    RULE.code,
                    evidence.span,
                    format!("`{name}` does not bind: citing it covers nothing"),
                )),
                _ => None,
            }
        })
        .collect()
}
