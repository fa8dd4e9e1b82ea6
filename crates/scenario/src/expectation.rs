//! What a call should answer.

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::{Node, Value};
use s3sim_kernel::time::Instant;

use crate::request;
use crate::scope::Scope;
use crate::section::Section;
use crate::values;
use crate::words::check::EXPECT;

/// What a call should answer.
#[derive(Clone, Debug)]
pub enum Expectation {
    /// `ok`: any 2xx.
    Ok,
    /// `refused`: any error.
    Refused,
    /// `any`: whatever it is.
    Any,
    /// `timeout`: no answer.
    Timeout,
    /// `Allow`: policies let it in, whatever else becomes of it.
    Allow,
    /// `Deny`: they do not.
    Deny,
    /// This HTTP status, 100 to 599.
    Status(u16),
    /// This error code.
    Code(ErrorCode),
    /// Any of these. Never empty.
    OneOf(Vec<Expectation>),
    /// All of what the map says.
    Answer(Box<ExpectedAnswer>),
}

/// The map form of `expect`: everything that it names must hold, what it does not name may be anything.
#[derive(Clone, Debug, Default)]
pub struct ExpectedAnswer {
    /// The HTTP status, 100 to 599.
    pub status: Option<u16>,
    /// The error code.
    pub code: Option<ErrorCode>,
    /// The error message, word for word.
    pub message: Option<String>,
    /// Who decided: a kind of policy, or a kind and a statement.
    pub decided_by: Option<String>,
    /// Answer or error fields by API name, in file order. Maps inside compare the fields they name and no others, at
    /// every depth; a null means that the field is absent. Text may hold references to earlier steps.
    pub fields: Vec<(String, Node)>,
}

impl Expectation {
    /// Whether a refusal with this code would be as expected.
    pub fn accepts(&self, code: ErrorCode) -> bool {
        match self {
            Expectation::Ok | Expectation::Timeout => false,
            Expectation::Allow => code != ErrorCode::AccessDenied,
            Expectation::Deny => code == ErrorCode::AccessDenied,
            Expectation::Refused | Expectation::Any => true,
            Expectation::Status(status) => *status == code.status(),
            Expectation::Code(expected) => *expected == code,
            Expectation::OneOf(any) => any.iter().any(|one| one.accepts(code)),
            Expectation::Answer(answer) => {
                (answer.code.is_some() || answer.status.is_some())
                    && answer.code.is_none_or(|expected| expected == code)
                    && answer.status.is_none_or(|status| status == code.status())
            }
        }
    }
}

/// The words of the short form.
pub(crate) const WORDS: &[(&str, Expectation)] = &[
    ("ok", Expectation::Ok),
    ("refused", Expectation::Refused),
    ("any", Expectation::Any),
    ("timeout", Expectation::Timeout),
    ("Allow", Expectation::Allow),
    ("Deny", Expectation::Deny),
];

/// Fields of an error answer, beside `code` and `message`, that calls may be asked for by name.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses>
pub(crate) const ERROR_FIELDS: &[&str] = &[
    "Code",
    "Message",
    "Resource",
    "BucketName",
    "Key",
    "StorageClass",
    "StorageClassRequested",
    "AccessTier",
    "Allow",
    "ArgumentName",
    "ArgumentValue",
    "Condition",
    "LocationConstraint",
    "ActualObjectSize",
    "ProposedSize",
    "MinSizeAllowed",
    "MaxSizeAllowed",
    "PartNumber",
    "RangeRequested",
    "UploadId",
    "VersionId",
];

/// Reads an `expect` of a call to `api`.
pub(crate) fn read(reader: &Reader<'_>, api: Api) -> Option<Expectation> {
    read_of(reader, api.answers(), api.name())
}

/// Reads an `expect` of a call that answers these fields.
pub(crate) fn read_of(reader: &Reader<'_>, answers: &[&str], call: &str) -> Option<Expectation> {
    match &reader.node().value {
        Value::Map(_) => answer(reader, answers, call),
        Value::List(_) => {
            let items = reader.items()?;
            if items.is_empty() {
                reader.wrong("should name at least one answer");
                return None;
            }
            let all: Vec<_> = items.iter().map(|item| read_of(item, answers, call)).collect();
            all.into_iter().collect::<Option<Vec<_>>>().map(Expectation::OneOf)
        }
        _ => short(reader),
    }
}

/// Notes references in expected fields that no earlier step answers. `now` is when the step begins that expects them.
pub(crate) fn check_references(
    expect: Option<&Expectation>,
    reader: &Reader<'_>,
    now: Option<Instant>,
    scope: &Scope,
) {
    match expect {
        Some(Expectation::OneOf(any)) => {
            any.iter().for_each(|one| check_references(Some(one), reader, now, scope));
        }
        Some(Expectation::Answer(answer)) => {
            answer.fields.iter().for_each(|(_, node)| request::check_text(node, reader, now, scope));
        }
        _ => {}
    }
}

fn short(reader: &Reader<'_>) -> Option<Expectation> {
    let text = reader.text()?;
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return status(reader).map(Expectation::Status);
    }
    match WORDS.iter().find(|(word, _)| *word == text) {
        Some((_, expectation)) => Some(expectation.clone()),
        None => code(reader).map(Expectation::Code),
    }
}

fn status(reader: &Reader<'_>) -> Option<u16> {
    let status = reader.text()?.parse().ok().filter(|status| (100..=599).contains(status));
    if status.is_none() {
        reader.wrong("should be an HTTP status, 100 to 599");
    }
    status
}

fn code(reader: &Reader<'_>) -> Option<ErrorCode> {
    let text = reader.text()?;
    let code = ErrorCode::parse(text);
    if code.is_none() {
        let words = WORDS.iter().map(|(word, _)| *word);
        let known: Vec<&str> = words.chain(ErrorCode::ALL.iter().map(|code| code.name())).collect();
        reader.wrong(format!("unknown error code `{text}`{}", suggest::instead(text, &known)));
    }
    code
}

fn answer(reader: &Reader<'_>, answers: &[&str], call: &str) -> Option<Expectation> {
    let section = Section::open(reader, &EXPECT)?;
    let mut expected = ExpectedAnswer {
        status: section.get("status").and_then(|value| status(&value)),
        code: section.get("code").and_then(|value| code(&value)),
        message: section.get("message").and_then(|value| values::text(&value)),
        decided_by: section.get("decided_by").and_then(|value| values::text(&value)),
        fields: Vec::new(),
    };
    for (name, value) in section.beside() {
        if answers.contains(&name) || ERROR_FIELDS.contains(&name) {
            expected.fields.push((name.to_owned(), value.node().clone()));
        } else {
            let known: Vec<&str> = answers.iter().chain(ERROR_FIELDS).copied().collect();
            value.wrong(format!("{call} answers no `{name}`{}", suggest::instead(name, &known)));
        }
    }
    section.done();
    Some(Expectation::Answer(Box::new(expected)))
}
