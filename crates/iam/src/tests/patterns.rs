//! Wildcards and variables.

use proptest::prelude::*;

use super::support::context;
use crate::pattern::{Pattern, Variables, Wildcards};

fn matches(pattern: &str, text: &str) -> bool {
    Pattern::new(pattern, Wildcards::Active, Variables::Active).matches(text, &context("t:v=a*b"))
}

#[test]
fn wildcards() {
    let rows = [
        ("", "", true),
        ("", "a", false),
        ("*", "", true),
        ("*", "a/b:c", true),
        ("?", "é", true), // one character, however many bytes
        ("?", "", false),
        ("a?c", "abc", true),
        ("a?c", "ac", false),
        ("a*c", "ac", true),
        ("a*a", "a", false), // head and tail never share a character
        ("*ab*", "aab", true),
        ("a**b", "a-b", true),
        ("*x*y*", "yx", false),
        ("*?b", "b", false),
        ("*.jpg", "photo.jpg.jpg", true),
        // PO-013
        ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/2/test/3/4.jpg", true),
        ("arn:aws:s3:::*log*", "arn:aws:s3:::carlossalazar-logs/x", true),
        ("s3:*object", "s3:getobject", true),
        ("s3:*object", "s3:getobjectacl", false),
        // PO-014
        ("a${*}", "a*", true),
        ("a${*}", "ab", false),
        ("${?}${$}", "?$", true),
        ("${t:v}", "a*b", true),
        ("${t:v}", "axb", false),
        ("*${t:v}?", "xxa*b.", true),
        ("${t:absent}", "", false),
        ("${t:absent, 'company-wide'}/*", "company-wide/x", true),
        ("${t:v, 'company-wide'}", "a*b", true),
        ("${unclosed", "${unclosed", true),
    ];
    for (pattern, text, expected) in rows {
        assert_eq!(matches(pattern, text), expected, "{pattern} on {text}");
    }
}

#[test]
fn variables_are_text_in_2008() {
    let pattern = Pattern::new("${aws:username}/*", Wildcards::Active, Variables::Literal);
    assert!(pattern.matches("${aws:username}/x", &()));
    assert!(!pattern.matches("ann/x", &context("aws:username=ann")));
}

#[test]
fn no_blow_up() {
    let pattern = "*a".repeat(40) + "b";
    let text = "a".repeat(20_000);
    assert!(!matches(&pattern, &text), "and it comes back at all");
}

/// The definition of a wildcard match, exponential and plain.
fn by_definition(pattern: &[char], text: &[char]) -> bool {
    match (pattern, text) {
        ([], _) => text.is_empty(),
        (['*', rest @ ..], _) => {
            by_definition(rest, text) || (!text.is_empty() && by_definition(pattern, &text[1..]))
        }
        (['?', rest @ ..], [_, after @ ..]) => by_definition(rest, after),
        ([letter, rest @ ..], [first, after @ ..]) => letter == first && by_definition(rest, after),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn agrees_with_the_definition(pattern in "[ab?*é]{0,9}", text in "[abé]{0,12}") {
        let expected = by_definition(
            &pattern.chars().collect::<Vec<_>>(), &text.chars().collect::<Vec<_>>());
        prop_assert_eq!(matches(&pattern, &text), expected);
    }
}
