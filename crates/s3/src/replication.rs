//! Replication: new versions, delete markers and changes of tags, lists and locks go to other buckets by themselves.
//!
//! A request that writes *begins* (`begin`): the rules of the moment say where the version goes, and its standing
//! becomes PENDING. When everything of the instant is done, the *queue* (`queue`) asks how long each will take. When
//! the time has come it is *tried* (`attempt`): S3, in the role of the configuration, asks for every permission, and
//! the replica is *received* (`receive`) and billed (`charge`), or the version has FAILED.
//!
//! - [`document`], [`read`], [`validate`], [`write`](mod@write): the configuration;
//! - `rules`, [`standing`]: what versions remember of it;
//! - [`batch`]: S3 Batch Replication, for what was there before.
//!
//! Modelling choice: requests of replication itself count towards no request rate, and KMS does not throttle it.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html>

mod agent;
mod attempt;
pub mod batch;
mod begin;
mod charge;
pub mod document;
pub mod failure;
pub(crate) mod outage;
pub(crate) mod queue;
pub mod read;
mod receive;
pub(crate) mod rules;
pub mod standing;
pub mod validate;
pub mod write;

use std::collections::BTreeMap;

use s3sim_aws::region::Region;
use s3sim_kernel::time::Instant;
use s3sim_ledger::{AccountId, BucketId};

use batch::Jobs;
use document::ReplicationConfiguration;
use outage::Outages;
use queue::Queue;
use rules::RuleBook;
use standing::{Standing, StandingId, Status};

use crate::machine::S3;
use crate::object::pool::Pool;
use crate::object::row::RowId;
use crate::storage::Stored;

/// Metrics of a rule that has metrics: latency, bytes and operations pending, operations failed.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html>
pub const METRICS_PER_RULE: usize = 4;

/// All that a machine knows of replication.
#[derive(Clone, Debug)]
pub(crate) struct Replication {
    pub(crate) rules: RuleBook,
    standings: Pool<Standing>,
    pub(crate) queue: Queue,
    pub(crate) outages: Outages,
    pub(crate) jobs: Jobs,
    /// Until when the bandwidth of time control is taken, by account and source Region.
    busy: BTreeMap<(AccountId, Region), Instant>,
}

impl Default for Replication {
    fn default() -> Replication {
        Replication {
            rules: RuleBook::default(),
            standings: Pool::starting_with(Standing::default()),
            queue: Queue::default(),
            outages: Outages::default(),
            jobs: Jobs::default(),
            busy: BTreeMap::new(),
        }
    }
}

/// What makes a version the same one in every bucket: where it was written first, its number there, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct VersionName {
    /// The bucket in which it was written first.
    pub(crate) origin: BucketId,
    /// It is the n-th version of its key there; 0 is the null version.
    pub(crate) number: u32,
    /// Last-Modified.
    pub(crate) created: Instant,
}

impl S3 {
    /// Puts a replication configuration in place, or takes it away. Objects that are there already stay as they are.
    pub fn set_replication(&mut self, bucket: BucketId, configuration: Option<ReplicationConfiguration>) {
        let metrics = |configuration: &ReplicationConfiguration| {
            let measured = configuration.rules.iter().filter(|rule| rule.enabled && rule.has_metrics());
            (measured.count() * METRICS_PER_RULE) as i128
        };
        let before = self.replication_of(bucket).map_or(0, metrics);
        let after = configuration.as_ref().map_or(0, metrics);
        if before != after {
            self.table.add_level(bucket, Stored::ReplicationMetrics, after - before);
        }
        let configured =
            configuration.map(|configuration| self.replication.rules.note(bucket, configuration));
        self.buckets[bucket.0 as usize].replication = configured;
        self.review(bucket);
    }

    /// The replication configuration of a bucket.
    pub fn replication_of(&self, bucket: BucketId) -> Option<&ReplicationConfiguration> {
        self.bucket(bucket).replication.as_ref().map(|configured| &configured.configuration)
    }

    /// The standing at a place.
    pub(crate) fn standing(&self, id: StandingId) -> &Standing {
        self.replication.standings.get(id.0)
    }

    /// The place of a standing.
    pub(crate) fn intern_standing(&mut self, standing: Standing) -> StandingId {
        StandingId(self.replication.standings.place(standing))
    }

    /// The replication status of a version; nothing where no rule concerns it.
    pub(crate) fn replication_status(&self, standing: StandingId) -> Option<Status> {
        if standing == StandingId::default() { None } else { self.standing(standing).status() }
    }

    /// Whether lifecycle leaves a version alone because its replication is not done.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-and-other-bucket-config.html>
    pub(crate) fn is_held_by_replication(&self, standing: StandingId) -> bool {
        match self.replication_status(standing) {
            Some(Status::Pending) => true,
            Some(Status::Failed) => self.rules.failed_replication_blocks_lifecycle(),
            Some(Status::Completed | Status::Replica) | None => false,
        }
    }

    /// The bucket from which a version has its version id.
    pub(crate) fn origin_of(&self, bucket: BucketId, standing: StandingId) -> BucketId {
        if standing == StandingId::default() {
            return bucket;
        }
        self.standing(standing).origin.unwrap_or(bucket)
    }

    /// What the versions of a row are called in every bucket.
    pub(crate) fn version_name(&self, id: RowId) -> VersionName {
        let row = self.table.arena.get(id);
        let entry = self.table.attrs.get(row.attrs);
        let origin = self.origin_of(entry.bucket, entry.attrs.standing);
        VersionName { origin, number: row.number, created: row.created }
    }

    /// The row of a version in the stack under `head`.
    pub(crate) fn version_named(&self, head: RowId, name: VersionName) -> Option<RowId> {
        self.table.stack(head).find(|&id| self.version_name(id) == name)
    }
}
