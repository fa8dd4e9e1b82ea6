//! What a budget does when a threshold is passed: it attaches a policy.
//!
//! <https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-controls.html>

use std::sync::Arc;

use s3sim_billing::budget::{Budget, read};
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_iam::compile::Compiled;
use s3sim_iam::managed;
use s3sim_iam::policy::PolicyKind;
use s3sim_s3::attached::Bound;

use crate::people::{People, policies};
use crate::values;

const INVALID: &str = "InvalidParameterException";
const NOT_FOUND: &str = "NotFoundException";

/// An action of a budget.
#[derive(Clone, Debug)]
pub struct BudgetAction {
    /// The budget, with the threshold of the action as its only alert.
    pub budget: Budget,
    /// Whom it attaches its policy to.
    pub bound: Vec<Bound>,
    /// The policy.
    pub policy: Arc<Compiled>,
}

/// What an action attaches and to whom.
type Definition = Option<(Vec<Bound>, Arc<Compiled>)>;

/// Reads the actions of a budget. One that waits for approval, or stops instances, does nothing here.
pub(super) fn read_all(
    reader: &Reader<'_>,
    budget: &Budget,
    people: &People,
    organization: Option<&Reader<'_>>,
) -> Vec<BudgetAction> {
    let items = reader.items().unwrap_or_default();
    items.iter().filter_map(|item| read_one(item, budget, people, organization)).collect()
}

fn read_one(
    reader: &Reader<'_>,
    budget: &Budget,
    people: &People,
    organization: Option<&Reader<'_>>,
) -> Option<BudgetAction> {
    let mut fields = reader.fields()?;
    let kind = fields.optional("ActionType").and_then(|value| values::text(&value));
    let alert = read::action_threshold(&mut fields);
    let definition = fields.optional("Definition");
    let manual =
        fields.optional("ApprovalModel").is_some_and(|value| value.node().scalar() == Some("MANUAL"));
    fields.also(&["AccountId", "BudgetName", "ExecutionRoleArn", "Subscribers", "ResourceTags"]);
    fields.finish_refused(INVALID);
    let definition = |name: &str| {
        let node = definition.as_ref().and_then(|definition| definition.node().get(name));
        let Some((definition, node)) = definition.as_ref().zip(node) else {
            reader.refused(INVALID, format!("`Definition` should have a `{name}`"));
            return None;
        };
        Some(definition.child(name, node))
    };
    let (bound, policy) = match kind.as_deref() {
        Some("APPLY_IAM_POLICY") => of_identities(&definition("IamActionDefinition")?, people)?,
        Some("APPLY_SCP_POLICY") => of_accounts(&definition("ScpActionDefinition")?, people, organization)?,
        Some("RUN_SSM_DOCUMENTS") => return None,
        _ => {
            let known = "APPLY_IAM_POLICY, APPLY_SCP_POLICY or RUN_SSM_DOCUMENTS";
            reader.refused(INVALID, format!("`ActionType` should be {known}"));
            return None;
        }
    };
    let budget = Budget { alerts: vec![alert?], ..budget.clone() };
    (!manual).then_some(BudgetAction { budget, bound, policy })
}

fn of_identities(reader: &Reader<'_>, people: &People) -> Definition {
    let mut fields = reader.fields()?;
    let policy = fields.optional("PolicyArn");
    let mut bound = Vec::new();
    let mut named = |list: Option<Reader<'_>>, what: &str, find: &dyn Fn(&str) -> Option<String>| {
        for name in list.and_then(|list| list.items()).unwrap_or_default() {
            match name.text().map(|text| (text, find(text))) {
                Some((_, Some(arn))) => bound.push(Bound::Principal(arn)),
                Some((text, None)) => name.refused(NOT_FOUND, format!("there is no {what} `{text}`")),
                None => {}
            }
        }
    };
    named(fields.optional("Users"), "user", &|name| people.user_arn(name));
    named(fields.optional("Roles"), "role", &|name| people.role_arn(name));
    if let Some(groups) = fields.optional("Groups") {
        groups.wrong("groups are not there yet: name users or roles");
    }
    fields.finish_refused(INVALID);
    if ["Users", "Roles", "Groups"].iter().all(|word| reader.node().get(word).is_none()) {
        reader.refused(INVALID, "should name `Users` or `Roles`");
    }
    let Some(policy) = policy else {
        reader.refused(INVALID, "`PolicyArn` is missing");
        return None;
    };
    Some((bound, policies::read("", &policy, PolicyKind::Role)?))
}

fn of_accounts(reader: &Reader<'_>, people: &People, organization: Option<&Reader<'_>>) -> Definition {
    let mut fields = reader.fields()?;
    let (policy, targets) = (fields.optional("PolicyId"), fields.optional("TargetIds"));
    fields.finish_refused(INVALID);
    let Some((policy, targets)) = policy.zip(targets) else {
        reader.refused(INVALID, "`PolicyId` and `TargetIds` say what is attached to whom");
        return None;
    };
    let mut bound = Vec::new();
    for target in targets.items().unwrap_or_default() {
        let Some(text) = target.text() else { continue };
        let accounts = people.accounts_of(text);
        if accounts.is_empty() {
            let message = format!("`{text}` is neither an account nor a unit with accounts");
            target.refused(NOT_FOUND, message);
        }
        bound.extend(accounts.into_iter().map(Bound::Account));
    }
    Some((bound, scp(&policy, organization)?))
}

/// A service control policy: one of AWS's, or one of a unit's by its name.
fn scp(reader: &Reader<'_>, organization: Option<&Reader<'_>>) -> Option<Arc<Compiled>> {
    let text = reader.text()?;
    if let Some(policy) = managed::find(text, PolicyKind::ServiceControl) {
        return Some(Compiled::shared(text, &policy));
    }
    let units = organization.and_then(|organization| {
        let units = organization.node().get("units")?;
        organization.child("units", units).entries()
    });
    for (_, unit) in units.unwrap_or_default() {
        let scps = unit.node().get("scps");
        if let Some((scps, policy)) = scps.and_then(|scps| Some((scps, scps.get(text)?))) {
            let place = unit.child("scps", scps).child(text, policy);
            return policies::read(text, &place, PolicyKind::ServiceControl);
        }
    }
    let known: Vec<&str> = managed::names().collect();
    reader.refused(NOT_FOUND, format!("no unit has a policy `{text}`{}", suggest::instead(text, &known)));
    None
}
