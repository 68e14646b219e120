use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;

use super::new::{start_document, started, title};
use super::typed::id;
use super::{CommandError, Exit, Place, count, said, shell};
use crate::assets::has_glyph;
use crate::docx::{self, Imported};
use crate::edit;
use crate::model::DocumentKind;
use crate::writing_systems::WritingSystem;

/// A larger file is refused: with its pictures, no policy is so large.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Import a policy from a Word file
///
/// Writes the draft of a new policy with the headings, paragraphs, lists, tables and links of a Word file (.docx), and says what could
/// not be carried over, and where it was. Neither the Word file nor an existing policy is changed.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  clausebook import \"Telehealth Policy 2024.docx\" --policy telehealth\n\nThen open content/policies/telehealth/draft.md, fill in its header, read it through, and cite the clauses it meets.\n\nExit codes: 0 the draft is written; 1 refused: the file is not a Word file, or there is a policy of that name; 2 the command was not understood, or there is no such file."
)]
pub(crate) struct ImportCommand {
    /// The Word file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// The policy's name, which becomes a part of its address: lowercase letters, digits and hyphens
    #[arg(long, value_name = "NAME", value_parser = id)]
    policy: String,
}

pub(crate) fn run(command: &ImportCommand) -> Exit {
    said(import(command))
}

fn import(command: &ImportCommand) -> Result<String, CommandError> {
    let (name, place) = (&command.policy, &command.place);
    let world = place.world()?;
    let bytes = read(&command.file)?;
    // Letters that take another font come over, too: `check` says which font, where it isn't at hand.
    let prints = |c| has_glyph(c) || WritingSystem::of(c).is_some();
    let imported = docx::read(&bytes, &prints).map_err(|error| {
        let file = command.file.clone();
        CommandError::NotReadable { file, error }
    })?;
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

fn read(path: &Path) -> Result<Vec<u8>, CommandError> {
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| CommandError::UnreadableInput { file: path.to_owned(), error })?;
    if bytes.len() as u64 > LARGEST {
        return Err(CommandError::TooLarge(path.to_owned()));
    }
    Ok(bytes)
}
