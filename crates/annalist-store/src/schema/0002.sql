-- 1. What `annalist watch` knows of the feeds it asks, so that it goes on where it was.

CREATE TABLE feeds (
    address  TEXT PRIMARY KEY, -- as feeds.toml has it
    moved_to TEXT,             -- where the server said it has gone for good
    etag     TEXT,
    modified TEXT,             -- Last-Modified, as it came
    failures INTEGER NOT NULL, -- in a row
    next     INTEGER NOT NULL, -- not to be asked before, in seconds since 1970
    problem  TEXT              -- what was wrong last time
) WITHOUT ROWID;

CREATE TABLE feed_items (
    feed     TEXT NOT NULL,
    item     TEXT NOT NULL,    -- its address, else its identifier
    digest   TEXT NOT NULL,    -- of what the feed says of it
    attempts INTEGER NOT NULL, -- to fetch it; 0 once it is done
    seen     INTEGER NOT NULL, -- last, in seconds since 1970
    PRIMARY KEY (feed, item)
) WITHOUT ROWID;

-- 2. Lists of reports and statements come by their time.
CREATE INDEX reports_by_time ON reports (ifnull(published, ''), key);
CREATE INDEX statements_by_time ON statements (ifnull(date, ''), key);
