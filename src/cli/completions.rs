use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Exit, print};

/// Print the completion script for a shell
///
/// With it, the tab key completes commands and options.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(crate) struct CompletionsCommand {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

const HELP: &str = "Examples. Run one of them once, then open a new shell window:
  bash:        clausebook completions bash > ~/.local/share/bash-completion/completions/clausebook
  zsh:         clausebook completions zsh > ~/.zfunc/_clausebook
               (with `fpath+=~/.zfunc; autoload -U compinit; compinit` in ~/.zshrc)
  fish:        clausebook completions fish > ~/.config/fish/completions/clausebook.fish
  powershell:  clausebook completions powershell >> $PROFILE
  elvish:      clausebook completions elvish >> ~/.config/elvish/rc.elv

Exit codes: 0 printed; 2 the command was not understood.";

pub(crate) fn run(command: &CompletionsCommand) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut Cli::command(), "clausebook", &mut script);
    print(&String::from_utf8_lossy(&script), Exit::Fine)
}
