// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

// job_load add|bulk|work PORT QUEUE AT_ONCE COUNT WARM_UP
// add: one job a call, AT_ONCE calls under way. bulk: AT_ONCE jobs a call, one call after the other. work: does jobs
// that do nothing, AT_ONCE at a time. Prints what all jobs after the first WARM_UP took, up to the COUNTth: seconds,
// and CPU seconds of this process. bullmq/bullmq_load.js does the same with Node's BullMQ.

#include "jobs/queue.h"
#include "jobs/worker.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <sys/resource.h>

namespace {

using namespace signalbox;
using namespace Qt::Literals::StringLiterals;
using Clock = std::chrono::steady_clock;

struct Task {
    QByteArray how;
    redis::RedisUrl url;
    QByteArray queue;
    int atOnce = 1;
    int count = 0;
    int warmUp = 0;
};

double cpuSeconds()
{
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// Counts jobs, and ends the program with the last one.
class Meter {
public:
    explicit Meter(const Task &task)
        : m_count(task.count)
        , m_warmUp(task.warmUp)
    {
    }

    void note(int jobs = 1)
    {
        m_done += jobs;
        if (m_began == 0 && m_done >= m_warmUp) {
            m_began = m_done;
            m_from = Clock::now();
            m_cpu = cpuSeconds();
        } else if (m_done >= m_count && !std::exchange(m_isOver, true)) {
            report();
            QCoreApplication::quit();
        }
    }

private:
    void report() const
    {
        const double seconds = std::chrono::duration<double>(Clock::now() - m_from).count();
        std::printf("{\"jobs\": %d, \"seconds\": %.6f, \"cpuSeconds\": %.6f}\n", m_done - m_began, seconds,
                    cpuSeconds() - m_cpu);
    }

    const int m_count;
    const int m_warmUp;
    int m_done = 0;
    int m_began = 0; // how many were done then
    bool m_isOver = false;
    Clock::time_point m_from;
    double m_cpu = 0;
};

jobs::NewJob jobOf(int number)
{
    return {"note", "{\"user\":" + QByteArray::number(number) + ",\"text\":\"what a small job has as its data\"}"};
}

QCoro::Task<> addInTurn(jobs::Queue &queue, Meter &meter, int &asked, int count)
{
    while (asked < count) {
        co_await queue.add(jobOf(asked++));
        meter.note();
    }
}

QCoro::Task<> addInBulk(jobs::Queue &queue, Meter &meter, int atOnce, int count)
{
    for (int asked = 0; asked < count; asked += atOnce) {
        QList<jobs::NewJob> jobs;
        for (int at = 0; at < std::min(atOnce, count - asked); ++at)
            jobs.append(jobOf(asked + at));
        co_await queue.addBulk(jobs);
        meter.note(int(jobs.size()));
    }
}

redis::Clients::Settings clientSettings()
{
    redis::Clients::Settings settings;
    settings.client.deadline = std::chrono::seconds(10);
    return settings;
}

redis::Client &whenUp(redis::Client &client)
{
    while (!client.isUp())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return client;
}

void add(redis::Clients &clients, const Task &task)
{
    jobs::Queue queue(whenUp(clients.here()), {"bull", task.queue});
    Meter meter(task);
    int asked = 0;
    if (task.how == "bulk")
        addInBulk(queue, meter, task.atOnce, task.count);
    for (int i = 0; task.how == "add" && i < task.atOnce; ++i)
        addInTurn(queue, meter, asked, task.count);
    QCoreApplication::exec();
}

void work(redis::Clients &clients, const Task &task)
{
    jobs::LockKeeper locks(clients.target());
    jobs::Processors processors;
    processors.setDefault([](std::shared_ptr<jobs::JobContext>) -> QCoro::Task<QByteArray> { co_return QByteArray(); });
    jobs::WorkerSettings settings;
    settings.concurrency = task.atOnce;
    jobs::Worker worker(clients, {"bull", task.queue}, processors, settings, locks);
    Meter meter(task);
    QObject::connect(&worker, &jobs::Worker::ended, &worker,
                     [&](const std::shared_ptr<jobs::JobContext> &, const jobs::JobOutcome &outcome) {
                         if (outcome.kind != jobs::JobOutcome::Kind::Completed)
                             qFatal("a job did not complete: %s", outcome.value.constData());
                         meter.note();
                     });
    worker.start();
    QCoreApplication::exec();
    QObject::connect(&worker, &jobs::Worker::closed, qApp, &QCoreApplication::quit);
    worker.close();
    QCoreApplication::exec();
}

std::optional<Task> taskOf(const QStringList &words)
{
    const QByteArray how = words.value(1).toUtf8();
    const auto url = redis::RedisUrl::parse(u"redis://127.0.0.1:"_s + words.value(2));
    if (words.size() != 7 || !QByteArrayList{"add", "bulk", "work"}.contains(how)
        || !std::holds_alternative<redis::RedisUrl>(url))
        return std::nullopt;
    return Task{
        how, std::get<redis::RedisUrl>(url), words[3].toUtf8(), words[4].toInt(), words[5].toInt(), words[6].toInt()};
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const std::optional<Task> task = taskOf(QCoreApplication::arguments());
    if (!task) {
        std::fprintf(stderr, "usage: job_load add|bulk|work PORT QUEUE AT_ONCE COUNT WARM_UP\n");
        return 2;
    }
    redis::Clients clients(clientSettings());
    clients.setTarget(task->url);
    if (task->how == "work")
        work(clients, *task);
    else
        add(clients, *task);
    return 0;
}
