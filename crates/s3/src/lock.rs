//! Object Lock: what protects a version from being deleted for good.
//!
//! A lock stands in the attributes of a version, so a run that is locked alike stays a run. Nothing has to happen
//! when a retention ends: whoever wants to delete asks what time it is.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html>

use std::collections::BTreeMap;

use s3sim_kernel::time::{Day, Instant, Micros};
use s3sim_ledger::BucketId;

use crate::machine::S3;
use crate::object::row::RowId;
use crate::object::table::SpaceId;
use crate::versioning::Written;

/// How strict a retention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RetentionMode {
    /// Whoever has the permission can go round it.
    Governance,
    /// Nobody can, until it ends.
    Compliance,
}

impl RetentionMode {
    /// The modes with the API's words.
    pub const WORDS: [(&str, RetentionMode); 2] =
        [("GOVERNANCE", RetentionMode::Governance), ("COMPLIANCE", RetentionMode::Compliance)];

    /// The API's word.
    pub const fn name(self) -> &'static str {
        match self {
            RetentionMode::Governance => "GOVERNANCE",
            RetentionMode::Compliance => "COMPLIANCE",
        }
    }
}

/// Until when a version cannot be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Retention {
    /// How strict it is.
    pub mode: RetentionMode,
    /// The first instant at which it holds no more.
    pub until: Instant,
}

/// What protects a version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lock {
    /// A retention period, which may be over.
    pub retention: Option<Retention>,
    /// A legal hold: without an end, until somebody takes it off.
    pub legal_hold: bool,
}

impl Lock {
    /// Whether the version cannot be deleted at `now`, with or without the bypass of governance mode.
    pub fn protects(self, now: Instant, bypass_governance: bool) -> bool {
        let retained = self.retention.is_some_and(|retention| {
            now < retention.until && !(bypass_governance && retention.mode == RetentionMode::Governance)
        });
        self.legal_hold || retained
    }

    /// The first midnight at which lifecycle may delete the version: [`Day::MAX`] while there is a legal hold.
    pub fn free_from(self) -> Day {
        if self.legal_hold {
            return Day::MAX;
        }
        self.retention.map_or(Day(0), |retention| retention.until.ceil_day())
    }
}

/// A lock, by its place. `LockId(0)` is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LockId(pub(crate) u32);

/// All locks of a machine.
#[derive(Clone, Debug)]
pub struct Locks {
    list: Vec<Lock>,
    ids: BTreeMap<Lock, LockId>,
}

impl Default for Locks {
    fn default() -> Locks {
        Locks { list: vec![Lock::default()], ids: BTreeMap::from([(Lock::default(), LockId(0))]) }
    }
}

impl Locks {
    /// The lock of an id.
    pub fn get(&self, id: LockId) -> Lock {
        self.list[id.0 as usize]
    }

    /// The id of a lock, new or known.
    pub fn intern(&mut self, lock: Lock) -> LockId {
        if let Some(&id) = self.ids.get(&lock) {
            return id;
        }
        let id = LockId(self.list.len() as u32);
        self.list.push(lock);
        self.ids.insert(lock, id);
        id
    }
}

/// How long a default retention lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Days of 24 h.
    Days(u32),
    /// Years of the calendar.
    Years(u32),
}

/// What new versions of a bucket get that bring no retention of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DefaultRetention {
    /// How strict.
    pub mode: RetentionMode,
    /// How long.
    pub period: Period,
}

impl DefaultRetention {
    /// The retention of a version that was created then.
    pub fn of(self, created: Instant) -> Retention {
        let until = match self.period {
            Period::Days(days) => created + Micros::days(days.into()),
            Period::Years(years) => created
                .plus_months(12 * i32::try_from(years).unwrap_or(i32::MAX / 12))
                .unwrap_or(Instant::HORIZON),
        };
        Retention { mode: self.mode, until }
    }
}

/// The Object Lock configuration of a bucket that has Object Lock. It cannot be taken away again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ObjectLockConfiguration {
    /// What new versions get.
    pub default_retention: Option<DefaultRetention>,
}

impl S3 {
    /// The lock of a version.
    pub(crate) fn lock_of(&self, row: RowId) -> Lock {
        self.locks.get(self.table.attrs_of(row).lock)
    }

    /// Adds the default retention of the bucket to what is written without a retention of its own.
    pub(crate) fn with_default_retention(
        &mut self,
        space: SpaceId,
        written: Written,
        created: Instant,
    ) -> Written {
        self.with_default_retention_of(self.table.space(space).bucket, written, created)
    }

    /// The same for a bucket.
    pub(crate) fn with_default_retention_of(
        &mut self,
        bucket: BucketId,
        written: Written,
        created: Instant,
    ) -> Written {
        let bucket = self.bucket(bucket);
        let default = bucket.settings.object_lock.and_then(|configuration| configuration.default_retention);
        let lock = self.locks.get(written.lock);
        match default {
            Some(default) if lock.retention.is_none() => {
                let lock = self.locks.intern(Lock { retention: Some(default.of(created)), ..lock });
                Written { lock, ..written }
            }
            _ => written,
        }
    }
}
