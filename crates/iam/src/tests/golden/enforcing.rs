//! Bucket policies that enforce something.
//!
//! Encryption, locks, presigned requests, access points: one page each of the S3 user guide.

use crate::tests::support::Row;

pub(super) const ENFORCING: &[Row] = &[
    Row {
        id: "G-46",
        bucket: r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "@/*",
            "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}}}"#,
        identity: "",
        requests: &[
            "S+ | PutObject b/k | s3:x-amz-server-side-encryption=AES256 | Allow",
            "S+ | PutObject b/k | s3:x-amz-server-side-encryption=aws:kms | DenyE",
            "S+ | PutObject b/k |  | DenyE",
        ],
    },
    Row {
        id: "G-47, aws:kms",
        bucket: r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "@/*",
            "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}}"#,
        identity: "",
        requests: &[
            "S+ | PutObject b/k | s3:x-amz-server-side-encryption=aws:kms | Allow",
            "S+ | PutObject b/k | s3:x-amz-server-side-encryption=AES256 | DenyE",
            "S+ | PutObject b/k |  | DenyE",
        ],
    },
    Row {
        id: "G-47, aws:kms:dsse",
        bucket: r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "@/*",
            "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms:dsse"}}}"#,
        identity: "",
        requests: &[
            "S+ | PutObject b/k | s3:x-amz-server-side-encryption=aws:kms:dsse | Allow",
            "S+ | PutObject b/k | s3:x-amz-server-side-encryption=AES256 | DenyE",
            "S+ | PutObject b/k |  | DenyE",
        ],
    },
    Row {
        id: "G-48, require SSE-C",
        bucket: r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "@/*",
            "Condition": {"Null": {"s3:x-amz-server-side-encryption-customer-algorithm": "true"}}}"#,
        identity: "",
        requests: &[
            "S+ | PutObject b/k |  | DenyE",
            "S+ | PutObject b/k | s3:x-amz-server-side-encryption-customer-algorithm=AES256 | Allow",
        ],
    },
    Row {
        id: "G-48, forbid SSE-C",
        bucket: r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "@/*",
            "Condition": {"Null": {"s3:x-amz-server-side-encryption-customer-algorithm": "false"}}}"#,
        identity: "",
        requests: &[
            "S+ | PutObject b/k |  | Allow",
            "S+ | PutObject b/k | s3:x-amz-server-side-encryption-customer-algorithm=AES256 | DenyE",
        ],
    },
    Row {
        id: "G-50",
        bucket: r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObjectRetention", "Resource": "@/*",
            "Condition": {"NumericGreaterThan": {"s3:object-lock-remaining-retention-days": "10"}}}"#,
        identity: "",
        requests: &[
            "S+ | PutObjectRetention b/k | s3:object-lock-remaining-retention-days=10 | Allow",
            "S+ | PutObjectRetention b/k | s3:object-lock-remaining-retention-days=11 | DenyE",
            "S+ | PutObjectRetention b/k |  | Allow",
        ],
    },
    Row {
        id: "G-51",
        bucket: r#"{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:*", "Resource": "@/*",
            "Condition": {"NumericGreaterThan": {"s3:signatureAge": "600000"}}}"#,
        identity: "",
        requests: &[
            "S+ | GetObject b/k | s3:signatureAge=600000 | Allow",
            "S+ | GetObject b/k | s3:signatureAge=600001 | DenyE",
            "ANON | GetObject b/k |  | DenyI", // not denied, only not allowed
        ],
    },
    Row {
        id: "G-53",
        bucket: r#"{"Sid": "PublicReadGetObject", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
            "Resource": "@/*"}"#,
        identity: "",
        requests: &["ANON | GetObject b/k |  | Allow", "ANON | ListBucket b |  | DenyI"],
    },
    Row {
        id: "G-55, without the public statement",
        bucket: r#"[{"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject",
             "Resource": "@/*"},
            {"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "s3:GetObject", "Resource": "@/*"}]"#,
        identity: "",
        requests: &[
            "SVC:cloudtrail.amazonaws.com | PutObject b/k |  | Allow",
            "X4444+ | GetObject b/k |  | Allow",
        ],
    },
    Row {
        id: "G-58",
        bucket: r#"{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "*", "Resource": ["@", "@/*"],
            "Condition": {"StringEquals": {"s3:DataAccessPointAccount": "111122223333"}}}"#,
        identity: "",
        requests: &[
            "S | GetObject b/k | s3:DataAccessPointAccount=111122223333 | Allow",
            "S | GetObject b/k |  | DenyI",
        ],
    },
    Row {
        id: "G-59",
        bucket: r#"{"Effect": "Deny", "Principal": {"AWS": "*"},
            "Action": ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject", "s3:RestoreObject"],
            "Resource": "@/*", "Condition": {"StringNotEquals": {"s3:AccessPointNetworkOrigin": "VPC"}}}"#,
        identity: "",
        requests: &[
            "S+ | GetObject b/k | s3:AccessPointNetworkOrigin=VPC | Allow",
            "S+ | GetObject b/k | s3:AccessPointNetworkOrigin=Internet | DenyE",
            "S+ | GetObject b/k |  | DenyE",
        ],
    },
    Row {
        id: "G-60",
        bucket: r#"{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::123456789012:role/replicator"},
            "Action": "s3:ReplicateTags", "Resource": "@/*"}"#,
        identity: "",
        requests: &[
            "R+:replicator | ReplicateTags b/k |  | DenyE",
            "R+:replicator | ReplicateObject b/k |  | Allow",
        ],
    },
];
