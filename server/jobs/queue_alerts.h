// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/json_file.h"
#include "jobs/queue_board.h"

#include <functional>

namespace signalbox::jobs {

// When a queue is worth a warning. 0 and false: never. A value.
struct AlertRules {
    qint64 failedCount = 10; // jobs that failed finally…
    qint64 failedMinutes = 10; // …within
    qint64 waitingMs = 10LL * 60 * 1000; // that a job could have run already
    bool noWorker = true; // jobs wait, and nobody works on them

    bool operator==(const AlertRules &) const = default;
    QJsonObject toJson() const;
    static AlertRules fromJson(const QJsonObject &json); // what is absent is as by default
};

enum class AlertKind : quint8 { Failed, Waiting, NoWorker };

QLatin1StringView nameOf(AlertKind kind);

// Something about a queue that somebody should look at. A value.
struct Alert {
    QString id;
    QueueAddress queue;
    AlertKind kind = AlertKind::Failed;
    qint64 since = 0;
    QString text;
    qint64 count = 0; // of jobs
    qint64 snoozedUntil = 0; // 0: it isn't

    bool operator==(const Alert &) const = default;
};

// Judges queues by rules that admins set, which are kept in a file. Any thread; those that change rules write the file,
// while others go on, and give what is wrong, or empty.
class QueueAlerts {
public:
    explicit QueueAlerts(std::unique_ptr<JsonFile> file);

    QString load(); // before any other thread asks
    AlertRules rules() const;
    QHash<QueueAddress, AlertRules> exceptions() const; // of queues with rules of their own
    AlertRules rulesOf(const QueueAddress &queue) const;
    QList<Alert> alerts() const;
    quint64 version() const { return m_version.load(std::memory_order_acquire); } // another one after each change

    QString setRules(const AlertRules &rules);
    QString setRules(const QueueAddress &queue, const std::optional<AlertRules> &rules);
    // False when there is no such alert; `error` is what is wrong with the file.
    bool snooze(const QString &alert, qint64 untilMs, QString &error);

    // By the watch, whenever a queue was counted.
    void judge(const QueueRow &row, qint64 nowMs);
    void forget(const QueueAddress &queue); // it is gone
    void keepOnly(const std::function<bool(const QueueAddress &)> &exists); // the others are gone

private:
    struct Kept {
        AlertRules rules;
        QHash<QueueAddress, AlertRules> exceptions;
        QHash<QString, qint64> snoozes; // until when, by alert

        QJsonObject toJson() const;
    };
    struct Verdict {
        AlertKind kind;
        bool isBad;
        qint64 count;
        QString text;
    };

    static QString idOf(const QueueAddress &queue, AlertKind kind);
    QList<Verdict> verdicts(const QueueRow &row, qint64 nowMs); // with the lock held, as what follows
    void follow(const QueueRow &row, const Verdict &verdict, qint64 nowMs);
    void remove(const QString &alert);
    AlertRules rulesFor(const QueueAddress &queue) const;
    QString change(const std::function<bool(Kept &)> &edit); // with the lock held; false: there is nothing to keep

    std::atomic<quint64> m_version = 1;
    QMutex m_changing; // one after the other, so that the file has the newest; taken before the other one
    const std::unique_ptr<JsonFile> m_file; // with that one held
    mutable QMutex m_mutex; // for what follows
    Kept m_kept;
    std::map<QString, Alert> m_alerts;
    QHash<QueueAddress, qint64> m_unattended; // since when jobs wait without a worker
};

} // namespace signalbox::jobs
