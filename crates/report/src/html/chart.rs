//! Charts as SVG. Ink and grid have colours of their own that the page's style replaces, so that a chart is dark on
//! light and light on dark. Axes begin at zero.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

const WIDTH: u32 = 860;
const HEIGHT: u32 = 320;
/// `#010101` in the style sheet: text and axes.
const INK: RGBColor = RGBColor(1, 1, 1);
/// `#020202` in the style sheet: lines of the grid.
const GRID: RGBColor = RGBColor(2, 2, 2);
/// At most so many labels below the chart.
const LABELS: usize = 12;

/// A colour by red, green and blue.
pub(super) type Colour = (u8, u8, u8);

/// Values of one kind, one for each label.
pub(super) struct Series {
    pub(super) name: String,
    pub(super) colour: Colour,
    pub(super) values: Vec<f64>,
}

/// How values of one label stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Bars on top of one another.
    Stacked,
    /// Bars beside one another.
    Beside,
    /// Points joined by lines.
    Lines,
}

/// A chart; nothing if there is nothing above zero to be seen.
pub(super) fn chart(labels: &[String], series: &[Series], shape: Shape, unit: &str) -> Option<String> {
    let at = |index: usize| series.iter().filter_map(move |one| one.values.get(index).copied());
    let height = |index: usize| match shape {
        Shape::Stacked => at(index).sum::<f64>(),
        Shape::Beside | Shape::Lines => at(index).fold(0.0, f64::max),
    };
    let most = (0..labels.len()).map(height).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let mut svg = String::new();
    draw(&mut svg, labels, series, shape, unit, most * 1.06).ok()?;
    // The page says what it is; the size is up to the page.
    Some(svg.replacen("<svg ", "<svg aria-hidden=\"true\" focusable=\"false\" ", 1))
}

type Failure = DrawingAreaErrorKind<std::io::Error>;

fn draw(
    svg: &mut String,
    labels: &[String],
    series: &[Series],
    shape: Shape,
    unit: &str,
    top: f64,
) -> Result<(), Failure> {
    let root = SVGBackend::with_string(svg, (WIDTH, HEIGHT)).into_drawing_area();
    let count = labels.len();
    let mut chart = ChartBuilder::on(&root)
        .margin(10)
        .margin_top(26)
        .x_label_area_size(28)
        .y_label_area_size(78)
        .build_cartesian_2d(0.0..as_float(count), 0.0..top)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(0)
        .y_labels(6)
        .y_label_formatter(&|value| tick(*value, top))
        .bold_line_style(GRID)
        .light_line_style(TRANSPARENT)
        .axis_style(INK)
        .label_style(("sans-serif", 14, &INK))
        .draw()?;
    let style = |anchor| ("sans-serif", 14).into_font().color(&INK).pos(anchor);
    root.draw(&Text::new(unit.to_owned(), (12, 4), style(Pos::new(HPos::Left, VPos::Top))))?;
    let every = count.div_ceil(LABELS).max(1);
    for (index, label) in labels.iter().enumerate().step_by(every) {
        let (x, _) = chart.plotting_area().map_coordinate(&(as_float(index) + 0.5, 0.0));
        let y = i32::try_from(HEIGHT).unwrap_or_default() - 32;
        root.draw(&Text::new(label.clone(), (x, y), style(Pos::new(HPos::Center, VPos::Top))))?;
    }
    let mut floor = vec![0.0; count];
    for (number, one) in series.iter().enumerate() {
        let colour = RGBColor(one.colour.0, one.colour.1, one.colour.2);
        if shape == Shape::Lines {
            let points = || one.values.iter().enumerate().map(|(index, y)| (as_float(index) + 0.5, *y));
            chart.draw_series(LineSeries::new(points(), colour.stroke_width(3)))?;
            chart.draw_series(points().map(|point| Circle::new(point, 3, colour.filled())))?;
            continue;
        }
        let mut bars = Vec::new();
        for (index, value) in one.values.iter().enumerate().filter(|(_, value)| **value > 0.0) {
            let (left, width, base) = match shape {
                Shape::Beside => {
                    let width = 0.8 / as_float(series.len());
                    (as_float(index) + 0.1 + width * as_float(number), width, 0.0)
                }
                _ => (as_float(index) + 0.1, 0.8, floor[index]),
            };
            bars.push(Rectangle::new([(left, base), (left + width, base + value)], colour.filled()));
            floor[index] += value;
        }
        chart.draw_series(bars)?;
    }
    root.present()
}

/// Positions are small numbers, which floats hold exactly.
fn as_float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A figure at the axis: with as few decimals as tell ticks apart.
fn tick(value: f64, top: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let (unit, suffix) = match top {
        1e9.. => (1e9, " bn"),
        1e6.. => (1e6, " m"),
        1e4.. => (1e3, " k"),
        _ => (1.0, ""),
    };
    let decimals = match top / unit {
        10.0.. => 0,
        1.0.. => 1,
        0.1.. => 2,
        0.01.. => 3,
        0.001.. => 4,
        _ => 7,
    };
    format!("{:.decimals$}{suffix}", value / unit)
}
