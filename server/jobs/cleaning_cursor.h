// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_row.h"

#include <QString>

namespace signalbox::jobs {

// Where emptying a queue stands; what a client brings back to go on. A value.
struct CleaningCursor {
    qint64 phase = 0;
    qint64 started = 0; // when the first step was made: jobs that came later stay
    QByteArray scan = "0"; // of SCAN
    WalkPlace place; // in the state that is walked through

    QByteArray encoded() const; // base64url
    static std::optional<CleaningCursor> decoded(const QByteArray &text);
};

// What a step of it did. A value.
struct CleaningStep {
    qint64 removed = 0;
    std::optional<CleaningCursor> next; // none: it is done
    QString error; // it can't go on: 409
};

} // namespace signalbox::jobs
