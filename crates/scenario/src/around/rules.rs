//! Rules of EventBridge.

use s3sim_aws::arn::Regional;
use s3sim_document::read::Reader;
use s3sim_kernel::time::Micros;
use s3sim_neighbours::pattern;
use s3sim_neighbours::plan::RulePlan;

use super::functions::schedule;
use super::{Around, Site};
use crate::section::Section;
use crate::values;
use crate::words::around::RULE;

/// Most targets of a rule.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html>
const TARGETS_MAX: usize = 5;

/// Reads a rule.
pub(super) fn read(name: &str, reader: &Reader<'_>, site: &Site<'_>, around: &mut Around) {
    let Some(section) = Section::open(reader, &RULE) else { return };
    let identity = site.identity(Regional::Rule, name, &section);
    let pattern = section.get("EventPattern");
    let pattern = pattern.map(|value| values::document(&value, pattern::read));
    let schedule = section.get("ScheduleExpression").map(|value| schedule(&value));
    let targets: Vec<String> = section
        .get("targets")
        .map(|value| {
            let targets = values::each(&value);
            if targets.len() > TARGETS_MAX {
                value.refused("LimitExceededException", "a rule takes at most 5 targets");
            }
            targets.iter().filter_map(values::text).collect()
        })
        .unwrap_or_default();
    let archive = section.get("archive").and_then(|value| archive(&value));
    section.done();
    if pattern.is_some() == schedule.is_some() {
        reader
            .wrong("takes events by `EventPattern`, or makes them by `ScheduleExpression`: give one of them");
    }
    let Some(identity) = identity else { return };
    let (pattern, schedule) = (pattern.flatten(), schedule.flatten());
    around.plans.rules.push(RulePlan { identity, pattern, schedule, targets, archive: archive.flatten() });
}

/// `true`, `false`, or how long.
fn archive(reader: &Reader<'_>) -> Option<Option<Option<Micros>>> {
    match reader.node().scalar() {
        Some("true") => Some(Some(None)),
        Some("false") => Some(None),
        _ => values::duration(reader).map(|kept| Some(Some(kept))),
    }
}
