//! Keys of machines that direct the stage.

step!("m0008_hands", TABLES);

const TABLES: &str = r#"
CREATE TABLE hands_key (
    id TEXT PRIMARY KEY NOT NULL,
    summit TEXT NOT NULL REFERENCES summit (id),
    name TEXT NOT NULL,                 -- as the crew reads it
    token_sha256 BLOB NOT NULL UNIQUE,  -- the only form in which the key is kept
    created INTEGER NOT NULL,
    revoked INTEGER                     -- when a producer took it back; the name stays for the journal
);
CREATE INDEX hands_key_summit ON hands_key (summit, created);
"#;
