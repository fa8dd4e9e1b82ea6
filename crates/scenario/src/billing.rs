//! How usage becomes a bill.

use s3sim_billing::options::Options;
use s3sim_billing::price::Overrides;
use s3sim_document::read::Reader;

use crate::section::Section;
use crate::values;
use crate::words::top::BILLING;

/// How usage becomes a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillingPlan {
    /// How finely lines are cut in time.
    pub granularity: Granularity,
    /// Bytes to the internet that are free each month, 0 = none.
    pub free_transfer: u64,
    /// Prices that differ from the price list.
    pub prices: Overrides,
    /// Whether the free tier of accounts opened before 2025-07-15 applies.
    /// <https://aws.amazon.com/s3/pricing/>
    pub trial_free_tier: bool,
    /// Tags that the payer has activated for bills.
    pub cost_allocation_tags: Vec<String>,
    /// Whether the payer has billing metrics switched on, without which billing alarms see nothing.
    pub alerts: bool,
}

/// How finely the lines of a bill are cut in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Granularity {
    /// One line a month.
    #[default]
    Month,
    /// One line a day.
    Day,
    /// One line an hour.
    Hour,
}

impl Default for BillingPlan {
    fn default() -> BillingPlan {
        let Options { prices, free_transfer, trial_free_tier, .. } = Options::default();
        BillingPlan {
            granularity: Granularity::Month,
            free_transfer,
            prices,
            trial_free_tier,
            cost_allocation_tags: Vec::new(),
            alerts: true,
        }
    }
}

/// Reads `billing`.
pub(crate) fn read(reader: &Reader<'_>) -> BillingPlan {
    let mut plan = BillingPlan::default();
    let Some(section) = Section::open(reader, &BILLING) else { return plan };
    let table = [("month", Granularity::Month), ("day", Granularity::Day), ("hour", Granularity::Hour)];
    if let Some(granularity) = section.get("granularity").and_then(|value| value.word(&table)) {
        plan.granularity = granularity;
    }
    if let Some(bytes) = section.get("free_transfer").and_then(|value| value.size()) {
        plan.free_transfer = bytes;
    }
    if let Some(prices) = section.get("prices").and_then(|value| Overrides::read(&value)) {
        plan.prices = prices;
    }
    if let Some(trial) = section.get("trial_free_tier").and_then(|value| value.boolean()) {
        plan.trial_free_tier = trial;
    }
    if let Some(tags) = section.get("cost_allocation_tags") {
        plan.cost_allocation_tags = values::each(&tags).iter().filter_map(values::text).collect();
    }
    if let Some(alerts) = section.get("alerts").and_then(|value| value.boolean()) {
        plan.alerts = alerts;
    }
    section.done();
    plan
}
