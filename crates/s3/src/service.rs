//! The life of a request: judged on the state as it is, then committed.
//!
//! Judging reads only: it is what a probe asks, and it says what S3 would answer. The order of its steps decides
//! which of two mistakes a caller hears of first, so it stands in one place: form, place, version, authorization,
//! state; each call does its own part of them in its module under `calls`. What is refused for its number is refused
//! between authorization and state: see [`S3::respond_in_turn`].

use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::{Api, Target};
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;
use s3sim_ledger::event::{EventKind, ObjectEvent};

use crate::authorize::Permit;
use crate::calls::{
    access, attributes, batch, bucket, configuration, delete, encryption, listing, locking, multipart, read,
    restore, tagging, write,
};
use crate::encryption::headers;
use crate::form::{Form, check_key, is_of_form};
use crate::kms::uses::KmsCall;
use crate::machine::S3;
use crate::request::Request;
use crate::requester_pays;
use crate::response::{Fields, Refusal, Response};
use crate::website;
use crate::world::World;

/// What S3 makes of a request before anything happens.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The bucket, if there is one of that name.
    pub bucket: Option<BucketId>,
    /// What will happen, or why nothing will.
    pub outcome: Result<Intent, Refusal>,
    /// Who let it in, unless it was not let in.
    pub permit: Permit,
    /// What is asked of KMS on the caller's behalf, up to the first refusal. The caller's account pays for it, in money
    /// and in quota, in the Region of the bucket.
    pub kms: Vec<KmsCall>,
}

/// What a request that was found good is going to do.
#[derive(Clone, Debug)]
pub enum Intent {
    /// Nothing but answer; `class` is what the request is billed by.
    Answer {
        /// HTTP status.
        status: u16,
        /// Headers and members of the body.
        fields: Fields,
        /// Class of the object that was asked about; STANDARD for everything else.
        class: StorageClass,
    },
    /// Write an object.
    Write(write::Write),
    /// Read an object.
    Read(read::Read),
    /// Delete objects.
    Delete {
        /// Which, in the order of the request.
        deletions: Vec<delete::Deletion>,
        /// Whether the answer tells only what went wrong.
        quiet: bool,
    },
    /// Change what protects a version.
    Relock(locking::Relock),
    /// Go on with a multipart upload.
    Upload(multipart::Act),
    /// Encrypt a version in another way, where it is.
    Reencrypt(encryption::Reencryption),
    /// Make or change a batch job.
    Batch(batch::Act),
    /// Restore an archived object.
    Restore(restore::Restore),
    /// Change the tags of a version.
    Tag(tagging::Tag),
    /// Make, change or delete a bucket.
    Bucket(bucket::Change),
    /// Change a configuration.
    Configure(configuration::Change),
    /// Change who may use a bucket or object.
    Access(access::Change),
}

impl Intent {
    /// An answer that costs what the call costs for STANDARD.
    pub(crate) fn answer(status: u16, fields: Fields) -> Intent {
        Intent::Answer { status, fields, class: StorageClass::Standard }
    }
}

impl Intent {
    /// The same with an answer that leaves some fields out.
    fn without(self, names: &[&str]) -> Intent {
        match self {
            Intent::Answer { status, fields, class } => {
                Intent::Answer { status, fields: fields.without(names), class }
            }
            Intent::Read(read) => Intent::Read(read.without(names)),
            other => other,
        }
    }
}

/// A refusal over permissions, as `events.csv` shows it; the cause names who decided.
fn refused(now: Instant, request: &Request<'_>, by: &str) -> ObjectEvent {
    ObjectEvent {
        time: now,
        bucket: request.bucket.to_owned(),
        key: request.key.to_owned(),
        last_key: String::new(),
        version_id: String::new(),
        event: EventKind::Refused,
        from: String::new(),
        to: String::new(),
        cause: format!("{}: {by}", request.cause),
        count: 1,
        bytes: 0,
        keys: None,
    }
}

impl Verdict {
    /// Whether the request would succeed.
    pub fn is_ok(&self) -> bool {
        self.outcome.is_ok()
    }

    /// Whether permission is refused.
    pub(crate) fn is_denied(&self) -> bool {
        self.outcome.as_ref().is_err_and(|refusal| refusal.code == ErrorCode::AccessDenied)
    }
}

impl S3 {
    /// What S3 would make of a request now. Changes nothing, costs nothing.
    pub fn judge(&self, now: Instant, request: &Request<'_>) -> Verdict {
        let bucket = self.bucket_id(request.bucket).filter(|&id| !self.bucket(id).deleted);
        let refused =
            |refusal| Verdict { bucket, outcome: Err(refusal), permit: Permit::default(), kms: Vec::new() };
        if request.api.target() == Target::Object
            && let Err(refusal) = check_key(request.key)
        {
            return refused(refusal);
        }
        if let Err(refusal) = headers::read(request) {
            return refused(refusal);
        }
        if bucket.is_none() && request.api.target() != Target::Service && request.api != Api::CreateBucket {
            return refused(Refusal::of(ErrorCode::NoSuchBucket).with("BucketName", request.bucket));
        }
        if let Some(Err(refusal)) = bucket.map(|bucket| website::check(self, request, bucket)) {
            return refused(refusal);
        }
        let permit = match self.authorize(now, request, bucket) {
            Ok(permit) => permit,
            Err(denied) => {
                // What is wrong with the form is told to everybody.
                let outcome = self.judge_outcome(now, request, bucket);
                return refused(outcome.err().filter(|refusal| is_of_form(refusal.code)).unwrap_or(denied));
            }
        };
        let mut outcome = self.judge_outcome(now, request, bucket);
        if let (Err(refusal), Some(bucket)) = (&outcome, bucket)
            && refusal.code == ErrorCode::NoSuchKey
        {
            outcome = Err(self.missing(now, request, bucket, refusal.clone()));
        }
        if !permit.hidden.is_empty() {
            outcome = outcome.map(|intent| intent.without(&permit.hidden));
        }
        let mut kms = Vec::new();
        if let (Ok(intent), Some(bucket)) = (&outcome, bucket) {
            kms = self.kms_calls(now, request, bucket, intent);
            if let Err(refusal) = self.check_keys(now, request, bucket, intent, &mut kms) {
                outcome = Err(refusal);
            }
        }
        Verdict { bucket, outcome, permit, kms }
    }

    /// What would become of a request that is let in.
    fn judge_outcome(
        &self,
        now: Instant,
        request: &Request<'_>,
        bucket: Option<BucketId>,
    ) -> Result<Intent, Refusal> {
        let form = Form::new(request.parameters);
        match request.api {
            Api::CreateBucket => return bucket::judge_create(self, request, form, bucket),
            Api::ListBuckets | Api::ListDirectoryBuckets => return bucket::list_all(self, request, form),
            _ => {}
        }
        let bucket =
            bucket.ok_or_else(|| Refusal::of(ErrorCode::NoSuchBucket).with("BucketName", request.bucket))?;
        bucket::check_kind(self, request.api, bucket)?;
        requester_pays::check(self, request, bucket, form)?;
        match request.api {
            Api::PutObject => write::judge_put(self, now, request, bucket, form),
            Api::CopyObject => write::judge_copy(self, now, request, bucket, form),
            Api::GetObject | Api::HeadObject => read::judge(self, request, bucket, form),
            Api::GetObjectAttributes => attributes::judge(self, request, bucket, form),
            Api::DeleteObject => delete::judge(self, now, request, bucket, form),
            Api::DeleteObjects => delete::judge_many(self, now, bucket, form),
            Api::GetObjectRetention
            | Api::PutObjectRetention
            | Api::GetObjectLegalHold
            | Api::PutObjectLegalHold => locking::judge(self, now, request, bucket, form),
            Api::CreateMultipartUpload
            | Api::UploadPart
            | Api::UploadPartCopy
            | Api::CompleteMultipartUpload
            | Api::AbortMultipartUpload => multipart::judge(self, now, request, bucket, form),
            Api::ListParts => multipart::list_parts(self, request, bucket, form),
            Api::ListMultipartUploads => multipart::list_uploads(self, request, bucket, form),
            Api::UpdateObjectEncryption => encryption::judge_update(self, now, request, bucket, form),
            Api::CreateJob | Api::DescribeJob | Api::UpdateJobStatus => {
                batch::judge(self, request, bucket, form)
            }
            Api::RestoreObject => restore::judge(self, request, bucket, form),
            Api::GetObjectTagging | Api::PutObjectTagging | Api::DeleteObjectTagging => {
                tagging::judge(self, request, bucket, form)
            }
            Api::ListObjects | Api::ListObjectsV2 | Api::ListObjectVersions => {
                listing::judge(self, request, bucket, form)
            }
            Api::DeleteBucket | Api::HeadBucket | Api::GetBucketLocation | Api::CreateSession => {
                bucket::judge(self, request, bucket)
            }
            Api::GetBucketPolicy
            | Api::GetBucketPolicyStatus
            | Api::PutBucketPolicy
            | Api::DeleteBucketPolicy
            | Api::GetPublicAccessBlock
            | Api::PutPublicAccessBlock
            | Api::DeletePublicAccessBlock
            | Api::GetBucketOwnershipControls
            | Api::PutBucketOwnershipControls
            | Api::DeleteBucketOwnershipControls
            | Api::GetBucketAcl
            | Api::PutBucketAcl
            | Api::GetObjectAcl
            | Api::PutObjectAcl => access::judge(self, request, bucket, form),
            _ => configuration::judge(self, request, bucket, form),
        }
    }

    /// Carries out what [`S3::judge`] said, and answers.
    pub fn commit(
        &mut self,
        now: Instant,
        request: &Request<'_>,
        mut verdict: Verdict,
        world: &mut impl World,
    ) -> Response {
        self.reach(now);
        self.book_kms(now, request, &mut verdict, world);
        let permit = verdict.permit;
        self.requester = requester_pays::payer(request);
        let (bucket, class, response) = match verdict.outcome {
            Err(refusal) => {
                if refusal.code.billed() && refusal.status < 500 {
                    self.charge_refusal(request, verdict.bucket, refusal.code);
                }
                if let Some(by) = &refusal.decided_by {
                    world.event(refused(now, request, by));
                }
                (None, StorageClass::Standard, Response::refused(refusal))
            }
            Ok(intent) => {
                self.acts_for(request.api, &request.caller);
                let (class, response) = self.carry(now, request, verdict.bucket, intent, world);
                let bucket = verdict.bucket.or_else(|| self.bucket_id(request.bucket));
                // A restore that begins has its own price, and one that finds no capacity has none.
                let priced = request.api == Api::RestoreObject && response.status != 200;
                (bucket.filter(|_| !priced), class, response)
            }
        };
        if let Some(bucket) = bucket {
            self.charge_requests(bucket, request.api, class, 1);
        }
        self.requester = None;
        self.settle(now, world);
        self.acts_by_itself();
        response.permitted(&permit)
    }

    /// Judges and carries out a request.
    pub fn respond(&mut self, now: Instant, request: &Request<'_>, world: &mut impl World) -> Response {
        let verdict = self.judge(now, request);
        self.commit(now, request, verdict, world)
    }

    /// What S3 would answer now, as far as it is known before anything happens: the status, and the error or the
    /// fields of a read. Changes nothing, costs nothing.
    pub fn answer(&self, now: Instant, request: &Request<'_>) -> Response {
        let verdict = self.judge(now, request);
        let response = match verdict.outcome {
            Err(refusal) => Response::refused(refusal),
            Ok(Intent::Answer { status, fields, .. }) => Response::ok(status, fields),
            Ok(Intent::Restore(restore)) => Response::ok(restore::status(&restore), Fields::new()),
            Ok(Intent::Read(read)) => Response::ok(read.status(), read.fields()),
            Ok(_) => Response::ok(request.api.success_status(), Fields::new()),
        };
        response.permitted(&verdict.permit)
    }

    fn charge_refusal(&mut self, request: &Request<'_>, bucket: Option<BucketId>, code: ErrorCode) {
        if let Some(bucket) = bucket.filter(|&bucket| self.owner_pays_for(request, bucket, code)) {
            self.charge_requests(bucket, request.api, StorageClass::Standard, 1);
        }
    }

    /// Does what a request is about; answers with the class that the request is billed by.
    pub(crate) fn carry(
        &mut self,
        now: Instant,
        request: &Request<'_>,
        bucket: Option<BucketId>,
        intent: Intent,
        world: &mut impl World,
    ) -> (StorageClass, Response) {
        let cause = self.cause(request.cause);
        match (intent, bucket) {
            (Intent::Answer { status, fields, class }, _) => (class, Response::ok(status, fields)),
            (Intent::Bucket(change), bucket) => {
                (StorageClass::Standard, bucket::carry(self, now, request, bucket, change))
            }
            (Intent::Write(write), Some(bucket)) => write::carry(self, now, request, bucket, write, cause),
            (Intent::Read(read), Some(bucket)) => read::carry(self, now, request, bucket, read),
            (Intent::Restore(restore), Some(bucket)) => {
                restore::carry(self, now, request, bucket, restore, cause, world)
            }
            (Intent::Delete { deletions, quiet }, Some(bucket)) => {
                (StorageClass::Standard, delete::carry(self, now, request, bucket, deletions, quiet, cause))
            }
            (Intent::Relock(relock), Some(_)) => {
                (StorageClass::Standard, locking::carry(self, request, relock))
            }
            (Intent::Upload(act), Some(bucket)) => multipart::carry(self, now, request, bucket, act, cause),
            (Intent::Reencrypt(change), Some(_)) => {
                (StorageClass::Standard, encryption::carry_update(self, request, change))
            }
            (Intent::Batch(act), Some(bucket)) => {
                (StorageClass::Standard, batch::carry(self, now, request, bucket, act))
            }
            (Intent::Tag(tag), Some(_)) => {
                (StorageClass::Standard, tagging::carry(self, request, tag, cause))
            }
            (Intent::Configure(change), Some(bucket)) => {
                (StorageClass::Standard, configuration::carry(self, now, request, bucket, change))
            }
            (Intent::Access(change), Some(bucket)) => {
                (StorageClass::Standard, access::carry(self, request, bucket, change))
            }
            // No bucket, no verdict that needs one.
            (_, None) => (StorageClass::Standard, Response::refused(Refusal::of(ErrorCode::NoSuchBucket))),
        }
    }
}
