//! Measures of workloads.

use s3sim_document::read::Reader;
use s3sim_document::suggest;

use super::Percentile;
use crate::scope::Scope;

/// What is measured of a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadFigure {
    /// `latency` of its requests, from when each should have been sent to the last byte of its answer.
    Latency,
    /// `duration`: from its first request to the end of its last.
    Duration,
    /// `attempts` of its requests.
    Attempts,
    /// `requests`: how many it sent.
    Requests,
    /// `failed`: the share of its requests that were given up or refused for good.
    Failed,
    /// `throttled`: the share of its attempts that were refused for their number.
    Throttled,
    /// `throughput`: bytes that its successful requests carried, by its duration.
    Throughput,
}

/// A measure of a workload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadMeasure {
    /// The workload's name.
    pub workload: String,
    /// What is measured.
    pub figure: LoadFigure,
    /// Where there is one value for each request: which.
    pub p: Percentile,
}

impl LoadFigure {
    /// The figure that a word of the format names.
    pub(crate) fn of(word: &str) -> Option<LoadFigure> {
        Some(match word {
            "latency" => LoadFigure::Latency,
            "duration" => LoadFigure::Duration,
            "attempts" => LoadFigure::Attempts,
            "requests" => LoadFigure::Requests,
            "failed" => LoadFigure::Failed,
            "throttled" => LoadFigure::Throttled,
            "throughput" => LoadFigure::Throughput,
            _ => return None,
        })
    }
}

/// Whether a measure of many values is taken of workloads only, so that nothing else explains its subject.
pub(crate) fn is_one(word: &str) -> bool {
    LoadFigure::of(word).is_some_and(|figure| figure != LoadFigure::Duration)
}

/// Whether the subject is a workload.
pub(crate) fn is_workload(reader: &Reader<'_>, scope: &Scope) -> bool {
    reader.node().scalar().is_some_and(|name| scope.workloads.iter().any(|known| known == name))
}

/// Reads the measure that `word` names, of the workload at `reader`.
pub(crate) fn read(word: &str, reader: &Reader<'_>, p: Percentile, scope: &Scope) -> Option<LoadMeasure> {
    let figure = LoadFigure::of(word)?;
    let name = reader.text()?;
    if is_workload(reader, scope) {
        return Some(LoadMeasure { workload: name.to_owned(), figure, p });
    }
    if scope.all_steps.iter().any(|step| step == name) {
        reader.wrong(format!("`{word}` of a step is not there yet"));
    } else {
        let known: Vec<&str> = scope.workloads.iter().map(String::as_str).collect();
        reader.wrong(format!("there is no workload `{name}`{}", suggest::instead(name, &known)));
    }
    None
}
