//! How a new object is encrypted: as its request says, else as its bucket says, else with SSE-S3.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html>

use s3sim_aws::error::ErrorCode;
use s3sim_aws::item::Item;
use s3sim_aws::operation::Api;
use s3sim_document::tree::Map;
use s3sim_ledger::BucketId;

use super::customer_key;
use super::default::DefaultAlgorithm;
use super::headers::{self, Algorithm, Asked};
use super::{Encryption, Protection};
use crate::kms::{AWS_S3, KeyId, KeySpec};
use crate::machine::S3;
use crate::object::attrs::{Attrs, EncryptionId};
use crate::request::Request;
use crate::response::{Fields, Refusal};

impl S3 {
    /// What protects the object that a request writes into a bucket.
    ///
    /// Knows which key it will be, but has not asked the key yet: see [`crate::kms::uses`].
    pub(crate) fn protect(&self, request: &Request<'_>, bucket: BucketId) -> Result<Protection, Refusal> {
        let client_key = request.caller.way.and_then(|way| way.client_key.clone());
        let encryption = self.choose(request, bucket, headers::read(request)?)?;
        Ok(Protection { encryption, client_key })
    }

    /// The place of what protects an object that a plain PutObject with these parameters writes.
    ///
    /// # Errors
    /// What S3 would refuse: headers that do not go together, or a key that does not exist.
    pub fn protection_of(&mut self, bucket: BucketId, parameters: &Map) -> Result<EncryptionId, Refusal> {
        let protection = self.protect(&self.plain_request(Api::PutObject, bucket, parameters), bucket)?;
        Ok(self.intern_protection(protection))
    }

    fn choose(
        &self,
        request: &Request<'_>,
        bucket: BucketId,
        asked: Asked<'_>,
    ) -> Result<Encryption, Refusal> {
        let default = &self.bucket(bucket).settings.encryption;
        if let Some(key) = asked.customer_key {
            if default.blocks_customer_keys {
                let message = "this bucket has blocked upload requests that specify Server Side Encryption with \
                               Customer provided keys (SSE-C). Please specify a different server-side encryption type";
                return Err(Refusal::because(ErrorCode::AccessDenied, message));
            }
            let key_md5 = key.md5.unwrap_or_default();
            return self.in_bucket(bucket, Encryption::Customer { key_md5 });
        }
        let bucket_key = asked.bucket_key.unwrap_or(default.bucket_key);
        let (algorithm, name) = match (asked.algorithm, &default.algorithm) {
            (Some(algorithm), _) => (algorithm, asked.key),
            (None, Some(DefaultAlgorithm::S3)) => (Algorithm::S3, None),
            (None, Some(DefaultAlgorithm::Kms(key))) => (Algorithm::Kms, key.as_deref()),
            (None, Some(DefaultAlgorithm::Dual(key))) => (Algorithm::Dual, key.as_deref()),
            (None, None) if self.rules.encrypts_every_object() => return Ok(Encryption::S3),
            (None, None) => return Ok(Encryption::None),
        };
        let encryption = match algorithm {
            Algorithm::S3 => Encryption::S3,
            Algorithm::Kms => Encryption::Kms { key: self.key_named(request, bucket, name)?, bucket_key },
            Algorithm::Dual if !self.rules.has_dual_layer_encryption() => {
                let message = "The encryption method specified is not supported";
                return Err(Refusal::because(ErrorCode::InvalidArgument, message));
            }
            Algorithm::Dual => Encryption::Dual { key: self.key_named(request, bucket, name)? },
        };
        self.in_bucket(bucket, encryption)
    }

    /// Directory buckets know SSE-S3 and SSE-KMS only, and always use bucket keys.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-serv-side-encryption.html>
    fn in_bucket(&self, bucket: BucketId, encryption: Encryption) -> Result<Encryption, Refusal> {
        if !self.bucket(bucket).is_directory() {
            return Ok(encryption);
        }
        match encryption {
            Encryption::Kms { key, .. } => Ok(Encryption::Kms { key, bucket_key: true }),
            Encryption::None | Encryption::S3 => Ok(encryption),
            Encryption::Dual { .. } | Encryption::Customer { .. } => {
                Err(Refusal::of(ErrorCode::NotImplemented))
            }
        }
    }

    /// The key that an id, ARN or alias names for the caller; `aws/s3` of the caller's account where nothing is said.
    ///
    /// A key of another Region is not found; one that cannot encrypt and decrypt is of no use.
    fn key_named(
        &self,
        request: &Request<'_>,
        bucket: BucketId,
        name: Option<&str>,
    ) -> Result<KeyId, Refusal> {
        let region = self.bucket(bucket).region;
        let account = self.directory.account(request.caller.account).number.to_string();
        let name = name.unwrap_or(AWS_S3);
        let found = self.kms.find(name, &account, region).filter(|&id| self.kms.get(id).region == region);
        let id = found.ok_or_else(|| self.no_key(name, &account, region.name()))?;
        if self.kms.get(id).spec != KeySpec::Symmetric {
            return Err(Refusal::of(ErrorCode::KmsInvalidKeyUsageException));
        }
        Ok(id)
    }

    fn no_key(&self, name: &str, account: &str, region: &str) -> Refusal {
        let arn = match (name.starts_with("arn:"), name.starts_with("alias/")) {
            (true, _) => name.to_owned(),
            (false, true) => format!("arn:aws:kms:{region}:{account}:{name}"),
            (false, false) => format!("arn:aws:kms:{region}:{account}:key/{name}"),
        };
        Refusal::because(ErrorCode::KmsNotFoundException, format!("Key '{arn}' does not exist"))
    }

    /// How a version is encrypted.
    pub(crate) fn encryption_of(&self, attrs: &Attrs) -> &Encryption {
        &self.protection(attrs.encryption).encryption
    }

    /// Whether the key that a read brings is the one of the version; both may be none.
    pub(crate) fn check_customer_key(&self, request: &Request<'_>, attrs: &Attrs) -> Result<(), Refusal> {
        let stored = self.encryption_of(attrs).customer_key_md5();
        customer_key::check(stored, headers::read(request)?.customer_key.as_ref())
    }

    /// The same for what is copied.
    pub(crate) fn check_source_key(&self, request: &Request<'_>, attrs: &Attrs) -> Result<(), Refusal> {
        let stored = self.encryption_of(attrs).customer_key_md5();
        customer_key::check(stored, headers::read(request)?.source_key.as_ref())
    }

    /// The headers in which an answer shows how an object is encrypted.
    pub(crate) fn describe_encryption(&self, id: EncryptionId, fields: Fields) -> Fields {
        let encryption = &self.protection(id).encryption;
        let fields = fields.maybe("ServerSideEncryption", encryption.algorithm());
        match encryption {
            Encryption::None | Encryption::S3 => fields,
            Encryption::Kms { key, bucket_key } => {
                let arn = &self.kms.get(*key).arn;
                fields.text("SSEKMSKeyId", arn).flag("BucketKeyEnabled", *bucket_key)
            }
            Encryption::Dual { key } => fields.text("SSEKMSKeyId", &self.kms.get(*key).arn),
            Encryption::Customer { key_md5 } => {
                fields.text("SSECustomerAlgorithm", "AES256").text("SSECustomerKeyMD5", key_md5)
            }
        }
    }

    /// Books the second layer of bytes that are written or read.
    ///
    /// <https://aws.amazon.com/s3/pricing/>: DSSE-KMS costs a fee per gigabyte. Modelling choice: on writes and on
    /// reads alike.
    pub(crate) fn charge_second_layer(&mut self, bucket: BucketId, api: Api, id: EncryptionId, bytes: u128) {
        if matches!(self.protection(id).encryption, Encryption::Dual { .. }) {
            self.charge_owner(bucket, Item::DualLayerEncryption, api.bill_name(), bytes);
        }
    }
}
