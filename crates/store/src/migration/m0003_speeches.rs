//! Recorded speeches: whose they are, what their check found, what a producer thinks of them, and subtitles.

step!("m0003_speeches", TABLES);

const TABLES: &str = r#"
ALTER TABLE clip ADD COLUMN speaker TEXT REFERENCES speaker (id) ON DELETE SET NULL; -- who speaks in it
ALTER TABLE clip ADD COLUMN bytes INTEGER;                           -- of its upload; nothing once all are here
ALTER TABLE clip ADD COLUMN approved BOOLEAN NOT NULL DEFAULT TRUE;   -- whether it may go on air
ALTER TABLE clip ADD COLUMN sent_back TEXT;                          -- why its speaker is to send another one
ALTER TABLE clip ADD COLUMN in_ms INTEGER NOT NULL DEFAULT 0;        -- where its shown part begins
ALTER TABLE clip ADD COLUMN out_ms INTEGER;                          -- where it ends; nothing for its own end
ALTER TABLE clip ADD COLUMN report TEXT;                             -- JSON: what its check found
CREATE TABLE clip_subtitle (
    clip TEXT NOT NULL REFERENCES clip (id) ON DELETE CASCADE,
    language TEXT NOT NULL,             -- BCP 47
    webvtt TEXT NOT NULL,
    PRIMARY KEY (clip, language)
);
"#;
