//! Watches the wall and counts who is shown on it.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
    sync::Arc,
};

use moq_net::{broadcast, origin};
use plenary_picture::{Picture, Rect, Size, Yuv, stamp};
use serde::{Deserialize, Serialize};
use tokio::{sync::watch, task::JoinSet};
use url::Url;

use crate::{
    participant, portrait, session,
    watching::{Seen, Watching},
};

/// The wall's `layout.json`, as much of it as counting needs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Layout {
    /// Cells beside each other on a page.
    pub columns: u32,
    /// Size of a cell.
    pub cell: Cell,
    /// The cells of each page in row-major order.
    pub pages: Vec<Vec<Option<Label>>>,
}

/// Size of a cell in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Cell {
    /// Across.
    pub width: u32,
    /// Down.
    pub height: u32,
}

/// Who is in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Label {
    /// The location's name.
    pub name: String,
}

/// What the wall showed so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Locations that the layout names.
    pub named: usize,
    /// Pages.
    pub pages: usize,
    /// Cells of the last mosaic of each page that show a picture and no plain colour.
    pub shown: usize,
    /// Participants whose stamp was read on any mosaic.
    pub numbers: BTreeSet<u32>,
    /// Mosaics that arrived.
    pub mosaics: u64,
    /// Mosaics or layouts that could not be read.
    pub unreadable: u64,
    #[serde(skip)]
    cells: BTreeMap<usize, usize>,
}

/// Watches the wall until it is dropped.
pub struct Watcher(Watching<Report>);

impl Watcher {
    /// Opens a session with `url` and watches all pages of the broadcast `wall`.
    pub fn watch(url: Url, wall: String) -> Result<Self, moq_tokio::Error> {
        let wall: Arc<str> = wall.into();
        let look = move |origin, seen| pages(origin, wall.clone(), seen);
        Ok(Self(Watching::start(session::client()?, url, |_: &mut Report| (), look)))
    }

    /// What the wall showed so far.
    pub fn report(&self) -> Report {
        self.0.report()
    }

    /// Waits until the wall is as `wanted`. Never returns when it never is.
    pub async fn until(&self, wanted: impl FnMut(&Report) -> bool) {
        self.0.until(wanted).await;
    }
}

async fn pages(origin: origin::Producer, wall: Arc<str>, seen: Arc<Seen<Report>>) -> Result<(), participant::Error> {
    let broadcast = origin.consume().routed_broadcast(&*wall).await?;
    let track = broadcast.track("layout.json")?.subscribe(None).await?;
    let mut layouts = moq_json::snapshot::Consumer::<Layout>::new(track, Default::default());
    let (latest, _) =
        watch::channel(Arc::new(Layout { columns: 1, cell: Cell { width: 1, height: 1 }, pages: vec![] }));
    let mut readers = JoinSet::new();
    loop {
        let layout = match layouts.next().await {
            Ok(Some(layout)) => Arc::new(layout),
            Ok(None) => return Ok(()),
            Err(_) => {
                seen.note(|report| report.unreadable += 1);
                return Ok(());
            }
        };
        let count = layout.pages.len().min(MOST_PAGES);
        for page in readers.len()..count {
            readers.spawn(mosaics(broadcast.clone(), page, latest.subscribe(), seen.clone()));
        }
        seen.note(|report| {
            report.pages = count;
            report.named = layout.pages.iter().flatten().flatten().count();
            report.cells.retain(|page, _| *page < count);
            report.shown = report.cells.values().sum();
        });
        latest.send_replace(layout);
    }
}

async fn mosaics(
    broadcast: broadcast::Consumer,
    page: usize,
    layout: watch::Receiver<Arc<Layout>>,
    seen: Arc<Seen<Report>>,
) -> Result<(), moq_net::Error> {
    let mut track = broadcast.track(&format!("page/{page}"))?.subscribe(None).await?;
    while let Some(mut group) = track.recv_group().await? {
        // A group that is too old ends with an error: the next one is newer.
        let Ok(Some(frame)) = group.read_frame().await else { continue };
        let layout = layout.borrow().clone();
        let counted = tokio::task::spawn_blocking(move || count(&frame.payload, &layout, page)).await;
        seen.note(|report| match counted {
            Ok(Ok((shown, numbers))) => {
                report.mosaics += 1;
                report.cells.insert(page, shown);
                report.shown = report.cells.values().sum();
                report.numbers.extend(numbers);
            }
            _ => report.unreadable += 1,
        });
    }
    Ok(())
}

/// The cells of a mosaic that show something, and the numbers that are read on them.
fn count(jpeg: &[u8], layout: &Layout, page: usize) -> Result<(usize, Vec<u32>), image::ImageError> {
    let mosaic = picture(jpeg)?;
    let cells = layout.pages.get(page).map_or(0, Vec::len);
    let (mut shown, mut numbers) = (0, Vec::new());
    for cell in 0..u32::try_from(cells).unwrap_or_default() {
        let (column, row) = (cell % layout.columns.max(1), cell / layout.columns.max(1));
        let x = column.saturating_mul(layout.cell.width);
        let y = row.saturating_mul(layout.cell.height);
        let fits = x.checked_add(layout.cell.width).is_some_and(|right| right <= mosaic.size().width)
            && y.checked_add(layout.cell.height).is_some_and(|bottom| bottom <= mosaic.size().height);
        if !fits || layout.cell.width < 16 || layout.cell.height < 9 {
            continue;
        }
        let area = Rect::new(x, y, layout.cell.width, layout.cell.height);
        if lively(&mosaic, area) {
            shown += 1;
        }
        numbers.extend(stamp::read_part(&mosaic, portrait::TILE, Rect::all(portrait::TILE), area));
    }
    Ok((shown, numbers))
}

/// A portrait has light and dark parts; a quiet cell is one colour, whatever JPEG makes of it.
fn lively(picture: &Picture, area: Rect) -> bool {
    let levels = (1..16)
        .flat_map(|across| (1..16).map(move |down| (across, down)))
        .map(|(across, down)| picture.pixel(area.x + area.width * across / 16, area.y + area.height * down / 16).y);
    let (low, high) = levels.fold((u8::MAX, u8::MIN), |(low, high), level| (low.min(level), high.max(level)));
    high.saturating_sub(low) > LIVELY
}

/// Reads a JPEG of at most 4096x4096 pixels. An odd last row or column is left out.
pub fn picture(jpeg: &[u8]) -> Result<Picture, image::ImageError> {
    let mut reader = image::ImageReader::with_format(Cursor::new(jpeg), image::ImageFormat::Jpeg);
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(4096);
    limits.max_image_height = Some(4096);
    reader.limits(limits);
    let rgb = reader.decode()?.into_rgb8();
    let size = Size::new(rgb.width() & !1, rgb.height() & !1);
    let mut picture = Picture::new(size);
    let yuv = |x: u32, y: u32| {
        let [red, green, blue] = rgb.get_pixel(x, y).0;
        Yuv::from_rgb(u32::from_be_bytes([0, red, green, blue]))
    };
    let [luma, u, v] = picture.planes_mut();
    for y in 0..size.height {
        for x in 0..size.width {
            let colour = yuv(x, y);
            luma.data[y as usize * size.width as usize + x as usize] = colour.y;
            if x % 2 == 0 && y % 2 == 0 {
                let at = (y / 2) as usize * (size.width / 2) as usize + (x / 2) as usize;
                u.data[at] = colour.u;
                v.data[at] = colour.v;
            }
        }
    }
    Ok(picture)
}

/// 1,250 pages hold 30,000 locations; nobody looks at more than these.
const MOST_PAGES: usize = 64;
/// Steps of luma between the lightest and the darkest point of a cell that is not quiet.
const LIVELY: u8 = 48;
