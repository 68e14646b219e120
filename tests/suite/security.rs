//! What SECURITY.md says of tests is true.

use std::fs;

use crate::support::repository;

/// The code of every test, by the name of its file.
fn tests_of(file: &str) -> String {
    let places = [
        format!("tests/suite/{file}.rs"),
        format!("tests/browser/{file}"),
        format!("src/{}.rs", file.replace("::", "/")),
    ];
    let found = places.iter().find_map(|place| fs::read_to_string(repository(place)).ok());
    found.unwrap_or_else(|| panic!("SECURITY.md names `{file}`, and no file of tests is called so"))
}

#[test]
fn every_test_that_the_page_on_security_names_exists() {
    let page = fs::read_to_string(repository("SECURITY.md")).unwrap();
    let (_, table) = page.split_once("| What comes in |").unwrap();
    let named: Vec<&str> = table.split('`').skip(1).step_by(2).collect();
    let tests: Vec<(&str, &str)> = named.iter().filter_map(|name| name.rsplit_once("::")).collect();
    assert!(tests.len() > 20);
    for (file, test) in tests {
        let file = file.strip_suffix("::tests").unwrap_or(file);
        let declared = format!("#[test]\nfn {test}()");
        let code = tests_of(file).replace("\n    ", "\n");
        assert!(code.contains(&declared), "`{file}` has no test `{test}`");
    }
    for file in named.iter().filter(|name| name.ends_with(".mjs")) {
        assert!(tests_of(file).contains("test(\""));
    }
}
