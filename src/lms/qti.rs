//! QTI 2.1, which most learning management systems import: a package with a file for each question.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use super::{BankAnswer, BankOption, BankQuestion, QuestionBank};
use crate::model::question::AnswerCount;
use crate::xml_text::XmlText;

const ITEM: &str = "http://www.imsglobal.org/xsd/imsqti_v2p1";
const ITEM_SCHEMA: &str =
    "http://www.imsglobal.org/xsd/imsqti_v2p1 http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd";
const PACKAGE: &str = "http://www.imsglobal.org/xsd/imscp_v1p1";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// The score is 1 if exactly the right options are picked.
const MATCH_CORRECT: &str = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct";

/// The package, a ZIP file.
///
/// # Errors
/// What the file cannot hold.
pub(crate) fn qti(bank: &QuestionBank) -> std::io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The same bytes on every day.
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    zip.start_file("imsmanifest.xml", options)?;
    zip.write_all(manifest(bank).as_bytes())?;
    for question in bank.units.iter().flat_map(|unit| &unit.questions) {
        zip.start_file(file_of(question), options)?;
        zip.write_all(item(question, bank).as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// `core/one/q1` as an identifier of XML, which has no slashes and begins with a letter.
fn identifier(question: &BankQuestion) -> String {
    format!("q-{}", question.id.replace('/', "."))
}

fn file_of(question: &BankQuestion) -> String {
    format!("items/{}.xml", identifier(question))
}

fn manifest(bank: &QuestionBank) -> String {
    let mut xml = XmlText::new();
    let attributes = [("xmlns", PACKAGE), ("identifier", "questions")];
    xml.element("manifest", &attributes, |xml| {
        xml.element("metadata", &[], |xml| {
            xml.words("schema", &[], "QTIv2.1 Package");
            xml.words("schemaversion", &[], "1.0.0");
        });
        xml.empty("organizations", &[]);
        xml.element("resources", &[], |xml| {
            for question in bank.units.iter().flat_map(|unit| &unit.questions) {
                let (id, file) = (identifier(question), file_of(question));
                let attributes = [("identifier", &*id), ("type", "imsqti_item_xmlv2p1"), ("href", &file)];
                xml.element("resource", &attributes, |xml| xml.empty("file", &[("href", &file)]));
            }
        });
    });
    xml.into_text()
}

fn item(question: &BankQuestion, bank: &QuestionBank) -> String {
    let mut xml = XmlText::new();
    let attributes = [
        ("xmlns", ITEM),
        ("xmlns:xsi", XSI),
        ("xsi:schemaLocation", ITEM_SCHEMA),
        ("identifier", &identifier(question)),
        ("title", &question.text),
        ("adaptive", "false"),
        ("timeDependent", "false"),
    ];
    xml.element("assessmentItem", &attributes, |xml| {
        declarations(question, xml);
        xml.element("itemBody", &[], |xml| body(question, bank, xml));
        if !matches!(question.answer, BankAnswer::Open(_)) {
            xml.empty("responseProcessing", &[("template", MATCH_CORRECT)]);
        }
        feedback(question, xml);
    });
    xml.into_text()
}

/// What is right, by the letters of the options.
fn declarations(question: &BankQuestion, xml: &mut XmlText) {
    let (cardinality, kind, right): (_, _, Vec<String>) = match &question.answer {
        BankAnswer::Options { pick, options } => {
            let right = ('A'..).zip(options).filter(|(_, option)| option.is_right);
            let right = right.map(|(letter, _)| letter.to_string()).collect();
            (if *pick == AnswerCount::One { "single" } else { "multiple" }, "identifier", right)
        }
        BankAnswer::TrueFalse(is_true) => {
            ("single", "identifier", vec![if *is_true { "true" } else { "false" }.to_owned()])
        }
        BankAnswer::Open(_) => ("single", "string", Vec::new()),
    };
    let attributes = [("identifier", "RESPONSE"), ("cardinality", cardinality), ("baseType", kind)];
    if right.is_empty() {
        xml.empty("responseDeclaration", &attributes);
    } else {
        xml.element("responseDeclaration", &attributes, |xml| {
            xml.element("correctResponse", &[], |xml| {
                for value in &right {
                    xml.words("value", &[], value);
                }
            });
        });
    }
    let outcome = |name, kind| [("identifier", name), ("cardinality", "single"), ("baseType", kind)];
    xml.empty("outcomeDeclaration", &outcome("SCORE", "float"));
    xml.empty("outcomeDeclaration", &outcome("FEEDBACK", "identifier"));
}

fn body(question: &BankQuestion, bank: &QuestionBank, xml: &mut XmlText) {
    let options: Vec<(String, &str)> = match &question.answer {
        BankAnswer::Options { options, .. } => {
            ('A'..).zip(options).map(|(letter, option)| (letter.to_string(), &*option.text)).collect()
        }
        BankAnswer::TrueFalse(_) => ["true", "false"]
            .into_iter()
            .zip(&bank.true_false)
            .map(|(id, word)| (id.to_owned(), &**word))
            .collect(),
        BankAnswer::Open(_) => {
            let attributes = [("responseIdentifier", "RESPONSE"), ("expectedLines", "5")];
            xml.element("extendedTextInteraction", &attributes, |xml| {
                xml.words("prompt", &[], &question.text);
            });
            return;
        }
    };
    let most = match &question.answer {
        // 0 is as many as there are.
        BankAnswer::Options { pick: AnswerCount::Several, .. } => "0",
        _ => "1",
    };
    let attributes = [("responseIdentifier", "RESPONSE"), ("shuffle", "true"), ("maxChoices", most)];
    xml.element("choiceInteraction", &attributes, |xml| {
        xml.words("prompt", &[], &question.text);
        for (id, text) in options {
            xml.words("simpleChoice", &[("identifier", &id)], text);
        }
    });
}

/// What is shown after an answer. No processing ever sets `FEEDBACK`, so what is hidden only at `WHY` is always shown.
fn feedback(question: &BankQuestion, xml: &mut XmlText) {
    let mut lines = Vec::new();
    if let BankAnswer::Open(good) = &question.answer {
        lines.push(good.clone());
    }
    lines.push(question.why.clone());
    if let BankAnswer::Options { options, .. } = &question.answer {
        let explained = options.iter().filter(|option| !option.why.is_empty());
        lines.extend(explained.map(|BankOption { text, why, .. }| format!("{text} {why}")));
    }
    lines.retain(|line| !line.is_empty());
    if lines.is_empty() {
        return;
    }
    let attributes = [("outcomeIdentifier", "FEEDBACK"), ("identifier", "WHY"), ("showHide", "hide")];
    xml.words("modalFeedback", &attributes, &lines.join(" "));
}

#[cfg(test)]
mod tests {
    use super::super::tests::bank;
    use super::*;

    #[test]
    fn each_question_is_a_file_that_the_manifest_names() {
        let bytes = qti(&bank()).unwrap();
        let zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let manifest = manifest(&bank());
        let items: Vec<&str> = zip.file_names().filter(|name| name.starts_with("items/")).collect();
        assert_eq!(items.len(), 4);
        for item in items {
            assert!(manifest.contains(&format!("href=\"{item}\"")), "{item}");
        }
    }

    #[test]
    fn the_right_options_are_named_and_no_others() {
        let bank = bank();
        let items: Vec<String> = bank.units[0].questions.iter().map(|one| item(one, &bank)).collect();
        let right = |item: &str| item.matches("<value>").count();
        assert_eq!(items.iter().map(|item| right(item)).collect::<Vec<_>>(), [1, 2, 1, 0]);
        assert!(items[2].contains("<value>false</value>"));
    }
}
