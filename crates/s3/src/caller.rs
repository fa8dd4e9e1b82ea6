//! Who sends a request, and by which way.
//!
//! An [`Actor`] is a principal with everything that is known of it beforehand: its policies are compiled once. A
//! [`Way`] is what the network adds: TLS, addresses, a VPC endpoint, a second factor, a presigned URL. A request that
//! names neither comes from the administrator of the bucket's owner, over HTTPS from the internet.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use s3sim_iam::compile::Compiled;
use s3sim_iam::evaluate::Caller as Policies;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::AccountId;

/// Who sends a request.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The account of the principal; of somebody without account, whatever account the request is about.
    pub account: AccountId,
    /// The principal; `None` is the administrator of the account.
    pub actor: Option<&'a Actor>,
    /// How it gets to S3; `None` is the plain way: HTTPS over the internet.
    pub way: Option<&'a Way>,
}

impl Caller<'_> {
    /// The administrator of an account, over HTTPS.
    pub const fn admin(account: AccountId) -> Caller<'static> {
        Caller { account, actor: None, way: None }
    }
}

/// A principal that sends requests.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The principal and its policies.
    pub policies: Policies,
    /// The account in the ledger; services and anonymous callers have none.
    pub account: Option<AccountId>,
    /// Tags of the user, role and session: `aws:PrincipalTag/…`.
    pub tags: Vec<(String, String)>,
    /// Who assumed the role, if that is to be checked too.
    pub assumed: Option<Arc<Assumption>>,
    /// On whose behalf a service calls.
    pub source: Option<Source>,
}

impl Actor {
    /// A principal without tags that acts for itself.
    pub fn new(policies: Policies, account: Option<AccountId>) -> Actor {
        Actor { policies, account, tags: Vec::new(), assumed: None, source: None }
    }

    /// The same with a session policy, which limits what the others allow.
    pub fn limited(mut self, session: Arc<Compiled>) -> Actor {
        self.policies.session.get_or_insert_default().push(session);
        self
    }
}

/// A role that somebody is about to assume.
#[derive(Clone, Debug)]
pub struct Assumption {
    /// Who.
    pub by: Actor,
    /// The ARN of the role.
    pub role: String,
    /// The account of the role.
    pub owner: s3sim_iam::principal::AccountId,
    /// The role's trust policy.
    pub trust: Arc<Compiled>,
}

/// The thing for which a service calls: `aws:SourceArn` and `aws:SourceAccount`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its ARN.
    pub arn: Option<String>,
    /// Its account, twelve digits.
    pub account: Option<String>,
}

/// What protects the bytes on their way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Transport {
    /// Nothing.
    Http,
    /// TLS 1.0.
    Tls10,
    /// TLS 1.1.
    Tls11,
    /// TLS 1.2.
    Tls12,
    /// TLS 1.3.
    #[default]
    Tls13,
}

impl Transport {
    /// `aws:SecureTransport`.
    pub const fn is_secure(self) -> bool {
        !matches!(self, Transport::Http)
    }

    /// `s3:TlsVersion`.
    pub const fn version(self) -> Option<&'static str> {
        match self {
            Transport::Http => None,
            Transport::Tls10 => Some("1.0"),
            Transport::Tls11 => Some("1.1"),
            Transport::Tls12 => Some("1.2"),
            Transport::Tls13 => Some("1.3"),
        }
    }
}

/// A VPC endpoint.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Its id: `aws:SourceVpce`.
    pub id: String,
    /// The VPC that it belongs to: `aws:SourceVpc`.
    pub vpc: String,
    /// Its policy; `None` lets everything through.
    pub policy: Option<Arc<Compiled>>,
}

/// A URL that was signed before it was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presigned {
    /// When it was signed.
    pub at: Instant,
    /// How long it can be used from then on.
    pub expires: Micros,
}

/// The way that a request takes.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// What protects it.
    pub transport: Transport,
    /// The address that it comes from: on the internet, or within the VPC of `endpoint`.
    pub address: Option<IpAddr>,
    /// The VPC endpoint that it passes.
    pub endpoint: Option<Arc<Endpoint>>,
    /// Whether it is the bucket's website endpoint.
    pub website: bool,
    /// Whether the bytes that are sent are damaged on the way.
    pub damaged: bool,
    /// Whether the credentials were got with a second factor.
    pub mfa: bool,
    /// `Referer`.
    pub referer: Option<String>,
    /// `User-Agent`.
    pub user_agent: Option<String>,
    /// The URL was signed beforehand.
    pub presigned: Option<Presigned>,
    /// Condition keys that are stated instead of being derived from the request, with their values.
    pub stated: Vec<(String, Vec<String>)>,
    /// What the client did to the bytes before it sent them.
    pub client_key: Option<String>,
}

/// The address of whoever does not say theirs: in the block that is reserved for documentation. Modelling choice.
pub const SOMEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 1));
/// The address within a VPC of whoever does not say theirs. Modelling choice.
pub const WITHIN_VPC: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
