//! Arrangements without sources, to be filled: the ones that come with the program, and the crew's own.

use super::{Area, Boxes, Crop, InvalidBoxes, Placed};
use crate::{
    id::{SummitId, TemplateId},
    source::SourceId,
    time::Timestamp,
};

/// A place for a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = ScenePlace))]
pub struct Place {
    /// Where it stands.
    pub at: Area,
    /// What is not shown of its source.
    #[serde(default)]
    pub crop: Crop,
}

/// An arrangement of the crew's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// The summit it belongs to.
    pub summit: SummitId,
    /// As the crew calls it.
    pub name: String,
    /// The places, from the back to the front.
    pub places: Vec<Place>,
    /// When it was made.
    pub created: Timestamp,
}

/// Whether the places make an arrangement.
///
/// # Errors
/// What is wrong with which of them.
pub fn check(places: &[Place]) -> Result<(), InvalidBoxes> {
    fill(places, [SourceId::Wall; Boxes::MOST]).map(|_| ())
}

/// The boxes of an arrangement with these sources, as far as there are both.
///
/// # Errors
/// When a place is impossible, or there is none.
pub fn fill(places: &[Place], sources: impl IntoIterator<Item = SourceId>) -> Result<Boxes, InvalidBoxes> {
    if places.len() > Boxes::MOST {
        return Err(InvalidBoxes::Count(places.len()));
    }
    let boxes: Vec<Placed> =
        places.iter().zip(sources).map(|(place, source)| Placed { source, at: place.at, crop: place.crop }).collect();
    Boxes::new(&boxes)
}

/// The arrangements that come with the program, by a name that screens translate.
pub fn shipped() -> [(&'static str, Vec<Place>); 5] {
    [
        ("host_guest", host_and_guest()),
        ("grid_3", grid(3)),
        ("grid_4", grid(4)),
        ("grid_6", grid(6)),
        ("grid_9", grid(9)),
    ]
}

/// The guest is large, the host who asks is smaller beside.
fn host_and_guest() -> Vec<Place> {
    vec![place(3_500, 1_000, 6_300, 8_000), place(200, 2_800, 3_100, 4_400)]
}

/// Places of one size in rows, the last row centred; none beyond [`Boxes::MOST`].
pub fn grid(count: usize) -> Vec<Place> {
    /// Between two boxes, of the picture's height; as much of its width looks the same at 16:9.
    const GAP: u16 = 100;
    let count = count.min(Boxes::MOST) as u16;
    let columns = (1..=count).find(|columns| columns * columns >= count).unwrap_or(1);
    let rows = count.div_ceil(columns.max(1));
    // The picture's own shape: as much of its width as of its height.
    let width = (10_000 - GAP * (columns + 1)) / columns.max(1);
    let height = width;
    let top = (10_000 - rows * height - rows.saturating_sub(1) * GAP) / 2;
    (0..count)
        .map(|at| {
            let (row, column) = (at / columns, at % columns);
            let in_row = columns.min(count - row * columns);
            let left = (10_000 - in_row * width - (in_row - 1) * GAP) / 2;
            place(left + column * (width + GAP), top + row * (height + GAP), width, height)
        })
        .collect()
}

fn place(x: u16, y: u16, width: u16, height: u16) -> Place {
    Place { at: Area { x, y, width, height }, crop: Crop::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_with_the_program_is_possible_and_nobody_stands_on_another() {
        for (name, places) in shipped() {
            check(&places).unwrap();
            for (at, one) in places.iter().enumerate() {
                for other in &places[at + 1..] {
                    let apart = one.at.x + one.at.width <= other.at.x
                        || other.at.x + other.at.width <= one.at.x
                        || one.at.y + one.at.height <= other.at.y
                        || other.at.y + other.at.height <= one.at.y;
                    assert!(apart, "{name}: {one:?} {other:?}");
                }
            }
        }
        assert!(grid(0).is_empty());
        assert!((1..=9).all(|count| check(&grid(count)).is_ok() && grid(count).len() == count));
        assert_eq!(shipped().map(|(_, places)| places.len()), [2, 3, 4, 6, 9]);
    }
}
