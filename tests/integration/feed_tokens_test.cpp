// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/access_tokens.h"
#include "support/account_client.h"
#include "support/feed_client.h"

#include <QDateTime>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox;
using namespace signalbox::test;

namespace {

const QByteArray jwtSecret(40, 's');
constexpr int unauthorized = 3000;

} // namespace

// An open feed ends with the token that it was opened with.
class FeedTokensTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<AccountClient> m_client;
    Answer m_login; // of an admin beside the first one

    std::unique_ptr<FeedClient> open(const QByteArray &token, const QStringList &subprotocols = {}) const
    {
        const QByteArray authorization = token.isEmpty() ? QByteArray() : "Bearer " + token;
        return std::make_unique<FeedClient>(m_server->url(), FeedClient::Options{subprotocols, authorization, {}});
    }
    QByteArray token() const { return AccountClient::text(m_login, "token"); }
    QByteArray id() const { return AccountClient::text(m_login, "user.id"); }
    // Of the first admin, none of whose tokens was ended.
    QByteArray signedFor(std::chrono::seconds life, std::chrono::seconds ago) const
    {
        const QByteArray root = AccountClient::text(m_client->logIn(accountAdminEmail), "user.id");
        const auth::AccessTokens tokens(auth::JwtSecrets::load({}, {jwtSecret}), std::chrono::minutes(15));
        const qint64 issuedAt = QDateTime::currentMSecsSinceEpoch() - std::chrono::milliseconds(ago).count();
        return tokens.sign({root, http::Role::Admin, {}, {}, {}}, issuedAt, life);
    }

private slots:
    void init()
    {
        m_server = std::make_unique<TestServer>([](Server::Settings &settings) {
            withAccounts(settings);
            settings.accounts.jwtSecrets = {jwtSecret};
        });
        QVERIFY(m_server->start());
        m_client = std::make_unique<AccountClient>(*m_server);
        const QByteArray userId = AccountClient::text(m_client->registerUser("ann"), "user.id");
        const QJsonObject admin{{u"role"_s, u"admin"_s}};
        QCOMPARE(m_client->call("PATCH", "/users/" + userId, m_client->adminToken(), admin).status, 200);
        m_login = m_client->logIn("ann@example.com");
        QCOMPARE(m_login.status, 200);
    }

    void cleanup()
    {
        m_client.reset();
        m_server.reset();
    }

    void endsWithTheToken_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QJsonObject>("body");
        QTest::newRow("disabled") << "PATCH"_ba
                                  << "/admin/users/ID"_ba << QJsonObject{{u"disabled"_s, true}};
        QTest::newRow("role") << "PATCH"_ba
                              << "/admin/users/ID"_ba << QJsonObject{{u"role"_s, u"user"_s}};
        QTest::newRow("deleted") << "DELETE"_ba
                                 << "/admin/users/ID"_ba << QJsonObject();
        QTest::newRow("sessions") << "DELETE"_ba
                                  << "/admin/users/ID/sessions"_ba << QJsonObject();
    }

    void endsWithTheToken()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QJsonObject, body);
        const auto feed = open(token());
        const auto others = open(m_client->adminToken());
        const auto runTokens = open(TestServer::token());
        QVERIFY(feed->isOpen() && others->isOpen() && runTokens->isOpen());
        const auto sent = body.isEmpty() ? std::optional<QJsonObject>() : body;
        const Answer answer = m_client->call(method, target.replace("ID", id()), m_client->adminToken(), sent);
        QVERIFY(answer.status == 200 || answer.status == 204);
        QCOMPARE(feed->closeCode(), unauthorized);
        QCOMPARE(feed->socket().closeReason(), u"The token has ended"_s);
        QVERIFY(others->isOpen());
        QVERIFY(runTokens->isOpen());
    }

    void endsWhenTheTokenExpires()
    {
        // What was issued before and has expired counts for the leeway: 5 s more.
        const auto feed = open(signedFor(std::chrono::seconds(35), std::chrono::seconds(60)));
        QVERIFY(feed->isOpen());
        QCOMPARE(feed->closeCode(), unauthorized);
    }

    void endsForATokenInTheSubprotocolToo()
    {
        const auto feed = open({}, {u"bearer."_s + QString::fromLatin1(token()), u"signalbox.v1.json"_s});
        QVERIFY(feed->isOpen());
        const QByteArray refresh = AccountClient::text(m_login, "refreshToken");
        const QJsonObject body{{u"refreshToken"_s, QString::fromLatin1(refresh)}};
        QCOMPARE(m_client->call("POST", "/auth/logout", {}, body).status, 204);
        QCOMPARE(feed->closeCode(), unauthorized);
    }
};

QTEST_GUILESS_MAIN(FeedTokensTest)
#include "feed_tokens_test.moc"
