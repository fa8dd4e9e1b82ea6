//! One sequence for each kind of thing, with every instant worked out by hand. Notifications take 1 s, all else none.

use std::cell::RefCell;
use std::collections::BTreeMap;

use s3sim_aws::region::Region;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::{json, yaml};
use s3sim_iam::compile::Compiled;
use s3sim_iam::policy::{Policy, PolicyKind, Rules};
use s3sim_iam::principal::AccountId as Digits;
use s3sim_kernel::quantiles::{Table, WHOLE};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::message::{Journal, What};
use s3sim_ledger::{AccountId, BucketId};
use s3sim_s3::bucket::NewBucket;
use s3sim_s3::machine::{S3, Settings};
use s3sim_s3::notification::destination::{Destination, DestinationKind, Destinations};
use s3sim_s3::notification::event_type::EventType;
use s3sim_s3::notification::notice::{About, Addressee, Notice, Requester};

use super::Around;
use crate::delays::Profile;
use crate::function::Terms as FunctionTerms;
use crate::letter::{Found, Letter};
use crate::outside::{Charge, Outside, Place, Signal};
use crate::pattern;
use crate::plan::{FunctionPlan, Identity, Plans, QueuePlan, RulePlan, Subscription, TopicPlan};
use crate::queue::{RETENTION, Terms as QueueTerms};
use crate::schedule::Schedule;

/// A clock, and everything written down.
#[derive(Default)]
struct Bench {
    waiting: BTreeMap<(Instant, u64), Signal>,
    pushed: u64,
    journal: Journal,
    usage: BTreeMap<String, u128>,
    /// What a function finds when it looks.
    objects: Vec<Found>,
}

impl Outside for Bench {
    fn at(&mut self, at: Instant, signal: Signal) {
        self.pushed += 1;
        self.waiting.insert((at, self.pushed), signal);
    }

    fn journal(&mut self) -> &mut Journal {
        &mut self.journal
    }

    fn charge(&mut self, _at: Instant, charge: Charge) {
        let name = format!("{} {}", charge.item.usage_type(charge.region), charge.operation);
        *self.usage.entry(name).or_default() += charge.amount;
    }

    fn act(&mut self, _now: Instant, _s3: &mut S3, _function: usize, _letter: &Letter) -> bool {
        true
    }

    fn look(&mut self, _now: Instant, _s3: &mut S3, _function: usize) -> Vec<Found> {
        self.objects.clone()
    }
}

/// Seconds of the sequence, in thousandths.
fn at(millis: i64) -> Instant {
    Instant::parse("2025-01-01").unwrap() + Micros(millis * 1_000)
}

fn identity(service: &str, name: &str) -> Identity {
    let colon = if service == "lambda" { "function:" } else { "" };
    let slash = if service == "events" { "rule/" } else { "" };
    Identity {
        name: name.into(),
        arn: format!("arn:aws:{service}:us-east-1:111122223333:{colon}{slash}{name}"),
        account: AccountId(0),
        region: Region::US_EAST_1,
    }
}

fn queue(name: &str, visibility: i64, max_receives: Option<u32>, dead_letter: Option<&str>) -> QueuePlan {
    QueuePlan {
        identity: identity("sqs", name),
        terms: QueueTerms {
            visibility_timeout: Micros::seconds(visibility),
            max_receives,
            retention: RETENTION,
        },
        dead_letter: dead_letter.map(str::to_owned),
        fifo: false,
    }
}

fn function(name: &str, millis: u64) -> FunctionPlan {
    FunctionPlan {
        identity: identity("lambda", name),
        terms: FunctionTerms {
            duration: Table::constant(millis * 1_000),
            concurrency: None,
            timeout: Some(Micros::seconds(3)),
            memory: 128 << 20,
            fails: 0,
            on_host: false,
            schedule: None,
            polls: false,
        },
        dead_letter: None,
        from_queue: None,
    }
}

/// A rule for objects larger than 1,000 bytes.
fn rule(name: &str, targets: &[&str]) -> RulePlan {
    let text = r#"{"source": ["aws.s3"], "detail": {"object": {"size": [{"numeric": [">", 1000]}]}}}"#;
    let node = json::parse(text).unwrap();
    let problems = RefCell::new(Problems::new());
    RulePlan {
        identity: identity("events", name),
        pattern: pattern::read(&Reader::new(&node, "", &problems)),
        schedule: None,
        targets: targets.iter().map(|&target| target.to_owned()).collect(),
        archive: None,
    }
}

/// Lets SNS and EventBridge in.
fn open(kind: DestinationKind) -> Destination {
    let (policy_kind, action) = match kind {
        DestinationKind::Topic => (PolicyKind::Topic, "sns:Publish"),
        DestinationKind::Queue => (PolicyKind::Queue, "sqs:SendMessage"),
        DestinationKind::Function => (PolicyKind::Function, "lambda:InvokeFunction"),
    };
    let text = format!(
        "{{Version: 2012-10-17, Statement: [{{Effect: Allow, Principal: {{Service: [sns.amazonaws.com, \
         events.amazonaws.com]}}, Action: '{action}', Resource: '*'}}]}}"
    );
    let node = yaml::parse(&text).unwrap();
    let problems = RefCell::new(Problems::new());
    let policy = Policy::read(&Reader::new(&node, "", &problems), &Rules::new(policy_kind)).unwrap();
    let owner = Digits::parse("111122223333").unwrap();
    Destination { kind, owner, policy: Some(Compiled::new("", &policy)), key: None }
}

struct Sequence {
    around: Around,
    bench: Bench,
    s3: S3,
}

impl Sequence {
    fn new(plans: Plans) -> Sequence {
        let mut s3 = S3::new(at(0), Settings::default());
        s3.add_bucket(NewBucket {
            name: "b".into(),
            owner: AccountId(0),
            region: Region::US_EAST_1,
            created: at(0),
        });
        let mut destinations = Destinations::default();
        for plan in &plans.queues {
            destinations.insert(plan.identity.arn.clone(), open(DestinationKind::Queue));
        }
        for plan in &plans.topics {
            destinations.insert(plan.identity.arn.clone(), open(DestinationKind::Topic));
        }
        for plan in &plans.functions {
            destinations.insert(plan.identity.arn.clone(), open(DestinationKind::Function));
        }
        s3.know_destinations(destinations);
        let mut bench =
            Bench { journal: Journal { texts_max: 10, ..Journal::default() }, ..Bench::default() };
        let plans = Plans { function_concurrency: 1_000, delays: Profile::default(), seed: 1, ..plans };
        let around = Around::new(&plans, at(0), &mut bench);
        Sequence { around, bench, s3 }
    }

    /// An object of `size` bytes is written at `millis`.
    fn written(&mut self, millis: i64, key: &str, size: u64, to: Option<(DestinationKind, &str)>) {
        self.until(millis);
        let notice = Notice {
            time: at(millis),
            bucket: BucketId(0),
            event: EventType::ObjectCreatedPut,
            key: key.into(),
            size,
            etag: "e".into(),
            version_id: None,
            sequencer: "0".into(),
            requester: Requester::s3(),
            about: About::Nothing,
            event_bridge: to.is_none(),
            to: to
                .into_iter()
                .map(|(kind, arn)| Addressee { configuration: "c".into(), kind, arn: arn.into() })
                .collect(),
        };
        self.around.notice(notice, &self.s3, &mut self.bench);
    }

    fn until(&mut self, millis: i64) {
        while let Some((&(when, number), _)) = self.bench.waiting.first_key_value()
            && when <= at(millis)
            && let Some(signal) = self.bench.waiting.remove(&(when, number))
        {
            self.around.signal(when, signal, &mut self.s3, &mut self.bench);
        }
    }

    /// What happened: milliseconds, thing, what; in the order in which it happened.
    fn log(&self) -> Vec<String> {
        let journal = &self.bench.journal;
        let line = |entry: &s3sim_ledger::message::Entry| {
            let thing = &journal.things[entry.thing.0 as usize].name;
            format!("{} {thing} {:?}", entry.at.since(at(0)).0 / 1_000, entry.what)
        };
        journal.entries.iter().filter(|entry| entry.what != What::Due).map(line).collect()
    }
}

const JOBS: &str = "arn:aws:sqs:us-east-1:111122223333:jobs";

/// Written at 0, in the queue at 1 s. A run of 2 s fails at 3 s; the message is hidden until 1 + 30 s. The second run
/// from 31 s to 33 s fails too; at 61 s it has been received twice, so it goes to the dead letters.
#[test]
fn a_queue_with_dead_letters() {
    let worker = FunctionPlan {
        from_queue: Some("jobs".into()),
        terms: FunctionTerms { fails: WHOLE, ..function("", 2_000).terms },
        ..function("work", 0)
    };
    let mut sequence = Sequence::new(Plans {
        queues: vec![queue("jobs", 30, Some(2), Some("dead")), queue("dead", 30, None, None)],
        functions: vec![worker],
        ..Plans::default()
    });
    sequence.written(0, "k", 1, Some((DestinationKind::Queue, JOBS)));
    sequence.until(100_000);
    let expected = [
        "1000 jobs Arrived",
        "1000 work Arrived",
        "1000 work Began",
        "3000 work Ended",
        "31000 work Arrived",
        "31000 work Began",
        "33000 work Ended",
        "61000 jobs GivenUp",
        "61000 dead Arrived",
    ];
    assert_eq!(sequence.log(), expected);
    assert_eq!((sequence.around.depth(0), sequence.around.depth(1)), ((0, 0), (1, 0)));
    // Two sends (jobs, dead), two receives; two runs of 2 s at 128 MB.
    let usage = &sequence.bench.usage;
    assert_eq!((usage["Requests-Tier1 SendMessage"], usage["Requests-Tier1 ReceiveMessage"]), (2, 2));
    assert_eq!((usage["Request Invoke"], usage["Lambda-GB-Second Invoke"]), (2, 2 * (128 << 20) * 2_000_000));
}

/// A function that handles in 2 s one message at a time: three messages of 1 s are done at 3, 5 and 7 s.
#[test]
fn a_queue_that_is_worked_off() {
    let worker = FunctionPlan {
        from_queue: Some("jobs".into()),
        terms: FunctionTerms { concurrency: Some(1), ..function("", 2_000).terms },
        ..function("work", 0)
    };
    let mut sequence = Sequence::new(Plans {
        queues: vec![queue("jobs", 30, None, None)],
        functions: vec![worker],
        ..Plans::default()
    });
    for key in ["a", "b", "c"] {
        sequence.written(0, key, 1, Some((DestinationKind::Queue, JOBS)));
    }
    sequence.until(100_000);
    let handled: Vec<String> = sequence.log().into_iter().filter(|line| line.ends_with("Handled")).collect();
    assert_eq!(handled, ["3000 work Handled", "5000 work Handled", "7000 work Handled"]);
    assert_eq!(sequence.around.depth(0), (0, 0));
}

/// Published at 1 s; the queue with the raw message, the one with an envelope and the function hear of it at once, the
/// subscription whose filter wants copies does not.
#[test]
fn a_topic_with_subscriptions() {
    let node = json::parse(r#"{"Records": {"eventName": [{"suffix": ":Copy"}]}}"#).unwrap();
    let problems = RefCell::new(Problems::new());
    let copies = pattern::read(&Reader::new(&node, "", &problems));
    let to =
        |name: &str, to: &str| Subscription { name: name.into(), to: to.into(), raw: false, filter: None };
    let topic = TopicPlan {
        identity: identity("sns", "news"),
        subscriptions: vec![
            Subscription { raw: true, ..to("a", "raw") },
            to("b", "wrapped"),
            to("c", "work"),
            to("d", "email"),
            Subscription { filter: copies, ..to("e", "copies") },
        ],
    };
    let mut sequence = Sequence::new(Plans {
        queues: vec![
            queue("raw", 30, None, None),
            queue("wrapped", 30, None, None),
            queue("copies", 30, None, None),
        ],
        topics: vec![topic],
        functions: vec![function("work", 100)],
        ..Plans::default()
    });
    sequence.written(0, "k", 1, Some((DestinationKind::Topic, "arn:aws:sns:us-east-1:111122223333:news")));
    sequence.until(100_000);
    let expected = [
        "1000 news Arrived",
        "1000 raw Arrived",
        "1000 wrapped Arrived",
        "1000 work Arrived",
        "1000 work Began",
        "1100 work Ended",
        "1100 work Handled",
    ];
    assert_eq!(sequence.log(), expected);
    let text = |sequence: &mut Sequence, queue: usize| {
        let received = sequence.around.queues[queue].1.receive(at(2_000)).unwrap();
        received.letter.text(&sequence.s3)
    };
    let raw = text(&mut sequence, 0);
    assert!(raw.starts_with(r#"{"Records":[{"eventVersion":"2.1""#), "{raw}");
    // EV-073: the message is a string in the envelope.
    let wrapped = text(&mut sequence, 1);
    let begins = r#"{"Type":"Notification","MessageId":"00000000-0000-0000-0000-000000000000","TopicArn":"arn:aws:sns:us-east-1:111122223333:news","Subject":"Amazon S3 Notification","Message":"{\"Records\":[{\"eventVersion\":\"2.1\""#;
    assert!(wrapped.starts_with(begins), "{wrapped}");
}

/// EV-070: given at 1 s, runs of 100 ms that fail end at 1.1 s, 61.2 s (a minute later and 100 ms) and 181.3 s (two
/// minutes later and 100 ms); then the dead letters.
#[test]
fn a_function_that_always_fails() {
    let work = FunctionPlan {
        dead_letter: Some("dead".into()),
        terms: FunctionTerms { fails: WHOLE, ..function("", 100).terms },
        ..function("work", 0)
    };
    let mut sequence = Sequence::new(Plans {
        queues: vec![queue("dead", 30, None, None)],
        functions: vec![work],
        ..Plans::default()
    });
    let arn = "arn:aws:lambda:us-east-1:111122223333:function:work";
    sequence.written(0, "k", 1, Some((DestinationKind::Function, arn)));
    sequence.until(1_000_000);
    let expected = [
        "1000 work Arrived",
        "1000 work Began",
        "1100 work Ended",
        "61100 work Began",
        "61200 work Ended",
        "181200 work Began",
        "181300 work Ended",
        "181300 work GivenUp",
        "181300 dead Arrived",
    ];
    assert_eq!(sequence.log(), expected);
}

/// EV-070: without concurrency an event is tried for six hours: until 1 s + 511 s + 70 · 300 s, and not once more.
#[test]
fn a_function_without_room() {
    let work = FunctionPlan {
        terms: FunctionTerms { concurrency: Some(0), ..function("", 100).terms },
        ..function("work", 0)
    };
    let mut sequence = Sequence::new(Plans { functions: vec![work], ..Plans::default() });
    let arn = "arn:aws:lambda:us-east-1:111122223333:function:work";
    sequence.written(0, "k", 1, Some((DestinationKind::Function, arn)));
    sequence.until(100_000_000);
    assert_eq!(sequence.log(), ["1000 work Arrived", "21512000 work GivenUp"]);
}

/// A run that takes 4 s is stopped after 3 s.
#[test]
fn a_function_that_takes_too_long() {
    let mut sequence = Sequence::new(Plans { functions: vec![function("work", 4_000)], ..Plans::default() });
    let arn = "arn:aws:lambda:us-east-1:111122223333:function:work";
    sequence.written(0, "k", 1, Some((DestinationKind::Function, arn)));
    sequence.until(5_000);
    assert_eq!(sequence.log(), ["1000 work Arrived", "1000 work Began", "4000 work Ended"]);
}

/// Looks at 60 s and finds two objects, 40 s of work each, one at a time: done at 100 s and 140 s. The look at 120 s
/// finds nothing new. It crashes at 130 s: the second is not done, and at 180 s it has forgotten both.
#[test]
fn a_function_that_looks_and_crashes() {
    let look = FunctionPlan {
        terms: FunctionTerms {
            concurrency: Some(1),
            timeout: None,
            on_host: true,
            schedule: Some(Schedule::Rate(Micros::seconds(60))),
            polls: true,
            ..function("", 40_000).terms
        },
        ..function("work", 0)
    };
    let mut sequence = Sequence::new(Plans { functions: vec![look], ..Plans::default() });
    let found = |key: &str| Found { bucket: "b".into(), key: key.into(), created: at(0), size: 1 };
    sequence.bench.objects = vec![found("a"), found("c")];
    sequence.until(130_000);
    sequence.around.crash(at(130_000), 0, &mut sequence.bench);
    sequence.until(225_000);
    let expected = [
        "60000 work Arrived",
        "60000 work Began",
        "100000 work Ended",
        "100000 work Handled",
        "100000 work Arrived",
        "100000 work Began",
        "130000 work Ended",
        "180000 work Arrived",
        "180000 work Began",
        "220000 work Ended",
        "220000 work Handled",
        "220000 work Arrived",
        "220000 work Began",
    ];
    assert_eq!(sequence.log(), expected);
}

/// Two objects at 0, of which the rule wants the large one: at 1 s three targets have it. `flow` cannot be reached from
/// 10 s to 20 s: what is sent at 12 s is tried after 1, 2, 4 … s: at 12, 13, 15, 19 and 27 s.
#[test]
fn a_rule_with_targets() {
    let mut sequence = Sequence::new(Plans {
        queues: vec![queue("jobs", 30, None, None)],
        functions: vec![function("work", 100)],
        rules: vec![rule("large", &["jobs", "work", "flow"])],
        ..Plans::default()
    });
    sequence.written(0, "small", 1_000, None);
    sequence.written(0, "large", 1_001, None);
    sequence.until(10_000);
    assert!(sequence.around.cut_off("flow", at(20_000)));
    sequence.written(11_000, "later", 5_000, None);
    sequence.until(100_000);
    let expected = [
        "1000 large Arrived",
        "1000 jobs Arrived",
        "1000 work Arrived",
        "1000 work Began",
        "1000 flow Arrived",
        "1100 work Ended",
        "1100 work Handled",
        "12000 large Arrived",
        "12000 jobs Arrived",
        "12000 work Arrived",
        "12000 work Began",
        "12100 work Ended",
        "12100 work Handled",
        "27000 flow Arrived",
    ];
    assert_eq!(sequence.log(), expected);
    assert_eq!(sequence.bench.usage["Event-64K-Chunks PutEvents"], 3);
    let text = &sequence.bench.journal.deliveries[0].text;
    assert!(
        text.starts_with(r#"{"version":"0","id":""#) && text.contains(r#""detail-type":"Object Created""#),
        "{text}"
    );
}

/// EV-087: a target that refuses is not tried again.
#[test]
fn a_rule_whose_target_refuses() {
    let mut sequence = Sequence::new(Plans {
        queues: vec![queue("jobs", 30, None, None)],
        rules: vec![rule("large", &["jobs"])],
        ..Plans::default()
    });
    sequence.s3.destinations_mut().remove(JOBS);
    sequence.written(0, "large", 1_001, None);
    sequence.until(100_000);
    assert_eq!(sequence.log(), ["1000 large Arrived", "1000 large GivenUp"]);
}

/// Events at 0 s, 10 s and 70 s. Replayed at 620 s: those up to 10 s have lain in the archive for ten minutes since 1 s
/// and 11 s, the third has not. Both are of one minute, so both come after one second.
#[test]
fn an_archive_that_is_replayed() {
    let archived = RulePlan { archive: Some(None), ..rule("large", &["jobs"]) };
    let mut sequence = Sequence::new(Plans {
        queues: vec![queue("jobs", 30, None, None)],
        rules: vec![archived],
        ..Plans::default()
    });
    for millis in [0, 10_000, 70_000] {
        sequence.written(millis, "large", 1_001, None);
    }
    sequence.until(620_000);
    let window = (at(0), at(600_000));
    assert_eq!(sequence.around.replay(at(620_000), 0, "again", window, &mut sequence.bench), 2);
    sequence.until(700_000);
    let arrived: Vec<String> = sequence.log().into_iter().filter(|line| line.contains("jobs")).collect();
    let expected = [
        "1000 jobs Arrived",
        "11000 jobs Arrived",
        "71000 jobs Arrived",
        "621000 jobs Arrived",
        "621000 jobs Arrived",
    ];
    assert_eq!(arrived, expected);
    let texts: Vec<bool> = sequence
        .bench
        .journal
        .deliveries
        .iter()
        .map(|delivery| delivery.text.contains(r#""replay-name":"again""#))
        .collect();
    assert_eq!(texts, [false, false, false, true, true]);
    // Later, all three are there.
    assert_eq!(sequence.around.replay(at(700_000), 0, "more", window, &mut sequence.bench), 3);
}

/// A rule by schedule makes an event every five minutes.
#[test]
fn a_rule_with_a_schedule() {
    let schedule = RulePlan {
        pattern: None,
        schedule: Some(Schedule::parse("rate(5 minutes)").unwrap()),
        ..rule("tick", &["flow"])
    };
    let mut sequence = Sequence::new(Plans { rules: vec![schedule], ..Plans::default() });
    sequence.until(700_000);
    assert_eq!(
        sequence.log(),
        ["300000 tick Arrived", "300000 flow Arrived", "600000 tick Arrived", "600000 flow Arrived"]
    );
}

/// Names lead to queues first, then topics, then functions.
#[test]
fn names_lead_to_queues_first() {
    let sequence = Sequence::new(Plans {
        queues: vec![queue("same", 30, None, None)],
        functions: vec![function("same", 100), function("other", 100)],
        ..Plans::default()
    });
    assert_eq!(sequence.around.named("same"), Some(Place::Queue(0)));
    assert_eq!(sequence.around.named("other"), Some(Place::Function(1)));
    assert_eq!(sequence.around.named("nothing"), None);
}
