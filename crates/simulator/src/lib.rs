//! Drives the S3 machine through virtual time
