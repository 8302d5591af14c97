// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// producer_driver URL: does with our library what lines of JSON say, several at a time, on the Redis there. Each line
// is {call, command, …}, and is answered with {call, …} or {call, error, field?, code?}; {events} is a queue's event.

#include "base/json_text.h"
#include "jobs/flow_producer.h"
#include "jobs/job_error.h"
#include "jobs/job_waiter.h"
#include "jobs/queue.h"
#include "jobs/queue_manager.h"
#include "jobs/scheduler_reader.h"
#include "jobs/scheduler_writer.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <array>
#include <iostream>
#include <map>
#include <unistd.h>

using namespace signalbox;
using namespace signalbox::jobs;
using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

namespace {

void say(const QJsonObject &line)
{
    std::cout << QJsonDocument(line).toJson(QJsonDocument::Compact).constData() << std::endl;
}

QByteArray textIn(const QJsonObject &object, QLatin1StringView name, const QString &otherwise = {})
{
    return object.value(name).toString(otherwise).toUtf8();
}

QByteArray prefixIn(const QJsonObject &question)
{
    return textIn(question, "prefix"_L1, u"bull"_s);
}

QueueKeys keysIn(const QJsonObject &question)
{
    return {prefixIn(question), textIn(question, "queue"_L1)};
}

QueueAddress addressIn(const QJsonObject &question)
{
    return {{}, prefixIn(question), textIn(question, "queue"_L1)};
}

// "json" is data as it is to be, good or not; "size" is how long a text it is to be.
QByteArray dataIn(const QJsonObject &job)
{
    if (job.contains("size"_L1))
        return '"' + QByteArray(job.value("size"_L1).toInt(), 'x') + '"';
    if (job.contains("json"_L1))
        return textIn(job, "json"_L1);
    return job.contains("data"_L1) ? jsonText(job.value("data"_L1)) : QByteArray("{}");
}

JobOptions optionsIn(const QJsonObject &job)
{
    const auto options = readJobOptions(job.value("opts"_L1).toObject());
    if (const auto *error = std::get_if<JobOptionsError>(&options))
        throw InvalidJob(error->field, error->message);
    return std::get<JobOptions>(options);
}

NewJob jobIn(const QJsonObject &job)
{
    return {textIn(job, "name"_L1), dataIn(job), optionsIn(job)};
}

FlowNode nodeIn(const QJsonObject &node)
{
    FlowNode found{keysIn(node), jobIn(node), {}};
    const QJsonArray children = node.value("children"_L1).toArray();
    for (const QJsonValue child : children)
        found.children.push_back(nodeIn(child.toObject()));
    return found;
}

QJsonObject told(const AddedFlow &flow)
{
    QJsonArray children;
    for (const AddedFlow &child : flow.children)
        children.append(told(child));
    return {{u"queue"_s, QString::fromUtf8(flow.queue.queue())},
            {u"id"_s, QString::fromUtf8(flow.id)},
            {u"children"_s, children}};
}

QJsonObject told(const StreamEvent &event)
{
    QJsonObject fields;
    for (auto field = event.fields.begin(); field != event.fields.end(); ++field)
        fields.insert(QString::fromUtf8(field.key()), QString::fromUtf8(field.value()));
    return {{u"id"_s, QString::fromUtf8(event.id)},
            {u"name"_s, QString::fromUtf8(event.name)},
            {u"jobId"_s, QString::fromUtf8(event.jobId)},
            {u"fields"_s, fields}};
}

std::optional<qint64> numberIn(const QJsonObject &object, QLatin1StringView name)
{
    return object.contains(name) ? std::optional(object.value(name).toInteger()) : std::nullopt;
}

SchedulerPlan planIn(const QJsonObject &question)
{
    const QJsonObject repeat = question.value("repeat"_L1).toObject();
    return {.id = textIn(question, "id"_L1),
            .name = textIn(question, "name"_L1),
            .pattern = textIn(repeat, "pattern"_L1),
            .everyMs = repeat.value("every"_L1).toInteger(),
            .timezone = textIn(repeat, "tz"_L1),
            .startAt = numberIn(repeat, "startDate"_L1),
            .endAt = numberIn(repeat, "endDate"_L1),
            .limit = numberIn(repeat, "limit"_L1),
            .offsetMs = numberIn(repeat, "offset"_L1),
            .isImmediate = repeat.value("immediately"_L1).toBool(),
            .data = dataIn(question),
            .options = optionsIn(question).toStored()};
}

// In a catch block.
QJsonObject failure()
{
    try {
        throw;
    } catch (const InvalidJob &error) {
        return {{u"error"_s, QString::fromUtf8(error.what())}, {u"field"_s, error.field()}};
    } catch (const JobError &error) {
        return {{u"error"_s, QString::fromUtf8(error.what())}, {u"code"_s, error.code()}};
    } catch (const redis::RedisError &error) {
        return {{u"error"_s, error.detail()}, {u"code"_s, QString::fromUtf8(error.code())}};
    } catch (const std::exception &error) {
        return {{u"error"_s, QString::fromUtf8(error.what())}};
    }
}

redis::ClientSettings clientSettings()
{
    redis::ClientSettings settings;
    settings.name = "producer";
    settings.deadline = milliseconds(10'000);
    return settings;
}

class Driver {
public:
    explicit Driver(const redis::RedisUrl &url)
        : m_target(std::make_shared<redis::ServerTarget>(redis::Target{url, {}, {}, {}}))
        , m_client(clientSettings(), m_target, std::make_shared<redis::ClientMonitor>())
        , m_flows(m_target)
    {
    }

    QCoro::Task<> answer(QJsonObject question)
    {
        QJsonObject result;
        try {
            auto task = carryOut(question);
            result = co_await task;
        } catch (...) {
            result = failure();
        }
        result.insert("call"_L1, question.value("call"_L1));
        say(result);
    }

private:
    using Command = QCoro::Task<QJsonObject> (Driver::*)(QJsonObject);

    struct Listening {
        std::unique_ptr<QueueEvents> events;
        std::unique_ptr<JobWaiter> waiter;
    };

    QCoro::Task<QJsonObject> carryOut(QJsonObject question)
    {
        static const std::map<QString, Command> commands{
            {u"add"_s, &Driver::add},
            {u"addBulk"_s, &Driver::addBulk},
            {u"addFlow"_s, &Driver::addFlow},
            {u"state"_s, &Driver::state},
            {u"upsertScheduler"_s, &Driver::upsert},
            {u"removeScheduler"_s, &Driver::removeScheduler},
            {u"pause"_s, &Driver::pause},
            {u"resume"_s, &Driver::pause},
            {u"waitUntilFinished"_s, &Driver::waitUntilFinished},
            {u"events"_s, &Driver::listen},
        };
        return (this->*commands.at(question.value("command"_L1).toString()))(question);
    }

    QCoro::Task<QJsonObject> add(QJsonObject question)
    {
        Queue queue(m_client, keysIn(question));
        const QByteArray id = co_await queue.add(jobIn(question));
        co_return QJsonObject{{u"id"_s, QString::fromUtf8(id)}};
    }

    QCoro::Task<QJsonObject> addBulk(QJsonObject question)
    {
        Queue queue(m_client, keysIn(question));
        QList<NewJob> jobs;
        const QJsonArray given = question.value("jobs"_L1).toArray();
        for (const QJsonValue job : given)
            jobs.append(jobIn(job.toObject()));
        const QByteArrayList ids = co_await queue.addBulk(jobs);
        QJsonArray told;
        for (const QByteArray &id : ids)
            told.append(QString::fromUtf8(id));
        co_return QJsonObject{{u"ids"_s, told}};
    }

    QCoro::Task<QJsonObject> addFlow(QJsonObject question)
    {
        const AddedFlow added = co_await m_flows.add(nodeIn(question.value("tree"_L1).toObject()));
        co_return QJsonObject{{u"flow"_s, told(added)}};
    }

    QCoro::Task<QJsonObject> state(QJsonObject question)
    {
        Queue queue(m_client, keysIn(question));
        const QByteArray state = co_await queue.state(textIn(question, "id"_L1));
        co_return QJsonObject{{u"state"_s, QString::fromUtf8(state)}};
    }

    QCoro::Task<QJsonObject> upsert(QJsonObject question)
    {
        const SchedulerPlan plan = planIn(question);
        const QueueAddress queue = addressIn(question);
        co_await upsertScheduler(m_client, queue, plan, nullptr);
        co_return QJsonObject();
    }

    QCoro::Task<QJsonObject> removeScheduler(QJsonObject question)
    {
        SchedulerReader reader(m_client, addressIn(question), nullptr);
        const bool isRemoved = co_await reader.remove(textIn(question, "id"_L1));
        co_return QJsonObject{{u"removed"_s, isRemoved}};
    }

    QCoro::Task<QJsonObject> pause(QJsonObject question)
    {
        QueueManager manager(m_client, addressIn(question), nullptr);
        const bool isPaused = question.value("command"_L1).toString() == "pause"_L1;
        co_await manager.setPaused(isPaused);
        co_return QJsonObject();
    }

    QCoro::Task<QJsonObject> waitUntilFinished(QJsonObject question)
    {
        JobWaiter &waiter = *listeningTo(keysIn(question)).waiter;
        const milliseconds atMost(question.value("atMost"_L1).toInteger());
        const auto finished = co_await waiter.wait(textIn(question, "id"_L1), atMost);
        if (!finished)
            co_return QJsonObject{{u"finished"_s, false}};
        co_return QJsonObject{
            {u"finished"_s, true}, {u"failed"_s, finished->isFailed}, {u"value"_s, QString::fromUtf8(finished->value)}};
    }

    // Answered once it is listened; the events follow.
    QCoro::Task<QJsonObject> listen(QJsonObject question)
    {
        QueueEvents &events = *listeningTo(keysIn(question)).events;
        const QString queue = question.value("queue"_L1).toString();
        QObject::connect(&events, &QueueEvents::happened, &events, [queue](const StreamEvent &event) {
            say({{u"events"_s, queue}, {u"event"_s, told(event)}});
        });
        WakeUp ready;
        QObject::connect(&events, &QueueEvents::ready, &ready, &WakeUp::wake);
        if (!events.isReady())
            co_await ready.wait(milliseconds(10'000));
        if (!events.isReady())
            throw std::runtime_error("The queue isn't listened to");
        co_return QJsonObject();
    }

    Listening &listeningTo(const QueueKeys &queue)
    {
        Listening &listening = m_listening[queue.folder()];
        if (!listening.events) {
            listening.events = std::make_unique<QueueEvents>(m_target, queue);
            listening.waiter = std::make_unique<JobWaiter>(m_client, *listening.events);
        }
        return listening;
    }

    const std::shared_ptr<redis::ServerTarget> m_target;
    redis::Client m_client;
    FlowProducer m_flows;
    std::map<QByteArray, Listening> m_listening;
};

// The lines of standard input, until it ends.
class Lines {
public:
    explicit Lines(Driver &driver)
        : m_driver(driver)
        , m_notifier(STDIN_FILENO, QSocketNotifier::Read)
    {
        QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this] { read(); });
    }

private:
    void read()
    {
        std::array<char, 65536> bytes{};
        const ssize_t size = ::read(STDIN_FILENO, bytes.data(), bytes.size());
        if (size <= 0)
            return QCoreApplication::quit();
        m_text.append(bytes.data(), size);
        qsizetype from = 0;
        for (qsizetype end = m_text.indexOf('\n', m_text.size() - size); end >= 0; end = m_text.indexOf('\n', from)) {
            m_driver.answer(QJsonDocument::fromJson(m_text.sliced(from, end - from)).object());
            from = end + 1;
        }
        m_text.remove(0, from);
    }

    Driver &m_driver;
    QSocketNotifier m_notifier;
    QByteArray m_text;
};

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const auto url = redis::RedisUrl::parse(QString::fromLocal8Bit(argc > 1 ? argv[1] : ""));
    if (const auto *invalid = std::get_if<redis::RedisUrl::Invalid>(&url)) {
        std::cerr << invalid->message.toStdString() << '\n';
        return 2;
    }
    Driver driver(std::get<redis::RedisUrl>(url));
    const Lines lines(driver);
    return QCoreApplication::exec();
}
