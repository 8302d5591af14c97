// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/uuid.h"
#include "support/accounts_fixture.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox;
using namespace signalbox::test;

// What admins do with users, and how it is kept, over sockets, on both databases.
class AccountAdminTest : public QObject, private AccountsFixture {
    Q_OBJECT

private:
    // The id of the other one of two enabled admins.
    QByteArray onlyAdminBeside(const QByteArray &known) const
    {
        const Answer found = m_server->admin("/admin/users?role=admin&disabled=false");
        for (const QJsonValue item : found.json().value("items"_L1).toArray()) {
            if (const QByteArray other = item["id"_L1].toString().toLatin1(); other != known)
                return other;
        }
        return {};
    }

private slots:
    void initTestCase_data() { addDialects(); }
    void init()
    {
        begin();
        QVERIFY(!m_admin.isEmpty());
    }
    void cleanup() { end(); }

    void theLastAdminStays()
    {
        const QByteArray root = AccountClient::text(me(m_admin), "id");
        QCOMPARE(patch(root, m_admin, {{u"role"_s, u"user"_s}}).status, 409);
        QCOMPARE(patch(root, m_admin, {{u"disabled"_s, true}}).status, 409);
        QCOMPARE(m_client->call("DELETE", "/users/" + root, m_admin).status, 409);
        const QJsonObject batch{{u"ids"_s, QJsonArray{QString::fromLatin1(root)}}, {u"action"_s, u"delete"_s}};
        const QJsonObject result = m_client->call("POST", "/admin/users/batch", m_admin, batch).json();
        QCOMPARE(result.value("failed"_L1).toArray().size(), 1);
        const Answer second = m_client->registerUser("second");
        QCOMPARE(patch(id(second), m_admin, {{u"role"_s, u"admin"_s}}).status, 200);
        QCOMPARE(patch(root, m_admin, {{u"role"_s, u"user"_s}}).status, 200);
    }

    void theLastAdminStaysWhenBothGoAtOnce_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QJsonObject>("body");
        QTest::newRow("role") << "PATCH"_ba << QJsonObject{{u"role"_s, u"user"_s}};
        QTest::newRow("disabled") << "PATCH"_ba << QJsonObject{{u"disabled"_s, true}};
        QTest::newRow("deleted") << "DELETE"_ba << QJsonObject();
    }

    // Each alone would be allowed, since there is the other.
    void theLastAdminStaysWhenBothGoAtOnce()
    {
        QFETCH(QByteArray, method);
        QFETCH(QJsonObject, body);
        for (int round = 0; round < 5; ++round) {
            const QByteArray name = "admin" + QByteArray::number(round);
            const QByteArray other = id(m_client->registerUser(name));
            const Answer promoted = m_server->admin("PATCH", "/admin/users/" + other,
                                                    {{"Content-Type", "application/json"}}, R"({"role": "admin"})");
            QCOMPARE(promoted.status, 200);
            const QByteArray root = onlyAdminBeside(other);
            HttpClient first(m_server->url());
            HttpClient second(m_server->url());
            const Fields fields{TestServer::authorization(), {"Content-Type", "application/json"}};
            const QByteArray sent = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
            first.request(method, "/admin/users/" + root, fields, sent);
            second.request(method, "/admin/users/" + other, fields, sent);
            const QSet<int> statuses{first.read().status, second.read().status};
            const QSet<int> expected{method == "DELETE" ? 204 : 200, 409};
            QCOMPARE(statuses, expected);
        }
    }

    void theAdminOfTheSettingsIsMadeOne()
    {
        const QByteArray root = AccountClient::text(me(m_admin), "id");
        const Answer second = m_client->registerUser("second");
        patch(id(second), m_admin, {{u"role"_s, u"admin"_s}});
        QCOMPARE(patch(root, m_admin, {{u"role"_s, u"user"_s}, {u"password"_s, u"another horse"_s}}).status, 200);
        const auto again = makeServer();
        QCOMPARE(AccountClient::text(AccountClient(*again).logIn(accountAdminEmail), "user.role"), "admin"_ba);
        const auto another = makeServer(u"Another@Example.com"_s);
        QCOMPARE(AccountClient::text(AccountClient(*another).logIn("ANOTHER@example.com"), "user.email"),
                 "another@example.com"_ba);
    }

    void infoTellsOfAnAdmin() { QCOMPARE(m_server->admin("/admin/info").json().value("hasAdmin"_L1).toBool(), true); }

    void pagesNeitherMissNorRepeat_data()
    {
        QTest::addColumn<QByteArray>("sort");
        for (const char *sort : {"createdAt", "-createdAt", "email", "-email", "name", "-name", "role", "-role",
                                 "lastSeenAt", "-lastSeenAt"})
            QTest::newRow(sort) << QByteArray(sort);
    }

    void pagesNeitherMissNorRepeat()
    {
        QFETCH(QByteArray, sort);
        for (int i = 0; i < 7; ++i)
            QCOMPARE(m_client->registerUser("u" + QByteArray::number(i)).status, 201);
        QSet<QString> seen;
        int count = 0;
        QByteArray cursor;
        do {
            const QJsonObject page =
                m_client->call("GET", "/admin/users?limit=3&sort=" + sort + "&cursor=" + cursor, m_admin).json();
            QCOMPARE(page.value("total"_L1).toInt(), 8);
            for (const QJsonValue &item : page.value("items"_L1).toArray()) {
                seen.insert(item.toObject().value("id"_L1).toString());
                ++count;
            }
            cursor = page.value("next"_L1).toString().toLatin1();
        } while (!cursor.isEmpty());
        QCOMPARE(count, 8);
        QCOMPARE(seen.size(), 8);
    }

    void whatAdminsDoIsKept()
    {
        const Answer user = m_client->registerUser("eve");
        patch(id(user), m_admin, {{u"role"_s, u"editor"_s}});
        const Answer set = m_server->admin("POST", "/admin/users/" + id(user) + "/password");
        QVERIFY(AccountClient::text(set, "password").size() >= 20);
        QCOMPARE(m_client->logIn("eve@example.com", AccountClient::text(set, "password")).status, 200);
        const QJsonArray entries = audit("target=" + id(user));
        QCOMPARE(entries.size(), 2);
        const QJsonObject newest = entries[0].toObject();
        QCOMPARE(newest.value("actor"_L1).toObject().value("name"_L1).toString(), u"run token"_s);
        QCOMPARE(newest.value("after"_L1).toObject(), (QJsonObject{{u"password"_s, u"changed"_s}}));
        const QJsonObject role = entries[1].toObject();
        QCOMPARE(role.value("actor"_L1).toObject().value("name"_L1).toString(), u"root@example.com"_s);
        QCOMPARE(role.value("before"_L1).toObject(), (QJsonObject{{u"role"_s, u"user"_s}}));
        QCOMPARE(role.value("after"_L1).toObject(), (QJsonObject{{u"role"_s, u"editor"_s}}));
        QVERIFY(!QJsonDocument(audit()).toJson().contains("$2b$"));
    }

    void usersOwnChangesAreNotAudited()
    {
        const Answer user = m_client->registerUser("eve");
        QCOMPARE(patch(id(user), token(user), {{u"name"_s, u"Eve"_s}}).status, 200);
        QVERIFY(audit("target=" + id(user)).isEmpty());
    }

    void manyAreChangedAtOnce()
    {
        QJsonArray ids;
        for (int i = 0; i < 3; ++i)
            ids.append(QString::fromLatin1(id(m_client->registerUser("u" + QByteArray::number(i)))));
        const QString nobody = QString::fromLatin1(auth::newUuid(1));
        ids.append(nobody);
        const Answer answer =
            m_client->call("POST", "/admin/users/batch", m_admin,
                           QJsonObject{{u"ids"_s, ids}, {u"action"_s, u"setRole"_s}, {u"role"_s, u"editor"_s}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json().value("done"_L1).toArray().size(), 3);
        QCOMPARE(answer.json().value("failed"_L1).toArray()[0].toObject().value("id"_L1).toString(), nobody);
        QCOMPARE(m_client->call("GET", "/admin/users?role=editor", m_admin).json().value("total"_L1).toInt(), 3);
    }

    void anExportGuardsAgainstFormulas()
    {
        const Answer user = m_client->registerUser("eve");
        patch(id(user), token(user), {{u"name"_s, u"=HYPERLINK(\"x\",1)"_s}});
        const Answer csv = m_client->call("GET", "/admin/users/export.csv?q=eve", m_admin);
        QVERIFY(csv.header("Content-Type").startsWith("text/csv"));
        QVERIFY(csv.body.contains(",\"'=HYPERLINK(\"\"x\"\",1)\","));
        QCOMPARE(csv.body.count("\r\n"), 2);
    }
};

QTEST_GUILESS_MAIN(AccountAdminTest)
#include "account_admin_test.moc"
