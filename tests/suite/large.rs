//! A handbook as large as a payer's library: the starter, and as many policies more as are asked for.
//!
//! Their sentences are the starter's, shuffled, with words of a made-up vocabulary here and there, rare ones rarely: a thousand
//! policies of one vocabulary of four thousand words would be easier to search and to store than any real ones.

use std::fmt::Write;

/// How many sections of a policy cite a clause.
const CITATIONS: usize = 3;

/// A handbook with that number of policies, by path; the same on every call.
pub fn handbook(policies: usize) -> Vec<(String, Vec<u8>)> {
    let mut files = clausebook::assets::starter();
    let texts: Vec<String> = files
        .iter()
        .filter(|(path, _)| path.starts_with("content/policies/"))
        .filter_map(|(_, bytes)| String::from_utf8(bytes.clone()).ok())
        .collect();
    let mut writer = Writer {
        chance: Chance(20_261_201),
        sentences: texts.iter().flat_map(|text| sentences(text)).collect(),
        headings: texts
            .iter()
            .flat_map(|text| text.lines())
            .filter_map(|line| line.strip_prefix("## "))
            .map(plain)
            .collect(),
        clauses: files.iter().flat_map(|(path, bytes)| clauses(path, bytes)).collect(),
        vocabulary: vocabulary(16_000),
    };
    for number in texts.len() + 1..=policies {
        let path = format!("content/policies/policy-{number}/2026-11-25.md");
        files.push((path, writer.policy(number).into_bytes()));
    }
    files
}

struct Writer {
    chance: Chance,
    sentences: Vec<String>,
    headings: Vec<String>,
    clauses: Vec<String>,
    vocabulary: Vec<String>,
}

impl Writer {
    fn policy(&mut self, number: usize) -> String {
        let title = format!("{} and {} {}", self.heading(), self.word(), self.word());
        let mut text = format!(
            "+++\ntitle = \"{title}\"\nnumber = \"P-{number}\"\nowner = \"Program Director\"\napprover = \"Executive Director\"\n\
             reviewed = 2026-11-25\nreview_months = 12\nsummary = \"{}\"\n\n[card]\ndo = [\"{}\"]\nby_when = [\"{} days\"]\n\
             call = [\"Intake: {{{{ organization.intake_telephone }}}}\"]\n\
             form = [\"[Service plan](form:service-plan)\"]\n\n\
             [[history]]\ndate = 2026-11-25\nchange = \"First version.\"\n+++\n",
            self.sentence(),
            self.sentence(),
            self.chance.below(90) + 1,
        );
        for section in 0..6 + self.chance.below(2) {
            let _ = write!(text, "\n## {} {}\n\n", self.heading(), self.word());
            for paragraph in 0..3 {
                for _ in 0..2 + self.chance.below(3) {
                    text.push_str(&self.sentence());
                    text.push(' ');
                }
                if section < CITATIONS && paragraph == 0 {
                    let clause = self.clause();
                    let _ = write!(text, "Who picks up a referral follows this policy [@{clause}].");
                }
                if (section, paragraph) == (1, 0) && number > 100 {
                    let other = 100 + self.chance.below(number - 100);
                    let _ = write!(text, "See also [another policy](policy:policy-{other}).");
                }
                text.push_str("\n\n");
            }
        }
        text
    }

    fn heading(&mut self) -> String {
        let at = self.chance.below(self.headings.len());
        self.headings[at].clone()
    }

    fn clause(&mut self) -> String {
        let at = self.chance.below(self.clauses.len());
        self.clauses[at].clone()
    }

    /// A sentence in which every twelfth word or so is another.
    fn sentence(&mut self) -> String {
        let at = self.chance.below(self.sentences.len());
        let sentence = self.sentences[at].clone();
        let words: Vec<String> = sentence
            .split(' ')
            .map(|word| if self.chance.below(12) == 0 { self.word() } else { word.to_owned() })
            .collect();
        words.join(" ")
    }

    /// A word of the vocabulary, the first ones far more often than the last.
    fn word(&mut self) -> String {
        let (a, b) = (self.chance.below(1000), self.chance.below(1000));
        self.vocabulary[a * b * self.vocabulary.len() / 1_000_000].clone()
    }
}

/// The clauses that ask for a policy and name no figure, as citations write them: `cca-csp/written-policies/2`.
fn clauses(path: &str, bytes: &[u8]) -> Vec<String> {
    let Some(file) = path.strip_prefix("content/specifications/") else { return Vec::new() };
    let specification = file.trim_end_matches(".toml");
    let text = String::from_utf8_lossy(bytes);
    let clauses = text.split("[[clause]]").skip(1);
    let plain =
        clauses.filter(|clause| clause.contains("needs = [\"policy\"]") && !clause.contains("figure"));
    let ids = plain.filter_map(|clause| clause.trim_start().strip_prefix("id = \"")?.split('"').next());
    ids.map(|id| format!("{specification}/{id}")).collect()
}

/// The sentences of the running text of a policy, without marks.
fn sentences(policy: &str) -> Vec<String> {
    let body = policy.splitn(3, "+++").nth(2).unwrap_or_default();
    let running = body.lines().map(|line| line.trim_start_matches(['-', '*', ':', ' ']));
    running
        .filter(|line| line.len() > 30 && !line.starts_with(['#', '|', '>', '[']))
        .flat_map(|line| {
            plain(line)
                .split(". ")
                .map(|sentence| format!("{}.", sentence.trim_end_matches('.')))
                .collect::<Vec<_>>()
        })
        .filter(|sentence| sentence.len() > 30)
        .collect()
}

/// Words without what Markdown and TOML read in them.
fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['[', '{']) {
        text.push_str(&rest[..at]);
        let after = &rest[at..];
        let (shown, end) = if after.starts_with("[@") || after.starts_with('{') {
            ("", after.find(['}', ']']).map_or(after.len(), |end| end + 1))
        } else {
            let words = after[1..].split(']').next().unwrap_or_default();
            (words, after.find(')').or_else(|| after.find(']')).map_or(after.len(), |end| end + 1))
        };
        text.push_str(shown);
        rest = &after[end..];
    }
    text.push_str(rest);
    text.retain(|c| !"*_`\"\\<>[]{}()#|&".contains(c));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn vocabulary(size: usize) -> Vec<String> {
    const PARTS: [&str; 40] = [
        "pro", "con", "ment", "ser", "vi", "ral", "tion", "ex", "per", "sta", "ble", "res", "ide", "nt",
        "com", "mun", "ity", "as", "sess", "able", "inter", "ven", "ing", "re", "cov", "ery", "pa", "tient",
        "dis", "or", "der", "sup", "port", "ist", "ed", "un", "der", "al", "ly", "ness",
    ];
    let mut chance = Chance(3_418);
    (0..size)
        .map(|at| {
            let count = 2 + at * 3 / size;
            (0..count).map(|_| PARTS[chance.below(PARTS.len())]).collect()
        })
        .collect()
}

/// Numbers that look like chance and are the same everywhere (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or_default()
    }
}
