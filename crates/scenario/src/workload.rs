//! Requests one by one, with latency, throttling and retries.

mod load;
mod trace;

use s3sim_document::read::Reader;
use s3sim_document::tree::Value;
use s3sim_kernel::time::Instant;

use crate::request::{self, Keys, Place, RequestPlan};
use crate::scope::Scope;
use crate::section::Section;
use crate::values;
use crate::words::load::{MIXED, PICK, WORKLOAD};
use crate::words::who::SENDER;

pub use load::{Arrivals, Load, Stage};
pub use trace::Entry as TraceEntry;

/// One stream of requests.
#[derive(Clone, Debug)]
pub struct Workload {
    /// Its name: the cause of what follows from it, and of what it draws.
    pub name: String,
    /// What is requested: at least one call.
    pub calls: Vec<Call>,
    /// When.
    pub load: Load,
    /// The first request.
    pub from: Instant,
    /// No new requests from this instant on; at most the end of the run.
    pub until: Instant,
}

/// One of the calls of a workload.
#[derive(Clone, Debug)]
pub struct Call {
    /// How often it is chosen, against the weights of the others; at least 1.
    pub weight: u64,
    /// What is requested. A template's `{n}` counts the requests of the workload from 0.
    pub request: RequestPlan,
    /// Which of the objects that a pattern names.
    pub pick: Pick,
}

/// Which of several objects a request is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pick {
    /// `sequential`: one after the other, and again from the beginning.
    #[default]
    Sequential,
    /// `uniform`: any, as likely as any other.
    Uniform,
    /// `zipf`: the n-th in proportion to 1 / n^s; s in billionths.
    Zipf(u64),
    /// `hot`, `share`: so many billionths of the objects get so many billionths of the requests.
    Hot {
        /// Share of the objects.
        objects: u64,
        /// Share of the requests.
        requests: u64,
    },
    /// `newest`: the one with the highest number.
    Newest,
}

/// Reads all workloads, in file order.
pub(crate) fn read_all(reader: &Reader<'_>, scope: &Scope) -> Vec<Workload> {
    let entries = reader.entries().unwrap_or_default();
    entries.into_iter().filter_map(|(name, reader)| read(name, &reader, scope)).collect()
}

fn read(name: &str, reader: &Reader<'_>, scope: &Scope) -> Option<Workload> {
    let section = Section::open(reader, &WORKLOAD)?;
    values::description(&section);
    let clock = &scope.ground.clock;
    let instant =
        |word, default| section.get(word).map_or(Some(default), |value| clock.instant_of_run(&value));
    let (from, until) = (instant("from", clock.start()), instant("until", clock.end()));
    let pick = section.get("pick");
    let picked = pick.as_ref().and_then(pick_of).unwrap_or_default();
    let trace = section.get("trace");
    let calls = match section.get("mix") {
        Some(mix) => mixed(&mix, &section, picked, scope),
        None => match &trace {
            Some(_) => Vec::new(),
            None => one(&section, picked, scope).into_iter().collect(),
        },
    };
    let load = load::read(&section, trace.as_ref(), from.unwrap_or(clock.start()), scope);
    if let Some(pick) = pick
        && !calls.iter().any(|call| matches!(call.request.key, Some(Keys::Pattern(_))))
        && section.untroubled()
    {
        pick.wrong("`pick` chooses among objects, so the target should have a `*`");
    }
    section.done();
    let (load, from, until) = (load?, from?, until?);
    if until <= from {
        reader.wrong("never happens: `until` should be later than `from`");
        return None;
    }
    for call in &calls {
        if let (Some(Keys::Template(template)), Some(bucket)) = (&call.request.key, &call.request.bucket) {
            scope.claim(reader, bucket, template, name);
        }
    }
    if calls.is_empty() && !matches!(load, Load::Trace(_)) {
        return None;
    }
    Some(Workload { name: name.to_owned(), calls, load, from, until })
}

fn one(section: &Section<'_>, pick: Pick, scope: &Scope) -> Option<Call> {
    let request = request::read(section, Place::Workload, scope, None)?;
    Some(Call { weight: 1, request, pick })
}

fn mixed(mix: &Reader<'_>, section: &Section<'_>, pick: Pick, scope: &Scope) -> Vec<Call> {
    for word in SENDER.iter().filter(|word| word.is_here()).map(|word| word.name).chain(["size"]) {
        if let Some(value) = section.get(word) {
            value.wrong(format!("`{word}` belongs to a call of the mix"));
        }
    }
    let client = section.get("client");
    for (name, value) in section.beside() {
        value.wrong(format!("`{name}` beside `mix`: every call stands in the mix"));
    }
    let mut calls = Vec::new();
    for item in mix.items().unwrap_or_default() {
        let Some(section) = Section::open(&item, &MIXED) else { continue };
        let weight = section.get("weight").map_or(Some(1), |value| values::counting(&value));
        let own = section.get("pick").map_or(Some(pick), |value| pick_of(&value));
        let request = request::read(&section, Place::Workload, scope, client.as_ref());
        section.done();
        if let (Some(weight), Some(pick), Some(request)) = (weight, own, request) {
            calls.push(Call { weight, request, pick });
        }
    }
    if calls.is_empty() && section.untroubled() {
        mix.wrong("should name at least one call");
    }
    calls
}

fn pick_of(reader: &Reader<'_>) -> Option<Pick> {
    if !matches!(reader.node().value, Value::Map(_)) {
        return reader.word(&[
            ("sequential", Pick::Sequential),
            ("uniform", Pick::Uniform),
            ("newest", Pick::Newest),
        ]);
    }
    let section = Section::open(reader, &PICK)?;
    let zipf = section.get("zipf").and_then(|value| {
        let exponent = value.decimal()?.times(1_000_000_000).and_then(|s| u64::try_from(s).ok());
        let exponent = exponent.filter(|s| (1..=5_000_000_000).contains(s));
        if exponent.is_none() {
            value.wrong("should be more than 0 and at most 5");
        }
        exponent
    });
    let share = |word| section.get(word).and_then(|value| values::share(&value));
    let (hot, share) = (share("hot"), share("share"));
    let picked = match (zipf, hot, share) {
        (Some(exponent), None, None) => Some(Pick::Zipf(exponent)),
        (None, Some(objects), Some(requests)) => Some(Pick::Hot { objects, requests }),
        _ => {
            if section.untroubled() {
                reader.wrong("should be {zipf: 0.9} or {hot: 5%, share: 90%}");
            }
            None
        }
    };
    section.done();
    picked
}
