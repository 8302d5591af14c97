// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/redis_words.h"

namespace signalbox::test {

inline QByteArrayList textsOf(const redis::Reply &reply)
{
    QByteArrayList texts;
    for (const redis::Reply &each : reply.items)
        texts.append(each.bytes);
    std::sort(texts.begin(), texts.end());
    return texts;
}

// What is wrong with a queue's keys: a job that is in two places or in none, a place without its job, what is left of a
// job that is gone, a scheduler that will never run again. The folder is P:Q:.
inline QByteArrayList brokenIn(RedisWords &words, const QByteArray &folder)
{
    const QByteArray script = R"lua(
        local folder = KEYS[1]
        local broken, places = {}, {}
        local function place(ids, name)
            for _, id in ipairs(ids) do
                if places[id] then
                    broken[#broken + 1] = id .. ' is in ' .. places[id] .. ' and in ' .. name
                end
                places[id] = name
            end
        end
        for _, name in ipairs({'wait', 'active', 'paused'}) do
            place(redis.call('LRANGE', folder .. name, 0, -1), name)
        end
        for _, name in ipairs({'prioritized', 'delayed', 'waiting-children', 'completed', 'failed'}) do
            place(redis.call('ZRANGE', folder .. name, 0, -1), name)
        end
        for id, name in pairs(places) do
            local kept = redis.call('HMGET', folder .. id, 'name', 'data', 'opts', 'timestamp')
            if not (kept[1] and kept[2] and kept[3] and kept[4]) then
                broken[#broken + 1] = id .. ' is in ' .. name .. ', and is not whole'
            end
            local children = name == 'waiting-children' and redis.call('SMEMBERS', folder .. id .. ':dependencies')
            for _, child in ipairs(children or {}) do
                if redis.call('EXISTS', child) == 0 then
                    broken[#broken + 1] = id .. ' waits for ' .. child .. ', which is gone'
                end
            end
        end
        local schedulers = redis.call('ZRANGE', folder .. 'repeat', 0, -1, 'WITHSCORES')
        local isScheduler = {}
        for at = 1, #schedulers, 2 do
            isScheduler['repeat:' .. schedulers[at]] = true
            if not places['repeat:' .. schedulers[at] .. ':' .. schedulers[at + 1]] then
                broken[#broken + 1] = 'the scheduler ' .. schedulers[at] .. ' has no next job'
            end
        end
        local isOfQueue = {}
        for name in string.gmatch('wait active paused prioritized delayed waiting-children completed failed repeat meta id '
            .. 'events marker pc limiter stalled stalled-check', '%S+') do
            isOfQueue[name] = true
        end
        local isOfJob = {lock = true, logs = true, dependencies = true, processed = true, failed = true,
            unsuccessful = true}
        for _, key in ipairs(redis.call('KEYS', folder .. '*')) do
            local name = string.sub(key, #folder + 1)
            local start, last = string.match(name, '^(.*):([^:]+)$')
            local id = isOfJob[last] and start or name
            if string.sub(name, 1, 3) == 'de:' then
                id = redis.call('GET', key)
            end
            local isMetric = string.sub(name, 1, 8) == 'metrics:'
            if not isOfQueue[name] and not isMetric and not isScheduler[id] and not places[id] then
                broken[#broken + 1] = name .. ' is of a job that is nowhere'
            end
            if last == 'lock' and places[id] ~= 'active' then
                broken[#broken + 1] = id .. ' is locked and not active'
            end
        end
        return broken)lua";
    return textsOf(words.say({"EVAL", script, "1", folder}));
}

// All that a queue holds: its jobs in their order, and what is kept of each; without moments and what is counted on, so
// that it is the same whenever the same was done.
inline QByteArrayList shapeOf(RedisWords &words, const QByteArray &folder)
{
    const QByteArray script = R"lua(
        local shape = {}
        local function timeless(text)
            text = string.gsub(text, string.rep('%d', 13), 'T')
            text = string.gsub(text, '"delay":%d+,"prevMillis"', '"delay":T,"prevMillis"') -- of a scheduler's job
            return text
        end
        for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
            local kind = redis.call('TYPE', key).ok
            local held = {}
            if kind == 'list' then
                held = redis.call('LRANGE', key, 0, -1)
            elseif kind == 'zset' then
                held = redis.call('ZRANGE', key, 0, -1)
            elseif kind == 'set' then
                held = redis.call('SMEMBERS', key)
                table.sort(held)
            elseif kind == 'hash' then
                local fields = redis.call('HGETALL', key)
                local isScheduled = string.find(key, ':repeat:') -- by the time when that was done
                for at = 1, #fields, 2 do
                    if not isScheduled or (fields[at] ~= 'delay' and fields[at] ~= 'offset') then
                        held[#held + 1] = fields[at] .. '=' .. fields[at + 1]
                    end
                end
                table.sort(held)
            end
            shape[#shape + 1] = timeless(key .. ': ' .. table.concat(held, ' '))
        end
        return shape)lua";
    QByteArrayList shape = textsOf(words.say({"EVAL", script, "0", folder + '*'}));
    shape.removeIf([&](const QByteArray &line) {
        return line.startsWith(folder + "events:") || line.startsWith(folder + "id:")
            || line.startsWith(folder + "pc:");
    });
    return shape;
}

} // namespace signalbox::test
