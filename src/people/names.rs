//! A list of names that somebody made for a session: a table with a column `name`, and others that nobody reads.

use super::problem::PeopleProblem;

/// The names in a table whose cells are separated by `delimiter`, each once. Lines without a name are left out.
pub(crate) fn read_names(table: &str, delimiter: u8) -> Result<Vec<String>, Vec<PeopleProblem>> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(table.as_bytes());
    let head = reader.headers().cloned().unwrap_or_default();
    let place = head.iter().position(|name| name.trim().eq_ignore_ascii_case("name"));
    let Some(place) = place else { return Err(vec![PeopleProblem::MissingColumn("name")]) };
    let mut names: Vec<String> = Vec::new();
    let mut problems = Vec::new();
    for (record, row) in reader.records().zip(2..) {
        let Ok(record) = record else {
            problems.push(PeopleProblem::UnreadableRow { row });
            continue;
        };
        let name = record.get(place).unwrap_or_default().trim();
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    if problems.is_empty() { Ok(names) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_each_name_once_whatever_else_is_in_it() {
        let table = "Role;Name\nWorker;Ann A\nDriver; Ben B \nWorker;Ann A\n;\n";
        assert_eq!(read_names(table, b';'), Ok(vec!["Ann A".to_owned(), "Ben B".to_owned()]));
        let none = Err(vec![PeopleProblem::MissingColumn("name")]);
        assert_eq!(read_names("person\nAnn A\n", b','), none);
        assert_eq!(read_names("", b','), none);
    }
}
