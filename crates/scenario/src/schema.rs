//! The JSON Schema of the format, for editors: made from the tables of words that the readers go by.
//!
//! It completes and describes words and catches misspelt ones. What only a reader can judge (references, documents of
//! AWS's, values that exclude each other) is left to `s3sim check`.

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_aws::error::ErrorCode;
use s3sim_aws::region::Region;
use s3sim_document::tree::{At, Entry, Map, Node, Value};
use s3sim_s3::replication::standing::Status;

use crate::around;
use crate::check::ATTRIBUTES;
use crate::expectation;
use crate::kms;
use crate::measure::{BILL, Gives, MEASURES, load};
use crate::permission;
use crate::population::ENCRYPTION;
use crate::request::{CALLS_HERE, READ, UPLOAD};
use crate::sizes::DISTRIBUTIONS;
use crate::values::NO_STATUS;
use crate::words::bucket::{AGES, WINDOW};
use crate::words::check::{CHECK, EXPECT, SELECTION};
use crate::words::question::{OPTION, RANGE};
use crate::words::top::TOP;
use crate::words::who::SERVICE;
use crate::words::{Beside, Form, Table, Word};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
const SIZE: &str = r"^[0-9][0-9_.eE+]*\s*([KMGTPE]i?B|B)?$";
const LENGTH: &str = r"([0-9][0-9_.]*(us|ms|s|m|h|d|w|mo|y))+";
const NAME_OF_AWS: &str = r"^[A-Z][A-Za-z0-9]*\+?$";

/// The schema of a scenario file.
pub fn schema() -> Node {
    let mut definitions = Definitions::default();
    let mut root = definitions.table(&TOP);
    let definitions = definitions.done();
    let head = [("$schema", text(DIALECT)), ("title", text("An s3sim scenario"))];
    let mut entries: Vec<Entry> = head.into_iter().map(|(key, value)| entry(key, value)).collect();
    if let Value::Map(map) = &mut root.value {
        entries.append(&mut map.entries);
    }
    entries.push(entry("$defs", definitions));
    Node::made(Value::Map(Map { entries }))
}

/// Tables that others refer to.
#[derive(Default)]
struct Definitions {
    /// Title and schema, in the order in which they were first referred to; a schema in the making is `None`.
    tables: Vec<(&'static str, Option<Node>)>,
}

impl Definitions {
    /// A reference to a table, which is described once.
    fn reference(&mut self, table: &'static Table) -> Node {
        if !self.tables.iter().any(|(title, _)| *title == table.title) {
            self.tables.push((table.title, None));
            let schema = self.table(table);
            if let Some(place) = self.tables.iter_mut().find(|(title, _)| *title == table.title) {
                place.1 = Some(schema);
            }
        }
        object([("$ref", text(format!("#/$defs/{}", identifier(table.title))))])
    }

    fn done(self) -> Node {
        let mut entries: Vec<Entry> = Vec::new();
        for (title, schema) in self.tables {
            entries.extend(schema.map(|schema| entry(identifier(title), schema)));
        }
        entries.push(entry("expectation", expectation()));
        Node::made(Value::Map(Map { entries }))
    }

    fn table(&mut self, table: &'static Table) -> Node {
        let here = table.all().filter(|word| word.is_here());
        let mut properties: Vec<Entry> = here.map(|word| entry(word.name, self.word(word))).collect();
        properties.extend(self.beside(table.beside));
        let mut patterns =
            vec![entry(r"^[a-z_]+\+$", object([("description", text("Extends what is in place"))]))];
        let names_of_aws = match table.beside {
            Beside::Request => Some("A parameter of the call, by its name in the API"),
            Beside::Question => Some("A parameter of the call, or an attribute of the objects"),
            Beside::Answers => Some("A field of the answer, by its name in the API"),
            Beside::Nothing | Beside::OrNumber | Beside::Parameters => None,
        };
        patterns
            .extend(names_of_aws.map(|meaning| entry(NAME_OF_AWS, object([("description", text(meaning))]))));
        if table.beside == Beside::Question {
            let meaning = "An action of a service that is not simulated: only authorized; `*` or an ARN";
            patterns.push(entry(permission::PATTERN, described(types(&["string"]), meaning)));
        }
        let map = object([
            ("type", text("object")),
            ("properties", Node::made(Value::Map(Map { entries: properties }))),
            ("patternProperties", Node::made(Value::Map(Map { entries: patterns }))),
            ("additionalProperties", Node::made(Value::Bool(false))),
        ]);
        if table.beside == Beside::OrNumber { any_of([types(&["integer", "string"]), map]) } else { map }
    }

    fn beside(&mut self, beside: Beside) -> Vec<Entry> {
        let calls = || {
            let of_s3 = CALLS_HERE.iter().map(|api| (api.name(), "bucket, or bucket/key"));
            let of_kms = kms::calls().map(|name| (name, "A KMS key: name, alias or ARN"));
            let of_things = around::calls::calls().map(|name| (name, "A queue, topic, function or rule"));
            of_s3
                .chain(of_kms)
                .chain(of_things)
                .map(|(name, aim)| entry(name, described(types(&["string"]), aim)))
        };
        match beside {
            Beside::Nothing | Beside::OrNumber | Beside::Answers => Vec::new(),
            Beside::Parameters => vec![
                entry("StorageClass", described(classes(), "Storage class; default STANDARD")),
                entry(
                    "Tagging",
                    described(types(&["string", "object"]), "Tags: a=1&b=2, or {TagSet: [{Key, Value}]}"),
                ),
            ]
            .into_iter()
            .chain(ENCRYPTION.map(|name| {
                entry(name, described(attribute(name), "How they were encrypted, as in PutObject"))
            }))
            .collect(),
            Beside::Request => {
                let read = described(types(&["string"]), "GET, where archived after a restore for a day");
                let upload = described(types(&["string"]), "PUT, from the client's threshold on in parts");
                calls().chain([entry(UPLOAD, upload), entry(READ, read)]).collect()
            }
            Beside::Question => {
                let measures = MEASURES.iter().filter(|measure| measure.here);
                let measures: Vec<Entry> = measures
                    .map(|measure| {
                        let of_bill = matches!(measure.gives, Gives::Money) || measure.name == "usage";
                        if load::is_one(measure.name) {
                            return entry(measure.name, described(types(&["string"]), measure.meaning));
                        }
                        let subject = if measure.gives == Gives::Time {
                            types(&["string"])
                        } else {
                            let map = self.reference(if of_bill { &BILL } else { &SELECTION });
                            any_of([types(&["string"]), map])
                        };
                        entry(measure.name, described(subject, measure.meaning))
                    })
                    .collect();
                let attributes = ATTRIBUTES
                    .iter()
                    .map(|(name, meaning)| entry(*name, described(attribute(name), meaning)));
                calls().chain(measures).chain(attributes).collect()
            }
        }
    }

    fn word(&mut self, word: &'static Word) -> Node {
        let schema = match word.name {
            "StorageClass" => one_or_more(classes()),
            "IntelligentTieringAccessTier" => one_or_more(tiers()),
            _ => self.form(&word.form),
        };
        described(schema, word.meaning)
    }

    fn form(&mut self, form: &'static Form) -> Node {
        match form {
            Form::Text => any_of([types(&["string", "number"]), one_or_more(types(&["string"]))]),
            Form::Target | Form::Template => types(&["string"]),
            Form::Boolean => types(&["boolean"]),
            Form::Whole => pattern(&["integer", "string"], "^[0-9][0-9_.eE]*$"),
            Form::Size => pattern(&["integer", "string"], SIZE),
            Form::Sizes => {
                let known = DISTRIBUTIONS
                    .iter()
                    .map(|(name, meaning)| entry(*name, object([("description", text(*meaning))])));
                let distribution = object([
                    ("type", text("object")),
                    ("properties", Node::made(Value::Map(Map { entries: known.collect() }))),
                    ("additionalProperties", Node::made(Value::Bool(false))),
                ]);
                any_of([pattern(&["integer", "string"], SIZE), distribution])
            }
            Form::Duration => pattern(&["string", "integer"], format!("^(0|{LENGTH})$")),
            Form::LagModel => any_of([
                choice(["sampled", "median"]),
                pattern(&["string", "integer"], format!("^(0|{LENGTH})$")),
            ]),
            Form::NotificationDelay => any_of([
                choice(["sampled", "measured"]),
                pattern(&["string", "integer"], format!("^(0|{LENGTH})$")),
            ]),
            Form::Instant => instant(),
            Form::InstantOrWindow => any_of([instant(), self.reference(&WINDOW)]),
            Form::Ages => self.reference(&AGES),
            Form::Share => pattern(&["string"], r"^[0-9][0-9_.]*\s*%$"),
            Form::Selection => any_of([types(&["string"]), self.reference(&SELECTION)]),
            Form::Choice(words) => choice(words.iter().copied()),
            Form::Region => choice(Region::all().map(Region::name)),
            Form::Tags => map_of(types(&["string", "number", "boolean"])),
            Form::Document(call, short) => {
                let document = described(
                    types(&["object", "string"]),
                    &format!("As {call} takes it, or {{file: x.json}}"),
                );
                if short.is_empty() { document } else { any_of([choice(short.iter().copied()), document]) }
            }
            Form::Documents(call) => {
                map_of(described(types(&["object", "string"]), &format!("As {call} takes it")))
            }
            Form::Section(table) => self.reference(table),
            Form::Named(table) => map_of(self.reference(table)),
            Form::Calls(table) => object([("type", text("array")), ("items", self.reference(table))]),
            Form::Check => self.reference(&CHECK),
            Form::Expect => {
                self.reference(&EXPECT);
                object([("$ref", text("#/$defs/expectation"))])
            }
            Form::Operand => types(&["number", "string", "object"]),
            Form::Prices => map_of(types(&["number", "string", "array"])),
            Form::PriceList => one_or_more(types(&["string"])),
            Form::Who => any_of([types(&["string", "array"]), self.reference(&SERVICE)]),
            Form::Patches => {
                let known = OPTION.iter().map(|word| entry(word.name, self.word(word)));
                let patch = object([
                    ("type", list(["object", "null"].map(text))),
                    ("properties", Node::made(Value::Map(Map { entries: known.collect() }))),
                ]);
                map_of(described(patch, "Paths and values"))
            }
            Form::Aims => types(&["string", "object", "array"]),
            Form::Names => one_or_more(types(&["string", "number", "boolean"])),
            Form::Grid => map_of(any_of([types(&["array"]), self.reference(&RANGE)])),
            Form::Rate => pattern(&["string"], r"^[0-9][0-9_.eE]*\s*/\s*(us|ms|s|m|h|d|w)$"),
            Form::Bandwidth => pattern(&["string"], r"^[0-9][0-9_.eE]*\s*[A-Za-z]+\s*/\s*s$"),
            Form::Free | Form::Later => object([]),
        }
    }
}

/// Short forms, lists and the map of `expect`.
fn expectation() -> Node {
    let words = expectation::WORDS.iter().map(|(word, _)| *word);
    let short = choice(words.chain(ErrorCode::ALL.iter().map(|code| code.name())));
    let itself = object([("$ref", text("#/$defs/expectation"))]);
    let map = object([("$ref", text(format!("#/$defs/{}", identifier(EXPECT.title))))]);
    any_of([short, types(&["integer"]), object([("type", text("array")), ("items", itself)]), map])
}

fn attribute(name: &str) -> Node {
    match name {
        "StorageClass" => one_or_more(classes()),
        "IntelligentTieringAccessTier" => one_or_more(tiers()),
        "ReplicationStatus" => {
            let words = Status::WORDS.map(|(name, _)| name);
            one_or_more(choice(words.into_iter().chain([NO_STATUS])))
        }
        "ServerSideEncryption" => choice(["AES256", "aws:kms", "aws:kms:dsse"]),
        "SSEKMSKeyId" => types(&["string"]),
        "BucketKeyEnabled" => types(&["boolean"]),
        "ObjectLockMode" => choice(["GOVERNANCE", "COMPLIANCE", "NONE"]),
        "ObjectLockLegalHoldStatus" => choice(["ON", "OFF"]),
        "ObjectLockRetainUntilDate" => instant(),
        "Tags" => object([
            ("type", text("object")),
            ("additionalProperties", types(&["string", "number", "boolean"])),
        ]),
        "SSECustomerAlgorithm" => choice(["AES256"]),
        "SSECustomerKey" | "SSECustomerKeyMD5" => types(&["string"]),
        _ => pattern(&["integer", "string"], SIZE),
    }
}

fn classes() -> Node {
    choice(StorageClass::ALL.map(StorageClass::name))
}

fn tiers() -> Node {
    choice(AccessTier::ALL.map(AccessTier::name))
}

fn instant() -> Node {
    pattern(&["string", "integer"], format!(r"^(\d{{4}}-\d{{2}}-\d{{2}}(T[0-9:.]+Z)?|-?(0|{LENGTH}))$"))
}

fn one_or_more(schema: Node) -> Node {
    let list = object([("type", text("array")), ("items", schema.clone())]);
    any_of([schema, list])
}

fn map_of(schema: Node) -> Node {
    object([("type", text("object")), ("additionalProperties", schema)])
}

fn any_of(schemas: impl IntoIterator<Item = Node>) -> Node {
    object([("anyOf", list(schemas))])
}

fn choice(words: impl IntoIterator<Item = &'static str>) -> Node {
    object([("enum", list(words.into_iter().map(text)))])
}

fn types(names: &[&'static str]) -> Node {
    match names {
        [one] => object([("type", text(*one))]),
        several => object([("type", list(several.iter().map(|name| text(*name))))]),
    }
}

fn pattern(names: &[&'static str], pattern: impl Into<String>) -> Node {
    let mut schema = types(names);
    if let Value::Map(map) = &mut schema.value {
        map.entries.push(entry("pattern", text(pattern)));
    }
    schema
}

/// With a description in front of any that is there.
fn described(mut schema: Node, meaning: &str) -> Node {
    if let Value::Map(map) = &mut schema.value {
        let more = map.get("description").and_then(Node::as_text).map(|more| format!("; {more}"));
        map.entries.retain(|entry| entry.key != "description");
        map.entries.insert(0, entry("description", text(format!("{meaning}{}", more.unwrap_or_default()))));
    }
    schema
}

fn identifier(title: &str) -> String {
    title.trim_start_matches("a ").trim_start_matches("an ").replace(' ', "_")
}

fn text(text: impl Into<String>) -> Node {
    Node::made(Value::Text(text.into()))
}

fn list(items: impl IntoIterator<Item = Node>) -> Node {
    Node::made(Value::List(items.into_iter().collect()))
}

fn object<const N: usize>(entries: [(&str, Node); N]) -> Node {
    let entries = entries.into_iter().map(|(key, value)| entry(key, value)).collect();
    Node::made(Value::Map(Map { entries }))
}

fn entry(key: impl Into<String>, value: Node) -> Entry {
    Entry { key: key.into(), key_at: At::NOWHERE, value }
}

#[cfg(test)]
mod tests;
