//! Measures and what they are compared with, in exact arithmetic.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use num_bigint::{BigInt, BigUint, Sign};
use s3sim_billing::bill::Bill;
use s3sim_billing::money::{COST_DECIMALS, Money};
use s3sim_billing::quantity::Quantity;
use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::Ledger;
use s3sim_ledger::audit::AuditRecord;
use s3sim_s3::kms::Keys;
use s3sim_s3::machine::S3;
use s3sim_scenario::Scenario;
use s3sim_scenario::measure::{KmsSubject, Measure, Operand, Percentile, Relation};
use s3sim_simulator::run::Run;

use crate::objects;
use crate::records;
use crate::words;

pub mod load;

/// A figure that was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Dollars.
    Money(Money),
    /// An amount on the bill, in the bill's unit.
    Usage(Quantity),
    /// Versions.
    Count(u64),
    /// Bytes.
    Bytes(u128),
    /// Bytes a second.
    Bandwidth(u128),
    /// A length of time.
    Time(Micros),
    /// So many of so many.
    Share(u128, u128),
    /// A sum of so many values.
    Mean(u128, u64),
}

impl Figure {
    /// As people read it.
    pub fn text(&self) -> String {
        match self {
            Figure::Money(money) => format!("{} USD", money.fixed(2)),
            Figure::Usage(quantity) => words::grouped_decimal(&quantity.to_string()),
            Figure::Count(count) => words::grouped(*count),
            Figure::Bytes(bytes) => words::bytes(*bytes),
            Figure::Bandwidth(bytes) => format!("{}/s", words::bytes(*bytes)),
            Figure::Time(time) => time.to_string(),
            Figure::Share(part, whole) => words::percent(*part, *whole),
            Figure::Mean(sum, count) => {
                let hundredths = sum * 100 / u128::from(*count).max(1);
                format!("{}.{:02}", hundredths / 100, hundredths % 100)
            }
        }
    }

    /// Which of two figures of one measure is larger, to the ten decimals of a bill.
    pub fn order(&self, other: &Figure) -> Ordering {
        self.scaled(COST_DECIMALS).cmp(&other.scaled(COST_DECIMALS))
    }

    /// In 10^-10 of its unit, for arithmetic.
    pub fn exact(&self) -> BigInt {
        self.scaled(COST_DECIMALS).into()
    }

    /// As people read another value of the same kind, which is in 10^-10 of the unit and may be negative.
    pub fn text_of(&self, value: &BigInt) -> String {
        let sign = if value.sign() == Sign::Minus { "-" } else { "" };
        let whole = || {
            let unit = BigUint::from(10u8).pow(COST_DECIMALS);
            u128::try_from((value.magnitude() + &unit / 2u8) / unit).unwrap_or(u128::MAX)
        };
        match self {
            Figure::Money(_) => format!("{sign}{} USD", shortened(value.magnitude(), 2)),
            Figure::Time(_) => {
                format!("{sign}{}", words::about(Micros(i64::try_from(whole()).unwrap_or(i64::MAX))))
            }
            Figure::Bytes(_) => format!("{sign}{}", words::bytes(whole())),
            Figure::Bandwidth(_) => format!("{sign}{}/s", words::bytes(whole())),
            Figure::Share(..) => format!("{sign}{}%", shortened(&(value.magnitude() * 100u8), 0)),
            Figure::Usage(_) | Figure::Count(_) | Figure::Mean(..) => {
                format!("{sign}{}", shortened(value.magnitude(), 0))
            }
        }
    }

    /// As an integer of 10^-`decimals`, rounded half up.
    fn scaled(&self, decimals: u32) -> BigUint {
        let scale = |number: u128| BigUint::from(number) * BigUint::from(10u8).pow(decimals);
        match self {
            Figure::Money(money) => BigUint::from(dollars(*money, decimals).unsigned_abs()),
            Figure::Usage(quantity) => quantity.scaled(decimals),
            Figure::Count(count) => scale((*count).into()),
            Figure::Bytes(bytes) | Figure::Bandwidth(bytes) => scale(*bytes),
            Figure::Time(time) => scale(time.0.unsigned_abs().into()),
            Figure::Share(part, whole) => scale(*part) / BigUint::from((*whole).max(1)),
            Figure::Mean(sum, count) => scale(*sum) / BigUint::from((*count).max(1)),
        }
    }
}

/// Takes the measure of a state.
pub fn of_state(measure: &Measure, s3: &S3, ledger: &Ledger, now: Instant) -> Option<Figure> {
    match measure {
        Measure::Records(records) => Some(Figure::Count(records::stored(records, s3, ledger, now))),
        Measure::Count(selection) => Some(Figure::Count(objects::census(s3, now, selection).count)),
        Measure::Bytes(selection) => Some(Figure::Bytes(objects::census(s3, now, selection).bytes)),
        _ => None,
    }
}

/// Takes the measure of what was lost from `from` (included) to `until` (excluded).
pub fn of_losses(measure: &Measure, s3: &S3, from: Instant, until: Instant) -> Option<Figure> {
    let Measure::Lost(selection) = measure else { return None };
    Some(Figure::Count(objects::lost(s3, selection, from, until)))
}

/// Takes the measure of what was billed in a window: the bill at its end without the bill at its start. So windows
/// are exact, whatever the periods of the bill.
pub fn of_window(measure: &Measure, at_start: &Bill, at_end: &Bill) -> Option<Figure> {
    match measure {
        Measure::Cost(filter) => Some(Figure::Money(at_end.cost(filter) - at_start.cost(filter))),
        Measure::Usage(filter) => Some(Figure::Usage(at_end.usage(filter).without(&at_start.usage(filter)))),
        _ => None,
    }
}

/// Takes the measure of what a scenario is made of.
pub fn of_scenario(measure: &Measure, scenario: &Scenario) -> Option<Figure> {
    (*measure == Measure::Upkeep).then(|| Figure::Count(scenario.upkeep()))
}

/// Takes the measure of what CloudTrail recorded from `from` (included) to `until` (excluded).
///
/// What happens at the very end of the run belongs to the window that ends with it: then `until` is `None`.
pub fn of_trail(
    measure: &Measure,
    ledger: &Ledger,
    keys: &Keys,
    from: Instant,
    until: Option<Instant>,
) -> Option<Figure> {
    let Measure::KmsCalls(subject) = measure else { return None };
    let named: BTreeSet<&str> = match subject {
        KmsSubject::Key(name) => {
            keys.iter().filter(|(id, _)| keys.is_called(*id, name)).map(|(_, key)| key.arn.as_str()).collect()
        }
        KmsSubject::Bucket(_) => BTreeSet::new(),
    };
    let fits = |record: &AuditRecord| match subject {
        KmsSubject::Key(_) => named.contains(record.resource.as_str()),
        KmsSubject::Bucket(name) => {
            let path = record.context.strip_prefix("arn:aws:s3:::");
            path.is_some_and(|path| path.split('/').next() == Some(name.as_str()))
        }
    };
    let within = |at: Instant| from <= at && until.is_none_or(|until| at < until);
    let records = ledger.audit.iter().filter(|record| within(record.time) && fits(record));
    Some(Figure::Count(records.map(|record| record.count).sum()))
}

/// Takes the measure of what steps did: how long they took.
pub fn of_steps(measure: &Measure, scenario: &Scenario, run: &Run) -> Option<Figure> {
    let Measure::Duration { step, p } = measure else { return None };
    let index = scenario.steps.iter().position(|known| known.name == *step)?;
    let durations = &run.steps.get(index)?.as_ref()?.durations;
    let count: u64 = durations.values().sum();
    let time = match p {
        Percentile::Max => *durations.keys().next_back()?,
        Percentile::Mean => {
            let sum: i128 = durations.iter().map(|(time, n)| i128::from(time.0) * i128::from(*n)).sum();
            Micros(sum.checked_div(count.into())? as i64)
        }
        Percentile::Share(share) => {
            let rank = (u128::from(count) * u128::from(*share)).div_ceil(WHOLE.into());
            let mut passed = 0;
            let reached = |(_, n): &(&Micros, &u64)| {
                passed += u128::from(**n);
                passed >= rank
            };
            *durations.iter().find(reached)?.0
        }
    };
    Some(Figure::Time(time))
}

/// What a measure is compared with, in words: `at most 500 USD`; `base` is the same measure of the scenario as written.
pub fn expected(
    comparisons: &[(Relation, Operand)],
    base: Option<&Figure>,
    other: impl Fn(&Measure) -> Option<Figure>,
) -> String {
    let word = |(relation, operand): &(Relation, Operand)| {
        let value = match operand {
            Operand::Money { amount, decimals } => format!("{} USD", amount.fixed(*decimals)),
            Operand::Number(number) => decimal(number.units, number.decimals),
            Operand::Bytes(bytes) => words::bytes((*bytes).into()),
            Operand::Bandwidth(bytes) => format!("{}/s", words::bytes((*bytes).into())),
            Operand::Time(time) => time.to_string(),
            Operand::Share(share) => words::percent((*share).into(), WHOLE.into()),
            Operand::Measure(measure) => {
                other(measure).map_or_else(|| "unknown".to_owned(), |figure| figure.text())
            }
            Operand::Base => {
                base.map_or_else(|| "unknown".to_owned(), |figure| figure.text() + " as written")
            }
        };
        format!("{} {value}", relation.name().replace('_', " "))
    };
    comparisons.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// Whether a figure stands in all relations. Money is rounded to the decimals that are written before it is compared;
/// so is an amount of usage if it should be, or not be, some number: no GB-month is a finite decimal.
pub fn holds(
    figure: &Figure,
    comparisons: &[(Relation, Operand)],
    base: Option<&Figure>,
    other: impl Fn(&Measure) -> Option<Figure>,
) -> bool {
    comparisons.iter().all(|(relation, operand)| {
        let order = match operand {
            Operand::Money { amount, decimals } => compare(figure, *decimals, dollars(*amount, *decimals)),
            Operand::Number(number) if matches!(relation, Relation::Is | Relation::IsNot) => {
                compare(figure, number.decimals, number.units)
            }
            Operand::Number(number) => {
                let finer = COST_DECIMALS.max(number.decimals);
                compare(figure, finer, number.units * 10i128.pow(finer - number.decimals))
            }
            Operand::Bytes(bytes) | Operand::Bandwidth(bytes) => figure.scaled(0).cmp(&BigUint::from(*bytes)),
            Operand::Time(time) => figure.scaled(0).cmp(&BigUint::from(time.0.unsigned_abs())),
            Operand::Share(share) => match figure {
                Figure::Share(part, whole) => {
                    (part * u128::from(WHOLE)).cmp(&(u128::from(*share) * (*whole).max(1)))
                }
                _ => return false,
            },
            Operand::Measure(measure) => match other(measure) {
                Some(value) => figure.order(&value),
                None => return false,
            },
            Operand::Base => match base {
                Some(value) => figure.order(value),
                None => return false,
            },
        };
        relation.holds(order)
    })
}

/// `units` / 10^`decimals` as it was written.
fn decimal(units: i128, decimals: u32) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let scale = 10u128.pow(decimals);
    let (whole, fraction) = (units.unsigned_abs() / scale, units.unsigned_abs() % scale);
    match decimals {
        0 => format!("{sign}{}", words::grouped(whole)),
        _ => format!("{sign}{}.{fraction:0width$}", words::grouped(whole), width = decimals as usize),
    }
}

/// Dollars as an integer of 10^-`decimals`, at most ten, halves away from zero.
fn dollars(money: Money, decimals: u32) -> i128 {
    money.rounded(decimals).units() / 10i128.pow(COST_DECIMALS.saturating_sub(decimals))
}

/// A number of 10^-10 to two decimals, what is below 1 to six; of zeros at the end `least` decimals stay.
fn shortened(units: &BigUint, least: usize) -> String {
    let decimals = if *units < BigUint::from(10u8).pow(COST_DECIMALS) { 6 } else { 2 };
    let step = BigUint::from(10u8).pow(COST_DECIMALS - decimals);
    let digits = ((units + &step / 2u8) / step).to_string();
    let decimals = decimals as usize;
    let digits = format!("{digits:0>width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let kept = fraction.trim_end_matches('0').len().max(least);
    let number = if kept == 0 { whole.to_owned() } else { format!("{whole}.{}", &fraction[..kept]) };
    words::grouped_decimal(&number)
}

fn compare(figure: &Figure, decimals: u32, wanted: i128) -> Ordering {
    match u128::try_from(wanted) {
        Ok(wanted) => figure.scaled(decimals).cmp(&BigUint::from(wanted)),
        Err(_) => Ordering::Greater,
    }
}
