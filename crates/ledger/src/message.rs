//! What became of messages and events on their way between the things around S3.
//!
//! A [`Journal`] holds one small [`Entry`] for everything that happened to one of them, and the text of the first so
//! many that were delivered. Every count, delay and alert that is printed or checked is taken from the entries.

use s3sim_kernel::time::{Instant, Micros};

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ThingKind {
    /// An SQS queue.
    Queue,
    /// An SNS topic.
    Topic,
    /// A function.
    Function,
    /// An EventBridge rule.
    Rule,
    /// A target that nothing is known of but its name.
    Stub,
    /// A trail of CloudTrail.
    Trail,
    /// A CloudWatch alarm.
    Alarm,
    /// A budget.
    Budget,
}

/// A thing, by its place in [`Journal::things`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ThingId(pub u16);

/// A thing that messages go to or alerts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// What it is.
    pub kind: ThingKind,
    /// Its name in the scenario.
    pub name: String,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// An event or call is there that a function ought to handle.
    Due,
    /// A message arrived.
    Arrived,
    /// A function began to run for it.
    Began,
    /// A run ended, whatever came of it.
    Ended,
    /// A run for it succeeded, for the first time.
    Handled,
    /// Nobody will try any more.
    GivenUp,
    /// An alert or alarm was sent.
    Alerted,
}

/// One thing that happened to one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Instant,
    /// To or at which thing.
    pub thing: ThingId,
    /// What.
    pub what: What,
    /// Since when: the event that the message is about; of [`What::Ended`], the beginning of the run.
    pub since: Instant,
    /// The event's number: copies and attempts share it.
    pub number: u64,
}

impl Entry {
    /// How long it took.
    pub fn took(&self) -> Micros {
        self.at.since(self.since)
    }
}

/// The text of one delivered message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// When it arrived.
    pub at: Instant,
    /// Where.
    pub thing: ThingId,
    /// JSON, as its receiver gets it.
    pub text: String,
}

/// Everything that happened to messages, in the order of time.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    /// The things, in the order in which they were introduced.
    pub things: Vec<Thing>,
    /// What happened.
    pub entries: Vec<Entry>,
    /// The first deliveries.
    pub deliveries: Vec<Delivery>,
    /// How many texts are kept.
    pub texts_max: usize,
}

impl Journal {
    /// Introduces a thing.
    pub fn add(&mut self, kind: ThingKind, name: &str) -> ThingId {
        self.things.push(Thing { kind, name: name.to_owned() });
        ThingId((self.things.len() - 1) as u16)
    }

    /// Every thing of one name; a queue and a function may share theirs.
    pub fn called<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (ThingId, &'a Thing)> {
        let ids = (0..).map(ThingId);
        ids.zip(&self.things).filter(move |(_, thing)| thing.name == name)
    }

    /// Writes down what happened.
    pub fn note(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Keeps the text of a delivery if there is still room for it.
    pub fn deliver(&mut self, at: Instant, thing: ThingId, text: impl FnOnce() -> String) {
        if self.deliveries.len() < self.texts_max {
            self.deliveries.push(Delivery { at, thing, text: text() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_found_by_name_and_texts_are_kept_while_there_is_room() {
        let mut journal = Journal { texts_max: 1, ..Journal::default() };
        let queue = journal.add(ThingKind::Queue, "jobs");
        let function = journal.add(ThingKind::Function, "jobs");
        assert_eq!(journal.called("jobs").map(|(id, _)| id).collect::<Vec<_>>(), [queue, function]);
        journal.deliver(Instant::EPOCH, queue, || "first".into());
        journal.deliver(Instant::EPOCH, queue, || unreachable!("there is no room for it"));
        assert_eq!(journal.deliveries.len(), 1);
    }
}
