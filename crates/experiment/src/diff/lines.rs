//! Files that are no tables: where they part.

use super::Change;

/// Longer lines are cut.
const LETTERS: usize = 160;

/// One change: how many lines differ, and the first of them.
pub(super) fn changes(file: &str, old: &str, new: &str) -> Vec<Change> {
    let (was, now): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    let same = was.iter().zip(&now).take_while(|(was, now)| was == now).count();
    let rest = |lines: &[&str]| lines.len().saturating_sub(same);
    let common_end =
        was[same..].iter().rev().zip(now[same..].iter().rev()).take_while(|(a, b)| a == b).count();
    let differ = rest(&was).max(rest(&now)).saturating_sub(common_end);
    let line = |lines: &[&str]| {
        let text = lines.get(same).copied().unwrap_or("the end");
        let cut: String = text.chars().take(LETTERS).collect();
        let cut = if cut.len() < text.len() { cut + "…" } else { cut };
        if cut.is_empty() { "an empty line".to_owned() } else { cut }
    };
    let what = format!("line {}", same + 1);
    let by = if differ > 1 { format!("{differ} lines differ") } else { String::new() };
    vec![Change { file: file.to_owned(), what, was: line(&was), now: line(&now), by }]
}
