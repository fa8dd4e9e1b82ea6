//! Server-side encryption, and what a client did before.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingEncryption.html>

use crate::kms::KeyId;

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

/// All that protects the bytes of a version.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Protection {
    /// What S3 does.
    pub encryption: Encryption,
    /// The key with which a client encrypted before it sent them: a name, or `own`.
    pub client_key: Option<String>,
}
