//! Names of keys: a key space is a template with one number in it, or a list of literal keys.
//!
//! No key text is stored for templates: a key is made from its index when somebody wants to read it, and an index
//! is found by taking the number out of a key.

use std::collections::BTreeMap;
use std::ops::Range;

/// `head`, a decimal number, `tail`. The number of index i is `offset + step × i`, padded to `width` digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyTemplate {
    /// Text in front of the number.
    pub head: String,
    /// Zero-padded width of the number; 0 = not padded.
    pub width: u8,
    /// Distance between the numbers of neighbouring keys, at least 1 (`{n%8}` elsewhere in the key makes it 8).
    pub step: u64,
    /// The number of the first key.
    pub offset: u64,
    /// Text behind the number.
    pub tail: String,
}

impl KeyTemplate {
    /// `head{n}tail` with numbers 0, 1, 2 …
    pub fn plain(head: impl Into<String>, tail: impl Into<String>) -> KeyTemplate {
        KeyTemplate { head: head.into(), width: 0, step: 1, offset: 0, tail: tail.into() }
    }

    /// The key of an index.
    pub fn key(&self, index: u64) -> String {
        let number = self.offset + self.step * index;
        format!("{}{:0width$}{}", self.head, number, self.tail, width = usize::from(self.width))
    }

    /// The index of a key, if the template can make it.
    pub fn index(&self, key: &str) -> Option<u64> {
        let digits = key.strip_prefix(self.head.as_str())?.strip_suffix(self.tail.as_str())?;
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let padded = digits.len() == usize::from(self.width);
        if digits.len() < usize::from(self.width) || (!padded && digits.len() > 1 && digits.starts_with('0'))
        {
            return None;
        }
        let above = digits.parse::<u64>().ok()?.checked_sub(self.offset)?;
        (above % self.step == 0).then_some(above / self.step)
    }

    /// The index ranges whose keys start with `prefix`, ascending and disjoint, cut off at `limit`.
    ///
    /// A prefix that ends within the number selects one range for each decimal length of the number.
    pub fn ranges(&self, prefix: &str, limit: u64) -> Vec<Range<u64>> {
        if self.head.starts_with(prefix) {
            return std::iter::once(0..limit).collect();
        }
        let Some(rest) = prefix.strip_prefix(self.head.as_str()) else { return Vec::new() };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits < rest.len() {
            // The number is complete: one key at most.
            let (number, tail) = rest.split_at(digits);
            if !self.tail.starts_with(tail) {
                return Vec::new();
            }
            let key = format!("{}{}{}", self.head, number, self.tail);
            return self.index(&key).filter(|i| *i < limit).map(|i| i..i + 1).into_iter().collect();
        }
        let mut ranges = Vec::new();
        for length in digits.max(usize::from(self.width)).max(1)..=20 {
            // More digits than the padding never start with a zero.
            let zero_led = rest.starts_with('0') && length > usize::from(self.width) && length > 1;
            let Ok(number) = rest.parse::<u128>() else { break };
            if zero_led {
                continue;
            }
            let scale = 10u128.pow((length - digits) as u32);
            let from = self.index_at_or_above(number * scale);
            let until = self.index_at_or_above((number + 1) * scale);
            let range = from.min(limit)..until.min(limit);
            if !range.is_empty() {
                ranges.push(range);
            }
        }
        ranges
    }

    /// The smallest index whose number is at least `number`.
    fn index_at_or_above(&self, number: u128) -> u64 {
        let above = number.saturating_sub(u128::from(self.offset));
        u64::try_from(above.div_ceil(u128::from(self.step))).unwrap_or(u64::MAX)
    }

    /// The indices below `limit` whose keys start with `prefix`, in the byte order of their keys.
    ///
    /// Unpadded numbers stand as 1, 10, 100, 11 …: prefixes are walked digit by digit.
    pub fn in_byte_order(&self, prefix: &str, limit: u64) -> impl Iterator<Item = u64> + '_ {
        let chosen = self.ranges(prefix, limit);
        let top = if limit == 0 { 0 } else { self.offset + self.step * (limit - 1) };
        let numbers = Numbers { stack: vec![Branch { number: 0, digits: 0, next: 0 }], template: self, top };
        let index = move |number: u64| (number - self.offset) / self.step;
        numbers.map(index).filter(move |index| chosen.iter().any(|range| range.contains(index)))
    }

    /// Bytes of all keys of a range together: what delete markers weigh.
    pub fn key_bytes(&self, range: Range<u64>) -> u64 {
        let fixed = (self.head.len() + self.tail.len()) as u64 * (range.end - range.start);
        let mut digits = 0;
        let mut from = range.start;
        while from < range.end {
            let length = decimal_length(self.offset + self.step * from);
            let until = self.index_at_or_above(10u128.pow(length)).min(range.end);
            digits += u64::from(length.max(u32::from(self.width))) * (until - from);
            from = until;
        }
        fixed + digits
    }
}

/// Walks the numbers of a template in the byte order of the keys.
struct Numbers<'a> {
    template: &'a KeyTemplate,
    top: u64,
    stack: Vec<Branch>,
}

/// A string of digits, and the next digit to try behind it.
struct Branch {
    number: u64,
    digits: u32,
    next: u8,
}

impl Iterator for Numbers<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        while let Some(branch) = self.stack.last_mut() {
            // The tail stands in the order where a further digit would: before it if it is smaller.
            let (number, digits, step) = (branch.number, branch.digits, branch.next);
            if step > 10 {
                self.stack.pop();
                continue;
            }
            branch.next += 1;
            let tail = tail_place(&self.template.tail);
            if step == tail {
                if digits > 0 && self.complete(number, digits) {
                    return Some(number);
                }
                continue;
            }
            let digit = u64::from(step - u8::from(step > tail));
            self.descend(number, digits, digit);
        }
        None
    }
}

impl Numbers<'_> {
    /// Goes on with one more digit, if a number of the template can begin so.
    fn descend(&mut self, number: u64, digits: u32, digit: u64) {
        let Some(number) = number.checked_mul(10).and_then(|n| n.checked_add(digit)) else { return };
        let digits = digits + 1;
        let padding = digits <= u32::from(self.template.width).max(1);
        if number <= self.top && (padding || digits == decimal_length(number)) {
            self.stack.push(Branch { number, digits, next: 0 });
        }
    }

    /// Whether the digits so far are a whole number of the template.
    fn complete(&self, number: u64, digits: u32) -> bool {
        let KeyTemplate { width, step, offset, .. } = *self.template;
        let written_so = digits == decimal_length(number).max(width.into());
        written_so && (offset..=self.top).contains(&number) && (number - offset).is_multiple_of(step)
    }
}

/// Before which digit (0 to 9, 10 = behind all) a key that ends its number here is sorted.
fn tail_place(tail: &str) -> u8 {
    match tail.bytes().next() {
        None => 0,
        Some(byte) if byte < b'0' => 0,
        Some(byte) if byte <= b'9' => byte - b'0',
        Some(_) => 10,
    }
}

fn decimal_length(number: u64) -> u32 {
    number.checked_ilog10().unwrap_or(0) + 1
}

/// How the keys of a key space are named.
#[derive(Clone, Debug)]
pub enum Naming {
    /// By a template.
    Template(KeyTemplate),
    /// One by one, in the order in which they first appeared.
    Literal {
        /// Key of each index.
        keys: Vec<String>,
        /// Index of each key.
        by_key: BTreeMap<String, u64>,
    },
}

impl Naming {
    /// An empty list of literal keys.
    pub fn literal() -> Naming {
        Naming::Literal { keys: Vec::new(), by_key: BTreeMap::new() }
    }

    /// The key of an index that has been used.
    pub fn key(&self, index: u64) -> String {
        match self {
            Naming::Template(template) => template.key(index),
            Naming::Literal { keys, .. } => keys.get(index as usize).cloned().unwrap_or_default(),
        }
    }

    /// The index of a key, if the space has it (literal) or could have it (template).
    pub fn index(&self, key: &str) -> Option<u64> {
        match self {
            Naming::Template(template) => template.index(key),
            Naming::Literal { by_key, .. } => by_key.get(key).copied(),
        }
    }

    /// Bytes of the keys of a range together.
    pub fn key_bytes(&self, range: Range<u64>) -> u64 {
        match self {
            Naming::Template(template) => template.key_bytes(range),
            Naming::Literal { keys, .. } => {
                keys[range.start as usize..range.end as usize].iter().map(|key| key.len() as u64).sum()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn template(head: &str, width: u8, step: u64, offset: u64, tail: &str) -> KeyTemplate {
        KeyTemplate { head: head.into(), width, step, offset, tail: tail.into() }
    }

    #[test]
    fn keys_and_indices_belong_together() {
        let padded = template("logs/", 4, 1, 0, ".gz");
        assert_eq!(padded.key(7), "logs/0007.gz");
        for (key, index) in [
            ("logs/0007.gz", Some(7)),
            ("logs/12345.gz", Some(12345)),
            ("logs/7.gz", None),
            ("logs/.gz", None),
            ("logs/00007.gz", None),
        ] {
            assert_eq!(padded.index(key), index, "{key}");
        }
        let residue = template("p3/", 0, 8, 3, "");
        assert_eq!(residue.key(2), "p3/19");
        assert_eq!(
            [residue.index("p3/19"), residue.index("p3/20"), residue.index("p3/03")],
            [Some(2), None, None]
        );
    }

    #[test]
    fn a_prefix_selects_one_range_for_each_decimal_length() {
        let plain = KeyTemplate::plain("a/", ".jpg");
        assert_eq!(plain.ranges("a/1", 1000), vec![1..2, 10..20, 100..200]);
        assert_eq!(plain.ranges("a/", 1000), vec![0..1000]);
        assert_eq!(plain.ranges("a/17.j", 1000), vec![17..18]);
        assert_eq!(plain.ranges("a/0", 1000), vec![0..1]);
        assert!(plain.ranges("b/", 1000).is_empty());
        let padded = template("a/", 3, 1, 0, "");
        assert_eq!(padded.ranges("a/01", 1000), vec![10..20]);
    }

    proptest! {
        #[test]
        fn ranges_are_exactly_the_keys_with_that_prefix(
            width in 0u8..4, step in 1u64..4, offset in 0u64..30, digits in "[0-9]{0,3}", tail in "[.]?x?",
        ) {
            let template = template("k/", width, step, offset, ".x");
            let prefix = format!("k/{digits}{tail}");
            let ranges = template.ranges(&prefix, 400);
            for index in 0..400u64 {
                let inside = ranges.iter().any(|range| range.contains(&index));
                prop_assert_eq!(inside, template.key(index).starts_with(&prefix), "{} {}", template.key(index), prefix);
            }
            let mut listed: Vec<String> = (0..400).map(|i| template.key(i)).filter(|k| k.starts_with(&prefix)).collect();
            listed.sort();
            let walked: Vec<String> = template.in_byte_order(&prefix, 400).map(|i| template.key(i)).collect();
            prop_assert_eq!(walked, listed);
            prop_assert_eq!(template.key_bytes(3..250), (3..250).map(|i| template.key(i).len() as u64).sum::<u64>());
        }
    }
}
