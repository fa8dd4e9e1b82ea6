//! Who can be told: queues, topics and functions as S3 sees them, and whether it may send to them.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html>

use std::collections::BTreeMap;
use std::sync::LazyLock;

use s3sim_aws::error::ErrorCode;
use s3sim_iam::compile::{Action, Compiled, Question};
use s3sim_iam::context::Context;
use s3sim_iam::evaluate::{Caller as Policies, Place, evaluate};
use s3sim_iam::principal::{AccountId as Digits, Principal};

use super::document::NotificationConfiguration;
use crate::kms::Keys;
use crate::response::Refusal;

/// What S3 says when it cannot send to a destination.
pub const UNABLE: &str = "Unable to validate the following destination configurations";

/// What kind of thing a destination is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DestinationKind {
    /// An SNS topic.
    Topic,
    /// An SQS queue.
    Queue,
    /// A Lambda function.
    Function,
}

impl DestinationKind {
    /// Every kind, in the order of the document.
    pub const ALL: [DestinationKind; 3] =
        [DestinationKind::Topic, DestinationKind::Queue, DestinationKind::Function];

    /// The list in the document.
    pub(crate) const fn list_element(self) -> &'static str {
        match self {
            DestinationKind::Topic => "TopicConfigurations",
            DestinationKind::Queue => "QueueConfigurations",
            DestinationKind::Function => "LambdaFunctionConfigurations",
        }
    }

    /// The element with the ARN.
    pub(crate) const fn arn_element(self) -> &'static str {
        match self {
            DestinationKind::Topic => "TopicArn",
            DestinationKind::Queue => "QueueArn",
            DestinationKind::Function => "LambdaFunctionArn",
        }
    }

    /// What S3 has to be allowed.
    fn action(self) -> &'static Action {
        static ACTIONS: LazyLock<[Action; 3]> =
            LazyLock::new(|| ["sns:Publish", "sqs:SendMessage", "lambda:InvokeFunction"].map(Action::new));
        &ACTIONS[self as usize]
    }
}

/// A queue, topic or function as S3 sees it.
#[derive(Clone, Debug)]
pub struct Destination {
    /// What it is.
    pub kind: DestinationKind,
    /// The account that it belongs to.
    pub owner: Digits,
    /// Its policy.
    pub policy: Option<Compiled>,
    /// The KMS key that encrypts its messages: id, alias or ARN.
    pub key: Option<String>,
}

/// Everything that can be sent to, by ARN.
#[derive(Clone, Debug, Default)]
pub struct Destinations {
    known: BTreeMap<String, Destination>,
}

/// Who sends: S3, for one bucket.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    /// The bucket's name.
    pub bucket: &'a str,
    /// Its owner.
    pub owner: Digits,
}

/// A service that sends on somebody's behalf.
#[derive(Clone, Copy, Debug)]
pub struct Service<'a> {
    /// `s3.amazonaws.com`.
    pub name: &'a str,
    /// The ARN of the bucket, topic or rule: `aws:SourceArn`.
    pub source: &'a str,
    /// Whose that is: `aws:SourceAccount`.
    pub account: Digits,
}

/// Whether somebody may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Yes.
    Granted,
    /// There is no such destination.
    NoSuchThing,
    /// Its policy does not say so.
    Policy,
    /// Its key's policy does not say so.
    Key,
}

impl Destinations {
    /// Adds a destination, or puts another in its place.
    pub fn insert(&mut self, arn: String, destination: Destination) {
        self.known.insert(arn, destination);
    }

    /// Takes a destination away.
    pub fn remove(&mut self, arn: &str) {
        self.known.remove(arn);
    }

    /// A destination.
    pub fn get(&self, arn: &str) -> Option<&Destination> {
        self.known.get(arn)
    }

    /// A destination, for changing.
    pub fn get_mut(&mut self, arn: &str) -> Option<&mut Destination> {
        self.known.get_mut(arn)
    }

    /// Why S3 cannot send to `arn` for a bucket; nothing if it can.
    pub fn obstacle(
        &self,
        arn: &str,
        kind: DestinationKind,
        sender: Sender<'_>,
        keys: &Keys,
    ) -> Option<String> {
        let bucket = format!("arn:aws:s3:::{}", sender.bucket);
        let service = Service { name: "s3.amazonaws.com", source: &bucket, account: sender.owner };
        let refused = match (self.admits(arn, service, keys), kind) {
            (Admission::Granted, _) => return None,
            (_, DestinationKind::Function) => format!("Not authorized to invoke function [{arn}]"),
            (Admission::NoSuchThing, DestinationKind::Topic) => {
                "The destination topic does not exist".to_owned()
            }
            (Admission::NoSuchThing, DestinationKind::Queue) => {
                "The destination queue does not exist".to_owned()
            }
            (Admission::Key, _) => {
                "The KMS key of the destination does not let s3.amazonaws.com use it".to_owned()
            }
            (Admission::Policy, DestinationKind::Topic) => {
                "Permissions on the destination topic do not allow S3 to publish notifications from this bucket"
                    .to_owned()
            }
            (Admission::Policy, DestinationKind::Queue) => {
                "Permissions on the destination queue do not allow S3 to publish notifications from this bucket"
                    .to_owned()
            }
        };
        Some(refused)
    }

    /// Whether a service may send to a destination.
    pub fn admits(&self, arn: &str, service: Service<'_>, keys: &Keys) -> Admission {
        let Some(destination) = self.known.get(arn) else { return Admission::NoSuchThing };
        let may = |policy: Option<&Compiled>, action: &Action, resource: &str| {
            let principal = Principal::service(service.name);
            let mut context = Context::new();
            principal.describe(&mut context);
            context.set("aws:sourcearn", service.source);
            context.set("aws:sourceaccount", service.account.to_string());
            context.set("aws:securetransport", true);
            let question = Question { principal: &principal, action, resource, context: &context };
            let caller = Policies::new(principal.clone());
            evaluate(&caller, &question, &Place::new(Some(destination.owner), policy)).allowed()
        };
        if !may(destination.policy.as_ref(), destination.kind.action(), arn) {
            return Admission::Policy;
        }
        let Some(name) = &destination.key else { return Admission::Granted };
        // A key that AWS manages lets nobody in but the service itself on its owner's behalf.
        let lets_in = keys.called(name).map(|id| keys.get(id)).is_some_and(|key| {
            let needed = ["kms:GenerateDataKey", "kms:Decrypt"];
            needed.iter().all(|action| may(key.policy.as_ref(), &Action::new(action), &key.arn))
        });
        if lets_in { Admission::Granted } else { Admission::Key }
    }

    /// What S3 answers to a configuration with destinations that it cannot send to: the first five, numbered.
    pub fn check(
        &self,
        configuration: &NotificationConfiguration,
        sender: Sender<'_>,
        keys: &Keys,
    ) -> Result<(), Refusal> {
        const NAMES: [(&str, &str); 5] = [
            ("ArgumentName1", "ArgumentValue1"),
            ("ArgumentName2", "ArgumentValue2"),
            ("ArgumentName3", "ArgumentValue3"),
            ("ArgumentName4", "ArgumentValue4"),
            ("ArgumentName5", "ArgumentValue5"),
        ];
        let obstacles = configuration.destinations.iter().filter_map(|one| {
            let why = self.obstacle(&one.arn, one.kind, sender, keys)?;
            Some((one.arn.clone(), why))
        });
        let mut refusal = Refusal::because(ErrorCode::InvalidArgument, UNABLE);
        for ((arn, why), (name, value)) in obstacles.zip(NAMES) {
            refusal = refusal.with(name, arn).with(value, why);
        }
        if refusal.details.is_empty() { Ok(()) } else { Err(refusal) }
    }
}
