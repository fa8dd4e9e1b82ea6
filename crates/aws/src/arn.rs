//! Amazon Resource Names of what a scenario can hold.
//!
//! Modelling choice: one partition, `aws`, whatever the Region.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>

use std::fmt;

use crate::region::Region;

#[cfg(test)]
mod tests;

/// An AWS account number: twelve digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account(u64);

impl Account {
    /// The account that everything belongs to unless a scenario says otherwise: 111122223333.
    pub const MAIN: Account = Account(111_122_223_333);

    /// The account of twelve digits; `None` for anything else.
    pub fn parse(digits: &str) -> Option<Account> {
        let wellformed = digits.len() == 12 && digits.bytes().all(|digit| digit.is_ascii_digit());
        if wellformed { digits.parse().ok().map(Account) } else { None }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.0)
    }
}

/// A kind of thing of IAM that has a name. Names include the path, where there is one: `engineers/ann`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Iam {
    /// `user/ann`.
    User,
    /// `group/readers`.
    Group,
    /// `role/app`.
    Role,
    /// `policy/read`; AWS's own policies belong to the account `aws` and have no [`Arn`].
    Policy,
}

impl Iam {
    const ALL: [Iam; 4] = [Iam::User, Iam::Group, Iam::Role, Iam::Policy];

    const fn prefix(self) -> &'static str {
        match self {
            Iam::User => "user/",
            Iam::Group => "group/",
            Iam::Role => "role/",
            Iam::Policy => "policy/",
        }
    }
}

/// A kind of thing that lives in a Region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Regional {
    /// A KMS key.
    Key,
    /// Another name of a KMS key.
    Alias,
    /// An SQS queue.
    Queue,
    /// An SNS topic.
    Topic,
    /// A Lambda function.
    Function,
    /// An EventBridge rule.
    Rule,
    /// An EventBridge bus.
    EventBus,
    /// A CloudTrail trail.
    Trail,
    /// A CloudWatch alarm.
    Alarm,
}

impl Regional {
    const ALL: [Regional; 9] = [
        Regional::Key,
        Regional::Alias,
        Regional::Queue,
        Regional::Topic,
        Regional::Function,
        Regional::Rule,
        Regional::EventBus,
        Regional::Trail,
        Regional::Alarm,
    ];

    /// The service's word, and what stands before the name.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Regional::Key => ("kms", "key/"),
            Regional::Alias => ("kms", "alias/"),
            Regional::Queue => ("sqs", ""),
            Regional::Topic => ("sns", ""),
            Regional::Function => ("lambda", "function:"),
            Regional::Rule => ("events", "rule/"),
            Regional::EventBus => ("events", "event-bus/"),
            Regional::Trail => ("cloudtrail", "trail/"),
            Regional::Alarm => ("cloudwatch", "alarm:"),
        }
    }
}

/// A resource name, taken apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Arn {
    /// `arn:aws:s3:::photos`.
    Bucket {
        /// The bucket's name.
        bucket: String,
    },
    /// `arn:aws:s3:::photos/2024/cat.jpg`.
    Object {
        /// The bucket's name.
        bucket: String,
        /// The key, never empty.
        key: String,
    },
    /// `arn:aws:iam::111122223333:root`.
    Root {
        /// The account itself.
        account: Account,
    },
    /// `arn:aws:iam::111122223333:role/app`.
    Iam {
        /// What it is.
        kind: Iam,
        /// Whose it is.
        account: Account,
        /// Its name with its path.
        name: String,
    },
    /// `arn:aws:sts::111122223333:assumed-role/app/session`.
    Session {
        /// The role's account.
        account: Account,
        /// The role's name, without its path.
        role: String,
        /// The session's name.
        session: String,
    },
    /// `arn:aws:cloudfront::111122223333:distribution/cdn`.
    Distribution {
        /// Whose it is.
        account: Account,
        /// Its id.
        id: String,
    },
    /// `arn:aws:kms:us-east-1:111122223333:key/photos`.
    Regional {
        /// What it is.
        kind: Regional,
        /// Where it is.
        region: Region,
        /// Whose it is.
        account: Account,
        /// Its name.
        name: String,
    },
}

/// Why a text is not the ARN of anything that a scenario can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArnError {
    /// Not six parts with `arn:aws` in front.
    NotAnArn,
    /// The Region is not known, or there is one where there must be none.
    Region(String),
    /// Not twelve digits, or digits where there must be none.
    Account(String),
    /// A service or kind of thing that is not simulated, or a name that is missing.
    Resource(String),
}

impl fmt::Display for ArnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ArnError::NotAnArn => f.write_str("not of the form `arn:aws:service:region:account:resource`"),
            ArnError::Region(region) if region.is_empty() => f.write_str("the Region is missing"),
            ArnError::Region(region) => write!(f, "no Region `{region}` here"),
            ArnError::Account(account) if account.is_empty() => f.write_str("the account is missing"),
            ArnError::Account(account) => {
                write!(f, "no account `{account}` here: twelve digits, or none for S3")
            }
            ArnError::Resource(resource) => write!(f, "`{resource}` names nothing that is simulated"),
        }
    }
}

impl std::error::Error for ArnError {}

impl Arn {
    /// Takes a name apart. Patterns are not names: `*` stands for itself.
    ///
    /// # Errors
    /// What is wrong with it, the leftmost part first.
    pub fn parse(text: &str) -> Result<Arn, ArnError> {
        let mut parts = text.splitn(6, ':');
        let mut part = || parts.next().ok_or(ArnError::NotAnArn);
        if (part()?, part()?) != ("arn", "aws") {
            return Err(ArnError::NotAnArn);
        }
        let (service, region, account, resource) = (part()?, part()?, part()?, part()?);
        let unknown = || ArnError::Resource(format!("{service}:{resource}"));
        let owner = || Account::parse(account).ok_or_else(|| ArnError::Account(account.to_owned()));
        if !matches!(service, "s3" | "iam" | "sts" | "cloudfront") {
            let (kind, name) = Regional::ALL
                .into_iter()
                .filter(|kind| kind.words().0 == service)
                .find_map(|kind| Some((kind, named(resource, kind.words().1)?)))
                .ok_or_else(unknown)?;
            let region = Region::parse(region).ok_or_else(|| ArnError::Region(region.to_owned()))?;
            return Ok(Arn::Regional { kind, region, account: owner()?, name });
        }
        if !region.is_empty() {
            return Err(ArnError::Region(region.to_owned()));
        }
        if service == "s3" {
            if !account.is_empty() {
                return Err(ArnError::Account(account.to_owned()));
            }
            return match resource.split_once('/') {
                None if resource.is_empty() => Err(unknown()),
                None => Ok(Arn::Bucket { bucket: resource.to_owned() }),
                Some((bucket, key)) if bucket.is_empty() || key.is_empty() => Err(unknown()),
                Some((bucket, key)) => Ok(Arn::Object { bucket: bucket.to_owned(), key: key.to_owned() }),
            };
        }
        let account = owner()?;
        match service {
            "iam" if resource == "root" => Ok(Arn::Root { account }),
            "iam" => Iam::ALL
                .into_iter()
                .find_map(|kind| Some(Arn::Iam { kind, account, name: named(resource, kind.prefix())? }))
                .ok_or_else(unknown),
            "sts" => resource
                .strip_prefix("assumed-role/")
                .and_then(|rest| rest.split_once('/'))
                .filter(|(role, session)| !role.is_empty() && !session.is_empty())
                .map(|(role, session)| Arn::Session {
                    account,
                    role: role.to_owned(),
                    session: session.to_owned(),
                })
                .ok_or_else(unknown),
            _ => named(resource, "distribution/")
                .map(|id| Arn::Distribution { account, id })
                .ok_or_else(unknown),
        }
    }

    /// The account in the name; buckets and objects have none.
    pub const fn account(&self) -> Option<Account> {
        match self {
            Arn::Bucket { .. } | Arn::Object { .. } => None,
            Arn::Root { account }
            | Arn::Iam { account, .. }
            | Arn::Session { account, .. }
            | Arn::Distribution { account, .. }
            | Arn::Regional { account, .. } => Some(*account),
        }
    }
}

/// What follows the prefix, if anything does.
fn named(resource: &str, prefix: &str) -> Option<String> {
    resource.strip_prefix(prefix).filter(|name| !name.is_empty()).map(str::to_owned)
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Arn::Bucket { bucket } => write!(f, "arn:aws:s3:::{bucket}"),
            Arn::Object { bucket, key } => write!(f, "arn:aws:s3:::{bucket}/{key}"),
            Arn::Root { account } => write!(f, "arn:aws:iam::{account}:root"),
            Arn::Iam { kind, account, name } => write!(f, "arn:aws:iam::{account}:{}{name}", kind.prefix()),
            Arn::Session { account, role, session } => {
                write!(f, "arn:aws:sts::{account}:assumed-role/{role}/{session}")
            }
            Arn::Distribution { account, id } => write!(f, "arn:aws:cloudfront::{account}:distribution/{id}"),
            Arn::Regional { kind, region, account, name } => {
                let (service, prefix) = kind.words();
                write!(f, "arn:aws:{service}:{region}:{account}:{prefix}{name}")
            }
        }
    }
}
