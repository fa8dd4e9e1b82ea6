//! SSE-C: the key comes with every request, and S3 forgets it.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html>

use base64::Engine;
use md5::{Digest, Md5};
use s3sim_aws::error::ErrorCode;

use super::BASE64;
use crate::caller::Transport;
use crate::form::Form;
use crate::response::Refusal;

/// Bytes of a key for AES-256.
const KEY_BYTES: usize = 32;

/// The names of the three headers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names {
    algorithm: &'static str,
    key: &'static str,
    md5: &'static str,
}

/// The key of the object that is written or read.
pub(crate) const OWN: Names =
    Names { algorithm: "SSECustomerAlgorithm", key: "SSECustomerKey", md5: "SSECustomerKeyMD5" };

/// The key of the object that is copied.
pub(crate) const OF_SOURCE: Names = Names {
    algorithm: "CopySourceSSECustomerAlgorithm",
    key: "CopySourceSSECustomerKey",
    md5: "CopySourceSSECustomerKeyMD5",
};

/// A key that came with a request, by its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CustomerKey {
    /// Base64 of the MD5; `None` if a read did not bring it, and so cannot prove the key.
    pub(crate) md5: Option<String>,
}

fn argument(message: &str) -> Refusal {
    Refusal::because(ErrorCode::InvalidArgument, message)
}

/// Reads the three headers; none at all is no key.
pub(crate) fn read(
    form: Form<'_>,
    names: Names,
    writes: bool,
    transport: Transport,
) -> Result<Option<CustomerKey>, Refusal> {
    let (algorithm, key, md5) = (form.text(names.algorithm)?, form.text(names.key)?, form.text(names.md5)?);
    if algorithm.is_none() && key.is_none() && md5.is_none() {
        return Ok(None);
    }
    if !transport.is_secure() {
        // Modelling choice: the code is not documented, that it is refused is.
        let message = "Requests specifying Server Side Encryption with Customer provided keys must be made over a \
                       secure connection.";
        return Err(Refusal::because(ErrorCode::InvalidRequest, message));
    }
    match algorithm {
        None => {
            return Err(argument(
                "Requests specifying Server Side Encryption with Customer provided keys must provide a valid \
                 encryption algorithm.",
            ));
        }
        Some("AES256") => {}
        Some(_) => return Err(Refusal::of(ErrorCode::InvalidEncryptionAlgorithmError)),
    }
    let key = key.ok_or_else(|| {
        argument(
            "Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate \
             secret key.",
        )
    })?;
    let invalid = || argument("The secret key was invalid for the specified algorithm.");
    let bytes = BASE64.decode(key).ok().filter(|bytes| bytes.len() == KEY_BYTES).ok_or_else(invalid)?;
    let Some(md5) = md5 else {
        return if writes { Err(invalid()) } else { Ok(Some(CustomerKey { md5: None })) };
    };
    let digest: [u8; 16] = Md5::digest(&bytes).into();
    if BASE64.decode(md5).ok().as_deref() != Some(&digest[..]) {
        return Err(argument("The calculated MD5 hash of the key did not match the hash that was provided."));
    }
    Ok(Some(CustomerKey { md5: Some(md5.to_owned()) }))
}

/// Whether a key opens what was stored with a key of that digest; `None` was stored without one.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-s3-c-encryption.html>
pub(crate) fn check(stored: Option<&str>, brought: Option<&CustomerKey>) -> Result<(), Refusal> {
    let refused = |message: &str| Err(Refusal::because(ErrorCode::InvalidRequest, message));
    match (stored, brought) {
        (None, None) => Ok(()),
        (None, Some(_)) => refused("The encryption parameters are not applicable to this object."),
        (Some(_), None) => refused(
            "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to \
             retrieve the object.",
        ),
        (Some(stored), Some(brought)) if brought.md5.as_deref() == Some(stored) => Ok(()),
        (Some(_), Some(_)) => Err(Refusal::because(
            ErrorCode::AccessDenied,
            "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret \
             key.",
        )),
    }
}
