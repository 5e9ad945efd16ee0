//! The tables as SeaORM reads them. `migration` creates them and says what each column means.

macro_rules! table {
    ($(#[$doc:meta])* $module:ident, $name:literal, { $($(#[$attribute:meta])* $column:ident: $type:ty,)* }) => {
        $(#[$doc])*
        pub(crate) mod $module {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $name)]
            pub struct Model {
                $($(#[$attribute])* pub $column: $type,)*
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

table! { summit, "summit", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    title: String,
    ground: i64,
    accent: i64,
    starts: Option<i64>,
    open: bool,
    zone: String,
    created: i64,
    rehearses: Option<String>,
    ended: Option<i64>,
}}

table! { run_through_item, "run_through_item", {
    #[sea_orm(primary_key, auto_increment = false)]
    item: String,
    plan: String,
}}

table! { run_through_timing, "run_through_timing", {
    #[sea_orm(primary_key, auto_increment = false)]
    item: String,
    summit: String,
    took_ms: Option<i64>,
    at: Option<i64>,
    note: String,
}}

table! { stage, "stage", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    summit: String,
    name: String,
    main: bool,
    scene: String,
    caption: Option<String>,
    current_item: Option<String>,
    current_since: Option<i64>,
    running: bool,
    armed: bool,
    delay_ms: i32,
    floor_rules: Option<String>,
    graphics: String,
    location: Option<String>,
    removed: Option<i64>,
}}

table! { graphic, "graphic", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    summit: String,
    content: String,
    created: i64,
    removed: Option<i64>,
    stage: Option<String>,
}}

table! { scene_template, "scene_template", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    summit: String,
    name: String,
    places: String,
    created: i64,
}}

table! { item, "item", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    stage: String,
    place: i64,
    title: String,
    scene: String,
    caption: Option<String>,
    graphics: String,
    transition: String,
    planned_s: i64,
    ending: String,
    notes: String,
    guid: Option<String>,
    kind: String,
    languages: String,
    starts: Option<i64>,
    backup: Option<String>,
    role_notes: String,
    aired_from: Option<i64>,
    aired_to: Option<i64>,
}}

table! { rundown_change, "rundown_change", {
    #[sea_orm(primary_key, auto_increment = false)]
    sequence: i64,
    stage: String,
    change: String,
    undoes: Option<i64>,
    undone: bool,
}}

table! { floor_request, "floor_request", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    stage: String,
    place: i64,
    person: String,
    category: String,
    asked: i64,
}}

table! { speech, "speech", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    stage: String,
    person: String,
    name: String,
    country: String,
    delegation: Option<String>,
    category: String,
    asked: i64,
    given: i64,
    allowed_ms: Option<i64>,
    started: Option<i64>,
    spoken_ms: i64,
    running: bool,
    ended: Option<i64>,
}}

table! { room, "room", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    summit: String,
    name: String,
    place: i64,
    stage: Option<String>,
}}

table! { seat, "seat", {
    #[sea_orm(primary_key, auto_increment = false)]
    summit: String,
    #[sea_orm(primary_key, auto_increment = false)]
    person: String,
    room: Option<String>,
    reason: Option<String>,
    picture: String,
}}

table! { room_change, "room_change", {
    #[sea_orm(primary_key, auto_increment = false)]
    sequence: i64,
    summit: String,
    change: String,
    undone: bool,
    stage: Option<String>,
}}

table! { rehearsal, "rehearsal", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    summit: String,
    locations: i64,
    speakers: i64,
    viewers: i64,
    admit: bool,
    cast_at: Option<i64>,
    expires: i64,
    created: i64,
}}

table! { speaker, "speaker", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    summit: String,
    rehearsal: Option<String>,
    name: String,
    title: String,
    language: String,
    secret: String,
    created: i64,
    country: Option<String>,
    delegation: Option<String>,
    stage: Option<String>,
}}

table! { location, "location", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    summit: String,
    rehearsal: Option<String>,
    name: String,
    country: String,
    admission: String,
    secret: String,
    created: i64,
}}

table! { producer, "producer", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    summit: String,
    name: String,
    created: i64,
    stage: Option<String>,
}}

table! { clip, "clip", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    summit: String,
    title: String,
    duration_ms: Option<i64>,
    failure: Option<String>,
    created: i64,
    speaker: Option<String>,
    bytes: Option<i64>,
    approved: bool,
    sent_back: Option<String>,
    in_ms: i64,
    out_ms: Option<i64>,
    report: Option<String>,
    stage: Option<String>,
}}

table! { clip_subtitle, "clip_subtitle", {
    #[sea_orm(primary_key, auto_increment = false)]
    clip: String,
    #[sea_orm(primary_key, auto_increment = false)]
    language: String,
    webvtt: String,
}}

table! { browser, "browser", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    token_sha256: Vec<u8>,
    created: i64,
}}

table! { link, "link", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    summit: String,
    role: String,
    holder: String,
    token_sha256: Vec<u8>,
    expires: i64,
    browser: Option<String>,
    bound: Option<i64>,
    revoked: Option<i64>,
    created: i64,
}}

table! { hands_key, "hands_key", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    summit: String,
    name: String,
    token_sha256: Vec<u8>,
    created: i64,
    revoked: Option<i64>,
}}

table! { sound_strip, "sound_strip", {
    #[sea_orm(primary_key, auto_increment = false)]
    stage: String,
    #[sea_orm(primary_key, auto_increment = false)]
    source: String,
    settings: String,
}}

table! { sound_bed, "sound_bed", {
    #[sea_orm(primary_key, auto_increment = false)]
    stage: String,
    settings: String,
}}

table! { journal, "journal", {
    #[sea_orm(primary_key, auto_increment = false)]
    sequence: i64,
    summit: String,
    at: i64,
    actor: String,
    action: String,
    detail: String,
}}
