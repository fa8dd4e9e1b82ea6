//! Random words by name: the same seed and the same name give the same words, whatever else is drawn.
//!
//! | source | for | words |
//! |---|---|---|
//! | [`Stream`] | what has an order of its own: the arrivals of a workload | ChaCha8, keyed by SHA-256 of seed and name |
//! | [`DrawKey`] | what is asked about a subject, any number of times in any order | a pure function of key and subject |
//! | [`SplitMix64`] | what follows from one word: the attempts of a request | counter and mixer |
//!
//! A word becomes a variate by [`below`] or by a [`Table`](crate::quantiles::Table): one word per variate and
//! monotone, so that variants of a scenario stay paired.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// The seed of a whole run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seed(pub u64);

impl Seed {
    /// The stream called `name`. Two streams of one seed share nothing unless they have the same name.
    ///
    /// ```
    /// use s3sim_kernel::streams::Seed;
    ///
    /// let mut gaps = Seed(1).stream("workload/uploads/gap");
    /// let mut again = Seed(1).stream("workload/uploads/gap");
    /// assert_eq!(gaps.next_u64(), again.next_u64());
    /// ```
    pub fn stream(self, name: &str) -> Stream {
        Stream(ChaCha8Rng::from_seed(self.digest("stream", name)))
    }

    /// The key for pure draws of `what`. A stream of the same name has other words.
    pub fn key(self, what: &str) -> DrawKey {
        let [a, b, c, d, e, f, g, h, ..] = self.digest("draw", what);
        DrawKey(u64::from_le_bytes([a, b, c, d, e, f, g, h]))
    }

    /// SHA-256 of kind, NUL, seed (8 bytes, little-endian) and name: no two triples give the same text.
    fn digest(self, kind: &str, name: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(kind);
        hash.update([0]);
        hash.update(self.0.to_le_bytes());
        hash.update(name);
        hash.finalize().into()
    }
}

/// An endless sequence of random words: ChaCha with 8 rounds.
#[derive(Clone, Debug)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The next 64 bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// The next 32 bits.
    #[inline]
    pub fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }
}

/// Answers questions about subjects: how long does the restore of *this* object take?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DrawKey(u64);

impl DrawKey {
    /// A random word that depends on the key and on every word of `subject` and its place, and on nothing else.
    /// For a given key, subjects of one word never share an answer.
    ///
    /// ```
    /// use s3sim_kernel::streams::Seed;
    ///
    /// let restore = Seed(1).key("restore");
    /// assert_eq!(restore.draw(&[7, 0]), restore.draw(&[7, 0]));
    /// assert_ne!(restore.draw(&[7, 0]), restore.draw(&[0, 7]));
    /// ```
    #[inline]
    pub fn draw(self, subject: &[u64]) -> u64 {
        let mut state = self.0;
        for word in subject {
            state = mix(state.wrapping_add(GOLDEN) ^ word);
        }
        mix(state.wrapping_add(GOLDEN))
    }
}

/// Sebastiano Vigna's generator of that name: 64 bits of state, a word at a time, for a handful of words from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    /// The sequence that follows from `seed`.
    pub const fn new(seed: u64) -> SplitMix64 {
        SplitMix64(seed)
    }

    /// The next 64 bits.
    #[inline]
    pub const fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }
}

/// A number below `n` from a random word, and 0 if `n` is 0: ⌊word · n / 2^64⌋.
///
/// One word per number, never a second try, and monotone in the word. The price is a bias: a number's probability
/// is off 1/n by less than 2^-64, that is relatively by less than n / 2^64, which is 5·10^-11 for n = 10^9.
///
/// ```
/// use s3sim_kernel::streams::below;
///
/// assert_eq!([below(0, 6), below(1 << 63, 6), below(u64::MAX, 6)], [0, 3, 5]);
/// ```
#[inline]
pub const fn below(word: u64, n: u64) -> u64 {
    ((word as u128 * n as u128) >> 64) as u64
}

/// 2^64 divided by the golden ratio, made odd.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finalizer of SplitMix64 (David Stafford's variant 13): a permutation of the 64-bit words in which every bit
/// of the argument reaches every bit of the result.
#[inline]
const fn mix(word: u64) -> u64 {
    let word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ word >> 31
}

#[cfg(test)]
mod tests;
