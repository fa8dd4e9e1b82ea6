//! A CSV file as rows of cells.

/// A header and rows below it, all equally long.
pub struct Table {
    /// Names of columns.
    pub header: Vec<String>,
    /// Cells, as many as there are columns.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Nothing if it is no table.
    pub fn read(text: &str) -> Option<Table> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            rows.push(record.ok()?.iter().map(str::to_owned).collect::<Vec<String>>());
        }
        let mut rows = rows.into_iter();
        let header = rows.next()?;
        Some(Table { header, rows: rows.collect() })
    }

    /// Where the columns of these names stand; nothing if one is missing.
    pub fn columns<const N: usize>(&self, names: [&str; N]) -> Option<[usize; N]> {
        let mut places = [0; N];
        for (place, name) in places.iter_mut().zip(names) {
            *place = self.header.iter().position(|column| column == name)?;
        }
        Some(places)
    }
}
