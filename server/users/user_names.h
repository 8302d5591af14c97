// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QCache>
#include <QCoro/QCoroTask>
#include <QHash>
#include <QString>

#include <chrono>
#include <memory>
#include <optional>

namespace signalbox::store {
class DatabasePool;
}

namespace signalbox::users {

// The emails of users, for records and logs. A request never waits for one: it gets an empty name, which is filled as
// soon as the database has answered, mostly before the request ends. One for each reactor, on its thread, which needs
// an event loop; bounded. `database` outlives it.
class UserNames : public std::enable_shared_from_this<UserNames> {
public:
    using Name = std::shared_ptr<const QByteArray>; // empty while it is not known, and of nobody

    struct Settings {
        qsizetype most = 10'000; // users; of more, those who were asked for least recently are forgotten
        std::chrono::milliseconds fresh{60'000}; // then it is asked for again: an email may have changed
    };
    static std::shared_ptr<UserNames> make(store::DatabasePool &database, Settings settings);

    Name of(const QByteArray &userId);
    Name learn(const QByteArray &userId, const QString &email); // it has just been read

private:
    struct Entry {
        std::shared_ptr<QByteArray> name;
        qint64 askAgainAtMs = 0;
    };

    struct Wanted {
        store::DatabasePool &database;
        QByteArrayList ids;
    };

    UserNames(store::DatabasePool &database, Settings settings);
    Entry &entryOf(const QByteArray &userId);
    void ask(const QByteArray &userId);
    static QCoro::Task<> fill(std::weak_ptr<UserNames> filled);
    static std::optional<Wanted> takeWanted(const std::weak_ptr<UserNames> &filled); // nothing: it is done
    static void learnAll(const std::weak_ptr<UserNames> &filled, const QHash<QByteArray, QString> &emails);

    store::DatabasePool &m_database;
    Settings m_settings;
    QCache<QByteArray, Entry> m_entries;
    QByteArrayList m_wanted;
    bool m_filling = false;
};

} // namespace signalbox::users
