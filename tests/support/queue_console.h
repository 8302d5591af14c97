// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/cached_server.h"
#include "support/placed_jobs.h"

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
    void fill(const QByteArray &state, int count, const QByteArray &name = "mail", const QByteArray &prefix = {},
              qint64 ageMs = 0)
    {
        placeJobs(*m_words, "bull:" + name + ':', state, count, prefix, ageMs);
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
