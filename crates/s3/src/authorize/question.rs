//! Questions about permissions that no request asks: one action on one resource, or every permission that a call needs.

use std::borrow::Cow;

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_document::tree::Map;
use s3sim_iam::policy::s3_reference;
use s3sim_kernel::time::Instant;

use super::{Ask, Subject, check_presigned};
use crate::caller::Caller;
use crate::calls::find::Sought;
use crate::machine::S3;
use crate::request::{Request, Route};
use crate::response::{Fields, Refusal, Response};

/// The answer to one question, and why it is so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// The action: `s3:GetObject`.
    pub action: String,
    /// The ARN of what it is to be done to, or `*`.
    pub resource: String,
    /// Whether it is allowed.
    pub allowed: bool,
    /// Who decided: `bucket/TlsOnly`, or a kind alone.
    pub decided_by: String,
    /// AWS's words for a denial, as callers of the owner's own account read them; empty if it is allowed.
    pub message: String,
    /// Whether the call succeeds without it and leaves fields of its answer out.
    pub is_optional: bool,
}

impl Ruling {
    /// The answer of a service that does nothing but look at permissions.
    pub fn answer(self) -> Response {
        if self.allowed {
            return Response { decided_by: Cow::Owned(self.decided_by), ..Response::ok(200, Fields::new()) };
        }
        Response::refused(Refusal::because(ErrorCode::AccessDenied, self.message).decided_by(self.decided_by))
    }
}

/// Whether there is such an action, as far as S3's own are concerned: those of other services are taken on trust.
pub fn is_action(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !name.starts_with("s3:") || actions().any(|known| known == name)
}

/// S3's actions, in lower case.
pub fn actions() -> impl Iterator<Item = &'static str> {
    s3_reference::actions().map(|(name, _)| name)
}

impl S3 {
    /// Whether `caller` may do `action` to `resource`, an ARN or `*`.
    ///
    /// The condition keys are those of the plainest request with that action, and whatever the caller's way states.
    pub fn may(&self, now: Instant, caller: Caller<'_>, action: &str, resource: &str) -> Ruling {
        let named = |api: &&Api| api.actions().first().is_some_and(|first| first.name == action);
        let api = Api::ALL.iter().find(named).copied().unwrap_or(Api::HeadBucket);
        let (bucket, key) = parts(resource).unwrap_or_default();
        let parameters = Map::default();
        let (size, route, cause) = (0, Route::default(), "");
        let request = Request { api, bucket, key, parameters: &parameters, size, caller, route, cause };
        let ask = self.ask(now, &request);
        let refused = self.before_permissions(&ask).err();
        let subject = self.subject_of(resource);
        let ruling = self.ruling(&ask, action, &subject, false);
        let ruling = Ruling { resource: resource.to_owned(), ..ruling };
        refused.map_or(ruling.clone(), |refusal| because_of(refusal, ruling))
    }

    /// Every permission of S3 that a request needs, in AWS's order; nothing if the bucket is not there.
    pub fn rulings(&self, now: Instant, request: &Request<'_>) -> Vec<Ruling> {
        let bucket = self.bucket_id(request.bucket).filter(|&id| !self.bucket(id).deleted);
        let ask = self.ask(now, request);
        let refused = self.before_permissions(&ask).err();
        let mut rulings = Vec::new();
        for need in self.needs(request, bucket) {
            let ruling = self.ruling(&ask, need.action, &need.subject, need.fields.is_some());
            rulings.push(refused.clone().map_or(ruling.clone(), |refusal| because_of(refusal, ruling)));
        }
        rulings
    }

    /// What keeps a caller out whatever the policies say: a URL that does not work, a role it cannot assume.
    fn before_permissions(&self, ask: &Ask<'_>) -> Result<(), Refusal> {
        check_presigned(ask)?;
        ask.actor.assumed.as_ref().map_or(Ok(()), |assumption| self.check_assumption(ask, assumption))
    }

    fn ruling(&self, ask: &Ask<'_>, action: &str, subject: &Subject, is_optional: bool) -> Ruling {
        let (allowed, decided_by, message) = match self.rule(ask, action, subject) {
            Ok(by) => (true, by, String::new()),
            Err(denial) => (false, denial.by, denial.message),
        };
        let (action, resource) = (action.to_owned(), self.resource(subject));
        Ruling { action, resource, allowed, decided_by, message, is_optional }
    }

    /// What an ARN names, as far as S3 knows it.
    fn subject_of(&self, resource: &str) -> Subject {
        if resource == "*" {
            return Subject::Service;
        }
        if let Some((key, _)) = self.kms.iter().find(|(_, key)| key.arn == resource) {
            return Subject::Key(key, None);
        }
        let Some((bucket, key)) = parts(resource) else { return Subject::Thing(resource.to_owned()) };
        let there = self.bucket_id(bucket).filter(|&id| !self.bucket(id).deleted);
        match there {
            None if key.is_empty() => Subject::BucketName(bucket.to_owned()),
            None => Subject::Thing(resource.to_owned()),
            Some(id) if key.is_empty() => Subject::Bucket(id),
            Some(id) => Subject::Object(id, key.to_owned(), self.seek(id, key, Sought::Current)),
        }
    }
}

/// Bucket and key of an ARN of S3's; of a bucket, no key.
fn parts(resource: &str) -> Option<(&str, &str)> {
    let name = resource.strip_prefix("arn:aws:s3:::")?;
    Some(name.split_once('/').unwrap_or((name, "")))
}

fn because_of(refusal: Refusal, ruling: Ruling) -> Ruling {
    let decided_by = refusal.decided_by.unwrap_or_else(|| "none".to_owned());
    Ruling { allowed: false, decided_by, message: refusal.message, ..ruling }
}
