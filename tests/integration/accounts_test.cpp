// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/uuid.h"
#include "support/accounts_fixture.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox;
using namespace signalbox::test;

// Registering, roles and what each may do, over sockets, on both databases.
class AccountsTest : public QObject, private AccountsFixture {
    Q_OBJECT

private slots:
    void initTestCase_data() { addDialects(); }
    void init()
    {
        begin();
        QVERIFY(!m_admin.isEmpty());
    }
    void cleanup() { end(); }

    void aTableOfWhoMayDoWhat()
    {
        struct Row {
            QByteArray method;
            QByteArray target;
            QJsonObject body;
            std::array<int, 6> statuses; // of nobody, a bad token, another user, an editor, the user, an admin
        };
        const Answer user = m_client->registerUser("user");
        const Answer other = m_client->registerUser("other");
        const Answer editor = m_client->registerUser("editor");
        QCOMPARE(patch(id(editor), m_admin, {{u"role"_s, u"editor"_s}}).status, 200);
        const QByteArray editorToken = token(m_client->logIn("editor@example.com"));
        const QByteArray self = "/users/" + id(user);
        const QByteArray adminSelf = "/admin/users/" + id(user);
        const QJsonObject name{{u"name"_s, u"n"_s}};
        const QJsonObject batch{{u"ids"_s, QJsonArray{QString::fromLatin1(auth::newUuid(1))}},
                                {u"action"_s, u"enable"_s}};
        const QByteArray nobody = QByteArray(auth::newUuid(1));
        const QList<Row> rows{
            {"GET", "/users/me", {}, {401, 401, 200, 200, 200, 200}},
            {"GET", "/users", {}, {401, 401, 403, 403, 403, 200}},
            {"POST", "/users", {}, {401, 401, 403, 403, 403, 415}},
            {"GET", self, {}, {401, 401, 403, 403, 200, 200}},
            {"PATCH", self, name, {401, 401, 403, 403, 200, 200}},
            {"PATCH", self, {{u"role"_s, u"user"_s}}, {401, 401, 403, 403, 403, 200}},
            {"DELETE", "/users/" + nobody, {}, {401, 401, 403, 403, 403, 404}},
            {"GET", "/admin/users", {}, {401, 401, 403, 403, 403, 200}},
            {"GET", "/admin/users/export.csv", {}, {401, 401, 403, 403, 403, 200}},
            {"POST", "/admin/users", {}, {401, 401, 403, 403, 403, 415}},
            {"POST", "/admin/users/batch", batch, {401, 401, 403, 403, 403, 200}},
            {"GET", adminSelf, {}, {401, 401, 403, 403, 403, 200}},
            {"PATCH", adminSelf, name, {401, 401, 403, 403, 403, 200}},
            {"DELETE", "/admin/users/" + nobody, {}, {401, 401, 403, 403, 403, 404}},
            {"POST", "/admin/users/" + nobody + "/password", {}, {401, 401, 403, 403, 403, 404}},
            {"GET", adminSelf + "/sessions", {}, {401, 401, 403, 403, 403, 200}},
            {"DELETE", adminSelf + "/sessions/" + nobody, {}, {401, 401, 403, 403, 403, 404}},
            {"DELETE", "/admin/users/" + nobody + "/sessions", {}, {401, 401, 403, 403, 403, 404}},
            {"POST", adminSelf + "/impersonate", {}, {401, 401, 403, 403, 403, 200}},
            {"GET", "/admin/audit", {}, {401, 401, 403, 403, 403, 200}},
            {"GET", "/admin/info", {}, {401, 401, 403, 403, 403, 200}},
        };
        const QByteArrayList tokens{{}, "bad", token(other), editorToken, token(user), m_admin};
        for (const Row &row : rows) {
            for (std::size_t who = 0; who < row.statuses.size(); ++who) {
                const auto body = row.body.isEmpty() ? std::nullopt : std::optional(row.body);
                const Answer answer = m_client->call(row.method, row.target, tokens[qsizetype(who)], body);
                const QByteArray seen = row.method + ' ' + row.target + " by " + QByteArray::number(qsizetype(who))
                    + ": " + QByteArray::number(answer.status) + ' ' + answer.body;
                QVERIFY2(answer.status == row.statuses[who], seen.constData());
            }
        }
    }

    void anEmailIsTakenWhateverItsCase()
    {
        QCOMPARE(m_client->registerUser("Zoe").status, 201);
        QCOMPARE(m_client->registerUser("zOE").status, 409);
        QCOMPARE(m_client->logIn("ZOE@EXAMPLE.COM").status, 200);
        const QByteArray dotted = u"\u0130nci"_s.toUtf8(); // whose small form is two characters
        QCOMPARE(m_client->registerUser(dotted).status, 201);
        QCOMPARE(m_client->registerUser(dotted).status, 409);
        QCOMPARE(m_client->logIn(dotted + "@example.com").status, 200);
    }

    void ofManyRegistrationsOfOneEmailOneWins()
    {
        const QList<int> statuses = m_client->postAtOnce(
            6, "/auth/register",
            {{u"email"_s, u"same@example.com"_s}, {u"name"_s, u"same"_s}, {u"password"_s, u"correct horse"_s}});
        QCOMPARE(statuses.count(201), 1);
        QCOMPARE(statuses.count(409), 5);
    }

    void nobodyCanGiveThemselvesARole()
    {
        const QJsonObject asked{
            {u"email"_s, u"a@example.com"_s}, {u"name"_s, u"a"_s}, {u"password"_s, u"correct horse"_s}};
        for (const auto &field : {u"role"_s, u"id"_s, u"disabled"_s, u"passwordHash"_s, u"createdAt"_s}) {
            QJsonObject body = asked;
            body.insert(field, u"admin"_s);
            QCOMPARE(m_client->call("POST", "/auth/register", {}, body).status, 400);
        }
        const Answer user = m_client->call("POST", "/auth/register", {}, asked);
        for (const auto &field : {u"id"_s, u"password_hash"_s, u"updatedAt"_s})
            QCOMPARE(patch(id(user), token(user), {{field, u"x"_s}}).status, 400);
        QCOMPARE(patch(id(user), token(user), {{u"role"_s, u"admin"_s}}).status, 403);
        QCOMPARE(patch(id(user), token(user), {{u"disabled"_s, false}}).status, 403);
        QCOMPARE(AccountClient::text(me(token(user)), "role"), "user"_ba);
    }

    void sqlInTextsIsText()
    {
        const QString sql = u"x'); DROP TABLE users; --"_s;
        const Answer user = m_client->registerUser("injector");
        QCOMPARE(patch(id(user), token(user), {{u"name"_s, sql}}).status, 200);
        QCOMPARE(AccountClient::text(me(token(user)), "name"), sql.toUtf8());
        QCOMPARE(m_client->logIn("' OR 1=1 --").status, 401);
        QCOMPARE(m_client->logIn("root@example.com", "' OR '1'='1").status, 401);
        QCOMPARE(m_client->refresh("' OR 1=1 --").status, 401);
        const QByteArray encoded = sql.toUtf8().toPercentEncoding();
        QCOMPARE(m_client->call("GET", "/users?q=" + encoded, m_admin).json().value("total"_L1).toInt(), 1);
        for (const QByteArray &field : QByteArrayList{"role", "page", "limit"})
            QCOMPARE(m_client->call("GET", "/users?" + field + '=' + encoded, m_admin).status, 400);
        for (const QByteArray &field : QByteArrayList{"sort", "cursor", "role", "seenAfter", "disabled"})
            QCOMPARE(m_client->call("GET", "/admin/users?" + field + '=' + encoded, m_admin).status, 400);
        for (const QByteArray &cursor : QByteArrayList{R"(["0-",5,"\u0000"])", R"(["1-","\u0000","x"])"}) {
            const QByteArray sort = cursor.contains("1-") ? "-email" : "-createdAt";
            const QByteArray text = cursor.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
            QCOMPARE(m_client->call("GET", "/admin/users?sort=" + sort + "&cursor=" + text, m_admin).status, 400);
        }
        QCOMPARE(m_client->call("GET", "/users/" + encoded, m_admin).status, 400);
        for (const QByteArray &field : QByteArrayList{"q", "action"})
            QCOMPARE(m_client->call("GET", "/admin/audit?" + field + '=' + encoded, m_admin).status, 200);
        QCOMPARE(me(token(user)).status, 200);
    }

    void wildcardsOfASearchAreText()
    {
        m_client->registerUser("per%cent");
        m_client->registerUser("under_score");
        m_client->registerUser("back\\slash");
        const auto total = [&](const QByteArray &q) {
            return m_client->call("GET", "/users?q=" + q.toPercentEncoding(), m_admin).json().value("total"_L1).toInt();
        };
        QCOMPARE(total("%"), 1);
        QCOMPARE(total("_"), 1);
        QCOMPARE(total("%_%"), 0);
    }

    void namesInAnyScriptAreKeptAndFound()
    {
        const Answer user = m_client->registerUser("greek");
        const QString name = u"\u0394\u03b7\u03bc\u03ae\u03c4\u03c1\u03b7\u03c2 \U0001F600"_s;
        QCOMPARE(patch(id(user), token(user), {{u"name"_s, name}}).status, 200);
        QCOMPARE(AccountClient::text(me(token(user)), "name"), name.toUtf8());
        const QByteArray q = u"\u0394\u0397\u039c\u03ae"_s.toUtf8().toPercentEncoding();
        QCOMPARE(m_client->call("GET", "/users?q=" + q, m_admin).json().value("total"_L1).toInt(), 1);
    }
};

QTEST_GUILESS_MAIN(AccountsTest)
#include "accounts_test.moc"
