//! The commands, as people type them.

use std::fs;

use crate::support::{Sandbox, files_in, repository};

#[test]
fn a_first_hour_goes_as_the_readme_says() {
    let sandbox = Sandbox::new();
    let started = sandbox.run(&["init", "book"]).expect(0);
    assert!(started.err.contains("clausebook build book"), "{}", started.err);
    let built = sandbox.run(&["build", "book"]).expect(0);
    assert!(built.err.starts_with("Built "), "{}", built.err);
    assert!(built.err.contains("drafted of"), "{}", built.err);
    for path in
        ["index.html", "handbook.pdf", "coverage.json", "policies/intake.pdf", "forms/service-plan.pdf"]
    {
        assert!(sandbox.path("book/public").join(path).is_file(), "{path}");
    }
}

#[test]
fn init_leaves_a_folder_with_files_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("book/letter.txt", "mine");
    let printed = sandbox.run(&["init", "book"]).expect(1);
    assert!(printed.err.contains("not an empty folder"), "{}", printed.err);
    assert_eq!(fs::read_dir(sandbox.path("book")).unwrap().count(), 1);
}

#[test]
fn init_fills_an_empty_folder() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("book")).unwrap();
    sandbox.run(&["init", "book"]).expect(0);
    sandbox.run(&["check", "book"]).expect(0);
}

#[test]
fn check_tells_the_line_and_what_to_do() {
    let sandbox = Sandbox::with_starter();
    let policy = "book/content/policies/intake/2026-11-23.md";
    sandbox.edit(policy, "@cca-csp/components/1/2", "@cca-csp/component/1/2");
    let printed = sandbox.run(&["check", "book"]).expect(1);
    assert!(printed.out.contains("error[unknown-clause]"), "{}", printed.out);
    assert!(printed.out.contains("did you mean `cca-csp/components/1/2`?"), "{}", printed.out);
    let json = sandbox.run(&["check", "book", "--format", "json"]).expect(1).json();
    assert_eq!(json["counts"]["error"], 1);
    let finding =
        &json["findings"].as_array().unwrap().iter().find(|finding| finding["severity"] == "error").unwrap();
    assert_eq!(finding["code"], "unknown-clause");
    assert_eq!(finding["file"], "content/policies/intake/2026-11-23.md");
    let line = usize::try_from(finding["line"].as_u64().unwrap()).unwrap();
    let text = sandbox.read(policy);
    assert!(text.lines().nth(line - 1).unwrap().contains("@cca-csp/component/1/2"));
}

#[test]
fn warnings_fail_only_when_denied() {
    let sandbox = Sandbox::with_starter();
    sandbox.edit("book/handbook.toml", "\"866-420-9332\"", "\"\"");
    sandbox.run(&["check", "book"]).expect(0);
    sandbox.run(&["check", "book", "--deny", "warnings"]).expect(1);
}

#[test]
fn a_failed_build_leaves_the_old_site() {
    let sandbox = Sandbox::with_starter();
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    let before = sandbox.read("book/public/policies/intake.html");
    let policy = "book/content/policies/intake/2026-11-23.md";
    sandbox.edit(policy, "## Purpose", "## Purpose\n\n<b>new</b>");
    let printed = sandbox.run(&["build", "book", "--no-pdf"]).expect(1);
    assert!(printed.err.contains("raw-html"), "{}", printed.err);
    assert!(printed.err.contains("the site is unchanged."), "{}", printed.err);
    assert_eq!(sandbox.read("book/public/policies/intake.html"), before);
}

#[test]
fn a_folder_that_is_not_ours_is_not_replaced() {
    let sandbox = Sandbox::with_starter();
    sandbox.write("book/public/photos/cat.jpg", "cat");
    let printed = sandbox.run(&["build", "book"]).expect(2);
    assert!(printed.err.contains("did not write"), "{}", printed.err);
    assert_eq!(sandbox.read("book/public/photos/cat.jpg"), "cat");
    sandbox.run(&["build", "book", "--out", "."]).expect(2);
    sandbox.run(&["build", "book", "--out", ".."]).expect(2);
    sandbox.run(&["build", "book", "--out", "nowhere/.."]).expect(2);
    sandbox.run(&["build", "book", "--out", "content/site"]).expect(2);
    assert!(sandbox.path("book/handbook.toml").is_file());
}

#[test]
fn without_pdfs_no_page_links_to_one() {
    let sandbox = Sandbox::with_starter();
    let printed = sandbox.run(&["build", "book", "--no-pdf", "--out", "website", "--jobs", "1"]).expect(0);
    assert!(printed.err.contains("0 PDFs"), "{}", printed.err);
    assert!(!sandbox.path("book/website/handbook.pdf").exists());
    assert!(!sandbox.read("book/website/policies/intake.html").contains(".pdf"));
}

#[test]
fn another_handbook_file_offers_other_service_lines() {
    let sandbox = Sandbox::with_starter();
    let text = sandbox.read("book/handbook.toml");
    let only_csp =
        text.replace("tracks = [\"csp\", \"csp-hi\", \"csp-tpp\", \"csp-ji\"]", "tracks = [\"csp\"]");
    sandbox.write("book/only-csp.toml", only_csp);
    let of = |arguments: &[&str]| -> Vec<String> {
        let json = sandbox.run(arguments).expect(0).json();
        let specifications = json["specifications"].as_array().unwrap().clone();
        let csp = specifications.iter().find(|one| one["id"] == "cca-csp").unwrap();
        let clauses = csp["clauses"].as_array().unwrap().clone();
        clauses.iter().map(|clause| clause["id"].as_str().unwrap().to_owned()).collect()
    };
    let all = of(&["coverage", "book", "--format", "json"]);
    let csp = of(&["coverage", "book", "--format", "json", "--config", "only-csp.toml"]);
    let left_out: Vec<&String> = all.iter().filter(|id| !csp.contains(id)).collect();
    assert_eq!(left_out, ["components/32/5/1", "components/32/5/2", "components/32/5/3"]);
    sandbox.run(&["build", "book", "--no-pdf", "--config", "only-csp.toml"]).expect(0);
}

#[test]
fn coverage_can_be_held_to_a_percentage() {
    let sandbox = Sandbox::with_starter();
    sandbox.run(&["coverage", "book", "--fail-under", "0"]).expect(0);
    let printed = sandbox.run(&["coverage", "book", "--fail-under", "1"]).expect(1);
    assert!(printed.err.contains("0.0 %"), "{}", printed.err);
}

#[test]
fn coverage_is_a_table_json_or_csv() {
    let sandbox = Sandbox::with_starter();
    let table = sandbox.run(&["coverage", "book"]).expect(0).out;
    assert!(table.contains("intake: "), "{table}");
    let csv = sandbox.run(&["coverage", "book", "--format", "csv"]).expect(0).out;
    assert!(csv.contains("cca-csp,components/1/1,"), "{csv}");
    let unknown = sandbox.run(&["coverage", "book", "--specification", "cca-cps"]).expect(2);
    assert!(unknown.err.contains("did you mean cca-csp?"), "{}", unknown.err);
}

#[test]
fn a_wrong_call_ends_with_2_and_says_what_to_do() {
    let sandbox = Sandbox::new();
    let printed = sandbox.run(&["build"]).expect(2);
    assert!(printed.err.contains("clausebook init"), "{}", printed.err);
    sandbox.run(&["build", "nowhere"]).expect(2);
    sandbox.run(&["bild"]).expect(2);
    sandbox.run(&["check", "--format", "xml"]).expect(2);
    sandbox.run(&["coverage", "--fail-under", "101"]).expect(2);
    let starter = Sandbox::with_starter();
    starter.run(&["check", "book", "--config", "../handbook.toml"]).expect(2);
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let sandbox = Sandbox::new();
    for command in ["build", "check", "coverage", "init"] {
        let help = sandbox.run(&[command, "--help"]).expect(0).out;
        assert!(help.contains("Example"), "{help}");
        assert!(help.contains(&format!("clausebook {command}")), "{help}");
    }
}

#[test]
fn a_rule_that_is_off_is_listed_with_its_reason() {
    let sandbox = Sandbox::with_starter();
    let before = sandbox.run(&["check", "book"]).expect(0).out;
    assert!(
        before.contains("[sample-value]")
            && before.ends_with("For details on one: clausebook explain CODE\n")
    );
    let rule = |code: &str, level: &str| {
        format!("\n[[rules]]\ncode = \"{code}\"\nlevel = \"{level}\"\nreason = \"Our own reason.\"\n")
    };
    let text = sandbox.read("book/handbook.toml");
    let set = rule("sample-value", "off") + &rule("not-approved", "warning");
    sandbox.write("book/handbook.toml", text.clone() + &set);
    let after = sandbox.run(&["check", "book"]).expect(0).out;
    assert!(!after.contains("[sample-value]") && after.contains("warning[not-approved]"), "{after}");
    assert!(after.ends_with("\nOff in the handbook file: sample-value (Our own reason.)\n"), "{after}");
    let json = sandbox.run(&["check", "book", "--format", "json"]).expect(0).json();
    assert_eq!(json["rules"][0]["code"], "sample-value");
    assert_eq!(json["rules"][0]["level"], "off");
    assert_eq!(json["rules"][1]["reason"], "Our own reason.");
    sandbox.write("book/handbook.toml", text + &rule("not-approved", "error"));
    let printed = sandbox.run(&["build", "book", "--no-pdf"]).expect(1);
    assert!(printed.err.contains("error[not-approved]"), "{}", printed.err);
}

#[test]
fn what_only_looks_leaves_every_byte_and_every_date_as_it_was() {
    let sandbox = Sandbox::with_starter();
    let state = || -> Vec<_> {
        let files = files_in(&sandbox.path("book")).into_iter();
        let changed = |path: &str| fs::metadata(sandbox.path("book").join(path)).unwrap().modified().unwrap();
        files.map(|(path, bytes)| (changed(&path), path, bytes)).collect()
    };
    let before = state();
    let data = sandbox.run(&["fill", "service-plan", "book", "--blank-data"]).expect(0).out;
    sandbox.write("values.json", data);
    let looks: &[&[&str]] = &[
        &["check", "book"],
        &["check", "book", "--format", "json", "--deny", "warnings"],
        &["check", "book", "--config", "handbook-dc.toml"],
        &["coverage", "book"],
        &["coverage", "book", "--format", "json"],
        &["coverage", "book", "--format", "csv", "--specification", "cca-csp"],
        &["fill", "service-plan", "book", "--data", "values.json", "--out", "filled.pdf"],
        &["explain"],
        &["explain", "gaps"],
        &["schema", "policy"],
        &["completions", "bash"],
        &["help"],
    ];
    for command in looks {
        sandbox.run(command).expect(0);
        assert!(state() == before, "clausebook {} has changed the handbook", command.join(" "));
    }
    for place in ["content", "content/policies/intake", "forms", "templates", "site"] {
        fs::create_dir_all(sandbox.path("book").join(place)).unwrap();
        let out = format!("book/{place}/filled.pdf");
        sandbox.run(&["fill", "service-plan", "book", "--data", "values.json", "--out", &out]).expect(2);
    }
    assert!(state() == before, "fill has written into the handbook");
}

#[test]
fn every_shell_gets_its_completions() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = sandbox.run(&["completions", shell]).expect(0).out;
        assert!(script.contains("coverage") && script.contains("fail-under"), "{shell}: {script}");
        let help = sandbox.run(&["completions", "--help"]).expect(0).out;
        assert!(help.contains(&format!("clausebook completions {shell}")), "{help}");
    }
    sandbox.run(&["completions", "tcsh"]).expect(2);
}

#[test]
fn what_no_terminal_reads_has_no_colors() {
    let sandbox = Sandbox::with_starter();
    sandbox.edit("book/handbook.toml", "\"866-420-9332\"", "\"\"");
    let commands: &[(&[&str], i32)] = &[
        (&["check", "book"], 0),
        (&["build", "book", "--no-pdf"], 0),
        (&["explain", "gaps"], 0),
        (&["help"], 0),
        (&["bild"], 2),
    ];
    for (command, code) in commands {
        let printed = sandbox.run(command).expect(*code);
        let text = printed.out + &printed.err;
        assert!(!text.contains('\u{1b}'), "clausebook {}: {text:?}", command.join(" "));
    }
}

/// `clausebook schema KIND > schemas/KIND.json` writes one again.
#[test]
fn the_schemas_beside_the_starter_are_those_of_the_program() {
    let sandbox = Sandbox::new();
    for (name, bytes) in files_in(&repository("schemas")) {
        let kind = name.strip_suffix(".json").unwrap();
        let printed = sandbox.run(&["schema", kind]).expect(0).out;
        let written = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
        assert!(printed.trim_end() == written.trim_end(), "schemas/{name} is out of date");
    }
}
