use clap::{Args, ValueEnum};

use super::typed::days;
use super::{AsOf, Exit, Place, count, print, tell};
use crate::model::Audience;
use crate::view::reviews::{RecordEntry, ReviewList, reviews};

/// List when each policy, form and curriculum is due for review, and when records expire
///
/// The next review is due some months (`review_months` in its header) after it was last read from beginning to end: after its last
/// review, or after its approval where that came later. What nobody has approved yet has no review.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook reviews\n  clausebook reviews my-handbook --within 90d\n  clausebook reviews --format ics > reviews.ics\n  clausebook reviews --deny overdue\n\nThe built site has the calendar, too: reviews.ics.\n\nExit codes: 0 fine; 1 the handbook has errors, or with --deny overdue a review is overdue; 2 the command was not understood."
)]
pub(crate) struct ReviewsCommand {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    day: AsOf,
    /// Only reviews that are overdue or due within so many days or weeks, such as 90d or 12w
    #[arg(long, value_name = "DAYS", value_parser = days)]
    within: Option<i32>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ReviewsFormat::Table)]
    format: ReviewsFormat,
    /// End with exit code 1 when there are such reviews
    #[arg(long, value_enum)]
    deny: Option<DeniedReviews>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReviewsFormat {
    /// For people
    Table,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
    /// For calendars
    Ics,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DeniedReviews {
    /// Reviews that were due before today
    Overdue,
}

pub(crate) fn run(command: &ReviewsCommand) -> Exit {
    let ReviewsCommand { place, day, within, format, deny } = command;
    let examined = match place.sound_for(Audience::Program, day, "its reviews are unknown") {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    let mut list = reviews(&examined.handbook);
    let overdue = list.overdue();
    if let Some(days) = within {
        list.keep_within(*days);
    }
    let exit = match deny {
        Some(DeniedReviews::Overdue) if overdue > 0 => {
            tell(&format!("{} overdue.", count(overdue, "review is", "reviews are")));
            Exit::Findings
        }
        Some(DeniedReviews::Overdue) | None => Exit::Fine,
    };
    let text = match format {
        ReviewsFormat::Table => table(&list, &examined.handbook.as_of.to_string()),
        ReviewsFormat::Json => list.to_json(),
        ReviewsFormat::Csv => list.to_csv(),
        ReviewsFormat::Ics => match list.to_ics() {
            Some(calendar) => calendar,
            None => {
                tell("No review has a day, so there is no calendar.");
                String::new()
            }
        },
    };
    print(&text, exit)
}

fn table(list: &ReviewList, as_of: &str) -> String {
    let width = |of: &dyn Fn(&crate::view::reviews::ReviewEntry) -> &str| {
        list.reviews.iter().map(|review| of(review).chars().count()).max().unwrap_or(0)
    };
    let (numbers, titles) = (width(&|review| &review.number), width(&|review| &review.title));
    let mut text = String::new();
    for review in &list.reviews {
        text.push_str(&format!(
            "{}  {:7}  {:numbers$}  {:titles$}  {}\n",
            review.due,
            review.state.word(),
            review.number,
            review.title,
            review.owner
        ));
    }
    for record in &list.records {
        let RecordEntry { what, clauses, kept, until, state, .. } = record;
        text.push_str(&format!(
            "{until}  {:7}  record  {what}  {}  {kept}\n",
            state.word(),
            clauses.join(", ")
        ));
    }
    let overdue = list.overdue();
    let due = list.reviews.len() + list.records.len() - overdue;
    text.push_str(&format!("As of {as_of}: {overdue} overdue, {due} due later.\n"));
    if list.not_approved > 0 {
        let documents = count(list.not_approved, "document is", "documents are");
        text.push_str(&format!("{documents} not approved yet, so no review is due.\n"));
    }
    text
}
