//! One binary for all of these tests: Typst is large, and each binary would link it again.

mod architecture;
mod audit;
mod big;
mod cli;
mod clock;
mod fill;
mod findings;
mod first_hour;
mod forms;
mod golden;
mod guide;
mod hostile;
mod large;
mod manual;
mod options;
mod pdf;
mod preview;
mod random_edits;
mod roles;
mod search;
mod site;
mod starter;
mod support;
mod text;
mod word;
mod writing;
