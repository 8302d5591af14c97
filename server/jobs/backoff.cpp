// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/backoff.h"

#include <cmath>
#include <stdexcept>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double longest = 1e14; // ms; later than any clock, and exact

bool mayTryAgain(const JobRecord &job, const WorkerSettings &settings)
{
    if (job.attemptsMade + 1 >= job.options.attempts)
        return false;
    return !settings.maxStartedAttempts || *settings.maxStartedAttempts > job.attemptsStarted;
}

qint64 withJitter(double delay, double jitter, double random)
{
    if (jitter <= 0)
        return qint64(std::min(std::round(delay), longest));
    return qint64(std::min(std::floor(random * delay * jitter + delay * (1 - jitter)), longest));
}

} // namespace

std::optional<qint64> retryDelay(const JobRecord &job, const WorkerSettings &settings, double random)
{
    if (!mayTryAgain(job, settings))
        return std::nullopt;
    const std::optional<BackoffOption> &backoff = job.options.backoff;
    if (!backoff)
        return 0;
    const qint64 failures = job.attemptsMade + 1;
    const auto delay = double(backoff->delay);
    if (backoff->type == "fixed"_L1)
        return withJitter(delay, backoff->jitter, random);
    if (backoff->type == "exponential"_L1)
        return withJitter(std::pow(2, double(failures - 1)) * delay, backoff->jitter, random);
    if (!settings.backoffStrategy)
        throw std::invalid_argument("Unknown backoff strategy " + backoff->type.toStdString()
                                    + ": this worker has none of that name");
    const qint64 chosen = settings.backoffStrategy(backoff->type, failures, job);
    return chosen < 0 ? std::nullopt : std::optional(chosen);
}

} // namespace signalbox::jobs
