// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/access_tokens.h"
#include "auth/uuid.h"
#include "support/accounts_fixture.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox;
using namespace signalbox::test;

// How logins, tokens and sessions begin and end, over sockets, on both databases.
class AccountTokensTest : public QObject, private AccountsFixture {
    Q_OBJECT

private slots:
    void initTestCase_data() { addDialects(); }
    void init()
    {
        begin();
        QVERIFY(!m_admin.isEmpty());
    }
    void cleanup() { end(); }

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

    void aSessionTellsWhenAndWhereItIsUsed()
    {
        const Answer login = m_client->registerUser("eve");
        const auto sessions = [&] {
            return m_client->call("GET", "/admin/users/" + id(login) + "/sessions", m_admin)
                .json()
                .value("items"_L1)
                .toArray();
        };
        const QJsonObject begun = sessions().at(0).toObject();
        QCOMPARE(begun.value("address"_L1).toString(), u"127.0.0.1"_s);
        const QByteArray body = "{\"refreshToken\": \"" + refreshToken(login) + "\"}";
        const Answer refreshed = m_server->ask("POST", "/auth/refresh",
                                               {{"Content-Type", "application/json"}, {"User-Agent", "phone"}}, body);
        QCOMPARE(refreshed.status, 200);
        QCOMPARE(sessions().size(), 1); // still the same
        const QJsonObject used = sessions().at(0).toObject();
        QCOMPARE(used.value("id"_L1), begun.value("id"_L1));
        QCOMPARE(used.value("createdAt"_L1), begun.value("createdAt"_L1));
        QCOMPARE(used.value("userAgent"_L1).toString(), u"phone"_s);
        QVERIFY(used.value("lastUsedAt"_L1).toString() > begun.value("lastUsedAt"_L1).toString());
        QVERIFY(used.value("expiresAt"_L1).toString() > begun.value("expiresAt"_L1).toString());
        QCOMPARE(m_client->logIn("eve@example.com").status, 200);
        QCOMPARE(sessions().size(), 2);
    }

    // Though headers and bodies are asked for.
    void secretsAreNeitherKeptNorLogged()
    {
        const Fields json{TestServer::authorization(), {"Content-Type", "application/json"}};
        QCOMPARE(m_server->ask("PATCH", "/admin/settings", json, R"({"capture": true, "logLevel": "trace"})").status,
                 200);
        const Answer user = m_client->registerUser("eve");
        const Answer login = m_client->logIn("eve@example.com");
        const Answer refreshed = m_client->refresh(refreshToken(login));
        const QByteArray password = "another horse";
        QCOMPARE(patch(id(user), token(refreshed), {{u"password"_s, QString::fromLatin1(password)}}).status, 200);
        QCOMPARE(me("broken." + token(user)).status, 401);
        const QByteArrayList secrets{accountPassword,    password,
                                     token(user),        refreshToken(user),
                                     token(login),       refreshToken(login),
                                     token(refreshed),   refreshToken(refreshed),
                                     TestServer::token()};
        QTRY_COMPARE(m_server->admin("/admin/requests?q=user:eve@example.com").json()["items"_L1].toArray().size(), 4);
        QByteArray kept = m_server->logLines() + QJsonDocument(audit()).toJson();
        for (const QJsonValue item : m_server->admin("/admin/requests").json()["items"_L1].toArray()) {
            const Answer request = m_server->admin("/admin/requests/" + item["id"_L1].toString().toLatin1());
            const QJsonValue capture = request.json()["capture"_L1];
            kept += request.body + QByteArray::fromBase64(capture["requestBody"_L1]["base64"_L1].toString().toLatin1())
                + QByteArray::fromBase64(capture["responseBody"_L1]["base64"_L1].toString().toLatin1());
        }
        QVERIFY(kept.contains("\"password\":\"[redacted]\"")); // bodies were kept
        for (const QByteArray &secret : secrets)
            QVERIFY2(!secret.isEmpty() && !kept.contains(secret), secret.constData());
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

    void ofManyRefreshesAtOnceAtMostOneWins()
    {
        const QByteArray refresh = refreshToken(m_client->registerUser("racer"));
        const QList<int> statuses =
            m_client->postAtOnce(8, "/auth/refresh", {{u"refreshToken"_s, QString::fromLatin1(refresh)}});
        QVERIFY(statuses.count(200) <= 1);
        QCOMPARE(statuses.count(200) + statuses.count(401), 8);
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

    void tooManyFailedLoginsAre429()
    {
        m_client->registerUser("eve");
        for (int i = 0; i < 5; ++i)
            QCOMPARE(m_client->logIn("eve@example.com", "wrong").status, 401);
        const Answer refused = m_client->logIn("EVE@example.com");
        QCOMPARE(refused.status, 429);
        QVERIFY(refused.header("Retry-After").toInt() > 0);
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
};

QTEST_GUILESS_MAIN(AccountTokensTest)
#include "account_tokens_test.moc"
