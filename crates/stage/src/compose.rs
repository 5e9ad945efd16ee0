//! Scenes become pictures.

use std::sync::Arc;

use plenary_model::{
    format::Format,
    scene::{Boxes, Crop, Scene},
    source::SourceId,
};
use plenary_picture::{Picture, Rect, Size, Yuv, canvas, scale::Scaler};

/// Size of the programme.
pub(crate) const fn programme(format: Format) -> Size {
    Size::new(format.width(), format.height())
}

/// Size of the preview and of the small rendition.
pub(crate) const SMALL: Size = Size::new(640, 360);
/// Pictures that are kept to be painted again: what the encoders' queues and the mixer hold at a time.
const POOL: usize = 24;
/// The inset's width, of the picture's, and its distance from the lower right corner, which keeps it
/// inside what every screen shows.
const INSET: (u32, u32) = (4, 14);

/// Where the inset of a scene stands in a picture of a size.
pub(crate) fn inset(size: Size) -> Rect {
    let (width, height) = (size.width / INSET.0, size.height / INSET.0);
    let margin = size.height / INSET.1;
    Rect::new(size.width - width - margin, size.height - height - margin, width, height)
}

/// Pictures of one size, painted anew when nobody looks at them any more.
#[derive(Debug)]
pub(crate) struct Pool {
    size: Size,
    pictures: Vec<Arc<Picture>>,
}

impl Pool {
    pub(crate) fn new(size: Size) -> Self {
        Self { size, pictures: Vec::with_capacity(POOL) }
    }

    pub(crate) fn paint(&mut self, paint: impl FnOnce(&mut Picture)) -> Arc<Picture> {
        let free = self.pictures.iter_mut().position(|picture| Arc::get_mut(picture).is_some());
        let mut picture = match free {
            Some(at) => self.pictures.swap_remove(at),
            None => Arc::new(Picture::new(self.size)),
        };
        if let Some(picture) = Arc::get_mut(&mut picture) {
            paint(picture);
        }
        if self.pictures.len() < POOL {
            self.pictures.push(picture.clone());
        }
        picture
    }
}

/// Draws scenes, one layer of the programme or the preview; what one scene needs is kept for the next.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    scalers: [Scaler; Boxes::MOST],
}

impl Layer {
    /// The picture of a scene. A source that has none gives its place to the slate.
    pub(crate) fn draw<'a>(
        &mut self,
        pool: &mut Pool,
        scene: Scene,
        slate: &'a Arc<Picture>,
        ground: Yuv,
        picture: impl Fn(SourceId) -> Option<&'a Arc<Picture>>,
    ) -> Arc<Picture> {
        let of = |source| picture(source).unwrap_or(slate);
        let [first, second, ..] = &mut self.scalers;
        let all = Rect::all(pool.size);
        match scene {
            Scene::Slate => fit(pool, first, slate, ground),
            Scene::Full { source } => fit(pool, first, of(source), ground),
            Scene::Two { left, right } => {
                let half = all.width / 2;
                pool.paint(|onto| {
                    first.fill(of(left), onto, Rect { width: half, ..all });
                    second.fill(of(right), onto, Rect { x: half, width: half, ..all });
                })
            }
            Scene::Boxes { boxes } => pool.paint(|onto| {
                onto.fill(ground);
                let size = onto.size();
                for (placed, scaler) in boxes.iter().zip(&mut self.scalers) {
                    let found = picture(placed.source);
                    let shown = found.unwrap_or(slate);
                    let crop = if found.is_some() { placed.crop } else { Crop::default() };
                    let part = rect(crop.pixels(shown.size().width, shown.size().height));
                    scaler.fill_from(shown, part, onto, rect(placed.at.pixels(size.width, size.height)));
                }
            }),
            Scene::Inset { main, inset } => {
                let place = self::inset(pool.size);
                pool.paint(|onto| {
                    letterbox(onto, first, of(main), ground);
                    second.fill(of(inset), onto, place);
                    canvas::frame(onto, place, 2, Yuv::WHITE);
                })
            }
        }
    }
}

fn rect([x, y, width, height]: [u32; 4]) -> Rect {
    Rect::new(x, y, width, height)
}

/// The whole of a picture, with bars of the ground colour where its shape is another; itself when it has
/// the right size.
fn fit(pool: &mut Pool, scaler: &mut Scaler, picture: &Arc<Picture>, ground: Yuv) -> Arc<Picture> {
    match picture.size() == pool.size {
        true => picture.clone(),
        false => pool.paint(|onto| letterbox(onto, scaler, picture, ground)),
    }
}

fn letterbox(onto: &mut Picture, scaler: &mut Scaler, picture: &Picture, ground: Yuv) {
    let all = Rect::all(onto.size());
    let place = all.letterbox(picture.size());
    if place != all {
        onto.fill(ground);
    }
    scaler.draw(picture, Rect::all(picture.size()), onto, place);
}
