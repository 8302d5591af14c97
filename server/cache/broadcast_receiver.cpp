// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/broadcast_receiver.h"

#include <QDateTime>

namespace signalbox::cache {

namespace {

const QByteArray invalidate = "cache:invalidate";
const QByteArray invalidated = "cache:invalidated";
constexpr qsizetype mostDeleted = 100'000; // they come right after each other: as many are a mistake of somebody

} // namespace

BroadcastReceiver::BroadcastReceiver(const std::vector<std::unique_ptr<Namespace>> &spaces, QByteArray node,
                                     InvalidationLog &log)
    : m_spaces(spaces)
    , m_node(std::move(node))
    , m_log(log)
{
}

QByteArrayList BroadcastReceiver::channels()
{
    return {invalidated, invalidate};
}

std::optional<BroadcastReceiver::Subject> BroadcastReceiver::heard(const QByteArray &channel, const QByteArray &payload)
{
    if (channel == invalidated) {
        heardInvalidated(payload);
        return {};
    }
    const auto announced = m_deleted.find(payload);
    if (announced != m_deleted.end()) {
        if (--*announced == 0)
            m_deleted.erase(announced);
        return {};
    }
    const auto subject = subjectOf(payload);
    if (subject)
        drop(*subject);
    return subject;
}

void BroadcastReceiver::heardInvalidated(const QByteArray &payload)
{
    const qsizetype space = payload.indexOf(' ');
    const QByteArray key = payload.sliced(space + 1);
    const bool isOwn = QByteArrayView(payload).first(std::max<qsizetype>(space, 0)) == m_node;
    for (const auto &one : m_spaces) {
        if (key == one->pattern()) { // all of it, and nothing follows
            if (!isOwn)
                one->local().clear();
            return;
        }
    }
    if (m_deleted.size() < mostDeleted)
        ++m_deleted[key];
    if (const auto subject = subjectOf(key); subject && !isOwn) // who says so itself has dropped it already
        drop(*subject);
}

std::optional<BroadcastReceiver::Subject> BroadcastReceiver::subjectOf(const QByteArray &key) const
{
    for (const auto &space : m_spaces) {
        if (const auto id = space->idIn(key))
            return Subject{space.get(), *id};
    }
    return {};
}

void BroadcastReceiver::drop(const Subject &subject)
{
    subject.space->local().drop(subject.id);
    Invalidation entry{.strategy = subject.space->strategy(), .source = Invalidation::Source::Broadcast};
    subject.space->figures().of(entry.strategy).add(Figure::InvalidationsReceived);
    entry.atMs = QDateTime::currentMSecsSinceEpoch();
    entry.space = subject.space->name();
    entry.key = subject.id;
    m_log.add(std::move(entry));
}

void BroadcastReceiver::lost()
{
    m_deleted.clear();
}

} // namespace signalbox::cache
