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
