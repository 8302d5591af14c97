// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/access_tokens.h"
#include "auth/uuid.h"
#include "store/database_pool.h"
#include "support/account_client.h"
#include "support/test_database.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox;
using namespace signalbox::test;

namespace {

const QByteArray jwtSecret(40, 's');

QByteArray id(const Answer &login)
{
    return AccountClient::text(login, "user.id");
}

QByteArray token(const Answer &login)
{
    return AccountClient::text(login, "token");
}

QByteArray refreshToken(const Answer &login)
{
    return AccountClient::text(login, "refreshToken");
}

} // namespace

// Users, tokens and what admins do with them, over sockets, on both databases.
class AccountsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<AccountClient> m_client;
    QByteArray m_admin;

    std::unique_ptr<TestServer> makeServer(const QString &adminEmail = QString::fromLatin1(accountAdminEmail))
    {
        auto server = std::make_unique<TestServer>([&](Server::Settings &settings) {
            withAccounts(settings);
            settings.accounts.adminEmail = adminEmail;
            settings.database.url = m_database->urlText();
            settings.accounts.jwtSecrets = {jwtSecret};
        });
        if (!server->start())
            qFatal("no server");
        return server;
    }

    Answer me(const QByteArray &bearer) const { return m_client->call("GET", "/users/me", bearer); }
    Answer patch(const QByteArray &userId, const QByteArray &bearer, const QJsonObject &change) const
    {
        return m_client->call("PATCH", "/users/" + userId, bearer, change);
    }
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
    QJsonArray audit(const QByteArray &query = {}) const
    {
        return m_server->admin("/admin/audit?" + query).json().value("items"_L1).toArray();
    }

private slots:
    void initTestCase_data() { addDialects(); }

    void init()
    {
        QFETCH_GLOBAL(signalbox::store::Dialect, dialect);
        m_database = std::make_unique<TestDatabase>(dialect);
        m_server = makeServer();
        m_client = std::make_unique<AccountClient>(*m_server);
        m_admin = m_client->adminToken();
        QVERIFY(!m_admin.isEmpty());
    }

    void cleanup()
    {
        m_client.reset();
        m_server.reset();
        m_database.reset();
    }

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

    void whoEndsATokenEndsItAtOnce_data()
    {
        QTest::addColumn<QString>("how");
        for (const auto &how : {u"disable"_s, u"delete"_s, u"password"_s, u"own password"_s, u"role"_s, u"sessions"_s,
                                u"session"_s, u"log out"_s})
            QTest::newRow(qPrintable(how)) << how;
    }

    void whoEndsATokenEndsItAtOnce()
    {
        QFETCH(QString, how);
        const auto elsewhere = makeServer(); // another process would see the same: only the database is shared
        const AccountClient other(*elsewhere);
        const Answer login = m_client->registerUser("eve");
        QCOMPARE(me(token(login)).status, 200);
        QCOMPARE(other.call("GET", "/users/me", token(login)).status, 200);
        const QByteArray target = "/admin/users/" + id(login);
        if (how == "disable"_L1)
            QCOMPARE(patch(id(login), m_admin, {{u"disabled"_s, true}}).status, 200);
        else if (how == "delete"_L1)
            QCOMPARE(m_client->call("DELETE", "/users/" + id(login), m_admin).status, 204);
        else if (how == "password"_L1)
            QCOMPARE(m_client->call("POST", target + "/password", m_admin).status, 200);
        else if (how == "own password"_L1)
            QCOMPARE(patch(id(login), token(login), {{u"password"_s, u"another horse"_s}}).status, 200);
        else if (how == "role"_L1)
            QCOMPARE(patch(id(login), m_admin, {{u"role"_s, u"editor"_s}}).status, 200);
        else if (how == "sessions"_L1)
            QCOMPARE(m_client->call("DELETE", target + "/sessions", m_admin).status, 204);
        else if (how == "log out"_L1)
            QCOMPARE(m_client
                         ->call("POST", "/auth/logout", {},
                                QJsonObject{{u"refreshToken"_s, QString::fromLatin1(refreshToken(login))}})
                         .status,
                     204);
        else {
            const auto sessions =
                m_client->call("GET", target + "/sessions", m_admin).json().value("items"_L1).toArray();
            QCOMPARE(sessions.size(), 1);
            const QByteArray session = sessions[0].toObject().value("id"_L1).toString().toLatin1();
            QCOMPARE(m_client->call("DELETE", target + "/sessions/" + session, m_admin).status, 204);
        }
        QCOMPARE(me(token(login)).status, 401);
        QTRY_COMPARE_WITH_TIMEOUT(other.call("GET", "/users/me", token(login)).status, 401, 1000);
        const int refreshed = how == "role"_L1 ? 200 : 401;
        const Answer next = m_client->refresh(refreshToken(login));
        QCOMPARE(next.status, refreshed);
        if (refreshed == 200)
            QCOMPARE(me(token(next)).status, 200);
    }

    void whatHasEndedStaysEndedInAServerThatStarts()
    {
        const Answer login = m_client->registerUser("eve");
        QCOMPARE(patch(id(login), m_admin, {{u"disabled"_s, true}}).status, 200);
        const auto next = makeServer();
        QCOMPARE(AccountClient(*next).call("GET", "/users/me", token(login)).status, 401);
    }

    // Made by another program with our secret, or after the users were restored from before.
    void aTokenOfNobodyIsNoToken()
    {
        const auth::AccessTokens tokens(auth::JwtSecrets::load({}, {jwtSecret}), std::chrono::seconds(900));
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        const QByteArray stranger = tokens.sign({auth::newUuid(now), http::Role::User, {}, {}, {}}, now, tokens.life());
        const Answer answer = me(stranger);
        QCOMPARE(answer.status, 401);
        QVERIFY(answer.header("WWW-Authenticate").contains("invalid_token"));
    }

    void aReusedRefreshTokenEndsItsFamily()
    {
        const Answer login = m_client->registerUser("eve");
        const Answer second = m_client->refresh(refreshToken(login));
        QCOMPARE(second.status, 200);
        QCOMPARE(me(token(second)).status, 200);
        QCOMPARE(m_client->refresh(refreshToken(login)).status, 401); // the thief, or the one stolen from
        QCOMPARE(m_client->refresh(refreshToken(second)).status, 401);
        QCOMPARE(me(token(second)).status, 401);
        QCOMPARE(m_client->logIn("eve@example.com").status, 200); // other sessions may begin
    }

    void otherSessionsOutliveATheft()
    {
        const Answer login = m_client->registerUser("eve");
        const Answer elsewhere = m_client->logIn("eve@example.com");
        m_client->refresh(refreshToken(login));
        QCOMPARE(m_client->refresh(refreshToken(login)).status, 401);
        QCOMPARE(me(token(elsewhere)).status, 200);
        QCOMPARE(m_client->refresh(refreshToken(elsewhere)).status, 200);
    }

    void ofManyRefreshesAtOnceAtMostOneWins()
    {
        const QByteArray refresh = refreshToken(m_client->registerUser("racer"));
        const QList<int> statuses =
            m_client->postAtOnce(8, "/auth/refresh", {{u"refreshToken"_s, QString::fromLatin1(refresh)}});
        QVERIFY(statuses.count(200) <= 1);
        QCOMPARE(statuses.count(200) + statuses.count(401), 8);
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

    void aDisablingEndsByItself()
    {
        const Answer user = m_client->registerUser("eve");
        const QString soon = QDateTime::currentDateTimeUtc().addMSecs(700).toString(Qt::ISODateWithMs);
        const Answer disabled =
            m_client->call("PATCH", "/admin/users/" + id(user), m_admin, QJsonObject{{u"disabledUntil"_s, soon}});
        QCOMPARE(disabled.status, 200);
        QVERIFY(disabled.json().value("disabled"_L1).toBool());
        QCOMPARE(m_client->logIn("eve@example.com").status, 403);
        QTRY_COMPARE_WITH_TIMEOUT(m_client->logIn("eve@example.com").status, 200, 5000);
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

    void anImpersonationIsMarkedAndRulesNothing()
    {
        const Answer user = m_client->registerUser("eve");
        patch(id(user), m_admin, {{u"role"_s, u"admin"_s}});
        const Answer given = m_client->call("POST", "/admin/users/" + id(user) + "/impersonate", m_admin);
        QCOMPARE(given.json().value("expiresIn"_L1).toInt(), 900);
        const QByteArray acting = AccountClient::text(given, "token");
        QCOMPARE(AccountClient::text(me(acting), "id"), id(user));
        const auth::AccessTokens tokens(auth::JwtSecrets::load({}, {jwtSecret}), std::chrono::seconds(900));
        const auto read = tokens.verify(acting, QDateTime::currentMSecsSinceEpoch());
        QVERIFY(read);
        QCOMPARE(read->identity.actorId, AccountClient::text(me(m_admin), "id"));
        QCOMPARE(m_client->call("GET", "/admin/users", acting).status, 403);
        QCOMPARE(patch(id(user), acting, {{u"name"_s, u"Eve"_s}}).status, 200);
        const QJsonArray entries = audit("target=" + id(user));
        QCOMPARE(entries[0].toObject().value("actor"_L1).toObject().value("name"_L1).toString(), u"root@example.com"_s);
        QCOMPARE(entries[1].toObject().value("action"_L1).toString(), u"user.impersonate"_s);
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

    void tooManyFailedLoginsAre429()
    {
        m_client->registerUser("eve");
        for (int i = 0; i < 5; ++i)
            QCOMPARE(m_client->logIn("eve@example.com", "wrong").status, 401);
        const Answer refused = m_client->logIn("EVE@example.com");
        QCOMPARE(refused.status, 429);
        QVERIFY(refused.header("Retry-After").toInt() > 0);
    }

    void infoTellsOfAnAdmin() { QCOMPARE(m_server->admin("/admin/info").json().value("hasAdmin"_L1).toBool(), true); }

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
};

QTEST_GUILESS_MAIN(AccountsTest)
#include "accounts_test.moc"
