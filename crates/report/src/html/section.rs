//! What the page says of one run, and of several side by side.

use std::collections::BTreeSet;

use s3sim_aws::class::StorageClass;
use s3sim_billing::money::Money;
use s3sim_billing::usage_group::UsageGroup;
use s3sim_experiment::diff::table::Table;

use super::Subject;
use super::chart::{Colour, Series, Shape, chart};
use super::data::{self, Cells};
use super::figure::{Rows, escaped, figure, folded, table};
use super::options;
use crate::timeline::svg;

/// Longer tables are cut; the file has the rest.
pub(super) const ROWS: usize = 400;

/// Colours of what has none of its own.
const COLOURS: [Colour; 8] = [
    (59, 120, 201),
    (232, 145, 45),
    (79, 154, 58),
    (194, 68, 126),
    (31, 162, 168),
    (106, 80, 184),
    (176, 48, 48),
    (122, 102, 60),
];

fn of_class(class: StorageClass) -> Colour {
    match class {
        StorageClass::Standard => (232, 145, 45),
        StorageClass::ReducedRedundancy => (160, 100, 50),
        StorageClass::ExpressOneZone => (209, 73, 91),
        StorageClass::StandardIa => (201, 164, 0),
        StorageClass::OneZoneIa => (138, 154, 27),
        StorageClass::IntelligentTiering => (79, 154, 58),
        StorageClass::GlacierIr => (31, 162, 168),
        StorageClass::Glacier => (59, 120, 201),
        StorageClass::DeepArchive => (106, 80, 184),
    }
}

fn of_group(group: UsageGroup) -> Colour {
    match group {
        UsageGroup::Storage(class) => of_class(class),
        UsageGroup::Requests => (194, 68, 126),
        UsageGroup::Transitions => (140, 140, 140),
        UsageGroup::Retrieval => (150, 95, 60),
        UsageGroup::EarlyDelete => (176, 48, 48),
        UsageGroup::Transfer => (60, 140, 115),
        UsageGroup::Monitoring => (150, 170, 190),
        UsageGroup::Management => (110, 125, 140),
        UsageGroup::OtherServices => (90, 90, 110),
    }
}

/// Everything of one run.
pub(super) fn of(number: usize, subject: &Subject) -> String {
    let read = |name: &str| subject.files.get(name).and_then(Table::read);
    let mut out = format!("<section id=\"r{number}\">\n<h1>{}</h1>\n", escaped(&subject.name));
    let description = subject.description.trim();
    if !description.is_empty() {
        out.push_str(&format!("<p class=\"about\">{}</p>\n", escaped(description)));
    }
    if !subject.caution.is_empty() {
        out.push_str(&format!("<p class=\"caution\" role=\"note\">{}</p>\n", escaped(&subject.caution)));
    }
    let cost = read("cost.csv");
    let parts = [
        read("what-if.csv").as_ref().map(options::verdicts),
        read("what-if-cost.csv").and_then(|costs| options::growth(&costs, read("break-even.csv").as_ref())),
        cost.as_ref().and_then(of_cost),
        cost.as_ref().and_then(of_bytes),
        of_timeline(subject),
        read("latency.csv").as_ref().and_then(of_latency),
        read("throttling.csv").as_ref().and_then(of_throttling),
        read("events.csv").as_ref().map(of_events),
        read("expectations.csv")
            .filter(|found| !found.rows.is_empty())
            .map(|found| whole("What was expected", "expectations.csv", &found)),
        read("budgets.csv").map(|found| whole("Budgets", "budgets.csv", &found)),
        of_scenario(subject),
    ];
    out.extend(parts.into_iter().flatten());
    out.push_str("</section>\n");
    out
}

fn of_cost(bill: &Table) -> Option<String> {
    let cells = data::cost(bill)?;
    let series = cells.series(|group| (group.to_string(), of_group(*group)));
    let svg = chart(&cells.labels, &series, Shape::Stacked, "USD")?;
    let total: Money = cells.names.iter().map(|group| cells.total(group)).sum();
    let sentence = format!("{} USD in all, by month and by what is paid for.", usd(total));
    Some(figure("Cost", &sentence, &svg, &series, &rows(&cells, "USD", ToString::to_string)))
}

fn of_bytes(bill: &Table) -> Option<String> {
    let cells = data::stored(bill)?;
    let series = cells.series(|class| (class.name().to_owned(), of_class(*class)));
    let svg = chart(&cells.labels, &series, Shape::Stacked, "GB-months")?;
    let sentence = "What the bill counts as stored: in a whole month as many GB-months as GB lay there on average, \
                    with the padding of small objects and the index of archived ones.";
    let behind = rows(&cells, "GB-months", |class: &StorageClass| class.name().to_owned());
    Some(figure("Stored bytes by storage class", sentence, &svg, &series, &behind))
}

fn of_timeline(subject: &Subject) -> Option<String> {
    if subject.timeline.is_empty() {
        return None;
    }
    let header = ["date", "what happens", "by rule", "day", "USD per GB-month"].map(str::to_owned).to_vec();
    let mut behind = String::new();
    for one in &subject.timeline {
        for lane in &one.lanes {
            let row = |stop: &crate::timeline::Stop| {
                let (day, after) = (stop.day.to_string(), stop.after_days.to_string());
                vec![day, stop.what.clone(), stop.rule.clone(), after, stop.rate.text()]
            };
            let rows = Rows { header: header.clone(), rows: lane.stops.iter().map(row).collect() };
            behind.push_str(&table(&format!("{}: {}", one.title, lane.title), &rows));
        }
    }
    Some(format!(
        "<figure class=\"timeline\">\n<h3>What the lifecycle rules will do</h3>\n\
         <div class=\"chart\" role=\"img\" tabindex=\"0\" aria-label=\"What the lifecycle rules will do: a picture of \
         the tables below\">{}</div>\n{}</figure>\n",
        svg::svg(&subject.timeline),
        folded("The days", &behind)
    ))
}

fn of_latency(found: &Table) -> Option<String> {
    let cells = data::latency(found)?;
    let series = in_turn(&cells);
    let svg = chart(&cells.labels, &series, Shape::Beside, "milliseconds")?;
    let sentence = "How long requests took: half of them at most p50, 99 of 100 at most p99.";
    Some(figure("Latency", sentence, &svg, &series, &cut(found)))
}

/// What has no colours of its own gets them in turn.
fn in_turn(cells: &Cells<String>) -> Vec<Series> {
    let number = |name: &String| cells.names.iter().position(|one| one == name).unwrap_or_default();
    cells.series(|name| (name.clone(), colour(number(name))))
}

pub(super) fn colour(number: usize) -> Colour {
    COLOURS[number % COLOURS.len()]
}

fn of_throttling(found: &Table) -> Option<String> {
    let cells = data::throttling(found)?;
    let colour = |name: &&str| if *name == "admitted" { (79, 154, 58) } else { (176, 48, 48) };
    let series = cells.series(|name| ((*name).to_owned(), colour(name)));
    let svg = chart(&cells.labels, &series, Shape::Stacked, "requests in a window")?;
    let sentence = "Windows in which something was refused, over all limited resources. A whole bar is what was \
                    offered.";
    Some(figure("Offered, admitted, throttled", sentence, &svg, &series, &cut(found)))
}

fn of_events(found: &Table) -> String {
    let drawn = data::events(found).and_then(|cells| {
        let series = in_turn(&cells);
        let svg = chart(&cells.labels, &series, Shape::Beside, "objects")?;
        Some(figure("What happened", &rest(found, "events.csv"), &svg, &series, &cut(found)))
    });
    drawn.unwrap_or_else(|| "<h3>What happened</h3>\n<p>Nothing happened to any object.</p>\n".to_owned())
}

fn of_scenario(subject: &Subject) -> Option<String> {
    let text = subject.scenario.trim_end();
    (!text.is_empty()).then(|| {
        format!(
            "<h3>The scenario</h3>\n<pre tabindex=\"0\" aria-label=\"The scenario\"><code>{}</code></pre>\n",
            escaped(text)
        )
    })
}

/// A table of which the page shows as much as is sensible.
fn whole(heading: &str, file: &str, found: &Table) -> String {
    let rest = rest(found, file);
    let sentence = if rest.is_empty() { rest } else { format!("<p>{}</p>\n", escaped(&rest)) };
    format!("<h3>{}</h3>\n{sentence}{}", escaped(heading), table(heading, &cut(found)))
}

fn cut(found: &Table) -> Rows {
    Rows { header: found.header.clone(), rows: found.rows.iter().take(ROWS).cloned().collect() }
}

fn rest(found: &Table, file: &str) -> String {
    match found.rows.len() {
        count if count > ROWS => format!("The first {ROWS} of {count} rows; {file} has all of them."),
        _ => String::new(),
    }
}

/// The exact figures behind a chart, with sums.
fn rows<K: Ord + Clone>(cells: &Cells<K>, unit: &str, show: impl Fn(&K) -> String) -> Rows {
    let mut header = vec![unit.to_owned()];
    header.extend(cells.names.iter().map(show));
    header.push("total".to_owned());
    let row = |head: &str, values: Vec<Money>| {
        let total: Money = values.iter().copied().sum();
        let texts = values.iter().chain([&total]).map(ToString::to_string);
        [head.to_owned()].into_iter().chain(texts).collect::<Vec<String>>()
    };
    let of_label =
        |label: &String| row(label, cells.names.iter().map(|name| cells.get(label, name)).collect());
    let mut rows: Vec<Vec<String>> = cells.labels.iter().map(of_label).collect();
    if cells.labels.len() > 1 {
        rows.push(row("total", cells.names.iter().map(|name| cells.total(name)).collect()));
    }
    Rows { header, rows }
}

pub(super) fn usd(amount: Money) -> String {
    s3sim_experiment::words::grouped_decimal(&amount.fixed(2))
}

/// Several runs side by side: what each costs, and from when on which is cheaper.
pub(super) fn together(subjects: &[Subject]) -> String {
    let costs: Vec<(&str, Cells<UsageGroup>)> = subjects
        .iter()
        .filter_map(|one| {
            let bill = one.files.get("cost.csv").and_then(Table::read)?;
            Some((one.name.as_str(), data::cost(&bill)?))
        })
        .collect();
    let mut out = "<section id=\"together\">\n<h1>Side by side</h1>\n".to_owned();
    out.push_str(&totals(&costs));
    out.push_str(&cumulative(&costs).unwrap_or_default());
    out.push_str("</section>\n");
    out
}

fn totals(costs: &[(&str, Cells<UsageGroup>)]) -> String {
    let groups: BTreeSet<UsageGroup> = costs.iter().flat_map(|(_, cells)| cells.names.clone()).collect();
    let mut header = vec!["USD".to_owned()];
    header.extend(costs.iter().map(|(name, _)| (*name).to_owned()));
    let row = |head: String, of: &dyn Fn(&Cells<UsageGroup>) -> Money| -> Vec<String> {
        [head].into_iter().chain(costs.iter().map(|(_, cells)| usd(of(cells)))).collect()
    };
    let mut rows: Vec<Vec<String>> =
        groups.iter().map(|group| row(group.to_string(), &|cells| cells.total(group))).collect();
    rows.push(row("total".to_owned(), &|cells| cells.names.iter().map(|group| cells.total(group)).sum()));
    table("Cost in all", &Rows { header, rows })
}

fn cumulative(costs: &[(&str, Cells<UsageGroup>)]) -> Option<String> {
    let labels: BTreeSet<&String> = costs.iter().flat_map(|(_, cells)| &cells.labels).collect();
    let labels: Vec<String> = labels.into_iter().cloned().collect();
    let grown = |cells: &Cells<UsageGroup>| -> Vec<Money> {
        let mut sum = Money::ZERO;
        let one = |label: &String| {
            sum += cells.names.iter().map(|group| cells.get(label, group)).sum::<Money>();
            sum
        };
        labels.iter().map(one).collect()
    };
    let sums: Vec<Vec<Money>> = costs.iter().map(|(_, cells)| grown(cells)).collect();
    let series: Vec<Series> = costs
        .iter()
        .zip(&sums)
        .enumerate()
        .map(|(number, ((name, _), sums))| Series {
            name: (*name).to_owned(),
            colour: colour(number),
            values: sums.iter().map(|sum| data::float(*sum)).collect(),
        })
        .collect();
    let svg = chart(&labels, &series, Shape::Lines, "USD since the beginning")?;
    let names: Vec<&str> = costs.iter().map(|(name, _)| *name).collect();
    let mut header = vec!["USD".to_owned()];
    header.extend(names.iter().map(|name| (*name).to_owned()));
    let row = |(index, label): (usize, &String)| {
        [label.clone()].into_iter().chain(sums.iter().map(|sums| sums[index].to_string())).collect()
    };
    let rows = Rows { header, rows: labels.iter().enumerate().map(row).collect() };
    let sentence = cheapest(&labels, &sums, &names);
    Some(figure("Cost since the beginning", &sentence, &svg, &series, &rows))
}

/// Which is cheapest, and where that changes: the break-even.
fn cheapest(labels: &[String], sums: &[Vec<Money>], names: &[&str]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut last = None;
    for (index, label) in labels.iter().enumerate() {
        // The first of several that cost the same.
        let best = (0..sums.len()).min_by_key(|number| sums[*number][index]);
        if best != last
            && let Some(name) = best.and_then(|best| names.get(best))
        {
            parts.push(match last {
                None => format!("By the end of {label} {name} has cost least"),
                Some(_) => format!("from {label} on {name}"),
            });
            last = best;
        }
    }
    if parts.is_empty() { String::new() } else { parts.join(", ") + "." }
}
