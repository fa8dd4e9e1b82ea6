//! Random calls get somewhere: a target whose calls are all refused would find nothing.

use super::*;

fn bytes(seed: u64) -> Vec<u8> {
    let mut state = seed;
    let word = |_| {
        // SplitMix64.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as u8
    };
    (0..601).map(word).collect()
}

#[test]
fn many_calls_succeed_and_much_happens() {
    let said: Vec<String> = (0..100).flat_map(|seed| live(&bytes(seed))).collect();
    let answers: Vec<&String> = said.iter().filter(|line| line.starts_with("Response")).collect();
    let good = answers.iter().filter(|line| line.contains("error: None")).count();
    assert!(4 * good > answers.len(), "{good} of {} calls succeed", answers.len());
    for event in [
        "Created",
        "Deleted",
        "DeleteMarkerCreated",
        "DeleteMarkerDeleted",
        "Transitioned",
        "TierChanged",
        "RestoreInitiated",
        "RestoreCompleted",
        "RestoreExpired",
        "UploadInitiated",
        "UploadAborted",
        "EarlyDelete",
        "Replicated",
        "TagsChanged",
        "Refused",
    ] {
        assert!(
            said.iter().any(|line| line.contains(&format!("event: {event},"))),
            "nothing is ever {event}"
        );
    }
}
