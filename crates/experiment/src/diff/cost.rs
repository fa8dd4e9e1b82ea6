//! `cost.csv`: bill lines, each with all its periods in one change.

use std::collections::{BTreeMap, BTreeSet};

use s3sim_billing::money::Money;

use super::Change;
use super::figure::{decimal, dollars, signed};
use super::table::Table;
use crate::words::grouped_decimal;

pub(super) const NAME: &str = "cost.csv";

/// What makes a bill line, whatever the period: account, Region, bucket, usage type, operation.
type Key = [String; 5];

/// A period of it, and which of its price slices.
type Slot = (String, usize);

/// What stands in a row.
#[derive(PartialEq, Eq)]
struct Slice {
    usage: Money,
    unit: String,
    rate: String,
    cost: Money,
}

type Lines = BTreeMap<Key, BTreeMap<Slot, Slice>>;

/// The total, then the lines that differ: those first that differ most. Nothing if the tables are no bills.
pub(super) fn changes(old: &Table, new: &Table) -> Option<Vec<Change>> {
    let (old, new) = (lines(old)?, lines(new)?);
    let nothing = BTreeMap::new();
    let mut found = Vec::new();
    for key in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
        let (was, now) = (old.get(key).unwrap_or(&nothing), new.get(key).unwrap_or(&nothing));
        if was != now {
            let by = sum(now) - sum(was);
            found.push((by.max(-by), change(key, was, now)));
        }
    }
    if found.is_empty() {
        return Some(Vec::new());
    }
    found.sort_by(|(a, _), (b, _)| b.cmp(a));
    let total = |lines: &Lines| lines.values().map(sum).sum::<Money>();
    let [was, now, by] = dollars(total(&old), total(&new));
    let by = if was == now { "shared out differently".to_owned() } else { by };
    let mut changes = vec![Change { file: NAME.to_owned(), what: "total".to_owned(), was, now, by }];
    changes.extend(found.into_iter().map(|(_, change)| change));
    Some(changes)
}

fn lines(table: &Table) -> Option<Lines> {
    let [period, usage, unit, rate, cost] =
        table.columns(["billing_period", "usage_amount", "unit", "rate", "cost"])?;
    let of_key = table.columns(["account", "region", "bucket", "usage_type", "operation"])?;
    let mut lines = Lines::new();
    for row in &table.rows {
        let slices = lines.entry(of_key.map(|column| row[column].clone())).or_default();
        let slice = Slice {
            usage: decimal(&row[usage])?,
            unit: row[unit].clone(),
            rate: row[rate].clone(),
            cost: decimal(&row[cost])?,
        };
        let number = slices.keys().filter(|(of, _)| *of == row[period]).count();
        slices.insert((row[period].clone(), number), slice);
    }
    Some(lines)
}

fn sum(slices: &BTreeMap<Slot, Slice>) -> Money {
    slices.values().map(|slice| slice.cost).sum()
}

fn change(key: &Key, was: &BTreeMap<Slot, Slice>, now: &BTreeMap<Slot, Slice>) -> Change {
    let differs = |slot: &&Slot| was.get(*slot) != now.get(*slot);
    let slots: BTreeSet<&Slot> = was.keys().chain(now.keys()).filter(differs).collect();
    let periods: BTreeSet<&str> = slots.iter().map(|(period, _)| period.as_str()).collect();
    let when = match (periods.first(), periods.last(), periods.len()) {
        (Some(first), Some(last), count) if count > 1 => format!("{first} to {last}"),
        (Some(first), ..) => (*first).to_owned(),
        _ => String::new(),
    };
    let [_, region, bucket, usage_type, operation] = key;
    let place = if bucket.is_empty() { region } else { bucket };
    let [cost_was, cost_now, by] = dollars(sum(was), sum(now));
    let mut reasons = if cost_was == cost_now { Vec::new() } else { vec![by] };
    reasons.extend(usage(was, now));
    reasons.extend(rates(&slots, was, now));
    Change {
        file: NAME.to_owned(),
        what: format!("{place} {usage_type} {operation}, {when}").replace(" ,", ","),
        was: if was.is_empty() { String::new() } else { cost_was },
        now: if now.is_empty() { String::new() } else { cost_now },
        by: if was.is_empty() || now.is_empty() { String::new() } else { reasons.join(", ") },
    }
}

/// How much more or less was used in all.
fn usage(was: &BTreeMap<Slot, Slice>, now: &BTreeMap<Slot, Slice>) -> Option<String> {
    let used = |slices: &BTreeMap<Slot, Slice>| slices.values().map(|slice| slice.usage).sum::<Money>();
    let (before, after) = (used(was), used(now));
    let unit = now.values().next().map_or("", |slice| slice.unit.as_str());
    let text = |amount: Money| grouped_decimal(&amount.to_string());
    (before != after)
        .then(|| format!("usage {} to {} {unit}, {}", text(before), text(after), signed(after - before)))
}

/// Which prices are others.
fn rates(
    slots: &BTreeSet<&Slot>,
    was: &BTreeMap<Slot, Slice>,
    now: &BTreeMap<Slot, Slice>,
) -> Option<String> {
    let pair = |slot: &&Slot| Some((was.get(*slot)?.rate.as_str(), now.get(*slot)?.rate.as_str()));
    let pairs: BTreeSet<(&str, &str)> = slots.iter().filter_map(pair).filter(|(a, b)| a != b).collect();
    let texts: Vec<String> = pairs.iter().map(|(was, now)| format!("price {was} to {now}")).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}
