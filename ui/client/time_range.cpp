// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/time_range.h"

#include <QDateTime>

namespace signalbox::ui {

namespace {

constexpr qint64 Minute = 60'000;

// 0: all that is kept.
qint64 spanOf(TimeRange::Kind kind)
{
    switch (kind) {
    case TimeRange::Kind::Live:
    case TimeRange::Kind::Last5Minutes:
        return 5 * Minute;
    case TimeRange::Kind::Last15Minutes:
        return 15 * Minute;
    case TimeRange::Kind::LastHour:
        return 60 * Minute;
    case TimeRange::Kind::All:
    case TimeRange::Kind::Custom:
        break;
    }
    return 0;
}

} // namespace

TimeRange::TimeRange(QObject *parent)
    : QObject(parent)
{
}

TimeRange::Kind TimeRange::kind() const
{
    return m_kind;
}

void TimeRange::setKind(Kind kind)
{
    if (kind == m_kind || kind == Kind::Custom)
        return;
    m_kind = kind;
    m_fromMs = 0;
    m_toMs = 0;
    emit changed();
}

void TimeRange::setCustom(qint64 fromMs, qint64 toMs)
{
    const auto [first, last] = std::minmax(fromMs, toMs);
    if (m_kind == Kind::Custom && first == m_fromMs && last == m_toMs)
        return;
    m_kind = Kind::Custom;
    m_fromMs = first;
    m_toMs = last;
    emit changed();
}

qint64 TimeRange::fromMs() const
{
    if (m_kind == Kind::Custom)
        return m_fromMs;
    const qint64 span = spanOf(m_kind);
    return span == 0 ? 0 : nowMs() - span;
}

qint64 TimeRange::toMs() const
{
    if (m_kind == Kind::Custom)
        return m_toMs;
    return m_pausedAtMs;
}

bool TimeRange::followsNow() const
{
    return m_kind != Kind::Custom;
}

bool TimeRange::isPaused() const
{
    return m_pausedAtMs != 0;
}

qint64 TimeRange::pausedAtMs() const
{
    return m_pausedAtMs;
}

void TimeRange::setPaused(bool paused)
{
    if (paused == isPaused())
        return;
    m_pausedAtMs = paused ? QDateTime::currentMSecsSinceEpoch() : 0;
    emit pausedChanged(paused);
}

QString TimeRange::label() const
{
    switch (m_kind) {
    case Kind::Live:
        return tr("Live");
    case Kind::Last5Minutes:
        return tr("5 m");
    case Kind::Last15Minutes:
        return tr("15 m");
    case Kind::LastHour:
        return tr("1 h");
    case Kind::All:
        return tr("All");
    case Kind::Custom:
        break;
    }
    return customLabel();
}

QString TimeRange::customLabel() const
{
    const QDateTime from = QDateTime::fromMSecsSinceEpoch(m_fromMs);
    const QDateTime to = QDateTime::fromMSecsSinceEpoch(m_toMs);
    const bool brief = m_toMs - m_fromMs < 10'000;
    const QString time = brief ? QStringLiteral("HH:mm:ss.zzz") : QStringLiteral("HH:mm:ss");
    const bool today = from.date() == QDate::currentDate() && to.date() == from.date();
    const QString format = today ? time : QStringLiteral("d MMM ") + time;
    return QStringLiteral("%1 – %2").arg(from.toString(format), to.toString(format));
}

qint64 TimeRange::nowMs() const
{
    return isPaused() ? m_pausedAtMs : QDateTime::currentMSecsSinceEpoch();
}

} // namespace signalbox::ui
