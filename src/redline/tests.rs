//! Undo is undo: the old side of a redline is the old version, word for word, and the new side is the new one.

use jiff::civil::date;

use super::*;
use crate::assets::starter;
use crate::memo::Memo;
use crate::model::read_blocks::{BlockKey, LineStep, TokenKind};
use crate::model::text::LinkTarget;
use crate::model::{Handbook, Viewpoint};
use crate::world::MemoryWorld;
use crate::{load, resolve};

/// Numbers that are the same on every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides.max(1)
    }
}

fn starter_handbook() -> Handbook {
    let files = starter();
    let world = MemoryWorld::new(date(2026, 12, 1));
    let world = files.into_iter().fold(world, |world, (path, bytes)| world.with(path, bytes));
    let (sources, _) = load::load(&world, &Memo::off());
    resolve::resolve(&sources, Viewpoint::on(date(2026, 12, 1)), &Memo::off()).0
}

/// What can be compared of a line: where it is, and its words.
type SideLine<'a> = (&'a [LineStep], Vec<(&'a TokenKind<'a>, bool, Option<&'a LinkTarget>)>);
type Side<'a> = Vec<Vec<SideLine<'a>>>;

fn words<'a>(
    tokens: impl IntoIterator<Item = &'a ReadToken<'a>>,
) -> Vec<(&'a TokenKind<'a>, bool, Option<&'a LinkTarget>)> {
    tokens.into_iter().map(|token| (&token.kind, token.is_struck, token.leads_to)).collect()
}

fn side_of<'a>(blocks: &'a [ReadBlock<'a>]) -> Side<'a> {
    let line = |line: &'a ReadLine<'a>| (line.path.as_slice(), words(&line.tokens));
    blocks.iter().map(|block| block.lines.iter().map(line).collect()).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Which {
    Old,
    New,
}

fn side<'a>(redline: &'a Redline<'a>, which: Which) -> Side<'a> {
    let whole = |block: &'a ReadBlock<'a>| side_of(std::slice::from_ref(block)).remove(0);
    let parts = |parts: &'a [PartChange<'a>]| -> Vec<_> {
        parts.iter().flat_map(|part| &part.lines).filter_map(|line| line_of(line, which)).collect()
    };
    let block = |change: &'a BlockChange<'a>| match (change, which) {
        (BlockChange::Same(block), _)
        | (BlockChange::Added(block), Which::New)
        | (BlockChange::Deleted(block) | BlockChange::MovedAway { old: block, .. }, Which::Old) => {
            Some(whole(block))
        }
        (BlockChange::Changed { parts: changed, .. }, _)
        | (BlockChange::MovedHere { parts: changed, .. }, Which::New) => Some(parts(changed)),
        (BlockChange::MovedHere { old, parts: changed, .. }, Which::Old) => {
            // It is undone where it was; here, its words are.
            let undone: Vec<_> =
                changed.iter().flat_map(|part| &part.lines).filter_map(|line| line_of(line, which)).collect();
            assert_eq!(undone, whole(old));
            None
        }
        _ => None,
    };
    redline.changes.iter().filter_map(block).collect()
}

fn line_of<'a>(line: &'a LineChange<'a>, which: Which) -> Option<SideLine<'a>> {
    let all = |line: &'a ReadLine<'a>| Some((line.path.as_slice(), words(&line.tokens)));
    match (line, which) {
        (LineChange::Deleted(line), Which::Old) | (LineChange::Added(line), Which::New) => all(line),
        (LineChange::Kept { old, new, words }, _) => {
            let path = if which == Which::Old { &old.path } else { &new.path };
            let word = |word: &WordChange<'a>| match (*word, which) {
                (WordChange::Same { old, .. } | WordChange::Deleted(old), Which::Old) => Some(old),
                (WordChange::Same { new, .. } | WordChange::Added(new), Which::New) => Some(new),
                _ => None,
            };
            Some((path.as_slice(), self::words(words.iter().filter_map(word))))
        }
        _ => None,
    }
}

fn edit(blocks: &mut Vec<ReadBlock<'_>>, chance: &mut Chance) {
    let at = chance.below(blocks.len());
    match chance.below(7) {
        0 => drop(blocks.remove(at)),
        1 => {
            let copy = blocks[at].clone();
            blocks.insert(chance.below(blocks.len()), copy);
        }
        2 => {
            let block = blocks.remove(at);
            blocks.insert(chance.below(blocks.len() + 1), block);
        }
        3 => {
            let line = chance.below(blocks[at].lines.len());
            if blocks[at].lines.len() > 1 {
                blocks[at].lines.remove(line);
            }
        }
        4 => {
            let other = chance.below(blocks[at].lines.len());
            blocks[at].lines.swap(0, other);
        }
        _ => {
            let line = chance.below(blocks[at].lines.len());
            let tokens = &mut blocks[at].lines[line].tokens;
            let word = chance.below(tokens.len());
            if chance.below(2) == 0 && tokens.len() > 1 {
                tokens.remove(word);
            } else {
                tokens[word].kind = TokenKind::Word(["hour", "the", "24"][chance.below(3)].to_owned());
            }
        }
    }
}

#[test]
fn either_side_of_a_redline_is_that_version_word_for_word() {
    let handbook = starter_handbook();
    let mut chance = Chance(7);
    for document in handbook.documents().versioned() {
        let old = with_marks_apart(document.current.blocks());
        for _ in 0..2 {
            let mut new = old.clone();
            for _ in 0..=chance.below(12) {
                if new.len() > 1 {
                    edit(&mut new, &mut chance);
                }
            }
            let redline = compare(&old, &new);
            assert!(side(&redline, Which::Old) == side_of(&old), "the old side of {}", document.id);
            assert!(side(&redline, Which::New) == side_of(&new), "the new side of {}", document.id);
        }
    }
}

#[test]
fn a_version_doesn_t_differ_from_itself_nor_from_one_that_was_read_again() {
    let (first, second) = (starter_handbook(), starter_handbook());
    for (first, second) in first.documents().versioned().zip(second.documents().versioned()) {
        let (old, new) = (first.current.blocks(), second.current.blocks());
        assert!(compare(&old, &new).is_empty(), "{}", first.id);
    }
}

#[test]
fn two_versions_that_share_nothing_are_one_that_was_deleted_and_one_that_was_added() {
    let handbook = starter_handbook();
    let [first, second, ..] = handbook.policies.as_slice() else { panic!("the starter has policies") };
    let (old, new) = (first.current.read_blocks(), second.current.read_blocks());
    let redline = compare(&old, &new);
    assert!(side(&redline, Which::Old) == side_of(&old));
    assert!(side(&redline, Which::New) == side_of(&new));
    // Title, number and summary are always compared.
    assert!(matches!(&redline.changes[0], BlockChange::Changed { new, .. } if new.key == BlockKey::Title));
    assert!(compare(&[], &new).changes.iter().all(|change| matches!(change, BlockChange::Added(_))));
    assert!(compare(&old, &[]).changes.iter().all(|change| matches!(change, BlockChange::Deleted(_))));
}
