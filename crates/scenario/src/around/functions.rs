//! Functions, and what they do in S3.

use std::sync::Arc;

use s3sim_aws::arn::Regional;
use s3sim_document::read::Reader;
use s3sim_document::units::Per;
use s3sim_iam::policy::PolicyKind;
use s3sim_kernel::quantiles::Table;
use s3sim_kernel::time::{MINUTE, Micros};
use s3sim_neighbours::function::Terms;
use s3sim_neighbours::plan::FunctionPlan;
use s3sim_neighbours::schedule::Schedule;
use s3sim_s3::caller::Actor;
use s3sim_s3::notification::destination::{Destination, DestinationKind};

use super::{Around, Site};
use crate::check::{self, Check};
use crate::people;
use crate::prices::{Label, PriceBook};
use crate::request::{self, Place, RequestPlan};
use crate::scope::Scope;
use crate::section::Section;
use crate::target::Target;
use crate::values;
use crate::words::around::{CALL, FUNCTION, RUNS_ON};

/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html>
const TIMEOUT: Micros = Micros::seconds(3);
const TIMEOUT_MAX: Micros = Micros(15 * MINUTE);
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html>
const MEMORY: u64 = 128 << 20;
const MEMORY_MAX: u64 = 10_240 << 20;
/// Modelling choice: a run takes 100 ms if nobody says how long.
const DURATION: u64 = 100_000;

/// What a function does in S3.
#[derive(Clone, Debug, Default)]
pub struct FunctionCalls {
    /// The requests of a run, in file order.
    pub requests: Vec<RequestPlan>,
    /// Who makes them; `None` is the administrator of the function's account.
    pub role: Option<Arc<Actor>>,
    /// What must hold, else a run does nothing.
    pub when: Option<Check>,
    /// What it looks at when it runs by itself.
    pub polls: Option<Target>,
}

/// Reads a function without its requests.
pub(super) fn read(
    name: &str,
    reader: &Reader<'_>,
    site: &Site<'_>,
    around: &mut Around,
    book: &mut PriceBook,
) {
    let Some(section) = Section::open(reader, &FUNCTION) else { return };
    let identity = site.identity(Regional::Function, name, &section);
    let policy = site.policy(&section, PolicyKind::Function);
    let on_host = section
        .get("runs_on")
        .and_then(|value| value.word(&[(RUNS_ON[0], false), (RUNS_ON[1], true)]))
        .unwrap_or_default();
    let price = section.get("price");
    if let Some(price) = price.as_ref().filter(|_| !on_host) {
        price.wrong("is what a host costs: say `runs_on: host`; Lambda has a price list");
    }
    let duration = section.get("duration").and_then(|value| values::duration(&value));
    let timeout = section.get("timeout").and_then(|value| {
        let timeout = site.time(&value)?;
        if !on_host && timeout > TIMEOUT_MAX {
            value.refused("InvalidParameterValueException", "should be at most 15 minutes");
        }
        Some(timeout)
    });
    let concurrency = section.get("concurrency").and_then(|value| value.count());
    let memory = section.get("memory").and_then(|value| {
        let memory = value.size()?;
        if !(MEMORY..=MEMORY_MAX).contains(&memory) {
            value.refused("InvalidParameterValueException", "should be 128 MB to 10,240 MB");
        }
        Some(memory)
    });
    let fails = section.get("fails").and_then(|value| value.share()).unwrap_or_default();
    let schedule = section.get("schedule").and_then(|value| schedule(&value));
    let polls = section.get("polls").and_then(|value| values::target(&value).map(|target| (value, target)));
    let dead_letter = section.get("dead_letter").and_then(|value| site.queue(&value));
    let from_queue = section.get("from_queue").and_then(|value| Some((value.clone(), site.queue(&value)?)));
    let role = section.get("role").and_then(|value| people::role(&value, site.people));
    // Read when there are buckets to be asked for.
    for word in ["calls", "when"] {
        section.get(word);
    }
    section.done();
    if let (Some((place, _)), None) = (&polls, &schedule) {
        place.wrong("is looked at by schedule: say `schedule` too");
    }
    let timeout = if on_host { timeout } else { Some(timeout.unwrap_or(TIMEOUT)) };
    if let (Some((place, queue)), Some(timeout), false) = (&from_queue, timeout, on_host) {
        let terms =
            around.plans.queues.iter().find(|plan| plan.identity.name == *queue).map(|plan| plan.terms);
        if let Some(hidden) = terms.map(|terms| terms.visibility_timeout).filter(|hidden| *hidden < timeout) {
            let message = format!(
                "Queue visibility timeout: {} seconds is less than Function timeout: {} seconds",
                hidden.0 / 1_000_000,
                timeout.0 / 1_000_000
            );
            place.refused("InvalidParameterValueException", message);
        }
    }
    let Some(identity) = identity else { return };
    if let Some(price) = price {
        let label = Label { service: "AmazonEC2", time: name, bytes: name, operation: "RunInstances" };
        let kinds = "by the hour, day or month: 30 USD/mo";
        let priced = book.read(&price, label, &[Per::Hour, Per::Day, Per::Month], kinds);
        let span = (site.ground.clock.start(), site.ground.clock.end());
        book.stands(&priced.time, label.operation, (identity.account, identity.region), span);
    }
    let owner = site.people.number(identity.account);
    let destination = Destination { kind: DestinationKind::Function, owner, policy, key: None };
    around.destinations.insert(identity.arn.clone(), destination);
    around.plans.functions.push(FunctionPlan {
        identity,
        terms: Terms {
            duration: Table::constant(duration.map_or(DURATION, |time| time.0.unsigned_abs())),
            concurrency,
            timeout,
            memory: memory.unwrap_or(MEMORY),
            fails,
            on_host,
            schedule,
            polls: polls.is_some(),
        },
        dead_letter,
        from_queue: from_queue.map(|(_, queue)| queue),
    });
    let polls = polls.map(|(_, target)| target);
    around.calls.push(FunctionCalls { role, polls, ..FunctionCalls::default() });
}

/// `rate(…)` or `cron(…)`.
pub(super) fn schedule(reader: &Reader<'_>) -> Option<Schedule> {
    match Schedule::parse(reader.text()?) {
        Ok(schedule) => Some(schedule),
        Err(message) => {
            reader.refused("ValidationException", message);
            None
        }
    }
}

/// Reads what functions do, once it is known what there is.
pub(crate) fn read_calls(reader: &Reader<'_>, scope: &Scope, around: &mut Around) {
    let entries = reader.entries().unwrap_or_default();
    for (name, reader) in entries {
        let Some(place) = around.plans.functions.iter().position(|plan| plan.identity.name == name) else {
            continue;
        };
        let child = |word: &str| {
            let node = reader.node().get(word).filter(|node| !super::absent(Some(node)))?;
            Some(reader.child(word, node))
        };
        let calls = child("calls").and_then(|calls| calls.items()).unwrap_or_default();
        let requests: Vec<RequestPlan> = calls.iter().filter_map(|call| one_call(call, scope)).collect();
        let when = child("when").and_then(|when| check::read(name, &when, scope));
        let known = &mut around.calls[place];
        known.requests = requests;
        known.when = when;
        for request in &mut known.requests {
            if request.sender.actor.is_none() {
                request.sender.actor = known.role.clone();
            }
        }
        if let (Some(target), Some(polls)) = (&known.polls, child("polls")) {
            match target.bucket.literal() {
                Some(bucket) if scope.knows_bucket(bucket) => {}
                Some(bucket) => scope.unknown_bucket(&polls, bucket),
                None => polls.wrong("should name one bucket, without wildcards"),
            }
        }
    }
}

fn one_call(reader: &Reader<'_>, scope: &Scope) -> Option<RequestPlan> {
    let section = Section::open(reader, &CALL)?;
    values::description(&section);
    let request = request::read(&section, Place::Function, scope, None);
    section.done();
    request
}
