/// A particular of the Member that another form has already: `face-sheet/birth-date`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Particular {
    /// The id of the other form.
    pub(crate) form: String,
    /// The id of its field.
    pub(crate) field: String,
}

impl Particular {
    /// A form and a field, as an author writes them.
    pub(crate) fn parse(written: &str) -> Option<Self> {
        let (form, field) = written.split_once('/')?;
        let is_one = |id: &str| !id.is_empty() && !id.contains('/');
        (is_one(form) && is_one(field)).then(|| Self { form: form.to_owned(), field: field.to_owned() })
    }
}
