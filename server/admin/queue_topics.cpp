// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/queue_topics.h"

#include "admin/feed_options.h"
#include "admin/queue_report.h"
#include "admin/redis_text.h"
#include "jobs/queue_connections.h"

#include <QDateTime>
#include <QPointer>
#include <QTimer>

#include <optional>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using jobs::QueueAddress;
using jobs::QueueBoard;
using std::chrono::milliseconds;

namespace {

constexpr qsizetype mostEvents = 500; // in a message
constexpr qint64 mostLines = 500; // of a job's log
constexpr qsizetype comparedLines = 8;
constexpr qint64 pointMs = 1000;

// Tells one subscriber of all queues, every interval.
class QueuesTelling : public QObject {
public:
    QueuesTelling(const QueueServices &services, FeedTopic::Deliver deliver, milliseconds interval, bool isClose)
        : m_services(services)
        , m_deliver(std::move(deliver))
    {
        if (isClose)
            m_looker.emplace(services.board);
        connect(&m_timer, &QTimer::timeout, this, &QueuesTelling::tell);
        m_timer.start(interval);
        QTimer::singleShot(0, this, &QueuesTelling::tell);
    }

private:
    void tell()
    {
        if (!m_isBegun) {
            m_isBegun = true;
            const QCborMap all = queuesReport(m_services, &m_told);
            m_isComplete = all[u"complete"_s].toBool();
            m_deliver(all, 0);
            return;
        }
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        const QueueBoard::Changes changes = m_services.board.changesAfter(m_told);
        m_told = changes.version;
        QCborArray rows;
        for (const jobs::QueueRow &row : changes.rows)
            rows.append(queueReport(row, now));
        QCborArray removed;
        for (const QueueAddress &queue : changes.removed)
            removed.append(queue.id());
        QCborMap data{{u"rows"_s, rows},
                      {u"removed"_s, removed},
                      {u"alerts"_s, alertsReport(m_services.alerts)},
                      {u"connections"_s, connectionsReport(m_services.connections)}};
        if (!m_isComplete) {
            m_isComplete = queuesReport(m_services)[u"complete"_s].toBool();
            data.insert(u"complete"_s, m_isComplete);
        }
        m_deliver(data, 0);
    }

    const QueueServices m_services;
    const FeedTopic::Deliver m_deliver;
    std::optional<QueueBoard::Looker> m_looker; // none: what alerts need is enough
    quint64 m_told = 0; // the board's version that the subscriber knows
    bool m_isBegun = false;
    bool m_isComplete = false;
    QTimer m_timer;
};

// How much of a job's log a subscriber knows. One that is kept short (keepLogs) loses lines at its front, so that
// numbers alone don't tell what is new: the last ones that are known must be where they were. A value.
class KnownLog {
public:
    qint64 from() const { return m_total < 0 ? -mostLines : m_total - m_last.size(); } // to be read
    qint64 limit() const { return mostLines + m_last.size(); } // likewise

    bool isContinuedBy(const jobs::JobLogs &logs) const
    {
        const qsizetype known = m_last.size();
        return m_total < 0 || (logs.from == from() && logs.lines.mid(0, known) == m_last);
    }
    QByteArrayList newIn(const jobs::JobLogs &logs) const { return logs.lines.mid(m_last.size()); } // that continue it
    void become(const jobs::JobLogs &logs)
    {
        m_total = logs.from + logs.lines.size();
        m_last = logs.lines.last(std::min(comparedLines, logs.lines.size()));
    }

private:
    qint64 m_total = -1; // -1: it isn't known at all
    QByteArrayList m_last;
};

struct LogNews {
    QByteArrayList lines;
    qint64 total = 0;
    bool isAnew = false; // these are its end, instead of what was told
};

// Tells one subscriber of one queue, every interval.
class QueueTelling : public QObject {
public:
    QueueTelling(const QueueServices &services, FeedTopic::Deliver deliver, QueueAddress queue, QByteArray job,
                 milliseconds interval)
        : m_services(services)
        , m_deliver(std::move(deliver))
        , m_queue(std::move(queue))
        , m_job(std::move(job))
        , m_looker(services.board)
        , m_follower(services.board, m_queue)
        , m_told(services.board.newestEvent(m_queue))
    {
        connect(&m_timer, &QTimer::timeout, this, [this] { tell(this); });
        m_timer.start(interval);
        QTimer::singleShot(0, this, [this] { tell(this); });
    }

private:
    static QCoro::Task<> tell(QPointer<QueueTelling> self);
    QCborMap queueNews();
    static QCoro::Task<QCborValue> jobNews(QPointer<QueueTelling> self);
    static QCoro::Task<LogNews> logNews(QPointer<QueueTelling> self, jobs::QueueReader reader);

    const QueueServices m_services;
    const FeedTopic::Deliver m_deliver;
    const QueueAddress m_queue;
    const QByteArray m_job;
    const QueueBoard::Looker m_looker;
    const QueueBoard::Follower m_follower;
    quint64 m_told; // the newest event that the subscriber knows, or that was there before it
    KnownLog m_log; // of the job
    bool m_isTelling = false;
    QTimer m_timer;
};

// The subscription may end while Redis is asked.
QCoro::Task<> QueueTelling::tell(QPointer<QueueTelling> self)
{
    if (self->m_isTelling)
        co_return;
    self->m_isTelling = true;
    QCborValue job;
    if (!self->m_job.isEmpty())
        job = co_await jobNews(self);
    if (!self)
        co_return;
    self->m_isTelling = false;
    QCborMap data = self->queueNews();
    if (!job.isUndefined())
        data.insert(u"job"_s, job);
    self->m_deliver(data, 0);
}

QCborMap QueueTelling::queueNews()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QueueBoard::Events news = m_services.board.eventsAfter(m_queue, m_told, mostEvents);
    m_told = news.newest;
    QCborArray events;
    for (const jobs::QueueEvent &event : news.events)
        events.append(eventReport(event));
    QCborMap data{{u"events"_s, events}, {u"skipped"_s, news.skipped}};
    const auto row = m_services.board.row(m_queue);
    if (row && row->countedAt > 0) {
        data.insert(u"row"_s, queueReport(*row, now));
        data.insert(u"workersList"_s, workersReport(*row));
    } else {
        data.insert(u"row"_s, nullptr);
        data.insert(u"workersList"_s, QCborArray());
    }
    // The second that is over: the one that runs is not whole.
    const QList<jobs::QueuePoint> points =
        m_services.board.points(m_queue, now - now % pointMs - pointMs, now - now % pointMs, pointMs);
    data.insert(u"point"_s, points.isEmpty() ? QCborValue(nullptr) : QCborValue(pointReport(points.last())));
    return data;
}

QCoro::Task<QCborValue> QueueTelling::jobNews(QPointer<QueueTelling> self)
{
    redis::Clients *const clients = self->m_services.connections.clients(self->m_queue.connection);
    if (!clients)
        co_return QCborValue(nullptr);
    try {
        jobs::QueueReader reader(clients->here(), self->m_queue, nullptr);
        const QByteArray job = self->m_job;
        const QByteArrayList ids{job};
        const QList<jobs::JobRow> rows = co_await reader.rows(ids);
        if (!self || rows.isEmpty() || !rows.first().exists)
            co_return QCborValue(nullptr);
        const LogNews logs = co_await logNews(self, reader);
        QCborArray lines;
        for (const QByteArray &line : logs.lines)
            lines.append(readable(line));
        const jobs::JobRow &row = rows.first();
        const QCborValue state = row.state ? QCborValue(QString(nameOf(*row.state))) : QCborValue(nullptr);
        QCborMap news{{u"id"_s, readable(job)},
                      {u"state"_s, state},
                      {u"progress"_s, jsonValue(row.progress)},
                      {u"attemptsMade"_s, row.attemptsMade},
                      {u"logs"_s, lines},
                      {u"logsTotal"_s, logs.total}};
        if (logs.isAnew)
            news.insert(u"logsAnew"_s, true);
        co_return news;
    } catch (const redis::RedisError &) {
        co_return QCborValue(nullptr); // the connection's state tells
    }
}

QCoro::Task<LogNews> QueueTelling::logNews(QPointer<QueueTelling> self, jobs::QueueReader reader)
{
    const QByteArray job = self->m_job;
    const qint64 from = self->m_log.from();
    const qint64 limit = self->m_log.limit();
    jobs::JobLogs logs = co_await reader.logs(job, from, limit);
    if (!self)
        co_return LogNews();
    LogNews news;
    if (self->m_log.isContinuedBy(logs)) {
        news.lines = self->m_log.newIn(logs);
    } else {
        logs = co_await reader.logs(job, -mostLines, mostLines);
        if (!self)
            co_return LogNews();
        news.lines = logs.lines;
        news.isAnew = true;
    }
    news.total = logs.total;
    self->m_log.become(logs);
    co_return news;
}

} // namespace

QueuesTopic::QueuesTopic(const QueueServices &services)
    : m_services(services)
{
}

QString QueuesTopic::name() const
{
    return u"queues"_s;
}

std::variant<FeedTopic::Subscription, FeedError> QueuesTopic::subscribe(const QCborMap &options, Deliver deliver)
{
    if (const auto error = unknownFeedOption(options, {"intervalMs"_L1, "closely"_L1}))
        return *error;
    const auto interval = feedInterval(options);
    if (const auto *error = std::get_if<FeedError>(&interval))
        return *error;
    const QCborValue closely = options.value("closely"_L1);
    if (!closely.isUndefined() && !closely.isBool())
        return FeedError{u"closely must be true or false"_s, {}, 0};
    return std::make_unique<QueuesTelling>(m_services, std::move(deliver), std::get<milliseconds>(interval),
                                           closely.toBool(true));
}

QueueTopic::QueueTopic(const QueueServices &services)
    : m_services(services)
{
}

QString QueueTopic::name() const
{
    return u"queue"_s;
}

std::variant<FeedTopic::Subscription, FeedError> QueueTopic::subscribe(const QCborMap &options, Deliver deliver)
{
    if (const auto error = unknownFeedOption(options, {"id"_L1, "job"_L1, "intervalMs"_L1}))
        return *error;
    const auto interval = feedInterval(options);
    if (const auto *error = std::get_if<FeedError>(&interval))
        return *error;
    const auto queue = QueueAddress::fromId(options[u"id"_s].toString());
    if (!queue)
        return FeedError{u"id must be a queue's, as GET /admin/queues tells it"_s, {}, 0};
    return std::make_unique<QueueTelling>(m_services, std::move(deliver), *queue, options[u"job"_s].toString().toUtf8(),
                                          std::get<milliseconds>(interval));
}

} // namespace signalbox::admin
