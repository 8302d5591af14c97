// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/admin_client.h"
#include "client/feed_client.h"
#include "embedded_server.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Patience = 15'000;
const QByteArray Token = "a-token-of-the-test";

} // namespace

// The window's two ways to a server, on a real one.
class ClientServerTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        Server::Settings settings;
        settings.port = 0;
        settings.threads = 1;
        settings.adminToken = Token;
        settings.dataDirectory = m_folder->path();
        settings.telemetry.logFile = m_folder->filePath(u"server.log"_s);
        m_server = std::make_unique<app::EmbeddedServer>(settings);
        m_server->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_server->state(), ServerControl::State::Listening, Patience);
    }

    void cleanup() { m_server.reset(); }

    void anAnswerComesAsAMap()
    {
        AdminClient client(m_server->endpoint());
        const auto answer = ask(client, u"/admin/info"_s);
        QVERIFY(answer.ok());
        QVERIFY(answer.error.isEmpty());
        QCOMPARE(answer.body.value("state"_L1).toString(), u"listening"_s);
    }

    void aWrongTokenSaysWhereTheRightOneIs()
    {
        AdminClient client(withToken("wrong"));
        const auto answer = ask(client, u"/admin/info"_s);
        QCOMPARE(answer.status, 401);
        QVERIFY(answer.error.contains(u"admin-token"_s));
    }

    void aRefusedSettingSaysWhatIsAllowed()
    {
        AdminClient client(m_server->endpoint());
        AdminClient::Answer got;
        client.patch(u"/admin/settings"_s, {{"slowMs"_L1, -5}}, this, [&](const auto &answer) { got = answer; });
        QTRY_COMPARE_WITH_TIMEOUT(got.status, 400, Patience);
        QVERIFY2(!got.error.isEmpty(), qPrintable(got.error));
    }

    void nobodyThereSaysSo()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        Endpoint nowhere = m_server->endpoint();
        nowhere.url.setPort(holder.serverPort());
        holder.close();
        AdminClient client(nowhere);
        const auto answer = ask(client, u"/admin/info"_s);
        QCOMPARE(answer.status, 0);
        QVERIFY(answer.error.contains(u"Nothing listens on"_s));
    }

    void aServerThatNeverAnswersIsGivenUp()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        Endpoint endpoint = m_server->endpoint();
        endpoint.url.setPort(silent.serverPort());
        AdminClient client(endpoint);
        const auto answer = ask(client, u"/admin/info"_s);
        QCOMPARE(answer.status, 0);
        QVERIFY(answer.error.contains(u"10 seconds"_s));
    }

    void whatIsNoSignalboxSaysSo()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        connect(&other, &QTcpServer::newConnection, this,
                [&] { other.nextPendingConnection()->write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"); });
        Endpoint endpoint = m_server->endpoint();
        endpoint.url.setPort(other.serverPort());
        AdminClient client(endpoint);
        QVERIFY(ask(client, u"/admin/info"_s).error.contains(u"Is it a Signalbox server?"_s));
    }

    void aPathIsSentAsItIsEncoded()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        Endpoint endpoint = m_server->endpoint();
        endpoint.url.setPort(other.serverPort());
        endpoint.url.setPath(u"/base/"_s);
        AdminClient client(endpoint);
        client.get(u"/jobs/repeat%3Aa%2Fb%20c%25d"_s, {}, this, [](const AdminClient::Answer &) {});
        QTRY_VERIFY_WITH_TIMEOUT(other.hasPendingConnections(), Patience);
        QTcpSocket *socket = other.nextPendingConnection();
        QTRY_VERIFY_WITH_TIMEOUT(socket->canReadLine(), Patience);
        QCOMPARE(socket->readLine(), "GET /base/jobs/repeat%3Aa%2Fb%20c%25d HTTP/1.1\r\n");
    }

    void theFeedBringsRequestsAndStats()
    {
        FeedClient feed(m_server->endpoint());
        feed.subscribeStats(100ms);
        feed.subscribeRequests(u"path:/health"_s, 100);
        QList<RequestRecord> seen;
        connect(&feed, &FeedClient::requestsArrived, this, [&](const auto &records, qint64) { seen += records; });
        QSignalSpy stats(&feed, &FeedClient::statsArrived);
        feed.open();
        QTRY_VERIFY_WITH_TIMEOUT(!stats.isEmpty(), Patience);
        QNetworkAccessManager network;
        network.get(QNetworkRequest(m_server->endpoint().url.resolved(QUrl(u"/health"_s))));
        network.get(QNetworkRequest(m_server->endpoint().url.resolved(QUrl(u"/ready"_s))));
        QTRY_COMPARE_WITH_TIMEOUT(seen.size(), 1, Patience);
        QCOMPARE(seen.first().path, "/health");
        QCOMPARE(seen.first().status, 200);
    }

    void anUnreadableFilterIsRejected()
    {
        FeedClient feed(m_server->endpoint());
        QSignalSpy rejected(&feed, &FeedClient::rejected);
        feed.open();
        feed.subscribeRequests(u"status:nonsense"_s, 100);
        QTRY_VERIFY_WITH_TIMEOUT(!rejected.isEmpty(), Patience);
        QCOMPARE(feed.state(), LinkState::Connected);
    }

    void aRefusedTokenIsNotTriedAgain()
    {
        FeedClient feed(withToken("wrong"));
        feed.open();
        QTRY_COMPARE_WITH_TIMEOUT(feed.state(), LinkState::Refused, Patience);
        QVERIFY(!feed.retryAt().isValid());
        QVERIFY(feed.reason().contains(u"admin-token"_s));
    }

    void aLossIsDatedAndTriedAgainUntilItIsBack()
    {
        FeedClient feed(m_server->endpoint());
        QSignalSpy retries(&feed, &FeedClient::retryScheduled);
        feed.open();
        QTRY_COMPARE_WITH_TIMEOUT(feed.state(), LinkState::Connected, Patience);
        m_server->stop();
        QTRY_COMPARE_WITH_TIMEOUT(feed.state(), LinkState::Lost, Patience);
        const QDateTime since = feed.since();
        QTRY_VERIFY_WITH_TIMEOUT(retries.count() >= 3, Patience); // several tries, one loss
        QCOMPARE(feed.since(), since);
        QVERIFY(!feed.reason().isEmpty());
        m_server->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_server->state(), ServerControl::State::Listening, Patience);
        feed.retryNow();
        QTRY_COMPARE_WITH_TIMEOUT(feed.state(), LinkState::Connected, Patience);
    }

    void aClosedFeedStaysClosed()
    {
        FeedClient feed(m_server->endpoint());
        feed.open();
        QTRY_COMPARE_WITH_TIMEOUT(feed.state(), LinkState::Connected, Patience);
        QSignalSpy retries(&feed, &FeedClient::retryScheduled);
        feed.close();
        QCOMPARE(feed.state(), LinkState::Closed);
        QVERIFY(retries.isEmpty());
        feed.open();
        QTRY_COMPARE_WITH_TIMEOUT(feed.state(), LinkState::Connected, Patience);
    }

private:
    Endpoint withToken(const QByteArray &token) const
    {
        Endpoint endpoint = m_server->endpoint();
        endpoint.token = token;
        return endpoint;
    }

    AdminClient::Answer ask(AdminClient &client, const QString &path)
    {
        std::optional<AdminClient::Answer> got;
        client.get(path, {}, this, [&](const auto &answer) { got = answer; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(got.has_value(), Patience); }();
        return got.value_or(AdminClient::Answer());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::EmbeddedServer> m_server;
};

QTEST_MAIN(ClientServerTest)
#include "client_server_test.moc"
