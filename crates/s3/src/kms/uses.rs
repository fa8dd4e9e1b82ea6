//! What S3 asks of KMS on behalf of whoever sends a request.
//!
//! `S3::kms_calls` says it before anything happens. How many calls an operation makes:
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html> and, for uploads in parts,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>. Modelling choices: HEAD asks KMS only
//! where checksums are wanted; dual-layer encryption asks as often as SSE-KMS does.

use s3sim_aws::error::ErrorCode;
use s3sim_aws::item::Item;
use s3sim_aws::operation::Api;
use s3sim_aws::operation::permission::On;
use s3sim_document::tree::Node;
use s3sim_iam::principal::Who;
use s3sim_kernel::time::Instant;
use s3sim_ledger::audit::AuditRecord;
use s3sim_ledger::{AccountId, BucketId};

use super::cache::{CacheKey, Direction};
use super::{KeyId, KeyState};
use crate::authorize::Subject;
use crate::calls::find::{Found, sought};
use crate::calls::multipart::Act;
use crate::counts::Charge;
use crate::encryption::{Encryption, Protection, headers};
use crate::form::Form;
use crate::machine::S3;
use crate::request::Request;
use crate::response::Refusal;
use crate::service::{Intent, Verdict};
use crate::world::World;

/// A call to KMS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KmsCall {
    /// The key.
    pub key: KeyId,
    /// What is asked of it: `kms:GenerateDataKey`.
    pub action: &'static str,
    /// `aws:s3:arn` of the encryption context: the object, or its bucket where the call is for a bucket key.
    pub context: String,
    /// What KMS answers other than success.
    pub error: Option<ErrorCode>,
    /// Whether the request goes on without it.
    pub optional: bool,
    /// Where the bucket key is kept for a while, if it is for one.
    pub(crate) kept: Option<CacheKey>,
}

/// Who makes the calls, by the account that pays for them.
pub(crate) struct Payer {
    pub(crate) account: AccountId,
    pub(crate) principal: String,
}

/// A key that a request needs.
struct Use<'a> {
    encryption: &'a Encryption,
    bucket: BucketId,
    key: &'a str,
    action: &'static str,
    optional: bool,
}

pub(crate) const DECRYPT: &str = "kms:Decrypt";
pub(crate) const GENERATE: &str = "kms:GenerateDataKey";

impl S3 {
    /// The calls to KMS that an accepted request makes: none where its bucket key is still at hand.
    ///
    /// The account that is charged for them, in money and in quota, is the caller's:
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/throttling.html>.
    pub(crate) fn kms_calls(
        &self,
        now: Instant,
        request: &Request<'_>,
        bucket: BucketId,
        intent: &Intent,
    ) -> Vec<KmsCall> {
        let mut calls = Vec::new();
        self.each_use(request, bucket, intent, |one| {
            let Some((key, bucket_key)) = one.encryption.kms_key() else { return };
            let name = &self.bucket(one.bucket).name;
            let direction = if one.action == DECRYPT { Direction::Decrypt } else { Direction::Encrypt };
            let kept = bucket_key.then(|| CacheKey {
                bucket: one.bucket,
                key,
                requester: self.requester(request),
                direction,
            });
            if kept.as_ref().is_some_and(|kept| self.bucket_keys.holds(kept, now)) {
                return;
            }
            let context = if bucket_key {
                format!("arn:aws:s3:::{name}")
            } else {
                format!("arn:aws:s3:::{name}/{}", one.key)
            };
            calls.push(KmsCall {
                key,
                action: one.action,
                context,
                error: None,
                optional: one.optional,
                kept,
            });
        });
        calls
    }

    fn each_use<'a>(
        &'a self,
        request: &Request<'a>,
        bucket: BucketId,
        intent: &'a Intent,
        mut each: impl FnMut(Use<'a>),
    ) {
        let version = |bucket, found: &Found, key, action| Use {
            encryption: self.encryption_of(self.table.attrs_of(found.row)),
            bucket,
            key,
            action,
            optional: false,
        };
        let new = |protection: &'a Protection, action, optional| Use {
            encryption: &protection.encryption,
            bucket,
            key: request.key,
            action,
            optional,
        };
        let source_key = || {
            let form = Form::new(request.parameters);
            crate::calls::find::copy_source(form).map_or("", |(_, key, _)| key)
        };
        match intent {
            Intent::Read(read) => each(version(bucket, &read.found, request.key, DECRYPT)),
            Intent::Write(write) => {
                if let Some((from, found)) = &write.source {
                    each(version(*from, found, source_key(), DECRYPT));
                }
                each(new(&write.protection, GENERATE, false));
            }
            Intent::Upload(Act::Create { protection, .. }) => each(new(protection, GENERATE, false)),
            Intent::Upload(Act::Part { place, source, .. }) => {
                if let Some((from, found)) = source {
                    each(version(*from, found, source_key(), DECRYPT));
                }
                each(new(self.protection(self.encryption_of_upload(*place)), DECRYPT, false));
            }
            // Without the key's consent the object is made, but has no checksum (EN-025).
            Intent::Upload(Act::Complete { place, .. }) => {
                each(new(self.protection(self.encryption_of_upload(*place)), DECRYPT, true));
            }
            Intent::Reencrypt(change) => {
                each(version(bucket, &change.found, request.key, DECRYPT));
                each(new(&change.protection, GENERATE, false));
            }
            Intent::Answer { .. } if self.reads_checksum(request) => {
                if let Some(found) = self.sought_by(request, bucket) {
                    each(version(bucket, &found, request.key, DECRYPT));
                }
            }
            _ => {}
        }
    }

    /// The version that a request asks about.
    fn sought_by(&self, request: &Request<'_>, bucket: BucketId) -> Option<Found> {
        let sought = sought(Form::new(request.parameters)).ok()?;
        self.seek(bucket, request.key, sought)
    }

    /// Whether an answer about an object shows its checksum, which is encrypted with it.
    fn reads_checksum(&self, request: &Request<'_>) -> bool {
        let form = Form::new(request.parameters);
        match request.api {
            Api::HeadObject => form.get("ChecksumMode").is_some(),
            Api::GetObjectAttributes => {
                form.get("ObjectAttributes").is_some_and(|wanted| match wanted.as_list() {
                    Some(items) => items.iter().filter_map(Node::scalar).any(|name| name == "Checksum"),
                    None => {
                        wanted.scalar().unwrap_or_default().split(',').any(|name| name.trim() == "Checksum")
                    }
                })
            }
            _ => false,
        }
    }

    /// Whom a bucket key serves: a role under the same policies, or, before 2026, each of its sessions.
    fn requester(&self, request: &Request<'_>) -> String {
        let ask = self.ask(Instant::EPOCH, request);
        let policies = &ask.actor.policies;
        match policies.principal.who() {
            Who::Session { role_arn }
                if !self.rules.bucket_keys_are_per_session() && policies.session.is_none() =>
            {
                role_arn.clone()
            }
            _ => policies.principal.arn().to_owned(),
        }
    }

    /// Asks the keys: the way to them, their policies, their states. Notes in `calls` how far it came.
    pub(crate) fn check_keys(
        &self,
        now: Instant,
        request: &Request<'_>,
        bucket: BucketId,
        intent: &Intent,
        calls: &mut Vec<KmsCall>,
    ) -> Result<(), Refusal> {
        self.check_way_to_keys(request, bucket, intent)?;
        for index in 0..calls.len() {
            let call = &calls[index];
            let Err(refusal) = self.check_key(now, request, call) else { continue };
            calls[index].error = Some(refusal.code);
            if !(calls[index].optional && refusal.code == ErrorCode::AccessDenied) {
                calls.truncate(index + 1);
                return Err(refusal);
            }
        }
        Ok(())
    }

    pub(super) fn check_key(
        &self,
        now: Instant,
        request: &Request<'_>,
        call: &KmsCall,
    ) -> Result<(), Refusal> {
        let key = self.kms.get(call.key);
        if key.is_gone(now) {
            let message = format!("Key '{}' does not exist", key.arn);
            return Err(Refusal::because(ErrorCode::KmsNotFoundException, message));
        }
        let ask = self.ask(now, request);
        let subject = Subject::Key(call.key, Some(call.context.clone()));
        self.permission(&ask, call.action, &subject)?;
        if request.api == Api::UpdateObjectEncryption && call.action == GENERATE {
            for action in request.api.actions().iter().filter(|action| action.on == On::Key) {
                self.permission(&ask, action.name, &subject)?;
            }
        }
        let arn = &key.arn;
        match key.state {
            KeyState::Enabled => Ok(()),
            KeyState::Disabled => {
                let message = format!("{arn} is disabled.");
                Err(Refusal::because(ErrorCode::KmsDisabledException, message))
            }
            KeyState::PendingDeletion(_) => {
                let message = format!("{arn} is pending deletion.");
                Err(Refusal::because(ErrorCode::KmsInvalidStateException, message))
            }
            KeyState::PendingImport => {
                let message = format!("{arn} is pending import.");
                Err(Refusal::because(ErrorCode::KmsInvalidStateException, message))
            }
        }
    }

    /// Whatever touches an object under a KMS key, HEAD included, is signed and comes over TLS (EN-022).
    fn check_way_to_keys(
        &self,
        request: &Request<'_>,
        bucket: BucketId,
        intent: &Intent,
    ) -> Result<(), Refusal> {
        let Err(refusal) = headers::check_transport(&request.caller) else { return Ok(()) };
        let mut touches = false;
        self.each_use(request, bucket, intent, |one| touches |= one.encryption.kms_key().is_some());
        if matches!(request.api, Api::HeadObject | Api::GetObjectAttributes) {
            let found = self.sought_by(request, bucket);
            let encryption = found.map(|found| self.encryption_of(self.table.attrs_of(found.row)));
            touches |= encryption.is_some_and(|encryption| encryption.kms_key().is_some());
        }
        if touches { Err(refusal) } else { Ok(()) }
    }

    /// Writes down and books the calls of a request, and keeps the bucket keys that were made.
    ///
    /// Modelling choice: KMS charges for calls that succeed.
    pub(crate) fn book_kms(
        &mut self,
        now: Instant,
        request: &Request<'_>,
        verdict: &mut Verdict,
        world: &mut impl World,
    ) {
        let Some(bucket) = verdict.bucket else { return };
        let payer = request.caller.account;
        for call in std::mem::take(&mut verdict.kms) {
            let principal = self.ask(now, request).actor.policies.principal.arn().to_owned();
            self.book_call(now, bucket, Payer { account: payer, principal }, call, 1, world);
        }
    }

    /// Writes down and books `count` calls that are alike.
    pub(crate) fn book_call(
        &mut self,
        now: Instant,
        bucket: BucketId,
        payer: Payer,
        call: KmsCall,
        count: u64,
        world: &mut impl World,
    ) {
        let (operation, region) = (call.action.trim_start_matches("kms:"), self.bucket(bucket).region);
        world.audit(AuditRecord {
            time: now,
            source: "kms.amazonaws.com",
            name: operation,
            principal: payer.principal,
            invoked_by: "s3.amazonaws.com",
            account: payer.account,
            region,
            resource: self.kms.get(call.key).arn.clone(),
            context: call.context,
            count,
            error: call.error.map_or("", ErrorCode::name),
        });
        if call.error.is_none() {
            let charge = Charge { payer: payer.account, region, bucket, item: Item::KmsRequest, operation };
            self.counts.add(charge, count.into());
            call.kept.into_iter().for_each(|key| self.bucket_keys.keep(key, now));
        }
    }
}
