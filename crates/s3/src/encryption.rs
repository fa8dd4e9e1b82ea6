//! Server-side encryption, and what a client did before.
//!
//! `headers` is what a request asks for, [`default`] what its bucket adds, `choose` what comes of both and how
//! answers show it, `customer_key` the keys that customers bring. Keys and their use stand in [`crate::kms`].
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingEncryption.html>

use crate::kms::KeyId;

pub(crate) mod base64;
pub(crate) mod choose;
pub(crate) mod customer_key;
pub mod default;
pub(crate) mod headers;

/// How the bytes of a version are encrypted at rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encryption {
    /// Not at all: written before 2023.
    None,
    /// SSE-S3.
    #[default]
    S3,
    /// SSE-KMS.
    Kms {
        /// The key.
        key: KeyId,
        /// Whether the data key was made with the bucket's own key.
        bucket_key: bool,
    },
    /// DSSE-KMS.
    Dual {
        /// The key.
        key: KeyId,
    },
    /// SSE-C: S3 forgets the key and keeps a digest of it.
    Customer {
        /// The MD5 of the key in base64, as requests bring it.
        key_md5: String,
    },
}

impl Encryption {
    /// The word of `x-amz-server-side-encryption`; none for SSE-C, which has headers of its own.
    pub const fn algorithm(&self) -> Option<&'static str> {
        match self {
            Encryption::None | Encryption::Customer { .. } => None,
            Encryption::S3 => Some("AES256"),
            Encryption::Kms { .. } => Some("aws:kms"),
            Encryption::Dual { .. } => Some("aws:kms:dsse"),
        }
    }

    /// The KMS key, and whether the bucket's own key stands between it and the object.
    pub const fn kms_key(&self) -> Option<(KeyId, bool)> {
        match self {
            Encryption::Kms { key, bucket_key } => Some((*key, *bucket_key)),
            Encryption::Dual { key } => Some((*key, false)),
            Encryption::None | Encryption::S3 | Encryption::Customer { .. } => None,
        }
    }

    /// Whether the ETag of an object in one piece is the MD5 of its bytes.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html>
    pub const fn shows_md5(&self) -> bool {
        matches!(self, Encryption::None | Encryption::S3)
    }
}

/// All that protects the bytes of a version.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Protection {
    /// What S3 does.
    pub encryption: Encryption,
    /// The key with which a client encrypted before it sent them: a name, or `own`.
    pub client_key: Option<String>,
}
