//! Graphics that the crew prepared, and which of them are on air.

step!("m0010_graphics", TABLES);

const TABLES: &str = r#"
CREATE TABLE graphic (
    id TEXT PRIMARY KEY NOT NULL,
    summit TEXT NOT NULL REFERENCES summit (id) ON DELETE CASCADE,
    content TEXT NOT NULL,              -- JSON: its kind and what it shows
    created INTEGER NOT NULL,
    removed INTEGER                     -- when somebody removed it; it can be brought back
);
CREATE INDEX graphic_summit ON graphic (summit, created);
ALTER TABLE stage ADD COLUMN graphics TEXT NOT NULL DEFAULT '[]';   -- JSON: those on air, and whether an item brought them
ALTER TABLE item ADD COLUMN graphics TEXT NOT NULL DEFAULT '[]';    -- JSON: ids of those that come with it
ALTER TABLE summit ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';     -- IANA name: that of its clocks
"#;
