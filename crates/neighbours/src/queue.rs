//! A standard queue: messages that are received, hidden for a while, deleted or seen again.
//!
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html>

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use s3sim_kernel::time::{Instant, Micros};

use crate::letter::Letter;

/// How long a message is kept by default.
pub const RETENTION: Micros = Micros::days(4);

/// What a queue is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How long a message is hidden once it has been received.
    pub visibility_timeout: Micros,
    /// How often a message may be received before it goes to the dead letters, if there are any.
    pub max_receives: Option<u32>,
    /// How long it is kept.
    pub retention: Micros,
}

/// A message in a queue.
#[derive(Clone, Debug)]
struct Held {
    letter: Arc<Letter>,
    sent: Instant,
    receives: u32,
    /// Until when it is hidden.
    hidden_until: Instant,
}

/// A message that was received.
#[derive(Clone, Debug)]
pub struct Received {
    /// Its place in the queue.
    pub message: u64,
    /// What it says.
    pub letter: Arc<Letter>,
    /// How often it has been received, this time included.
    pub receives: u32,
    /// Until when it is hidden.
    pub hidden_until: Instant,
}

/// The messages of a queue. Modelling choice: the oldest visible one is received first.
#[derive(Clone, Debug)]
pub struct Queue {
    terms: Terms,
    next: u64,
    held: BTreeMap<u64, Held>,
    visible: BTreeSet<u64>,
    /// Messages that were received too often, not fetched yet.
    dead: Vec<Arc<Letter>>,
}

impl Queue {
    /// An empty queue.
    pub fn new(terms: Terms) -> Queue {
        Queue { terms, next: 0, held: BTreeMap::new(), visible: BTreeSet::new(), dead: Vec::new() }
    }

    /// What it is like.
    pub fn terms(&self) -> Terms {
        self.terms
    }

    /// Changes how long messages are hidden from now on.
    pub fn set_visibility_timeout(&mut self, timeout: Micros) {
        self.terms.visibility_timeout = timeout;
    }

    /// Takes a message in.
    pub fn send(&mut self, now: Instant, letter: Arc<Letter>) -> u64 {
        let message = self.next;
        self.next += 1;
        self.held.insert(message, Held { letter, sent: now, receives: 0, hidden_until: now });
        self.visible.insert(message);
        message
    }

    /// The oldest visible message, now hidden. What was received too often goes to the dead letters instead, what is
    /// too old is gone.
    pub fn receive(&mut self, now: Instant) -> Option<Received> {
        while let Some(message) = self.visible.pop_first() {
            let Some(held) = self.held.get_mut(&message) else { continue };
            if now.since(held.sent) >= self.terms.retention {
                self.held.remove(&message);
                continue;
            }
            if self.terms.max_receives.is_some_and(|most| held.receives >= most) {
                if let Some(held) = self.held.remove(&message) {
                    self.dead.push(held.letter);
                }
                continue;
            }
            held.receives += 1;
            held.hidden_until = now + self.terms.visibility_timeout;
            return Some(Received {
                message,
                letter: Arc::clone(&held.letter),
                receives: held.receives,
                hidden_until: held.hidden_until,
            });
        }
        None
    }

    /// Deletes a message, hidden or not. Whether it was still there.
    pub fn delete(&mut self, message: u64) -> bool {
        self.visible.remove(&message);
        self.held.remove(&message).is_some()
    }

    /// Shows a message again that was hidden until `until`; whether it is seen now.
    pub fn reappear(&mut self, message: u64, until: Instant) -> bool {
        let hidden = self.held.get(&message).is_some_and(|held| held.hidden_until == until);
        if hidden {
            self.visible.insert(message);
        }
        hidden
    }

    /// Deletes everything.
    pub fn purge(&mut self) {
        self.held.clear();
        self.visible.clear();
    }

    /// Takes the messages that were received too often.
    pub fn take_dead(&mut self) -> Vec<Arc<Letter>> {
        std::mem::take(&mut self.dead)
    }

    /// How many messages can be received, and how many are hidden.
    pub fn depth(&self) -> (u64, u64) {
        let visible = self.visible.len() as u64;
        (visible, self.held.len() as u64 - visible)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::Content;

    fn second(n: i64) -> Instant {
        Instant::EPOCH + Micros::seconds(n)
    }

    fn letter(number: u64) -> Arc<Letter> {
        Arc::new(Letter { number, since: second(0), content: Content::Text(number.to_string()) })
    }

    /// EV-072, one message: sent at 0, received at 1 and never deleted; hidden for 30 s each time; after two receives
    /// the third try finds it among the dead letters.
    #[test]
    fn a_message_that_nobody_deletes_comes_back_and_dies() {
        let terms =
            Terms { visibility_timeout: Micros::seconds(30), max_receives: Some(2), retention: RETENTION };
        let mut queue = Queue::new(terms);
        queue.send(second(0), letter(7));
        let first = queue.receive(second(1)).unwrap();
        assert_eq!((first.receives, first.hidden_until), (1, second(31)));
        assert!(queue.receive(second(30)).is_none());
        assert_eq!(queue.depth(), (0, 1));
        assert!(!queue.reappear(first.message, second(30)), "it is hidden until 31 s");
        assert!(queue.reappear(first.message, second(31)));
        let again = queue.receive(second(31)).unwrap();
        assert_eq!((again.receives, again.hidden_until), (2, second(61)));
        assert!(queue.reappear(again.message, second(61)));
        assert!(queue.receive(second(61)).is_none());
        assert_eq!(queue.take_dead().iter().map(|letter| letter.number).collect::<Vec<_>>(), [7]);
        assert_eq!(queue.depth(), (0, 0));
    }

    #[test]
    fn deleted_messages_stay_away_and_old_ones_are_forgotten() {
        let terms =
            Terms { visibility_timeout: Micros::seconds(30), max_receives: None, retention: RETENTION };
        let mut queue = Queue::new(terms);
        for number in 0..3 {
            queue.send(second(0), letter(number));
        }
        let first = queue.receive(second(1)).unwrap();
        assert_eq!(first.letter.number, 0);
        assert!(queue.delete(first.message));
        assert!(!queue.delete(first.message));
        assert!(!queue.reappear(first.message, second(31)));
        assert_eq!(queue.receive(second(2)).unwrap().letter.number, 1);
        // Kept for four days, not longer.
        assert!(queue.receive(second(0) + RETENTION).is_none());
        queue.purge();
        assert_eq!(queue.depth(), (0, 0));
    }
}
