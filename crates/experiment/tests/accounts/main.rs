//! Accounts together: one bill, tags, budgets that act, in the words of scenarios: every expectation of each scenario must hold.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use s3sim_document::source::{Format, Sources};
use s3sim_experiment::outcome::{Silent, simulate};
use s3sim_scenario::scenario;
use s3sim_simulator::run::Options;

/// Runs a scenario as it is and with every object as a row of its own; whatever is not as expected fails.
fn holds(yaml: &str) {
    let tree = Sources::new().read_text("test.yaml", yaml, Format::Yaml).unwrap();
    let scenario = scenario::read(tree, "test").unwrap_or_else(|problems| panic!("{:?}", problems.list()));
    let mut bills = Vec::new();
    for explode in [false, true] {
        let outcome = simulate(&scenario, Options { explode, ..Options::default() }, &Silent).unwrap();
        let wrong = outcome.expected.iter().filter(|one| !one.passed);
        let wrong: Vec<String> =
            wrong.map(|one| format!("{}: {} but {}", one.name, one.expected, one.actual)).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        bills.push(outcome.bill);
    }
    assert_eq!(bills[0], bills[1], "how objects are cut into rows shows");
}

/// Thirty accounts of 40 TB each in one organization: 1,200 TB are 50 TB at 0.023 USD, 450 TB at 0.022 and 700 TB at
/// 0.021 a GB: 26,368.00 USD. Each for itself they stay in the first slice: 30 x 40,960 GB x 0.023 = 28,262.40 USD.
/// <https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/useconsolidatedbilling-effective.html>
#[test]
fn an_organization_shares_price_slices() {
    let scenario = |unit: &str, organization: &str, cost: &str| {
        format!(
            "
duration: 31d
accounts: {{'team-{{n}}': {{id: 555500000000, {unit} count: 30}}}}
{organization}
buckets: {{'data-{{n}}': {{count: 30, account: 'team-{{n}}', objects: {{o: {{count: 40, size: 1TB}}}}}}}}
expect:
  all: {{cost: total, is: {cost} USD}}
  one: {{cost: {{account: team-29}}, below: 943 USD}}
  by number: {{cost: {{account: '555500000007'}}, is: {{cost: {{account: team-7}}}}}}
"
        )
    };
    holds(&scenario("unit: dev,", "organization: {units: {dev: {}}}", "26368.00"));
    holds(&scenario("", "", "28262.40"));
}

/// Only activated tags split a bill. 1,000 GB-months are 23 USD.
/// <https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/cost-alloc-tags.html>
#[test]
fn costs_by_tag() {
    holds(
        "
duration: 31d
billing: {cost_allocation_tags: [Department]}
buckets:
  ledger: {tags: {Department: Finance, Stage: prod}, objects: {o: {count: 1000, size: 1GB}}}
  photos: {tags: {Department: Media}, objects: {o: {count: 2000, size: 1GB}}}
  others: {objects: {o: {count: 4000, size: 1GB}}}
budgets:
  finance:
    Budget: {BudgetLimit: {Amount: '20', Unit: USD}, TimeUnit: MONTHLY, CostFilters: {TagKeyValue: ['user:Department$Finance']}}
    NotificationsWithSubscribers: [{Notification: {NotificationType: ACTUAL, ComparisonOperator: GREATER_THAN, Threshold: 100}, Subscribers: [{SubscriptionType: EMAIL, Address: a@example.com}]}]
expect:
  finance: {cost: {tag: {Department: Finance}}, is: 23.00 USD}
  either:  {cost: {tag: {Department: [Finance, Media]}}, is: 69.00 USD}
  pattern: {cost: {tag: {Department: M*}}, is: 46.00 USD}
  dormant: {cost: {tag: {Stage: prod}}, is: 0 USD}
  alerted: {alerts: finance, is: 1}
",
    );
}

/// 100 USD are spent after 10 days of 10 USD; the refresh that sees more than that is the next one, at 08:00 of the
/// eleventh day. From then on the role may do nothing; who is not named, goes on.
#[test]
fn a_budget_action_stops_a_role() {
    holds(
        "
duration: 20d
users: {ann: {policies: {all: AmazonS3FullAccess}}}
roles: {dev: {policies: {all: AmazonS3FullAccess}}}
buckets: {box: {objects: {o: {keys: k, size: 1KB}}}}
external: {host: {service: AmazonEC2, price: 10 USD/d}}
budgets:
  team:
    Budget: {BudgetLimit: {Amount: '100', Unit: USD}, TimeUnit: MONTHLY}
    Actions:
      - ActionType: APPLY_IAM_POLICY
        NotificationType: ACTUAL
        ActionThreshold: {ActionThresholdValue: 100, ActionThresholdType: PERCENTAGE}
        Definition: {IamActionDefinition: {PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll', Roles: [dev]}}
        ApprovalModel: AUTOMATIC
        ExecutionRoleArn: arn:aws:iam::111122223333:role/budgets
steps:
  before: {GetObject: box/k, as: dev, at: 10d7h}
  after:  {GetObject: box/k, as: dev, at: 10d9h, expect: {code: AccessDenied, decided_by: 'identity/AWSDenyAll[0]'}}
  ann:    {GetObject: box/k, as: ann, at: 10d9h}
expect:
  asked: {GetObject: box/k, as: dev, at: 11d, expect: Deny}
  # Watching is free for 62 days a month.
  watching: {usage: {service: AWSBudgets}, is: 20}
  free:     {cost: {service: AWSBudgets}, is: 0 USD}
",
    );
}

/// A service control policy binds everybody in the accounts of a unit, its administrators too, and nobody else.
#[test]
fn a_budget_action_stops_a_unit() {
    holds(
        "
duration: 20d
accounts: {team: {id: 555566667777, unit: dev}, other: {id: 555566667778, unit: ops}}
organization:
  units:
    dev: {}
    ops: {}
    frozen: {scps: {no-writes: {Version: 2012-10-17, Statement: [{Sid: Frozen, Effect: Deny, Action: 's3:Put*', Resource: '*'}]}}}
buckets: {box: {account: team}, bin: {account: other}}
external: {host: {service: AmazonEC2, price: 10 USD/d, account: team}}
budgets:
  team:
    account: team
    template: monthly-cost
    limit: 50 USD
    Actions:
      - {ActionType: APPLY_SCP_POLICY, NotificationType: ACTUAL, ActionThreshold: {ActionThresholdValue: 25, ActionThresholdType: ABSOLUTE_VALUE},
         Definition: {ScpActionDefinition: {PolicyId: no-writes, TargetIds: [dev]}}, ApprovalModel: AUTOMATIC}
      - {ActionType: APPLY_SCP_POLICY, NotificationType: ACTUAL, ActionThreshold: {ActionThresholdValue: 1, ActionThresholdType: ABSOLUTE_VALUE},
         Definition: {ScpActionDefinition: {PolicyId: AWSDenyAll, TargetIds: [other]}}, ApprovalModel: MANUAL}
steps:
  before: {PutObject: box/k, at: 2d}
  after:  {PutObject: box/k, at: 4d, expect: {code: AccessDenied, decided_by: scp/Frozen}}
  reads:  {GetObject: box/k, at: 4d}
  others: {PutObject: bin/k, at: 4d}
",
    );
}

/// Users in copies, each of a copy of an account.
#[test]
fn users_in_copies() {
    holds(
        "
accounts: {'team-{n}': {id: 555500000001, count: 3}}
users: {'dev-{n}': {account: 'team-{n}', count: 3, policies: {all: AmazonS3FullAccess}}}
buckets: {'box-{n}': {account: 'team-{n}', count: 3, objects: {o: {keys: k}}}}
steps:
  own:     {GetObject: box-2/k, as: dev-2}
  foreign: {GetObject: box-2/k, as: dev-1, expect: Deny}
  by root: {GetObject: box-1/k, as: team-1/root}
",
    );
}

/// A member's billing alarm has a metric to look at only while the payer's switch is on.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html>
#[test]
fn the_payers_switch() {
    for (switch, alerts) in [("true", 1), ("false", 0)] {
        holds(&format!(
            "
duration: 20d
accounts: {{team: {{id: 555566667777, unit: dev}}}}
organization: {{units: {{dev: {{}}}}}}
external: {{host: {{service: AmazonEC2, price: 10 USD/d, account: team}}}}
billing: {{alerts: {switch}}}
alarms:
  of the team: {{account: team, Namespace: AWS/Billing, MetricName: EstimatedCharges, Threshold: 100}}
  of all:      {{Namespace: AWS/Billing, MetricName: EstimatedCharges, Threshold: 150}}
expect:
  the member: {{alerts: of the team, is: {alerts}}}
  the payer:  {{alerts: of all, is: {alerts}}}
"
        ));
    }
}
