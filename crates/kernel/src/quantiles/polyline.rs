//! Inverse distribution functions that are given point by point.

use super::{LIMIT, Segment};

/// One past the greatest word: the whole probability.
pub(super) const END: u128 = 1 << 64;

/// A straight piece: at the word `start` + x the value is `low` + `rise` · x / width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    start: u64,
    /// With its fraction, like `rise`.
    low: i64,
    rise: i64,
    /// ⌊(2^(64 + `bits`) - 1) / width⌋, where 2^`bits` is the greatest power of two not above the width.
    inverse: u64,
    bits: u32,
}

/// Pieces from the least word to the greatest; between two of them the value may jump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Polyline {
    pieces: Vec<Piece>,
    /// For each leading byte of a word the piece that holds the least such word; once more the last piece.
    guide: Vec<u32>,
}

impl Polyline {
    /// Through `points` of word and value, both ascending, the first at word 0 and the last at [`END`].
    pub(super) fn new(points: &[(u128, u64)], fraction: u32) -> Polyline {
        let fixed = |value: u64| (value.min(LIMIT) << fraction) as i64;
        let pieces: Vec<Piece> = points
            .windows(2)
            .filter(|pair| pair[0].0 < pair[1].0)
            .map(|pair| {
                let width = pair[1].0 - pair[0].0;
                let bits = width.ilog2();
                Piece {
                    start: pair[0].0 as u64,
                    low: fixed(pair[0].1),
                    rise: fixed(pair[1].1) - fixed(pair[0].1),
                    inverse: ((u128::MAX >> (64 - bits)) / width) as u64,
                    bits,
                }
            })
            .collect();
        let holds = |word: u64| pieces.partition_point(|piece| piece.start <= word).saturating_sub(1) as u32;
        let guide = (0..256).map(|byte| holds(byte << 56)).chain([holds(u64::MAX)]).collect();
        Polyline { pieces, guide }
    }

    /// The value at a word, with its fraction.
    #[inline]
    pub(super) fn at(&self, word: u64) -> i64 {
        let byte = (word >> 56) as usize;
        let (first, last) = (self.guide[byte] as usize, self.guide[byte + 1] as usize);
        let later = self.pieces[first + 1..=last].partition_point(|piece| piece.start <= word);
        let piece = &self.pieces[first + later];
        let way = (u128::from(word - piece.start) * u128::from(piece.inverse)) >> piece.bits;
        piece.low + ((piece.rise as u128 * way) >> 64) as i64
    }

    /// The pieces.
    pub(super) fn segments(&self) -> impl Iterator<Item = Segment> + '_ {
        self.pieces.iter().enumerate().map(|(position, piece)| {
            let start = u128::from(piece.start);
            let end = self.pieces.get(position + 1).map_or(END, |next| u128::from(next.start));
            Segment { start, width: end - start, low: piece.low, high: piece.low + piece.rise }
        })
    }
}
