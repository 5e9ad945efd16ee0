//! What is held back between the encoder and the air, so that something that must not be seen can be dumped: pure.
//!
//! Something goes out for every frame that is made, whatever happens here: what was made so many frames ago, or the
//! slate in its place while the delay builds up. Where it goes on after the slate, and where it jumps because the
//! delay was shortened, it goes on with a frame that a decoder can begin with.

use std::collections::VecDeque;

/// The longest delay, in frames: 30 s at 30 a second. What is held is encoded: so many frames take 12 MB.
pub const LONGEST: usize = 900;

/// Holds frames back.
#[derive(Debug)]
pub struct Delay<T> {
    held: VecDeque<(T, bool)>,
    frames: usize,
    /// What goes out next must be something to begin with.
    anew: bool,
}

impl<T> Default for Delay<T> {
    fn default() -> Self {
        Self { held: VecDeque::new(), frames: 0, anew: false }
    }
}

/// What goes out in the place of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Out<T> {
    /// What was made before.
    Held(T),
    /// The slate.
    Slate,
}

impl<T> Delay<T> {
    /// Holds so many frames back from now on, at most [`LONGEST`].
    pub fn set(&mut self, frames: usize) {
        self.frames = frames.min(LONGEST);
    }

    /// Throws away what is held: it never goes out.
    pub fn dump(&mut self) {
        self.anew |= !self.held.is_empty();
        self.held.clear();
    }

    /// Takes a frame that was made, and gives what goes out now. `begins`: a decoder can begin with it.
    pub fn pass(&mut self, made: T, begins: bool) -> Out<T> {
        self.held.push_back((made, begins));
        if self.held.len() <= self.frames {
            self.anew = true;
            return Out::Slate;
        }
        // The delay was shortened: what is too old is left out.
        while self.held.len() > self.frames + 1 {
            self.held.pop_front();
            self.anew = true;
        }
        match self.held.pop_front() {
            Some((made, begins)) if begins || !self.anew => {
                self.anew = false;
                Out::Held(made)
            }
            _ => Out::Slate,
        }
    }

    /// How many frames are held back now.
    pub fn held(&self) -> usize {
        self.held.len()
    }

    /// For how many frames what is made is held back.
    pub fn frames(&self) -> usize {
        self.frames
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn without_a_delay_everything_goes_out_at_once() {
        let mut delay = Delay::default();
        for frame in 0..5 {
            assert_eq!(delay.pass(frame, frame == 0), Out::Held(frame));
        }
    }

    #[test]
    fn a_delay_builds_up_behind_the_slate_and_goes_on_where_a_decoder_can_begin() {
        let mut delay = Delay::default();
        delay.set(3);
        let out: Vec<_> = (0..8).map(|frame| delay.pass(frame, frame == 1)).collect();
        assert_eq!(out[..4], [Out::Slate; 4]);
        assert_eq!(out[4..], [1, 2, 3, 4].map(Out::Held));
    }

    #[test]
    fn what_is_dumped_never_goes_out() {
        let mut delay = Delay::default();
        delay.set(3);
        for frame in 0..10 {
            delay.pass(frame, true);
        }
        delay.dump();
        let out: Vec<_> = (10..15).map(|frame| delay.pass(frame, frame == 10)).collect();
        assert_eq!(out, [Out::Slate, Out::Slate, Out::Slate, Out::Held(10), Out::Held(11)]);
    }

    proptest! {
        #[test]
        fn whatever_the_crew_does_order_is_kept_and_nothing_that_was_dumped_is_seen(
            steps in prop::collection::vec((0u8..8, 0usize..40), 0..400)
        ) {
            let mut delay = Delay::default();
            let (mut made, mut dumped, mut last, mut after_slate) = (0usize, 0usize, None, false);
            let mut begins = true;
            for (step, frames) in steps {
                match step {
                    0 => {
                        delay.set(frames);
                        begins = true;
                    }
                    1 => {
                        delay.dump();
                        dumped = made;
                        begins = true;
                    }
                    _ => {
                        // The encoder begins anew when it is told to, and now and then.
                        let key = std::mem::take(&mut begins) || made.is_multiple_of(30);
                        match delay.pass((made, key), key) {
                            Out::Held((frame, key)) => {
                                prop_assert!(frame >= dumped);
                                prop_assert!(last.is_none_or(|last| frame > last));
                                let follows = last.is_none_or(|last| frame == last + 1);
                                prop_assert!(key || (follows && !after_slate));
                                last = Some(frame);
                                after_slate = false;
                            }
                            Out::Slate => after_slate = true,
                        }
                        made += 1;
                    }
                }
                prop_assert!(delay.held() <= LONGEST);
            }
        }
    }
}
