//! What can be measured of things around S3.

use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_ledger::message::ThingKind;

use super::Around;
use crate::measure::Percentile;

/// A measure of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThingMeasure {
    /// What is measured.
    pub what: ThingFigure,
    /// The thing's name.
    pub name: String,
    /// Of many times, which.
    pub p: Percentile,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThingFigure {
    /// `delay`: from an event to its arrival.
    Delay,
    /// `handled`: from an event to the end of the first run for it that succeeded.
    Handled,
    /// `duration`: of runs.
    Duration,
    /// `runs`: how many began.
    Runs,
    /// `concurrency`: the most runs at once.
    Concurrency,
    /// `unhandled`: events and calls for which no run has succeeded by the end.
    Unhandled,
    /// `messages`: how many arrived.
    Messages,
    /// `alerts`: how many were sent.
    Alerts,
}

impl ThingFigure {
    /// The measure of a word.
    pub(crate) fn of(word: &str) -> Option<ThingFigure> {
        Some(match word {
            "delay" => ThingFigure::Delay,
            "handled" => ThingFigure::Handled,
            "duration" => ThingFigure::Duration,
            "runs" => ThingFigure::Runs,
            "concurrency" => ThingFigure::Concurrency,
            "unhandled" => ThingFigure::Unhandled,
            "messages" => ThingFigure::Messages,
            "alerts" => ThingFigure::Alerts,
            _ => return None,
        })
    }

    /// Which things have it.
    pub fn is_of(self, kind: ThingKind) -> bool {
        match self {
            ThingFigure::Delay | ThingFigure::Messages => {
                !matches!(kind, ThingKind::Alarm | ThingKind::Budget | ThingKind::Trail)
            }
            ThingFigure::Handled
            | ThingFigure::Duration
            | ThingFigure::Runs
            | ThingFigure::Concurrency
            | ThingFigure::Unhandled => kind == ThingKind::Function,
            ThingFigure::Alerts => matches!(kind, ThingKind::Alarm | ThingKind::Budget),
        }
    }
}

/// Reads the subject of a measure: the name of a thing that has it.
pub(crate) fn read(
    what: ThingFigure,
    reader: &Reader<'_>,
    p: Percentile,
    around: &Around,
) -> Option<ThingMeasure> {
    let text = reader.text()?;
    let known: Vec<&str> =
        around.things().filter(|(kind, _)| what.is_of(*kind)).map(|(_, name)| name).collect();
    if known.contains(&text) {
        return Some(ThingMeasure { what, name: text.to_owned(), p });
    }
    reader.wrong(format!(
        "there is nothing called `{text}` to measure this of{}",
        suggest::instead(text, &known)
    ));
    None
}
