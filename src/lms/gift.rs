//! GIFT, the text format of Moodle:
//!
//! ```text
//! // [id:core/one/q1]
//! ::core/one/q1::[plain]Whom do you call?{
//! =The supervisor#She knows the plan.
//! ~A friend
//! ####The policy says so.
//! }
//! ```

use std::fmt::Write;

use super::{BankAnswer, BankOption, BankQuestion, QuestionBank, category, share};
use crate::model::question::AnswerCount;

pub(crate) fn gift(bank: &QuestionBank) -> String {
    let mut text = String::new();
    for unit in &bank.units {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "$CATEGORY: {}\n", category(&[&bank.title, &unit.title]));
        for question in &unit.questions {
            write_question(question, &mut text);
        }
    }
    text
}

fn write_question(question: &BankQuestion, text: &mut String) {
    let BankQuestion { id, text: asked, answer, why } = question;
    let _ = writeln!(text, "// [id:{id}]");
    let _ = writeln!(text, "::{}::[plain]{}{{", escaped(id), escaped(asked));
    let mut feedback = why.clone();
    match answer {
        BankAnswer::Options { pick, options } => write_options(*pick, options, text),
        BankAnswer::TrueFalse(is_true) => text.push_str(if *is_true { "TRUE\n" } else { "FALSE\n" }),
        BankAnswer::Open(good) => format!("{good} {why}").trim().clone_into(&mut feedback),
    }
    if !feedback.is_empty() {
        let _ = writeln!(text, "####{}", escaped(&feedback));
    }
    text.push_str("}\n\n");
}

fn write_options(pick: AnswerCount, options: &[BankOption], text: &mut String) {
    let right = options.iter().filter(|option| option.is_right).count();
    for BankOption { text: words, is_right, why } in options {
        match (pick, is_right) {
            (AnswerCount::One, true) => text.push('='),
            (AnswerCount::One, false) => text.push('~'),
            (AnswerCount::Several, true) => {
                let _ = write!(text, "~%{}%", share(right));
            }
            // A wrong one takes everything away: whoever picks all of them has not passed.
            (AnswerCount::Several, false) => text.push_str("~%-100%"),
        }
        text.push_str(&escaped(words));
        if !why.is_empty() {
            let _ = write!(text, "#{}", escaped(why));
        }
        text.push('\n');
    }
}

/// Words of one line in which no letter has a meaning for GIFT.
fn escaped(words: &str) -> String {
    let mut text = String::new();
    for c in words.chars() {
        match c {
            '~' | '=' | '#' | '{' | '}' | ':' | '\\' => text.extend(['\\', c]),
            c if c.is_control() => text.push(' '),
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::tests::bank;
    use super::*;

    #[test]
    fn every_kind_of_question_is_written_with_its_id_and_why() {
        let expected = r"$CATEGORY: $course$/top/Core // A/Unit one

// [id:core/one/q1]
::core/one/q1::[plain]Is \{a\} \= b \~ c \# d\: <e> & “f”?{
=Yes\: \{1\}
~No \= 2#Not \#2
####Since 1 < 2.
}

// [id:core/one/q2]
::core/one/q2::[plain]Is \{a\} \= b \~ c \# d\: <e> & “f”?{
~%50%A#Right
~%50%B
~%-100%C#Wrong
####Since 1 < 2.
}

// [id:core/one/q3]
::core/one/q3::[plain]Is \{a\} \= b \~ c \# d\: <e> & “f”?{
FALSE
####Since 1 < 2.
}

// [id:core/one/q4]
::core/one/q4::[plain]Is \{a\} \= b \~ c \# d\: <e> & “f”?{
####In one’s own words. Since 1 < 2.
}

";
        assert_eq!(gift(&bank()), expected);
    }
}
