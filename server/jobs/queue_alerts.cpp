// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_alerts.h"

#include <QDateTime>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 unattendedMs = 30'000; // workers that are started again are no news
constexpr qint64 msInSecond = 1000;
constexpr qint64 msInMinute = 60 * msInSecond;

QString durationText(qint64 ms)
{
    if (ms < 2 * msInMinute)
        return u"%1 s"_s.arg(ms / msInSecond);
    if (ms < 120 * msInMinute)
        return u"%1 min"_s.arg(ms / msInMinute);
    return u"%1 h"_s.arg(ms / (60 * msInMinute));
}

} // namespace

QLatin1StringView nameOf(AlertKind kind)
{
    switch (kind) {
    case AlertKind::Failed:
        return "failed"_L1;
    case AlertKind::Waiting:
        return "waiting"_L1;
    case AlertKind::NoWorker:
        break;
    }
    return "noWorker"_L1;
}

QJsonObject AlertRules::toJson() const
{
    return {{u"failedCount"_s, failedCount},
            {u"failedMinutes"_s, failedMinutes},
            {u"waitingMs"_s, waitingMs},
            {u"noWorker"_s, noWorker}};
}

AlertRules AlertRules::fromJson(const QJsonObject &json)
{
    AlertRules rules;
    rules.failedCount = json["failedCount"_L1].toInteger(rules.failedCount);
    rules.failedMinutes = json["failedMinutes"_L1].toInteger(rules.failedMinutes);
    rules.waitingMs = json["waitingMs"_L1].toInteger(rules.waitingMs);
    rules.noWorker = json["noWorker"_L1].toBool(rules.noWorker);
    return rules;
}

QueueAlerts::QueueAlerts(std::unique_ptr<JsonFile> file)
    : m_file(std::move(file))
{
}

QString QueueAlerts::load()
{
    const QJsonObject kept = m_file->read();
    if (!m_file->errorString().isEmpty())
        return m_file->errorString();
    const QMutexLocker lock(&m_mutex);
    m_kept.rules = AlertRules::fromJson(kept["rules"_L1].toObject());
    const QJsonObject queues = kept["queues"_L1].toObject();
    for (auto each = queues.begin(); each != queues.end(); ++each) {
        if (const auto queue = QueueAddress::fromId(each.key()))
            m_kept.exceptions.insert(*queue, AlertRules::fromJson(each.value().toObject()));
    }
    const QJsonObject snoozes = kept["snoozes"_L1].toObject();
    for (auto each = snoozes.begin(); each != snoozes.end(); ++each)
        m_kept.snoozes.insert(each.key(), each.value().toInteger());
    return {};
}

AlertRules QueueAlerts::rules() const
{
    const QMutexLocker lock(&m_mutex);
    return m_kept.rules;
}

QHash<QueueAddress, AlertRules> QueueAlerts::exceptions() const
{
    const QMutexLocker lock(&m_mutex);
    return m_kept.exceptions;
}

AlertRules QueueAlerts::rulesOf(const QueueAddress &queue) const
{
    const QMutexLocker lock(&m_mutex);
    return rulesFor(queue);
}

AlertRules QueueAlerts::rulesFor(const QueueAddress &queue) const
{
    return m_kept.exceptions.value(queue, m_kept.rules);
}

QList<Alert> QueueAlerts::alerts() const
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const QMutexLocker lock(&m_mutex);
    QList<Alert> alerts;
    for (const auto &[id, alert] : m_alerts) {
        alerts.append(alert);
        const qint64 until = m_kept.snoozes.value(id);
        alerts.last().snoozedUntil = until > now ? until : 0;
    }
    return alerts;
}

QString QueueAlerts::setRules(const AlertRules &rules)
{
    return change([&](Kept &kept) {
        kept.rules = rules;
        return true;
    });
}

QString QueueAlerts::setRules(const QueueAddress &queue, const std::optional<AlertRules> &rules)
{
    return change([&](Kept &kept) {
        if (rules)
            kept.exceptions.insert(queue, *rules);
        else
            kept.exceptions.remove(queue);
        return true;
    });
}

bool QueueAlerts::snooze(const QString &alert, qint64 untilMs, QString &error)
{
    bool isThere = false;
    error = change([&](Kept &kept) {
        isThere = m_alerts.contains(alert);
        if (!isThere)
            return false;
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        kept.snoozes.removeIf([now](auto each) { return each.value() <= now; });
        if (untilMs > now)
            kept.snoozes.insert(alert, untilMs);
        else
            kept.snoozes.remove(alert);
        return true;
    });
    return isThere;
}

QString QueueAlerts::idOf(const QueueAddress &queue, AlertKind kind)
{
    return nameOf(kind) + u'-' + queue.id();
}

void QueueAlerts::judge(const QueueRow &row, qint64 nowMs)
{
    const QMutexLocker lock(&m_mutex);
    for (const Verdict &verdict : verdicts(row, nowMs))
        follow(row, verdict, nowMs);
}

QList<QueueAlerts::Verdict> QueueAlerts::verdicts(const QueueRow &row, qint64 nowMs)
{
    const AlertRules rules = rulesFor(row.address);
    const QueueGlance &glance = row.glance;
    const qint64 failures = glance.recentFailures;
    const bool manyFailed = rules.failedCount > 0 && failures >= rules.failedCount;
    const qint64 waitedMs = glance.oldestRunnableAt ? nowMs - *glance.oldestRunnableAt : 0;
    const bool waitsLong = rules.waitingMs > 0 && waitedMs >= rules.waitingMs && !glance.isPaused;
    const bool isUnattended = row.workers && row.workers->isEmpty() && !row.isOwn && !glance.isPaused && waitedMs > 0;
    if (!isUnattended)
        m_unattended.remove(row.address);
    else if (!m_unattended.contains(row.address))
        m_unattended.insert(row.address, nowMs);
    const qint64 since = m_unattended.value(row.address, nowMs);
    return {{AlertKind::Failed, manyFailed, failures,
             u"%1 jobs failed within %2 minutes"_s.arg(failures).arg(rules.failedMinutes)},
            {AlertKind::Waiting, waitsLong, glance.waitingInAll(),
             u"A job has waited for %1"_s.arg(durationText(waitedMs))},
            {AlertKind::NoWorker, rules.noWorker && isUnattended && nowMs - since >= unattendedMs,
             glance.waitingInAll(), u"Jobs wait, and no worker is connected"_s}};
}

void QueueAlerts::follow(const QueueRow &row, const Verdict &verdict, qint64 nowMs)
{
    const QString id = idOf(row.address, verdict.kind);
    if (!verdict.isBad)
        return remove(id);
    Alert &alert = m_alerts[id];
    const Alert before = alert;
    if (alert.since == 0)
        alert.since = nowMs;
    alert.id = id;
    alert.queue = row.address;
    alert.kind = verdict.kind;
    alert.text = verdict.text;
    alert.count = verdict.count;
    if (alert != before)
        m_version.fetch_add(1, std::memory_order_acq_rel);
}

void QueueAlerts::remove(const QString &alert)
{
    if (m_alerts.erase(alert) > 0)
        m_version.fetch_add(1, std::memory_order_acq_rel);
}

void QueueAlerts::forget(const QueueAddress &queue)
{
    const QMutexLocker lock(&m_mutex);
    m_unattended.remove(queue);
    for (const AlertKind kind : {AlertKind::Failed, AlertKind::Waiting, AlertKind::NoWorker})
        remove(idOf(queue, kind));
}

void QueueAlerts::keepOnly(const std::function<bool(const QueueAddress &)> &exists)
{
    const QMutexLocker lock(&m_mutex);
    m_unattended.removeIf([&](auto each) { return !exists(each.key()); });
    const auto removed = std::erase_if(m_alerts, [&](const auto &each) { return !exists(each.second.queue); });
    if (removed > 0)
        m_version.fetch_add(1, std::memory_order_acq_rel);
}

// What can't be written isn't in force either: else it would be until the next start.
QString QueueAlerts::change(const std::function<bool(Kept &)> &edit)
{
    const QMutexLocker changing(&m_changing);
    QMutexLocker lock(&m_mutex);
    Kept kept = m_kept;
    if (!edit(kept))
        return {};
    lock.unlock();
    if (!m_file->write(kept.toJson()))
        return m_file->errorString();
    lock.relock();
    m_kept = std::move(kept);
    m_version.fetch_add(1, std::memory_order_acq_rel);
    return {};
}

QJsonObject QueueAlerts::Kept::toJson() const
{
    QJsonObject queues;
    for (auto each = exceptions.begin(); each != exceptions.end(); ++each)
        queues.insert(each.key().id(), each.value().toJson());
    QJsonObject until;
    for (auto each = snoozes.begin(); each != snoozes.end(); ++each)
        until.insert(each.key(), each.value());
    return {{u"rules"_s, rules.toJson()}, {u"queues"_s, queues}, {u"snoozes"_s, until}};
}

} // namespace signalbox::jobs
