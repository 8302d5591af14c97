// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/redis_words.h"

#include <QDateTime>

namespace signalbox::test {

// As many jobs as are wanted, in one go: "wait", "prioritized", "failed", "completed", "delayed", "waiting-children" or
// "active". Those of an age come last where their state isn't ordered by it.
inline void placeJobs(RedisWords &words, const QByteArray &folder, const QByteArray &state, int count,
                      const QByteArray &prefix = {}, qint64 ageMs = 0)
{
    const QByteArray script = R"lua(
        local folder, state, count, prefix, now = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
        local age = tonumber(ARGV[6])
        for number = 1, count do
            local id = prefix .. number
            local at = string.format('%.0f', now - age - count + number - 1000)
            redis.call('HSET', folder .. id, 'name', 'n', 'data', '{"to":"user' .. number .. '"}', 'opts',
                '{"attempts":3}', 'timestamp', at, 'priority', 0, 'delay', 0)
            if state == 'wait' or state == 'active' then
                redis.call('LPUSH', folder .. state, id)
            elseif state == 'prioritized' then
                redis.call('ZADD', folder .. state, string.format('%.0f', (age > 0 and 9 or 1) * 2^32 + number), id)
            elseif state == 'delayed' then
                redis.call('ZADD', folder .. state, string.format('%.0f', (now + 1e6 + age + number) * 4096), id)
            else
                redis.call('ZADD', folder .. state, at, id)
                redis.call('HSET', folder .. id, 'finishedOn', at, 'processedOn', at, 'failedReason', 'No', 'atm', 3)
            end
        end)lua";
    words.say({"EVAL", script, "0", folder, state, QByteArray::number(count), prefix + state + '-',
               QByteArray::number(QDateTime::currentMSecsSinceEpoch()), QByteArray::number(ageMs)});
}

} // namespace signalbox::test
