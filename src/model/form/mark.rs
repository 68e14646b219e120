//! Which version of which form something is: a PDF, the page in the browser, what they save.

use super::FormVersion;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FormMark {
    /// The form's id.
    pub(crate) form: String,
    /// The day on which the version takes effect, such as `2026-11-23`, or `draft`.
    pub(crate) version: String,
}

impl FormMark {
    #[must_use]
    pub(crate) fn new(form: &str, version: &FormVersion) -> Self {
        let effective = version.header.effective;
        Self { form: form.to_owned(), version: effective.map_or("draft".to_owned(), |day| day.to_string()) }
    }
}
