//! Scenarios: whatever a file says, it is read or refused.

use s3sim_document::source::{Format, Sources};

/// Takes the bytes for a scenario in YAML.
pub fn bear(data: &[u8]) {
    let mut sources = Sources::new();
    let problems = match sources.read_bytes("fuzz.yaml", data.to_vec(), Format::Yaml) {
        Ok(tree) => s3sim_scenario::scenario::read(tree, "fuzz").err(),
        Err(problems) => Some(problems),
    };
    let Some(problems) = problems else { return };
    assert!(!problems.is_empty(), "refused without a word");
    for line in sources.render(&problems) {
        assert!(line.starts_with("fuzz.yaml"), "a complaint that says not where: {line}");
        assert!(!line.chars().any(char::is_control), "a complaint that breaks out of its line: {line:?}");
    }
}
