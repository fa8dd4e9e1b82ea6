//! When requests come.

use s3sim_document::read::Reader;
use s3sim_document::tree::Value;
use s3sim_document::units::Rate;
use s3sim_kernel::quantiles::Table;
use s3sim_kernel::time::{Instant, Micros};

use super::trace;
use crate::scope::Scope;
use crate::section::Section;
use crate::words::load::{ARRIVALS, STAGE};
use crate::{sizes, values};

/// When the requests of a workload come.
#[derive(Clone, Debug, PartialEq)]
pub enum Load {
    /// At a rate, whatever becomes of those before.
    Open {
        /// How many on average.
        rate: Rate,
        /// How they are spread.
        arrivals: Arrivals,
    },
    /// At a rate that goes in straight lines from 0 to one target after the other, and ends with the last.
    Stages {
        /// The stages; at least one.
        stages: Vec<Stage>,
        /// How they are spread.
        arrivals: Arrivals,
    },
    /// By users who wait for the answer to one request before they send the next.
    Closed {
        /// How many, at least 1.
        users: u64,
        /// How long they wait, in microseconds.
        think: Table,
        /// Requests of all together.
        iterations: Option<u64>,
    },
    /// As written down elsewhere.
    Trace(Vec<trace::Entry>),
}

/// How requests are spread in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrivals {
    /// Evenly.
    #[default]
    Constant,
    /// Independently of each other: gaps are exponential.
    Poisson,
    /// As Poisson, all of a second's requests in its first tenth.
    Bursty,
    /// As Poisson, with a rate that rises in a straight line from a fifth of the average at 04:00 UTC to nine fifths at
    /// 16:00 and falls back.
    Daily,
}

/// A straight ramp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// The rate at its end.
    pub target: Rate,
    /// How long it takes.
    pub duration: Micros,
}

const ARRIVAL_WORDS: [(&str, Arrivals); 4] = [
    (ARRIVALS[0], Arrivals::Constant),
    (ARRIVALS[1], Arrivals::Poisson),
    (ARRIVALS[2], Arrivals::Bursty),
    (ARRIVALS[3], Arrivals::Daily),
];

pub(super) fn read(
    section: &Section<'_>,
    trace: Option<&Reader<'_>>,
    from: Instant,
    scope: &Scope,
) -> Option<Load> {
    let (rate, arrivals, stages) = (section.get("rate"), section.get("arrivals"), section.get("stages"));
    let (users, think) = (section.get("vus"), section.get("think_time"));
    let iterations = section.get("iterations");
    let spread = arrivals.as_ref().and_then(|value| value.word(&ARRIVAL_WORDS)).unwrap_or_default();
    let ways = [rate.as_ref(), stages.as_ref(), users.as_ref(), trace];
    let given: Vec<&Reader<'_>> = ways.into_iter().flatten().collect();
    if given.len() != 1 {
        let at = given.get(1).copied().unwrap_or(section.reader());
        at.wrong("should say when requests come in one way: `rate`, `stages`, `vus` or `trace`");
        return None;
    }
    for (name, value) in [("think_time", &think), ("iterations", &iterations)] {
        if let Some(value) = value.as_ref().filter(|_| users.is_none()) {
            value.wrong(format!("`{name}` goes with `vus`"));
        }
    }
    if let Some(value) = arrivals.filter(|_| users.is_some() || trace.is_some()) {
        value.wrong("`arrivals` goes with `rate` or `stages`");
    }
    if let Some(rate) = rate {
        let read = rate.rate()?;
        if read.count == 0 {
            rate.wrong("should be more than nothing");
            return None;
        }
        return Some(Load::Open { rate: read, arrivals: spread });
    }
    if let Some(stages) = stages {
        let stages = stages.items().unwrap_or_default().iter().map(stage).collect::<Option<Vec<_>>>()?;
        if stages.iter().all(|stage| stage.target.count == 0) {
            section.reader().wrong("no stage has a rate above 0");
            return None;
        }
        return Some(Load::Stages { stages, arrivals: spread });
    }
    if let Some(users) = users {
        let users = values::counting(&users);
        let think = match think {
            None => Some(Table::constant(0)),
            Some(value) => time(&value),
        };
        let iterations = match iterations {
            None => None,
            Some(value) => Some(values::counting(&value)?),
        };
        return Some(Load::Closed { users: users?, think: think?, iterations });
    }
    trace::read(trace?, from, scope).map(Load::Trace)
}

fn stage(reader: &Reader<'_>) -> Option<Stage> {
    let section = Section::open(reader, &STAGE)?;
    let target = section.required("target").and_then(|value| value.rate());
    let duration = section.required("duration").and_then(|value| values::duration(&value));
    section.done();
    Some(Stage { target: target?, duration: duration? })
}

/// A duration or a distribution of durations, in microseconds.
fn time(reader: &Reader<'_>) -> Option<Table> {
    match &reader.node().value {
        Value::Map(_) => sizes::distribution(reader, |value| {
            values::duration(value).and_then(|time| u64::try_from(time.0).ok())
        }),
        _ => values::duration(reader).map(|time| Table::constant(time.0.unsigned_abs())),
    }
}
