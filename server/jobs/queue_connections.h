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

// Why one can't be added, changed or removed.
struct QueueConnectionError {
    enum class Kind : quint8 {
        Invalid, // what a person said of it
        Missing, // it isn't there (any more)
        Unwritten, // the file that keeps it
    };

    Kind kind;
    QString message;
    QString field = {}; // of what is invalid: "url", "name"…
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
    // Nothing is changed by what has an error.
    std::optional<QueueConnectionError> add(const Change &given, QueueConnection &added);
    std::optional<QueueConnectionError> change(const QByteArray &id, const Change &change);
    std::optional<QueueConnectionError> remove(const QByteArray &id);

private:
    struct Entry {
        QueueConnection connection;
        QString secretUrl = {};
        redis::Clients *clients = nullptr;
        QByteArrayList kept = {}; // prefixes, as an admin wants them
    };
    using Entries = std::vector<Entry>;

    static Entries::iterator placeIn(Entries &entries, const QByteArray &id);
    static std::optional<QueueConnectionError> setUrl(Entry &entry, const QString &url);
    static QJsonObject kept(const Entries &entries);
    const Entry *entry(const QByteArray &id) const; // with the lock held, as all that follows
    void setPrefixes(Entry &entry, const QByteArrayList &prefixes) const;
    void connect(Entry &entry); // to its URL
    redis::Clients *idleClients();
    void loadOne(const QJsonObject &json);
    // Those that are to be from now on, once the file has them. With the lock of changes held, and the other one, which
    // is let go of while the file is written.
    std::optional<QueueConnectionError> replace(Entries entries, QMutexLocker<QMutex> &lock);

    std::atomic<quint64> m_version = 1;
    QMutex m_changing; // one after the other, so that the file has the newest; taken before the other one
    const std::unique_ptr<JsonFile> m_file; // with that one held
    mutable QMutex m_mutex; // for what follows
    QByteArrayList m_ownPrefixes;
    Entries m_entries; // the own one first
    std::vector<std::unique_ptr<redis::Clients>> m_clients; // never destroyed earlier, since threads may ask
    std::vector<redis::Clients *> m_idle; // of connections that were removed
};

} // namespace signalbox::jobs
