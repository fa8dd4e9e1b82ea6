//! Everything around S3 at work: letters arrive, are handed on, handled, tried again or given up.

mod functions;
mod queues;
mod rules;
#[cfg(test)]
mod tests;
mod topics;

pub use topics::EMAIL;

use std::collections::BTreeMap;
use std::sync::Arc;

use s3sim_aws::item::Item;
use s3sim_kernel::streams::{DrawKey, Seed};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::AccountId;
use s3sim_ledger::message::{Entry, Journal, ThingId, ThingKind, What};
use s3sim_s3::machine::S3;
use s3sim_s3::notification::bridge;
use s3sim_s3::notification::destination::{Admission, Service};
use s3sim_s3::notification::notice::{Notice, TestEvent};

use crate::delays::{Delays, Leg};
use crate::function::Function;
use crate::letter::{Content, Found, Letter};
use crate::outside::{Charge, Outside, Place, Signal};
use crate::plan::{FunctionPlan, Identity, Plans, QueuePlan, RulePlan, TopicPlan};
use crate::queue::Queue;

/// The things around S3, in their present state.
#[derive(Clone, Debug)]
pub struct Around {
    start: Instant,
    queues: Vec<(QueuePlan, Queue, ThingId)>,
    topics: Vec<(TopicPlan, ThingId)>,
    functions: Vec<FunctionAtWork>,
    rules: Vec<RuleAtWork>,
    stubs: Vec<(String, ThingId)>,
    places: BTreeMap<String, Place>,
    delays: Delays,
    function_concurrency: u64,
    next_number: u64,
}

/// A function with what it needs to run.
#[derive(Clone, Debug)]
struct FunctionAtWork {
    plan: FunctionPlan,
    state: Function,
    thing: ThingId,
    durations: DrawKey,
    failures: DrawKey,
    /// The numbers of objects that were found by looking: found again, one is the same event.
    numbers: BTreeMap<Found, u64>,
}

/// A rule with what it has kept.
#[derive(Clone, Debug)]
struct RuleAtWork {
    plan: RulePlan,
    thing: ThingId,
    targets: Vec<Place>,
    enabled: bool,
    /// What its archive holds: when it happened, and what.
    archived: Vec<(Instant, Arc<Letter>)>,
    /// Until when targets cannot be reached.
    unreachable_until: BTreeMap<Place, Instant>,
}

impl Around {
    /// Puts everything in place at `start` and sets the schedules going.
    pub fn new(plans: &Plans, start: Instant, out: &mut impl Outside) -> Around {
        let seed = Seed(plans.seed);
        let mut around = Around {
            start,
            queues: Vec::new(),
            topics: Vec::new(),
            functions: Vec::new(),
            rules: Vec::new(),
            stubs: Vec::new(),
            places: BTreeMap::new(),
            delays: Delays::new(plans.delays, plans.duplicates, seed),
            function_concurrency: plans.function_concurrency,
            next_number: 0,
        };
        for plan in &plans.queues {
            let thing = out.journal().add(ThingKind::Queue, &plan.identity.name);
            around.places.insert(plan.identity.arn.clone(), Place::Queue(around.queues.len()));
            around.queues.push((plan.clone(), Queue::new(plan.terms), thing));
        }
        for plan in &plans.topics {
            let thing = out.journal().add(ThingKind::Topic, &plan.identity.name);
            around.places.insert(plan.identity.arn.clone(), Place::Topic(around.topics.len()));
            around.topics.push((plan.clone(), thing));
        }
        for plan in &plans.functions {
            let name = &plan.identity.name;
            let thing = out.journal().add(ThingKind::Function, name);
            around.places.insert(plan.identity.arn.clone(), Place::Function(around.functions.len()));
            around.functions.push(FunctionAtWork {
                state: Function::new(plan.terms.clone()),
                thing,
                durations: seed.key(&format!("function/{name}/duration")),
                failures: seed.key(&format!("function/{name}/fails")),
                numbers: BTreeMap::new(),
                plan: plan.clone(),
            });
        }
        for plan in &plans.rules {
            let targets = plan.targets.iter().map(|name| around.target(name, out.journal())).collect();
            let thing = out.journal().add(ThingKind::Rule, &plan.identity.name);
            around.rules.push(RuleAtWork {
                plan: plan.clone(),
                thing,
                targets,
                enabled: true,
                archived: Vec::new(),
                unreachable_until: BTreeMap::new(),
            });
        }
        around.set_going(out);
        around
    }

    fn set_going(&mut self, out: &mut impl Outside) {
        for (index, function) in self.functions.iter().enumerate() {
            if let Some(at) =
                function.plan.terms.schedule.as_ref().and_then(|s| s.next(self.start, self.start))
            {
                out.at(at, Signal::TickFunction(index));
            }
        }
        for (index, rule) in self.rules.iter().enumerate() {
            if let Some(at) = rule.plan.schedule.as_ref().and_then(|s| s.next(self.start, self.start)) {
                out.at(at, Signal::TickRule(index));
            }
        }
    }

    /// The queue, topic or function of a name, in this order; anything else is a stub.
    fn target(&mut self, name: &str, journal: &mut Journal) -> Place {
        if let Some(place) = self.named(name) {
            return place;
        }
        if let Some(index) = self.stubs.iter().position(|(known, _)| known == name) {
            return Place::Stub(index);
        }
        self.stubs.push((name.to_owned(), journal.add(ThingKind::Stub, name)));
        Place::Stub(self.stubs.len() - 1)
    }

    /// The queue, topic or function of a name, in this order.
    pub fn named(&self, name: &str) -> Option<Place> {
        let queue = self.queues.iter().position(|(plan, ..)| plan.identity.name == name).map(Place::Queue);
        let topic = || self.topics.iter().position(|(plan, _)| plan.identity.name == name).map(Place::Topic);
        let function =
            || self.functions.iter().position(|known| known.plan.identity.name == name).map(Place::Function);
        queue.or_else(topic).or_else(function)
    }

    /// The function of a name.
    pub fn function_named(&self, name: &str) -> Option<Place> {
        self.functions.iter().position(|known| known.plan.identity.name == name).map(Place::Function)
    }

    /// The queue, topic or function of a name, by the service that it belongs to.
    pub(crate) fn place_called(&self, service: &str, name: &str) -> Option<(Place, Identity)> {
        let identities: Vec<(Place, &Identity)> = match service {
            "sqs" => {
                let queues = self.queues.iter().enumerate();
                queues.map(|(index, (plan, ..))| (Place::Queue(index), &plan.identity)).collect()
            }
            "sns" => {
                let topics = self.topics.iter().enumerate();
                topics.map(|(index, (plan, _))| (Place::Topic(index), &plan.identity)).collect()
            }
            _ => {
                let functions = self.functions.iter().enumerate();
                functions.map(|(index, known)| (Place::Function(index), &known.plan.identity)).collect()
            }
        };
        let found = identities.into_iter().find(|(_, identity)| identity.name == name);
        found.map(|(place, identity)| (place, identity.clone()))
    }

    fn identity(&self, place: Place) -> Option<&Identity> {
        match place {
            Place::Queue(index) => Some(&self.queues[index].0.identity),
            Place::Topic(index) => Some(&self.topics[index].0.identity),
            Place::Function(index) => Some(&self.functions[index].plan.identity),
            Place::Stub(_) => None,
        }
    }

    fn thing(&self, place: Place) -> ThingId {
        match place {
            Place::Queue(index) => self.queues[index].2,
            Place::Topic(index) => self.topics[index].1,
            Place::Function(index) => self.functions[index].thing,
            Place::Stub(index) => self.stubs[index].1,
        }
    }

    /// A new letter.
    pub(crate) fn letter(&mut self, since: Instant, content: Content) -> Arc<Letter> {
        let number = self.next_number;
        self.next_number += 1;
        Arc::new(Letter { number, since, content })
    }

    /// S3 tells of something: the message sets out for everybody who is to hear of it.
    pub fn notice(&mut self, notice: Notice, s3: &S3, out: &mut impl Outside) {
        let now = notice.time;
        let notice = Arc::new(notice);
        for addressee in &notice.to {
            let content = Content::Notice(Arc::clone(&notice), addressee.configuration.clone());
            let letter = self.letter(now, content);
            let Some(&place) = self.places.get(&addressee.arn) else { continue };
            for copy in 0..self.delays.copies(letter.number) {
                let delay = self.delays.of(Leg::Notification, letter.number, copy);
                self.send(now + delay, place, &letter, true, out);
            }
        }
        if notice.event_bridge
            && let Some(event) = bridge::event(s3, &notice)
        {
            let bucket = s3.bucket(notice.bucket);
            let (account, region) = (bucket.owner, bucket.region);
            let letter = self.letter(now, Content::Event(Arc::new(event)));
            let at = now
                + self.delays.of(Leg::Notification, letter.number, 0)
                + self.delays.of(Leg::EventBridge, letter.number, 0);
            let (item, operation) = (Item::EventBridgeS3Event, "PutEvents");
            out.charge(now, Charge { account, region, item, operation, amount: 1 });
            out.at(at, Signal::Bus { account, region, letter });
        }
    }

    /// S3 sends its test event to queues and topics.
    pub fn test_event(&mut self, test: TestEvent, out: &mut impl Outside) {
        let now = test.time;
        let test = Arc::new(test);
        for addressee in &test.to {
            let letter = self.letter(now, Content::Test(Arc::clone(&test)));
            let delay = self.delays.of(Leg::Notification, letter.number, 0);
            if let Some(&place) = self.places.get(&addressee.arn) {
                self.send(now + delay, place, &letter, true, out);
            }
        }
    }

    /// Lets a letter arrive somewhere, with what the way into a queue takes.
    fn send(&self, at: Instant, place: Place, letter: &Arc<Letter>, counted: bool, out: &mut impl Outside) {
        let leg = match place {
            Place::Queue(_) => self.delays.of(Leg::Queue, letter.number, 0),
            _ => Micros::ZERO,
        };
        out.at(at + leg, Signal::Arrive { place, letter: Arc::clone(letter), counted });
    }

    /// Does what was put off until now.
    pub fn signal(&mut self, now: Instant, signal: Signal, s3: &mut S3, out: &mut impl Outside) {
        match signal {
            Signal::Arrive { place, letter, counted } => {
                if counted {
                    let thing = self.thing(place);
                    out.journal().deliver(now, thing, || letter.text(s3));
                }
                self.arrive(now, place, letter, s3, out);
            }
            Signal::Bus { account, region, letter } => self.on_bus(now, (account, region), &letter, s3, out),
            Signal::Reappear { queue, message, until } => self.reappear(now, queue, message, until, out),
            Signal::End { function, run } => self.end(now, function, run, s3, out),
            Signal::Again { function, given } => self.attempt(now, function, given, out),
            Signal::TickFunction(function) => self.tick_function(now, function, s3, out),
            Signal::TickRule(rule) => self.tick_rule(now, rule, s3, out),
            Signal::Target(attempt) => self.try_target(now, attempt, s3, out),
        }
    }

    /// A letter is there.
    fn arrive(&mut self, now: Instant, place: Place, letter: Arc<Letter>, s3: &S3, out: &mut impl Outside) {
        self.note(now, place, What::Arrived, &letter, out);
        match place {
            Place::Queue(queue) => self.enqueue(now, queue, letter, out),
            Place::Topic(topic) => self.publish(now, topic, &letter, s3, out),
            Place::Function(function) => self.give(now, function, letter, out),
            Place::Stub(_) => {}
        }
    }

    fn note(&self, now: Instant, place: Place, what: What, letter: &Letter, out: &mut impl Outside) {
        let entry =
            Entry { at: now, thing: self.thing(place), what, since: letter.since, number: letter.number };
        out.journal().note(entry);
    }

    /// Whether a topic or rule may send to a queue, topic or function.
    fn admits(&self, place: Place, service: &'static str, source: &Identity, s3: &S3) -> bool {
        let Some(identity) = self.identity(place) else { return true };
        let account = s3.directory().account(source.account).number;
        let service = Service { name: service, source: &source.arn, account };
        s3.destinations().admits(&identity.arn, service, s3.keys()) == Admission::Granted
    }

    /// Whose a thing is, and where.
    fn charge_for(
        &self,
        now: Instant,
        identity: &Identity,
        item: Item,
        operation: &'static str,
        amount: u128,
        out: &mut impl Outside,
    ) {
        let (account, region): (AccountId, _) = (identity.account, identity.region);
        out.charge(now, Charge { account, region, item, operation, amount });
    }
}
