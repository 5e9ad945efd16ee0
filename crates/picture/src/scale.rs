//! Drawing a picture into a rectangle of another, at another size.
//!
//! Enlarging is bilinear; reducing averages the area under each pixel. The filters' weights depend only
//! on the two rectangles and are computed when these change.

use crate::{Picture, Plane, PlaneMut, Rect, Size};

/// Draws pictures into rectangles. Keep one for each place that is drawn again and again: as long as the
/// sizes stay, drawing allocates nothing.
#[derive(Debug, Default)]
pub struct Scaler {
    geometry: Option<Geometry>,
    luma: Filter,
    colour: Filter,
    /// One row at the source's width, scaled downwards only.
    row: Vec<u8>,
    sums: Vec<u16>,
}

/// What the filters depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Geometry {
    source: Size,
    part: Rect,
    to: Size,
}

impl Scaler {
    /// A scaler that has drawn nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Draws the part `part` of `source` into `rect` of `onto`. Both are rounded to even numbers and cut at
    /// the edges; an empty one draws nothing.
    pub fn draw(&mut self, source: &Picture, part: Rect, onto: &mut Picture, rect: Rect) {
        let (part, rect) = (part.within(source.size()), rect.within(onto.size()));
        if part.is_empty() || rect.is_empty() {
            return;
        }
        let geometry = Geometry { source: source.size(), part, to: rect.size() };
        if self.geometry != Some(geometry) {
            self.geometry = Some(geometry);
            self.luma = Filter::new(part, rect.size(), 0);
            self.colour = Filter::new(part, rect.size(), 1);
        }
        for (at, (source, onto)) in source.planes().into_iter().zip(onto.planes_mut()).enumerate() {
            let (shift, filter) = if at == 0 { (0, &self.luma) } else { (1, &self.colour) };
            let corner = (rect.x as usize >> shift, rect.y as usize >> shift);
            filter.draw(source, onto, corner, &mut self.row, &mut self.sums);
        }
    }

    /// Draws all of `source` into all of `onto`.
    pub fn resize(&mut self, source: &Picture, onto: &mut Picture) {
        let rect = Rect::all(onto.size());
        self.draw(source, Rect::all(source.size()), onto, rect);
    }

    /// Fills `rect` of `onto` with the part `part` of `source`, cutting what does not fit its shape.
    pub fn fill_from(&mut self, source: &Picture, part: Rect, onto: &mut Picture, rect: Rect) {
        let part = part.within(source.size());
        let kept = rect.crop_to_fill(part.size());
        self.draw(source, Rect { x: part.x + kept.x, y: part.y + kept.y, ..kept }, onto, rect);
    }

    /// Fills `rect` of `onto` with `source`, cutting what does not fit its shape.
    pub fn fill(&mut self, source: &Picture, onto: &mut Picture, rect: Rect) {
        self.draw(source, rect.crop_to_fill(source.size()), onto, rect);
    }
}

/// The way of one plane from its part to its rectangle.
#[derive(Debug, Default)]
struct Filter {
    left: usize,
    top: usize,
    across: Axis,
    down: Axis,
}

impl Filter {
    /// For planes whose sides are those of the picture shifted right by `shift`.
    fn new(part: Rect, to: Size, shift: u32) -> Self {
        let half = |value: u32| value as usize >> shift;
        Self {
            left: half(part.x),
            top: half(part.y),
            across: Axis::new(half(part.width), half(to.width)),
            down: Axis::new(half(part.height), half(to.height)),
        }
    }

    fn draw(
        &self,
        source: Plane<'_>,
        onto: PlaneMut<'_>,
        (x, y): (usize, usize),
        row: &mut Vec<u8>,
        sums: &mut Vec<u16>,
    ) {
        let width = self.across.from;
        let line = |at: usize| &source.data[(self.top + at) * source.width + self.left..][..width];
        let halved = self.across.is_halving() && self.down.is_halving();
        for (at, out) in onto.data.chunks_exact_mut(onto.width).skip(y).take(self.down.starts.len()).enumerate() {
            let out = &mut out[x..x + self.across.starts.len()];
            if halved {
                halve(line(2 * at), line(2 * at + 1), out);
                continue;
            }
            let (start, weights) = self.down.at(at);
            let lone = weights.iter().position(|weight| *weight == WHOLE);
            let line = match lone {
                Some(tap) => line(start + tap),
                None => {
                    row.resize(width, 0);
                    sums.resize(width, 0);
                    sums.fill(HALF);
                    for (tap, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0) {
                        for (sum, sample) in sums.iter_mut().zip(line(start + tap)) {
                            *sum += u16::from(*sample) * weight;
                        }
                    }
                    for (sample, sum) in row.iter_mut().zip(sums.iter()) {
                        *sample = (sum >> 8) as u8;
                    }
                    &row[..]
                }
            };
            self.across.apply(line, out);
        }
    }
}

/// The mean of each block of 2x2.
fn halve(upper: &[u8], lower: &[u8], out: &mut [u8]) {
    // Both samples of a pair in one 16-bit word: this is the shape that becomes vector instructions.
    let sum = |pair: &[u8; 2]| {
        let pair = u16::from_le_bytes(*pair);
        (pair & 0xff) + (pair >> 8)
    };
    let pairs = upper.as_chunks().0.iter().zip(lower.as_chunks().0);
    for (out, (upper, lower)) in out.iter_mut().zip(pairs) {
        *out = ((sum(upper) + sum(lower) + 2) >> 2) as u8;
    }
}

/// How the samples along one side come from those of the source: for each, where its first source sample
/// is, and the weights of `taps` samples from there on, which sum to 256.
#[derive(Debug, Default)]
struct Axis {
    from: usize,
    taps: usize,
    starts: Vec<u32>,
    weights: Vec<u16>,
}

/// The sum of a sample's weights.
const WHOLE: u16 = 256;
/// Rounds sums to the nearest; 255 x 256 + 128 still fits 16 bits.
const HALF: u16 = 128;

impl Axis {
    fn new(from: usize, to: usize) -> Self {
        let ratio = from as f64 / to as f64;
        let spans: Vec<(usize, Vec<f64>)> = (0..to)
            .map(|at| {
                if from <= to {
                    let centre = ((at as f64 + 0.5) * ratio - 0.5).clamp(0.0, (from - 1) as f64);
                    (centre as usize, vec![1.0 - centre.fract(), centre.fract()])
                } else {
                    let (begin, end) = (at as f64 * ratio, (at + 1) as f64 * ratio);
                    let first = begin as usize;
                    let last = (end.ceil() as usize).clamp(first + 1, from);
                    let covered = |sample: usize| (end.min((sample + 1) as f64) - begin.max(sample as f64)) / ratio;
                    (first, (first..last).map(|sample| covered(sample).max(0.0)).collect())
                }
            })
            .collect();
        let taps = spans.iter().map(|(_, weights)| weights.len()).max().unwrap_or(1).min(from);
        let mut axis = Self { from, taps, starts: Vec::with_capacity(to), weights: vec![0; taps * to] };
        for ((first, shares), weights) in spans.into_iter().zip(axis.weights.chunks_exact_mut(taps)) {
            // All samples must lie inside, so the last windows begin earlier.
            let start = first.min(from - taps);
            axis.starts.push(start as u32);
            let total: f64 = shares.iter().sum();
            let (mut sum, mut given) = (0.0, 0);
            for (at, share) in shares.into_iter().enumerate() {
                sum += share / total;
                let weight = (sum * f64::from(WHOLE)).round() as u16 - given;
                given += weight;
                // A share beyond the edge is zero, or goes to the last sample.
                weights[(first - start + at).min(taps - 1)] += weight;
            }
        }
        axis
    }

    fn at(&self, index: usize) -> (usize, &[u16]) {
        (self.starts[index] as usize, &self.weights[index * self.taps..][..self.taps])
    }

    fn is_halving(&self) -> bool {
        self.from == 2 * self.starts.len()
    }

    fn apply(&self, line: &[u8], out: &mut [u8]) {
        if self.from == self.starts.len() {
            return out.copy_from_slice(line);
        }
        match self.taps {
            2 => self.apply_taps::<2>(line, out),
            3 => self.apply_taps::<3>(line, out),
            4 => self.apply_taps::<4>(line, out),
            5 => self.apply_taps::<5>(line, out),
            taps => {
                for ((out, start), weights) in out.iter_mut().zip(&self.starts).zip(self.weights.chunks_exact(taps)) {
                    let samples = &line[*start as usize..][..taps];
                    let sum: u16 =
                        samples.iter().zip(weights).map(|(sample, weight)| u16::from(*sample) * weight).sum();
                    *out = ((sum + HALF) >> 8) as u8;
                }
            }
        }
    }

    /// The same with the number of taps known to the compiler, which is several times faster.
    fn apply_taps<const TAPS: usize>(&self, line: &[u8], out: &mut [u8]) {
        for ((out, start), weights) in out.iter_mut().zip(&self.starts).zip(self.weights.as_chunks::<TAPS>().0) {
            let Some((samples, _)) = line[*start as usize..].split_first_chunk::<TAPS>() else { return };
            let mut sum = HALF;
            for tap in 0..TAPS {
                sum += u16::from(samples[tap]) * weights[tap];
            }
            *out = (sum >> 8) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Yuv;

    /// A ramp from left to right and from top to bottom.
    fn ramp(size: Size) -> Picture {
        let mut picture = Picture::new(size);
        for plane in picture.planes_mut() {
            let (width, height) = (plane.width, plane.height);
            for (at, sample) in plane.data.iter_mut().enumerate() {
                *sample = (100 * (at % width) / width + 100 * (at / width) / height + 20) as u8;
            }
        }
        picture
    }

    #[test]
    fn a_picture_looks_the_same_at_every_size() {
        let source = ramp(Size::new(320, 180));
        for size in [(320, 180), (160, 90), (640, 360), (100, 60), (322, 178), (40, 400)] {
            let mut out = Picture::new(Size::new(size.0, size.1));
            Scaler::new().resize(&source, &mut out);
            let wanted = ramp(out.size());
            let worst = out.data().iter().zip(wanted.data()).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(worst <= Some(4), "{size:?}: {worst:?}");
        }
    }

    #[test]
    fn drawing_fills_its_rectangle_and_nothing_else() {
        let white = Picture::filled(Size::new(64, 48), Yuv::WHITE);
        let mut onto = Picture::new(Size::new(40, 30));
        let rect = Rect::new(6, 4, 20, 10);
        Scaler::new().draw(&white, Rect::new(4, 4, 30, 20), &mut onto, rect);
        for y in 0..30 {
            for x in 0..40 {
                let inside = (6..26).contains(&x) && (4..14).contains(&y);
                assert_eq!(onto.pixel(x, y), if inside { Yuv::WHITE } else { Yuv::BLACK }, "{x} {y}");
            }
        }
    }

    #[test]
    fn one_scaler_follows_changing_sizes() {
        let mut scaler = Scaler::new();
        let mut onto = Picture::new(Size::new(32, 32));
        for side in [16, 64, 30] {
            onto.fill(Yuv::BLACK);
            scaler.fill(
                &Picture::filled(Size::new(side * 2, side), Yuv::WHITE),
                &mut onto,
                Rect::all(Size::new(32, 32)),
            );
            assert_eq!(onto, Picture::filled(Size::new(32, 32), Yuv::WHITE), "{side}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn whatever_the_rectangles_a_flat_picture_stays_flat(
            source in (1u32..200, 1u32..200), onto in (1u32..200, 1u32..200),
            part in (0u32..220, 0u32..220, 0u32..220, 0u32..220), rect in (0u32..220, 0u32..220, 0u32..220, 0u32..220),
        ) {
            let source = Picture::filled(Size::new(source.0, source.1), Yuv { y: 255, u: 255, v: 0 });
            let mut onto = Picture::filled(Size::new(onto.0, onto.1), Yuv { y: 255, u: 255, v: 0 });
            let before = onto.clone();
            Scaler::new().draw(&source, Rect::new(part.0, part.1, part.2, part.3), &mut onto, Rect::new(rect.0, rect.1, rect.2, rect.3));
            prop_assert!(onto == before);
        }
    }
}
