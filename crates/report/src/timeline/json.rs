//! A timeline for machines.

use serde::Serialize;

use super::{Chart, Rate};

#[derive(Serialize)]
struct Picture<'a> {
    title: &'a str,
    assumed: &'a str,
    versions: Vec<Version<'a>>,
}

#[derive(Serialize)]
struct Version<'a> {
    version: &'a str,
    stops: Vec<Stop<'a>>,
}

#[derive(Serialize)]
struct Stop<'a> {
    day: u32,
    date: String,
    what: &'a str,
    /// The class or tier from here on; null if there is nothing left.
    state: Option<&'a str>,
    /// The rule's id; null for the beginning and for Intelligent-Tiering's own moves.
    rule: Option<&'a str>,
    /// A decimal number as text; null if nobody confirmed it, or nothing is left to pay for.
    usd_per_gb_month: Option<String>,
}

/// The charts as a JSON list.
///
/// # Errors
/// Only if memory cannot be written to.
pub fn json(charts: &[Chart]) -> std::io::Result<String> {
    let pictures: Vec<Picture<'_>> = charts.iter().map(picture).collect();
    Ok(serde_json::to_string_pretty(&pictures)? + "\n")
}

fn picture(chart: &Chart) -> Picture<'_> {
    let versions = chart.lanes.iter().map(|lane| Version {
        version: lane.title,
        stops: lane
            .stops
            .iter()
            .map(|stop| Stop {
                day: stop.after_days,
                date: stop.day.to_string(),
                what: &stop.what,
                state: Some(stop.state.as_str()).filter(|text| !text.is_empty()),
                rule: Some(stop.rule.as_str()).filter(|text| !text.is_empty()),
                usd_per_gb_month: match stop.rate {
                    Rate::Known(price) => Some(price.to_string()),
                    Rate::Unknown | Rate::Nothing => None,
                },
            })
            .collect(),
    });
    Picture { title: &chart.title, assumed: &chart.assumed, versions: versions.collect() }
}
