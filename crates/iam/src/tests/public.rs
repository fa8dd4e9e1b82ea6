//! S3's test for public policies.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>

use super::support::policy;
use crate::policy::PolicyKind;
use crate::public::{first_public_statement, is_public};

/// Rows of `principal | condition block or nothing | public`.
#[test]
fn one_statement() {
    let rows = [
        // G-54
        (r#""*""#, "", true),
        (r#""*""#, r#"{"StringLike": {"aws:SourceVpc": "vpc-*"}}"#, true),
        (r#""*""#, r#"{"StringEquals": {"aws:SourceVpc": "vpc-91237329"}}"#, false),
        // principals
        (r#"{"AWS": "*"}"#, "", true),
        (r#"{"AWS": ["111122223333", "*"]}"#, "", true),
        (r#"{"AWS": "111122223333"}"#, "", false),
        (r#"{"AWS": "arn:aws:iam::111122223333:user/xenia"}"#, "", false),
        (r#"{"Service": "cloudtrail.amazonaws.com"}"#, "", false),
        // PO-095: keys held to fixed values
        (r#""*""#, r#"{"StringEquals": {"aws:PrincipalOrgID": "o-aa111bb222"}}"#, false),
        (r#""*""#, r#"{"StringEquals": {"aws:SourceVpce": ["vpce-1", "vpce-2"]}}"#, false),
        (r#""*""#, r#"{"StringEquals": {"aws:SourceVpce": ["vpce-1", "vpce-*"]}}"#, true),
        (r#""*""#, r#"{"StringEquals": {"aws:SourceAccount": "111122223333"}}"#, false),
        (r#""*""#, r#"{"StringEquals": {"aws:SourceOwner": "111122223333"}}"#, false),
        (r#""*""#, r#"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::src"}}"#, false),
        (r#""*""#, r#"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}"#, true),
        (r#""*""#, r#"{"StringEquals": {"aws:userid": "AIDAXENIA"}}"#, false),
        (r#""*""#, r#"{"StringLike": {"aws:userid": "AROAROLE:*"}}"#, true),
        (r#""*""#, r#"{"StringEquals": {"s3:DataAccessPointAccount": "111122223333"}}"#, false),
        (
            r#""*""#,
            r#"{"ArnLike": {"s3:DataAccessPointArn": "arn:aws:s3:us-west-2:111122223333:accesspoint/*"}}"#,
            false,
        ),
        (
            r#""*""#,
            r#"{"ArnLike": {"s3:DataAccessPointArn": "arn:aws:s3:us-west-2:*:accesspoint/ap"}}"#,
            true,
        ),
        (r#""*""#, r#"{"StringEquals": {"aws:SourceVpce": "${aws:SourceVpce}"}}"#, true), // a variable is not fixed
        // addresses: at most /8 and /32
        (r#""*""#, r#"{"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}"#, false),
        (r#""*""#, r#"{"IpAddress": {"aws:SourceIp": "54.0.0.0/8"}}"#, false),
        (r#""*""#, r#"{"IpAddress": {"aws:SourceIp": "54.0.0.0/7"}}"#, true),
        (r#""*""#, r#"{"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}"#, true),
        (r#""*""#, r#"{"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "0.0.0.0/1"]}}"#, true),
        (r#""*""#, r#"{"IpAddress": {"aws:SourceIp": "2001:db8::/32"}}"#, false),
        (r#""*""#, r#"{"IpAddress": {"aws:SourceIp": "2001::/16"}}"#, true),
        (r#""*""#, r#"{"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}"#, false),
        // what holds nothing
        (r#""*""#, r#"{"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}"#, true),
        (r#""*""#, r#"{"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}"#, true),
        (r#""*""#, r#"{"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}}"#, true),
        (r#""*""#, r#"{"ForAllValues:StringEquals": {"aws:SourceVpc": "vpc-1"}}"#, true),
        (r#""*""#, r#"{"StringLike": {"aws:Referer": "http://www.example.com/page"}}"#, true),
        (r#""*""#, r#"{"Bool": {"aws:SecureTransport": "true"}}"#, true),
        (r#""*""#, r#"{"StringEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "K"}}"#, true),
    ];
    for (principal, condition, public) in rows {
        let block =
            if condition.is_empty() { String::new() } else { format!(r#", "Condition": {condition}"#) };
        let statement = |effect| {
            let text = format!(
                r#"{{"Effect": "{effect}", "Principal": {principal}, "Action": "s3:PutObject", "Resource": "@/*"{block}}}"#
            );
            policy(PolicyKind::Bucket, &text)
        };
        assert_eq!(is_public(&statement("Allow")), public, "{principal} {condition}");
        assert!(!is_public(&statement("Deny")), "a Deny makes nothing public");
    }
}

#[test]
fn not_principal_is_public() {
    let text = r#"{"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": "@/*"}"#;
    assert!(is_public(&policy(PolicyKind::Bucket, text)));
}

/// G-55: one public statement makes the whole policy public.
#[test]
fn a_service_an_account_and_everyone() {
    let service = r#"{"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "@/*"}"#;
    let other = r#"{"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "s3:GetObject", "Resource": "@/*"}"#;
    let everyone = r#"{"Effect": "Allow", "Principal": "*", "Action": "s3:ListBucket", "Resource": "@"}"#;
    let all = policy(PolicyKind::Bucket, &format!("[{service}, {other}, {everyone}]"));
    assert_eq!(first_public_statement(&all), Some(2));
    let without = policy(PolicyKind::Bucket, &format!("[{service}, {other}]"));
    assert_eq!(first_public_statement(&without), None);
}
