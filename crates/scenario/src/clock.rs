//! When a scenario begins and ends, and the instants that are counted from its start.

use s3sim_document::read::Reader;
use s3sim_document::tree::{Entry, Node, Value};
use s3sim_document::units::{self, Duration, When};
use s3sim_kernel::time::{Day, Instant, Micros};

use crate::section::Section;
use crate::words::bucket::WINDOW;

/// The span of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    start: Instant,
    end: Instant,
}

impl Clock {
    /// Of a run from `start` to `end`.
    pub(crate) fn new(start: Instant, end: Instant) -> Clock {
        Clock { start, end }
    }

    /// When the run begins.
    pub(crate) fn start(&self) -> Instant {
        self.start
    }

    /// When it ends.
    pub(crate) fn end(&self) -> Instant {
        self.end
    }

    /// A date, a date with its time, or a duration counted from the start.
    pub(crate) fn instant(&self, reader: &Reader<'_>) -> Option<Instant> {
        let found = instant_from(self.start, reader.when()?);
        if found.is_none() {
            reader.wrong("should lie between 1970 and 2149");
        }
        found
    }

    /// A date, or a date with its time: the start itself.
    pub(crate) fn date(&self, reader: &Reader<'_>) -> Option<Instant> {
        let days = Instant::EPOCH..Instant::HORIZON;
        let found = match reader.when()? {
            When::Absolute(micros) => Some(Instant::from_micros(micros)).filter(|found| days.contains(found)),
            When::FromStart(_) => None,
        };
        if found.is_none() {
            reader.wrong("should be a date from 1970 to 2149, such as 2025-01-01 or 2025-01-01T08:00:00Z");
        }
        found
    }

    /// An instant of the run itself.
    pub(crate) fn instant_of_run(&self, reader: &Reader<'_>) -> Option<Instant> {
        let found = self.instant(reader)?;
        if found < self.start {
            reader.wrong(format!("lies before the start, {}", self.start));
            return None;
        }
        if found > self.end {
            reader.wrong(format!("lies after the end, {}: give a longer `duration`", self.end));
            return None;
        }
        Some(found)
    }

    /// `{from, until}`, or one instant: the window of that microsecond.
    pub(crate) fn instant_or_window(&self, reader: &Reader<'_>) -> Option<(Instant, Instant)> {
        if !matches!(reader.node().value, Value::Map(_)) {
            let instant = self.instant(reader)?;
            return Some((instant, instant + Micros(1)));
        }
        let section = Section::open(reader, &WINDOW)?;
        let from = section.required("from").and_then(|value| self.instant(&value));
        let until = section.required("until").and_then(|value| self.instant(&value));
        section.done();
        let (from, until) = (from?, until?);
        if until <= from {
            reader.wrong("`until` should be later than `from`");
            return None;
        }
        Some((from, until))
    }
}

/// The instant that is meant, if a [`Day`] can name it.
fn instant_from(start: Instant, when: When) -> Option<Instant> {
    let found = match when {
        When::Absolute(micros) => Instant::from_micros(micros),
        When::FromStart(duration) => after(start, duration)?,
    };
    (Instant::EPOCH..=Instant::HORIZON).contains(&found).then_some(found)
}

/// `duration` after `start`: months first, then the rest.
fn after(start: Instant, duration: Duration) -> Option<Instant> {
    Some(start.plus_months(duration.months)? + Micros(duration.micros))
}

/// Where the clock starts unless a scenario says otherwise: 2025-01-01.
pub(crate) fn default_start() -> Instant {
    Instant::from_date(2025, 1, 1).unwrap_or(Instant::EPOCH)
}

/// The end of a run that begins at `start` and lasts as long as `duration` says.
pub(crate) fn end(duration: &Reader<'_>, start: Instant) -> Option<Instant> {
    let Some(end) = after(start, duration.duration()?).filter(|end| *end > start && *end <= Instant::HORIZON)
    else {
        duration.wrong(format!("should end after the start, {start}, and before {}", Instant::HORIZON.day()));
        return None;
    };
    Some(end)
}

/// The end of a run without `duration`: a month after `start`, or the last instant that steps, traffic and checks
/// name, whichever is later. Options count too, so that all of them are asked about the same time.
pub(crate) fn default_end(start: Instant, root: &Node) -> Instant {
    let month = start.plus_months(1).unwrap_or(start);
    let named = ["steps", "workload", "traffic", "expect", "requirements"]
        .into_iter()
        .filter_map(|section| last_named(start, root.get(section)?));
    let options = root.get("options").and_then(|options| last_within(start, options));
    named.chain(options).fold(month, Instant::max).min(Day::MAX.start())
}

/// The last instant that anything in a patch names.
fn last_within(start: Instant, node: &Node) -> Option<Instant> {
    let of = |entry: &Entry| {
        let name = entry.key.rsplit('.').next().unwrap_or_default();
        let says = matches!(name, "at" | "from" | "until");
        let named = says.then(|| entry.value.scalar()).flatten();
        let instant = named.and_then(|text| instant_from(start, units::when(text).ok()?));
        instant.max(last_within(start, &entry.value))
    };
    node.as_map()?.entries.iter().filter_map(of).max()
}

fn last_named(start: Instant, section: &Node) -> Option<Instant> {
    let mut last = None;
    let mut previous = start;
    for entry in &section.as_map()?.entries {
        let text = |word| entry.value.get(word).and_then(Node::scalar);
        let instants = ["at", "from", "until"]
            .into_iter()
            .filter_map(|word| instant_from(start, units::when(text(word)?).ok()?));
        let latest = instants.max();
        // Steps follow each other; how long a call takes is not known here.
        previous = match (latest, text("after").and_then(|text| units::duration(text).ok())) {
            (Some(latest), _) => latest,
            (None, Some(gap)) => after(previous, gap).unwrap_or(previous),
            (None, None) => previous,
        };
        last = last.max(latest).max(Some(previous));
    }
    last
}
