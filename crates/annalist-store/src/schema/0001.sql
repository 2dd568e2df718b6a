-- Version 1. Columns and views are explained in docs/annals.md; change nothing here, add a new version instead.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO meta VALUES ('revision', '0');

CREATE TABLE reports (
    key       INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    digest    TEXT NOT NULL,
    coder     TEXT NOT NULL,
    published TEXT,
    publisher TEXT,
    agency    TEXT,
    headline  TEXT,
    url       TEXT,
    language  TEXT,
    text      TEXT NOT NULL,
    record    TEXT NOT NULL,
    sketch    BLOB NOT NULL
);
CREATE INDEX reports_published ON reports (published);

CREATE TABLE places (
    key       INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    country   TEXT NOT NULL,
    admin1    TEXT NOT NULL,
    lat       REAL,
    lon       REAL,
    geonames  INTEGER,
    precision TEXT NOT NULL
);
CREATE UNIQUE INDEX places_identity ON places (name, country, admin1, precision, ifnull(lat, 0), ifnull(lon, 0));
CREATE VIRTUAL TABLE places_box USING rtree (key, south, north, west, east);

CREATE TABLE actors (
    key     INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    country TEXT NOT NULL,
    UNIQUE (name, country)
);

CREATE TABLE events (
    key            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    report         INTEGER NOT NULL REFERENCES reports (key),
    position       INTEGER NOT NULL,
    status         TEXT NOT NULL CHECK (status IN ('coded', 'edited', 'added', 'rejected', 'withdrawn')),
    type           TEXT NOT NULL,
    mode           TEXT,
    modes          TEXT NOT NULL,
    contexts       TEXT NOT NULL,
    auxiliary      TEXT NOT NULL,
    cameo          TEXT,
    quad_code      INTEGER NOT NULL,
    event_scale    REAL NOT NULL,
    date           TEXT,
    enddate        TEXT,
    first_day      TEXT,
    last_day       TEXT,
    date_precision TEXT NOT NULL,
    date_source    TEXT NOT NULL,
    place          INTEGER REFERENCES places (key),
    loc_source     TEXT NOT NULL,
    dead_low       INTEGER,
    dead_high      INTEGER,
    injured_low    INTEGER,
    injured_high   INTEGER,
    size_low       INTEGER,
    size_high      INTEGER,
    denied         INTEGER NOT NULL,
    confidence     REAL NOT NULL,
    rule           TEXT NOT NULL,
    trigger_start  INTEGER,
    revision       INTEGER NOT NULL
);
CREATE INDEX events_report ON events (report, position);
CREATE INDEX events_day ON events (first_day);
CREATE INDEX events_type ON events (type, first_day);
CREATE INDEX events_place ON events (place);
CREATE INDEX events_revision ON events (revision);

CREATE TABLE event_records (
    event  INTEGER PRIMARY KEY REFERENCES events (key),
    record TEXT NOT NULL,
    coded  TEXT
);

CREATE TABLE parties (
    event    INTEGER NOT NULL REFERENCES events (key),
    role     TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
    position INTEGER NOT NULL,
    text     TEXT NOT NULL,
    actor    INTEGER REFERENCES actors (key),
    country  TEXT,
    sector   TEXT,
    sectors  TEXT NOT NULL,
    PRIMARY KEY (event, role, position)
) WITHOUT ROWID;
CREATE INDEX parties_actor ON parties (actor, role);
CREATE INDEX parties_country ON parties (country, sector);

CREATE TABLE statements (
    key            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    report         INTEGER NOT NULL REFERENCES reports (key),
    speaker        INTEGER REFERENCES actors (key),
    source         TEXT,
    source_country TEXT,
    source_sectors TEXT NOT NULL,
    role           TEXT,
    addressee      TEXT,
    channel        TEXT,
    date           TEXT,
    cue            TEXT NOT NULL,
    class          TEXT NOT NULL,
    form           TEXT NOT NULL,
    polarity       TEXT NOT NULL,
    certainty      TEXT NOT NULL,
    content        TEXT NOT NULL,
    record         TEXT NOT NULL
);
CREATE INDEX statements_report ON statements (report);
CREATE INDEX statements_speaker ON statements (speaker, date);

CREATE TABLE event_statements (
    event     INTEGER NOT NULL REFERENCES events (key),
    statement INTEGER NOT NULL REFERENCES statements (key),
    relation  TEXT NOT NULL CHECK (relation IN ('word', 'about', 'act')),
    polarity  TEXT,
    certainty TEXT,
    PRIMARY KEY (event, statement, relation)
) WITHOUT ROWID;
CREATE INDEX event_statements_statement ON event_statements (statement);

CREATE TABLE incidents (
    key          INTEGER PRIMARY KEY AUTOINCREMENT,
    type         TEXT NOT NULL,
    mode         TEXT,
    first_day    TEXT,
    last_day     TEXT,
    place        INTEGER REFERENCES places (key),
    events       INTEGER NOT NULL,
    reports      INTEGER NOT NULL,
    sources      INTEGER NOT NULL,
    first_report INTEGER REFERENCES reports (key),
    dead_low     INTEGER,
    dead_high    INTEGER,
    merged_into  INTEGER REFERENCES incidents (key)
);
CREATE INDEX incidents_day ON incidents (first_day);

CREATE TABLE incident_events (
    event    INTEGER PRIMARY KEY REFERENCES events (key),
    incident INTEGER NOT NULL REFERENCES incidents (key),
    score    REAL,
    because  TEXT NOT NULL,
    by_hand  INTEGER NOT NULL
);
CREATE INDEX incident_events_incident ON incident_events (incident);

CREATE TABLE incident_blocks (
    value INTEGER NOT NULL,
    day   INTEGER NOT NULL,
    event INTEGER NOT NULL,
    PRIMARY KEY (value, day, event)
) WITHOUT ROWID;

CREATE TABLE corrections (
    key    INTEGER PRIMARY KEY AUTOINCREMENT,
    action TEXT NOT NULL CHECK (action IN ('reject', 'edit', 'add', 'restore', 'join', 'split')),
    event  TEXT,
    report TEXT,
    edit   TEXT NOT NULL,
    coded  TEXT
);
CREATE INDEX corrections_report ON corrections (report);
CREATE INDEX corrections_of_incidents ON corrections (action) WHERE action IN ('join', 'split');

CREATE VIRTUAL TABLE event_words USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE report_words USING fts5 (
    headline, text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

CREATE VIEW annals AS
SELECT e.id, e.first_day AS day, e.date, e.enddate, e.date_precision, e.type, e.mode, e.contexts, e.auxiliary,
       (SELECT group_concat(ifnull(a.name, p.text), '; ') FROM parties p LEFT JOIN actors a ON a.key = p.actor
        WHERE p.event = e.key AND p.role = 'actor') AS actor,
       (SELECT group_concat(p.country, '; ') FROM parties p WHERE p.event = e.key AND p.role = 'actor') AS actor_country,
       (SELECT group_concat(p.sectors, '; ') FROM parties p WHERE p.event = e.key AND p.role = 'actor') AS actor_sector,
       (SELECT group_concat(ifnull(a.name, p.text), '; ') FROM parties p LEFT JOIN actors a ON a.key = p.actor
        WHERE p.event = e.key AND p.role = 'recipient') AS recipient,
       (SELECT group_concat(p.country, '; ') FROM parties p
        WHERE p.event = e.key AND p.role = 'recipient') AS recipient_country,
       (SELECT group_concat(p.sectors, '; ') FROM parties p
        WHERE p.event = e.key AND p.role = 'recipient') AS recipient_sector,
       l.name AS place, l.country AS place_country, l.admin1, l.lat, l.lon,
       e.dead_low, e.dead_high, e.injured_low, e.injured_high, e.size_low, e.size_high,
       e.denied, e.confidence, e.status, i.incident, x.record ->> '$.text' AS sentence,
       r.id AS report, r.publisher, r.published, r.headline
FROM events e
JOIN reports r ON r.key = e.report
JOIN event_records x ON x.event = e.key
LEFT JOIN places l ON l.key = e.place
LEFT JOIN incident_events i ON i.event = e.key
WHERE e.status NOT IN ('rejected', 'withdrawn');

CREATE VIEW said AS
SELECT s.id, ifnull(a.name, s.source) AS speaker, s.role, s.source_country, s.source_sectors, s.date, s.cue, s.class,
       s.form, s.polarity, s.certainty, s.content, s.addressee, s.channel, r.id AS report, r.publisher, r.published
FROM statements s
JOIN reports r ON r.key = s.report
LEFT JOIN actors a ON a.key = s.speaker;

CREATE VIEW on_whose_word AS
SELECT e.id AS event, e.type, e.first_day AS day, i.incident, ifnull(a.name, s.source) AS speaker, s.source_country,
       w.polarity, w.certainty, s.cue, e.dead_low, e.dead_high, r.publisher, r.published
FROM event_statements w
JOIN events e ON e.key = w.event
JOIN statements s ON s.key = w.statement
JOIN reports r ON r.key = e.report
LEFT JOIN actors a ON a.key = s.speaker
LEFT JOIN incident_events i ON i.event = e.key
WHERE w.relation = 'word' AND e.status NOT IN ('rejected', 'withdrawn');

CREATE VIEW incident_reports AS
SELECT DISTINCT i.incident, r.id AS report, r.publisher, r.agency, r.published, r.headline
FROM incident_events i
JOIN events e ON e.key = i.event
JOIN reports r ON r.key = e.report
WHERE e.status NOT IN ('rejected', 'withdrawn');
