// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/audited_runs.h"

#include "admin/audited.h"
#include "auth/client.h"
#include "http/context.h"
#include "store/database_pool.h"

#include <QAbstractEventDispatcher>
#include <QDateTime>
#include <QTimer>

#include <algorithm>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QLatin1StringView inAll = "InAll"_L1;
constexpr std::size_t mostRuns = 100; // beyond, the one kept longest ago has stopped

} // namespace

AuditedRuns::AuditedRuns(store::DatabasePool &database, std::chrono::milliseconds patience)
    : m_database(database)
    , m_patience(patience)
{
}

AuditedRuns::~AuditedRuns()
{
    if (m_kept.empty())
        return;
    try {
        m_database.runNow([stopped = std::move(m_kept)](store::Connection &connection) { tell(connection, stopped); });
    } catch (const store::DatabaseError &) { // their beginnings are there
    }
}

AuditedRuns::Run AuditedRuns::take(const QByteArray &name, const QByteArray &cursor)
{
    const QMutexLocker lock(&m_mutex);
    const auto found = std::find_if(m_kept.begin(), m_kept.end(),
                                    [&](const Kept &kept) { return kept.name == name && kept.cursor == cursor; });
    if (found == m_kept.end())
        return {};
    Run run = std::move(found->run);
    m_kept.erase(found);
    return run;
}

void AuditedRuns::keep(const QByteArray &name, const QByteArray &cursor, Run run)
{
    QMutexLocker lock(&m_mutex);
    m_kept.push_front({name, cursor, std::move(run), {}});
    m_kept.front().age.start();
    std::list<Kept> stopped;
    if (m_kept.size() > mostRuns)
        stopped.splice(stopped.end(), m_kept, std::prev(m_kept.end()));
    const bool isLooking = std::exchange(m_isLooking, true);
    lock.unlock();
    if (!isLooking)
        lookLater();
    if (!stopped.empty())
        noteStopped(m_database, std::move(stopped));
}

void AuditedRuns::lookLater()
{
    const auto later = [this, isHere = std::weak_ptr(m_isHere)] {
        if (!isHere.expired())
            look();
    };
    if (QAbstractEventDispatcher *const loop = QAbstractEventDispatcher::instance())
        QTimer::singleShot(m_patience, loop, later);
}

void AuditedRuns::look()
{
    QMutexLocker lock(&m_mutex);
    std::list<Kept> stopped;
    while (!m_kept.empty() && m_kept.back().age.hasExpired(m_patience.count()))
        stopped.splice(stopped.begin(), m_kept, std::prev(m_kept.end()));
    m_isLooking = !m_kept.empty();
    const bool isLooking = m_isLooking;
    lock.unlock();
    if (isLooking)
        lookLater();
    if (!stopped.empty())
        noteStopped(m_database, std::move(stopped));
}

// A run of one step may have told at its beginning how many there are.
bool AuditedRuns::isTold(const Run &run)
{
    const QString count = run.figure.chopped(inAll.size());
    return run.steps == 0 || (run.steps == 1 && run.entry.after[count].toInteger(-1) == run.done);
}

audit::Entry AuditedRuns::endOf(const Run &run, const QString &how, const QJsonValue &detail)
{
    audit::Entry entry = run.entry;
    entry.after.insert(run.figure, run.done);
    if (!how.isEmpty())
        entry.after.insert(how, detail);
    return entry;
}

void AuditedRuns::tell(store::Connection &connection, const std::list<Kept> &stopped)
{
    audit::AuditLog log(connection);
    for (const Kept &kept : stopped) {
        if (kept.run.steps > 0)
            log.add(kept.run.actor, endOf(kept.run, u"stopped"_s, true), QDateTime::currentMSecsSinceEpoch());
    }
}

// Nobody waits for it.
QCoro::Task<> AuditedRuns::noteStopped(store::DatabasePool &database, std::list<Kept> stopped)
{
    const auto work = [stopped = std::move(stopped)](store::Connection &connection) { tell(connection, stopped); };
    try {
        co_await database.write(nullptr, "audit", work);
    } catch (const store::DatabaseError &) { // their beginnings are there
    }
}

AuditedRuns::Step::Step(AuditedRuns &runs, http::Context &context, const QByteArray &what, QByteArray cursor,
                        const QString &figure)
    : m_runs(runs)
    , m_context(context)
    , m_name(context.user() + '\n' + what)
    , m_cursor(std::move(cursor))
    , m_run(runs.take(m_name, m_cursor))
    , m_isFirst(m_run.steps == 0)
{
    m_run.actor = auth::actorOf(context);
    m_run.figure = figure;
}

// A first one is begun anew, with another entry.
AuditedRuns::Step::~Step()
{
    if (!m_isOver && !m_isFirst)
        m_runs.keep(m_name, m_cursor, std::move(m_run));
}

QCoro::Task<> AuditedRuns::Step::begin(audit::Entry entry)
{
    if (m_run.steps++ > 0)
        co_return;
    m_run.entry = entry;
    co_await noteChange(m_runs.m_database, m_context, entry);
}

QCoro::Task<> AuditedRuns::Step::end(qint64 done, QByteArray next)
{
    m_run.done += done;
    if (next.isEmpty() && !isTold(m_run)) {
        const audit::Entry entry = endOf(m_run, {}, {});
        co_await noteChange(m_runs.m_database, m_context, entry);
    }
    m_isOver = true;
    if (!next.isEmpty())
        m_runs.keep(m_name, next, std::move(m_run));
}

QCoro::Task<> AuditedRuns::Step::refuse(qint64 done, QString why)
{
    m_run.done += done;
    const audit::Entry entry = endOf(m_run, u"refused"_s, why);
    co_await noteChange(m_runs.m_database, m_context, entry);
    m_isOver = true;
}

} // namespace signalbox::admin
