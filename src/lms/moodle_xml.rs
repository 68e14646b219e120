//! Moodle XML, which says more than GIFT: the id number by which Moodle knows a question again.

use super::{BankAnswer, BankOption, BankQuestion, QuestionBank, category, share};
use crate::model::question::AnswerCount;
use crate::xml_text::XmlText;

const PLAIN: (&str, &str) = ("format", "plain_text");

pub(crate) fn moodle_xml(bank: &QuestionBank) -> String {
    let mut xml = XmlText::new();
    xml.element("quiz", &[], |xml| {
        for unit in &bank.units {
            xml.element("question", &[("type", "category")], |xml| {
                text_in("category", &[], &category(&[&bank.title, &unit.title]), xml);
            });
            unit.questions.iter().for_each(|one| question(one, xml));
        }
    });
    xml.into_text()
}

fn question(question: &BankQuestion, xml: &mut XmlText) {
    let BankQuestion { id, text, answer, why } = question;
    let kind = match answer {
        BankAnswer::Options { .. } => "multichoice",
        BankAnswer::TrueFalse(_) => "truefalse",
        BankAnswer::Open(_) => "essay",
    };
    xml.element("question", &[("type", kind)], |xml| {
        text_in("name", &[], text, xml);
        text_in("questiontext", &[PLAIN], text, xml);
        text_in("generalfeedback", &[PLAIN], why, xml);
        xml.words("defaultgrade", &[], "1");
        xml.words("penalty", &[], "0");
        xml.words("hidden", &[], "0");
        xml.words("idnumber", &[], id);
        match answer {
            BankAnswer::Options { pick, options } => multiple_choice(*pick, options, xml),
            BankAnswer::TrueFalse(is_true) => {
                for (word, is_right) in [("true", *is_true), ("false", !is_true)] {
                    one_answer(word, if is_right { "100" } else { "0" }, "", xml);
                }
            }
            BankAnswer::Open(good) => {
                xml.words("responseformat", &[], "plain");
                xml.words("responserequired", &[], "1");
                xml.words("responsefieldlines", &[], "5");
                text_in("graderinfo", &[PLAIN], good, xml);
            }
        }
    });
}

fn multiple_choice(pick: AnswerCount, options: &[BankOption], xml: &mut XmlText) {
    let right = options.iter().filter(|option| option.is_right).count();
    let (single, wrong) = match pick {
        AnswerCount::One => ("true", "0"),
        // A wrong one takes everything away: whoever picks all of them has not passed.
        AnswerCount::Several => ("false", "-100"),
    };
    xml.words("single", &[], single);
    xml.words("shuffleanswers", &[], "true");
    xml.words("answernumbering", &[], "abc");
    for BankOption { text, is_right, why } in options {
        one_answer(text, if *is_right { share(right) } else { wrong }, why, xml);
    }
}

fn one_answer(text: &str, fraction: &str, why: &str, xml: &mut XmlText) {
    xml.element("answer", &[("fraction", fraction), PLAIN], |xml| {
        xml.words("text", &[], text);
        text_in("feedback", &[PLAIN], why, xml);
    });
}

fn text_in(name: &str, attributes: &[(&str, &str)], words: &str, xml: &mut XmlText) {
    xml.element(name, attributes, |xml| xml.words("text", &[], words));
}

#[cfg(test)]
mod tests {
    use super::super::tests::bank;
    use super::*;

    #[test]
    fn a_question_says_its_id_and_what_each_option_is_worth() {
        let xml = moodle_xml(&bank());
        assert!(xml.contains("<idnumber>core/one/q2</idnumber>"), "{xml}");
        assert!(xml.contains("<text>Is {a} = b ~ c # d: &lt;e&gt; &amp; “f”?</text>"), "{xml}");
        let fractions = xml.matches("<answer fraction=\"50\"").count();
        assert_eq!((fractions, xml.matches("fraction=\"-100\"").count()), (2, 1));
        assert_eq!(xml.matches("<question type=").count(), 5);
    }
}
