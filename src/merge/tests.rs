use super::{MergeFormat, MergeOutcome, MergedText, merge};

fn markdown(before: &str, own: &str, published: &str) -> MergedText {
    merge(MergeFormat::Markdown, before, own, published)
}

fn toml(before: &str, own: &str, published: &str) -> MergedText {
    merge(MergeFormat::Toml, before, own, published)
}

fn outcomes(merged: &MergedText) -> Vec<(&str, MergeOutcome)> {
    merged.blocks.iter().map(|block| (block.at.as_str(), block.outcome)).collect()
}

const POLICY: &str = "+++\ntitle = \"Intake\"\nreview_months = 12\n+++\n\n## Timelines\n\nWe answer soon.\n\n- A call within 1 hour\n- A visit within 3 days\n\n## Records\n\nWe keep a log.\n";

#[test]
fn without_a_change_of_the_publisher_the_text_is_the_owners_byte_for_byte() {
    let own = "+++\ntitle = \"Ours\"\n\n\nreview_months = 12\n+++\n## Timelines\nX\n\n\n- Y";
    assert_eq!(markdown(POLICY, own, POLICY).text, own);
    assert_eq!(markdown(POLICY, own, POLICY).blocks, []);
}

#[test]
fn what_only_the_publisher_changed_is_taken_and_what_only_the_owner_changed_is_kept() {
    let own = POLICY.replace("We keep a log.", "Ann keeps a log.").replace("= 12", "= 6");
    let published = POLICY.replace("3 days", "2 days");
    let merged = markdown(POLICY, &own, &published);
    assert_eq!(merged.text, own.replace("3 days", "2 days"));
    assert_eq!(outcomes(&merged), [("under “Timelines”", MergeOutcome::Taken)]);
}

#[test]
fn what_both_changed_stays_the_owners_and_is_reported_with_all_three_texts() {
    let own = POLICY.replace("3 days", "4 days");
    let published = POLICY.replace("3 days", "2 days").replace("a log", "a list");
    let merged = markdown(POLICY, &own, &published);
    assert_eq!(merged.text, own.replace("a log", "a list"));
    let both = &merged.blocks[0];
    let texts = [both.before.as_str(), &both.own, &both.published];
    assert_eq!(texts, ["- A visit within 3 days", "- A visit within 4 days", "- A visit within 2 days"]);
    assert_eq!(both.outcome, MergeOutcome::ChangedByBoth);
}

#[test]
fn the_same_change_of_both_is_no_change() {
    let changed = POLICY.replace("3 days", "2 days");
    assert_eq!(markdown(POLICY, &changed, &changed).blocks, []);
}

#[test]
fn new_paragraphs_and_items_come_after_what_is_above_them() {
    let own = POLICY.replace("We answer soon.", "We answer at once.").replace("## Records", "## Our records");
    let published =
        POLICY.replace("3 days\n", "3 days\n- A letter within 5 days\n\nNobody waits without a name.\n");
    let merged = markdown(POLICY, &own, &published);
    let expected =
        own.replace("3 days\n", "3 days\n- A letter within 5 days\n\nNobody waits without a name.\n");
    assert_eq!(merged.text, expected);
}

#[test]
fn what_the_owner_removed_does_not_come_back() {
    let own = POLICY.replace("- A visit within 3 days\n", "");
    let published = POLICY.replace("3 days", "2 days");
    let merged = markdown(POLICY, &own, &published);
    assert_eq!(merged.text, own);
    assert_eq!(merged.blocks[0].own, "");
}

#[test]
fn what_the_publisher_removed_goes_where_the_owner_left_it_as_it_was() {
    let published = POLICY.replace("- A call within 1 hour\n", "");
    let merged = markdown(POLICY, POLICY, &published);
    assert_eq!(merged.text, published);
    let own = POLICY.replace("1 hour", "2 hours");
    assert_eq!(markdown(POLICY, &own, &published).text, own);
}

const CATALOG: &str = "id = \"spec\"\n\n# Why.\n[[clause]]\nid = \"a/1\"\ntitle = \"One\"\nsummary = \"\"\"\nLine\n\n[not a table]\n\"\"\"\n\n[[clause]]\nid = \"a/2\"\ntitle = \"Two\"\nneeds = [\n  \"policy\", # [\n]\n";

#[test]
fn keys_are_found_by_their_table_in_any_order() {
    let own = CATALOG
        .replace("title = \"One\"\n", "")
        .replace("id = \"a/1\"\n", "title = \"Ours\"\nid = \"a/1\"\n");
    let published = CATALOG.replace("title = \"Two\"", "title = \"Second\"");
    let merged = toml(CATALOG, &own, &published);
    assert_eq!(merged.text, own.replace("title = \"Two\"", "title = \"Second\""));
    assert_eq!(outcomes(&merged), [("clause a/2, title", MergeOutcome::Taken)]);
}

#[test]
fn a_new_key_beside_changed_ones_is_taken() {
    let before = "[organization]\nname = \"Sample\"\ntelephone = \"1\"\n";
    let own = "[organization]\nname = \"Ours\"\ntelephone = \"2\"\n";
    let published = "[organization]\nname = \"Sample\"\n# For letters.\nfax = \"3\"\ntelephone = \"1\"\n";
    let merged = toml(before, own, published);
    assert_eq!(
        merged.text,
        "[organization]\nname = \"Ours\"\n# For letters.\nfax = \"3\"\ntelephone = \"2\"\n"
    );
}

#[test]
fn a_key_of_a_table_that_the_owner_removed_goes_into_no_other_table() {
    let own = "id = \"spec\"\n\n[[clause]]\nid = \"a/2\"\ntitle = \"Two\"\n";
    let published = CATALOG.replace("title = \"One\"", "title = \"One\"\nkind = \"informative\"");
    let merged = toml(CATALOG, own, &published);
    assert_eq!(merged.text, own);
    assert_eq!(outcomes(&merged), [("clause a/1, kind", MergeOutcome::ChangedByBoth)]);
}

#[test]
fn a_new_table_comes_with_all_of_its_keys() {
    let published = CATALOG.replace(
        "\n[[clause]]\nid = \"a/2\"",
        "\n[[clause]]\nid = \"a/1/x\"\ntitle = \"New\"\n\n[[clause]]\nid = \"a/2\"",
    );
    assert_eq!(toml(CATALOG, CATALOG, &published).text, published);
}

#[test]
fn blocks_are_the_text_again() {
    for text in
        [POLICY, CATALOG, "", "\n\n", "a", "# x\n\n\n", "= 1\n[", "a = \"\"\"\n", "a = '\\'\nb = \"\\\\\"\n"]
    {
        for format in [MergeFormat::Toml, MergeFormat::Markdown] {
            let again: String =
                super::cut::blocks(format, text).iter().map(|block| block.text.as_str()).collect();
            assert_eq!(again, text, "{format:?}");
        }
    }
}

#[test]
fn a_new_table_comes_after_the_keys_that_the_owner_added_to_the_one_before() {
    let before = "[values]\na = 1\n";
    let merged = toml(before, "[values]\na = 1\nb = 2\n", "[values]\na = 1\n\n[new]\nx = 3\n");
    assert_eq!(merged.text, "[values]\na = 1\nb = 2\n\n[new]\nx = 3\n");
}

#[test]
fn a_table_that_the_publisher_removed_stays_whole_where_the_owner_changed_it() {
    let before = "[[field]]\nid = \"a\"\n\n[[field]]\nid = \"b\"\nlabel = \"B\"\n";
    let own = before.replace("label = \"B\"", "label = \"Ours\"");
    let merged = toml(before, &own, "[[field]]\nid = \"a\"\n");
    assert_eq!(merged.text, own);
    assert!(merged.blocks.iter().all(|block| block.outcome == MergeOutcome::ChangedByBoth), "{merged:?}");
    assert_eq!(toml(before, before, "[[field]]\nid = \"a\"\n").text.trim_end(), "[[field]]\nid = \"a\"");
}

#[test]
fn a_key_of_a_table_that_both_added_goes_into_it() {
    let before = "[[clause]]\nid = \"a\"\n";
    let both = "[[clause]]\nid = \"a\"\n\n[[clause]]\nid = \"c\"\n";
    let merged = toml(before, both, &format!("{both}kind = \"requirement\"\n"));
    assert_eq!(merged.text, format!("{both}kind = \"requirement\"\n"));
}
