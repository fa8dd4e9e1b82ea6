//! Which lines a measure adds up.

use s3sim_kernel::time::Instant;

use crate::bill::Line;

/// A word in which `*` stands for any characters and `?` for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// The pattern of a text.
    pub fn new(text: impl Into<String>) -> Pattern {
        Pattern(text.into())
    }

    /// Whether the whole of `text` matches.
    pub fn matches(&self, text: &str) -> bool {
        let (pattern, text): (Vec<char>, Vec<char>) = (self.0.chars().collect(), text.chars().collect());
        let (mut p, mut t) = (0, 0);
        // Where the last `*` stood and how much of the text it had swallowed, to come back to.
        let mut star: Option<(usize, usize)> = None;
        while t < text.len() {
            if pattern.get(p) == Some(&'*') {
                star = Some((p, t));
                p += 1;
            } else if pattern.get(p).is_some_and(|c| *c == '?' || *c == text[t]) {
                p += 1;
                t += 1;
            } else if let Some((star_p, star_t)) = star {
                star = Some((star_p, star_t + 1));
                p = star_p + 1;
                t = star_t + 1;
            } else {
                return false;
            }
        }
        pattern[p..].iter().all(|c| *c == '*')
    }
}

/// Conditions on a line, all of which must hold; `None` is no condition, an empty list is one that nothing meets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// As printed: `EUC1-Requests-Tier1`.
    pub usage_type: Option<Vec<Pattern>>,
    /// As printed: `S3-GlacierTransition`.
    pub operation: Option<Vec<Pattern>>,
    /// The bucket's name; lines without a bucket have the empty name.
    pub bucket: Option<Vec<Pattern>>,
    /// The account's name or number.
    pub account: Option<Vec<Pattern>>,
    /// The Region's API name.
    pub region: Option<Vec<Pattern>>,
    /// The product code: `AmazonS3`, `AWSDataTransfer`.
    pub service: Option<Vec<Pattern>>,
    /// Cost allocation tags of the bucket: all of them, each with one of its values.
    pub tags: Vec<(String, Vec<Pattern>)>,
    /// Only periods that start then or later.
    pub from: Option<Instant>,
    /// Only periods that start earlier.
    pub until: Option<Instant>,
}

impl Filter {
    /// Whether the line meets every condition.
    pub fn matches(&self, line: &Line) -> bool {
        let meets = |patterns: &Option<Vec<Pattern>>, texts: &[&str]| {
            patterns.as_ref().is_none_or(|list| list.iter().any(|p| texts.iter().any(|text| p.matches(text))))
        };
        self.from.is_none_or(|from| line.period_start >= from)
            && self.until.is_none_or(|until| line.period_start < until)
            && meets(&self.usage_type, &[&line.usage_type])
            && meets(&self.operation, &[line.operation])
            && meets(&self.bucket, &[&line.bucket])
            && meets(&self.account, &[&line.account, &line.account_number])
            && meets(&self.region, &[line.region.name()])
            && meets(&self.service, &[&line.service])
            && self.tags.iter().all(|(key, patterns)| {
                let value = line.tags.iter().find(|(name, _)| name == key).map(|(_, value)| value);
                value.is_some_and(|value| patterns.iter().any(|pattern| pattern.matches(value)))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("Requests-Tier1", "Requests-Tier1", true),
            ("Requests-Tier1", "EU-Requests-Tier1", false),
            ("*Requests-*", "EU-Requests-SIA-Tier1", true),
            ("Requests-Tier?", "Requests-Tier12", false),
            ("*a*b", "xaayb", true),
            ("*a*b", "xaaybc", false),
            ("*", "", true),
            ("", "", true),
            ("?", "", false),
        ] {
            assert_eq!(Pattern::new(pattern).matches(text), expected, "{pattern} on {text:?}");
        }
    }
}
