//! Reading budgets: the document of `create-budget`, with AWS's own refusals, or a template.
//!
//! <https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html>

use s3sim_document::read::{Fields, Reader};
use s3sim_document::units::Decimal;

use super::{Alert, AlertKind, Budget, Limit, Operator, Period, Threshold};
use crate::filter::{Filter, Pattern};
use crate::money::Money;

const INVALID: &str = "InvalidParameterException";
/// Most alerts of a budget.
const ALERTS_MAX: usize = 5;
/// Highest threshold in percent.
const PERCENT_MAX: i128 = 1_000_000;

/// A number of hundredths.
const fn hundredths(units: i128) -> Decimal {
    Decimal { units, decimals: 2 }
}

const fn above(kind: AlertKind, threshold: Threshold) -> Alert {
    Alert { kind, operator: Operator::GreaterThan, threshold }
}

/// `zero-spend`: an alert as soon as a cent is exceeded.
///
/// <https://docs.aws.amazon.com/cost-management/latest/userguide/budget-templates.html>. Modelling choice: the limit of
/// 1 USD and the threshold of 0.01 USD are as the console shows them.
pub fn zero_spend(name: &str) -> Budget {
    Budget {
        name: name.to_owned(),
        limit: Limit::Cost(Money::from_units(10_000_000_000)),
        period: Period::Monthly,
        filter: Filter::default(),
        alerts: vec![above(AlertKind::Actual, Threshold::Absolute(hundredths(1)))],
    }
}

/// `monthly-cost`: alerts at 85 % and 100 % of what is spent, and at 100 % of what is forecast.
///
/// Modelling choice: the documentation gives no thresholds; these are as the console shows them.
pub fn monthly_cost(name: &str, limit: Money) -> Budget {
    let percent = |units| Threshold::Percentage(Decimal { units, decimals: 0 });
    Budget {
        name: name.to_owned(),
        limit: Limit::Cost(limit),
        period: Period::Monthly,
        filter: Filter::default(),
        alerts: vec![
            above(AlertKind::Actual, percent(85)),
            above(AlertKind::Actual, percent(100)),
            above(AlertKind::Forecasted, percent(100)),
        ],
    }
}

/// Reads the document of `create-budget`: `Budget` and `NotificationsWithSubscribers`.
pub fn document(name: &str, reader: &Reader<'_>) -> Option<Budget> {
    let before = reader.problems_so_far();
    let mut fields = reader.fields()?;
    let budget = fields.optional("Budget");
    let alerts = fields.optional("NotificationsWithSubscribers");
    fields.also(&["AccountId", "ResourceTags"]);
    fields.finish_refused(INVALID);
    let Some(budget) = budget else {
        reader.refused(INVALID, "`Budget` is missing");
        return None;
    };
    let items = alerts.as_ref().and_then(Reader::items).unwrap_or_default();
    if let Some(alerts) = alerts.filter(|_| items.len() > ALERTS_MAX) {
        let message = format!("a budget takes at most {ALERTS_MAX} notifications");
        alerts.refused("CreationLimitExceededException", message);
    }
    let alerts: Vec<Alert> = items.iter().filter_map(alert).collect();
    let mut fields = budget.fields()?;
    fields.also(&["BudgetName", "TimePeriod", "CostTypes"]);
    let period = fields.optional("TimeUnit").and_then(|value| {
        word(
            &value,
            &[
                ("DAILY", Period::Daily),
                ("MONTHLY", Period::Monthly),
                ("QUARTERLY", Period::Quarterly),
                ("ANNUALLY", Period::Annually),
            ],
        )
    });
    let of_usage = fields
        .optional("BudgetType")
        .and_then(|value| word(&value, &[("COST", false), ("USAGE", true)]))
        .unwrap_or(false);
    let limit = limit(&mut fields, of_usage);
    let filter = fields.optional("CostFilters").map(|value| filters(&value)).unwrap_or_default();
    fields.finish_refused(INVALID);
    let whole = reader.problems_so_far() == before;
    let budget =
        Budget { name: name.to_owned(), limit: limit?, period: period.unwrap_or_default(), filter, alerts };
    whole.then_some(budget)
}

fn word<T: Copy>(reader: &Reader<'_>, table: &[(&str, T)]) -> Option<T> {
    let text = reader.text()?;
    let found = table.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    if found.is_none() {
        let known: Vec<&str> = table.iter().map(|(word, _)| *word).collect();
        reader.refused(INVALID, format!("`{text}` should be one of {}", known.join(", ")));
    }
    found
}

fn limit(fields: &mut Fields<'_>, of_usage: bool) -> Option<Limit> {
    let Some(reader) = fields.optional("BudgetLimit") else {
        fields.reader().refused(INVALID, "`BudgetLimit` is missing");
        return None;
    };
    let mut fields = reader.fields()?;
    let amount = fields.optional("Amount").and_then(|value| value.decimal().map(|amount| (value, amount)));
    fields.also(&["Unit"]);
    fields.finish_refused(INVALID);
    let Some((place, amount)) = amount else {
        reader.refused(INVALID, "`Amount` is missing");
        return None;
    };
    if amount.units <= 0 {
        place.refused(INVALID, "should be more than 0");
        return None;
    }
    let dollars = amount.times(10_000_000_000);
    Some(if of_usage { Limit::Usage(amount) } else { Limit::Cost(Money::from_units(dollars?)) })
}

fn alert(reader: &Reader<'_>) -> Option<Alert> {
    let mut outer = reader.fields()?;
    let notification = outer.optional("Notification");
    let subscribers = outer.optional("Subscribers");
    outer.finish_refused(INVALID);
    if subscribers.as_ref().and_then(|list| list.node().as_list()).is_none_or(<[_]>::is_empty) {
        reader.refused(INVALID, "a notification needs somebody who is told: `Subscribers`");
    }
    let Some(notification) = notification else {
        reader.refused(INVALID, "`Notification` is missing");
        return None;
    };
    let mut fields = notification.fields()?;
    let kind = fields.optional("NotificationType").and_then(|value| {
        word(&value, &[("ACTUAL", AlertKind::Actual), ("FORECASTED", AlertKind::Forecasted)])
    });
    let operator = fields.optional("ComparisonOperator").and_then(|value| {
        let words = [
            ("GREATER_THAN", Operator::GreaterThan),
            ("LESS_THAN", Operator::LessThan),
            ("EQUAL_TO", Operator::EqualTo),
        ];
        word(&value, &words)
    });
    let threshold = fields.optional("Threshold").and_then(|value| {
        let threshold = value.decimal()?;
        if threshold.units < 0 {
            value.refused(INVALID, "should not be below 0");
        }
        Some(threshold)
    });
    let absolute = fields
        .optional("ThresholdType")
        .and_then(|value| word(&value, &[("PERCENTAGE", false), ("ABSOLUTE_VALUE", true)]))
        .unwrap_or(false);
    fields.also(&["NotificationState"]);
    fields.finish_refused(INVALID);
    let Some((kind, threshold)) = kind.zip(threshold) else {
        notification.refused(INVALID, "`NotificationType` and `Threshold` say when somebody is told");
        return None;
    };
    if !absolute && threshold.whole().is_none_or(|whole| whole > PERCENT_MAX) && threshold.decimals == 0 {
        notification.refused(INVALID, "a percentage is at most 1,000,000");
    }
    let threshold = if absolute { Threshold::Absolute(threshold) } else { Threshold::Percentage(threshold) };
    Some(Alert { kind, operator: operator.unwrap_or_default(), threshold })
}

/// When an action of a budget acts: `NotificationType` and `ActionThreshold`, as CreateBudgetAction takes them.
///
/// <https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudgetAction.html>
pub fn action_threshold(fields: &mut Fields<'_>) -> Option<Alert> {
    let kind = fields.optional("NotificationType").and_then(|value| {
        word(&value, &[("ACTUAL", AlertKind::Actual), ("FORECASTED", AlertKind::Forecasted)])
    });
    let Some(threshold) = fields.optional("ActionThreshold") else {
        fields.reader().refused(INVALID, "`ActionThreshold` is missing");
        return None;
    };
    let mut inner = threshold.fields()?;
    let value = inner.optional("ActionThresholdValue").and_then(|value| value.decimal());
    let absolute = inner
        .optional("ActionThresholdType")
        .and_then(|value| word(&value, &[("PERCENTAGE", false), ("ABSOLUTE_VALUE", true)]))
        .unwrap_or(false);
    inner.finish_refused(INVALID);
    let Some((kind, value)) = kind.zip(value) else {
        fields.reader().refused(INVALID, "`NotificationType` and `ActionThresholdValue` say when it acts");
        return None;
    };
    Some(above(kind, if absolute { Threshold::Absolute(value) } else { Threshold::Percentage(value) }))
}

/// Names of services as filters of budgets spell them.
const SERVICES: [(&str, &str); 4] = [
    ("Amazon Simple Storage Service", "AmazonS3"),
    ("Amazon S3 Glacier Deep Archive", "AmazonS3GlacierDeepArchive"),
    ("AWS Key Management Service", "awskms"),
    ("AWS Data Transfer", "AWSDataTransfer"),
];

/// The product code of a service; what is none is taken as one.
fn code(name: &str) -> &str {
    SERVICES.iter().find(|(known, _)| *known == name).map_or(name, |(_, code)| code)
}

/// A tag as a budget's filter writes it: `user:Department$Finance`.
fn tag(text: &str) -> Option<(String, Vec<Pattern>)> {
    let (key, value) = text.trim_start_matches("user:").split_once('$')?;
    Some((key.to_owned(), vec![Pattern::new(value)]))
}

/// `CostFilters`: each a list of which any will do.
fn filters(reader: &Reader<'_>) -> Filter {
    let mut filter = Filter::default();
    for (name, value) in reader.entries().unwrap_or_default() {
        let texts: Vec<&str> =
            value.items().unwrap_or_default().iter().filter_map(|item| item.text()).collect();
        let patterns = || Some(texts.iter().map(|text| Pattern::new(*text)).collect());
        match name {
            "UsageType" => filter.usage_type = patterns(),
            "Operation" => filter.operation = patterns(),
            "Region" => filter.region = patterns(),
            "LinkedAccount" => filter.account = patterns(),
            "Service" => {
                filter.service = Some(texts.iter().map(|text| Pattern::new(code(text))).collect());
            }
            "TagKeyValue" => filter.tags = texts.iter().filter_map(|text| tag(text)).collect(),
            unknown => value.refused(INVALID, format!("the filter `{unknown}` is not known here")),
        }
    }
    filter
}
