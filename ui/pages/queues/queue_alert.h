// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCborMap>
#include <QList>
#include <QString>

#include <optional>

namespace signalbox::ui {

// Something about a queue that needs eyes. A value.
struct QueueAlert {
    enum class Kind : quint8 { Failed, Waiting, NoWorker };

    QString id;
    QString queue; // its id
    QString queueName;
    Kind kind = Kind::Failed;
    qint64 sinceMs = 0; // since the epoch; so is the next
    qint64 snoozedUntilMs = 0; // by the server's clock; 0: not snoozed, or not any more
    qint64 count = 0;
    QString text;

    QString key() const { return id; }
    bool isSnoozed() const { return snoozedUntilMs > 0; }
    QString kindText() const; // "Nothing consumes it"
    bool operator==(const QueueAlert &) const = default;

    static QueueAlert fromCbor(const QCborMap &map);
    static QList<QueueAlert> listFromCbor(const QCborValue &array);
};

// When to alert. What is not set, 0 in the admin API, does not alert. A value.
struct QueueAlertRules {
    std::optional<qint64> failedCount; // so many have failed within failedMinutes
    qint64 failedMinutes = 5;
    std::optional<qint64> waitingMs; // a job has waited so long
    bool noWorker = true; // nothing consumes a queue that has jobs

    bool operator==(const QueueAlertRules &) const = default;

    static QueueAlertRules fromCbor(const QCborMap &map);
    QCborMap toCbor() const;
};

} // namespace signalbox::ui
