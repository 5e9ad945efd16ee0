//! What the sound desk of each stage is set to.

step!("m0012_sound", TABLES);

const TABLES: &str = r#"
CREATE TABLE sound_strip (
    stage TEXT NOT NULL REFERENCES stage (id),
    source TEXT NOT NULL,               -- as scenes name it: kind and id
    settings TEXT NOT NULL,             -- JSON: gain, mute, on air, high-pass, gate, limiter
    PRIMARY KEY (stage, source)
);
CREATE TABLE sound_bed (
    stage TEXT PRIMARY KEY NOT NULL REFERENCES stage (id),
    settings TEXT NOT NULL              -- JSON: the clip, its level, how it makes room for speech
);
"#;
