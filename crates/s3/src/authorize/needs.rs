//! Which permissions a request needs, and on what.

use s3sim_aws::operation::permission::{On, When};
use s3sim_document::tree::Node;
use s3sim_ledger::BucketId;

use crate::calls::find::{Found, Sought, copy_source, sought};
use crate::form::Form;
use crate::machine::S3;
use crate::request::Request;

/// What a permission is needed on.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// The service: `*`.
    Service,
    /// A bucket that there may not be yet.
    BucketName(String),
    /// A bucket.
    Bucket(BucketId),
    /// An object, and the version that the request is about, if it exists.
    Object(BucketId, String, Option<Found>),
    /// The object that is copied.
    Source(BucketId, String, Option<Found>),
    /// Something else, by its ARN.
    Thing(String),
    /// A KMS key, and the bucket for which S3 uses it.
    Key(crate::kms::KeyId, Option<String>),
    /// Nothing that has keys of its own.
    Nothing,
}

/// One permission.
pub(crate) struct Need {
    pub(crate) action: &'static str,
    pub(crate) subject: Subject,
    /// Nothing fails without it; these fields are left out.
    pub(crate) fields: Option<&'static [&'static str]>,
}

impl S3 {
    /// The permissions of S3 that a request needs; those of KMS come when the object is encrypted or decrypted.
    pub(crate) fn needs(&self, request: &Request<'_>, bucket: Option<BucketId>) -> Vec<Need> {
        let form = Form::new(request.parameters);
        let source = copy_source(form).ok().and_then(|(name, key, sought)| {
            let bucket = self.bucket_id(name).filter(|&id| !self.bucket(id).deleted)?;
            Some((bucket, key, self.seek(bucket, key, sought), sought))
        });
        let version = sought(form).unwrap_or(Sought::Current);
        let mut needs = Vec::new();
        for action in request.api.actions() {
            let (subject, named) = match (action.on, bucket, &source) {
                (On::Service, ..) => (Subject::Service, version),
                (On::Bucket, Some(bucket), _) => (Subject::Bucket(bucket), version),
                (On::Bucket, None, _) => (Subject::BucketName(request.bucket.to_owned()), version),
                // Each key of many is asked for on its own.
                (On::Object, Some(_), _) if request.key.is_empty() => continue,
                (On::Object, Some(bucket), _) => {
                    let found = self.seek(bucket, request.key, version);
                    (Subject::Object(bucket, request.key.to_owned(), found), version)
                }
                (On::Source, _, Some((bucket, key, found, version))) => {
                    (Subject::Source(*bucket, (*key).to_owned(), *found), *version)
                }
                (On::Role, ..) => match role(form) {
                    Some(role) => (Subject::Thing(role.to_owned()), version),
                    None => continue,
                },
                (On::Object, None, _) | (On::Source, _, None) | (On::Key | On::SourceKey, ..) => continue,
            };
            let tagged = |named: Sought<'_>| {
                source.as_ref().is_some_and(|s| s.3 == named) && self.copies_tags(form, &source)
            };
            let named_version = matches!(named, Sought::Version(_));
            let (needed, fields) = match action.when {
                When::Always => (true, None),
                When::WithoutVersionId => (!named_version, None),
                When::WithVersionId => (named_version, None),
                When::With(names) => (names.iter().any(|name| form.get(name).is_some()), None),
                When::IfMatchNamesETag => {
                    let etag = form.get("IfMatch").and_then(Node::scalar);
                    (etag.is_some_and(|etag| etag != "*"), None)
                }
                When::CopiesTags => (tagged(Sought::Current), None),
                When::CopiesTagsOfVersion => {
                    let version = source.as_ref().map(|source| source.3);
                    let named = version.filter(|version| *version != Sought::Current);
                    (named.is_some_and(tagged), None)
                }
                When::ForFields(fields) => (true, Some(fields)),
            };
            if needed {
                needs.push(Need { action: action.name, subject, fields });
            }
        }
        needs
    }

    fn copies_tags(
        &self,
        form: Form<'_>,
        source: &Option<(BucketId, &str, Option<Found>, Sought<'_>)>,
    ) -> bool {
        let replaced = form.get("TaggingDirective").and_then(Node::scalar) == Some("REPLACE");
        let found = source.as_ref().and_then(|source| source.2);
        !replaced
            && found
                .is_some_and(|found| !self.tags[self.table.attrs_of(found.row).tags.0 as usize].is_empty())
    }
}

/// The role that the request hands to S3.
fn role<'a>(form: Form<'a>) -> Option<&'a str> {
    match form.get("ReplicationConfiguration") {
        Some(configuration) => configuration.get("Role")?.scalar(),
        // Of a batch job.
        None => form.get("RoleArn")?.scalar(),
    }
}
