//! AWS Budgets: what is watched, and when an alert is sent.
//!
//! A budget looks at the bill at refreshes only, some hours apart. Modelling choice: at 00:00, 08:00 and 16:00 UTC; a
//! mail goes out five minutes later.
//!
//! <https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html>

pub mod read;
#[cfg(test)]
mod tests;

use s3sim_document::units::Decimal;
use s3sim_kernel::time::{DAY, HOUR, Instant, MINUTE, Micros};

use crate::bill::Bill;
use crate::filter::Filter;
use crate::forecast::forecast;
use crate::money::Money;
use crate::quantity::Quantity;

/// The time between two refreshes.
const REFRESH: i64 = 8 * HOUR;
/// From a refresh to the mail.
pub const MAIL: Micros = Micros(5 * MINUTE);
/// Forecasts need about five weeks of history.
///
/// <https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html>
const HISTORY: Micros = Micros(35 * DAY);

/// A budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// `BudgetName`.
    pub name: String,
    /// `BudgetLimit`.
    pub limit: Limit,
    /// `TimeUnit`.
    pub period: Period,
    /// `CostFilters`, and the accounts that it is about.
    pub filter: Filter,
    /// `NotificationsWithSubscribers`, in document order.
    pub alerts: Vec<Alert>,
}

/// How much is planned in a period, and of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// `COST`: dollars.
    Cost(Money),
    /// `USAGE`: an amount in the bill's unit.
    Usage(Decimal),
}

/// How long a period is. All begin at 00:00 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// `DAILY`.
    Daily,
    /// `MONTHLY`.
    #[default]
    Monthly,
    /// `QUARTERLY`.
    Quarterly,
    /// `ANNUALLY`.
    Annually,
}

impl Period {
    /// The period that holds `at`: its start and its end.
    pub fn around(self, at: Instant) -> (Instant, Instant) {
        let months = match self {
            Period::Daily => {
                let start = at.day().start();
                return (start, start + Micros::days(1));
            }
            Period::Monthly => 1,
            Period::Quarterly => 3,
            Period::Annually => 12,
        };
        let first = at.month().start();
        let into = (i32::from(first.month().month) - 1) % months;
        let start = first.plus_months(-into).unwrap_or(first);
        (start, start.plus_months(months).unwrap_or(Instant::HORIZON))
    }
}

/// When somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alert {
    /// `NotificationType`.
    pub kind: AlertKind,
    /// `ComparisonOperator`.
    pub operator: Operator,
    /// `Threshold`.
    pub threshold: Threshold,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertKind {
    /// `ACTUAL`: what the period has amounted to so far.
    Actual,
    /// `FORECASTED`: what it is going to amount to.
    Forecasted,
}

/// How it is compared with the threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Operator {
    /// `GREATER_THAN`.
    #[default]
    GreaterThan,
    /// `LESS_THAN`.
    LessThan,
    /// `EQUAL_TO`.
    EqualTo,
}

/// The threshold as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// `PERCENTAGE` of the limit.
    Percentage(Decimal),
    /// `ABSOLUTE_VALUE`: dollars, or the bill's unit.
    Absolute(Decimal),
}

/// An alert that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The refresh at which it was found; the mail goes out [`MAIL`] later.
    pub found: Instant,
    /// The budget, by its place.
    pub budget: usize,
    /// Its alert, by its place.
    pub alert: usize,
    /// The start of the period.
    pub period: Instant,
    /// What was compared, as the bill prints it.
    pub amount: String,
}

/// The refreshes after `start`, up to and including `end`.
pub fn refreshes(start: Instant, end: Instant) -> impl Iterator<Item = Instant> {
    let first = start.micros().div_euclid(REFRESH) + 1;
    let last = end.micros().div_euclid(REFRESH);
    (first..=last).map(|number| Instant::from_micros(number * REFRESH))
}

/// Ten decimals, as the bill's own.
const DECIMALS: u32 = 10;

/// What a budget has seen so far.
#[derive(Clone, Debug)]
pub struct Watch<'a> {
    budget: &'a Budget,
    place: usize,
    period: Option<Instant>,
    /// The bill at the start of the period.
    before: Bill,
    /// For each alert, whether it has been sent in this period, or is above its threshold now.
    raised: Vec<bool>,
    /// When anything was used for the first time.
    history: Option<Instant>,
    started: Instant,
}

impl<'a> Watch<'a> {
    /// A budget that begins to look at `started`.
    pub fn new(budget: &'a Budget, place: usize, started: Instant) -> Watch<'a> {
        Watch {
            budget,
            place,
            period: None,
            before: Bill::default(),
            raised: vec![false; budget.alerts.len()],
            history: None,
            started,
        }
    }

    /// Looks at the bill of everything used before `now`, a refresh; the alerts that this sends.
    ///
    /// What was used up to midnight of a new period belongs to the old one: the new one begins with nothing.
    pub fn refresh(&mut self, now: Instant, bill: &Bill) -> Vec<Sent> {
        let (period, end) = self.budget.period.around(now);
        if self.period != Some(period) {
            // The first period may have begun before the clock.
            self.before = if period >= self.started { bill.clone() } else { Bill::default() };
            self.raised.fill(false);
            self.period = Some(period);
        }
        let amount = self.amount(bill);
        if self.history.is_none() && amount > 0 {
            self.history = Some(now);
        }
        let begun = period.max(self.started);
        let known = self.history.is_some_and(|since| now.since(since) >= HISTORY);
        let expected = if known { forecast(amount, begun, now, end) } else { None };
        let mut sent = Vec::new();
        for (index, (alert, raised)) in self.budget.alerts.iter().zip(&mut self.raised).enumerate() {
            let value = match alert.kind {
                AlertKind::Actual => Some(amount),
                AlertKind::Forecasted => expected,
            };
            let Some(value) = value else { continue };
            let beyond = self.budget.is_beyond(alert, value);
            if beyond && !*raised {
                sent.push(Sent {
                    found: now,
                    budget: self.place,
                    alert: index,
                    period,
                    amount: self.budget.text(value),
                });
            }
            *raised = match alert.kind {
                // Once a period, whatever comes after.
                AlertKind::Actual => *raised || beyond,
                // Again, once it has been below.
                AlertKind::Forecasted => beyond,
            };
        }
        sent
    }

    /// What the period amounts to so far, in 10^-10 of a dollar or unit.
    fn amount(&self, bill: &Bill) -> i128 {
        let filter = &self.budget.filter;
        match self.budget.limit {
            Limit::Cost(_) => (bill.cost(filter) - self.before.cost(filter)).units(),
            Limit::Usage(_) => {
                let used: Quantity = bill.usage(filter).without(&self.before.usage(filter));
                i128::try_from(used.scaled(DECIMALS)).unwrap_or(i128::MAX)
            }
        }
    }
}

impl Budget {
    /// The limit in 10^-10 of a dollar or unit.
    fn limit_units(&self) -> i128 {
        match self.limit {
            Limit::Cost(money) => money.units(),
            Limit::Usage(amount) => amount.times(10_i128.pow(DECIMALS)).unwrap_or(i128::MAX),
        }
    }

    /// Whether a value passes the threshold; a percentage is taken exactly, without rounding.
    fn is_beyond(&self, alert: &Alert, value: i128) -> bool {
        let (value, threshold) = match alert.threshold {
            Threshold::Percentage(percent) => {
                let scale = 100_i128.saturating_mul(10_i128.pow(percent.decimals.min(18)));
                (value.saturating_mul(scale), self.limit_units().saturating_mul(percent.units))
            }
            Threshold::Absolute(amount) => (value, amount.times(10_i128.pow(DECIMALS)).unwrap_or(i128::MAX)),
        };
        match alert.operator {
            Operator::GreaterThan => value > threshold,
            Operator::LessThan => value < threshold,
            Operator::EqualTo => value == threshold,
        }
    }

    /// A value with its unit.
    fn text(&self, value: i128) -> String {
        match self.limit {
            Limit::Cost(_) => format!("{} USD", Money::from_units(value).fixed(2)),
            Limit::Usage(_) => Money::from_units(value).to_string(),
        }
    }

    /// The limit with its unit.
    pub fn limit_text(&self) -> String {
        self.text(self.limit_units())
    }
}

impl Alert {
    /// In words: `ACTUAL > 85%`.
    pub fn text(&self) -> String {
        let kind = match self.kind {
            AlertKind::Actual => "ACTUAL",
            AlertKind::Forecasted => "FORECASTED",
        };
        let operator = match self.operator {
            Operator::GreaterThan => ">",
            Operator::LessThan => "<",
            Operator::EqualTo => "=",
        };
        let plain = |number: Decimal| {
            let units = number.times(10_i128.pow(DECIMALS)).unwrap_or(i128::MAX);
            Money::from_units(units).to_string()
        };
        match self.threshold {
            Threshold::Percentage(percent) => format!("{kind} {operator} {}%", plain(percent)),
            Threshold::Absolute(amount) => format!("{kind} {operator} {}", plain(amount)),
        }
    }
}
