use clap::Args;

use super::{Exit, color, manual, print, usage};
use crate::diagnostic::{FindingCode, nearest};

/// Explain a finding of `check`
///
/// Prints the page of the manual about a code, such as review-due: what it means, an example, what to do, and how much it
/// matters. Without a code, it lists them all.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook explain review-due\n  clausebook explain\n\nExit codes: 0 explained; 2 there is no such code, or the command was not understood."
)]
pub(crate) struct ExplainCommand {
    /// The code, which is in brackets after error, warning or note
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

pub(crate) fn run(command: &ExplainCommand) -> Exit {
    let styled = color(&std::io::stdout());
    let Some(code) = &command.code else {
        return print(&list(), Exit::Fine);
    };
    // As it is printed: `error[unknown-clause]`.
    let code = code.rsplit('[').next().unwrap_or(code).trim_end_matches([']', ':']).to_lowercase();
    match FindingCode::from_word(&code) {
        Some(code) => print(&manual::plain(&code.manual_page(), styled), Exit::Fine),
        None => usage(&unknown(&code)),
    }
}

fn list() -> String {
    let width = FindingCode::ALL.iter().map(|code| code.word().len()).max().unwrap_or(0);
    let mut text = String::new();
    for code in FindingCode::ALL {
        text.push_str(&manual::item(code.word(), width, &manual::summary(&code.manual_page())));
    }
    text.push_str("\nFor details on one of them: clausebook explain CODE\n");
    text
}

fn unknown(code: &str) -> String {
    match nearest(code, FindingCode::ALL.iter().map(|known| known.word())) {
        Some(near) => format!("there is no code {code}; did you mean {near}?"),
        None => format!("there is no code {code}; clausebook explain lists them all"),
    }
}
