//! Who watches the bill: budgets and billing alarms.

mod actions;

use s3sim_aws::region::Region;
use s3sim_billing::budget::{Budget, read};
use s3sim_billing::filter::{Filter, Pattern};
use s3sim_document::read::Reader;
use s3sim_document::tree::{Map, Node, Value};
use s3sim_ledger::AccountId;
use s3sim_neighbours::alarm::{Comparison, Missing, Terms};

pub use actions::BudgetAction;

use crate::people::People;
use crate::section::Section;
use crate::values;
use crate::words::watch::{ALARM, BUDGET, COMPARISONS, DIMENSION, MISSING, TEMPLATES};

/// An alarm on estimated charges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillingAlarm {
    /// Its name.
    pub name: String,
    /// What it looks for; the threshold in 10^-10 USD.
    pub terms: Terms,
    /// Which lines of the bill.
    pub filter: Filter,
    /// Where it is: the metric is in us-east-1 only.
    pub region: Region,
}

/// Reads the budgets with what they do, in file order.
pub(crate) fn budgets(
    reader: &Reader<'_>,
    people: &People,
    organization: Option<&Reader<'_>>,
) -> (Vec<Budget>, Vec<BudgetAction>) {
    let (mut budgets, mut actions) = (Vec::new(), Vec::new());
    for (name, reader) in reader.entries().unwrap_or_default() {
        let Some(budget) = budget(name, &reader, people) else { continue };
        if let Some(node) = reader.node().get("Actions") {
            actions.extend(actions::read_all(&reader.child("Actions", node), &budget, people, organization));
        }
        budgets.push(budget);
    }
    (budgets, actions)
}

fn budget(name: &str, reader: &Reader<'_>, people: &People) -> Option<Budget> {
    let section = Section::open(reader, &BUDGET)?;
    values::description(&section);
    let template =
        section.get("template").and_then(|value| value.word(&[(TEMPLATES[0], false), (TEMPLATES[1], true)]));
    let limit = section.get("limit").and_then(|value| values::money(&value).map(|(money, _)| money));
    let document = [section.get("Budget"), section.get("NotificationsWithSubscribers")];
    let owner = people.owner(&section);
    // Read when the budget is known.
    section.get("Actions");
    section.done();
    let budget = match (template, document) {
        (Some(_), [None, None]) => match (template, limit) {
            (Some(true), Some(limit)) => Some(read::monthly_cost(name, limit)),
            (Some(true), None) => {
                reader.wrong("says what a month may cost: `limit: 500 USD`");
                None
            }
            _ => Some(read::zero_spend(name)),
        },
        (None, [Some(_), _]) => document_of(name, reader),
        _ => {
            reader.wrong("is a `template`, or a document with `Budget`: give one of them");
            None
        }
    };
    let mut budget = budget?;
    budget.filter.account = budget.filter.account.or(accounts(owner?, people));
    Some(budget)
}

/// The document, without the words of the format beside it.
fn document_of(name: &str, reader: &Reader<'_>) -> Option<Budget> {
    let map = reader.node().as_map()?;
    let of_aws = |key: &str| key != "Actions" && key.starts_with(|c: char| c.is_ascii_uppercase());
    let entries = map.entries.iter().filter(|entry| of_aws(&entry.key)).cloned().collect();
    let node = Node { at: reader.at(), value: Value::Map(Map { entries }) };
    read::document(name, &reader.instead(&node))
}

/// Whose costs somebody sees: those of its account; whoever pays for an organization sees all.
fn accounts(owner: AccountId, people: &People) -> Option<Vec<Pattern>> {
    if owner == AccountId(0) && people.directory.organization().is_some() {
        return None;
    }
    Some(vec![Pattern::new(people.number(owner).to_string())])
}

/// Reads the alarms, in file order.
pub(crate) fn alarms(reader: &Reader<'_>, people: &People, region: Region) -> Vec<BillingAlarm> {
    let entries = reader.entries().unwrap_or_default();
    entries.into_iter().filter_map(|(name, reader)| alarm(name, &reader, people, region)).collect()
}

fn alarm(name: &str, reader: &Reader<'_>, people: &People, here: Region) -> Option<BillingAlarm> {
    let section = Section::open(reader, &ALARM)?;
    values::description(&section);
    for (word, only) in [("Namespace", "AWS/Billing"), ("MetricName", "EstimatedCharges")] {
        if let Some(value) = section.required(word) {
            value.word(&[(only, ())]);
        }
    }
    for word in ["Statistic", "Period", "AlarmActions"] {
        section.get(word);
    }
    let threshold = section.required("Threshold").and_then(|value| value.decimal());
    let comparison = section.get("ComparisonOperator").and_then(|value| {
        let [greater, greater_or_equal, less, less_or_equal] = COMPARISONS;
        value.word(&[
            (greater, Comparison::Greater),
            (greater_or_equal, Comparison::GreaterOrEqual),
            (less, Comparison::Less),
            (less_or_equal, Comparison::LessOrEqual),
        ])
    });
    let missing = section.get("TreatMissingData").and_then(|value| {
        let [missing, ignore, breaching, not_breaching] = MISSING;
        value.word(&[
            (missing, Missing::Missing),
            (ignore, Missing::Ignore),
            (breaching, Missing::Breaching),
            (not_breaching, Missing::NotBreaching),
        ])
    });
    let count = |word| section.get(word).and_then(|value| values::counting(&value));
    let periods = count("EvaluationPeriods").unwrap_or(1);
    let breaching = count("DatapointsToAlarm").unwrap_or(periods);
    let filter = section.get("Dimensions").map(|value| dimensions(&value)).unwrap_or_default();
    let region = section.get("region").and_then(|value| values::region(&value)).unwrap_or(here);
    let owner = people.owner(&section);
    section.done();
    if breaching > periods {
        reader.refused("ValidationError", "`DatapointsToAlarm` should be at most `EvaluationPeriods`");
    }
    let mut filter = filter;
    filter.account = filter.account.or(accounts(owner?, people));
    Some(BillingAlarm {
        name: name.to_owned(),
        terms: Terms {
            threshold: threshold?.times(10_000_000_000)?,
            comparison: comparison.unwrap_or_default(),
            periods: usize::try_from(periods).unwrap_or(usize::MAX),
            breaching: usize::try_from(breaching).unwrap_or(usize::MAX),
            missing: missing.unwrap_or_default(),
        },
        filter,
        region,
    })
}

fn dimensions(reader: &Reader<'_>) -> Filter {
    let mut filter = Filter::default();
    for item in reader.items().unwrap_or_default() {
        let Some(section) = Section::open(&item, &DIMENSION) else { continue };
        let text = |word| section.required(word).and_then(|value| values::text(&value));
        let (name, value) = (text("Name"), text("Value"));
        section.done();
        let (Some(name), Some(value)) = (name, value) else { continue };
        match name.as_str() {
            "Currency" => {}
            "ServiceName" => filter.service = Some(vec![Pattern::new(value)]),
            "LinkedAccount" => filter.account = Some(vec![Pattern::new(value)]),
            other => item.wrong(format!("EstimatedCharges has no dimension `{other}`")),
        }
    }
    filter
}
