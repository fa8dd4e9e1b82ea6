//! The configuration calls of a bucket: what is put is validated as S3 does, what is got is what was put.

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_document::tree::{Map, Node, Value};
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::by_id;
use super::encryption;
use super::intelligent_tiering;
use super::locking::check_mfa;
use super::replication;
use crate::bucket::{Bucket, Versioning};
use crate::configuration::analytics::AnalyticsConfiguration;
use crate::configuration::by_id::Identified;
use crate::configuration::intelligent_tiering::IntelligentTieringConfiguration;
use crate::configuration::inventory::InventoryConfiguration;
use crate::configuration::metrics::MetricsConfiguration;
use crate::configuration::object_lock;
use crate::configuration::request_payment::{self, Payer};
use crate::configuration::stored::Stored;
use crate::configuration::tagging::{self, Tagged};
use crate::configuration::versioning::{self, VersioningStatus};
use crate::encryption::default::DefaultEncryption;
use crate::form::Form;
use crate::lifecycle::document::LifecycleConfiguration;
use crate::lifecycle::read as lifecycle;
use crate::lifecycle::validate::Circumstances;
use crate::lock::ObjectLockConfiguration;
use crate::machine::S3;
use crate::notification::call as notification;
use crate::notification::document::NotificationConfiguration;
use crate::replication::document::ReplicationConfiguration;
use crate::request::Request;
use crate::response::{Fields, Refusal, Response};
use crate::service::Intent;

/// A configuration that is about to change.
#[derive(Clone, Debug)]
pub enum Change {
    /// The versioning state, and whether MFA delete is on.
    Versioning(Versioning, bool),
    /// The lifecycle configuration.
    Lifecycle(Option<LifecycleConfiguration>),
    /// The replication configuration.
    Replication(Option<ReplicationConfiguration>),
    /// How new objects are encrypted.
    Encryption(DefaultEncryption),
    /// Object Lock, which stays.
    ObjectLock(ObjectLockConfiguration),
    /// What it tells of its objects.
    Notifications(Box<NotificationConfiguration>),
    /// The bucket's tags.
    Tags(Vec<(String, String)>),
    /// A document that is kept as it is, or goes.
    Document(Stored, Option<Node>),
    /// All Intelligent-Tiering configurations.
    IntelligentTiering(Vec<IntelligentTieringConfiguration>),
    /// Who pays for requests.
    RequestPayment(Payer),
    /// All analytics configurations.
    Analytics(Vec<Identified<AnalyticsConfiguration>>),
    /// All inventory configurations.
    Inventory(Vec<Identified<InventoryConfiguration>>),
    /// All metrics configurations.
    Metrics(Vec<Identified<MetricsConfiguration>>),
}

pub(crate) fn judge(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let entry = s3.bucket(bucket);
    match request.api {
        Api::GetBucketVersioning => {
            let status = match entry.versioning {
                Versioning::Unversioned => None,
                Versioning::Enabled => Some("Enabled"),
                Versioning::Suspended => Some("Suspended"),
            };
            let mfa = status.filter(|_| entry.settings.mfa_delete).map(|_| "Enabled");
            Ok(Intent::answer(200, Fields::new().maybe("Status", status).maybe("MFADelete", mfa)))
        }
        Api::PutBucketVersioning => {
            let document = form.required_document("VersioningConfiguration", versioning::read)?;
            let status = match document.status {
                VersioningStatus::Enabled => Versioning::Enabled,
                VersioningStatus::Suspended => Versioning::Suspended,
            };
            let mfa_delete = document.mfa_delete.unwrap_or(entry.settings.mfa_delete);
            check_mfa(entry.settings.mfa_delete || mfa_delete, form)?;
            check_versioning(entry, status, mfa_delete)?;
            Ok(Intent::Configure(Change::Versioning(status, mfa_delete)))
        }
        Api::GetBucketLifecycleConfiguration => {
            let configuration = entry
                .lifecycle
                .as_ref()
                .ok_or_else(|| Refusal::of(ErrorCode::NoSuchLifecycleConfiguration))?;
            Ok(Intent::answer(200, fields_of(configuration.to_document())))
        }
        Api::PutBucketLifecycleConfiguration => {
            if entry.settings.mfa_delete {
                return Err(lifecycle_with_mfa());
            }
            let circumstances = Circumstances {
                directory_bucket: entry.is_directory(),
                ..Circumstances::general_purpose(s3.rules)
            };
            let node = lifecycle_document(request.parameters);
            let parameters = Map { entries: node.into_iter().collect() };
            let read =
                |reader: &s3sim_document::read::Reader<'_>| lifecycle::configuration(reader, &circumstances);
            let configuration = Form::new(&parameters).required_document("LifecycleConfiguration", read)?;
            Ok(Intent::Configure(Change::Lifecycle(Some(configuration))))
        }
        Api::DeleteBucketLifecycle => Ok(Intent::Configure(Change::Lifecycle(None))),
        Api::GetObjectLockConfiguration => {
            let configuration = entry
                .settings
                .object_lock
                .ok_or_else(|| Refusal::of(ErrorCode::ObjectLockConfigurationNotFoundError))?;
            let fields = Fields::new();
            Ok(Intent::answer(200, fields.node("ObjectLockConfiguration", configuration.to_document().value)))
        }
        Api::PutObjectLockConfiguration => {
            if entry.versioning != Versioning::Enabled {
                let message =
                    "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration";
                return Err(Refusal::because(ErrorCode::InvalidBucketState, message));
            }
            let configuration = form.required_document("ObjectLockConfiguration", object_lock::read)?;
            Ok(Intent::Configure(Change::ObjectLock(configuration)))
        }
        Api::GetBucketTagging if entry.settings.tags.is_empty() => {
            Err(Refusal::of(ErrorCode::NoSuchTagSet).with("BucketName", &entry.name))
        }
        Api::GetBucketTagging => {
            let tag = |(key, value): &(String, String)| Fields::new().text("Key", key).text("Value", value);
            let set = entry.settings.tags.iter().map(tag).collect();
            Ok(Intent::answer(200, Fields::new().list("TagSet", set)))
        }
        Api::PutBucketTagging => {
            let tags = form.required_document("Tagging", |reader| tagging::read(reader, Tagged::Bucket))?;
            Ok(Intent::Configure(Change::Tags(tags)))
        }
        Api::DeleteBucketTagging => Ok(Intent::Configure(Change::Tags(Vec::new()))),
        Api::GetBucketNotificationConfiguration | Api::PutBucketNotificationConfiguration => {
            notification::judge(s3, request, bucket, form)
        }
        Api::GetBucketEncryption | Api::PutBucketEncryption | Api::DeleteBucketEncryption => {
            encryption::judge_default(s3, request, bucket, form)
        }
        Api::GetBucketReplication | Api::PutBucketReplication | Api::DeleteBucketReplication => {
            replication::judge(s3, request, bucket, form)
        }
        api @ (Api::GetBucketIntelligentTieringConfiguration
        | Api::PutBucketIntelligentTieringConfiguration
        | Api::DeleteBucketIntelligentTieringConfiguration
        | Api::ListBucketIntelligentTieringConfigurations) => intelligent_tiering::judge(api, entry, form),
        Api::GetBucketRequestPayment => {
            let payer = if entry.requester_pays { Payer::Requester } else { Payer::BucketOwner };
            Ok(Intent::answer(200, Fields::new().text("Payer", payer.name())))
        }
        Api::PutBucketRequestPayment => {
            let payer = form.required_document("RequestPaymentConfiguration", request_payment::read)?;
            Ok(Intent::Configure(Change::RequestPayment(payer)))
        }
        api => by_id::judge(api, entry, form).unwrap_or_else(|| stored_document(entry, api, form)),
    }
}

/// What MFA delete and lifecycle rules say to each other.
fn lifecycle_with_mfa() -> Refusal {
    let message = "Mfa Authentication is not supported on a bucket with lifecycle configuration. \
                   Delete lifecycle configuration before enabling Mfa.";
    Refusal::because(ErrorCode::InvalidBucketState, message)
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html>: a bucket with Object Lock stays
/// versioned.
fn check_versioning(entry: &Bucket, status: Versioning, mfa_delete: bool) -> Result<(), Refusal> {
    if status == Versioning::Suspended && entry.settings.object_lock.is_some() {
        let message = "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.";
        return Err(Refusal::because(ErrorCode::InvalidBucketState, message));
    }
    if status == Versioning::Suspended && entry.replication.is_some() {
        let message = "A replication configuration is present on this bucket, so the versioning state cannot be changed.";
        return Err(Refusal::because(ErrorCode::InvalidBucketState, message));
    }
    if mfa_delete && !entry.settings.mfa_delete && entry.lifecycle.is_some() {
        return Err(lifecycle_with_mfa());
    }
    Ok(())
}

/// The calls about documents that are kept as they are.
fn stored_document(entry: &Bucket, api: Api, form: Form<'_>) -> Result<Intent, Refusal> {
    let kept = |which: Stored| entry.settings.documents.get(&which);
    let put = |which: Stored| {
        let document = form.required_document(which.parameter(), |reader| which.read(reader))?;
        if which == Stored::Accelerate && entry.name.contains('.') {
            let message =
                "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names";
            return Err(Refusal::because(ErrorCode::InvalidRequest, message));
        }
        Ok(Intent::Configure(Change::Document(which, Some(document))))
    };
    let get = |which: Stored, missing: Option<ErrorCode>| match (kept(which), missing) {
        (Some(document), _) => Ok(Intent::answer(200, fields_of(document.clone()))),
        (None, Some(code)) => Err(Refusal::of(code).with("BucketName", &entry.name)),
        (None, None) => Ok(Intent::answer(200, Fields::new())),
    };
    match api {
        Api::PutBucketCors => put(Stored::Cors),
        Api::GetBucketCors => get(Stored::Cors, Some(ErrorCode::NoSuchCorsConfiguration)),
        Api::DeleteBucketCors => Ok(Intent::Configure(Change::Document(Stored::Cors, None))),
        Api::PutBucketWebsite => put(Stored::Website),
        Api::GetBucketWebsite => get(Stored::Website, Some(ErrorCode::NoSuchWebsiteConfiguration)),
        Api::DeleteBucketWebsite => Ok(Intent::Configure(Change::Document(Stored::Website, None))),
        Api::PutBucketAccelerateConfiguration => put(Stored::Accelerate),
        Api::GetBucketAccelerateConfiguration => get(Stored::Accelerate, None),
        Api::PutBucketLogging => put(Stored::Logging),
        Api::GetBucketLogging => get(Stored::Logging, None),
        _ => Err(Refusal::of(ErrorCode::NotImplemented)),
    }
}

/// The document with the header that stands beside it among the parameters.
fn lifecycle_document(parameters: &Map) -> Option<s3sim_document::tree::Entry> {
    const HEADER: &str = "TransitionDefaultMinimumObjectSize";
    let named = |name: &str| parameters.entries.iter().find(|entry| entry.key == name).cloned();
    let mut document = named("LifecycleConfiguration")?;
    if let (Some(header), Value::Map(map)) = (named(HEADER), &mut document.value.value) {
        map.entries.push(header);
    }
    Some(document)
}

pub(crate) fn fields_of(node: Node) -> Fields {
    let entries = match node.value {
        Value::Map(map) => map.entries,
        _ => Vec::new(),
    };
    entries.into_iter().fold(Fields::new(), |fields, entry| fields.node(&entry.key, entry.value.value))
}

pub(crate) fn carry(
    s3: &mut S3,
    now: Instant,
    request: &Request<'_>,
    bucket: BucketId,
    change: Change,
) -> Response {
    match change {
        Change::Versioning(versioning, mfa_delete) => {
            s3.settings_mut(bucket).mfa_delete = mfa_delete;
            s3.set_versioning(bucket, versioning);
        }
        Change::ObjectLock(configuration) => s3.settings_mut(bucket).object_lock = Some(configuration),
        Change::Replication(configuration) => s3.set_replication(bucket, configuration),
        Change::Encryption(encryption) => s3.settings_mut(bucket).encryption = encryption,
        Change::Notifications(configuration) => s3.configure_notifications(now, bucket, *configuration),
        Change::Tags(tags) => s3.settings_mut(bucket).tags = tags,
        Change::Document(which, Some(document)) => {
            s3.settings_mut(bucket).documents.insert(which, document);
        }
        Change::Document(which, None) => {
            s3.settings_mut(bucket).documents.remove(&which);
        }
        Change::Lifecycle(configuration) => s3.set_lifecycle(bucket, configuration),
        Change::IntelligentTiering(all) => s3.set_intelligent_tiering(bucket, all),
        Change::RequestPayment(payer) => s3.set_requester_pays(bucket, payer == Payer::Requester),
        Change::Analytics(all) => s3.set_analytics(now, bucket, all),
        Change::Inventory(all) => s3.settings_mut(bucket).inventory = all,
        Change::Metrics(all) => s3.settings_mut(bucket).metrics = all,
    }
    Response::ok(request.api.success_status(), Fields::new())
}
