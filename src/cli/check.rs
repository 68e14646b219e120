use std::mem::ManuallyDrop;

use clap::{Args, ValueEnum};

use super::{AsOf, Exit, Place, color, count, print, usage};
use crate::diagnostic::{self, Report, SetRule, Severity};
use crate::model::{Level, RuleSetting};
use crate::pipeline;

/// Look for everything that should be fixed
///
/// Lists every finding in every file, each with its line and what to do. Nothing is written. The handbook file can change the
/// level of rules, with a reason, under [[rules]].
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook check\n  clausebook check my-handbook --format json\n  clausebook check --deny warnings\n  clausebook check --as-of 2027-01-01\n\nExit codes: 0 no errors; 1 errors (with --deny warnings, warnings too); 2 the command was not understood."
)]
pub(crate) struct CheckCommand {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    day: AsOf,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    format: CheckFormat,
    /// Treat warnings as errors
    #[arg(long, value_enum, value_name = "LEVEL")]
    deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings too end with exit code 1
    Warnings,
}

pub(crate) fn run(command: &CheckCommand) -> Exit {
    let world = match command.place.world_on(&command.day) {
        Ok(world) => world,
        Err(message) => return usage(&message),
    };
    // The program ends after this, and the system takes memory back faster than anybody who frees it piece by piece.
    let examined = ManuallyDrop::new(pipeline::examine(&world));
    let (findings, files) = (&examined.findings, &examined.sources.files);
    let (errors, warnings, notes) =
        (findings.count(Severity::Error), findings.count(Severity::Warning), findings.count(Severity::Note));
    let failed = errors > 0 || (command.deny.is_some() && warnings > 0);
    let exit = if failed { Exit::Findings } else { Exit::Fine };
    let text = match command.format {
        CheckFormat::Json => {
            let rules = examined.handbook.rules.iter().map(set_rule).collect();
            let json = serde_json::to_string_pretty(&Report::new(findings, files, rules));
            format!("{}\n", json.unwrap_or_default())
        }
        CheckFormat::Text => format!(
            "{}{}, {}, {}.{}{}\n",
            diagnostic::render(findings, files, color(&std::io::stdout())),
            count(errors, "error", "errors"),
            count(warnings, "warning", "warnings"),
            count(notes, "note", "notes"),
            if errors + warnings + notes > 0 { " For details on one: clausebook explain CODE" } else { "" },
            off(&examined.handbook.rules),
        ),
    };
    print(&text, exit)
}

fn set_rule(setting: &RuleSetting) -> SetRule {
    SetRule::new(setting.code, setting.level.word(), &setting.reason)
}

/// The rules that are off, and why: a report that nothing was found must say what was not looked for.
fn off(settings: &[RuleSetting]) -> String {
    let mut text = String::new();
    for setting in settings.iter().filter(|setting| setting.level == Level::Off) {
        text.push_str(&format!("\nOff in the handbook file: {} ({})", setting.code, setting.reason));
    }
    text
}
