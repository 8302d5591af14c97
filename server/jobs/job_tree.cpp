// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_tree.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;
using redis::Pending;
using redis::Reply;

namespace {

constexpr int deepest = 10;
constexpr qsizetype mostChildren = 20; // of a job
constexpr int mostJobs = 500; // in all

class TreeReader {
public:
    TreeReader(redis::Client &client, telemetry::SpanSink *spans)
        : m_client(client)
        , m_spans(spans)
    {
    }

    QCoro::Task<std::optional<JobNode>> node(QueueAddress queue, QByteArray id, int depth);
    QCoro::Task<std::pair<QueueAddress, QByteArray>> topOf(QueueAddress queue, QByteArray id);
    bool isTruncated() const { return m_isTruncated; }

private:
    // What Redis is asked for of one kind of children: some keys, and how many there are.
    struct Kin {
        Pending some;
        Pending size;
        bool isScan; // a cursor comes first
        qsizetype step; // from key to key: a hash has values in between
    };
    struct Children {
        QByteArrayList keys;
        qint64 total = 0;
    };

    std::vector<Kin> askForKin(const QByteArray &parent);
    QCoro::Task<Children> childrenOf(QByteArray parent);
    QCoro::Task<> addChildren(JobNode &node, int depth);

    redis::Client &m_client;
    telemetry::SpanSink *m_spans;
    int m_jobs = 0;
    bool m_isTruncated = false;
};

// A parent that is gone is none.
QCoro::Task<std::pair<QueueAddress, QByteArray>> TreeReader::topOf(QueueAddress queue, QByteArray id)
{
    for (int depth = 0; depth < deepest; ++depth) {
        const QByteArray key = queue.key(id);
        const Reply parent = co_await m_client.command(m_spans, "HMGET", key, "parentKey", "parent");
        const QByteArray parentKey = parent.items.value(0).bytes;
        const auto place = parentIn(queue.connection, parentKey, parent.items.value(1).bytes);
        if (!place)
            break;
        const Reply exists = co_await m_client.command(m_spans, "EXISTS", parentKey);
        if (exists.integer == 0)
            break;
        queue = place->first;
        id = place->second;
    }
    co_return std::pair(queue, id);
}

QCoro::Task<std::optional<JobNode>> TreeReader::node(QueueAddress queue, QByteArray id, int depth)
{
    ++m_jobs;
    QueueReader reader(m_client, queue, m_spans);
    const QByteArrayList ids{id};
    const QList<JobRow> rows = co_await reader.rows(ids);
    if (rows.isEmpty() || !rows.first().exists)
        co_return std::nullopt;
    JobNode node{queue, rows.first(), {}, 0};
    co_await addChildren(node, depth);
    co_return node;
}

// Where a parent has its children's keys, by what became of them: who looks at a tree looks for those that failed, or
// that it still waits for.
std::vector<TreeReader::Kin> TreeReader::askForKin(const QByteArray &parent)
{
    const QByteArray processed = parent + ":processed";
    const QByteArray waiting = parent + ":dependencies";
    const QByteArray ignored = parent + ":failed";
    const QByteArray failed = parent + ":unsuccessful";
    constexpr int few = mostChildren * 2;
    std::vector<Kin> kin;
    kin.push_back({m_client.command(m_spans, "ZRANGE", failed, 0, mostChildren),
                   m_client.command(m_spans, "ZCARD", failed), false, 1});
    kin.push_back({m_client.command(m_spans, "HSCAN", ignored, "0", "COUNT", few),
                   m_client.command(m_spans, "HLEN", ignored), true, 2});
    kin.push_back({m_client.command(m_spans, "SSCAN", waiting, "0", "COUNT", few),
                   m_client.command(m_spans, "SCARD", waiting), true, 1});
    kin.push_back({m_client.command(m_spans, "HSCAN", processed, "0", "COUNT", few),
                   m_client.command(m_spans, "HLEN", processed), true, 2});
    return kin;
}

QCoro::Task<TreeReader::Children> TreeReader::childrenOf(QByteArray parent)
{
    Children children;
    QSet<QByteArray> known;
    std::vector<Kin> kin = askForKin(parent);
    for (Kin &each : kin) {
        const Reply found = co_await std::move(each.some);
        const Reply size = co_await std::move(each.size);
        children.total += size.integer;
        const QList<Reply> items = each.isScan ? found.items.value(1).items : found.items;
        for (qsizetype item = 0; item < items.size(); item += each.step) {
            const QByteArray &key = items[item].bytes;
            if (!known.contains(key))
                children.keys.append(key);
            known.insert(key);
        }
    }
    co_return children;
}

// Its key doesn't say where an id with colons begins, which has three parts: it is of the parent's own queue, most
// likely.
std::optional<std::pair<QueueAddress, QByteArray>> childIn(const QueueAddress &parent, const QByteArray &key)
{
    const QByteArray folder = parent.folder();
    if (key.startsWith(folder) && QByteArrayView(key).sliced(folder.size()).count(':') == 2)
        return std::pair(parent, key.sliced(folder.size()));
    return jobOfKey(parent.connection, key);
}

QCoro::Task<> TreeReader::addChildren(JobNode &node, int depth)
{
    const QByteArray parent = node.queue.key(node.row.id);
    Children children = co_await childrenOf(parent);
    for (const QByteArray &child : std::as_const(children.keys)) {
        if (node.children.size() >= mostChildren || depth + 1 >= deepest || m_jobs >= mostJobs)
            break;
        const auto place = childIn(node.queue, child);
        if (!place)
            continue;
        const auto found = co_await this->node(place->first, place->second, depth + 1);
        if (found)
            node.children.append(*found);
        else
            --children.total; // it was removed
    }
    node.more = std::max<qint64>(children.total - node.children.size(), 0);
    m_isTruncated = m_isTruncated || node.more > 0;
}

} // namespace

std::optional<std::pair<QueueAddress, QByteArray>> jobOfKey(const QByteArray &connection, const QByteArray &key)
{
    const qsizetype last = key.lastIndexOf(':');
    const qsizetype second = last > 0 ? key.lastIndexOf(':', last - 1) : -1;
    if (second <= 0 || last - second < 2)
        return {};
    const QueueAddress queue{connection, key.first(second), key.sliced(second + 1, last - second - 1)};
    return std::pair(queue, key.sliced(last + 1));
}

std::optional<std::pair<QueueAddress, QByteArray>> parentIn(const QByteArray &connection, const QByteArray &parentKey,
                                                            const QByteArray &parent)
{
    const QJsonObject told = QJsonDocument::fromJson(parent).object();
    const QByteArray queue = told["queueKey"_L1].toString().toUtf8();
    const QByteArray id = told["id"_L1].toString().toUtf8();
    const qsizetype colon = queue.lastIndexOf(':');
    if (colon <= 0 || colon + 1 == queue.size() || id.isEmpty() || queue + ':' + id != parentKey)
        return jobOfKey(connection, parentKey);
    return std::pair(QueueAddress{connection, queue.first(colon), queue.sliced(colon + 1)}, id);
}

QCoro::Task<std::optional<JobTree>> readJobTree(redis::Client &client, QueueAddress queue, QByteArray id,
                                                telemetry::SpanSink *spans)
{
    TreeReader reader(client, spans);
    const auto top = co_await reader.topOf(queue, id);
    const auto root = co_await reader.node(top.first, top.second, 0);
    if (!root)
        co_return std::nullopt;
    co_return JobTree{*root, reader.isTruncated()};
}

} // namespace signalbox::jobs
