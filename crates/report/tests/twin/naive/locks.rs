//! Object Lock: who may delete a version for good, and when.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html>

use s3sim_aws::error::ErrorCode;
use s3sim_document::tree::{Map, Node};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_s3::lock::{ObjectLockConfiguration, Period, RetentionMode};

use super::store::{Store, midnight_from};

/// What protects a version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    pub hold: bool,
    /// Strictly or not, until then.
    pub retention: Option<(bool, Instant)>,
}

impl Lock {
    /// What a version gets that is written then.
    pub fn default_of(configuration: Option<ObjectLockConfiguration>, created: Instant) -> Lock {
        let default = configuration.and_then(|configuration| configuration.default_retention);
        let retention = default.map(|default| {
            let Period::Days(days) = default.period else { unreachable!("not generated") };
            (default.mode == RetentionMode::Compliance, created + Micros::days(days.into()))
        });
        Lock { hold: false, retention }
    }

    /// Whether a request at that instant must not delete the version.
    fn keeps(self, now: Instant, bypass: bool) -> bool {
        self.hold || self.retention.is_some_and(|(strict, until)| now < until && (strict || !bypass))
    }

    /// Whether lifecycle must not delete the version at that midnight.
    pub fn keeps_at_midnight(self, now: Instant) -> bool {
        self.hold || self.retention.is_some_and(|(_, until)| now < midnight_from(until))
    }
}

fn bypasses(parameters: &Map) -> bool {
    parameters.get("BypassGovernanceRetention").and_then(Node::scalar) == Some("true")
}

impl Store {
    /// Whether a version may be deleted by a request.
    pub fn check_deletion(
        &self,
        now: Instant,
        (b, key, index): (usize, &str, usize),
        parameters: &Map,
    ) -> Result<(), ErrorCode> {
        let lock = self.buckets[b].objects[key][index].lock;
        if lock.keeps(now, bypasses(parameters)) { Err(ErrorCode::AccessDenied) } else { Ok(()) }
    }

    /// PutObjectLegalHold and PutObjectRetention.
    pub fn relock(
        &mut self,
        now: Instant,
        (b, key, index): (usize, &str, usize),
        parameters: &Map,
    ) -> Result<(), ErrorCode> {
        let lock = &mut self.buckets[b].objects.get_mut(key).expect("there")[index].lock;
        if let Some(hold) = parameters.get("LegalHold") {
            lock.hold = hold.get("Status").and_then(Node::scalar) == Some("ON");
            return Ok(());
        }
        let part = |name| parameters.get("Retention").unwrap().get(name).and_then(Node::scalar).unwrap();
        let (strict, until) =
            (part("Mode") == "COMPLIANCE", Instant::parse(part("RetainUntilDate")).unwrap());
        if until <= now {
            return Err(ErrorCode::InvalidArgument);
        }
        // It becomes longer and stricter for everybody.
        let less = lock.retention.filter(|(_, old)| now < *old);
        let less = less.filter(|(was_strict, old)| until < *old || (*was_strict && !strict));
        match less {
            Some((was_strict, _)) if was_strict || !bypasses(parameters) => Err(ErrorCode::AccessDenied),
            _ => {
                lock.retention = Some((strict, until));
                Ok(())
            }
        }
    }
}
