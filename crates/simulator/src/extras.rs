//! What is on the bill beside S3's own lines: ways that cost by the byte, things that cost while they are there, and
//! usage of others that shares S3's tiers.

use std::collections::BTreeMap;
use std::sync::Arc;

use s3sim_aws::item::{Item, NamedItem};
use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_ledger::usage::MeterKey;
use s3sim_s3::machine::S3;
use s3sim_s3::response::Response;
use s3sim_scenario::bucket::BucketPlan;
use s3sim_scenario::prices::{Recurring, Standing};
use s3sim_scenario::request::RequestPlan;

use crate::recorder::Recorder;

/// What a step says that gets no answer on the way it takes.
pub const TIMEOUT: &str = "timeout";

/// Stores that are not S3, by the names of the buckets that stand for them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stores(BTreeMap<Arc<str>, Prices>);

/// What the bytes of a store cost.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prices {
    /// Held for a month.
    pub(crate) stored: Vec<NamedItem>,
    /// Written or read.
    passing: Vec<NamedItem>,
}

impl Stores {
    pub(crate) fn of(buckets: &[BucketPlan]) -> Stores {
        let prices = |plan: &BucketPlan| {
            let store = plan.external.as_ref()?;
            let prices = Prices { stored: store.stored.clone(), passing: store.bytes.clone() };
            Some((plan.name.as_str().into(), prices))
        };
        Stores(buckets.iter().filter_map(prices).collect())
    }

    pub(crate) fn get(&self, bucket: &str) -> Option<&Prices> {
        self.0.get(bucket)
    }
}

/// A thing begins or ceases to be there.
pub(crate) fn stand(world: &mut Recorder, at: Instant, standing: &Standing, begins: bool) {
    let Standing { item, operation, account, region, amount, .. } = *standing;
    let key = MeterKey { account, region, bucket: None, item, operation };
    let usage = &mut world.ledger.usage;
    let level = usage.level(key);
    let amount = i128::from(amount);
    usage.change(level, at, if begins { amount } else { -amount });
}

/// Books usage that has come again.
pub(crate) fn recur(world: &mut Recorder, at: Instant, recurring: &Recurring) {
    let Recurring { item, account, region, amount, .. } = *recurring;
    let key = MeterKey { account, region, bucket: None, item, operation: "" };
    world.ledger.usage.count(at, key, amount.into());
}

/// Books the bytes of an answered request on its way, and at the store that it is about.
pub(crate) fn pass(s3: &S3, world: &mut Recorder, now: Instant, plan: &RequestPlan, response: &Response) {
    if !response.is_ok() {
        return;
    }
    let bytes = match plan.api {
        Api::GetObject => {
            let length = response.fields.get("ContentLength").and_then(|node| node.scalar());
            length.and_then(|length| length.parse().ok()).unwrap_or_default()
        }
        _ => u128::from(plan.content.size()),
    };
    carry(s3, world, now, plan, (bytes, bytes));
}

/// Books bytes: those that reach S3, and those that pass the way, of which a distribution has more.
pub(crate) fn carry(
    s3: &S3,
    world: &mut Recorder,
    now: Instant,
    plan: &RequestPlan,
    (at_origin, on_the_way): (u128, u128),
) {
    if let Some(road) = &plan.sender.road {
        for &item in &road.bytes {
            let (account, region, operation) = (road.account, road.region, road.operation);
            let key = MeterKey { account, region, bucket: None, item: Item::Named(item), operation };
            world.ledger.usage.count(now, key, on_the_way);
        }
    }
    let Some(id) = plan.bucket.as_deref().and_then(|name| s3.bucket_id(name)) else { return };
    let bucket = s3.bucket(id);
    let passing = world.stores.get(&bucket.name).map(|prices| prices.passing.clone()).unwrap_or_default();
    for item in passing {
        let (account, region, item) = (bucket.owner, bucket.region, Item::Named(item));
        let key = MeterKey { account, region, bucket: Some(id), item, operation: plan.api.bill_name() };
        world.ledger.usage.count(now, key, at_origin);
    }
}
