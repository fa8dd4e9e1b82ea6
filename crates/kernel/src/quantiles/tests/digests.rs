//! The same bits on every machine: digests of tables and of the first million draws from them.
//!
//! The truth of the tables is tested against formulas elsewhere; these constants were printed by this very test, once,
//! and say that nothing has moved since. Changing one changes the results of every scenario.

use super::*;

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Of all segments of a table, words and values.
fn of_table(table: &Table) -> String {
    let mut hash = Sha256::new();
    hash.update(table.fraction.to_le_bytes());
    for segment in table.segments() {
        hash.update(segment.start.to_le_bytes());
        hash.update(segment.width.to_le_bytes());
        hash.update(segment.low.to_le_bytes());
        hash.update(segment.high.to_le_bytes());
    }
    hex(hash)
}

/// Of the first million draws with the words of the stream `name` of seed 1.
fn of_draws(table: &Table, name: &str) -> String {
    let mut words = Seed(1).stream(name);
    let mut hash = Sha256::new();
    for _ in 0..1_000_000 {
        hash.update(table.draw(words.next_u64()).to_le_bytes());
    }
    hex(hash)
}

#[test]
fn tables_and_the_first_million_draws_are_these() {
    let tables = [
        (
            "constant",
            Table::constant(1 << 40),
            "e68d61eebfdc582b1b5e12a355e8f49234d2874e42248b8498d147b8b7366278",
            "b243e95de482f83322c29a1483a654acbac99d2eea18720807451ae5e6872d5f",
        ),
        (
            "uniform",
            Table::uniform(1_000, 3_000_000).unwrap(),
            "29b97080d5715fe396316d5aed40be92c3b389e4b43c92a1ead618130c88a8ff",
            "e7cb208c34745f5d0097bc2983e041929b0011fff3dcb1eab3b08dbd3ac0e395",
        ),
        (
            "exponential",
            Table::exponential(50 << 20),
            "75061c7357cd4ebb82976e4198fbf17c15dced51e42726cabb7606aac298655b",
            "19ad73b64958b23811114265786a2d88c75d3b331eb6b1cec95aa0bf0934ab89",
        ),
        (
            "lognormal",
            Table::lognormal(2 << 20, 12 << 20).unwrap(),
            "a8b970fe7875f7ae509e115907e6a5347e37f90512e0373bec27c541efce07fb",
            "562ff9e2e58458e4c1ef65a49dcae69af9051a6201e61d1bfe2e66bde20b16ce",
        ),
        (
            "mixture",
            standard_get(),
            "0edd27fa45eccb308017320d4853cef00ef1170a6f7cf90376ea3966417c265d",
            "f5de9eb1bda9bb85ebf1a91f2a6dfec251f7e62a5df6b1febe919c1d304044f7",
        ),
        (
            "quantiles",
            Table::from_quantiles(&HEAD).unwrap(),
            "8bf243d7836dc05e6e71760ed9bf9b50f46cab06356ec415567c1ec14ecbf2ec",
            "6f9bca3dff7b3e86f1f4db076b156702313fbeed5010355229c9710220c1315b",
        ),
        (
            "histogram",
            Table::from_histogram(&SIZES).unwrap(),
            "0d412a870be699ed1f0c19c5c8b78418a4f6462ce7a23793595d853e1db3dcad",
            "6fe5a7e27317ef6f9274865cff94a0ddb2cf4d5cd2848a6bc3d8fbc64ce4acf1",
        ),
    ];
    let found: Vec<_> =
        tables.iter().map(|(name, table, ..)| (*name, of_table(table), of_draws(table, name))).collect();
    let expected: Vec<_> =
        tables.iter().map(|(name, _, table, draws)| (*name, table.to_string(), draws.to_string())).collect();
    assert_eq!(found, expected);
}
