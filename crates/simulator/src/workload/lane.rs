//! A workload while it runs: what it draws, in the order of its arrivals.

use s3sim_kernel::quantiles::Table;
use s3sim_kernel::streams::{Seed, Stream, below};
use s3sim_kernel::time::Instant;
use s3sim_scenario::workload::{Load, TraceEntry, Workload};

use super::call::Call;
use crate::arrivals::Times;

/// The streams of a workload, one for each purpose: what one of them is asked for moves no other.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    pub(crate) gap: Stream,
    pub(crate) mix: Stream,
    pub(crate) key: Stream,
    pub(crate) size: Stream,
    pub(crate) service: Stream,
    pub(crate) think: Stream,
}

impl Words {
    fn new(seed: Seed, name: &str) -> Words {
        let stream = |purpose: &str| seed.stream(&format!("workload {name}/{purpose}"));
        Words {
            gap: stream("gap"),
            mix: stream("mix"),
            key: stream("key"),
            size: stream("size"),
            service: stream("service"),
            think: stream("think"),
        }
    }
}

/// Where requests come from.
#[derive(Clone, Debug)]
pub(crate) enum Source<'a> {
    /// A rate.
    Open(Times),
    /// Users: when each last used its connection.
    Users { used: Vec<Option<Instant>>, think: &'a Table, left: Option<u64> },
    /// A list, and how many of it have come.
    Trace { entries: &'a [TraceEntry], next: usize },
}

/// A workload.
#[derive(Clone, Debug)]
pub(crate) struct Lane<'a> {
    pub(crate) plan: &'a Workload,
    pub(crate) calls: Vec<Call<'a>>,
    pub(crate) weights: u64,
    pub(crate) words: Words,
    pub(crate) source: Source<'a>,
    /// Requests so far.
    pub(crate) number: u64,
    pub(crate) cause: String,
}

impl<'a> Lane<'a> {
    pub(crate) fn new(seed: Seed, plan: &'a Workload, calls: Vec<Call<'a>>) -> Lane<'a> {
        let source = match &plan.load {
            Load::Open { rate, arrivals } => Source::Open(Times::open(*rate, *arrivals, plan.from)),
            Load::Stages { stages, arrivals } => Source::Open(Times::staged(stages, *arrivals, plan.from)),
            Load::Closed { users, think, iterations } => {
                Source::Users { used: vec![None; *users as usize], think, left: *iterations }
            }
            Load::Trace(entries) => Source::Trace { entries, next: 0 },
        };
        Lane {
            plan,
            weights: calls.iter().map(|call| call.weight).sum(),
            calls,
            words: Words::new(seed, &plan.name),
            source,
            number: 0,
            cause: format!("workload {}", plan.name),
        }
    }

    /// When the next request comes that waits for nobody's answer, before the end of the workload.
    #[inline]
    pub(crate) fn arrival(&mut self, first: bool) -> Option<Instant> {
        let at = match &mut self.source {
            Source::Open(times) => times.next(&mut self.words.gap, first),
            Source::Users { .. } => None,
            Source::Trace { entries, next } => {
                *next += usize::from(!first);
                entries.get(*next).map(|entry| entry.at)
            }
        };
        at.filter(|&at| at < self.plan.until)
    }

    /// Which call comes next.
    #[inline]
    pub(crate) fn choose(&mut self) -> u16 {
        if self.calls.len() == 1 {
            return 0;
        }
        if let Source::Trace { next, .. } = &self.source {
            return *next as u16;
        }
        let mut word = below(self.words.mix.next_u64(), self.weights);
        for (place, call) in self.calls.iter().enumerate() {
            match word.checked_sub(call.weight) {
                Some(rest) => word = rest,
                None => return place as u16,
            }
        }
        0
    }
}
