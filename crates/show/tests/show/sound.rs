//! The sound desk on a real show: what is set reaches the mixer, the crew, the journal and the next start.

use plenary_model::{
    id::{ClipId, SpeakerId},
    sound::{HighPass, Strip},
    source::SourceId,
};
use plenary_show::{Error, sound::Command};
use plenary_store::Options;
use rand::{SeedableRng, rngs::StdRng};

use crate::house::House;

#[tokio::test(flavor = "multi_thread")]
async fn strips_reach_the_mixer_and_stand_again_after_a_restart_and_solos_do_not() {
    let mut house = House::build(Options::default()).await;
    let source = SourceId::Speaker(house.speaker("Ada").await.id);
    let edit = |strip: &mut Strip| (strip.gain_db, strip.muted, strip.high_pass) = (-4.0, true, HighPass::Hz120);
    house.show.mix(house.producer(), Command::Strip(source, Box::new(edit))).await.unwrap();
    house.show.mix(house.producer(), Command::Solo(source, true)).await.unwrap();
    let set = Strip { gain_db: -4.0, muted: true, high_pass: HighPass::Hz120, ..Strip::default() };
    let mixer = house.mixer.sound_settings();
    assert_eq!((mixer.strips.get(&source), mixer.solo.contains(&source)), (Some(&set), true));
    let crew = house.show.crew().borrow().clone();
    assert_eq!(
        crew.sound.strips.iter().map(|strip| (strip.source, strip.settings, strip.solo)).collect::<Vec<_>>(),
        [(source, set, true)]
    );
    let entries = house.store.journal().list(house.summit.id, 0, 1_000).await.unwrap();
    assert!(entries.iter().any(|entry| entry.action == "sound.strip" && entry.detail.contains("-4.0")));
    house.restart().await;
    let mixer = house.mixer.sound_settings();
    assert_eq!((mixer.strips.get(&source), mixer.solo.len()), (Some(&set), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_impossible_changes_nothing() {
    let house = House::build(Options::default()).await;
    let source = SourceId::Speaker(house.speaker("Ada").await.id);
    let nobody = SourceId::Speaker(SpeakerId::random(&mut StdRng::seed_from_u64(99)));
    let mute = |strip: &mut Strip| strip.muted = true;
    let gone = house.show.mix(house.producer(), Command::Strip(nobody, Box::new(mute))).await;
    assert_eq!(gone, Err(Error::Gone(nobody)));
    let loud = |strip: &mut Strip| (strip.muted, strip.gain_db) = (true, f32::NAN);
    let refused = house.show.mix(house.producer(), Command::Strip(source, Box::new(loud))).await;
    assert!(matches!(refused, Err(Error::Invalid { field: "gain_db", .. })), "{refused:?}");
    let clip = ClipId::random(&mut StdRng::seed_from_u64(98));
    let music = house.show.mix(house.producer(), Command::Bed(Some(clip), Box::new(|_| {}))).await;
    assert_eq!(music, Err(Error::Gone(SourceId::Clip(clip))));
    let play = house.show.mix(house.producer(), Command::Play(true)).await;
    assert!(matches!(play, Err(Error::Invalid { field: "clip", .. })), "{play:?}");
    assert!(house.mixer.sound_settings().strips.is_empty());
}
