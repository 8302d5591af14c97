// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/route_gauge.h"
#include "telemetry/telemetry.h"

#include <QDateTime>
#include <QTemporaryDir>
#include <QTest>

namespace signalbox::test {

// What tests of telemetry record, as a reactor would, and how they ask. One thread.
struct Sample {
    QByteArray id = "request-1";
    QByteArray path = "/users/7";
    QByteArray route = "/users/:id";
    QByteArray method = "GET";
    int status = 200;
    qint64 durationUs = 1500;
    bool slow = false;
    bool aborted = false;
    int active = 1;
};

inline qint64 nowUs()
{
    return QDateTime::currentMSecsSinceEpoch() * 1000;
}

inline void finish(telemetry::Shard &shard, const Sample &sample)
{
    RecordView view;
    view.id = sample.id;
    view.traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    view.method = sample.method;
    view.path = sample.path;
    view.route = sample.route;
    view.peer = "127.0.0.1:5000";
    view.atUs = nowUs() - sample.durationUs;
    view.durationUs = sample.durationUs;
    view.ttfbUs = sample.durationUs;
    view.bytesIn = 100;
    view.bytesOut = 200;
    view.status = sample.status;
    view.reactor = shard.reactor();
    view.active = sample.active;
    view.slow = sample.slow;
    view.aborted = sample.aborted;
    const Span span{"handler", "show", {}, 10, sample.durationUs - 20, false};
    shard.requestFinished(view, telemetry::routeKey(view.method, view.route), "00f067aa0ba902b7", &span, 1);
}

inline void record(telemetry::Shard &shard, const Sample &sample)
{
    shard.requestStarted(telemetry::routeKey(sample.method, sample.route));
    finish(shard, sample);
}

inline void recordMany(telemetry::Shard &shard, int count, const QByteArray &prefix = "r")
{
    for (int i = 0; i < count; ++i)
        record(shard, {.id = prefix + QByteArray::number(i)});
}

template <typename T> T waitFor(QFuture<T> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 10'000))
        qFatal("No answer came");
    return future.result();
}

inline Filter filter(const QString &text)
{
    return std::get<Filter>(Filter::parse(text));
}

inline qint64 number(const QCborMap &map, QLatin1StringView key)
{
    return map[key].toInteger(-1);
}

// telemetry::Settings with a log file of the test function's own.
class LogFolder {
public:
    telemetry::Settings settings(const QString &level = QStringLiteral("info")) const
    {
        telemetry::Settings settings;
        settings.logLevel = level;
        settings.logFile =
            m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) + QStringLiteral(".log"));
        return settings;
    }

private:
    QTemporaryDir m_folder;
};

} // namespace signalbox::test
