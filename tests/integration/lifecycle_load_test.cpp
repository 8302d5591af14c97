// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/load_client.h"
#include "support/test_server.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using signalbox::Server;
using signalbox::test::LoadClient;
using signalbox::test::TestServer;

// No request that was accepted is lost when a server under load stops.
class LifecycleLoadTest : public QObject {
    Q_OBJECT

private slots:
    void stopUnderLoadLosesNoRequest_data()
    {
        QTest::addColumn<int>("keepingAlive");
        QTest::addColumn<int>("reconnecting");
        QTest::newRow("kept connections") << 8 << 0;
        QTest::newRow("new connections") << 0 << 8;
        QTest::newRow("both") << 8 << 8;
    }

    void stopUnderLoadLosesNoRequest()
    {
        QFETCH(int, keepingAlive);
        QFETCH(int, reconnecting);
        TestServer server;
        QVERIFY(server.start());
        for (int round = 0; round < 5; ++round) {
            LoadClient load(quint16(server.url().port()), keepingAlive, reconnecting);
            QTRY_VERIFY(load.answered() > 500);
            QSignalSpy stopped(&server.server(), &Server::stopped);
            server->stop();
            QVERIFY(stopped.wait(15'000));
            QCOMPARE(stopped.first().first().toStringList(), QStringList());
            QTRY_VERIFY_WITH_TIMEOUT(load.areAllRefused(), 15'000);
            QCOMPARE(load.finish(), QStringList());
            QVERIFY(server.start());
        }
    }
};

QTEST_GUILESS_MAIN(LifecycleLoadTest)
#include "lifecycle_load_test.moc"
