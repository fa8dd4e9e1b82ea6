//! The `Condition` block.

use s3sim_document::read::Reader;
use s3sim_document::suggest;

use super::{Rules, one_or_many};
use crate::condition::{Condition, Operator};
use crate::operand::Operand;
use crate::policy::{Version, bucket};

/// Reads the block.
pub(super) fn read(reader: &Reader<'_>, rules: &Rules<'_>, version: Version) -> Vec<Condition> {
    let malformed = rules.facts().malformed;
    let mut conditions = Vec::new();
    if reader.node().as_map().is_none() {
        reader.refused(malformed, "`Condition` is a JSON object of operators");
        return conditions;
    }
    for (name, keys) in reader.entries().unwrap_or_default() {
        let Some(operator) = Operator::parse(name) else {
            keys.refused(malformed, unknown_operator(name, rules));
            continue;
        };
        if keys.node().as_map().is_none() {
            keys.refused(malformed, format!("`{name}` is a JSON object of condition keys"));
            continue;
        }
        for (key, values) in keys.entries().unwrap_or_default() {
            conditions.extend(read_condition(operator, key, &values, rules, version));
        }
    }
    conditions
}

fn unknown_operator(name: &str, rules: &Rules<'_>) -> String {
    if rules.is_s3() {
        return format!("Invalid Condition type : {name}");
    }
    let names: Vec<&str> = Operator::names().collect();
    format!("unknown condition operator `{name}`{}", suggest::instead(name, &names))
}

fn read_condition(
    operator: Operator,
    key: &str,
    reader: &Reader<'_>,
    rules: &Rules<'_>,
    version: Version,
) -> Option<Condition> {
    let malformed = rules.facts().malformed;
    let before = reader.problems_so_far();
    if !key.contains(':') {
        let plain = "a condition key is `service:name`, as `aws:SourceIp`";
        reader.refused(malformed, rules.words(bucket::INVALID_KEY, plain));
    } else if rules.is_s3() && !bucket::is_condition_key(key) {
        reader.refused(malformed, bucket::INVALID_KEY);
    }
    let (mut written, mut operands) = (Vec::new(), Vec::new());
    for value in one_or_many(reader) {
        let Some(text) = value.node().scalar() else {
            value.refused(malformed, "a condition compares with text, numbers or true and false");
            continue;
        };
        match Operand::parse(operator.test, text, version.variables()) {
            Some(operand) => {
                written.push(text.to_owned());
                operands.push(operand);
            }
            None => value.refused(malformed, format!("`{operator}` cannot compare with `{text}`")),
        }
    }
    let condition = Condition { operator, key: key.to_ascii_lowercase(), written, operands };
    (reader.problems_so_far() == before).then_some(condition)
}
