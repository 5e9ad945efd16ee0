//! The wall as a source: its pages, one after the other, as the mosaics come.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use image::{ImageDecoder, codecs::jpeg::JpegDecoder};
use moq_json::snapshot;
use moq_net::{broadcast, origin};
use plenary_model::name::BroadcastName;
use plenary_picture::{Picture, Size, Yuv};
use plenary_wall::{LAYOUT_TRACK, page::Layout, page_track};

use crate::director::Presence;

/// Between two attempts to find the wall, which comes back by itself.
const RETRY: Duration = Duration::from_millis(500);
/// A page whose mosaic has not come by then is passed over.
const PATIENCE: Duration = Duration::from_secs(5);
/// More than a mosaic of 1080p ever needs.
const LARGEST: usize = 4 << 20;
/// The largest mosaic that is decoded.
const LARGEST_SIZE: Size = Size::new(3840, 2160);

/// The mosaic that is shown now.
#[derive(Default)]
pub(crate) struct Shown(Mutex<Option<Arc<Picture>>>);

impl Shown {
    /// Shows a mosaic from the next frame on.
    pub(crate) fn put(&self, picture: Arc<Picture>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(picture);
    }
}

/// The wall, for as long as somebody wants it.
pub(crate) struct Wall {
    shown: Arc<Shown>,
    picture: Option<Arc<Picture>>,
    _following: Box<dyn Send>,
}

impl Wall {
    pub(crate) fn new(shown: Arc<Shown>, following: Box<dyn Send>) -> Self {
        Self { shown, picture: None, _following: following }
    }

    /// Takes what has come.
    pub(crate) fn advance(&mut self) {
        self.picture = self.shown.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    }

    pub(crate) fn picture(&self) -> Option<&Arc<Picture>> {
        self.picture.as_ref()
    }

    /// A mosaic stands until the next one comes: the wall is never lost.
    pub(crate) fn presence(&self) -> Presence {
        match self.picture {
            Some(_) => Presence::Present,
            None => Presence::Awaited,
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Net(#[from] moq_net::Error),
    #[error("its layout cannot be read: {0}")]
    Layout(#[from] moq_json::Error),
    #[error("a page cannot be decoded: {0}")]
    Page(#[from] image::ImageError),
    #[error("a page is too large")]
    Large,
}

/// Never ends: a wall that goes comes back.
pub(crate) async fn follow(origin: origin::Consumer, name: BroadcastName, shown: Arc<Shown>) {
    let path = name.to_string();
    loop {
        match origin.routed_broadcast(&path).await {
            Ok(broadcast) => {
                if let Err(error) = turn(&broadcast, &shown).await {
                    metrics::counter!("plenary_stage_source_errors_total").increment(1);
                    tracing::debug!(%error, "the wall broke off");
                }
            }
            Err(moq_net::Error::Closed) => return,
            Err(error) => tracing::debug!(%error, "the wall is not to be had"),
        }
        tokio::time::sleep(RETRY).await;
    }
}

/// Shows one page after the other, each for as long as the layout says.
async fn turn(broadcast: &broadcast::Consumer, shown: &Shown) -> Result<(), Error> {
    let mut layouts =
        snapshot::Consumer::<Layout>::new(broadcast.track(LAYOUT_TRACK)?.subscribe(None).await?, Default::default());
    let Some(mut layout) = layouts.next().await? else { return Ok(()) };
    let mut page = 0;
    loop {
        page = if page < layout.pages.len() { page } else { 0 };
        let stays = tokio::time::sleep(Duration::from_millis(layout.page_ms.max(1_000).into()));
        tokio::pin!(stays);
        let showing = watch(broadcast, page, shown);
        tokio::pin!(showing);
        loop {
            tokio::select! {
                () = &mut stays => break,
                broken = &mut showing => return broken,
                next = layouts.next() => match next? {
                    Some(next) => layout = next,
                    None => return Ok(()),
                },
            }
        }
        page += 1;
    }
}

/// Shows the mosaics of a page as they come.
async fn watch(broadcast: &broadcast::Consumer, page: usize, shown: &Shown) -> Result<(), Error> {
    let mut mosaics = broadcast.track(&page_track(page))?.subscribe(None).await?;
    loop {
        let Ok(group) = tokio::time::timeout(PATIENCE, mosaics.recv_group()).await else { continue };
        let Some(mut group) = group? else { return Ok(()) };
        // A group that grew too old ends with an error: the next one is newer.
        let Ok(Some(frame)) = group.read_frame().await else { continue };
        let picture = tokio::task::spawn_blocking(move || decode(&frame.payload)).await;
        match picture {
            Ok(picture) => shown.put(Arc::new(picture?)),
            Err(_) => return Ok(()),
        }
    }
}

/// A JPEG as a picture, its last odd row and column left out.
fn decode(jpeg: &[u8]) -> Result<Picture, Error> {
    if jpeg.len() > LARGEST {
        return Err(Error::Large);
    }
    let decoder = JpegDecoder::new(std::io::Cursor::new(jpeg))?;
    let (width, height) = decoder.dimensions();
    if width < 2 || height < 2 || !Size::new(width, height).fits(LARGEST_SIZE) {
        return Err(Error::Large);
    }
    let rgb = image::DynamicImage::from_decoder(decoder)?.into_rgb8();
    let mut picture = Picture::new(Size::new(width & !1, height & !1));
    let colour = |x: u32, y: u32| rgb.get_pixel(x, y).0.map(u32::from);
    let [luma, u, v] = picture.planes_mut();
    for (y, row) in luma.data.chunks_mut(luma.width).enumerate() {
        for (x, out) in row.iter_mut().enumerate() {
            let [red, green, blue] = colour(x as u32, y as u32);
            *out = Yuv::from_rgb(red << 16 | green << 8 | blue).y;
        }
    }
    for (y, (us, vs)) in u.data.chunks_mut(u.width).zip(v.data.chunks_mut(v.width)).enumerate() {
        for (x, (u, v)) in us.iter_mut().zip(vs).enumerate() {
            let (x, y) = (2 * x as u32, 2 * y as u32);
            let four = [colour(x, y), colour(x + 1, y), colour(x, y + 1), colour(x + 1, y + 1)];
            let mean = |at: usize| four.iter().map(|pixel| pixel[at]).sum::<u32>() / 4;
            let yuv = Yuv::from_rgb(mean(0) << 16 | mean(1) << 8 | mean(2));
            (*u, *v) = (yuv.u, yuv.v);
        }
    }
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mosaic_keeps_its_colours() {
        let mut jpeg = Vec::new();
        let red = image::RgbImage::from_pixel(63, 41, image::Rgb([200, 30, 40]));
        red.write_with_encoder(image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 95)).unwrap();
        let picture = decode(&jpeg).unwrap();
        assert_eq!(picture.size(), Size::new(62, 40));
        let (seen, expected) = (picture.pixel(30, 20), Yuv::from_rgb(0x00c8_1e28));
        let near = |one: u8, other: u8| one.abs_diff(other) <= 3;
        assert!(near(seen.y, expected.y) && near(seen.u, expected.u) && near(seen.v, expected.v), "{seen:?}");
    }

    #[test]
    fn what_is_no_mosaic_is_refused() {
        assert!(decode(b"no jpeg").is_err());
        assert!(matches!(decode(&vec![0; LARGEST + 1]), Err(Error::Large)));
    }
}
