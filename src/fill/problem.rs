//! What can be wrong with the data for a form.

use std::fmt;

use super::MOST;
use crate::model::form::Format;

/// Something that is wrong with the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: the names of keys, and the numbers of entries from 1, with `/` between them.
    pub(crate) place: String,
    pub(crate) kind: ProblemKind,
}

/// What is wrong. It says what to do, and quotes nothing of the data: they are about Members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ProblemKind {
    /// The data as a whole isn't an object.
    NotFields,
    NotObject,
    /// A list is wanted, e.g. `a list: ["one", "another"]`.
    NotList(&'static str),
    NotText,
    NotBool,
    NotNumber,
    NotTelephone,
    NotDate,
    SeveralLines,
    ControlCharacter,
    /// Whatever is in the data, people sign on paper.
    Signature,
    /// One that was made on the page in the browser.
    DrawnSignature,
    TooManyEntries,
    /// More than one text for the one line of "Other".
    SeveralOthers,
    /// The same key a second time.
    Twice,
    /// It isn't one of these options.
    NotAnOption {
        labels: Vec<String>,
        or_other: bool,
    },
    /// It is the label of one option and the id of another.
    Ambiguous,
    /// It is filled in, though another answer says that it isn't asked for.
    NotAsked {
        /// When it is asked for, in the words of the form.
        condition: String,
    },
    /// After this day, e.g. `12 months after member-signature/date`.
    TooLate(String),
    TooEarly(String),
    TooSmall(i64),
    TooLarge(i64),
    NotDigits(usize),
    TooManyLetters(usize),
    NotFormat(Format),
    /// The answers don't add up to it.
    WrongSum,
    UnknownKey {
        number: usize,
        within: KeyPlace,
        near: Option<String>,
    },
    /// The head of this column, from 1, is the name of no field.
    UnknownColumn {
        number: usize,
    },
    /// The data say that they are of another form.
    OtherForm,
    /// A passphrase locks the data.
    Locked,
    /// The data have this many values that another version of the form had a place for.
    Unplaced(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyPlace {
    Top,
    Below,
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFields => f.write_str("the data must be an object: { \"field\": \"value\" }"),
            Self::NotObject => f.write_str("write an object: { \"key\": \"value\" }"),
            Self::NotList(what) => write!(f, "write {what}"),
            Self::NotText => f.write_str("write a text in quotes"),
            Self::NotBool => f.write_str("write true or false, without quotes"),
            Self::NotNumber => f.write_str("write a number, such as 12"),
            Self::NotTelephone => {
                f.write_str("write a telephone number with its area code, such as 617-555-0100")
            }
            Self::NotDate => {
                f.write_str("write a date as year-month-day, 2026-11-25, or month/day/year, 11/25/2026")
            }
            Self::SeveralLines => f.write_str("this is one line, and the text has several"),
            Self::ControlCharacter => f.write_str("the text has a control character"),
            Self::Signature => f.write_str("a signature is made on paper"),
            Self::DrawnSignature => f.write_str("a signature that was drawn or typed on the page in the browser isn’t put into the PDF: print it from that page, or remove this and sign the PDF"),
            Self::TooManyEntries => write!(f, "there are more than {MOST} entries"),
            Self::SeveralOthers => {
                f.write_str("there is one line for \"Other\": write all of it into one text")
            }
            Self::Twice => f.write_str("this is in the data twice: keep one"),
            Self::NotAnOption { labels, or_other } => {
                let mut words: Vec<String> = labels.iter().map(|label| format!("\"{label}\"")).collect();
                if *or_other {
                    words.push("{ \"other\": \"…\" }".to_owned());
                }
                write!(f, "write one of: {}", words.join(", "))
            }
            Self::Ambiguous => {
                f.write_str("this could mean two of the options; the form must tell them apart")
            }
            Self::NotAsked { condition } => {
                write!(f, "leave this empty, or correct the answer that it depends on: it is for {condition}")
            }
            Self::TooLate(limit) => write!(f, "this day is too late: it must not be after {limit}"),
            Self::TooEarly(limit) => write!(f, "this day is too early: it must not be before {limit}"),
            Self::TooSmall(least) => write!(f, "write a number that is at least {least}"),
            Self::TooLarge(most) => write!(f, "write a number that is at most {most}"),
            Self::NotDigits(count) => write!(f, "write {count} digits, and nothing else"),
            Self::TooManyLetters(count) => write!(f, "write at most {count} letters"),
            Self::NotFormat(Format::Time) => f.write_str("write a time, such as 9:30 am or 14:05"),
            Self::NotFormat(Format::Money) => f.write_str("write an amount of money, such as 1,250.00"),
            Self::NotFormat(Format::Email) => {
                f.write_str("write an e-mail address, such as name@example.org")
            }
            Self::WrongSum => f.write_str(
                "the answers don't add up to this: leave it out, and it is added up, or correct it",
            ),
            Self::UnknownKey { number, within, near } => {
                let here = match within {
                    KeyPlace::Top => "of the data",
                    KeyPlace::Below => "here",
                };
                write!(f, "key {number} {here} is not in this form")?;
                near.iter().try_for_each(|near| write!(f, "; did you mean `{near}`?"))
            }
            Self::UnknownColumn { number } => {
                write!(f, "column {number} is not in this form: its head must be the name of a field, such as goals/1/goal")
            }
            Self::OtherForm => f.write_str("`$form` names another form: these are not data of this one"),
            Self::Locked => f.write_str(
                "a passphrase locks this file: open it on the form's page in the browser, and save it without a passphrase",
            ),
            Self::Unplaced(1) => f.write_str(
                "1 value in `$unplaced` has no place in this form: copy it to where it belongs, then remove `$unplaced`",
            ),
            Self::Unplaced(values) => write!(
                f,
                "{values} values in `$unplaced` have no place in this form: copy them to where they belong, then remove `$unplaced`"
            ),
        }
    }
}
