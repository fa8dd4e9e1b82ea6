//! Policy documents: what one says, and reading it with AWS's own refusals.
//!
//! [`kind`] holds what each kind of policy must, may and must not contain; [`read`] the grammar; [`bucket`] what S3
//! checks beyond it.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

pub mod bucket;
pub mod kind;
pub mod read;
pub mod s3_reference;
pub mod size;

use crate::condition::Condition;
use crate::element::PrincipalName;
use crate::pattern::Variables;
pub use crate::policy::kind::PolicyKind;
pub use crate::policy::read::{Directory, Known, Rules};

/// The version of the policy language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Version {
    /// `2008-10-17`, also without a `Version` element: `${…}` is plain text (PO-001).
    #[default]
    V2008,
    /// `2012-10-17`.
    V2012,
}

impl Version {
    /// Whether policy variables work.
    pub fn variables(self) -> Variables {
        match self {
            Version::V2008 => Variables::Literal,
            Version::V2012 => Variables::Active,
        }
    }
}

/// `Allow` or `Deny`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Permits, unless something denies.
    Allow,
    /// Refuses, whatever permits.
    Deny,
}

/// An element that has a `Not…` twin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listed<T> {
    /// Neither stands there: everything, for the kinds of policy that leave the element out.
    Unsaid,
    /// Any of these.
    These(Vec<T>),
    /// `Not…`: anything but these.
    AllBut(Vec<T>),
}

impl<T> Listed<T> {
    /// What is listed, either way.
    pub fn names(&self) -> &[T] {
        match self {
            Listed::Unsaid => &[],
            Listed::These(names) | Listed::AllBut(names) => names,
        }
    }
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// `Sid`.
    pub sid: Option<String>,
    /// `Effect`.
    pub effect: Effect,
    /// `Principal` or `NotPrincipal`; unsaid in policies attached to a principal.
    pub principal: Listed<PrincipalName>,
    /// `Action` or `NotAction`, as written.
    pub action: Listed<String>,
    /// `Resource` or `NotResource`, as written; unsaid in trust policies.
    pub resource: Listed<String>,
    /// `Condition`: all must hold.
    pub conditions: Vec<Condition>,
}

/// A policy document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What it is attached to.
    pub kind: PolicyKind,
    /// `Version`.
    pub version: Version,
    /// `Id`.
    pub id: Option<String>,
    /// `Statement`, in document order.
    pub statements: Vec<Statement>,
    /// Its size as the kind's limit counts it, in bytes or characters.
    pub size: usize,
}
