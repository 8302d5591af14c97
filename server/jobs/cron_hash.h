// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringView>

namespace signalbox::jobs {

// What H stands for: numbers that look random and are the same for the same seed, those of cron-parser (FNV-1a of the
// seed, then Mulberry32). Without a seed they are random.
class CronHash {
public:
    explicit CronHash(QStringView seed);

    double next(); // from 0 to 1, without 1; one a field, from the second on

private:
    quint32 m_state;
};

} // namespace signalbox::jobs
