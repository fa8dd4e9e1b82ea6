//! Server-side encryption, and what a client did before.
//!
//! `headers` is what a request asks for, [`default`] what its bucket adds, `choose` what comes of both and how
//! answers show it, `customer_key` the keys that customers bring. Keys and their use stand in [`crate::kms`].
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingEncryption.html>

use base64::alphabet;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

use crate::kms::KeyId;

pub(crate) mod choose;
pub(crate) mod customer_key;
pub mod default;
pub(crate) mod headers;

/// Base64 as headers carry it (RFC 4648, with padding). Modelling choice: bits that stand for nothing may be anything.
pub(crate) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

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

    /// Base64 of the MD5 of the customer's key, for SSE-C.
    pub fn customer_key_md5(&self) -> Option<&str> {
        match self {
            Encryption::Customer { key_md5 } => Some(key_md5),
            Encryption::None | Encryption::S3 | Encryption::Kms { .. } | Encryption::Dual { .. } => None,
        }
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

impl Protection {
    /// Whether the ETag of an object in one piece is the MD5 of the bytes that its owner knows.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html>
    pub const fn shows_md5(&self) -> bool {
        self.client_key.is_none() && matches!(self.encryption, Encryption::None | Encryption::S3)
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;

    use super::BASE64;

    /// The vectors of RFC 4648, section 10, and texts that are none.
    #[test]
    fn decodes_the_vectors_of_the_standard() {
        let table: [(&str, Option<&[u8]>); 11] = [
            ("", Some(b"")),
            ("Zg==", Some(b"f")),
            ("Zm8=", Some(b"fo")),
            ("Zm9v", Some(b"foo")),
            ("Zm9vYg==", Some(b"foob")),
            ("Zm9vYmE=", Some(b"fooba")),
            ("Zm9vYmFy", Some(b"foobar")),
            ("Zm9", None),
            ("Z===", None),
            ("Zm-v", None),
            ("Zm9v\n", None),
        ];
        for (text, bytes) in table {
            assert_eq!(BASE64.decode(text).ok().as_deref(), bytes, "{text}");
        }
    }
}
