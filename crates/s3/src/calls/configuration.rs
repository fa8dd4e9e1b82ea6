//! The configuration calls of a bucket: what is put is validated as S3 does, what is got is what was put.

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_document::tree::{Map, Node, Value};
use s3sim_ledger::BucketId;

use crate::bucket::Versioning;
use crate::configuration::versioning::{self, VersioningStatus};
use crate::form::Form;
use crate::lifecycle::document::LifecycleConfiguration;
use crate::lifecycle::read as lifecycle;
use crate::lifecycle::validate::Circumstances;
use crate::machine::S3;
use crate::request::Request;
use crate::response::{Fields, Refusal, Response};
use crate::service::Intent;

/// A configuration that is about to change.
#[derive(Clone, Debug)]
pub enum Change {
    /// The versioning state.
    Versioning(Versioning),
    /// The lifecycle configuration.
    Lifecycle(Option<LifecycleConfiguration>),
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
            Ok(Intent::answer(200, Fields::new().maybe("Status", status)))
        }
        Api::PutBucketVersioning => {
            let document = form.required_document("VersioningConfiguration", versioning::read)?;
            let status = match document.status {
                VersioningStatus::Enabled => Versioning::Enabled,
                VersioningStatus::Suspended => Versioning::Suspended,
            };
            Ok(Intent::Configure(Change::Versioning(status)))
        }
        Api::GetBucketLifecycleConfiguration => {
            let configuration = entry
                .lifecycle
                .as_ref()
                .ok_or_else(|| Refusal::of(ErrorCode::NoSuchLifecycleConfiguration))?;
            Ok(Intent::answer(200, fields_of(configuration.to_document())))
        }
        Api::PutBucketLifecycleConfiguration => {
            let circumstances = Circumstances::general_purpose(s3.rules);
            let node = lifecycle_document(request.parameters);
            let parameters = Map { entries: node.into_iter().collect() };
            let read =
                |reader: &s3sim_document::read::Reader<'_>| lifecycle::configuration(reader, &circumstances);
            let configuration = Form::new(&parameters).required_document("LifecycleConfiguration", read)?;
            Ok(Intent::Configure(Change::Lifecycle(Some(configuration))))
        }
        Api::DeleteBucketLifecycle => Ok(Intent::Configure(Change::Lifecycle(None))),
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

fn fields_of(node: Node) -> Fields {
    let entries = match node.value {
        Value::Map(map) => map.entries,
        _ => Vec::new(),
    };
    entries.into_iter().fold(Fields::new(), |fields, entry| fields.node(&entry.key, entry.value.value))
}

pub(crate) fn carry(s3: &mut S3, request: &Request<'_>, bucket: BucketId, change: Change) -> Response {
    match change {
        Change::Versioning(versioning) => s3.set_versioning(bucket, versioning),
        Change::Lifecycle(configuration) => s3.set_lifecycle(bucket, configuration),
    }
    Response::ok(request.api.success_status(), Fields::new())
}
