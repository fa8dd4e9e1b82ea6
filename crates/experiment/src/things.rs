//! Measures of things around S3, taken from the ledger's journal.

use std::collections::{BTreeMap, BTreeSet};

use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::message::{Entry, Journal, ThingId, What};
use s3sim_scenario::around::measures::{ThingFigure, ThingMeasure};
use s3sim_scenario::measure::{Measure, Percentile};

use crate::measures::Figure;

/// Takes the measure of a thing from `from` (included) to `until` (excluded; `None`: to the very end).
pub fn of_thing(
    measure: &Measure,
    journal: &Journal,
    from: Instant,
    until: Option<Instant>,
) -> Option<Figure> {
    let Measure::Thing(ThingMeasure { what, name, p }) = measure else { return None };
    let (thing, _) = journal.called(name).find(|(_, thing)| what.is_of(thing.kind))?;
    let within = |at: Instant| from <= at && until.is_none_or(|until| at < until);
    let of_thing = || journal.entries.iter().filter(move |entry| entry.thing == thing);
    let in_window = |wanted: What| of_thing().filter(move |entry| entry.what == wanted && within(entry.at));
    let count = |wanted: What| Some(Figure::Count(in_window(wanted).count() as u64));
    let times = |entries: Vec<&Entry>| pick(entries.into_iter().map(Entry::took).collect(), *p);
    match what {
        ThingFigure::Delay => times(in_window(What::Arrived).collect()),
        ThingFigure::Handled => times(first_of_each(in_window(What::Handled))),
        ThingFigure::Duration => times(in_window(What::Ended).collect()),
        ThingFigure::Runs => count(What::Began),
        ThingFigure::Messages => count(What::Arrived),
        ThingFigure::Alerts => count(What::Alerted),
        ThingFigure::Concurrency => Some(Figure::Count(most_at_once(journal, thing, within))),
        ThingFigure::Unhandled => {
            let handled: BTreeSet<u64> =
                of_thing().filter(|entry| entry.what == What::Handled).map(|entry| entry.number).collect();
            let due: BTreeSet<u64> = in_window(What::Due).map(|entry| entry.number).collect();
            Some(Figure::Count(due.difference(&handled).count() as u64))
        }
    }
}

/// Of each event the earliest entry.
fn first_of_each<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<&'a Entry> {
    let mut first: BTreeMap<u64, &Entry> = BTreeMap::new();
    for entry in entries {
        first.entry(entry.number).or_insert(entry);
    }
    first.into_values().collect()
}

/// One of many times: the shortest that is not shorter than a share of all.
fn pick(mut times: Vec<Micros>, p: Percentile) -> Option<Figure> {
    times.sort_unstable();
    let count = times.len() as u128;
    let time = match p {
        Percentile::Max => *times.last()?,
        Percentile::Mean => {
            let sum: i128 = times.iter().map(|time| i128::from(time.0)).sum();
            Micros(sum.checked_div(count as i128)? as i64)
        }
        Percentile::Share(share) => {
            let rank = (count * u128::from(share)).div_ceil(WHOLE.into()).max(1);
            *times.get(usize::try_from(rank - 1).ok()?)?
        }
    };
    Some(Figure::Time(time))
}

/// The most runs at once at any instant of a window. A run that ends makes room for one that begins at that instant.
fn most_at_once(journal: &Journal, thing: ThingId, within: impl Fn(Instant) -> bool) -> u64 {
    let mut changes: Vec<(Instant, i64)> = journal
        .entries
        .iter()
        .filter(|entry| entry.thing == thing)
        .filter_map(|entry| match entry.what {
            What::Began => Some((entry.at, 1)),
            What::Ended => Some((entry.at, -1)),
            _ => None,
        })
        .collect();
    changes.sort_unstable();
    let (mut now, mut most, mut before) = (0_i64, 0_i64, 0_i64);
    for (at, change) in changes {
        now += change;
        if within(at) {
            most = most.max(now).max(before);
        } else {
            before = now;
        }
    }
    most.unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use s3sim_ledger::message::ThingKind;

    fn second(n: i64) -> Instant {
        Instant::EPOCH + Micros::seconds(n)
    }

    /// Three events at 0, given to a function at 1, 2 and 3 s. The first is handled at 4 s and, by mistake, again at
    /// 9 s; the second at 6 s; the third never. Runs: 1–4, 2–6, 3–8, 8–9 s: at most three at once.
    fn journal() -> Journal {
        let mut journal = Journal::default();
        let thing = journal.add(ThingKind::Function, "work");
        let mut note = |at: i64, what: What, since: i64, number: u64| {
            journal.note(Entry { at: second(at), thing, what, since: second(since), number });
        };
        for (at, number) in [(1, 0), (2, 1), (3, 2)] {
            note(at, What::Due, 0, number);
            note(at, What::Arrived, 0, number);
            note(at, What::Began, 0, number);
        }
        for (at, since, number, handled) in [(4, 1, 0, true), (6, 2, 1, true), (8, 3, 2, false)] {
            note(at, What::Ended, since, number);
            if handled {
                note(at, What::Handled, 0, number);
            }
        }
        note(8, What::Began, 0, 0);
        note(9, What::Ended, 8, 0);
        note(9, What::Handled, 0, 0);
        journal
    }

    #[test]
    fn figures_are_counted_from_entries() {
        use Percentile::{Max, Mean, Share};
        let time = |n| Some(Figure::Time(Micros::seconds(n)));
        let count = |n| Some(Figure::Count(n));
        for (what, p, figure) in [
            (ThingFigure::Delay, Max, time(3)),
            (ThingFigure::Delay, Mean, time(2)),
            (ThingFigure::Delay, Share(WHOLE / 2), time(2)),
            (ThingFigure::Delay, Share(WHOLE / 10), time(1)),
            (ThingFigure::Handled, Max, time(6)),
            (ThingFigure::Handled, Mean, time(5)),
            (ThingFigure::Duration, Max, time(5)),
            (ThingFigure::Runs, Max, count(4)),
            (ThingFigure::Messages, Max, count(3)),
            (ThingFigure::Concurrency, Max, count(3)),
            (ThingFigure::Unhandled, Max, count(1)),
        ] {
            let measure = Measure::Thing(ThingMeasure { what, name: "work".into(), p });
            assert_eq!(of_thing(&measure, &journal(), second(0), None), figure, "{what:?} {p:?}");
        }
        let runs = Measure::Thing(ThingMeasure { what: ThingFigure::Runs, name: "work".into(), p: Max });
        assert_eq!(of_thing(&runs, &journal(), second(2), Some(second(8))), count(2));
        let most =
            Measure::Thing(ThingMeasure { what: ThingFigure::Concurrency, name: "work".into(), p: Max });
        assert_eq!(of_thing(&most, &journal(), second(7), None), count(1));
        let delay = Measure::Thing(ThingMeasure { what: ThingFigure::Delay, name: "work".into(), p: Max });
        assert_eq!(of_thing(&delay, &journal(), second(5), None), None, "nothing arrived");
    }
}
