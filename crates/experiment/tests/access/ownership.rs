//! Object ownership and access control lists.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html>

use crate::world::stories;

/// A bucket with this ownership, into which the vendor may write.
fn shared(ownership: &str) -> String {
    format!(
        "public_access_block: false, ownership: {ownership}, policy: {{Version: 2012-10-17, Statement: [{{Sid: In, Effect: Allow, \
         Principal: {{AWS: '444455556666'}}, Action: [s3:PutObject, s3:PutObjectAcl], Resource: 'arn:aws:s3:::box/*'}}]}}"
    )
}

#[test]
fn who_owns_what_others_write() {
    let (enforced, preferred, writer) =
        (shared("BucketOwnerEnforced"), shared("BucketOwnerPreferred"), shared("ObjectWriter"));
    stories(&[
        (
            "PO-097: with ACLs off the bucket's owner owns everything",
            &enforced,
            &[
                "PutObject: box/n, as: xen -> ok",
                "GetObject: box/n, as: ann -> ok",
                "PutObject: box/n, as: xen, ACL: bucket-owner-full-control -> ok",
                "PutObject: box/n, as: xen, ACL: public-read -> AccessControlListNotSupported",
                "PutObject: box/n, as: xen, ACL: private -> AccessControlListNotSupported",
                "PutObjectAcl: box/k, ACL: private -> AccessControlListNotSupported",
            ],
        ),
        (
            "PO-098: preferred, the owner takes what is handed over",
            &preferred,
            &[
                "PutObject: box/n, as: xen, ACL: bucket-owner-full-control -> ok",
                "GetObject: box/n, as: ann -> ok",
            ],
        ),
        (
            "PO-098, PO-025: and not what is not",
            &preferred,
            &[
                "PutObject: box/n, as: xen -> ok",
                "GetObject: box/n, as: ann -> {code: AccessDenied}",
                // Whoever pays for an object can always get rid of it.
                "DeleteObject: box/n, as: ann -> 204",
            ],
        ),
        (
            "PO-098: the writer owns it even when handing out full control",
            &writer,
            &[
                "PutObject: box/n, as: xen, ACL: bucket-owner-full-control -> ok",
                "GetObject: box/n, as: ann -> ok",
                "GetObject: box/n, as: ned -> AccessDenied",
                "GetObject: box/n, as: xen -> ok",
            ],
        ),
        (
            "PO-098: without controls it is the writer's",
            &enforced,
            &[
                "DeleteBucketOwnershipControls: box -> 204",
                "GetBucketOwnershipControls: box -> OwnershipControlsNotFoundError",
                "PutObject: box/n, as: xen -> ok",
                "GetObject: box/n, as: ann -> AccessDenied",
            ],
        ),
    ]);
}

#[test]
fn what_grants_give() {
    const LISTS: &str = "public_access_block: false, ownership: ObjectWriter";
    stories(&[
        (
            "PO-102: public-read gives everybody the object and nothing else",
            LISTS,
            &[
                "PutObjectAcl: box/k, ACL: public-read -> ok",
                "GetObject: box/k, as: anonymous -> {status: 200, decided_by: acl}",
                "GetObjectAcl: box/k, as: anonymous -> AccessDenied",
                "DeleteObject: box/k, as: anonymous -> AccessDenied",
                "ListObjectsV2: box, as: anonymous -> AccessDenied",
            ],
        ),
        (
            "PO-102: authenticated-read asks for a signature",
            LISTS,
            &[
                "PutObjectAcl: box/k, ACL: authenticated-read -> ok",
                "GetObject: box/k, as: anonymous -> AccessDenied",
                "GetObject: box/k, as: xen -> ok",
            ],
        ),
        (
            "PO-101: READ of a bucket lists it and reads no object",
            LISTS,
            &[
                "PutBucketAcl: box, ACL: public-read -> ok",
                "ListObjectsV2: box, as: anonymous -> {status: 200, decided_by: acl}",
                "ListObjectVersions: box, as: anonymous -> ok",
                "GetObject: box/k, as: anonymous -> AccessDenied",
                "PutObject: box/n, as: anonymous -> AccessDenied",
                "GetBucketAcl: box, as: anonymous -> AccessDenied",
            ],
        ),
        (
            "PO-101: WRITE of a bucket puts objects",
            LISTS,
            &["PutBucketAcl: box, ACL: public-read-write -> ok", "PutObject: box/n, as: xen -> ok"],
        ),
        (
            "PO-101: READ_ACP shows the list alone",
            LISTS,
            &[
                "PutObjectAcl: box/k, GrantReadACP: 'id=\"VENDOR\"' -> ok",
                "GetObjectAcl: box/k, as: xen -> ok",
                "GetObject: box/k, as: xen -> AccessDenied",
            ],
        ),
        (
            "a grant to an account needs its users' own policies too",
            LISTS,
            &[
                "PutObjectAcl: box/k, GrantRead: 'id=\"VENDOR\"' -> ok",
                "GetObject: box/k, as: xen -> ok",
                "GetObject: box/k, as: xun -> AccessDenied",
            ],
        ),
    ]);
}

#[test]
fn what_is_refused() {
    const LISTS: &str = "public_access_block: false, ownership: ObjectWriter";
    stories(&[
        (
            "PO-100",
            LISTS,
            &[
                "PutObjectAcl: box/k, ACL: public-raed -> {code: InvalidArgument, status: 400}",
                "PutObjectAcl: box/k, ACL: private, GrantRead: 'id=\"VENDOR\"' -> {code: InvalidRequest, message: Specifying both Canned ACLs and Header Grants is not allowed}",
                "PutObjectAcl: box/k, GrantRead: 'uri=\"http://example.com/everybody\"' -> InvalidArgument",
                "PutObjectAcl: box/k, GrantRead: 'id=\"12\"' -> InvalidArgument",
                "PutObjectAcl: box/k -> MissingSecurityHeader",
                "PutObjectAcl: box/k, ACL: private, AccessControlPolicy: {Grants: []} -> UnexpectedContent",
                "PutObjectAcl: box/k, AccessControlPolicy: {Grants: [{Permission: READ}]} -> MalformedACLError",
            ],
        ),
        (
            "PO-097, PO-099",
            LISTS,
            &[
                "CreateBucket: n-1, ACL: public-read -> InvalidBucketAclWithObjectOwnership",
                "CreateBucket: n-2, ObjectOwnership: Owner -> {code: InvalidArgument, message: 'Invalid x-amz-object-ownership header: Owner'}",
                "CreateBucket: n-3, ACL: bucket-owner-full-control -> ok",
                "PutBucketOwnershipControls: box, OwnershipControls: {Rules: []} -> MalformedXML",
                "PutBucketOwnershipControls: box, OwnershipControls: {Rules: [{ObjectOwnership: Mine}]} -> MalformedXML",
                "PutBucketAcl: box, ACL: public-read -> ok",
                "PutBucketOwnershipControls: box, OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerEnforced}]} -> InvalidBucketAclWithObjectOwnership",
            ],
        ),
    ]);
}
