//! What the YAML parser complains about, said so that one can act on it.
//!
//! Most mistakes in scenarios are text that YAML takes for notation: it has to be quoted, and the complaint shows how.

use crate::grow::Broken;

/// The complaint about a text that the parser refused; `limit` is the reason if it was one of our own.
pub(super) fn in_words(text: &str, error: &serde_yaml::Error, limit: Option<String>) -> Broken {
    let (line, column) =
        error.location().map_or((0, 0), |place| (counted(place.line()), counted(place.column())));
    let said = error.to_string();
    if let Some(message) = limit {
        return Broken { line, column, message };
    }
    if let Some(broken) = control_character(text).or_else(|| second_document(text, &said)) {
        return broken;
    }
    let broken = |message: String| Broken { line, column, message };
    let source = text.lines().nth((line.max(1) - 1) as usize).unwrap_or("");
    if said.starts_with("recursion limit") {
        return broken(crate::grow::too_deep());
    }
    if said.starts_with("repetition limit") {
        return Broken {
            line: 1,
            column: 1,
            message: "aliases (`*name`) multiply beyond all measure".to_owned(),
        };
    }
    let message = starts_like_notation(source, column, &said)
        .or_else(|| about_quotes(text, &said))
        .or_else(|| braces(text, source, line, &said))
        .or_else(|| about_colons(source, &said))
        .or_else(|| about_structure(&said))
        .unwrap_or_else(|| format!("this is not YAML: {}", bare(&said)));
    broken(message)
}

fn counted(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The parser's sentence without the places in it, which are told separately.
fn bare(said: &str) -> String {
    let clauses = said.split(", ").map(|clause| clause.split(" at line ").next().unwrap_or(clause));
    clauses.collect::<Vec<_>>().join(", ")
}

/// Characters that YAML forbids even in quotes.
fn control_character(text: &str) -> Option<Broken> {
    let forbidden = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
            || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    let index = text.find(forbidden)?;
    let before = &text[..index];
    let character = text[index..].chars().next()?;
    let line = counted(before.matches('\n').count() + 1);
    let column = counted(before.rsplit('\n').next().unwrap_or("").chars().count() + 1);
    let message = format!("the control character U+{:04X} may not stand in YAML", u32::from(character));
    Some(Broken { line, column, message })
}

fn second_document(text: &str, said: &str) -> Option<Broken> {
    if !said.contains("more than one document") {
        return None;
    }
    let starts = |line: &str| line == "---" || line.starts_with("--- ") || line.starts_with("---\t");
    let counts = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let first = text.lines().position(|line| counts(line) && !line.starts_with('%'))?;
    let line = text
        .lines()
        .skip(first + 1)
        .position(|line| starts(line.trim_end()))
        .map_or(1, |line| line + first + 2);
    let message = "a second document begins here, but one file holds one".to_owned();
    Some(Broken { line: counted(line), column: 1, message })
}

/// A value that begins with a character that YAML keeps for itself: `*.jpg`, `&x`, `@x`, a tab as indentation.
fn starts_like_notation(source: &str, column: u32, said: &str) -> Option<String> {
    // The place of an alias or anchor is behind its `*` or `&`, except for an unknown anchor.
    let column = column.saturating_sub(1) as usize;
    let rest: String = if said.contains("scanning an a") {
        let all: Vec<char> = source.chars().collect();
        let begin = all.iter().take(column).rposition(|c| matches!(c, '*' | '&'))?;
        all[begin..].iter().collect()
    } else if said.starts_with("unknown anchor") || said.contains("cannot start any token") {
        source.chars().skip(column).collect()
    } else {
        return None;
    };
    if rest.starts_with('\t') {
        return Some("YAML is not indented with tabs: use spaces".to_owned());
    }
    let value = rest.split([',', ']', '}', '#']).next().unwrap_or("").trim_end();
    let first = value.chars().next()?;
    if said.starts_with("unknown anchor") {
        return Some(format!(
            "nothing above is named `&{}`; if text is meant, quote it: \"{value}\"",
            &value[1..]
        ));
    }
    Some(format!("a value that begins with `{first}` must be quoted: \"{value}\""))
}

fn about_quotes(text: &str, said: &str) -> Option<String> {
    if said.contains("invalid Unicode character escape") {
        return Some(
            "YAML knows no `\\ud83d\\ude00`: write the character itself, or put the JSON in a .json file"
                .to_owned(),
        );
    }
    if said.starts_with("found unknown escape character") {
        return Some(
            "inside double quotes `\\` begins an escape: use single quotes, or write `\\\\`".to_owned(),
        );
    }
    if !said.contains("scanning a quoted scalar") || !said.contains("unexpected end of stream") {
        return None;
    }
    let (_, begin) = said.rsplit_once(" at line ")?;
    let line: usize = begin.split(' ').next()?.parse().ok()?;
    let source = text.lines().nth(line.checked_sub(1)?)?.trim();
    Some(format!("the quote that opens in line {line} (`{source}`) is never closed"))
}

/// `{keys: originals/{n:08}.jpg}` or `keys: {n}.jpg`: braces that belong to the text.
fn braces(text: &str, source: &str, line: u32, said: &str) -> Option<String> {
    if !said.starts_with("did not find expected") {
        return None;
    }
    // The value with the brace may stand in the line before, if the parser noticed late.
    let before = (line as usize).checked_sub(2).and_then(|index| text.lines().nth(index));
    let value = template_in(source).or_else(|| template_in(before?))?;
    Some(format!("text with braces must be quoted: \"{value}\""))
}

/// The first unquoted word of a line that holds a placeholder and more than that: `originals/{n:08}.jpg`.
fn template_in(line: &str) -> Option<String> {
    let all: Vec<char> = line.chars().collect();
    let edge = |c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '"' | '\'');
    let mut index = 0;
    let mut quote = None;
    while index < all.len() {
        let c = all[index];
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '{' => {
                let close =
                    index + 1 + all[index + 1..].iter().position(|c| matches!(c, '}' | '{' | ',' | ' '))?;
                let placeholder = all[close] == '}' && close > index + 1;
                let begin = all[..index].iter().rposition(|c| edge(*c) || *c == '{').map_or(0, |at| at + 1);
                if placeholder {
                    let mut end = close + 1;
                    let mut open = 0;
                    while end < all.len() && !edge(all[end]) && !(all[end] == '}' && open == 0) {
                        open += i32::from(all[end] == '{') - i32::from(all[end] == '}');
                        end += 1;
                    }
                    if begin < index || end > close + 1 {
                        return Some(all[begin..end].iter().collect());
                    }
                }
            }
            None => {}
        }
        index += 1;
    }
    None
}

fn about_colons(source: &str, said: &str) -> Option<String> {
    if !said.starts_with("mapping values are not allowed") {
        return None;
    }
    let value = source.split_once(": ").map(|(_, value)| value.trim());
    Some(match value {
        Some(value) if value.contains(": ") => {
            format!("text that holds `: ` must be quoted: \"{}\"", value.replace('"', "\\\""))
        }
        _ => "a `:` where none may stand: is the line before it `name: value` (with a space), and is this one indented like its neighbours?"
            .to_owned(),
    })
}

fn about_structure(said: &str) -> Option<String> {
    let open = |what: &str, close: char| format!("{what} is not closed: a comma or `{close}` is missing");
    let message = if said.starts_with("did not find expected ',' or '}'") {
        open("a `{`", '}')
    } else if said.starts_with("did not find expected ',' or ']'") {
        open("a `[`", ']')
    } else if said.starts_with("did not find expected node content") {
        "a value is missing, or a bracket is not closed".to_owned()
    } else if said.starts_with("did not find expected key") {
        "this does not continue the map: is something behind a closing quote or bracket, or is it indented differently?"
            .to_owned()
    } else if said.starts_with("did not find expected '-' indicator") {
        "this stands in line with a list's `- ` but does not begin with one".to_owned()
    } else if said.starts_with("could not find expected ':'") {
        "a `:` with a space behind it is missing after a name".to_owned()
    } else if said.starts_with("invalid type") {
        "a name in front of `:` must be text, not a map or a list".to_owned()
    } else {
        return None;
    };
    Some(message)
}
