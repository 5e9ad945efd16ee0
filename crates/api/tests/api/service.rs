use axum::http::Method;
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn machines_learn_whether_the_server_lives_and_is_ready() {
    let house = House::new().await;
    assert_eq!(house.get("/livez").send().await.status, 200);
    assert_eq!(house.get("/readyz").send().await.status, 200);
    house.stop.cancel();
    assert_eq!(house.get("/readyz").send().await.problem(), (503, "shutting-down"));
    assert_eq!(house.get("/livez").send().await.status, 200);
}

#[tokio::test]
async fn a_server_whose_database_is_gone_is_not_ready_and_changes_nothing() {
    let house = House::new().await;
    std::fs::remove_file(house.folder.path().join("plenary.db")).unwrap();
    assert_eq!(house.get("/readyz").send().await.problem(), (503, "storage-unwritable"));
    let new = json!({ "name": "Wanjiru", "language": "sw" });
    let reply = house.post("/api/v1/speakers").producer().json(new).send().await;
    assert_eq!(reply.problem(), (503, "storage-unwritable"));
}

#[tokio::test]
async fn a_server_whose_show_has_ended_is_not_ready() {
    let house = House::new().await;
    house.show.fail();
    assert_eq!(house.get("/readyz").send().await.problem(), (503, "show-ended"));
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_for_programs_and_a_page_for_people() {
    let house = House::new().await;
    assert_eq!(house.get("/api/v1/nothing").send().await.problem(), (404, "not-found"));
    assert_eq!(house.post("/api").send().await.problem(), (404, "not-found"));
    assert_eq!(house.get("/missing.js").send().await.problem(), (404, "not-found"));
    assert_eq!(house.post("/control").send().await.problem(), (405, "method-not-allowed"));
    assert_eq!(
        house.ask(Method::DELETE, "/api/v1/summit").producer().send().await.problem(),
        (405, "method-not-allowed")
    );
    for path in ["/", "/control", "/join"] {
        let page = house.get(path).send().await;
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
        let text = String::from_utf8(page.bytes.to_vec()).unwrap();
        assert!(page.status == 200 || text.contains("make build"), "{path}");
        assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    }
}

#[tokio::test]
async fn answers_of_the_api_are_kept_by_nobody() {
    let house = House::new().await;
    assert_eq!(house.get("/api/v1/me").producer().send().await.header("cache-control"), "no-store");
    let document = house.get("/api/openapi.json").send().await;
    assert_eq!(document.status, 200);
    assert!(document.body["paths"]["/api/v1/stage/take"]["post"].is_object());
}

#[tokio::test]
async fn a_public_server_keeps_its_cookies_and_browsers_on_tls() {
    let bench = std::sync::Arc::new(crate::stand_in::Bench::default());
    let house = House::with(|options| options.origin = "https://summit.example".into(), bench).await;
    let reply = house.get("/api/v1/summit").send().await;
    assert!(reply.header("strict-transport-security").starts_with("max-age="));
    let link = house.post("/api/v1/producers").producer().json(json!({ "name": "Grace" })).send().await;
    let path = format!("/api/v1/producers/{}/link", link.body["id"].as_str().unwrap());
    let link = house.post(&path).producer().send().await;
    let token = link.body["url"].as_str().unwrap().strip_prefix("https://summit.example/join#").unwrap().to_owned();
    let bound = house.post("/api/v1/link/bind").json(json!({ "token": token })).send().await;
    assert!(bound.header("set-cookie").contains("; Secure"));
}

/// Before the application is built there is nothing to compress; afterwards its start page is the sample.
#[tokio::test]
async fn pages_come_compressed_and_once() {
    let house = House::new().await;
    let page = house.get("/control").header("accept-encoding", "gzip;q=0.5, br").send().await;
    if page.status != 200 {
        return;
    }
    assert_eq!((page.header("content-encoding"), page.header("vary")), ("br", "accept-encoding"));
    assert_eq!(page.header("cache-control"), "no-cache");
    let plain = house.get("/control").send().await;
    assert_eq!(plain.header("content-encoding"), "");
    assert_ne!(plain.header("etag"), page.header("etag"), "the two are different bytes");
    let known = house.get("/control").header("if-none-match", plain.header("etag")).send().await;
    assert_eq!((known.status.as_u16(), known.bytes.len()), (304, 0));
    let text = String::from_utf8(plain.bytes.to_vec()).unwrap();
    let script = text.split('"').find(|part| part.starts_with("/_app/immutable/") && part.ends_with(".js")).unwrap();
    let script = house.get(script).send().await;
    assert_eq!(script.status, 200);
    assert_eq!(script.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(script.header("content-type").starts_with("text/javascript"));
    let policy = plain.header("content-security-policy");
    let inline = text.matches("<script>").count();
    assert!(policy.matches("'sha256-").count() >= inline.min(1), "the page's own script may run");
}
