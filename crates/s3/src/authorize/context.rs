//! The condition keys of a request.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html>,
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>

use s3sim_aws::operation::Api;
use s3sim_document::tree::Node;
use s3sim_iam::context::Context;
use s3sim_iam::principal::Who;
use s3sim_kernel::time::{DAY, Instant};

use super::{Ask, Subject};
use crate::access::ownership;
use crate::caller::{SOMEWHERE, WITHIN_VPC};
use crate::configuration::tagging;
use crate::encryption::headers;
use crate::form::Form;
use crate::machine::S3;

/// Headers that have a key of the same kind: parameter, key.
const HEADERS: [(&str, &str); 18] = [
    ("ACL", "s3:x-amz-acl"),
    ("GrantFullControl", "s3:x-amz-grant-full-control"),
    ("GrantRead", "s3:x-amz-grant-read"),
    ("GrantReadACP", "s3:x-amz-grant-read-acp"),
    ("GrantWrite", "s3:x-amz-grant-write"),
    ("GrantWriteACP", "s3:x-amz-grant-write-acp"),
    ("MetadataDirective", "s3:x-amz-metadata-directive"),
    ("ServerSideEncryption", "s3:x-amz-server-side-encryption"),
    ("SSEKMSKeyId", "s3:x-amz-server-side-encryption-aws-kms-key-id"),
    ("SSECustomerAlgorithm", "s3:x-amz-server-side-encryption-customer-algorithm"),
    ("StorageClass", "s3:x-amz-storage-class"),
    ("VersionId", "s3:versionid"),
    ("ObjectLockMode", "s3:object-lock-mode"),
    ("ObjectLockRetainUntilDate", "s3:object-lock-retain-until-date"),
    ("ObjectLockLegalHoldStatus", "s3:object-lock-legal-hold"),
    ("ObjectOwnership", "s3:x-amz-object-ownership"),
    ("IfMatch", "s3:if-match"),
    ("IfNoneMatch", "s3:if-none-match"),
];

impl S3 {
    /// The condition keys of a request, as one decision about `subject` sees them.
    pub(super) fn context<'a>(&'a self, ask: &Ask<'a>, subject: &Subject) -> Context<'a> {
        let mut context = Context::new();
        self.of_caller(ask, &mut context);
        of_way(ask, &mut context);
        context.set("aws:currenttime", ask.now);
        context.set("aws:epochtime", ask.now);
        if let Subject::Key(_, via) = subject {
            self.of_key(ask, via.as_deref(), &mut context);
            as_stated(ask, &mut context);
            return context;
        }
        of_parameters(ask, &mut context);
        self.of_subject(ask, subject, &mut context);
        as_stated(ask, &mut context);
        context
    }

    fn of_caller<'a>(&'a self, ask: &Ask<'a>, context: &mut Context<'a>) {
        let principal = &ask.actor.policies.principal;
        principal.describe(context);
        for (key, value) in &ask.actor.tags {
            context.set(format!("aws:principaltag/{key}"), value.as_str());
        }
        if let (Some(organization), Some(account)) = (self.directory.organization(), principal.account()) {
            organization.describe_principal(account, context);
        }
        if let Some(source) = &ask.actor.source {
            source.arn.as_deref().into_iter().for_each(|arn| context.set("aws:sourcearn", arn));
            source.account.as_deref().into_iter().for_each(|id| context.set("aws:sourceaccount", id));
        }
        let temporary = matches!(principal.who(), Who::Session { .. } | Who::FederatedUser) || ask.way.mfa;
        if temporary {
            // Modelling choice: credentials are fresh whenever they are used.
            context.set("aws:tokenissuetime", ask.now);
            context.set("aws:multifactorauthpresent", ask.way.mfa);
        }
        if ask.way.mfa {
            context.set("aws:multifactorauthage", 0_i64);
        }
    }

    /// What KMS sees of a request; `via` is the ARN in the encryption context where S3 asks on somebody's behalf.
    ///
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html>
    fn of_key<'a>(&'a self, ask: &Ask<'a>, via: Option<&str>, context: &mut Context<'a>) {
        if let Some(account) = ask.actor.policies.principal.account() {
            context.set("kms:calleraccount", account.to_string());
        }
        let Some(arn) = via else { return };
        let bucket = self.bucket_id(ask.request.bucket);
        let region = bucket.map_or(self.home, |bucket| self.bucket(bucket).region);
        context.set("kms:viaservice", format!("s3.{}.amazonaws.com", region.name()));
        context.set("kms:encryptioncontext:aws:s3:arn", arn.to_owned());
        // Modelling choice: the pairs that a write added are shown to KMS when it writes, not when it is read.
        let added = headers::context(Form::new(ask.request.parameters)).unwrap_or_default();
        let names = added.iter().map(|(name, _)| name.clone()).chain(["aws:s3:arn".to_owned()]);
        context.set_many("kms:encryptioncontextkeys", names.collect::<Vec<_>>());
        for (name, value) in added {
            context.set(format!("kms:encryptioncontext:{name}"), value);
        }
        // S3 forwards who asks, not from where: its own call comes over TLS.
        context.set("aws:securetransport", true);
    }

    fn of_subject<'a>(&'a self, ask: &Ask<'a>, subject: &Subject, context: &mut Context<'a>) {
        let (bucket, found, is_source) = match subject {
            Subject::Bucket(bucket) => (*bucket, None, false),
            Subject::Object(bucket, _, found) => (*bucket, *found, false),
            Subject::Source(bucket, _, found) => (*bucket, *found, true),
            _ => {
                context.set("aws:requestedregion", self.home.name());
                return;
            }
        };
        let owner = self.owner_entry(bucket).number;
        context.set("aws:resourceaccount", owner.to_string());
        context.set("s3:resourceaccount", owner.to_string());
        context.set("aws:requestedregion", self.bucket(bucket).region.name());
        if let Some(organization) = self.directory.organization() {
            organization.describe_resource(owner, context);
        }
        let overwrites = matches!(
            ask.request.api,
            Api::PutObject | Api::PostObject | Api::CopyObject | Api::CreateMultipartUpload
        );
        // A write is not about the version that it replaces.
        if let Some(found) = found.filter(|_| is_source || !overwrites) {
            for (key, value) in &self.tags[self.table.attrs_of(found.row).tags.0 as usize] {
                context.set(format!("s3:existingobjecttag/{key}"), value.as_str());
            }
        }
    }
}

/// Keys that somebody states for the sake of a question; they come last, so they win.
fn as_stated<'a>(ask: &Ask<'a>, context: &mut Context<'a>) {
    for (key, values) in &ask.way.stated {
        match &values[..] {
            [value] => context.set(key.as_str(), value.as_str()),
            several => context.set_many(key.as_str(), several.iter().map(String::as_str)),
        }
    }
}

/// TLS, addresses, endpoint, signature. Calls of services have none of it (PO-030).
fn of_way<'a>(ask: &Ask<'a>, context: &mut Context<'a>) {
    let way = ask.way;
    let who = ask.actor.policies.principal.who();
    if matches!(who, Who::Service | Who::OriginAccessIdentity) {
        return;
    }
    context.set("aws:securetransport", way.transport.is_secure());
    way.transport.version().into_iter().for_each(|version| context.set("s3:tlsversion", version));
    match &way.endpoint {
        Some(endpoint) => {
            context.set("aws:vpcsourceip", way.address.unwrap_or(WITHIN_VPC));
            context.set("aws:sourcevpc", endpoint.vpc.as_str());
            context.set("aws:sourcevpce", endpoint.id.as_str());
        }
        None => context.set("aws:sourceip", way.address.unwrap_or(SOMEWHERE)),
    }
    way.referer.as_deref().into_iter().for_each(|referer| context.set("aws:referer", referer));
    way.user_agent.as_deref().into_iter().for_each(|agent| context.set("aws:useragent", agent));
    if *who == Who::Anonymous {
        return;
    }
    context.set("s3:signatureversion", "AWS4-HMAC-SHA256");
    let (kind, age) = match way.presigned {
        Some(presigned) => ("REST-QUERY-STRING", ask.now.since(presigned.at).0 / 1_000),
        None => ("REST-HEADER", 0),
    };
    context.set("s3:authtype", kind);
    context.set("s3:signatureage", age);
}

fn of_parameters<'a>(ask: &Ask<'a>, context: &mut Context<'a>) {
    let form = Form::new(ask.request.parameters);
    let text = |name: &str| form.get(name).and_then(Node::scalar);
    for (name, key) in HEADERS {
        text(name).into_iter().for_each(|value| context.set(key, value));
    }
    if matches!(
        ask.request.api,
        Api::ListObjects | Api::ListObjectsV2 | Api::ListObjectVersions | Api::ListMultipartUploads
    ) {
        for (name, key) in
            [("Prefix", "s3:prefix"), ("Delimiter", "s3:delimiter"), ("MaxKeys", "s3:max-keys")]
        {
            text(name).into_iter().for_each(|value| context.set(key, value));
        }
    }
    if let Some(source) = form.get("CopySource") {
        let part = |name: &str| source.get(name).and_then(Node::scalar);
        match (source.scalar(), part("Bucket"), part("Key")) {
            (Some(text), ..) => context.set("s3:x-amz-copy-source", text.trim_start_matches('/')),
            (None, Some(bucket), Some(key)) => context.set("s3:x-amz-copy-source", format!("{bucket}/{key}")),
            _ => {}
        }
    }
    let constraint = form.get("CreateBucketConfiguration").and_then(|c| c.get("LocationConstraint"));
    constraint
        .and_then(Node::scalar)
        .into_iter()
        .for_each(|place| context.set("s3:locationconstraint", place));
    if let Ok(Some(ownership)) = form.document("OwnershipControls", ownership::read) {
        context.set("s3:x-amz-object-ownership", ownership.name());
    }
    of_lock(ask.now, form, context);
    of_tags(ask.request.api, form, context);
    let creates = match ask.request.api {
        Api::PutObject | Api::PostObject | Api::CopyObject | Api::CompleteMultipartUpload => Some(true),
        Api::CreateMultipartUpload | Api::UploadPart | Api::UploadPartCopy => Some(false),
        _ => None,
    };
    creates.into_iter().for_each(|creates| context.set("s3:objectcreationoperation", creates));
    if let Some(fields) = form.get("InventoryConfiguration").and_then(|c| c.get("OptionalFields")) {
        let fields = fields.as_list().unwrap_or_default().iter().filter_map(Node::scalar);
        context.set_many("s3:inventoryaccessibleoptionalfields", fields);
    }
}

/// Retention, in a header or a document.
fn of_lock<'a>(now: Instant, form: Form<'a>, context: &mut Context<'a>) {
    let inside =
        |document: &str, name: &str| form.get(document).and_then(|d| d.get(name)).and_then(Node::scalar);
    inside("Retention", "Mode").into_iter().for_each(|mode| context.set("s3:object-lock-mode", mode));
    inside("LegalHold", "Status")
        .into_iter()
        .for_each(|status| context.set("s3:object-lock-legal-hold", status));
    let header = form.get("ObjectLockRetainUntilDate").and_then(Node::scalar);
    let Some(until) = inside("Retention", "RetainUntilDate").or(header) else { return };
    context.set("s3:object-lock-retain-until-date", until);
    if let Some(until) = s3sim_iam::context::parse_time(until) {
        // Days that have begun count.
        let days = until.since(now).0.max(0).unsigned_abs().div_ceil(DAY.unsigned_abs());
        context.set("s3:object-lock-remaining-retention-days", days as i64);
    }
}

/// Tags that the request sets.
fn of_tags<'a>(api: Api, form: Form<'a>, context: &mut Context<'a>) {
    let tags = match api {
        Api::PutObjectTagging => {
            form.document("Tagging", |r| tagging::read(r, tagging::Tagged::Object)).ok().flatten()
        }
        Api::PutObject | Api::PostObject | Api::CopyObject | Api::CreateMultipartUpload => {
            form.tagging_header().ok()
        }
        _ => None,
    };
    let Some(tags) = tags.filter(|tags| !tags.is_empty()) else { return };
    context.set_many("s3:requestobjecttagkeys", tags.iter().map(|(key, _)| key.clone()));
    for (key, value) in tags {
        context.set(format!("s3:requestobjecttag/{key}"), value);
    }
}
