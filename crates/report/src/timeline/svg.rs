//! A timeline as a picture: one bar for each version, one box for each class that it stays in.
//!
//! Boxes are equally wide: stays of 30 days and of 700 are both to be read.

use super::{Chart, Lane, Stop};

const MARGIN: usize = 24;
const BOX_WIDTH: usize = 172;
const BOX_HEIGHT: usize = 58;
const LANE_HEIGHT: usize = 142;
const HEAD_HEIGHT: usize = 66;
/// Letters of 12 pixels that fit into the width of a box.
const LETTERS: usize = 24;

/// The charts, one below the other.
pub fn svg(charts: &[Chart]) -> String {
    let boxes = charts.iter().flat_map(|chart| &chart.lanes).map(|lane| lane.stops.len()).max().unwrap_or(1);
    let width = 2 * MARGIN + boxes.max(3) * BOX_WIDTH;
    let height = |chart: &Chart| HEAD_HEIGHT + chart.lanes.len() * LANE_HEIGHT;
    let whole = 2 * MARGIN + charts.iter().map(height).sum::<usize>();
    let mut lines = vec![
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{whole}\" \
             viewBox=\"0 0 {width} {whole}\" font-family=\"system-ui, sans-serif\" font-size=\"12\">"
        ),
        format!("<rect width=\"{width}\" height=\"{whole}\" fill=\"#ffffff\"/>"),
    ];
    let mut y = MARGIN;
    for chart in charts {
        lines.push(label(MARGIN, y + 18, &chart.title, "font-size=\"18\" font-weight=\"600\""));
        lines.push(label(MARGIN, y + 40, &chart.assumed, "fill=\"#555555\""));
        y += HEAD_HEIGHT;
        for lane in &chart.lanes {
            draw(lane, y, &mut lines);
            y += LANE_HEIGHT;
        }
    }
    lines.push("</svg>".to_owned());
    lines.join("\n") + "\n"
}

fn draw(lane: &Lane, y: usize, lines: &mut Vec<String>) {
    lines.push(label(MARGIN, y + 14, lane.title, "font-weight=\"600\""));
    for (index, stop) in lane.stops.iter().enumerate() {
        let (x, top) = (MARGIN + index * BOX_WIDTH, y + 24);
        lines.push("<g>".to_owned());
        lines.push(format!("<title>{}</title>", escaped(&format!("{}: {}", stop.day, stop.what))));
        let (fill, edge) = colour(stop);
        let inner = BOX_WIDTH - 6;
        lines.push(format!(
            "<rect x=\"{x}\" y=\"{top}\" width=\"{inner}\" height=\"{BOX_HEIGHT}\" rx=\"4\" fill=\"{fill}\" \
             stroke=\"{edge}\"/>"
        ));
        let state = if stop.state.is_empty() { "gone" } else { stop.state.as_str() };
        lines.push(label(x + 10, top + 24, &cut(state), "font-weight=\"600\""));
        let price = stop.rate.text();
        let price = if price.is_empty() { String::new() } else { format!("{price} USD/GB-mo") };
        lines.push(label(x + 10, top + 44, &price, ""));
        lines.push(label(x, top + BOX_HEIGHT + 16, &format!("day {}, {}", stop.after_days, stop.day), ""));
        lines.push(label(x, top + BOX_HEIGHT + 32, &cut(&stop.rule), "fill=\"#555555\""));
        lines.push("</g>".to_owned());
    }
}

/// Fill and edge: warm classes warm, cold ones cold, the end grey.
fn colour(stop: &Stop) -> (&'static str, &'static str) {
    match stop.state.as_str() {
        "" => ("#f2f2f2", "#999999"),
        "STANDARD" | "REDUCED_REDUNDANCY" | "EXPRESS_ONEZONE" => ("#fde6c8", "#d98a1f"),
        "STANDARD_IA" | "ONEZONE_IA" | "INFREQUENT_ACCESS" => ("#fbf3c4", "#b59a16"),
        "INTELLIGENT_TIERING" => ("#dff2d8", "#4f9a3a"),
        "GLACIER_IR" | "ARCHIVE_INSTANT_ACCESS" => ("#d5eef2", "#2f8ea0"),
        "GLACIER" | "ARCHIVE_ACCESS" => ("#d4e2f7", "#3268b3"),
        _ => ("#ddd8f3", "#5b48a8"),
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LETTERS {
        return text.to_owned();
    }
    text.chars().take(LETTERS - 1).chain(std::iter::once('…')).collect()
}

fn label(x: usize, y: usize, text: &str, style: &str) -> String {
    let space = if style.is_empty() { "" } else { " " };
    format!("<text x=\"{x}\" y=\"{y}\"{space}{style}>{}</text>", escaped(text))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
