//! Literal keys that turn out to belong to a template: their versions move into its key space.

use super::attrs::Attrs;
use super::naming::{KeyTemplate, Naming};
use super::row::{Row, RowId};
use super::table::{SpaceId, Table};

impl Table {
    /// Moves every literal key that a new template can make into its key space: one key has one place, whichever name
    /// came first.
    pub fn adopt(&mut self, literals: SpaceId, template: SpaceId) {
        let Naming::Template(naming) = &self.space(template).naming else { return };
        for (old, new) in self.literal_keys_of(literals, naming) {
            if let Some(head) = self.isolate(literals, old..old + 1).first().copied() {
                self.move_stack(head, literals, template, new);
            }
        }
    }

    /// Where the literal keys stand that a template can make, and where they belong.
    fn literal_keys_of(&self, literals: SpaceId, template: &KeyTemplate) -> Vec<(u64, u64)> {
        let Naming::Literal { by_key, .. } = &self.space(literals).naming else { return Vec::new() };
        by_key
            .range(template.head.clone()..)
            .take_while(|(key, _)| key.starts_with(&template.head))
            .filter_map(|(key, &old)| Some((old, template.index(key)?)))
            .collect()
    }

    /// Moves all versions of one key to an index of another key space that has no version there.
    fn move_stack(&mut self, head: RowId, from: SpaceId, to: SpaceId, index: u64) {
        let segment = self.segments_of(to, index..index + 1)[0].1;
        let mut newer = RowId::NONE;
        for id in self.stack(head).collect::<Vec<_>>() {
            self.weigh(id, -1);
            let row = *self.arena.get(id);
            let bucket = self.attrs.get(row.attrs).bucket;
            let attrs = self.attrs.intern(Attrs { segment, ..*self.attrs_of(id) }, bucket);
            let moved = Row { first: index, attrs, newer, ..row };
            let id = if newer.exists() {
                *self.arena.get_mut(id) = moved;
                self.arena.get_mut(newer).older = id;
                id
            } else {
                self.spaces[from.0 as usize].index.remove(&mut self.arena, id);
                let new = self.spaces[to.0 as usize].index.insert(&mut self.arena, moved);
                self.file_again(new);
                new
            };
            self.weigh(id, 1);
            newer = id;
        }
    }
}
