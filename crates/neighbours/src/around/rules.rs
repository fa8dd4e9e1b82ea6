//! EventBridge at work: rules take events off the bus, try their targets, archive and replay.

use std::sync::Arc;

use s3sim_aws::region::Region;
use s3sim_document::tree::{At, Entry as Field, Node, Value};
use s3sim_kernel::time::{HOUR, Instant, MINUTE, Micros, SECOND};
use s3sim_ledger::AccountId;
use s3sim_ledger::message::{Entry, What};
use s3sim_s3::machine::S3;
use s3sim_s3::response::Fields;

use super::Around;
use crate::letter::{Content, Letter};
use crate::outside::{Attempt, Outside, Place, Signal};
use crate::plan::Identity;

/// How often a target is tried again at most, and for how long.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html>
const RETRIES_MAX: u32 = 185;
const RETRIED_FOR: Micros = Micros(24 * HOUR);
/// The longest wait between two tries. Modelling choice: 1 s, doubled each time, without jitter, so that 185 retries
/// end within a day: 511 s for the first nine waits and 176 of 480 s.
const WAIT_MAX: i64 = 480 * SECOND;
/// How long it takes until an event can be replayed.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html>
const ARCHIVED_AFTER: Micros = Micros(10 * MINUTE);

/// How long a target is left alone before the `retry`-th retry, which counts from 1.
fn wait(retry: u32) -> Micros {
    Micros((SECOND << retry.saturating_sub(1).min(9)).min(WAIT_MAX))
}

impl Around {
    /// An event is on the bus of an account: every rule there that takes it sends it to its targets.
    pub(super) fn on_bus(
        &mut self,
        now: Instant,
        (account, region): (AccountId, Region),
        letter: &Arc<Letter>,
        s3: &S3,
        out: &mut impl Outside,
    ) {
        let Content::Event(event) = &letter.content else { return };
        for rule in 0..self.rules.len() {
            let known = &self.rules[rule];
            let identity = &known.plan.identity;
            let here = (identity.account, identity.region) == (account, region) && known.enabled;
            if here && known.plan.pattern.as_ref().is_some_and(|pattern| pattern.matches(event)) {
                if known.plan.archive.is_some() {
                    self.rules[rule].archived.push((now, Arc::clone(letter)));
                }
                self.fire(now, rule, letter, s3, out);
            }
        }
    }

    /// A rule sends an event to all its targets.
    fn fire(&mut self, now: Instant, rule: usize, letter: &Arc<Letter>, s3: &S3, out: &mut impl Outside) {
        self.note_rule(now, rule, What::Arrived, letter, out);
        for target in 0..self.rules[rule].targets.len() {
            let attempt = Attempt { rule, target, letter: Arc::clone(letter), retries: 0, first: now };
            self.try_target(now, attempt, s3, out);
        }
    }

    fn note_rule(&self, now: Instant, rule: usize, what: What, letter: &Letter, out: &mut impl Outside) {
        let thing = self.rules[rule].thing;
        out.journal().note(Entry { at: now, thing, what, since: letter.since, number: letter.number });
    }

    /// Tries a target. What is refused is dropped at once, what cannot be reached is tried again for a day.
    pub(super) fn try_target(&mut self, now: Instant, attempt: Attempt, s3: &S3, out: &mut impl Outside) {
        let known = &self.rules[attempt.rule];
        let place = known.targets[attempt.target];
        let unreachable = known.unreachable_until.get(&place).is_some_and(|until| now < *until);
        if !unreachable && self.admits(place, "events.amazonaws.com", &known.plan.identity, s3) {
            self.send(now, place, &attempt.letter, true, out);
            return;
        }
        let retries = attempt.retries + 1;
        let again = now + wait(retries);
        if unreachable && retries <= RETRIES_MAX && again.since(attempt.first) <= RETRIED_FOR {
            out.at(again, Signal::Target(Attempt { retries, ..attempt }));
            return;
        }
        self.note_rule(now, attempt.rule, What::GivenUp, &attempt.letter, out);
    }

    /// Makes a target of every rule unreachable for a while; whether there is such a target.
    pub fn cut_off(&mut self, name: &str, until: Instant) -> bool {
        let stub = self.stubs.iter().position(|(known, _)| known == name).map(Place::Stub);
        let Some(place) = self.named(name).or(stub) else { return false };
        for rule in self.rules.iter_mut().filter(|rule| rule.targets.contains(&place)) {
            rule.unreachable_until.insert(place, until);
        }
        true
    }

    /// The schedule of a rule: it makes an event of its own.
    ///
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html>
    pub(super) fn tick_rule(&mut self, now: Instant, rule: usize, s3: &S3, out: &mut impl Outside) {
        let known = &self.rules[rule];
        if let Some(next) = known.plan.schedule.as_ref().and_then(|schedule| schedule.next(self.start, now)) {
            out.at(next, Signal::TickRule(rule));
        }
        if !known.enabled {
            return;
        }
        let identity = &known.plan.identity;
        let account = s3.directory().account(identity.account).number.to_string();
        let event = Fields::new()
            .text("version", "0")
            .text("id", format!("00000000-0000-0000-0000-{:012x}", self.next_number))
            .text("detail-type", "Scheduled Event")
            .text("source", "aws.events")
            .text("account", account)
            .text("time", now.to_string())
            .text("region", identity.region.name())
            .node("resources", Value::List(vec![Node::made(Value::Text(identity.arn.clone()))]))
            .node("detail", Value::Map(Default::default()));
        let event = Node::made(Value::Map(event.done()));
        let letter = self.letter(now, Content::Event(Arc::new(event)));
        self.fire(now, rule, &letter, s3, out);
    }

    /// The rule of a name.
    pub fn rule_named(&self, name: &str) -> Option<usize> {
        self.rules.iter().position(|rule| rule.plan.identity.name == name)
    }

    /// Who a rule is.
    pub(crate) fn rule_identity(&self, rule: usize) -> Identity {
        self.rules[rule].plan.identity.clone()
    }

    /// Switches a rule on or off.
    pub fn enable_rule(&mut self, rule: usize, enabled: bool) {
        self.rules[rule].enabled = enabled;
    }

    /// Whether a rule has an archive.
    pub fn has_archive(&self, rule: usize) -> bool {
        self.rules[rule].plan.archive.is_some()
    }

    /// Replays what a rule's archive holds of a time, to that rule: minute by minute of the events' time. How many
    /// events that are.
    ///
    /// Modelling choice: a minute of events takes a second.
    pub fn replay(
        &mut self,
        now: Instant,
        rule: usize,
        name: &str,
        (from, until): (Instant, Instant),
        out: &mut impl Outside,
    ) -> u64 {
        let retention = self.rules[rule].plan.archive.flatten();
        let kept = |(archived, letter): &&(Instant, Arc<Letter>)| {
            from <= letter.since
                && letter.since < until
                && now.since(*archived) >= ARCHIVED_AFTER
                && retention.is_none_or(|retention| now.since(*archived) < retention)
        };
        let found: Vec<Arc<Letter>> =
            self.rules[rule].archived.iter().filter(kept).map(|(_, letter)| Arc::clone(letter)).collect();
        let mut minutes: Vec<i64> = Vec::new();
        for letter in &found {
            let minute = letter.since.micros().div_euclid(MINUTE);
            let place = minutes.iter().position(|known| *known == minute).unwrap_or_else(|| {
                minutes.push(minute);
                minutes.len() - 1
            });
            let letter = self.replayed(letter, name, now);
            let first = now + Micros((place as i64 + 1) * SECOND);
            for target in 0..self.rules[rule].targets.len() {
                let letter = Arc::clone(&letter);
                out.at(first, Signal::Target(Attempt { rule, target, letter, retries: 0, first }));
            }
        }
        found.len() as u64
    }

    /// An event with the name of the replay that it comes from. Its delay counts from the replay.
    fn replayed(&mut self, letter: &Arc<Letter>, name: &str, now: Instant) -> Arc<Letter> {
        let Content::Event(event) = &letter.content else { return Arc::clone(letter) };
        let mut event = (**event).clone();
        if let Value::Map(map) = &mut event.value {
            let value = Node::made(Value::Text(name.to_owned()));
            map.insert(Field { key: "replay-name".to_owned(), key_at: At::NOWHERE, value });
        }
        self.letter(now, Content::Event(Arc::new(event)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// EV-087: 185 retries, 1 + 2 + 4 + … + 256 s and then 176 of 480 s, are 84,991 s, less than a day of 86,400 s.
    #[test]
    fn retries_end_within_a_day() {
        let waits: Vec<i64> = (1..=RETRIES_MAX).map(|retry| wait(retry).0 / SECOND).collect();
        assert_eq!(waits[..10], [1, 2, 4, 8, 16, 32, 64, 128, 256, 480]);
        assert_eq!(waits.iter().sum::<i64>(), 84_991);
    }
}
