//! From the number of a key to the partition that answers for it, without making the key.

use crate::object::naming::{KeyTemplate, Naming};

/// Places of a number in byte order: its digits, as if they stood behind a decimal point.
///
/// Within a key space two keys compare as these do, since all else in them is equal: `9` comes after `10`, but before
/// `9` with anything behind it.
pub(super) fn rank(template: &KeyTemplate, index: u64) -> u64 {
    /// 10^19, the greatest power of ten in 64 bits.
    const DIGITS: u32 = 19;
    let number = template.offset + template.step * index;
    let digits = number.checked_ilog10().map_or(1, |log| log + 1).max(u32::from(template.width)).min(DIGITS);
    number.saturating_mul(10u64.pow(DIGITS - digits))
}

/// Where the keys of a space begin that are not below `boundary`: the rank of the first; `None` if all are below.
pub(super) fn cut(naming: &Naming, boundary: &str) -> Option<u64> {
    let Naming::Template(template) = naming else { return Some(0) };
    let head = template.head.as_str();
    let Some(rest) = boundary.strip_prefix(head) else {
        return (boundary <= head).then_some(0);
    };
    let digits: String = rest.chars().take_while(char::is_ascii_digit).take(19).collect();
    if digits.is_empty() {
        // What follows the head in the boundary is no digit: all digits are above it or below it.
        let above = rest.as_bytes().first().is_none_or(|&byte| byte < b'0');
        return above.then_some(0);
    }
    let left = format!("{digits:0<19}");
    left.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ranks order the keys of a space as their bytes do (equal ranks: the shorter number is first).
    #[test]
    fn ranks_are_the_order_of_bytes() {
        for template in [
            KeyTemplate::plain("a/", ".jpg"),
            KeyTemplate { width: 4, ..KeyTemplate::plain("a/", "") },
            KeyTemplate { step: 7, offset: 3, ..KeyTemplate::plain("", "/x") },
        ] {
            let mut keys: Vec<(String, u64)> =
                (0..12_000).step_by(37).map(|index| (template.key(index), rank(&template, index))).collect();
            keys.sort();
            assert!(keys.windows(2).all(|pair| pair[0].1 <= pair[1].1), "{template:?}");
        }
    }

    #[test]
    fn a_boundary_cuts_a_space_where_its_keys_reach_it() {
        let naming = Naming::Template(KeyTemplate::plain("logs/", ""));
        for (boundary, cut_at) in [
            ("", Some(0)),
            ("logs/", Some(0)),
            ("logs/5", Some(5_000_000_000_000_000_000)),
            ("logs/123", Some(1_230_000_000_000_000_000)),
            ("kogs/9", Some(0)),
            ("mogs/1", None),
            ("logs/x", None),
        ] {
            assert_eq!(cut(&naming, boundary), cut_at, "{boundary}");
        }
    }
}
