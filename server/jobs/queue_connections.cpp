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
    Entry entry{{json["id"_L1].toString().toLatin1(), json["name"_L1].toString(), {}, {}, false}, {}, nullptr};
    setPrefixes(entry, prefixesIn(json["prefixes"_L1].toArray()));
    if (!connect(entry, json["url"_L1].toString()))
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
        return QueueConnectionError{u"url"_s, u"There are %1 connections already; remove one first"_s.arg(most)};
    Entry entry{{SecretFile::randomText().first(idLength), given.name.value_or(QString()), {}, {}, false}, {}, nullptr};
    setPrefixes(entry, given.prefixes.value_or(QByteArrayList{"bull"}));
    if (auto error = connect(entry, given.url.value_or(QString())))
        return error;
    m_entries.push_back(entry);
    if (auto error = save(lock)) {
        retire(entry.connection.id);
        return error;
    }
    added = entry.connection;
    return {};
}

std::optional<QueueConnectionError> QueueConnections::change(const QByteArray &id, const Change &change)
{
    const QMutexLocker changing(&m_changing);
    QMutexLocker lock(&m_mutex);
    Entry *const found = entry(id);
    if (!found)
        return QueueConnectionError{u"connection"_s, u"There is no such connection"_s};
    if (found->connection.isOwn && (change.url || change.name))
        return QueueConnectionError{u"url"_s, u"The server's own Redis is configured by REDIS_URL"_s};
    if (change.url) {
        if (auto error = connect(*found, *change.url))
            return error;
    }
    found->connection.name = change.name.value_or(found->connection.name);
    setPrefixes(*found, change.prefixes.value_or(found->kept));
    return save(lock);
}

std::optional<QueueConnectionError> QueueConnections::remove(const QByteArray &id)
{
    const QMutexLocker changing(&m_changing);
    QMutexLocker lock(&m_mutex);
    const Entry *const found = entry(id);
    if (!found)
        return QueueConnectionError{u"connection"_s, u"There is no such connection"_s};
    if (found->connection.isOwn)
        return QueueConnectionError{u"connection"_s, u"The server's own Redis can't be removed"_s};
    retire(id);
    return save(lock);
}

// One that is there.
void QueueConnections::retire(const QByteArray &id)
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &entry) { return entry.connection.id == id; });
    found->clients->setUnavailable(redis::State::Kind::Off, u"this connection was removed"_s);
    m_idle.push_back(found->clients);
    m_entries.erase(found);
    m_version.fetch_add(1, std::memory_order_acq_rel);
}

const QueueConnections::Entry *QueueConnections::entry(const QByteArray &id) const
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &entry) { return entry.connection.id == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

QueueConnections::Entry *QueueConnections::entry(const QByteArray &id)
{
    return const_cast<Entry *>(std::as_const(*this).entry(id));
}

std::optional<QueueConnectionError> QueueConnections::connect(Entry &entry, const QString &url)
{
    const auto parsed = RedisUrl::parse(url);
    if (const auto *invalid = std::get_if<RedisUrl::Invalid>(&parsed))
        return QueueConnectionError{u"url"_s, invalid->message};
    entry.secretUrl = url;
    entry.connection.url = std::get<RedisUrl>(parsed).forLogs();
    if (!entry.clients)
        entry.clients = idleClients();
    entry.clients->setTarget(std::get<RedisUrl>(parsed));
    return {};
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

std::optional<QueueConnectionError> QueueConnections::save(QMutexLocker<QMutex> &lock)
{
    m_version.fetch_add(1, std::memory_order_acq_rel);
    const QJsonObject content = kept();
    lock.unlock();
    const bool isWritten = m_file->write(content);
    lock.relock();
    return isWritten ? std::nullopt : std::optional(QueueConnectionError{u"connection"_s, m_file->errorString()});
}

QJsonObject QueueConnections::kept() const
{
    QJsonArray others;
    for (const Entry &entry : m_entries) {
        if (entry.connection.isOwn)
            continue;
        others.append(QJsonObject{{u"id"_s, QString::fromLatin1(entry.connection.id)},
                                  {u"name"_s, entry.connection.name},
                                  {u"url"_s, entry.secretUrl},
                                  {u"prefixes"_s, jsonOf(entry.kept)}});
    }
    return {{u"ownPrefixes"_s, jsonOf(m_entries.front().kept)}, {u"connections"_s, others}};
}

} // namespace signalbox::jobs
