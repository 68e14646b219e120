//! The day of which a command speaks.

use clap::Args;
use jiff::civil::Date;

use super::typed::day;

/// The day of which a command speaks.
#[derive(Debug, Args)]
pub(crate) struct AsOf {
    /// The handbook of another day: what was in force on it, and what was recorded by then
    #[arg(long = "as-of", value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,
}
