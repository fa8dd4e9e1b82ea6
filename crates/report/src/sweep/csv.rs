//! `what-if.csv` of a sweep: a point, a seed and an option a row.

use super::Sweep;
use crate::files::File;
use crate::what_if::{header, rows};

/// The file: the point, the value of each axis, the seed if there are several, then the columns of a single question.
/// Point 0 is the scenario as written.
///
/// # Errors
/// Only if memory cannot be written to.
pub fn csv(sweep: &Sweep<'_>) -> std::io::Result<File> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let grid = &sweep.plan.grid;
    let mut head: Vec<String> = Vec::new();
    if grid.points() > 0 {
        head.push("point".to_owned());
        head.extend(grid.axes().iter().map(|axis| axis.path.clone()));
    }
    head.extend(sweep.has_seeds().then(|| "seed".to_owned()));
    head.extend(header(sweep.scenario));
    writer.write_record(&head)?;
    for cell in sweep.cells {
        let mut front: Vec<String> = Vec::new();
        if grid.points() > 0 {
            front.push(cell.point.to_string());
            front.extend(sweep.values(cell.point));
        }
        front.extend(sweep.has_seeds().then(|| cell.seed.to_string()));
        for row in rows(sweep.scenario, &cell.found) {
            writer.write_record(front.iter().chain(&row))?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(File { name: "what-if.csv", bytes })
}
