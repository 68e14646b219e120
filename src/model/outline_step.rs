//! The steps in the outline of a unit, as authors write them:
//!
//! ```text
//! 1. **What it is** (10 minutes). It has four parts.      title `What it is`, time `10 minutes`
//! ```

use super::text::{Block, Inline, plain_text};

/// A step of an outline.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OutlineStep<'u> {
    /// All of its text; the first paragraph begins with what the step is called.
    pub(crate) blocks: &'u [Block],
}

/// The steps of blocks: the items of their lists with numbers.
pub(crate) fn steps(blocks: &[Block]) -> Vec<OutlineStep<'_>> {
    let items = blocks.iter().flat_map(|block| match block {
        Block::List { start: Some(_), items, .. } => items.as_slice(),
        _ => &[],
    });
    items.map(|item| OutlineStep { blocks: item }).collect()
}

impl<'u> OutlineStep<'u> {
    /// The first paragraph.
    pub(crate) fn lead(&self) -> &'u [Inline] {
        match self.blocks.first() {
            Some(Block::Paragraph { text, .. }) => text,
            _ => &[],
        }
    }

    /// What it is called: its bold words, or else its first sentence.
    pub(crate) fn title(&self) -> String {
        let lead = self.lead();
        if let Some(Inline::Strong(words)) = lead.first() {
            return plain_text(words).trim().trim_end_matches('.').to_owned();
        }
        let text = plain_text(lead);
        let sentence = text.split_inclusive(['.', '?', '!']).next().unwrap_or_default();
        sentence.trim().trim_end_matches('.').to_owned()
    }

    /// How long it takes, as its author wrote it: `10 minutes`; empty where nothing is said.
    pub(crate) fn time(&self) -> String {
        let text = plain_text(self.lead());
        let inside = text.split('(').skip(1).filter_map(|part| part.split(')').next());
        let mut times = inside.filter(|inside| inside.starts_with(|c: char| c.is_ascii_digit()));
        times.next().unwrap_or_default().to_owned()
    }

    /// The first paragraph after the title and the time.
    pub(crate) fn rest(&self) -> String {
        let text = plain_text(self.lead());
        let rest = text.trim().strip_prefix(&self.title()).unwrap_or(&text).trim_start_matches(['.', ' ']);
        let time = format!("({})", self.time());
        rest.strip_prefix(&time).unwrap_or(rest).trim_start_matches(['.', ' ']).trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::Spacing;
    use crate::source::{FileId, Span};

    fn outline(items: Vec<Vec<Inline>>) -> Block {
        let span = Span::top(FileId::of("a"));
        let items = items.into_iter().map(|text| vec![Block::Paragraph { text, span }]).collect();
        Block::List { start: Some(1), spacing: Spacing::Tight, items, span }
    }

    #[test]
    fn a_step_has_a_title_a_time_and_the_rest() {
        let bold = Inline::Strong(vec![Inline::Text("What it is".to_owned())]);
        let timed = vec![bold, Inline::Text(" (10 minutes). It has parts (two).".to_owned())];
        let plain = vec![Inline::Text("Read aloud. Then ask.".to_owned())];
        let block = [outline(vec![timed, plain])];
        let steps = steps(&block);
        let read = |at: usize| {
            let step: OutlineStep<'_> = steps[at];
            (step.title(), step.time(), step.rest())
        };
        let own = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(read(0), own("What it is", "10 minutes", "It has parts (two)."));
        assert_eq!(read(1), own("Read aloud", "", "Then ask."));
    }
}
