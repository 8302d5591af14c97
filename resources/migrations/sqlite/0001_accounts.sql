-- Users, their sessions and tokens, and what admins did to them. Times are milliseconds since the epoch (UTC), ids are
-- UUIDs of version 7. Statements stand apart by an empty line.

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL, -- case folded by the program, as name_key
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    search TEXT NOT NULL GENERATED ALWAYS AS (email_key || char(10) || name_key) VIRTUAL,
    role TEXT NOT NULL CHECK (role IN ('user', 'editor', 'admin')),
    password_hash TEXT NOT NULL,
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

CREATE INDEX users_search ON users (search);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    revoked_at BIGINT
);

CREATE INDEX sessions_user ON sessions (user_id, last_used_at);

CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE refresh_tokens (
    hash BLOB NOT NULL PRIMARY KEY, -- SHA-256
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);

-- Access tokens that were made before denied_before_ms no longer count, of a user or of one of its sessions. Rows
-- become visible in the order of `sequence`, so that who has read up to one of them has missed none.
CREATE TABLE token_denials (
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id TEXT NOT NULL,
    session_id TEXT,
    denied_before_ms BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX token_denials_expiry ON token_denials (expires_at);

CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_id TEXT, -- NULL: the program itself, or the holder of the run token
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    target_type TEXT NOT NULL,
    target_id TEXT NOT NULL,
    target_name TEXT NOT NULL,
    before TEXT, -- JSON
    after TEXT, -- JSON
    address TEXT NOT NULL,
    request_id TEXT NOT NULL
);

CREATE INDEX audit_at ON audit (at, id);

CREATE INDEX audit_actor ON audit (actor_id, at, id);

CREATE INDEX audit_target ON audit (target_id, at, id);

CREATE INDEX audit_action ON audit (action, at, id);
