// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_row.h"

#include <QJsonObject>

namespace signalbox::jobs {

// Which jobs of a queue are meant. A value.
struct JobFilter {
    // Of the admin API's `match`, checked already: {states, q?, name?, failedReason?, before?, after?, minAttempts?}.
    static JobFilter fromJson(const QJsonObject &match);

    QJsonObject criteria() const; // as scripts::jobs reads them; empty when all match
    bool matches(const JobRow &row) const; // what that script can't tell

    QList<JobState> states;
    QString q; // in id, name, data and failure, whatever the case
    QString name;
    QString failedReason;
    std::optional<qint64> before; // of the time by which the state is ordered
    std::optional<qint64> after;
    std::optional<qint64> minAttempts;
    std::optional<qint64> started; // nothing happened to the job since: what came later isn't meant
};

} // namespace signalbox::jobs
