// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/cron_hash.h"

#include <QRandomGenerator>

namespace signalbox::jobs {

namespace {

quint32 fnv1a(QStringView text)
{
    quint32 hash = 2166136261;
    for (const QChar character : text)
        hash = (hash ^ character.unicode()) * 16777619;
    return hash;
}

} // namespace

CronHash::CronHash(QStringView seed)
    : m_state(seed.isEmpty() ? QRandomGenerator::global()->generate() : fnv1a(seed))
{
}

double CronHash::next()
{
    m_state += 0x6d2b79f5;
    quint32 mixed = (m_state ^ (m_state >> 15)) * (m_state | 1);
    mixed ^= mixed + (mixed ^ (mixed >> 7)) * (mixed | 61);
    return (mixed ^ (mixed >> 14)) / 4294967296.0;
}

} // namespace signalbox::jobs
