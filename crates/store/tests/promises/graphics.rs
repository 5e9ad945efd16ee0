use plenary_model::{
    graphic::{Content, Edge, Graphic, OnAir},
    id::{GraphicId, ImageId},
    time::Timestamp,
};
use plenary_store::{Error, Options};

use crate::{House, at};

fn topic(house: &mut House, text: &str) -> Graphic {
    Graphic {
        id: GraphicId::random(&mut house.rng),
        summit: house.summit.id,
        stage: None,
        content: Content::Topic { text: text.into(), edge: Edge::Bottom },
        created: Timestamp(3),
    }
}

#[tokio::test]
async fn graphics_and_which_are_on_air_outlast_the_server_and_what_is_removed_can_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let (one, two) = (topic(&mut house, "آب 🚰"), topic(&mut house, "Two"));
    let (by, summit, stage) = (at(4), house.summit.id, house.stage.id);
    let (store, of) = (house.store.clone(), (summit, None));
    let graphics = store.graphics();
    for graphic in [&one, &two] {
        graphics.create(by, graphic).await.unwrap();
    }
    let image = ImageId::random(&mut house.rng);
    let logo = Content::Logo { image, name: "Ours".into(), corner: Default::default() };
    graphics.change(by, of, two.id, &logo).await.unwrap();
    let on_air = [OnAir { graphic: one.id, item: true }, OnAir { graphic: two.id, item: false }];
    graphics.show(by, stage, &on_air, "graphic.air", Some(two.id)).await.unwrap();
    assert_eq!(store.rundowns().load(stage).await.unwrap().graphics, on_air);
    let changed = Graphic { content: logo, ..two.clone() };
    let mut all = graphics.list(of).await.unwrap();
    all.sort_by_key(|graphic| graphic.id != one.id);
    assert_eq!(all, [one.clone(), changed]);

    graphics.remove(by, of, two.id).await.unwrap();
    assert_eq!(graphics.list(of).await.unwrap(), [one]);
    assert!(graphics.images().await.unwrap().contains(&image), "its picture is kept for its return");
    let gone = |error| matches!(error, Error::Gone { noun: "graphic", .. });
    assert!(gone(graphics.remove(by, of, two.id).await.unwrap_err()));
    assert!(gone(graphics.change(by, of, two.id, &two.content).await.unwrap_err()));
    graphics.restore(by, of, two.id).await.unwrap();
    assert_eq!(graphics.list(of).await.unwrap().len(), 2);
    let entries = store.journal().list(summit, 0, 100).await.unwrap();
    let actions: Vec<_> =
        entries.iter().map(|entry| entry.action.as_str()).filter(|a| a.starts_with("graphic")).collect();
    assert_eq!(
        actions,
        ["graphic.create", "graphic.create", "graphic.change", "graphic.air", "graphic.remove", "graphic.restore"]
    );
}
