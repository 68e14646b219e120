//! A picture that stands by itself does not say where it comes from. A reader cannot judge it, and the program cannot show that it may
//! use it. The source stands in quotation marks behind the file's name, and is printed below the picture:
//! `![A map of the county](map.png "Source: County planning office, 2025")`.

use super::{Context, Rule};
use crate::diagnostic::Diagnostic;
use crate::model::document::{Block, Inline, each_line};
use crate::model::{Curriculum, Policy};

pub const RULE: Rule = Rule { code: "image-without-source", look };

fn look(context: &Context<'_>) -> Vec<Diagnostic> {
    let handbook = context.handbook;
    let mut findings = Vec::new();
    let mut blocks = |blocks: &[Block]| each_line(blocks, &mut |line| findings.extend(finding(line)));
    handbook.policies.iter().flat_map(Policy::versions).for_each(|version| blocks(&version.body.blocks));
    for version in handbook.curricula.iter().flat_map(Curriculum::versions) {
        blocks(&version.opening);
        for unit in &version.units {
            blocks(&unit.text);
            blocks(&unit.for_trainer);
        }
    }
    handbook.guide.iter().for_each(|page| blocks(&page.body.blocks));
    findings
}

fn finding(line: &[Inline]) -> Option<Diagnostic> {
    let [Inline::Image { path, source, span, .. }] = line else { return None };
    source.is_empty().then(|| {
        let name = path.rsplit('/').next().unwrap_or(path);
        Diagnostic::warning(RULE.code, *span, format!("the picture `{name}` does not say where it comes from")).hint(
            format!("write it in quotation marks behind the file's name: ![…]({name} \"Source: …\"); it is printed below the picture"),
        )
    })
}
