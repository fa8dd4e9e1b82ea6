//! The nearest known word to a mistyped one.

/// `, did you mean `Days`?`, or the known words if there are few, or nothing.
pub fn instead(word: &str, known: &[&str]) -> String {
    let folded = word.to_lowercase();
    let near = known
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), *candidate))
        .min()
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4);
    match near {
        Some((_, candidate)) => format!(", did you mean `{candidate}`?"),
        None if !known.is_empty() && known.len() <= 12 => format!("; known here: {}", known.join(", ")),
        None => String::new(),
    }
}
