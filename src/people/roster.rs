//! `people.toml`: who has to read the handbook.

use toml::{Table, Value};

use super::problem::PeopleProblem;
use crate::model::Date;

pub(crate) const ROSTER_FILE: &str = "people.toml";

/// Somebody of the staff. Nothing else is kept of them, and nothing of Members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) role: String,
    /// The first day.
    pub(crate) since: Date,
    /// The last day, where it is known.
    pub(crate) until: Option<Date>,
}

impl Person {
    /// Whether they still have to read something on `day`.
    pub(crate) fn is_here(&self, day: Date) -> bool {
        self.until.is_none_or(|until| until >= day)
    }
}

/// Reads the people. `roles` are those of the handbook; without any, every role is fine.
pub(crate) fn read_people(bytes: &[u8], roles: &[&str]) -> Result<Vec<Person>, Vec<PeopleProblem>> {
    let Ok(text) = str::from_utf8(bytes) else { return Err(vec![PeopleProblem::NotUtf8]) };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        vec![PeopleProblem::NotToml { line }]
    })?;
    let mut problems = Vec::new();
    let mut people: Vec<Person> = Vec::new();
    for (key, value) in &table {
        let entries = value.as_array().filter(|_| key == "person").map(Vec::as_slice);
        match entries {
            Some(entries) => {
                for (at, entry) in entries.iter().enumerate() {
                    people.extend(person(at + 1, entry, &mut problems));
                }
            }
            None => problems.push(PeopleProblem::OtherKey(key.clone())),
        }
    }
    for (at, one) in people.iter().enumerate() {
        if let Some(first) = people[..at].iter().position(|other| other.name == one.name) {
            problems.push(PeopleProblem::SameName { person: at + 1, first: first + 1 });
        }
        if !roles.is_empty() && !roles.contains(&one.role.as_str()) {
            problems.push(PeopleProblem::UnknownRole { person: at + 1 });
        }
    }
    if problems.is_empty() { Ok(people) } else { Err(problems) }
}

/// A person, as far as the entry can be read. What can't is a problem, and has a value of no meaning.
fn person(number: usize, entry: &Value, problems: &mut Vec<PeopleProblem>) -> Option<Person> {
    let keys = entry.as_table()?;
    for key in keys.keys().filter(|key| !["name", "role", "since", "until"].contains(&key.as_str())) {
        problems.push(PeopleProblem::OtherPersonKey { person: number, key: key.clone() });
    }
    let mut text = |key: &'static str| match keys.get(key) {
        None => {
            problems.push(PeopleProblem::MissingPersonKey { person: number, key });
            String::new()
        }
        Some(value) => {
            let text = value.as_str().unwrap_or_default().trim();
            if text.is_empty() {
                problems.push(PeopleProblem::NotText { person: number, key });
            }
            text.to_owned()
        }
    };
    let (name, role) = (text("name"), text("role"));
    if name.starts_with(['=', '+', '-', '@']) {
        problems.push(PeopleProblem::FormulaName { person: number });
    }
    let mut day = |key: &'static str| {
        let value = keys.get(key)?;
        let day = value.as_datetime().and_then(|day| day.to_string().parse::<Date>().ok());
        if day.is_none() {
            problems.push(PeopleProblem::NotAPersonDay { person: number, key });
        }
        day
    };
    let (since, until) = (day("since"), day("until"));
    if since.is_none() && !keys.contains_key("since") {
        problems.push(PeopleProblem::MissingPersonKey { person: number, key: "since" });
    }
    let since = since.unwrap_or(Date::MIN);
    if until.is_some_and(|until| until < since) {
        problems.push(PeopleProblem::EndsBeforeStart { person: number });
    }
    Some(Person { name, role, since, until })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_person_has_a_name_a_role_and_days() {
        let text =
            "[[person]]\nname = \"Ann A\"\nrole = \"Worker\"\nsince = 2026-01-05\nuntil = 2026-03-01\n";
        let person = Person {
            name: "Ann A".to_owned(),
            role: "Worker".to_owned(),
            since: date(2026, 1, 5),
            until: Some(date(2026, 3, 1)),
        };
        assert!(person.is_here(date(2026, 3, 1)) && !person.is_here(date(2026, 3, 2)));
        assert_eq!(read_people(text.as_bytes(), &["Worker"]), Ok(vec![person]));
    }

    #[test]
    fn every_mistake_is_named_by_the_number_of_the_person_and_no_name_is() {
        let text = "members = 3\n[[person]]\nname = \"Ann A\"\nrole = \"Driver\"\nsince = 2026-01-05\nuntil = 2025-01-01\n\
                    [[person]]\nname = \"Ann A\"\nrole = 3\nphone = \"617\"\n";
        let problems = read_people(text.as_bytes(), &["Worker"]).unwrap_err();
        let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
        for part in [
            "`members`",
            "person 1: `until`",
            "person 2: `phone`",
            "person 2: `role`",
            "no `since`",
            "person 1 has the same",
        ] {
            assert!(shown.iter().any(|one| one.contains(part)), "{part}: {shown:?}");
        }
        assert!(!shown.concat().contains("Ann"), "{shown:?}");
        let broken = read_people(b"[[person]]\nname = Ann A\n", &[]).unwrap_err();
        assert_eq!(broken, [PeopleProblem::NotToml { line: 2 }]);
    }
}
