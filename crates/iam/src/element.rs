//! The `Principal` and `NotPrincipal` elements: whom a statement means.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use crate::principal::{AccountId, Principal, Who};

/// How closely a statement names a principal. More is closer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// By its account: the account may pass the permission on to the principal (PO-008).
    Account,
    /// A session by its role: boundary and session policies still limit it (PO-020).
    Role,
    /// By its own name, or because everyone is meant.
    Direct,
}

/// One name in a `Principal` element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalName {
    /// `*`.
    Everyone,
    /// An account id or the ARN of its root: all of the account.
    Account(AccountId),
    /// An IAM user.
    User {
        /// Its ARN.
        arn: String,
        /// The unique id that the name had when the policy was saved, if known.
        bound: Option<String>,
    },
    /// A role, and so its sessions.
    Role {
        /// Its ARN.
        arn: String,
        /// The unique id that the name had when the policy was saved, if known.
        bound: Option<String>,
    },
    /// One session of a role, by its `sts` ARN.
    Session(String),
    /// A federated user, by its `sts` ARN.
    FederatedUser(String),
    /// A unique id: what a saved name turns into once its user or role is deleted.
    UniqueId(String),
    /// CloudFront's origin access identity, by its ARN.
    OriginAccessIdentity(String),
    /// A service: `cloudtrail.amazonaws.com`.
    Service(String),
    /// An identity provider: an ARN or a name.
    Federated(String),
    /// An account or origin access identity by its canonical id in S3.
    CanonicalUser(String),
}

impl PrincipalName {
    /// Reads what may stand under `AWS`: `*`, an account id, an ARN, a unique id. Partial wildcards and groups are
    /// no principals (PO-007).
    pub fn parse_aws(text: &str) -> Option<PrincipalName> {
        if text == "*" {
            return Some(PrincipalName::Everyone);
        }
        if text.is_empty() || text.contains(['*', '?']) {
            return None;
        }
        if let Some(account) = AccountId::parse(text) {
            return Some(PrincipalName::Account(account));
        }
        if !text.starts_with("arn:") {
            let unique =
                text.len() >= 16 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            return (unique && text.starts_with('A')).then(|| PrincipalName::UniqueId(text.to_owned()));
        }
        let mut fields = text.splitn(6, ':').skip(2);
        let (service, region, account, resource) =
            (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let arn = text.to_owned();
        let named = |prefix| resource.strip_prefix(prefix).is_some_and(|name: &str| !name.is_empty());
        if !region.is_empty() {
            return None;
        }
        if account == "cloudfront" {
            return named("user/").then_some(PrincipalName::OriginAccessIdentity(arn));
        }
        let id = AccountId::parse(account)?;
        match service {
            "iam" if resource == "root" => Some(PrincipalName::Account(id)),
            "iam" if named("user/") => Some(PrincipalName::User { arn, bound: None }),
            "iam" if named("role/") => Some(PrincipalName::Role { arn, bound: None }),
            "sts" if named("assumed-role/") => Some(PrincipalName::Session(arn)),
            "sts" if named("federated-user/") => Some(PrincipalName::FederatedUser(arn)),
            _ => None,
        }
    }

    /// Reads a name of another `kind` (`Service`, `Federated`, `CanonicalUser`). `None` if the kind is unknown or the
    /// name cannot be one.
    pub fn parse_other(kind: &str, text: &str) -> Option<PrincipalName> {
        if text.is_empty() || text.contains(['*', '?', ' ']) {
            return None;
        }
        match kind {
            "Service" => text.contains('.').then(|| PrincipalName::Service(text.to_owned())),
            "Federated" => Some(PrincipalName::Federated(text.to_owned())),
            "CanonicalUser" => Some(PrincipalName::CanonicalUser(text.to_owned())),
            _ => None,
        }
    }

    /// How closely this names `principal`, if it does.
    pub fn reaches(&self, principal: &Principal) -> Option<Reach> {
        let arn = principal.arn();
        let who = principal.who();
        match self {
            PrincipalName::Everyone => Some(Reach::Direct),
            PrincipalName::Account(account) => {
                let reach = if *who == Who::Root { Reach::Direct } else { Reach::Account };
                (principal.account() == Some(*account)).then_some(reach)
            }
            PrincipalName::User { arn: name, bound } => {
                let same = bound.as_deref().is_none_or(|id| id == principal.unique_id());
                (*who == Who::User && arn == name && same).then_some(Reach::Direct)
            }
            PrincipalName::Role { arn: name, bound } => {
                let same = bound.as_deref().is_none_or(|id| id == principal.unique_id());
                (matches!(who, Who::Session { role_arn } if role_arn == name) && same).then_some(Reach::Role)
            }
            PrincipalName::Session(name) => {
                (matches!(who, Who::Session { .. }) && arn == name).then_some(Reach::Direct)
            }
            PrincipalName::FederatedUser(name) => {
                (*who == Who::FederatedUser && arn == name).then_some(Reach::Direct)
            }
            PrincipalName::UniqueId(id) => {
                let reach = if matches!(who, Who::Session { .. }) { Reach::Role } else { Reach::Direct };
                (principal.has_identity() && principal.unique_id() == id).then_some(reach)
            }
            PrincipalName::OriginAccessIdentity(name) => {
                (*who == Who::OriginAccessIdentity && arn == name).then_some(Reach::Direct)
            }
            PrincipalName::Service(name) => (*who == Who::Service && arn == name).then_some(Reach::Direct),
            PrincipalName::Federated(name) => {
                (*who == Who::Federated && arn == name).then_some(Reach::Direct)
            }
            PrincipalName::CanonicalUser(id) => {
                let reach = if principal.has_identity() && *who != Who::Root {
                    Reach::Account
                } else {
                    Reach::Direct
                };
                (principal.canonical_id() == Some(id)).then_some(reach)
            }
        }
    }

    /// Whether the name is one fixed principal (or account, or service), not everyone.
    pub fn is_fixed(&self) -> bool {
        *self != PrincipalName::Everyone
    }
}

/// Whether `NotPrincipal` with these names spares `principal`.
///
/// Everything that a request of the principal is checked as must be named: a user and its account; a session, its
/// role and their account (PO-010). Naming the user alone does not save the user.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html>
///
/// Modelling choice: the documentation says "may still be denied"; here it is denied.
pub(crate) fn spares(names: &[PrincipalName], principal: &Principal) -> bool {
    let by = |reach: Reach| names.iter().any(|name| name.reaches(principal) == Some(reach));
    if names.contains(&PrincipalName::Everyone) {
        return true;
    }
    match principal.who() {
        Who::User | Who::FederatedUser => by(Reach::Direct) && by(Reach::Account),
        Who::Session { .. } => by(Reach::Direct) && by(Reach::Role) && by(Reach::Account),
        Who::Root | Who::Service | Who::OriginAccessIdentity | Who::Federated | Who::Anonymous => {
            by(Reach::Direct)
        }
    }
}
