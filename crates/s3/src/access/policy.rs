//! A bucket's policy: the document as it was put, and the form that answers requests.

use s3sim_document::read::Reader;
use s3sim_document::tree::{Value, to_json};
use s3sim_iam::compile::Compiled;
use s3sim_iam::policy::{Policy, Rules};
use s3sim_iam::public;

use crate::directory::Directory;

/// A bucket policy that S3 has accepted.
#[derive(Clone, Debug)]
pub struct BucketPolicy {
    /// JSON, as `get-bucket-policy` answers.
    pub text: String,
    /// The form that answers requests.
    pub compiled: Compiled,
    /// Whether it is public (PO-095).
    pub is_public: bool,
}

/// Reads the policy of the bucket `name`: a map or JSON text, bare or in the CLI's wrapper `Policy`.
pub fn read(reader: &Reader<'_>, name: &str, directory: &Directory) -> Option<BucketPolicy> {
    let inner = reader.node().as_map().filter(|map| map.entries.len() == 1).and_then(|map| map.get("Policy"));
    let reader = inner.map_or_else(|| reader.clone(), |inner| reader.child("Policy", inner));
    let policy = Policy::read(&reader, &Rules::bucket(name).knowing(directory))?;
    let text = match &reader.node().value {
        Value::Text(text) => text.clone(),
        _ => to_json(reader.node()),
    };
    Some(BucketPolicy { text, compiled: Compiled::new("", &policy), is_public: public::is_public(&policy) })
}
