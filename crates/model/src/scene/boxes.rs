//! Places of sources in a picture.

use crate::source::SourceId;

/// Parts of a picture's width or height that areas and crops count in: ten thousand.
const WHOLE: u16 = 10_000;

/// A rectangle in a picture of any size, in ten-thousandths of its width and height, from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Area {
    /// From the left edge.
    pub x: u16,
    /// From the upper edge.
    pub y: u16,
    /// To the right of `x`.
    pub width: u16,
    /// Below `y`.
    pub height: u16,
}

/// What is cut away of a source's picture, in ten-thousandths of its width and height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Crop {
    /// At the left edge.
    pub left: u16,
    /// At the upper edge.
    pub top: u16,
    /// At the right edge.
    pub right: u16,
    /// At the lower edge.
    pub bottom: u16,
}

/// A source at its place. It fills the place; what does not fit its shape is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = SceneBox))]
pub struct Placed {
    /// The source.
    pub source: SourceId,
    /// Where it stands.
    pub at: Area,
    /// What is not shown of it.
    #[serde(default)]
    pub crop: Crop,
}

/// One to nine sources at their places, from the back to the front.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "Vec<Placed>", try_from = "Vec<Placed>")]
pub struct Boxes([Option<Placed>; Boxes::MOST]);

/// Boxes that make no scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidBoxes {
    /// None, or too many.
    #[error("a scene has one to nine boxes, not {0}")]
    Count(usize),
    /// It reaches over an edge, or is too small to be seen.
    #[error(
        "box {0} is not in the picture, or smaller than a twentieth of it: choose x, y, width and height within 0 to 10000"
    )]
    Area(usize),
    /// Nothing of the source is left.
    #[error("the crop of box {0} leaves less than a tenth of the source: cut away less")]
    Crop(usize),
}

impl Area {
    /// A twentieth of the picture: less shows nobody.
    const SMALLEST: u16 = WHOLE / 20;

    /// Whether it lies in the picture and can be seen.
    pub fn is_possible(self) -> bool {
        let inside = |from: u16, length: u16| length >= Self::SMALLEST && from <= WHOLE && length <= WHOLE - from;
        inside(self.x, self.width) && inside(self.y, self.height)
    }

    /// The area in a picture of `width` x `height` pixels: x, y, width, height.
    pub fn pixels(self, width: u32, height: u32) -> [u32; 4] {
        let [x, right] = [self.x, self.x + self.width].map(|at| scaled(at, width));
        let [y, bottom] = [self.y, self.y + self.height].map(|at| scaled(at, height));
        [x, y, right - x, bottom - y]
    }
}

impl Crop {
    /// A tenth of the source has to be left.
    pub fn is_possible(self) -> bool {
        let left = |one: u16, other: u16| one <= WHOLE && other <= WHOLE && one + other <= WHOLE - WHOLE / 10;
        left(self.left, self.right) && left(self.top, self.bottom)
    }

    /// What is left of a picture of `width` x `height` pixels: x, y, width, height.
    pub fn pixels(self, width: u32, height: u32) -> [u32; 4] {
        let (x, y) = (scaled(self.left, width), scaled(self.top, height));
        [x, y, width - scaled(self.right, width) - x, height - scaled(self.bottom, height) - y]
    }
}

fn scaled(at: u16, length: u32) -> u32 {
    (u64::from(at) * u64::from(length) / u64::from(WHOLE)) as u32
}

impl Boxes {
    /// The most that a scene has.
    pub const MOST: usize = 9;
    /// From so many on, one that is lost does not take the others with it.
    pub const A_CROWD: usize = 3;

    /// The boxes, from the back to the front.
    ///
    /// # Errors
    /// [`InvalidBoxes`] with the number of the box, counted from 1.
    pub fn new(boxes: &[Placed]) -> Result<Self, InvalidBoxes> {
        if boxes.is_empty() || boxes.len() > Self::MOST {
            return Err(InvalidBoxes::Count(boxes.len()));
        }
        let mut all = [None; Self::MOST];
        for (at, (place, placed)) in all.iter_mut().zip(boxes).enumerate() {
            if !placed.at.is_possible() {
                return Err(InvalidBoxes::Area(at + 1));
            }
            if !placed.crop.is_possible() {
                return Err(InvalidBoxes::Crop(at + 1));
            }
            *place = Some(*placed);
        }
        Ok(Self(all))
    }

    /// Each of them, from the back to the front.
    pub fn iter(&self) -> impl Iterator<Item = Placed> + use<> {
        self.0.into_iter().flatten()
    }

    /// The same boxes with `new` wherever `old` stands.
    pub(crate) fn exchange(self, old: SourceId, new: SourceId) -> Self {
        let put = |placed: Placed| Placed { source: if placed.source == old { new } else { placed.source }, ..placed };
        Self(self.0.map(|placed| placed.map(put)))
    }

    /// The boxes of those sources that `keep` says yes to; nothing when none is left.
    pub fn retain(&self, keep: impl Fn(SourceId) -> bool) -> Option<Self> {
        let left: Vec<Placed> = self.iter().filter(|placed| keep(placed.source)).collect();
        Self::new(&left).ok()
    }
}

impl TryFrom<Vec<Placed>> for Boxes {
    type Error = InvalidBoxes;

    fn try_from(boxes: Vec<Placed>) -> Result<Self, InvalidBoxes> {
        Self::new(&boxes)
    }
}

impl From<Boxes> for Vec<Placed> {
    fn from(boxes: Boxes) -> Self {
        boxes.iter().collect()
    }
}

/// A list; the derive would describe the array behind it.
#[cfg(feature = "schema")]
impl utoipa::PartialSchema for Boxes {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ArrayBuilder::new()
            .items(utoipa::openapi::Ref::from_schema_name("SceneBox"))
            .min_items(Some(1))
            .max_items(Some(Self::MOST))
            .description(Some("Sources at their places, from the back to the front."))
            .into()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for Boxes {
    fn schemas(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)>) {
        schemas.push(("SceneBox".into(), <Placed as utoipa::PartialSchema>::schema()));
        <Placed as utoipa::ToSchema>::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(x: u16, width: u16) -> serde_json::Value {
        serde_json::json!({ "source": "wall/all", "at": { "x": x, "y": 0, "width": width, "height": 10_000 } })
    }

    #[test]
    fn a_box_must_be_in_the_picture_and_show_something() {
        let read = |boxes: Vec<serde_json::Value>| serde_json::from_value::<Boxes>(boxes.into());
        assert_eq!(read(vec![placed(0, 5_000), placed(5_000, 5_000)]).unwrap().iter().count(), 2);
        for wrong in [vec![], vec![placed(0, 499)], vec![placed(5_001, 5_000)], vec![placed(65_535, 65_535)]] {
            assert!(read(wrong.clone()).is_err(), "{wrong:?}");
        }
        assert!(read(vec![placed(0, 1_000); 10]).unwrap_err().to_string().contains("one to nine"));
        let mut cropped = placed(0, 5_000);
        cropped["crop"] = serde_json::json!({ "left": 5_000, "right": 4_001 });
        assert!(read(vec![placed(0, 5_000), cropped]).unwrap_err().to_string().contains("box 2"));
    }

    #[test]
    fn areas_that_touch_have_no_gap_in_pixels() {
        let area = |x, width| Area { x, y: 0, width, height: 3_333 };
        let [left, middle, right] =
            [area(0, 3_333), area(3_333, 3_334), area(6_667, 3_333)].map(|a| a.pixels(1280, 720));
        assert_eq!((left[0] + left[2], middle[0] + middle[2], right[0] + right[2]), (middle[0], right[0], 1280));
        assert_eq!(Crop { left: 2_500, right: 2_500, ..Crop::default() }.pixels(640, 360), [160, 0, 320, 360]);
    }
}
