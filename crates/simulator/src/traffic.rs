//! Whole days of requests at once.
//!
//! A share, or a count below the whole, is one contiguous arc of each population, not every so-many-th object: so
//! runs stay runs. Modelling choice.

use std::collections::BTreeMap;
use std::ops::Range;

use s3sim_aws::operation::Api;
use s3sim_document::tree::{At, Entry, Map};
use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::streams::{Seed, below};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::BucketId;
use s3sim_s3::calls::bulk::{Bulk, Outcome};
use s3sim_s3::calls::bulk_restore::{Stretch, Wanted};
use s3sim_s3::machine::S3;
use s3sim_s3::object::table::SpaceId;
use s3sim_scenario::request::{Content, Keys, Parameter, RequestPlan};
use s3sim_scenario::target::Pattern;
use s3sim_scenario::traffic::{Amount, Pick, Traffic};

use crate::edge;
use crate::extras;
use crate::keys;
use crate::recorder::Recorder;
use crate::restores;
use crate::steps::{caller, route};

/// Among how many places a random arc is drawn.
const BLOCKS: u64 = 1_000;

/// What became of a piece of traffic so far.
#[derive(Clone, Debug, Default)]
pub struct TrafficResult {
    /// How often it has happened.
    pub occurrences: u64,
    /// What became of its requests.
    pub outcome: Outcome,
    /// The number that the next key of a template gets.
    next: u64,
}

/// Lets traffic happen once; answers with what is to be read when it has been restored, and how often.
pub(crate) fn happen(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    seed: Seed,
    traffic: &Traffic,
    result: &mut TrafficResult,
) -> Vec<(Instant, u64, Vec<Stretch>)> {
    let occurrence = result.occurrences;
    result.occurrences += 1;
    let Some(bucket) = traffic.request.bucket.as_deref().and_then(|name| s3.bucket_id(name)) else {
        return Vec::new();
    };
    let requests = requests(s3, now, seed, traffic, bucket, occurrence, &mut result.next);
    let cause = format!("traffic {}", traffic.name);
    if traffic.request.restores || traffic.request.api == Api::RestoreObject {
        return restore(s3, world, now, traffic, requests, &cause, &mut result.outcome);
    }
    let cause = s3.cause(&cause);
    let plan = &traffic.request;
    let reads = matches!(plan.api, Api::GetObject | Api::HeadObject);
    let hit = plan.sender.road.as_ref().filter(|_| reads).map_or(0, |road| road.cache_hit);
    for Sent { times, size, stretch } in requests {
        let mut outcome = Outcome::default();
        for (times, (space, range)) in edge::misses(&stretch, times, hit, occurrence) {
            let bulk = Bulk { bucket, space, range, route: route(plan.client), cause };
            let refused =
                Outcome { refused: times * (bulk.range.end - bulk.range.start), ..Outcome::default() };
            if !plan.sender.is_answered() {
                outcome += refused;
                continue;
            }
            let send = |s3: &mut S3| send(s3, world, now, plan, &bulk, times, size);
            outcome += on_account(s3, plan, send).unwrap_or(refused);
        }
        let at_origin = outcome.bytes;
        if hit > 0 {
            outcome = edge::with_hits(s3, &stretch, times, outcome);
        }
        extras::carry(s3, world, now, plan, (at_origin, outcome.bytes));
        result.outcome += outcome;
    }
    Vec::new()
}

/// Does something about many objects on the account of whoever sends it; nothing if S3 does not take it.
pub(crate) fn on_account<T>(s3: &mut S3, plan: &RequestPlan, act: impl FnOnce(&mut S3) -> T) -> Option<T> {
    let bucket = plan.bucket.as_deref().and_then(|name| s3.bucket_id(name))?;
    let sender = caller(s3, plan).account;
    let done = s3.bill_requests_of(bucket, sender, &parameters(plan)).then(|| act(s3));
    s3.bill_owners();
    done
}

/// Requests about consecutive keys.
struct Sent {
    /// How often each.
    times: u64,
    /// Bytes that each brings.
    size: u64,
    stretch: Stretch,
}

/// Restores, or reads what can be read; answers with what can be read later, when and how often.
fn restore(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    traffic: &Traffic,
    requests: Vec<Sent>,
    cause: &str,
    outcome: &mut Outcome,
) -> Vec<(Instant, u64, Vec<Stretch>)> {
    let plan = &traffic.request;
    let mut by_times: BTreeMap<u64, Vec<Stretch>> = BTreeMap::new();
    for Sent { times, stretch, .. } in requests {
        // Asking twice for what is on its way is of no use to anybody.
        by_times.entry(if plan.restores { times } else { 1 }).or_default().push(stretch);
    }
    let parameters = parameters(plan);
    let wanted = if plan.restores { Wanted::ToRead } else { Wanted::Restore(&parameters) };
    let mut later = Vec::new();
    for (times, stretches) in by_times {
        let restored = restores::restore(s3, world, now, plan, &stretches, wanted, cause);
        if plan.restores {
            *outcome += restores::read(s3, world, now, plan, restored.readable, times, cause);
            later.extend(restored.waiting.into_iter().map(|(at, stretches)| (at, times, stretches)));
        } else {
            *outcome += restored.outcome;
        }
    }
    later
}

/// What is requested this time.
fn requests(
    s3: &mut S3,
    now: Instant,
    seed: Seed,
    traffic: &Traffic,
    bucket: BucketId,
    occurrence: u64,
    next: &mut u64,
) -> Vec<Sent> {
    let (Amount::Times(count) | Amount::Count(count)) = traffic.amount;
    let content = &traffic.request.content;
    match &traffic.request.key {
        Some(Keys::Template(template)) => {
            let numbers = *next..*next + count;
            *next = numbers.end;
            let mut sent = Vec::new();
            for (size, numbers) in sized(content, numbers) {
                for (space, range, times) in keys::places(s3, bucket, template, now.day(), numbers) {
                    sent.push(Sent { times, size, stretch: (space, range) });
                }
            }
            sent
        }
        Some(Keys::Literal(key)) => {
            let (space, index) = s3.place(bucket, key);
            vec![Sent { times: count, size: content.size(), stretch: (space, index..index + 1) }]
        }
        Some(Keys::Pattern(pattern)) => {
            let families = concerned(s3, bucket, pattern, |created| of_age(traffic.age, now.since(created)));
            let sent = shares(families, traffic, seed, occurrence).into_iter();
            sent.map(|(times, stretch)| Sent { times, size: content.size(), stretch }).collect()
        }
        None => Vec::new(),
    }
}

/// Whether an age is within a window.
fn of_age(window: Option<(Micros, Option<Micros>)>, age: Micros) -> bool {
    window.is_none_or(|(from, until)| age >= from && until.is_none_or(|until| age < until))
}

/// The current data of all keys that fit.
pub(crate) fn every(s3: &S3, plan: &RequestPlan, pattern: &Pattern) -> Vec<Stretch> {
    let bucket = plan.bucket.as_deref().and_then(|name| s3.bucket_id(name));
    bucket.map(|bucket| concerned(s3, bucket, pattern, |_| true).concat()).unwrap_or_default()
}

/// The parameters of a request as S3 gets them.
fn parameters(request: &RequestPlan) -> Map {
    let entry = |p: &Parameter| Entry { key: p.name.clone(), key_at: At::NOWHERE, value: p.value.clone() };
    Map { entries: request.parameters.iter().map(entry).collect() }
}

/// Numbers by the size of what they bring: equal shares of the requests, ascending.
fn sized(content: &Content, numbers: Range<u64>) -> Vec<(u64, Range<u64>)> {
    let sizes: &[u64] = match content {
        Content::Sizes(sizes) => sizes,
        Content::Nothing | Content::Drawn(_) | Content::Body(_) => &[],
    };
    if sizes.len() < 2 {
        return vec![(content.size(), numbers)];
    }
    let (count, bins) = (numbers.end - numbers.start, sizes.len() as u64);
    let edge = |bin: u64| numbers.start + (u128::from(count) * u128::from(bin) / u128::from(bins)) as u64;
    let cut = |(bin, &size): (usize, &u64)| (size, edge(bin as u64)..edge(bin as u64 + 1));
    sizes.iter().enumerate().map(cut).filter(|(_, numbers)| !numbers.is_empty()).collect()
}

fn send(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    request: &RequestPlan,
    bulk: &Bulk,
    times: u64,
    size: u64,
) -> Outcome {
    match request.api {
        Api::PutObject => {
            let parameters = parameters(request);
            let mut outcome = Outcome::default();
            match s3.written(now, bulk.bucket, &parameters, size) {
                Ok(written) => (0..times).for_each(|_| outcome += s3.write_all(now, bulk, written, world)),
                Err(_) => outcome.refused += (bulk.range.end - bulk.range.start) * times,
            }
            outcome
        }
        Api::DeleteObject => {
            let mut outcome = Outcome::default();
            (0..times).for_each(|_| outcome += s3.delete_all(now, bulk, world));
            outcome
        }
        api => s3.read_all(now, api, bulk, times, &|_| true, world),
    }
}

/// The objects that fit a pattern and were created when they should be, as one list of stretches for each population.
fn concerned(
    s3: &S3,
    bucket: BucketId,
    pattern: &Pattern,
    of_age: impl Fn(Instant) -> bool,
) -> Vec<Vec<Stretch>> {
    let whole = pattern.only_prefix().is_some();
    let mut families = Vec::new();
    for (space, _) in s3.spaces(bucket) {
        let mut family: Vec<Stretch> = Vec::new();
        for range in s3.ranges(space, pattern.prefix()) {
            for group in s3.current_data(space, range).into_iter().filter(|group| of_age(group.created())) {
                let (space, range) = group.place();
                if whole {
                    join(&mut family, space, range);
                } else {
                    let fitting = range.filter(|&index| pattern.matches(&s3.key(space, index)));
                    fitting.for_each(|index| join(&mut family, space, index..index + 1));
                }
            }
        }
        if !family.is_empty() {
            families.push(family);
        }
    }
    families
}

/// Adds a stretch, lengthening the last one where they meet: how objects are cut into rows must not show.
fn join(family: &mut Vec<Stretch>, space: SpaceId, range: Range<u64>) {
    match family.last_mut() {
        Some((_, last)) if last.end == range.start => last.end = range.end,
        _ => family.push((space, range)),
    }
}

/// How often which stretches are requested.
fn shares(
    families: Vec<Vec<Stretch>>,
    traffic: &Traffic,
    seed: Seed,
    occurrence: u64,
) -> Vec<(u64, Stretch)> {
    let length = |family: &[Stretch]| family.iter().map(|(_, range)| range.end - range.start).sum::<u64>();
    let total: u64 = families.iter().map(|family| length(family)).sum();
    let mut sent = Vec::new();
    let mut passed = 0u128;
    let mut given = 0u128;
    for family in families {
        let objects = length(&family);
        passed += u128::from(objects);
        match traffic.amount {
            Amount::Times(times) if traffic.share == WHOLE => {
                sent.extend(family.into_iter().map(|s| (times, s)))
            }
            Amount::Times(times) => {
                let arc = (u128::from(objects) * u128::from(traffic.share) / u128::from(WHOLE)) as u64;
                let from = begin(objects, arc, traffic, seed, occurrence);
                sent.extend(arc_of(&family, objects, from, arc).into_iter().map(|s| (times, s)));
            }
            Amount::Count(count) => {
                // Each population gets its part of the count, rounded so that the parts add up.
                let until = u128::from(count) * passed / u128::from(total.max(1));
                let part = (until - given) as u64;
                given = until;
                let (each, rest) = (part / objects, part % objects);
                if each > 0 {
                    sent.extend(family.iter().cloned().map(|s| (each, s)));
                }
                let from = begin(objects, rest, traffic, seed, occurrence);
                sent.extend(arc_of(&family, objects, from, rest).into_iter().map(|s| (1, s)));
            }
        }
    }
    sent
}

/// Where the arc begins among the objects of a population.
fn begin(objects: u64, arc: u64, traffic: &Traffic, seed: Seed, occurrence: u64) -> u64 {
    match traffic.pick {
        Pick::Oldest => 0,
        Pick::Newest => objects - arc,
        Pick::Rotate => ((u128::from(arc) * u128::from(occurrence)) % u128::from(objects)) as u64,
        Pick::Random => {
            let word = seed.key(&format!("traffic {}", traffic.name)).draw(&[occurrence]);
            (u128::from(below(word, BLOCKS)) * u128::from(objects) / u128::from(BLOCKS)) as u64
        }
    }
}

/// `arc` objects from the `from`-th on, going round at the end.
fn arc_of(family: &[Stretch], objects: u64, from: u64, arc: u64) -> Vec<Stretch> {
    let first = from..(from + arc).min(objects);
    let second = 0..(from + arc).saturating_sub(objects);
    let mut stretches = Vec::new();
    for wanted in [second, first] {
        let mut before = 0;
        for (space, range) in family {
            let length = range.end - range.start;
            let inside = wanted.start.max(before)..wanted.end.min(before + length);
            if !inside.is_empty() {
                stretches
                    .push((*space, range.start + inside.start - before..range.start + inside.end - before));
            }
            before += length;
        }
    }
    stretches
}

/// How much later the next time is.
pub(crate) fn next(traffic: &Traffic, now: Instant) -> Option<Instant> {
    let next = now + Micros(traffic.every.0);
    (next < traffic.until).then_some(next)
}
