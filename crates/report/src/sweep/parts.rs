//! Files of parts of a sweep, joined to what one run would have written.

use std::collections::BTreeMap;

/// A file of a part.
#[derive(Clone, Debug)]
pub struct Part {
    /// What to call it in complaints.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The very bytes of the file that one run over all points of the parts would have written.
///
/// # Errors
/// Every reason why the parts do not belong together, a line each: other columns, a point in two of them, a point in none.
pub fn merged(parts: &[Part]) -> Result<Vec<u8>, Vec<String>> {
    let mut problems: Vec<String> = Vec::new();
    let mut header: Option<csv::StringRecord> = None;
    let mut points: BTreeMap<usize, (usize, Vec<csv::StringRecord>)> = BTreeMap::new();
    for (index, part) in parts.iter().enumerate() {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(part.bytes.as_slice());
        let records: Result<Vec<csv::StringRecord>, csv::Error> = reader.records().collect();
        let (head, rows) = match records.as_deref() {
            Ok([head, rows @ ..]) if head.get(0) == Some("point") => (head, rows),
            Ok(_) => {
                problems
                    .push(format!("{}: is no part of a sweep: its first column is not `point`", part.name));
                continue;
            }
            Err(error) => {
                problems.push(format!("{}: {error}", part.name));
                continue;
            }
        };
        if header.get_or_insert_with(|| head.clone()) != head {
            problems.push(format!("{}: has other columns than {}", part.name, parts[0].name));
            continue;
        }
        for row in rows {
            let text = row.get(0).unwrap_or_default();
            let Ok(point) = text.parse::<usize>() else {
                problems.push(format!("{}: `{text}` is no point", part.name));
                break;
            };
            let (owner, kept) = points.entry(point).or_insert_with(|| (index, Vec::new()));
            if *owner != index {
                problems.push(format!("point {point} is in {} and in {}", parts[*owner].name, part.name));
                break;
            }
            kept.push(row.clone());
        }
    }
    let last = points.keys().next_back().copied().unwrap_or(0);
    if problems.is_empty()
        && let Some(missing) = (0..=last).find(|point| !points.contains_key(point))
    {
        problems.push(format!("point {missing} is in none of them"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let rows = header.iter().chain(points.values().flat_map(|(_, rows)| rows));
    for row in rows {
        writer.write_record(row).map_err(|error| vec![error.to_string()])?;
    }
    writer.into_inner().map_err(|error| vec![error.to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, text: &str) -> Part {
        Part { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn parts_in_any_order_give_the_bytes_of_the_whole() {
        let whole =
            "point,x,option,reason\n0,,A,\n1,5,A,\"one, two\"\n1,5,B,\n2,7,A,\"say \"\"no\"\"\"\n10,8,A,\n";
        let whole = whole.replace("10,8", "3,8");
        let lines: Vec<&str> = whole.lines().collect();
        let of = |rows: &[usize]| -> String {
            let rows = rows.iter().map(|row| lines[*row]);
            [lines[0]].into_iter().chain(rows).map(|line| format!("{line}\n")).collect()
        };
        let (first, second, third) = (of(&[1, 2, 3]), of(&[4]), of(&[5]));
        let merged = merged(&[part("c", &third), part("a", &first), part("b", &second)]);
        assert_eq!(merged.map(|bytes| String::from_utf8(bytes).unwrap()), Ok(whole));
    }

    #[test]
    fn what_does_not_belong_together_is_told() {
        let head = "point,x,option";
        for (files, expected) in [
            (&["option,verdict\nA,meets\n"][..], "a: is no part of a sweep: its first column is not `point`"),
            (&["point,x,option\n0,,A\n", "point,y,option\n1,,A\n"], "b: has other columns than a"),
            (&["point,x,option\n0,,A\n1,5,A\n", "point,x,option\n1,5,A\n"], "point 1 is in a and in b"),
            (&["point,x,option\n0,,A\n1,5,A\n", "point,x,option\n3,5,A\n"], "point 2 is in none of them"),
            (&["point,x,option\n1,5,A\n"], "point 0 is in none of them"),
            (&["point,x,option\none,5,A\n"], "a: `one` is no point"),
        ] {
            let parts: Vec<Part> =
                files.iter().zip(["a", "b"]).map(|(text, name)| part(name, text)).collect();
            assert_eq!(merged(&parts), Err(vec![expected.to_owned()]), "{head}");
        }
    }
}
