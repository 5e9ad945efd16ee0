//! What a guest sees of the others: everybody who is on air or previewed, without themselves.

use std::sync::Arc;

use plenary_model::source::SourceId;
use plenary_picture::{Picture, Rect, Size, Yuv, scale::Scaler};

use super::{Desk, Input, Kind, picture};
use crate::compose::{Pool, SMALL};

/// Others that fit into a picture of this size and can still be told apart.
const MOST: usize = 9;

/// What the pictures are drawn with.
pub(super) struct Brushes {
    pool: Pool,
    scalers: [Scaler; MOST],
}

impl Default for Brushes {
    fn default() -> Self {
        Self { pool: Pool::new(SMALL), scalers: Default::default() }
    }
}

impl Desk {
    /// For each of those who watch, the others as they are with frame `number`. With no others it is the slate.
    pub(crate) fn beside(&mut self, number: u64, watched: &[SourceId]) -> Vec<(SourceId, Arc<Picture>)> {
        let now = self.format.due_us(number);
        let featured = self.director.featured();
        let live = |id: &&SourceId| matches!(self.inputs.get(*id), Some(Input { kind: Kind::Live(_), .. }));
        let guests: Vec<SourceId> = featured.iter().filter(live).copied().collect();
        let ground = Yuv::from_rgb(self.slate.colours.ground);
        let (inputs, slate) = (&self.inputs, self.graphics.slate());
        let Brushes { pool, scalers } = &mut self.brushes;
        let mut draw = |watcher: SourceId| {
            let others: Vec<_> = guests.iter().filter(|guest| **guest != watcher).take(MOST).collect();
            let cells = grid(SMALL, others.len());
            pool.paint(|onto| {
                onto.fill(ground);
                if others.is_empty() {
                    scalers[0].fill(slate, onto, Rect::all(SMALL));
                }
                for ((other, cell), scaler) in others.iter().zip(cells).zip(scalers.iter_mut()) {
                    // Who is lost gives their place to the slate, as on air.
                    scaler.fill(picture(inputs, **other, now).unwrap_or(slate), onto, cell);
                }
            })
        };
        watched.iter().filter(|watcher| featured.contains(*watcher)).map(|watcher| (*watcher, draw(*watcher))).collect()
    }
}

/// Places for so many pictures, as large as they can be: 1, 2 side by side, 4, 6, 9. The last row stands in the middle.
fn grid(size: Size, count: usize) -> Vec<Rect> {
    let count = count.min(MOST) as u32;
    if count == 0 {
        return Vec::new();
    }
    let columns = (1..=3).find(|columns| columns * columns >= count).unwrap_or(3);
    let rows = count.div_ceil(columns);
    // Colours stand for two pixels each way.
    let even = |length: u32| length & !1;
    let (width, height) = (even(size.width / columns), even(size.height / columns));
    let top = even((size.height - rows * height) / 2);
    let place = |at: u32| {
        let (row, column) = (at / columns, at % columns);
        let in_row = columns.min(count - row * columns);
        let left = even((size.width - in_row * width) / 2);
        Rect::new(left + column * width, top + row * height, width, height)
    };
    (0..count).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_neither_overlap_nor_leave_the_picture_whoever_is_there() {
        for count in 0..=MOST + 3 {
            let cells = grid(SMALL, count);
            assert_eq!(cells.len(), count.min(MOST));
            for (at, cell) in cells.iter().enumerate() {
                assert!(
                    cell.x + cell.width <= SMALL.width && cell.y + cell.height <= SMALL.height,
                    "{count}: {cell:?}"
                );
                assert!([cell.x, cell.y, cell.width, cell.height].iter().all(|side| side % 2 == 0), "{cell:?}");
                for other in &cells[..at] {
                    let beside = other.x + other.width <= cell.x || cell.x + cell.width <= other.x;
                    let below = other.y + other.height <= cell.y || cell.y + cell.height <= other.y;
                    assert!(beside || below, "{count}: {other:?} {cell:?}");
                }
            }
        }
        assert_eq!(grid(SMALL, 1), [Rect::all(SMALL)]);
    }
}
