//! Bucket policies around one condition key.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html> and the pages on conditional
//! writes: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html>

use crate::tests::support::Row;

pub(super) const KEYS: &[Row] = &[
    Row {
        id: "G-25",
        bucket: r#"[{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/xenia"}, "Action": "s3:PutObject",
             "Resource": "@/*"},
            {"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:user/xenia"}, "Action": "s3:PutObject",
             "Resource": "@/*", "Condition": {"StringNotEquals": {"s3:x-amz-grant-full-control": "id=A"}}}]"#,
        identity: "",
        requests: &[
            "X1111+ | PutObject b/k | s3:x-amz-grant-full-control=id=A | Allow",
            "X1111+ | PutObject b/k |  | DenyE",
            "X1111+ | PutObject b/k | s3:x-amz-grant-full-control=id=B | DenyE",
        ],
    },
    Row {
        id: "G-25, allow only",
        bucket: r#"{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:PutObject", "Resource": "@/*",
            "Condition": {"StringEquals": {"s3:x-amz-grant-full-control": "id=A"}}}"#,
        identity: "",
        requests: &[
            "X1111+ | PutObject b/k | s3:x-amz-grant-full-control=id=A | Allow",
            "X1111+ | PutObject b/k |  | DenyI",
        ],
    },
    Row {
        id: "G-26",
        bucket: r#"[{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/Dave"}, "Action": "s3:PutObject",
             "Resource": "@/*"},
            {"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::123456789012:user/Dave"}, "Action": "s3:PutObject",
             "Resource": "@/*", "Condition": {"StringNotLike": {"s3:x-amz-copy-source": "src/public/*"}}}]"#,
        identity: "",
        requests: &[
            "S:Dave | PutObject b/k | s3:x-amz-copy-source=src/public/a | Allow",
            "S:Dave | PutObject b/k | s3:x-amz-copy-source=src/private/a | DenyE",
            "S:Dave | PutObject b/k |  | DenyE",
        ],
    },
    Row {
        id: "G-27",
        bucket: r#"[{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/Dave"},
             "Action": "s3:GetObjectVersion", "Resource": "@/*"},
            {"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::123456789012:user/Dave"},
             "Action": "s3:GetObjectVersion", "Resource": "@/*", "Condition": {"StringNotEquals": {"s3:VersionId": "V"}}}]"#,
        identity: "",
        requests: &[
            "S:Dave | GetObjectVersion b/k | s3:VersionId=V | Allow",
            "S:Dave | GetObjectVersion b/k | s3:VersionId=W | DenyE",
            "S:Dave | GetObject b/k |  | DenyI",
        ],
    },
    Row {
        id: "G-28",
        bucket: r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/Dave"}, "Action": "s3:PutObject",
            "Resource": "@/*", "Condition": {"StringEquals": {"s3:x-amz-storage-class": ["STANDARD_IA"]}}}"#,
        identity: "",
        requests: &[
            "S:Dave | PutObject b/k | s3:x-amz-storage-class=STANDARD_IA | Allow",
            "S:Dave | PutObject b/k | s3:x-amz-storage-class=STANDARD | DenyI",
            "S:Dave | PutObject b/k |  | DenyI",
        ],
    },
    Row {
        id: "G-29",
        bucket: r#"[{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "@/*",
             "Condition": {"NumericLessThan": {"s3:TlsVersion": 1.2}}},
            {"Effect": "Allow", "Principal": "*", "Action": "s3:PutObject", "Resource": "@/*",
             "Condition": {"NumericGreaterThan": {"s3:TlsVersion": 1.1}}}]"#,
        identity: "",
        requests: &[
            "S | PutObject b/k | s3:TlsVersion=1.1 | DenyE",
            "S | PutObject b/k | s3:TlsVersion=1.2 | Allow",
            "S | PutObject b/k | s3:TlsVersion=1.3 | Allow",
            "S+ | PutObject b/k |  | Allow",
        ],
    },
    Row {
        id: "G-30",
        bucket: r#"{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:GetObject", "Resource": "@/*",
            "Condition": {"StringNotEquals": {"aws:PrincipalAccount": ["123456789012"]}}}"#,
        identity: "",
        requests: &[
            "S+ | GetObject b/k |  | Allow",
            "X1111+ | GetObject b/k |  | DenyE",
            "ANON | GetObject b/k |  | DenyE",
        ],
    },
    Row {
        id: "G-31",
        bucket: r#"[{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/Alice"}, "Action": "s3:PutObject",
             "Resource": "@/*", "Condition": {"Null": {"s3:if-none-match": "false"}}},
            {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/Alice"}, "Action": "s3:PutObject",
             "Resource": "@/*", "Condition": {"Bool": {"s3:ObjectCreationOperation": "false"}}}]"#,
        identity: "",
        requests: &[
            "S:Alice | PutObject b/k | s3:if-none-match=* & s3:ObjectCreationOperation=true | Allow", // PutObject
            "S:Alice | PutObject b/k | s3:ObjectCreationOperation=true | DenyI", // PutObject, CopyObject, Complete without
            "S:Alice | PutObject b/k | s3:ObjectCreationOperation=false | Allow", // CreateMultipartUpload, UploadPart
        ],
    },
    Row {
        id: "G-32",
        bucket: r#"[{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/Alice"}, "Action": "s3:PutObject",
             "Resource": "@/*"},
            {"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::123456789012:user/Alice"}, "Action": "s3:PutObject",
             "Resource": "@/*", "Condition": {"Null": {"s3:if-match": "true"}, "Bool": {"s3:ObjectCreationOperation": "true"}}},
            {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/Alice"}, "Action": "s3:GetObject",
             "Resource": "@/*"}]"#,
        identity: "",
        requests: &[
            "S:Alice | PutObject b/k | s3:if-match=etag & s3:ObjectCreationOperation=true | Allow",
            "S:Alice | PutObject b/k | s3:ObjectCreationOperation=true | DenyE",
            "S:Alice | PutObject b/k | s3:ObjectCreationOperation=false | Allow",
        ],
    },
    Row {
        id: "G-33, first policy: a DELETE with an ETag also needs s3:GetObject",
        bucket: r#"[{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/Alice"}, "Action": "s3:DeleteObject",
             "Resource": "@/*", "Condition": {"Null": {"s3:if-match": "false"}}},
            {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/Alice"}, "Action": "s3:GetObject",
             "Resource": "@/*"}]"#,
        identity: "",
        requests: &[
            "S:Alice | DeleteObject b/k | s3:if-match=etag | Allow",
            "S:Alice | GetObject b/k | s3:if-match=etag | Allow",
            "S:Alice | DeleteObject b/k |  | DenyI",
        ],
    },
    Row {
        id: "G-33, second policy: without s3:GetObject only `If-Match: *` is left",
        bucket: r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/Alice"}, "Action": "s3:DeleteObject",
            "Resource": "@/*", "Condition": {"Null": {"s3:if-match": "false"}}}"#,
        identity: "",
        requests: &[
            "S:Alice | DeleteObject b/k | s3:if-match=* | Allow",
            "S:Alice | GetObject b/k | s3:if-match=etag | DenyI",
            "S:Alice | DeleteObject b/k |  | DenyI",
        ],
    },
    Row {
        id: "G-34",
        bucket: r#"{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "@/*",
            "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}, "NotIpAddress": {"aws:SourceIp": "192.0.2.188/32"}}}"#,
        identity: "",
        requests: &[
            "ANON | GetObject b/k | aws:SourceIp=192.0.2.10 | Allow",
            "ANON | GetObject b/k | aws:SourceIp=192.0.2.188 | DenyI",
            "ANON | GetObject b/k | aws:SourceIp=198.51.100.1 | DenyI",
        ],
    },
    Row {
        id: "G-35",
        bucket: r#"[{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/bob"}, "Action": "s3:ListBucket",
             "Resource": "@", "Condition": {"StringEquals": {"s3:prefix": "projects"}}},
            {"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::123456789012:user/bob"}, "Action": "s3:ListBucket",
             "Resource": "@", "Condition": {"StringNotEquals": {"s3:prefix": "projects"}}}]"#,
        identity: "",
        requests: &[
            "S:bob | ListBucket b | s3:prefix=projects | Allow",
            "S:bob | ListBucket b | s3:prefix=projects/ | DenyE",
            "S:bob | ListBucket b |  | DenyE",
        ],
    },
    Row {
        id: "G-38",
        bucket: r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["@", "@/*"],
            "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}}}"#,
        identity: "",
        requests: &[
            "S+ | GetObject b/k | aws:SourceVpce=vpce-1a2b3c4d | Allow",
            "S+ | GetObject b/k | aws:SourceIp=203.0.113.5 | DenyE",
            "S+ | ListBucket b | aws:SourceVpce=vpce-other | DenyE",
        ],
    },
    Row {
        id: "G-38, by VPC",
        bucket: r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["@", "@/*"],
            "Condition": {"StringNotEquals": {"aws:SourceVpc": "vpc-111bbb22"}}}"#,
        identity: "",
        requests: &[
            "S+ | GetObject b/k | aws:SourceVpc=vpc-111bbb22 & aws:SourceVpce=vpce-1 | Allow",
            "S+ | GetObject b/k | aws:SourceIp=203.0.113.5 | DenyE",
        ],
    },
];
