// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sample_queues.h"

#include "client/session.h"
#include "jobs/job_error.h"
#include "jobs/queue.h"
#include "jobs/queue_address.h"
#include "jobs/scheduler_writer.h"
#include "pictures_camera.h"
#include "sample_processors.h"

#include <QCborArray>
#include <QCborMap>
#include <QJsonDocument>
#include <QJsonObject>

namespace signalbox::app {

using namespace ui;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using jobs::JobOptions;
using jobs::NewJob;
using jobs::QueueKeys;

namespace {

constexpr char Prefix[] = "bull";
constexpr qint64 Hour = 3'600'000;
constexpr int Unread = 12'000; // jobs that nobody does

QueueKeys keysOf(const char *queue)
{
    return {Prefix, queue};
}

redis::Clients::Settings clientSettings()
{
    redis::Clients::Settings settings;
    settings.client.name = "samples";
    settings.client.deadline = 10s; // taking a picture holds this thread up
    return settings;
}

QByteArray orderData(int number)
{
    static const QStringList customers{u"Ada Lovelace"_s, u"Grace Hopper"_s, u"Zoë Krüger"_s, u"Barbara Liskov"_s};
    const QJsonObject order{{u"orderId"_s, 41'000 + number},
                            {u"customer"_s, customers.at(number % customers.size())},
                            {u"total"_s, 12.5 + number * 7 % 900},
                            {u"currency"_s, number % 3 == 0 ? u"CHF"_s : u"EUR"_s}};
    return QJsonDocument(order).toJson(QJsonDocument::Compact);
}

QByteArray hookData(int number)
{
    const QJsonObject event{{u"event"_s, number % 4 == 0 ? u"order.refunded"_s : u"order.paid"_s},
                            {u"orderId"_s, 41'000 + number},
                            {u"url"_s, u"https://hooks.example.com/orders"_s}};
    return QJsonDocument(event).toJson(QJsonDocument::Compact);
}

JobOptions tried(qint64 attempts)
{
    JobOptions options;
    options.attempts = attempts;
    options.backoff = jobs::BackoffOption{u"exponential"_s, 1500, 0};
    options.removeOnComplete = jobs::KeepOption{5000, {}, {}};
    return options;
}

JobOptions urgent(qint64 priority)
{
    JobOptions options = tried(3);
    options.priority = priority;
    return options;
}

JobOptions later(qint64 ms)
{
    JobOptions options = tried(3);
    options.delay = ms;
    return options;
}

QByteArray pictureData(int gallery, int picture)
{
    const QJsonObject data{{u"gallery"_s, gallery},
                           {u"source"_s, u"s3://uploads/%1/DSC_%2.jpg"_s.arg(gallery).arg(4100 + picture)},
                           {u"width"_s, picture % 2 == 0 ? 1600 : 320}};
    return QJsonDocument(data).toJson(QJsonDocument::Compact);
}

// A gallery is published when its pictures are resized, each after its check for viruses.
jobs::FlowNode gallery(int number)
{
    jobs::FlowNode family{keysOf("invoices"), {"publish-gallery", pictureData(number, 0)}};
    for (int picture = 0; picture < 5; ++picture) {
        NewJob resize{"resize", pictureData(number, picture), tried(2)};
        resize.options.childFailure = jobs::ChildFailure::IsIgnored;
        jobs::FlowNode child{keysOf("images"), resize};
        child.children.push_back({keysOf("uploads"), {"scan-for-viruses", pictureData(number, 10 + picture)}});
        family.children.push_back(child);
    }
    return family;
}

} // namespace

QCoro::Task<std::optional<redis::RedisUrl>> ownRedis(Session &session)
{
    for (int tries = 0; tries < 100; ++tries) {
        auto answer = std::make_shared<std::optional<QCborMap>>();
        session.client().get(u"/admin/queues"_s, {}, &session,
                             [answer](const AdminClient::Answer &came) { *answer = came.body; });
        while (!*answer)
            co_await pauseFor(20ms);
        const QCborMap own = (*answer)->value("connections"_L1).toArray().at(0).toMap();
        const auto url = redis::RedisUrl::parse(own.value("url"_L1).toString());
        if (own.value("state"_L1).toString() == "up"_L1 && std::holds_alternative<redis::RedisUrl>(url))
            co_return std::get<redis::RedisUrl>(url);
        co_await pauseFor(50ms);
    }
    qWarning("The server has no Redis to add queues to");
    co_return std::nullopt;
}

SampleQueues::SampleQueues(Session &session, const redis::RedisUrl &redis)
    : m_session(session)
    , m_clients(clientSettings())
    , m_locks(m_clients.target())
    , m_flows(m_clients.target())
{
    m_clients.setTarget(redis);
}

SampleQueues::~SampleQueues()
{
    m_workers.clear();
    m_clients.closeHere();
}

QString SampleQueues::idOf(const char *queue)
{
    return jobs::QueueAddress{"own", Prefix, queue}.id();
}

QCoro::Task<> SampleQueues::make()
{
    co_await addInvoices();
    co_await addFamilies();
    co_await addSchedulers();
    co_await addOthers();
    jobs::WorkerSettings settings;
    settings.name = "billing-1";
    settings.concurrency = 4;
    work("invoices", settings);
    settings.name = "billing-2";
    work("invoices", settings);
    settings.name = "media-1";
    settings.concurrency = 3;
    work("images", settings);
    settings.concurrency = 1;
    work("uploads", settings);
    settings.name = "hooks-1";
    settings.concurrency = 12;
    settings.limiter = jobs::JobRateLimit{30, 1000};
    work("webhooks", settings);
    m_isMade = true;
}

QCoro::Task<> SampleQueues::addInvoices()
{
    Jobs some;
    for (m_number = 0; m_number < 120; ++m_number)
        some.append({m_number % 3 == 0 ? "charge-card" : "render-invoice", orderData(m_number), tried(3)});
    for (int number = 0; number < 9; ++number)
        some.append({"render-invoice", orderData(900 + number), urgent(1 + number % 3)});
    for (int number = 0; number < 24; ++number)
        some.append({"payment-reminder", orderData(700 + number), later((6 + 24 * number) * Hour)});
    some.prepend({"export-ledger", R"({"year":2026,"format":"csv"})"});
    co_await add("invoices", some);
}

QCoro::Task<> SampleQueues::addFamilies()
{
    constexpr int Galleries = 6;
    for (int number = 0; number < Galleries; ++number) {
        const jobs::FlowNode family = gallery(300 + number);
        const jobs::AddedFlow added = co_await m_flows.add(family);
        if (number == 1)
            m_family = idOf("invoices") + '/'_L1 + QString::fromLatin1(added.id);
    }
}

QCoro::Task<> SampleQueues::addSchedulers()
{
    const jobs::QueueAddress queue{"own", Prefix, "invoices"};
    jobs::SchedulerPlan statement;
    statement.id = "monthly-statement";
    statement.name = "render-invoice";
    statement.pattern = "0 6 1 * *";
    statement.timezone = "Europe/Vienna";
    statement.data = R"({"kind":"statement"})";
    co_await jobs::upsertScheduler(m_clients.here(), queue, statement, nullptr);
    jobs::SchedulerPlan dunning;
    dunning.id = "dunning";
    dunning.name = "charge-card";
    dunning.everyMs = 15 * 60'000;
    co_await jobs::upsertScheduler(m_clients.here(), queue, dunning, nullptr);
    jobs::SchedulerPlan ledger;
    ledger.id = "nightly-ledger";
    ledger.name = "export-ledger";
    ledger.pattern = "30 2 * * 1-5";
    ledger.timezone = "America/New_York";
    co_await jobs::upsertScheduler(m_clients.here(), queue, ledger, nullptr);
}

QCoro::Task<> SampleQueues::addOthers()
{
    Jobs hooks;
    for (int number = 0; number < 400; ++number)
        hooks.append({"deliver", hookData(number), tried(number % 5 == 0 ? 3 : 1)});
    co_await add("webhooks", hooks);
    Jobs documents;
    for (int number = 0; number < Unread; ++number)
        documents.append({"index-document", orderData(number)});
    co_await add("search-index", documents);
    Jobs letters;
    for (int number = 0; number < 340; ++number)
        letters.append({"send-newsletter", orderData(number)});
    co_await add("newsletter", letters);
    const Jobs notice{{"notify", orderData(1), later(Hour)}};
    co_await add("customer-notifications-of-the-northern-region", notice);
    co_await pauseFor(2s); // until they are found
    const QCborMap paused{{u"paused"_s, true}};
    co_await change(idOf("newsletter"), paused);
}

QCoro::Task<> SampleQueues::add(const char *queue, Jobs some)
{
    jobs::Queue target(m_clients.here(), keysOf(queue));
    co_await target.addBulk(some);
}

QCoro::Task<> SampleQueues::change(QString queue, QCborMap changes)
{
    auto isDone = std::make_shared<bool>(false);
    m_session.client().patch("/admin/queues/"_L1 + queue, changes, &m_session,
                             [isDone, queue](const AdminClient::Answer &answer) {
                                 *isDone = true;
                                 if (!answer.ok())
                                     qWarning("%s: %s", qPrintable(queue), qPrintable(answer.error));
                             });
    while (!*isDone)
        co_await pauseFor(20ms);
}

void SampleQueues::work(const char *queue, jobs::WorkerSettings settings)
{
    m_workers.push_back(
        std::make_unique<jobs::Worker>(m_clients, keysOf(queue), sampleProcessors(), std::move(settings), m_locks));
    m_workers.back()->start();
}

void SampleQueues::use()
{
    if (m_isMade && !m_isAdding)
        addMore();
}

QCoro::Task<> SampleQueues::addMore()
{
    m_isAdding = true;
    Jobs orders;
    Jobs hooks;
    for (int more = 0; more < 5; ++more, ++m_number) {
        orders.append({m_number % 3 == 0 ? "charge-card" : "render-invoice", orderData(m_number), tried(3)});
        for (int hook = 0; hook < 4; ++hook)
            hooks.append({"deliver", hookData(4 * m_number + hook), tried(1)});
    }
    try {
        co_await add("invoices", orders);
        co_await add("webhooks", hooks);
    } catch (const std::exception &error) {
        qWarning("Jobs could not be added: %s", error.what());
    }
    m_isAdding = false;
}

} // namespace signalbox::app
