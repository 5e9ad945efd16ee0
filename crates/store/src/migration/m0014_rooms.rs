//! The rooms in which guests wait, and who is in which.

step!("m0014_rooms", TABLES);

const TABLES: &str = r"
CREATE TABLE room (
    id      TEXT PRIMARY KEY NOT NULL,
    summit  TEXT NOT NULL REFERENCES summit (id) ON DELETE CASCADE,
    name    TEXT NOT NULL,    -- as crew and guests read it
    place   INTEGER NOT NULL  -- 0 for the first
);
CREATE INDEX room_summit ON room (summit, place);
-- Everybody about whom something was decided; the others are where they are by themselves.
CREATE TABLE seat (
    summit   TEXT NOT NULL REFERENCES summit (id) ON DELETE CASCADE,
    person   TEXT NOT NULL,   -- the source that waits
    room     TEXT,            -- green or a room's id; nothing for where they are by themselves
    reason   TEXT,            -- why they were sent out; nothing while they are not
    picture  TEXT NOT NULL,   -- JSON: what they see
    PRIMARY KEY (summit, person)
);
CREATE TABLE room_change (
    sequence  INTEGER PRIMARY KEY NOT NULL REFERENCES journal (sequence), -- who and when
    summit    TEXT NOT NULL REFERENCES summit (id) ON DELETE CASCADE,
    change    TEXT NOT NULL,  -- JSON: what was before and what is after
    undone    BOOLEAN NOT NULL
);
CREATE INDEX room_change_summit ON room_change (summit, sequence);
";
