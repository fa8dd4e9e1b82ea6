//! `s3sim check`: what is wrong with scenarios.

use crate::args::CheckArgs;
use crate::exit::Exit;
use crate::load::load;
use crate::output::say;

pub(crate) fn check(args: &CheckArgs) -> Exit {
    let mut worst = Exit::Fine;
    for path in &args.scenarios {
        match load(path, &args.sets, None) {
            Ok(_) => say(&format!("{}: fine\n", path.display())),
            Err(exit) => worst = worst.max(exit),
        }
    }
    worst
}
