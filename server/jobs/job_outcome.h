// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace signalbox::jobs {

// How a run of a job ended. A value.
struct JobOutcome {
    enum class Kind : quint8 {
        Completed,
        Retried, // it failed, and is tried again
        Failed, // for good
        Moved, // its processor put it elsewhere, or the queue's rate limit did
        Lost, // its lock was another's, or Redis didn't take the end in: it runs again
    };

    Kind kind = Kind::Completed;
    QByteArray value = {}; // what it gave, as JSON; of the others why
    qint64 delayMs = 0; // until the next try
};

} // namespace signalbox::jobs
