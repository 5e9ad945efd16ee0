use plenary_model::{id::KeyId, journal::Actor, key::Key, time::Timestamp, token::Token};
use plenary_store::{By, Error, Options};

use crate::{House, at};

#[tokio::test]
async fn a_key_is_found_by_its_token_until_it_is_taken_back_and_its_name_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::build(folder.path(), Options::default()).await;
    let summit = house.summit.id;
    let (id, token) = (KeyId::random(&mut house.rng), Token::random(&mut house.rng));
    let key = Key { id, summit, name: "Stream Deck".into(), created: Timestamp(2), revoked: None };
    let keys = house.store.keys();
    keys.create(at(2), &key, &token).await.unwrap();
    assert_eq!(keys.find(&token).await.unwrap(), Some(key.clone()));
    assert_eq!(keys.find(&Token::random(&mut house.rng)).await.unwrap(), None);
    assert_eq!(keys.list(summit).await.unwrap(), [key]);
    let by = By { actor: Actor::Hands(id), at: Timestamp(3) };
    house.store.journal().append(by, summit, "stage.take", serde_json::json!({})).await.unwrap();
    keys.revoke(at(4), summit, id).await.unwrap();
    assert_eq!(keys.find(&token).await.unwrap(), None);
    assert_eq!(keys.list(summit).await.unwrap(), []);
    assert!(matches!(keys.revoke(at(5), summit, id).await, Err(Error::Gone { noun: "key", .. })));
    assert_eq!(keys.names(summit).await.unwrap()[&id], "Stream Deck");
    let entries = house.store.journal().list(summit, 0, 100).await.unwrap();
    let done: Vec<_> = entries.iter().map(|entry| (entry.action.as_str(), entry.actor)).collect();
    let system = Actor::System;
    assert_eq!(done[1..], [("key.create", system), ("stage.take", Actor::Hands(id)), ("key.revoke", system)]);
    assert!(entries.iter().all(|entry| !entry.detail.contains(token.reveal())));
}
