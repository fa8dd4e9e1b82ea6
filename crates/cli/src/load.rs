//! Scenario files, and what is wrong with them.

use std::path::Path;

use s3sim_document::source::{Sources, Unread};
use s3sim_scenario::{Scenario, load as reading};

use crate::exit::Exit;
use crate::output::complain;

/// Reads a scenario, with the settings of the command line in place; complains about everything that is wrong.
pub(crate) fn load(path: &Path, sets: &[String], seed: Option<u64>) -> Result<Scenario, Exit> {
    let Some(name) = path.to_str() else {
        complain(&format!("{}: the name of a scenario file should be UTF-8", path.display()));
        return Err(Exit::WrongInput);
    };
    let mut settings = Vec::with_capacity(sets.len() + 1);
    for set in sets {
        let Some(setting) = set.split_once('=') else {
            complain(&format!(
                "--set {set}: should be PATH=VALUE, such as buckets.photos.versioning=Enabled"
            ));
            return Err(Exit::WrongInput);
        };
        settings.push((setting.0.to_owned(), setting.1.to_owned()));
    }
    settings.extend(seed.map(|seed| ("seed".to_owned(), seed.to_string())));
    let mut sources = Sources::new();
    reading::load(name, &settings, &mut sources).map_err(|unread| complain_of(unread, &sources))
}

/// Complains about a file that could not be read, and says how the command ends.
pub(crate) fn complain_of(unread: Unread, sources: &Sources) -> Exit {
    match unread {
        Unread::World { file, message } => {
            complain(&format!("{file}: {message}"));
            Exit::WrongWorld
        }
        Unread::Wrong(problems) => {
            for line in sources.render(&problems) {
                complain(&line);
            }
            Exit::WrongInput
        }
    }
}
