//! Run-throughs: copies of the show that only the crew sees, and what was learnt from them.

step!("m0018_run_through", TABLES);

const TABLES: &str = r"
ALTER TABLE summit ADD COLUMN rehearses TEXT REFERENCES summit (id); -- the summit that this one is a copy of, for its crew alone
ALTER TABLE summit ADD COLUMN ended INTEGER;                          -- when that copy was thrown away
CREATE TABLE run_through_item (
    item TEXT PRIMARY KEY NOT NULL,     -- of the copy
    plan TEXT NOT NULL                  -- the item of the plan that it was copied from
);
CREATE TABLE run_through_timing (
    item TEXT PRIMARY KEY NOT NULL,     -- of the plan
    summit TEXT NOT NULL REFERENCES summit (id),
    took_ms INTEGER,                    -- how long it took when it was run through last
    at INTEGER,                         -- when that was
    note TEXT NOT NULL                  -- what the crew wrote about it
);
CREATE INDEX run_through_timing_summit ON run_through_timing (summit);
";
