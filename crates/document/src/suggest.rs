//! The nearest known word to a mistyped one.

/// What to say after an unknown word: `, did you mean `Days`?`, or the known words if there are few, or nothing.
///
/// A word is near if few of its letters are wrong, in either case, and at least one is right.
pub fn instead(word: &str, known: &[&str]) -> String {
    let folded = word.to_lowercase();
    let near = known
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), *candidate))
        .min()
        .filter(|(distance, candidate)| {
            let letters = candidate.chars().count();
            *distance <= 1 + letters / 4 && *distance < letters.max(folded.chars().count())
        });
    match near {
        Some((_, candidate)) => format!(", did you mean `{candidate}`?"),
        None if !known.is_empty() && known.len() <= 12 => format!("; known here: {}", known.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::instead;

    #[test]
    fn the_nearest_word_is_named() {
        let table: [(&str, &[&str], &str); 7] = [
            ("days", &["Date", "Days"], ", did you mean `Days`?"),
            ("Dyas", &["Date", "Days"], ", did you mean `Days`?"),
            ("StorageClas", &["StorageClass", "Status"], ", did you mean `StorageClass`?"),
            // Nothing near: the few that there are.
            ("Prefix", &["Date", "Days"], "; known here: Date, Days"),
            // One letter for another is no likeness.
            ("c", &["b"], "; known here: b"),
            ("x", &[], ""),
            ("xyz", &["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b1", "b2", "b3", "b4"], ""),
        ];
        for (word, known, expected) in table {
            assert_eq!(instead(word, known), expected, "{word}");
        }
    }
}
