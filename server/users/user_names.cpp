// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users/user_names.h"

#include "store/database_pool.h"
#include "users/user_repository.h"

#include <QDeadlineTimer>

namespace signalbox::users {

namespace {

constexpr qsizetype mostWanted = 1000; // beyond that users stay unnamed until they come again
constexpr qsizetype mostAtOnce = 100; // read in one transaction

qint64 monotonicMs()
{
    return QDeadlineTimer::current().deadline();
}

} // namespace

std::shared_ptr<UserNames> UserNames::make(store::DatabasePool &database, Settings settings)
{
    return std::shared_ptr<UserNames>(new UserNames(database, settings));
}

UserNames::UserNames(store::DatabasePool &database, Settings settings)
    : m_database(database)
    , m_settings(settings)
    , m_entries(settings.most)
{
}

UserNames::Name UserNames::of(const QByteArray &userId)
{
    Entry &entry = entryOf(userId);
    Name name = entry.name;
    if (const qint64 now = monotonicMs(); now >= entry.askAgainAtMs && m_wanted.size() < mostWanted) {
        entry.askAgainAtMs = now + m_settings.fresh.count();
        ask(userId);
    }
    return name;
}

UserNames::Name UserNames::learn(const QByteArray &userId, const QString &email)
{
    Entry &entry = entryOf(userId);
    *entry.name = email.toUtf8();
    entry.askAgainAtMs = monotonicMs() + m_settings.fresh.count();
    return entry.name;
}

UserNames::Entry &UserNames::entryOf(const QByteArray &userId)
{
    if (Entry *known = m_entries.object(userId))
        return *known;
    auto *entry = new Entry{std::make_shared<QByteArray>(), monotonicMs()};
    m_entries.insert(userId, entry);
    return *entry;
}

void UserNames::ask(const QByteArray &userId)
{
    m_wanted.append(userId);
    if (m_filling)
        return;
    m_filling = true;
    fill(weak_from_this());
}

// One piece of work at a time, with all who were asked for meanwhile: a crowd costs the database little. What it
// fills may be gone, and the database with it, when the answer comes.
QCoro::Task<> UserNames::fill(std::weak_ptr<UserNames> filled)
{
    while (const auto names = takeWanted(filled)) {
        const auto work = [ids = names->ids](store::Connection &connection) {
            return UserRepository(connection).emailsOf(ids);
        };
        try {
            const auto emails = co_await names->database.read(nullptr, "find emails", work);
            learnAll(filled, emails);
        } catch (const store::DatabaseError &) {
            // The pool tells when the database is away. They are asked for again in time.
        }
    }
}

std::optional<UserNames::Wanted> UserNames::takeWanted(const std::weak_ptr<UserNames> &filled)
{
    const auto names = filled.lock();
    if (!names)
        return {};
    names->m_filling = !names->m_wanted.isEmpty();
    if (!names->m_filling)
        return {};
    const QByteArrayList ids = names->m_wanted.first(std::min(names->m_wanted.size(), mostAtOnce));
    names->m_wanted.remove(0, ids.size());
    return Wanted{names->m_database, ids};
}

void UserNames::learnAll(const std::weak_ptr<UserNames> &filled, const QHash<QByteArray, QString> &emails)
{
    const auto names = filled.lock();
    for (auto email = emails.begin(); names && email != emails.end(); ++email)
        names->learn(email.key(), email.value());
}

} // namespace signalbox::users
