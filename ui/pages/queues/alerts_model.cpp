// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/alerts_model.h"

#include "widgets/format.h"

#include <QDateTime>

namespace signalbox::ui {

namespace {

// Until when is by the server's clock, which may be behind this machine's.
QString snoozeText(const QueueAlert &alert)
{
    const qint64 left = alert.snoozedUntilMs - QDateTime::currentMSecsSinceEpoch();
    return left > 0 ? AlertsModel::tr("snoozed, %1 left").arg(formatRemaining(left)) : AlertsModel::tr("snoozed");
}

} // namespace

int AlertsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AlertsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const QueueAlert &alert = row(index.row());
    if (role == Qt::ToolTipRole)
        return asToolTip(alert.text);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Queue:
        return alert.queueName;
    case Kind:
        return alert.kindText();
    case Since:
        return formatMoment(alert.sinceMs);
    case State:
        return alert.isSnoozed() ? snoozeText(alert) : tr("open");
    default:
        return alert.text;
    }
}

QVariant AlertsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    static const QStringList Titles{tr("Queue"), tr("Alert"), tr("Since"), tr("State"), tr("What")};
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? Titles.value(section) : QVariant();
}

} // namespace signalbox::ui
