//! `s3sim merge`: parts of a sweep joined.

use std::fs;

use s3sim_report::sweep::parts::{Part, merged};
use s3sim_report::whole;

use crate::args::MergeArgs;
use crate::exit::Exit;
use crate::load::Refusal;
use crate::output::say;

pub(crate) fn merge(args: &MergeArgs) -> Exit {
    match joined(args) {
        Ok(()) => Exit::Fine,
        Err(refusal) => refusal.complain(),
    }
}

fn joined(args: &MergeArgs) -> Result<(), Refusal> {
    let mut parts = Vec::with_capacity(args.parts.len());
    for path in &args.parts {
        let name = path.display().to_string();
        let bytes = fs::read(path).map_err(|error| Refusal::of_world(format!("{name}: {error}")))?;
        parts.push(Part { name, bytes });
    }
    let bytes = merged(&parts).map_err(|complaints| Refusal { exit: Exit::WrongInput, complaints })?;
    match &args.output {
        Some(output) => whole::write_file(output, &bytes).map_err(Refusal::of_world),
        None => {
            say(&String::from_utf8_lossy(&bytes));
            Ok(())
        }
    }
}
