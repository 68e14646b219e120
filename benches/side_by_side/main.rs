//! Writes one large handbook three times: for Clausebook, for Hugo and for mdBook, so that anybody can time them side by side.
//!
//! ```text
//! cargo bench --bench side_by_side -- 1000 FOLDER
//! ```
//!
//! writes `FOLDER/clausebook`, `FOLDER/hugo` and `FOLDER/mdbook`. The other two get the policies only: their words, headings, links and
//! citations, the latter as links to the page of the specification. `docs/performance.md` has the commands that time them.

#[path = "../../tests/suite/large.rs"]
mod large;

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The files of Hugo's site that do not depend on the policies.
const HUGO: [(&str, &str); 6] = [
    ("hugo.toml", include_str!("hugo/hugo.toml")),
    ("content/specification.md", "+++\ntitle = \"Specification\"\n+++\n\nClauses.\n"),
    ("layouts/_default/baseof.html", include_str!("hugo/baseof.html")),
    ("layouts/_default/list.html", include_str!("hugo/list.html")),
    ("layouts/_default/single.html", include_str!("hugo/single.html")),
    ("layouts/index.json", include_str!("hugo/index.json")),
];

const MDBOOK: &str = "[book]\ntitle = \"Handbook\"\nlanguage = \"en\"\nsrc = \"src\"\n";

struct Policy {
    id: String,
    title: String,
    /// The keys that say what it is called, its number, its owner and what it is for.
    head: String,
    body: String,
}

fn main() {
    // `cargo bench` adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    let [count, folder] = arguments.as_slice() else {
        println!("side_by_side: writes nothing without a number of policies and a folder");
        return;
    };
    let handbook = large::handbook(count.parse().expect("a number of policies"));
    let folder = Path::new(folder);
    for (path, bytes) in &handbook {
        write(&folder.join("clausebook").join(path), bytes);
    }
    let policies: Vec<Policy> = handbook.iter().filter_map(|(path, bytes)| policy(path, bytes)).collect();
    hugo(&folder.join("hugo"), &policies);
    mdbook(&folder.join("mdbook"), &policies);
    let words: usize = policies.iter().map(|policy| policy.body.split_whitespace().count()).sum();
    println!("{} policies of {} words on average", policies.len(), words / policies.len().max(1));
}

fn hugo(folder: &Path, policies: &[Policy]) {
    for (path, text) in HUGO {
        write(&folder.join(path), text.as_bytes());
    }
    for Policy { id, title: _, head, body } in policies {
        let body =
            linked(body, &|id| format!("{{{{< relref \"{id}\" >}}}}"), "{{< relref \"/specification\" >}}");
        let text = format!("+++\n{head}\n+++\n{body}");
        write(&folder.join(format!("content/policies/{id}.md")), text.as_bytes());
    }
}

fn mdbook(folder: &Path, policies: &[Policy]) {
    write(&folder.join("book.toml"), MDBOOK.as_bytes());
    write(&folder.join("src/specification.md"), b"# Specification\n\nClauses.\n");
    let mut summary = "# Summary\n\n- [Specification](specification.md)\n".to_owned();
    for Policy { id, title, head: _, body } in policies {
        let _ = writeln!(summary, "- [{title}]({id}.md)");
        let body = linked(body, &|id| format!("{id}.md"), "specification.md");
        write(&folder.join(format!("src/{id}.md")), format!("# {title}\n{body}").as_bytes());
    }
    write(&folder.join("src/SUMMARY.md"), summary.as_bytes());
}

/// The title and the text of a policy; `None` of any other file.
fn policy(path: &str, bytes: &[u8]) -> Option<Policy> {
    let id = path.strip_prefix("content/policies/")?.split('/').next()?.to_owned();
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.strip_prefix("+++\n")?.split_once("\n+++\n")?;
    let title =
        head.lines().find_map(|line| line.strip_prefix("title = \""))?.trim_end_matches('"').to_owned();
    let keys = ["title = ", "number = ", "owner = ", "summary = "];
    let head = head.lines().filter(|line| keys.iter().any(|key| line.starts_with(key)));
    let head = head.map(plain_particulars).collect::<Vec<_>>().join("\n");
    Some(Policy { id, title, head, body: plain_particulars(body) })
}

/// The text without `{{ organization.telephone }}`, which only Clausebook and Hugo would read as something else than words.
fn plain_particulars(body: &str) -> String {
    body.replace("{{ ", "").replace(" }}", "")
}

/// The text with links to policies as `to_policy` writes them, and with citations and all other links of ours to one page.
fn linked(body: &str, to_policy: &dyn Fn(&str) -> String, specification: &str) -> String {
    let mut text = String::new();
    let mut rest = body;
    while let Some(at) = rest.find("[@").into_iter().chain(rest.find("](")).min() {
        text.push_str(&rest[..at]);
        let end = if rest[at..].starts_with("[@") { ']' } else { ')' };
        let length = rest[at..].find(end).map_or(rest.len() - at, |length| length + 1);
        let target = &rest[at + 2..at + length - 1];
        match target.strip_prefix("policy:") {
            Some(id) => text.push_str(&format!("]({})", to_policy(id.split('#').next().unwrap_or(id)))),
            None if end == ']' => text.push_str(&format!("[{target}]({specification})")),
            None if target.starts_with("http") => text.push_str(&rest[at..at + length]),
            None => text.push_str(&format!("]({specification})")),
        }
        rest = &rest[at + length..];
    }
    text + rest
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is free");
    fs::write(path, bytes).expect("the folder is free");
}
