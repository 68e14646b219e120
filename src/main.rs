//! The `clausebook` command.

use std::process::ExitCode;

use clap::Parser;
use clausebook::cli::{self, Cli};

fn main() -> ExitCode {
    cli::run(&Cli::parse()).into()
}
