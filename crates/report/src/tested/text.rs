//! For people: what failed in full, what passed in a line.

use s3sim_experiment::diff::Change;
use s3sim_experiment::outcome::Expected;

use super::{End, NOTHING, Results, Tested};

/// Of each file so many changes are told.
const CHANGES: usize = 10;

/// A paragraph for each scenario that is not as it should be, then a line that sums up. With `all`, a line for each
/// of the others, too.
pub fn text(tested: &[Tested], all: bool) -> String {
    let mut lines = Vec::new();
    for one in tested {
        if !one.passed() {
            lines.push(format!("FAIL  {}", one.scenario));
        } else if all || matches!(one.end, End::Ran { results: Results::Accepted(_), .. }) {
            lines.push(format!("ok    {}", one.scenario));
        }
        match &one.end {
            End::Wrong(complaints) => lines.extend(complaints.iter().map(|line| format!("  {line}"))),
            End::Ran { expected, results } => {
                lines.extend(expected.iter().filter(|expected| !expected.passed).map(failed));
                lines.extend(of_results(results, &one.place, expected.is_empty()));
            }
        }
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(sum(tested));
    lines.join("\n") + "\n"
}

/// An expectation that does not hold.
pub(crate) fn failed(expected: &Expected) -> String {
    format!("  {}: expected {}, got {}", expected.name, expected.expected, expected.actual)
}

fn of_results(results: &Results, place: &str, nothing: bool) -> Vec<String> {
    match results {
        Results::Unrecorded if nothing => vec![format!("  {NOTHING}")],
        Results::Same | Results::Unrecorded => Vec::new(),
        Results::Accepted(changes) if changes.is_empty() => vec!["  recorded".to_owned()],
        Results::Accepted(changes) => {
            let mut lines = moved(changes);
            lines.push(format!("  recorded, in place of what was in {place}"));
            lines
        }
        Results::Moved(changes) => moved(changes),
    }
}

/// What moved, file by file.
pub fn moved(changes: &[Change]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = changes;
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|change| change.file == first.file).count();
        let (of_file, others) = rest.split_at(count);
        rest = others;
        lines.push(format!("  {}", first.file));
        lines.extend(of_file.iter().take(CHANGES).map(|change| format!("    {}", change.text())));
        if count > CHANGES {
            lines.push(format!("    and {} more; --format json has all", count - CHANGES));
        }
    }
    lines
}

fn sum(tested: &[Tested]) -> String {
    let passed = tested.iter().filter(|one| one.passed()).count();
    let unrecorded = tested
        .iter()
        .filter(|one| one.passed() && matches!(one.end, End::Ran { results: Results::Unrecorded, .. }))
        .count();
    let mut line = format!("{passed} of {} scenarios are as they should be", tested.len());
    if unrecorded > 0 {
        line.push_str(&format!(" ({unrecorded} by their expectations alone: nothing is recorded)"));
    }
    line
}
