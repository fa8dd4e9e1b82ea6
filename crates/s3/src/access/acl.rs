//! Access control lists of buckets and objects.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html>

use s3sim_aws::error::ErrorCode;
use s3sim_document::tree::{Node, Value};

use crate::form::{Form, invalid_argument};
use crate::response::{Fields, Refusal};

/// Most grants of a list.
pub const GRANTS_MAX: usize = 100;

/// Who is granted something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grantee {
    /// An account, by its canonical user id.
    Account(String),
    /// Everybody.
    AllUsers,
    /// Everybody with an AWS account.
    AuthenticatedUsers,
    /// The service that writes server access logs.
    LogDelivery,
    /// EC2, which fetches machine images.
    Ec2,
}

/// What is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Permission {
    /// All of the others.
    FullControl,
    /// List a bucket; read an object.
    Read,
    /// Write objects of a bucket.
    Write,
    /// Read the list itself.
    ReadAcp,
    /// Change the list itself.
    WriteAcp,
}

const PERMISSIONS: [(&str, Permission); 5] = [
    ("FULL_CONTROL", Permission::FullControl),
    ("READ", Permission::Read),
    ("WRITE", Permission::Write),
    ("READ_ACP", Permission::ReadAcp),
    ("WRITE_ACP", Permission::WriteAcp),
];

const GROUPS: [(&str, Grantee); 3] = [
    ("http://acs.amazonaws.com/groups/global/AllUsers", Grantee::AllUsers),
    ("http://acs.amazonaws.com/groups/global/AuthenticatedUsers", Grantee::AuthenticatedUsers),
    ("http://acs.amazonaws.com/groups/s3/LogDelivery", Grantee::LogDelivery),
];

/// What the headers of a request grant: parameter, permission.
const GRANT_HEADERS: [(&str, Permission); 5] = [
    ("GrantFullControl", Permission::FullControl),
    ("GrantRead", Permission::Read),
    ("GrantReadACP", Permission::ReadAcp),
    ("GrantWrite", Permission::Write),
    ("GrantWriteACP", Permission::WriteAcp),
];

impl Permission {
    fn name(self) -> &'static str {
        PERMISSIONS.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }

    /// The permission that an action asks of a bucket's or an object's list (PO-101).
    pub fn for_action(action: &str) -> Option<(bool, Permission)> {
        let of_bucket = |permission| Some((true, permission));
        let of_object = |permission| Some((false, permission));
        match action {
            "s3:ListBucket" | "s3:ListBucketVersions" | "s3:ListBucketMultipartUploads" => {
                of_bucket(Permission::Read)
            }
            "s3:PutObject" => of_bucket(Permission::Write),
            "s3:GetBucketAcl" => of_bucket(Permission::ReadAcp),
            "s3:PutBucketAcl" => of_bucket(Permission::WriteAcp),
            "s3:GetObject" | "s3:GetObjectVersion" => of_object(Permission::Read),
            "s3:GetObjectAcl" | "s3:GetObjectVersionAcl" => of_object(Permission::ReadAcp),
            "s3:PutObjectAcl" | "s3:PutObjectVersionAcl" => of_object(Permission::WriteAcp),
            _ => None,
        }
    }
}

/// A list of grants.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Acl {
    /// In the order in which they were given.
    pub grants: Vec<(Grantee, Permission)>,
}

impl Acl {
    /// The list of everything that nobody said anything about: full control for the owner.
    pub fn private(owner: &str) -> Acl {
        Acl { grants: vec![(Grantee::Account(owner.to_owned()), Permission::FullControl)] }
    }

    /// Whether anything is granted to all users or to all AWS accounts (PO-096).
    pub fn is_public(&self) -> bool {
        self.grants
            .iter()
            .any(|(grantee, _)| matches!(grantee, Grantee::AllUsers | Grantee::AuthenticatedUsers))
    }

    /// Whether `grantee` is granted `wanted`.
    pub fn grants(&self, grantee: &Grantee, wanted: Permission) -> bool {
        let fits = |given: Permission| given == wanted || given == Permission::FullControl;
        self.grants.iter().any(|(who, given)| who == grantee && fits(*given))
    }

    /// `Owner` and `Grants`, as the calls that get a list answer.
    pub fn fields(&self, owner: &str) -> Fields {
        let grant = |(grantee, permission): &(Grantee, Permission)| {
            let who = match grantee {
                Grantee::Account(id) => Fields::new().text("Type", "CanonicalUser").text("ID", id),
                Grantee::Ec2 => Fields::new().text("Type", "CanonicalUser").text("ID", "za-team"),
                group => {
                    let uri = GROUPS.iter().find(|(_, known)| known == group).map_or("", |(uri, _)| uri);
                    Fields::new().text("Type", "Group").text("URI", uri)
                }
            };
            Fields::new().node("Grantee", Value::Map(who.done())).text("Permission", permission.name())
        };
        Fields::new()
            .node("Owner", Value::Map(Fields::new().text("ID", owner).done()))
            .list("Grants", self.grants.iter().map(grant).collect())
    }
}

/// A list in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Canned {
    /// private
    Private,
    /// public-read
    PublicRead,
    /// public-read-write
    PublicReadWrite,
    /// authenticated-read
    AuthenticatedRead,
    /// aws-exec-read
    AwsExecRead,
    /// bucket-owner-read
    BucketOwnerRead,
    /// bucket-owner-full-control
    BucketOwnerFullControl,
    /// log-delivery-write
    LogDeliveryWrite,
}

const CANNED: [(&str, Canned); 8] = [
    ("private", Canned::Private),
    ("public-read", Canned::PublicRead),
    ("public-read-write", Canned::PublicReadWrite),
    ("authenticated-read", Canned::AuthenticatedRead),
    ("aws-exec-read", Canned::AwsExecRead),
    ("bucket-owner-read", Canned::BucketOwnerRead),
    ("bucket-owner-full-control", Canned::BucketOwnerFullControl),
    ("log-delivery-write", Canned::LogDeliveryWrite),
];

impl Canned {
    /// The ACL of a word.
    pub fn parse(word: &str) -> Option<Canned> {
        CANNED.iter().find(|(name, _)| *name == word).map(|(_, canned)| *canned)
    }

    /// All words, to suggest from.
    pub fn names() -> [&'static str; 8] {
        CANNED.map(|(name, _)| name)
    }

    /// The grants that it stands for (PO-102). What is about the bucket's owner says nothing on a bucket.
    pub fn grants(self, owner: &str, bucket_owner: &str) -> Acl {
        let mut acl = Acl::private(owner);
        let also: &[(Grantee, Permission)] = &match self {
            Canned::Private => vec![],
            Canned::PublicRead => vec![(Grantee::AllUsers, Permission::Read)],
            Canned::PublicReadWrite => {
                vec![(Grantee::AllUsers, Permission::Read), (Grantee::AllUsers, Permission::Write)]
            }
            Canned::AuthenticatedRead => vec![(Grantee::AuthenticatedUsers, Permission::Read)],
            Canned::AwsExecRead => vec![(Grantee::Ec2, Permission::Read)],
            Canned::BucketOwnerRead => {
                vec![(Grantee::Account(bucket_owner.to_owned()), Permission::Read)]
            }
            Canned::BucketOwnerFullControl => {
                vec![(Grantee::Account(bucket_owner.to_owned()), Permission::FullControl)]
            }
            Canned::LogDeliveryWrite => {
                vec![(Grantee::LogDelivery, Permission::Write), (Grantee::LogDelivery, Permission::ReadAcp)]
            }
        };
        for grant in also {
            if !acl.grants.contains(grant) && (grant.0 != acl.grants[0].0) {
                acl.grants.push(grant.clone());
            }
        }
        acl
    }
}

/// The list that a request brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// In one word.
    Canned(Canned),
    /// Grant by grant.
    Grants(Acl),
}

impl Given {
    /// The grants, for an object or bucket of `owner`.
    pub fn acl(&self, owner: &str, bucket_owner: &str) -> Acl {
        match self {
            Given::Canned(canned) => canned.grants(owner, bucket_owner),
            Given::Grants(acl) => acl.clone(),
        }
    }

    /// Whether it is the one list that a bucket without ACLs lets pass: full control for the bucket's owner (PO-097).
    pub fn is_for_bucket_owner(&self, bucket_owner: &str) -> bool {
        match self {
            Given::Canned(canned) => *canned == Canned::BucketOwnerFullControl,
            Given::Grants(acl) => *acl == Acl::private(bucket_owner),
        }
    }
}

/// Reads the list of a request: a canned one, headers that grant, or a document (PO-100).
///
/// # Errors
/// InvalidArgument for unknown words, groups and ids; InvalidRequest for two forms at once; MalformedACLError.
pub fn given(form: Form<'_>) -> Result<Option<Given>, Refusal> {
    let canned = match form.text("ACL")? {
        None => None,
        Some(word) => Some(Canned::parse(word).ok_or_else(|| {
            Refusal::of(ErrorCode::InvalidArgument)
                .with("ArgumentName", "x-amz-acl")
                .with("ArgumentValue", word)
        })?),
    };
    let mut acl = Acl::default();
    for (name, permission) in GRANT_HEADERS {
        for grantee in form.text(name)?.iter().flat_map(|text| text.split(',')) {
            acl.grants.push((grantee_of_header(name, grantee.trim())?, permission));
        }
    }
    let document = form.get("AccessControlPolicy");
    match (canned, acl.grants.is_empty(), document) {
        (None, true, None) => Ok(None),
        (Some(_), false, _) => {
            let message = "Specifying both Canned ACLs and Header Grants is not allowed";
            Err(Refusal::because(ErrorCode::InvalidRequest, message))
        }
        (Some(_), _, Some(_)) | (_, false, Some(_)) => Err(Refusal::of(ErrorCode::UnexpectedContent)),
        (Some(canned), true, None) => Ok(Some(Given::Canned(canned))),
        (None, true, Some(document)) => read_document(document).map(|acl| Some(Given::Grants(acl))),
        (None, false, None) => checked(acl).map(|acl| Some(Given::Grants(acl))),
    }
}

fn checked(acl: Acl) -> Result<Acl, Refusal> {
    if acl.grants.len() > GRANTS_MAX { Err(Refusal::of(ErrorCode::MalformedAclError)) } else { Ok(acl) }
}

/// `id="…"` or `uri="…"`. IAM users and roles cannot be granted anything.
fn grantee_of_header(name: &str, text: &str) -> Result<Grantee, Refusal> {
    let (kind, value) = text.split_once('=').unwrap_or(("", text));
    let value = value.trim_matches('"');
    let grantee = match kind {
        "id" => by_id(value),
        "uri" => by_uri(value),
        _ => None,
    };
    grantee.ok_or_else(|| invalid_argument(name, "names nobody that can be granted anything"))
}

fn by_id(id: &str) -> Option<Grantee> {
    let wellformed = id.len() == 64 && id.bytes().all(|b| b.is_ascii_hexdigit());
    wellformed.then(|| Grantee::Account(id.to_owned()))
}

fn by_uri(uri: &str) -> Option<Grantee> {
    GROUPS.iter().find(|(known, _)| *known == uri).map(|(_, group)| group.clone())
}

/// Reads `AccessControlPolicy`.
///
/// # Errors
/// MalformedACLError, or InvalidArgument for ids and groups that are none.
pub fn read_document(document: &Node) -> Result<Acl, Refusal> {
    let malformed = || Refusal::of(ErrorCode::MalformedAclError);
    let grants = document.get("Grants").and_then(Node::as_list).ok_or_else(malformed)?;
    let mut acl = Acl::default();
    for grant in grants {
        let who = grant.get("Grantee").ok_or_else(malformed)?;
        let text = |name: &str| who.get(name).and_then(Node::scalar);
        let grantee = match (text("Type"), text("ID"), text("URI")) {
            (Some("CanonicalUser"), Some(id), _) => {
                by_id(id).ok_or_else(|| Refusal::because(ErrorCode::InvalidArgument, "Invalid id"))?
            }
            (Some("Group"), _, Some(uri)) => by_uri(uri)
                .ok_or_else(|| Refusal::because(ErrorCode::InvalidArgument, "Invalid group uri"))?,
            _ => return Err(malformed()),
        };
        let permission = grant.get("Permission").and_then(Node::scalar);
        let permission = PERMISSIONS.iter().find(|(name, _)| Some(*name) == permission);
        let (_, permission) = permission.ok_or_else(malformed)?;
        acl.grants.push((grantee, *permission));
    }
    checked(acl)
}
