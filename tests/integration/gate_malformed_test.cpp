// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/gate_fixture.h"
#include "support/malformed_requests.h"
#include "support/raw_client.h"

using namespace signalbox;
using namespace signalbox::test;

// Whatever is malformed gets exactly one answer, the handler never sees it, and the connection closes.
class GateMalformedTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        // A client's time to close is waited out by none of these: it closes.
        m_fixture = std::make_unique<GateFixture>();
        m_fixture->application.onHandle = [this](auto exchange) {
            ++m_handled;
            exchange->respond(http::Reply::text("handled"));
        };
    }

    void init()
    {
        m_handled = 0;
        m_fixture->application.begun.clear();
        m_fixture->application.outcomes.clear();
    }

    void answersOnceAndCloses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        for (const MalformedRequest &request : malformedHeads() + malformedBodies())
            QTest::newRow(request.name) << request.bytes << request.status;
    }

    void answersOnceAndCloses()
    {
        QFETCH(QByteArray, bytes);
        RawClient client(m_fixture->gate.port());
        client.send(bytes + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
        const RawAnswer answer = client.answer();
        QTEST(answer.status, "status");
        QCOMPARE(answer.field("connection"), QByteArray("close"));
        QVERIFY(answer.body.contains("error"));
        QVERIFY(client.waitClosed());
        QVERIFY(client.received().isEmpty());
        QCOMPARE(m_handled, 0);
        QTRY_COMPARE(m_fixture->application.outcomes.size(), 1);
        QCOMPARE(m_fixture->application.begun.size(), 1);
    }

    void answersWhatCameBefore()
    {
        RawClient client(m_fixture->gate.port());
        client.send(
            "GET /good HTTP/1.1\r\nHost: a\r\n\r\nGET /bad HTTP/1.1\r\n\r\nGET /lost HTTP/1.1\r\nHost: a\r\n\r\n");
        QCOMPARE(client.answer().status, 200);
        QCOMPARE(client.answer().status, 400);
        QVERIFY(client.waitClosed());
        QVERIFY(client.received().isEmpty());
        QCOMPARE(m_handled, 1);
    }

private:
    std::unique_ptr<GateFixture> m_fixture;
    int m_handled = 0;
};

QTEST_GUILESS_MAIN(GateMalformedTest)
#include "gate_malformed_test.moc"
