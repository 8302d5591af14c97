// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "histogram.h"

#include <QDateTime>
#include <QString>

#include <vector>

namespace signalbox::store {

// Whether the database can be used, as far as is known without asking it. A value.
struct DatabaseState {
    bool isUp = true;
    QString why; // it is down
    QDateTime since; // UTC
};

// What one lane of the pool did since it was made, and does now. A value.
struct LaneFigures {
    QString name; // "read", "write", or "all" where one lane does both
    int connections = 0; // at most
    int connected = 0;
    int running = 0;
    int waiting = 0;
    int capacity = 0; // that may wait
    quint64 done = 0;
    quint64 failed = 0;
    quint64 timedOut = 0;
    quint64 refused = 0; // too many waited
    Histogram acquire; // µs
    Histogram run; // µs
};

struct DatabaseFigures {
    DatabaseState state;
    std::vector<LaneFigures> lanes;
};

} // namespace signalbox::store
