use proptest::prelude::*;

use super::*;

/// χ² of 255 degrees of freedom lies in here with probability 1 - 6·10^-5 (±4 σ by Wilson and Hilferty:
/// 255 · (1 - 2/2295 ± 4 · √(2/2295))³).
const CHI_SQUARED: std::ops::Range<f64> = 174.4..355.6;

/// χ² of the values of one byte over all words.
fn chi_squared(words: impl Iterator<Item = u64>, byte: usize) -> f64 {
    let mut seen = [0_u32; 256];
    for word in words {
        seen[usize::from(word.to_le_bytes()[byte])] += 1;
    }
    let expected = f64::from(seen.iter().sum::<u32>()) / 256.0;
    seen.iter().map(|&n| (f64::from(n) - expected) * (f64::from(n) - expected) / expected).sum()
}

fn digest(words: impl Iterator<Item = u64>) -> String {
    let mut hash = Sha256::new();
    for word in words {
        hash.update(word.to_le_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn words(seed: u64, name: &str) -> impl Iterator<Item = u64> {
    let mut stream = Seed(seed).stream(name);
    std::iter::from_fn(move || Some(stream.next_u64()))
}

/// The expected values come from a separate implementation of ChaCha8 (zero nonce, 64-bit counter from 0, words
/// little-endian) and SHA-256, written from their definitions.
#[test]
fn a_stream_is_chacha_with_eight_rounds() {
    let first: Vec<u64> = words(1, "gap").take(10).collect();
    assert_eq!(first[..2], [0x780f_ce89_0c17_1226, 0x7aab_1fc6_4682_3d6b]);
    // The first block ends with word 7.
    assert_eq!(first[7..], [0x6e72_c538_4f24_f7f5, 0x6f6c_ff14_4370_71d6, 0xd665_b919_854e_6a6c]);
}

/// From the separate implementation, too.
#[test]
fn the_first_million_words_are_these() {
    assert_eq!(
        digest(words(1, "gap").take(1_000_000)),
        "47afe5f267f13ee3dc85ccd0055f16d694b3efd62cf36ee75054bd84f208c0df"
    );
    let restore = Seed(1).key("restore");
    assert_eq!(
        digest((0..1_000_000).map(|n| restore.draw(&[n, 3]))),
        "24025885e7bdd014e5a7e5650499d0ab66dafc5e899d37846eb52f230843bf78"
    );
}

/// From the separate implementation, too.
#[test]
fn a_draw_is_a_chain_of_mixers() {
    let restore = Seed(1).key("restore");
    for (subject, word) in [
        (&[][..], 0x43be_917e_555f_554a),
        (&[7][..], 0x7962_4084_de0c_fab8),
        (&[7, 1][..], 0x4a94_020a_09c7_c05a),
    ] {
        assert_eq!(restore.draw(subject), word, "{subject:?}");
    }
}

/// The first outputs for seed 1234567 that implementations of SplitMix64 are commonly checked against.
#[test]
fn split_mix_gives_the_published_sequence() {
    let mut generator = SplitMix64::new(1_234_567);
    for word in [
        6_457_827_717_110_365_317,
        3_203_168_211_198_807_973,
        9_817_491_932_198_370_423,
        4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
    ] {
        assert_eq!(generator.next_u64(), word);
    }
}

#[test]
fn every_byte_is_uniform() {
    let restore = Seed(3).key("restore");
    for byte in 0..8 {
        let mut split = SplitMix64::new(9);
        for (source, chi_squared) in [
            ("stream", chi_squared(words(1, "size").take(200_000), byte)),
            ("draws of consecutive subjects", chi_squared((0..200_000).map(|n| restore.draw(&[n])), byte)),
            (
                "draws by the second word",
                chi_squared((0..200_000).map(|n| restore.draw(&[5, n << 32])), byte),
            ),
            ("attempts", chi_squared((0..200_000).map(|_| split.next_u64()), byte)),
        ] {
            assert!(CHI_SQUARED.contains(&chi_squared), "{source}, byte {byte}: {chi_squared}");
        }
    }
}

/// Uniform shares of six: with n = 600,000 each has 100,000 ± 5 · √(n · 1/6 · 5/6) = ± 1,443.
#[test]
fn numbers_below_six_have_equal_shares() {
    let mut seen = [0_u32; 6];
    for word in words(1, "dice").take(600_000) {
        seen[below(word, 6) as usize] += 1;
    }
    assert!(seen.iter().all(|&n| n.abs_diff(100_000) <= 1_443), "{seen:?}");
}

/// Bits of two streams agree half of the time: 64 · 100,000 bits, ± 5 · √(6.4·10^6 / 4) = ± 6,325.
#[test]
fn names_and_seeds_are_independent() {
    for (one, other) in
        [((1, "a"), (1, "b")), ((1, "a"), (2, "a")), ((1, "ab"), (1, "abc")), ((1, ""), (0, ""))]
    {
        let agree: u32 = words(one.0, one.1)
            .zip(words(other.0, other.1))
            .take(100_000)
            .map(|(one, other)| (one ^ other).count_zeros())
            .sum();
        assert!(agree.abs_diff(3_200_000) <= 6_325, "{one:?} and {other:?}: {agree}");
    }
}

/// A stream drawn from in the meantime changes nothing in another.
#[test]
fn one_more_name_disturbs_nobody() {
    let alone: Vec<u64> = words(1, "a").take(1_000).collect();
    let beside: Vec<u64> = words(1, "a").zip(words(1, "new")).map(|(a, _)| a).take(1_000).collect();
    assert_eq!(alone, beside);
}

#[test]
fn half_words_are_taken_in_order() {
    let mut halves = Seed(1).stream("gap");
    let low = u64::from(halves.next_u32());
    assert_eq!(low | u64::from(halves.next_u32()) << 32, 0x780f_ce89_0c17_1226);
}

proptest! {
    #[test]
    fn below_is_below_and_monotone(one: u64, other: u64, n in prop_oneof![1_u64..100, any::<u64>()]) {
        let n = n.max(1);
        prop_assert!(below(one, n) < n);
        prop_assert_eq!(one.cmp(&other).is_lt() && below(one, n) > below(other, n), false);
        prop_assert_eq!(below(one, 0), 0);
        prop_assert_eq!(below(u64::MAX, n), n - 1);
    }

    #[test]
    fn a_draw_depends_on_every_word_and_its_place(
        key: u64, mut subject in prop::collection::vec(any::<u64>(), 1..5), at: prop::sample::Index, flip in 0..64,
    ) {
        let key = DrawKey(key);
        let before = key.draw(&subject);
        prop_assert_eq!(key.draw(&subject), before);
        let longer: Vec<u64> = subject.iter().copied().chain([0]).collect();
        prop_assert_ne!(key.draw(&longer), before);
        let at = at.index(subject.len());
        subject[at] ^= 1_u64 << flip;
        prop_assert_ne!(key.draw(&subject), before);
    }
}
