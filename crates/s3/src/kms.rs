//! KMS as far as S3 meets it: keys, their states and policies.
//!
//! Calls to KMS itself stand in [`calls`]; what S3 does with keys on somebody's behalf in [`crate::encryption`].
//!
//! <https://docs.aws.amazon.com/kms/latest/developerguide/overview.html>

use std::cell::RefCell;
use std::collections::BTreeMap;

use s3sim_aws::region::Region;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::{Node, Value};
use s3sim_iam::compile::Compiled;
use s3sim_iam::policy::{Policy, PolicyKind, Rules};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::AccountId;

use crate::directory::Directory;

pub(crate) mod bulk;
pub mod cache;
pub mod calls;
pub mod direct;
pub mod quota;
pub mod uses;

/// Actions of KMS that policies are asked about.
pub const ACTIONS: [&str; 25] = [
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DeleteImportedKeyMaterial",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:GetParametersForImport",
    "kms:ImportKeyMaterial",
    "kms:ListKeys",
    "kms:PutKeyPolicy",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UpdateAlias",
];

/// A key, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub(crate) u32);

/// The alias of the key that AWS manages for S3 in every account and Region.
pub const AWS_S3: &str = "alias/aws/s3";

/// Days between rotations of key material: the shortest and the longest time.
///
/// <https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-enable.html>
pub const ROTATION_DAYS: [u64; 2] = [90, 2560];

/// Who manages a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manager {
    /// The account: a customer managed key.
    Customer,
    /// AWS: `aws/s3`.
    Aws,
}

/// Where the key material comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// KMS made it.
    #[default]
    AwsKms,
    /// It was imported, and can be deleted at once.
    External,
}

/// What a key can be used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeySpec {
    /// `SYMMETRIC_DEFAULT`.
    #[default]
    Symmetric,
    /// Any other: not for S3.
    Asymmetric,
}

impl KeySpec {
    /// What the API's word means; none is `SYMMETRIC_DEFAULT`.
    pub fn of(word: Option<&str>) -> KeySpec {
        match word {
            None | Some("SYMMETRIC_DEFAULT") => KeySpec::Symmetric,
            Some(_) => KeySpec::Asymmetric,
        }
    }
}

/// The state of a key.
///
/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyState {
    /// In use.
    #[default]
    Enabled,
    /// Not in use until it is enabled again.
    Disabled,
    /// Without material until some is imported.
    PendingImport,
    /// Deleted at this instant unless that is cancelled.
    PendingDeletion(Instant),
}

impl KeyState {
    /// The API's word.
    pub const fn name(self) -> &'static str {
        match self {
            KeyState::Enabled => "Enabled",
            KeyState::Disabled => "Disabled",
            KeyState::PendingImport => "PendingImport",
            KeyState::PendingDeletion(_) => "PendingDeletion",
        }
    }
}

/// A key.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its id: in a scenario, its name.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// The account that it belongs to.
    pub owner: AccountId,
    /// Where it is.
    pub region: Region,
    /// Who manages it.
    pub manager: Manager,
    /// Where its material comes from.
    pub origin: Origin,
    /// What it is for.
    pub spec: KeySpec,
    /// Its state.
    pub state: KeyState,
    /// Its policy.
    pub policy: Option<Compiled>,
    /// Its policy as JSON.
    pub policy_text: String,
    /// How often new material is made by itself.
    pub rotation: Option<Micros>,
    /// When it was made.
    pub created: Instant,
    /// Who may use it beside what its policy says.
    pub grants: Vec<Grant>,
}

/// A grant: lets one principal do some things with a key.
///
/// <https://docs.aws.amazon.com/kms/latest/developerguide/grants.html>. Modelling choice: it holds at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: String,
    /// ARN of the user or role, or of an account's root for everybody in it.
    pub grantee: String,
    /// Actions without `kms:`.
    pub operations: Vec<String>,
}

impl Key {
    /// Whether it has been deleted for good by `now`.
    pub fn is_gone(&self, now: Instant) -> bool {
        matches!(self.state, KeyState::PendingDeletion(at) if at <= now)
    }
}

/// What is needed for a customer managed key.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Its id.
    pub id: String,
    /// The account that it belongs to.
    pub owner: AccountId,
    /// Where it is.
    pub region: Region,
    /// Where its material comes from.
    pub origin: Origin,
    /// What it is for.
    pub spec: KeySpec,
    /// Its policy; `None` is the one that AWS gives by default.
    pub policy: Option<(Compiled, String)>,
    /// How often new material is made by itself.
    pub rotation: Option<Micros>,
    /// Its state.
    pub state: KeyState,
    /// Another name, without `alias/`, beside its id.
    pub alias: Option<String>,
    /// When it was made.
    pub created: Instant,
}

/// All keys.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    keys: Vec<Key>,
    /// ARN of key or alias → key.
    names: BTreeMap<String, KeyId>,
    weights: Vec<(AccountId, Region, i128)>,
}

impl Keys {
    /// The key of an id.
    pub fn get(&self, id: KeyId) -> &Key {
        &self.keys[id.0 as usize]
    }

    pub(crate) fn get_mut(&mut self, id: KeyId) -> &mut Key {
        &mut self.keys[id.0 as usize]
    }

    /// All keys, in the order in which they came into being.
    pub fn iter(&self) -> impl Iterator<Item = (KeyId, &Key)> {
        self.keys.iter().enumerate().map(|(index, key)| (KeyId(index as u32), key))
    }

    /// Changes the number of customer managed keys that are paid for.
    pub(crate) fn weigh(&mut self, id: KeyId, delta: i128) {
        let key = self.get(id);
        if key.manager == Manager::Customer {
            self.weights.push((key.owner, key.region, delta));
        }
    }

    /// Hands over every change of the number of keys since it was asked last.
    pub(crate) fn drain_weights(&mut self) -> Vec<(AccountId, Region, i128)> {
        std::mem::take(&mut self.weights)
    }

    /// Adds a customer managed key. Its id and, for short, an alias of the same name lead to it.
    pub fn add(&mut self, new: NewKey, directory: &Directory) -> KeyId {
        let number = directory.account(new.owner).number;
        let region = new.region.name();
        let arn = format!("arn:aws:kms:{region}:{number}:key/{}", new.id);
        let alias = |name: &str| format!("arn:aws:kms:{region}:{number}:alias/{name}");
        let (policy, policy_text) = new
            .policy
            .map_or_else(|| default_policy(&number.to_string()), |(policy, text)| (Some(policy), text));
        let id = KeyId(self.keys.len() as u32);
        self.names.insert(arn.clone(), id);
        self.names.insert(alias(&new.id), id);
        if let Some(name) = &new.alias {
            self.names.insert(alias(name), id);
        }
        self.keys.push(Key {
            id: new.id,
            arn,
            owner: new.owner,
            region: new.region,
            manager: Manager::Customer,
            origin: new.origin,
            spec: new.spec,
            state: new.state,
            policy,
            policy_text,
            rotation: new.rotation,
            created: new.created,
            grants: Vec::new(),
        });
        self.weigh(id, 1);
        id
    }

    /// Adds the key `aws/s3` of an account in a Region, if it is not there yet.
    pub(crate) fn add_managed(&mut self, owner: AccountId, region: Region, number: &str) {
        let alias = format!("arn:aws:kms:{}:{number}:{AWS_S3}", region.name());
        if self.names.contains_key(&alias) {
            return;
        }
        let id = KeyId(self.keys.len() as u32);
        let arn = format!("arn:aws:kms:{}:{number}:key/aws-s3", region.name());
        let (policy, policy_text) = managed_policy(number, region.name());
        self.names.insert(alias, id);
        self.names.insert(arn.clone(), id);
        self.keys.push(Key {
            id: "aws-s3".to_owned(),
            arn,
            owner,
            region,
            manager: Manager::Aws,
            origin: Origin::AwsKms,
            spec: KeySpec::Symmetric,
            state: KeyState::Enabled,
            policy,
            policy_text,
            rotation: Some(Micros(365 * s3sim_kernel::time::DAY)),
            created: Instant::from_micros(0),
            grants: Vec::new(),
        });
    }

    /// The key of an ARN, an id or an alias, as an account in a Region would name it: names alone mean its own keys.
    pub fn find(&self, name: &str, account: &str, region: Region) -> Option<KeyId> {
        if name.starts_with("arn:") {
            return self.names.get(name).copied();
        }
        let kind = if name.starts_with("alias/") { "" } else { "key/" };
        self.names.get(&format!("arn:aws:kms:{}:{account}:{kind}{name}", region.name())).copied()
    }

    /// The first key that a name or alias means to its own account, or an ARN to anybody.
    pub fn called(&self, name: &str) -> Option<KeyId> {
        self.iter().map(|(id, _)| id).find(|&id| self.is_called(id, name))
    }

    /// Whether a name, alias or ARN leads to the key.
    pub fn is_called(&self, id: KeyId, name: &str) -> bool {
        let key = self.get(id);
        let account = key.arn.split(':').nth(4).unwrap_or_default();
        self.find(name, account, key.region) == Some(id)
    }

    /// Gives a key another name, or moves a name to it.
    pub(crate) fn name(&mut self, alias: String, id: KeyId) {
        self.names.insert(alias, id);
    }
}

/// Reads a key policy given as a tree.
pub fn read_policy(reader: &Reader<'_>, directory: Option<&Directory>) -> Option<(Compiled, String)> {
    let rules = Rules::new(PolicyKind::Key);
    let policy = match directory {
        Some(directory) => Policy::read(reader, &rules.knowing(directory)),
        None => Policy::read(reader, &rules),
    }?;
    let text = match &reader.node().value {
        Value::Text(text) => text.clone(),
        _ => s3sim_document::tree::to_json(reader.node()),
    };
    Some((Compiled::new("", &policy), text))
}

fn known(text: String) -> (Option<Compiled>, String) {
    let node = Node::made(Value::Text(text.clone()));
    let problems = RefCell::new(Problems::new());
    let policy = read_policy(&Reader::new(&node, "", &problems), None);
    (policy.map(|(compiled, _)| compiled), text)
}

/// The statement that a key policy has if nobody says anything: the account's IAM policies decide.
///
/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
pub fn default_statement(account: &str) -> String {
    format!(
        r#"{{"Sid":"Enable IAM User Permissions","Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::{account}:root"}},"Action":"kms:*","Resource":"*"}}"#
    )
}

fn default_policy(account: &str) -> (Option<Compiled>, String) {
    let statement = default_statement(account);
    known(format!(r#"{{"Version":"2012-10-17","Id":"key-default-1","Statement":[{statement}]}}"#))
}

/// AWS's policy for `aws/s3`: everybody in the account who may use S3, and nobody else.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>
fn managed_policy(account: &str, region: &str) -> (Option<Compiled>, String) {
    known(format!(
        r#"{{"Version":"2012-10-17","Id":"auto-s3-2","Statement":[{{"Sid":"Allow access through S3 for all principals in the account that are authorized to use S3","Effect":"Allow","Principal":{{"AWS":"*"}},"Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*","kms:DescribeKey"],"Resource":"*","Condition":{{"StringEquals":{{"kms:CallerAccount":"{account}","kms:ViaService":"s3.{region}.amazonaws.com"}}}}}},{{"Sid":"Allow direct access to key metadata to the account","Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::{account}:root"}},"Action":["kms:Describe*","kms:Get*","kms:List*"],"Resource":"*"}}]}}"#
    ))
}
