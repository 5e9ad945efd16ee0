//! Rectangles in a picture, on the even grid of its colour planes.

use crate::Size;

/// A rectangle in a picture, in pixels from its upper left corner. Drawing rounds it to even numbers and
/// cuts it at the picture's edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Rect {
    /// From the left edge.
    pub x: u32,
    /// From the upper edge.
    pub y: u32,
    /// To the right of `x`.
    pub width: u32,
    /// Below `y`.
    pub height: u32,
}

impl Rect {
    /// A rectangle at a place.
    pub const fn new(x: u32, y: u32, width: u32, height: u32) -> Self {
        Self { x, y, width, height }
    }

    /// The whole of a picture.
    pub const fn all(size: Size) -> Self {
        Self { x: 0, y: 0, width: size.width, height: size.height }
    }

    /// Its width and height.
    pub const fn size(self) -> Size {
        Size { width: self.width, height: self.height }
    }

    /// Rounded down to even numbers and cut at the edges of a picture; empty when it lies outside.
    pub fn within(self, size: Size) -> Self {
        let (x, y) = (self.x & !1, self.y & !1);
        Self {
            x: x.min(size.width),
            y: y.min(size.height),
            width: self.width.min(size.width.saturating_sub(x)) & !1,
            height: self.height.min(size.height.saturating_sub(y)) & !1,
        }
    }

    /// The largest rectangle of the shape `shape` inside this one, centred: bars stay around it.
    pub fn letterbox(self, shape: Size) -> Self {
        let (width, height) = fit(self.size(), shape);
        Self {
            x: self.x + (((self.width - width) / 2) & !1),
            y: self.y + (((self.height - height) / 2) & !1),
            width,
            height,
        }
    }

    /// The largest part of a picture of size `source` that has the shape of this rectangle, centred: drawn
    /// into it, it fills it without bars.
    pub fn crop_to_fill(self, source: Size) -> Self {
        Rect::all(source).letterbox(self.size())
    }

    /// This rectangle without a border of `by` pixels on each side.
    pub fn inset(self, by: u32) -> Self {
        let (x, y) = (by.min(self.width / 2), by.min(self.height / 2));
        Self { x: self.x + x, y: self.y + y, width: self.width - 2 * x, height: self.height - 2 * y }
    }

    /// Whether the two have a pixel in common.
    pub const fn overlaps(self, other: Self) -> bool {
        !self.is_empty()
            && !other.is_empty()
            && self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    /// Whether it holds no pixel.
    pub const fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }
}

/// The largest even size of the shape `shape` inside `room`.
fn fit(room: Size, shape: Size) -> (u32, u32) {
    let (rw, rh) = (u64::from(room.width), u64::from(room.height));
    let (sw, sh) = (u64::from(shape.width.max(1)), u64::from(shape.height.max(1)));
    let (width, height) = match rw * sh <= rh * sw {
        true => (rw, (rw * sh + sw / 2) / sw),
        false => ((rh * sw + sh / 2) / sh, rh),
    };
    let even = |value: u64, room: u64| ((value + 1) & !1).clamp(2.min(room), room & !1).max(room.min(2)) as u32;
    (even(width, rw), even(height, rh))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HD: Size = Size::new(1280, 720);

    #[test]
    fn a_picture_keeps_its_shape_in_a_box() {
        assert_eq!(Rect::all(HD).letterbox(Size::new(640, 360)), Rect::all(HD));
        assert_eq!(Rect::all(HD).letterbox(Size::new(640, 480)), Rect::new(160, 0, 960, 720));
        assert_eq!(Rect::all(HD).letterbox(Size::new(720, 1280)), Rect::new(436, 0, 406, 720));
        assert_eq!(Rect::new(0, 0, 100, 100).letterbox(Size::new(0, 9)).height, 100);
    }

    #[test]
    fn a_picture_fills_a_box_without_bars() {
        assert_eq!(Rect::new(0, 0, 640, 720).crop_to_fill(HD), Rect::new(320, 0, 640, 720));
        assert_eq!(Rect::all(HD).crop_to_fill(Size::new(640, 480)), Rect::new(0, 60, 640, 360));
    }

    #[test]
    fn rectangles_that_only_touch_do_not_overlap() {
        let rect = Rect::new(10, 10, 10, 10);
        assert!(rect.overlaps(Rect::new(19, 19, 5, 5)) && rect.overlaps(Rect::new(0, 0, 11, 11)));
        assert!(!rect.overlaps(Rect::new(20, 10, 5, 5)) && !rect.overlaps(Rect::new(10, 0, 5, 10)));
        assert!(!rect.overlaps(Rect::new(12, 12, 0, 5)));
    }

    #[test]
    fn a_rectangle_is_cut_at_the_edge() {
        assert_eq!(Rect::new(1271, 3, 40, 9).within(HD), Rect::new(1270, 2, 10, 8));
        assert!(Rect::new(4000, 0, 4, 4).within(HD).is_empty());
        assert!(Rect::new(0, 0, u32::MAX, 2).within(HD).width == 1280);
    }
}
