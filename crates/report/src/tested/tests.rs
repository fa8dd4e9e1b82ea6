//! The same tests, told to people, machines and build servers.

use s3sim_experiment::diff::Change;
use s3sim_experiment::outcome::Expected;

use super::{End, Results, Tested, json, junit, text};

fn expected(name: &str, passed: bool) -> Expected {
    Expected { name: name.to_owned(), expected: "is 0".to_owned(), actual: "3 < 4".to_owned(), passed }
}

fn price() -> Change {
    let [file, what, was, now, by] =
        ["cost.csv", "total", "4.60 USD", "4.80 USD", "+0.20 USD"].map(str::to_owned);
    Change { file, what, was, now, by }
}

fn tested(name: &str, end: End) -> Tested {
    Tested { scenario: format!("scenarios/{name}.yaml"), place: name.to_owned(), end }
}

fn ran(expected: &[Expected], results: Results) -> End {
    End::Ran { expected: expected.to_vec(), results }
}

#[test]
fn what_passes() {
    let (good, bad) = (expected("a", true), expected("b", false));
    for (end, passes) in [
        (ran(&[], Results::Same), true),
        (ran(&[], Results::Unrecorded), false),
        (ran(std::slice::from_ref(&good), Results::Unrecorded), true),
        (ran(std::slice::from_ref(&good), Results::Moved(vec![price()])), false),
        (ran(std::slice::from_ref(&good), Results::Accepted(vec![price()])), true),
        (ran(&[good.clone(), bad.clone()], Results::Same), false),
        (ran(&[bad], Results::Accepted(Vec::new())), false),
        (End::Wrong(vec!["a.yaml:1: no".to_owned()]), false),
    ] {
        assert_eq!(tested("x", end.clone()).passed(), passes, "{end:?}");
    }
}

fn several() -> Vec<Tested> {
    vec![
        tested("fine", ran(&[expected("a", true)], Results::Same)),
        tested("moved", ran(&[expected("a", true), expected("b", false)], Results::Moved(vec![price()]))),
        tested("new", ran(&[expected("a", true)], Results::Unrecorded)),
        tested("wrong", End::Wrong(vec!["scenarios/wrong.yaml:1: bukets: unknown word".to_owned()])),
    ]
}

#[test]
fn people_read_what_failed_and_a_sum() {
    assert_eq!(
        text::text(&several(), false),
        "\
FAIL  scenarios/moved.yaml
  b: expected is 0, got 3 < 4
  cost.csv
    total: 4.60 USD before, 4.80 USD now (+0.20 USD)
FAIL  scenarios/wrong.yaml
  scenarios/wrong.yaml:1: bukets: unknown word

2 of 4 scenarios are as they should be (1 by their expectations alone: nothing is recorded)
"
    );
    let many: Vec<Change> = (0..12).map(|_| price()).collect();
    let told = text::moved(&many);
    assert_eq!((told.len(), told[11].as_str()), (12, "    and 2 more; --format json has all"));
}

#[test]
fn build_servers_get_a_suite_for_each_scenario() {
    assert_eq!(
        junit::junit(&several()[1..]),
        "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites name=\"s3sim\" tests=\"6\" failures=\"2\" errors=\"1\" skipped=\"1\">
  <testsuite name=\"scenarios/moved.yaml\" tests=\"3\" failures=\"2\" errors=\"0\" skipped=\"0\">
    <testcase classname=\"scenarios/moved.yaml\" name=\"a\"/>
    <testcase classname=\"scenarios/moved.yaml\" name=\"b\"><failure message=\"b: expected is 0, got 3 &lt; 4\">\
b: expected is 0, got 3 &lt; 4</failure></testcase>
    <testcase classname=\"scenarios/moved.yaml\" name=\"results as recorded\"><failure message=\"cost.csv\">  \
cost.csv&#10;    total: 4.60 USD before, 4.80 USD now (+0.20 USD)</failure></testcase>
  </testsuite>
  <testsuite name=\"scenarios/new.yaml\" tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"1\">
    <testcase classname=\"scenarios/new.yaml\" name=\"a\"/>
    <testcase classname=\"scenarios/new.yaml\" name=\"results as recorded\"><skipped/></testcase>
  </testsuite>
  <testsuite name=\"scenarios/wrong.yaml\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">
    <testcase classname=\"scenarios/wrong.yaml\" name=\"reads\"><error \
message=\"scenarios/wrong.yaml:1: bukets: unknown word\">scenarios/wrong.yaml:1: bukets: unknown word</error>\
</testcase>
  </testsuite>
</testsuites>
"
    );
}

#[test]
fn machines_get_everything() {
    let value: serde_json::Value = serde_json::from_str(&json::json(&several()).unwrap()).unwrap();
    assert_eq!((value["passed"].as_u64(), value["failed"].as_u64()), (Some(2), Some(2)));
    let state = |index: usize| value["scenarios"][index]["state"].as_str().unwrap().to_owned();
    assert_eq!([0, 1, 2, 3].map(state), ["same", "moved", "unrecorded", "unread"]);
    let change = &value["scenarios"][1]["changes"][0];
    assert_eq!((change["file"].as_str(), change["by"].as_str()), (Some("cost.csv"), Some("+0.20 USD")));
}
