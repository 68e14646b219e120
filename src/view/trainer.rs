//! What a trainer needs to know: how long each topic is taught, by which units, and the policies on it.

use serde::Serialize;

use super::curriculum::TopicView;
use super::drawing::{self, Bars};
use super::place::LinkView;
use super::related::Related;
use crate::model::{Handbook, Handle, Specification};

/// Fewer topics than this get no list of their own.
const FEW: usize = 3;

#[derive(Debug, Serialize)]
pub(crate) struct Trainer {
    /// The topics, list by list, as the specifications have them.
    pub(crate) groups: Vec<TopicGroup>,
    /// How many topics no unit teaches.
    pub(crate) untaught: usize,
    /// The policies that meet what is taught.
    pub(crate) policies: Vec<LinkView>,
}

/// The topics in one list of a specification.
#[derive(Debug, Serialize)]
pub(crate) struct TopicGroup {
    pub(crate) title: String,
    pub(crate) anchor: String,
    /// How long each topic is taught, drawn.
    pub(crate) drawing: Bars,
    pub(crate) topics: Vec<TopicTime>,
}

/// A topic with the time that is given to it.
#[derive(Debug, Serialize)]
pub(crate) struct TopicTime {
    pub(crate) topic: TopicView,
    /// How long the units take together; empty where there is none.
    pub(crate) time: String,
}

#[must_use]
pub(crate) fn trainer(handbook: &Handbook, topics: &[TopicView], related: &Related<'_>) -> Trainer {
    Trainer {
        groups: groups(handbook, topics),
        untaught: topics.iter().filter(|topic| topic.units.is_empty()).count(),
        policies: related.policies_taught(),
    }
}

/// The topics of one list of clauses, by its specification and its id; the id is empty for those of short lists.
type TopicList<'a> = ((Handle<Specification>, String), Vec<&'a TopicView>);

fn groups(handbook: &Handbook, topics: &[TopicView]) -> Vec<TopicGroup> {
    let list = |topic: &TopicView| {
        let id = &handbook.clause(topic.key).id;
        (topic.key.specification, id.rsplit_once('/').map_or("", |(list, _)| list).to_owned())
    };
    let mut lists: Vec<TopicList<'_>> = Vec::new();
    for topic in topics {
        let own = list(topic);
        let few = topics.iter().filter(|other| list(other) == own).count() < FEW;
        let own = if few { (own.0, String::new()) } else { own };
        match lists.iter_mut().find(|(list, _)| *list == own) {
            Some((_, topics)) => topics.push(topic),
            None => lists.push((own, vec![topic])),
        }
    }
    // What is in no list of its own comes last.
    lists.sort_by_key(|((specification, list), _)| (*specification, list.is_empty()));
    let words = &handbook.words;
    let time = |minutes: u32| words.time.short_duration(minutes);
    let group = |(at, ((specification, list), topics)): (usize, TopicList<'_>)| {
        let specification = specification.of(&handbook.specifications);
        let head = specification.clauses.iter().find(|clause| clause.id == list);
        let name = head.map_or(&*words.trainer.other_clauses, |head| head.title.as_str());
        let title = format!("{}: {name}", specification.short_title);
        let bars: Vec<(&str, String, usize)> = topics
            .iter()
            .map(|topic| (topic.clause.title.as_str(), time(topic.total), topic.total as usize))
            .collect();
        TopicGroup {
            anchor: format!("topics-{}", at + 1),
            drawing: drawing::amounts(
                &format!("drawn-topics-{}", at + 1),
                &words.trainer.time_by_topic.fill(&[("list", &title)]),
                &bars,
            ),
            topics: topics
                .into_iter()
                .map(|topic| TopicTime { time: time(topic.total), topic: topic.clone() })
                .collect(),
            title,
        }
    };
    lists.into_iter().enumerate().map(group).collect()
}
