//! The manual of findings: a page a code.

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "docs/rules"]
#[include = "*.md"]
struct Pages;

/// The page of the manual about a code, in Markdown; `None` where there is no such code.
#[must_use]
pub fn explanation(code: &str) -> Option<String> {
    let page = Pages::get(&format!("{code}.md"))?;
    Some(String::from_utf8_lossy(&page.data).replace("\r\n", "\n"))
}

/// Every code that a finding may have, by the alphabet.
#[must_use]
pub fn codes() -> Vec<String> {
    let mut codes: Vec<String> =
        Pages::iter().filter_map(|path| Some(path.strip_suffix(".md")?.to_owned())).collect();
    codes.sort();
    codes
}
