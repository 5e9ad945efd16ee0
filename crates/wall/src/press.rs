//! The thread that turns tiles into cells and cells into mosaics.
//!
//! It owns every decoded cell, so that nothing is locked while a picture is decoded or encoded. Orders
//! and tiles come through one queue: a tile that was sent before its place was removed is decoded
//! before and thrown away with it, one that comes later belongs to nobody and is ignored.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use bytes::Bytes;
use image::{ExtendedColorType, Rgb, RgbImage, codecs::jpeg::JpegEncoder, imageops};
use plenary_model::{id::LocationId, summit::Colours};
use tokio::sync::{mpsc, oneshot};

use crate::{
    page::{Board, CELLS, Grid, Size},
    tile,
};

/// Tiles and orders that wait. At 4 s a tile this is half a second of 8,000 locations.
const QUEUE: usize = 1_024;
/// Room that tiles leave to orders, so that a flood of tiles delays no removal by more than the queue.
const RESERVED: usize = 64;
/// Good enough to read a sign in a tile, about 60 KB for a full page.
const QUALITY: u8 = 80;

/// What the thread does next.
pub(crate) enum Job {
    /// A tile came.
    Tile(LocationId, Bytes),
    /// A location sends no more.
    Quiet(LocationId),
    /// Others stand elsewhere.
    Board(Board),
    /// Quiet tiles look different.
    Colours(Colours),
    /// Somebody watches a page. No answer when it has not changed and was not asked for `anew`.
    Print { page: usize, anew: bool, reply: oneshot::Sender<Option<Bytes>> },
}

/// The way to the thread. It ends when the last one is dropped.
#[derive(Clone)]
pub(crate) struct Press {
    jobs: mpsc::Sender<Job>,
    counts: Arc<Counts>,
}

/// What the wall counts, since the start.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) refused: AtomicU64,
    pub(crate) dropped: AtomicU64,
}

impl Press {
    pub(crate) fn start(colours: Colours) -> std::io::Result<Self> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let counts = Arc::new(Counts::default());
        let floor = Floor {
            board: Board::default(),
            seats: HashMap::new(),
            cells: HashMap::new(),
            printed: HashSet::new(),
            ground: rgb(colours),
            counts: counts.clone(),
        };
        thread::Builder::new().name("wall".into()).spawn(move || floor.run(queue))?;
        Ok(Self { jobs, counts })
    }

    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Hands a tile in. It is dropped and counted when the thread is behind: the next one is newer.
    pub(crate) fn tile(&self, place: LocationId, bytes: Bytes) {
        if self.jobs.capacity() < RESERVED || self.jobs.try_send(Job::Tile(place, bytes)).is_err() {
            self.dropped(1);
        }
    }

    /// Counts tiles that nobody looked at.
    pub(crate) fn dropped(&self, tiles: u64) {
        self.counts.dropped.fetch_add(tiles, Ordering::Relaxed);
        metrics::counter!("plenary_wall_tiles_dropped_total").increment(tiles);
    }

    /// Counts a tile that is none.
    pub(crate) fn refused(&self, refusal: tile::Refusal) {
        self.counts.refuse(refusal);
    }

    /// Gives an order, which is never dropped. Nothing happens once the thread has ended.
    pub(crate) async fn order(&self, job: Job) {
        let _ = self.jobs.send(job).await;
    }

    /// The mosaic of a page as a JPEG; nothing when it has not changed, unless asked for `anew`.
    pub(crate) async fn print(&self, page: usize, anew: bool) -> Option<Bytes> {
        let (reply, printed) = oneshot::channel();
        self.order(Job::Print { page, anew, reply }).await;
        printed.await.ok().flatten()
    }
}

impl Counts {
    fn refuse(&self, refusal: tile::Refusal) {
        self.refused.fetch_add(1, Ordering::Relaxed);
        metrics::counter!("plenary_wall_tiles_refused_total", "cause" => refusal.cause()).increment(1);
    }
}

struct Floor {
    board: Board,
    seats: HashMap<LocationId, usize>,
    cells: HashMap<LocationId, RgbImage>,
    /// Pages that have not changed since they were printed.
    printed: HashSet<usize>,
    ground: Rgb<u8>,
    counts: Arc<Counts>,
}

impl Floor {
    fn run(mut self, mut queue: mpsc::Receiver<Job>) {
        while let Some(job) = queue.blocking_recv() {
            match job {
                Job::Tile(place, bytes) => self.tile(place, &bytes),
                Job::Quiet(place) => {
                    if self.cells.remove(&place).is_some() {
                        self.touch(place);
                    }
                }
                Job::Board(board) => self.arrange(board),
                Job::Colours(colours) => {
                    self.ground = rgb(colours);
                    self.printed.clear();
                }
                Job::Print { page, anew, reply } => {
                    let mosaic = match self.printed.insert(page) || anew {
                        true => self.print(page),
                        false => None,
                    };
                    // Whoever asked may have left meanwhile.
                    let _ = reply.send(mosaic);
                }
            }
        }
    }

    fn tile(&mut self, place: LocationId, bytes: &[u8]) {
        if !self.seats.contains_key(&place) {
            return;
        }
        match tile::decode(bytes, self.board.grid().cell) {
            Ok(cell) => {
                self.cells.insert(place, cell);
                self.touch(place);
            }
            Err(refusal) => self.counts.refuse(refusal),
        }
    }

    fn arrange(&mut self, board: Board) {
        let cells = board.cells().iter().enumerate();
        self.seats = cells.filter_map(|(seat, place)| Some(((*place)?, seat))).collect();
        self.cells.retain(|place, _| self.seats.contains_key(place));
        let Size { width, height } = board.grid().cell;
        if board.grid().cell != self.board.grid().cell {
            for cell in self.cells.values_mut() {
                *cell = imageops::resize(cell, width, height, imageops::FilterType::Triangle);
            }
        }
        self.board = board;
        self.printed.clear();
    }

    fn touch(&mut self, place: LocationId) {
        if let Some(seat) = self.seats.get(&place) {
            self.printed.remove(&(seat / CELLS));
        }
    }

    fn print(&self, page: usize) -> Option<Bytes> {
        let grid: Grid = self.board.grid();
        let Size { width, height } = grid.picture();
        let mut mosaic = RgbImage::from_pixel(width, height, self.ground);
        for (seat, place) in self.board.page(page).iter().enumerate() {
            if let Some(cell) = place.and_then(|place| self.cells.get(&place)) {
                let (x, y) = grid.corner(seat);
                imageops::replace(&mut mosaic, cell, x.into(), y.into());
            }
        }
        let mut bytes = Vec::with_capacity(128 * 1024);
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        match encoder.encode(&mosaic, width, height, ExtendedColorType::Rgb8) {
            Ok(()) => Some(bytes.into()),
            Err(error) => {
                tracing::error!(%error, page, "a page of the wall could not be encoded");
                None
            }
        }
    }
}

fn rgb(colours: Colours) -> Rgb<u8> {
    let [_, red, green, blue] = colours.ground.to_be_bytes();
    Rgb([red, green, blue])
}
