// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <stdexcept>

namespace signalbox::jobs {

// A processor throws it when trying again is of no use: the job fails for good.
class UnrecoverableError : public std::runtime_error {
public:
    explicit UnrecoverableError(const QString &message)
        : std::runtime_error(message.toStdString())
    {
    }
};

// Its job goes back to be the first that waits, without an attempt being counted, since the queue's rate is reached.
class RateLimitError : public std::runtime_error {
public:
    RateLimitError()
        : std::runtime_error("bullmq:rateLimitExceeded")
    {
    }
};

// Its job goes back to be the first that waits, without an attempt being counted, since the worker can do no job as it
// is: what it needs is missing. It rests for a while, and then looks again.
class UnfitWorkerError : public std::runtime_error {
public:
    explicit UnfitWorkerError(const QString &message)
        : std::runtime_error(message.toStdString())
    {
    }
};

// The processor has moved its job elsewhere by itself: there is nothing to finish.
class JobMovedError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

} // namespace signalbox::jobs
