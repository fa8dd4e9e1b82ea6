//! Where the results of a scenario stand.

use std::path::{Component, Path, PathBuf};

/// `scenarios/lifecycle/demo.yaml` has its results in `lifecycle/demo`: the path below the last folder called
/// `scenarios`, without the ending; without such a folder the name of the file alone.
pub(crate) fn of(scenario: &Path) -> PathBuf {
    let plain = scenario.with_extension("");
    let parts: Vec<Component<'_>> = plain.components().collect();
    let below = parts.iter().rposition(|part| part.as_os_str() == "scenarios");
    let relative: PathBuf = match below {
        Some(at) if at + 1 < parts.len() => parts[at + 1..].iter().collect(),
        _ => parts.last().iter().collect(),
    };
    // A path such as `..` names no scenario, and reading it has failed before.
    if relative.components().all(|part| matches!(part, Component::Normal(_))) {
        relative
    } else {
        "scenario".into()
    }
}

/// What is wrong with two scenarios whose results would take each other's place.
pub(crate) fn clash(scenario: &Path, other: &Path, place: &Path, advice: &str) -> String {
    format!(
        "{}: its results and those of {} would both be in {}; {advice}",
        scenario.display(),
        other.display(),
        place.display()
    )
}

/// The scenario whose results stand in this folder, if there is a folder `scenarios` beside that of all results:
/// the other way round.
pub(crate) fn scenario_of(results: &Path) -> Option<PathBuf> {
    let parts: Vec<Component<'_>> = results.components().collect();
    // Whatever folder the results are below, it is the nearest one above that has `scenarios` beside it.
    (0..parts.len()).rev().find_map(|at| {
        let root: PathBuf = parts[..at].iter().collect();
        let below: PathBuf = parts[at + 1..].iter().collect();
        let found = |ending: &str| Some(root.join("scenarios").join(&below).with_extension(ending));
        ["yaml", "yml"].into_iter().filter_map(found).find(|path| path.is_file())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_mirror_the_folder_of_scenarios() {
        for (scenario, results) in [
            ("scenarios/lifecycle/thumbnails.yaml", "lifecycle/thumbnails"),
            ("/home/me/scenarios/a.yaml", "a"),
            ("mine.yaml", "mine"),
            ("../x/mine.yml", "mine"),
        ] {
            assert_eq!(of(Path::new(scenario)), Path::new(results));
        }
    }
}
