// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How many commands a second a client of Redis comes to on one thread, with so many of them on their way at a time:
//     redis_commands URL DEPTH SECONDS

#include "redis/client.h"

#include <QCoreApplication>
#include <QCoro/QCoroTask>
#include <QTimer>

#include <cstdio>
#include <ctime>

using namespace signalbox::redis;

namespace {

double processorSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

struct Run {
    Client &client;
    quint64 answered = 0;
    bool stops = false;
};

QCoro::Task<> ask(Run &run)
{
    const QByteArray key = "user:0193f4c2-7d1e-7abc-8def-0123456789ab";
    while (!run.stops) {
        try {
            const Reply reply = co_await run.client.command(nullptr, "GET", key);
            run.answered += reply.bytes.size() == 300;
        } catch (const RedisError &error) {
            std::fprintf(stderr, "%s\n", error.what());
            QCoreApplication::exit(1);
            co_return;
        }
    }
}

QCoro::Task<> begin(Run &run, int depth)
{
    co_await run.client.command(nullptr, "SET", "user:0193f4c2-7d1e-7abc-8def-0123456789ab", QByteArray(300, 'x'));
    for (int i = 0; i < depth; ++i)
        ask(run);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const auto parsed = RedisUrl::parse(application.arguments().value(1));
    const int depth = application.arguments().value(2).toInt();
    const int seconds = application.arguments().value(3).toInt();
    if (!std::holds_alternative<RedisUrl>(parsed) || depth < 1 || seconds < 1) {
        std::fputs("usage: redis_commands URL DEPTH SECONDS\n", stderr);
        return 2;
    }
    Client client({}, std::get<RedisUrl>(parsed));
    Run run{client};
    begin(run, depth);
    QTimer::singleShot(seconds * 1000, &application, [&] {
        run.stops = true;
        QTimer::singleShot(500, &application, &QCoreApplication::quit);
    });
    const double before = processorSeconds();
    if (QCoreApplication::exec() != 0)
        return 1;
    Figures figures;
    client.monitor().addTo(figures);
    std::printf("{\"perSecond\": %.0f, \"processorUs\": %.2f, \"p50Us\": %.1f, \"p99Us\": %.1f}\n",
                double(run.answered) / seconds, (processorSeconds() - before) / double(run.answered) * 1e6,
                figures.latency.percentile(0.5).value_or(0), figures.latency.percentile(0.99).value_or(0));
    return 0;
}
