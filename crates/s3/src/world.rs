//! The machine's only way out: what it needs to know, and what it has to say.

use s3sim_aws::item::Item;
use s3sim_aws::region::Region;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::analysis::AnalysisRow;
use s3sim_ledger::arrival::Arrival;
use s3sim_ledger::audit::AuditRecord;
use s3sim_ledger::event::ObjectEvent;
use s3sim_ledger::{AccountId, BucketId};

use crate::notification::notice::{Notice, TestEvent};
use crate::restore::{Archive, RetrievalTier};
use crate::storage::Stored;

/// Something that takes time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delay {
    /// From the midnight at which a lifecycle action is due until it is carried out.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-set-lifecycle-configuration-intro.html>
    /// promises no time. Modelling choice: none by default.
    LifecycleAction,
    /// From a write until its replica is there, bytes included.
    ///
    /// Modelling choice: AWS promises a time with replication time control only, and no distribution.
    Replication {
        /// Whether replication time control is on.
        time_control: bool,
        /// Bytes of the object; 0 for delete markers and changes.
        size: u64,
        /// What is replicated.
        subject: Subject,
    },
    /// From a request to restore until the object is readable: within [`crate::restore::interval`].
    Restore {
        /// From where.
        archive: Archive,
        /// How fast.
        tier: RetrievalTier,
        /// Bytes of the object.
        size: u64,
        /// What is restored.
        subject: Subject,
    },
}

/// Whom a question about time is about. Equal subjects get equal answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// One request about one version: a digest of bucket, key, version and instant.
    One(u64),
    /// The `bin`-th of `of` equal shares of many objects that are asked for together, 0 to `of - 1`: they stand for
    /// quantiles, so that objects stay runs.
    Bin {
        /// Which share.
        bin: u64,
        /// Of how many.
        of: u64,
    },
}

/// Something that happens or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chance {
    /// An Expedited restore, beyond what provisioned capacity guarantees, finds capacity.
    ExpeditedCapacity(Subject),
}

/// Something that the machine wants to be woken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wake {
    /// Lifecycle actions that were due earlier are carried out now.
    LifecycleActions,
    /// Something on its way to another bucket is tried now.
    Replication,
    /// Restores are ready now, or copies expire.
    Restores,
    /// Storage class analysis puts a day's figures together.
    Analysis,
}

/// Whoever drives the machine: a simulator, a server, a fuzzer.
pub trait World {
    /// How long `what` takes. Pure: the same question always has the same answer.
    fn delay(&self, what: Delay) -> Micros;

    /// Whether `what` happens. Pure likewise; by default it does.
    fn happens(&self, what: Chance) -> bool {
        let Chance::ExpeditedCapacity(_) = what;
        true
    }

    /// Wakes the machine at `at` with [`crate::machine::S3::wake`].
    fn schedule(&mut self, at: Instant, wake: Wake);

    /// A level that is billed over time has changed by `delta` units.
    fn level(&mut self, at: Instant, bucket: BucketId, stored: Stored, delta: i128);

    /// The number of KMS keys that `owner` pays for in a Region has changed by `delta`.
    fn keys(&mut self, at: Instant, owner: AccountId, region: Region, delta: i128);

    /// Something that is billed by number or by bytes was used, at the expense of `payer`.
    fn count(&mut self, at: Instant, usage: Count);

    /// Somebody, or S3 on somebody's behalf, called another service.
    fn audit(&mut self, record: AuditRecord);

    /// Something happened to objects.
    fn event(&mut self, event: ObjectEvent);

    /// Something happened to an object that a notification configuration asks for. Who delivers nothing need not listen.
    fn notice(&mut self, _notice: Notice) {}

    /// A notification configuration was accepted, and its queues and topics are sent a test event.
    fn test_event(&mut self, _test: TestEvent) {}

    /// Storage class analysis found something out. Who is not interested need not listen.
    fn analysed(&mut self, _row: AnalysisRow) {}

    /// Versions arrived at another bucket. Who is not interested in how long that took need not listen.
    fn arrived(&mut self, _arrival: Arrival) {}
}

/// Usage that is counted, not integrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Who pays.
    pub payer: AccountId,
    /// In which Region it is booked.
    pub region: Region,
    /// For which bucket.
    pub bucket: BucketId,
    /// What.
    pub item: Item,
    /// The operation on the bill.
    pub operation: &'static str,
    /// How much, in the integer of the item's unit.
    pub amount: u128,
}
