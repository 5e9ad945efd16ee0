//! The show with the real mixer.

#[path = "show/house.rs"]
#[allow(dead_code)]
mod house;

use plenary_model::{
    rundown::End,
    scene::{Scene, Transition},
    source::SourceId,
};
use plenary_show::{Config, Error, Scope, handle::Draft, start, system_clock};
use plenary_stage::{Format, Slate};
use plenary_store::Options;

use house::{House, item};

#[tokio::test(flavor = "multi_thread")]
async fn the_programme_goes_on_when_the_next_speaker_is_not_there() {
    let house = House::build(Options::default()).await;
    let origin = moq_tokio::origin::spawn();
    let slate = Slate { title: house.summit.title.clone(), ..Slate::default() };
    let config =
        plenary_stage::Config { summit: house.summit.id, stage: house.stage, format: Format::default(), slate };
    let (stage, _) = plenary_stage::start(config, origin.clone()).unwrap();
    let config = plenary_wall::Config { summit: house.summit.id, colours: house.summit.colours };
    let (wall, _) = plenary_wall::start(config, origin.clone()).unwrap();
    let speaker = house.speaker("Ada").await;
    let scene = Scene::Full { source: SourceId::Speaker(speaker.id) };
    let config = Config {
        summit: house.summit.id,
        stage: house.stage,
        clips: "clips".into(),
        pictures: "pictures".into(),
        clock: system_clock,
    };
    let (show, task) =
        start(config, house.store.clone(), stage.clone(), Scope::Main(wall.clone()), origin).await.unwrap();

    show.draft(house.producer(), Draft::Add(Box::new(item(1, scene, End::Wait)), None)).await.unwrap();
    let taken = show.next(house.producer()).await.unwrap();
    assert_eq!((taken.programme, taken.recorded), (scene, true));
    let mut crew = show.crew();
    let gave_up = crew.wait_for(|crew| {
        crew.frame > taken.frame + Format::default().pictures(plenary_stage::director::PATIENCE_MS)
            && crew.programme == Scene::Slate
            && !crew.mixing
    });
    tokio::time::timeout(house::PATIENCE, gave_up).await.expect("the slate").unwrap();
    let gone = Scene::Full { source: SourceId::Speaker(plenary_model::id::SpeakerId::random(&mut rand::rng())) };
    assert!(matches!(show.preview(house.producer(), gone).await, Err(Error::Gone(_))));
    show.preview(house.producer(), Scene::Slate).await.unwrap();
    assert_eq!(show.take(house.producer(), Transition::Cut).await.unwrap().programme, Scene::Slate);

    show.stop().await;
    tokio::time::timeout(house::PATIENCE, task).await.expect("the end of the show").unwrap();
    wall.stop().await;
    stage.stop().await;
}
