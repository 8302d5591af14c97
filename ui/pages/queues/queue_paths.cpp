// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_paths.h"

#include <QUrl>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString encoded(const QString &name)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(name));
}

QString joined(const QString &path, const QString &rest)
{
    return rest.isEmpty() ? path : path + '/'_L1 + rest;
}

} // namespace

QString queuePath(const QString &queueId, const QString &rest)
{
    return joined(QueuesPath + '/'_L1 + encoded(queueId), rest);
}

QString jobPath(const QString &queueId, const QString &jobId, const QString &rest)
{
    return joined(queuePath(queueId, u"jobs/"_s + encoded(jobId)), rest);
}

QString schedulerPath(const QString &queueId, const QString &schedulerId, const QString &rest)
{
    return joined(queuePath(queueId, u"schedulers/"_s + encoded(schedulerId)), rest);
}

QString alertPath(const QString &alertId, const QString &rest)
{
    return QueuesPath + "/alerts/"_L1 + encoded(alertId) + '/'_L1 + rest;
}

QString connectionPath(const QString &connectionId)
{
    return joined(QueuesPath + "/connections"_L1, encoded(connectionId));
}

} // namespace signalbox::ui
