use super::appearance::Misfit;

/// Why the fields of a form cannot be made.
#[derive(Debug)]
pub enum PdfFormError {
    /// The print template has no box for this slot.
    NoBox(String),
    /// The print template has a box for something that isn't a slot.
    Unknown(String),
    /// The box of this slot is not empty, or not tagged as a link.
    NotEmpty(String),
    /// What is filled in does not fit.
    Misfit(String, Misfit),
    /// The PDF is not as it should be.
    Pdf(String),
}

impl From<lopdf::Error> for PdfFormError {
    fn from(error: lopdf::Error) -> Self {
        Self::Pdf(error.to_string())
    }
}
