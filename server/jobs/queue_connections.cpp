// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_connections.h"

#include "base/secret_file.h"

#include <QJsonArray>

#include <algorithm>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;
using redis::Clients;
using redis::RedisUrl;

namespace {

constexpr std::chrono::milliseconds deadline{5000}; // a large queue takes its time
constexpr qsizetype idLength = 8;

Clients::Settings clientSettings()
{
    Clients::Settings settings;
    settings.client.name = "queues";
    settings.client.deadline = deadline;
    return settings;
}

QByteArrayList prefixesIn(const QJsonArray &json)
{
    QByteArrayList prefixes;
    for (const auto &prefix : json)
        prefixes.append(prefix.toString().toUtf8());
    return prefixes.isEmpty() ? QByteArrayList{"bull"} : prefixes;
}

QJsonArray jsonOf(const QByteArrayList &prefixes)
{
    QJsonArray json;
    for (const QByteArray &prefix : prefixes)
        json.append(QString::fromUtf8(prefix));
    return json;
}

QueueConnectionError invalid(const QString &field, const QString &message)
{
    return {QueueConnectionError::Kind::Invalid, message, field};
}

QueueConnectionError missing()
{
    return {QueueConnectionError::Kind::Missing, u"There is no such connection (any more)"_s};
}

QByteArrayList united(QByteArrayList prefixes, const QByteArrayList &others)
{
    for (const QByteArray &other : others) {
        if (!prefixes.contains(other))
            prefixes.append(other);
    }
    return prefixes;
}

} // namespace

QueueConnections::QueueConnections(const Clients &own, std::unique_ptr<JsonFile> file)
    : m_file(std::move(file))
{
    m_clients.push_back(std::make_unique<Clients>(clientSettings(), own.target()));
    m_entries.push_back({{ownId, u"Signalbox"_s, {}, {"bull"}, true}, {}, m_clients.front().get(), {"bull"}});
}

QueueConnections::~QueueConnections() = default;

QString QueueConnections::load(const QByteArrayList &ownPrefixes)
{
    const QJsonObject kept = m_file->read();
    if (!m_file->errorString().isEmpty())
        return m_file->errorString();
    const QMutexLocker lock(&m_mutex);
    m_ownPrefixes = united({}, ownPrefixes);
    setPrefixes(m_entries.front(), prefixesIn(kept["ownPrefixes"_L1].toArray()));
    for (const auto &each : kept["connections"_L1].toArray())
        loadOne(each.toObject());
    return {};
}

void QueueConnections::loadOne(const QJsonObject &json)
{
    if (m_entries.size() >= most)
        return;
    Entry entry{{json["id"_L1].toString().toLatin1(), json["name"_L1].toString(), {}, {}, false}};
    setPrefixes(entry, prefixesIn(json["prefixes"_L1].toArray()));
    if (setUrl(entry, json["url"_L1].toString()))
        return;
    connect(entry);
    m_entries.push_back(std::move(entry));
}

QList<QueueConnection> QueueConnections::list() const
{
    const QMutexLocker lock(&m_mutex);
    QList<QueueConnection> connections;
    for (const Entry &entry : m_entries)
        connections.append(entry.connection);
    return connections;
}

std::optional<QueueConnection> QueueConnections::find(const QByteArray &id) const
{
    const QMutexLocker lock(&m_mutex);
    const Entry *const found = entry(id);
    return found ? std::optional(found->connection) : std::nullopt;
}

Clients *QueueConnections::clients(const QByteArray &id) const
{
    const QMutexLocker lock(&m_mutex);
    const Entry *const found = entry(id);
    return found ? found->clients : nullptr;
}

void QueueConnections::closeHere()
{
    QMutexLocker lock(&m_mutex);
    QList<Clients *> all;
    for (const auto &clients : m_clients)
        all.append(clients.get());
    lock.unlock();
    for (Clients *clients : all)
        clients->closeHere();
}

std::optional<QueueConnectionError> QueueConnections::add(const Change &given, QueueConnection &added)
{
    const QMutexLocker changing(&m_changing);
    QMutexLocker lock(&m_mutex);
    if (m_entries.size() >= most)
        return invalid(u"url"_s, u"There are %1 connections already; remove one first"_s.arg(most));
    Entry entry{{SecretFile::randomText().first(idLength), given.name.value_or(QString()), {}, {}, false}};
    setPrefixes(entry, given.prefixes.value_or(QByteArrayList{"bull"}));
    if (auto error = setUrl(entry, given.url.value_or(QString())))
        return error;
    Entries entries = m_entries;
    entries.push_back(std::move(entry));
    if (auto error = replace(std::move(entries), lock))
        return error;
    connect(m_entries.back());
    added = m_entries.back().connection;
    return {};
}

std::optional<QueueConnectionError> QueueConnections::change(const QByteArray &id, const Change &change)
{
    const QMutexLocker changing(&m_changing);
    QMutexLocker lock(&m_mutex);
    Entries entries = m_entries;
    const auto changed = placeIn(entries, id);
    if (changed == entries.end())
        return missing();
    if (changed->connection.isOwn && (change.url || change.name))
        return invalid(u"url"_s, u"The server's own Redis is configured by REDIS_URL"_s);
    if (change.url) {
        if (auto error = setUrl(*changed, *change.url))
            return error;
    }
    changed->connection.name = change.name.value_or(changed->connection.name);
    setPrefixes(*changed, change.prefixes.value_or(changed->kept));
    if (auto error = replace(std::move(entries), lock))
        return error;
    if (change.url)
        connect(*placeIn(m_entries, id));
    return {};
}

std::optional<QueueConnectionError> QueueConnections::remove(const QByteArray &id)
{
    const QMutexLocker changing(&m_changing);
    QMutexLocker lock(&m_mutex);
    Entries entries = m_entries;
    const auto removed = placeIn(entries, id);
    if (removed == entries.end())
        return missing();
    if (removed->connection.isOwn)
        return invalid(u"connection"_s, u"The server's own Redis can't be removed"_s);
    Clients *const clients = removed->clients;
    entries.erase(removed);
    if (auto error = replace(std::move(entries), lock))
        return error;
    clients->setUnavailable(redis::State::Kind::Off, u"this connection was removed"_s);
    m_idle.push_back(clients);
    return {};
}

QueueConnections::Entries::iterator QueueConnections::placeIn(Entries &entries, const QByteArray &id)
{
    return std::ranges::find_if(entries, [&](const Entry &entry) { return entry.connection.id == id; });
}

const QueueConnections::Entry *QueueConnections::entry(const QByteArray &id) const
{
    const auto found = std::ranges::find_if(m_entries, [&](const Entry &entry) { return entry.connection.id == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

std::optional<QueueConnectionError> QueueConnections::setUrl(Entry &entry, const QString &url)
{
    const auto parsed = RedisUrl::parse(url);
    if (const auto *wrong = std::get_if<RedisUrl::Invalid>(&parsed))
        return invalid(u"url"_s, wrong->message);
    entry.secretUrl = url;
    entry.connection.url = std::get<RedisUrl>(parsed).forLogs();
    return {};
}

void QueueConnections::connect(Entry &entry)
{
    if (!entry.clients)
        entry.clients = idleClients();
    entry.clients->setTarget(std::get<RedisUrl>(RedisUrl::parse(entry.secretUrl)));
}

void QueueConnections::setPrefixes(Entry &entry, const QByteArrayList &prefixes) const
{
    entry.kept = prefixes;
    entry.connection.prefixes = entry.connection.isOwn ? united(m_ownPrefixes, prefixes) : prefixes;
}

Clients *QueueConnections::idleClients()
{
    if (m_idle.empty()) {
        m_clients.push_back(std::make_unique<Clients>(clientSettings()));
        return m_clients.back().get();
    }
    Clients *const clients = m_idle.back();
    m_idle.pop_back();
    return clients;
}

std::optional<QueueConnectionError> QueueConnections::replace(Entries entries, QMutexLocker<QMutex> &lock)
{
    lock.unlock();
    const bool isWritten = m_file->write(kept(entries));
    lock.relock();
    if (!isWritten)
        return QueueConnectionError{QueueConnectionError::Kind::Unwritten, m_file->errorString()};
    m_entries = std::move(entries);
    m_version.fetch_add(1, std::memory_order_acq_rel);
    return {};
}

QJsonObject QueueConnections::kept(const Entries &entries)
{
    QJsonArray others;
    for (const Entry &entry : entries) {
        if (entry.connection.isOwn)
            continue;
        others.append(QJsonObject{{u"id"_s, QString::fromLatin1(entry.connection.id)},
                                  {u"name"_s, entry.connection.name},
                                  {u"url"_s, entry.secretUrl},
                                  {u"prefixes"_s, jsonOf(entry.kept)}});
    }
    return {{u"ownPrefixes"_s, jsonOf(entries.front().kept)}, {u"connections"_s, others}};
}

} // namespace signalbox::jobs
