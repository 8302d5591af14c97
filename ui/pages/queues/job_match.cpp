// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_match.h"

#include <QCborArray>
#include <QDateTime>
#include <QTimeZone>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

bool JobMatch::isPlain() const
{
    return text.isEmpty() && name.isEmpty() && failedReason.isEmpty() && age == Age::Any && minAttempts == 0;
}

QCborMap JobMatch::toCbor(qint64 nowMs) const
{
    QCborArray keys;
    for (const JobState state : states)
        keys.append(jobStateKey(state));
    QCborMap match{{"states"_L1, keys}};
    if (!text.isEmpty())
        match.insert("q"_L1, text);
    if (!name.isEmpty())
        match.insert("name"_L1, name);
    if (!failedReason.isEmpty())
        match.insert("failedReason"_L1, failedReason);
    if (age != Age::Any)
        match.insert(age == Age::Within ? "after"_L1 : "before"_L1,
                     QDateTime::fromMSecsSinceEpoch(nowMs - ageMs, Qt::UTC).toString(Qt::ISODateWithMs));
    if (minAttempts > 0)
        match.insert("minAttempts"_L1, minAttempts);
    return match;
}

} // namespace signalbox::ui
