//! S3 in the role of a replication configuration.

use std::cell::RefCell;
use std::sync::{Arc, LazyLock};

use s3sim_aws::arn::{Arn, Iam};
use s3sim_aws::operation::Api;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::{Map, Node, Value};
use s3sim_iam::compile::Compiled;
use s3sim_iam::evaluate::{Caller as Policies, Outcome};
use s3sim_iam::policy::{Policy, PolicyKind, Rules};
use s3sim_iam::principal::{AccountId as Digits, Principal};
use s3sim_kernel::time::Instant;
use s3sim_ledger::{AccountId, BucketId};

use crate::authorize::{Ask, Subject};
use crate::caller::{Actor, Caller, Source, Way};
use crate::directory::ServiceRole;
use crate::encryption::Protection;
use crate::identity::unique_id;
use crate::kms::uses::Payer;
use crate::machine::S3;
use crate::request::{Request, Route};
use crate::response::Refusal;

/// The service that replicates.
pub(super) const S3_SERVICE: &str = "s3.amazonaws.com";
/// The service that runs batch jobs.
pub(super) const BATCH_SERVICE: &str = "batchoperations.s3.amazonaws.com";

/// What the role may do that the console makes for a configuration.
const OF_THE_CONSOLE: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetReplicationConfiguration","s3:ListBucket","s3:GetObjectVersionForReplication","s3:GetObjectVersionAcl","s3:GetObjectVersionTagging","s3:GetObjectRetention","s3:GetObjectLegalHold","s3:ReplicateObject","s3:ReplicateDelete","s3:ReplicateTags","s3:ObjectOwnerOverrideToBucketOwner","s3:InitiateReplication","kms:Decrypt","kms:Encrypt","kms:GenerateDataKey"],"Resource":"*"}]}"#;

static CONSOLE: LazyLock<Option<Arc<Compiled>>> = LazyLock::new(|| {
    let node = Node::made(Value::Text(OF_THE_CONSOLE.to_owned()));
    let problems = RefCell::new(Problems::new());
    let policy = Policy::read(&Reader::new(&node, "", &problems), &Rules::new(PolicyKind::Role))?;
    Some(Compiled::shared("replication", &policy))
});

static NOTHING: LazyLock<Map> = LazyLock::new(Map::default);
static WAY: LazyLock<Way> = LazyLock::new(Way::default);

/// A session of the role.
pub(super) struct Agent {
    actor: Actor,
    account: AccountId,
}

impl Agent {
    /// Who pays for its calls to KMS.
    pub(super) fn payer(&self) -> Payer {
        Payer { account: self.account, principal: self.actor.policies.principal.arn().to_owned() }
    }
}

impl S3 {
    /// Assumes a role as a service; nothing if the role does not trust it.
    ///
    /// Modelling choice: a role that nobody has described is one that the console has made for the configuration, with
    /// all that replication needs in its own account. Other accounts have to let it in by their bucket policies.
    pub(super) fn assume(&self, now: Instant, role: &str, service: &str, source: BucketId) -> Option<Agent> {
        let Ok(Arn::Iam { kind: Iam::Role, account, name }) = Arn::parse(role) else { return None };
        let digits = Digits::parse(&account.to_string())?;
        let account = self.directory.by_number(digits)?;
        if let Some(known) = self.directory.role(role) {
            let trusted = self.trusts(now, known, service, source);
            return trusted.then(|| Agent { actor: known.actor.clone(), account });
        }
        let principal =
            Principal::session(digits, &name, &unique_id("AROA", digits, &name), "s3-replication");
        let entry = self.directory.account(account);
        let mut policies = Policies::new(principal.with_canonical_id(&entry.canonical_id));
        policies.identity.extend(CONSOLE.clone());
        policies.guardrails = entry.admin.policies.guardrails.clone();
        Some(Agent { actor: Actor::new(policies, Some(account)), account })
    }

    fn trusts(&self, now: Instant, role: &ServiceRole, service: &str, source: BucketId) -> bool {
        let mut actor = Actor::new(Policies::new(Principal::service(service)), None);
        let bucket = self.bucket(source);
        actor.source = Some(Source {
            arn: Some(format!("arn:aws:s3:::{}", bucket.name)),
            account: Some(self.directory.account(bucket.owner).number.to_string()),
        });
        let caller = Caller { account: bucket.owner, actor: Some(&actor), way: None };
        let request = request(Api::GetObject, &bucket.name, caller);
        self.lets_in(&Ask { now, request: &request, actor: &actor, way: &WAY }, role)
    }

    /// How a permission of the agent comes out, on something in or of a bucket.
    pub(super) fn ask_for(
        &self,
        now: Instant,
        agent: &Agent,
        action: &'static str,
        bucket: BucketId,
        subject: &Subject,
    ) -> Outcome {
        // A write is not about the version that it replaces, a read is about the one that it finds.
        let api =
            if matches!(subject, Subject::Object(_, _, None)) { Api::PutObject } else { Api::GetObject };
        let caller = Caller { account: agent.account, actor: Some(&agent.actor), way: None };
        let request = request(api, &self.bucket(bucket).name, caller);
        self.outcome(&Ask { now, request: &request, actor: &agent.actor, way: &WAY }, action, subject)
    }
}

impl S3 {
    /// How a bucket encrypts what the agent writes without a word about encryption.
    pub(super) fn default_for(&self, agent: &Agent, bucket: BucketId) -> Result<Protection, Refusal> {
        let caller = Caller { account: agent.account, actor: Some(&agent.actor), way: None };
        self.protect(&request(Api::PutObject, &self.bucket(bucket).name, caller), bucket)
    }
}

fn request<'a>(api: Api, bucket: &'a str, caller: Caller<'a>) -> Request<'a> {
    Request {
        api,
        bucket,
        key: "",
        parameters: &NOTHING,
        size: 0,
        caller,
        route: Route::SameRegion,
        cause: "",
    }
}
