//! Who stands where on the wall: pure.
//!
//! A location keeps its cell while it is on the wall. One that leaves makes its cell quiet, and the next
//! one that comes fills it; where fewer places make a grid of larger cells, those who stay move up at once.

use std::collections::{HashMap, HashSet};

use plenary_model::{country::Country, id::LocationId};
use serde::{Deserialize, Serialize};

use crate::Place;

/// Cells of a full page: five columns of five, each still large enough to know a face from a hall's last
/// row. As many columns as rows of 16:9 cells make a 16:9 page.
pub const CELLS: usize = 25;
/// The mosaic of a page has at most this size.
const PAGE: Size = Size { width: 1280, height: 720 };
/// A cell has at most this size, twice that of a tile: more only costs bits.
const LARGEST: Size = Size { width: 320, height: 180 };
/// How long a page is looked at before the next, suggested to screens, in milliseconds.
const PAGE_MS: u32 = 10_000;

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

/// Columns and rows of every page, and how large a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// Cells beside each other.
    pub columns: usize,
    /// Cells below each other.
    pub rows: usize,
    /// One cell, in the 16:9 of a tile.
    pub cell: Size,
}

/// The document `layout.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Cells beside each other on a page.
    pub columns: usize,
    /// Cells below each other on a page.
    pub rows: usize,
    /// One cell of the mosaic.
    pub cell: Size,
    /// The mosaic of a page.
    pub picture: Size,
    /// How long a page should stay before the next, in milliseconds.
    pub page_ms: u32,
    /// The cells of each page in row-major order; nothing where a cell is empty or quiet for good.
    pub pages: Vec<Vec<Option<Label>>>,
}

/// Who is in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The location's name.
    pub name: String,
    /// Its country; `zz` shows none.
    pub country: Country,
}

impl Grid {
    /// The grid for so many cells: one page as full as it gets, and full pages from then on.
    ///
    /// Cells have the shape of the screen, so the largest ones that hold all are those of the smallest
    /// square grid, less the rows that would stay empty.
    pub fn of(cells: usize) -> Self {
        let cells = cells.clamp(1, CELLS);
        let columns = (1..).find(|columns| columns * columns >= cells).unwrap_or(1);
        let rows = cells.div_ceil(columns);
        let side = |page: u32, largest: u32| (page / columns as u32).min(largest);
        let cell = Size { width: side(PAGE.width, LARGEST.width), height: side(PAGE.height, LARGEST.height) };
        Self { columns, rows, cell }
    }

    /// Cells of one page.
    pub fn cells(&self) -> usize {
        self.columns * self.rows
    }

    /// The mosaic of a page.
    pub fn picture(&self) -> Size {
        Size { width: self.columns as u32 * self.cell.width, height: self.rows as u32 * self.cell.height }
    }

    /// Where a cell's upper left corner is in the mosaic, in pixels.
    pub fn corner(&self, cell: usize) -> (u32, u32) {
        let (column, row) = (cell % self.columns, cell / self.columns);
        (column as u32 * self.cell.width, row as u32 * self.cell.height)
    }
}

/// Which location stands in which cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Board {
    cells: Vec<Option<LocationId>>,
}

impl Board {
    /// The cells of all pages in order.
    pub fn cells(&self) -> &[Option<LocationId>] {
        &self.cells
    }

    /// The grid of every page.
    pub fn grid(&self) -> Grid {
        Grid::of(self.cells.len())
    }

    /// How many pages there are: at least one, so that an empty wall has a picture too.
    pub fn pages(&self) -> usize {
        self.cells.len().div_ceil(CELLS).max(1)
    }

    /// The locations of a page in row-major order.
    pub fn page(&self, page: usize) -> &[Option<LocationId>] {
        let from = (page * CELLS).min(self.cells.len());
        &self.cells[from..(from + CELLS).min(self.cells.len())]
    }

    /// Takes over the whole set of locations on the wall, in the order in which new ones are seated.
    ///
    /// One that left makes its cell quiet. Quiet cells are filled by those who come, and those at the end
    /// go. All move up when the rest fits a grid of larger cells, and when more than half of several pages
    /// are quiet.
    pub fn seat(&mut self, admitted: &[LocationId]) {
        let wanted: HashSet<_> = admitted.iter().copied().collect();
        for cell in &mut self.cells {
            *cell = cell.filter(|id| wanted.contains(id));
        }
        let mut seated: HashSet<_> = self.cells.iter().flatten().copied().collect();
        let new: Vec<_> = admitted.iter().copied().filter(|id| seated.insert(*id)).collect();
        let mut new = new.into_iter();
        for cell in self.cells.iter_mut().filter(|cell| cell.is_none()) {
            match new.next() {
                Some(id) => *cell = Some(id),
                None => break,
            }
        }
        self.cells.extend(new.map(Some));
        let taken = self.cells.iter().flatten().count();
        while let Some(None) = self.cells.last() {
            self.cells.pop();
        }
        let mostly_quiet = self.cells.len() > CELLS && taken * 2 < self.cells.len();
        if mostly_quiet || Grid::of(taken) != self.grid() {
            self.cells.retain(Option::is_some);
        }
    }

    /// The document that says who stands where.
    pub fn layout(&self, places: &HashMap<LocationId, Place>) -> Layout {
        let grid = self.grid();
        let label = |cell: Option<LocationId>| {
            let place = places.get(&cell?)?;
            Some(Label { name: place.name.clone(), country: place.country })
        };
        let page = |page: usize| {
            let seated = self.page(page).iter().copied();
            seated.chain(std::iter::repeat(None)).take(grid.cells()).map(label).collect()
        };
        Layout {
            columns: grid.columns,
            rows: grid.rows,
            cell: grid.cell,
            picture: grid.picture(),
            page_ms: PAGE_MS,
            pages: (0..self.pages()).map(page).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn id(seed: u64) -> LocationId {
        LocationId::random(&mut StdRng::seed_from_u64(seed))
    }

    fn ids(count: u64) -> Vec<LocationId> {
        (0..count).map(id).collect()
    }

    #[test]
    fn one_two_three_twelve_and_a_gross_of_places_fill_their_pages_well() {
        for (places, columns, rows, pages) in [
            (1, 1, 1, 1),
            (2, 2, 1, 1),
            (3, 2, 2, 1),
            (12, 4, 3, 1),
            (25, 5, 5, 1),
            (40, 5, 5, 2),
            (144, 5, 5, 6),
            (1_000, 5, 5, 40),
        ] {
            let mut board = Board::default();
            board.seat(&ids(places));
            let grid = board.grid();
            assert_eq!((grid.columns, grid.rows, board.pages()), (columns, rows, pages), "{places}");
            let picture = grid.picture();
            assert!(picture.width <= 1280 && picture.height <= 720);
            assert_eq!(board.layout(&HashMap::new()).pages.len(), pages);
        }
    }

    #[test]
    fn no_grid_of_whole_cells_on_a_wide_screen_has_larger_ones_or_fewer_empty_rows() {
        // The width of a cell on a screen of 16 by 9 that it shares with so many columns and rows.
        let width = |columns: usize, rows: usize| (1.0 / columns as f64).min(1.0 / rows as f64);
        for cells in 1..=CELLS {
            let grid = Grid::of(cells);
            assert!(grid.cells() >= cells && grid.cells() - cells < grid.columns, "{cells}");
            for columns in 1..=cells {
                let best = width(columns, cells.div_ceil(columns));
                assert!(width(grid.columns, grid.rows) >= best, "{cells} in {columns} columns");
            }
            assert_eq!(grid.cell.width * 9, grid.cell.height * 16, "{cells}");
        }
    }

    #[test]
    fn those_who_stay_move_up_into_larger_cells() {
        let mut board = Board::default();
        board.seat(&ids(5));
        board.seat(&[id(1), id(4)]);
        assert_eq!(board.cells(), [Some(id(1)), Some(id(4))]);
        board.seat(&[id(4)]);
        assert_eq!((board.cells(), board.grid().cells()), (&[Some(id(4))][..], 1));
        board.seat(&[]);
        assert_eq!((board.cells(), board.pages()), (&[][..], 1));
    }

    #[test]
    fn a_removed_location_leaves_a_quiet_cell_until_the_next_one_is_let_in() {
        let mut board = Board::default();
        board.seat(&ids(6));
        board.seat(&[id(0), id(2), id(3), id(4), id(5)]);
        assert_eq!(board.cells(), [Some(id(0)), None, Some(id(2)), Some(id(3)), Some(id(4)), Some(id(5))]);
        board.seat(&[id(0), id(2), id(3), id(9), id(4), id(5)]);
        assert_eq!(board.cells()[1], Some(id(9)));
    }

    #[test]
    fn the_wall_closes_up_when_most_of_it_is_quiet() {
        let mut board = Board::default();
        board.seat(&ids(200));
        board.seat(&[&ids(100)[..], &[id(199)]].concat());
        assert_eq!(board.pages(), 8, "half of it is not quiet");
        board.seat(&[id(0), id(100), id(199), id(500)]);
        assert_eq!((board.pages(), board.grid().cells()), (1, 4));
    }

    proptest! {
        #[test]
        fn everybody_admitted_has_one_cell_and_keeps_it_and_nobody_else_has_any(
            changes in prop::collection::vec(prop::collection::hash_set(0u64..60, 0..60), 1..12)
        ) {
            let mut board = Board::default();
            for change in changes {
                let before = board.clone();
                let admitted: Vec<_> = change.into_iter().map(id).collect();
                board.seat(&admitted);
                let seated: Vec<_> = board.cells().iter().flatten().copied().collect();
                prop_assert_eq!(seated.len(), admitted.len());
                prop_assert_eq!(seated.iter().collect::<HashSet<_>>(), admitted.iter().collect::<HashSet<_>>());
                let mostly_quiet = before.cells.len() > CELLS && board.cells.len() <= before.cells.len() / 2;
                let closed_up = mostly_quiet || Grid::of(admitted.len()) != before.grid();
                for (place, cell) in before.cells.iter().enumerate() {
                    if let Some(id) = cell && admitted.contains(id) && !closed_up {
                        prop_assert_eq!(board.cells[place], Some(*id));
                    }
                }
                let pages: usize = (0..board.pages()).map(|page| board.page(page).len()).sum();
                prop_assert_eq!(pages, board.cells().len());
            }
        }
    }
}
