//! Bytes as a list of decisions.

/// Decisions yet to be made; when they have run out, each is for the first alternative.
#[derive(Clone, Copy, Debug)]
pub struct Choices<'a>(&'a [u8]);

impl<'a> Choices<'a> {
    /// All that the bytes hold.
    pub const fn of(bytes: &'a [u8]) -> Choices<'a> {
        Choices(bytes)
    }

    /// Whether none is left.
    pub const fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    /// A number below `end`, which is 1 to 256.
    pub fn below(&mut self, end: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first) % end.max(1)
    }

    /// One of several, at most 256; there must be one.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}
