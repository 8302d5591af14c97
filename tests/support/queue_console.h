// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/cached_server.h"

#include <QDateTime>

namespace signalbox::test {

// A server, and who works on its queues as an admin: for tests to inherit. Main thread.
class QueueConsoleServer : protected CachedServer {
protected:
    static QByteArray queueId(const QByteArray &name, const QByteArray &connection = "own")
    {
        return idOf(connection + '\0' + "bull" + '\0' + name);
    }
    static QByteArray path(const QByteArray &rest = {}, const QByteArray &name = "mail")
    {
        return "/admin/queues/" + queueId(name) + rest;
    }
    void make(const QByteArray &name = "mail")
    {
        m_words->say({"HSET", "bull:" + name + ":meta", "opts.maxLenEvents", "10000"});
    }
    // As many jobs as are wanted, in one go: "wait", "prioritized", "failed", "completed", "delayed",
    // "waiting-children" or "active". Those of an age come last where their state isn't ordered by it.
    void fill(const QByteArray &state, int count, const QByteArray &name = "mail", const QByteArray &prefix = {},
              qint64 ageMs = 0)
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
        m_words->say({"EVAL", script, "0", "bull:" + name + ':', state, QByteArray::number(count), prefix + state + '-',
                      QByteArray::number(QDateTime::currentMSecsSinceEpoch()), QByteArray::number(ageMs)});
    }
    qint64 size(const QByteArray &state, const QByteArray &name = "mail")
    {
        const bool isList = state == "wait" || state == "active";
        return m_words->say({isList ? "LLEN" : "ZCARD", "bull:" + name + ':' + state}).integer;
    }
    // Step by step, until there is no cursor: the sum of what was done.
    int run(const QByteArray &target, QJsonObject body, int *steps = nullptr)
    {
        int done = 0;
        do {
            const Answer step = ask("POST", target, body);
            if (step.status != 200)
                qFatal("%d %s", step.status, step.body.constData());
            done += step.json()[QLatin1String("done")].toInt();
            body.insert(QStringLiteral("cursor"), step.json()[QLatin1String("cursor")]);
            if (steps)
                ++*steps;
        } while (body[QLatin1String("cursor")].isString());
        return done;
    }
};

} // namespace signalbox::test
