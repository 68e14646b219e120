//! What data say of themselves besides the values of fields, in keys that no field can have, since ids have no `$`:
//!
//! ```json
//! { "$form": "service-plan", "$version": "2026-11-23", "plan-date": "2026-11-30", "$unplaced": { "old-field": "words" } }
//! ```

use super::data::{Data, Object};
use super::{Problem, ProblemKind};

pub(super) const FORM: &str = "$form";
pub(super) const VERSION: &str = "$version";
/// Values that this form has no place for, by their names.
pub(super) const UNPLACED: &str = "$unplaced";
/// What a passphrase locks, as the page in the browser saves it.
const LOCKED: &str = "$locked";

/// Which form and version data are of, where they say so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DataMark {
    pub(crate) form: Option<String>,
    pub(crate) version: Option<String>,
}

/// The form that data say they are of.
pub(crate) fn form_of(data: &Data) -> Option<String> {
    data.as_object()?.get(FORM)?.as_text().map(str::to_owned)
}

/// Takes the mark out of data for the form `form`.
///
/// # Errors
/// They are of another form, locked, or have values without a place, which would be lost.
pub fn take_mark(data: &mut Data, form: &str) -> Result<DataMark, Vec<Problem>> {
    let Data::Object(object) = data else { return Ok(DataMark::default()) };
    let mut taken = Object::default();
    let marks = [FORM, VERSION, UNPLACED, LOCKED];
    let (marked, own) =
        std::mem::take(&mut object.entries).into_iter().partition(|(key, _)| marks.contains(&key.as_str()));
    taken.entries = marked;
    object.entries = own;
    let text = |key: &str| taken.get(key).and_then(Data::as_text).map(str::to_owned);
    let mark = DataMark { form: text(FORM), version: text(VERSION) };
    let mut problems = Vec::new();
    let mut problem = |kind| problems.push(Problem { place: String::new(), kind });
    if mark.form.as_ref().is_some_and(|own| own != form) {
        problem(ProblemKind::OtherForm);
    }
    if taken.get(LOCKED).is_some() {
        problem(ProblemKind::Locked);
    }
    if let Some(Data::Object(Object { entries })) = taken.get(UNPLACED)
        && !entries.is_empty()
    {
        problem(ProblemKind::Unplaced(entries.len()));
    }
    if problems.is_empty() { Ok(mark) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(json: &str) -> Result<(DataMark, Data), Vec<ProblemKind>> {
        let mut data: Data = serde_json::from_str(json).unwrap();
        match take_mark(&mut data, "plan") {
            Ok(mark) => Ok((mark, data)),
            Err(problems) => Err(problems.into_iter().map(|problem| problem.kind).collect()),
        }
    }

    #[test]
    fn a_mark_is_no_field() {
        let (mark, data) = taken(r#"{ "$form": "plan", "day": "x", "$version": "2026-01-01" }"#).unwrap();
        assert_eq!(mark.version.as_deref(), Some("2026-01-01"));
        assert_eq!(data.as_object().unwrap().entries.len(), 1);
    }

    #[test]
    fn what_would_be_lost_or_is_of_another_form_is_refused() {
        assert_eq!(taken(r#"{ "$form": "other" }"#), Err(vec![ProblemKind::OtherForm]));
        assert_eq!(taken(r#"{ "$unplaced": { "a": "1" } }"#), Err(vec![ProblemKind::Unplaced(1)]));
        assert_eq!(taken(r#"{ "$locked": {} }"#), Err(vec![ProblemKind::Locked]));
        assert!(taken(r#"{ "$unplaced": {} }"#).is_ok());
    }
}
