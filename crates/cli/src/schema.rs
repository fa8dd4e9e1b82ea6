//! `s3sim schema`: the format, for editors.

use s3sim_document::tree::to_json;

use crate::exit::Exit;
use crate::output::say;

pub(crate) fn schema() -> Exit {
    say(&format!("{}\n", to_json(&s3sim_scenario::schema::schema())));
    Exit::Fine
}
