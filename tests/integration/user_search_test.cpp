// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/session_repository.h"
#include "support/test_database.h"
#include "users/user_repository.h"
#include "users/user_search.h"

#include <QTest>

#include <map>

using namespace signalbox;
using namespace Qt::Literals::StringLiterals;
using store::Connection;
using users::User;
using users::UserFinder;
using users::UserOrder;
using users::UserSearch;

Q_DECLARE_METATYPE(signalbox::users::UserSearch)

namespace {

constexpr int count = 2500; // that some searches find more of than are listed first
constexpr qint64 now = 1'800'000'000'000;

// Named by their number backwards, so that the order of names is not that of ids; every tenth is an editor.
User makeUser(int number)
{
    const QString text = u"%1"_s.arg(number, 4, 10, QChar(u'0'));
    User user;
    user.id = "00000000-0000-7000-8000-00000000" + text.toLatin1();
    user.email = u"User%1@example.com"_s.arg(text);
    user.name = u"Name %1"_s.arg(count - number, 4, 10, QChar(u'0'));
    user.role = number % 10 == 0 ? http::Role::Editor : http::Role::User;
    user.lastSeenAt = number % 3 == 0 ? now - number : 0;
    user.createdAt = user.updatedAt = now - count + number;
    return user;
}

bool isFound(const User &user, const UserSearch &search)
{
    const QString text = users::comparedForm(user.email) + u'\n' + users::comparedForm(user.name);
    return text.contains(users::comparedForm(search.text)) && (!search.role || user.role == *search.role)
        && user.lastSeenAt >= search.seenAfter && user.lastSeenAt <= search.seenBefore;
}

// The ids in the order of names, as they should come.
QByteArrayList expected(const UserSearch &search)
{
    QByteArrayList ids;
    for (int number = count - 1; number >= 0; --number) {
        if (const User user = makeUser(number); isFound(user, search))
            ids.append(user.id);
    }
    return ids;
}

// All pages, one after the other, and how many there were said to be.
std::pair<QByteArrayList, qint64> found(Connection &connection, UserSearch search)
{
    QByteArrayList ids;
    qint64 total = 0;
    do {
        UserFinder finder(connection);
        total = finder.count(search, now);
        const auto page = finder.page(search, total, now);
        for (const User &user : page.users)
            ids.append(user.id);
        search.cursor = page.next;
    } while (!search.cursor.isEmpty());
    return {ids, total};
}

} // namespace

class UserSearchTest : public QObject {
    Q_OBJECT

private:
    std::map<store::Dialect, std::unique_ptr<test::TestDatabase>> m_databases;

    // Filled at the first use.
    store::DatabasePool &pool(store::Dialect dialect)
    {
        auto &database = m_databases[dialect];
        if (!database) {
            database = std::make_unique<test::TestDatabase>(dialect);
            const auto patient = [](auto &settings) { settings.deadline = std::chrono::seconds(60); };
            database->open(patient).runNow([](Connection &connection) {
                for (int number = 0; number < count; ++number)
                    users::UserRepository(connection).insert(makeUser(number));
            });
        }
        return database->pool();
    }

    static void addSearches(const char *database, store::Dialect dialect)
    {
        const auto row = [&](const char *name, const QString &text, std::optional<http::Role> role = {},
                             qint64 seenAfter = 0) {
            UserSearch search;
            search.text = text;
            search.role = role;
            search.seenAfter = seenAfter;
            search.order = UserOrder::Name;
            search.limit = 400;
            QTest::addRow("%s, %s", database, name) << dialect << search;
        };
        row("everybody", {});
        row("of a role", {}, http::Role::Editor);
        row("seen", {}, {}, 1);
        row("one", u"user0777@"_s);
        row("nobody", u"nobody@"_s);
        row("few", u"USER00"_s);
        row("few, of a role", u"user00"_s, http::Role::Editor);
        row("many", u"EXAMPLE"_s);
        row("many, of a role", u"example"_s, http::Role::Editor);
        row("many, seen", u"example"_s, {}, now - 1000);
    }

private slots:
    void everyPageHasWhatIsLookedFor_data()
    {
        QTest::addColumn<store::Dialect>("dialect");
        QTest::addColumn<UserSearch>("search");
        addSearches("sqlite", store::Dialect::Sqlite);
        addSearches("postgresql", store::Dialect::PostgreSql);
    }

    void everyPageHasWhatIsLookedFor()
    {
        QFETCH(store::Dialect, dialect);
        QFETCH(UserSearch, search);
        const auto [ids, total] =
            pool(dialect).runNow([search](Connection &connection) { return found(connection, search); });
        QCOMPARE(ids, expected(search));
        QCOMPARE(total, ids.size());
    }

    void pagesByNumberAreThoseByCursor_data()
    {
        QTest::addColumn<store::Dialect>("dialect");
        QTest::addColumn<UserSearch>("search");
        addSearches("sqlite", store::Dialect::Sqlite);
        addSearches("postgresql", store::Dialect::PostgreSql);
    }

    void pagesByNumberAreThoseByCursor()
    {
        QFETCH(store::Dialect, dialect);
        QFETCH(UserSearch, search);
        const auto [ids, total] =
            pool(dialect).runNow([search](Connection &connection) { return found(connection, search); });
        for (search.offset = 0; search.offset <= total; search.offset += search.limit) {
            const auto page = pool(dialect).runNow([search](Connection &connection) {
                UserFinder finder(connection);
                return finder.page(search, finder.count(search, now), now).users;
            });
            QByteArrayList onPage;
            for (const User &user : page)
                onPage.append(user.id);
            QCOMPARE(onPage, ids.mid(search.offset, search.limit));
        }
    }

    void tellsHowManySessionsEachUserHas_data() { test::addDialects(); }
    void tellsHowManySessionsEachUserHas()
    {
        const QByteArray none = makeUser(1).id, one = makeUser(2).id, two = makeUser(3).id;
        const auto counts = pool(test::currentDialect()).runNow([=](Connection &connection) {
            auth::SessionRepository sessions(connection, std::chrono::hours(1));
            const auto begin = [&](const QByteArray &id, qint64 at) { return sessions.begin(id, {}, at).sessionId; };
            begin(one, now);
            begin(one, now - 3'600'001); // is over
            begin(two, now);
            begin(two, now - 1);
            sessions.revoke(begin(two, now), two, now);
            return sessions.countsOf({none, one, two}, now);
        });
        QCOMPARE(counts, (QHash<QByteArray, int>{{one, 1}, {two, 2}}));
    }
};

QTEST_GUILESS_MAIN(UserSearchTest)
#include "user_search_test.moc"
