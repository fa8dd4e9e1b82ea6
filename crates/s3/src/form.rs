//! The form of a request: what S3 can refuse by looking at nothing but the request itself.

use std::cell::RefCell;

use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::{Map, Node, Value};

use crate::configuration::tagging;
use crate::response::Refusal;

/// Longest key, in bytes of UTF-8.
pub const KEY_BYTES_MAX: usize = 1024;
/// Largest object that one PUT can bring, in bytes.
pub const PUT_BYTES_MAX: u64 = 5 << 30;

/// Reads the parameters of a request. Every method answers with what S3 would refuse first.
#[derive(Clone, Copy)]
pub struct Form<'a> {
    parameters: &'a Map,
}

impl<'a> Form<'a> {
    /// The parameters of a request.
    pub fn new(parameters: &'a Map) -> Form<'a> {
        Form { parameters }
    }

    /// A parameter, if it is there and not null.
    pub fn get(self, name: &str) -> Option<&'a Node> {
        self.parameters.get(name).filter(|node| !matches!(node.value, Value::Null))
    }

    /// A parameter as text.
    pub fn text(self, name: &str) -> Result<Option<&'a str>, Refusal> {
        match self.get(name) {
            None => Ok(None),
            Some(node) => node.scalar().map(Some).ok_or_else(|| invalid_argument(name, "should be text")),
        }
    }

    /// A parameter as a whole number.
    pub fn number(self, name: &str) -> Result<Option<u64>, Refusal> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| invalid_argument(name, "should be a whole number"))
    }

    /// `StorageClass`; STANDARD where nothing is said.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html>
    pub fn storage_class(self) -> Result<StorageClass, Refusal> {
        let Some(word) = self.text("StorageClass")? else { return Ok(StorageClass::Standard) };
        match StorageClass::parse(word) {
            // Directory buckets only.
            Some(StorageClass::ExpressOneZone) | None => {
                Err(Refusal::of(ErrorCode::InvalidStorageClass).with("StorageClassRequested", word))
            }
            Some(class) => Ok(class),
        }
    }

    /// The class in which a directory bucket stores: there is only one.
    pub fn express_class(self) -> Result<StorageClass, Refusal> {
        match self.text("StorageClass")? {
            None | Some("EXPRESS_ONEZONE") => Ok(StorageClass::ExpressOneZone),
            Some(word) => {
                Err(Refusal::of(ErrorCode::InvalidStorageClass).with("StorageClassRequested", word))
            }
        }
    }

    /// The tags of the header `Tagging` of a write: `a=1&b=2`.
    pub fn tagging_header(self) -> Result<Vec<(String, String)>, Refusal> {
        self.document("Tagging", tagging::read_header).map(Option::unwrap_or_default)
    }

    /// A document among the parameters, read by `read`; the first thing that S3 refuses of it is the answer.
    pub fn document<T>(
        self,
        name: &str,
        read: impl for<'r> FnOnce(&Reader<'r>) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        let Some(node) = self.get(name) else { return Ok(None) };
        read_document(node, name, read).map(Some)
    }

    /// A document that the call cannot do without.
    pub fn required_document<T>(
        self,
        name: &str,
        read: impl for<'r> FnOnce(&Reader<'r>) -> Option<T>,
    ) -> Result<T, Refusal> {
        self.document(name, read)?.ok_or_else(|| Refusal::of(ErrorCode::MissingRequestBodyError))
    }
}

fn read_document<T>(
    node: &Node,
    name: &str,
    read: impl for<'r> FnOnce(&Reader<'r>) -> Option<T>,
) -> Result<T, Refusal> {
    let problems = RefCell::new(Problems::new());
    let found = {
        let reader = Reader::new(node, name, &problems);
        read(&reader)
    };
    let problems = problems.into_inner();
    let first = problems.list().iter().find(|problem| problem.code.is_some()).or(problems.list().first());
    match (first, found) {
        (None, Some(value)) => Ok(value),
        (Some(problem), _) => {
            let code = problem.code.and_then(ErrorCode::parse).unwrap_or(ErrorCode::MalformedXml);
            Err(Refusal::because(code, problem.message.clone()))
        }
        (None, None) => Err(Refusal::of(ErrorCode::MalformedXml)),
    }
}

/// Whether S3 refuses with this code by looking at nothing but the request line and headers, before it asks who sends
/// them.
///
/// Modelling choice: AWS does not document the order; documents in a body are read only afterwards.
pub(crate) fn is_of_form(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::InvalidStorageClass
            | ErrorCode::KeyTooLongError
            | ErrorCode::InvalidArgument
            | ErrorCode::InvalidTag
            | ErrorCode::EntityTooLarge
            | ErrorCode::InvalidEncryptionAlgorithmError
            | ErrorCode::InvalidBucketName
            | ErrorCode::InvalidLocationConstraint
    )
}

/// Checks a key.
pub fn check_key(key: &str) -> Result<(), Refusal> {
    if key.len() > KEY_BYTES_MAX { Err(Refusal::of(ErrorCode::KeyTooLongError)) } else { Ok(()) }
}

pub(crate) fn invalid_argument(name: &str, what: &str) -> Refusal {
    Refusal::because(ErrorCode::InvalidArgument, format!("{name} {what}")).with("ArgumentName", name)
}
