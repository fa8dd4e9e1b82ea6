//! Calls to KMS, made directly and not through S3.
