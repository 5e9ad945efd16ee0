//! Several stages in one house: a local stage and the main one show each other, and no sound goes round.

use std::time::Duration;

use plenary_model::{
    id::{Secret, SpeakerId, StageId, SummitId},
    name::BroadcastName,
    scene::{Scene, Transition},
    source::SourceId,
};
use plenary_picture::stamp;
use plenary_stage::{Config, Feed, Format, Handle, Slate, Source, State};
use rand::{SeedableRng, rngs::StdRng};

use crate::support::{LIMIT, Speaker, Viewer, tone};

/// One stage with a speaker of its own.
struct House {
    config: Config,
    stage: Handle,
    speaker: SourceId,
    name: BroadcastName,
    _speaking: Speaker,
}

impl House {
    fn start(origin: &moq_net::origin::Producer, summit: SummitId, seed: u64, hertz: f32) -> Self {
        let rng = &mut StdRng::seed_from_u64(seed);
        let config = Config { summit, stage: StageId::random(rng), format: Format::default(), slate: Slate::default() };
        let name = BroadcastName::Speaker { summit, stage: Some(config.stage), secret: Secret::random(rng) };
        let speaker = SourceId::Speaker(SpeakerId::random(rng));
        let (stage, _) = plenary_stage::start(config.clone(), origin.clone()).unwrap();
        // Of which house a picture is, its number says.
        let first = u32::try_from(seed).unwrap() * 1_000_000;
        let speaking = Speaker::start(origin, name, first, hertz, Duration::from_secs(seed));
        Self { config, stage, speaker, name, _speaking: speaking }
    }

    fn id(&self) -> SourceId {
        SourceId::Stage(self.config.stage)
    }

    async fn sources(&self, others: &[&Self]) {
        let own = Source { id: self.speaker, feed: Feed::Live(self.name) };
        let stages = others.iter().map(|other| {
            let back = other.config.return_to(self.id());
            Source { id: other.id(), feed: Feed::Stage { programme: other.config.programme(), back } }
        });
        self.stage.sources([own].into_iter().chain(stages).collect()).await.unwrap();
    }

    async fn show(&self, scene: Scene) {
        self.stage.preview(scene).await.unwrap();
        let all = |source: &plenary_stage::SourceSnapshot| !scene.shows(source.id) || source.state == State::Live;
        let mut snapshots = self.stage.snapshot();
        let there = snapshots.wait_for(|now| now.sources.iter().all(all));
        tokio::time::timeout(LIMIT, there).await.expect("the sources come").unwrap();
        self.stage.take(Transition::Cut).await.unwrap();
    }
}

/// How loud a tone is as soon as `good` says that this is it, and in the second after.
async fn settled(ears: &mut Viewer, hertz: f32, good: impl Fn(f32) -> bool) -> f32 {
    let wait = async { while !good(tone(&ears.second().await, hertz)) {} };
    tokio::time::timeout(LIMIT, wait).await.expect("it is never heard as it should be");
    tone(&ears.second().await, hertz)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stages_that_show_each_other_hear_each_other_and_never_themselves() {
    let origin = moq_tokio::origin::spawn();
    let summit = SummitId::random(&mut StdRng::seed_from_u64(1));
    let main = House::start(&origin, summit, 1, 500.0);
    let [nairobi, quito] = [(2, 800.0), (3, 1_300.0)].map(|(seed, hertz)| House::start(&origin, summit, seed, hertz));
    main.sources(&[&nairobi, &quito]).await;
    nairobi.sources(&[&main]).await;
    quito.sources(&[&main]).await;

    nairobi.show(Scene::Full { source: nairobi.speaker }).await;
    quito.show(Scene::Two { left: quito.speaker, right: main.id() }).await;
    main.show(Scene::Two { left: nairobi.id(), right: quito.id() }).await;
    // Nairobi takes the main programme in while it is on air there: all show each other.
    nairobi.show(Scene::Two { left: nairobi.speaker, right: main.id() }).await;

    let mut programme = Viewer::open(&origin, main.config.programme(), "sound").await;
    let mut back = Viewer::open(&origin, main.config.return_to(nairobi.id()), "sound").await;
    let mut local = Viewer::open(&origin, nairobi.config.programme(), "sound").await;
    // Everybody is heard once: what goes round comes back later, and adds to it or takes away from it.
    for hertz in [800.0, 1_300.0] {
        let loud = settled(&mut programme, hertz, |loud| loud > 0.3).await;
        assert!((0.3..0.5).contains(&loud), "{hertz} Hz is in the main programme at {loud}");
        let loud = settled(&mut local, hertz, |loud| loud > 0.3).await;
        assert!((0.3..0.5).contains(&loud), "{hertz} Hz is in the local programme at {loud}");
    }
    let own = settled(&mut back, 800.0, |own| own < 0.01).await;
    assert!(own < 0.01, "Nairobi's own voice comes back at {own}");
    assert!(tone(&back.second().await, 1_300.0) > 0.3, "Quito is heard in Nairobi");

    // And back: what the main stage shows is what a viewer of the local one sees.
    main.show(Scene::Full { source: main.speaker }).await;
    nairobi.show(Scene::Full { source: main.id() }).await;
    let mut viewer = Viewer::open(&origin, nairobi.config.programme(), "720p").await;
    let seen = async { while stamp::read(&viewer.picture().await.1).is_none_or(|number| number / 1_000_000 != 1) {} };
    tokio::time::timeout(LIMIT, seen).await.expect("the main programme is never seen");
    settled(&mut local, 500.0, |loud| loud > 0.3).await;
    for house in [main, nairobi, quito] {
        house.stage.stop().await;
    }
}
