use s3sim_document::tree::to_json;

use super::*;
use crate::words::happening::{STEP, TRAFFIC};

fn definition<'n>(root: &'n Node, title: &str) -> &'n Node {
    root.get("$defs").and_then(|definitions| definitions.get(title)).expect("a definition")
}

/// The properties of a map, whichever way it is described.
fn properties(schema: &Node) -> &Map {
    let of = |schema: &'_ Node| schema.get("properties").is_some();
    let map = if of(schema) {
        Some(schema)
    } else {
        schema.get("anyOf").and_then(Node::as_list).and_then(|any| any.iter().find(|one| of(one)))
    };
    map.and_then(|map| map.get("properties")).and_then(Node::as_map).expect("properties")
}

#[test]
fn every_word_that_is_read_is_described_and_no_other() {
    let root = schema();
    for (table, schema) in [
        (&TOP, &root),
        (&crate::words::bucket::BUCKET, definition(&root, "bucket")),
        (&crate::words::bucket::POPULATION, definition(&root, "population_of_objects")),
        (&STEP, definition(&root, "step")),
        (&TRAFFIC, definition(&root, "traffic")),
        (&crate::words::check::CHECK, definition(&root, "check")),
        (&crate::model::MODEL, definition(&root, "modelling_choices")),
    ] {
        let properties = properties(schema);
        for word in table.all() {
            let described = properties.get(word.name).and_then(|schema| schema.get("description")).is_some();
            assert_eq!(described, word.is_here(), "`{}` of {}", word.name, table.title);
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn follow(node: &Node, root: &Node, found: &mut usize) {
        match &node.value {
            Value::Map(map) => {
                for entry in &map.entries {
                    if entry.key == "$ref" {
                        let target = entry.value.as_text().and_then(|way| way.strip_prefix("#/$defs/"));
                        definition(root, target.expect("a reference into $defs"));
                        *found += 1;
                    }
                    follow(&entry.value, root, found);
                }
            }
            Value::List(items) => items.iter().for_each(|item| follow(item, root, found)),
            _ => {}
        }
    }
    let (root, mut found) = (schema(), 0);
    follow(&root, &root, &mut found);
    assert!(found > 15, "{found}");
}

#[test]
fn it_is_json_and_always_the_same() {
    let text = to_json(&schema());
    assert_eq!(text, to_json(&schema()));
    let again = s3sim_document::json::parse(&text).expect("JSON");
    assert_eq!(again.get("$schema").and_then(Node::as_text), Some(DIALECT));
    assert_eq!(
        again.get("properties").and_then(|all| all.get("buckets")?.get("description")?.as_text()),
        Some("Buckets, by name")
    );
}

#[test]
fn choices_are_listed_with_what_they_mean() {
    let names: Vec<&str> = crate::model::choices().map(|choice| choice.name).collect();
    assert_eq!(
        names,
        [
            "lifecycle_delay",
            "keep_n_strict",
            "date_rule_sia_guard",
            "int_archive_overhead",
            "latency",
            "restore",
            "expedited_capacity",
            "notification_delay",
            "notification_duplicates",
            "notification_propagation",
            "replication_lag",
            "replication_bandwidth",
            "analysis_threshold",
            "split_after"
        ]
    );
}
