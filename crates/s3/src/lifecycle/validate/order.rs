//! The actions of one rule against each other: every class once, colder classes later, deletion last.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html>. The same
//! spread over two rules is accepted, and costs the fee for an early departure.

use std::collections::BTreeMap;

use s3sim_aws::class::StorageClass;
use s3sim_document::read::Reader;

use super::{INVALID_ARGUMENT, INVALID_REQUEST};
use crate::lifecycle::draft::{ExpirationDraft, RuleDraft, TimingDraft};

/// The classes that a rule can move to, from warm to cold, and how many days an object stays there before the same
/// rule may move it on. Modelling choice: leaving Intelligent-Tiering only has to come later. One Zone-IA before Glacier
/// Instant Retrieval is taken, and the second move never happens: see [`super::super::plan::can_transition`].
const WATERFALL: [(StorageClass, i64); 6] = [
    (StorageClass::StandardIa, 30),
    (StorageClass::IntelligentTiering, 1),
    (StorageClass::OneZoneIa, 30),
    (StorageClass::GlacierIr, 90),
    (StorageClass::Glacier, 90),
    (StorageClass::DeepArchive, 0),
];

/// The moment of an action as S3 compares it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Clock {
    /// Days of age.
    Days,
    /// Days of the calendar.
    Date,
}

/// One action: where it stands, on which clock, and the number of its day there.
struct Moment<'d, 'a> {
    place: &'d Reader<'a>,
    clock: Clock,
    day: i64,
}

impl<'d, 'a> Moment<'d, 'a> {
    fn of(timing: &'d TimingDraft<'a>) -> Moment<'d, 'a> {
        match timing {
            TimingDraft::Days(days) => {
                Moment { place: &days.place, clock: Clock::Days, day: i64::from(days.value) }
            }
            TimingDraft::Date(date) => {
                Moment { place: &date.place, clock: Clock::Date, day: i64::from(date.value.day().0) }
            }
        }
    }
}

/// The words of S3's messages for the actions on current or on noncurrent versions.
struct Words {
    days: &'static str,
    transition: &'static str,
    expiration: &'static str,
}

const CURRENT: Words = Words { days: "Days", transition: "Transition", expiration: "Expiration" };
const NONCURRENT: Words = Words {
    days: "NoncurrentDays",
    transition: "NoncurrentVersionTransition",
    expiration: "NoncurrentVersionExpiration",
};

pub(super) fn check(rule: &RuleDraft<'_>) {
    let expiration = match &rule.expiration {
        Some(ExpirationDraft::After(timing)) => Some(Moment::of(timing)),
        _ => None,
    };
    let transitions: Vec<_> =
        rule.transitions.iter().map(|t| (&t.place, t.storage_class.value, Moment::of(&t.timing))).collect();
    let clocks = |clock| {
        transitions.iter().map(|(_, _, moment)| moment).chain(&expiration).any(|moment| moment.clock == clock)
    };
    if clocks(Clock::Days) && clocks(Clock::Date) {
        let filter = rule.selection.filter.described();
        let message = format!(
            "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for filter '{filter}'"
        );
        rule.place.refused(INVALID_REQUEST, message);
    }
    relations(rule, &transitions, expiration.as_ref(), &CURRENT);

    let transitions: Vec<_> = rule
        .noncurrent_transitions
        .iter()
        .map(|t| {
            let days = &t.when.days;
            let moment = Moment { place: &days.place, clock: Clock::Days, day: i64::from(days.value) };
            (&t.when.place, t.storage_class.value, moment)
        })
        .collect();
    let expiration = rule.noncurrent_expiration.as_ref().map(|when| Moment {
        place: &when.days.place,
        clock: Clock::Days,
        day: i64::from(when.days.value),
    });
    relations(rule, &transitions, expiration.as_ref(), &NONCURRENT);
}

fn relations(
    rule: &RuleDraft<'_>,
    transitions: &[(&Reader<'_>, StorageClass, Moment<'_, '_>)],
    expiration: Option<&Moment<'_, '_>>,
    words: &Words,
) {
    let filter = rule.selection.filter.described();
    let Words { days, transition, expiration: expires } = words;
    let mut first_of: BTreeMap<StorageClass, &Moment<'_, '_>> = BTreeMap::new();
    for (place, class, moment) in transitions {
        if first_of.contains_key(class) {
            let message = format!(
                "'StorageClass' must be different for '{transition}' actions in same 'Rule' with filter '{filter}'"
            );
            place.refused(INVALID_REQUEST, message);
        } else {
            first_of.insert(*class, moment);
        }
    }

    let stages: Vec<_> =
        WATERFALL.iter().filter_map(|(class, stay)| Some((*class, *stay, *first_of.get(class)?))).collect();
    for (index, (cold, _, later)) in stages.iter().enumerate() {
        let warmer = stages[..index].iter().filter(|(_, _, earlier)| earlier.clock == later.clock);
        let Some((warm, stay, _)) = warmer
            .filter(|(_, stay, earlier)| later.day < earlier.day.saturating_add(*stay))
            .max_by_key(|(_, stay, earlier)| earlier.day.saturating_add(*stay))
        else {
            continue;
        };
        let name = if later.clock == Clock::Date { "Date" } else { days };
        let least = if *stay > 1 { format!("{stay} days more than") } else { "greater than".to_owned() };
        let message = format!(
            "'{name}' in the '{transition}' action for StorageClass '{cold}' for filter '{filter}' must be {least} \
             '{name}' in the '{transition}' action for StorageClass '{warm}'"
        );
        later.place.refused(INVALID_ARGUMENT, message);
    }

    let Some(end) = expiration else { return };
    let same_clock = transitions.iter().filter(|(_, _, moment)| moment.clock == end.clock);
    if same_clock.map(|(_, _, moment)| moment.day).max().is_some_and(|last| end.day <= last) {
        let name = if end.clock == Clock::Date { "Date" } else { days };
        let message = format!(
            "'{name}' in the {expires} action for filter '{filter}' must be greater than '{name}' in the {transition} action"
        );
        end.place.refused(INVALID_ARGUMENT, message);
    }
}
