// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_alert.h"

#include "client/cbor_fields.h"

#include <QCborArray>
#include <QCoreApplication>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QueueAlert::Kind kindOf(const QString &name)
{
    if (name == "waiting"_L1)
        return QueueAlert::Kind::Waiting;
    return name == "noWorker"_L1 ? QueueAlert::Kind::NoWorker : QueueAlert::Kind::Failed;
}

std::optional<qint64> positiveField(const QCborMap &map, const char *name)
{
    const qint64 value = integerField(map, name);
    return value > 0 ? std::optional(value) : std::nullopt;
}

} // namespace

QString QueueAlert::kindText() const
{
    switch (kind) {
    case Kind::Failed:
        return QCoreApplication::translate("QueueAlert", "Jobs fail");
    case Kind::Waiting:
        return QCoreApplication::translate("QueueAlert", "Jobs wait long");
    case Kind::NoWorker:
        return QCoreApplication::translate("QueueAlert", "Nothing consumes it");
    }
    return {};
}

QueueAlert QueueAlert::fromCbor(const QCborMap &map)
{
    QueueAlert alert;
    alert.id = map.value("id"_L1).toString();
    alert.queue = map.value("queue"_L1).toString();
    alert.queueName = map.value("queueName"_L1).toString();
    alert.kind = kindOf(map.value("kind"_L1).toString());
    alert.sinceMs = momentField(map, "since");
    alert.snoozedUntilMs = momentField(map, "snoozedUntil");
    alert.count = integerField(map, "count");
    alert.text = map.value("text"_L1).toString();
    return alert;
}

QList<QueueAlert> QueueAlert::listFromCbor(const QCborValue &array)
{
    QList<QueueAlert> alerts;
    for (const auto &value : array.toArray())
        alerts.append(fromCbor(value.toMap()));
    return alerts;
}

QueueAlertRules QueueAlertRules::fromCbor(const QCborMap &map)
{
    QueueAlertRules rules;
    rules.failedCount = positiveField(map, "failedCount");
    rules.failedMinutes = positiveField(map, "failedMinutes").value_or(rules.failedMinutes);
    rules.waitingMs = positiveField(map, "waitingMs");
    rules.noWorker = map.value("noWorker"_L1).toBool();
    return rules;
}

QCborMap QueueAlertRules::toCbor() const
{
    return {{"failedCount"_L1, failedCount.value_or(0)},
            {"failedMinutes"_L1, failedMinutes},
            {"waitingMs"_L1, waitingMs.value_or(0)},
            {"noWorker"_L1, noWorker}};
}

} // namespace signalbox::ui
