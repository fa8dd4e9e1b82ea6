//! Clients while they run: connections, retries, and the way to S3.

pub(crate) mod link;
pub(crate) mod path;

use std::collections::VecDeque;

use s3sim_kernel::time::{Instant, Micros, SECOND};
use s3sim_scenario::client::{ClientPlan, RetryMode};

use crate::retry::{Limiter, Retries};
use link::Link;

/// A connection that nobody has used for so long is closed, as the AWS Common Runtime does it.
const IDLE: Micros = Micros(5 * SECOND);

/// One of the clients of a plan.
#[derive(Clone, Debug)]
pub(crate) struct Client<J> {
    pub(crate) retries: Retries,
    pub(crate) limiter: Option<Limiter>,
    pub(crate) pool: Option<Pool<J>>,
    pub(crate) link: Option<Link<J>>,
}

impl<J: Copy> Client<J> {
    pub(crate) fn new(plan: &ClientPlan, now: Instant) -> Client<J> {
        Client {
            retries: Retries::new(plan.retry),
            limiter: (plan.retry.mode == RetryMode::Adaptive).then(|| Limiter::new(now)),
            pool: plan.max_pool_connections.map(Pool::new),
            link: plan.max_bandwidth.map(Link::new),
        }
    }
}

/// A bounded number of connections, and what waits for one: first come, first served.
#[derive(Clone, Debug)]
pub(crate) struct Pool<J> {
    most: u64,
    busy: u64,
    /// When each idle connection was last used; the one used last is taken first.
    idle: Vec<Instant>,
    waiting: VecDeque<J>,
}

impl<J: Copy> Pool<J> {
    pub(crate) fn new(most: u64) -> Pool<J> {
        Pool { most, busy: 0, idle: Vec::new(), waiting: VecDeque::new() }
    }

    /// Takes a connection; says whether it is a fresh one. If there is none, `job` waits.
    pub(crate) fn take(&mut self, now: Instant, job: J) -> Option<bool> {
        if self.busy >= self.most {
            self.waiting.push_back(job);
            return None;
        }
        self.busy += 1;
        let warm = self.idle.pop().is_some_and(|used| now.since(used) <= IDLE);
        if !warm {
            self.idle.clear();
        }
        Some(!warm)
    }

    /// Gives a connection back; answers with what has waited longest.
    pub(crate) fn give(&mut self, now: Instant) -> Option<J> {
        self.busy -= 1;
        self.idle.push(now);
        self.waiting.pop_front()
    }
}

/// Whether a connection that was last used then (or never) must be made anew.
pub(crate) fn is_fresh(used: Option<Instant>, now: Instant) -> bool {
    used.is_none_or(|used| now.since(used) > IDLE)
}
