//! Error codes: what S3, and the services that S3 users meet beside it, answer instead of a result.
//!
//! The table below is the only place that knows a code's HTTP status, its message and whether the refused request is
//! billed. Codes and statuses are AWS's; messages are S3's own where an answer has been recorded and a plain
//! statement elsewhere, so nothing should be compared with a message.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ErrorCodeBilling.html>

use std::fmt;

#[cfg(test)]
mod tests;

/// The fourth column of the table.
macro_rules! pays {
    (billed) => {
        true
    };
    (free) => {
        false
    };
}

macro_rules! error_codes {
    ($($(#[$doc:meta])* $variant:ident $name:literal $status:literal $billed:ident $message:literal;)*) => {
        /// An error code, as the `Code` element of an answer spells it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ErrorCode {
            $(#[doc = concat!("`", $name, "`, HTTP ", $status, ": ", $message)] $(#[$doc])* $variant,)*
        }

        impl ErrorCode {
            /// Every code, by status within each service.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$variant,)*];

            /// The code's spelling on the wire.
            pub const fn name(self) -> &'static str {
                match self { $(ErrorCode::$variant => $name,)* }
            }

            /// The HTTP status, 301 to 503.
            pub const fn status(self) -> u16 {
                match self { $(ErrorCode::$variant => $status,)* }
            }

            /// The message of an answer that has nothing more particular to say.
            pub const fn default_message(self) -> &'static str {
                match self { $(ErrorCode::$variant => $message,)* }
            }

            /// Whether the bucket owner pays for a request that ends with this code.
            ///
            /// 4xx answers are billed and 5xx are not, with a list of codes that are free as well.
            /// [`ErrorCode::AccessDenied`] is billed only if the caller belongs to the owner's account or
            /// organization, which a code alone does not tell. Codes of other services are never billed by S3.
            ///
            /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ErrorCodeBilling.html>
            pub const fn billed(self) -> bool {
                match self { $(ErrorCode::$variant => pays!($billed),)* }
            }
        }
    };
}

error_codes! {
    // Redirections and conditions that the state of the object does not meet.
    PermanentRedirect "PermanentRedirect" 301 free "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.";
    PermanentRedirectControlError "PermanentRedirectControlError" 301 free "The operation must be sent to another endpoint.";
    NotModified "NotModified" 304 billed "Not Modified";
    TemporaryRedirect "TemporaryRedirect" 307 free "Please re-send this request to the specified temporary endpoint. Continue to use the original request endpoint for future requests.";
    // The request is wrong.
    AccessControlListNotSupported "AccessControlListNotSupported" 400 billed "The bucket does not allow ACLs";
    AuthorizationHeaderMalformed "AuthorizationHeaderMalformed" 400 free "The authorization header is malformed.";
    AuthorizationQueryParametersError "AuthorizationQueryParametersError" 400 free "The authorization query parameters are not valid.";
    BadDigest "BadDigest" 400 billed "The Content-MD5 you specified did not match what we received.";
    BadRequest "BadRequest" 400 billed "Object tags cannot be greater than 10";
    ConnectionClosedByRequester "ConnectionClosedByRequester" 400 free "The client closed the connection before the request was complete.";
    DeviceNotActiveError "DeviceNotActiveError" 400 free "The device is not active.";
    EndpointNotFound "EndpointNotFound" 400 free "No such endpoint; send the request to another one.";
    EntityTooLarge "EntityTooLarge" 400 billed "Your proposed upload exceeds the maximum allowed size";
    EntityTooSmall "EntityTooSmall" 400 billed "Your proposed upload is smaller than the minimum allowed size";
    ExpiredToken "ExpiredToken" 400 free "The provided token has expired.";
    IllegalLocationConstraintException "IllegalLocationConstraintException" 400 free "The location constraint is incompatible for the region specific endpoint this request was sent to.";
    IllegalVersioningConfigurationException "IllegalVersioningConfigurationException" 400 billed "The Versioning element must be specified";
    IncompleteBody "IncompleteBody" 400 billed "You did not provide the number of bytes specified by the Content-Length HTTP header";
    IncorrectEndpoint "IncorrectEndpoint" 400 free "The bucket exists in another Region; use that Region's endpoint.";
    InvalidArgument "InvalidArgument" 400 free "Invalid Argument";
    InvalidBucketAclWithObjectOwnership "InvalidBucketAclWithObjectOwnership" 400 billed "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
    InvalidBucketName "InvalidBucketName" 400 billed "The specified bucket is not valid.";
    InvalidBucketOwnerAWSAccountID "InvalidBucketOwnerAWSAccountID" 400 free "The value of the expected bucket owner parameter must be an AWS account ID.";
    InvalidDigest "InvalidDigest" 400 free "The Content-MD5 you specified was invalid.";
    InvalidEncryptionAlgorithmError "InvalidEncryptionAlgorithmError" 400 free "The encryption request that you specified is not valid. The valid value is AES256.";
    InvalidHostHeader "InvalidHostHeader" 400 free "The host headers of the request use the wrong style addressing.";
    InvalidHttpMethod "InvalidHttpMethod" 400 free "The request uses an unexpected HTTP method.";
    InvalidLocationConstraint "InvalidLocationConstraint" 400 billed "The specified location-constraint is not valid";
    InvalidPart "InvalidPart" 400 billed "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
    InvalidPartOrder "InvalidPartOrder" 400 billed "The list of parts was not in ascending order. Parts must be ordered by part number.";
    InvalidRequest "InvalidRequest" 400 free "Invalid Request";
    InvalidSessionException "InvalidSessionException" 400 free "The session does not exist any more.";
    InvalidSignature "InvalidSignature" 400 free "The signature of the request is not valid.";
    InvalidSoapRequest "InvalidSOAPRequest" 400 free "The SOAP request body is invalid.";
    InvalidStorageClass "InvalidStorageClass" 400 free "The storage class you specified is not valid";
    InvalidTag "InvalidTag" 400 free "The tag provided was not a valid tag.";
    InvalidTargetBucketForLogging "InvalidTargetBucketForLogging" 400 billed "The target bucket for logging does not exist";
    InvalidToken "InvalidToken" 400 free "The provided token is malformed or otherwise not valid.";
    InvalidUri "InvalidURI" 400 free "Couldn't parse the specified URI.";
    InvalidWriteOffset "InvalidWriteOffset" 400 billed "The write offset value that you specified does not match the current object size.";
    KeyTooLongError "KeyTooLongError" 400 free "Your key is too long";
    KmsDisabledException "KMS.DisabledException" 400 free "The KMS key of the request or the object is disabled.";
    KmsInvalidKeyUsageException "KMS.InvalidKeyUsageException" 400 free "The KMS key is not a symmetric key for encryption and decryption.";
    KmsInvalidStateException "KMS.KMSInvalidStateException" 400 free "The state of the KMS key is not valid for this request.";
    KmsNotFoundException "KMS.NotFoundException" 400 free "Invalid keyId";
    LambdaInvalidResponse "LambdaInvalidResponse" 400 free "The answer of the Object Lambda function is not valid.";
    LambdaInvocationFailed "LambdaInvocationFailed" 400 free "The Object Lambda function failed.";
    MalformedAclError "MalformedACLError" 400 free "The XML you provided was not well-formed or did not validate against our published schema";
    MalformedPolicy "MalformedPolicy" 400 billed "This policy contains invalid Json";
    MalformedPostRequest "MalformedPOSTRequest" 400 free "The body of your POST request is not well-formed multipart/form-data.";
    MalformedXml "MalformedXML" 400 free "The XML you provided was not well-formed or did not validate against our published schema";
    MaxPostPreDataLengthExceededError "MaxPostPreDataLengthExceededError" 400 free "Your POST request fields preceding the upload file were too large.";
    MetadataTooLarge "MetadataTooLarge" 400 free "Your metadata headers exceed the maximum allowed metadata size";
    MissingAttachment "MissingAttachment" 400 free "A SOAP attachment was expected, but none was found.";
    MissingRequestBodyError "MissingRequestBodyError" 400 free "Request Body is empty";
    MissingSecurityHeader "MissingSecurityHeader" 400 free "Your request was missing a required header";
    NoLoggingStatusForKey "NoLoggingStatusForKey" 400 free "There is no such thing as a logging status subresource for a key.";
    NotDeviceOwnerError "NotDeviceOwnerError" 400 free "The device belongs to another account.";
    RequestHeaderSectionTooLarge "RequestHeaderSectionTooLarge" 400 free "The request's headers and query parameters are too large.";
    RequestTimeout "RequestTimeout" 400 billed "Your socket connection to the server was not read from or written to within the timeout period.";
    ResponseInterrupted "ResponseInterrupted" 400 free "The client closed the connection while the answer was being sent.";
    TokenCodeInvalidError "TokenCodeInvalidError" 400 free "The serial number or the token code is not valid.";
    TooManyBuckets "TooManyBuckets" 400 billed "You have attempted to create more buckets than allowed";
    TooManyConfigurations "TooManyConfigurations" 400 billed "The bucket holds as many configurations of this kind as it may.";
    UnexpectedContent "UnexpectedContent" 400 free "This request does not support content";
    UnsupportedArgument "UnsupportedArgument" 400 free "The request contained an unsupported argument.";
    UnsupportedSignature "UnsupportedSignature" 400 free "The signature version of the request is not supported.";
    UserKeyMustBeSpecified "UserKeyMustBeSpecified" 400 free "The bucket POST must contain the specified field name. If it is specified, please check the order of the fields.";
    ValidationError "ValidationError" 400 free "The request does not validate.";
    XAmzContentSha256Mismatch "XAmzContentSHA256Mismatch" 400 billed "The provided 'x-amz-content-sha256' header does not match what was computed.";
    // The caller may not, or the object's state forbids it.
    AccessDenied "AccessDenied" 403 billed "Access Denied";
    AccountProblem "AccountProblem" 403 free "There is a problem with your AWS account that prevents the operation from completing successfully.";
    InvalidAccessKeyId "InvalidAccessKeyId" 403 free "The AWS Access Key Id you provided does not exist in our records.";
    InvalidObjectState "InvalidObjectState" 403 billed "The operation is not valid for the object's storage class";
    InvalidPayer "InvalidPayer" 403 free "All access to this object has been disabled";
    InvalidSecurity "InvalidSecurity" 403 free "The provided security credentials are not valid.";
    LambdaPermissionError "LambdaPermissionError" 403 free "The caller may not invoke the Object Lambda function.";
    MissingAuthenticationToken "MissingAuthenticationToken" 403 free "The request was not signed.";
    NotSignedUp "NotSignedUp" 403 free "Your account is not signed up for the Amazon S3 service.";
    ObjectAlreadyInActiveTierError "ObjectAlreadyInActiveTierError" 403 billed "Restore is not allowed for the object's current storage class";
    ObjectNotInActiveTierError "ObjectNotInActiveTierError" 403 billed "The source object of the COPY action is not in the active tier";
    RequestTimeTooSkewed "RequestTimeTooSkewed" 403 free "The difference between the request time and the current time is too large.";
    SignatureDoesNotMatch "SignatureDoesNotMatch" 403 free "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
    UnauthorizedAccessError "UnauthorizedAccessError" 403 free "The account may not use this Region.";
    UnexpectedIpError "UnexpectedIPError" 403 free "The request comes from an address that may not be used.";
    // There is no such thing.
    LambdaNotFound "LambdaNotFound" 404 free "The Object Lambda function was not found.";
    NoSuchAsyncRequest "NoSuchAsyncRequest" 404 free "There is no such asynchronous request.";
    NoSuchBucket "NoSuchBucket" 404 billed "The specified bucket does not exist";
    NoSuchBucketPolicy "NoSuchBucketPolicy" 404 billed "The bucket policy does not exist";
    NoSuchConfiguration "NoSuchConfiguration" 404 billed "The specified configuration does not exist.";
    NoSuchCorsConfiguration "NoSuchCORSConfiguration" 404 billed "The CORS configuration does not exist";
    NoSuchKey "NoSuchKey" 404 billed "The specified key does not exist.";
    NoSuchLifecycleConfiguration "NoSuchLifecycleConfiguration" 404 billed "The lifecycle configuration does not exist";
    NoSuchObjectLockConfiguration "NoSuchObjectLockConfiguration" 404 free "The specified object does not have a ObjectLock configuration";
    NoSuchPublicAccessBlockConfiguration "NoSuchPublicAccessBlockConfiguration" 404 billed "The public access block configuration was not found";
    NoSuchTagSet "NoSuchTagSet" 404 billed "The TagSet does not exist";
    NoSuchUpload "NoSuchUpload" 404 free "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";
    NoSuchVersion "NoSuchVersion" 404 billed "The specified version does not exist.";
    NoSuchWebsiteConfiguration "NoSuchWebsiteConfiguration" 404 free "The specified bucket does not have a website configuration";
    NoTransformationDefined "NoTransformationDefined" 404 free "The access point has no transformation for this call.";
    ObjectLockConfigurationNotFoundError "ObjectLockConfigurationNotFoundError" 404 free "Object Lock configuration does not exist for this bucket";
    OwnershipControlsNotFoundError "OwnershipControlsNotFoundError" 404 billed "The bucket ownership controls were not found";
    NoSuchJob "NoSuchJob" 404 free "The specified job does not exist";
    ReplicationConfigurationNotFoundError "ReplicationConfigurationNotFoundError" 404 billed "The replication configuration was not found";
    /// Only before automatic encryption, 2023-01-05.
    ServerSideEncryptionConfigurationNotFoundError "ServerSideEncryptionConfigurationNotFoundError" 404 billed "The server side encryption configuration was not found";
    // Not like this, not now.
    MethodNotAllowed "MethodNotAllowed" 405 free "The specified method is not allowed against this resource.";
    BucketAlreadyExists "BucketAlreadyExists" 409 free "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.";
    BucketAlreadyOwnedByYou "BucketAlreadyOwnedByYou" 409 billed "Your previous request to create the named bucket succeeded and you already own it.";
    BucketNotEmpty "BucketNotEmpty" 409 billed "The bucket you tried to delete is not empty";
    ConditionalRequestConflict "ConditionalRequestConflict" 409 billed "The conditional request cannot succeed due to a conflicting operation against this resource.";
    InvalidBucketState "InvalidBucketState" 409 free "The request is not valid for the current state of the bucket.";
    OperationAborted "OperationAborted" 409 free "A conflicting conditional operation is currently in progress against this resource. Please try again.";
    RestoreAlreadyInProgress "RestoreAlreadyInProgress" 409 billed "Object restore is already in progress";
    MissingContentLength "MissingContentLength" 411 free "You must provide the Content-Length HTTP header.";
    PreconditionFailed "PreconditionFailed" 412 billed "At least one of the pre-conditions you specified did not hold";
    RequestIsNotMultiPartContent "RequestIsNotMultiPartContent" 412 free "Bucket POST must be of the enclosure-type multipart/form-data.";
    InvalidRange "InvalidRange" 416 free "The requested range is not satisfiable";
    // S3 cannot.
    InternalError "InternalError" 500 free "We encountered an internal error. Please try again.";
    NotImplemented "NotImplemented" 501 free "A header you provided implies functionality that is not implemented";
    GlacierExpeditedRetrievalNotAvailable "GlacierExpeditedRetrievalNotAvailable" 503 free "Glacier expedited retrievals are currently not available, please try again later";
    ServiceUnavailable "ServiceUnavailable" 503 free "Service is unable to handle request.";
    SlowDown "SlowDown" 503 free "Please reduce your request rate.";
    /// More restore requests than the account may send. Modelling choice: 503 like `SlowDown`, the status is not
    /// documented; KMS itself answers 400 under the same code.
    ThrottlingException "ThrottlingException" 503 free "Rate exceeded";
    // AWS KMS, called directly.
    AccessDeniedException "AccessDeniedException" 400 free "The caller is not authorized to perform this operation on this resource.";
    AlreadyExistsException "AlreadyExistsException" 400 free "The alias exists already.";
    DisabledException "DisabledException" 400 free "The KMS key is disabled.";
    InvalidKeyUsageException "InvalidKeyUsageException" 400 free "The key usage of the KMS key does not fit the operation.";
    KmsStateException "KMSInvalidStateException" 400 free "The state of the KMS key is not valid for this request.";
    LimitExceededException "LimitExceededException" 400 free "A quota was exceeded.";
    MalformedPolicyDocumentException "MalformedPolicyDocumentException" 400 free "The policy document is not correct in syntax or meaning.";
    NotFoundException "NotFoundException" 400 free "The specified entity was not found.";
    UnsupportedOperationException "UnsupportedOperationException" 400 free "The operation is not supported for this resource.";
    ValidationException "ValidationException" 400 free "The input does not satisfy the constraints of the service.";
    // IAM and STS.
    ExpiredTokenException "ExpiredTokenException" 400 free "The security token included in the request is expired.";
    InvalidInput "InvalidInput" 400 free "An input parameter is not valid.";
    MalformedPolicyDocument "MalformedPolicyDocument" 400 free "The policy document was malformed.";
    PackedPolicyTooLarge "PackedPolicyTooLarge" 400 free "The session policies and tags together are too large.";
    NoSuchEntity "NoSuchEntity" 404 free "The entity does not exist.";
    DeleteConflict "DeleteConflict" 409 free "The entity still has subordinate entities.";
    EntityAlreadyExists "EntityAlreadyExists" 409 free "The entity exists already.";
    LimitExceeded "LimitExceeded" 409 free "A quota of the account was exceeded.";
    // Queues, topics, functions, rules, trails, budgets.
    QueueDoesNotExist "AWS.SimpleQueueService.NonExistentQueue" 400 free "The specified queue does not exist.";
    InvalidAttributeValue "InvalidAttributeValue" 400 free "An attribute of the queue is not valid.";
    InvalidParameter "InvalidParameter" 400 free "A parameter of the topic or its message is not valid.";
    AuthorizationError "AuthorizationError" 403 free "The caller has no access to the topic.";
    NotFound "NotFound" 404 free "The topic does not exist.";
    InvalidParameterValueException "InvalidParameterValueException" 400 free "A parameter of the function is not valid.";
    ResourceNotFoundException "ResourceNotFoundException" 404 free "The function, rule or alarm does not exist.";
    TooManyRequestsException "TooManyRequestsException" 429 free "Rate Exceeded.";
    InvalidEventPatternException "InvalidEventPatternException" 400 free "The event pattern is not valid.";
    InsufficientS3BucketPolicyException "InsufficientS3BucketPolicyException" 400 free "The bucket's policy does not let the trail deliver.";
    InvalidEventSelectorsException "InvalidEventSelectorsException" 400 free "The event selectors of the trail are not valid.";
    CreationLimitExceededException "CreationLimitExceededException" 400 free "The budget holds as many notifications or subscribers as it may.";
    DuplicateRecordException "DuplicateRecordException" 400 free "The budget name exists already.";
    InvalidParameterException "InvalidParameterException" 400 free "A parameter of the budget is not valid.";
}

impl ErrorCode {
    /// The code of a word, spelled exactly.
    pub fn parse(word: &str) -> Option<ErrorCode> {
        ErrorCode::ALL.iter().copied().find(|code| code.name() == word)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
