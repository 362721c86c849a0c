-- Netra Agents: runs and conversations in H2, version 1.
-- May be run by hand; the store then finds it done. Tables that are named otherwise replace netra_ throughout.
-- H2 commits each statement by itself, so that each may be run again: what was interrupted is completed.

CREATE TABLE IF NOT EXISTS netra_schema (
    version    INT PRIMARY KEY,
    script     VARCHAR(200) NOT NULL,
    applied_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);

-- A run's journal or a conversation. The id is its generation: a stream that begins after a deletion has another one.
CREATE TABLE IF NOT EXISTS netra_streams (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      VARCHAR(400) NOT NULL,
    kind         VARCHAR(10) NOT NULL CHECK (kind IN ('run', 'thread')),
    name         VARCHAR(400) NOT NULL, -- the run's id, or the thread's
    thread_id    VARCHAR(400) NOT NULL,
    version      BIGINT NOT NULL,
    writer       VARCHAR(128) NOT NULL,
    phase        VARCHAR(10) CHECK (phase IN ('running', 'suspended', 'ended')),
    begun_at     TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at   TIMESTAMP WITH TIME ZONE NOT NULL,
    leased_until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT ix_netra_streams_name UNIQUE (user_id, kind, name),
    CHECK ((kind = 'run') = (phase IS NOT NULL)),
    CHECK ((phase IS NOT DISTINCT FROM 'running') = (leased_until IS NOT NULL))
);

CREATE INDEX IF NOT EXISTS ix_netra_streams_thread ON netra_streams (thread_id, user_id, kind, name);
CREATE INDEX IF NOT EXISTS ix_netra_streams_unfinished ON netra_streams (thread_id, user_id, phase, name);
CREATE INDEX IF NOT EXISTS ix_netra_streams_running ON netra_streams (phase, leased_until);

-- Its key is the last word on who appended: of two records of one version there is one.
CREATE TABLE IF NOT EXISTS netra_records (
    stream      BIGINT NOT NULL REFERENCES netra_streams (id) ON DELETE CASCADE,
    version     BIGINT NOT NULL,
    writer      VARCHAR(128) NOT NULL,
    kind        VARCHAR(64) NOT NULL,
    schema_no   INT NOT NULL,
    payload     BLOB NOT NULL,
    appended_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (stream, version)
);

CREATE TABLE IF NOT EXISTS netra_snapshots (
    stream    BIGINT PRIMARY KEY REFERENCES netra_streams (id) ON DELETE CASCADE,
    version   BIGINT NOT NULL,
    kind      VARCHAR(64) NOT NULL,
    schema_no INT NOT NULL,
    payload   BLOB NOT NULL
);

MERGE INTO netra_schema (version, script) KEY (version) VALUES (1, 'V1__streams.sql');
