//! What there is around S3 when the clock starts.

use s3sim_aws::region::Region;
use s3sim_kernel::time::Micros;
use s3sim_ledger::AccountId;

use crate::function::Terms as FunctionTerms;
use crate::pattern::Pattern;
use crate::queue::Terms as QueueTerms;
use crate::schedule::Schedule;

/// What every thing has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its name.
    pub name: String,
    /// Its ARN.
    pub arn: String,
    /// Whose it is.
    pub account: AccountId,
    /// Where it is.
    pub region: Region,
}

/// A queue.
#[derive(Clone, Debug)]
pub struct QueuePlan {
    /// Who it is.
    pub identity: Identity,
    /// What it is like.
    pub terms: QueueTerms,
    /// The queue for what was received too often.
    pub dead_letter: Option<String>,
    /// Whether it keeps the order and takes nothing twice; S3 sends to no such queue.
    pub fifo: bool,
}

/// A topic.
#[derive(Clone, Debug)]
pub struct TopicPlan {
    /// Who it is.
    pub identity: Identity,
    /// Who hears of what is published, in file order.
    pub subscriptions: Vec<Subscription>,
}

/// Somebody who hears of what is published.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// Its name.
    pub name: String,
    /// A queue, a function, or `email`.
    pub to: String,
    /// Whether a queue gets the message as it was published.
    pub raw: bool,
    /// Which messages it wants, by what stands in them.
    pub filter: Option<Pattern>,
}

/// A function.
#[derive(Clone, Debug)]
pub struct FunctionPlan {
    /// Who it is.
    pub identity: Identity,
    /// What it is like.
    pub terms: FunctionTerms,
    /// The queue for what it could not handle.
    pub dead_letter: Option<String>,
    /// The queue whose messages it handles.
    pub from_queue: Option<String>,
}

/// A rule of EventBridge.
#[derive(Clone, Debug)]
pub struct RulePlan {
    /// Who it is.
    pub identity: Identity,
    /// Which events it takes.
    pub pattern: Option<Pattern>,
    /// When it makes an event of its own.
    pub schedule: Option<Schedule>,
    /// Who gets them: queues, topics and functions by name; of any other name nothing is known.
    pub targets: Vec<String>,
    /// Whether what it takes is kept to be replayed, and for how long; no time means for ever.
    pub archive: Option<Option<Micros>>,
}

/// Everything around S3.
#[derive(Clone, Debug, Default)]
pub struct Plans {
    /// Queues, in file order.
    pub queues: Vec<QueuePlan>,
    /// Topics, in file order.
    pub topics: Vec<TopicPlan>,
    /// Functions, in file order.
    pub functions: Vec<FunctionPlan>,
    /// Rules, in file order.
    pub rules: Vec<RulePlan>,
    /// How many runs at once the functions of one account and Region may have.
    pub function_concurrency: u64,
    /// How long messages take.
    pub delays: crate::delays::Profile,
    /// Which share of notifications comes twice, in billionths.
    pub duplicates: u64,
    /// What all draws start from.
    pub seed: u64,
}

impl Plans {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.queues.is_empty() && self.topics.is_empty() && self.functions.is_empty() && self.rules.is_empty()
    }
}
