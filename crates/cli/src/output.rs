//! Words out: results to standard output, complaints and progress to standard error.

use std::io::{self, Write};

/// Writes to standard output. A reader that has gone away (`| head`) is no reason to complain.
pub(crate) fn say(text: &str) {
    let mut out = io::stdout().lock();
    // Nobody is left to tell if this fails.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes a line to standard error.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
