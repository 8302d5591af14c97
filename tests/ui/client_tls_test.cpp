// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/feed_socket.h"
#include "client/sample_traffic.h"
#include "client/session.h"
#include "client/time_range.h"
#include "embedded_server.h"
#include "pages/requests/request_replayer.h"
#include "support/test_certificate.h"

#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using State = ServerControl::State;

namespace {

constexpr int Patience = 15'000;

} // namespace

// The window's own server with a certificate that no authority has signed, nor for its address.
class ClientTlsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        m_own = test::selfSignedConfiguration();
        m_other = test::selfSignedConfiguration();
        QVERIFY(!m_own.localCertificate().isNull());
        QVERIFY(m_own.localCertificate() != m_other.localCertificate());
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        start(m_own, 0);
    }

    void cleanup() { m_server.reset(); }

    void itsRequestsAppear()
    {
        TimeRange range;
        Session session(m_server->endpoint(), range);
        session.feed().subscribeRequests(u"path:/health"_s, 100);
        QList<RequestRecord> seen;
        connect(&session.feed(), &FeedClient::requestsArrived, this,
                [&](const auto &records, qint64) { seen += records; });
        session.open();
        QTRY_COMPARE_WITH_TIMEOUT(session.feed().state(), LinkState::Connected, Patience);
        session.client().get(u"/health"_s, {}, this, [](const auto &) {});
        QTRY_COMPARE_WITH_TIMEOUT(seen.size(), 1, Patience);
        QCOMPARE(seen.first().status, 200);
    }

    void aChainIsKnownByItsFirst()
    {
        m_server.reset();
        const QSslConfiguration chain = test::chainConfiguration();
        QVERIFY(!chain.localCertificate().isSelfSigned());
        QCOMPARE(chain.localCertificateChain().size(), 2);
        start(chain, 0);
        FeedClient feed(m_server->endpoint());
        feed.open();
        QTRY_COMPARE_WITH_TIMEOUT(feed.state(), LinkState::Connected, Patience);
    }

    void aRequestIsSentAgain()
    {
        TimeRange range;
        Session session(m_server->endpoint(), range);
        RequestReplayer replayer;
        replayer.setSession(&session);
        RepeatableRequest request;
        request.server = session.endpoint().url;
        request.method = "GET";
        request.path = "/health";
        RequestReplayer::Outcome got;
        replayer.send(request, "1", this, [&](const auto &outcome) { got = outcome; });
        QTRY_COMPARE_WITH_TIMEOUT(got.status, 200, Patience);
    }

    void sampleTrafficIsAnswered()
    {
        TimeRange range;
        Session session(m_server->endpoint(), range);
        session.feed().subscribeRequests(u"path:/demo/*"_s, 100);
        QSignalSpy arrived(&session.feed(), &FeedClient::requestsArrived);
        session.open();
        session.sampleTraffic().start();
        QTRY_VERIFY_WITH_TIMEOUT(!arrived.isEmpty(), Patience);
        session.sampleTraffic().stop();
    }

    void whoeverHasItsPortNowIsRefused()
    {
        const Endpoint before = m_server->endpoint();
        m_server.reset();
        start(m_other, quint16(before.url.port()));
        expectRefused(before);
    }

    void anotherIsRefusedThoughItIsTrustedHere()
    {
        const QSslConfiguration usual = QSslConfiguration::defaultConfiguration();
        const auto restore = qScopeGuard([&] { QSslConfiguration::setDefaultConfiguration(usual); });
        QSslConfiguration trusting = usual;
        trusting.addCaCertificate(m_own.localCertificate());
        QSslConfiguration::setDefaultConfiguration(trusting);
        Endpoint endpoint = m_server->endpoint();
        endpoint.url.setHost(u"localhost"_s); // the name in the certificate
        endpoint.certificate.clear();
        FeedClient trustsIt(endpoint);
        trustsIt.open();
        QTRY_COMPARE_WITH_TIMEOUT(trustsIt.state(), LinkState::Connected, Patience);
        endpoint.certificate = m_other.localCertificate();
        expectRefused(endpoint);
    }

    void withoutItsCertificateItIsRefused()
    {
        Endpoint attached = m_server->endpoint();
        attached.certificate.clear();
        expectRefused(attached);
    }

private:
    void start(const QSslConfiguration &tls, quint16 port)
    {
        Server::Settings settings;
        settings.port = port;
        settings.threads = 1;
        settings.adminToken = "a-token-of-the-test";
        settings.dataDirectory = m_folder->path();
        settings.telemetry.logFile = m_folder->filePath(u"server.log"_s);
        settings.tls = tls;
        m_server = std::make_unique<app::EmbeddedServer>(settings);
        m_server->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_server->state(), State::Listening, Patience);
    }

    // By each of the two ways: the feed asks by the first before it opens the second.
    void expectRefused(const Endpoint &endpoint)
    {
        FeedSocket socket(endpoint);
        QSignalSpy opened(&socket, &FeedSocket::opened);
        QSignalSpy lost(&socket, &FeedSocket::lost);
        AdminClient client(endpoint);
        QString error;
        client.get(u"/admin/info"_s, {}, this, [&](const auto &answer) { error = answer.error; });
        QTRY_VERIFY_WITH_TIMEOUT(!lost.isEmpty() && !error.isEmpty(), Patience);
        QVERIFY(opened.isEmpty());
        QVERIFY2(error.contains(u"certificate"_s), qPrintable(error));
    }

    QSslConfiguration m_own;
    QSslConfiguration m_other;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::EmbeddedServer> m_server;
};

QTEST_MAIN(ClientTlsTest)
#include "client_tls_test.moc"
