//! How a command ends.

use std::process::ExitCode;

/// The four ways; the worst of several counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Done, and as expected.
    Fine,
    /// Done, and something is not as expected.
    Unexpected,
    /// The input is wrong.
    WrongInput,
    /// Something outside is wrong: a file cannot be read or written.
    WrongWorld,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Fine => 0,
            Exit::Unexpected => 1,
            Exit::WrongInput => 2,
            Exit::WrongWorld => 3,
        })
    }
}
