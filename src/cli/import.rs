use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::new::{started, title};
use super::{Exit, Place, count, said};
use crate::assets::has_glyph;
use crate::names;
use crate::word::{self, Imported};
use crate::writing_systems::WritingSystem;

/// A larger file is refused: with its pictures, no policy is so large.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Bring in a policy from a Word file
///
/// Writes the draft of a new policy with the headings, paragraphs, lists, tables and links of a Word file (.docx), and says what could
/// not be carried over and where it stood. The Word file stays as it is, and no policy that is there already is changed.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  clausebook import \"Telehealth Policy 2024.docx\" --policy telehealth\n\nThen open content/policies/telehealth/draft.md, fill in its header, read it through, and cite the clauses that it meets.\n\nExit codes: 0 the draft is written; 2 the command was not understood, or the file cannot be read."
)]
pub struct Import {
    /// The Word file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// The policy's name, which becomes a part of its address: small letters, digits and hyphens
    #[arg(long, value_name = "NAME")]
    policy: String,
}

pub fn run(command: &Import) -> Exit {
    said(import(command))
}

fn import(command: &Import) -> Result<String, String> {
    let name = &command.policy;
    if !names::is_id(name) {
        return Err(format!("{name} cannot be a name: use small letters, digits and hyphens, at most 60"));
    }
    let world = command.place.world()?;
    let path = format!("content/policies/{name}/draft.md");
    let file = command.place.dir.join(&path);
    let folder = file.parent().unwrap_or(&command.place.dir);
    if folder.is_dir() {
        return Err(format!(
            "{} is there already, and stays as it is. Name the policy otherwise",
            folder.display()
        ));
    }
    let bytes = read(&command.file)?;
    // Letters that take another font come over, too: `check` says which font, where it isn't at hand.
    let prints = |c| has_glyph(c) || WritingSystem::of(c).is_some();
    let imported =
        word::read(&bytes, &prints).map_err(|trouble| format!("{} {trouble}", command.file.display()))?;
    let called = imported.title.clone().unwrap_or_else(|| title(name));
    // The title stands between quotes, and two braces would be read as a placeholder.
    let quoted = called.replace('\\', "\\\\").replace('"', "\\\"").replace("{{", "{ {");
    // Each part is filled in once: what came out of the Word file may hold what looks like a part of the template.
    let template = started(&world, "policy-from-word.md", name, "{title}");
    let (header, below) = template.split_once("{text}").unwrap_or((&template, ""));
    let text = format!("{}{}{below}", header.replace("{title}", &quoted), imported.markdown.trim_end());
    fs::create_dir_all(folder)
        .and_then(|()| fs::File::create_new(&file)?.write_all(text.as_bytes()))
        .map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    Ok(told(&file, &called, &imported))
}

fn told(file: &Path, called: &str, imported: &Imported) -> String {
    let [headings, paragraphs, items, tables] = imported.counts;
    let mut told = format!(
        "“{called}” is in {}: {}, {}, {}, {}.\n",
        file.display(),
        count(headings, "heading", "headings"),
        count(paragraphs, "paragraph", "paragraphs"),
        count(items, "list item", "list items"),
        count(tables, "table", "tables"),
    );
    if !imported.left.is_empty() {
        told.push_str("\nNot carried over as it was:\n");
        for line in &imported.left {
            told.push_str(&format!("- {line}\n"));
        }
        if imported.markdown.contains("[Not carried over: ") {
            told.push_str("Look for “Not carried over” in the file to find the marks.\n");
        }
    }
    told.push_str(
        "\nNext: read it through beside the Word file; fill in owner, number, summary and card in its header; cite the clauses that it meets; then: clausebook check",
    );
    told
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let shown = path.display();
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| format!("{shown} cannot be read: {error}"))?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!(
            "{shown} has more than 256 MB: take the pictures out in Word, save it, and bring it in again"
        ));
    }
    Ok(bytes)
}
