use super::permission::{On, When};
use super::*;
use std::collections::BTreeSet;

/// "Actions, resources, and condition keys" by API operation: the first action of every call whose action does not
/// bear its name, and of some that do.
#[test]
fn calls_need_the_documented_action() {
    for (call, action, on) in [
        ("ListBuckets", "s3:ListAllMyBuckets", On::Service),
        ("CreateBucket", "s3:CreateBucket", On::Bucket),
        ("HeadBucket", "s3:ListBucket", On::Bucket),
        ("ListObjects", "s3:ListBucket", On::Bucket),
        ("ListObjectsV2", "s3:ListBucket", On::Bucket),
        ("ListObjectVersions", "s3:ListBucketVersions", On::Bucket),
        ("ListMultipartUploads", "s3:ListBucketMultipartUploads", On::Bucket),
        ("DeleteBucket", "s3:DeleteBucket", On::Bucket),
        ("GetBucketPolicy", "s3:GetBucketPolicy", On::Bucket),
        ("PutBucketPolicy", "s3:PutBucketPolicy", On::Bucket),
        ("DeleteBucketPolicy", "s3:DeleteBucketPolicy", On::Bucket),
        ("GetBucketPolicyStatus", "s3:GetBucketPolicyStatus", On::Bucket),
        ("GetBucketVersioning", "s3:GetBucketVersioning", On::Bucket),
        ("PutBucketVersioning", "s3:PutBucketVersioning", On::Bucket),
        ("GetBucketEncryption", "s3:GetEncryptionConfiguration", On::Bucket),
        ("PutBucketEncryption", "s3:PutEncryptionConfiguration", On::Bucket),
        ("DeleteBucketEncryption", "s3:PutEncryptionConfiguration", On::Bucket),
        ("GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration", On::Bucket),
        ("PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration", On::Bucket),
        ("DeleteBucketLifecycle", "s3:PutLifecycleConfiguration", On::Bucket),
        ("GetBucketReplication", "s3:GetReplicationConfiguration", On::Bucket),
        ("PutBucketReplication", "s3:PutReplicationConfiguration", On::Bucket),
        ("DeleteBucketReplication", "s3:PutReplicationConfiguration", On::Bucket),
        ("GetBucketNotificationConfiguration", "s3:GetBucketNotification", On::Bucket),
        ("PutBucketNotificationConfiguration", "s3:PutBucketNotification", On::Bucket),
        ("GetBucketAccelerateConfiguration", "s3:GetAccelerateConfiguration", On::Bucket),
        ("PutBucketAccelerateConfiguration", "s3:PutAccelerateConfiguration", On::Bucket),
        ("GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock", On::Bucket),
        ("PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock", On::Bucket),
        ("DeletePublicAccessBlock", "s3:PutBucketPublicAccessBlock", On::Bucket),
        ("GetBucketOwnershipControls", "s3:GetBucketOwnershipControls", On::Bucket),
        ("DeleteBucketOwnershipControls", "s3:PutBucketOwnershipControls", On::Bucket),
        ("DeleteBucketTagging", "s3:PutBucketTagging", On::Bucket),
        ("GetBucketCors", "s3:GetBucketCORS", On::Bucket),
        ("DeleteBucketCors", "s3:PutBucketCORS", On::Bucket),
        ("DeleteBucketWebsite", "s3:DeleteBucketWebsite", On::Bucket),
        ("GetBucketLocation", "s3:GetBucketLocation", On::Bucket),
        ("ListBucketInventoryConfigurations", "s3:GetInventoryConfiguration", On::Bucket),
        ("DeleteBucketInventoryConfiguration", "s3:PutInventoryConfiguration", On::Bucket),
        ("DeleteBucketMetricsConfiguration", "s3:PutMetricsConfiguration", On::Bucket),
        ("DeleteBucketAnalyticsConfiguration", "s3:PutAnalyticsConfiguration", On::Bucket),
        ("DeleteBucketIntelligentTieringConfiguration", "s3:PutIntelligentTieringConfiguration", On::Bucket),
        ("GetObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration", On::Bucket),
        ("PutObjectLockConfiguration", "s3:PutBucketObjectLockConfiguration", On::Bucket),
        ("GetObject", "s3:GetObject", On::Object),
        ("HeadObject", "s3:GetObject", On::Object),
        ("GetObjectAttributes", "s3:GetObject", On::Object),
        ("SelectObjectContent", "s3:GetObject", On::Object),
        ("PutObject", "s3:PutObject", On::Object),
        ("CreateMultipartUpload", "s3:PutObject", On::Object),
        ("UploadPart", "s3:PutObject", On::Object),
        ("CompleteMultipartUpload", "s3:PutObject", On::Object),
        ("AbortMultipartUpload", "s3:AbortMultipartUpload", On::Object),
        ("ListParts", "s3:ListMultipartUploadParts", On::Object),
        ("RestoreObject", "s3:RestoreObject", On::Object),
        ("UpdateObjectEncryption", "s3:UpdateObjectEncryption", On::Object),
        ("DeleteObjects", "s3:DeleteObject", On::Object),
    ] {
        let first = Api::parse(call).map(|call| call.actions()[0]).unwrap();
        assert_eq!((first.name, first.on), (action, on), "{call}");
    }
}

/// The second permissions, each with the circumstances that make a call need it.
#[test]
fn some_calls_need_more() {
    let tagging = When::With(&["Tagging"]);
    let lock = When::With(&["ObjectLockEnabledForBucket"]);
    for (call, action, when, on) in [
        // PO-080
        (Api::GetObject, "s3:GetObject", When::WithoutVersionId, On::Object),
        (Api::GetObject, "s3:GetObjectVersion", When::WithVersionId, On::Object),
        (Api::GetObject, "kms:Decrypt", When::Always, On::Key),
        (Api::GetObject, "s3:GetObjectTagging", When::ForFields(&["TagCount"]), On::Object),
        (Api::HeadObject, "s3:GetObjectVersion", When::WithVersionId, On::Object),
        // EN-024: a HEAD decrypts nothing unless checksums are asked for.
        (Api::HeadObject, "kms:Decrypt", When::With(&["ChecksumMode"]), On::Key),
        (Api::PutObject, "s3:PutObjectTagging", tagging, On::Object),
        (Api::PutObject, "s3:PutObjectLegalHold", When::With(&["ObjectLockLegalHoldStatus"]), On::Object),
        (Api::PutObject, "kms:GenerateDataKey", When::Always, On::Key),
        (Api::CopyObject, "s3:GetObject", When::WithoutVersionId, On::Source),
        (Api::CopyObject, "s3:GetObjectVersion", When::WithVersionId, On::Source),
        (Api::CopyObject, "s3:GetObjectTagging", When::CopiesTags, On::Source),
        (Api::CopyObject, "kms:Decrypt", When::Always, On::SourceKey),
        (Api::CopyObject, "s3:PutObject", When::Always, On::Object),
        (Api::CopyObject, "kms:GenerateDataKey", When::Always, On::Key),
        (Api::UploadPart, "kms:Decrypt", When::Always, On::Key),
        (Api::DeleteObject, "s3:DeleteObjectVersion", When::WithVersionId, On::Object),
        (
            Api::DeleteObject,
            "s3:BypassGovernanceRetention",
            When::With(&["BypassGovernanceRetention"]),
            On::Object,
        ),
        // PO-082
        (Api::DeleteObject, "s3:GetObject", When::IfMatchNamesETag, On::Object),
        (Api::PutObjectTagging, "s3:PutObjectVersionTagging", When::WithVersionId, On::Object),
        (Api::PutObjectAcl, "s3:PutObjectVersionAcl", When::WithVersionId, On::Object),
        (Api::CreateBucket, "s3:PutBucketOwnershipControls", When::With(&["ObjectOwnership"]), On::Bucket),
        (Api::CreateBucket, "s3:PutBucketObjectLockConfiguration", lock, On::Bucket),
        (Api::CreateBucket, "s3:PutBucketVersioning", lock, On::Bucket),
        // RP-014
        (Api::PutBucketReplication, "iam:PassRole", When::Always, On::Role),
        // EN-008
        (Api::UpdateObjectEncryption, "s3:PutObject", When::Always, On::Object),
    ] {
        assert!(
            call.actions().iter().any(|have| (have.name, have.when, have.on) == (action, when, on)),
            "{call} needs {action} {when:?} on {on:?}"
        );
    }
}

/// A permission hangs on parameters and fields that the call has.
#[test]
fn conditions_name_what_the_call_knows() {
    for call in Api::ALL {
        assert!(!call.actions().is_empty(), "{call}");
        for action in call.actions() {
            match action.when {
                When::With(words) => {
                    assert!(words.iter().any(|word| call.parameters().contains(word)), "{call}")
                }
                When::ForFields(words) => {
                    assert!(words.iter().all(|word| call.answers().contains(word)), "{call} {words:?}")
                }
                When::WithVersionId | When::WithoutVersionId if action.on == On::Object => {
                    assert!(call.parameters().contains(&"VersionId") || *call == Api::DeleteObjects, "{call}")
                }
                When::IfMatchNamesETag => assert!(call.parameters().contains(&"IfMatch"), "{call}"),
                _ => assert!(action.name.contains(':'), "{call}"),
            }
        }
    }
}

/// BL-030 to BL-032, BL-038, BL-067, BL-090, EN-008.
#[test]
fn requests_are_billed_by_their_kind() {
    use Billing::*;
    for (calls, billing) in [
        ("PutObject PostObject CopyObject CompleteMultipartUpload", Tier1(Rate::Class)),
        ("CreateMultipartUpload UploadPart UploadPartCopy", Tier1(Rate::ClassOnceComplete)),
        ("ListBuckets ListObjects ListObjectsV2 ListObjectVersions ListParts", Tier1(Rate::Standard)),
        ("ListMultipartUploads PutObjectTagging UpdateObjectEncryption CreateBucket", Tier1(Rate::Standard)),
        ("PutBucketPolicy PutBucketLifecycleConfiguration PutBucketVersioning", Tier1(Rate::Standard)),
        ("GetObject HeadObject GetObjectAttributes SelectObjectContent GetObjectAcl", Tier2(Rate::Class)),
        ("HeadBucket GetBucketLocation GetBucketPolicy GetObjectTagging", Tier2(Rate::Standard)),
        ("DeleteObject DeleteObjects AbortMultipartUpload DeleteObjectTagging DeleteBucket", Free),
        ("DeleteBucketPolicy DeleteBucketLifecycle CreateSession", Free),
        ("CreateJob DescribeJob UpdateJobStatus", Free),
        ("RestoreObject", Restore),
    ] {
        for call in calls.split_whitespace() {
            assert_eq!(Api::parse(call).map(Api::billing), Some(billing), "{call}");
        }
    }
    // Whatever starts with Delete is free, and only that, aborting, opening a session, and calls to Batch Operations.
    for call in Api::ALL {
        let free = call.name().starts_with("Delete")
            || matches!(call, Api::AbortMultipartUpload | Api::CreateSession)
            || call.name().contains("Job");
        assert_eq!(call.billing() == Free, free, "{call}");
        if call.target() != Target::Object && !free {
            assert!(matches!(call.billing(), Tier1(Rate::Standard) | Tier2(Rate::Standard)), "{call}");
        }
    }
}

/// Operation names as real bills print them.
#[test]
fn bills_have_their_own_names_for_some_calls() {
    for (call, name) in [
        (Api::PutObject, "PutObject"),
        (Api::CopyObject, "CopyObject"),
        (Api::PostObject, "PostObject"),
        (Api::CreateMultipartUpload, "InitiateMultipartUpload"),
        (Api::UploadPart, "UploadPart"),
        (Api::CompleteMultipartUpload, "CompleteMultipartUpload"),
        (Api::ListObjects, "ListBucket"),
        (Api::ListObjectsV2, "ListBucket"),
        (Api::ListObjectVersions, "ListBucketVersions"),
        (Api::ListBuckets, "ListAllMyBuckets"),
        (Api::GetObject, "GetObject"),
        (Api::HeadObject, "HeadObject"),
        (Api::HeadBucket, "HeadBucket"),
        (Api::RestoreObject, "RestoreObject"),
    ] {
        assert_eq!(call.bill_name(), name);
    }
}

#[test]
fn success_has_its_status() {
    for (calls, status) in [
        (
            "PutObject GetObject HeadObject CopyObject DeleteObjects PutObjectTagging CompleteMultipartUpload",
            200,
        ),
        ("CreateBucket PutBucketVersioning PutBucketLifecycleConfiguration PutBucketReplication", 200),
        ("RestoreObject", 202),
        ("DeleteObject DeleteObjectTagging AbortMultipartUpload DeleteBucket PutBucketPolicy", 204),
        ("DeleteBucketPolicy DeleteBucketEncryption DeleteBucketLifecycle DeleteBucketReplication", 204),
        ("PutBucketIntelligentTieringConfiguration PutBucketTagging", 204),
    ] {
        for call in calls.split_whitespace() {
            assert_eq!(Api::parse(call).map(Api::success_status), Some(status), "{call}");
        }
    }
}

/// Parameters that scenarios and rules rely on, under the SDKs' names.
#[test]
fn calls_take_their_parameters() {
    for (call, words) in [
        (Api::PutObject, "Body StorageClass Tagging ServerSideEncryption SSEKMSKeyId BucketKeyEnabled ACL"),
        (Api::PutObject, "SSECustomerAlgorithm IfMatch IfNoneMatch ContentMD5 ObjectLockMode Metadata"),
        (Api::CopyObject, "CopySource MetadataDirective TaggingDirective StorageClass"),
        (Api::GetObject, "VersionId Range PartNumber IfMatch ExpectedBucketOwner RequestPayer"),
        (Api::DeleteObject, "VersionId MFA BypassGovernanceRetention IfMatch"),
        (Api::DeleteObjects, "Delete MFA BypassGovernanceRetention"),
        (Api::RestoreObject, "RestoreRequest VersionId"),
        (Api::UploadPart, "UploadId PartNumber Body"),
        (Api::CompleteMultipartUpload, "UploadId MultipartUpload IfNoneMatch MpuObjectSize"),
        (Api::CreateBucket, "ObjectLockEnabledForBucket ObjectOwnership CreateBucketConfiguration ACL"),
        (Api::PutBucketLifecycleConfiguration, "LifecycleConfiguration TransitionDefaultMinimumObjectSize"),
        (Api::PutBucketVersioning, "VersioningConfiguration MFA"),
        (Api::PutBucketNotificationConfiguration, "NotificationConfiguration SkipDestinationValidation"),
        (Api::ListObjectsV2, "Prefix Delimiter MaxKeys StartAfter ContinuationToken"),
        (Api::ListObjectVersions, "Prefix KeyMarker VersionIdMarker MaxKeys"),
    ] {
        for word in words.split_whitespace() {
            assert!(call.parameters().contains(&word), "{call} takes {word}");
        }
    }
    for (call, words) in [
        (Api::DeleteObject, "VersionId DeleteMarker"),
        (Api::PutObject, "VersionId ETag Expiration ServerSideEncryption"),
        (Api::CreateMultipartUpload, "UploadId AbortDate AbortRuleId"),
        (Api::HeadObject, "StorageClass Restore ArchiveStatus ReplicationStatus VersionId"),
        (Api::GetBucketLifecycleConfiguration, "Rules TransitionDefaultMinimumObjectSize"),
        (Api::GetBucketVersioning, "Status MFADelete"),
    ] {
        for word in words.split_whitespace() {
            assert!(call.answers().contains(&word), "{call} answers {word}");
        }
    }
}

#[test]
fn names_are_unique_and_words_are_aws_words() {
    let names: BTreeSet<&str> = Api::ALL.iter().map(|call| call.name()).collect();
    assert_eq!(names.len(), Api::ALL.len());
    for call in Api::ALL {
        assert_eq!(Api::parse(call.name()), Some(*call));
        for words in [call.parameters(), call.answers()] {
            let unique: BTreeSet<&&str> = words.iter().collect();
            assert_eq!(unique.len(), words.len(), "{call}");
            assert!(
                words.iter().all(|word| word.starts_with(|first: char| first.is_ascii_uppercase())),
                "{call}"
            );
        }
        assert!(!call.parameters().contains(&"Bucket") && !call.parameters().contains(&"Key"), "{call}");
    }
    for wrong in ["", "getobject", "GetObjects", "s3:GetObject"] {
        assert_eq!(Api::parse(wrong), None, "{wrong}");
    }
}

/// A configuration of a bucket is written under the name of its document.
#[test]
fn every_configuration_can_be_written_and_read() {
    for call in
        Api::ALL.iter().filter(|call| call.name().starts_with("Put") && call.target() == Target::Bucket)
    {
        let read = call.name().replacen("Put", "Get", 1);
        assert!(Api::parse(&read).is_some(), "{call}");
    }
}
