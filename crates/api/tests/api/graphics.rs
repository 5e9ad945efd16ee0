use axum::http::Method;
use serde_json::{Value, json};

use crate::house::{House, Reply};

const BYTES: &str = "application/octet-stream";

fn picture(format: image::ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(width, height, image::Rgb([9, 99, 199])).write_to(&mut file, format).unwrap();
    file.into_inner()
}

async fn upload(house: &House, file: Vec<u8>) -> Reply {
    house.post("/api/v1/images").producer().body(BYTES, file).send().await
}

async fn add(house: &House, content: Value) -> Reply {
    house.post("/api/v1/graphics").producer().json(json!({ "content": content })).send().await
}

#[tokio::test]
async fn a_picture_is_kept_as_its_pixels_no_larger_than_the_programme() {
    let house = House::new().await;
    for format in [image::ImageFormat::Png, image::ImageFormat::Jpeg, image::ImageFormat::WebP] {
        let kept = upload(&house, picture(format, 2_560, 720)).await;
        assert_eq!((kept.status.as_u16(), &kept.body["width"], &kept.body["height"]), (201, &json!(1280), &json!(360)));
        let id = kept.body["id"].as_str().unwrap();
        let file = house.folder.path().join(format!("pictures/{id}.png"));
        assert_eq!(image::open(&file).unwrap().to_rgb8().dimensions(), (1280, 360));
        let logo = add(&house, json!({ "kind": "logo", "image": id, "corner": "top_left" })).await;
        assert_eq!(logo.status, 201, "{:?}", logo.body);
        let path = format!("/api/v1/images/{id}");
        assert_eq!(house.get(&path).producer().send().await.status, 200);
        assert_eq!(house.get(&path).send().await.status, 401);
        // Somebody clears the folder.
        std::fs::remove_file(&file).unwrap();
        assert_eq!(house.get(&path).producer().send().await.problem(), (404, "not-found"));
        let again = add(&house, json!({ "kind": "picture", "image": id })).await;
        assert_eq!((again.problem(), again.body["field"].as_str()), ((422, "invalid-field"), Some("content.image")));
    }
}

#[tokio::test]
async fn bombs_and_other_files_are_refused_and_leave_nothing_behind() {
    let house = House::new().await;
    let mut bomb = picture(image::ImageFormat::Png, 4, 4);
    bomb[16..24].copy_from_slice(&[0x7f, 255, 255, 255, 0x7f, 255, 255, 255]);
    let whole = picture(image::ImageFormat::Png, 64, 64);
    for file in [bomb, whole[..whole.len() / 2].to_vec(), b"<svg/>".to_vec(), vec![], vec![0xff; 100_000]] {
        let reply = upload(&house, file).await;
        assert_eq!((reply.problem(), reply.body["field"].as_str()), ((422, "invalid-field"), Some("file")));
    }
    assert_eq!(upload(&house, vec![0; (16 << 20) + 1]).await.problem(), (413, "too-large"));
    assert!(std::fs::read_dir(house.folder.path().join("pictures")).is_err(), "nothing was written");
    assert_eq!(house.post("/api/v1/images").body(BYTES, whole).send().await.status, 401);
}

#[tokio::test]
async fn graphics_are_kept_changed_removed_and_brought_back() {
    let house = House::new().await;
    let added = add(&house, json!({ "kind": "topic", "text": " آب\n برای همه 🚰 " })).await;
    assert_eq!(added.status, 201);
    let id = added.body.as_str().unwrap().to_owned();
    let path = format!("/api/v1/graphics/{id}");
    let kept = || async { house.store.graphics().list((house.summit, None)).await.unwrap() };
    assert_eq!(
        serde_json::to_value(&kept().await[0].content).unwrap(),
        json!({ "kind": "topic", "text": "آب برای همه 🚰", "edge": "top" })
    );
    let quote = json!({ "content": { "kind": "quote", "text": "Water.", "by": "Ada" } });
    assert_eq!(house.ask(Method::PUT, &path).producer().json(quote).send().await.status, 204);
    for (command, status) in [("preview", 200), ("air", 200)] {
        let reply = house.post(&format!("{path}/{command}")).producer().json(json!({ "on": true })).send().await;
        assert_eq!(reply.status, status);
    }
    assert_eq!(house.post("/api/v1/stage/graphics/clear").producer().json(json!({})).send().await.status, 200);
    assert_eq!(house.ask(Method::DELETE, &path).producer().send().await.status, 204);
    assert_eq!(house.ask(Method::DELETE, &path).producer().send().await.problem(), (404, "not-found"));
    assert!(kept().await.is_empty());
    assert_eq!(house.post(&format!("{path}/restore")).producer().send().await.status, 204);
    assert_eq!(kept().await.len(), 1);
    assert_eq!(add(&house, json!({ "kind": "clock", "zone": "Asia/Tehran" })).await.status, 201);
}

#[tokio::test]
async fn what_cannot_be_shown_names_its_field() {
    let house = House::new().await;
    let image = "0000000000000000";
    for (content, field) in [
        (json!({ "kind": "topic", "text": "x".repeat(10_000) }), "content.text"),
        (json!({ "kind": "topic", "text": " \n " }), "content.text"),
        (json!({ "kind": "ticker", "text": "خیلی ".repeat(2_000) }), "content.text"),
        (json!({ "kind": "quote", "text": "a", "by": "🚰".repeat(10_000) }), "content.by"),
        (json!({ "kind": "clock", "zone": "Mars/Olympus" }), "content.zone"),
        (json!({ "kind": "clock", "zone": "../../../etc/passwd" }), "content.zone"),
        (json!({ "kind": "picture", "image": image }), "content.image"),
    ] {
        let reply = add(&house, content).await;
        assert_eq!((reply.problem(), reply.body["field"].as_str()), ((422, "invalid-field"), Some(field)));
    }
    for content in [json!({ "kind": "other" }), json!({ "kind": "logo", "image": "../../plenary.db" })] {
        assert_eq!(add(&house, content).await.problem(), (422, "invalid-field"));
    }
    for number in 0..60 {
        assert_eq!(add(&house, json!({ "kind": "topic", "text": number.to_string() })).await.status, 201);
    }
    assert_eq!(add(&house, json!({ "kind": "topic", "text": "one more" })).await.problem(), (409, "too-many-graphics"));
}
