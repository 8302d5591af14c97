// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/database_pool.h"
#include "support/account_client.h"
#include "support/test_database.h"
#include "users/user_names.h"
#include "users/user_repository.h"

#include <QJsonArray>
#include <QTest>
#include <QThread>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox;
using namespace signalbox::test;
using users::UserNames;

namespace {

void addUsers(TestDatabase &database, const QByteArrayList &ids)
{
    const auto work = [ids](store::Connection &connection) {
        for (const QByteArray &id : ids) {
            users::User user;
            user.id = id;
            user.email = QString::fromLatin1(id + "@example.com");
            users::UserRepository(connection).insert(user);
        }
        return true;
    };
    database.pool().runNow(work);
}

} // namespace

// What users are called in records, from a real database and of a real server.
class UserNamesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data() { addDialects(); }

    void isFilledBesideTheRequest()
    {
        QFETCH_GLOBAL(signalbox::store::Dialect, dialect);
        TestDatabase database(dialect);
        addUsers(database, {"ann"});
        const auto names = UserNames::make(database.pool(), {});
        const UserNames::Name name = names->of("ann");
        QTRY_COMPARE(*name, "ann@example.com"_ba);
        QCOMPARE(*names->of("ann"), "ann@example.com"_ba);
    }

    void fillsAllWhoCameMeanwhile()
    {
        QFETCH_GLOBAL(signalbox::store::Dialect, dialect);
        TestDatabase database(dialect);
        const auto names = UserNames::make(database.pool(), {});
        QByteArrayList ids;
        for (int i = 0; i < 250; ++i)
            ids.append(QByteArray::number(i));
        addUsers(database, ids);
        QList<UserNames::Name> asked;
        for (const QByteArray &id : ids)
            asked.append(names->of(id));
        for (int i = 0; i < 250; ++i)
            QTRY_COMPARE(*asked[i], ids[i] + "@example.com");
    }

    void knowsAtOnceWhatItLearnt()
    {
        QFETCH_GLOBAL(signalbox::store::Dialect, dialect);
        TestDatabase database(dialect);
        const auto names = UserNames::make(database.pool(), {});
        QCOMPARE(*names->learn("ann", u"ann@example.com"_s), "ann@example.com"_ba);
        QCOMPARE(*names->of("ann"), "ann@example.com"_ba);
    }

    void asksAgainForWhatIsOld()
    {
        QFETCH_GLOBAL(signalbox::store::Dialect, dialect);
        TestDatabase database(dialect);
        addUsers(database, {"ann"});
        const auto names = UserNames::make(database.pool(), {.fresh = std::chrono::milliseconds(1)});
        names->learn("ann", u"old@example.com"_s);
        QTRY_COMPARE(*names->of("ann"), "ann@example.com"_ba);
    }

    void leavesNobodyUnnamed()
    {
        QFETCH_GLOBAL(signalbox::store::Dialect, dialect);
        TestDatabase database(dialect);
        addUsers(database, {"ann"});
        const auto names = UserNames::make(database.pool(), {});
        const UserNames::Name nobody = names->of("nobody");
        const UserNames::Name ann = names->of("ann");
        QTRY_VERIFY(!ann->isEmpty());
        QVERIFY(nobody->isEmpty());
    }

    void forgetsBeyondItsBound()
    {
        QFETCH_GLOBAL(signalbox::store::Dialect, dialect);
        TestDatabase database(dialect);
        const auto names = UserNames::make(database.pool(), {.most = 2});
        for (const char *id : {"a", "b", "c"})
            names->learn(id, QString::fromLatin1(id));
        QCOMPARE(*names->of("c"), "c"_ba);
        QCOMPARE(*names->of("b"), "b"_ba);
        QVERIFY(names->of("a")->isEmpty());
    }

    // As when a server ends just after somebody came.
    void mayGoWhileItAsks()
    {
        QFETCH_GLOBAL(signalbox::store::Dialect, dialect);
        UserNames::Name ann;
        {
            TestDatabase database(dialect);
            addUsers(database, {"ann"});
            auto &pool = database.open([](auto &settings) { settings.connections = 1; });
            const auto slow = [](store::Connection &) {
                QThread::msleep(100);
                return true;
            };
            pool.read(nullptr, "slow", slow); // before which no email is read
            const auto names = UserNames::make(pool, {});
            ann = names->of("ann");
            names->of("bob"); // is asked for after her
        }
        QTRY_VERIFY(!store::DatabasePool::isAwaitedHere());
        QVERIFY(ann->isEmpty());
    }

    void recordsNameTheirUsers()
    {
        QFETCH_GLOBAL(signalbox::store::Dialect, dialect);
        TestDatabase database(dialect);
        TestServer server([&database](Server::Settings &settings) {
            withAccounts(settings);
            settings.database.url = database.urlText();
            settings.threads = 1;
        });
        QVERIFY(server.start());
        const AccountClient client(server);
        const auto found = [&server](const QByteArray &filter) {
            const Answer answer = server.admin("/admin/requests?q=" + filter.toPercentEncoding());
            return answer.json().value("items"_L1).toArray();
        };
        const Answer ann = client.registerUser("ann");
        client.registerUser("bob");
        client.logIn("ann@example.com");
        QCOMPARE(client.refresh(AccountClient::text(ann, "refreshToken")).status, 200);
        QCOMPARE(client.call("GET", "/users/me", AccountClient::text(ann, "token")).status, 200);
        QTRY_COMPARE(found("user:ANN@example.com").size(), 4);
        const QByteArray id = AccountClient::text(ann, "user.id");
        QCOMPARE(found("user:" + id).size(), 4);
        QCOMPARE(found("-user:ann@example.com").size(), 1);
        for (const QJsonValue record : found("user:" + id))
            QCOMPARE(record["userName"_L1].toString(), u"ann@example.com"_s);
        QVERIFY(server.logLines().contains("\"userName\":\"ann@example.com\""));
    }

    // A token that another server issued: nobody has told this one the email.
    void namesWhoCameWithATokenOfBefore()
    {
        QFETCH_GLOBAL(signalbox::store::Dialect, dialect);
        TestDatabase database(dialect);
        const auto change = [&database](Server::Settings &settings) {
            withAccounts(settings);
            settings.database.url = database.urlText();
            settings.accounts.jwtSecrets = {QByteArray(40, 's')};
            settings.threads = 1;
        };
        QByteArray token;
        {
            TestServer before(change);
            QVERIFY(before.start());
            token = AccountClient::text(AccountClient(before).registerUser("ann"), "token");
            QVERIFY(before.stop());
        }
        TestServer server(change);
        QVERIFY(server.start());
        QCOMPARE(AccountClient(server).call("GET", "/users/me", token).status, 200);
        QTRY_VERIFY(AccountClient(server).call("GET", "/users/me", token).status == 200
                    && server.logLines().contains("\"userName\":\"ann@example.com\""));
    }
};

QTEST_GUILESS_MAIN(UserNamesTest)
#include "user_names_test.moc"
