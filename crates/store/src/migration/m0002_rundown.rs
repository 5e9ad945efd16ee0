//! A plan for a crew: kinds, languages, times and notes of items, and every change of it.

step!("m0002_rundown", TABLES);

const TABLES: &str = r#"
ALTER TABLE item ADD COLUMN guid TEXT;                               -- UUID that it came with
ALTER TABLE item ADD COLUMN kind TEXT NOT NULL DEFAULT '"speech"';   -- JSON
ALTER TABLE item ADD COLUMN languages TEXT NOT NULL DEFAULT '[]';    -- JSON: BCP 47 tags
ALTER TABLE item ADD COLUMN starts INTEGER;                          -- by the wall clock
ALTER TABLE item ADD COLUMN backup TEXT;                             -- the source that takes over
ALTER TABLE item ADD COLUMN role_notes TEXT NOT NULL DEFAULT '{}';   -- JSON: notes by role
ALTER TABLE item ADD COLUMN aired_from INTEGER;                      -- when it was on air last
ALTER TABLE item ADD COLUMN aired_to INTEGER;                        -- nothing while it is
ALTER TABLE stage ADD COLUMN delay_ms INTEGER NOT NULL DEFAULT 0;     -- for how long the programme is held back
ALTER TABLE stage ADD COLUMN armed BOOLEAN NOT NULL DEFAULT FALSE;   -- whether backups take over by themselves
UPDATE item SET kind = CASE
    WHEN scene LIKE '%"slate"%' THEN '"slate"'
    WHEN scene NOT LIKE '%"full"%' THEN '"discussion"'
    WHEN scene LIKE '%"clip/%' THEN '"recorded"'
    WHEN scene LIKE '%"location/%' THEN '"call"'
    ELSE '"speech"' END;
CREATE TABLE rundown_change (
    sequence INTEGER PRIMARY KEY NOT NULL REFERENCES journal (sequence), -- who and when
    stage TEXT NOT NULL REFERENCES stage (id),
    change TEXT NOT NULL,               -- JSON: what was before and what is after
    undoes INTEGER REFERENCES rundown_change (sequence), -- the change that this one takes back
    undone BOOLEAN NOT NULL             -- whether a later change takes this one back
);
CREATE INDEX rundown_change_stage ON rundown_change (stage, sequence);
"#;
