//! Where the values of a JSON text stand, found by walking it once more.

/// Line and column (from 1, in characters) of each of the wanted values, which are numbered as the tree numbers them
/// and given in ascending order. The text has been parsed before, so this only counts.
pub(crate) fn places(text: &str, wanted: &[u32]) -> Vec<(u32, u32, u32)> {
    let mut found = Vec::with_capacity(wanted.len());
    let mut wanted = wanted.iter().copied().peekable();
    let (mut number, mut line, mut column) = (0u32, 1u32, 0u32);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        column += 1;
        match character {
            '\n' => (line, column) = (line + 1, 0),
            '\u{feff}' => column -= 1,
            ' ' | '\t' | '\r' | ',' | ':' | ']' | '}' => {}
            start => {
                while wanted.next_if_eq(&number).is_some() {
                    found.push((number, line, column));
                }
                if wanted.peek().is_none() {
                    break;
                }
                number += 1;
                column += match start {
                    '[' | '{' => 0,
                    '"' => skip_string(&mut characters),
                    _ => skip_word(&mut characters),
                };
            }
        }
    }
    found
}

/// Passes a string behind its opening quote (it holds no line break); how many characters that took.
fn skip_string(characters: &mut std::iter::Peekable<std::str::Chars>) -> u32 {
    let mut passed = 0;
    while let Some(character) = characters.next() {
        passed += 1;
        match character {
            '"' => break,
            '\\' => {
                characters.next();
                passed += 1;
            }
            _ => {}
        }
    }
    passed
}

/// Passes the rest of a number, `true`, `false` or `null`.
fn skip_word(characters: &mut std::iter::Peekable<std::str::Chars>) -> u32 {
    let mut passed = 0;
    while characters.next_if(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')).is_some() {
        passed += 1;
    }
    passed
}
