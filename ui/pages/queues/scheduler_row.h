// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCborMap>
#include <QList>
#include <QString>

#include <optional>

namespace signalbox::ui {

// What adds jobs to a queue by itself, again and again. A value.
struct SchedulerRow {
    QString id;
    QString name; // of its jobs
    QString pattern; // of cron; empty when it has an interval
    qint64 everyMs = 0;
    QString timezone; // empty: the worker's
    qint64 startAtMs = 0; // since the epoch, 0: none; so are the next ones
    qint64 endAtMs = 0;
    qint64 nextAtMs = 0;
    qint64 lastAtMs = 0;
    qint64 limit = 0; // of runs; 0: none
    qint64 iterations = 0;
    QCborValue data;
    QCborMap options;
    QList<qint64> next; // runs

    QString key() const { return id; }
    QString rhythm() const; // "0 9 * * 1 in Europe/Vienna", "every 5 m 00 s"
    bool operator==(const SchedulerRow &) const = default;

    static SchedulerRow fromCbor(const QCborMap &map);
    static QList<SchedulerRow> listFromCbor(const QCborValue &array);
};

QList<qint64> momentsOf(const QCborValue &array); // ISO 8601 texts, or milliseconds

} // namespace signalbox::ui
