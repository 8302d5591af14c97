// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/json_file.h"
#include "redis/clients.h"

#include <QByteArrayList>

#include <memory>
#include <optional>
#include <vector>

namespace signalbox::jobs {

// A Redis whose queues are watched. A value.
struct QueueConnection {
    QByteArray id;
    QString name;
    QString url; // without the password; empty when there is none
    QByteArrayList prefixes; // of the keys of its queues
    bool isOwn = false;
};

// What a person said of one is wrong. `field` is "url", "name"…
struct QueueConnectionError {
    QString field;
    QString message;
};

// The Redises whose queues are watched: the server's own, and those that admins added, which are kept in a file that
// only its owner reads. Any thread; load() reads that file, add(), change() and remove() write it while others go on.
class QueueConnections {
public:
    static constexpr char ownId[] = "own";
    static constexpr std::size_t most = 16;

    // `own` outlives it.
    QueueConnections(const redis::Clients &own, std::unique_ptr<JsonFile> file);
    ~QueueConnections();

    // What is wrong, or empty; before any other thread asks. The prefixes of this server's own queues are always among
    // those of its Redis.
    QString load(const QByteArrayList &ownPrefixes);
    QList<QueueConnection> list() const;
    std::optional<QueueConnection> find(const QByteArray &id) const;
    // Its clients, of every thread; null when there is no such connection. They live as long as this does.
    redis::Clients *clients(const QByteArray &id) const;
    void closeHere(); // before the thread ends that asked
    quint64 version() const { return m_version.load(std::memory_order_acquire); } // another one after each change

    struct Change {
        std::optional<QString> name = {};
        std::optional<QString> url = {};
        std::optional<QByteArrayList> prefixes = {};
    };
    std::optional<QueueConnectionError> add(const Change &given, QueueConnection &added);
    std::optional<QueueConnectionError> change(const QByteArray &id, const Change &change);
    std::optional<QueueConnectionError> remove(const QByteArray &id);

private:
    struct Entry {
        QueueConnection connection;
        QString secretUrl;
        redis::Clients *clients;
        QByteArrayList kept = {}; // prefixes, as an admin wants them
    };

    Entry *entry(const QByteArray &id); // with the lock held, as all that follows
    const Entry *entry(const QByteArray &id) const;
    std::optional<QueueConnectionError> connect(Entry &entry, const QString &url);
    void setPrefixes(Entry &entry, const QByteArrayList &prefixes) const;
    redis::Clients *idleClients();
    void retire(const QByteArray &id);
    QJsonObject kept() const;
    void loadOne(const QJsonObject &json);
    // With the lock of changes held, and the other one, which is let go of meanwhile.
    std::optional<QueueConnectionError> save(QMutexLocker<QMutex> &lock);

    std::atomic<quint64> m_version = 1;
    QMutex m_changing; // one after the other, so that the file has the newest; taken before the other one
    const std::unique_ptr<JsonFile> m_file; // with that one held
    mutable QMutex m_mutex; // for what follows
    QByteArrayList m_ownPrefixes;
    std::vector<Entry> m_entries; // the own one first
    std::vector<std::unique_ptr<redis::Clients>> m_clients; // never destroyed earlier, since threads may ask
    std::vector<redis::Clients *> m_idle; // of connections that were removed
};

} // namespace signalbox::jobs
