-- What writes took out of the cache: a row is committed together with its write, and relayed once Redis was told, so
-- that it is told even when who wrote dies in between. Relayed rows stay for some seconds.

CREATE TABLE cache_outbox (
    sequence BIGINT NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    space TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    request_id TEXT COLLATE "C" NOT NULL,
    what TEXT COLLATE "C" NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    relayed_at BIGINT
);

CREATE INDEX cache_outbox_waiting ON cache_outbox (sequence) WHERE relayed_at IS NULL;

CREATE INDEX cache_outbox_relayed ON cache_outbox (relayed_at) WHERE relayed_at IS NOT NULL;
