//! Scenario files, and what is wrong with them.

use std::path::Path;

use s3sim_document::source::{Sources, Unread};
use s3sim_scenario::{Scenario, load as reading};

use crate::exit::Exit;
use crate::output::complain;

/// Why a scenario could not be read.
pub(crate) struct Refusal {
    /// How the command ends.
    pub(crate) exit: Exit,
    /// One mistake a line.
    pub(crate) complaints: Vec<String>,
}

impl Refusal {
    /// The file system, or whatever else the world is made of, does not let it.
    pub(crate) fn of_world(error: impl ToString) -> Refusal {
        Refusal { exit: Exit::WrongWorld, complaints: vec![error.to_string()] }
    }

    /// What was given cannot be used.
    pub(crate) fn of_input(complaint: String) -> Refusal {
        Refusal { exit: Exit::WrongInput, complaints: vec![complaint] }
    }

    /// Complains, and says how the command ends.
    pub(crate) fn complain(&self) -> Exit {
        self.complaints.iter().for_each(|line| complain(line));
        self.exit
    }
}

/// Reads a scenario, with the settings of the command line in place; complains about everything that is wrong.
pub(crate) fn load(path: &Path, sets: &[String], seed: Option<u64>) -> Result<Scenario, Exit> {
    read(path, sets, seed).map_err(|refusal| refusal.complain())
}

/// Reads a scenario, with the settings of the command line in place.
pub(crate) fn read(path: &Path, sets: &[String], seed: Option<u64>) -> Result<Scenario, Refusal> {
    let Some(name) = path.to_str() else {
        return Err(Refusal::of_input(format!(
            "{}: the name of a scenario file should be UTF-8",
            path.display()
        )));
    };
    let mut settings = Vec::with_capacity(sets.len() + 1);
    for set in sets {
        let Some(setting) = set.split_once('=') else {
            return Err(Refusal::of_input(format!(
                "--set {set}: should be PATH=VALUE, such as buckets.photos.versioning=Enabled"
            )));
        };
        settings.push((setting.0.to_owned(), setting.1.to_owned()));
    }
    settings.extend(seed.map(|seed| ("seed".to_owned(), seed.to_string())));
    let mut sources = Sources::new();
    reading::load(name, &settings, &mut sources).map_err(|unread| refusal(unread, &sources))
}

/// Complains about a file that could not be read, and says how the command ends.
pub(crate) fn complain_of(unread: Unread, sources: &Sources) -> Exit {
    refusal(unread, sources).complain()
}

fn refusal(unread: Unread, sources: &Sources) -> Refusal {
    match unread {
        Unread::World { file, message } => Refusal::of_world(format!("{file}: {message}")),
        Unread::Wrong(problems) => Refusal { exit: Exit::WrongInput, complaints: sources.render(&problems) },
    }
}
