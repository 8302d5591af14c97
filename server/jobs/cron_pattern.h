// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/cron_error.h"
#include "jobs/cron_schedule.h"

#include <QStringView>
#include <QTimeZone>

#include <optional>
#include <variant>

namespace signalbox::jobs {

// When a scheduler's jobs are due, as npm's cron-parser 5.10.3 has it, so that workers of both sorts agree on the next
// run: five or six fields, names, aliases like @daily, *, ?, L, #, H. A value; may be used from any thread.
class CronPattern {
public:
    // `hashSeed` settles what H stands for. Without one it is drawn anew at each parse, as Node's BullMQ does.
    static std::variant<CronPattern, CronError> parse(QStringView pattern, const QTimeZone &zone,
                                                      QStringView hashSeed = {});

    // The first time that is due after `afterMs`, both in ms since 1970. Nothing when there is none that a search of
    // bounded length finds.
    std::optional<qint64> next(qint64 afterMs) const;

private:
    CronPattern(const CronSchedule &schedule, const QTimeZone &zone);

    CronSchedule m_schedule;
    QTimeZone m_zone;
};

} // namespace signalbox::jobs
