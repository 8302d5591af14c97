// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>

namespace signalbox::jobs {

// A worker's connection, as CLIENT LIST tells of it. A value.
struct WorkerConnection {
    QByteArray name; // the worker's own; empty when it has none
    QByteArray address;
    qint64 ageMs = 0;
    qint64 idleMs = 0;
};

// The workers of a Redis, by what their connections are named: `prefix:base64(queue)`. A value.
class WorkerList {
public:
    static WorkerList fromClientList(const QByteArray &text);

    QList<WorkerConnection> of(const QByteArray &prefix, const QByteArray &queue) const;

private:
    QHash<QByteArray, QList<WorkerConnection>> m_workers; // by prefix:base64(queue)
};

} // namespace signalbox::jobs
