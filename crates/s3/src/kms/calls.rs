//! Calls to KMS, made directly and not through S3.
//!
//! <https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html>. What changes a key is here, and whether it could
//! be used; ciphertext is not made.

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_aws::region::Region;
use s3sim_document::tree::{Map, Node};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::AccountId;
use s3sim_ledger::audit::AuditRecord;

use super::{Grant, KeyId, KeySpec, KeyState, NewKey, Origin, ROTATION_DAYS, read_policy};
use crate::authorize::Subject;
use crate::caller::Caller;
use crate::form::Form;
use crate::machine::S3;
use crate::request::{Request, Route};
use crate::response::{Fields, Refusal, Response};
use crate::world::World;

/// Days until a key that is scheduled for deletion is gone: the shortest, the longest, which is also the default.
const WINDOW: [u64; 2] = [7, 30];
/// Days between rotations unless a call says otherwise.
const ROTATION_DAYS_USUAL: u64 = 365;

/// A call to KMS.
#[derive(Clone, Copy, Debug)]
pub struct KmsRequest<'a> {
    /// The call, as policies name it; one of [`super::ACTIONS`], or `kms:CreateKey`.
    pub action: &'static str,
    /// The key: id, ARN or alias.
    pub key: &'a str,
    /// The call's other parameters, by their names in the API.
    pub parameters: &'a Map,
    /// The account that a name without account is looked for in, beside the caller's.
    pub owner: AccountId,
    /// Where.
    pub region: Region,
    /// Who asks.
    pub caller: Caller<'a>,
}

/// What a call does to a key.
enum Change {
    Nothing(Fields),
    State(KeyState),
    Rotation(Option<Micros>),
    Policy(Box<(s3sim_iam::compile::Compiled, String)>),
    Grant(Grant),
    Alias(String),
}

impl S3 {
    /// Judges and carries out a call to KMS.
    pub fn call_kms(&mut self, now: Instant, request: &KmsRequest<'_>, world: &mut impl World) -> Response {
        let outcome = match request.action {
            "kms:CreateKey" => self.create_key(now, request),
            _ => self.judge_kms(now, request).map(|(id, change)| self.change_key(id, change)),
        };
        let resource = self.key_of_call(request).map(|id| self.kms.get(id));
        let actor = request.caller.actor;
        let admin = &self.directory.account(request.caller.account).admin;
        world.audit(AuditRecord {
            time: now,
            source: "kms.amazonaws.com",
            name: request.action.trim_start_matches("kms:"),
            principal: actor.unwrap_or(admin).policies.principal.arn().to_owned(),
            invoked_by: "",
            account: request.caller.account,
            region: request.region,
            resource: resource.map_or_else(|| request.key.to_owned(), |key| key.arn.clone()),
            context: String::new(),
            count: 1,
            error: outcome.as_ref().err().map_or("", |refusal| refusal.code.name()),
        });
        self.settle(now, world);
        match outcome {
            Ok(fields) => Response::ok(200, fields),
            Err(refusal) => Response::refused(refusal),
        }
    }

    /// What KMS would answer now, as far as it is known before anything happens. Changes nothing, costs nothing.
    pub fn answer_kms(&self, now: Instant, request: &KmsRequest<'_>) -> Response {
        match self.judge_kms(now, request) {
            Ok((_, Change::Nothing(fields))) => Response::ok(200, fields),
            Ok(_) => Response::ok(200, Fields::new()),
            Err(refusal) => Response::refused(refusal),
        }
    }

    /// The key that a call names: one of the caller's, or of the account that the call says.
    fn key_of_call(&self, request: &KmsRequest<'_>) -> Option<KeyId> {
        let find = |account| {
            let number = self.directory.account(account).number.to_string();
            self.kms.find(request.key, &number, request.region)
        };
        find(request.caller.account).or_else(|| find(request.owner))
    }

    fn create_key(&mut self, now: Instant, request: &KmsRequest<'_>) -> Result<Fields, Refusal> {
        let form = Form::new(request.parameters);
        let origin = match form.text("Origin")? {
            Some("EXTERNAL") => Origin::External,
            _ => Origin::AwsKms,
        };
        let spec = KeySpec::of(form.text("KeySpec")?);
        let number = self.directory.account(request.caller.account).number.to_string();
        if self.kms.find(request.key, &number, request.region).is_some() {
            return Err(Refusal::of(ErrorCode::AlreadyExistsException));
        }
        let id = self.add_key(NewKey {
            id: request.key.to_owned(),
            owner: request.caller.account,
            region: request.region,
            origin,
            spec,
            policy: self.policy_in(form)?,
            rotation: None,
            state: match origin {
                Origin::AwsKms => KeyState::Enabled,
                Origin::External => KeyState::PendingImport,
            },
            alias: None,
            created: now,
        });
        let key = self.kms.get(id);
        Ok(Fields::new().text("KeyId", &key.id).text("Arn", &key.arn).text("KeyState", key.state.name()))
    }

    fn policy_in(&self, form: Form<'_>) -> Result<Option<(s3sim_iam::compile::Compiled, String)>, Refusal> {
        let read = |reader: &s3sim_document::read::Reader<'_>| read_policy(reader, Some(&self.directory));
        form.document("Policy", read)
            .map_err(|refusal| Refusal::because(ErrorCode::MalformedPolicyDocumentException, refusal.message))
    }

    /// What a call would do, or what KMS says instead: permission first, then the state of the key.
    fn judge_kms(&self, now: Instant, request: &KmsRequest<'_>) -> Result<(KeyId, Change), Refusal> {
        let id = self.key_of_call(request).filter(|&id| !self.kms.get(id).is_gone(now)).ok_or_else(|| {
            let message = format!("Key '{}' does not exist", request.key);
            Refusal::because(ErrorCode::NotFoundException, message)
        })?;
        self.judge_change(now, request, id).map(|change| (id, change))
    }

    fn judge_change(&self, now: Instant, request: &KmsRequest<'_>, id: KeyId) -> Result<Change, Refusal> {
        let asked = Request {
            api: Api::ListBuckets,
            bucket: "",
            key: "",
            parameters: request.parameters,
            size: 0,
            caller: request.caller,
            route: Route::default(),
            cause: "",
        };
        let ask = self.ask(now, &asked);
        self.permission(&ask, request.action, &Subject::Key(id, None)).map_err(|refusal| Refusal {
            code: ErrorCode::AccessDeniedException,
            status: ErrorCode::AccessDeniedException.status(),
            ..refusal
        })?;
        let (key, form) = (self.kms.get(id), Form::new(request.parameters));
        let in_state = |fits: bool| {
            let message = format!("{} is {}.", key.arn, key.state.name());
            if fits { Ok(()) } else { Err(Refusal::because(ErrorCode::KmsStateException, message)) }
        };
        let pending = matches!(key.state, KeyState::PendingDeletion(_));
        let settled = matches!(key.state, KeyState::Enabled | KeyState::Disabled);
        match request.action {
            "kms:DisableKey" => in_state(settled).map(|()| Change::State(KeyState::Disabled)),
            "kms:EnableKey" => in_state(settled).map(|()| Change::State(KeyState::Enabled)),
            "kms:ScheduleKeyDeletion" => {
                in_state(!pending)?;
                let days = within(form, "PendingWindowInDays", WINDOW[1], WINDOW[0]..=WINDOW[1])?;
                Ok(Change::State(KeyState::PendingDeletion(now + days)))
            }
            "kms:CancelKeyDeletion" => in_state(pending).map(|()| Change::State(KeyState::Disabled)),
            "kms:ImportKeyMaterial" | "kms:DeleteImportedKeyMaterial" if key.origin != Origin::External => {
                Err(Refusal::of(ErrorCode::UnsupportedOperationException))
            }
            "kms:ImportKeyMaterial" => {
                in_state(key.state == KeyState::PendingImport).map(|()| Change::State(KeyState::Enabled))
            }
            "kms:DeleteImportedKeyMaterial" => {
                in_state(settled).map(|()| Change::State(KeyState::PendingImport))
            }
            "kms:PutKeyPolicy" => match self.policy_in(form)? {
                Some(policy) => Ok(Change::Policy(Box::new(policy))),
                None => Err(Refusal::of(ErrorCode::MalformedPolicyDocumentException)),
            },
            "kms:GetKeyPolicy" => Ok(Change::Nothing(Fields::new().text("Policy", &key.policy_text))),
            "kms:EnableKeyRotation" | "kms:RotateKeyOnDemand"
                if key.origin == Origin::External || key.spec == KeySpec::Asymmetric =>
            {
                Err(Refusal::of(ErrorCode::UnsupportedOperationException))
            }
            "kms:EnableKeyRotation" => {
                in_state(!pending)?;
                let [least, most] = ROTATION_DAYS;
                within(form, "RotationPeriodInDays", ROTATION_DAYS_USUAL, least..=most)
                    .map(|period| Change::Rotation(Some(period)))
            }
            "kms:DisableKeyRotation" => in_state(!pending).map(|()| Change::Rotation(None)),
            "kms:GetKeyRotationStatus" => {
                let enabled = s3sim_document::tree::Value::Bool(key.rotation.is_some());
                Ok(Change::Nothing(Fields::new().node("KeyRotationEnabled", enabled)))
            }
            "kms:CreateGrant" => {
                in_state(settled)?;
                grant(form, key.grants.len()).map(Change::Grant)
            }
            "kms:CreateAlias" | "kms:UpdateAlias" => {
                in_state(!pending)?;
                let name = form.text("AliasName")?.unwrap_or_default();
                if !name.starts_with("alias/") || name.starts_with("alias/aws/") {
                    return Err(Refusal::of(ErrorCode::NotFoundException));
                }
                let number = self.directory.account(key.owner).number;
                Ok(Change::Alias(format!("arn:aws:kms:{}:{number}:{name}", key.region.name())))
            }
            "kms:DescribeKey" => {
                let mut fields = Fields::new()
                    .text("KeyId", &key.id)
                    .text("Arn", &key.arn)
                    .text("KeyState", key.state.name());
                if let KeyState::PendingDeletion(at) = key.state {
                    fields = fields.text("DeletionDate", at.to_string());
                }
                Ok(Change::Nothing(fields))
            }
            // Cryptographic operations work with keys that are enabled.
            "kms:Encrypt"
            | "kms:Decrypt"
            | "kms:GenerateDataKey"
            | "kms:GenerateDataKeyWithoutPlaintext"
            | "kms:ReEncryptFrom"
            | "kms:ReEncryptTo" => match key.state {
                KeyState::Disabled => Err(Refusal::of(ErrorCode::DisabledException)),
                state => in_state(state == KeyState::Enabled)
                    .map(|()| Change::Nothing(Fields::new().text("KeyId", &key.arn))),
            },
            _ => in_state(!pending).map(|()| Change::Nothing(Fields::new())),
        }
    }

    fn change_key(&mut self, id: KeyId, change: Change) -> Fields {
        match change {
            Change::Nothing(fields) => return fields,
            Change::State(state) => {
                // Keys that wait for their deletion are not billed.
                let was = matches!(self.kms.get(id).state, KeyState::PendingDeletion(_));
                match (was, matches!(state, KeyState::PendingDeletion(_))) {
                    (false, true) => self.kms.weigh(id, -1),
                    (true, false) => self.kms.weigh(id, 1),
                    _ => {}
                }
                self.kms.get_mut(id).state = state;
                if let KeyState::PendingDeletion(at) = state {
                    return Fields::new().text("DeletionDate", at.to_string());
                }
            }
            Change::Rotation(rotation) => self.kms.get_mut(id).rotation = rotation,
            Change::Policy(policy) => {
                let (compiled, text) = *policy;
                let key = self.kms.get_mut(id);
                (key.policy, key.policy_text) = (Some(compiled), text);
            }
            Change::Grant(grant) => {
                let fields = Fields::new().text("GrantId", &grant.id);
                self.kms.get_mut(id).grants.push(grant);
                return fields;
            }
            Change::Alias(arn) => self.kms.name(arn, id),
        }
        Fields::new()
    }
}

/// Days out of a range.
fn within(
    form: Form<'_>,
    name: &str,
    usual: u64,
    range: std::ops::RangeInclusive<u64>,
) -> Result<Micros, Refusal> {
    let days = form.number(name)?.unwrap_or(usual);
    if !range.contains(&days) {
        let message = format!("{name} must be between {} and {}", range.start(), range.end());
        return Err(Refusal::because(ErrorCode::ValidationException, message));
    }
    Ok(Micros::days(days as i64))
}

fn grant(form: Form<'_>, known: usize) -> Result<Grant, Refusal> {
    let missing =
        || Refusal::because(ErrorCode::ValidationException, "GranteePrincipal and Operations are needed");
    let grantee = form.text("GranteePrincipal")?.ok_or_else(missing)?.to_owned();
    let operations = form.get("Operations").and_then(Node::as_list).ok_or_else(missing)?;
    let operations = operations.iter().filter_map(Node::scalar).map(str::to_owned).collect();
    Ok(Grant { id: format!("grant-{}", known + 1), grantee, operations })
}
