//! The five complete scenarios of the format: everything in them is a word of it, and what is not there yet is all
//! that stands in their way.

use crate::{good, read};

/// The words that `yaml` is refused for, each of them as not there yet.
fn not_yet(yaml: &str) -> Vec<String> {
    let problems = read(yaml).err().unwrap_or_default();
    let word = |problem: String| {
        let (path, message) = problem.split_once(": ").expect("a path");
        assert!(message.ends_with("is not there yet"), "{problem}");
        path.to_owned()
    };
    problems.into_iter().map(word).collect()
}

#[test]
fn the_first_one_lacks_nothing() {
    let scenario = good(include_str!("../examples/run.yaml"));
    assert_eq!((scenario.buckets[0].objects.len(), scenario.traffic.len()), (2, 1));
    assert_eq!((scenario.steps.len(), scenario.expect.len()), (1, 4));
    assert_eq!(scenario.buckets[0].lifecycle.as_ref().map(|lifecycle| lifecycle.rules.len()), Some(2));
}

#[test]
fn the_cost_question_is_there() {
    let scenario = good(include_str!("../examples/cost.yaml"));
    let question = &scenario.question;
    assert_eq!((question.options.len(), &question.answer[..]), (4, &[1][..]));
    assert_eq!((scenario.requirements.len(), scenario.objective.len()), (2, 1));
    assert_eq!(question.vary[0].values.len(), 5);
}

#[test]
fn choosing_two_is_there() {
    let scenario = good(include_str!("../examples/choose.yaml"));
    let question = &scenario.question;
    assert_eq!((question.options.len(), question.choose, &question.answer[..]), (5, 2, &[0, 1][..]));
    let refused: Vec<bool> = question.options.iter().map(|option| option.variant.is_err()).collect();
    assert_eq!(refused, [false, false, true, true, true]);
}

#[test]
fn a_workload_calls_no_functions_yet() {
    assert_eq!(not_yet(include_str!("../examples/events.yaml")), ["options.C"]);
}

#[test]
fn performance_is_there() {
    let performance = good(include_str!("../examples/performance.yaml"));
    assert_eq!((performance.workloads.len(), performance.question.options.len()), (1, 4));
}
