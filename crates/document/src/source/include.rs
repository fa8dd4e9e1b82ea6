//! `{file: policies/x.json}`: another file's content in place of a map.

use std::path::Path;

use super::{Format, Sources, bytes_of};
use crate::grow::MAX_VALUES;
use crate::path;
use crate::problem::{Problem, Problems};
use crate::tree::{Node, Value};

impl Sources {
    /// Puts the content of a file in place of every map that is exactly `{file: name}`, where the name ends in `.json`,
    /// `.yaml` or `.yml` (others, such as `.csv`, are left to who reads them). Names count from `base`, the folder of
    /// the document. What a file pulls in is not searched again, so files cannot pull each other in for ever, and all
    /// of them together may hold [`MAX_VALUES`] values.
    pub fn resolve_files(&mut self, node: &mut Node, base: &Path, problems: &mut Problems) {
        let mut left = MAX_VALUES as usize;
        self.resolve(node, "", base, &mut left, problems);
    }

    fn resolve(
        &mut self,
        node: &mut Node,
        way: &str,
        base: &Path,
        left: &mut usize,
        problems: &mut Problems,
    ) {
        if let Some(name) = named(node) {
            let name = name.to_owned();
            match self.pull_in(&name, base) {
                Ok(content) => {
                    let values = content.values();
                    if values > *left {
                        let message =
                            format!("the files named here hold more than {MAX_VALUES} values together");
                        problems.push(Problem { at: node.at, path: way.to_owned(), code: None, message });
                        return;
                    }
                    *left -= values;
                    *node = content;
                }
                Err(Pull::Absent(message)) => {
                    problems.push(Problem { at: node.at, path: way.to_owned(), code: None, message });
                }
                Err(Pull::Wrong(wrong)) => problems.extend(wrong),
            }
            return;
        }
        match &mut node.value {
            Value::List(list) => {
                for (index, item) in list.iter_mut().enumerate() {
                    self.resolve(item, &format!("{way}[{index}]"), base, left, problems);
                }
            }
            Value::Map(map) => {
                for entry in &mut map.entries {
                    if matches!(entry.value.value, Value::List(_) | Value::Map(_)) {
                        self.resolve(&mut entry.value, &path::under(way, &entry.key), base, left, problems);
                    }
                }
            }
            _ => {}
        }
    }

    fn pull_in(&mut self, name: &str, base: &Path) -> Result<Node, Pull> {
        let file = base.join(name);
        let shown = file.to_string_lossy().into_owned();
        let format = Format::of(name).unwrap_or(Format::Json);
        let bytes =
            bytes_of(&file).map_err(|message| Pull::Absent(format!("cannot read `{shown}`: {message}")))?;
        self.read_bytes(&shown, bytes, format).map_err(Pull::Wrong)
    }
}

/// Why a file was not pulled in.
enum Pull {
    Absent(String),
    Wrong(Problems),
}

/// The file that stands for this map.
fn named(node: &Node) -> Option<&str> {
    match node.as_map()?.entries.as_slice() {
        [only] if only.key == "file" => only.value.as_text().filter(|name| Format::of(name).is_some()),
        _ => None,
    }
}
