//! The floor: who asks to speak, who speaks, and for how long they did.

step!("m0004_floor", TABLES);

const TABLES: &str = r#"
ALTER TABLE speaker ADD COLUMN country TEXT;     -- ISO 3166-1 alpha-2 in lower case, nothing when nobody said
ALTER TABLE speaker ADD COLUMN delegation TEXT;  -- party or organisation for which they speak
ALTER TABLE stage ADD COLUMN floor_rules TEXT;   -- JSON: what the crew decided about the floor
CREATE TABLE floor_request (
    id TEXT PRIMARY KEY NOT NULL,
    stage TEXT NOT NULL REFERENCES stage (id),
    place INTEGER NOT NULL,             -- 0 for the next, without gaps
    person TEXT NOT NULL,               -- the source that asks
    category TEXT NOT NULL,             -- JSON
    asked INTEGER NOT NULL
);
CREATE INDEX floor_request_stage ON floor_request (stage, place);
-- Names are kept with a speech: totals outlast the invitation of whoever spoke.
CREATE TABLE speech (
    id TEXT PRIMARY KEY NOT NULL,       -- of the request that led to it
    stage TEXT NOT NULL REFERENCES stage (id),
    person TEXT NOT NULL,               -- the source that spoke
    name TEXT NOT NULL,
    country TEXT NOT NULL,              -- zz for none
    delegation TEXT,
    category TEXT NOT NULL,             -- JSON
    asked INTEGER NOT NULL,
    given INTEGER NOT NULL,
    allowed_ms INTEGER,                 -- nothing for no limit
    started INTEGER,                    -- when they were on air with the floor; nothing while they are called
    spoken_ms INTEGER NOT NULL,         -- as it was counted last
    running BOOLEAN NOT NULL,           -- whether the clock ran then
    ended INTEGER                       -- nothing while they speak
);
CREATE INDEX speech_stage ON speech (stage, given);
"#;
