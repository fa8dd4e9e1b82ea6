//! What came out, and which statement of which policy brought it about.

use std::fmt;

use crate::compile::{Compiled, Question};

/// What kind of policy, or of other rule, decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An identity policy.
    Identity,
    /// The bucket's policy.
    Bucket,
    /// The KMS key's policy.
    Key,
    /// The queue's policy.
    Queue,
    /// The topic's policy.
    Topic,
    /// The function's policy.
    Function,
    /// A service control policy.
    Scp,
    /// The permissions boundary.
    Boundary,
    /// The session policy.
    Session,
    /// The VPC endpoint's policy.
    Endpoint,
    /// The role's trust policy.
    Trust,
    /// An access control list.
    Acl,
    /// Block public access.
    PublicAccessBlock,
    /// Nothing: no policy allowed it.
    None,
}

impl Kind {
    /// The word for it: `identity`, `bucket`, `public_access_block` …
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Identity => "identity",
            Kind::Bucket => "bucket",
            Kind::Key => "key",
            Kind::Queue => "queue",
            Kind::Topic => "topic",
            Kind::Function => "function",
            Kind::Scp => "scp",
            Kind::Boundary => "boundary",
            Kind::Session => "session",
            Kind::Endpoint => "endpoint",
            Kind::Trust => "trust",
            Kind::Acl => "acl",
            Kind::PublicAccessBlock => "public_access_block",
            Kind::None => "none",
        }
    }

    /// AWS's words for it in a denial (PO-027):
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html>
    const fn in_a_denial(self) -> &'static str {
        match self {
            Kind::Identity | Kind::None => "identity-based policy",
            Kind::Scp => "service control policy",
            Kind::Boundary => "permissions boundary",
            Kind::Session => "session policy",
            Kind::Endpoint => "VPC endpoint policy",
            Kind::Bucket
            | Kind::Key
            | Kind::Queue
            | Kind::Topic
            | Kind::Function
            | Kind::Trust
            | Kind::Acl
            | Kind::PublicAccessBlock => "resource-based policy",
        }
    }
}

/// Who decided: a kind, and mostly a statement of a policy of that kind.
///
/// As text: the kind alone, or the kind and the statement's `Sid` (`bucket/TlsOnly`). A statement without `Sid` is
/// called by the policy's name and its position from 0 (`identity/AdministratorAccess[0]`, `bucket/[2]`).
#[derive(Clone, Copy, Debug)]
pub struct DecidedBy<'a> {
    kind: Kind,
    statement: Option<(&'a Compiled, u16)>,
}

impl<'a> DecidedBy<'a> {
    /// A rule without statements: [`Kind::Acl`], [`Kind::PublicAccessBlock`], [`Kind::None`] …
    pub const fn kind(kind: Kind) -> DecidedBy<'a> {
        DecidedBy { kind, statement: None }
    }

    /// The statement of `policy` at the position `index`.
    pub fn statement(policy: &'a Compiled, index: u16) -> DecidedBy<'a> {
        DecidedBy { kind: policy.kind().facts().decides_as, statement: Some((policy, index)) }
    }

    /// The kind.
    pub const fn which(&self) -> Kind {
        self.kind
    }

    /// The deciding statement's policy and position.
    pub const fn source(&self) -> Option<(&'a Compiled, u16)> {
        self.statement
    }
}

impl fmt::Display for DecidedBy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.word())?;
        match self.statement {
            None => Ok(()),
            Some((policy, index)) => match policy.sid(index) {
                Some(sid) => write!(f, "/{sid}"),
                None => write!(f, "/{}[{index}]", policy.name()),
            },
        }
    }
}

/// How it came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It may.
    Allow,
    /// A statement, or a setting, refuses it.
    ExplicitDeny,
    /// Nothing refuses it, but something that had to allow it did not.
    ImplicitDeny {
        /// Where the Allow was missing.
        lacks: Kind,
    },
}

/// A decision.
#[derive(Clone, Copy, Debug)]
pub struct Decision<'a> {
    outcome: Outcome,
    by: DecidedBy<'a>,
}

impl<'a> Decision<'a> {
    /// It may, says `by`. Between accounts both sides said so; `by` is the resource's.
    pub const fn allow(by: DecidedBy<'a>) -> Decision<'a> {
        Decision { outcome: Outcome::Allow, by }
    }

    /// `by` refuses it.
    pub const fn explicit_deny(by: DecidedBy<'a>) -> Decision<'a> {
        Decision { outcome: Outcome::ExplicitDeny, by }
    }

    /// No policy of the kind `lacks` allows it. Where that kind only limits what others allow, it has decided; where
    /// it would have been the one to allow, nobody has: [`Kind::None`].
    pub const fn implicit_deny(lacks: Kind) -> Decision<'a> {
        let by = match lacks {
            Kind::Scp | Kind::Boundary | Kind::Session | Kind::Endpoint => lacks,
            _ => Kind::None,
        };
        Decision { outcome: Outcome::ImplicitDeny { lacks }, by: DecidedBy::kind(by) }
    }

    /// Whether it may.
    pub const fn allowed(&self) -> bool {
        matches!(self.outcome, Outcome::Allow)
    }

    /// How it came out.
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Who decided.
    pub const fn by(&self) -> &DecidedBy<'a> {
        &self.by
    }

    /// The message of a denial within an organization (PO-027); callers outside get a plain `Access Denied`.
    /// `None` if it may.
    pub fn denial_message(&self, question: &Question<'_>) -> Option<String> {
        let action = question.action.name();
        let why = match self.outcome {
            Outcome::Allow => return None,
            Outcome::ExplicitDeny => {
                let article = if self.by.kind == Kind::Identity { "an" } else { "a" };
                format!("with an explicit deny in {article} {}", self.by.kind.in_a_denial())
            }
            Outcome::ImplicitDeny { lacks } => {
                format!("because no {} allows the {action} action", lacks.in_a_denial())
            }
        };
        let (who, resource) = (question.principal.arn(), question.resource);
        Some(format!("User: {who} is not authorized to perform: {action} on resource: \"{resource}\" {why}"))
    }
}
