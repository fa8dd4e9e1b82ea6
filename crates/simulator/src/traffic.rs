//! Whole days of requests at once.
//!
//! A share, or a count below the whole, is one contiguous arc of each population, not every so-many-th object: so
//! runs stay runs. Modelling choice.

use std::ops::Range;

use s3sim_aws::operation::Api;
use s3sim_document::tree::{At, Entry, Map};
use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::streams::{Seed, below};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::BucketId;
use s3sim_s3::calls::bulk::{Bulk, Outcome};
use s3sim_s3::machine::S3;
use s3sim_s3::object::table::SpaceId;
use s3sim_scenario::request::{Content, Keys, Parameter, RequestPlan};
use s3sim_scenario::traffic::{Amount, Pick, Traffic};

use crate::keys;
use crate::recorder::Recorder;
use crate::steps::route;

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

/// Consecutive keys of one key space.
type Stretch = (SpaceId, Range<u64>);

/// Lets traffic happen once.
pub(crate) fn happen(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    seed: Seed,
    traffic: &Traffic,
    result: &mut TrafficResult,
) {
    let occurrence = result.occurrences;
    result.occurrences += 1;
    let Some(bucket) = traffic.request.bucket.as_deref().and_then(|name| s3.bucket_id(name)) else { return };
    let cause = s3.cause(&format!("traffic {}", traffic.name));
    let bulk =
        |(space, range): Stretch| Bulk { bucket, space, range, route: route(traffic.request.client), cause };
    match &traffic.request.key {
        Some(Keys::Template(template)) => {
            let (Amount::Times(count) | Amount::Count(count)) = traffic.amount;
            let numbers = result.next..result.next + count;
            result.next = numbers.end;
            for (size, numbers) in sized(&traffic.request.content, numbers) {
                for (space, range, times) in keys::places(s3, bucket, template, now.day(), numbers) {
                    let stretch = bulk((space, range));
                    result.outcome += send(s3, world, now, &traffic.request, &stretch, times, size);
                }
            }
        }
        Some(Keys::Literal(key)) => {
            let (Amount::Times(count) | Amount::Count(count)) = traffic.amount;
            let (space, index) = s3.place(bucket, key);
            let stretch = bulk((space, index..index + 1));
            result.outcome +=
                send(s3, world, now, &traffic.request, &stretch, count, traffic.request.content.size());
        }
        Some(Keys::Pattern(pattern)) => {
            let families = concerned(s3, now, bucket, pattern, traffic);
            for (times, stretch) in shares(families, traffic, seed, occurrence) {
                let size = traffic.request.content.size();
                result.outcome += send(s3, world, now, &traffic.request, &bulk(stretch), times, size);
            }
        }
        None => {}
    }
}

/// Numbers by the size of what they bring: equal shares of the requests, ascending.
fn sized(content: &Content, numbers: Range<u64>) -> Vec<(u64, Range<u64>)> {
    let sizes: &[u64] = match content {
        Content::Sizes(sizes) => sizes,
        Content::Nothing | Content::Body(_) => &[],
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
            let entry =
                |p: &Parameter| Entry { key: p.name.clone(), key_at: At::NOWHERE, value: p.value.clone() };
            let parameters = Map { entries: request.parameters.iter().map(entry).collect() };
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

/// The objects that a pattern and an age concern, as one list of stretches for each population.
fn concerned(
    s3: &S3,
    now: Instant,
    bucket: BucketId,
    pattern: &s3sim_scenario::target::Pattern,
    traffic: &Traffic,
) -> Vec<Vec<Stretch>> {
    let of_age = |created: Instant| match traffic.age {
        None => true,
        Some((from, until)) => {
            let age = now.since(created);
            age >= from && until.is_none_or(|until| age < until)
        }
    };
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
