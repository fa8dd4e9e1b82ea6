//! The page of `s3sim report`, opened in a browser: nothing is complained about, nothing fetched, and the figures that
//! a reader sees are those of the CSVs.
//!
//! The browser is Debian's `chromium`; where there is none, the test says so and passes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::path::{Path, PathBuf};
use std::process::Command;

use s3sim_billing::money::Money;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn browser() -> Option<&'static str> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|done| done.status.success()))
}

/// Cells of the table with this caption, row by row, as the browser has read it.
fn table(dom: &str, caption: &str) -> Vec<Vec<String>> {
    let start =
        dom.find(&format!("<caption>{caption}</caption>")).unwrap_or_else(|| panic!("no table {caption}"));
    let rest = &dom[start..];
    let body = &rest[..rest.find("</table>").unwrap()];
    let cells = |row: &str| {
        let mut cells = Vec::new();
        for part in row.split("<t").filter(|part| part.starts_with("h ") || part.starts_with('d')) {
            let inside = &part[part.find('>').unwrap() + 1..part.find("</t").unwrap()];
            cells.push(inside.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
        }
        cells
    };
    body.split("<tr>").skip(1).map(cells).collect()
}

fn csv(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap();
    // No cell of these results holds a comma except in quotes, which those that are compared do not need.
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

#[test]
fn a_browser_shows_the_figures_of_the_csvs_and_fetches_nothing() {
    let Some(browser) = browser() else {
        eprintln!("skipped: there is no chromium here");
        return;
    };
    let room = tempfile::tempdir().unwrap();
    let page = room.path().join("report.html");
    let results = root().join("results/lifecycle/demo-rule");
    let done = Command::new(env!("CARGO_BIN_EXE_s3sim"))
        .arg("report")
        .arg(&results)
        .args(["--output".as_ref(), page.as_os_str()])
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let log = room.path().join("net.json");
    let shown = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-component-update"])
        .args(["--disable-background-networking", "--disable-sync", "--enable-logging=stderr", "--dump-dom"])
        .arg(format!("--user-data-dir={}", room.path().join("profile").display()))
        .arg(format!("--log-net-log={}", log.display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    let complaints = String::from_utf8_lossy(&shown.stderr);
    let console: Vec<&str> = complaints.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert_eq!(console, [""; 0], "the page forbids every fetch, so one would stand here");
    let dom = String::from_utf8(shown.stdout).unwrap();
    assert!(dom.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"), "{dom}");
    // What the page itself would ask the network for names its origin.
    let net = std::fs::read_to_string(&log).unwrap();
    assert!(!net.contains("\"initiator\":\"file://\""), "something was fetched");

    // Events: the rows of the file.
    let events = csv(&results.join("events.csv"));
    assert_eq!(table(&dom, "What happened"), events);
    // Cost: by month and group, the total of each month that of the bill lines, exactly.
    let bill = csv(&results.join("cost.csv"));
    let of_month = |month: &str| -> Money {
        bill.iter().filter(|line| line[0] == month).map(|line| Money::parse(&line[9]).unwrap()).sum()
    };
    let all: Money = bill[1..].iter().map(|line| Money::parse(&line[9]).unwrap()).sum();
    let cost = table(&dom, "Cost");
    assert!(cost.len() > 20, "{cost:?}");
    for row in &cost[1..] {
        let expected = if row[0] == "total" { all } else { of_month(&row[0]) };
        assert_eq!(Money::parse(row.last().unwrap()).unwrap(), expected, "{row:?}");
    }
    // Stored: GB-months of one class, Deep Archive's usage types.
    let stored = table(&dom, "Stored bytes by storage class");
    let column = stored[0].iter().position(|name| name == "DEEP_ARCHIVE").unwrap();
    let expected: Money = bill
        .iter()
        .filter(|line| line[4].starts_with("TimedStorage-GDA"))
        .map(|line| Money::parse(&line[6]).unwrap())
        .sum();
    assert_eq!(Money::parse(&stored.last().unwrap()[column]).unwrap(), expected);
}
