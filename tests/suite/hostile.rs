//! What only a disk can do to a handbook: encodings, sizes, links, loops, interrupted builds.

use std::fs;

use crate::support::Sandbox;

const POLICY: &str = "book/content/policies/intake/2026-11-23.md";

/// The errors of `check`, as `code file:line`.
fn errors(sandbox: &Sandbox) -> Vec<String> {
    let json = sandbox.run(&["check", "book", "--format", "json"]).expect(1).json();
    json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["severity"] == "error")
        .map(|finding| {
            format!(
                "{} {}:{}",
                finding["code"].as_str().unwrap(),
                finding["file"].as_str().unwrap(),
                finding["line"]
            )
        })
        .collect()
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_fine() {
    let sandbox = Sandbox::with_starter();
    for path in [POLICY, "book/handbook.toml", "book/content/specifications/cca-csp.toml"] {
        let text = sandbox.read(path).replace('\n', "\r\n");
        sandbox.write(path, format!("\u{feff}{text}"));
    }
    sandbox.run(&["check", "book", "--deny", "warnings"]).expect(0);
    sandbox.run(&["build", "book", "--out", "windows"]).expect(0);
    let other = Sandbox::with_starter();
    other.run(&["build", "book", "--out", "unix"]).expect(0);
    assert_eq!(
        sandbox.read("book/windows/policies/intake.html"),
        other.read("book/unix/policies/intake.html")
    );
}

#[test]
fn a_file_that_is_not_utf_8_is_named_with_its_line() {
    let sandbox = Sandbox::with_starter();
    let mut bytes = sandbox.read(POLICY).into_bytes();
    let line_two = bytes.iter().position(|&b| b == b'\n').unwrap() + 1;
    bytes.insert(line_two + 9, 0xe9);
    sandbox.write(POLICY, bytes);
    assert_eq!(errors(&sandbox), ["not-utf-8 content/policies/intake/2026-11-23.md:2"]);
}

#[test]
fn a_file_of_50_megabytes_is_refused_unread() {
    let sandbox = Sandbox::with_starter();
    let file = fs::File::create(sandbox.path(POLICY)).unwrap();
    file.set_len(50 * 1024 * 1024).unwrap();
    assert_eq!(errors(&sandbox), ["file-too-large content/policies/intake/2026-11-23.md:1"]);
}

#[test]
fn a_handbook_file_of_3_gigabytes_is_refused_unread() {
    let sandbox = Sandbox::with_starter();
    let file = fs::File::create(sandbox.path("book/handbook.toml")).unwrap();
    file.set_len(3 * 1024 * 1024 * 1024).unwrap();
    assert!(errors(&sandbox).contains(&"file-too-large handbook.toml:1".to_owned()));
}

#[cfg(unix)]
#[test]
fn a_handbook_file_that_is_a_link_out_of_the_folder_is_refused_and_not_quoted() {
    let sandbox = Sandbox::with_starter();
    sandbox.write("secret", "root:x:0:0\n");
    fs::remove_file(sandbox.path("book/handbook.toml")).unwrap();
    std::os::unix::fs::symlink(sandbox.path("secret"), sandbox.path("book/handbook.toml")).unwrap();
    let refused = sandbox.run(&["check", "book"]).expect(1);
    assert!(refused.out.contains("leaves-handbook"), "{}{}", refused.out, refused.err);
    assert!(!refused.out.contains("root:x") && !refused.err.contains("root:x"));
}

/// Each citation once had a copy of its section, which was read again for each.
#[test]
fn a_clause_that_is_cited_in_every_sentence_is_read_once() {
    let sandbox = Sandbox::with_small();
    let policy = "book/content/policies/visits/2026-02-01.md";
    let name =
        sandbox.read(policy).split("[@").nth(1).and_then(|rest| rest.split(']').next()).map(str::to_owned);
    let name = name.expect("the policy cites a clause");
    let sentence = format!("We do what it says [@{name}].\n\n");
    let text = format!("{}\n\n## Again\n\n{}", sandbox.read(policy), sentence.repeat(4000));
    sandbox.write(policy, text);
    let started = std::time::Instant::now();
    sandbox.run(&["check", "book", "--format", "json"]).printed();
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn every_file_of_one_run_is_reported() {
    let sandbox = Sandbox::with_starter();
    sandbox.write(POLICY, "");
    sandbox.write("book/content/policies/referral/2026-11-23.md", "+++\n");
    sandbox.edit("book/handbook.toml", "language = \"en-US\"", "language = 3");
    assert_eq!(
        errors(&sandbox),
        [
            "missing-header content/policies/intake/2026-11-23.md:1",
            "missing-header content/policies/referral/2026-11-23.md:1",
            "mistyped-key handbook.toml:7",
        ]
    );
}

#[test]
fn a_broken_picture_is_reported_where_it_is_used() {
    let sandbox = Sandbox::with_starter();
    sandbox.write("book/content/policies/intake/map.png", b"\x89PNG\r\n\x1a\nand no more");
    sandbox.edit(POLICY, "## Purpose\n", "## Purpose\n\n![Map of the office](map.png)\n");
    let printed = sandbox.run(&["build", "book"]).expect(1);
    let at = sandbox.read(POLICY).lines().position(|l| l.starts_with("![Map")).unwrap() + 1;
    let place = format!("content/policies/intake/2026-11-23.md:{at}:");
    assert!(printed.err.contains(&place), "{}", printed.err);
    assert!(!sandbox.path("book/public").exists());
}

#[test]
fn words_that_look_like_code_stay_words() {
    let sandbox = Sandbox::with_starter();
    let nasty = r#"\# panic() \[x\] $y$ "q" 'r' {% raw %} `#eval("1")` \<script\> & \\ end"#;
    sandbox.edit(POLICY, "## Purpose\n", &format!("## Purpose\n\n{nasty}\n"));
    sandbox.edit(
        "book/handbook.toml",
        "\"Sample Community Services\"",
        r#"'<b>A & "B" #panic() {{ x }}</b>'"#,
    );
    sandbox.run(&["build", "book"]).expect(0);
    let html = sandbox.read("book/public/policies/intake.html");
    assert!(html.contains("# panic() [x] $y$ “q” ‘r’ {% raw %}"), "{html}");
    assert!(html.contains("&lt;script&gt; &amp; \\ end"));
    assert!(!html.contains("<b>A"));
}

#[test]
fn a_broken_template_of_the_project_is_named_with_its_line() {
    let sandbox = Sandbox::with_starter();
    sandbox.write("book/templates/html/policies.html", "<p>\n{{ nothing.here }}\n</p>\n");
    sandbox
        .write("book/templates/html/home.html", "{% extends \"base.html\" %}\n{% block main %}\n{% if %}\n");
    let printed = sandbox.run(&["build", "book", "--no-pdf"]).expect(1);
    assert!(printed.err.contains("templates/html/home.html:3:"), "{}", printed.err);
    fs::remove_file(sandbox.path("book/templates/html/home.html")).unwrap();
    let printed = sandbox.run(&["build", "book", "--no-pdf"]).expect(1);
    assert!(printed.err.contains("templates/html/policies.html:2:"), "{}", printed.err);
    sandbox.write("book/templates/html/policies.html", "<p>Ours</p>");
    sandbox.run(&["build", "book", "--no-pdf"]).expect(0);
    assert_eq!(sandbox.read("book/public/policies/index.html"), "<p>Ours</p>");
}

#[test]
fn a_broken_print_template_of_the_project_is_named_with_its_line() {
    let sandbox = Sandbox::with_starter();
    sandbox.write("book/templates/pdf/look.typ", "#let a = 1\n#let b = nothing\n");
    let printed = sandbox.run(&["build", "book"]).expect(1);
    assert!(printed.err.contains("templates/pdf/look.typ:2:"), "{}", printed.err);
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_that_loops_is_reported_and_not_followed() {
        let sandbox = Sandbox::with_starter();
        symlink("..", sandbox.path("book/content/policies/again")).unwrap();
        assert_eq!(errors(&sandbox), ["link-loop content/policies/again:1"]);
    }

    #[test]
    fn of_a_folder_and_a_link_to_it_the_link_is_the_one_to_remove() {
        let sandbox = Sandbox::with_starter();
        fs::create_dir(sandbox.path("book/content/policies/aaa")).unwrap();
        for link in ["aaa/link", "zzz"] {
            symlink(
                sandbox.path("book/content/policies/intake"),
                sandbox.path("book/content/policies").join(link),
            )
            .unwrap();
        }
        assert_eq!(
            errors(&sandbox),
            ["link-loop content/policies/aaa/link:1", "link-loop content/policies/zzz:1"]
        );
    }

    #[test]
    fn a_link_that_leaves_the_handbook_is_refused() {
        let sandbox = Sandbox::with_starter();
        sandbox.write("secret/2026-01-01.md", "+++\n+++\nA secret");
        symlink(sandbox.path("secret"), sandbox.path("book/content/policies/secret")).unwrap();
        assert_eq!(errors(&sandbox), ["leaves-handbook content/policies/secret:1"]);
    }

    #[test]
    fn a_link_to_nothing_is_reported() {
        let sandbox = Sandbox::with_starter();
        symlink("nowhere", sandbox.path("book/content/policies/gone")).unwrap();
        assert_eq!(errors(&sandbox), ["unreadable-file content/policies/gone:1"]);
    }
}
