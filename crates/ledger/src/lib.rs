//! The one ledger: everything that a run measures, in integers that only ever add up.
//!
//! Whoever simulates writes here, whoever bills, checks or prints reads here; nothing is counted anywhere else.
//!
//! - [`usage`]: what was used, by account, Region, bucket, priced item and operation, in billing periods;
//! - [`event`]: what happened to objects, as sums per instant;
//! - [`arrival`]: how long replication took;
//! - [`message`]: what became of messages between the things around S3;
//! - [`analysis`]: what storage class analysis finds out;
//! - [`records`]: logs and lists that services write into buckets;
//! - [`audit`]: calls to KMS, as CloudTrail records them;
//! - [`latency`]: how long requests took, and [`window`]: how many were refused for their number.

pub mod analysis;
pub mod arrival;
pub mod audit;
pub mod event;
pub mod latency;
pub mod message;
pub mod records;
pub mod usage;
pub mod window;

use s3sim_aws::region::Region;
use s3sim_kernel::time::Instant;

use crate::analysis::AnalysisRow;
use crate::arrival::Arrival;
use crate::audit::AuditRecord;
use crate::event::ObjectEvent;
use crate::latency::Latencies;
use crate::message::Journal;
use crate::records::Delivery;
use crate::usage::{Granularity, Usage};
use crate::window::Windows;

/// An account, by its place in [`Ledger::accounts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub u16);

/// A bucket, by its place in [`Ledger::buckets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BucketId(pub u32);

/// An account as the ledger names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The scenario's word for it: `main`.
    pub name: String,
    /// Twelve digits.
    pub number: String,
}

/// A bucket as the ledger names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// Who owns it and pays for what is stored.
    pub owner: AccountId,
    /// Where it is.
    pub region: Region,
}

/// All that a run measured.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The accounts, in the scenario's order.
    pub accounts: Vec<Account>,
    /// The buckets, in the order in which they came into being.
    pub buckets: Vec<Bucket>,
    /// What was used.
    pub usage: Usage,
    /// What happened to objects, in the order of [`ObjectEvent`]'s fields once [`Ledger::finish`] has been called.
    pub events: Vec<ObjectEvent>,
    /// Calls that CloudTrail records, sorted once [`Ledger::finish`] has been called.
    pub audit: Vec<AuditRecord>,
    /// Versions that were replicated, sorted once [`Ledger::finish`] has been called.
    pub arrivals: Vec<Arrival>,
    /// What became of messages between the things around S3.
    pub journal: Journal,
    /// What storage class analysis found out, sorted once [`Ledger::finish`] has been called.
    pub analysis: Vec<AnalysisRow>,
    /// Logs and lists that were written into buckets, in the order of time.
    pub deliveries: Vec<Delivery>,
    /// How long the requests of workloads took.
    pub latencies: Latencies,
    /// When which limit refused how much.
    pub windows: Windows,
}

impl Ledger {
    /// An empty ledger of a run that begins at `start`, billed by `granularity`.
    pub fn new(start: Instant, granularity: Granularity) -> Ledger {
        Ledger {
            accounts: Vec::new(),
            buckets: Vec::new(),
            usage: Usage::new(start, granularity),
            events: Vec::new(),
            audit: Vec::new(),
            journal: Journal::default(),
            arrivals: Vec::new(),
            analysis: Vec::new(),
            deliveries: Vec::new(),
            latencies: Latencies::default(),
            windows: Windows::default(),
        }
    }

    /// Opens an account.
    pub fn add_account(&mut self, account: Account) -> AccountId {
        self.accounts.push(account);
        AccountId((self.accounts.len() - 1) as u16)
    }

    /// Opens a bucket.
    pub fn add_bucket(&mut self, bucket: Bucket) -> BucketId {
        self.buckets.push(bucket);
        BucketId((self.buckets.len() - 1) as u32)
    }

    /// The account's entry.
    pub fn account(&self, id: AccountId) -> &Account {
        &self.accounts[id.0 as usize]
    }

    /// The bucket's entry.
    pub fn bucket(&self, id: BucketId) -> &Bucket {
        &self.buckets[id.0 as usize]
    }

    /// What had been used up to `at`, which is now: accounts, buckets and usage, without events.
    pub fn so_far(&self, at: Instant) -> Ledger {
        let mut usage = self.usage.clone();
        usage.settle(at);
        Ledger {
            accounts: self.accounts.clone(),
            buckets: self.buckets.clone(),
            usage,
            events: Vec::new(),
            audit: Vec::new(),
            journal: Journal::default(),
            arrivals: Vec::new(),
            analysis: Vec::new(),
            deliveries: Vec::new(),
            latencies: Latencies::default(),
            windows: Windows::default(),
        }
    }

    /// Settles every level up to `end`, sums events up to rows and puts these into their order. Nothing may be recorded afterwards.
    pub fn finish(&mut self, end: Instant) {
        self.usage.settle(end);
        event::sum_up(&mut self.events);
        self.audit.sort();
        self.arrivals.sort();
        self.analysis.sort();
    }
}
