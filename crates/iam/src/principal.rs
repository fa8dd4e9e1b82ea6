//! Who makes a request.
//!
//! A [`Principal`] is made once for an actor and lent to every request. The other side, the `Principal` element of a
//! policy that names one, is [`crate::element`].
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use std::fmt;

use crate::context::Context;

/// An AWS account: twelve decimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(u64);

impl AccountId {
    /// Reads exactly twelve digits.
    pub fn parse(text: &str) -> Option<AccountId> {
        let plain = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        if plain { text.parse().ok().map(AccountId) } else { None }
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.0)
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What kind of principal it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The root user of an account.
    Root,
    /// An IAM user.
    User,
    /// A session of a role: who called `sts:AssumeRole` and now acts as the role.
    Session {
        /// `arn:aws:iam::111122223333:role/app`, with the role's path.
        role_arn: String,
    },
    /// A session from `sts:GetFederationToken`.
    FederatedUser,
    /// An AWS service on its own behalf: `cloudtrail.amazonaws.com`.
    Service,
    /// CloudFront's older way to an origin: an origin access identity.
    OriginAccessIdentity,
    /// Somebody known to an identity provider, about to assume a role.
    Federated,
    /// Nobody: the request is not signed.
    Anonymous,
}

/// Who makes a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    who: Who,
    account: Option<AccountId>,
    account_text: String,
    arn: String,
    unique_id: String,
    user_id: String,
    name: String,
    canonical_id: Option<String>,
}

impl Principal {
    fn in_account(who: Who, account: AccountId, arn: String, unique_id: &str) -> Principal {
        Principal {
            who,
            account: Some(account),
            account_text: account.to_string(),
            arn,
            unique_id: unique_id.to_owned(),
            user_id: unique_id.to_owned(),
            name: String::new(),
            canonical_id: None,
        }
    }

    fn outside(who: Who, arn: &str, unique_id: &str) -> Principal {
        Principal {
            who,
            account: None,
            account_text: String::new(),
            arn: arn.to_owned(),
            unique_id: unique_id.to_owned(),
            user_id: unique_id.to_owned(),
            name: arn.to_owned(),
            canonical_id: None,
        }
    }

    /// The root user of `account`.
    pub fn root(account: AccountId) -> Principal {
        let id = account.to_string();
        Principal::in_account(Who::Root, account, format!("arn:aws:iam::{id}:root"), &id)
    }

    /// The IAM user at `path_and_name` (`ann` or `staff/ann`) with its unique id (`AIDA…`).
    pub fn user(account: AccountId, path_and_name: &str, unique_id: &str) -> Principal {
        let arn = format!("arn:aws:iam::{account}:user/{path_and_name}");
        let mut user = Principal::in_account(Who::User, account, arn, unique_id);
        user.name = last_of(path_and_name).to_owned();
        user
    }

    /// A session of the role at `path_and_name` with the role's unique id (`AROA…`).
    pub fn session(
        account: AccountId,
        path_and_name: &str,
        unique_id: &str,
        session_name: &str,
    ) -> Principal {
        let role_arn = format!("arn:aws:iam::{account}:role/{path_and_name}");
        let arn = format!("arn:aws:sts::{account}:assumed-role/{}/{session_name}", last_of(path_and_name));
        let mut session = Principal::in_account(Who::Session { role_arn }, account, arn, unique_id);
        session.user_id = format!("{unique_id}:{session_name}");
        session
    }

    /// A session named `name` from `sts:GetFederationToken`.
    pub fn federated_user(account: AccountId, name: &str) -> Principal {
        let arn = format!("arn:aws:sts::{account}:federated-user/{name}");
        Principal::in_account(Who::FederatedUser, account, arn, &format!("{account}:{name}"))
    }

    /// The service principal `name` (`cloudtrail.amazonaws.com`).
    pub fn service(name: &str) -> Principal {
        Principal::outside(Who::Service, name, "")
    }

    /// The origin access identity `id` of CloudFront.
    pub fn origin_access_identity(id: &str) -> Principal {
        let arn = format!("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity {id}");
        Principal::outside(Who::OriginAccessIdentity, &arn, id)
    }

    /// A user of the identity provider `provider`: an ARN, or a name such as `accounts.google.com`.
    pub fn federated(provider: &str) -> Principal {
        Principal::outside(Who::Federated, provider, "")
    }

    /// Nobody.
    pub fn anonymous() -> Principal {
        Principal::outside(Who::Anonymous, "anonymous", "")
    }

    /// The same principal with its canonical id in S3: of its account, or of an origin access identity.
    pub fn with_canonical_id(mut self, id: &str) -> Principal {
        self.canonical_id = Some(id.to_owned());
        self
    }

    /// What kind of principal it is.
    pub fn who(&self) -> &Who {
        &self.who
    }

    /// Its account; services, anonymous callers and the like have none.
    pub fn account(&self) -> Option<AccountId> {
        self.account
    }

    /// Its own ARN: of a session, `arn:aws:sts::111122223333:assumed-role/app/session`. Services have their name here,
    /// anonymous callers `anonymous`.
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// `aws:PrincipalArn`: as [`Principal::arn`], but of a session the ARN of its role.
    pub fn principal_arn(&self) -> &str {
        match &self.who {
            Who::Session { role_arn } => role_arn,
            _ => &self.arn,
        }
    }

    /// `AIDA…` of a user, `AROA…` of a session's role.
    pub fn unique_id(&self) -> &str {
        &self.unique_id
    }

    /// Its canonical id in S3, where it has one.
    pub fn canonical_id(&self) -> Option<&str> {
        self.canonical_id.as_deref()
    }

    /// `aws:PrincipalType`.
    pub fn principal_type(&self) -> &'static str {
        match self.who {
            Who::Root => "Account",
            Who::User | Who::OriginAccessIdentity => "User",
            Who::Session { .. } => "AssumedRole",
            Who::FederatedUser | Who::Federated => "FederatedUser",
            Who::Service => "Service",
            Who::Anonymous => "Anonymous",
        }
    }

    /// Whether permissions come from its account's side too: false for services, anonymous callers and the like, whom
    /// only a resource's own policy can let in.
    pub fn has_identity(&self) -> bool {
        self.account.is_some()
    }

    /// Fills in the condition keys that follow from the principal alone (PO-052, PO-053): `aws:PrincipalArn`,
    /// `aws:PrincipalAccount`, `aws:PrincipalType`, `aws:userid`, `aws:username`, `aws:PrincipalIsAWSService`,
    /// `aws:PrincipalServiceName` and `aws:PrincipalServiceNamesList`.
    pub fn describe<'a>(&'a self, context: &mut Context<'a>) {
        let service = self.who == Who::Service;
        context.set("aws:principalisawsservice", service);
        if service {
            context.set("aws:principalservicename", self.arn.as_str());
            context.set_many("aws:principalservicenameslist", [self.arn.as_str()]);
        }
        if self.account.is_some() {
            context.set("aws:principalaccount", self.account_text.as_str());
            context.set("aws:principalarn", self.principal_arn());
            context.set("aws:principaltype", self.principal_type());
            context.set("aws:userid", self.user_id.as_str());
        }
        if self.who == Who::User {
            context.set("aws:username", self.name.as_str());
        }
    }
}

/// The name at the end of `path/name`.
fn last_of(path_and_name: &str) -> &str {
    path_and_name.rsplit('/').next().unwrap_or(path_and_name)
}
