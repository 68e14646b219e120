//! What a document says of itself at its beginning, in its margins and in its properties: its title, number, dates, owner, approver.
//!
//! ```text
//! Policy Title: Telehealth        title "Telehealth", from the line “Policy Title”
//! Policy #: HR-12                 number "HR-12", proposed as a comment in the header
//! ```

use std::fmt;

/// A line near the beginning.
#[derive(Debug, Clone)]
pub(crate) struct OpeningLine {
    pub(crate) words: String,
    /// Of its largest letters, in half points.
    pub(crate) size: Option<u32>,
    pub(crate) is_bold: bool,
    pub(crate) is_centered: bool,
    pub(crate) place: LinePlace,
}

/// Where a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinePlace {
    Text,
    Heading,
    /// In a table or a box.
    Within,
}

/// Where a title was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TitleSource {
    /// A line such as “Policy Title: Telehealth”, with what is before the colon.
    Labeled(String),
    TitleStyle,
    /// The heading above all others.
    TopHeading,
    OpeningLine,
    PageHeader,
    Properties,
    FirstHeading,
    /// The heading of a part of a document that is split.
    Heading,
}

impl fmt::Display for TitleSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Labeled(label) => write!(f, "the line “{label}”"),
            Self::TitleStyle => f.write_str("the paragraph in the style “Title”"),
            Self::TopHeading => f.write_str("the heading above all others"),
            Self::OpeningLine => f.write_str("the first prominent line of the text"),
            Self::PageHeader => f.write_str("the header of its pages"),
            Self::Properties => f.write_str("the properties of the file"),
            Self::FirstHeading => f.write_str("the first heading"),
            Self::Heading => f.write_str("its heading"),
        }
    }
}

/// A title with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FoundTitle {
    pub(crate) words: String,
    pub(crate) source: TitleSource,
}

/// All that may say what the document is called.
pub(crate) struct Beginning<'a> {
    pub(crate) titles: &'a [String],
    pub(crate) openings: &'a [OpeningLine],
    /// The lines above and below each page.
    pub(crate) margins: &'a [String],
    /// The title among the file's properties.
    pub(crate) properties: Option<&'a str>,
    /// The heading above all others.
    pub(crate) top_heading: Option<String>,
    pub(crate) first_heading: Option<String>,
}

/// Labels of titles, as people write them.
const TITLE_LABELS: [&str; 14] = [
    "policy title",
    "title",
    "title of policy",
    "policy name",
    "name of policy",
    "subject",
    "procedure title",
    "policy/procedure title",
    "policy and procedure title",
    "document title",
    "policy subject",
    "procedure name",
    "sop title",
    "re",
];

/// Words that a title of a document of this kind often has.
const KINDS: [&str; 16] = [
    "policy",
    "policies",
    "procedure",
    "procedures",
    "protocol",
    "plan",
    "manual",
    "handbook",
    "guideline",
    "guidelines",
    "code of",
    "standard",
    "standards",
    "statement",
    "program",
    "agreement",
];

/// Headings that many documents begin with: the title of none.
const SECTIONS: [&str; 30] = [
    "purpose",
    "policy",
    "policy statement",
    "introduction",
    "overview",
    "scope",
    "background",
    "definitions",
    "procedure",
    "procedures",
    "summary",
    "statement",
    "contents",
    "table of contents",
    "general",
    "rationale",
    "applicability",
    "authority",
    "policy & procedure",
    "policy and procedure",
    "policies and procedures",
    "policies & procedures",
    "administrative policy",
    "preamble",
    "objective",
    "objectives",
    "guidelines",
    "responsibilities",
    "references",
    "draft",
];

impl Beginning<'_> {
    /// The title that a reader of the document would name.
    pub(crate) fn title(&self) -> Option<FoundTitle> {
        self.labeled()
            .or_else(|| self.of_style())
            .or_else(|| self.of_top_heading())
            .or_else(|| self.prominent())
            .or_else(|| self.of_properties())
            .or_else(|| self.of_page_header())
            .or_else(|| self.of_first_heading())
    }

    fn labeled(&self) -> Option<FoundTitle> {
        let (label, words) = pairs(self.openings, self.margins)
            .into_iter()
            .find(|pair| TITLE_LABELS.contains(&normal(&pair.label).as_str()) && may_be_title(&pair.value))
            .map(|pair| (pair.label, pair.value))?;
        Some(FoundTitle { words, source: TitleSource::Labeled(label) })
    }

    fn of_style(&self) -> Option<FoundTitle> {
        let titles = || self.titles.iter().filter(|title| may_be_title(title));
        let words = titles().find(|title| names_kind(title)).or_else(|| titles().next())?.clone();
        Some(FoundTitle { words, source: TitleSource::TitleStyle })
    }

    fn of_top_heading(&self) -> Option<FoundTitle> {
        let words = self.top_heading.clone().filter(|heading| may_be_title(heading))?;
        Some(FoundTitle { words, source: TitleSource::TopHeading })
    }

    /// The most prominent line before the text begins.
    fn prominent(&self) -> Option<FoundTitle> {
        let end =
            self.openings.iter().position(|line| line.place == LinePlace::Heading && is_section(&line.words));
        let usual = usual_size(self.openings);
        let is_prominent = |line: &&OpeningLine| {
            (line.is_bold
                || line.is_centered
                || line.place == LinePlace::Heading
                || line.size.unwrap_or(usual) > usual + 2)
                && may_be_title(&line.words)
                && !line.words.contains(':')
        };
        let head: Vec<&OpeningLine> =
            self.openings[..end.unwrap_or(self.openings.len())].iter().take(8).collect();
        // Plain text begins where a line is long.
        let text = head.iter().position(|line| line.words.chars().count() > 160).unwrap_or(head.len());
        let lines: Vec<&OpeningLine> =
            head[..text].iter().copied().filter(|line| is_prominent(line)).collect();
        let largest = lines.iter().map(|line| line.size.unwrap_or(usual)).max()?;
        let named = lines.iter().find(|line| names_kind(&line.words));
        let large = lines.iter().find(|line| line.size.unwrap_or(usual) == largest);
        let words = named.or(large)?.words.clone();
        Some(FoundTitle { words, source: TitleSource::OpeningLine })
    }

    /// Properties are often those of the file that this one was copied from: they count where the text agrees.
    fn of_properties(&self) -> Option<FoundTitle> {
        let title = self.properties.filter(|title| may_be_title(title) && !is_stale(title))?;
        Some(FoundTitle { words: one_line(title), source: TitleSource::Properties })
    }

    fn of_page_header(&self) -> Option<FoundTitle> {
        let words =
            self.margins.iter().find(|line| may_be_title(line) && names_kind(line) && !line.contains(':'))?;
        Some(FoundTitle { words: words.clone(), source: TitleSource::PageHeader })
    }

    fn of_first_heading(&self) -> Option<FoundTitle> {
        let words = self.first_heading.clone().filter(|heading| may_be_title(heading))?;
        Some(FoundTitle { words, source: TitleSource::FirstHeading })
    }
}

/// What is said with a label: `Policy #: HR-12`, in one line or in two cells.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LabeledValue {
    label: String,
    value: String,
}

fn pairs(openings: &[OpeningLine], margins: &[String]) -> Vec<LabeledValue> {
    let mut lines: Vec<(&str, bool)> =
        openings.iter().map(|line| (line.words.as_str(), line.place == LinePlace::Within)).collect();
    lines.extend(margins.iter().map(|line| (line.as_str(), false)));
    let mut pairs = Vec::new();
    for (at, (line, is_within)) in lines.iter().enumerate() {
        let Some((label, value)) = line.split_once(':') else {
            // In a table the label may be a cell without a colon.
            if let Some((next, true)) = lines.get(at + 1).filter(|_| *is_within && is_label(line)) {
                pairs.push(LabeledValue { label: (*line).to_owned(), value: (*next).to_owned() });
            }
            continue;
        };
        let label = label.trim();
        if label.chars().count() > 40 || label.is_empty() {
            continue;
        }
        let value = value.trim();
        let value = match lines.get(at + 1) {
            Some((next, _)) if value.is_empty() && !next.contains(':') => next,
            _ => value,
        };
        pairs.extend(split_labels(label, value));
    }
    pairs.retain(|pair| !pair.value.is_empty());
    pairs
}

/// `Policy #: 12 Effective Date: 1/1/2020` says two things.
fn split_labels(label: &str, value: &str) -> Vec<LabeledValue> {
    let lower = value.to_lowercase();
    let next = FACTS
        .iter()
        .flat_map(|(_, labels)| labels.iter())
        .filter_map(|other| lower.find(&format!(" {other}:")).map(|at| (at, other.len())))
        .filter(|(at, _)| value.is_char_boundary(*at))
        .min();
    let Some((at, length)) = next else {
        return vec![LabeledValue { label: label.to_owned(), value: value.to_owned() }];
    };
    let (own, rest) = value.split_at(at);
    let rest = rest.trim_start();
    let (other, other_value) = rest.split_at_checked(length).unwrap_or((rest, ""));
    let first = LabeledValue { label: label.to_owned(), value: own.trim().to_owned() };
    let mut all = vec![first];
    all.extend(split_labels(other, other_value.trim_start_matches(':').trim()));
    all
}

fn is_label(line: &str) -> bool {
    let label = normal(line);
    TITLE_LABELS.contains(&label.as_str()) || FACTS.iter().any(|(_, labels)| labels.contains(&label.as_str()))
}

/// Something for the header of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FactKind {
    Number,
    Owner,
    Approver,
    /// Any date: which of them counts, a person decides.
    Date,
}

/// What the document says of itself, for a comment in the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FoundFact {
    pub(crate) kind: FactKind,
    pub(crate) label: String,
    pub(crate) value: String,
}

const FACTS: [(FactKind, &[&str]); 4] = [
    (
        FactKind::Number,
        &[
            "policy number",
            "policy no",
            "policy #",
            "policy id",
            "number",
            "no",
            "document number",
            "procedure number",
            "procedure #",
            "document #",
            "policy code",
            "policy",
        ],
    ),
    (
        FactKind::Owner,
        &[
            "owner",
            "policy owner",
            "responsible office",
            "responsible party",
            "responsible department",
            "responsible official",
            "responsibility",
            "department",
            "document owner",
            "responsible person",
        ],
    ),
    (
        FactKind::Approver,
        &[
            "approved by",
            "approver",
            "approval",
            "approving authority",
            "authorized by",
            "approval authority",
            "board approval",
            "policy approved by",
        ],
    ),
    (
        FactKind::Date,
        &[
            "effective date",
            "effective",
            "date effective",
            "issue date",
            "date issued",
            "date adopted",
            "adopted",
            "date",
            "revised",
            "revision date",
            "last revised",
            "date revised",
            "reviewed",
            "last reviewed",
            "review date",
            "next review",
            "next review date",
            "last review date",
            "date approved",
            "approval date",
            "date of issue",
            "original date",
            "date reviewed",
            "last updated",
        ],
    ),
];

/// Everything for the header that the document says.
pub(crate) fn facts(openings: &[OpeningLine], margins: &[String]) -> Vec<FoundFact> {
    let mut facts: Vec<FoundFact> = Vec::new();
    for LabeledValue { label, value } in pairs(openings, margins) {
        let name = normal(&label);
        let kind = FACTS.iter().find(|(_, labels)| labels.contains(&name.as_str())).map(|(kind, _)| *kind);
        let Some(kind) = kind.filter(|kind| fits(*kind, &value)) else { continue };
        let fact = FoundFact { kind, label, value: one_line(&value) };
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    facts
}

/// Whether a value may be one of this kind: `Policy: All staff must …` is no number.
fn fits(kind: FactKind, value: &str) -> bool {
    let letters = value.chars().count();
    let has_digit = value.chars().any(|c| c.is_ascii_digit());
    match kind {
        FactKind::Number => has_digit && letters <= 30,
        FactKind::Date => has_digit && letters <= 60,
        FactKind::Owner | FactKind::Approver => letters <= 100 && value.chars().any(char::is_alphabetic),
    }
}

/// A label in small letters, without marks at its end: `Policy No.` is `policy no`.
fn normal(label: &str) -> String {
    let label = label.trim().trim_end_matches([':', '.', ' ', '-', '–']).to_lowercase();
    label.replace("(s)", "").replace("number(s)", "number").trim().to_owned()
}

fn may_be_title(words: &str) -> bool {
    let letters = words.trim().chars().count();
    (3..=140).contains(&letters)
        && words.chars().any(char::is_alphabetic)
        && !is_section(words)
        && !is_date(words)
}

/// `1. Purpose` and `PURPOSE:` are sections of a document.
fn is_section(words: &str) -> bool {
    let name = normal(words);
    let name =
        name.trim_start_matches(|c: char| c.is_ascii_digit() || ".()ivx ".contains(c) && name.contains(". "));
    SECTIONS.contains(&name.trim()) || name.trim().is_empty()
}

fn is_date(words: &str) -> bool {
    let digits = words.chars().filter(char::is_ascii_digit).count();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    digits >= 4 && letters <= 12
}

fn names_kind(words: &str) -> bool {
    let words = words.to_lowercase();
    KINDS.iter().any(|kind| words.contains(kind))
}

/// Titles that programs write by themselves.
fn is_stale(title: &str) -> bool {
    let title = title.trim().to_lowercase();
    let starts = [
        "microsoft word",
        "powerpoint",
        "document",
        "untitled",
        "title",
        "new ",
        "template",
        "slide",
        "sample",
    ];
    let ends = [".doc", ".docx", ".dot", ".dotx", ".rtf", ".pdf", ".odt"];
    starts.iter().any(|start| title.starts_with(start)) || ends.iter().any(|end| title.ends_with(end))
}

/// The size of most lines; 11 points where none says one.
fn usual_size(lines: &[OpeningLine]) -> u32 {
    let mut sizes: Vec<u32> = lines.iter().map(|line| line.size.unwrap_or(22)).collect();
    sizes.sort_unstable();
    sizes.get(sizes.len() / 2).copied().unwrap_or(22)
}

pub(crate) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &str) -> OpeningLine {
        OpeningLine {
            words: words.to_owned(),
            size: None,
            is_bold: false,
            is_centered: false,
            place: LinePlace::Text,
        }
    }

    fn titled(openings: &[OpeningLine], properties: Option<&str>, first_heading: &str) -> Option<FoundTitle> {
        let first_heading = Some(first_heading.to_owned());
        Beginning { titles: &[], openings, margins: &[], properties, top_heading: None, first_heading }
            .title()
    }

    #[test]
    fn a_labeled_title_is_the_title_in_a_line_and_in_two_cells() {
        let found =
            titled(&[line("Example House"), line("Policy Title: Telehealth")], Some("Old"), "Purpose")
                .unwrap();
        assert_eq!(
            (found.words.as_str(), found.source),
            ("Telehealth", TitleSource::Labeled("Policy Title".into()))
        );
        let cell = |words| OpeningLine { place: LinePlace::Within, ..line(words) };
        assert_eq!(
            titled(&[cell("Subject"), cell("Telehealth")], None, "Purpose").unwrap().words,
            "Telehealth"
        );
    }

    #[test]
    fn a_prominent_first_line_is_the_title_and_the_name_of_a_section_never() {
        let bold = |words| OpeningLine { is_bold: true, ..line(words) };
        let found = titled(
            &[bold("Telehealth Policy"), line("We call.")],
            Some("PowerPoint Presentation"),
            "Introduction",
        );
        assert_eq!(found.unwrap().words, "Telehealth Policy");
        assert_eq!(
            titled(&[bold("1. PURPOSE:"), line("We call.")], Some("Microsoft Word - x.doc"), "Purpose"),
            None
        );
    }

    #[test]
    fn number_dates_owner_and_approver_are_found_also_two_in_a_line() {
        let found = facts(
            &[
                line("Policy #: HR-12 Effective Date: 1/1/2020"),
                line("Approved By: Board"),
                line("Policy: All staff must call."),
            ],
            &["Department: Programs".to_owned()],
        );
        let found: Vec<(FactKind, &str)> =
            found.iter().map(|fact| (fact.kind, fact.value.as_str())).collect();
        assert_eq!(
            found,
            [
                (FactKind::Number, "HR-12"),
                (FactKind::Date, "1/1/2020"),
                (FactKind::Approver, "Board"),
                (FactKind::Owner, "Programs"),
            ]
        );
    }
}
