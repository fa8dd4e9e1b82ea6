//! The command line.

use std::path::PathBuf;

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::exit::Exit;
use crate::output::say;

/// What will S3 do with my objects, how fast will it answer, and what will it cost me?
#[derive(Debug, Parser)]
#[command(name = "s3sim", version, about, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Simulate scenarios and write what happened and what it cost
    Run(RunArgs),
    /// Run every option of a scenario side by side: what meets the requirements, and at what cost
    WhatIf(WhatIfArgs),
    /// Join what-if.csv files of parts of a sweep into the file that one run would have written
    Merge(MergeArgs),
    /// Run scenarios and compare with what is expected and recorded
    Test(TestArgs),
    /// Show what differs between two results, or between two scenarios
    Diff(DiffArgs),
    /// Show results as one page with pictures, which works offline
    Report(ReportArgs),
    /// Say what is wrong with scenarios, and do nothing else
    Check(CheckArgs),
    /// Show what lifecycle rules will do to an object, by date and at which price
    Timeline(TimelineArgs),
    /// Say who may do what by a scenario's policies, and which statement decides
    Policy(PolicyArgs),
    /// Print the price list of a Region
    Prices(PricesArgs),
    /// Print the JSON schema of scenario files, for editors
    Schema,
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct RunArgs {
    /// Scenario files
    #[arg(required = true, value_name = "SCENARIO")]
    pub(crate) scenarios: Vec<PathBuf>,
    /// The folder below which results are written
    #[arg(long, value_name = "DIR", default_value = "results")]
    pub(crate) out: PathBuf,
    /// The seed of all draws, in place of the scenario's
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Change a value of the scenario: buckets.photos.versioning=Enabled
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) sets: Vec<String>,
    /// Run with this option of the scenario; several times for several together
    #[arg(long = "option", value_name = "NAME")]
    pub(crate) options: Vec<String>,
    /// What to print: a summary to read, or summary.json
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Print the invoices, too: month by month, in cents
    #[arg(long)]
    pub(crate) invoice: bool,
    /// Print nothing but complaints
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Write every object as a row of its own: slower, and the results must be the same
    #[arg(long, hide = true)]
    pub(crate) explode: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct WhatIfArgs {
    /// The scenario
    #[arg(value_name = "SCENARIO")]
    pub(crate) scenario: PathBuf,
    /// Write the rows into this CSV file, too
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The seed of all draws, in place of the scenario's
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Change a value of the scenario: buckets.photos.versioning=Enabled
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) sets: Vec<String>,
    /// Sweep over values in place of the scenario's own at this path; several times for a grid
    #[arg(long = "vary", value_name = "PATH=V1,V2,…")]
    pub(crate) vary: Vec<String>,
    /// Run only these points of a sweep, for `merge`
    #[arg(long, value_name = "A..B")]
    pub(crate) points: Option<String>,
    /// Run with so many seeds, from the scenario's on: means, intervals, differences under the same draws
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) seeds: Option<u32>,
    /// How many runs at once; default: as many as there are cores
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// What to print: tables to read, or JSON
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct MergeArgs {
    /// Files that `what-if --points A..B --output FILE` wrote, in any order
    #[arg(required = true, value_name = "PART")]
    pub(crate) parts: Vec<PathBuf>,
    /// The file to write; default: standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TestArgs {
    /// Scenario files, and folders in which every .yaml and .yml file is one
    #[arg(value_name = "PATH", default_value = "scenarios")]
    pub(crate) paths: Vec<PathBuf>,
    /// Record the results as they are now
    #[arg(long)]
    pub(crate) accept: bool,
    /// The folder below which results are recorded
    #[arg(long, value_name = "DIR", default_value = "results")]
    pub(crate) results: PathBuf,
    /// Write JUnit's XML into this file, too
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
    /// What to print: what is not as it should be, or everything as JSON
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Name the scenarios that are as they should be, too
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    /// A scenario, a folder with the results of one, or a folder of such folders
    #[arg(value_name = "A")]
    pub(crate) before: PathBuf,
    /// What it is compared with
    #[arg(value_name = "B")]
    pub(crate) after: PathBuf,
    /// What to print: differences to read, or JSON
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ReportArgs {
    /// Folders with the results of a run, or scenarios, which are then run
    #[arg(required = true, value_name = "RESULTS")]
    pub(crate) results: Vec<PathBuf>,
    /// The page
    #[arg(long, short, value_name = "FILE", default_value = "report.html")]
    pub(crate) output: PathBuf,
}

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For machines
    Json,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// Scenario files
    #[arg(required = true, value_name = "SCENARIO")]
    pub(crate) scenarios: Vec<PathBuf>,
    /// Change a value of the scenario before checking it
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) sets: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TimelineArgs {
    /// A scenario, or a lifecycle configuration as `aws s3api get-bucket-lifecycle-configuration` prints it
    #[arg(value_name = "SCENARIO|LIFECYCLE.json")]
    pub(crate) source: PathBuf,
    /// Draw the picture into this file, too
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
    /// The Region whose prices are shown for a bare lifecycle configuration
    #[arg(long, value_name = "REGION", default_value = "us-east-1")]
    pub(crate) region: String,
    /// Change a value of the scenario before showing it
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) sets: Vec<String>,
    /// What to print: tables to read, or JSON
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct PolicyArgs {
    /// The scenario: its buckets, people and policies as they are before the first step
    #[arg(value_name = "SCENARIO")]
    pub(crate) scenario: PathBuf,
    /// Who asks, as in a request: ann, anonymous, vendor/root, '[ann, app]'
    #[arg(long = "as", value_name = "PRINCIPAL")]
    pub(crate) who: String,
    /// An action such as s3:GetObject, or a call such as GetObject with every permission that it needs
    #[arg(value_name = "ACTION")]
    pub(crate) action: String,
    /// A bucket, bucket/key or ARN
    #[arg(value_name = "RESOURCE")]
    pub(crate) resource: String,
    /// State a condition key; several times for several values: aws:SecureTransport=false
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) context: Vec<String>,
    /// The way that the request takes: one of the scenario's `network`
    #[arg(long, value_name = "WAY")]
    pub(crate) via: Option<String>,
    /// Change a value of the scenario before asking
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) sets: Vec<String>,
    /// What to print: the reason in words, or JSON
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct PricesArgs {
    /// The Region
    #[arg(long, value_name = "REGION", default_value = "us-east-1")]
    pub(crate) region: String,
}

/// Prints a completion script.
pub(crate) fn completions(shell: Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "s3sim", &mut script);
    say(&String::from_utf8_lossy(&script));
    Exit::Fine
}
