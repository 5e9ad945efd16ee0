//! The first tables: a summit, its people, its plan and its record.

step!("m0001_summit", TABLES);

/// Ids are 16 characters, times are milliseconds since 1970 in UTC, values of several parts are JSON.
const TABLES: &str = r#"
CREATE TABLE summit (
    id TEXT PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    ground INTEGER NOT NULL,            -- 0xRRGGBB, behind the slate
    accent INTEGER NOT NULL,            -- 0xRRGGBB, lines on it
    starts INTEGER,                     -- what the slate counts down to
    open BOOLEAN NOT NULL,              -- whether anyone may watch without a link
    created INTEGER NOT NULL
);
CREATE TABLE stage (
    id TEXT PRIMARY KEY NOT NULL,
    summit TEXT NOT NULL REFERENCES summit (id),
    name TEXT NOT NULL,
    main BOOLEAN NOT NULL,              -- the one that viewers see when they ask for none
    scene TEXT NOT NULL,                -- JSON: what was taken last
    caption TEXT,                       -- JSON: the name graphic that was on last
    current_item TEXT,                  -- where the rundown stands
    current_since INTEGER,              -- since when
    running BOOLEAN NOT NULL            -- whether the rundown goes on by itself
);
CREATE INDEX stage_summit ON stage (summit);
CREATE TABLE item (
    id TEXT PRIMARY KEY NOT NULL,
    stage TEXT NOT NULL REFERENCES stage (id),
    place INTEGER NOT NULL,             -- 0 for the first, without gaps
    title TEXT NOT NULL,
    scene TEXT NOT NULL,                -- JSON
    caption TEXT,                       -- JSON
    transition TEXT NOT NULL,           -- JSON
    planned_s INTEGER NOT NULL,
    ending TEXT NOT NULL,               -- JSON: wait or follow
    notes TEXT NOT NULL
);
CREATE INDEX item_stage ON item (stage, place);
CREATE TABLE rehearsal (
    id TEXT PRIMARY KEY NOT NULL,
    summit TEXT NOT NULL REFERENCES summit (id),
    locations INTEGER NOT NULL,         -- how many it may bring
    speakers INTEGER NOT NULL,
    viewers INTEGER NOT NULL,
    admit BOOLEAN NOT NULL,             -- whether its locations are let in at once
    cast_at INTEGER,                    -- when the crowd was created
    expires INTEGER NOT NULL,           -- when it vanishes
    created INTEGER NOT NULL
);
CREATE TABLE speaker (
    id TEXT PRIMARY KEY NOT NULL,
    summit TEXT NOT NULL REFERENCES summit (id),
    rehearsal TEXT REFERENCES rehearsal (id) ON DELETE CASCADE, -- simulated by that crowd
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    language TEXT NOT NULL,             -- BCP 47
    secret TEXT NOT NULL UNIQUE,        -- unguessable part of the broadcast's name
    created INTEGER NOT NULL
);
CREATE INDEX speaker_summit ON speaker (summit, created);
CREATE INDEX speaker_rehearsal ON speaker (rehearsal);
CREATE TABLE location (
    id TEXT PRIMARY KEY NOT NULL,
    summit TEXT NOT NULL REFERENCES summit (id),
    rehearsal TEXT REFERENCES rehearsal (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    country TEXT NOT NULL,              -- ISO 3166-1 alpha-2 in lower case, zz for none
    admission TEXT NOT NULL,            -- JSON: waiting, admitted or refused
    secret TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL
);
CREATE INDEX location_summit ON location (summit, created);
CREATE INDEX location_rehearsal ON location (rehearsal);
CREATE TABLE producer (
    id TEXT PRIMARY KEY NOT NULL,
    summit TEXT NOT NULL REFERENCES summit (id),
    name TEXT NOT NULL,
    created INTEGER NOT NULL
);
CREATE TABLE clip (
    id TEXT PRIMARY KEY NOT NULL,
    summit TEXT NOT NULL REFERENCES summit (id),
    title TEXT NOT NULL,
    duration_ms INTEGER,                -- set once it can be shown
    failure TEXT,                       -- set when it cannot: why, in plain words
    created INTEGER NOT NULL
);
CREATE TABLE browser (
    id TEXT PRIMARY KEY NOT NULL,
    token_sha256 BLOB NOT NULL UNIQUE,  -- of the cookie; the cookie itself is nowhere
    created INTEGER NOT NULL
);
CREATE TABLE link (
    id TEXT PRIMARY KEY NOT NULL,
    summit TEXT NOT NULL REFERENCES summit (id),
    role TEXT NOT NULL,                 -- producer, speaker, location or rehearsal
    holder TEXT NOT NULL,               -- the id of that person
    token_sha256 BLOB NOT NULL UNIQUE,  -- of the link's token; the token itself is nowhere
    expires INTEGER NOT NULL,
    browser TEXT REFERENCES browser (id) ON DELETE SET NULL, -- the one that holds it
    bound INTEGER,                      -- since when
    revoked INTEGER,                    -- when a producer took it back
    created INTEGER NOT NULL
);
CREATE INDEX link_holder ON link (holder);
CREATE INDEX link_browser ON link (browser);
-- Two working links of one person cannot exist, whatever the program does.
CREATE UNIQUE INDEX link_one_for_each ON link (role, holder) WHERE revoked IS NULL;
CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY NOT NULL, -- 1 for the first, without gaps
    summit TEXT NOT NULL REFERENCES summit (id),
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,                -- JSON
    action TEXT NOT NULL,               -- noun.verb
    detail TEXT NOT NULL                -- JSON with ids, never tokens or addresses
);
CREATE TRIGGER journal_keeps_what_it_has BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_changes_nothing BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
"#;
