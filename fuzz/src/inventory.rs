//! Inventory reports: the first line is the schema, the rest are the rows.

use s3sim_document::tree::{Map, Node, Value};

/// Takes the bytes for a schema and a file in CSV.
pub fn bear(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (schema, rows) = text.split_once('\n').unwrap_or((&text, ""));
    let word = |text: &str| Node::made(Value::Text(text.to_owned()));
    let map = |key: &'static str, value| Node::made(Value::Map(Map::made([(key, value)])));
    let files = Node::made(Value::List(vec![word(rows)]));
    let report = Node::made(Value::Map(Map::made([("fileSchema", word(schema)), ("files", files)])));
    let bucket = map("objects", map("all", map("inventory", report)));
    let buckets = Value::Map(Map::made([("from-inventory", bucket.clone()), ("kept", bucket)]));
    let _ = s3sim_scenario::scenario::read(map("buckets", Node::made(buckets)), "fuzz");
}
