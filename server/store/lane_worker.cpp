// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/lane_worker.h"

#include "store/backend.h"

#include <utility>

namespace signalbox::store {

using namespace Qt::Literals::StringLiterals;
using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using Kind = DatabaseError::Kind;

namespace {

constexpr milliseconds lookInterval{2000};
// After the deadline: first it is interrupted, which lets it say so itself, then answered for, then cut off.
constexpr milliseconds answerGrace{150};
constexpr milliseconds cutOffGrace{500};
// How long the thread waits for its connection when no work tells.
constexpr milliseconds askingLimit{5000};
constexpr int mostAttempts = 4; // of work that another transaction was in the way of
constexpr milliseconds longestShared{20}; // that work after work reads in one snapshot
constexpr microseconds longestHeld{100}; // that work took whose answer waits for those of its kind

DatabaseError unavailable(const QString &why)
{
    return DatabaseError(Kind::Unavailable, why);
}

// What kind of failure it is, when it is the database's.
std::optional<Kind> kindOf(const std::exception_ptr &failure, QString &detail)
{
    if (!failure)
        return {};
    try {
        std::rethrow_exception(failure);
    } catch (const DatabaseError &error) {
        detail = error.detail();
        return error.kind();
    } catch (...) {
        return {};
    }
}

// A statement that really writes and changes nothing.
void proveWriting(Connection &connection)
{
    if (connection.dialect() == Dialect::Sqlite)
        connection.execute(u"PRAGMA user_version = 0"_s);
}

} // namespace

// While it lives, a connection that doesn't answer in time is cut off.
class LaneWorker::Asking {
public:
    Asking(LaneWorker &worker, Connection &connection)
        : m_worker(worker)
    {
        m_worker.setAsked(&connection);
    }
    ~Asking() { m_worker.setAsked(nullptr); }
    Asking(const Asking &) = delete;
    Asking &operator=(const Asking &) = delete;

private:
    LaneWorker &m_worker;
};

LaneWorker::LaneWorker(const Settings &settings, LaneQueue &queue, LaneHealth &health)
    : m_settings(settings)
    , m_queue(queue)
    , m_health(health)
{
    setObjectName(settings.name);
}

LaneWorker::~LaneWorker()
{
    wait();
}

void LaneWorker::run()
{
    if (m_settings.watches)
        lookAfterConnection();
    while (!m_queue.isClosed()) {
        if (const auto entry = m_queue.pop(nextLook()); entry.item)
            serve(entry);
        else if (!m_queue.isClosed())
            lookAfterConnection();
    }
    drop({}); // here: a connection belongs to its thread
}

// With it, what else may read in its snapshot: work that was submitted before that began sees all that it may expect.
void LaneWorker::serve(LaneQueue::Entry entry)
{
    do {
        serveOne(entry);
        const bool isShared = m_snapshot && Clock::now() < *m_snapshot + longestShared;
        entry = isShared ? m_queue.popReading(*m_snapshot) : LaneQueue::Entry();
    } while (entry.item);
    endSnapshot();
    answerHeld();
}

void LaneWorker::serveOne(const LaneQueue::Entry &entry)
{
    if (m_heldName != entry.item->name())
        answerHeld(); // this may take longer
    entry.item->begin();
    setRunning(entry.item);
    const std::exception_ptr failure = attempt(entry);
    entry.item->end();
    noteResult(entry, failure);
    count(*entry.item, failure);
    setRunning(nullptr);
    answer(entry, failure);
}

void LaneWorker::endSnapshot()
{
    if (!m_snapshot)
        return;
    const Asking asking(*this, *m_connection); // the work was answered
    try {
        m_connection->commit();
        m_snapshot.reset();
    } catch (...) {
        undo();
    }
}

std::exception_ptr LaneWorker::attempt(const LaneQueue::Entry &entry)
{
    for (int attempts = 1;; ++attempts) {
        try {
            perform(entry);
            return {};
        } catch (const DatabaseError &error) {
            undo();
            if (error.kind() != Kind::Conflict || attempts == mostAttempts)
                return std::current_exception();
        } catch (...) {
            undo();
            return std::current_exception();
        }
    }
}

void LaneWorker::perform(const LaneQueue::Entry &entry)
{
    if (m_snapshot) {
        m_connection->goOn(entry.item->deadline);
    } else {
        ensureConnected();
        beginOn(entry);
    }
    setInterruptible(true);
    entry.item->run(*m_connection);
    setInterruptible(false);
    if (entry.access == Access::Read)
        return m_connection->requireIntact();
    m_connection->commit();
    checkPresence(); // a file that was removed meanwhile keeps nothing
}

// A connection that was lost while nobody used it is made anew; nothing of the work has been done yet.
void LaneWorker::beginOn(const LaneQueue::Entry &entry)
{
    const auto now = Clock::now();
    try {
        checkPresence();
        m_connection->begin(entry.access, entry.item->deadline);
    } catch (const DatabaseError &error) {
        if (error.kind() != Kind::Unavailable)
            throw;
        drop(error.detail());
        connectNow();
        m_connection->begin(entry.access, entry.item->deadline);
    }
    if (entry.access == Access::Read)
        m_snapshot = now;
}

void LaneWorker::undo()
{
    setInterruptible(false);
    m_snapshot.reset();
    if (!m_connection)
        return;
    m_connection->rollBack();
    if (!m_connection->isUsable())
        drop(u"the connection was lost"_s);
}

// While the database is away it is not the work that tries whether it is back, which may take long.
void LaneWorker::ensureConnected()
{
    if (m_connection && !m_health.isTrusted(m_generation))
        drop(u"its server didn't answer another connection"_s);
    if (m_connection)
        return;
    if (m_health.isAway())
        throw unavailable(m_health.state().why);
    // When another thread has found it back, there is nothing to wait for.
    if (!m_backOff.isDue(Clock::now()) && !m_health.state().isUp)
        throw unavailable(m_why);
    connectNow();
}

void LaneWorker::connectNow()
{
    try {
        auto connection = connected();
        const QMutexLocker lock(&m_mutex);
        m_connection = std::move(connection);
        m_generation = m_health.connected();
    } catch (const DatabaseError &error) {
        m_why = error.detail();
        m_backOff.failed(Clock::now());
        m_health.setDown(m_why);
        throw unavailable(m_why);
    }
    m_backOff.succeeded();
    m_mustProveWriting = false;
    m_health.setUp();
}

std::unique_ptr<Connection> LaneWorker::connected()
{
    auto connection = std::make_unique<Connection>(m_settings.url, m_settings.access);
    const Asking asking(*this, *connection);
    if (m_settings.verify)
        m_settings.verify(*connection);
    if (m_mustProveWriting)
        proveWriting(*connection);
    return connection;
}

void LaneWorker::checkPresence() const
{
    const QString why = m_connection->backend().missing();
    if (!why.isEmpty())
        throw unavailable(why);
}

void LaneWorker::drop(const QString &why)
{
    QMutexLocker lock(&m_mutex);
    const auto dropped = std::exchange(m_connection, nullptr);
    m_asked = nullptr;
    lock.unlock();
    if (dropped)
        m_health.disconnected(m_generation);
    m_why = why;
}

void LaneWorker::setAsked(Connection *connection)
{
    {
        const QMutexLocker lock(&m_mutex);
        m_asked = connection;
        m_askedSince = Clock::now();
    }
    if (connection && m_settings.wakeWatch)
        m_settings.wakeWatch();
}

// A server that stops has no use for the answer.
void LaneWorker::cutOffAsked(Clock::time_point now)
{
    const milliseconds limit = m_queue.isClosed() ? cutOffGrace : askingLimit;
    if (m_asked && now > m_askedSince + limit)
        m_asked->backend().cutOff();
}

void LaneWorker::setRunning(std::shared_ptr<WorkItem> item)
{
    const QMutexLocker lock(&m_mutex);
    m_running.swap(item);
}

void LaneWorker::setInterruptible(bool interruptible)
{
    const QMutexLocker lock(&m_mutex);
    m_interruptible = interruptible;
}

void LaneWorker::answer(const LaneQueue::Entry &entry, const std::exception_ptr &failure)
{
    const bool isQuick = m_snapshot && !failure && entry.item->ran() < longestHeld;
    if (!isQuick) {
        entry.item->answer(failure);
        return answerHeld();
    }
    m_heldName = entry.item->name();
    const QMutexLocker lock(&m_mutex);
    m_held.push_back(entry.item);
}

void LaneWorker::answerHeld()
{
    std::vector<std::shared_ptr<WorkItem>> held;
    {
        const QMutexLocker lock(&m_mutex);
        held.swap(m_held);
    }
    for (const auto &item : held)
        item->answer({});
}

void LaneWorker::noteResult(const LaneQueue::Entry &entry, const std::exception_ptr &failure)
{
    QString detail;
    if (kindOf(failure, detail) == Kind::Unavailable) {
        if (Clock::now() > entry.item->deadline) // it was cut off
            m_health.distrustConnections();
        m_mustProveWriting = m_mustProveWriting || entry.access == Access::Write;
        m_health.setDown(detail);
        drop(detail);
    } else if (m_connection) {
        m_health.setUp();
    }
}

void LaneWorker::count(const WorkItem &item, const std::exception_ptr &failure)
{
    QString detail;
    const auto kind = kindOf(failure, detail);
    const QMutexLocker lock(&m_mutex);
    ++(kind == Kind::TimedOut ? m_figures.timedOut : kind ? m_figures.failed : m_figures.done);
    m_figures.acquire.record(duration_cast<microseconds>(item.waited()).count());
    m_figures.run.record(duration_cast<microseconds>(item.ran()).count());
}

void LaneWorker::lookAfterConnection()
{
    try {
        if (m_connection)
            lookWhetherPresent();
        else if (m_backOff.isDue(Clock::now()))
            connectNow();
    } catch (const DatabaseError &) {
        // The lane's health and the back-off know of it.
    }
}

void LaneWorker::lookWhetherPresent()
{
    const QString why = m_connection->backend().missing();
    if (!why.isEmpty()) {
        drop(why);
        m_health.setDown(why);
        connectNow();
    } else if (!m_health.state().isUp) {
        drop(u"another connection was lost"_s); // to see whether one can be had
        connectNow();
    }
}

LaneWorker::Clock::time_point LaneWorker::nextLook() const
{
    if (!m_settings.watches)
        return Clock::time_point::max();
    return m_connection ? Clock::now() + lookInterval : m_backOff.next();
}

bool LaneWorker::enforceDeadline(Clock::time_point now)
{
    answerHeld(); // what runs after it takes longer than was thought
    std::shared_ptr<WorkItem> late;
    {
        const QMutexLocker lock(&m_mutex);
        cutOffAsked(now);
        if (!m_running)
            return m_asked != nullptr;
        const auto over = now - m_running->deadline;
        if (over < Clock::duration(0))
            return true;
        if (m_connection && m_interruptible)
            m_connection->backend().interrupt();
        if (m_connection && over > cutOffGrace)
            m_connection->backend().cutOff();
        if (over > answerGrace)
            late = m_running;
    }
    if (late)
        late->answer(std::make_exception_ptr(DatabaseError(Kind::TimedOut, u"the work doesn't end"_s)));
    return true;
}

void LaneWorker::addFigures(LaneFigures &figures) const
{
    const QMutexLocker lock(&m_mutex);
    figures.connections += 1;
    figures.connected += m_connection ? 1 : 0;
    figures.running += m_running ? 1 : 0;
    figures.done += m_figures.done;
    figures.failed += m_figures.failed;
    figures.timedOut += m_figures.timedOut;
    figures.acquire.merge(m_figures.acquire);
    figures.run.merge(m_figures.run);
}

} // namespace signalbox::store
