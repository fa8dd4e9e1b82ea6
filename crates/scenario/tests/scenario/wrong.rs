//! Wrong scenarios and what is said of them, word for word: every mistake, at its place, with what would be right.
//!
//! The cases stand in `tests/wrong/`: a scenario in one line, below it what is said, indented.

use crate::read;

fn hold(cases: &str) {
    for case in cases.trim_end().split("\n\n") {
        let (yaml, said) = case.split_once('\n').expect("a scenario and what is said of it");
        let said: Vec<&str> = said.lines().map(str::trim_start).collect();
        let problems = read(yaml).err().unwrap_or_default();
        assert_eq!(problems, said, "{yaml}");
    }
}

#[test]
fn mistakes_at_the_top() {
    hold(include_str!("../wrong/top.txt"));
}

#[test]
fn mistakes_in_buckets() {
    hold(include_str!("../wrong/buckets.txt"));
}

#[test]
fn mistakes_in_objects() {
    hold(include_str!("../wrong/objects.txt"));
}

#[test]
fn mistakes_in_steps() {
    hold(include_str!("../wrong/steps.txt"));
}

#[test]
fn mistakes_in_traffic() {
    hold(include_str!("../wrong/traffic.txt"));
}

#[test]
fn mistakes_in_checks() {
    hold(include_str!("../wrong/checks.txt"));
}

#[test]
fn mistakes_in_what_stands_around() {
    hold(include_str!("../wrong/around.txt"));
}

#[test]
fn mistakes_in_questions() {
    hold(include_str!("../wrong/questions.txt"));
}

#[test]
fn mistakes_on_the_way_and_outside() {
    hold(include_str!("../wrong/network.txt"));
}
