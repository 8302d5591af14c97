// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/invalidation_log.h"

#include <QStringList>

namespace signalbox::cache {

using namespace Qt::Literals::StringLiterals;

QString sourceName(Invalidation::Source source)
{
    return QStringList{u"write"_s, u"broadcast"_s, u"outbox"_s, u"admin"_s}.at(qsizetype(source));
}

QString resultName(Invalidation::Result result)
{
    return QStringList{u"done"_s, u"failed"_s, u"pending"_s}.at(qsizetype(result));
}

quint64 InvalidationLog::add(Invalidation invalidation)
{
    const QMutexLocker lock(&m_mutex);
    invalidation.id = m_next++;
    m_entries.push_back(std::move(invalidation));
    if (m_entries.size() > mostEntries)
        m_entries.pop_front();
    return m_next - 1;
}

void InvalidationLog::settle(quint64 id, Invalidation::Result result)
{
    const QMutexLocker lock(&m_mutex);
    if (m_entries.empty() || id < m_entries.front().id || id >= m_next)
        return;
    m_entries[id - m_entries.front().id].result = result;
}

InvalidationLog::Page InvalidationLog::page(const QByteArray &space, std::optional<quint64> before, int limit) const
{
    const QMutexLocker lock(&m_mutex);
    Page page;
    for (auto entry = m_entries.rbegin(); entry != m_entries.rend(); ++entry) {
        if ((before && entry->id >= *before) || (!space.isEmpty() && entry->space != space))
            continue;
        if (page.items.size() == limit) {
            page.next = page.items.last().id;
            break;
        }
        page.items.append(*entry);
    }
    return page;
}

InvalidationLog::News InvalidationLog::after(quint64 id, int most) const
{
    const QMutexLocker lock(&m_mutex);
    News news{{}, 0, m_next - 1};
    if (m_next - 1 <= id)
        return news;
    const quint64 oldest = m_entries.front().id;
    const quint64 wanted = m_next - 1 - id;
    const quint64 first = std::max({id + 1, oldest, m_next - std::min(wanted, quint64(most))});
    news.skipped = first - (id + 1);
    for (quint64 next = first; next < m_next; ++next)
        news.items.append(m_entries[next - oldest]);
    return news;
}

quint64 InvalidationLog::newest() const
{
    const QMutexLocker lock(&m_mutex);
    return m_next - 1;
}

} // namespace signalbox::cache
