//! What a call or a selection is aimed at: `bucket`, `bucket/key`, with `*` and `?`.

use std::fmt;

/// Text in which `*` stands for any characters, also none and also `/`, and `?` for exactly one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern(String);

impl Pattern {
    /// The pattern as written.
    pub fn new(text: impl Into<String>) -> Pattern {
        Pattern(text.into())
    }

    /// Matches everything.
    pub fn any() -> Pattern {
        Pattern("*".to_owned())
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, if nothing in it is a wildcard.
    pub fn literal(&self) -> Option<&str> {
        (!has_wildcard(&self.0)).then_some(self.0.as_str())
    }

    /// What every match starts with: all in front of the first wildcard.
    pub fn prefix(&self) -> &str {
        self.0.split(['*', '?']).next().unwrap_or_default()
    }

    /// The prefix, if the pattern says no more than that: `logs/*`.
    pub fn only_prefix(&self) -> Option<&str> {
        self.0.strip_suffix('*').filter(|head| !has_wildcard(head))
    }

    /// Whether `text` fits. The work is at most the length of the pattern times that of the text.
    pub fn matches(&self, text: &str) -> bool {
        let pattern: Vec<char> = self.0.chars().collect();
        let text: Vec<char> = text.chars().collect();
        let (mut p, mut t) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        while t < text.len() {
            match pattern.get(p) {
                Some('*') => {
                    retry = Some((p + 1, t));
                    p += 1;
                }
                Some(&c) if c == '?' || c == text[t] => {
                    p += 1;
                    t += 1;
                }
                _ => {
                    let Some((after_star, taken)) = retry else { return false };
                    retry = Some((after_star, taken + 1));
                    p = after_star;
                    t = taken + 1;
                }
            }
        }
        pattern[p..].iter().all(|c| *c == '*')
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether `*` or `?` occur.
pub(crate) fn has_wildcard(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// A bucket, or keys in it. The bucket always stands in front.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Which bucket or buckets.
    pub bucket: Pattern,
    /// Which keys; `None` = the bucket itself (of a selection: everything in it).
    pub key: Option<Pattern>,
}

impl Target {
    /// Reads `bucket` or `bucket/key`.
    pub fn parse(text: &str) -> Target {
        match text.split_once('/') {
            Some((bucket, key)) => Target { bucket: Pattern::new(bucket), key: Some(Pattern::new(key)) },
            None => Target { bucket: Pattern::new(text), key: None },
        }
    }

    /// Whether a key of a bucket is meant.
    pub fn matches(&self, bucket: &str, key: &str) -> bool {
        self.bucket.matches(bucket) && self.key.as_ref().is_none_or(|pattern| pattern.matches(key))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            Some(key) => write!(f, "{}/{key}", self.bucket),
            None => write!(f, "{}", self.bucket),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_characters_and_a_question_mark_one() {
        for (pattern, text, fits) in [
            ("logs/2024/*", "logs/2024/01/a.gz", true),
            ("logs/2024/*", "logs/2024/", true),
            ("logs/2024/*", "logs/2025/a", false),
            ("*.jpg", "a/b.jpg", true),
            ("*.jpg", "a/b.jpg.txt", false),
            ("a?c", "abc", true),
            ("a?c", "a€c", true),
            ("a?c", "ac", false),
            ("a*b*c", "axxbyybc", true),
            ("a*b*c", "axxbyyb", false),
            ("", "", true),
            ("*", "", true),
            ("", "a", false),
        ] {
            assert_eq!(Pattern::new(pattern).matches(text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn the_bucket_stands_in_front() {
        let target = Target::parse("photos/originals/7");
        assert_eq!(target.bucket.literal(), Some("photos"));
        assert_eq!(target.key.as_ref().and_then(|key| key.literal()), Some("originals/7"));
        assert!(Target::parse("photos").matches("photos", "anything"));
        assert_eq!(Pattern::new("logs/*").only_prefix(), Some("logs/"));
        assert_eq!(Pattern::new("logs/?*").only_prefix(), None);
        assert_eq!(Pattern::new("logs/2024-*/x").prefix(), "logs/2024-");
    }
}
