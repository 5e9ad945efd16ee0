//! One uncompressed picture.

use crate::colour::Yuv;

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    /// To the right.
    pub width: u32,
    /// Downwards.
    pub height: u32,
}

impl Size {
    /// A size of so many pixels.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// The next larger even size, which I420 needs; at least 2x2.
    pub const fn even(self) -> Self {
        const fn up(value: u32) -> u32 {
            let value = if value < 2 { 2 } else { value };
            value + (value & 1)
        }
        Self { width: up(self.width), height: up(self.height) }
    }

    /// Whether both sides are at most those of `limit`, in either orientation.
    pub fn fits(self, limit: Self) -> bool {
        self.width.max(self.height) <= limit.width.max(limit.height)
            && self.width.min(self.height) <= limit.width.min(limit.height)
    }

    /// Width times height.
    pub const fn pixels(self) -> u64 {
        self.width as u64 * self.height as u64
    }
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}x{}", self.width, self.height)
    }
}

/// One uncompressed picture: I420 (full-size Y, then U and V of half the width and height), BT.709, limited
/// range. Rows follow each other without padding.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    size: Size,
    data: Vec<u8>,
}

/// One plane of a picture. `data` has `width` times `height` samples, row after row.
#[derive(Debug, Clone, Copy)]
pub struct Plane<'a> {
    /// Samples in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// The samples.
    pub data: &'a [u8],
}

/// One plane of a picture, to write.
#[derive(Debug)]
pub struct PlaneMut<'a> {
    /// Samples in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// The samples.
    pub data: &'a mut [u8],
}

impl Picture {
    /// A black picture. An odd size is rounded up to an even one.
    pub fn new(size: Size) -> Self {
        Self::filled(size, Yuv::BLACK)
    }

    /// A picture of one colour. An odd size is rounded up to an even one.
    pub fn filled(size: Size, colour: Yuv) -> Self {
        let size = size.even();
        let mut picture = Self { size, data: vec![0; Self::bytes(size)] };
        picture.fill(colour);
        picture
    }

    /// A picture from its samples as they stand in a raw `yuv420p` file; nothing when the size is odd or
    /// the length is wrong.
    pub fn from_i420(size: Size, data: Vec<u8>) -> Option<Self> {
        (size == size.even() && data.len() == Self::bytes(size)).then_some(Self { size, data })
    }

    /// Bytes of a picture of this (even) size.
    pub const fn bytes(size: Size) -> usize {
        let luma = size.width as usize * size.height as usize;
        luma + luma / 2
    }

    /// Width and height, both even.
    pub fn size(&self) -> Size {
        self.size
    }

    /// All samples: Y, U, V.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The planes Y, U and V.
    pub fn planes(&self) -> [Plane<'_>; 3] {
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        let (y, colours) = self.data.split_at(width * height);
        let (u, v) = colours.split_at(width * height / 4);
        let half = |data| Plane { width: width / 2, height: height / 2, data };
        [Plane { width, height, data: y }, half(u), half(v)]
    }

    /// The planes Y, U and V, to write.
    pub fn planes_mut(&mut self) -> [PlaneMut<'_>; 3] {
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        let (y, colours) = self.data.split_at_mut(width * height);
        let (u, v) = colours.split_at_mut(width * height / 4);
        let half = |data| PlaneMut { width: width / 2, height: height / 2, data };
        [PlaneMut { width, height, data: y }, half(u), half(v)]
    }

    /// Paints all of it in one colour.
    pub fn fill(&mut self, colour: Yuv) {
        for (plane, value) in self.planes_mut().into_iter().zip([colour.y, colour.u, colour.v]) {
            plane.data.fill(value);
        }
    }

    /// Makes this a copy of `other`, in the memory it has where that is enough.
    pub fn copy_from(&mut self, other: &Self) {
        self.size = other.size;
        self.data.clone_from(&other.data);
    }

    /// Gives the picture another size; its content is unspecified afterwards. Allocates only to grow.
    pub fn resize(&mut self, size: Size) {
        self.size = size.even();
        self.data.resize(Self::bytes(self.size), 0);
    }

    /// The colour of the pixel at (`x`, `y`), of the nearest one when that is outside.
    pub fn pixel(&self, x: u32, y: u32) -> Yuv {
        let (x, y) = (x.min(self.size.width - 1) as usize, y.min(self.size.height - 1) as usize);
        let [luma, u, v] = self.planes();
        let at = (y / 2) * u.width + x / 2;
        Yuv { y: luma.data[y * luma.width + x], u: u.data[at], v: v.data[at] }
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({})", self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planes_cover_the_picture_and_odd_sizes_are_rounded_up() {
        let mut picture = Picture::filled(Size::new(5, 3), Yuv { y: 1, u: 2, v: 3 });
        assert_eq!(picture.size(), Size::new(6, 4));
        assert_eq!(picture.planes().map(|plane| plane.data.len()), [24, 6, 6]);
        assert_eq!(picture.pixel(5, 3), Yuv { y: 1, u: 2, v: 3 });
        picture.copy_from(&Picture::new(Size::new(2, 2)));
        assert_eq!(picture.data(), [16, 16, 16, 16, 128, 128]);
        assert!(Picture::from_i420(Size::new(2, 2), vec![0; 6]).is_some());
        assert!(Picture::from_i420(Size::new(2, 3), vec![0; 9]).is_none());
    }

    #[test]
    fn a_limit_holds_in_both_orientations() {
        let limit = Size::new(1920, 1080);
        assert!(Size::new(1080, 1920).fits(limit) && !Size::new(1920, 1088).fits(limit));
    }
}
