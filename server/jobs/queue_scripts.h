// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/script.h"

namespace signalbox::jobs::scripts {

// What the console reads of queues, each in one go, so that it is cut to what is shown where it lies and one broken
// key spoils nothing else. They change nothing.

// KEYS: folders of queues (P:Q:). ARGV: since when failures are counted, by score. For each a list: error, is there,
// waiting, active, prioritized, delayed, waitingChildren, completed, failed, paused, concurrency, max, duration,
// limiter's value, its ms left, schedulers, by when the one that has waited longest could have run, failed since.
inline constexpr redis::Script glance("queues: glance", R"lua(
local answer = {}
for number, folder in ipairs(KEYS) do
    local trouble = ''
    local function ask(...)
        local reply = redis.pcall(...)
        if type(reply) == 'table' and reply.err then
            trouble = reply.err
            return false
        end
        return reply
    end
    local function count(...)
        return ask(...) or 0
    end
    local meta = ask('HMGET', folder .. 'meta', 'paused', 'concurrency', 'max', 'duration') or {}
    local oldest = false
    local function consider(at)
        if at and (not oldest or at < oldest) then
            oldest = at
        end
    end
    local function runnable(id)
        if not id then
            return
        end
        local job = ask('HMGET', folder .. id, 'timestamp', 'opts', 'processedOn') or {}
        local at = tonumber(job[1] or '')
        if not at then
            return
        end
        local isRead, opts = pcall(cjson.decode, job[2] or '{}')
        local delay = isRead and type(opts) == 'table' and tonumber(opts.delay)
        consider(math.max(at + (delay or 0), tonumber(job[3] or '') or 0))
    end
    for place = -1, 0 do
        runnable(ask('LINDEX', folder .. 'wait', place))
    end
    local above = '+inf' -- the first of each priority, from the lowest on
    for _ = 1, 16 do
        local last = (ask('ZREVRANGEBYSCORE', folder .. 'prioritized', above, '-inf', 'WITHSCORES', 'LIMIT', 0, 1) or {})[2]
        if not last then
            break
        end
        local first = string.format('%.0f', math.floor(tonumber(last) / 2^32) * 2^32)
        runnable((ask('ZRANGEBYSCORE', folder .. 'prioritized', first, '+inf', 'LIMIT', 0, 1) or {})[1])
        above = '(' .. first
    end
    local due = (ask('ZRANGE', folder .. 'delayed', 0, 0, 'WITHSCORES') or {})[2]
    consider(due and math.floor(tonumber(due) / 4096))
    answer[number] = {
        false,
        count('EXISTS', folder .. 'meta'),
        count('LLEN', folder .. 'wait') + count('LLEN', folder .. 'paused'),
        count('LLEN', folder .. 'active'),
        count('ZCARD', folder .. 'prioritized'),
        count('ZCARD', folder .. 'delayed'),
        count('ZCARD', folder .. 'waiting-children'),
        count('ZCARD', folder .. 'completed'),
        count('ZCARD', folder .. 'failed'),
        meta[1] and 1 or 0,
        meta[2] or '',
        meta[3] or '',
        meta[4] or '',
        ask('GET', folder .. 'limiter') or '',
        count('PTTL', folder .. 'limiter'),
        count('ZCARD', folder .. 'repeat'),
        oldest and string.format('%.0f', oldest) or '',
        count('ZCOUNT', folder .. 'failed', ARGV[1], '+inf'),
    }
    answer[number][1] = trouble
end
return answer
)lua");

// KEYS: events of queues. ARGV: how many of each at most, then for each the id after which. For each a list: error,
// then events, each {id, field, value...} with values cut.
inline constexpr redis::Script readEvents("queues: read events", R"lua(
local answer = {}
for number, key in ipairs(KEYS) do
    local reply = redis.pcall('XREAD', 'COUNT', ARGV[1], 'STREAMS', key, ARGV[number + 1])
    local told = {''}
    if type(reply) == 'table' and reply.err then
        told[1] = reply.err
    elseif reply then
        for _, entry in ipairs(reply[1][2]) do
            local event = {entry[1]}
            for place, word in ipairs(entry[2]) do
                if place > 16 then
                    break
                end
                event[place + 1] = string.sub(word, 1, 300)
            end
            told[#told + 1] = event
        end
    end
    answer[number] = told
end
return answer
)lua");

// KEYS: jobs. For each {timestamp, delay of its options, processedOn, finishedOn, attempts started, name}, empty when
// it isn't there.
inline constexpr redis::Script readTimes("queues: read times", R"lua(
local answer = {}
for number, key in ipairs(KEYS) do
    local job = redis.pcall('HMGET', key, 'timestamp', 'opts', 'processedOn', 'finishedOn', 'ats', 'name')
    if job.err or not job[1] then
        answer[number] = {}
    else
        local isRead, opts = pcall(cjson.decode, job[2] or '{}')
        local delay = isRead and type(opts) == 'table' and tonumber(opts.delay)
        answer[number] = {job[1], tostring(delay or 0), job[3] or '', job[4] or '', job[5] or '',
            string.sub(job[6] or '', 1, 200)}
    end
end
return answer
)lua");

// Rows of jobs. KEYS: the queue's folder. ARGV: how, suffix of the state's key, "1" from its end, filter as JSON or
// nothing, then by `how`
//   page: first, count
//   walk: count, index, id, score: where the last step ended (0 and nothing at first)
//   ids: ids
// {total, looked at, index, id, score, rows, whether a walk has come to the end}; a row is {id, state's suffix, score,
// at, whether it is there, name, data, progress, failedReason, timestamp, delay, priority, processedOn, finishedOn,
// attempts made, attempts, worker, parent, scheduler, lifo, index in its state's list, bytes of data, delay of its
// options, attempts started}. Data of more than 64 KiB is left out, unless it is searched.
inline constexpr redis::Script jobs("queues: jobs", R"lua(
local folder, how, suffix, newest = KEYS[1], ARGV[1], ARGV[2], ARGV[3] == '1'
local filter = ARGV[4] ~= '' and cjson.decode(ARGV[4]) or false
local key = folder .. suffix
local isList = suffix == 'wait' or suffix == 'active'
local found = {}

local function numberOr(text, fallback)
    return tonumber(text or '') or fallback
end

local function total()
    return redis.call(isList and 'LLEN' or 'ZCARD', key)
end

local function take(first, count)
    if count < 1 then
        return
    end
    local last = first + count - 1
    if isList and newest then
        for offset, id in ipairs(redis.call('LRANGE', key, first, last)) do
            found[#found + 1] = {id, '', suffix, first + offset - 1}
        end
    elseif isList then
        local ids = redis.call('LRANGE', key, -last - 1, -first - 1)
        for place = #ids, 1, -1 do
            found[#found + 1] = {ids[place], '', suffix}
        end
    else
        local pairs = redis.call(newest and 'ZREVRANGE' or 'ZRANGE', key, first, last, 'WITHSCORES')
        for place = 1, #pairs, 2 do
            found[#found + 1] = {pairs[place], pairs[place + 1], suffix}
        end
    end
end

-- Where the list has moved to meanwhile. Further away it isn't looked for: it has gone, most likely.
local near = 5000

local function placeAmong(id, first, last)
    first = math.max(first, 0)
    if last < first then
        return false
    end
    local ids = newest and redis.call('LRANGE', key, first, last) or redis.call('LRANGE', key, -last - 1, -first - 1)
    for offset, each in ipairs(ids) do
        if each == id then
            return newest and first + offset or first + #ids - offset + 1
        end
    end
    return false
end

local function listPlace(index, id)
    if id == '' or index == 0 then
        return index
    end
    return placeAmong(id, index - 1, index - 1) or placeAmong(id, index, index + near)
        or placeAmong(id, index - near, index - 2) or index
end

-- As Redis orders them, by their bytes: Lua's > asks the locale.
local function isAfter(one, other)
    for place = 1, math.min(#one, #other) do
        local left, right = string.byte(one, place), string.byte(other, place)
        if left ~= right then
            return left > right
        end
    end
    return #one > #other
end

local function isBeyond(place, score, id)
    local pair = redis.call(newest and 'ZREVRANGE' or 'ZRANGE', key, place, place, 'WITHSCORES')
    local other = tonumber(pair[2])
    if other ~= score then
        return (other > score) ~= newest
    end
    return pair[1] ~= id and isAfter(pair[1], id) ~= newest
end

local function setPlace(id, score)
    if score == '' then
        return 0
    end
    local low, high = 0, total()
    while low < high do
        local middle = math.floor((low + high) / 2)
        if isBeyond(middle, tonumber(score), id) then
            high = middle
        else
            low = middle + 1
        end
    end
    return low
end

-- A longer list isn't looked through for each job: Redis would answer nobody else for seconds.
local longest = 5000
local lengths = {}

local function isShort(list)
    lengths[list] = lengths[list] or redis.call('LLEN', folder .. list)
    return lengths[list] <= longest
end

local function isIn(list, id)
    return redis.call('LPOS', folder .. list, id)
end

local function isActive(id)
    if isShort('active') then
        return isIn('active', id)
    end
    return redis.call('EXISTS', folder .. id .. ':lock') == 1
end

local function waits(id, job)
    if isShort('wait') and isShort('paused') then
        return isIn('wait', id) or isIn('paused', id)
    end
    return (job[1] or job[5]) and not job[9] -- where else should it be
end

local function stateOf(id, job)
    for _, set in ipairs({'completed', 'failed', 'delayed', 'prioritized', 'waiting-children'}) do
        local score = redis.call('ZSCORE', folder .. set, id)
        if score then
            return set, score
        end
    end
    return isActive(id) and 'active' or waits(id, job) and 'wait' or '', ''
end

local index, lastId, lastScore, size = 0, '', '', 0
if how == 'page' then
    size = total()
    take(tonumber(ARGV[5]), tonumber(ARGV[6]))
elseif how == 'walk' then
    size = total()
    index = isList and listPlace(tonumber(ARGV[6]), ARGV[7]) or setPlace(ARGV[7], ARGV[8])
    take(index, tonumber(ARGV[5]))
else
    for place = 5, #ARGV do
        found[#found + 1] = {ARGV[place]}
    end
end

local function atOf(state, score, job)
    if state == 'completed' or state == 'failed' or state == 'waiting-children' then
        return numberOr(score, 0)
    elseif state == 'delayed' then
        return math.floor(numberOr(score, 0) / 4096)
    elseif state == 'active' then
        return numberOr(job[8], numberOr(job[5], 0))
    end
    return numberOr(job[5], 0)
end

local function has(text, part)
    return text and string.find(string.lower(text), part, 1, true)
end

local function matches(id, at, job)
    if filter.name and job[1] ~= filter.name then
        return false
    elseif filter.before and at >= filter.before or filter.after and at < filter.after then
        return false
    elseif filter.minAttempts and numberOr(job[11] or job[10], 0) < filter.minAttempts then
        return false
    elseif filter.failedReason and not has(job[13], filter.failedReason) then
        return false
    elseif filter.started and math.max(numberOr(job[5], 0), numberOr(job[8], 0), numberOr(job[9], 0)) > filter.started then
        return false
    end
    return not filter.q or has(id, filter.q) or has(job[1], filter.q) or has(job[2], filter.q) or has(job[13], filter.q)
end

-- Data and failures that are looked at take Redis its time, or who gets them all; who walks goes on where this ends.
local needsData = filter and (filter.q or filter.dataCut)
local mostData = (filter and filter.dataCut and 1 or 4) * 1024 * 1024
local read, looked = 0, 0

local function dataOf(key, size)
    if size > 65536 and not needsData then
        return ''
    end
    read = read + size
    return redis.call('HGET', key, 'data')
end

local rows = {}
for _, each in ipairs(found) do
    if how == 'walk' and read > mostData then
        break
    end
    looked = looked + 1
    local id, score, state = each[1], each[2], each[3]
    local key = folder .. id
    local job = redis.pcall('HMGET', key, 'name', 'no data yet', 'opts', 'progress', 'timestamp', 'delay', 'priority',
        'processedOn', 'finishedOn', 'atm', 'attemptsMade', 'pb', 'failedReason', 'parentKey', 'rjk', 'ats')
    local size = 0
    if job.err then
        job = {}
    else
        size = redis.call('HSTRLEN', key, 'data')
        job[2] = dataOf(key, size)
        read = read + (filter and #(job[13] or '') or 0)
    end
    if not state then
        state, score = stateOf(id, job)
    end
    local at = atOf(state, score, job)
    if not filter or matches(id, at, job) then
        local isRead, opts = pcall(cjson.decode, job[3] or '{}')
        opts = isRead and type(opts) == 'table' and opts or {}
        local attempts = tonumber(opts.attempts)
        rows[#rows + 1] = {id, state, score, string.format('%.0f', at), (job[1] or job[5]) and 1 or 0, job[1] or '',
            string.sub(job[2] or '', 1, filter and filter.dataCut or 800), string.sub(job[4] or '', 1, 1000),
            job[13] and string.sub(job[13], 1, filter and filter.failureCut or 1000), job[5] or '', job[6] or '',
            job[7] or '', job[8] or '', job[9] or '', job[11] or job[10] or '', attempts and string.format('%.0f', attempts) or '', job[12] or '', job[14] and 1 or 0,
            job[15] or '', opts.lifo and 1 or 0, each[4] or '', size, tostring(tonumber(opts.delay) or 0), job[16] or ''}
    end
end
if how == 'walk' then
    index = index + looked
    if looked > 0 then
        lastId, lastScore = found[looked][1], found[looked][2]
    end
end
return {size, looked, index, lastId, lastScore, rows, how == 'walk' and looked == #found and #found < tonumber(ARGV[5]) and 1 or 0}
)lua");

// One job. KEYS: the queue's folder, the job. ARGV: its id, most bytes of data, of stack traces and of each other
// field. Nothing when it isn't there, else {names of fields that were cut, lines of its log, lock or nil, processed,
// unprocessed, ignored, failed children, fields and values}. Of stack traces the end is left, the newest.
inline constexpr redis::Script job("queues: job", R"lua(
local key = KEYS[2]
if redis.call('TYPE', key).ok ~= 'hash' then
    return false
end
local names = redis.call('HKEYS', key)
local mostOf = {data = tonumber(ARGV[2]), stacktrace = tonumber(ARGV[3])}
local cut = {}
local fields = {}
for _, name in ipairs(names) do
    local value = redis.call('HGET', key, name)
    local most = mostOf[name] or tonumber(ARGV[4])
    if #value > most then
        value = name == 'stacktrace' and string.sub(value, -most) or string.sub(value, 1, most)
        cut[#cut + 1] = name
    end
    fields[#fields + 1] = name
    fields[#fields + 1] = value
end
return {cut, redis.call('LLEN', key .. ':logs'), redis.call('GET', key .. ':lock'), redis.call('HLEN', key .. ':processed'),
    redis.call('SCARD', key .. ':dependencies'), redis.call('HLEN', key .. ':failed'), redis.call('ZCARD', key .. ':unsuccessful'), fields}
)lua");

// Lines of a job's log. KEYS: its list. ARGV: the number of the first, from the end if it is negative; how many; most
// bytes of each. {all that there are, the number of the first that is told, lines, bytes of each before it was cut}.
inline constexpr redis::Script logLines("queues: log lines", R"lua(
local key, count, most = KEYS[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local total = redis.call('LLEN', key)
local from = tonumber(ARGV[1])
if from < 0 then
    from = total + from
end
from = math.max(0, math.min(from, total))
local lines, sizes = {}, {}
for first = from, math.min(from + count, total) - 1, 50 do -- not all in memory at once: they may be long
    for _, line in ipairs(redis.call('LRANGE', key, first, math.min(first + 50, from + count) - 1)) do
        lines[#lines + 1] = string.sub(line, 1, most)
        sizes[#sizes + 1] = #line
    end
end
return {total, from, lines, sizes}
)lua");

} // namespace signalbox::jobs::scripts
