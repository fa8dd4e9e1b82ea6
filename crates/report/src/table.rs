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
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |row: &Vec<String>, column: usize| row.get(column).map_or(0, |text| text.chars().count());
        let widths: Vec<usize> = (0..columns)
            .map(|column| self.rows.iter().map(|row| cell(row, column)).max().unwrap_or(0))
            .collect();
        let line = |row: &Vec<String>| {
            let mut line = String::from(" ");
            for (column, text) in row.iter().enumerate() {
                let padding = " ".repeat(widths[column] - text.chars().count());
                let padded =
                    if column < self.left { format!("{text}{padding}") } else { format!("{padding}{text}") };
                line.push_str(if column == 0 { " " } else { "  " });
                line.push_str(&padded);
            }
            line.trim_end().to_owned()
        };
        self.rows.iter().map(line).collect()
    }
}
