//! One sequence with every instant worked out by hand, and what documents say.

use std::cell::RefCell;

use s3sim_aws::item::Item;
use s3sim_aws::region::Region;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::yaml;
use s3sim_kernel::time::Instant;
use s3sim_ledger::usage::{Granularity, MeterKey};
use s3sim_ledger::{Account, AccountId, Ledger};

use super::{Budget, Period, Watch, read, refreshes};
use crate::bill::Bill;
use crate::money::Money;
use crate::options::Options;

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// Refreshes a budget all the time from 2025-01-01 on; `spent` are instants with dollars, one for every 200,000 PUT
/// requests at 0.005 USD a thousand. What was sent, as `when alert amount`.
fn sequence(budget: &Budget, spent: &[(&str, u64)], end: &str) -> Vec<String> {
    let start = at("2025-01-01");
    let mut ledger = Ledger::new(start, Granularity::Month);
    ledger.add_account(Account { name: "main".into(), number: "111122223333".into() });
    let key = MeterKey {
        account: AccountId(0),
        region: Region::US_EAST_1,
        bucket: None,
        item: Item::RequestStandardTier1,
        operation: "PutObject",
    };
    let mut spent = spent.iter().map(|(when, dollars)| (at(when), *dollars)).peekable();
    let mut watch = Watch::new(budget, 0, start);
    let mut lines = Vec::new();
    for now in refreshes(start, at(end)) {
        while let Some((when, dollars)) = spent.next_if(|(when, _)| *when < now) {
            ledger.usage.count(when, key, u128::from(dollars) * 200_000);
        }
        let bill = Bill::of(&ledger, &Options::default()).unwrap();
        for sent in watch.refresh(now, &bill) {
            lines.push(format!("{} {} {}", sent.found, budget.alerts[sent.alert].text(), sent.amount));
        }
    }
    lines
}

/// BU-001, BU-003, BU-005, BU-007, BU-009, BU-011. A budget of 100 USD a month.
/// January: 85 USD at 10:00 on the 5th are not above 85 %; 1 USD more at 10:00 on the 6th is, at the refresh at 16:00;
/// 20 more on the 7th are above 100 % at 08:00 on the 8th. Forecasts need 35 days since the first cost, which was seen
/// on the 5th at 16:00: until February 9th at 16:00 there is none.
/// February: 40 USD on the 9th; at 16:00, after 8 days and 16 hours of 28 days, 40 · 28 / (8 + 2/3) = 129.23 USD.
#[test]
fn a_monthly_budget() {
    let budget = read::monthly_cost("monthly", Money::parse("100").unwrap());
    let spent = [
        ("2025-01-05T10:00:00Z", 85),
        ("2025-01-06T10:00:00Z", 1),
        ("2025-01-07T23:00:00Z", 20),
        ("2025-01-20T10:00:00Z", 50),
        ("2025-02-09T10:00:00Z", 40),
    ];
    assert_eq!(
        sequence(&budget, &spent, "2025-03-01"),
        [
            "2025-01-06T16:00:00Z ACTUAL > 85% 86.00 USD",
            "2025-01-08T00:00:00Z ACTUAL > 100% 106.00 USD",
            "2025-02-09T16:00:00Z FORECASTED > 100% 129.23 USD",
        ]
    );
}

/// BU-008: 100 USD planned. 60 on March 16th at 00:01 are 60 · 31 / 15.333 = 121 USD at 08:00; on the 19th at 16:00,
/// after 18 2/3 days, 99.64: below. 20 more on the 20th: 80 · 31 / 19.667 = 126.10 at 16:00: again.
#[test]
fn a_forecast_that_rises_again() {
    let budget = read::monthly_cost("monthly", Money::parse("100").unwrap());
    let spent = [("2025-01-01T10:00:00Z", 1), ("2025-03-16T00:01:00Z", 60), ("2025-03-20T10:00:00Z", 20)];
    assert_eq!(
        sequence(&budget, &spent, "2025-03-25"),
        [
            "2025-03-16T08:00:00Z FORECASTED > 100% 121.30 USD",
            "2025-03-20T16:00:00Z FORECASTED > 100% 126.10 USD",
        ]
    );
}

/// BU-011: a cent is not enough, more than a cent is; each month anew.
#[test]
fn a_zero_spend_budget() {
    let spent = [("2025-01-10", 1), ("2025-02-10", 1), ("2025-02-11", 1)];
    assert_eq!(
        sequence(&read::zero_spend("zero"), &spent, "2025-03-01"),
        ["2025-01-10T08:00:00Z ACTUAL > 0.01 1.00 USD", "2025-02-10T08:00:00Z ACTUAL > 0.01 1.00 USD",]
    );
}

/// BU-003: periods begin at midnight UTC.
#[test]
fn periods_are_of_the_calendar() {
    for (period, start, end) in [
        (Period::Daily, "2025-05-17", "2025-05-18"),
        (Period::Monthly, "2025-05-01", "2025-06-01"),
        (Period::Quarterly, "2025-04-01", "2025-07-01"),
        (Period::Annually, "2025-01-01", "2026-01-01"),
    ] {
        assert_eq!(period.around(at("2025-05-17T12:00:00Z")), (at(start), at(end)));
    }
}

fn document(text: &str) -> Result<Budget, String> {
    let node = yaml::parse(text).unwrap();
    let problems = RefCell::new(Problems::new());
    let budget = read::document("b", &Reader::new(&node, "budgets.b", &problems));
    let problems = problems.into_inner();
    match problems.list().first() {
        None => Ok(budget.unwrap()),
        Some(problem) => Err(format!("{}: {}", problem.code.unwrap_or_default(), problem.message)),
    }
}

/// BU-005, BU-006.
#[test]
fn documents_are_those_of_create_budget() {
    let one = "{Notification: {NotificationType: ACTUAL, ComparisonOperator: GREATER_THAN, Threshold: 80}, \
               Subscribers: [{SubscriptionType: EMAIL, Address: a@example.com}]}";
    let with = |budget: &str, alerts: &str| {
        format!("{{Budget: {{{budget}}}, NotificationsWithSubscribers: [{alerts}]}}")
    };
    let limit = "BudgetName: b, BudgetType: COST, TimeUnit: QUARTERLY, BudgetLimit: {Amount: '200', Unit: USD}, \
                 CostFilters: {Service: [Amazon Simple Storage Service]}";
    let budget = document(&with(limit, one)).unwrap();
    assert_eq!((budget.period, budget.limit_text().as_str()), (Period::Quarterly, "200.00 USD"));
    assert_eq!(budget.alerts[0].text(), "ACTUAL > 80%");
    let six = [one; 6].join(", ");
    for (budget, alerts, refusal) in [
        (limit, six.as_str(), "CreationLimitExceededException: a budget takes at most 5 notifications"),
        ("BudgetName: b", one, "InvalidParameterException: `BudgetLimit` is missing"),
        ("BudgetLimit: {Amount: 0}", one, "InvalidParameterException: should be more than 0"),
        (
            "BudgetLimit: {Amount: 1}, TimeUnit: WEEKLY",
            one,
            "InvalidParameterException: `WEEKLY` should be one of DAILY, MONTHLY, QUARTERLY, ANNUALLY",
        ),
        (
            limit,
            "{Notification: {NotificationType: ACTUAL, Threshold: 80}, Subscribers: []}",
            "InvalidParameterException: a notification needs somebody who is told: `Subscribers`",
        ),
    ] {
        assert_eq!(document(&with(budget, alerts)).unwrap_err(), refusal);
    }
}
