//! How the usage of a run becomes its bill.

use std::sync::Arc;

use s3sim_billing::options::{Options, Payers, Tags};
use s3sim_ledger::AccountId;
use s3sim_scenario::Scenario;

/// What the bill of a scenario depends on besides usage.
///
/// The first account pays for its organization, and all of it shares tiers and free amounts.
/// <https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/useconsolidatedbilling-effective.html>
pub fn options(scenario: &Scenario) -> Options {
    let mut payers = Payers::each_its_own();
    if let Some(organization) = scenario.directory.organization() {
        let ids = (0..scenario.accounts.len()).map(|id| AccountId(id as u16));
        let member = |id: &AccountId| organization.has(scenario.directory.account(*id).number);
        payers.consolidate(AccountId(0), ids.filter(member));
    }
    // Modelling choice: the tags that a bucket has at the start; AWS takes those of the time of use.
    let activated = &scenario.billing.cost_allocation_tags;
    let tags = scenario.buckets.iter().filter_map(|bucket| {
        let tags = bucket.tags.iter().filter(|(key, _)| activated.contains(key));
        let tags: Tags = tags.cloned().collect();
        (!tags.is_empty()).then(|| (Arc::from(bucket.name.as_str()), tags))
    });
    Options {
        payers,
        prices: scenario.billing.prices.clone(),
        free_transfer: scenario.billing.free_transfer,
        trial_free_tier: scenario.billing.trial_free_tier,
        named: scenario.prices.named.clone(),
        tags: tags.collect(),
        ..Options::default()
    }
}
