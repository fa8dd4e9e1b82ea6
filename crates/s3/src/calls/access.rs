//! Bucket policies, public access block, object ownership, access control lists: the calls that set and get them.

use std::sync::Arc;

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_document::tree::Value;
use s3sim_iam::evaluate::Kind;
use s3sim_ledger::{AccountId, BucketId};

use super::find::{Found, sought};
use crate::access::acl::{self, Acl, Given};
use crate::access::ownership::{self, ObjectOwnership};
use crate::access::policy::{self, BucketPolicy};
use crate::access::public_access_block::{self, PublicAccessBlock};
use crate::form::Form;
use crate::machine::S3;
use crate::notification::event_type::EventType;
use crate::notification::notice::About;
use crate::object::attrs::{Attrs, ObjectAccess};
use crate::request::Request;
use crate::response::{Fields, Refusal, Response};
use crate::service::Intent;

/// A setting that is about to change.
#[derive(Clone, Debug)]
pub enum Change {
    /// The bucket's policy.
    Policy(Option<Arc<BucketPolicy>>),
    /// What the bucket blocks.
    PublicAccessBlock(Option<PublicAccessBlock>),
    /// Who owns what others write.
    Ownership(Option<ObjectOwnership>),
    /// The bucket's list.
    BucketAcl(Acl),
    /// The list of a version, so many below the current one.
    ObjectAcl(Found, usize, Acl),
}

pub(crate) fn judge(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let access = &s3.bucket(bucket).access;
    let answer = |fields| Ok(Intent::answer(200, fields));
    match request.api {
        Api::GetBucketPolicy => match &access.policy {
            Some(policy) => answer(Fields::new().text("Policy", policy.text.clone())),
            None => no_policy(s3, bucket),
        },
        Api::GetBucketPolicyStatus => match &access.policy {
            Some(policy) => {
                let status = Fields::new().node("IsPublic", Value::Bool(policy.is_public));
                answer(Fields::new().node("PolicyStatus", Value::Map(status.done())))
            }
            None => no_policy(s3, bucket),
        },
        Api::PutBucketPolicy => judge_policy(s3, bucket, form),
        Api::DeleteBucketPolicy => Ok(Intent::Access(Change::Policy(None))),
        Api::GetPublicAccessBlock => match access.public_access_block {
            Some(block) => answer(block.fields()),
            None => Err(Refusal::of(ErrorCode::NoSuchPublicAccessBlockConfiguration)),
        },
        Api::PutPublicAccessBlock => {
            let block =
                form.required_document("PublicAccessBlockConfiguration", public_access_block::read)?;
            Ok(Intent::Access(Change::PublicAccessBlock(Some(block))))
        }
        Api::DeletePublicAccessBlock => Ok(Intent::Access(Change::PublicAccessBlock(None))),
        Api::GetBucketOwnershipControls => match access.ownership {
            Some(ownership) => {
                let rule = Fields::new().text("ObjectOwnership", ownership.name());
                let rules = Fields::new().list("Rules", vec![rule]);
                answer(Fields::new().node("OwnershipControls", Value::Map(rules.done())))
            }
            None => Err(Refusal::of(ErrorCode::OwnershipControlsNotFoundError)),
        },
        Api::PutBucketOwnershipControls => {
            let setting = form.required_document("OwnershipControls", ownership::read)?;
            judge_ownership(s3, bucket, setting)
        }
        Api::DeleteBucketOwnershipControls => Ok(Intent::Access(Change::Ownership(None))),
        Api::GetBucketAcl => answer(s3.shown_acl(bucket).fields(&s3.owner_entry(bucket).canonical_id)),
        Api::PutBucketAcl => {
            let acl = judge_acl(s3, bucket, form, s3.bucket(bucket).owner)?;
            Ok(Intent::Access(Change::BucketAcl(acl)))
        }
        Api::GetObjectAcl => {
            let found = s3.seek_data(bucket, request.key, sought(form)?)?;
            let owner = &s3.directory.account(s3.object_owner(bucket, found)).canonical_id;
            answer(s3.object_acl(bucket, found).fields(owner))
        }
        Api::PutObjectAcl => {
            let sought = sought(form)?;
            // A delete marker has no ACL to put, also where it is not named.
            let found = s3.seek_data(bucket, request.key, sought).map_err(|refusal| {
                let marked = s3.seek(bucket, request.key, sought).is_some();
                if marked {
                    Refusal::of(ErrorCode::MethodNotAllowed).with("Allow", "DELETE")
                } else {
                    refusal
                }
            })?;
            let acl = judge_acl(s3, bucket, form, s3.object_owner(bucket, found))?;
            let head = s3.table.find(found.space, found.index).unwrap_or(found.row);
            let depth = s3.table.stack(head).position(|row| row == found.row).unwrap_or(0);
            Ok(Intent::Access(Change::ObjectAcl(found, depth, acl)))
        }
        _ => Err(Refusal::of(ErrorCode::NotImplemented)),
    }
}

fn no_policy(s3: &S3, bucket: BucketId) -> Result<Intent, Refusal> {
    Err(Refusal::of(ErrorCode::NoSuchBucketPolicy).with("BucketName", &s3.bucket(bucket).name))
}

fn blocked(setting: &str) -> Refusal {
    let message =
        format!("Access Denied: the call is prevented by the {setting} setting in S3 Block Public Access.");
    Refusal::because(ErrorCode::AccessDenied, message).decided_by(Kind::PublicAccessBlock.word().to_owned())
}

fn judge_policy(s3: &S3, bucket: BucketId, form: Form<'_>) -> Result<Intent, Refusal> {
    let name = &s3.bucket(bucket).name;
    let read = |reader: &s3sim_document::read::Reader<'_>| policy::read(reader, name, &s3.directory);
    let policy = form.required_document("Policy", read)?;
    if policy.is_public && s3.public_access_block(bucket).block_public_policy {
        return Err(blocked("BlockPublicPolicy"));
    }
    Ok(Intent::Access(Change::Policy(Some(Arc::new(policy)))))
}

/// ACLs cannot be switched off while the bucket's list grants anything to others.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html>
fn judge_ownership(s3: &S3, bucket: BucketId, setting: ObjectOwnership) -> Result<Intent, Refusal> {
    let grants_others = s3.bucket_acl(bucket) != Acl::private(&s3.owner_entry(bucket).canonical_id);
    if setting == ObjectOwnership::BucketOwnerEnforced && grants_others {
        let message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
        return Err(Refusal::because(ErrorCode::InvalidBucketAclWithObjectOwnership, message));
    }
    Ok(Intent::Access(Change::Ownership(Some(setting))))
}

/// The list that PutBucketAcl or PutObjectAcl brings (PO-091, PO-097, PO-100).
fn judge_acl(s3: &S3, bucket: BucketId, form: Form<'_>, owner: AccountId) -> Result<Acl, Refusal> {
    let given = acl::given(form)?.ok_or_else(|| Refusal::of(ErrorCode::MissingSecurityHeader))?;
    if s3.bucket(bucket).access.is_enforced() {
        return Err(Refusal::of(ErrorCode::AccessControlListNotSupported));
    }
    let owner = &s3.directory.account(owner).canonical_id;
    let acl = given.acl(owner, &s3.owner_entry(bucket).canonical_id);
    if acl.is_public() && s3.public_access_block(bucket).block_public_acls {
        return Err(blocked("BlockPublicAcls"));
    }
    Ok(acl)
}

/// Who owns an object that `request` writes, and its list, where they are not the bucket's owner and private.
pub(crate) fn access_of_write(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<ObjectAccess, Refusal> {
    let given = acl::given(form)?;
    let access = &s3.bucket(bucket).access;
    let bucket_owner = s3.bucket(bucket).owner;
    let writer = request.caller.actor.map_or(bucket_owner, |actor| actor.account.unwrap_or(bucket_owner));
    if given.is_none() && writer == bucket_owner {
        return Ok(ObjectAccess::default());
    }
    let bucket_owner_id = &s3.owner_entry(bucket).canonical_id;
    let for_owner = given.as_ref().is_some_and(|given| given.is_for_bucket_owner(bucket_owner_id));
    let owner = match access.ownership() {
        ObjectOwnership::BucketOwnerEnforced => {
            if given.is_some() && !for_owner {
                return Err(Refusal::of(ErrorCode::AccessControlListNotSupported));
            }
            return Ok(ObjectAccess::default());
        }
        ObjectOwnership::BucketOwnerPreferred
            if given == Some(Given::Canned(acl::Canned::BucketOwnerFullControl)) =>
        {
            bucket_owner
        }
        ObjectOwnership::BucketOwnerPreferred | ObjectOwnership::ObjectWriter => writer,
    };
    let owner_id = &s3.directory.account(owner).canonical_id;
    let acl = given.map(|given| given.acl(owner_id, bucket_owner_id));
    if acl.as_ref().is_some_and(Acl::is_public) && s3.public_access_block(bucket).block_public_acls {
        return Err(blocked("BlockPublicAcls"));
    }
    let owner = (owner != bucket_owner).then_some(owner);
    Ok(ObjectAccess { owner, acl: acl.filter(|acl| *acl != Acl::private(owner_id)) })
}

/// What CreateBucket says about ACLs and ownership.
pub(crate) fn judge_new_bucket(
    s3: &S3,
    owner: AccountId,
    form: Form<'_>,
) -> Result<crate::access::Access, Refusal> {
    let mut access = crate::access::Access::of_new_bucket(s3.rules);
    if let Some(word) = form.text("ObjectOwnership")? {
        let setting = ObjectOwnership::parse(word).ok_or_else(|| {
            let message = format!("Invalid x-amz-object-ownership header: {word}");
            Refusal::because(ErrorCode::InvalidArgument, message)
        })?;
        access.ownership = Some(setting);
    }
    let id = &s3.directory.account(owner).canonical_id;
    if let Some(acl) = acl::given(form)?.map(|given| given.acl(id, id)).filter(|acl| *acl != Acl::private(id))
    {
        if access.is_enforced() {
            let message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
            return Err(Refusal::because(ErrorCode::InvalidBucketAclWithObjectOwnership, message));
        }
        let of_account = s3.directory.account(owner).public_access_block.unwrap_or_default();
        let block = of_account.or(access.public_access_block.unwrap_or_default());
        if acl.is_public() && block.block_public_acls {
            let message = "Bucket cannot have public ACLs set with BlockPublicAccess enabled";
            return Err(Refusal::because(ErrorCode::InvalidRequest, message));
        }
        access.acl = Some(acl);
    }
    Ok(access)
}

pub(crate) fn carry(s3: &mut S3, request: &Request<'_>, bucket: BucketId, change: Change) -> Response {
    let private = Acl::private(&s3.owner_entry(bucket).canonical_id);
    let access = &mut s3.buckets[bucket.0 as usize].access;
    match change {
        Change::Policy(policy) => access.policy = policy,
        Change::PublicAccessBlock(block) => access.public_access_block = block,
        Change::Ownership(ownership) => access.ownership = ownership,
        Change::BucketAcl(acl) => access.acl = (acl != private).then_some(acl),
        Change::ObjectAcl(found, depth, acl) => {
            let heads = s3.table.isolate(found.space, found.index..found.index + 1);
            let row = heads.first().and_then(|&head| s3.table.stack(head).nth(depth));
            if let Some(row) = row {
                let attrs = *s3.table.attrs_of(row);
                let owner = s3.object_access(attrs.access).owner;
                let access = s3.intern_access(ObjectAccess { owner, acl: Some(acl) });
                s3.table.set_attrs(row, Attrs { access, ..attrs });
                s3.replicate_change(row);
                // EV-006: a list that changes nothing is not told of.
                if access != attrs.access {
                    s3.announce(row, EventType::ObjectAclPut, About::Nothing);
                }
            }
        }
    }
    Response::ok(request.api.success_status(), Fields::new())
}

impl S3 {
    /// The list that counts: without public grants where those are ignored (PO-092).
    fn shown_acl(&self, bucket: BucketId) -> Acl {
        let mut acl = self.bucket_acl(bucket);
        if self.public_access_block(bucket).ignore_public_acls {
            acl.grants.retain(|grant| !Acl { grants: vec![grant.clone()] }.is_public());
        }
        acl
    }

    /// Puts a bucket's settings in place without a request.
    pub fn set_access(&mut self, bucket: BucketId, access: crate::access::Access) {
        self.buckets[bucket.0 as usize].access = access;
    }
}
