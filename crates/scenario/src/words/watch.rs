//! Who watches the bill: budgets and alarms.

use super::{Beside, Form, Table, Word, word};

/// A budget.
pub(crate) static BUDGET: Table = Table { title: "a budget", words: BUDGET_WORDS, beside: Beside::Nothing };

const BUDGET_WORDS: &[Word] = &[
    word("template", Form::Choice(&TEMPLATES), "One of the console's templates, instead of a document"),
    word("limit", Form::Text, "What the template monthly-cost plans for a month: 500 USD"),
    word("Budget", Form::Document("CreateBudget", &[]), "The budget, as CreateBudget takes it"),
    word(
        "NotificationsWithSubscribers",
        Form::Calls(&NOTIFICATION),
        "When somebody is told, as CreateBudget takes it; at most five",
    ),
    word("Actions", Form::Calls(&ACTION), "What it attaches to whom, as CreateBudgetAction takes it"),
    word("account", Form::Text, "Whose costs; default main, with an organization those of all accounts"),
    word("description", Form::Text, "What it is for"),
];

/// The words of `template`.
pub(crate) const TEMPLATES: [&str; 2] = ["zero-spend", "monthly-cost"];

/// A notification of a budget; AWS's own words, for the schema.
static NOTIFICATION: Table =
    Table { title: "a budget notification", words: NOTIFICATION_WORDS, beside: Beside::Nothing };

const NOTIFICATION_WORDS: &[Word] = &[
    word("Notification", Form::Document("CreateBudget", &[]), "Type, operator and threshold"),
    word("Subscribers", Form::Calls(&SUBSCRIBER), "Who is told"),
];

static SUBSCRIBER: Table =
    Table { title: "a budget subscriber", words: SUBSCRIBER_WORDS, beside: Beside::Nothing };

const SUBSCRIBER_WORDS: &[Word] =
    &[word("SubscriptionType", Form::Text, "EMAIL or SNS"), word("Address", Form::Text, "Where")];

/// An action of a budget; AWS's own words, for the schema.
static ACTION: Table = Table { title: "a budget action", words: ACTION_WORDS, beside: Beside::Nothing };

const ACTION_WORDS: &[Word] = &[
    word("ActionType", Form::Text, "APPLY_IAM_POLICY or APPLY_SCP_POLICY"),
    word("NotificationType", Form::Text, "ACTUAL or FORECASTED"),
    word("ActionThreshold", Form::Document("CreateBudgetAction", &[]), "When it acts"),
    word("Definition", Form::Document("CreateBudgetAction", &[]), "The policy, and who gets it"),
    word("ApprovalModel", Form::Text, "AUTOMATIC, or MANUAL: then nothing happens here"),
    word("ExecutionRoleArn", Form::Text, "The role that acts"),
    word("Subscribers", Form::Calls(&SUBSCRIBER), "Who is told"),
];

/// An alarm.
pub(crate) static ALARM: Table = Table { title: "an alarm", words: ALARM_WORDS, beside: Beside::Nothing };

const ALARM_WORDS: &[Word] = &[
    word("Namespace", Form::Choice(&["AWS/Billing"]), "Where the metric comes from"),
    word("MetricName", Form::Choice(&["EstimatedCharges"]), "The metric"),
    word("Dimensions", Form::Calls(&DIMENSION), "Currency, and a ServiceName or LinkedAccount"),
    word("Threshold", Form::Text, "USD"),
    word("ComparisonOperator", Form::Choice(&COMPARISONS), "Default GreaterThanThreshold"),
    word("EvaluationPeriods", Form::Whole, "How many data points it looks at; default 1"),
    word("DatapointsToAlarm", Form::Whole, "How many of them have to breach; default all"),
    word("TreatMissingData", Form::Choice(&MISSING), "Default missing"),
    word("Statistic", Form::Choice(&["Maximum"]), "Default Maximum"),
    word("Period", Form::Whole, "Seconds between data points; 21600, as often as they come"),
    word("AlarmActions", Form::Text, "Who is told"),
    word("account", Form::Text, "Whose it is; default main"),
    word("region", Form::Region, "Where it is; billing metrics are in us-east-1 only"),
    word("description", Form::Text, "What it is for"),
];

/// The words of `ComparisonOperator`.
pub(crate) const COMPARISONS: [&str; 4] = [
    "GreaterThanThreshold",
    "GreaterThanOrEqualToThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
];
/// The words of `TreatMissingData`.
pub(crate) const MISSING: [&str; 4] = ["missing", "ignore", "breaching", "notBreaching"];

/// A dimension of a metric.
pub(crate) static DIMENSION: Table =
    Table { title: "a dimension", words: DIMENSION_WORDS, beside: Beside::Nothing };

const DIMENSION_WORDS: &[Word] = &[
    word("Name", Form::Text, "Currency, ServiceName or LinkedAccount"),
    word("Value", Form::Text, "Its value"),
];
