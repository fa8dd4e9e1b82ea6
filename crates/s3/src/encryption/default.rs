//! The encryption that a bucket adds where a request asks for none: `PutBucketEncryption`.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html>

use s3sim_document::read::{Fields, Reader};

use super::headers::Algorithm;
use crate::configuration::schema::{self, MALFORMED};
use crate::response;

/// What new objects get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefaultAlgorithm {
    /// SSE-S3.
    S3,
    /// SSE-KMS with this key (id, ARN or alias), or with `aws/s3` of whoever writes.
    Kms(Option<String>),
    /// DSSE-KMS, likewise.
    Dual(Option<String>),
}

impl DefaultAlgorithm {
    /// The API's word.
    pub const fn name(&self) -> &'static str {
        match self {
            DefaultAlgorithm::S3 => "AES256",
            DefaultAlgorithm::Kms(_) => "aws:kms",
            DefaultAlgorithm::Dual(_) => "aws:kms:dsse",
        }
    }
}

/// The encryption configuration of a bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DefaultEncryption {
    /// What new objects get; `None` where nobody has said anything: SSE-S3 since 2023, nothing before.
    pub algorithm: Option<DefaultAlgorithm>,
    /// Whether new objects under KMS keys share a key of the bucket.
    pub bucket_key: bool,
    /// Whether writes with SSE-C are refused.
    pub blocks_customer_keys: bool,
}

/// A configuration as it is put: what it does not say about SSE-C stays as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDefault {
    algorithm: Option<DefaultAlgorithm>,
    bucket_key: bool,
    blocks_customer_keys: Option<bool>,
}

impl NewDefault {
    /// What it makes of a bucket's configuration.
    pub fn onto(self, before: &DefaultEncryption) -> DefaultEncryption {
        DefaultEncryption {
            algorithm: self.algorithm,
            bucket_key: self.bucket_key,
            blocks_customer_keys: self.blocks_customer_keys.unwrap_or(before.blocks_customer_keys),
        }
    }
}

impl DefaultEncryption {
    /// The document that GetBucketEncryption shows; `None` where nothing encrypts by itself.
    pub(crate) fn describe(&self, encrypts_by_itself: bool) -> Option<response::Fields> {
        let algorithm = match &self.algorithm {
            Some(algorithm) => algorithm,
            None if encrypts_by_itself => &DefaultAlgorithm::S3,
            None => return None,
        };
        let mut default = response::Fields::new().text("SSEAlgorithm", algorithm.name());
        if let DefaultAlgorithm::Kms(Some(key)) | DefaultAlgorithm::Dual(Some(key)) = algorithm {
            default = default.text("KMSMasterKeyID", key);
        }
        let bucket_key = s3sim_document::tree::Value::Bool(self.bucket_key);
        let mut rule = response::Fields::new()
            .map("ApplyServerSideEncryptionByDefault", default)
            .node("BucketKeyEnabled", bucket_key);
        if self.blocks_customer_keys {
            rule = rule
                .map("BlockedEncryptionTypes", response::Fields::new().texts("EncryptionType", &["SSE-C"]));
        }
        let rules = response::Fields::new().list("Rules", vec![rule]);
        Some(response::Fields::new().map("ServerSideEncryptionConfiguration", rules))
    }
}

/// Reads `{Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm, KMSMasterKeyID}, BucketKeyEnabled,
/// BlockedEncryptionTypes: {EncryptionType: [SSE-C | NONE]}}]}`, bare or wrapped, or its one rule, flat:
/// `{SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled}`.
///
/// Notes `MalformedXML` for anything but one rule and for what does not fit the schema, `InvalidArgument` for a key
/// beside AES256. Whether the key exists is not looked at.
pub fn read(reader: &Reader<'_>) -> Option<NewDefault> {
    schema::document(reader, |reader| {
        let before = reader.problems_so_far();
        let mut fields = schema::unwrapped(reader, "ServerSideEncryptionConfiguration")?;
        let is_flat = ["SSEAlgorithm", "BlockedEncryptionTypes"]
            .iter()
            .any(|name| fields.reader().node().get(name).is_some());
        let found = if is_flat {
            let algorithm = algorithm(&mut fields);
            rest(&mut fields, algorithm)
        } else {
            let place = schema::required(&mut fields, "Rules", ": a list with one rule");
            let rules = schema::list(place.clone());
            if let Some(place) = place.filter(|_| rules.len() != 1) {
                place.refused(MALFORMED, "an encryption configuration has exactly one rule");
            }
            rules.first().and_then(schema::structure).map(|mut rule| {
                let default = rule.optional("ApplyServerSideEncryptionByDefault");
                let algorithm = default.as_ref().and_then(schema::structure).and_then(|mut default| {
                    let algorithm = algorithm(&mut default);
                    schema::finish(default);
                    algorithm
                });
                let found = rest(&mut rule, algorithm);
                schema::finish(rule);
                found
            })?
        };
        schema::finish(fields);
        (reader.problems_so_far() == before).then_some(found)
    })
}

fn algorithm(fields: &mut Fields<'_>) -> Option<DefaultAlgorithm> {
    let word = match fields.reader().node().get("SSEAlgorithm") {
        None if fields.reader().node().get("BlockedEncryptionTypes").is_some() => return None,
        _ => schema::required(fields, "SSEAlgorithm", ": AES256, aws:kms or aws:kms:dsse"),
    };
    let word = word.and_then(|word| schema::word(&word, &Algorithm::WORDS));
    let place = fields.optional("KMSMasterKeyID");
    let key = place.as_ref().and_then(schema::text).map(str::to_owned);
    match (word?, place) {
        (Algorithm::S3, Some(place)) => {
            let message = "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or \
                           aws:kms:dsse";
            place.refused("InvalidArgument", message);
            None
        }
        (Algorithm::S3, None) => Some(DefaultAlgorithm::S3),
        (Algorithm::Kms, _) => Some(DefaultAlgorithm::Kms(key)),
        (Algorithm::Dual, _) => Some(DefaultAlgorithm::Dual(key)),
    }
}

/// What stands beside the algorithm.
fn rest(fields: &mut Fields<'_>, algorithm: Option<DefaultAlgorithm>) -> NewDefault {
    let bucket_key = fields.optional("BucketKeyEnabled").and_then(|word| schema::boolean(&word));
    let blocked = fields.optional("BlockedEncryptionTypes").as_ref().and_then(schema::structure);
    let blocks_customer_keys = blocked.and_then(|mut blocked| {
        let types = schema::required(&mut blocked, "EncryptionType", ": a list of SSE-C or NONE");
        let words: Vec<_> = schema::list(types.clone())
            .iter()
            .filter_map(|word| schema::word(word, &[("SSE-C", true), ("NONE", false)]))
            .collect();
        if let Some(place) = types.filter(|_| words.len() != 1) {
            place.refused(MALFORMED, "`EncryptionType` is either SSE-C or NONE");
        }
        schema::finish(blocked);
        words.first().copied()
    });
    NewDefault { algorithm, bucket_key: bucket_key.unwrap_or(false), blocks_customer_keys }
}
