//! What the things around S3 need to know and have to say.

use std::sync::Arc;

use s3sim_aws::item::Item;
use s3sim_aws::region::Region;
use s3sim_kernel::time::Instant;
use s3sim_ledger::AccountId;
use s3sim_ledger::message::Journal;
use s3sim_s3::machine::S3;

use crate::function::Given;
use crate::letter::{Found, Letter};

/// Where something arrives, by its place among its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A queue.
    Queue(usize),
    /// A topic.
    Topic(usize),
    /// A function.
    Function(usize),
    /// A target that nothing is known of but its name.
    Stub(usize),
}

/// Something that happens later.
#[derive(Clone, Debug)]
pub enum Signal {
    /// A letter arrives. `counted`: it is a delivery of S3 or EventBridge, whose text is kept.
    Arrive {
        /// Where.
        place: Place,
        /// What.
        letter: Arc<Letter>,
        /// Whether its text is kept.
        counted: bool,
    },
    /// An event reaches the default bus of an account.
    Bus {
        /// Whose.
        account: AccountId,
        /// Where.
        region: Region,
        /// What.
        letter: Arc<Letter>,
    },
    /// A message is seen again unless it has been deleted.
    Reappear {
        /// In which queue.
        queue: usize,
        /// Which.
        message: u64,
        /// The instant until which it was hidden.
        until: Instant,
    },
    /// A run ends unless it has been ended before.
    End {
        /// Of which function.
        function: usize,
        /// Which.
        run: u64,
    },
    /// An event is tried again.
    Again {
        /// By which function.
        function: usize,
        /// Which.
        given: Given,
    },
    /// The schedule of a function.
    TickFunction(usize),
    /// The schedule of a rule.
    TickRule(usize),
    /// A rule tries a target again.
    Target(Attempt),
}

/// A rule's attempt to send an event to one of its targets.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Which rule.
    pub rule: usize,
    /// Which of its targets.
    pub target: usize,
    /// What is sent.
    pub letter: Arc<Letter>,
    /// How many attempts there were before.
    pub retries: u32,
    /// When the first was.
    pub first: Instant,
}

/// Usage of a service other than S3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Who pays.
    pub account: AccountId,
    /// Where.
    pub region: Region,
    /// What for.
    pub item: Item,
    /// The operation on the bill.
    pub operation: &'static str,
    /// How much, in the integer of the item's unit.
    pub amount: u128,
}

/// Whoever drives the things around S3.
pub trait Outside {
    /// Hands `signal` back at `at`.
    fn at(&mut self, at: Instant, signal: Signal);

    /// Where everything is written down.
    fn journal(&mut self) -> &mut Journal;

    /// Something was used that is paid for.
    fn charge(&mut self, at: Instant, charge: Charge);

    /// Makes the requests of a function's run, as its role; whether none was refused.
    fn act(&mut self, now: Instant, s3: &mut S3, function: usize, letter: &Letter) -> bool;

    /// Lists what a function looks at, as its role.
    fn look(&mut self, now: Instant, s3: &mut S3, function: usize) -> Vec<Found>;
}
