-- Users, their sessions and tokens, and what admins did to them. Times are milliseconds since the epoch (UTC), ids are
-- UUIDs of version 7. Texts sort by code point, as in SQLite. Statements stand apart by an empty line.

CREATE TABLE users (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    email TEXT COLLATE "C" NOT NULL,
    email_key TEXT COLLATE "C" NOT NULL, -- case folded by the program, as name_key
    name TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    search TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (email_key || E'\n' || name_key) STORED,
    role TEXT COLLATE "C" NOT NULL CHECK (role IN ('user', 'editor', 'admin')),
    password_hash TEXT COLLATE "C" NOT NULL,
    disabled_at BIGINT,
    disabled_until BIGINT, -- with disabled_at; NULL: for good
    last_seen_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX users_email ON users (email_key);

CREATE INDEX users_name ON users (name_key, id);

CREATE INDEX users_role ON users (role, id);

CREATE INDEX users_created ON users (created_at, id);

CREATE INDEX users_last_seen ON users (last_seen_at, id);

-- Who may not have the extension searches by a scan.
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'no pg_trgm: %', SQLERRM;
END $$;

DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
        CREATE INDEX users_search ON users USING gin (search gin_trgm_ops);
    END IF;
END $$;

CREATE TABLE sessions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    user_agent TEXT COLLATE "C" NOT NULL,
    revoked_at BIGINT
);

CREATE INDEX sessions_user ON sessions (user_id, last_used_at);

CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE refresh_tokens (
    hash BYTEA NOT NULL PRIMARY KEY, -- SHA-256
    session_id TEXT COLLATE "C" NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);

-- Access tokens that were made before denied_before_ms no longer count, of a user or of one of its sessions. Rows
-- become visible in the order of `sequence`, so that who has read up to one of them has missed none.
CREATE TABLE token_denials (
    sequence BIGINT NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    user_id TEXT COLLATE "C" NOT NULL,
    session_id TEXT COLLATE "C",
    denied_before_ms BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- One transaction at a time takes a number: else a later one could be seen before an earlier one.
CREATE FUNCTION token_denials_in_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM pg_advisory_xact_lock(7306284971002);
    RETURN NULL;
END $$;

CREATE TRIGGER token_denials_in_order BEFORE INSERT ON token_denials
    FOR EACH STATEMENT EXECUTE FUNCTION token_denials_in_order();

CREATE INDEX token_denials_expiry ON token_denials (expires_at);

CREATE TABLE audit (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_id TEXT COLLATE "C", -- NULL: the program itself, or the holder of the run token
    actor_name TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    target_type TEXT COLLATE "C" NOT NULL,
    target_id TEXT COLLATE "C" NOT NULL,
    target_name TEXT COLLATE "C" NOT NULL,
    before TEXT COLLATE "C", -- JSON
    after TEXT COLLATE "C", -- JSON
    address TEXT COLLATE "C" NOT NULL,
    request_id TEXT COLLATE "C" NOT NULL
);

CREATE INDEX audit_at ON audit (at, id);

CREATE INDEX audit_actor ON audit (actor_id, at, id);

CREATE INDEX audit_target ON audit (target_id, at, id);

CREATE INDEX audit_action ON audit (action, at, id);
