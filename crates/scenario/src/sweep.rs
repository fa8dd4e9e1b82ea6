//! Values to sweep over: a list, or equal steps from one value to another.

use std::cell::RefCell;

use s3sim_document::patch;
use s3sim_document::path::{Path, Step};
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::source::Sources;
use s3sim_document::tree::{Map, Node, Value};

use crate::question::{QUESTION, Refusal, refused};
use crate::scenario::{self, Scenario};
use crate::section::Section;
use crate::shape::ScenarioShape;
use crate::words::question::RANGE;

/// One dimension of a grid.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Where the values are put, as it is written.
    pub path: String,
    /// The values, in order. Never empty.
    pub values: Vec<Node>,
}

/// So many values an axis may have.
const MOST: usize = 100_000;

/// Reads `vary`.
pub(crate) fn read(reader: &Reader<'_>) -> Vec<Axis> {
    let entries = reader.entries().unwrap_or_default();
    entries.into_iter().filter_map(|(path, reader)| axis(path, &reader)).collect()
}

/// One dimension as the command line says it: `30,60,90`, or `{from: 30, to: 90, step: 30}`.
///
/// # Errors
/// Every mistake, at the path `--vary PATH`.
pub fn setting(path: &str, text: &str, sources: &mut Sources) -> Result<Axis, Problems> {
    let name = format!("--vary {path}");
    let is_range = |node: &Node| node.as_map().is_some_and(|map| map.get("step").is_some());
    let mut node = sources.read_setting(name.clone(), text);
    if !node.as_ref().is_ok_and(is_range) {
        node = sources.read_setting(name.clone(), format!("[{text}]"));
    }
    let node = node?;
    let problems = RefCell::new(Problems::new());
    let axis = axis(path, &Reader::new(&node, &name, &problems));
    match (axis, problems.into_inner()) {
        (Some(axis), problems) if problems.is_empty() => Ok(axis),
        (_, problems) => Err(problems),
    }
}

/// The scenario with its own values at these paths, question included. It varies nothing any more.
///
/// # Errors
/// What is wrong with it, or what AWS would not accept in it.
pub fn at(base: &Scenario, point: &[(&str, &Node)]) -> Result<Result<Scenario, Refusal>, Problems> {
    let mut tree = base.tree.clone();
    if let Value::Map(map) = &mut tree.value {
        map.entries.retain(|entry| entry.key != "vary");
    }
    let changes = point.iter().map(|(path, value)| (*path, (*value).clone()));
    let problems = patch::apply(&mut tree, &Node::made(Value::Map(Map::made(changes))), &ScenarioShape);
    if !problems.is_empty() {
        return Err(problems);
    }
    scenario::read(tree, &base.name).map(Ok).or_else(|problems| refused(problems).map(Err))
}

fn axis(path: &str, reader: &Reader<'_>) -> Option<Axis> {
    match Path::parse(path).map(|path| path.steps().first().cloned()) {
        Err(message) => {
            reader.wrong(message);
            return None;
        }
        Ok(Some(Step::Name(first))) if QUESTION.contains(&first.as_str()) || first == "objective" => {
            reader.wrong(format!("`{first}` cannot vary: it is the question"));
            return None;
        }
        Ok(_) => {}
    }
    let values = match &reader.node().value {
        Value::List(values) => values.clone(),
        Value::Map(_) => range(reader)?,
        other => {
            reader
                .wrong(format!("should be a list of values, or {{from, to, step}}, but is {}", other.kind()));
            return None;
        }
    };
    if values.is_empty() {
        reader.wrong("should name at least one value");
        return None;
    }
    Some(Axis { path: path.to_owned(), values })
}

/// A number and the unit behind it.
struct Amount<'a> {
    /// In 10^-`decimals`.
    units: i128,
    decimals: u32,
    unit: &'a str,
}

fn range(reader: &Reader<'_>) -> Option<Vec<Node>> {
    let section = Section::open(reader, &RANGE)?;
    let of = |name| {
        let value = section.required(name)?;
        let amount = amount(value.text()?);
        if amount.is_none() {
            value.wrong("should be a number, with a unit if it needs one, such as 30, 2.5 or 10MB");
        }
        amount
    };
    let (from, to, step) = (of("from"), of("to"), of("step"));
    section.done();
    let (from, to, step) = (from?, to?, step?);
    if from.unit != to.unit || from.unit != step.unit {
        reader.wrong("`from`, `to` and `step` should have the same unit");
        return None;
    }
    let decimals = from.decimals.max(to.decimals).max(step.decimals);
    let scaled = |amount: &Amount<'_>| amount.units * 10i128.pow(decimals - amount.decimals);
    let (first, last, step) = (scaled(&from), scaled(&to), scaled(&step));
    if step == 0 || (last - first).signum() * step.signum() < 0 {
        reader.wrong("`step` should lead from `from` to `to`");
        return None;
    }
    let steps = (last - first) / step;
    if steps >= MOST as i128 {
        reader.wrong(format!("should be at most {MOST} values"));
        return None;
    }
    let value = |index: i128| {
        let text = written(first + index * step, decimals);
        let value = if from.unit.is_empty() { Value::Number(text) } else { Value::Text(text + from.unit) };
        Node { at: reader.at(), value }
    };
    Some((0..=steps).map(value).collect())
}

fn amount(text: &str) -> Option<Amount<'_>> {
    let end = text.find(|c: char| !matches!(c, '0'..='9' | '.' | '_' | '-')).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number = number.replace('_', "");
    let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
    // So many digits are exact whatever they are multiplied with here.
    if whole.len() + fraction.len() > 18 || fraction.contains('.') {
        return None;
    }
    let units: i128 = format!("{whole}{fraction}").parse().ok()?;
    Some(Amount { units, decimals: fraction.len() as u32, unit })
}

fn written(units: i128, decimals: u32) -> String {
    let scale = 10u128.pow(decimals);
    let sign = if units < 0 { "-" } else { "" };
    let (whole, fraction) = (units.unsigned_abs() / scale, units.unsigned_abs() % scale);
    if fraction == 0 {
        return format!("{sign}{whole}");
    }
    let fraction = format!("{fraction:0width$}", width = decimals as usize);
    format!("{sign}{whole}.{}", fraction.trim_end_matches('0'))
}
