//! A timeline for the terminal.

use super::{Chart, Lane};
use crate::table::Table;

/// The charts, without colours; every line ends with a line feed.
pub fn text(charts: &[Chart]) -> String {
    let mut lines = Vec::new();
    for chart in charts {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(chart.title.clone());
        lines.push(format!("  {}", chart.assumed));
        for lane in &chart.lanes {
            lines.push(String::new());
            lines.push(lane.title.to_owned());
            lines.extend(table(lane));
        }
    }
    lines.join("\n") + "\n"
}

fn table(lane: &Lane) -> Vec<String> {
    let header = ["date", "what happens", "by rule", "day", "USD/GB-mo"];
    let mut table = Table::new(header.iter().map(|name| (*name).to_owned()).collect(), 3);
    for stop in &lane.stops {
        table.push(vec![
            stop.day.to_string(),
            stop.what.clone(),
            stop.rule.clone(),
            stop.after_days.to_string(),
            stop.rate.text(),
        ]);
    }
    if lane.stops.len() == 1 {
        table.push(vec!["later".to_owned(), "nothing".to_owned()]);
    }
    table.lines()
}
