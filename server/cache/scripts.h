// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/script.h"

namespace signalbox::cache::scripts {

// What Redis does in one go. A value that must not be kept is kept out here.

// KEYS: value, lease. ARGV: token, lease's ms, "miss" | "refresh" | "fresh".
// {"value", value, ms left} | {"lease"}: it is ours | {"wait"}: somebody else has it (one without an end is nobody's)
inline constexpr redis::Script takeLease("cache: take lease", R"lua(
if ARGV[3] == 'miss' then
    local value = redis.call('GET', KEYS[1])
    if value then
        return {'value', value, redis.call('PTTL', KEYS[1])}
    end
end
if ARGV[3] == 'fresh' or redis.call('PTTL', KEYS[2]) == -1 then
    redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
    return {'lease'}
end
if redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2], 'NX') then
    return {'lease'}
end
return {'wait'}
)lua");

// KEYS: value, lease. ARGV: token, value, ms. 1 | 0: the lease is gone, so something was written
inline constexpr redis::Script fillLeased("cache: fill", R"lua(
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
    return 0
end
local stored = redis.pcall('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('DEL', KEYS[2])
return stored.err and stored or 1
)lua");

// KEYS: lease. ARGV: token.
inline constexpr redis::Script giveUpLease("cache: give up lease", R"lua(
if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('DEL', KEYS[1])
end
return 0
)lua");

// KEYS: version. ARGV: what comes before the version in the value's key. {value, ms left} | nil
inline constexpr redis::Script readVersioned("cache: read version", R"lua(
local version = redis.call('GET', KEYS[1])
if not version then
    return false
end
local key = ARGV[1] .. version
local value = redis.call('GET', key)
if not value then
    return false
end
return {value, redis.call('PTTL', key)}
)lua");

// KEYS: version, lease. ARGV: token, lease's ms, "miss" | "refresh" | "fresh", what comes before the version in the
// value's key, version's ms. As takeLease, with the version behind "lease" and "wait".
inline constexpr redis::Script takeVersion("cache: take version", R"lua(
local version = redis.call('GET', KEYS[1])
if not version then
    version = ARGV[1]
    redis.call('SET', KEYS[1], version, 'PX', ARGV[5])
end
if ARGV[3] == 'miss' then
    local key = ARGV[4] .. version
    local value = redis.call('GET', key)
    if value then
        return {'value', value, redis.call('PTTL', key)}
    end
end
if ARGV[3] == 'fresh' or redis.call('PTTL', KEYS[2]) == -1 then
    redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
    return {'lease', version}
end
if redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2], 'NX') then
    return {'lease', version}
end
return {'wait', version}
)lua");

// KEYS: version, lease. ARGV: token, value, ms, what comes before the version in the value's key, version, version's
// ms. 1 | 0: it is another version now
inline constexpr redis::Script fillVersioned("cache: fill version", R"lua(
local kept = 0
if redis.call('GET', KEYS[1]) == ARGV[5] then
    local stored = redis.pcall('SET', ARGV[4] .. ARGV[5], ARGV[2], 'PX', ARGV[3])
    redis.call('PEXPIRE', KEYS[1], ARGV[6])
    kept = stored.err and stored or 1
end
if redis.call('GET', KEYS[2]) == ARGV[1] then
    redis.call('DEL', KEYS[2])
end
return kept
)lua");

// KEYS: values. ARGV: a new version, or nothing for none; its ms; who says so, or nothing to say it to nobody. The same
// whatever the strategy, so that nodes may differ. A version that can't be set (out of memory) is as good deleted.
inline constexpr redis::Script invalidate("cache: invalidate", R"lua(
for _, key in ipairs(KEYS) do
    redis.call('DEL', key, key .. ':lease', key .. ':v')
    if ARGV[1] ~= '' then
        redis.pcall('SET', key .. ':v', ARGV[1], 'PX', ARGV[2])
    end
    if ARGV[3] ~= '' then
        redis.call('PUBLISH', 'cache:invalidated', ARGV[3] .. ' ' .. key)
        redis.call('PUBLISH', 'cache:invalidate', key)
    end
end
return #KEYS
)lua");

} // namespace signalbox::cache::scripts
