use super::*;
use std::collections::BTreeSet;

/// The list of "Billing for Amazon S3 error responses", by status: none of these is charged.
const FREE: &[(u16, &str)] = &[
    (301, "PermanentRedirect PermanentRedirectControlError"),
    (307, "TemporaryRedirect"),
    (
        400,
        "AuthorizationHeaderMalformed AuthorizationQueryParametersError ConnectionClosedByRequester \
         DeviceNotActiveError EndpointNotFound ExpiredToken IllegalLocationConstraintException IncorrectEndpoint \
         InvalidArgument InvalidBucketOwnerAWSAccountID InvalidDigest InvalidEncryptionAlgorithmError \
         InvalidHostHeader InvalidHttpMethod InvalidRequest InvalidSessionException InvalidSignature \
         InvalidSOAPRequest InvalidStorageClass InvalidTag InvalidToken InvalidURI KeyTooLongError \
         KMS.DisabledException KMS.InvalidKeyUsageException KMS.KMSInvalidStateException KMS.NotFoundException \
         LambdaInvalidResponse LambdaInvocationFailed MalformedACLError MalformedPOSTRequest MalformedXML \
         MaxPostPreDataLengthExceededError MetadataTooLarge MissingAttachment MissingRequestBodyError \
         MissingSecurityHeader NoLoggingStatusForKey NotDeviceOwnerError RequestHeaderSectionTooLarge \
         ResponseInterrupted TokenCodeInvalidError UnexpectedContent UnsupportedArgument UnsupportedSignature \
         UserKeyMustBeSpecified ValidationError",
    ),
    (
        403,
        "AccountProblem InvalidAccessKeyId InvalidPayer InvalidSecurity LambdaPermissionError \
         MissingAuthenticationToken NotSignedUp RequestTimeTooSkewed SignatureDoesNotMatch UnauthorizedAccessError \
         UnexpectedIPError",
    ),
    (
        404,
        "LambdaNotFound NoSuchAsyncRequest NoSuchObjectLockConfiguration NoSuchUpload NoSuchWebsiteConfiguration \
         NoTransformationDefined ObjectLockConfigurationNotFoundError",
    ),
    (405, "MethodNotAllowed"),
    (409, "BucketAlreadyExists InvalidBucketState OperationAborted"),
    (411, "MissingContentLength"),
    (412, "RequestIsNotMultiPartContent"),
    (416, "InvalidRange"),
];

/// Codes of services other than S3: S3 never bills them.
const NEIGHBOURS: &str = "AccessDeniedException AlreadyExistsException DisabledException InvalidKeyUsageException \
    KMSInvalidStateException LimitExceededException MalformedPolicyDocumentException NotFoundException \
    UnsupportedOperationException ValidationException ExpiredTokenException InvalidInput MalformedPolicyDocument PackedPolicyTooLarge \
    NoSuchEntity DeleteConflict EntityAlreadyExists LimitExceeded AWS.SimpleQueueService.NonExistentQueue \
    InvalidAttributeValue InvalidParameter AuthorizationError NotFound InvalidParameterValueException \
    ResourceNotFoundException TooManyRequestsException InvalidEventPatternException \
    InsufficientS3BucketPolicyException InvalidEventSelectorsException CreationLimitExceededException \
    DuplicateRecordException InvalidParameterException NoSuchJob";

/// BL-034, BL-036.
#[test]
fn exactly_the_listed_codes_and_server_errors_are_free() {
    let listed: BTreeSet<&str> = FREE.iter().flat_map(|(_, names)| names.split_whitespace()).collect();
    let neighbours: BTreeSet<&str> = NEIGHBOURS.split_whitespace().collect();
    for code in ErrorCode::ALL {
        let free = listed.contains(code.name()) || neighbours.contains(code.name()) || code.status() >= 500;
        assert_eq!(code.billed(), !free, "{code}");
    }
}

/// BL-036: each listed code exists with the status it is listed under.
#[test]
fn listed_codes_have_their_status() {
    for (status, names) in FREE {
        for name in names.split_whitespace() {
            assert_eq!(ErrorCode::parse(name).map(ErrorCode::status), Some(*status), "{name}");
        }
    }
}

/// Codes that answers of real S3 were recorded with, and the rule that says so.
#[test]
fn codes_have_the_recorded_status() {
    for (rule, name, status) in [
        ("RS-002", "InvalidObjectState", 403),
        ("RS-012", "RestoreAlreadyInProgress", 409),
        ("RS-014", "GlacierExpeditedRetrievalNotAvailable", 503),
        ("RS-020", "ThrottlingException", 503),
        ("SC-015", "InvalidStorageClass", 400),
        ("SC-032", "EntityTooLarge", 400),
        ("SC-035", "KeyTooLongError", 400),
        ("SC-036", "BadRequest", 400),
        ("SC-041", "ObjectNotInActiveTierError", 403),
        ("LC-010", "NoSuchLifecycleConfiguration", 404),
        ("LC-020", "MalformedXML", 400),
        ("LC-022", "InvalidRequest", 400),
        ("LC-024", "InvalidArgument", 400),
        ("LC-049d", "InvalidBucketState", 409),
        ("VER-002", "IllegalVersioningConfigurationException", 400),
        ("VER-018", "NoSuchKey", 404),
        ("VER-020", "MethodNotAllowed", 405),
        ("VER-021", "NoSuchVersion", 404),
        ("VER-032", "BucketNotEmpty", 409),
        ("VER-050", "PreconditionFailed", 412),
        ("VER-055", "ConditionalRequestConflict", 409),
        ("VER-056", "NotImplemented", 501),
        ("VER-060", "AccessDenied", 403),
        ("IT-013", "TooManyConfigurations", 400),
        ("MP-010", "EntityTooSmall", 400),
        ("MP-011", "InvalidPart", 400),
        ("MP-012", "InvalidPartOrder", 400),
        ("MP-013", "NoSuchUpload", 404),
        ("SCA-026", "NoSuchConfiguration", 404),
        ("RP-015", "ReplicationConfigurationNotFoundError", 404),
        ("PO-003", "MalformedPolicy", 400),
        ("PO-005", "NoSuchBucketPolicy", 404),
        ("PO-005", "InvalidBucketOwnerAWSAccountID", 400),
        ("PO-090", "NoSuchPublicAccessBlockConfiguration", 404),
        ("PO-097", "AccessControlListNotSupported", 400),
        ("PO-097", "InvalidBucketAclWithObjectOwnership", 400),
        ("PO-098", "OwnershipControlsNotFoundError", 404),
        ("PO-100", "MalformedACLError", 400),
        ("PO-100", "MissingSecurityHeader", 400),
        ("EN-021", "KMS.NotFoundException", 400),
        ("EN-021", "KMS.DisabledException", 400),
        ("EN-021", "KMS.KMSInvalidStateException", 400),
        ("EN-021", "KMS.InvalidKeyUsageException", 400),
        ("EN-048", "SlowDown", 503),
        ("EN-061", "InvalidEncryptionAlgorithmError", 400),
        ("EV-084", "InvalidEventPatternException", 400),
        ("BU-006", "CreationLimitExceededException", 400),
        ("BU-006", "DuplicateRecordException", 400),
        ("BU-006", "InvalidParameterException", 400),
        ("PF-023", "RequestTimeout", 400),
    ] {
        assert_eq!(ErrorCode::parse(name).map(ErrorCode::status), Some(status), "{rule} {name}");
    }
}

#[test]
fn messages_are_those_that_were_recorded() {
    for (rule, code, message) in [
        (
            "RS-002",
            ErrorCode::InvalidObjectState,
            "The operation is not valid for the object's storage class",
        ),
        ("RS-012", ErrorCode::RestoreAlreadyInProgress, "Object restore is already in progress"),
        ("SC-015", ErrorCode::InvalidStorageClass, "The storage class you specified is not valid"),
        ("LC-010", ErrorCode::NoSuchLifecycleConfiguration, "The lifecycle configuration does not exist"),
        ("SCA-026", ErrorCode::NoSuchConfiguration, "The specified configuration does not exist."),
        (
            "RP-015",
            ErrorCode::ReplicationConfigurationNotFoundError,
            "The replication configuration was not found",
        ),
        ("PF-003", ErrorCode::SlowDown, "Please reduce your request rate."),
        (
            "VER-002",
            ErrorCode::IllegalVersioningConfigurationException,
            "The Versioning element must be specified",
        ),
        (
            "LC-020",
            ErrorCode::MalformedXml,
            "The XML you provided was not well-formed or did not validate against our published schema",
        ),
        (
            "MP-012",
            ErrorCode::InvalidPartOrder,
            "The list of parts was not in ascending order. Parts must be ordered by part number.",
        ),
    ] {
        assert_eq!(code.default_message(), message, "{rule}");
    }
}

#[test]
fn names_are_unique_and_read_back() {
    let mut seen = BTreeSet::new();
    for code in ErrorCode::ALL {
        assert!(seen.insert(code.name()), "{code} twice");
        assert_eq!(ErrorCode::parse(code.name()), Some(*code));
        assert!((301..=503).contains(&code.status()), "{code}");
        assert!(!code.default_message().is_empty(), "{code}");
    }
    for wrong in ["", "nosuchkey", "NoSuchKeys", "404"] {
        assert_eq!(ErrorCode::parse(wrong), None, "{wrong}");
    }
}
