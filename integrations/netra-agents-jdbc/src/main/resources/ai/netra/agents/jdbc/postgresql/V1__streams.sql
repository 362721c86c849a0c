-- Netra Agents: runs and conversations in PostgreSQL, version 1.
-- May be run by hand, in one transaction; the store then finds it done. Tables that are named otherwise replace netra_ throughout.

CREATE TABLE netra_schema (
    version    INT PRIMARY KEY,
    script     TEXT NOT NULL,
    applied_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);

-- A run's journal or a conversation. The id is its generation: a stream that begins after a deletion has another one.
CREATE TABLE netra_streams (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      TEXT COLLATE "C" NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL CHECK (kind IN ('run', 'thread')),
    name         TEXT COLLATE "C" NOT NULL, -- the run's id, or the thread's
    thread_id    TEXT COLLATE "C" NOT NULL,
    version      BIGINT NOT NULL,
    writer       TEXT NOT NULL,
    phase        TEXT COLLATE "C" CHECK (phase IN ('running', 'suspended', 'ended')),
    begun_at     TIMESTAMPTZ NOT NULL,
    changed_at   TIMESTAMPTZ NOT NULL,
    leased_until TIMESTAMPTZ,
    CONSTRAINT ix_netra_streams_name UNIQUE (user_id, kind, name),
    CHECK ((kind = 'run') = (phase IS NOT NULL)),
    CHECK ((phase IS NOT DISTINCT FROM 'running') = (leased_until IS NOT NULL))
) WITH (fillfactor = 70); -- room for updates in place: no index holds a column that every append changes

CREATE INDEX ix_netra_streams_thread ON netra_streams (thread_id, user_id, kind, name);
CREATE INDEX ix_netra_streams_unfinished ON netra_streams (thread_id, user_id, name) WHERE phase IN ('running', 'suspended');
CREATE INDEX ix_netra_streams_running ON netra_streams (id) WHERE phase = 'running';

-- Its key is the last word on who appended: of two records of one version there is one.
CREATE TABLE netra_records (
    stream      BIGINT NOT NULL REFERENCES netra_streams (id) ON DELETE CASCADE,
    version     BIGINT NOT NULL,
    writer      TEXT NOT NULL,
    kind        TEXT NOT NULL,
    schema_no   INT NOT NULL,
    payload     BYTEA NOT NULL,
    appended_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (stream, version)
);

CREATE TABLE netra_snapshots (
    stream    BIGINT PRIMARY KEY REFERENCES netra_streams (id) ON DELETE CASCADE,
    version   BIGINT NOT NULL,
    kind      TEXT NOT NULL,
    schema_no INT NOT NULL,
    payload   BYTEA NOT NULL
);

INSERT INTO netra_schema (version, script) VALUES (1, 'V1__streams.sql');
