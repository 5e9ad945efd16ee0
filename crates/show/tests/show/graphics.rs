//! Graphics on a real show: what the mixer is told, what the crew reads, and what outlasts the server.

use plenary_model::{
    graphic::{Content, Edge, Graphic},
    id::GraphicId,
    rundown::End,
    scene::Scene,
};
use plenary_show::{graphics::Command, handle::Draft, state};
use plenary_store::{By, Options};
use rand::{SeedableRng, rngs::StdRng};

use crate::house::{House, item, now};

impl House {
    async fn topic(&self, seed: u64, edge: Edge) -> GraphicId {
        let id = GraphicId::random(&mut StdRng::seed_from_u64(seed));
        let content = Content::Topic { text: "آب برای همه".into(), edge };
        let graphic = Graphic { id, summit: self.summit.id, stage: None, content, created: now() };
        self.store.graphics().create(By::system(now()), &graphic).await.unwrap();
        self.show.reload().await.unwrap();
        id
    }

    async fn graphic(&self, command: Command) {
        let taken = self.show.direct(self.producer(), state::Command::Graphic(command)).await.unwrap();
        assert!(taken.recorded);
    }
}

#[tokio::test]
async fn what_is_on_air_is_with_the_mixer_in_the_crews_document_on_disk_and_there_again_after_a_restart() {
    let mut house = House::build(Options::default()).await;
    let (above, below) = (house.topic(1, Edge::Top).await, house.topic(2, Edge::Bottom).await);
    house.graphic(Command::Preview(above, true)).await;
    assert_eq!(house.mixer.dressed(), [vec![], vec![above]]);
    house.graphic(Command::Air(above, true)).await;
    assert_eq!(house.mixer.dressed(), [vec![above], vec![]]);
    let mut carried = item(1, Scene::Slate, End::Wait);
    carried.graphics = vec![below];
    house.show.draft(house.producer(), Draft::Add(Box::new(carried), None)).await.unwrap();
    house.show.next(house.producer()).await.unwrap();
    assert_eq!(house.mixer.dressed(), [vec![above, below], vec![]]);
    let crew = house.crew(|crew| crew.graphics.air.len() == 2).await;
    assert_eq!((crew.graphics.all.len(), crew.graphics.air), (2, vec![above, below]));

    house.restart().await;
    assert_eq!(house.mixer.dressed(), [vec![above, below], vec![]], "a restart takes nothing off the air");
    house.store.graphics().remove(By::system(now()), (house.summit.id, None), above).await.unwrap();
    house.show.reload().await.unwrap();
    assert_eq!(house.mixer.dressed(), [vec![below], vec![]], "what is removed leaves it");
    let journal = house.store.journal().list(house.summit.id, 0, 1_000).await.unwrap();
    let actions: Vec<_> = journal.iter().map(|entry| entry.action.as_str()).collect();
    for action in ["graphic.air", "graphic.item", "graphic.gone"] {
        assert!(actions.contains(&action), "{action} is in {actions:?}");
    }
}
