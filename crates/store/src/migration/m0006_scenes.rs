//! The crew's own arrangements of sources.

step!("m0006_scenes", TABLES);

const TABLES: &str = r"
CREATE TABLE scene_template (
    id       TEXT PRIMARY KEY NOT NULL,
    summit   TEXT NOT NULL REFERENCES summit (id) ON DELETE CASCADE,
    name     TEXT NOT NULL,    -- as the crew calls it
    places   TEXT NOT NULL,    -- JSON: one to nine places, from the back to the front, in ten-thousandths of the picture
    created  BIGINT NOT NULL   -- milliseconds since 1970
);
CREATE INDEX scene_template_summit ON scene_template (summit, created);
";
