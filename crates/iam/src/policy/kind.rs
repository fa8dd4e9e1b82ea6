//! Kinds of policy: which elements each has, how large it may be, and how AWS refuses it.

use crate::evaluate::Kind;

/// What a policy is attached to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PolicyKind {
    /// A bucket: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html>
    Bucket,
    /// A KMS key: <https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html>
    Key,
    /// An SQS queue.
    Queue,
    /// An SNS topic.
    Topic,
    /// A Lambda function.
    Function,
    /// A role: who may assume it.
    Trust,
    /// A gateway endpoint of a VPC.
    GatewayEndpoint,
    /// An interface endpoint of a VPC.
    InterfaceEndpoint,
    /// A user, inline.
    User,
    /// A group, inline.
    Group,
    /// A role, inline: what it may do.
    Role,
    /// Managed, attached to users, groups and roles.
    Managed,
    /// A managed policy as permissions boundary.
    Boundary,
    /// A session, passed when it begins.
    Session,
    /// An organization's root, unit or account.
    ServiceControl,
}

/// Whether an element must or must not stand in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Must.
    Required,
    /// Must not.
    Forbidden,
}

/// What a size limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Bytes of the document, white space included.
    Bytes,
    /// Characters of the document, white space included.
    Characters,
    /// Characters without white space, as IAM counts:
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
    NonWhitespace,
}

/// What there is to know of a kind.
#[derive(Clone, Copy, Debug)]
pub struct KindFacts {
    /// Who decided, when a policy of this kind did.
    pub decides_as: Kind,
    /// `Principal` or `NotPrincipal`.
    pub principal: Presence,
    /// `Resource` or `NotResource`.
    pub resource: Presence,
    /// The most it may hold.
    pub limit: usize,
    /// What the limit counts.
    pub counting: Counting,
    /// The code of a document that breaks the grammar.
    pub malformed: &'static str,
    /// The code of a document that is too large.
    pub too_large: &'static str,
}

impl PolicyKind {
    /// What there is to know of the kind.
    pub fn facts(self) -> KindFacts {
        use Counting::{Bytes, Characters, NonWhitespace};
        use Presence::{Forbidden, Required};
        let facts = |decides_as, (principal, resource), (limit, counting), malformed, too_large| KindFacts {
            decides_as,
            principal,
            resource,
            limit,
            counting,
            malformed,
            too_large,
        };
        let resource_based = (Required, Required);
        let identity_based = (Forbidden, Required);
        let (iam, limit) = ("MalformedPolicyDocument", "LimitExceeded");
        match self {
            // Modelling choice: S3 documents no code of its own for the size (MC-20).
            PolicyKind::Bucket => {
                facts(Kind::Bucket, resource_based, (20 * 1024, Bytes), "MalformedPolicy", "MalformedPolicy")
            }
            PolicyKind::Key => facts(
                Kind::Key,
                resource_based,
                (32 * 1024, Bytes),
                "MalformedPolicyDocumentException",
                "LimitExceededException",
            ),
            PolicyKind::Queue => facts(
                Kind::Queue,
                resource_based,
                (8192, Bytes),
                "InvalidAttributeValue",
                "InvalidAttributeValue",
            ),
            PolicyKind::Topic => {
                facts(Kind::Topic, resource_based, (30 * 1024, Bytes), "InvalidParameter", "InvalidParameter")
            }
            PolicyKind::Function => facts(
                Kind::Function,
                resource_based,
                (20 * 1024, Bytes),
                "InvalidParameterValueException",
                "PolicyLengthExceededException",
            ),
            PolicyKind::Trust => facts(Kind::Trust, (Required, Forbidden), (2048, NonWhitespace), iam, limit),
            // https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
            PolicyKind::GatewayEndpoint | PolicyKind::InterfaceEndpoint => facts(
                Kind::Endpoint,
                resource_based,
                (20_480, Characters),
                "InvalidPolicyDocument",
                "InvalidPolicyDocument",
            ),
            PolicyKind::User => facts(Kind::Identity, identity_based, (2048, NonWhitespace), iam, limit),
            PolicyKind::Group => facts(Kind::Identity, identity_based, (5120, NonWhitespace), iam, limit),
            PolicyKind::Role => facts(Kind::Identity, identity_based, (10_240, NonWhitespace), iam, limit),
            PolicyKind::Managed => facts(Kind::Identity, identity_based, (6144, NonWhitespace), iam, limit),
            PolicyKind::Boundary => facts(Kind::Boundary, identity_based, (6144, NonWhitespace), iam, limit),
            // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
            PolicyKind::Session => {
                facts(Kind::Session, identity_based, (2048, Characters), iam, "ValidationError")
            }
            // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
            PolicyKind::ServiceControl => facts(
                Kind::Scp,
                identity_based,
                (5120, Characters),
                "MalformedPolicyDocumentException",
                "ConstraintViolationException",
            ),
        }
    }

    /// Whether only the policy of the resource opens the resource at all, so that an identity policy alone is not
    /// enough even in the same account: keys and roles.
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
    pub const fn governs(self) -> bool {
        matches!(self, PolicyKind::Key | PolicyKind::Trust)
    }

    /// Whether IAM keeps the document: it then allows only letters and digits in a `Sid`.
    pub(crate) const fn is_kept_by_iam(self) -> bool {
        use PolicyKind::{Boundary, Group, Managed, Role, Session, Trust, User};
        matches!(self, Trust | User | Group | Role | Managed | Boundary | Session)
    }
}
