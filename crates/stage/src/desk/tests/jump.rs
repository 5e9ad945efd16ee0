//! A source whose timestamps jump.

use super::*;

#[test]
fn a_source_whose_timestamps_jump_stays_on_air_is_never_older_than_half_a_second_and_is_heard_again() {
    for jump in [3_600_000_000, -3_600_000_000, 400_000, -400_000] {
        let mut rig = Rig::new();
        rig.prepare(rig.full(0));
        rig.desk.director.direct(rig.full(0), Transition::Cut, None).unwrap();
        for _ in 0..30 {
            rig.step();
        }
        rig.ahead += jump;
        let mut heard = Vec::new();
        let mut last = 0;
        for n in 0..240 {
            let made = rig.frame as u32;
            let frame = rig.step();
            let shown = read(&frame).unwrap_or_else(|| panic!("the slate {n} frames after a jump of {jump} us"));
            assert!(shown >= last && made - shown <= 15, "{shown} in frame {made}, after a jump of {jump} us");
            last = shown;
            if n >= 120 {
                heard.extend(frame.sound);
            }
        }
        assert!(tone(&heard, 480.0) > 0.3, "it is not heard after a jump of {jump} us");
    }
}
