//! SCORM 1.2: a package with a page for each unit, on which its questions are answered. The pages report completion and the share of right
//! answers to a learning system (`templates/scorm/check.js`).
//!
//! ```text
//! imsmanifest.xml     core › calls.html, notes.html
//! calls.html          the questions of a unit
//! check.js check.css
//! ```

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use super::{BankAnswer, BankOption, BankQuestion, BankUnit, QuestionBank};
use crate::model::question::AnswerCount;
use crate::words::FixedWords;
use crate::xml_text::XmlText;

const SCRIPT: &str = include_str!("../../templates/scorm/check.js");
const STYLE: &str = include_str!("../../templates/scorm/check.css");

/// The package, a ZIP file. `language` is that of its words.
///
/// # Errors
/// What the file cannot hold.
pub(crate) fn scorm(bank: &QuestionBank, words: &FixedWords, language: &str) -> std::io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The same bytes on every day.
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())
    };
    add("imsmanifest.xml", &manifest(bank))?;
    add("check.js", SCRIPT)?;
    add("check.css", STYLE)?;
    for unit in &bank.units {
        add(&file_of(unit), &UnitPage { unit, bank, words }.write(language))?;
    }
    Ok(zip.finish()?.into_inner())
}

fn file_of(unit: &BankUnit) -> String {
    format!("{}.html", unit.id)
}

fn manifest(bank: &QuestionBank) -> String {
    let mut xml = XmlText::new();
    let attributes = [
        ("identifier", &*bank.id),
        ("version", "1.0"),
        ("xmlns", "http://www.imsproject.org/xsd/imscp_rootv1p1p2"),
        ("xmlns:adlcp", "http://www.adlnet.org/xsd/adlcp_rootv1p2"),
    ];
    xml.element("manifest", &attributes, |xml| {
        xml.element("metadata", &[], |xml| {
            xml.words("schema", &[], "ADL SCORM");
            xml.words("schemaversion", &[], "1.2");
        });
        xml.element("organizations", &[("default", "units")], |xml| {
            xml.element("organization", &[("identifier", "units")], |xml| {
                xml.words("title", &[], &bank.title);
                for unit in &bank.units {
                    let (item, page) = (format!("item-{}", unit.id), format!("page-{}", unit.id));
                    xml.element("item", &[("identifier", &item), ("identifierref", &page)], |xml| {
                        xml.words("title", &[], &unit.title);
                    });
                }
            });
        });
        xml.element("resources", &[], |xml| bank.units.iter().for_each(|unit| resource(unit, xml)));
    });
    xml.into_text()
}

fn resource(unit: &BankUnit, xml: &mut XmlText) {
    let (page, file) = (format!("page-{}", unit.id), file_of(unit));
    let attributes =
        [("identifier", &*page), ("type", "webcontent"), ("adlcp:scormtype", "sco"), ("href", &*file)];
    xml.element("resource", &attributes, |xml| {
        for file in [&*file, "check.js", "check.css"] {
            xml.empty("file", &[("href", file)]);
        }
    });
}

/// The page with the questions of a unit.
struct UnitPage<'a> {
    unit: &'a BankUnit,
    bank: &'a QuestionBank,
    words: &'a FixedWords,
}

impl UnitPage<'_> {
    fn write(&self, language: &str) -> String {
        let say = &self.words.curriculum;
        let mut html = XmlText::html();
        html.element("html", &[("lang", language)], |html| {
            html.element("head", &[], |html| {
                html.empty("meta", &[("charset", "utf-8")]);
                html.empty(
                    "meta",
                    &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")],
                );
                html.words("title", &[], &self.unit.title);
                html.empty("link", &[("rel", "stylesheet"), ("href", "check.css")]);
            });
            html.element("body", &[], |html| {
                html.words("p", &[], &self.bank.title);
                html.words("h1", &[], &self.unit.title);
                for (question, number) in self.unit.questions.iter().zip(1..) {
                    self.question(question, number, html);
                }
                html.words("button", &[("type", "button"), ("id", "check")], &say.check_answers);
                let result = say.result.fill(&[("right", &"{right}"), ("count", &"{count}")]);
                html.words("p", &[("id", "result"), ("role", "status"), ("data-words", &result)], "");
                html.words("script", &[("src", "check.js")], "");
            });
        });
        html.into_text()
    }

    fn question(&self, question: &BankQuestion, number: usize, html: &mut XmlText) {
        let say = &self.words.curriculum;
        let asked = format!("{number}. {}", question.text);
        html.element("div", &[("class", "question")], |html| {
            match &question.answer {
                BankAnswer::Open(_) => {
                    html.element("label", &[], |html| html.words("span", &[], &asked));
                    html.words("textarea", &[("rows", "4"), ("aria-label", &question.text)], "");
                }
                BankAnswer::Options { pick, options } => {
                    let (kind, asked) = match pick {
                        AnswerCount::One => ("radio", asked),
                        AnswerCount::Several => ("checkbox", format!("{asked} {}", &*say.pick_several)),
                    };
                    let options = options.iter().map(|option| (option.text.as_str(), option.is_right));
                    choices(&asked, kind, number, options, html);
                }
                BankAnswer::TrueFalse(is_true) => {
                    let [yes, no] = &self.bank.true_false;
                    choices(
                        &asked,
                        "radio",
                        number,
                        [(&**yes, *is_true), (&**no, !is_true)].into_iter(),
                        html,
                    );
                }
            }
            html.element("div", &[("class", "why"), ("hidden", "hidden")], |html| self.why(question, html));
        });
    }

    /// What is right, and why.
    fn why(&self, question: &BankQuestion, html: &mut XmlText) {
        let right: Vec<&str> = match &question.answer {
            BankAnswer::Open(answer) => vec![answer],
            BankAnswer::TrueFalse(is_true) => vec![&self.bank.true_false[usize::from(!is_true)]],
            BankAnswer::Options { options, .. } => {
                options.iter().filter(|option| option.is_right).map(|option| &*option.text).collect()
            }
        };
        html.words("p", &[], &right.join("; "));
        if !question.why.is_empty() {
            html.words("p", &[], &question.why);
        }
        let BankAnswer::Options { options, .. } = &question.answer else { return };
        for BankOption { text, why, .. } in options.iter().filter(|option| !option.why.is_empty()) {
            html.words("p", &[], &format!("{text}: {why}"));
        }
    }
}

fn choices<'o>(
    asked: &str,
    kind: &str,
    number: usize,
    options: impl Iterator<Item = (&'o str, bool)>,
    html: &mut XmlText,
) {
    let name = format!("q{number}");
    html.element("fieldset", &[], |html| {
        html.words("legend", &[], asked);
        for (text, is_right) in options {
            let mut attributes = vec![("type", kind), ("name", &*name), ("autocomplete", "off")];
            if is_right {
                attributes.push(("data-right", "data-right"));
            }
            html.element("label", &[], |html| {
                html.empty("input", &attributes);
                html.words("span", &[], text);
            });
        }
    });
}
