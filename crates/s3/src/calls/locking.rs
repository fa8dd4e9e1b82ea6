//! PutObjectRetention, PutObjectLegalHold and what they answer to GET; the lock headers of writes; who may delete.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html>

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::find::{Found, sought};
use crate::configuration::object_lock;
use crate::form::{Form, invalid_argument};
use crate::lock::{Lock, Retention, RetentionMode};
use crate::machine::S3;
use crate::object::attrs::Attrs;
use crate::request::Request;
use crate::response::{Fields, Refusal, Response};
use crate::service::Intent;

/// A version gets another lock.
#[derive(Clone, Debug)]
pub struct Relock {
    found: Found,
    /// How far below the current version it stands.
    depth: usize,
    lock: Lock,
}

const MISSING: &str = "Bucket is missing Object Lock Configuration";

pub(crate) fn judge(
    s3: &S3,
    now: Instant,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let sought = sought(form)?;
    let bypass = bypass(form)?;
    if s3.bucket(bucket).settings.object_lock.is_none() {
        return Err(Refusal::because(ErrorCode::InvalidRequest, MISSING));
    }
    let found = s3.seek_data(bucket, request.key, sought)?;
    let lock = s3.lock_of(found.row);
    let lock = match request.api {
        Api::GetObjectRetention => {
            let retention =
                lock.retention.ok_or_else(|| Refusal::of(ErrorCode::NoSuchObjectLockConfiguration))?;
            let fields = Fields::new()
                .text("Mode", retention.mode.name())
                .text("RetainUntilDate", retention.until.to_string());
            return Ok(Intent::answer(200, Fields::new().map("Retention", fields)));
        }
        Api::GetObjectLegalHold => {
            let status = if lock.legal_hold { "ON" } else { "OFF" };
            let fields = Fields::new().text("Status", status);
            return Ok(Intent::answer(200, Fields::new().map("LegalHold", fields)));
        }
        Api::PutObjectRetention => {
            let retention = form.required_document("Retention", object_lock::read_retention)?;
            check_change(lock.retention, retention, now, bypass)?;
            Lock { retention, ..lock }
        }
        _ => {
            let legal_hold = form.required_document("LegalHold", object_lock::read_legal_hold)?;
            Lock { legal_hold, ..lock }
        }
    };
    let head = s3.table.find(found.space, found.index).unwrap_or(found.row);
    let depth = s3.table.stack(head).position(|row| row == found.row).unwrap_or(0);
    Ok(Intent::Relock(Relock { found, depth, lock }))
}

/// A retention may always become longer; shorter, weaker or none only in governance mode, by those who bypass it.
fn check_change(
    old: Option<Retention>,
    new: Option<Retention>,
    now: Instant,
    bypass: bool,
) -> Result<(), Refusal> {
    if let Some(new) = new
        && new.until <= now
    {
        return Err(in_the_past());
    }
    let Some(old) = old.filter(|old| now < old.until) else { return Ok(()) };
    let at_least = new.is_some_and(|new| new.until >= old.until && new.mode >= old.mode);
    if at_least || (old.mode == RetentionMode::Governance && bypass) { Ok(()) } else { Err(protected()) }
}

fn in_the_past() -> Refusal {
    Refusal::because(ErrorCode::InvalidArgument, "The retain until date must be in the future!")
}

fn protected() -> Refusal {
    Refusal::because(ErrorCode::AccessDenied, "Access Denied because object protected by object lock.")
}

pub(crate) fn carry(s3: &mut S3, request: &Request<'_>, relock: Relock) -> Response {
    let lock = s3.locks.intern(relock.lock);
    let heads = s3.table.isolate(relock.found.space, relock.found.index..relock.found.index + 1);
    if let Some(row) = heads.first().and_then(|&head| s3.table.stack(head).nth(relock.depth)) {
        let attrs = *s3.table.attrs_of(row);
        s3.table.set_attrs(row, Attrs { lock, ..attrs });
        // A lock that ends sooner brings what lifecycle wants to do forward.
        s3.file(row);
        s3.replicate_change(row);
    }
    Response::ok(request.api.success_status(), Fields::new())
}

/// `BypassGovernanceRetention`. Whether the caller may is a question of permissions.
pub(crate) fn bypass(form: Form<'_>) -> Result<bool, Refusal> {
    match form.text("BypassGovernanceRetention")? {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(invalid_argument("BypassGovernanceRetention", "should be true or false")),
    }
}

/// The lock that the headers of a write ask for.
pub(crate) fn of_headers(s3: &S3, now: Instant, bucket: BucketId, form: Form<'_>) -> Result<Lock, Refusal> {
    let (mode, until) = (form.text("ObjectLockMode")?, form.text("ObjectLockRetainUntilDate")?);
    let hold = form.text("ObjectLockLegalHoldStatus")?;
    if mode.or(until).or(hold).is_none() {
        return Ok(Lock::default());
    }
    if s3.bucket(bucket).settings.object_lock.is_none() {
        return Err(Refusal::because(ErrorCode::InvalidRequest, MISSING));
    }
    let retention = match (mode, until) {
        (None, None) => None,
        (Some(mode), Some(until)) => {
            let mode = RetentionMode::WORDS.iter().find(|(word, _)| *word == mode).map(|(_, mode)| *mode);
            let mode = mode
                .ok_or_else(|| Refusal::because(ErrorCode::InvalidArgument, "Unknown wormMode directive."))?;
            let until = Instant::parse(until)
                .ok_or_else(|| invalid_argument("x-amz-object-lock-retain-until-date", "should be a date"))?;
            if until <= now {
                return Err(in_the_past());
            }
            Some(Retention { mode, until })
        }
        _ => {
            let message =
                "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied";
            return Err(Refusal::because(ErrorCode::InvalidArgument, message));
        }
    };
    let legal_hold = match hold {
        None | Some("OFF") => false,
        Some("ON") => true,
        Some(_) => {
            let message = "Legal Hold must be either of 'ON' or 'OFF'";
            return Err(Refusal::because(ErrorCode::InvalidArgument, message));
        }
    };
    Ok(Lock { retention, legal_hold })
}

/// Whether a version may be deleted for good now.
pub(crate) fn check_deletion(s3: &S3, now: Instant, found: Found, bypass: bool) -> Result<(), Refusal> {
    if s3.lock_of(found.row).protects(now, bypass) { Err(protected()) } else { Ok(()) }
}

/// Where MFA delete is on, whatever destroys a version or changes versioning needs a code of the second factor.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html>. Any code counts as a
/// right one: that is a modelling choice.
pub(crate) fn check_mfa(needed: bool, form: Form<'_>) -> Result<(), Refusal> {
    if needed && form.text("MFA")?.is_none_or(str::is_empty) {
        let message = "Mfa Authentication must be used for this request";
        return Err(Refusal::because(ErrorCode::AccessDenied, message));
    }
    Ok(())
}

impl S3 {
    /// What HEAD and GET say of a lock.
    pub(crate) fn describe_lock(&self, found: Found, fields: Fields) -> Fields {
        let lock = self.lock_of(found.row);
        let mut fields = fields;
        if let Some(retention) = lock.retention {
            fields = fields
                .text("ObjectLockMode", retention.mode.name())
                .text("ObjectLockRetainUntilDate", retention.until.to_string());
        }
        if lock.legal_hold {
            fields = fields.text("ObjectLockLegalHoldStatus", "ON");
        }
        fields
    }
}
