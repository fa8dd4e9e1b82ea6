use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn at(micros: i64) -> Instant {
    Instant::from_micros(micros)
}

#[test]
fn the_order_is_instant_then_phase_then_rank_then_pushing() {
    let mut queue = Queue::new();
    // (instant, phase, rank) as pushed; the payload is the expected position.
    for (time, phase, rank, position) in [
        (9, 0, 0, 8),
        (5, 1, 0, 4),
        (5, 0, 2, 2),
        (-3, 4, 4, 0),
        (5, 0, 1, 1),
        (5, 0, 2, 3),
        (5, 1, u32::MAX, 6),
        (5, u8::MAX, 0, 7),
        (5, 1, 0, 5),
        (i64::MAX, 0, 0, 9),
    ] {
        queue.push(at(time), phase, rank, position);
    }
    let popped: Vec<(i64, i32)> =
        std::iter::from_fn(|| queue.pop()).map(|(time, position)| (time.micros(), position)).collect();
    assert_eq!(
        popped,
        [(-3, 0), (5, 1), (5, 2), (5, 3), (5, 4), (5, 5), (5, 6), (5, 7), (9, 8), (i64::MAX, 9)]
    );
}

#[test]
fn an_event_may_cause_another_at_its_own_instant() {
    let mut queue = Queue::new();
    queue.push(at(7), 0, 0, "first");
    queue.push(at(7), 0, 0, "second");
    queue.push(at(7), 2, 0, "last");
    assert_eq!(queue.pop(), Some((at(7), "first")));
    queue.push(at(7), 0, 0, "after second: pushed later");
    queue.push(at(7), 1, 0, "before last: an earlier phase");
    queue.push(at(7), 2, 0, "after last");
    let order: Vec<&str> = std::iter::from_fn(|| queue.pop()).map(|(_, event)| event).collect();
    assert_eq!(
        order,
        ["second", "after second: pushed later", "before last: an earlier phase", "last", "after last"]
    );
    queue.push(at(7), 0, 0, "the instant is not over while nothing later was popped");
    assert_eq!(queue.peek_time(), Some(at(7)));
    assert_eq!(queue.len(), 1);
}

#[test]
fn looking_does_not_move_the_clock() {
    let mut queue = Queue::new();
    assert_eq!(queue.peek_time(), None);
    queue.push(at(1_000_000), 0, 0, "far");
    queue.push(at(2_000_000), 0, 0, "farther");
    assert_eq!(queue.peek_time(), Some(at(1_000_000)));
    queue.push(at(10), 0, 0, "near");
    assert_eq!(queue.peek_time(), Some(at(10)));
    queue.push(at(11), 0, 0, "near, too");
    assert_eq!(queue.peek_time(), Some(at(10)));
    let order: Vec<&str> = std::iter::from_fn(|| queue.pop()).map(|(_, event)| event).collect();
    assert_eq!(order, ["near", "near, too", "far", "farther"]);
    assert!(queue.is_empty());
    assert_eq!(queue.pop(), None);
}

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "after the clock has passed it")]
fn an_event_in_the_past_is_a_mistake() {
    let mut queue = Queue::new();
    queue.push(at(5), 0, 0, ());
    queue.pop();
    queue.push(at(4), 0, 0, ());
}

#[test]
#[cfg(not(debug_assertions))]
fn an_event_in_the_past_happens_now() {
    let mut queue = Queue::new();
    queue.push(at(5), 0, 0, 'a');
    queue.pop();
    queue.push(at(4), 0, 0, 'b');
    assert_eq!(queue.pop(), Some((at(5), 'b')));
}

#[test]
fn a_burst_does_not_leave_its_memory_behind() {
    let mut queue = Queue::starting_at(at(0));
    for n in 0..400_000_i64 {
        // 20 instants, far apart, of 20,000 events each; and as many spread over two seconds.
        queue.push(at(1_000_000 + n / 20_000 * 77_777), 0, 0, n);
        queue.push(at(1_000_000 + n * 5), 1, 0, n);
    }
    while queue.pop().is_some() {}
    let largest = queue.wheel.iter().map(Vec::capacity).max();
    assert!(largest.unwrap() <= KEPT);
}

/// 10^6 events of one instant, each of which causes one more at that instant: linear, not quadratic.
#[test]
fn a_crowd_at_one_instant_is_no_trouble() {
    let mut queue = Queue::new();
    for n in 0..1_000_000_u32 {
        queue.push(at(1), 0, n % 7, n % 7);
    }
    let mut last = (0, 0);
    for popped in 0..2_000_000 {
        let (_, rank) = queue.pop().unwrap();
        if rank < 7 {
            queue.push(at(1), 1, 9 - rank, 100 - rank);
        }
        let order = if rank < 7 { (0, rank) } else { (1, rank) };
        assert!(order >= last && (popped < 1_000_000) == (order.0 == 0));
        last = order;
    }
    assert!(queue.is_empty());
}

#[derive(Clone, Debug)]
enum Step {
    Push { ahead: i64, phase: u8, rank: u32 },
    Pop,
    Peek,
}

/// Distances of every magnitude, with many ties, many of them at the instant itself.
fn ahead() -> impl Strategy<Value = i64> {
    prop_oneof![Just(0), 0_i64..4, (0_u32..50).prop_map(|bit| 1 << bit), 0_i64..5_000, 0_i64..1 << 40]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (ahead(), 0_u8..3, 0_u32..3).prop_map(|(ahead, phase, rank)| Step::Push { ahead, phase, rank }),
        3 => Just(Step::Pop),
        1 => Just(Step::Peek),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Against a sorted map keyed by the order itself.
    #[test]
    fn it_pops_what_a_sorted_map_pops(
        start in prop_oneof![Just(0_i64), Just(-5_000), Just(1_735_689_600_000_000)],
        told in any::<bool>(),
        steps in prop::collection::vec(step(), 0..600),
    ) {
        let mut queue = if told { Queue::starting_at(at(start)) } else { Queue::new() };
        let mut reference = BTreeMap::new();
        let mut now = start;
        for (sequence, step) in steps.into_iter().enumerate() {
            match step {
                Step::Push { ahead, phase, rank } => {
                    queue.push(at(now + ahead), phase, rank, sequence);
                    reference.insert((now + ahead, phase, rank, sequence), sequence);
                }
                Step::Pop => {
                    let expected = reference.pop_first().map(|((time, ..), event)| (at(time), event));
                    now = expected.map_or(now, |(time, _)| time.micros());
                    prop_assert_eq!(queue.pop(), expected);
                }
                Step::Peek => {
                    prop_assert_eq!(queue.peek_time(), reference.keys().next().map(|key| at(key.0)));
                }
            }
            prop_assert_eq!(queue.len(), reference.len());
            prop_assert_eq!(queue.is_empty(), reference.is_empty());
        }
        while let Some(((time, ..), event)) = reference.pop_first() {
            prop_assert_eq!(queue.pop(), Some((at(time), event)));
        }
        prop_assert_eq!(queue.pop(), None);
    }
}
