//! Plain tables for a terminal: the first column to the left, figures to the right.

/// Rows of equal length, the first one a header.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
    left: usize,
}

impl Table {
    /// A table with this header, of which the first `left` columns stand to the left.
    pub(crate) fn new(header: Vec<String>, left: usize) -> Table {
        Table { rows: vec![header], left }
    }

    pub(crate) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// The lines, each indented by two spaces.
    pub(crate) fn lines(&self) -> Vec<String> {
        lines(&self.rows, self.left)
    }

    /// How wide the lines are.
    pub(crate) fn width(&self) -> usize {
        width(&self.rows, self.left)
    }

    /// The lines, as wide as said: the header takes two lines if that helps, or rows and columns change places, else
    /// the columns go on below, each time behind the first ones.
    pub(crate) fn fitted(&self, columns: usize) -> Vec<String> {
        if self.width() <= columns {
            return self.lines();
        }
        let folded = folded(&self.rows);
        if width(&folded, self.left) <= columns {
            return lines(&folded, self.left);
        }
        let turned = turned(&self.rows);
        if width(&turned, self.left) <= columns {
            return lines(&turned, self.left);
        }
        let all = self.rows.first().map_or(0, Vec::len);
        let part = |from: usize, until: usize| -> Vec<Vec<String>> {
            let of = |row: &Vec<String>| row[..self.left].iter().chain(&row[from..until]).cloned().collect();
            let said = |row: &Vec<String>| row.iter().any(|cell| !cell.is_empty());
            folded.iter().map(of).filter(said).collect()
        };
        let mut blocks: Vec<String> = Vec::new();
        let mut from = self.left;
        while from < all {
            let mut until = from + 1;
            while until < all && width(&part(from, until + 1), self.left) <= columns {
                until += 1;
            }
            if !blocks.is_empty() {
                blocks.push(String::new());
            }
            blocks.extend(lines(&part(from, until), self.left));
            from = until;
        }
        blocks
    }

    /// The lines with the first column as headings, each above the rows that follow one another and share it.
    pub(crate) fn under_headings(&self) -> Vec<String> {
        let rest: Vec<Vec<String>> = self.rows.iter().map(|row| row[1..].to_vec()).collect();
        let mut result = Vec::new();
        let mut heading = "";
        for (row, line) in self.rows.iter().zip(lines(&rest, self.left - 1)) {
            if !std::ptr::eq(row, &self.rows[0]) && row[0] != heading {
                heading = &row[0];
                result.push(format!("  {heading}"));
            }
            result.push(format!("  {line}"));
        }
        result
    }
}

fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &Vec<String>, column: usize| row.get(column).map_or(0, |text| text.chars().count());
    (0..columns).map(|column| rows.iter().map(|row| cell(row, column)).max().unwrap_or(0)).collect()
}

fn width(rows: &[Vec<String>], left: usize) -> usize {
    lines(rows, left).iter().map(|line| line.chars().count()).max().unwrap_or(0)
}

fn lines(rows: &[Vec<String>], left: usize) -> Vec<String> {
    let widths = widths(rows);
    let line = |row: &Vec<String>| {
        let mut line = String::from(" ");
        for (column, text) in row.iter().enumerate() {
            let padding = " ".repeat(widths[column] - text.chars().count());
            let padded = if column < left { format!("{text}{padding}") } else { format!("{padding}{text}") };
            line.push_str(if column == 0 { " " } else { "  " });
            line.push_str(&padded);
        }
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// With long heads in two lines, cut behind the first `_` or at the first space.
fn folded(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let Some((header, rest)) = rows.split_first() else { return Vec::new() };
    let halves = header.iter().map(|head| match head.find(['_', ' ']) {
        Some(at) => (head[..=at].trim_end().to_owned(), head[at + 1..].to_owned()),
        None => (String::new(), head.clone()),
    });
    let (above, below): (Vec<String>, Vec<String>) = halves.unzip();
    [above, below].into_iter().chain(rest.iter().cloned()).collect()
}

fn turned(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let columns = rows.iter().map(Vec::len).min().unwrap_or(0);
    (0..columns).map(|column| rows.iter().map(|row| row[column].clone()).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let own = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
        let mut rows = rows.iter().map(own);
        let mut table = Table::new(rows.next().unwrap(), 1);
        rows.for_each(|row| table.push(row));
        table
    }

    #[test]
    fn what_is_narrow_enough_stays() {
        let table = table(&[&["USD", "a", "b"], &["2025", "1.00", "-"]]);
        assert_eq!(table.fitted(20), ["  USD      a  b", "  2025  1.00  -"]);
    }

    #[test]
    fn what_is_a_little_too_wide_has_a_header_in_two_lines() {
        let table = table(&[&["USD", "DEEP_ARCHIVE", "early delete"], &["2025", "1", "2"]]);
        assert_eq!(
            table.fitted(24),
            ["          DEEP_   early", "  USD   ARCHIVE  delete", "  2025        1       2"]
        );
    }

    #[test]
    fn what_is_too_wide_is_turned_if_that_helps() {
        let table = table(&[&["USD", "STANDARD", "GLACIER"], &["2025", "1", "2"]]);
        assert_eq!(table.fitted(20), ["  USD       2025", "  STANDARD     1", "  GLACIER      2"]);
    }

    #[test]
    fn else_it_goes_on_below() {
        let table = table(&[
            &["USD", "STANDARD", "GLACIER"],
            &["2025-01", "1", "2"],
            &["2025-02", "3", "4"],
            &["2025-03", "5", "6"],
        ]);
        assert_eq!(
            table.fitted(20),
            [
                "  USD      STANDARD",
                "  2025-01         1",
                "  2025-02         3",
                "  2025-03         5",
                "",
                "  USD      GLACIER",
                "  2025-01        2",
                "  2025-02        4",
                "  2025-03        6",
            ]
        );
    }

    #[test]
    fn headings_save_a_column() {
        let table = table(&[&["event", "n"], &["Created", "1"], &["Created", "2"], &["Deleted", "3"]]);
        assert_eq!(table.under_headings(), ["    n", "  Created", "    1", "    2", "  Deleted", "    3"]);
    }
}
