// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a request pays for being observed, without the server around it: processor time for each record on the
// reactor's thread, and of the whole process with collector and log.

#include "telemetry/route_gauge.h"
#include "telemetry/telemetry.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <array>
#include <cstdio>
#include <ctime>

using namespace signalbox;
using namespace signalbox::telemetry;

namespace {

constexpr int batches = 200;
constexpr int perBatch = 5000; // well within the shard's ring

double cpuSeconds(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

qint64 wallUs()
{
    timespec time{};
    clock_gettime(CLOCK_REALTIME, &time);
    return qint64(time.tv_sec) * 1'000'000 + time.tv_nsec / 1000;
}

struct Case {
    const char *name;
    bool enabled;
    const char *logLevel;
    bool query;
    int spans;
};

void recordBatch(Shard &shard, const Case &one, int seed)
{
    const std::array<Span, 3> spans{Span{"handler", "show", {}, 3, 40, false},
                                    Span{"database", "select users", {}, 8, 22, false},
                                    Span{"cache", "user:7", "miss", 5, 2, false}};
    RecordView view;
    view.id = "0193f4c2-7d1e-7abc-8def-0123456789ab";
    view.traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    view.method = "GET";
    view.path = one.query ? "/users/7?fields=name,email&page=2" : "/health";
    view.route = one.query ? "/users/:id" : "/health";
    view.peer = "127.0.0.1:51234";
    view.bytesIn = 120;
    view.bytesOut = 310;
    view.status = 200;
    const quint64 pattern = patternHash(view.route);
    const qint64 at = wallUs();
    for (int i = 0; i < perBatch; ++i) {
        const quint64 key = routeKey(view.method, pattern);
        view.active = shard.requestStarted(key);
        view.atUs = at;
        view.durationUs = 40 + ((i * 7919 + seed * 104'729) & 0x3ff);
        view.ttfbUs = view.durationUs;
        shard.requestFinished(view, key, "00f067aa0ba902b7", spans.data(), static_cast<std::size_t>(one.spans));
    }
}

void measure(const Case &one, const QString &folder)
{
    Settings settings;
    settings.enabled = one.enabled;
    settings.logLevel = QString::fromLatin1(one.logLevel);
    settings.logFile = folder + QStringLiteral("/bench.log");
    Telemetry telemetry(settings, 1);
    double reactor = 0;
    const double before = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int batch = 0; batch < batches; ++batch) {
        const double start = cpuSeconds(CLOCK_THREAD_CPUTIME_ID);
        recordBatch(telemetry.shard(0), one, batch);
        reactor += cpuSeconds(CLOCK_THREAD_CPUTIME_ID) - start;
        telemetry.flush();
    }
    const double whole = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - before;
    constexpr double perNs = 1e9 / (double(batches) * perBatch);
    std::printf("%-34s %8.0f %8.0f\n", one.name, reactor * perNs, whole * perNs);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QTemporaryDir folder;
    std::printf("%-34s %8s %8s\n", "ns of CPU for each request", "reactor", "whole");
    for (const Case &one : {
             Case{"telemetry off", false, "info", false, 0},
             Case{"log off", true, "off", false, 0},
             Case{"log of every request", true, "info", false, 0},
             Case{"with a query and three spans", true, "info", true, 3},
         })
        measure(one, folder.path());
    return 0;
}
