//! The encryption that a request asks for: which headers go together, and which do not.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html>

use base64::Engine;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_document::json;
use s3sim_document::tree::{At, Node};
use s3sim_iam::principal::Who;

use super::BASE64;
use super::customer_key::{self, CustomerKey, OF_SOURCE, OWN};
use crate::caller::{Caller, Transport};
use crate::form::Form;
use crate::request::Request;
use crate::response::Refusal;

/// `x-amz-server-side-encryption`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    S3,
    Kms,
    Dual,
}

impl Algorithm {
    /// The API's words.
    pub(crate) const WORDS: [(&str, Algorithm); 3] =
        [("AES256", Algorithm::S3), ("aws:kms", Algorithm::Kms), ("aws:kms:dsse", Algorithm::Dual)];

    fn parse(word: &str) -> Option<Algorithm> {
        Algorithm::WORDS.iter().find(|(known, _)| *known == word).map(|(_, algorithm)| *algorithm)
    }
}

/// What a request says about encryption.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked<'a> {
    pub(crate) algorithm: Option<Algorithm>,
    /// Id, ARN or alias of a KMS key.
    pub(crate) key: Option<&'a str>,
    pub(crate) bucket_key: Option<bool>,
    pub(crate) customer_key: Option<CustomerKey>,
    /// The customer's key of what is copied.
    pub(crate) source_key: Option<CustomerKey>,
}

/// Calls that make an object, and take headers for it.
const WRITES: [Api; 4] = [Api::PutObject, Api::PostObject, Api::CopyObject, Api::CreateMultipartUpload];

/// How a request travels.
pub(crate) fn transport(caller: &Caller<'_>) -> Transport {
    caller.way.map_or(Transport::default(), |way| way.transport)
}

fn argument(name: &str, message: String) -> Refusal {
    Refusal::because(ErrorCode::InvalidArgument, message).with("ArgumentName", name)
}

/// Reads what a request says; answers with what S3 refuses of it, whatever bucket it is for.
pub(crate) fn read<'a>(request: &Request<'a>) -> Result<Asked<'a>, Refusal> {
    // Most requests say nothing.
    let speaks = |name: &str| {
        name.starts_with("SSE") || name.contains("ServerSideEncryption") || speaks_of_source(name)
    };
    if !request.parameters.entries.iter().any(|entry| speaks(&entry.key)) {
        return match bucket_key(request)? {
            None => Ok(Asked::default()),
            Some(bucket_key) => Ok(Asked { bucket_key: Some(bucket_key), ..Asked::default() }),
        };
    }
    let form = Form::new(request.parameters);
    let transport = transport(&request.caller);
    let writes = WRITES.contains(&request.api);
    let part = matches!(request.api, Api::UploadPart | Api::UploadPartCopy);
    let customer_key = customer_key::read(form, OWN, writes || part, transport)?;
    let source_key = customer_key::read(form, OF_SOURCE, false, transport)?;
    let Some(word) = form.text("ServerSideEncryption")? else {
        let key = form.text("SSEKMSKeyId")?;
        if let Some(key) = key.filter(|_| writes) {
            let message = "Server Side Encryption with AWS KMS managed key requires HTTP header \
                           x-amz-server-side-encryption : aws:kms";
            return Err(
                argument("x-amz-server-side-encryption", message.to_owned()).with("ArgumentValue", key)
            );
        }
        let bucket_key = bucket_key(request)?;
        return Ok(Asked { bucket_key, customer_key, source_key, ..Asked::default() });
    };
    if !writes {
        // EN-010; the code is a modelling choice.
        let message =
            format!("x-amz-server-side-encryption header is not supported for this operation: {word}");
        return Err(argument("x-amz-server-side-encryption", message));
    }
    let algorithm = Algorithm::parse(word).ok_or_else(|| {
        let message = "The encryption method specified is not supported".to_owned();
        argument("x-amz-server-side-encryption", message).with("ArgumentValue", word)
    })?;
    if customer_key.is_some() {
        let message = "Server Side Encryption with Customer provided key is incompatible with the encryption method specified";
        return Err(argument("x-amz-server-side-encryption", message.to_owned()).with("ArgumentValue", word));
    }
    let key = form.text("SSEKMSKeyId")?;
    if algorithm == Algorithm::S3 {
        let misplaced = [
            ("SSEKMSKeyId", "x-amz-server-side-encryption-aws-kms-key-id"),
            ("SSEKMSEncryptionContext", "x-amz-server-side-encryption-context"),
        ];
        if let Some((_, header)) = misplaced.iter().find(|(name, _)| form.get(name).is_some()) {
            let message = "Server Side Encryption with AWS KMS managed key requires HTTP header \
                           x-amz-server-side-encryption : aws:kms";
            return Err(argument(header, message.to_owned()));
        }
    } else {
        check_transport(&request.caller)?;
        context(form)?;
    }
    let bucket_key = bucket_key(request)?;
    if bucket_key == Some(true) && algorithm == Algorithm::Dual {
        let message =
            "S3 Bucket Keys aren't supported for dual-layer server-side encryption with AWS KMS keys";
        return Err(argument("x-amz-server-side-encryption-bucket-key-enabled", message.to_owned()));
    }
    Ok(Asked { algorithm: Some(algorithm), key, bucket_key, customer_key, source_key })
}

fn speaks_of_source(name: &str) -> bool {
    name.starts_with("CopySourceSSE")
}

/// Whether a write wants the bucket's own key between KMS and the object.
fn bucket_key(request: &Request<'_>) -> Result<Option<bool>, Refusal> {
    if !WRITES.contains(&request.api) {
        return Ok(None);
    }
    match Form::new(request.parameters).text("BucketKeyEnabled")? {
        None => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(word) => {
            let name = "x-amz-server-side-encryption-bucket-key-enabled";
            Err(argument(name, format!("The value {word} is neither true nor false")))
        }
    }
}

/// The pairs that a write adds to its encryption context: base64 of a JSON object of texts.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>
pub(crate) fn context(form: Form<'_>) -> Result<Vec<(String, String)>, Refusal> {
    let Some(text) = form.text("SSEKMSEncryptionContext")? else { return Ok(Vec::new()) };
    let invalid = || {
        let message = "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding \
                       JSON which represents a string-string map";
        argument("x-amz-server-side-encryption-context", message.to_owned())
    };
    let text =
        BASE64.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(invalid)?;
    let node: Node = json::inside(&text, At::NOWHERE).map_err(|_| invalid())?;
    let map = node.as_map().ok_or_else(invalid)?;
    let pairs = map.entries.iter().map(|entry| Some((entry.key.clone(), entry.value.as_text()?.to_owned())));
    pairs.collect::<Option<Vec<_>>>().ok_or_else(invalid)
}

/// Whatever touches an object under a KMS key comes over TLS, and signed.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>
pub(crate) fn check_transport(caller: &Caller<'_>) -> Result<(), Refusal> {
    let managed = "Requests specifying Server Side Encryption with AWS KMS managed keys";
    let anonymous = caller.actor.is_some_and(|actor| *actor.policies.principal.who() == Who::Anonymous);
    if anonymous {
        let message = format!("{managed} require AWS Signature Version 4.");
        return Err(argument("Authorization", message).with("ArgumentValue", "null"));
    }
    if !transport(caller).is_secure() {
        let message = format!("{managed} must be made over a secure connection.");
        return Err(Refusal::because(ErrorCode::InvalidArgument, message));
    }
    Ok(())
}
