// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_watch.h"

#include "jobs/connection_watch.h"

#include <QTimer>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds lookedAtInterval{150};
constexpr milliseconds idleInterval{250}; // to see that somebody looks; Redis isn't asked
constexpr int soon = 1; // ms

} // namespace

class QueueWatch::Chores : public QObject {
public:
    explicit Chores(const Parts &parts)
        : m_parts(parts)
    {
    }

    // On the watch's thread, as all that follows.
    void begin();
    void end(); // the thread ends once nothing runs any more

private:
    struct Watched {
        std::shared_ptr<ConnectionWatch> watch; // a round that runs keeps it
        QByteArrayList prefixes;
        bool isWorking = false;
    };

    void tick();
    void follow(); // who is connected
    QCoro::Task<> work(QByteArray connection, std::shared_ptr<ConnectionWatch> watch, bool isLookedAt);
    void finished();

    const Parts m_parts;
    std::map<QByteArray, Watched> m_watched;
    quint64 m_connectionsVersion = 0;
    QTimer *m_timer = nullptr;
    int m_running = 0;
    bool m_isEnding = false;
};

void QueueWatch::Chores::begin()
{
    m_timer = new QTimer(this);
    connect(m_timer, &QTimer::timeout, this, &Chores::tick);
    m_timer->start(idleInterval);
    tick();
}

void QueueWatch::Chores::tick()
{
    if (m_isEnding)
        return;
    follow();
    const bool isLookedAt = m_parts.board.isLookedAt();
    const milliseconds interval = isLookedAt ? lookedAtInterval : idleInterval;
    if (m_timer->intervalAsDuration() != interval)
        m_timer->start(interval);
    for (auto &[connection, watched] : m_watched) {
        if (watched.isWorking)
            continue;
        watched.isWorking = true;
        work(connection, watched.watch, isLookedAt);
    }
}

void QueueWatch::Chores::follow()
{
    const quint64 version = m_parts.connections.version();
    if (version == m_connectionsVersion)
        return;
    m_connectionsVersion = version;
    const QList<QueueConnection> connections = m_parts.connections.list();
    std::map<QByteArray, Watched> watched;
    for (const QueueConnection &connection : connections) {
        const auto known = m_watched.find(connection.id);
        if (known != m_watched.end() && known->second.prefixes == connection.prefixes) {
            watched.insert(m_watched.extract(known));
            continue;
        }
        redis::Clients *const clients = m_parts.connections.clients(connection.id);
        if (!clients)
            continue;
        const ConnectionWatch::Parts parts{*clients, m_parts.board, m_parts.alerts};
        watched[connection.id] = {std::make_shared<ConnectionWatch>(parts, connection.id, connection.prefixes),
                                  connection.prefixes, false};
    }
    for (const auto &[connection, gone] : m_watched)
        m_parts.board.forget(connection); // it, or with its former prefixes
    m_watched = std::move(watched);
    m_parts.alerts.keepOnly([&](const QueueAddress &queue) {
        const auto found = m_watched.find(queue.connection);
        return found != m_watched.end() && found->second.prefixes.contains(queue.prefix);
    });
}

QCoro::Task<> QueueWatch::Chores::work(QByteArray connection, std::shared_ptr<ConnectionWatch> watch, bool isLookedAt)
{
    ++m_running;
    co_await watch->round(isLookedAt);
    const auto watched = m_watched.find(connection);
    if (watched != m_watched.end() && watched->second.watch == watch)
        watched->second.isWorking = false;
    if (watch->hasMore() && !m_isEnding)
        QTimer::singleShot(soon, this, &Chores::tick);
    finished();
}

void QueueWatch::Chores::end()
{
    if (m_isEnding)
        return;
    m_isEnding = true;
    m_timer->stop();
    m_parts.connections.closeHere(); // who waits for a slow Redis is told
    ++m_running;
    finished();
}

void QueueWatch::Chores::finished()
{
    if (--m_running == 0 && m_isEnding)
        thread()->quit();
}

QueueWatch::QueueWatch(Parts parts)
    : m_chores(new Chores(parts))
{
    m_thread.setObjectName(u"queue-watch"_s);
    m_chores->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::started, m_chores, [this] { m_chores->begin(); });
    m_thread.start();
}

QueueWatch::~QueueWatch()
{
    QMetaObject::invokeMethod(m_chores, [chores = m_chores] { chores->end(); });
    m_thread.wait();
    delete m_chores;
}

} // namespace signalbox::jobs
