// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/worker_list.h"

namespace signalbox::jobs {

namespace {

constexpr qsizetype mostOfAQueue = 200;
constexpr qint64 msInSecond = 1000;

QHash<QByteArray, QByteArray> fieldsOf(const QByteArray &line)
{
    QHash<QByteArray, QByteArray> fields;
    for (const QByteArray &token : line.split(' ')) {
        const qsizetype equals = token.indexOf('='); // the first: base64 ends with some
        if (equals > 0)
            fields.insert(token.first(equals), token.sliced(equals + 1));
    }
    return fields;
}

} // namespace

WorkerList WorkerList::fromClientList(const QByteArray &text)
{
    WorkerList list;
    for (const QByteArray &line : text.split('\n')) {
        if (!line.contains(" name="))
            continue;
        const auto fields = fieldsOf(line);
        QByteArray queue = fields.value("name");
        if (!queue.contains(':') || queue.endsWith(":qe"))
            continue;
        const qsizetype marked = queue.indexOf(":w:");
        const QByteArray worker = marked < 0 ? QByteArray() : queue.sliced(marked + 3);
        if (marked >= 0)
            queue.truncate(marked);
        QList<WorkerConnection> &workers = list.m_workers[queue];
        if (workers.size() < mostOfAQueue)
            workers.append({worker, fields.value("addr"), fields.value("age").toLongLong() * msInSecond,
                            fields.value("idle").toLongLong() * msInSecond});
    }
    return list;
}

QList<WorkerConnection> WorkerList::of(const QByteArray &prefix, const QByteArray &queue) const
{
    return m_workers.value(prefix + ':' + queue.toBase64());
}

} // namespace signalbox::jobs
