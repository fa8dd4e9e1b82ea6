//! What the page says of options: who meets what is required, what each has cost when, and what a sweep gave.

use s3sim_billing::money::Money;
use s3sim_experiment::diff::table::Table;

use super::chart::{Colour, Series, Shape, chart};
use super::data::float;
use super::figure::{Rows, escaped, figure, folded, table};
use super::section::{ROWS, colour, usd};

/// The verdict on each option, and below it the sweep if there is one.
pub(super) fn verdicts(found: &Table) -> String {
    let point = found.header.iter().position(|column| column == "point");
    let (as_written, swept): (Vec<&Vec<String>>, Vec<&Vec<String>>) =
        found.rows.iter().partition(|row| point.is_none_or(|point| row[point] == "0"));
    let mut out = String::new();
    if !as_written.is_empty() {
        let (shown, behind) = parted(&found.header, &as_written);
        out.push_str("<h3>Which option is right</h3>\n");
        out.push_str(&answer(&found.header, &as_written));
        out.push_str(&table("Which option is right", &shown));
        out.push_str(&why_not(&found.header, &as_written));
        out.push_str(&folded("All columns", &table("All columns of what-if.csv", &behind)));
    }
    if !swept.is_empty() {
        out.push_str(&sweep(&found.header, &swept).unwrap_or_default());
    }
    out
}

/// The answer as a sentence.
fn answer(header: &[String], rows: &[&Vec<String>]) -> String {
    let place = |name: &str| header.iter().position(|column| column == name);
    let (Some(option), Some(answer)) = (place("option"), place("answer")) else { return String::new() };
    let right: Vec<&str> =
        rows.iter().filter(|row| row[answer] == "yes").map(|row| row[option].as_str()).collect();
    if right.is_empty() {
        return String::new();
    }
    format!("<p class=\"about\">Answer: {}</p>\n", escaped(&right.join(", ")))
}

/// Why the others are not right, a sentence each.
fn why_not(header: &[String], rows: &[&Vec<String>]) -> String {
    let place = |name: &str| header.iter().position(|column| column == name);
    let (Some(option), Some(reason)) = (place("option"), place("reason")) else { return String::new() };
    let line = |row: &&&Vec<String>| {
        format!("<li><b>{}</b> {}</li>\n", escaped(&row[option]), escaped(&row[reason]))
    };
    let lines: String = rows.iter().filter(|row| !row[reason].is_empty()).map(|row| line(&row)).collect();
    if lines.is_empty() { lines } else { format!("<ul class=\"reasons\">\n{lines}</ul>\n") }
}

/// What belongs into a talk, and everything: columns in which nothing stands, or nothing but zeros, say nothing.
fn parted(header: &[String], rows: &[&Vec<String>]) -> (Rows, Rows) {
    let says = |column: usize| rows.iter().any(|row| !matches!(row[column].as_str(), "" | "0"));
    let is_axis =
        |column: usize| header.iter().position(|name| name == "option").is_some_and(|at| column < at);
    // Reasons are sentences: they stand below the table.
    let is_shown = |column: &usize| says(*column) && !is_axis(*column) && header[*column] != "reason";
    let order: Vec<usize> = (0..header.len()).filter(is_shown).collect();
    let is_money = |column: usize| header[column].ends_with("_usd");
    let name = |column: usize| match header[column].strip_suffix("_usd") {
        Some("total") => "USD".to_owned(),
        Some(group) => group.replace('_', " "),
        None => header[column].clone(),
    };
    let cell = |row: &Vec<String>, column: usize| match Money::parse(&row[column]) {
        Ok(money) if is_money(column) => usd(money),
        _ => row[column].clone(),
    };
    let shown = Rows {
        header: order.iter().map(|column| name(*column)).collect(),
        rows: rows.iter().map(|row| order.iter().map(|column| cell(row, *column)).collect()).collect(),
    };
    let all = Rows { header: header.to_vec(), rows: rows.iter().map(|row| (*row).clone()).collect() };
    (shown, all)
}

/// Total cost at every point of a sweep, an option a line.
fn sweep(header: &[String], rows: &[&Vec<String>]) -> Option<String> {
    let place = |name: &str| header.iter().position(|column| column == name);
    let (point, option, total) = (place("point")?, place("option")?, place("total_usd")?);
    // With several seeds a point has several rows for an option: the first one stands for it.
    let axes = point + 1..place("seed").unwrap_or(option);
    let label = |row: &[String]| if axes.len() == 1 { row[axes.start].clone() } else { row[point].clone() };
    let mut labels: Vec<(String, String)> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        if labels.last().is_none_or(|(known, _)| *known != row[point]) {
            labels.push((row[point].clone(), label(row)));
        }
        if !names.contains(&row[option].as_str()) {
            names.push(&row[option]);
        }
    }
    let cost = |point_name: &str, name: &str| {
        let row = rows.iter().find(|row| row[point] == point_name && row[option] == name)?;
        Money::parse(&row[total]).ok()
    };
    let series: Vec<Series> = names
        .iter()
        .enumerate()
        .map(|(number, name)| Series {
            name: (*name).to_owned(),
            colour: colour(number),
            values: labels.iter().map(|(point, _)| cost(point, name).map_or(0.0, float)).collect(),
        })
        .collect();
    let shown: Vec<String> = labels.into_iter().map(|(_, label)| label).collect();
    let svg = chart(&shown, &series, Shape::Lines, "USD")?;
    let what = match &header[axes.clone()] {
        [one] => format!("What each option costs by {one}."),
        _ => "What each option costs at each point; the table names them.".to_owned(),
    };
    let behind =
        Rows { header: header.to_vec(), rows: rows.iter().take(ROWS).map(|row| (*row).clone()).collect() };
    Some(figure("The sweep", &what, &svg, &series, &behind))
}

/// What options have cost since the beginning, and where they cross.
pub(super) fn growth(costs: &Table, crossings: Option<&Table>) -> Option<String> {
    let [option, period] = costs.columns(["option", "billing_period"])?;
    let mut labels: Vec<String> = costs.rows.iter().map(|row| row[period].clone()).collect();
    labels.sort();
    labels.dedup();
    let mut names: Vec<&str> = Vec::new();
    for row in &costs.rows {
        if !names.contains(&row[option].as_str()) {
            names.push(&row[option]);
        }
    }
    let sums: Vec<Vec<Money>> =
        names.iter().map(|name| grown(costs, name, &labels)).collect::<Option<_>>()?;
    let colours: Vec<Colour> = (0..names.len()).map(colour).collect();
    let series: Vec<Series> = names
        .iter()
        .zip(&sums)
        .zip(colours)
        .map(|((name, sums), colour)| Series {
            name: (*name).to_owned(),
            colour,
            values: sums.iter().map(|sum| float(*sum)).collect(),
        })
        .collect();
    let svg = chart(&labels, &series, Shape::Lines, "USD since the beginning")?;
    let mut header = vec!["USD".to_owned()];
    header.extend(names.iter().map(|name| (*name).to_owned()));
    let row = |(index, label): (usize, &String)| {
        [label.clone()].into_iter().chain(sums.iter().map(|sums| sums[index].to_string())).collect()
    };
    let rows = Rows { header, rows: labels.iter().enumerate().map(row).collect() };
    Some(figure("What the options have cost", &sentence(crossings), &svg, &series, &rows))
}

/// What an option has cost at the end of each period; a period without cost adds nothing.
fn grown(costs: &Table, name: &str, labels: &[String]) -> Option<Vec<Money>> {
    let [option, period, paid] = costs.columns(["option", "billing_period", "paid"])?;
    let mut sum = Money::ZERO;
    let one = |label: &String| {
        if let Some(row) = costs.rows.iter().find(|row| row[option] == name && row[period] == *label) {
            sum = Money::parse(&row[paid]).ok()?;
        }
        Some(sum)
    };
    labels.iter().map(one).collect()
}

fn sentence(crossings: Option<&Table>) -> String {
    let parts = crossings.and_then(|found| {
        let [option, than, from] = found.columns(["option", "cheaper_than", "from"])?;
        let part = |row: &Vec<String>| {
            format!("{} has cost less than {} from {} on", row[option], row[than], row[from])
        };
        Some(found.rows.iter().map(part).collect::<Vec<String>>())
    });
    match parts {
        Some(parts) if !parts.is_empty() => format!("Break-even: {}.", parts.join("; ")),
        _ => "No option that cost more at first costs less in the end.".to_owned(),
    }
}
