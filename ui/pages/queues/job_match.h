// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_state.h"

#include <QCborMap>
#include <QList>

namespace signalbox::ui {

// Which jobs of a queue are meant, as the admin API's `match` has it. A value.
struct JobMatch {
    enum class Age : quint8 { Any, Within, Before };

    QList<JobState> states;
    QString text; // in id, name, data or failure
    QString name;
    QString failedReason;
    Age age = Age::Any;
    qint64 ageMs = 0;
    qint64 minAttempts = 0;

    bool isPlain() const; // all jobs of its states
    QCborMap toCbor(qint64 nowMs) const;
    bool operator==(const JobMatch &) const = default;
};

} // namespace signalbox::ui
