//! Whether a request is allowed: every permission that the call needs, asked of every policy that has a say.
//!
//! It stands between finding the version and looking at its state, and sees the request as it was sent: the bucket's
//! default encryption has not been filled in yet (PO-070). The administrator of the owner's account, in a bucket
//! without policy, may do anything and costs nothing to ask.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-s3-evaluates-access-control.html>

mod context;
mod needs;
mod place;
pub mod question;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_iam::compile::{Action, Question};
use s3sim_iam::evaluate::{DecidedBy, Kind, Outcome, Place, evaluate};
use s3sim_iam::principal::Who;
use s3sim_kernel::time::{DAY, Instant, SECOND};
use s3sim_ledger::BucketId;

use crate::caller::{Actor, Assumption, Presigned, Way};
use crate::directory::{AccountEntry, ServiceRole};
use crate::form::Form;
use crate::machine::S3;
use crate::request::Request;
use crate::response::Refusal;

pub(crate) use needs::Subject;

/// Who lets the administrator in.
const ADMIN_MAY: &str = "identity/AdministratorAccess[0]";

/// What was found: the request is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    /// Which statement of which policy allowed what the call is named after: `bucket/PublicRead`.
    pub by: Cow<'static, str>,
    /// Fields that the answer leaves out, because the caller may not see them.
    pub hidden: Vec<&'static str>,
}

impl Default for Permit {
    fn default() -> Permit {
        Permit { by: Cow::Borrowed(ADMIN_MAY), hidden: Vec::new() }
    }
}

/// Every action that a call can need, compiled.
static ACTIONS: LazyLock<BTreeMap<&'static str, Action>> = LazyLock::new(|| {
    let needed = Api::ALL.iter().flat_map(|api| api.actions()).map(|action| action.name);
    let keys = crate::kms::ACTIONS.iter().copied();
    needed.chain(keys).chain(["sts:AssumeRole"]).map(|name| (name, Action::new(name))).collect()
});

/// The compiled form of an action that a call needs.
pub(crate) fn action(name: &str) -> Option<&'static Action> {
    ACTIONS.get(name)
}

/// One question: may the caller do this to that?
#[derive(Clone, Copy)]
pub(crate) struct Ask<'a> {
    pub(crate) now: Instant,
    pub(crate) request: &'a Request<'a>,
    pub(crate) actor: &'a Actor,
    pub(crate) way: &'a Way,
}

/// Why a permission is missing.
struct Denial {
    /// AWS's words for it, as callers of the owner's account and organization read them.
    message: String,
    /// Who decided.
    by: String,
}

static PLAIN: LazyLock<Way> = LazyLock::new(Way::default);

impl S3 {
    /// Whether nobody needs to be asked: the administrator of the account to which everything belongs, and no policy
    /// that could object.
    pub(crate) fn goes_without_saying(&self, request: &Request<'_>, bucket: Option<BucketId>) -> bool {
        let caller = &request.caller;
        let plain_way = caller.way.is_none_or(|way| {
            way.presigned.is_none() && way.endpoint.as_ref().is_none_or(|endpoint| endpoint.policy.is_none())
        });
        caller.actor.is_none()
            && plain_way
            && !matches!(request.api, Api::CopyObject | Api::UploadPartCopy)
            && !self.directory.account(caller.account).is_guarded
            && !self.attached.guards(caller.account)
            && request.parameters.get("ExpectedBucketOwner").is_none()
            && bucket.is_none_or(|id| {
                let bucket = self.bucket(id);
                bucket.owner == caller.account
                    && bucket.access.policy.is_none()
                    && !bucket.access.has_foreign_objects
            })
    }

    /// Whether the request is allowed, as far as permissions of S3 go.
    pub(crate) fn authorize(
        &self,
        now: Instant,
        request: &Request<'_>,
        bucket: Option<BucketId>,
    ) -> Result<Permit, Refusal> {
        if self.goes_without_saying(request, bucket) {
            return Ok(Permit::default());
        }
        let ask = self.ask(now, request);
        check_presigned(&ask)?;
        if let Some(assumption) = &ask.actor.assumed {
            self.check_assumption(&ask, assumption)?;
        }
        self.check_expected_owner(request, bucket)?;
        let mut permit: Option<Permit> = None;
        let mut hidden = Vec::new();
        for need in self.needs(request, bucket) {
            match (self.permission(&ask, need.action, &need.subject), need.fields) {
                (Ok(by), _) => {
                    permit.get_or_insert_with(|| Permit { by: Cow::Owned(by), hidden: Vec::new() });
                }
                (Err(_), Some(fields)) => hidden.extend_from_slice(fields),
                (Err(refusal), None) => return Err(refusal),
            }
        }
        let permit = permit.unwrap_or_default();
        self.check_policy_owner(&ask, bucket)?;
        Ok(Permit { hidden, ..permit })
    }

    /// Who asks, and how.
    pub(crate) fn ask<'a>(&'a self, now: Instant, request: &'a Request<'a>) -> Ask<'a> {
        let admin = || &self.directory.account(request.caller.account).admin;
        let actor = request.caller.actor.unwrap_or_else(admin);
        Ask { now, request, actor, way: request.caller.way.unwrap_or(&PLAIN) }
    }

    /// Decides one permission; answers with who allowed it.
    pub(crate) fn permission(&self, ask: &Ask<'_>, name: &str, subject: &Subject) -> Result<String, Refusal> {
        self.rule(ask, name, subject).map_err(|denial| self.denied(ask, subject, denial.message, denial.by))
    }

    /// As [`S3::permission`], but says why whoever asks.
    fn rule(&self, ask: &Ask<'_>, name: &str, subject: &Subject) -> Result<String, Denial> {
        let owned;
        let action = match action(name) {
            Some(known) => known,
            None => {
                owned = Action::new(name);
                &owned
            }
        };
        let context = self.context(ask, subject);
        let resource = self.resource(subject);
        let principal = &ask.actor.policies.principal;
        let question = Question { principal, action, resource: &resource, context: &context };
        let place = self.place_of(ask, name, subject);
        if place.is_restricted {
            let by = DecidedBy::kind(Kind::PublicAccessBlock).to_string();
            let message = format!(
                "User: {} is not authorized to perform: {name} on resource: \"{resource}\" with an explicit deny in a \
                 resource-based policy",
                principal.arn()
            );
            return Err(Denial { message, by });
        }
        let policies = self.attached.with(ask.actor);
        let decision = evaluate(&policies, &question, &place.place);
        let by = decision.by().which();
        if decision.allowed()
            || self.always_may(ask, name, subject, by)
            || by == Kind::None && self.is_granted(ask, name, subject)
        {
            return Ok(decision.by().to_string());
        }
        let message = decision.denial_message(&question).unwrap_or_default();
        Err(Denial { message, by: decision.by().to_string() })
    }

    /// The root user can always read, change and delete the policy of its own buckets; only organizations and
    /// endpoints can stop it (PO-006).
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>
    fn always_may(&self, ask: &Ask<'_>, action: &str, subject: &Subject, by: Kind) -> bool {
        let own = self.owner_of(subject) == ask.actor.policies.principal.account();
        let root = *ask.actor.policies.principal.who() == Who::Root;
        let policy = matches!(action, "s3:GetBucketPolicy" | "s3:PutBucketPolicy" | "s3:DeleteBucketPolicy");
        own && root && policy && by == Kind::Bucket
    }

    /// How one permission comes out, for S3's own work: nobody is answered.
    pub(crate) fn outcome(&self, ask: &Ask<'_>, name: &str, subject: &Subject) -> Outcome {
        let owned;
        let action = match action(name) {
            Some(known) => known,
            None => {
                owned = Action::new(name);
                &owned
            }
        };
        let (context, resource) = (self.context(ask, subject), self.resource(subject));
        let principal = &ask.actor.policies.principal;
        let question = Question { principal, action, resource: &resource, context: &context };
        let place = self.place_of(ask, name, subject);
        if place.is_restricted {
            return Outcome::ExplicitDeny;
        }
        let policies = self.attached.with(ask.actor);
        let decision = evaluate(&policies, &question, &place.place);
        let granted = decision.by().which() == Kind::None && self.is_granted(ask, name, subject);
        if granted { Outcome::Allow } else { decision.outcome() }
    }

    /// Whether a role lets somebody assume it by its trust policy.
    pub(crate) fn lets_in(&self, ask: &Ask<'_>, role: &ServiceRole) -> bool {
        let Some(action) = action("sts:AssumeRole") else { return false };
        let principal = &ask.actor.policies.principal;
        let context = self.context(ask, &Subject::Nothing);
        let question = Question { principal, action, resource: &role.arn, context: &context };
        evaluate(&ask.actor.policies, &question, &Place::new(Some(role.owner), Some(&role.trust))).allowed()
    }

    /// Whether a grant of a key lets the caller do it where no policy says anything.
    fn is_granted(&self, ask: &Ask<'_>, name: &str, subject: &Subject) -> bool {
        let Subject::Key(key, _) = subject else { return false };
        let principal = &ask.actor.policies.principal;
        let role = match principal.who() {
            Who::Session { role_arn } => Some(role_arn.as_str()),
            _ => None,
        };
        let root = principal.account().map(|account| format!("arn:aws:iam::{account}:root"));
        let operation = name.trim_start_matches("kms:");
        self.kms.get(*key).grants.iter().any(|grant| {
            let grantee = grant.grantee.as_str();
            let named =
                grantee == principal.arn() || Some(grantee) == role || Some(grantee) == root.as_deref();
            named && grant.operations.iter().any(|known| known == operation)
        })
    }

    /// A refusal over a missing permission. Callers of other organizations are not told why (PO-027).
    pub(crate) fn denied(&self, ask: &Ask<'_>, subject: &Subject, message: String, by: String) -> Refusal {
        let caller = ask.actor.policies.principal.account();
        let together = match (caller, self.owner_of(subject)) {
            (Some(caller), Some(owner)) => caller == owner || self.directory.are_together(caller, owner),
            (Some(_), None) => true,
            (None, _) => false,
        };
        let refusal = if together {
            Refusal::because(ErrorCode::AccessDenied, message)
        } else {
            Refusal::of(ErrorCode::AccessDenied)
        };
        refusal.decided_by(by)
    }

    /// Whether the role may be assumed: its trust policy has to name who asks, and between accounts an identity
    /// policy has to allow it as well.
    fn check_assumption(&self, ask: &Ask<'_>, assumption: &Assumption) -> Result<(), Refusal> {
        if let Some(before) = &assumption.by.assumed {
            self.check_assumption(ask, before)?;
        }
        let by = Ask { actor: &assumption.by, ..*ask };
        let Some(action) = action("sts:AssumeRole") else { return Ok(()) };
        let principal = &assumption.by.policies.principal;
        let context = self.context(&by, &Subject::Nothing);
        let question = Question { principal, action, resource: &assumption.role, context: &context };
        let place = Place::new(Some(assumption.owner), Some(&assumption.trust));
        let decision = evaluate(&assumption.by.policies, &question, &place);
        match decision.denial_message(&question) {
            None => Ok(()),
            Some(message) => {
                Err(Refusal::because(ErrorCode::AccessDenied, message).decided_by(decision.by().to_string()))
            }
        }
    }

    /// `ExpectedBucketOwner`: twelve digits that have to be the owner's (PO-005).
    fn check_expected_owner(&self, request: &Request<'_>, bucket: Option<BucketId>) -> Result<(), Refusal> {
        let Some(expected) = Form::new(request.parameters).text("ExpectedBucketOwner")? else {
            return Ok(());
        };
        let Some(expected) = s3sim_iam::principal::AccountId::parse(expected) else {
            return Err(Refusal::of(ErrorCode::InvalidBucketOwnerAWSAccountID));
        };
        let owner = bucket.map(|bucket| self.directory.account(self.bucket(bucket).owner).number);
        if owner.is_none_or(|owner| owner == expected) {
            return Ok(());
        }
        Err(Refusal::of(ErrorCode::AccessDenied).decided_by(Kind::None.word().to_owned()))
    }

    /// Bucket policies are for the owner's account alone, whoever else has the permission (PO-006).
    fn check_policy_owner(&self, ask: &Ask<'_>, bucket: Option<BucketId>) -> Result<(), Refusal> {
        let about_policy =
            matches!(ask.request.api, Api::GetBucketPolicy | Api::PutBucketPolicy | Api::DeleteBucketPolicy);
        let Some(bucket) = bucket.filter(|_| about_policy) else { return Ok(()) };
        if ask.actor.account == Some(self.bucket(bucket).owner) {
            return Ok(());
        }
        Err(Refusal::of(ErrorCode::MethodNotAllowed))
    }

    /// What S3 answers for an object that is not there: 404 to those who may list the bucket, 403 to others (PO-081).
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>
    pub(crate) fn missing(
        &self,
        now: Instant,
        request: &Request<'_>,
        bucket: BucketId,
        refusal: Refusal,
    ) -> Refusal {
        let reads = matches!(request.api, Api::GetObject | Api::HeadObject | Api::GetObjectAttributes);
        if refusal.code != ErrorCode::NoSuchKey || !reads || self.goes_without_saying(request, Some(bucket)) {
            return refusal;
        }
        let ask = self.ask(now, request);
        match self.permission(&ask, "s3:ListBucket", &Subject::Bucket(bucket)) {
            Ok(_) => refusal,
            Err(denied) => denied,
        }
    }

    /// What an account blocks, and what the bucket blocks itself (PO-090).
    pub(crate) fn public_access_block(
        &self,
        bucket: BucketId,
    ) -> crate::access::public_access_block::PublicAccessBlock {
        let bucket = self.bucket(bucket);
        let of_account = self.directory.account(bucket.owner).public_access_block.unwrap_or_default();
        of_account.or(bucket.access.public_access_block.unwrap_or_default())
    }

    /// The account that owns a bucket.
    pub(crate) fn owner_entry(&self, bucket: BucketId) -> &AccountEntry {
        self.directory.account(self.bucket(bucket).owner)
    }

    /// Whether the owner pays for a refusal: not for AccessDenied to callers outside of its account and organization
    /// (PO-028).
    pub(crate) fn owner_pays_for(&self, request: &Request<'_>, bucket: BucketId, code: ErrorCode) -> bool {
        if code != ErrorCode::AccessDenied || !self.rules.external_denials_are_free() {
            return true;
        }
        let Some(actor) = request.caller.actor else { return true };
        let owner = self.owner_entry(bucket).number;
        let caller = actor.policies.principal.account();
        caller.is_some_and(|caller| caller == owner || self.directory.are_together(caller, owner))
    }
}

/// A presigned URL works from the instant of its signature until it expires, seven days at most.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html>
fn check_presigned(ask: &Ask<'_>) -> Result<(), Refusal> {
    let Some(Presigned { at, expires }) = ask.way.presigned else { return Ok(()) };
    if expires.0 > 7 * DAY {
        let message = "X-Amz-Expires must be less than a week (in seconds) that is 604800";
        return Err(Refusal::because(ErrorCode::AuthorizationQueryParametersError, message));
    }
    if expires.0 < SECOND {
        let message = "X-Amz-Expires must be non-negative";
        return Err(Refusal::because(ErrorCode::AuthorizationQueryParametersError, message));
    }
    let refused =
        |message| Refusal::because(ErrorCode::AccessDenied, message).decided_by(Kind::None.word().to_owned());
    if ask.now < at {
        return Err(refused("Request is not yet valid"));
    }
    if ask.now >= at + expires { Err(refused("Request has expired")) } else { Ok(()) }
}
