// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_console.h"

#include <QDir>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

QueueConsole::QueueConsole(const redis::Clients &own, const QString &folder)
    : m_connections(own, std::make_unique<JsonFile>(QDir(folder).filePath(u"queue-connections.json"_s)))
    , m_alerts(std::make_unique<JsonFile>(QDir(folder).filePath(u"queue-alerts.json"_s)))
{
}

QString QueueConsole::open(const QByteArrayList &ownPrefixes)
{
    for (const QString &error : {m_connections.load(ownPrefixes), m_alerts.load()}) {
        if (!error.isEmpty())
            return error;
    }
    m_watch = std::make_unique<QueueWatch>(QueueWatch::Parts{m_connections, m_board, m_alerts});
    return {};
}

} // namespace signalbox::jobs
