// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

// redis_client URL DEPTH COUNT KEY
// Sends COUNT times GET KEY over one connection, by DEPTH coroutines with a command each at a time, and prints how many
// a second were answered.

#include "redis/client.h"

#include <QCoreApplication>
#include <QCoro/QCoroTask>

#include <cstdio>

namespace {

using namespace signalbox;
using Clock = std::chrono::steady_clock;

struct Work {
    redis::Client &client;
    const QByteArray key;
    int left = 0;
    int running = 0;
};

QCoro::Task<> sendInTurn(Work &work)
{
    while (work.left > 0) {
        --work.left;
        const redis::Reply reply = co_await work.client.command(nullptr, "GET", work.key);
        Q_UNUSED(reply)
    }
    if (--work.running == 0)
        QCoreApplication::quit();
}

int fail(const char *why)
{
    std::fprintf(stderr, "redis_client: %s\n", why);
    return 1;
}

double secondsOf(Work &work, int depth)
{
    const auto began = Clock::now();
    work.running = depth;
    for (int i = 0; i < depth; ++i)
        sendInTurn(work);
    if (work.running > 0)
        QCoreApplication::exec();
    return std::chrono::duration<double>(Clock::now() - began).count();
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (argc != 5)
        return fail("usage: redis_client URL DEPTH COUNT KEY");
    const auto parsed = redis::RedisUrl::parse(QString::fromLocal8Bit(argv[1]));
    if (const auto *invalid = std::get_if<redis::RedisUrl::Invalid>(&parsed))
        return fail(qPrintable(invalid->message));
    redis::Client client({}, std::get<redis::RedisUrl>(parsed));
    while (!client.isUp())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const int count = std::atoi(argv[3]);
    Work work{client, QByteArray(argv[4]), count};
    const double seconds = secondsOf(work, std::atoi(argv[2]));
    std::printf("{\"rate\": %.1f}\n", count / seconds);
    return 0;
}
