// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/outbox_relay.h"

#include "store/database_pool.h"

#include <QDateTime>

namespace signalbox::cache {

namespace {

constexpr int atOnce = 500; // rows
constexpr int mostAgain = 10'000; // rows that are told once more
// A writer marks its rows within half of this.
constexpr std::chrono::milliseconds grace{600};
constexpr std::chrono::seconds pruneInterval{5};
constexpr qint64 keptMs = 10'000; // rows that were relayed
constexpr qint64 shortestWaitMs = 60 * 60'000; // nobody has a value any more that is older than its TTL

qint64 currentMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

} // namespace

OutboxRelay::OutboxRelay(store::DatabasePool &database, Invalidator &invalidator, DoneRows &done, const Spaces &spaces,
                         InvalidationLog &log)
    : m_database(database)
    , m_invalidator(invalidator)
    , m_doneRows(done)
    , m_spaces(spaces)
    , m_log(log)
{
}

QCoro::Task<> OutboxRelay::relay(Rows which)
{
    co_await markDone(); // first: or many of them hide those that wait behind
    if (which == Rows::All)
        co_await tellAll();
    const Look seen = co_await look();
    co_await tell(abandoned(seen.rows), true);
    co_await prune();
}

QCoro::Task<> OutboxRelay::count()
{
    co_await look();
}

// Those that wait now: who writes meanwhile tells Redis by itself.
QCoro::Task<> OutboxRelay::tellAll()
{
    Look seen = co_await look();
    for (qint64 rounds = seen.count / atOnce + 1; rounds > 0 && !seen.rows.isEmpty(); --rounds) {
        co_await tell(seen.rows, true);
        seen = co_await look();
    }
    const auto work = [since = currentMs() - keptMs](store::Connection &connection) {
        return OutboxRepository(connection).relayedSince(since, mostAgain);
    };
    const QList<Row> lately = co_await m_database.read(nullptr, "read outbox again", work);
    co_await tell(lately, false);
}

// Those that wait, but for those that were done.
QCoro::Task<OutboxRelay::Look> OutboxRelay::look()
{
    const auto done = m_doneRows.take();
    m_done.unite(QSet<qint64>(done.begin(), done.end()));
    const auto work = [](store::Connection &connection) {
        OutboxRepository outbox(connection);
        const auto rows = outbox.waiting(atOnce);
        return Look{rows, rows.size() < atOnce ? rows.size() : outbox.countWaiting()};
    };
    Look seen = co_await m_database.read(nullptr, "read outbox", work);
    seen.count -= seen.rows.removeIf([this](const Row &row) { return m_done.contains(row.sequence); });
    setState(seen);
    co_return seen;
}

QList<OutboxRelay::Row> OutboxRelay::abandoned(const QList<Row> &waiting)
{
    const auto now = Clock::now();
    QHash<qint64, Clock::time_point> seen;
    QList<Row> rows;
    for (const Row &row : waiting) {
        const auto since = m_seen.value(row.sequence, now);
        seen.insert(row.sequence, since);
        if (now - since >= grace)
            rows.append(row);
    }
    m_seen = seen;
    return rows;
}

QCoro::Task<> OutboxRelay::tell(QList<Row> rows, bool areNew)
{
    QList<qint64> told;
    for (const Row &row : rows) {
        const auto isNamed = [&row](const auto &space) { return space->name() == row.space; };
        const auto space = std::find_if(m_spaces.begin(), m_spaces.end(), isNamed);
        if (space != m_spaces.end()) { // else of a program that knows more than this one
            const auto from = Clock::now();
            const QByteArrayList ids{row.id};
            co_await m_invalidator.send(nullptr, **space, ids, Invalidator::Tell::Everybody);
            if (areNew)
                record(row, **space, std::chrono::duration<double, std::milli>(Clock::now() - from).count());
        }
        told.append(row.sequence);
    }
    if (areNew)
        co_await mark(told);
}

QCoro::Task<> OutboxRelay::markDone()
{
    const auto done = m_doneRows.take();
    m_done.unite(QSet<qint64>(done.begin(), done.end()));
    const QSet<qint64> marked = m_done;
    co_await mark(marked.values());
    m_done.subtract(marked);
}

QCoro::Task<> OutboxRelay::mark(QList<qint64> rows)
{
    if (rows.isEmpty())
        co_return;
    const auto work = [rows](store::Connection &connection) {
        OutboxRepository(connection).markRelayed(rows, currentMs());
        return true;
    };
    co_await m_database.write(nullptr, "mark outbox", work);
}

QCoro::Task<> OutboxRelay::prune()
{
    if (Clock::now() - m_pruned < pruneInterval)
        co_return;
    qint64 longestMs = 0;
    for (const auto &space : m_spaces)
        longestMs = std::max(longestMs, qint64(2 * space->ttl().count()));
    const auto work = [longestMs](store::Connection &connection) {
        const qint64 now = currentMs();
        return OutboxRepository(connection).prune(now - keptMs, now - std::max(longestMs, shortestWaitMs));
    };
    co_await m_database.write(nullptr, "prune outbox", work);
    m_pruned = Clock::now();
}

void OutboxRelay::record(const Row &row, Namespace &space, double ms)
{
    Invalidation entry{.strategy = space.strategy(), .source = Invalidation::Source::Outbox, .cause = row.cause};
    space.figures().of(entry.strategy).add(Figure::InvalidationsSent);
    entry.atMs = currentMs();
    entry.space = space.name();
    entry.key = row.id;
    entry.ms = ms;
    m_log.add(std::move(entry));
}

void OutboxRelay::setState(const Look &seen)
{
    const QMutexLocker lock(&m_mutex);
    m_state = {seen.count, {}};
    if (!seen.rows.isEmpty())
        m_state.oldestMs = std::max<qint64>(0, currentMs() - seen.rows.first().atMs);
}

OutboxState OutboxRelay::state() const
{
    const QMutexLocker lock(&m_mutex);
    return m_state;
}

} // namespace signalbox::cache
