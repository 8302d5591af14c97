// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/key_deletion.h"

#include "admin/audited.h"
#include "admin/audited_runs.h"
#include "admin/cache_cause.h"
#include "admin/redis_text.h"
#include "cache/cache.h"

#include <QSet>

#include <algorithm>
#include <map>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr StepLimits deletionLimits{1000, 5000, 100ms};
constexpr qsizetype longestName = 200; // of a target in the audit log

// Of a run that begins with those that were found.
audit::Entry entryOf(const KeySearch &search, const KeyStep &found)
{
    audit::Entry entry;
    entry.action = u"redis.keys.delete"_s;
    entry.targetType = u"redis.keys"_s;
    entry.targetId = keyId(search.match).toLatin1().left(longestName);
    entry.targetName = readableKey(search.match).left(longestName);
    entry.after = {{u"match"_s, readableKey(search.match)},
                   {found.cursor.isEmpty() ? u"keys"_s : u"keysAtFirst"_s, found.keys.size()}};
    if (!search.type.isEmpty())
        entry.after.insert(u"type"_s, QString::fromLatin1(search.type));
    return entry;
}

} // namespace

QCborMap DeletedStep::toCbor() const
{
    return {{u"matched"_s, matched},
            {u"deleted"_s, deleted},
            {u"scanned"_s, scanned},
            {u"total"_s, total},
            {u"cursor"_s, cursor.isEmpty() ? QCborValue(nullptr) : QCborValue(QString::fromLatin1(cursor))}};
}

KeyDeletion::KeyDeletion(const RedisServices &services, http::Context &context)
    : m_services(services)
    , m_context(context)
    , m_keys(services.clients, &context)
{
}

QCoro::Task<> KeyDeletion::one(KeyRow row)
{
    audit::Entry entry;
    entry.action = u"redis.key.delete"_s;
    entry.targetType = u"redis.key"_s;
    entry.targetId = keyId(row.key).toLatin1().left(longestName);
    entry.targetName = readableKey(row.key).left(longestName);
    entry.before = {{u"type"_s, QString::fromLatin1(row.type)}};
    co_await noteChange(m_services.database, m_context, entry);
    const QByteArrayList keys{row.key};
    co_await remove(keys);
}

QCoro::Task<DeletedStep> KeyDeletion::step(KeySearch search, bool dryRun)
{
    const qint64 total = co_await m_keys.total();
    const KeyStep found = co_await m_keys.step(search, deletionLimits);
    DeletedStep step{found.keys.size(), 0, std::min(found.scanned, total), total, found.cursor};
    if (dryRun)
        co_return step;
    AuditedRuns::Step run(m_services.runs, m_context, search.type + '\n' + search.match, search.cursor, u"keysInAll"_s);
    if (!found.keys.isEmpty()) {
        const audit::Entry entry = entryOf(search, found);
        co_await run.begin(entry);
        step.deleted = co_await remove(found.keys);
    }
    co_await run.end(step.deleted, found.cursor);
    co_return step;
}

// Then those of the cache, so that no process goes on with its own copy.
QCoro::Task<qint64> KeyDeletion::remove(QByteArrayList keys)
{
    std::map<cache::Namespace *, QSet<QByteArray>> subjects;
    for (const QByteArray &key : keys) {
        if (const auto subject = m_services.cache.subjectOf(key))
            subjects[subject->space].insert(subject->id);
    }
    const qint64 removed = co_await m_keys.remove(keys);
    for (const auto &[space, found] : subjects) {
        const QByteArrayList ids = found.values();
        const cache::Cause cause = causeOf(m_context);
        co_await m_services.cache.invalidateByAdmin(&m_context, *space, ids, cause);
    }
    co_return removed;
}

} // namespace signalbox::admin
