//! The `s3sim` command: words in, words out, exit codes.
//!
//! 0: done, and as expected. 1: done, and something is not as expected. 2: the input is wrong. 3: the world is wrong
//! (a file cannot be read or written).

mod args;
mod check;
mod diff;
mod exit;
mod load;
mod merge;
mod output;
mod place;
mod policy;
mod prices;
mod progress;
mod report;
mod run;
mod schema;
mod simulated;
mod test;
mod timeline;
mod what_if;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};

fn main() -> ExitCode {
    let exit = match Args::parse().command {
        Command::Run(args) => run::run(&args),
        Command::WhatIf(args) => what_if::what_if(&args),
        Command::Merge(args) => merge::merge(&args),
        Command::Test(args) => test::test(&args),
        Command::Diff(args) => diff::diff(&args),
        Command::Report(args) => report::report(&args),
        Command::Check(args) => check::check(&args),
        Command::Timeline(args) => timeline::timeline(&args),
        Command::Policy(args) => policy::policy(&args),
        Command::Prices(args) => prices::prices(&args),
        Command::Schema => schema::schema(),
        Command::Completions { shell } => args::completions(shell),
    };
    exit.into()
}
