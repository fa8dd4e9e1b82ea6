//! Files, the files that they name, and settings beside them.

use crate::Call;
use std::fs;
use std::path::PathBuf;

use s3sim_document::source::{Sources, Unread};
use s3sim_kernel::time::Micros;
use s3sim_scenario::Scenario;
use s3sim_scenario::load::load;

/// A scenario file in a folder of its own, with a lifecycle document beside it.
fn folder(name: &str, scenario: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("a folder");
    let rules =
        r#"{"Rules": [{"ID": "cool", "Status": "Enabled", "Filter": {}, "Expiration": {"Days": 30}}]}"#;
    fs::write(folder.join("rules.json"), rules).expect("a file");
    let file = folder.join("backups.yaml");
    fs::write(&file, scenario).expect("a file");
    file
}

fn loaded(name: &str, scenario: &str, sets: &[(&str, &str)]) -> Result<Scenario, Vec<String>> {
    let file = folder(name, scenario);
    let mut sources = Sources::new();
    load(file.to_str().expect("UTF-8"), sets, &mut sources).map_err(|unread| match unread {
        Unread::World { message, .. } => vec![message],
        Unread::Wrong(problems) => {
            let lines = sources.render(&problems);
            lines.iter().map(|line| line.rsplit('/').next().unwrap_or(line).to_owned()).collect()
        }
    })
}

const SCENARIO: &str = "\
buckets:
  backups:
    lifecycle: {file: rules.json}
";

#[test]
fn files_are_named_from_the_scenarios_folder() {
    let scenario = loaded("files", SCENARIO, &[]).unwrap();
    assert_eq!(scenario.name, "backups");
    assert_eq!(scenario.buckets[0].lifecycle.as_ref().unwrap().rules[0].id, "cool");
    let problems = loaded("missing", "buckets: {backups: {lifecycle: {file: rule.json}}}", &[]).unwrap_err();
    assert!(problems[0].starts_with("rule.json`: "), "{problems:?}");
}

#[test]
fn settings_change_what_the_files_say() {
    let sets = [
        ("buckets.backups.lifecycle.Rules[cool].Expiration.Days", "90"),
        ("buckets.backups.versioning", "Enabled"),
        ("model.lifecycle_delay", "2d"),
        ("seed", "7"),
    ];
    let scenario = loaded("settings", SCENARIO, &sets).unwrap();
    assert_eq!((scenario.seed, scenario.model.lifecycle_delay), (7, Micros::days(2)));
    assert!(scenario.buckets[0].versioning.is_some());
    let rule = format!("{:?}", scenario.buckets[0].lifecycle.as_ref().unwrap().rules[0].expiration);
    assert!(rule.contains("90"), "{rule}");
}

#[test]
fn settings_replace_what_is_one_value_and_extend_with_a_plus() {
    let scenario = "\
buckets:
  b-1: {lifecycle: {Rules: [{ID: a, Status: Enabled, Filter: {}, Expiration: {Days: 9}}]}, objects: {x: {size: {exponential: 1MB}}}}
steps:
  s: {PutObject: b-1/a, size: 1KB, StorageClass: GLACIER, at: 3d}
";
    let sets = [
        ("buckets.b-1.lifecycle+", "{Rules: [{ID: b, Status: Enabled, Filter: {}, Expiration: {Days: 5}}]}"),
        ("buckets.b-1.objects.x.size", "{quantiles: {0: 2MB, 100: 2MB}}"),
        ("buckets.b-1.tags.team", "blue"),
        ("steps.s.GetObject", "b-1/b"),
    ];
    let scenario = loaded("whole", scenario, &sets).unwrap();
    let bucket = &scenario.buckets[0];
    assert_eq!(bucket.lifecycle.as_ref().unwrap().rules.len(), 2);
    assert_eq!((bucket.objects[0].bytes(), bucket.tags.len()), (2 << 20, 1));
    // Another call takes the place of the one there, with its parameters; when it happens stays.
    let step = &scenario.steps[0];
    assert_eq!((step.call().0.api.name(), step.call().0.parameters.len()), ("GetObject", 0));
    assert!(matches!(step.when, s3sim_scenario::step::StepTime::At(_)));
}

#[test]
fn only_the_last_name_of_a_setting_may_be_new() {
    for (way, value, said) in [
        ("buckets.backup.versioning", "Enabled", "--set buckets.backup.versioning: "),
        ("bucketz.b.versioning", "Enabled", "--set bucketz.b.versioning: "),
        ("buckets..x", "1", "--set buckets..x: "),
        ("seed", "[1", "--set seed: "),
        ("seed", "many", "--set seed: seed: `many` is not a number such as 1_000_000, 2.5 or 1e6"),
    ] {
        let problems = loaded("wrong-settings", SCENARIO, &[(way, value)]).unwrap_err();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].starts_with(said), "{problems:?}");
    }
}

#[test]
fn mistakes_stand_at_their_lines() {
    let scenario = "buckets:\n  backups:\n    versionning: Enabled\nsteps:\n  put: {PutObject: backup/a}\n";
    let problems = loaded("lines", scenario, &[]).unwrap_err();
    assert_eq!(
        problems,
        [
            "backups.yaml:3: buckets.backups.versionning: unknown word `versionning`, did you mean `versioning`?",
            "backups.yaml:5: steps.put.PutObject: there is no bucket `backup`, did you mean `backups`?",
        ]
    );
}
