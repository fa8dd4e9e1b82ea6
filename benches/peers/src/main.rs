//! The same three workloads on s3sim and on its peers, side by side: `cargo run --release` in this folder.
//!
//! s3sim runs its full pipeline (scenario file in, result files out) through the program itself, except for the bare
//! event queue. The peers run the leanest model of the same thing: no keys, no clients, no bill, nothing written.

mod hold;
mod lives;
mod requests;
mod words;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Holds and requests of the Rust programs; SimPy does a tenth, which takes it longer.
const HOLDS: u64 = 10_000_000;
const REQUESTS: u64 = 10_000_000;
const SHORT: u64 = 10;

fn main() -> Outcome<()> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let built = || here.join("../../target/release/s3sim");
    let program = std::env::var_os("S3SIM").map_or_else(built, PathBuf::from);
    if !program.exists() {
        return Err(
            "build s3sim first: cargo build --release in the repository's root; or say where it is in S3SIM"
                .into(),
        );
    }
    println!("{:<34} {:>12} {:>12} {:>10} {:>10}", "", "million/s", "ns each", "vs nexosim", "vs SimPy");

    let (seconds, holds) = hold::nexosim(HOLDS)?;
    let nexosim = per(seconds, holds);
    let simpy = per(python(&here, "hold", HOLDS / SHORT)?, HOLDS / SHORT);
    table("hold, 100,000 pending", &[("s3sim's kernel", per(hold::s3sim(HOLDS), HOLDS))], nexosim, simpy);

    let nexosim = per(requests::nexosim(REQUESTS)?, REQUESTS);
    let simpy = per(python(&here, "requests", REQUESTS / SHORT)?, REQUESTS / SHORT);
    let s3sim = per(run(&program, &here, "requests", &[])?, REQUESTS);
    table("requests, 6,000/s on one prefix", &[("s3sim", s3sim)], nexosim, simpy);

    let events = lives::OBJECTS * 5;
    let nexosim = per(lives::nexosim()?, events);
    let simpy = per(python(&here, "lives", lives::OBJECTS)?, events);
    let singles = per(run(&program, &here, "singles", &["--explode"])?, events);
    let runs = per(run(&program, &here, "lives", &[])?, events);
    table(
        "lives, an object-event",
        &[("s3sim, every object single", singles), ("s3sim, as it comes", runs)],
        nexosim,
        simpy,
    );
    Ok(())
}

/// Nanoseconds of each.
fn per(seconds: f64, count: u64) -> f64 {
    seconds * 1e9 / count as f64
}

fn table(title: &str, ours: &[(&str, f64)], nexosim: f64, simpy: f64) {
    println!("{title}");
    for (name, nanos) in ours.iter().chain(&[("nexosim", nexosim), ("SimPy", simpy)]) {
        println!(
            "  {name:<32} {:>12.3} {nanos:>12.1} {:>9.1}x {:>9.1}x",
            1e3 / nanos,
            nexosim / nanos,
            simpy / nanos
        );
    }
}

/// Seconds that a Python model says it took for `count`.
fn python(here: &Path, model: &str, count: u64) -> Outcome<f64> {
    let script = here.join("python").join(model).with_extension("py");
    let output = Command::new("python3").arg(script).arg(count.to_string()).output()?;
    if !output.status.success() {
        return Err(format!("{model}.py: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

/// Seconds that the whole program takes for a scenario, from start to exit.
fn run(program: &Path, here: &Path, scenario: &str, more: &[&str]) -> Outcome<f64> {
    let file = here.join("scenarios").join(scenario).with_extension("yaml");
    let results = std::env::temp_dir().join("s3sim-peers");
    let start = Instant::now();
    let status =
        Command::new(program).arg("run").arg(file).args(more).arg("-q").arg("--out").arg(results).status()?;
    if !status.success() {
        return Err(format!("s3sim run {scenario}: {status}").into());
    }
    Ok(start.elapsed().as_secs_f64())
}
