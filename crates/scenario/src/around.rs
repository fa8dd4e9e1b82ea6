//! What stands around S3: queues, topics, functions, rules, as S3 sees them and as they work.

pub mod calls;
pub mod functions;
pub mod measures;
pub(crate) mod notifications;
mod rules;
mod things;

use s3sim_aws::arn::{Account as Number, Arn, Regional};
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::{Entry, Node};
use s3sim_iam::compile::Compiled;
use s3sim_iam::policy::{Policy, PolicyKind, Rules};
use s3sim_kernel::time::Micros;
use s3sim_ledger::message::ThingKind;
use s3sim_neighbours::plan::{Identity, Plans};
use s3sim_s3::kms::{Keys, NewKey};
use s3sim_s3::notification::destination::Destinations;

use crate::people::People;
use crate::prices::PriceBook;
use crate::scope::Ground;
use crate::section::Section;
use crate::values;

pub use functions::FunctionCalls;

/// Everything around S3.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The things as they work.
    pub plans: Plans,
    /// The same as S3 sees them.
    pub destinations: Destinations,
    /// Names of budgets and alarms, of which alerts are counted.
    pub(crate) watchers: Vec<(ThingKind, String)>,
    /// What each function does beside running, in the order of the functions.
    pub calls: Vec<FunctionCalls>,
}

impl Around {
    /// Every thing that messages go to: its kind and name.
    pub(crate) fn things(&self) -> impl Iterator<Item = (ThingKind, &str)> {
        let queues = self.plans.queues.iter().map(|plan| (ThingKind::Queue, plan.identity.name.as_str()));
        let topics = self.plans.topics.iter().map(|plan| (ThingKind::Topic, plan.identity.name.as_str()));
        let functions =
            self.plans.functions.iter().map(|plan| (ThingKind::Function, plan.identity.name.as_str()));
        let rules = self.plans.rules.iter().map(|plan| (ThingKind::Rule, plan.identity.name.as_str()));
        let stubs = self.stubs().map(|name| (ThingKind::Stub, name));
        let watchers = self.watchers.iter().map(|(kind, name)| (*kind, name.as_str()));
        queues.chain(topics).chain(functions).chain(rules).chain(stubs).chain(watchers)
    }

    /// Whether this is a function's name.
    pub(crate) fn is_function(&self, name: Option<&str>) -> bool {
        self.plans.functions.iter().any(|plan| Some(plan.identity.name.as_str()) == name)
    }

    /// Every name of a thing.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let queues = self.plans.queues.iter().map(|plan| &plan.identity);
        let topics = self.plans.topics.iter().map(|plan| &plan.identity);
        let functions = self.plans.functions.iter().map(|plan| &plan.identity);
        let rules = self.plans.rules.iter().map(|plan| &plan.identity);
        queues.chain(topics).chain(functions).chain(rules).map(|identity| identity.name.as_str())
    }

    /// Every target of a rule about which nothing is known but its name.
    pub(crate) fn stubs(&self) -> impl Iterator<Item = &str> {
        let targets = self.plans.rules.iter().flat_map(|rule| &rule.targets);
        targets.map(String::as_str).filter(|name| !self.names().any(|known| known == *name))
    }
}

/// What things are read against.
pub(crate) struct Site<'a> {
    pub(crate) people: &'a People,
    pub(crate) ground: &'a Ground,
    pub(crate) keys: &'a [NewKey],
    /// Names of all queues and functions, which others may refer to before they are read.
    queues: Vec<String>,
    functions: Vec<String>,
}

/// Reads everything but what functions do, which needs buckets.
pub(crate) fn read(
    section: &Section<'_>,
    people: &People,
    ground: &Ground,
    keys: &[NewKey],
    book: &mut PriceBook,
) -> Around {
    let named = |word: &'static str| {
        let map = section.get(word).and_then(|value| value.node().as_map().cloned());
        map.map(|map| map.entries.into_iter().map(|Entry { key, .. }| key).collect()).unwrap_or_default()
    };
    let site = Site { people, ground, keys, queues: named("queues"), functions: named("functions") };
    let mut around = Around::default();
    let each = |word: &'static str| section.get(word).and_then(|value| value.entries()).unwrap_or_default();
    for (name, reader) in each("queues") {
        things::queue(name, &reader, &site, &mut around);
    }
    for (name, reader) in each("topics") {
        things::topic(name, &reader, &site, &mut around);
    }
    for (name, reader) in each("functions") {
        functions::read(name, &reader, &site, &mut around, book);
    }
    for (name, reader) in each("event_rules") {
        rules::read(name, &reader, &site, &mut around);
    }
    around.plans.function_concurrency = FUNCTION_CONCURRENCY;
    around
}

/// How many runs at once an account has in a Region unless it asks for more.
/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
const FUNCTION_CONCURRENCY: u64 = 1_000;

impl Site<'_> {
    /// Who a thing is.
    fn identity(&self, kind: Regional, name: &str, section: &Section<'_>) -> Option<Identity> {
        values::description(section);
        let region = section.get("region").and_then(|value| values::region(&value));
        let region = region.unwrap_or(self.ground.region);
        let account = self.people.owner(section)?;
        if name.is_empty() || name.contains([':', '/', ' ', '*']) {
            section.reader().wrong("a name of a thing with an ARN has no colon, slash, space or star");
            return None;
        }
        let number = Number::parse(&self.people.number(account).to_string())?;
        let arn = Arn::Regional { kind, region, account: number, name: name.to_owned() }.to_string();
        Some(Identity { name: name.to_owned(), arn, account, region })
    }

    /// Its policy.
    fn policy(&self, section: &Section<'_>, kind: PolicyKind) -> Option<Compiled> {
        let value = section.get("policy")?;
        let policy = Policy::read(&value, &Rules::new(kind).knowing(&self.people.directory))?;
        Some(Compiled::new("", &policy))
    }

    /// A queue that there is.
    fn queue(&self, reader: &Reader<'_>) -> Option<String> {
        self.one_of(reader, &self.queues, "queue")
    }

    fn one_of(&self, reader: &Reader<'_>, known: &[String], what: &str) -> Option<String> {
        let text = reader.text()?;
        if known.iter().any(|name| name == text) {
            return Some(text.to_owned());
        }
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        reader.wrong(format!("there is no {what} `{text}`{}", suggest::instead(text, &known)));
        None
    }

    /// A time, more than none.
    fn time(&self, reader: &Reader<'_>) -> Option<Micros> {
        let time = values::duration(reader)?;
        if time == Micros::ZERO {
            reader.wrong("should be longer than no time");
            return None;
        }
        Some(time)
    }
}

/// The keys of a scenario as S3 looks for them.
pub(crate) fn keys_of(keys: &[NewKey], people: &People) -> Keys {
    let mut known = Keys::default();
    for key in keys {
        known.add(key.clone(), &people.directory);
    }
    known
}

/// Whether nothing stands there.
fn absent(node: Option<&Node>) -> bool {
    node.is_none_or(|node| matches!(node.value, s3sim_document::tree::Value::Null))
}
