//! A policy out of a Word file.

use std::path::Path;

use super::import::read_file;
use super::new::{start_document, started, title};
use super::{CommandError, Place, count, shell};
use crate::assets::has_glyph;
use crate::docx::{self, Imported};
use crate::edit;
use crate::model::DocumentKind;
use crate::writing_systems::WritingSystem;

/// Writes the draft of the policy `name`.
pub(crate) fn import_policy(place: &Place, from: &Path, name: &str) -> Result<String, CommandError> {
    let world = place.world()?;
    let bytes = read_file(from)?;
    let imported = docx::read(&bytes, &prints)
        .map_err(|error| CommandError::NotReadable { file: from.to_owned(), error })?;
    let called = imported.title.clone().unwrap_or_else(|| title(name));
    // The title goes between quotes, and two braces would be read as a placeholder.
    let quoted = edit::toml_text::string_content(&called).replace("{{", "{ {");
    // Each part is filled in once: what came out of the Word file may hold what looks like a part of the template.
    let template = started(&world, "policy-from-word.md", name, "{title}");
    let (header, below) = template.split_once("{text}").unwrap_or((&template, ""));
    let text = format!("{}{}{below}", header.replace("{title}", &quoted), imported.markdown.trim_end());
    let policy = DocumentKind::Policy.id(name);
    let file = start_document(place, &policy, &text, "Import it under another name, with --policy")?;
    Ok(report(place, &file, &called, &imported))
}

fn report(place: &Place, file: &Path, called: &str, imported: &Imported) -> String {
    let [headings, paragraphs, items, tables] = imported.counts;
    let mut report = format!(
        "“{called}” is in {}: {}, {}, {}, {}.\n",
        file.display(),
        count(headings, "heading", "headings"),
        count(paragraphs, "paragraph", "paragraphs"),
        count(items, "list item", "list items"),
        count(tables, "table", "tables"),
    );
    if !imported.left.is_empty() {
        report.push_str("\nChanged or left out:\n");
        for line in &imported.left {
            report.push_str(&format!("- {line}\n"));
        }
        if imported.markdown.contains("[Not carried over: ") {
            report.push_str("Look for “Not carried over” in the file to find the marks.\n");
        }
    }
    report.push_str(&format!(
        "\nRead it next to the Word file; fill in owner, number, summary and card in its header; cite the clauses it meets.\nNext: {}",
        shell::command(place, &["check"], &[])
    ));
    report
}

/// Letters that take another font come over, too: `check` says which font, where it isn't at hand.
pub(crate) fn prints(letter: char) -> bool {
    has_glyph(letter) || WritingSystem::of(letter).is_some()
}
