//! The bill: one row per period, account, Region, bucket, usage type, operation and price slice (BL-131).

use std::collections::BTreeMap;
use std::sync::Arc;

use s3sim_aws::item::{Item, Service};
use s3sim_aws::region::Region;
use s3sim_kernel::time::{Instant, Month};
use s3sim_ledger::{AccountId, Ledger};

use crate::catalogue::{self, Allowance};
use crate::filter::Filter;
use crate::money::{Money, Price};
use crate::month::{Cell, lay_out};
use crate::options::{Named, Options, Tags};
use crate::price::{UnknownPrice, Unpriced, tiers};
use crate::quantity::{Measure, Quantity};
use crate::share::apportion;
use crate::tier::Tiers;
use crate::usage_group::UsageGroup;

/// One row of the bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When the billing period starts; its length is the ledger's granularity.
    pub period_start: Instant,
    /// The calendar month it belongs to.
    pub month: Month,
    /// The name of the account that pays the bill.
    pub payer: Arc<str>,
    /// The name of the account that used it.
    pub account: Arc<str>,
    /// That account's twelve digits.
    pub account_number: Arc<str>,
    /// Where it was used.
    pub region: Region,
    /// For which bucket; empty for what is not a bucket's.
    pub bucket: Arc<str>,
    /// The product code: `AmazonS3`.
    pub service: Arc<str>,
    /// As AWS prints it, with the Region's prefix.
    pub usage_type: Arc<str>,
    /// Cost allocation tags of the bucket.
    pub tags: Tags,
    /// As AWS prints it.
    pub operation: &'static str,
    /// The priced item.
    pub item: Item,
    /// 0 = free by a monthly allowance, else the price slice from 1.
    pub slice: u8,
    /// How much, in the ledger's integer.
    pub amount: u128,
    /// What that integer means.
    pub measure: Measure,
    /// USD for one unit.
    pub rate: Price,
    /// This row's share of the rounded cost of its slice in its month.
    pub cost: Money,
}

impl Line {
    /// How much in the bill's unit, to ten decimals, half-up, without trailing zeros.
    pub fn usage_amount(&self) -> String {
        self.measure.text(self.amount)
    }

    /// The word of the `unit` column.
    pub fn unit(&self) -> &'static str {
        self.measure.unit().name()
    }

    /// The service as an invoice calls it; what a scenario prices itself goes by its product code.
    pub fn service_name(&self) -> Arc<str> {
        match self.item.service() {
            Service::Named => self.service.clone(),
            service => service.name().into(),
        }
    }

    /// What it is about, for summaries.
    pub fn group(&self) -> UsageGroup {
        UsageGroup::of(self.item)
    }
}

/// Every line, in the order of its period, account, Region, bucket, usage type, operation and slice (names by their
/// bytes).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    lines: Vec<Line>,
}

/// What shares price slices: one item in one Region for one payer and month (BL-016 to BL-018).
type Sku = (Month, AccountId, Region, Item);

impl Bill {
    /// Prices everything that the ledger has metered so far.
    ///
    /// # Errors
    /// Every price that would be needed and is not known, once each, in order of Region and usage type.
    pub fn of(ledger: &Ledger, options: &Options) -> Result<Bill, Vec<UnknownPrice>> {
        let skus = gather(ledger, options);
        let free = share_allowances(&skus, options);
        let accounts: Vec<(Arc<str>, Arc<str>)> =
            ledger.accounts.iter().map(|a| (a.name.as_str().into(), a.number.as_str().into())).collect();
        let buckets: Vec<Arc<str>> = ledger.buckets.iter().map(|b| b.name.as_str().into()).collect();
        let no_bucket: Arc<str> = "".into();
        let no_tags: Tags = Arc::new([]);
        let (mut lines, mut unknown) = (Vec::new(), Vec::new());
        for (&sku, cells) in &skus {
            let (month, payer, region, item) = sku;
            let measure = Measure::new(item.unit(), month.length());
            let (free, shown_as) = free.get(&sku).copied().unwrap_or((0, item));
            let total: u128 = cells.iter().map(|cell| cell.amount).sum();
            let slices = if total <= free {
                // What an allowance covers needs no price.
                Tiers::flat(Price::ZERO).slices(free, total, measure).unwrap_or_default()
            } else {
                let own = named(item, options).map(|named| Tiers::flat(named.rate));
                let listed = || tiers(&options.prices, region, item);
                let priced = own.as_ref().map_or_else(listed, Ok).and_then(|tiers| {
                    tiers.slices(free, total, measure).map_err(|above| {
                        UnknownPrice::new(region, item, Unpriced::Above(measure.text(above)))
                    })
                });
                match priced {
                    Ok(slices) => slices,
                    Err(error) => {
                        unknown.push(error);
                        continue;
                    }
                }
            };
            let own = named(item, options);
            let usage_type = own.map_or_else(|| item.usage_type(region).into(), |own| own.usage_type.clone());
            let service = own.map_or_else(|| item.service().code().into(), |own| own.service.clone());
            let free_usage_type: Arc<str> = shown_as.usage_type(region).into();
            for part in lay_out(cells, &slices, measure) {
                let is_free = part.slice == 0;
                let item = if is_free { shown_as } else { item };
                if item == Item::BucketsFree && !options.free_bucket_rows {
                    continue;
                }
                let key = part.cell.key;
                let bucket = key.bucket.map_or(&no_bucket, |bucket| &buckets[bucket.0 as usize]).clone();
                let tags = options.tags.get(&bucket).unwrap_or(&no_tags).clone();
                let (account, account_number) = accounts[usize::from(key.account.0)].clone();
                lines.push(Line {
                    period_start: part.cell.period,
                    month,
                    payer: accounts[usize::from(payer.0)].0.clone(),
                    account,
                    account_number,
                    region,
                    bucket,
                    tags,
                    service: service.clone(),
                    usage_type: if is_free { free_usage_type.clone() } else { usage_type.clone() },
                    operation: key.operation,
                    item,
                    slice: part.slice,
                    amount: part.amount,
                    measure,
                    rate: part.rate,
                    cost: part.cost,
                });
            }
        }
        if !unknown.is_empty() {
            unknown.sort();
            unknown.dedup();
            return Err(unknown);
        }
        lines.sort_by(|a, b| row_key(a).cmp(&row_key(b)));
        Ok(Bill { lines })
    }

    /// The rows.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The sum of all rows as printed.
    pub fn total(&self) -> Money {
        self.lines.iter().map(|line| line.cost).sum()
    }

    /// The sum of the rows that a filter takes.
    pub fn cost(&self, filter: &Filter) -> Money {
        self.matching(filter).map(|line| line.cost).sum()
    }

    /// The usage of the rows that a filter takes, summed from integers; the filter should take one unit only.
    pub fn usage(&self, filter: &Filter) -> Quantity {
        let mut sum = Quantity::default();
        for line in self.matching(filter) {
            sum.add(line.measure, line.amount);
        }
        sum
    }

    /// The rows that a filter takes.
    pub fn matching<'a>(&'a self, filter: &'a Filter) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(|line| filter.matches(line))
    }

    /// Costs by whatever a row says: `bill.by(|line| (line.month, line.group()))`.
    pub fn by<K: Ord>(&self, key: impl Fn(&Line) -> K) -> BTreeMap<K, Money> {
        let mut sums = BTreeMap::new();
        for line in &self.lines {
            *sums.entry(key(line)).or_default() += line.cost;
        }
        sums
    }
}

/// What a scenario says of an item that it names and prices itself.
fn named(item: Item, options: &Options) -> Option<&Named> {
    let Item::Named(named) = item else { return None };
    options.named.get(usize::from(named.place))
}

/// What orders rows; only names and facts, never places in a table, so that the order of a scenario does not show.
fn row_key(line: &Line) -> impl Ord + '_ {
    let place = (&*line.account, line.region.name(), &*line.bucket);
    (line.period_start, place, &*line.usage_type, line.operation, line.item, line.slice)
}

/// The ledger's totals by what shares slices, each in order of time and then of names.
fn gather(ledger: &Ledger, options: &Options) -> BTreeMap<Sku, Vec<Cell>> {
    let mut skus: BTreeMap<Sku, Vec<Cell>> = BTreeMap::new();
    let mut month = Instant::EPOCH.month();
    let (mut start, mut end) = (month.start(), month.end());
    for (period, key, amount) in ledger.usage.totals() {
        if period < start || period >= end {
            month = period.month();
            (start, end) = (month.start(), month.end());
        }
        let sku = (month, options.payers.of(key.account), key.region, key.item);
        skus.entry(sku).or_default().push(Cell { period, key, amount });
    }
    let name = |cell: &Cell| {
        let bucket = cell.key.bucket.map_or("", |bucket| ledger.bucket(bucket).name.as_str());
        (ledger.account(cell.key.account).number.as_str(), bucket, cell.key.operation)
    };
    for cells in skus.values_mut() {
        cells.sort_by(|a, b| a.period.cmp(&b.period).then_with(|| name(a).cmp(&name(b))));
    }
    skus
}

/// How much of each month's usage its allowance covers, and as what that part is booked.
///
/// Modelling choice: an allowance that several Regions or items draw on is shared in proportion to their usage of
/// the month, and taken first in time within each. AWS does not say where it lands; filling it in time order over
/// Regions would make the month's total depend on whether rows are days or months.
fn share_allowances(skus: &BTreeMap<Sku, Vec<Cell>>, options: &Options) -> BTreeMap<Sku, (u128, Item)> {
    let mut shares = BTreeMap::new();
    let trial: &[Allowance] = if options.trial_free_tier { catalogue::trial_allowances() } else { &[] };
    for allowance in catalogue::allowances().iter().chain(trial) {
        let mut users: BTreeMap<(Month, AccountId), Vec<(Sku, u128)>> = BTreeMap::new();
        for (&sku, cells) in skus.iter().filter(|(sku, _)| allowance.items.contains(&sku.3)) {
            users.entry((sku.0, sku.1)).or_default().push((sku, cells.iter().map(|cell| cell.amount).sum()));
        }
        for ((month, _), users) in users {
            let measure = Measure::new(users[0].0.3.unit(), month.length());
            let quantity = if allowance.items.contains(&Item::TransferOut) {
                measure.of_bytes(u128::from(options.free_transfer))
            } else {
                measure.of_units(u128::from(allowance.quantity))
            };
            let totals: Vec<u128> = users.iter().map(|(_, total)| *total).collect();
            let covered = quantity.min(totals.iter().sum());
            for ((sku, _), share) in users.into_iter().zip(apportion(covered, &totals)) {
                shares.insert(sku, (share, allowance.shown_as.unwrap_or(sku.3)));
            }
        }
    }
    shares
}
