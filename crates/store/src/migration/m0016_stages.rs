//! Local stages, and who and what belongs to one of them.

step!("m0016_stages", TABLES);

const TABLES: &str = r"
ALTER TABLE stage ADD COLUMN location TEXT REFERENCES location (id) ON DELETE SET NULL; -- who runs it; nobody runs the main one
ALTER TABLE stage ADD COLUMN removed INTEGER;                        -- when somebody removed it; it can be brought back
ALTER TABLE speaker ADD COLUMN stage TEXT REFERENCES stage (id);     -- the local one; nothing for the main one
ALTER TABLE clip ADD COLUMN stage TEXT REFERENCES stage (id);        -- likewise
ALTER TABLE producer ADD COLUMN stage TEXT REFERENCES stage (id);    -- the only one that they direct; nothing for all of them
ALTER TABLE graphic ADD COLUMN stage TEXT REFERENCES stage (id);     -- the local one that it is for; nothing for the main one
ALTER TABLE room ADD COLUMN stage TEXT REFERENCES stage (id);        -- whose guests wait in it; nothing for those of the main one
ALTER TABLE room_change ADD COLUMN stage TEXT REFERENCES stage (id); -- likewise
";
