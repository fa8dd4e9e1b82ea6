//! Options, what they come to, and how they go together.

use s3sim_document::tree::Node;
use s3sim_kernel::time::Micros;
use s3sim_scenario::check::{Check, CheckKind, When};
use s3sim_scenario::measure::{Operand, Relation};
use s3sim_scenario::question::{Apart, together};

use crate::good;

const PHOTOS: &str = "\
buckets:
  photos:
    lifecycle: {Rules: [{ID: cool, Status: Enabled, Filter: {}, Transitions: [{Days: 30, StorageClass: STANDARD_IA}]}]}
";

fn question(options: &str) -> s3sim_scenario::Scenario {
    good(&format!("{PHOTOS}options:\n{options}"))
}

#[test]
fn an_option_is_a_scenario_of_its_own() {
    let scenario = question(
        "  A: {name: archive, 'buckets.photos.lifecycle.Rules[cool].Transitions[0].StorageClass': GLACIER}\n  \
           B: {buckets.photos.lifecycle: null, upkeep: 3}\n  \
           C: {'buckets.photos.lifecycle.Rules[cool].Transitions[0].Days': 3}\n  \
           D: {excluded: too old}\n",
    );
    let options = &scenario.question.options;
    let label: Vec<String> = options.iter().map(|option| option.label()).collect();
    assert_eq!(label, ["A  archive", "B", "C", "D"]);
    let archive = options[0].variant.as_ref().unwrap();
    let rule = &archive.buckets[0].lifecycle.as_ref().unwrap().rules[0];
    assert!(format!("{:?}", rule.transitions).contains("Glacier"), "{rule:?}");
    let plain = options[1].variant.as_ref().unwrap();
    assert_eq!((plain.buckets[0].lifecycle.is_none(), plain.upkeep()), (true, 3));
    // S3 takes no transition to Standard-IA before day 30: LC-040 and its code.
    assert_eq!(options[2].variant.as_ref().unwrap_err().code, "InvalidArgument");
    assert_eq!(options[3].excluded.as_deref(), Some("too old"));
}

#[test]
fn options_go_together_unless_they_set_one_path_to_different_values() {
    let scenario = question(
        "  A: {buckets.photos.versioning: Enabled, upkeep: 1}\n  \
           B: {buckets.photos.lifecycle: null, upkeep: 2}\n  \
           C: {buckets.photos.versioning: Suspended}\n  \
           D: {buckets.photos.versioning: Enabled}\n",
    );
    let options = &scenario.question.options;
    let of = |members: &[usize]| {
        let members: Vec<_> = members.iter().map(|member| &options[*member]).collect();
        together(&scenario, &members)
    };
    let both = of(&[0, 1]).unwrap();
    assert!(both.buckets[0].versioning.is_some() && both.buckets[0].lifecycle.is_none());
    assert_eq!(both.upkeep(), 3);
    assert!(of(&[0, 3]).is_ok(), "they agree");
    match of(&[0, 2]) {
        Err(Apart::Conflict(path)) => assert_eq!(path.to_string(), "buckets.photos.versioning"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_requirement_may_be_about_what_only_some_options_have() {
    let scenario = good(
        "{buckets: {a-1: {}}, requirements: {copies: {count: copy/*, is: 0}}, options: {A: {}, B: {buckets.copy: {}}}}",
    );
    let of =
        |option: usize| &scenario.question.options[option].variant.as_ref().unwrap().requirements[0].check;
    assert_eq!(of(0).as_ref().unwrap_err(), "there is no bucket `copy`; known here: a-1");
    assert!(of(1).is_ok());
}

#[test]
fn all_options_end_when_the_last_of_them_says() {
    let scenario = question(
        "  A: {requirements.cool: {objects: photos/*, at: 100d, StorageClass: STANDARD_IA}}\n  \
           B: {requirements.cool: {objects: photos/*, at: 20d, StorageClass: GLACIER}}\n",
    );
    let ends = scenario.question.options.iter().map(|option| option.variant.as_ref().unwrap().end);
    let hundred_days = scenario.start + Micros::days(100);
    assert_eq!(ends.collect::<Vec<_>>(), [hundred_days, hundred_days]);
    assert_eq!(scenario.end, hundred_days);
}

#[test]
fn another_question_takes_the_place_of_the_one_there_and_keeps_its_time() {
    let scenario = good(
        "{buckets: {a-1: {}}, requirements: {r: {count: a-1/*, is: 3, at: 9d}}, \
         options: {A: {requirements.r: {objects: a-1/*, StorageClass: GLACIER}}, B: {requirements.r.is: 4}}}",
    );
    let check = |option: usize| {
        let variant = scenario.question.options[option].variant.as_ref().unwrap();
        variant.requirements[0].check.clone().unwrap()
    };
    let nine_days = When::At(scenario.start + Micros::days(9));
    assert!(matches!(check(0), Check { when, kind: CheckKind::Objects { .. }, .. } if when == nine_days));
    let CheckKind::Measure { comparisons, .. } = check(1).kind else { panic!("it counts") };
    assert!(matches!(&comparisons[..], [(Relation::Is, Operand::Number(number))] if number.units == 4));
}

#[test]
fn ranges_step_from_value_to_value_with_their_unit() {
    let scenario = good(
        "{buckets: {a-1: {}}, vary: {seed: {from: 1, to: 6, step: 2}, duration: {from: 30d, to: 90d, step: 30d}, \
         x: {from: 0.5, to: 0, step: -0.25}, y: [Enabled, 3]}}",
    );
    let values = |axis: usize| -> Vec<&str> {
        scenario.question.vary[axis].values.iter().filter_map(Node::scalar).collect()
    };
    assert_eq!(values(0), ["1", "3", "5"]);
    assert_eq!(values(1), ["30d", "60d", "90d"]);
    assert_eq!(values(2), ["0.5", "0.25", "0"]);
    assert_eq!(values(3), ["Enabled", "3"]);
}

/// Null goes back to the default, and where the default is a policy that is attached, null detaches it.
#[test]
fn an_option_can_take_away_what_is_there_unwritten() {
    let scenario = good(
        "{accounts: {dev: {id: 444455556666, unit: apps}}, organization: {units: {apps: {}}}, \
         options: {A: {organization.units.apps.scps.FullAWSAccess: null}, B: {accounts.dev.scps: {FullAWSAccess: null}}}}",
    );
    for (option, path) in [(0, ["organization", "units", "apps"]), (1, ["accounts", "dev", "scps"])] {
        let variant = scenario.question.options[option].variant.as_ref().unwrap();
        let place = path.iter().fold(&variant.tree, |node, name| node.get(name).unwrap());
        let scps = place.get("scps").unwrap_or(place);
        assert!(scps.as_map().unwrap().get("FullAWSAccess").is_some(), "{option}");
    }
}
