// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <variant>

namespace signalbox::jobs {

struct BackoffOption {
    QString type; // fixed, exponential, or a name that the worker knows
    qint64 delay = 0; // ms
    double jitter = 0; // from 0 to 1
};

// Which finished jobs stay. All of them when nothing is set; a count of 0 keeps none.
struct KeepOption {
    enum class Form : quint8 { Object, Number, Flag }; // as it is written: 5 is {count: 5}, true a count of 0

    std::optional<qint64> count;
    std::optional<qint64> age; // s
    std::optional<qint64> limit; // how many are removed at once
    Form form = Form::Object;
};

struct DeduplicationOption {
    QString id;
    std::optional<qint64> ttl; // ms
    bool extend = false;
    bool replace = false;
    bool reschedule = false;
    bool keepLastIfActive = false;
};

struct ParentOption {
    QString id;
    QString queue; // its qualified name, P:Q
};

// What a parent does when this child fails for good.
enum class ChildFailure { ParentWaits, FailsParent, ContinuesParent, IsIgnored, RemovesDependency };

// The options of a job, as BullMQ stores them. A value; what it doesn't know of, it keeps.
struct JobOptions {
    // Of what is stored, with its short names. Tolerates all that is absent or malformed.
    static JobOptions fromStored(const QJsonObject &stored);
    static JobOptions fromStored(const QByteArray &json);
    // With the short names. Absent is what isn't set, but for the attempts, as with Node.
    QJsonObject toStored() const;
    QByteArray packed() const; // toStored() as the scripts take it

    QString jobId; // empty: a number is given
    std::optional<qint64> timestamp; // ms
    qint64 attempts = 0; // 0 and 1 are one run
    std::optional<BackoffOption> backoff;
    qint64 delay = 0; // ms
    qint64 priority = 0; // 0: none, and before the others; 1 is the most urgent
    bool lifo = false;
    std::optional<KeepOption> removeOnComplete;
    std::optional<KeepOption> removeOnFail;
    std::optional<DeduplicationOption> deduplication;
    std::optional<ParentOption> parent;
    ChildFailure childFailure = ChildFailure::ParentWaits;
    std::optional<qint64> keepLogs;
    std::optional<qint64> stackTraceLimit;
    std::optional<qint64> sizeLimit; // bytes of data
    QString traceParent; // telemetry.metadata
    bool omitsContext = false;
    QJsonObject repeat; // empty: no iteration of a scheduler
    QString repeatJobKey;
    std::optional<qint64> prevMillis;
    QJsonObject others;
};

struct JobOptionsError {
    QString field;
    QString message;
};

// Of options with the public names, as callers of Node's BullMQ write them.
std::variant<JobOptions, JobOptionsError> readJobOptions(const QJsonObject &options);

// What is stored, with the public names: a job's `opts` as Node's BullMQ tells them.
QJsonObject publicJobOptions(const QJsonObject &stored);

// The options that say that a job is the iteration of a scheduler: nobody's to give but a scheduler's. Null when there
// are none.
QLatin1StringView schedulerOptionIn(const QJsonObject &options);

// That a job can't have this id, since one of the queue's own keys is called so.
bool isKeyOfQueue(const QString &id);

// What BullMQ refuses, and what it would take and lose. `dataSize` is the bytes of the job's data.
std::optional<JobOptionsError> checkJobOptions(const JobOptions &options, qsizetype dataSize = 0);

} // namespace signalbox::jobs
